//! What a broken link may have meant.
//!
//! 1. What its address names when it is read in another way: in another case, with or without an
//!    extension, as a folder, from the root. Where that is one page or file, it is right for certain.
//! 2. Else what is like it: a page of that name in another folder, a name with a few other letters.
//! 3. Each answer is written as it would stand on the page, and followed by the rules of the flavour:
//!    one that does not lead there is not given.

mod anchors;
mod index;
mod written;

use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use source::files::{Files, Found, parent};

use crate::address::{Local, joined};
use crate::pages::Pages;
use crate::resolve::{Instead, Nowhere, Resolver};
use crate::site::is_markdown;
use crate::{Link, Site};

use anchors::{Elsewhere, Readings};
use index::{Index, stem};
use written::Written;

pub(crate) use anchors::and;
pub(crate) use written::{encoded, encoded_anchor};

/// The most answers that are given where several are as good.
const MOST: usize = 3;

/// What is said of a broken link besides that it is broken.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Suggestion {
    pub(crate) notes: Vec<String>,
    pub(crate) help: Vec<String>,
    /// The address that is right, where only one can be.
    pub(crate) fix: Option<String>,
}

impl Suggestion {
    fn right(address: String) -> Self {
        Self { help: vec![address.clone()], fix: Some(address), ..Self::default() }
    }

    fn perhaps(addresses: impl IntoIterator<Item = String>) -> Self {
        let help = addresses.into_iter().map(|address| format!("did you mean `{address}`?")).collect();
        Self { help, ..Self::default() }
    }

    fn note(mut self, note: String) -> Self {
        self.notes.push(note);
        self
    }
}

/// A link that is broken.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Broken<'b> {
    /// The page that it is of.
    pub(crate) page: &'b str,
    /// The file from which it leads: the page, or what it includes.
    pub(crate) from: &'b str,
    /// The site of that page.
    pub(crate) site: usize,
    pub(crate) link: &'b Link,
    pub(crate) local: &'b Local,
}

/// Finds out what broken links may have meant. What all links of a site need is made when the first asks.
pub(crate) struct Suggester<'a, F> {
    files: &'a F,
    pages: &'a Pages<'a>,
    /// The files of each site.
    indexes: Vec<OnceCell<Index>>,
    /// The pages of each site that have an anchor.
    elsewhere: Vec<OnceCell<Elsewhere<'a>>>,
    /// How other flavours read a page.
    readings: RefCell<BTreeMap<String, Rc<Readings>>>,
}

impl<'a, F: Files> Suggester<'a, F> {
    pub(crate) fn new(files: &'a F, pages: &'a Pages<'a>) -> Self {
        let sites = pages.sites.len();
        Self {
            files,
            pages,
            indexes: (0..sites).map(|_| OnceCell::new()).collect(),
            elsewhere: (0..sites).map(|_| OnceCell::new()).collect(),
            readings: RefCell::default(),
        }
    }

    /// What an address may have meant that leads nowhere.
    pub(crate) fn address(&self, broken: Broken<'_>, nowhere: &Nowhere) -> Suggestion {
        if let Instead::NoChapter(_) = nowhere.instead {
            return Suggestion::default();
        }
        let meant = self.written(broken, self.other_readings(broken, nowhere));
        match <[Written; 1]>::try_from(meant) {
            Ok([one]) => self.right(broken, one),
            Err(several) if !several.is_empty() => perhaps(several),
            Err(_) => {
                let like = [Self::read_from_roots, Self::moved, Self::alike].into_iter();
                like.map(|paths| self.written(broken, paths(self, broken)))
                    .find(|written| !written.is_empty())
                    .map(perhaps)
                    .unwrap_or_default()
            }
        }
    }

    /// The page or file that is meant for certain; whether it has the anchor too is another question.
    fn right(&self, broken: Broken<'_>, written: Written) -> Suggestion {
        let Written { address, path, has_anchor } = written;
        let anchor = broken.local.fragment.as_deref().filter(|_| !has_anchor);
        let Some(anchor) = anchor else { return Suggestion::right(address) };
        let note = format!("`{path}` has no heading `#{}`", crate::check::shown(anchor));
        let mut suggestion = self.anchor(broken, &path, &address, anchor).note(note);
        if suggestion.help.is_empty() {
            suggestion.help.push(address);
        }
        suggestion
    }

    /// What the address names when it is read in another way. Each is a page or a file.
    fn other_readings(&self, broken: Broken<'_>, nowhere: &Nowhere) -> Vec<String> {
        match &nowhere.instead {
            Instead::OtherCase(path) => self.index(broken.site).in_any_case(path).to_vec(),
            Instead::Page(path) | Instead::Index(path) => vec![path.clone()],
            Instead::NoChapter(_) => Vec::new(),
            Instead::Nothing => {
                let site = self.site(broken);
                let path = broken.local.path.as_str();
                let named: BTreeSet<String> = match path.strip_prefix('/') {
                    Some(path) => from_roots(site, path),
                    None => joined(parent(broken.from), path).into_iter().collect(),
                };
                self.existing(&named)
            }
        }
    }

    /// What a path names that was written from the root of the site or of the repository, without a `/`; or
    /// with folders before it that are too many.
    fn read_from_roots(&self, broken: Broken<'_>) -> Vec<String> {
        let site = self.site(broken);
        let path = broken.local.path.trim_start_matches('/');
        let mut named = from_roots(site, path);
        if let Some((_, rest)) = path.split_once('/') {
            named.extend(from_roots(site, rest));
            named.extend(joined(parent(broken.from), rest));
        }
        self.existing(&named)
    }

    /// Pages and files of that name in other folders.
    fn moved(&self, broken: Broken<'_>) -> Vec<String> {
        let Some(wanted) = self.looked_for(broken) else { return Vec::new() };
        let mut found = self.index(broken.site).named(&wanted);
        // Where some have the anchor, it is one of them.
        if let Some(anchor) = &broken.local.fragment {
            let has_anchor = |path: &String| self.pages.get(path).is_some_and(|page| page.anchors.has_anchor(anchor));
            if found.iter().any(has_anchor) {
                found.retain(has_anchor);
            }
        }
        found.truncate(MOST);
        found
    }

    /// The page or file with the most similar name: in that folder, else in any.
    fn alike(&self, broken: Broken<'_>) -> Vec<String> {
        let Some(wanted) = self.looked_for(broken) else { return Vec::new() };
        let mut found = self.index(broken.site).alike(&wanted);
        found.truncate(MOST);
        found
    }

    /// The path that the address names when it is read as that of a file.
    fn looked_for(&self, broken: Broken<'_>) -> Option<String> {
        let path = broken.local.path.as_str();
        let wanted = match path.strip_prefix('/') {
            Some(path) => joined(&self.site(broken).pages, path),
            None => joined(parent(broken.from), path),
        };
        wanted.filter(|wanted| !wanted.is_empty())
    }

    /// The pages and files that the paths name, with another extension or as folders if need be.
    fn existing(&self, named: &BTreeSet<String>) -> Vec<String> {
        let exists = |path: &String| self.pages.get(path).is_some() || self.files.what_is(path) == Found::File;
        let mut found: Vec<String> = Vec::new();
        for path in named.iter().filter(|path| !path.is_empty()) {
            if exists(path) {
                found.push(path.clone());
            } else {
                found.extend(variants(path).into_iter().filter(exists));
            }
        }
        found
    }

    fn site(&self, broken: Broken<'_>) -> &'a Site {
        &self.pages.sites[broken.site]
    }

    fn index(&self, site: usize) -> &Index {
        // What cannot be listed has been reported where the pages were read.
        self.indexes[site]
            .get_or_init(|| Index::new(self.files.list(&self.pages.sites[site].pages).unwrap_or_default()))
    }

    fn resolver(&self, site: usize) -> Resolver<'a, F> {
        self.pages.resolver(self.files, site)
    }
}

fn perhaps(written: Vec<Written>) -> Suggestion {
    Suggestion::perhaps(written.into_iter().take(MOST).map(|written| written.address))
}

/// A path from the folder of the pages, of the site, and of the repository.
fn from_roots(site: &Site, path: &str) -> BTreeSet<String> {
    [site.pages.as_str(), site.home.as_str(), ""].into_iter().filter_map(|root| joined(root, path)).collect()
}

/// The pages that a path may mean with another extension, or as a folder.
fn variants(path: &str) -> Vec<String> {
    let (folder, name) = path.rsplit_once('/').map_or(("", path), |(folder, name)| (folder, name));
    let stem = stem(name);
    let in_folder = |name: &str| if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
    let mut variants: Vec<String> = [".md", ".mdx"].iter().map(|end| in_folder(&format!("{stem}{end}"))).collect();
    if stem.eq_ignore_ascii_case("index") || stem.eq_ignore_ascii_case("readme") {
        variants.extend(["index.md", "README.md", "index.mdx"].map(in_folder));
    } else {
        variants.extend(["index.md", "README.md", "index.mdx"].map(|index| in_folder(&format!("{stem}/{index}"))));
    }
    variants.retain(|variant| variant != path && is_markdown(variant));
    variants.dedup();
    variants
}
