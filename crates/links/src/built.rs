//! A site as its own tool built it: which files it has, and which ids its pages have.
//!
//! It settles what sources do not tell, and is believed where it says something else than they do.

use std::collections::{BTreeMap, BTreeSet};

use source::files::{FileError, Files};

use crate::html::{self, RawHtml};
use crate::pages::{Pages, in_parallel};
use crate::site::below;

/// The files of a built site.
///
/// ```
/// use links::{BuiltSite, Flavour, Pages, Site, Sites, check_built};
/// use source::files::Memory;
///
/// let files = Memory::from_listing("\
/// -- src/a.md --
/// [b](b) [c](print.html#d)
/// -- book/a.html --
/// -- book/print.html --
/// <h1 id='d'>
/// ");
/// let sites = Sites::new(vec![Site::new(Flavour::MDBOOK, "src")]);
/// let pages = Pages::read(&files, &sites, |_| true);
/// let built = BuiltSite::read(&files, "book", &pages, 0)?;
/// assert_eq!(built.found_pages(), 1);
/// let checked = check_built(&files, &pages, &built, |_| true);
/// assert_eq!((checked.looked_at.ok, checked.looked_at.broken, checked.looked_at.unknown), (1, 1, 0));
/// # Ok::<(), source::files::FileError>(())
/// ```
#[derive(Clone, Debug)]
pub struct BuiltSite {
    /// Which of the sites it is built of.
    pub(crate) site: usize,
    /// What stands before all of its files on the site, `docs` of `/docs/`, and is no folder of it.
    above: String,
    /// Each file, and the ids of those that are HTML.
    files: BTreeMap<String, Option<BTreeSet<String>>>,
    found_pages: usize,
}

/// What a built site has at an address.
#[derive(Clone, Copy, Debug)]
pub(crate) enum At<'b> {
    /// A page, by its file, with its ids.
    Page(&'b str, &'b BTreeSet<String>),
    /// Another file.
    File,
    Nothing,
    /// The address is not below that of the site.
    Outside,
}

impl BuiltSite {
    /// Reads what was built of a site into `folder`. `files` may be other files than those of the pages.
    ///
    /// # Errors
    /// The folder or a page in it cannot be read.
    pub fn read(files: &impl Files, folder: &str, pages: &Pages<'_>, site: usize) -> Result<Self, FileError> {
        let mut texts = Vec::new();
        let mut found: BTreeMap<String, Option<BTreeSet<String>>> = BTreeMap::new();
        for path in files.list(folder)? {
            let Some(file) = below(folder, &path).map(str::to_owned) else { continue };
            if matches!(file.rsplit_once('.'), Some((_, "html" | "htm"))) {
                let bytes = files.read(&path)?.unwrap_or_default();
                texts.push((file, String::from_utf8_lossy(&bytes).into_owned()));
            } else {
                found.insert(file, None);
            }
        }
        found.extend(in_parallel(texts, |(file, html)| (file, Some(ids(&html)))));
        // A tool builds into the top of its folder what stands below `/docs/`, or into the folder `docs`.
        let base = pages.sites[site].base.trim_matches('/');
        let expected = || pages.places[site].pages.values().map(|page| page.file.as_str());
        let has =
            |above: &str| expected().filter(|file| below(above, file).is_some_and(|f| found.contains_key(f))).count();
        let ends = base.match_indices('/').map(|(at, _)| at).chain([base.len()]);
        let above = std::iter::once("").chain(ends.map(|end| &base[..end]));
        let above: Vec<(usize, &str)> = above.map(|above| (has(above), above)).collect();
        let (found_pages, above) = above.iter().rev().max_by_key(|(pages, _)| *pages).copied().unwrap_or_default();
        Ok(Self { site, above: above.to_owned(), files: found, found_pages })
    }

    /// How many pages of the sources it has; none where it was built of something else.
    #[must_use]
    pub fn found_pages(&self) -> usize {
        self.found_pages
    }

    /// What is at an address from the top of the site.
    pub(crate) fn at(&self, address: &str) -> At<'_> {
        let inside = if address == self.above { Some("") } else { below(&self.above, address) };
        let Some(inside) = inside else { return At::Outside };
        let index = if inside.is_empty() { "index.html".to_owned() } else { format!("{inside}/index.html") };
        match self.files.get_key_value(inside).or_else(|| self.files.get_key_value(&index)) {
            Some((file, Some(ids))) => At::Page(file, ids),
            Some((_, None)) => At::File,
            None => At::Nothing,
        }
    }
}

impl At<'_> {
    /// Whether a fragment names something there, as a browser sees it.
    pub(crate) fn has_anchor(&self, fragment: &str) -> bool {
        match self {
            Self::Page(_, ids) => fragment.is_empty() || fragment.eq_ignore_ascii_case("top") || ids.contains(fragment),
            // What a fragment means in an image or a text is no question of pages.
            Self::File => true,
            Self::Nothing | Self::Outside => false,
        }
    }
}

fn ids(html: &str) -> BTreeSet<String> {
    let raw = RawHtml::part(html, 0..html.len());
    html::ids(&raw).into_iter().map(|(id, _)| html::decoded(&id)).collect()
}
