//! What an anchor may have meant that its page does not have.
//!
//! 1. An anchor in another case, where the flavour tells cases apart.
//! 2. What another flavour makes of a heading, or what this one would make of it if it had no id of its own.
//! 3. An anchor of the same words; the same anchor on another page; an anchor of almost the same letters.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use source::Span;
use source::files::Files;

use super::written::encoded_anchor;
use super::{Broken, Suggester, Suggestion};
use crate::near::nearest_key;
use crate::overlay::blanked;
use crate::pages::ReadPage;
use crate::{Anchor, Flavour, Myst, Origin, Page};

/// The pages that have each anchor; `None` for more than one.
pub(super) type Elsewhere<'a> = BTreeMap<&'a str, Option<&'a str>>;

/// What is known of the anchors of a page, and of what others would make of its headings.
#[derive(Debug, Default)]
pub(super) struct Readings {
    /// The ids of the page, each with where the first such anchor stands.
    ids: BTreeMap<String, Span>,
    /// The ids by their lower case.
    folded: BTreeMap<String, BTreeSet<String>>,
    /// The ids by their letters and digits.
    words: BTreeMap<String, BTreeSet<String>>,
    /// Of each heading, by where it starts, the id that is best to link to.
    headings: BTreeMap<u32, String>,
    /// By an id, the headings that have it elsewhere, by where they start.
    others: BTreeMap<String, BTreeMap<u32, Vec<Other>>>,
}

/// Who makes an id of a heading that the flavour of its page does not make.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Other {
    Flavour(Flavour),
    /// The flavour itself, if the heading had no id of its own.
    WithoutId,
}

impl Readings {
    fn new(content: &str, flavour: Flavour, page: &Page) -> Self {
        let mut readings = Self::default();
        for anchor in page.anchors() {
            readings.ids.entry(anchor.id.clone()).or_insert(anchor.span);
            readings.folded.entry(anchor.id.to_lowercase()).or_default().insert(anchor.id.clone());
            readings.words.entry(words(&anchor.id)).or_default().insert(anchor.id.clone());
        }
        for anchor in page.anchors().iter().filter(|anchor| is_of_heading(anchor)) {
            // No link leads to a later one.
            if readings.ids.get(&anchor.id) == Some(&anchor.span) {
                readings.headings.entry(anchor.span.start).or_insert_with(|| anchor.id.clone());
            }
        }
        for &other in Flavour::ALL.iter().filter(|other| other.as_str() != flavour.as_str()) {
            // Who links to headings in MyST has turned their anchors on.
            let other = match other {
                Flavour::Myst(myst) => Flavour::Myst(Myst { heading_anchors: 6, ..myst }),
                Flavour::Github | Flavour::Mdbook(_) | Flavour::Mkdocs(_) | Flavour::Docusaurus(_) => other,
            };
            readings.read(content, other, Other::Flavour(other));
        }
        let ids = page.anchors().iter().filter(|anchor| anchor.origin == Origin::Explicit);
        let attributes: Vec<_> = ids.filter_map(|anchor| attribute(content, anchor.span)).collect();
        if !attributes.is_empty() {
            readings.read(&blanked(content, &attributes), flavour, Other::WithoutId);
        }
        readings
    }

    fn read(&mut self, content: &str, flavour: Flavour, other: Other) {
        for anchor in Page::read(content, flavour).anchors().iter().filter(|anchor| is_of_heading(anchor)) {
            if !self.ids.contains_key(&anchor.id) {
                let headings = self.others.entry(anchor.id.clone()).or_default();
                headings.entry(anchor.span.start).or_default().push(other);
            }
        }
    }
}

fn is_of_heading(anchor: &Anchor) -> bool {
    matches!(anchor.origin, Origin::Auto | Origin::Explicit)
}

/// The `{#setup}` at the end of the first line of a heading.
fn attribute(content: &str, heading: Span) -> Option<std::ops::Range<usize>> {
    let line = content.get(heading.range())?.lines().next()?.trim_end().trim_end_matches('#').trim_end();
    let start = line.ends_with('}').then(|| line.rfind('{')).flatten()?;
    let at = heading.range().start;
    Some(at + start..at + line.len())
}

/// Letters and digits only, as flavours differ in the rest.
fn words(id: &str) -> String {
    id.to_lowercase().chars().filter(|character| character.is_alphanumeric()).collect()
}

/// The only one of a set.
fn only(ids: Option<&BTreeSet<String>>) -> Option<&String> {
    ids.filter(|ids| ids.len() == 1)?.first()
}

impl<'a, F: Files> Suggester<'a, F> {
    /// What `wrong` may have meant, which the page `to` does not have. `address` leads to that page.
    pub(crate) fn anchor(&self, broken: Broken<'_>, to: &str, address: &str, wrong: &str) -> Suggestion {
        let Some(target) = self.pages.get(to) else { return Suggestion::default() };
        let before = address.split('#').next().unwrap_or_default();
        let written = |anchor: &str| format!("{before}#{}", encoded_anchor(anchor));
        let readings = self.readings(to, target);
        if let Some(id) = only(readings.folded.get(&wrong.to_lowercase())) {
            return Suggestion::right(written(id));
        }
        if let Some(suggestion) = of_others(&readings, self.pages.site(target).flavour_of(to), wrong, written) {
            return suggestion;
        }
        if let Some(id) = only(readings.words.get(&words(wrong)).filter(|_| !words(wrong).is_empty())) {
            return Suggestion::perhaps([written(id)]);
        }
        if let Some(suggestion) = self.on_another_page(broken, to, wrong) {
            return suggestion;
        }
        Suggestion::perhaps(nearest_key(&readings.ids, wrong).map(written))
    }

    /// The only other page of the site that has the anchor.
    fn on_another_page(&self, broken: Broken<'_>, to: &str, anchor: &str) -> Option<Suggestion> {
        let path = (*self.elsewhere(broken.site).get(anchor)?).filter(|path| *path != to)?;
        let written = self.written(broken, vec![path.to_owned()]).pop()?;
        let address = written.address.split('#').next().unwrap_or_default();
        let address = format!("{address}#{}", encoded_anchor(anchor));
        Some(Suggestion::perhaps([address]).note(format!("`{path}` has the heading `#{anchor}`")))
    }

    fn elsewhere(&self, site: usize) -> &Elsewhere<'a> {
        self.elsewhere[site].get_or_init(|| {
            let of_site = |page: &ReadPage| page.site == site;
            let mut elsewhere = Elsewhere::new();
            for (path, page) in self.pages.iter().filter(|(_, page)| of_site(page)) {
                for anchor in page.anchors.anchors() {
                    let found = elsewhere.entry(anchor.id.as_str()).or_insert(Some(path));
                    *found = found.filter(|known| *known == path);
                }
            }
            elsewhere
        })
    }

    fn readings(&self, path: &str, page: &ReadPage) -> Rc<Readings> {
        if let Some(known) = self.readings.borrow().get(path) {
            return Rc::clone(known);
        }
        let readings = Readings::new(page.content(), self.pages.site(page).flavour_of(path), &page.anchors);
        let readings = Rc::new(readings);
        self.readings.borrow_mut().insert(path.to_owned(), Rc::clone(&readings));
        readings
    }
}

/// The heading of which others make the anchor, where it is one heading.
fn of_others(
    readings: &Readings,
    flavour: Flavour,
    wrong: &str,
    written: impl Fn(&str) -> String,
) -> Option<Suggestion> {
    let headings = readings.others.get(wrong).filter(|headings| headings.len() == 1)?;
    let (start, others) = headings.first_key_value()?;
    let makers: Vec<String> = others
        .iter()
        .filter_map(|other| match other {
            Other::Flavour(flavour) => Some(flavour.to_string()),
            Other::WithoutId => None,
        })
        .collect();
    let verb = if makers.len() == 1 { "makes" } else { "make" };
    let Some(id) = readings.headings.get(start) else {
        let note = format!("`#{wrong}` is what {} {verb} of a heading; {flavour} makes no anchor of it", and(&makers));
        return Some(Suggestion::default().note(note)).filter(|_| !makers.is_empty());
    };
    let note = if others.contains(&Other::WithoutId) {
        format!("`#{wrong}` would be made of the text of a heading that has the id `#{id}`")
    } else {
        format!("`#{wrong}` is what {} {verb} of a heading; {flavour} makes `#{id}`", and(&makers))
    };
    Some(Suggestion::right(written(id)).note(note))
}

/// `a`, `a and b`, `a, b and c`.
pub(crate) fn and(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [before @ .., last] => format!("{} and {last}", before.join(", ")),
    }
}
