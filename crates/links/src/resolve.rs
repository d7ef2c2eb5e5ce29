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
use crate::site::{below, child, extension, is_markdown};
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
    /// What else is built with the site: a blog, other docs, other versions.
    pub(crate) others: Vec<&'a Places>,
}

impl<F: Files> Resolver<'_, F> {
    /// Where a link on the page leads that is written in the file `from`: the page, or what it includes and
    /// has links of its own.
    pub(crate) fn leads(&self, page: &str, from: &str, link: &Local, how: How) -> Leads {
        if link.path.is_empty() {
            return Leads::Page(page.to_owned());
        }
        match self.site.flavour {
            Flavour::Github => self.github(from, link),
            Flavour::Mdbook(_) => self.mdbook(page, link),
            Flavour::Mkdocs(_) => self.mkdocs(page, from, link, how),
            Flavour::Myst(_) => self.myst(page, from, link, how),
            Flavour::Docusaurus(_) => self.docusaurus(page, from, link, how),
        }
    }

    /// GitHub shows files and folders where they lie; `/` is the root of the repository.
    fn github(&self, page: &str, link: &Local) -> Leads {
        let path = match link.path.strip_prefix('/') {
            Some(path) => joined("", path),
            None => joined(parent(page), &link.path),
        };
        let Some(path) = path else { return Leads::Unknown(Unknown::Outside) };
        // Most links lead to pages that were read; a disk is slow to ask.
        if self.places.pages.contains_key(&path) && !names_folder(&link.path) {
            return Leads::Page(path);
        }
        match self.files.what_is(&path) {
            Found::Folder => {
                let readme = format!("{path}/README.md");
                let has_readme = link.fragment.is_some() && self.files.what_is(&readme) == Found::File;
                if has_readme { Leads::Page(readme.trim_start_matches('/').to_owned()) } else { Leads::File(path) }
            }
            Found::File if names_folder(&link.path) => nowhere(path, Instead::Nothing),
            // A disk may not tell cases apart; the list of the pages does.
            Found::File if self.places.other_case(&path).is_some() => self.missing(path),
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
        // It keeps the address as far as the page, and loses the anchor.
        let is_lost = link.has_query && link.fragment.is_some();
        let source = below(self.site.base.trim_matches('/'), &address).map(|rest| child(&self.site.pages, rest));
        match (self.places.at(&format!("{stem}.html")), source) {
            (Stands::File(path), _) if is_lost => nowhere(format!("/{address}"), Instead::Page(path)),
            (Stands::File(path), _) => self.found(path),
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
    fn mkdocs(&self, page: &str, from: &str, link: &Local, how: How) -> Leads {
        let Some(built) = self.places.pages.get(page) else { return Leads::Unknown(Unknown::Outside) };
        // What leaves the folder of the pages does not come back.
        let below_pages = below(&self.site.pages, from).filter(|_| !link.path.starts_with('/'));
        let beside = below_pages.and_then(|from| joined(parent(from), &link.path));
        let beside = beside.map(|path| child(&self.site.pages, &path));
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
    fn myst(&self, page: &str, from: &str, link: &Local, how: How) -> Leads {
        let Some(built) = self.places.pages.get(page) else { return Leads::Unknown(Unknown::Outside) };
        if how == How::Html {
            return match self.address(&built.folder, &link.path) {
                Some(address) => self.stands(&address, &link.path),
                None => Leads::Unknown(Unknown::Outside),
            };
        }
        let path = match link.path.strip_prefix('/') {
            Some(path) => joined(&self.site.pages, path),
            None => joined(parent(from), &link.path),
        };
        let Some(path) = path.filter(|path| self.site.has(path)) else { return Leads::Unknown(Unknown::Outside) };
        if link.has_query {
            return nowhere(path, Instead::Nothing);
        }
        for candidate in [path.clone(), format!("{path}.md"), format!("{path}.rst")] {
            if self.places.pages.contains_key(&candidate) {
                // Without its extension, a page is a document and has no anchors.
                let is_document = candidate != path && link.fragment.is_some();
                return if is_document { nowhere(path, Instead::Page(candidate)) } else { Leads::Page(candidate) };
            }
            if self.files.what_is(&candidate) == Found::File && self.places.other_case(&candidate).is_none() {
                return Leads::File(candidate);
            }
        }
        self.missing(path)
    }

    /// Docusaurus looks for `.md` and `.mdx` beside the page, in the folder of the pages and in that of the
    /// site; for other files beside the page; and for everything else among the routes.
    fn docusaurus(&self, page: &str, from: &str, link: &Local, how: How) -> Leads {
        let Some(built) = self.places.pages.get(page) else { return Leads::Unknown(Unknown::Outside) };
        let path = link.path.as_str();
        let beside = joined(parent(from), path).filter(|_| !path.starts_with('/'));
        if how != How::Html && self.site.is_page(path) {
            let in_site = |path: &str| joined(&self.site.home, path);
            let candidates = match path.strip_prefix("@site/") {
                Some(path) => vec![in_site(path)],
                None => vec![beside.clone(), joined(&self.site.pages, path), in_site(path)],
            };
            let mut candidates = candidates.into_iter().flatten().peekable();
            let first = candidates.peek().cloned().unwrap_or_default();
            return match candidates.find(|path| self.places.pages.contains_key(path)) {
                Some(path) => Leads::Page(path),
                // Another plugin may have the page: a blog, other docs.
                None if !self.site.has(&first) => Leads::Unknown(Unknown::Generated),
                None => self.missing(first),
            };
        }
        if how != How::Html {
            let asset = match path.strip_prefix("@site/") {
                Some(path) => joined(&self.site.home, path),
                None => beside,
            };
            if let Some(asset) = asset.filter(|asset| self.files.what_is(asset) == Found::File) {
                return self.file(asset, how);
            }
        }
        let Some(address) = self.address(&built.folder, path) else { return Leads::Unknown(Unknown::Outside) };
        match self.places.at(&address) {
            Stands::File(path) if self.places.pages.contains_key(&path) => Leads::Page(path),
            Stands::File(path) => self.file(path, how),
            Stands::WithHtml(_) => Leads::Unknown(Unknown::ServerAddsHtml),
            stands @ (Stands::OtherCase(_) | Stands::Nothing) => self.elsewhere(&address, stands),
        }
    }

    /// A file that Docusaurus copies. A link to it gets a slash at its end where all do, and the file has none.
    fn file(&self, path: String, how: How) -> Leads {
        let has_slash = self.site.trailing_slash == Some(true) && how == How::Link;
        if has_slash { nowhere(format!("{path}/"), Instead::Nothing) } else { Leads::File(path) }
    }

    /// What stands at an address where the site itself has nothing.
    fn elsewhere(&self, address: &str, stands: Stands) -> Leads {
        let mut others = self.others.iter().map(|places| places.at(address));
        let found = others.find_map(|stands| match stands {
            Stands::File(path) | Stands::WithHtml(path) => Some(path),
            Stands::OtherCase(_) | Stands::Nothing => None,
        });
        if let Some(path) = found {
            return self.found(path);
        }
        if self.site.makes(address) {
            return Leads::Unknown(Unknown::Generated);
        }
        match stands {
            Stands::OtherCase(path) => nowhere(format!("/{address}"), Instead::OtherCase(path)),
            Stands::File(_) | Stands::WithHtml(_) | Stands::Nothing => {
                nowhere(format!("/{address}"), self.source_of(address))
            }
        }
    }

    /// What a file is that stands where a link leads.
    fn found(&self, path: String) -> Leads {
        let is_page = |places: &Places| places.pages.contains_key(&path);
        if is_page(self.places) || self.others.iter().any(|places| is_page(places)) {
            Leads::Page(path)
        } else {
            Leads::File(path)
        }
    }

    /// The address of a path on the site, from a folder of the site; `None` where it leaves the site.
    pub(crate) fn address(&self, folder: &str, path: &str) -> Option<String> {
        // Browsers do not tell the two slashes apart (URL Standard, section 4.4).
        let path = &path.replace('\\', "/");
        let top = self.site.top.trim_matches('/');
        let address = match path.strip_prefix('/') {
            // Docusaurus writes `baseUrl` before what does not begin with it.
            Some(path) if self.is_routed() && below(top, path).is_none() => joined(top, path),
            Some(path) => joined("", path),
            None => joined(folder, path),
        }?;
        let base = if self.is_routed() { top } else { self.site.base.trim_matches('/') };
        (address == base || below(base, &address).is_some()).then_some(address)
    }

    fn is_routed(&self) -> bool {
        matches!(self.site.flavour, Flavour::Docusaurus(_))
    }

    /// What stands at an address of a site that is served as files.
    fn stands(&self, address: &str, path: &str) -> Leads {
        match self.places.at(address) {
            Stands::File(file) => self.found(file),
            Stands::WithHtml(_) | Stands::OtherCase(_) | Stands::Nothing if self.site.makes(address) => {
                Leads::Unknown(Unknown::Generated)
            }
            Stands::WithHtml(_) if names_folder(path) => nowhere(format!("/{address}"), self.source_of(address)),
            Stands::WithHtml(_) => Leads::Unknown(Unknown::ServerAddsHtml),
            Stands::OtherCase(file) => nowhere(self.looked_for(address), Instead::OtherCase(file)),
            Stands::Nothing => nowhere(self.looked_for(address), self.source_of(address)),
        }
    }

    /// What was looked for at an address: mdBook copies every file to where it lies, but for pages.
    fn looked_for(&self, address: &str) -> String {
        let is_copied = matches!(self.site.flavour, Flavour::Mdbook(_)) && extension(address) != Some("html");
        let file = below(self.site.base.trim_matches('/'), address).filter(|_| is_copied);
        file.map_or_else(|| format!("/{address}"), |file| child(&self.site.pages, file))
    }

    /// The page that an address means which names it by its source, or by what another tool builds.
    fn source_of(&self, address: &str) -> Instead {
        let stem = address.strip_suffix(".html").or_else(|| address.strip_suffix(".md")).unwrap_or(address);
        match self.places.at(stem) {
            Stands::File(path) | Stands::WithHtml(path) if is_markdown(&path) => Instead::Page(path),
            Stands::File(_) | Stands::WithHtml(_) | Stands::OtherCase(_) | Stands::Nothing => Instead::Nothing,
        }
    }

    fn missing(&self, path: String) -> Leads {
        let instead = self.places.other_case(&path).map(|found| Instead::OtherCase(found.to_owned()));
        nowhere(path, instead.unwrap_or(Instead::Nothing))
    }
}

impl Site {
    /// Whether the site generator or a plugin makes what stands at an address, or may do so.
    fn makes(&self, address: &str) -> bool {
        let full = format!("/{address}");
        if self.redirects.contains_key(&full) || self.routes.contains(&full) {
            return true;
        }
        if self.unknown.iter().any(|prefix| full.starts_with(prefix.as_str()) || full == prefix.trim_end_matches('/')) {
            return true;
        }
        let rest = below(self.base.trim_matches('/'), address).unwrap_or(address);
        let first = rest.split('/').next().unwrap_or_default();
        match self.flavour {
            Flavour::Mdbook(_) => matches!(rest, "" | "index.html" | "print.html" | "404.html" | "toc.html"),
            Flavour::Mkdocs(_) => matches!(first, "index.html" | "404.html" | "sitemap.xml" | "search" | "assets"),
            Flavour::Myst(_) => {
                let is_made = ["genindex.html", "search.html", "py-modindex.html", "modindex.html"].contains(&first);
                is_made || first.starts_with('_')
            }
            Flavour::Docusaurus(_) => rest == "search",
            Flavour::Github => false,
        }
    }
}

fn nowhere(looked_for: String, instead: Instead) -> Leads {
    Leads::Nowhere(Nowhere { looked_for, instead })
}
