//! Anchors as MkDocs makes them, with Python-Markdown and its extension `toc`.
//!
//! 1. Blocks of raw HTML reach to their end tag, so that no heading is inside of them; `#Heading` needs
//!    no space, and ends a paragraph; an underline makes a heading of one line only.
//! 2. With `attr_list`, `{#setup}` and `{: #setup }` are ids of headings, paragraphs and inline elements.
//! 3. The text of a heading is what its HTML says, without images; white space becomes one space.
//! 4. Its slug is decomposed (NFKD) and loses all that is no ASCII letter, digit, `_`, `-` or space; runs
//!    of `-` and spaces become one separator.
//! 5. A slug that is empty or used counts on at `_1`; ids of the whole page that were written count as
//!    used, wherever they stand.
//!
//! Not followed: fences inside of lists, which are code here and none in Python-Markdown without
//! `pymdownx.superfences`; and raw HTML inside of elements that `md_in_html` reads.
//!
//! Source: `extensions/toc.py`, `extensions/attr_list.py`, `blockprocessors.py` and `htmlparser.py` of
//! Python-Markdown 3.11.3; `pymdownx/slugs.py` of pymdown-extensions.

use std::ops::Range;

use source::Span;

use super::of_html;
use crate::html::{self, RawHtml};
use crate::ids::UnderscoreIds;
use crate::markdown::{self, Extension, Heading, Item, Part};
use crate::overlay::{Prepared, blanked, without_code, without_front_matter};
use crate::{Anchor, Origin, unicode};

mod attributes;

/// The settings of MkDocs that change anchors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mkdocs {
    /// `toc.slugify`.
    pub slugify: Slugify,
    /// `toc.separator`; `None` where it is empty. Longer ones than a character are not known.
    pub separator: Option<char>,
    /// Whether `markdown_extensions` has `attr_list`.
    pub attr_list: bool,
    /// Whether `markdown_extensions` has `md_in_html`: Markdown inside of elements with the attribute
    /// `markdown`.
    pub md_in_html: bool,
    /// Whether `markdown_extensions` has `footnotes`.
    pub footnotes: bool,
}

/// A slug function of Python-Markdown or pymdown-extensions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Slugify {
    /// `markdown.extensions.toc.slugify`, the default: ASCII only.
    Ascii,
    /// `markdown.extensions.toc.slugify_unicode`.
    Unicode,
    /// `pymdownx.slugs.slugify` with its `case`.
    Pymdownx(Case),
}

/// What `pymdownx.slugs.slugify` does to capital letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Case {
    /// `none`, the default.
    Kept,
    /// `lower`.
    Lower,
    /// `lower-ascii`.
    LowerAscii,
}

impl Mkdocs {
    /// MkDocs without settings.
    pub const DEFAULT: Self =
        Self { slugify: Slugify::Ascii, separator: Some('-'), attr_list: false, md_in_html: false, footnotes: false };
}

impl Default for Mkdocs {
    fn default() -> Self {
        Self::DEFAULT
    }
}

/// Elements that Python-Markdown takes for blocks (`core.py`, `block_level_elements`).
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "canvas",
    "center",
    "colgroup",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "group",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "html",
    "iframe",
    "legend",
    "li",
    "main",
    "map",
    "math",
    "menu",
    "nav",
    "noscript",
    "object",
    "ol",
    "option",
    "output",
    "p",
    "pre",
    "progress",
    "script",
    "search",
    "section",
    "style",
    "summary",
    "table",
    "tbody",
    "td",
    "textarea",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
    "video",
];

/// A heading whose id was not made yet, as ids that are written count first.
struct Found {
    explicit: Option<String>,
    text: String,
    span: Span,
}

pub(crate) fn prepared(content: &str, settings: Mkdocs) -> Prepared<'_> {
    let extensions: &[Extension] =
        if settings.footnotes { &[Extension::Tables, Extension::Footnotes] } else { &[Extension::Tables] };
    let markdown = without_front_matter(content);
    let elements = html::elements(&without_code(&markdown, extensions), BLOCKS);
    let raw: Vec<Range<usize>> = elements.into_iter().flat_map(|range| raw_parts(&markdown, range, settings)).collect();
    let anchors = raw.iter().flat_map(|range| of_html(&RawHtml::part(&markdown, range.clone())).collect::<Vec<_>>());
    let anchors = anchors.collect();
    let rest = if raw.is_empty() { markdown } else { blanked(&markdown, &raw).into() };
    Prepared { raw, anchors, ..Prepared::new(rest, extensions) }
}

pub(crate) fn anchors(page: &Prepared<'_>, settings: Mkdocs) -> Vec<Anchor> {
    let markdown = &*page.markdown;
    let mut anchors = Vec::new();
    let mut found = Vec::new();
    markdown::read(markdown, &page.extensions, |item| match item {
        Item::Heading(heading) if is_indented(markdown, heading.range.start) => {}
        Item::Heading(heading) => {
            found.extend(of_heading(&heading, heading.range.clone(), settings));
            if settings.attr_list {
                anchors.extend(attributes::of_inline(markdown, heading.inner));
            }
        }
        Item::Html(raw) => anchors.extend(of_html(&raw)),
        Item::Paragraph(range) => {
            found.extend(headings_inside(markdown, range.clone(), &page.extensions, settings));
            if settings.attr_list {
                anchors.extend(attributes::of_inline(markdown, range));
            }
        }
        Item::HtmlBlock(_) | Item::CodeBlock(_) => {}
    });
    let of_elements = anchors.iter().filter(|anchor| anchor.origin == Origin::Explicit).map(|anchor| anchor.id.clone());
    let written = of_elements.chain(found.iter().filter_map(|heading| heading.explicit.clone()));
    let mut ids = UnderscoreIds::with(written.collect::<Vec<_>>());
    anchors.extend(found.into_iter().map(|Found { explicit, text, span }| match explicit {
        Some(id) => Anchor { id, span, origin: Origin::Explicit },
        None => Anchor { id: ids.unique(slug(&text, settings)), span, origin: Origin::Auto },
    }));
    anchors
}

/// What is raw of an element: all of it, or its tags where there is Markdown inside.
fn raw_parts(markdown: &str, range: Range<usize>, settings: Mkdocs) -> Vec<Range<usize>> {
    let element = &markdown[range.clone()];
    let Some((tag, _)) = element.split_once('>') else { return vec![range] };
    let is_attribute = |word: &str| word == "markdown" || word.starts_with("markdown=");
    if !settings.md_in_html || !tag.split_whitespace().skip(1).any(is_attribute) {
        return vec![range];
    }
    let start = range.start..range.start + tag.len() + 1;
    let end = element.rfind("</").filter(|_| element.ends_with('>')).map(|end| range.start + end..range.end);
    std::iter::once(start).chain(end).collect()
}

/// Whether spaces stand before a heading that are no indentation of a list, which is by four.
fn is_indented(markdown: &str, start: usize) -> bool {
    let before = markdown[..start].trim_end_matches(' ');
    (before.is_empty() || before.ends_with('\n')) && !(start - before.len()).is_multiple_of(4)
}

/// A heading at the range; `None` where it is underlined and has more than one line.
fn of_heading(heading: &Heading, range: Range<usize>, settings: Mkdocs) -> Option<Found> {
    if heading.parts.iter().any(|part| matches!(part, Part::SoftBreak | Part::HardBreak)) {
        return None;
    }
    let explicit = if settings.attr_list { attributes::of_heading(&heading.parts) } else { None };
    Some(Found { explicit, text: text(heading, settings), span: Span::new(range.start, range.end) })
}

/// Lines of a paragraph that are headings all the same, as no space follows their `#`.
fn headings_inside(markdown: &str, range: Range<usize>, extensions: &[Extension], settings: Mkdocs) -> Vec<Found> {
    let (mut found, mut at) = (Vec::new(), range.start);
    for line in markdown[range].split_inclusive('\n') {
        let text = line.trim_start_matches(['>', ' ']);
        let start = at + line.len() - text.len();
        at += line.len();
        let title = text.trim_start_matches('#');
        let marks = text.len() - title.len();
        if marks == 0 || title.trim().is_empty() {
            continue;
        }
        // Seven marks are six and the first character of the title.
        let spaced = format!("{} {}", &text[..marks.min(6)], &text[marks.min(6)..]);
        markdown::read(&spaced, extensions, |item| {
            if let Item::Heading(heading) = item {
                found.extend(of_heading(&heading, start..start + text.trim_end().len(), settings));
            }
        });
    }
    found
}

/// The text of a heading as `toc.py` reads it from the HTML (`strip_tags`).
fn text(heading: &Heading, settings: Mkdocs) -> String {
    let mut text = String::new();
    let mut is_after_element = false;
    for part in &heading.parts {
        match part {
            Part::Literal(literal) if is_after_element && settings.attr_list => {
                text.push_str(&without_tags(attributes::after(literal)));
            }
            Part::Literal(literal) => text.push_str(&without_tags(literal)),
            Part::Plain(said) | Part::Code(said) => text.push_str(said),
            Part::Html(_)
            | Part::Autolink
            | Part::Close
            | Part::Image(_)
            | Part::SoftBreak
            | Part::HardBreak
            | Part::Footnote { .. } => {}
        }
        is_after_element = matches!(part, Part::Code(_) | Part::Close | Part::Image(_));
    }
    text.split(unicode::is_python_space).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The text without what Python-Markdown takes for a tag and CommonMark does not.
fn without_tags(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        kept.push_str(&rest[..at]);
        rest = &rest[at..];
        let after = after_tag(rest).unwrap_or_else(|| {
            kept.push('<');
            &rest[1..]
        });
        rest = after;
    }
    kept + rest
}

/// What stands after the tag that the text begins with (`inlinepatterns.py`, `HTML_RE`). Values are not
/// looked into: a tag whose value has `<` or `>` is one for CommonMark too.
fn after_tag(text: &str) -> Option<&str> {
    let inside = &text[1..];
    let end = inside.find(['<', '>'])?;
    let (tag, after) = (&inside[..end], inside[end..].strip_prefix('>')?);
    let name = tag.strip_prefix('/').unwrap_or(tag);
    let first = name.split(char::is_whitespace).next()?;
    let is_name = first.starts_with(|letter: char| letter.is_ascii_alphabetic()) && !first.contains(['"', '\'', '@']);
    let attributes = &name[first.len()..];
    // An attribute without a value is anything but quotes and `=`.
    (is_name && !attributes.contains(['"', '\'', '='])).then_some(after)
}

fn slug(text: &str, settings: Mkdocs) -> String {
    let separator = settings.separator.map(String::from).unwrap_or_default();
    let is_kept = |character: &char| unicode::is_python_word(*character) || matches!(character, '-' | ' ');
    match settings.slugify {
        Slugify::Ascii => joined(&unicode::ascii(text), settings.separator),
        Slugify::Unicode => joined(text, settings.separator),
        Slugify::Pymdownx(case) => {
            let text = html_stripped(&unicode::composed(text));
            let text = text.trim_matches(unicode::is_python_space);
            let text = match case {
                Case::Kept => text.to_owned(),
                Case::Lower => text.to_lowercase(),
                Case::LowerAscii => text.to_ascii_lowercase(),
            };
            text.chars().filter(is_kept).collect::<String>().replace(' ', &separator)
        }
    }
}

/// The words in lower case, with one separator for each run of it and of white space.
fn joined(text: &str, separator: Option<char>) -> String {
    let is_kept = |character: &char| {
        *character == '-' || unicode::is_python_word(*character) || unicode::is_python_space(*character)
    };
    let kept: String = text.chars().filter(is_kept).collect();
    let mut slug = String::with_capacity(kept.len());
    let mut is_run = false;
    for character in kept.trim_matches(unicode::is_python_space).to_lowercase().chars() {
        let is_separator = Some(character) == separator || unicode::is_python_space(character);
        if !is_separator {
            slug.push(character);
        } else if !is_run {
            slug.extend(separator);
        }
        is_run = is_separator;
    }
    slug
}

/// The text without `<…>`, whatever it is (`pymdownx/slugs.py`, `RE_TAGS`: `</?[^>]*>`).
fn html_stripped(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, inside)) = rest.split_once('<') {
        let Some((_, after)) = inside.split_once('>') else { break };
        kept.push_str(before);
        rest = after;
    }
    kept + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_follow_the_settings() {
        let ascii = Mkdocs::DEFAULT;
        let under = Mkdocs { separator: Some('_'), ..ascii };
        let unicode = Mkdocs { slugify: Slugify::Unicode, ..ascii };
        let lower = Mkdocs { slugify: Slugify::Pymdownx(Case::Lower), ..ascii };
        let kept = Mkdocs { slugify: Slugify::Pymdownx(Case::Kept), ..ascii };
        let cases = [
            (ascii, "Über uns: Café ½™", "uber-uns-cafe-12tm"),
            (ascii, "-- a  --b", "-a-b"),
            (ascii, "Привет", ""),
            (under, "a - b__c", "a_-_b_c"),
            (unicode, "Über  uns ", "über-uns"),
            (lower, "Vec<T> & Über", "vec--über"),
            (kept, "Cafe\u{301} A", "Café-A"),
        ];
        for (settings, text, expected) in cases {
            assert_eq!(slug(text, settings), expected, "{settings:?} {text:?}");
        }
    }

    #[test]
    fn tags_of_python_markdown_are_no_text() {
        let cases = [
            ("map<string, AnyValue> x", "map x"),
            ("a < b > c", "a < b > c"),
            ("a <b c=d> e", "a <b c=d> e"),
            ("<a <b>", "<a "),
            ("<x@y>", "<x@y>"),
        ];
        for (text, expected) in cases {
            assert_eq!(without_tags(text), expected, "{text:?}");
        }
    }
}
