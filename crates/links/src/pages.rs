//! All pages of the sites of a repository, read once.

use std::collections::{BTreeMap, BTreeSet};
use std::thread;

use source::files::{FileError, Files};
use source::{Findings, Place, Span, Text};
use yaml::Limits;

use crate::include::Expanded;
use crate::places::{FrontMatter, Places};
use crate::resolve::Resolver;
use crate::{BrokenInclude, Contents, Flavour, Link, Origin, Page, Site, Sites, expand, overlay};

/// A page of a site.
#[derive(Debug)]
pub struct ReadPage {
    /// Which of the sites it is of.
    pub site: usize,
    /// What its file says.
    pub text: Text,
    /// Its links, definitions and code, with those of what it includes.
    pub contents: Contents,
    /// Its anchors, with those of what it includes.
    pub anchors: Page,
    /// How its text and what it includes are joined; `None` where it includes nothing.
    expanded: Option<Expanded<'static>>,
}

impl ReadPage {
    /// Where a part of the page stands: in its file, or in one that it includes.
    #[must_use]
    pub fn place(&self, span: Span) -> Place {
        self.expanded.as_ref().map_or_else(|| self.text.at(span), |expanded| expanded.place(span))
    }

    /// What it says with what it includes; all spans of its contents and anchors are of this.
    #[must_use]
    pub fn content(&self) -> &str {
        self.expanded.as_ref().map_or(self.text.content(), |expanded| expanded.text_of(&self.text))
    }

    /// What includes a part of the page, from the innermost to that on the page itself.
    #[must_use]
    pub fn included_at(&self, span: Span) -> Vec<Place> {
        self.expanded.as_ref().map_or_else(Vec::new, |expanded| expanded.included_at(span.start))
    }

    /// The includes of the page that lead nowhere.
    #[must_use]
    pub fn broken_includes(&self) -> &[BrokenInclude] {
        self.expanded.as_ref().map_or(&[], |expanded| &expanded.broken)
    }

    /// The file from which a link of the page leads.
    pub(crate) fn link_from(&self, link: &Link) -> &str {
        match (&self.expanded, link.how) {
            (None, _) => self.text.name(),
            (Some(expanded), crate::How::Image) => expanded.image_from(link.span.start),
            (Some(expanded), _) => expanded.link_from(link.span.start, &link.address),
        }
    }
}

/// All pages of some sites.
#[derive(Debug)]
pub struct Pages<'a> {
    pub(crate) sites: &'a [Site],
    pub(crate) places: Vec<Places>,
    /// The pages, by path.
    read: BTreeMap<String, ReadPage>,
    /// The files that cannot be read.
    pub(crate) unreadable: Vec<FileError>,
    /// For each site, the names that any of its pages can link to, and a page that has each.
    targets: Vec<BTreeMap<String, String>>,
}

impl<'a> Pages<'a> {
    /// Reads the pages of every site that has a page which is `wanted`, and of those that have one home with it.
    #[must_use]
    pub fn read(files: &impl Files, sites: &'a Sites, wanted: impl Fn(&str) -> bool) -> Self {
        let mut unreadable = Vec::new();
        let mut texts = Vec::new();
        let of_sites: Vec<Vec<String>> =
            sites.all().iter().map(|site| paths(files, sites, site, &mut unreadable)).collect();
        let has_wanted = |(_, paths): &(&Site, &Vec<String>)| paths.iter().any(|path| wanted(path));
        let homes: BTreeSet<&str> =
            sites.all().iter().zip(&of_sites).filter(has_wanted).map(|(site, _)| site.home.as_str()).collect();
        for (index, (site, paths)) in sites.all().iter().zip(&of_sites).enumerate() {
            for path in paths.iter().filter(|_| homes.contains(site.home.as_str())) {
                match files.read(path) {
                    Ok(Some(bytes)) => {
                        texts.push((index, Text::new(path.as_str(), String::from_utf8_lossy(&bytes).into_owned())));
                    }
                    Ok(None) => {}
                    Err(error) => unreadable.push(error),
                }
            }
        }
        let expanded = texts.into_iter().map(|(index, text)| {
            let expanded = expand(files, &sites.all()[index], &text).into_owned();
            (index, text, expanded)
        });
        let pages = in_parallel(expanded.collect(), |(index, text, expanded)| read(sites.all(), index, text, expanded));
        let pages: BTreeMap<String, ReadPage> = pages.map(|page| (page.text.name().to_owned(), page)).collect();
        let mut read = Self { sites: sites.all(), places: Vec::new(), read: pages, unreadable, targets: Vec::new() };
        read.places = (0..read.sites.len()).map(|site| read.places_as(files, site, &read.sites[site])).collect();
        read.targets = (0..read.sites.len()).map(|site| read.targets_of(site)).collect();
        read
    }

    /// A page by its path.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&ReadPage> {
        self.read.get(path)
    }

    /// All pages, sorted by path.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &ReadPage)> {
        self.read.iter().map(|(path, page)| (path.as_str(), page))
    }

    /// The site of a page.
    #[must_use]
    pub fn site(&self, page: &ReadPage) -> &'a Site {
        &self.sites[page.site]
    }

    /// The page that has a target which every page of a site can name.
    pub(crate) fn target(&self, site: usize, name: &str) -> Option<&str> {
        self.targets[site].get(name).map(String::as_str)
    }

    /// What finds out where the links of a site lead.
    pub(crate) fn resolver<'r, F: Files>(&'r self, files: &'r F, site: usize) -> Resolver<'r, F> {
        let home = &self.sites[site].home;
        let is_other = |(at, other): &(usize, &Site)| *at != site && other.home == *home;
        let others = self.sites.iter().enumerate().filter(is_other).map(|(at, _)| &self.places[at]);
        let others =
            if matches!(self.sites[site].flavour, Flavour::Docusaurus(_)) { others.collect() } else { Vec::new() };
        Resolver { files, site: &self.sites[site], places: &self.places[site], others }
    }

    fn of(&self, site: usize) -> impl Iterator<Item = (&str, &ReadPage)> {
        self.iter().filter(move |(_, page)| page.site == site)
    }

    /// Where the pages of a site stand when it is built as `site` says, which has the same pages.
    pub(crate) fn places_as(&self, files: &impl Files, site: usize, built: &Site) -> Places {
        let is_routed = matches!(built.flavour, Flavour::Docusaurus(_));
        let of = |page: &ReadPage| {
            if is_routed { front_matter(&page.text).unwrap_or_default() } else { FrontMatter::default() }
        };
        let front = self.of(site).map(|(path, page)| (path, of(page)));
        Places::new(files, built, &front.collect())
    }

    /// The targets of MyST, such as `(setup)=`.
    fn targets_of(&self, site: usize) -> BTreeMap<String, String> {
        let is_global = matches!(self.sites[site].flavour, Flavour::Myst(_));
        let pages = self.of(site).filter(|_| is_global);
        let anchors = pages.flat_map(|(path, page)| page.anchors.anchors().iter().map(move |anchor| (path, anchor)));
        let targets = anchors.filter(|(_, anchor)| anchor.origin == Origin::Target);
        targets.map(|(path, anchor)| (anchor.id.clone(), path.to_owned())).collect()
    }
}

/// The pages of a site. Other sites may lie in its folder.
fn paths(files: &impl Files, sites: &Sites, site: &Site, unreadable: &mut Vec<FileError>) -> Vec<String> {
    let paths = files.list(&site.pages).unwrap_or_else(|error| {
        unreadable.push(error);
        Vec::new()
    });
    let is_page = |path: &String| sites.of(path).is_some_and(|of| std::ptr::eq(of, site)) && site.has_page(path);
    paths.into_iter().filter(is_page).collect()
}

fn read(sites: &[Site], site: usize, text: Text, expanded: Expanded<'static>) -> ReadPage {
    let flavour = sites[site].flavour_of(text.name());
    let expanded = Some(expanded).filter(|expanded| !expanded.is_plain());
    let content = expanded.as_ref().map_or(text.content(), |expanded| expanded.text_of(&text));
    let prepared = flavour.prepared(content);
    let (contents, anchors) = (Contents::of(content, &prepared), Page::of(&prepared, flavour));
    ReadPage { site, text, contents, anchors, expanded }
}

/// What the front matter of a page says of where it stands.
fn front_matter(text: &Text) -> Option<FrontMatter> {
    let yaml = overlay::front_matter(text.content())?;
    let yaml = Text::new(text.name(), &text.content()[yaml]);
    // What is no YAML is a matter of the site generator.
    let documents = yaml::parse(&yaml, &Limits::default(), &mut Findings::new());
    let root = &documents.first()?.root;
    let word = |name: &str| root.get(name).and_then(|node| node.as_str().map(str::to_owned));
    Some(FrontMatter { id: word("id"), slug: word("slug") })
}

/// What a function makes of each item, in their order, on all cores.
pub(crate) fn in_parallel<T: Send, R: Send>(items: Vec<T>, made: impl Fn(T) -> R + Sync) -> impl Iterator<Item = R> {
    /// A thread takes longer to begin than so few pages take to read.
    const FEWEST: usize = 32;
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let each = items.len().div_ceil(cores).max(FEWEST);
    let mut items = items.into_iter();
    let mut chunks: Vec<Vec<T>> = Vec::new();
    while items.len() > 0 {
        chunks.push(items.by_ref().take(each).collect());
    }
    let all = |chunk: Vec<T>| chunk.into_iter().map(&made).collect::<Vec<R>>();
    let results: Vec<Vec<R>> = if chunks.len() < 2 {
        chunks.into_iter().map(all).collect()
    } else {
        thread::scope(|scope| {
            let all = &all;
            let threads: Vec<_> = chunks.into_iter().map(|chunk| scope.spawn(move || all(chunk))).collect();
            // A panic in a thread goes on here.
            let joined = threads.into_iter().map(thread::ScopedJoinHandle::join);
            joined.map(|made| made.unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect()
        })
    };
    results.into_iter().flatten()
}
