//! Where a link leads by the rules of its flavour, as far as sources tell.
//!
//! Each flavour looks for a file beside the page first where the link is Markdown, and then for what
//! stands at the address once the site is built; they differ in which files count, and in what becomes of
//! `README.md`, `.html`, `a/` and addresses that begin with `/`. The measured table is
//! `tests/flavours/resolve` of the repository.

use std::fmt;

use source::files::{Files, Found, parent};

use crate::address::{Local, joined, names_folder};
use crate::places::{Places, Stands};
use crate::site::{below, is_markdown};
use crate::{Flavour, How, Site};

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Leads {
    /// To a page, by its path.
    Page(String),
    /// To another file or a folder, by its path.
    File(String),
    /// Nobody can tell from the sources.
    Unknown(Unknown),
    /// Nowhere.
    Nowhere(Nowhere),
}

/// Why sources do not tell whether a link leads somewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unknown {
    /// It leaves the site or the repository.
    Outside,
    /// It leads to a page if the server adds `.html`.
    ServerAddsHtml,
    /// It may be a page that the generator or one of its plugins makes.
    Generated,
    /// The anchors of the page depend on settings that are not known.
    Anchors,
}

impl fmt::Display for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Outside => "it leads out of the site",
            Self::ServerAddsHtml => "it leads to a page if the server adds `.html`",
            Self::Generated => "the site generator or a plugin may make it",
            Self::Anchors => "the anchors of the page are not known",
        })
    }
}

/// A link that leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Nowhere {
    /// The file that was looked for, or the address on the site, with `/` before it.
    pub(crate) looked_for: String,
    /// What there is instead.
    pub(crate) instead: Instead,
}

/// What there is instead of what a link names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Instead {
    /// Nothing.
    Nothing,
    /// A file whose name differs in case.
    OtherCase(String),
    /// A page that is not part of the book.
    NoChapter(String),
    /// A page that is built as `index.html`.
    Index(String),
    /// A page that links name by its source, not by what is built of it.
    Page(String),
}

/// Finds out where the links of a site lead.
pub(crate) struct Resolver<'a, F> {
    pub(crate) files: &'a F,
    pub(crate) site: &'a Site,
    pub(crate) places: &'a Places,
}

impl<F: Files> Resolver<'_, F> {
    /// Where a link on the page leads. The link may name the page itself.
    pub(crate) fn leads(&self, page: &str, link: &Local, how: How) -> Leads {
        if link.path.is_empty() {
            return Leads::Page(page.to_owned());
        }
        match self.site.flavour {
            Flavour::Github => self.github(page, link),
            Flavour::Mdbook(_) => self.mdbook(page, link),
            Flavour::Mkdocs(_) => self.mkdocs(page, link, how),
            Flavour::Myst(_) => self.myst(page, link, how),
            Flavour::Docusaurus(_) => self.docusaurus(page, link, how),
        }
    }

    /// GitHub shows files and folders where they lie; `/` is the root of the repository.
    fn github(&self, page: &str, link: &Local) -> Leads {
        let path = match link.path.strip_prefix('/') {
            Some(path) => joined("", path),
            None => joined(parent(page), &link.path),
        };
        let Some(path) = path else { return Leads::Unknown(Unknown::Outside) };
        match self.files.what_is(&path) {
            Found::Folder => {
                let readme = format!("{path}/README.md");
                let has_readme = link.fragment.is_some() && self.files.what_is(&readme) == Found::File;
                if has_readme { Leads::Page(readme.trim_start_matches('/').to_owned()) } else { Leads::File(path) }
            }
            Found::File if names_folder(&link.path) => nowhere(path, Instead::Nothing),
            // A disk may not tell cases apart; the list of the pages does.
            Found::File if self.places.other_case(&path).is_some_and(|_| !self.places.pages.contains_key(&path)) => {
                self.missing(path)
            }
            Found::File if is_markdown(&path) => Leads::Page(path),
            Found::File => Leads::File(path),
            Found::Nothing => self.missing(path),
        }
    }

    /// mdBook writes `.html` for `.md` and leaves all else to the browser, in HTML too.
    fn mdbook(&self, page: &str, link: &Local) -> Leads {
        let Some(built) = self.places.pages.get(page) else { return Leads::Unknown(Unknown::Outside) };
        let Some(address) = self.address(&built.folder, &link.path) else { return Leads::Unknown(Unknown::Outside) };
        let Some(stem) = address.strip_suffix(".md") else { return self.stands(&address, &link.path) };
        let source = below(self.site.base.trim_matches('/'), &address).map(|rest| in_folder(&self.site.pages, rest));
        match (self.places.at(&format!("{stem}.html")), source) {
            (Stands::File(path), _) if is_markdown(&path) => Leads::Page(path),
            (Stands::File(path), _) => Leads::File(path),
            (Stands::WithHtml(_) | Stands::OtherCase(_) | Stands::Nothing, Some(source)) => {
                let instead = if self.places.pages.contains_key(&source) {
                    Instead::Index(source.clone())
                } else if self.files.what_is(&source) == Found::File && self.places.other_case(&source).is_none() {
                    Instead::NoChapter(source.clone())
                } else {
                    return self.missing(source);
                };
                nowhere(source, instead)
            }
            (_, None) => Leads::Unknown(Unknown::Outside),
        }
    }

    /// MkDocs follows the paths of files in its folder, and leaves all else to the browser.
    fn mkdocs(&self, page: &str, link: &Local, how: How) -> Leads {
        let Some(built) = self.places.pages.get(page) else { return Leads::Unknown(Unknown::Outside) };
        let is_relative = !link.path.starts_with('/');
        let beside = joined(parent(page), &link.path).filter(|path| is_relative && self.site.has(path));
        if let Some(path) = beside.filter(|_| how != How::Html && !names_folder(&link.path)) {
            if self.places.pages.contains_key(&path) {
                return Leads::Page(path);
            }
            if !is_markdown(&path) && self.files.what_is(&path) == Found::File {
                return Leads::File(path);
            }
            if is_markdown(&path) {
                return self.missing(path);
            }
        }
        match self.address(&built.folder, &link.path) {
            Some(address) => self.stands(&address, &link.path),
            None => Leads::Unknown(Unknown::Outside),
        }
    }

    /// Sphinx follows the paths of sources, with or without their extension; `/` is the folder of the
    /// sources. Raw HTML is left to the browser.
    fn myst(&self, page: &str, link: &Local, how: How) -> Leads {
        let Some(built) = self.places.pages.get(page) else { return Leads::Unknown(Unknown::Outside) };
        if how == How::Html {
            return match self.address(&built.folder, &link.path) {
                Some(address) => self.stands(&address, &link.path),
                None => Leads::Unknown(Unknown::Outside),
            };
        }
        let path = match link.path.strip_prefix('/') {
            Some(path) => joined(&self.site.pages, path),
            None => joined(parent(page), &link.path),
        };
        let Some(path) = path.filter(|path| self.site.has(path)) else { return Leads::Unknown(Unknown::Outside) };
        if link.has_query {
            return nowhere(path, Instead::Nothing);
        }
        for candidate in [path.clone(), format!("{path}.md"), format!("{path}.rst")] {
            if self.places.pages.contains_key(&candidate) {
                return Leads::Page(candidate);
            }
            if self.files.what_is(&candidate) == Found::File && self.places.other_case(&candidate).is_none() {
                return Leads::File(candidate);
            }
        }
        self.missing(path)
    }

    /// Docusaurus looks for `.md` and `.mdx` beside the page, in the folder of the pages and in that of the
    /// site; for other files beside the page; and for everything else among the routes.
    fn docusaurus(&self, page: &str, link: &Local, how: How) -> Leads {
        let Some(built) = self.places.pages.get(page) else { return Leads::Unknown(Unknown::Outside) };
        let path = link.path.as_str();
        let beside = joined(parent(page), path).filter(|_| !path.starts_with('/'));
        if how != How::Html && is_markdown(path) {
            let in_site = |path: &str| joined(&self.site.home, path);
            let candidates = match path.strip_prefix("@site/") {
                Some(path) => vec![in_site(path)],
                None => vec![beside.clone(), joined(&self.site.pages, path), in_site(path)],
            };
            let mut candidates = candidates.into_iter().flatten().peekable();
            let first = candidates.peek().cloned().unwrap_or_default();
            return match candidates.find(|path| self.places.pages.contains_key(path)) {
                Some(path) => Leads::Page(path),
                None if self.site.has(&first) => self.missing(first),
                // Another plugin may have the page: a blog, other docs.
                None => Leads::Unknown(Unknown::Generated),
            };
        }
        if how != How::Html {
            let asset = match path.strip_prefix("@site/") {
                Some(path) => joined(&self.site.home, path),
                None => beside,
            };
            if let Some(asset) = asset.filter(|asset| self.files.what_is(asset) == Found::File) {
                return Leads::File(asset);
            }
        }
        let Some(address) = self.address(&built.folder, path) else { return Leads::Unknown(Unknown::Outside) };
        match self.places.at(&address) {
            Stands::File(path) | Stands::WithHtml(path) if is_markdown(&path) => Leads::Page(path),
            Stands::File(path) | Stands::WithHtml(path) => Leads::File(path),
            // Only routes below that of the docs are ours alone; `/` may be a page of `src/pages`.
            Stands::OtherCase(_) | Stands::Nothing if below(self.site.base.trim_matches('/'), &address).is_none() => {
                Leads::Unknown(Unknown::Generated)
            }
            Stands::OtherCase(path) => nowhere(format!("/{address}"), Instead::OtherCase(path)),
            Stands::Nothing => nowhere(format!("/{address}"), self.source_of(&address)),
        }
    }

    /// The address of a path on the site, from a folder of the site; `None` where it leaves the site.
    pub(crate) fn address(&self, folder: &str, path: &str) -> Option<String> {
        let address = match path.strip_prefix('/') {
            Some(path) => joined("", path),
            None => joined(folder, path),
        }?;
        let base = self.site.base.trim_matches('/');
        let is_route = matches!(self.site.flavour, Flavour::Docusaurus(_));
        (is_route || address == base || below(base, &address).is_some()).then_some(address)
    }

    /// What stands at an address of a site that is served as files.
    fn stands(&self, address: &str, path: &str) -> Leads {
        if self.site.redirects.contains_key(&format!("/{address}")) {
            return Leads::Unknown(Unknown::Generated);
        }
        match self.places.at(address) {
            Stands::File(file) if is_markdown(&file) => Leads::Page(file),
            Stands::File(file) => Leads::File(file),
            Stands::WithHtml(_) if names_folder(path) => nowhere(format!("/{address}"), self.source_of(address)),
            Stands::WithHtml(_) => Leads::Unknown(Unknown::ServerAddsHtml),
            Stands::OtherCase(file) => nowhere(format!("/{address}"), Instead::OtherCase(file)),
            Stands::Nothing if self.is_generated(address) => Leads::Unknown(Unknown::Generated),
            Stands::Nothing => nowhere(format!("/{address}"), self.source_of(address)),
        }
    }

    /// The page that an address means which names it by its source, or by what another tool builds.
    fn source_of(&self, address: &str) -> Instead {
        let stem = address.strip_suffix(".html").or_else(|| address.strip_suffix(".md")).unwrap_or(address);
        match self.places.at(stem) {
            Stands::File(path) | Stands::WithHtml(path) if is_markdown(&path) => Instead::Page(path),
            Stands::File(_) | Stands::WithHtml(_) | Stands::OtherCase(_) | Stands::Nothing => Instead::Nothing,
        }
    }

    /// Whether the tool makes such a file itself.
    fn is_generated(&self, address: &str) -> bool {
        let rest = below(self.site.base.trim_matches('/'), address).unwrap_or(address);
        match self.site.flavour {
            Flavour::Mdbook(_) => matches!(rest, "" | "index.html" | "print.html" | "404.html" | "toc.html"),
            Flavour::Mkdocs(_) => {
                let first = rest.split('/').next().unwrap_or_default();
                matches!(first, "" | "index.html" | "404.html" | "sitemap.xml" | "search" | "assets" | "tags" | "blog")
            }
            Flavour::Myst(_) => {
                let first = rest.split('/').next().unwrap_or_default();
                let is_made = ["genindex.html", "search.html", "py-modindex.html", "modindex.html"].contains(&first);
                is_made || first.starts_with('_') || first == "autoapi" || first == "apidocs"
            }
            Flavour::Github | Flavour::Docusaurus(_) => false,
        }
    }

    fn missing(&self, path: String) -> Leads {
        let instead = self.places.other_case(&path).map(|found| Instead::OtherCase(found.to_owned()));
        nowhere(path, instead.unwrap_or(Instead::Nothing))
    }
}

fn nowhere(looked_for: String, instead: Instead) -> Leads {
    Leads::Nowhere(Nowhere { looked_for, instead })
}

/// A path below a folder, which is empty for the root.
fn in_folder(folder: &str, path: &str) -> String {
    if folder.is_empty() { path.to_owned() } else { format!("{folder}/{path}") }
}
