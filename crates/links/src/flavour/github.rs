//! Anchors as GitHub makes them for a Markdown file.
//!
//! 1. The text of a heading is what its HTML says, without images. GitHub has no `{#id}`.
//! 2. Lower case; letters, marks, digits, connectors, `-` and spaces stay; a space becomes a `-`.
//! 3. Repeated ids become `-1`, `-2` and so on.
//! 4. Headings of raw HTML have an id of their text too; ids of raw HTML get the prefix
//!    `user-content-`, and a script on the page finds them without it.
//!
//! Source: github-slugger 2.0.0 (`index.js`, `regex.js`), whose 78 fixtures were made by GitHub; the
//! text of headings follows the filter `TableOfContentsFilter` of html-pipeline 2.14.

use source::Span;

use super::of_html;
use crate::ids::Ids;
use crate::markdown::{self, Extension, Heading, Item, Part};
use crate::overlay::Prepared;
use crate::{Anchor, Origin, html, overlay, unicode};

const EXTENSIONS: &[Extension] =
    &[Extension::Tables, Extension::Footnotes, Extension::Strikethrough, Extension::TaskLists];

pub(crate) fn prepared(content: &str) -> Prepared<'_> {
    Prepared::new(overlay::without_front_matter(content), EXTENSIONS)
}

pub(crate) fn anchors(page: &Prepared<'_>) -> Vec<Anchor> {
    let mut anchors = Vec::new();
    let mut ids = Ids::default();
    let mut auto = |text: &str, span: Span| Anchor { id: ids.unique(slug(text)), span, origin: Origin::Auto };
    markdown::read(&page.markdown, &page.extensions, |item| match item {
        Item::Heading(heading) => {
            anchors.push(auto(&text(&heading), Span::new(heading.range.start, heading.range.end)));
        }
        Item::Html(raw) => {
            anchors.extend(html::headings(&raw).iter().map(|(text, span)| auto(text, *span)));
            anchors.extend(of_html(&raw));
        }
        Item::HtmlBlock(_) | Item::CodeBlock(_) | Item::Paragraph(_) => {}
    });
    anchors
}

fn text(heading: &Heading) -> String {
    heading.text(|part| match part {
        Part::Footnote { number, .. } => number.to_string(),
        Part::SoftBreak | Part::HardBreak => "\n".to_owned(),
        Part::Literal(_)
        | Part::Plain(_)
        | Part::Code(_)
        | Part::Html(_)
        | Part::Autolink
        | Part::Close
        | Part::Image(_) => String::new(),
    })
}

/// The id of a text, before it is made unique. Docusaurus has the same.
pub(super) fn slug(text: &str) -> String {
    hyphened(&text.to_lowercase())
}

/// The part of [`slug`] after the lower case.
pub(super) fn hyphened(text: &str) -> String {
    let kept = text.chars().filter(|&character| unicode::is_github_word(character));
    kept.map(|character| if character == ' ' { '-' } else { character }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_keeps_what_github_calls_a_word() {
        let cases = [
            ("", ""),
            (" A  b ", "-a--b-"),
            ("ΟΔΟΣ", "οδος"),
            ("Tab\tand\u{a0}more", "tabandmore"),
            ("⚠\u{fe0f} Warning", "\u{fe0f}-warning"),
            ("x² ½ ① Ⓐ Ⅷ a‿b", "x---ⓐ-ⅷ-a‿b"),
        ];
        for (text, expected) in cases {
            assert_eq!(slug(text), expected, "{text:?}");
        }
    }
}
