//! The settings of MkDocs: `mkdocs.yml`, and what it inherits.
//!
//! 1. `INHERIT` names a file whose values hold where there are none; mappings are laid over each other.
//! 2. Values with a tag of Python are known by the names of functions; `!ENV` is its default.
//! 3. `extra` and `pymdownx.extra` are several extensions each.
//! 4. What `exclude_docs` names is no page, nor are hidden files and `/templates/`.
//! 5. A plugin that is not known to leave pages and anchors alone may make any. Hooks may too, but hardly do.
//!
//! Source: `mkdocs/config/defaults.py`, `mkdocs/utils/yaml.py` and `mkdocs/structure/files.py` of MkDocs
//! 1.6.1; `extensions/extra.py` of Python-Markdown 3.11.3; `pymdownx/{extra,slugs,snippets}.py`.

use std::collections::{BTreeMap, BTreeSet};

use source::files::{FileError, Files, join, parent};
use source::{Code, Diagnostic, Findings, Text};
use yaml::{Limits, Node, Value};

use super::config::{base, has, invalid};
use super::detect::Reader;
use super::globs::Ignored;
use super::{Includes, Knowledge, Mount, Site, child, is_markdown};
use crate::{Case, Flavour, Mkdocs, Slugify};

/// Settings of MkDocs that a project gives itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GivenMkdocs {
    /// `docs_dir`.
    pub docs_dir: Option<String>,
    /// `site_url`.
    pub site_url: Option<String>,
    /// `use_directory_urls`.
    pub use_directory_urls: Option<bool>,
    /// `markdown_extensions.toc.slugify`.
    pub slugify: Option<Slugify>,
    /// Whether `markdown_extensions` has `attr_list`.
    pub attr_list: Option<bool>,
    /// Whether `markdown_extensions` has `md_in_html`.
    pub md_in_html: Option<bool>,
    /// Whether `markdown_extensions` has `footnotes`.
    pub footnotes: Option<bool>,
    /// `markdown_extensions.pymdownx.snippets.base_path`, relative to the folder of `mkdocs.yml`.
    pub snippets: Option<Vec<String>>,
}

/// How many files may inherit from each other.
const MAX_INHERITED: usize = 16;

/// Plugins that make neither pages nor anchors, without the `material/` before those of Material.
const HARMLESS: [&str; 24] = [
    "autolinks",
    "autorefs",
    "awesome-nav",
    "awesome-pages",
    "exclude",
    "git-authors",
    "git-committers",
    "git-revision-date",
    "git-revision-date-localized",
    "glightbox",
    "group",
    "info",
    "literate-nav",
    "meta",
    "mike",
    "minify",
    "offline",
    "optimize",
    "privacy",
    "redirects",
    "rss",
    "search",
    "section-index",
    "social",
];

/// Reads the site of a `mkdocs.yml`, or of a folder without one.
pub(super) fn read<F: Files>(
    reader: &mut Reader<'_, F>,
    folder: &str,
    config: Option<&str>,
    given: &GivenMkdocs,
) -> Result<Vec<Site>, FileError> {
    let layers = match config {
        Some(path) => Layers::read(reader, path)?,
        None => Layers(Vec::new()),
    };
    let findings = &mut *reader.findings;
    let written = layers.string("docs_dir", findings);
    let docs_dir = given.docs_dir.as_deref().or(written).unwrap_or(if config.is_some() { "docs" } else { "." });
    let Some(pages) = join(folder, docs_dir) else {
        if let Some((text, node)) = layers.get("docs_dir") {
            let message = format!("the pages lie outside of the project: `{docs_dir}`");
            findings.push(Diagnostic::new(Code::OutsidePath, text.at(node.span), message));
        }
        return Ok(Vec::new());
    };
    let extensions = layers.parts("markdown_extensions", findings);
    let plugins = layers.parts("plugins", findings);
    let has_any = |names: &[&str]| extensions.keys().any(|name| names.contains(name));
    let has_extra = |name| has_any(&[name, "extra", "pymdownx.extra"]);
    let slug = slug(extensions.get("toc"));
    let settings = Mkdocs {
        slugify: given.slugify.or(slug.map(|(slugify, _)| slugify)).unwrap_or(Mkdocs::DEFAULT.slugify),
        separator: slug.map_or(Mkdocs::DEFAULT.separator, |(_, separator)| separator),
        attr_list: given.attr_list.unwrap_or_else(|| has_extra("attr_list")),
        md_in_html: given.md_in_html.unwrap_or_else(|| has_extra("md_in_html")),
        footnotes: given.footnotes.unwrap_or_else(|| has_extra("footnotes")),
    };
    let site_url = given.site_url.as_deref().or_else(|| layers.string("site_url", findings));
    let base = site_url.map_or_else(|| "/".to_owned(), base);
    let directory_urls = given.use_directory_urls.or_else(|| layers.boolean("use_directory_urls", findings));
    let directory_urls = directory_urls.unwrap_or(true);
    let snippets = match &given.snippets {
        Some(folders) => Some(folders.iter().filter_map(|path| join(folder, path)).collect()),
        None => extensions.get("pymdownx.snippets").map(|options| snippets(options, folder, &pages)),
    };
    let makers = plugins.keys().map(|name| name.strip_prefix("material/").unwrap_or(name));
    let makers: Vec<&str> = makers.filter(|name| !HARMLESS.contains(name)).collect();
    let unknown = match makers[..] {
        [] => None,
        // It makes pages of posts, archives and categories.
        ["blog"] => Some(format!("{base}blog/")),
        _ => Some(base.clone()),
    };
    let redirects = plugins.get("redirects").map(|options| redirects(options, &base, directory_urls));
    let theme = layers.get("theme").and_then(|(_, theme)| theme.get("custom_dir")?.as_str());
    let theme = theme.and_then(|path| join(folder, path));
    let excluded = layers.string("exclude_docs", findings).unwrap_or_default();
    let knows_slugs = slug.is_some() || given.slugify.is_some();
    let knows_anchors = knows_slugs && makers.iter().all(|&name| name == "blog");
    let plain = Site::new(Flavour::Mkdocs(settings), &pages);
    Ok(vec![Site {
        home: folder.to_owned(),
        chapters: chapters(reader.below(&pages), reader.listing, &pages, excluded),
        mounts: theme.into_iter().map(|folder| Mount { url: base.clone(), folder }).collect(),
        redirects: redirects.unwrap_or_default(),
        directory_urls,
        anchors: if knows_anchors { Knowledge::All } else { Knowledge::Part },
        unknown: unknown.into_iter().collect(),
        base,
        includes: snippets.map_or(Includes::None, |folders| Includes::Snippets { folders }),
        config: config.map(str::to_owned),
        ..plain
    }])
}

/// Options of an extension or a plugin: those of each file that has some.
type Options<'a> = Vec<(&'a Text, &'a Node)>;

/// A file of settings, and behind it what it inherits.
struct Layers(Vec<(Text, Node)>);

impl Layers {
    fn read<F: Files>(reader: &mut Reader<'_, F>, config: &str) -> Result<Self, FileError> {
        let (mut layers, mut seen) = (Vec::new(), BTreeSet::new());
        let mut next = Some(config.to_owned());
        while let Some(path) = next.take().filter(|path| seen.len() < MAX_INHERITED && seen.insert(path.clone())) {
            let Some(text) = reader.text(&path)? else { continue };
            let documents = yaml::parse(&text, &Limits::default(), reader.findings);
            let Some(root) = documents.into_iter().next().map(|document| document.root) else { continue };
            if !matches!(root.value, Value::Mapping(_) | Value::Null) {
                let message = format!("expected a mapping of settings, found {}", root.type_name());
                reader.findings.push(invalid(text.at(root.span), message));
            }
            if let Some(base) = root.get("INHERIT").and_then(|base| Some((base.as_str()?, base.span))) {
                next = join(parent(&path), base.0).filter(|path| has(reader.listing, path));
                if next.is_none() {
                    let message = format!("there is no `{}` to inherit from", base.0);
                    reader.findings.push(Diagnostic::new(Code::MissingFile, text.at(base.1), message));
                }
            }
            layers.push((text, root));
        }
        Ok(Self(layers))
    }

    /// The value of a setting; of `!ENV` its default, the last of several.
    fn get(&self, key: &str) -> Option<(&Text, &Node)> {
        let mut found = self.0.iter().filter_map(|(text, root)| Some((text, root.get(key)?)));
        let (text, node) = found.next()?;
        match (tag(text, node), node.as_sequence()) {
            (Some("!ENV"), Some([_, .., default])) => Some((text, default)),
            (Some("!ENV"), _) => None,
            _ => Some((text, node)).filter(|(_, node)| !node.is_null()),
        }
    }

    fn string(&self, key: &str, findings: &mut Findings) -> Option<&str> {
        let (text, node) = self.get(key)?;
        node.as_str().or_else(|| unfit(text, node, key, "a string", findings))
    }

    fn boolean(&self, key: &str, findings: &mut Findings) -> Option<bool> {
        let (text, node) = self.get(key)?;
        node.as_bool().or_else(|| unfit(text, node, key, "a boolean", findings))
    }

    /// Extensions or plugins with their options. Each may be a name, or a name with options; they stand in a
    /// sequence, which replaces what is inherited, or in a mapping, which is laid over it.
    fn parts(&self, key: &str, findings: &mut Findings) -> BTreeMap<&str, Options<'_>> {
        let mut parts: BTreeMap<&str, Options<'_>> = BTreeMap::new();
        for (text, node) in self.0.iter().filter_map(|(text, root)| Some((text, root.get(key)?))) {
            match &node.value {
                Value::Sequence(items) if parts.is_empty() => {
                    for item in items {
                        if let Some(name) = item.as_str() {
                            parts.entry(plain(name)).or_default();
                        }
                        for pair in item.as_mapping().into_iter().flat_map(yaml::Mapping::iter) {
                            parts.entry(plain(&pair.key)).or_default().push((text, &pair.value));
                        }
                    }
                    return parts;
                }
                Value::Mapping(pairs) => {
                    for pair in pairs {
                        parts.entry(plain(&pair.key)).or_default().push((text, &pair.value));
                    }
                }
                Value::Sequence(_) => return parts,
                Value::Null => {}
                Value::Bool(_) | Value::Number(_) | Value::String(_) => {
                    unfit::<()>(text, node, key, "a list", findings);
                }
            }
        }
        parts
    }
}

/// Says that a setting has a value of another type than MkDocs reads.
fn unfit<T>(text: &Text, node: &Node, key: &str, expected: &str, findings: &mut Findings) -> Option<T> {
    let message = format!("`{key}`: expected {expected}, found {}", node.type_name());
    findings.push(invalid(text.at(node.span), message));
    None
}

/// The name of an extension without the package of those that Python-Markdown has itself.
fn plain(name: &str) -> &str {
    name.strip_prefix("markdown.extensions.").unwrap_or(name)
}

/// The tag that stands before a value, such as `!ENV`.
fn tag<'a>(text: &'a Text, node: &Node) -> Option<&'a str> {
    let mut before = text.content().get(..node.span.start as usize)?;
    loop {
        before = before.trim_end();
        let at = before.rfind(|character: char| character.is_whitespace() || ",[{".contains(character));
        let (rest, word) = before.split_at(at.map_or(0, |at| at + 1));
        match word.as_bytes().first() {
            Some(b'!') => return Some(word),
            Some(b'&') => before = rest,
            _ => return None,
        }
    }
}

/// The value of an option, of the first file that has it.
fn option<'a>(options: &Options<'a>, key: &str) -> Option<(&'a Text, &'a Node)> {
    options.iter().find_map(|(text, node)| Some((*text, node.get(key)?)))
}

/// The slug function of `toc` and its separator; `None` where it is none of ours.
fn slug(toc: Option<&Options<'_>>) -> Option<(Slugify, Option<char>)> {
    let separator = toc.and_then(|options| option(options, "separator")).map_or(Some("-"), |(_, node)| node.as_str());
    let mut characters = separator?.chars();
    let separator = characters.next();
    if characters.next().is_some() {
        return None;
    }
    let Some((text, node)) = toc.and_then(|options| option(options, "slugify")) else {
        return Some((Mkdocs::DEFAULT.slugify, separator));
    };
    let tag = tag(text, node)?;
    let slugify = if let Some(name) = tag.strip_prefix("!!python/name:") {
        match name {
            "markdown.extensions.toc.slugify" => Slugify::Ascii,
            "markdown.extensions.toc.slugify_unicode" => Slugify::Unicode,
            "pymdownx.slugs.uslugify" => Slugify::Pymdownx(Case::Lower),
            "pymdownx.slugs.uslugify_cased" => Slugify::Pymdownx(Case::Kept),
            _ => return None,
        }
    } else if tag == "!!python/object/apply:pymdownx.slugs.slugify" {
        let arguments = node.get("kwds").and_then(Node::as_mapping);
        let mut case = Case::Kept;
        for pair in arguments.into_iter().flat_map(yaml::Mapping::iter) {
            match (pair.key.as_str(), pair.value.as_str(), pair.value.as_bool()) {
                ("case", Some("none"), _) => case = Case::Kept,
                ("case", Some("lower"), _) => case = Case::Lower,
                ("case", Some("lower-ascii"), _) => case = Case::LowerAscii,
                ("percent_encode", _, Some(false)) | ("normalize", Some("NFC"), _) => {}
                _ => return None,
            }
        }
        Slugify::Pymdownx(case)
    } else {
        return None;
    };
    Some((slugify, separator))
}

/// The folders of `pymdownx.snippets`, by default that in which MkDocs runs.
fn snippets(options: &Options<'_>, home: &str, pages: &str) -> Vec<String> {
    let Some((text, node)) = option(options, "base_path") else { return vec![home.to_owned()] };
    let of = |node: &Node| {
        let path = node.as_str()?;
        let (from, path) = match tag(text, node) {
            Some("!relative") if path.starts_with("$docs_dir") => (pages, &path["$docs_dir".len()..]),
            Some("!relative") if path.starts_with("$config_dir") => (home, &path["$config_dir".len()..]),
            // Relative to the page.
            Some("!relative") => return None,
            _ => (home, path),
        };
        join(from, path.trim_start_matches('/'))
    };
    match node.as_sequence() {
        Some(items) => items.iter().filter_map(of).collect(),
        None => of(node).into_iter().collect(),
    }
}

/// What `redirect_maps` of the plugin `redirects` says, by the addresses of pages.
fn redirects(options: &Options<'_>, base: &str, directory_urls: bool) -> BTreeMap<String, String> {
    let maps = option(options, "redirect_maps").and_then(|(_, maps)| maps.as_mapping());
    let pairs = maps.into_iter().flat_map(yaml::Mapping::iter);
    let redirect = |pair: &yaml::Pair| {
        let page = pair.key.strip_suffix(".md")?;
        let (folder, name) = page.rsplit_once('/').map_or(("", page), |(folder, name)| (folder, name));
        let address = match (name, directory_urls) {
            ("index" | "README", true) if folder.is_empty() => base.to_owned(),
            ("index" | "README", true) => format!("{base}{folder}/"),
            (_, true) => format!("{base}{page}/"),
            (_, false) => format!("{base}{page}.html"),
        };
        Some((address, pair.value.as_str()?.to_owned()))
    };
    pairs.filter_map(redirect).collect()
}

/// The pages, where some files are excluded: by `exclude_docs`, or as there is an `index.md` beside a
/// `README.md`.
fn chapters(below: &[String], listing: &[String], pages: &str, excluded: &str) -> Option<BTreeSet<String>> {
    let ignored = Ignored::new(&format!(".*\n/templates/\n{excluded}"));
    let is_built = |path: &str| {
        let inside = super::below(pages, path).unwrap_or(path);
        let is_second = path.ends_with("README.md") && has(listing, &child(parent(path), "index.md"));
        !is_second && !ignored.has(inside)
    };
    let files: Vec<&String> = below.iter().filter(|path| is_markdown(path)).collect();
    let built: BTreeSet<String> = files.iter().filter(|path| is_built(path)).map(|path| (*path).clone()).collect();
    (built.len() < files.len()).then_some(built)
}
