//! Anchors as mdBook makes them.
//!
//! 1. The page is parsed with mdBook's extensions, smart punctuation included.
//! 2. The text of each heading and definition title is what a reader sees of it, without images.
//! 3. An id `{#setup}` is kept as it is; other headings get the slug of their text, made unique.
//! 4. Raw HTML adds the ids of its attributes, and its headings get none of their own.
//!
//! Version 0.4 knows no definition lists, has plain punctuation where nobody asks for the other, makes
//! ASCII letters lower case only, and counts how often a slug came instead of looking for a free one.
//!
//! Source: `mdbook-markdown/src/lib.rs` (`new_cmark_parser`), `mdbook-html/src/html/tree.rs`
//! (`process_events`, `add_header_links`) and `mdbook-html/src/utils.rs` (`id_from_content`,
//! `unique_id`) of mdBook 0.5.4; `src/utils/mod.rs` (`normalize_id`, `unique_id_from_content`) of
//! 0.4.52; measured cases in `slug-cases.json`.

use std::borrow::Cow;

use source::Span;

use super::of_html;
use crate::ids::{Counts, Ids};
use crate::markdown::{self, Extension, Heading, Item, Part};
use crate::overlay::Prepared;
use crate::{Anchor, Origin};

/// The settings of mdBook that change anchors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mdbook {
    /// Which rules hold.
    pub version: MdbookVersion,
    /// `output.html.smart-punctuation`, by default on since 0.5.
    pub smart_punctuation: bool,
}

/// A version of mdBook with rules of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MdbookVersion {
    /// 0.4.
    V0_4,
    /// 0.5.
    V0_5,
}

impl Mdbook {
    /// mdBook 0.5 without settings.
    pub const DEFAULT: Self = Self { version: MdbookVersion::V0_5, smart_punctuation: true };
    /// mdBook 0.4 without settings.
    pub const DEFAULT_0_4: Self = Self { version: MdbookVersion::V0_4, smart_punctuation: false };
}

impl Default for Mdbook {
    fn default() -> Self {
        Self::DEFAULT
    }
}

pub(crate) fn prepared(content: &str, settings: Mdbook) -> Prepared<'_> {
    Prepared::new(Cow::Borrowed(content), &extensions(settings))
}

/// All anchors; ids may be empty.
pub(crate) fn anchors(page: &Prepared<'_>, settings: Mdbook) -> Vec<Anchor> {
    let (mut anchors, mut ids, mut counts) = (Vec::new(), Ids::default(), Counts::default());
    let mut unique = |text: &str| match settings.version {
        MdbookVersion::V0_4 => counts.numbered(slug_0_4(text)),
        MdbookVersion::V0_5 => ids.unique(slug(text)),
    };
    markdown::read(&page.markdown, &page.extensions, |item| match item {
        Item::Heading(heading) => {
            let span = Span::new(heading.range.start, heading.range.end);
            let text = text(&heading);
            anchors.push(match heading.explicit {
                // Not entered into the used ids: a later heading of the same slug has the same id.
                Some(id) => Anchor { id, span, origin: Origin::Explicit },
                None => Anchor { id: unique(&text), span, origin: Origin::Auto },
            });
        }
        Item::Html(raw) => anchors.extend(of_html(&raw)),
        Item::HtmlBlock(_) | Item::CodeBlock(_) | Item::Paragraph(_) => {}
    });
    anchors
}

fn extensions(settings: Mdbook) -> Vec<Extension> {
    let mut extensions = vec![
        Extension::Tables,
        Extension::Footnotes,
        Extension::Strikethrough,
        Extension::TaskLists,
        Extension::HeadingAttributes,
    ];
    extensions.extend(settings.smart_punctuation.then_some(Extension::SmartPunctuation));
    extensions.extend((settings.version == MdbookVersion::V0_5).then_some(Extension::DefinitionLists));
    extensions
}

fn text(heading: &Heading) -> String {
    heading.text(|part| match part {
        Part::SoftBreak => "\n".to_owned(),
        Part::Footnote { number, is_after_footnote } => {
            format!("{}{number}", if *is_after_footnote { " " } else { "" })
        }
        // A hard break is an element without text.
        Part::HardBreak
        | Part::Literal(_)
        | Part::Plain(_)
        | Part::Code(_)
        | Part::Html(_)
        | Part::Autolink
        | Part::Close
        | Part::Image(_) => String::new(),
    })
}

/// The id of a text: lower case, letters, digits, `_` and `-`; each white space becomes a `-`.
fn slug(text: &str) -> String {
    text.trim().to_lowercase().chars().filter_map(kept).collect()
}

/// The same with ASCII letters in lower case only, and without the `#` that a heading begins with.
fn slug_0_4(text: &str) -> String {
    let text = text.trim().trim_start_matches('#').trim();
    text.chars().filter_map(kept).map(|character| character.to_ascii_lowercase()).collect()
}

fn kept(character: char) -> Option<char> {
    match character {
        '_' | '-' => Some(character),
        letter if letter.is_alphanumeric() => Some(letter),
        space if space.is_whitespace() => Some('-'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_keeps_letters_digits_underscores_and_hyphens() {
        let cases = [
            ("", ""),
            ("  Getting started ", "getting-started"),
            ("_-_12345", "_-_12345"),
            ("ΟΔΟΣ", "οδος"),
            ("Two  spaces\tand\u{a0}more", "two--spaces-and-more"),
            ("!?", ""),
        ];
        for (text, expected) in cases {
            assert_eq!(slug(text), expected, "{text:?}");
        }
        assert_eq!(slug_0_4("# ÜBER Uns"), "Über-uns");
    }
}
