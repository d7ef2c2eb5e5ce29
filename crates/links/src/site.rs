//! A docs site: which folder it is made of, by which flavour, and what its own settings say.

use std::collections::{BTreeMap, BTreeSet};

pub(crate) use source::files::{below, child};

use crate::{Docusaurus, Flavour, Format};

mod detect;
mod given;

mod mdbook;
mod summary;

mod mkdocs;

mod myst;

mod docusaurus;
mod script;

mod literal;

mod config;
mod globs;
mod toml;

pub use detect::{Sites, detect, read};
pub use docusaurus::{GivenDocusaurus, MarkdownFormat};
pub use given::{Given, GivenSite, Settings};
pub use mdbook::GivenMdbook;
pub use mkdocs::GivenMkdocs;
pub use myst::GivenMyst;

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
    /// Where the site stands, without the address of the host: `baseUrl` of Docusaurus.
    pub top: String,
    /// Where its pages stand, below that: `/` or `/docs/`.
    pub base: String,
    /// Folders of other files and where they stand on the site.
    pub mounts: Vec<Mount>,
    /// Addresses on the site that lead elsewhere, such as `/old.html`, and where they lead.
    pub redirects: BTreeMap<String, String>,
    /// Addresses where something stands that is made of no Markdown, such as `/search`.
    pub routes: BTreeSet<String>,
    /// Addresses below which anything may stand, each with `/` at its end: what plugins make.
    pub unknown: BTreeSet<String>,
    /// Whether `a.md` is built as `a/index.html`.
    pub directory_urls: bool,
    /// Whether `README.md` is built as `index.html`.
    pub readme_is_index: bool,
    /// `trailingSlash` of Docusaurus: whether addresses of pages end in `/`; `None` leaves that to the host.
    pub trailing_slash: Option<bool>,
    /// Whether the name of a page says its format: `markdown.format: 'detect'` of Docusaurus.
    pub detects_format: bool,
    /// Whether an anchor that is not found is missing or unknown.
    pub anchors: Knowledge,
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

/// How much of the anchors of a site can be known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Knowledge {
    /// All.
    #[default]
    All,
    /// Those of its pages. A link `#name` of MyST can name other things too: an object that an extension of
    /// Sphinx documents, or a target of another project.
    OfPages,
    /// Not all: a plugin may make some, or the slug function is none of ours.
    Part,
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
            top: "/".to_owned(),
            base: "/".to_owned(),
            mounts: Vec::new(),
            redirects: BTreeMap::new(),
            routes: BTreeSet::new(),
            unknown: BTreeSet::new(),
            directory_urls: matches!(flavour, Flavour::Mkdocs(_)),
            readme_is_index: !matches!(flavour, Flavour::Github | Flavour::Myst(_)),
            trailing_slash: None,
            detects_format: false,
            anchors: Knowledge::All,
            includes,
            config: None,
        }
    }

    /// How a page of this site is read.
    #[must_use]
    pub fn flavour_of(&self, page: &str) -> Flavour {
        match self.flavour {
            Flavour::Docusaurus(settings) if self.detects_format => {
                let format = if extension(page) == Some("mdx") { Format::Mdx } else { Format::Md };
                Flavour::Docusaurus(Docusaurus { format, ..settings })
            }
            Flavour::Github | Flavour::Mdbook(_) | Flavour::Mkdocs(_) | Flavour::Myst(_) | Flavour::Docusaurus(_) => {
                self.flavour
            }
        }
    }

    /// Whether a file is a page of this site.
    #[must_use]
    pub fn has_page(&self, path: &str) -> bool {
        match &self.chapters {
            Some(chapters) => chapters.contains(path),
            None => self.has(path) && self.is_page(path),
        }
    }

    /// Whether a file is a page by its name.
    pub(crate) fn is_page(&self, path: &str) -> bool {
        let is_other = extension(path) == Some("markdown") && matches!(self.flavour, Flavour::Docusaurus(_));
        is_markdown(path) && !is_other
    }

    /// Whether a path lies in the folder of the pages.
    #[must_use]
    pub fn has(&self, path: &str) -> bool {
        below(&self.pages, path).is_some()
    }
}

/// Whether a file is Markdown by its name.
#[must_use]
pub fn is_markdown(path: &str) -> bool {
    matches!(extension(path), Some("md" | "mdx" | "markdown"))
}

/// What stands behind the last dot of a path.
pub(crate) fn extension(path: &str) -> Option<&str> {
    path.rsplit_once('.').map(|(_, extension)| extension)
}
