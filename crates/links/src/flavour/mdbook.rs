//! Anchors as mdBook 0.5 makes them.
//!
//! 1. The page is parsed with mdBook's extensions, smart punctuation included.
//! 2. The text of each heading and definition title is what a reader sees of it, without images.
//! 3. An id `{#setup}` is kept as it is; other headings get the slug of their text, made unique.
//! 4. Raw HTML adds the ids of its attributes, and its headings get none of their own.
//!
//! Source: `mdbook-markdown/src/lib.rs` (`new_cmark_parser`), `mdbook-html/src/html/tree.rs`
//! (`process_events`, `add_header_links`) and `mdbook-html/src/utils.rs` (`id_from_content`,
//! `unique_id`) of mdBook 0.5.4; measured cases in `slug-cases.json`.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd};
use source::Span;

use crate::html::{self, RawHtml};
use crate::{Anchor, Origin};

/// All anchors, in the order in which their elements end; ids may be empty.
pub(crate) fn anchors(content: &str) -> Vec<Anchor> {
    let markdown = content.strip_prefix('\u{feff}').unwrap_or(content);
    let skipped = content.len() - markdown.len();
    let mut reader = Reader::default();
    for (event, range) in Parser::new_ext(markdown, options()).into_offset_iter() {
        reader.read(event, range.start + skipped..range.end + skipped);
    }
    reader.anchors
}

/// The place of each HTML comment that is none in a code block or a code span, in the order of the page.
pub(crate) fn comments(content: &str) -> Vec<Span> {
    let markdown = content.strip_prefix('\u{feff}').unwrap_or(content);
    let skipped = content.len() - markdown.len();
    let (mut comments, mut block) = (Vec::new(), RawHtml::default());
    for (event, range) in Parser::new_ext(markdown, options()).into_offset_iter() {
        let range = range.start + skipped..range.end + skipped;
        if let Event::Html(html) = event {
            block.push(&html, range);
        } else if let Event::InlineHtml(html) = event {
            let mut raw = RawHtml::default();
            raw.push(&html, range);
            comments.extend(html::comments(&raw));
        } else if event == Event::End(TagEnd::HtmlBlock) {
            comments.extend(html::comments(&std::mem::take(&mut block)));
        }
    }
    comments
}

fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_SMART_PUNCTUATION
        | Options::ENABLE_DEFINITION_LIST
}

/// What was read so far, and what is open.
#[derive(Default)]
struct Reader {
    anchors: Vec<Anchor>,
    ids: Ids,
    heading: Option<Heading>,
    html: Option<RawHtml>,
    /// Images inside each other; their alternative text is no part of a heading.
    images: usize,
    /// Footnotes are numbered in the order of their first reference.
    footnotes: BTreeMap<String, usize>,
    after_footnote: bool,
}

/// A heading or definition title whose end was not read yet.
struct Heading {
    explicit: Option<String>,
    text: String,
    range: Range<usize>,
}

impl Reader {
    fn read(&mut self, event: Event<'_>, range: Range<usize>) {
        let after_footnote = std::mem::take(&mut self.after_footnote);
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag),
            Event::Text(text) | Event::Code(text) => self.push(&text),
            Event::SoftBreak => self.push("\n"),
            Event::FootnoteReference(name) if self.images == 0 => {
                let next = self.footnotes.len() + 1;
                let number = *self.footnotes.entry(name.into_string()).or_insert(next);
                self.push(&format!("{}{number}", if after_footnote { " " } else { "" }));
                self.after_footnote = true;
            }
            Event::Html(html) => {
                if let Some(block) = &mut self.html {
                    block.push(&html, range);
                }
            }
            Event::InlineHtml(html) if self.images == 0 => {
                let mut raw = RawHtml::default();
                raw.push(&html, range);
                self.push_html(&raw);
            }
            // A hard break is an element without text; math is not enabled.
            Event::HardBreak
            | Event::Rule
            | Event::TaskListMarker(_)
            | Event::FootnoteReference(_)
            | Event::InlineHtml(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        if let Tag::Heading { id, attrs, .. } = tag {
            // `{id=setup}` sets the same attribute as `{#setup}`, which wins.
            let attribute = attrs.into_iter().find(|(name, _)| &**name == "id").and_then(|(_, value)| value);
            let explicit = id.or(attribute).map(CowStr::into_string);
            self.heading = Some(Heading { explicit, text: String::new(), range });
        } else if matches!(tag, Tag::DefinitionListTitle) {
            self.heading = Some(Heading { explicit: None, text: String::new(), range });
        } else if matches!(tag, Tag::Image { .. }) {
            self.images += 1;
        } else if matches!(tag, Tag::HtmlBlock) {
            self.html = Some(RawHtml::default());
        }
    }

    fn end(&mut self, tag: TagEnd) {
        if matches!(tag, TagEnd::Heading(_) | TagEnd::DefinitionListTitle) {
            if let Some(heading) = self.heading.take() {
                self.push_heading(heading);
            }
        } else if tag == TagEnd::Image {
            self.images = self.images.saturating_sub(1);
        } else if tag == TagEnd::HtmlBlock
            && let Some(block) = self.html.take()
        {
            self.push_html(&block);
        }
    }

    /// Text that a reader sees; it matters in headings only.
    fn push(&mut self, text: &str) {
        if let Some(heading) = self.heading.as_mut().filter(|_| self.images == 0) {
            heading.text.push_str(text);
        }
    }

    fn push_heading(&mut self, Heading { explicit, text, range }: Heading) {
        let span = Span::new(range.start, range.end);
        self.anchors.push(match explicit {
            // Not entered into the used ids: a later heading of the same slug has the same id.
            Some(id) => Anchor { id, span, origin: Origin::Explicit },
            None => Anchor { id: self.ids.unique(slug(&text)), span, origin: Origin::Auto },
        });
    }

    fn push_html(&mut self, raw: &RawHtml) {
        let ids = html::ids(raw).into_iter();
        self.anchors.extend(ids.map(|(id, span)| Anchor { id, span, origin: Origin::Html }));
    }
}

/// The id of a text: lower case, letters, digits, `_` and `-`; each white space becomes a `-`.
fn slug(text: &str) -> String {
    let kept = |character: char| match character {
        '_' | '-' => Some(character),
        letter if letter.is_alphanumeric() => Some(letter),
        space if space.is_whitespace() => Some('-'),
        _ => None,
    };
    text.trim().to_lowercase().chars().filter_map(kept).collect()
}

/// The ids that were given, by which later ones are made unique.
#[derive(Default)]
struct Ids {
    used: BTreeSet<String>,
    /// The suffix to try next for a slug. Those below it are used, so a page of one heading over and
    /// over does not try them all again each time.
    next: BTreeMap<String, u32>,
}

impl Ids {
    /// The slug, or the first of `slug-1`, `slug-2` and so on that is free.
    fn unique(&mut self, slug: String) -> String {
        if self.used.insert(slug.clone()) {
            return slug;
        }
        let next = self.next.entry(slug.clone()).or_insert(1);
        loop {
            let id = format!("{slug}-{next}");
            *next += 1;
            if self.used.insert(id.clone()) {
                return id;
            }
        }
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
    }

    #[test]
    fn repeated_slugs_take_the_first_free_suffix() {
        let mut ids = Ids::default();
        let given = ["foo-1", "foo", "foo", "foo", "foo-1", "", ""].map(|slug| ids.unique(slug.to_owned()));
        assert_eq!(given, ["foo-1", "foo", "foo-2", "foo-3", "foo-1-1", "", "-1"]);
    }
}
