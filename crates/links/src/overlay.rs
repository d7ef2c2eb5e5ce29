//! What a flavour reads before the Markdown: parts of the page are replaced by spaces, so that all
//! places stay what they were.

use std::borrow::Cow;
use std::ops::Range;

use crate::Anchor;
use crate::markdown::{self, Extension, Item};

/// A page as the parser of its flavour is given it. All places are those of the page.
#[derive(Debug)]
pub(crate) struct Prepared<'a> {
    /// The page, with spaces for what the parser does not see.
    pub(crate) markdown: Cow<'a, str>,
    /// What it may use besides CommonMark.
    pub(crate) extensions: Vec<Extension>,
    /// Raw HTML that was taken out.
    pub(crate) raw: Vec<Range<usize>>,
    /// The anchors of what was taken out.
    pub(crate) anchors: Vec<Anchor>,
}

impl<'a> Prepared<'a> {
    pub(crate) fn new(markdown: Cow<'a, str>, extensions: &[Extension]) -> Self {
        Self { markdown, extensions: extensions.to_vec(), raw: Vec::new(), anchors: Vec::new() }
    }
}

/// The page with spaces for the front matter.
pub(crate) fn without_front_matter(content: &str) -> Cow<'_, str> {
    let Some(inside) = front_matter(content) else { return Cow::Borrowed(content) };
    let end = content[inside.end..].find('\n').map_or(content.len(), |end| inside.end + end);
    Cow::Owned(blanked(content, std::slice::from_ref(&(0..end))))
}

/// What stands between a first line `---` and the next `---` or `...`.
pub(crate) fn front_matter(content: &str) -> Option<Range<usize>> {
    let start = content.len() - content.strip_prefix('\u{feff}').unwrap_or(content).len();
    let mut lines = content[start..].split_inclusive('\n');
    let first = lines.next().filter(|line| line.trim_end() == "---")?;
    let inside = start + first.len();
    let mut end = inside;
    for line in lines {
        if matches!(line.trim_end(), "---" | "...") {
            return Some(inside..end);
        }
        end += line.len();
    }
    None
}

/// The page with a space for each byte in the ranges, but for the ends of lines.
pub(crate) fn blanked(content: &str, ranges: &[Range<usize>]) -> String {
    let mut bytes = content.as_bytes().to_vec();
    for range in ranges {
        for byte in &mut bytes[range.clone()] {
            if !matches!(byte, b'\n' | b'\r') {
                *byte = b' ';
            }
        }
    }
    // Ranges end between characters; where one does not, the page is what it was.
    String::from_utf8(bytes).unwrap_or_else(|_| content.to_owned())
}

/// Each line, with its end, that is no part of code or of a block of raw HTML.
pub(crate) fn lines_outside_of_code(content: &str, extensions: &[Extension]) -> Vec<Range<usize>> {
    let mut taken = Vec::new();
    markdown::read(content, extensions, |item| match item {
        Item::CodeBlock(range) | Item::HtmlBlock(range) => taken.push(range),
        Item::Heading(_) | Item::Html(_) | Item::Paragraph(_) => {}
    });
    taken.sort_by_key(|range| range.start);
    let (mut at, mut next, mut lines) = (0, 0, Vec::new());
    for line in content.split_inclusive('\n') {
        let range = at..at + line.len();
        at = range.end;
        while taken.get(next).is_some_and(|taken| taken.end <= range.start) {
            next += 1;
        }
        if taken.get(next).is_none_or(|taken| taken.start >= range.end) {
            lines.push(range);
        }
    }
    lines
}

/// The page with spaces for code.
pub(crate) fn without_code(content: &str, extensions: &[Extension]) -> String {
    let mut code = Vec::new();
    markdown::read(content, extensions, |item| match item {
        Item::CodeBlock(range) => code.push(range),
        Item::Heading(_) | Item::Html(_) | Item::Paragraph(_) | Item::HtmlBlock(_) => {}
    });
    blanked(content, &code)
}
