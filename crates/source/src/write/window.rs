//! Cuts the lines around marked spans out of a text, made safe to show, and moves the spans along.
//!
//! 1. A span is tidied: inside the text, on character borders, without the blank end that block nodes
//!    of YAML have, and not longer than a reader wants to see.
//! 2. Its lines are copied, line breaks unified, hidden characters escaped, overlong lines elided to
//!    what stands around the borders of spans.

use std::ops::Range;

use crate::{Span, Text};

use super::visible;

/// Lines of at most this many columns are shown whole.
const WIDE: usize = 200;

/// What of a wider line is shown: as many columns on both sides of each border of a span.
const AROUND: usize = 60;

/// Spans of more lines are shown by their first line, and marks further apart have windows of their own.
pub(super) const TALL: u32 = 50;

/// Stands for what was left out of a line.
const ELISION: &str = "...";

/// Consecutive lines of a text, ready for a snippet.
#[derive(Debug)]
pub(super) struct Window {
    /// The lines, each ended by a line break.
    pub(super) source: String,
    /// The number of the first line, from 1.
    pub(super) first_line: u32,
    /// The given spans as bytes of `source`, in the given order.
    pub(super) spans: Vec<Range<usize>>,
}

/// The span as it is shown: inside the text, on character borders, without a blank end on further
/// lines, and its first line alone where it is taller than [`TALL`].
pub(super) fn tidy(text: &Text, span: Span) -> Span {
    let content = text.content();
    let end = content.floor_char_boundary(span.range().end);
    let start = content.floor_char_boundary(span.range().start).min(end);
    let marked = &content[start..end];
    let Some(first_break) = marked.find('\n') else { return Span::new(start, end) };
    let tidied = Span::new(start, start + marked.trim_end().len());
    if text.line(tidied.end) - text.line(tidied.start) < TALL {
        tidied
    } else {
        Span::new(start, start + marked[..first_break].trim_end().len())
    }
}

/// The lines from the first to the last of `spans`, which are tidied and of one text.
pub(super) fn window(text: &Text, spans: &[Span]) -> Window {
    let first_line = spans.iter().map(|span| text.line(span.start)).min().unwrap_or(1);
    let last_line = spans.iter().map(|span| text.line(span.end)).max().unwrap_or(1);
    let mut borders: Vec<usize> = spans.iter().flat_map(|span| [span.range().start, span.range().end]).collect();
    borders.sort_unstable();
    borders.dedup();

    let mut source = String::new();
    let mut moved = Vec::with_capacity(borders.len());
    for line in first_line..=last_line {
        let Range { start, end } = line_range(text, line);
        let inside = &borders[moved.len()..];
        // A border in the line break itself is shown at the end of its line.
        let next_line = text.line_start(line + 1) as usize;
        let inside = &inside[..inside.partition_point(|&border| border < next_line || line == last_line)];
        let points: Vec<usize> = inside.iter().map(|&border| border.min(end) - start).collect();
        moved.extend(push_line(&mut source, &text.content()[start..end], &points));
        source.push('\n');
    }
    let at = |border: usize| borders.binary_search(&border).map_or(source.len(), |index| moved[index]);
    let spans = spans.iter().map(|span| at(span.range().start)..at(span.range().end)).collect();
    Window { source, first_line, spans }
}

/// The bytes of a line without its line break.
fn line_range(text: &Text, line: u32) -> Range<usize> {
    let start = text.line_start(line) as usize;
    if line >= text.line_count() {
        return start..text.content().len();
    }
    let end = text.line_start(line + 1) as usize - 1;
    let return_mark = usize::from(text.content()[start..end].ends_with('\r'));
    start..end - return_mark
}

/// Appends a line as it is shown, and gives the place in `source` of each of the sorted `points`.
fn push_line(source: &mut String, line: &str, points: &[usize]) -> Vec<usize> {
    let mut moved = Vec::with_capacity(points.len());
    let mut shown_to = 0;
    for kept in kept_ranges(line, points) {
        if kept.start > shown_to {
            source.push_str(ELISION);
        }
        for (offset, character) in line[kept.clone()].char_indices() {
            while points.get(moved.len()) == Some(&(kept.start + offset)) {
                moved.push(source.len());
            }
            visible::push(source, character);
        }
        while points.get(moved.len()) == Some(&kept.end) {
            moved.push(source.len());
        }
        shown_to = kept.end;
    }
    if shown_to < line.len() {
        source.push_str(ELISION);
    }
    moved
}

/// What is shown of a line: all of it, or what is around the points; its beginning where there are none.
fn kept_ranges(line: &str, points: &[usize]) -> Vec<Range<usize>> {
    if reach(line.chars(), WIDE) == line.len() {
        return std::iter::once(0..line.len()).collect();
    }
    let mut kept: Vec<Range<usize>> = Vec::new();
    let points = if points.is_empty() { &[0] } else { points };
    for &point in points {
        let start = point - reach(line[..point].chars().rev(), AROUND);
        let end = point + reach(line[point..].chars(), AROUND);
        match kept.last_mut() {
            Some(last) if start <= last.end => last.end = last.end.max(end),
            Some(_) | None => kept.push(start..end),
        }
    }
    kept
}

/// How many bytes of `characters` fit into so many columns.
fn reach(characters: impl Iterator<Item = char>, mut columns: usize) -> usize {
    let mut bytes = 0;
    for character in characters {
        match columns.checked_sub(width(character)) {
            Some(rest) => columns = rest,
            None => break,
        }
        bytes += character.len_utf8();
    }
    bytes
}

/// An upper bound of the columns that a character takes; tabs are shown as four spaces.
fn width(character: char) -> usize {
    match character {
        '\t' => 4,
        hidden if visible::is_hidden(hidden) => hidden.escape_default().len(),
        ascii if ascii.is_ascii() => 1,
        _ => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The window around one span, with the moved span in brackets.
    fn shown(content: &str, span: Range<usize>) -> String {
        let text = Text::new("a.yaml", content);
        let window = window(&text, &[tidy(&text, Span::new(span.start, span.end))]);
        let mut source = window.source;
        source.insert(window.spans[0].end, ']');
        source.insert(window.spans[0].start, '[');
        format!("{}: {source}", window.first_line)
    }

    #[test]
    fn spans_move_with_the_lines_they_mark() {
        let cases = [
            ("", 0..0, "1: []\n"),
            ("a: 1\nb: 2\n", 5..6, "2: [b]: 2\n"),
            ("a: 1\nb: 2\n", 10..10, "3: []\n"),
            ("a: 1\r\nb: 2\r\n", 3..4, "1: a: [1]\n"),
            ("a: 1\r\nb: 2\r\n", 5..5, "1: a: 1[]\n"),
            ("a:\n  b: 1\n\nc: 2\n", 0..11, "1: [a:\n  b: 1]\n"),
            ("a\u{202e}b c", 5..6, "1: a\\u{202e}b[ ]c\n"),
            ("\n\n", 0..2, "1: []\n"),
            ("é", 1..1, "1: []é\n"),
            ("a", 7..9, "1: a[]\n"),
        ];
        for (content, span, expected) in cases {
            assert_eq!(shown(content, span.clone()), expected, "{content:?} {span:?}");
        }
    }

    #[test]
    fn a_wide_line_is_elided_to_what_is_around_the_span() {
        let line = "x".repeat(1_000_000);
        let shown = shown(&line, 500_000..500_002);
        assert_eq!(shown, format!("1: ...{}[xx]{}...\n", "x".repeat(60), "x".repeat(60)));
    }

    #[test]
    fn a_tall_span_is_shown_by_its_first_line() {
        let content = "- a\n".repeat(1_000);
        assert_eq!(shown(&content, 4..4_000), "2: [- a]\n");
    }
}
