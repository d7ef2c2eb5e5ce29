//! A Markdown page and its anchors: what exists, and what a wrong one may have meant.

use std::collections::BTreeSet;

use source::Span;

use crate::Flavour;
use crate::flavour::mdbook;

/// Where the id of an anchor comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Made of the text of a heading by the rules of the flavour.
    Auto,
    /// Written at a heading, such as `{#setup}`.
    Explicit,
    /// Written as an attribute of raw HTML.
    Html,
}

/// A place on a page that a link can name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anchor {
    /// What stands after `#`, percent-decoded; never empty.
    pub id: String,
    /// The heading, or the value of the attribute in raw HTML.
    pub span: Span,
    /// Where the id comes from.
    pub origin: Origin,
}

/// The anchors of a Markdown page.
///
/// ```
/// use links::{Flavour, Page};
///
/// let page = Page::read("# Gates\n\n## Inputs & outputs\n\n## Setup {#install}\n", Flavour::Mdbook);
/// assert!(page.has_anchor("inputs--outputs") && page.has_anchor("install"));
/// assert!(!page.has_anchor("setup"));
/// assert_eq!(page.nearest_anchor("zebra"), None);
/// assert_eq!(page.nearest_anchor("inputs-outputs"), Some("inputs--outputs"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    anchors: Vec<Anchor>,
    ids: BTreeSet<String>,
}

impl Page {
    /// Reads the anchors of a page as the site generator of `flavour` makes them. Any text is a page.
    ///
    /// Directives of preprocessors, such as `{{#include}}`, are text here.
    #[must_use]
    pub fn read(content: &str, flavour: Flavour) -> Self {
        let mut anchors = match flavour {
            Flavour::Mdbook => mdbook::anchors(content),
        };
        // An element without a name cannot be linked to.
        anchors.retain(|anchor| !anchor.id.is_empty());
        anchors.sort_by_key(|anchor| anchor.span);
        let ids = anchors.iter().map(|anchor| anchor.id.clone()).collect();
        Self { anchors, ids }
    }

    /// All anchors in the order of the page. An id can occur twice; links lead to the first.
    #[must_use]
    pub fn anchors(&self) -> &[Anchor] {
        &self.anchors
    }

    /// Whether a link with this percent-decoded fragment leads somewhere.
    ///
    /// Ids are compared letter for letter. The empty fragment and `top`, in any case, are the top of
    /// every page (HTML Standard, section 7.4.6.4 "Scrolling to a fragment").
    #[must_use]
    pub fn has_anchor(&self, id: &str) -> bool {
        id.is_empty() || id.eq_ignore_ascii_case("top") || self.ids.contains(id)
    }

    /// The anchor that `wrong` may have meant: the same words with other punctuation, hyphens or
    /// case, else the nearest by [`source::nearest`].
    #[must_use]
    pub fn nearest_anchor(&self, wrong: &str) -> Option<&str> {
        let wanted = words(wrong);
        let mut ids = self.anchors.iter().map(|anchor| anchor.id.as_str());
        let same_words = ids.find(|id| !wanted.is_empty() && words(id) == wanted);
        same_words.or_else(|| source::nearest(wrong, self.ids.iter().map(String::as_str)))
    }
}

/// The HTML comments of a page, each from its `<!--` to its `-->`. What stands in code is none.
///
/// ```
/// use links::{Flavour, comments};
///
/// let page = "<!-- one -->\nText <!-- two -->, and `<!-- code -->`.\n\n```html\n<!-- code -->\n```\n";
/// let found: Vec<&str> = comments(page, Flavour::Mdbook).iter().map(|span| &page[span.range()]).collect();
/// assert_eq!(found, ["<!-- one -->", "<!-- two -->"]);
/// ```
#[must_use]
pub fn comments(content: &str, flavour: Flavour) -> Vec<Span> {
    match flavour {
        Flavour::Mdbook => mdbook::comments(content),
    }
}

/// Letters and digits only, as flavours differ in the rest.
fn words(id: &str) -> String {
    id.to_lowercase().chars().filter(|character| character.is_alphanumeric()).collect()
}
