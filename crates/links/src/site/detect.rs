//! Finds the sites of a repository by the files that their tools read.
//!
//! 1. Each `book.toml`, `mkdocs.yml`, `conf.py` and `docusaurus.config.*` is a site or several, unless the
//!    project says otherwise of its folder. Hidden folders, `node_modules` and `target` are not searched.
//! 2. What the project says itself is read over the file that lies there, or over nothing.
//! 3. Markdown in no site is what `github.com` shows.

use std::collections::{BTreeMap, BTreeSet};

use source::files::{FileError, Files, parent};
use source::{Findings, Text};

use super::config;
use super::given::{Given, GivenSite, Settings};
use super::{docusaurus, mdbook, mkdocs, myst};
use crate::Flavour;
use crate::site::Site;

/// What settings are read with.
pub(super) struct Reader<'a, F> {
    pub(super) files: &'a F,
    /// All files, sorted.
    pub(super) listing: &'a [String],
    pub(super) findings: &'a mut Findings,
    /// Folders whose Markdown belongs to no site, as it is checked by no rules that are known.
    pub(super) outside: BTreeSet<String>,
}

impl<F: Files> Reader<'_, F> {
    /// The text of a file; `None` where there is none, or none that can be read, which is said.
    pub(super) fn text(&mut self, path: &str) -> Result<Option<Text>, FileError> {
        config::text(self.files, path, self.findings)
    }

    /// The files below a folder.
    pub(super) fn below(&self, folder: &str) -> &[String] {
        config::below(self.listing, folder)
    }

    /// Whether there is a file.
    pub(super) fn has(&self, path: &str) -> bool {
        config::has(self.listing, path)
    }
}

/// The sites of a repository, and which of them a file belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sites {
    sites: Vec<Site>,
    /// The first site of each folder of pages.
    folders: BTreeMap<String, Option<usize>>,
}

impl Sites {
    /// Sites, of which the first wins where two have one folder of pages.
    #[must_use]
    pub fn new(sites: Vec<Site>) -> Self {
        let mut folders = BTreeMap::new();
        for (at, site) in sites.iter().enumerate() {
            folders.entry(site.pages.clone()).or_insert(Some(at));
        }
        Self { sites, folders }
    }

    /// With folders whose files belong to none of the sites.
    fn without(mut self, folders: BTreeSet<String>) -> Self {
        for folder in folders {
            self.folders.entry(folder).or_insert(None);
        }
        self
    }

    /// All sites, sorted by their folders; that of the files in no other site is the last.
    #[must_use]
    pub fn all(&self) -> &[Site] {
        &self.sites
    }

    /// The site that a file belongs to: the innermost whose pages lie in a folder around it. The file need
    /// not be a page: a fragment that chapters of an mdBook include belongs to it too.
    #[must_use]
    pub fn of(&self, path: &str) -> Option<&Site> {
        let mut folder = parent(path);
        loop {
            if let Some(&at) = self.folders.get(folder) {
                return at.and_then(|at| self.sites.get(at));
            }
            if folder.is_empty() {
                return None;
            }
            folder = parent(folder);
        }
    }
}

/// Finds the sites below a folder; empty for the root of the files. What is wrong with their settings is
/// pushed into `findings`, and such a site has the settings that can be read.
///
/// ```
/// use links::{Flavour, Given, detect};
/// use source::{Findings, files::Memory};
///
/// let files = Memory::from_listing(
///     "-- README.md --\n# Ovens\n-- docs/book.toml --\n-- docs/src/SUMMARY.md --\n- [Heat](heat.md)\n-- docs/src/heat.md --\n# Heat\n",
/// );
/// let mut findings = Findings::new();
/// let sites = detect(&files, "", &Given::default(), &mut findings)?;
/// let flavour_of = |path| sites.of(path).map(|site| site.flavour);
/// assert_eq!(flavour_of("docs/src/heat.md"), Some(Flavour::MDBOOK));
/// assert_eq!(flavour_of("README.md"), Some(Flavour::Github));
/// # Ok::<(), source::files::FileError>(())
/// ```
///
/// # Errors
/// A folder or a file of settings cannot be read.
pub fn detect(files: &impl Files, folder: &str, given: &Given, findings: &mut Findings) -> Result<Sites, FileError> {
    let listing = files.list("")?;
    let mut reader = Reader { files, listing: &listing, findings, outside: BTreeSet::new() };
    let mut sites = Vec::new();
    let named: BTreeSet<&str> = given.sites.iter().map(|site| site.folder.as_str()).collect();
    for site in &given.sites {
        let read = named_site(&mut reader, site)?.into_iter();
        sites.extend(read.map(|read| Site { anchors: site.anchors.unwrap_or(read.anchors), ..read }));
    }
    let mut tools = BTreeSet::new();
    for path in config::below(&listing, folder) {
        let Some(tool) = Tool::of(path).filter(|_| is_searched(path)) else { continue };
        let home = parent(path);
        // Of several files of one tool in a folder, the first is read: `mkdocs.yml` rather than `mkdocs.yaml`.
        if !named.contains(home) && tools.insert((home, tool)) {
            sites.extend(tool.read(&mut reader, path)?);
        }
    }
    sites.sort_by(|a, b| (&a.home, &a.pages, &a.config).cmp(&(&b.home, &b.pages, &b.config)));
    sites.push(Site::new(Flavour::Github, ""));
    let outside = reader.outside;
    Ok(Sites::new(sites).without(outside))
}

/// The sites of one file of settings, such as `docs/book.toml`; none where no tool has files of this name.
///
/// # Errors
/// The file, or one that it names, cannot be read.
pub fn read(files: &impl Files, config: &str, findings: &mut Findings) -> Result<Vec<Site>, FileError> {
    let listing = files.list("")?;
    let mut reader = Reader { files, listing: &listing, findings, outside: BTreeSet::new() };
    Tool::of(config).map_or(Ok(Vec::new()), |tool| tool.read(&mut reader, config))
}

/// The sites that a project names, by the file that lies in their folder.
fn named_site<F: Files>(reader: &mut Reader<'_, F>, site: &GivenSite) -> Result<Vec<Site>, FileError> {
    let folder = site.folder.as_str();
    let config = |tool: Tool| {
        let paths = tool.names().iter().map(|name| super::child(folder, name));
        paths.into_iter().find(|path| config::has(reader.listing, path))
    };
    match &site.settings {
        Settings::Github => Ok(vec![Site::new(Flavour::Github, folder)]),
        Settings::Mdbook(given) => mdbook::read(&mut *reader, folder, config(Tool::Mdbook).as_deref(), given),
        Settings::Mkdocs(given) => mkdocs::read(&mut *reader, folder, config(Tool::Mkdocs).as_deref(), given),
        Settings::Myst(given) => {
            let path = config(Tool::Sphinx);
            let text = path.as_deref().map_or(Ok(None), |path| reader.text(path))?;
            Ok(myst::read(reader, folder, path.as_deref().zip(text.as_ref()), given))
        }
        Settings::Docusaurus(given) => {
            let path = config(Tool::Docusaurus);
            let text = path.as_deref().map_or(Ok(None), |path| reader.text(path))?;
            docusaurus::read(reader, folder, path.as_deref().zip(text.as_ref()), given)
        }
    }
}

/// A tool that builds sites.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Tool {
    Mdbook,
    Mkdocs,
    Sphinx,
    Docusaurus,
}

impl Tool {
    const ALL: [Self; 4] = [Self::Mdbook, Self::Mkdocs, Self::Sphinx, Self::Docusaurus];

    /// What its files of settings are called; the first that is there counts.
    fn names(self) -> &'static [&'static str] {
        let flavour = match self {
            Self::Mdbook => Flavour::MDBOOK,
            Self::Mkdocs => Flavour::MKDOCS,
            Self::Sphinx => Flavour::MYST,
            Self::Docusaurus => Flavour::DOCUSAURUS,
        };
        flavour.settings_files()
    }

    /// The tool whose settings a file has, by its name.
    fn of(path: &str) -> Option<Self> {
        let name = path.rsplit('/').next()?;
        Self::ALL.into_iter().find(|tool| tool.names().contains(&name))
    }

    /// The sites of a file of settings.
    fn read<F: Files>(self, reader: &mut Reader<'_, F>, config: &str) -> Result<Vec<Site>, FileError> {
        let folder = parent(config);
        match self {
            Self::Mdbook => mdbook::read(reader, folder, Some(config), &mdbook::GivenMdbook::default()),
            Self::Mkdocs => mkdocs::read(reader, folder, Some(config), &mkdocs::GivenMkdocs::default()),
            Self::Sphinx => {
                // Without MyST, pages are no Markdown.
                let text = reader.text(config)?.filter(myst::is_myst);
                Ok(text.map_or(Vec::new(), |text| {
                    myst::read(reader, folder, Some((config, &text)), &myst::GivenMyst::default())
                }))
            }
            Self::Docusaurus => {
                let text = reader.text(config)?;
                let config = text.as_ref().map(|text| (config, text));
                docusaurus::read(reader, folder, config, &docusaurus::GivenDocusaurus::default())
            }
        }
    }
}

/// Whether sites are looked for at a path.
fn is_searched(path: &str) -> bool {
    parent(path).split('/').all(|name| !name.starts_with('.') && !matches!(name, "node_modules" | "target"))
}
