//! All pages of the sites of a repository, read once.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;
use std::thread;

use source::files::{FileError, Files};
use source::{Place, Span, Text};

use crate::places::{FrontMatter, Places};
use crate::{Contents, Origin, Page, Site};

/// A page of a site.
#[derive(Debug)]
pub struct ReadPage {
    /// Which of the sites it is of.
    pub site: usize,
    /// What it says.
    pub text: Text,
    /// Its links, definitions and code.
    pub contents: Contents,
    /// Its anchors, worked out where a link asks for them.
    anchors: OnceLock<Page>,
}

impl ReadPage {
    /// Where a part of the page stands.
    #[must_use]
    pub fn place(&self, span: Span) -> Place {
        self.text.at(span)
    }
}

/// All pages of some sites.
#[derive(Debug)]
pub struct Pages<'a> {
    pub(crate) sites: &'a [Site],
    pub(crate) places: Vec<Places>,
    /// The pages, by path.
    pages: BTreeMap<String, ReadPage>,
    /// The files that cannot be read.
    pub(crate) unreadable: Vec<FileError>,
    /// For each site, the names that any of its pages can link to, and a page that has each.
    targets: Vec<BTreeMap<String, String>>,
}

impl<'a> Pages<'a> {
    /// Reads the pages of the sites. Of two sites that have a page, the later counts.
    #[must_use]
    pub fn read(files: &impl Files, sites: &'a [Site]) -> Self {
        let mut unreadable = Vec::new();
        let mut found: BTreeMap<String, usize> = BTreeMap::new();
        for (index, site) in sites.iter().enumerate() {
            match files.list(&site.pages) {
                Ok(paths) => {
                    found.extend(paths.into_iter().filter(|path| site.has_page(path)).map(|path| (path, index)))
                }
                Err(error) => unreadable.push(error),
            }
        }
        let mut texts = Vec::with_capacity(found.len());
        for (path, site) in found {
            match files.read(&path) {
                Ok(Some(bytes)) => {
                    texts.push((site, Text::new(path, String::from_utf8_lossy(&bytes).into_owned())));
                }
                Ok(None) => {}
                Err(error) => unreadable.push(error),
            }
        }
        let pages: BTreeMap<String, ReadPage> = in_parallel(texts, |(site, text)| read(sites, site, text))
            .map(|page| (page.text.name().to_owned(), page))
            .collect();
        let places = sites.iter().map(|site| Places::new(files, site, &BTreeMap::new())).collect();
        let mut read = Self { sites, places, pages, unreadable, targets: Vec::new() };
        read.targets = (0..sites.len()).map(|site| read.targets_of(site)).collect();
        read
    }

    /// A page by its path.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&ReadPage> {
        self.pages.get(path)
    }

    /// All pages, sorted by path.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &ReadPage)> {
        self.pages.iter().map(|(path, page)| (path.as_str(), page))
    }

    /// The site of a page.
    #[must_use]
    pub fn site(&self, page: &ReadPage) -> &'a Site {
        &self.sites[page.site]
    }

    /// The anchors of a page.
    #[must_use]
    pub fn anchors<'p>(&self, page: &'p ReadPage) -> &'p Page {
        page.anchors.get_or_init(|| Page::read(page.text.content(), self.site(page).flavour))
    }

    /// The page that has a target which every page of a site can name.
    pub(crate) fn target(&self, site: usize, name: &str) -> Option<&str> {
        self.targets[site].get(name).map(String::as_str)
    }

    /// The targets of MyST, such as `(setup)=`.
    fn targets_of(&self, site: usize) -> BTreeMap<String, String> {
        if !matches!(self.sites[site].flavour, crate::Flavour::Myst(_)) {
            return BTreeMap::new();
        }
        let pages = self.pages.iter().filter(|(_, page)| page.site == site);
        let anchors =
            pages.flat_map(|(path, page)| self.anchors(page).anchors().iter().map(move |anchor| (path, anchor)));
        let targets = anchors.filter(|(_, anchor)| anchor.origin == Origin::Target);
        targets.map(|(path, anchor)| (anchor.id.clone(), path.clone())).collect()
    }

    /// Works out the anchors of these pages, on all cores.
    pub(crate) fn prepare_anchors(&self, paths: &BTreeSet<String>) {
        let wanted: Vec<&ReadPage> = paths.iter().filter_map(|path| self.pages.get(path)).collect();
        in_parallel(wanted, |page| _ = self.anchors(page)).for_each(drop);
    }
}

fn read(sites: &[Site], site: usize, text: Text) -> ReadPage {
    let contents = Contents::read(text.content(), sites[site].flavour);
    ReadPage { site, text, contents, anchors: OnceLock::new() }
}

/// What a function makes of each item, in their order, on all cores.
pub(crate) fn in_parallel<T: Send, R: Send>(items: Vec<T>, made: impl Fn(T) -> R + Sync) -> impl Iterator<Item = R> {
    /// A thread takes longer to begin than so few pages take to read.
    const FEWEST: usize = 32;
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let each = items.len().div_ceil(cores).max(FEWEST);
    let mut chunks: Vec<Vec<T>> = Vec::new();
    let mut items = items.into_iter();
    loop {
        let chunk: Vec<T> = items.by_ref().take(each).collect();
        if chunk.is_empty() {
            break;
        }
        chunks.push(chunk);
    }
    let all = |chunk: Vec<T>| chunk.into_iter().map(&made).collect::<Vec<R>>();
    let results: Vec<Vec<R>> = if chunks.len() < 2 {
        chunks.into_iter().map(all).collect()
    } else {
        thread::scope(|scope| {
            let all = &all;
            let threads: Vec<_> = chunks.into_iter().map(|chunk| scope.spawn(move || all(chunk))).collect();
            // A panic in a thread goes on here.
            threads
                .into_iter()
                .map(|thread| thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
                .collect()
        })
    };
    results.into_iter().flatten()
}
