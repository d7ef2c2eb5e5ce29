//! `docs` of the project file: where pages lie, which tool builds them, and what is not judged.

use links::{
    Flavour, Given, GivenDocusaurus, GivenMdbook, GivenMkdocs, GivenMyst, GivenSite, Knowledge, MarkdownFormat,
    MdbookVersion, Settings, Site, Sites, SlugPreset, Slugify, detect,
};
use schemars::JsonSchema;
use serde::Deserialize;
use source::{Code, Findings, Span};
use yaml::Pointer;

use super::Written;
use crate::Day;
use crate::files::{FileError, Files, Found, Listing, child, parent};
use crate::own_format::unreadable;
use crate::schema::Located;

/// The docs.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DocsFile {
    /// The docs root, relative to the root. `x-doc` is relative to it.
    pub root: String,
    /// Which site generator reads them. Default: the one whose own settings lie in the docs root or above it,
    /// else `github`.
    #[serde(default)]
    pub flavour: Option<FlavourName>,
    /// Settings of mdBook that win over `book.toml`.
    #[serde(default)]
    pub mdbook: Option<MdbookFile>,
    /// Settings of MkDocs that win over `mkdocs.yml`.
    #[serde(default)]
    pub mkdocs: Option<MkdocsFile>,
    /// Settings of Sphinx with MyST that win over `conf.py`, of which only literals are read.
    #[serde(default)]
    pub myst: Option<MystFile>,
    /// Settings of Docusaurus that win over `docusaurus.config.js`, of which only literals are read.
    #[serde(default)]
    pub docusaurus: Option<DocusaurusFile>,
    /// The folder of the generated pages, relative to the docs root.
    #[serde(default = "registry_folder")]
    pub registry: String,
    /// The address at which readers find a file of the repository: `{path}` stands for its path below the root, and
    /// `{line}` for a line of it. Absent: files outside of the docs root are named, not linked to.
    #[serde(default)]
    #[schemars(regex(pattern = SOURCE))]
    pub source: Option<String>,
    /// The folder of templates that take the place of those that Rollbook has, relative to the root.
    #[serde(default)]
    pub templates: Option<String>,
    /// Other flavours in which the pages are read too; a link or heading that means something else there is
    /// a warning.
    #[serde(default)]
    pub portable: Vec<FlavourName>,
    /// Links that are not judged, as what they lead to is not in the sources.
    #[serde(default)]
    pub ignore: Vec<IgnoreFile>,
}

/// An address with a place for the path; it stands in links as it is.
const SOURCE: &str = r"^https?://([A-Za-z0-9.:/_~%@+=&?#!,-]|\{line\})*\{path\}([A-Za-z0-9.:/_~%@+=&?#!,-]|\{line\})*$";

/// A site generator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum FlavourName {
    /// `github.com`.
    Github,
    /// mdBook.
    Mdbook,
    /// MkDocs.
    Mkdocs,
    /// Sphinx with MyST.
    Myst,
    /// Docusaurus.
    Docusaurus,
}

/// Settings of mdBook, as `book.toml` calls them.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct MdbookFile {
    /// Which mdBook builds the pages. Default: 0.5.
    #[serde(default)]
    pub version: Option<MdbookVersionFile>,
    /// `output.html.smart-punctuation`.
    #[serde(default)]
    pub smart_punctuation: Option<bool>,
    /// `output.html.site-url`.
    #[serde(default)]
    pub site_url: Option<String>,
}

/// A version of mdBook.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
pub enum MdbookVersionFile {
    /// 0.4.
    #[serde(rename = "0.4")]
    V0_4,
    /// 0.5.
    #[serde(rename = "0.5")]
    V0_5,
}

/// Settings of MkDocs, as `mkdocs.yml` calls them.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MkdocsFile {
    /// `site_url`.
    #[serde(default)]
    pub site_url: Option<String>,
    /// `use_directory_urls`.
    #[serde(default)]
    pub use_directory_urls: Option<bool>,
    /// The slug function of `toc`.
    #[serde(default)]
    pub slugify: Option<SlugifyFile>,
    /// Whether `markdown_extensions` has `attr_list`.
    #[serde(default)]
    pub attr_list: Option<bool>,
    /// Whether `markdown_extensions` has `md_in_html`.
    #[serde(default)]
    pub md_in_html: Option<bool>,
    /// Whether `markdown_extensions` has `footnotes`.
    #[serde(default)]
    pub footnotes: Option<bool>,
}

/// A slug function of Python-Markdown or pymdown-extensions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SlugifyFile {
    /// `markdown.extensions.toc.slugify`.
    Ascii,
    /// `markdown.extensions.toc.slugify_unicode`.
    Unicode,
    /// `pymdownx.slugs.slugify` as it is.
    Pymdownx,
    /// The same with `case: lower`.
    PymdownxLower,
    /// The same with `case: lower-ascii`.
    PymdownxLowerAscii,
}

/// Settings of MyST, as `conf.py` calls them.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MystFile {
    /// Down to which level headings have anchors; Sphinx makes none where nobody says so.
    #[serde(default)]
    pub myst_heading_anchors: Option<u8>,
    /// The named slug function.
    #[serde(default)]
    pub myst_heading_slug_func: Option<SlugPresetFile>,
    /// The extensions of MyST.
    #[serde(default)]
    pub myst_enable_extensions: Option<Vec<String>>,
    /// Globs of files that are no pages.
    #[serde(default)]
    pub exclude_patterns: Option<Vec<String>>,
    /// Folders that are copied to the top of the site.
    #[serde(default)]
    pub html_extra_path: Option<Vec<String>>,
}

/// A named slug function of MyST.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum SlugPresetFile {
    /// That of GitHub.
    Github,
    /// That of GitLab.
    Gitlab,
    /// That of docutils.
    Docutils,
}

/// Settings of Docusaurus, as its configuration calls them.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct DocusaurusFile {
    /// `baseUrl`.
    #[serde(default)]
    pub base_url: Option<String>,
    /// `routeBasePath` of the docs.
    #[serde(default)]
    pub route_base_path: Option<String>,
    /// `trailingSlash`.
    #[serde(default)]
    pub trailing_slash: Option<bool>,
    /// `staticDirectories`.
    #[serde(default)]
    pub static_directories: Option<Vec<String>>,
    /// `markdown.format`.
    #[serde(default)]
    pub format: Option<MarkdownFormatFile>,
}

/// `markdown.format` of Docusaurus.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum MarkdownFormatFile {
    /// All pages are MDX.
    Mdx,
    /// All pages are CommonMark.
    Md,
    /// The extension of a page says so.
    Detect,
}

/// Links that are not judged.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IgnoreFile {
    /// The addresses as pages write them: a glob in which `*` stands for any characters.
    pub link: String,
    /// The pages, from the docs root: a glob. Default: all.
    #[serde(default)]
    pub page: Option<String>,
    /// Why they are right all the same.
    #[schemars(length(min = 1))]
    pub reason: String,
    /// The last day on which they are ignored.
    #[serde(default)]
    #[schemars(regex(pattern = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"))]
    pub until: Option<String>,
}

pub(super) fn registry_folder() -> String {
    "registry".to_owned()
}

/// Where docs live.
#[derive(Clone, Debug)]
pub struct Docs {
    /// The docs root.
    pub root: String,
    /// How the pages are read, with the settings that change anchors.
    pub flavour: Flavour,
    /// Whether all anchors of the pages can be known.
    pub knows_anchors: bool,
    /// What the project says of the site.
    given: Given,
    /// The folder of the generated pages.
    pub registry: String,
    /// The address of a file of the repository, with `{path}` and perhaps `{line}`.
    pub source: Option<String>,
    /// The folder of the project's own templates.
    pub templates: Option<Written>,
    /// Other flavours in which the pages are to mean the same.
    pub portable: Vec<Flavour>,
    /// Links that are not judged.
    pub ignores: Vec<Ignore>,
}

/// Links that are not judged.
#[derive(Clone, Debug)]
pub struct Ignore {
    /// The addresses as pages write them.
    pub link: String,
    /// The pages, from the docs root; `None` for all.
    pub page: Option<String>,
    /// The last day on which they are ignored.
    pub until: Option<Day>,
    /// Where the project file says so.
    pub span: Span,
}

impl FlavourName {
    fn flavour(self) -> Flavour {
        match self {
            Self::Github => Flavour::Github,
            Self::Mdbook => Flavour::MDBOOK,
            Self::Mkdocs => Flavour::MKDOCS,
            Self::Myst => Flavour::MYST,
            Self::Docusaurus => Flavour::DOCUSAURUS,
        }
    }
}

impl Docs {
    /// The docs of a flavour as it is without settings.
    #[must_use]
    pub fn new(root: &str, flavour: Flavour, registry: &str) -> Self {
        Self {
            root: root.to_owned(),
            flavour,
            knows_anchors: true,
            given: Given::default(),
            registry: registry.to_owned(),
            source: None,
            templates: None,
            portable: Vec::new(),
            ignores: Vec::new(),
        }
    }

    /// The folder of the fragments for `{include}`.
    #[must_use]
    pub fn fragments(&self) -> String {
        let below = self.registry.strip_prefix(&self.root).unwrap_or(&self.registry).trim_start_matches('/');
        let parts = [self.root.as_str(), "_generated", below];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("/")
    }

    /// The docs as the project file says, in these folders, with the settings of the site's own files.
    pub(super) fn work_out(
        files: &impl Files,
        written: &DocsFile,
        root: &str,
        registry: &str,
        located: &Located<'_>,
        findings: &mut Findings,
    ) -> Self {
        let at = |property: &str| Pointer::root().join("docs").join(property);
        let blocks = written.blocks();
        let flavour = written.flavour.or_else(|| blocks.first().copied());
        for block in blocks.into_iter().filter(|block| Some(*block) != flavour) {
            let (name, flavour) = (block.flavour(), flavour.map_or("github", |flavour| flavour.flavour().as_str()));
            let message = format!("these are settings of `{name}`, and the docs are of `{flavour}`");
            findings
                .push(located.finding_at_key(Code::InvalidProject, &at(name.as_str()), message).help("remove them"));
        }
        let folder = home(files, root, flavour);
        let given = flavour.map(|flavour| GivenSite { folder, settings: written.settings(flavour), anchors: None });
        let mut docs = Self {
            given: Given { sites: given.into_iter().collect() },
            portable: written.portable.iter().map(|flavour| flavour.flavour()).collect(),
            ignores: ignores(&written.ignore, located, findings),
            source: written.source.clone(),
            ..Self::new(root, flavour.map_or(Flavour::Github, FlavourName::flavour), registry)
        };
        let near = Near { files, root };
        let sites = docs.sites(&near, findings);
        if let Some(site) = docs.site(&sites) {
            docs.flavour = site.flavour;
            docs.knows_anchors = site.anchors != Knowledge::Part;
        }
        docs
    }

    /// All sites of the files, that of the docs among them.
    pub(crate) fn sites(&self, files: &impl Files, findings: &mut Findings) -> Sites {
        let found = detect(files, "", &self.given, findings);
        found.unwrap_or_else(|error| {
            findings.push(unreadable(&error));
            Sites::new(vec![Site::new(self.flavour, &self.root)])
        })
    }

    /// The site of the docs.
    pub(crate) fn site<'s>(&self, sites: &'s Sites) -> Option<&'s Site> {
        sites.of(&format!("{}/index.md", self.root))
    }
}

impl DocsFile {
    /// The flavours for which there are settings.
    fn blocks(&self) -> Vec<FlavourName> {
        let blocks = [
            (self.mdbook.is_some(), FlavourName::Mdbook),
            (self.mkdocs.is_some(), FlavourName::Mkdocs),
            (self.myst.is_some(), FlavourName::Myst),
            (self.docusaurus.is_some(), FlavourName::Docusaurus),
        ];
        blocks.into_iter().filter(|(is_there, _)| *is_there).map(|(_, flavour)| flavour).collect()
    }

    fn settings(&self, flavour: FlavourName) -> Settings {
        match flavour {
            FlavourName::Github => Settings::Github,
            FlavourName::Mdbook => Settings::Mdbook(self.mdbook.as_ref().map(MdbookFile::given).unwrap_or_default()),
            FlavourName::Mkdocs => Settings::Mkdocs(self.mkdocs.as_ref().map(MkdocsFile::given).unwrap_or_default()),
            FlavourName::Myst => Settings::Myst(self.myst.as_ref().map(MystFile::given).unwrap_or_default()),
            FlavourName::Docusaurus => {
                Settings::Docusaurus(self.docusaurus.as_ref().map(DocusaurusFile::given).unwrap_or_default())
            }
        }
    }
}

impl MdbookFile {
    fn given(&self) -> GivenMdbook {
        let version = self.version.map(|version| match version {
            MdbookVersionFile::V0_4 => MdbookVersion::V0_4,
            MdbookVersionFile::V0_5 => MdbookVersion::V0_5,
        });
        let (smart_punctuation, site_url) = (self.smart_punctuation, self.site_url.clone());
        GivenMdbook { version, smart_punctuation, site_url, ..GivenMdbook::default() }
    }
}

impl MkdocsFile {
    fn given(&self) -> GivenMkdocs {
        let slugify = self.slugify.map(|slugify| match slugify {
            SlugifyFile::Ascii => Slugify::Ascii,
            SlugifyFile::Unicode => Slugify::Unicode,
            SlugifyFile::Pymdownx => Slugify::Pymdownx(links::Case::Kept),
            SlugifyFile::PymdownxLower => Slugify::Pymdownx(links::Case::Lower),
            SlugifyFile::PymdownxLowerAscii => Slugify::Pymdownx(links::Case::LowerAscii),
        });
        GivenMkdocs {
            site_url: self.site_url.clone(),
            use_directory_urls: self.use_directory_urls,
            slugify,
            attr_list: self.attr_list,
            md_in_html: self.md_in_html,
            footnotes: self.footnotes,
            ..GivenMkdocs::default()
        }
    }
}

impl MystFile {
    fn given(&self) -> GivenMyst {
        let preset = self.myst_heading_slug_func.map(|preset| match preset {
            SlugPresetFile::Github => SlugPreset::Github,
            SlugPresetFile::Gitlab => SlugPreset::Gitlab,
            SlugPresetFile::Docutils => SlugPreset::Docutils,
        });
        GivenMyst {
            heading_anchors: self.myst_heading_anchors,
            heading_slug_func: preset,
            enable_extensions: self.myst_enable_extensions.clone(),
            exclude_patterns: self.exclude_patterns.clone(),
            html_extra_path: self.html_extra_path.clone(),
        }
    }
}

impl DocusaurusFile {
    fn given(&self) -> GivenDocusaurus {
        let format = self.format.map(|format| match format {
            MarkdownFormatFile::Mdx => MarkdownFormat::Mdx,
            MarkdownFormatFile::Md => MarkdownFormat::Md,
            MarkdownFormatFile::Detect => MarkdownFormat::Detect,
        });
        GivenDocusaurus {
            base_url: self.base_url.clone(),
            route_base_path: self.route_base_path.clone(),
            trailing_slash: self.trailing_slash,
            static_directories: self.static_directories.clone(),
            format,
            ..GivenDocusaurus::default()
        }
    }
}

/// The folders from the docs root up to the root.
fn upwards(root: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(root), |folder| (!folder.is_empty()).then(|| parent(folder)))
}

/// The nearest folder, from the docs root upwards, in which the settings of the flavour lie; the docs root
/// where there are none.
fn home(files: &impl Files, root: &str, flavour: Option<FlavourName>) -> String {
    let names = flavour.map_or(&[][..], |flavour| flavour.flavour().settings_files());
    let has = |folder: &&str| names.iter().any(|name| files.what_is(&child(folder, name)) == Found::File);
    upwards(root).find(has).unwrap_or(root).to_owned()
}

/// The docs root, and the settings that lie in it and above: what anchors depend on. Listing all files would
/// make each run of `gen` depend on all of them.
struct Near<'a, F> {
    files: &'a F,
    root: &'a str,
}

impl<F: Files> Files for Near<'_, F> {
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, FileError> {
        self.files.read(path)
    }

    fn listing(&self, folder: &str) -> Result<Listing, FileError> {
        let mut listing = self.files.listing(if folder.is_empty() { self.root } else { folder })?;
        if folder.is_empty() {
            let names = Flavour::ALL.iter().flat_map(|flavour| flavour.settings_files());
            let above = upwards(self.root).flat_map(|folder| names.clone().map(move |name| child(folder, name)));
            listing.paths.extend(above.filter(|path| self.files.what_is(path) == Found::File));
            listing.paths.sort_unstable();
            listing.paths.dedup();
        }
        Ok(listing)
    }

    fn what_is(&self, path: &str) -> Found {
        self.files.what_is(path)
    }
}

/// The ignores of the docs; a glob or a day that is none is a finding.
fn ignores(written: &[IgnoreFile], located: &Located<'_>, findings: &mut Findings) -> Vec<Ignore> {
    let at = |index: usize| Pointer::root().join("docs").join("ignore").join(index.to_string());
    let mut ignores = Vec::new();
    for (index, ignore) in written.iter().enumerate() {
        let globs = [("link", Some(&ignore.link)), ("page", ignore.page.as_ref())];
        for (name, glob) in globs.into_iter().filter_map(|(name, glob)| Some((name, glob?))) {
            if let Err(error) = globset::Glob::new(glob) {
                let message = format!("`{glob}` is no glob: {}", error.kind());
                findings.push(located.finding(Code::InvalidProject, &at(index).join(name), message));
            }
        }
        let until = ignore.until.as_deref().map(str::parse::<Day>);
        if let Some(Err(_)) = until {
            let message = format!("`{}` is no day, expected `YYYY-MM-DD`", ignore.until.as_deref().unwrap_or_default());
            findings.push(located.finding(Code::InvalidProject, &at(index).join("until"), message));
        }
        let span = located.node.at(&at(index)).map_or_else(Span::default, |node| node.span);
        let (link, page) = (ignore.link.clone(), ignore.page.clone());
        ignores.push(Ignore { link, page, until: until.and_then(Result::ok), span });
    }
    ignores
}
