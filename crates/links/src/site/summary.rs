//! The chapters that the `SUMMARY.md` of an mdBook lists.
//!
//! 1. Before the first list and after the last, each link is a chapter.
//! 2. In a list, each item begins with a link; what else an item holds, but inner lists, counts for nothing.
//! 3. Between lists, other blocks are skipped; a paragraph begins what follows the last list, unless a
//!    heading `# …` begins another part.
//! 4. A link without address is a draft, which has no page.
//!
//! Source: `mdbook-summary/src/lib.rs` (`SummaryParser`) of mdBook 0.5.4, which parses `SUMMARY.md` with
//! pulldown-cmark without extensions.

use pulldown_cmark::{Event, HeadingLevel, Parser, Tag, TagEnd};
use source::Span;

/// What a summary says.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Summary {
    /// The locations of chapters below the folder of the book, in order, and the links that name them.
    pub(super) chapters: Vec<(String, Span)>,
    /// What mdBook refuses.
    pub(super) mistakes: Vec<(Span, &'static str)>,
}

/// Where in a summary.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Section {
    /// Before anything but comments.
    Title,
    InTitle,
    Prefix,
    /// Numbered chapters.
    Part {
        has_list: bool,
    },
    Suffix,
}

/// Reads a `SUMMARY.md`.
pub(super) fn read(markdown: &str) -> Summary {
    let mut summary = Summary::default();
    let mut section = Section::Title;
    let (mut lists, mut quotes) = (0_usize, 0_usize);
    // The item whose link is awaited.
    let mut awaited: Option<Span> = None;
    for (event, range) in Parser::new(markdown).into_offset_iter() {
        let span = Span::new(range.start, range.end);
        if let Some(item) = awaited {
            if event == Event::Start(Tag::Paragraph) {
                continue;
            }
            awaited = None;
            if let Event::Start(Tag::Link { dest_url, .. }) = &event {
                summary.chapter(dest_url, span);
                continue;
            }
            summary.mistakes.push((item, "an item of the summary must begin with a link"));
        }
        if section == Section::Title && !is_html(&event) {
            let is_title = matches!(event, Event::Start(Tag::Heading { level: HeadingLevel::H1, .. }));
            section = if is_title { Section::InTitle } else { Section::Prefix };
        }
        match event {
            Event::End(TagEnd::Heading(_)) if section == Section::InTitle => section = Section::Prefix,
            Event::Start(Tag::List(_)) => {
                if section == Section::Suffix && lists + quotes == 0 {
                    summary.mistakes.push((span, "no list can follow the chapters behind the last list"));
                } else if section != Section::Suffix {
                    section = Section::Part { has_list: true };
                }
                lists += 1;
            }
            Event::End(TagEnd::List(_)) => lists -= 1,
            Event::Start(Tag::Item) => awaited = Some(Span::new(range.start, end_of_line(markdown, range.start))),
            Event::Start(Tag::BlockQuote(_)) => quotes += 1,
            Event::End(TagEnd::BlockQuote(_)) => quotes -= 1,
            Event::Start(Tag::Heading { level: HeadingLevel::H1, .. }) if lists + quotes == 0 => match section {
                Section::Suffix => {
                    summary.mistakes.push((span, "no part can follow the chapters behind the last list"));
                }
                Section::InTitle => {}
                Section::Title | Section::Prefix | Section::Part { .. } => section = Section::Part { has_list: false },
            },
            Event::Start(Tag::Paragraph) if lists + quotes == 0 && section == (Section::Part { has_list: true }) => {
                section = Section::Suffix;
            }
            Event::Start(Tag::Link { dest_url, .. }) if lists == 0 => {
                if matches!(section, Section::Prefix | Section::Suffix) {
                    summary.chapter(&dest_url, span);
                }
            }
            Event::Start(_)
            | Event::End(_)
            | Event::Text(_)
            | Event::Code(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::Html(_)
            | Event::InlineHtml(_)
            | Event::FootnoteReference(_)
            | Event::SoftBreak
            | Event::HardBreak
            | Event::Rule
            | Event::TaskListMarker(_) => {}
        }
    }
    summary
}

impl Summary {
    fn chapter(&mut self, address: &str, span: Span) {
        if !address.is_empty() {
            self.chapters.push((address.replace("%20", " "), span));
        }
    }
}

fn is_html(event: &Event<'_>) -> bool {
    let is_block = matches!(event, Event::Start(Tag::HtmlBlock) | Event::End(TagEnd::HtmlBlock));
    is_block || matches!(event, Event::Html(_) | Event::InlineHtml(_))
}

/// The end of the line at an offset.
fn end_of_line(text: &str, from: usize) -> usize {
    text[from..].find(['\n', '\r']).map_or(text.len(), |length| from + length)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chapters(markdown: &str) -> Vec<String> {
        read(markdown).chapters.into_iter().map(|(location, _)| location).collect()
    }

    fn mistakes(markdown: &str) -> Vec<(&str, &str)> {
        let mistakes = read(markdown).mistakes.into_iter();
        mistakes.map(|(span, message)| (&markdown[span.range()], message)).collect()
    }

    #[test]
    fn chapters_stand_before_in_and_behind_the_lists() {
        let summary = "# The Rust Programming Language\n\n[The Rust Programming Language](title-page.md)\n\
            [Foreword](foreword.md)\n\n## Getting started\n\n\
            - [Getting Started](ch01-00-getting-started.md)\n  - [Installation](ch01-01-installation.md)\n\
            \x20   - [`[a]` deep](./deep%20er.md)\n- [Draft]()\n\n---\n\n# Part two\n\n- [Two](two/README.md)\n\n\
            [Contributors](misc/contributors.md)\n";
        assert_eq!(
            chapters(summary),
            [
                "title-page.md",
                "foreword.md",
                "ch01-00-getting-started.md",
                "ch01-01-installation.md",
                "./deep er.md",
                "two/README.md",
                "misc/contributors.md"
            ]
        );
        assert_eq!(mistakes(summary), []);
    }

    #[test]
    fn only_the_link_at_the_beginning_of_an_item_is_a_chapter() {
        assert_eq!(chapters("<!-- x -->\n# [t](t.md)\n\n* [a](a.md) [b](b.md)\n\n  [c](c.md)\n"), ["a.md"]);
        let text = "- [a](a.md)\n- b\n- **[c](c.md)**\n";
        let message = "an item of the summary must begin with a link";
        assert_eq!(mistakes(text), [("- b", message), ("- **[c](c.md)**", message)]);
        assert_eq!(chapters(text), ["a.md"]);
    }

    #[test]
    fn nothing_but_chapters_follows_the_last_list() {
        let text = "- [a](a.md)\n\n[b](b.md)\n\n- [c](c.md)\n";
        assert_eq!(mistakes(text).len(), 1);
        assert_eq!(mistakes("- [a](a.md)\n\n[b](b.md)\n\n# Part\n").len(), 1);
        assert_eq!(mistakes("- [a](a.md)\n\n# Part\n\n- [b](b.md)\n\n[c](c.md)\n"), []);
    }
}
