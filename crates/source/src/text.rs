//! Texts with their names, spans in bytes, and positions in lines and columns.

use std::fmt;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// A half-open range of bytes in a text, always on character borders.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The span from `start` to `end`, both byte offsets below 4 GiB.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        let byte = |offset| u32::try_from(offset).unwrap_or(u32::MAX);
        Self { start: byte(start), end: byte(end).max(byte(start)) }
    }

    /// The same bytes as a range that indexes a `str`.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Whether the two have a byte in common, or one lies empty inside or at the edge of the other.
    #[must_use]
    pub fn touches(self, other: Self) -> bool {
        self.start <= other.end && other.start <= self.end
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

/// Where something stands for a reader: both numbers count from 1, columns count characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// Line, from 1.
    pub line: u32,
    /// Column in Unicode scalar values, from 1.
    pub column: u32,
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// A text and the name under which people know it: a path relative to the project, with `/`.
///
/// Cheap to clone; two texts are equal when name and content are.
#[derive(Clone)]
pub struct Text(Arc<Inner>);

struct Inner {
    name: String,
    content: String,
    line_starts: OnceLock<Vec<u32>>,
}

impl Text {
    /// A text of `content`, known as `name`.
    #[must_use]
    pub fn new(name: impl Into<String>, content: impl Into<String>) -> Self {
        let (name, content) = (name.into(), content.into());
        Self(Arc::new(Inner { name, content, line_starts: OnceLock::new() }))
    }

    /// The name that diagnostics print.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// The whole content.
    #[must_use]
    pub fn content(&self) -> &str {
        &self.0.content
    }

    /// The bytes of `span` as text; empty where the span lies outside or cuts a character.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.content().get(span.range()).unwrap_or_default()
    }

    /// Line and column of a byte offset; offsets past the end mean the end.
    #[must_use]
    pub fn position(&self, offset: u32) -> Position {
        let line = self.line(offset);
        let end = u32::try_from(self.content().len()).unwrap_or(u32::MAX);
        let before = self.slice(Span { start: self.line_start(line), end: offset.min(end) });
        let column = u32::try_from(before.chars().count()).unwrap_or(u32::MAX).saturating_add(1);
        Position { line, column }
    }

    /// The line of a byte offset, from 1; offsets past the end mean the last line.
    pub(crate) fn line(&self, offset: u32) -> u32 {
        let line = self.line_starts().partition_point(|&start| start <= offset);
        u32::try_from(line).unwrap_or(u32::MAX).max(1)
    }

    /// The byte offset at which a line begins, lines counted from 1; the end for lines past it.
    #[must_use]
    pub fn line_start(&self, line: u32) -> u32 {
        let end = u32::try_from(self.content().len()).unwrap_or(u32::MAX);
        self.line_starts().get(line.saturating_sub(1) as usize).copied().unwrap_or(end)
    }

    /// How many lines there are; a text without a line break is one line.
    #[must_use]
    pub fn line_count(&self) -> u32 {
        u32::try_from(self.line_starts().len()).unwrap_or(u32::MAX)
    }

    /// A place in this text.
    #[must_use]
    pub fn at(&self, span: Span) -> Place {
        Place { text: self.clone(), span }
    }

    fn line_starts(&self) -> &[u32] {
        self.0.line_starts.get_or_init(|| {
            let breaks = self.content().bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
            let after = breaks.map(|(at, _)| u32::try_from(at + 1).unwrap_or(u32::MAX));
            std::iter::once(0).chain(after).collect()
        })
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || (self.name() == other.name() && self.content() == other.content())
    }
}

impl Eq for Text {}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Text({:?}, {} bytes)", self.name(), self.content().len())
    }
}

/// A span in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The text.
    pub text: Text,
    /// The bytes in it.
    pub span: Span,
}

impl Place {
    /// Where the place begins.
    #[must_use]
    pub fn start(&self) -> Position {
        self.text.position(self.span.start)
    }

    /// Where the place ends, one past its last character.
    #[must_use]
    pub fn end(&self) -> Position {
        self.text.position(self.span.end)
    }
}

impl fmt::Display for Place {
    /// `path:line:column`, as terminals and editors link it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.text.name(), self.start())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_lines_and_characters_from_one() {
        let text = Text::new("a.yaml", "é: 1\nb: 2\n");
        let at = |offset| text.position(offset).to_string();
        assert_eq!([at(0), at(2), at(6), at(9), at(99)], ["1:1", "1:2", "2:1", "2:4", "3:1"]);
        assert_eq!((text.line_start(2), text.line_start(9), text.line_count()), (6, 11, 3));
    }
}
