//! A docs site: which folder it is made of, by which flavour, and what its own settings say.

use std::collections::{BTreeMap, BTreeSet};

use crate::Flavour;

/// A docs site in a repository. Paths are relative to the root of the files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    /// How its pages are read, with the settings that change anchors.
    pub flavour: Flavour,
    /// The folder of its own settings: where `mkdocs.yml` or `docusaurus.config.js` lies.
    pub home: String,
    /// The folder of its pages.
    pub pages: String,
    /// The pages that are built, where that is not every Markdown file: the chapters of an mdBook.
    pub chapters: Option<BTreeSet<String>>,
    /// Where its pages stand on the site: `/` or `/docs/`, without the address of the host.
    pub base: String,
    /// Folders of other files and where they stand on the site.
    pub mounts: Vec<Mount>,
    /// Addresses on the site that lead elsewhere, such as `/old.html`, and where they lead.
    pub redirects: BTreeMap<String, String>,
    /// Whether `a.md` is built as `a/index.html`.
    pub directory_urls: bool,
    /// How pages include other files.
    pub includes: Includes,
    /// The file that its settings were read from.
    pub config: Option<String>,
}

/// A folder of files that stand on the site as they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mount {
    /// Where on the site, such as `/`.
    pub url: String,
    /// The folder.
    pub folder: String,
}

/// How the pages of a site include other files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Includes {
    /// They do not.
    #[default]
    None,
    /// `{{#include file}}` and its like, relative to the page.
    Mdbook,
    /// `--8<-- "file"` of `pymdownx.snippets`, relative to the first of these folders that has the file.
    Snippets {
        /// `base_path`.
        folders: Vec<String>,
    },
    /// Fences ```` ```{include} file ````, relative to the page.
    Myst,
    /// `import Name from './part.mdx'`, whose headings are those of the page where `<Name />` stands.
    Docusaurus,
}

impl Site {
    /// A site of a flavour without settings, of the pages in a folder.
    #[must_use]
    pub fn new(flavour: Flavour, pages: &str) -> Self {
        let includes = match flavour {
            Flavour::Github | Flavour::Mkdocs(_) => Includes::None,
            Flavour::Mdbook(_) => Includes::Mdbook,
            Flavour::Myst(_) => Includes::Myst,
            Flavour::Docusaurus(_) => Includes::Docusaurus,
        };
        Self {
            flavour,
            home: pages.to_owned(),
            pages: pages.to_owned(),
            chapters: None,
            base: "/".to_owned(),
            mounts: Vec::new(),
            redirects: BTreeMap::new(),
            directory_urls: matches!(flavour, Flavour::Mkdocs(_)),
            includes,
            config: None,
        }
    }

    /// Whether a file is a page of this site.
    #[must_use]
    pub fn has_page(&self, path: &str) -> bool {
        match &self.chapters {
            Some(chapters) => chapters.contains(path),
            None => self.has(path) && is_markdown(path),
        }
    }

    /// Whether a path lies in the folder of the pages.
    #[must_use]
    pub fn has(&self, path: &str) -> bool {
        below(&self.pages, path).is_some()
    }
}

/// What of a path lies below a folder.
pub(crate) fn below<'a>(folder: &str, path: &'a str) -> Option<&'a str> {
    if folder.is_empty() { Some(path) } else { path.strip_prefix(folder)?.strip_prefix('/') }
}

/// Whether a file is Markdown by its name.
#[must_use]
pub fn is_markdown(path: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, extension)| matches!(extension, "md" | "mdx" | "markdown"))
}
