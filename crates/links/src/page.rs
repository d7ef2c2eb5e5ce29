//! A Markdown page and its anchors: what exists, and what a wrong one may have meant.

use std::collections::BTreeSet;

use source::Span;

use crate::markdown::{self, Extension, Item};
use crate::overlay::Prepared;
use crate::{Flavour, html};

/// Where the id of an anchor comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Made of the text of a heading by the rules of the flavour.
    Auto,
    /// Written at a heading, such as `{#setup}`.
    Explicit,
    /// Written as an attribute of raw HTML.
    Html,
    /// Written for links only, such as `(setup)=` of MyST.
    Target,
}

/// A place on a page that a link can name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anchor {
    /// What stands after `#`, percent-decoded; empty only in [`Page::nameless`].
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
/// let page = Page::read("# Gates\n\n## Inputs & outputs\n\n## Setup {#install}\n", Flavour::MDBOOK);
/// assert!(page.has_anchor("inputs--outputs") && page.has_anchor("install"));
/// assert!(!page.has_anchor("setup"));
/// assert_eq!(page.nearest_anchor("zebra"), None);
/// assert_eq!(page.nearest_anchor("inputs-outputs"), Some("inputs--outputs"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    anchors: Vec<Anchor>,
    nameless: Vec<Anchor>,
    ids: BTreeSet<String>,
    case: Case,
}

/// How a fragment is compared with ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Case {
    /// Letter for letter, as browsers do.
    Exact,
    /// In any case, as GitHub's script does; ids are kept in lower case for it.
    Any,
}

impl Page {
    /// Reads the anchors of a page as the site generator of `flavour` makes them. Any text is a page.
    ///
    /// Directives of preprocessors, such as `{{#include}}`, are text here.
    #[must_use]
    pub fn read(content: &str, flavour: Flavour) -> Self {
        Self::of(&flavour.prepared(content), flavour)
    }

    pub(crate) fn of(page: &Prepared<'_>, flavour: Flavour) -> Self {
        let mut anchors = flavour.anchors(page);
        anchors.sort_by_key(|anchor| anchor.span);
        // An element without a name cannot be linked to.
        let (anchors, nameless): (Vec<Anchor>, _) = anchors.into_iter().partition(|anchor| !anchor.id.is_empty());
        let case = if flavour == Flavour::Github { Case::Any } else { Case::Exact };
        let ids = anchors.iter().map(|anchor| case.normal(&anchor.id)).collect();
        Self { anchors, nameless, ids, case }
    }

    /// All anchors in the order of the page. An id can occur twice; links lead to the first.
    #[must_use]
    pub fn anchors(&self) -> &[Anchor] {
        &self.anchors
    }

    /// Headings of which the flavour makes no anchor that a link can name, such as `## !!!`.
    #[must_use]
    pub fn nameless(&self) -> &[Anchor] {
        &self.nameless
    }

    /// The anchors whose id an earlier anchor has, so that no link leads to them.
    pub fn duplicates(&self) -> impl Iterator<Item = &Anchor> {
        let mut seen = BTreeSet::new();
        self.anchors.iter().filter(move |anchor| !seen.insert(anchor.id.as_str()))
    }

    /// Whether a link with this percent-decoded fragment leads somewhere.
    ///
    /// Ids are compared letter for letter; GitHub finds them in any case, and with the prefix that it
    /// gives them. The empty fragment and `top`, in any case, are the top of
    /// every page (HTML Standard, section 7.4.6.4 "Scrolling to a fragment").
    #[must_use]
    pub fn has_anchor(&self, id: &str) -> bool {
        id.is_empty() || id.eq_ignore_ascii_case("top") || self.case.finds(&self.ids, id)
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
/// let found: Vec<&str> = comments(page, Flavour::MDBOOK).iter().map(|span| &page[span.range()]).collect();
/// assert_eq!(found, ["<!-- one -->", "<!-- two -->"]);
/// ```
#[must_use]
pub fn comments(content: &str, _flavour: Flavour) -> Vec<Span> {
    const EXTENSIONS: &[Extension] = &[
        Extension::Tables,
        Extension::Footnotes,
        Extension::Strikethrough,
        Extension::TaskLists,
        Extension::DefinitionLists,
    ];
    let mut comments = Vec::new();
    markdown::read(content, EXTENSIONS, |item| match item {
        Item::Html(raw) => comments.extend(html::comments(&raw)),
        Item::Heading(_) | Item::HtmlBlock(_) | Item::CodeBlock(_) | Item::Paragraph(_) => {}
    });
    comments
}

impl Case {
    fn normal(self, id: &str) -> String {
        match self {
            Self::Exact => id.to_owned(),
            Self::Any => id.to_lowercase(),
        }
    }

    fn finds(self, ids: &BTreeSet<String>, id: &str) -> bool {
        match self {
            Self::Exact => ids.contains(id),
            Self::Any => {
                let id = id.to_lowercase();
                ids.contains(id.strip_prefix("user-content-").unwrap_or(&id)) || ids.contains(&id)
            }
        }
    }
}

/// Letters and digits only, as flavours differ in the rest.
fn words(id: &str) -> String {
    id.to_lowercase().chars().filter(|character| character.is_alphanumeric()).collect()
}
