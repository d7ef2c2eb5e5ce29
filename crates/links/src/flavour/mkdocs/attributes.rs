//! Ids of the extension `attr_list`: `{#setup}` and `{: #setup }`.
//!
//! Source: `extensions/attr_list.py` of Python-Markdown 3.11.3.

use std::ops::Range;

use source::Span;

use crate::markdown::Part;
use crate::{Anchor, Origin};

/// The id in the braces that the text of a heading ends with, after a space.
pub(super) fn of_heading(parts: &[Part]) -> Option<String> {
    // Attributes stand in the text after the last element.
    let is_text = |part: &&Part| matches!(part, Part::Literal(_) | Part::Plain(_));
    let mut tail: Vec<&str> = parts.iter().rev().take_while(is_text).map(Part::text).collect();
    tail.reverse();
    let tail = tail.concat();
    let text = tail.trim_end_matches(' ').strip_suffix('}')?;
    let starts = text.match_indices(" {").map(|(at, mark)| &text[at + mark.len()..]);
    // The first braces that are not empty count, with all up to the end.
    let list = starts.map(inside).find(|list| !list.is_empty() && !list.starts_with('}'))?;
    id(list).filter(|(_, rest)| !rest.contains('}')).map(|(id, _)| id.to_owned()).filter(|id| !id.is_empty())
}

/// The ids inside of a paragraph or heading: of its last line, and of inline elements right after which braces stand.
pub(super) fn of_inline(markdown: &str, range: Range<usize>) -> Vec<Anchor> {
    let text = markdown[range.clone()].trim_end();
    let mut anchors = Vec::new();
    for (at, _) in text.match_indices('{') {
        let list = &text[at + 1..];
        let Some(end) = list.find(['{', '}', '\n']).filter(|&end| list[end..].starts_with('}')) else { continue };
        let line = text[..at].trim_end_matches([' ', '>']);
        let is_last_line = line.ends_with('\n') && at + 1 + end + 1 == text.len();
        let is_after_element = text[..at].ends_with([')', ']', '*', '_', '`', '>']);
        if let Some((id, _)) = id(inside(&list[..end])).filter(|_| is_last_line || is_after_element) {
            let start = range.start + at;
            let span = Span::new(start, start + end + 2);
            anchors.push(Anchor { id: id.to_owned(), span, origin: Origin::Explicit });
        }
    }
    anchors
}

/// The text without the attributes that it begins with.
pub(super) fn after(text: &str) -> &str {
    let list = text.strip_prefix('{').and_then(|list| list.split_once('}'));
    list.filter(|(list, _)| !inside(list).is_empty()).map_or(text, |(_, after)| after)
}

/// The list after the `:` that it may begin with.
fn inside(list: &str) -> &str {
    list.strip_prefix(':').unwrap_or(list).trim_start_matches(' ')
}

/// The last id of a list of attributes, and what stands after the part that is a list.
fn id(list: &str) -> Option<(&str, &str)> {
    let (mut id, mut rest) = (None, list);
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix(' ') {
            rest = after;
            continue;
        }
        let key = &rest[..rest.find([' ', '=', '}']).unwrap_or(rest.len())];
        if key.is_empty() {
            break;
        }
        let after = &rest[key.len()..];
        let Some((value, after)) = after.strip_prefix('=').and_then(value) else {
            id = key.strip_prefix('#').or(id);
            rest = after;
            continue;
        };
        if key == "id" {
            id = Some(value);
        }
        rest = after;
    }
    id.map(|id| (id, rest))
}

/// The value that the text begins with, without its quotes, and what comes after it.
fn value(text: &str) -> Option<(&str, &str)> {
    let quoted = ['"', '\''].into_iter().find_map(|quote| text.strip_prefix(quote)?.split_once(quote));
    let end = text.find([' ', '=', '}']).unwrap_or(text.len());
    quoted.or_else(|| (end > 0).then(|| text.split_at(end)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_id_of_a_whole_list_counts() {
        let cases = [
            ("A {#b}", Some("b")),
            ("A {: #b }", Some("b")),
            ("A {#b .c d=e}", Some("b")),
            ("A { id=\"9.7.0\" #x id='a b' }", Some("a b")),
            ("A {b} c {#d}", None),
            ("A {#b", None),
            ("A{#b}", None),
            ("A {} {#b}", Some("b")),
            ("A {/* #b */}", Some("b")),
        ];
        for (text, expected) in cases {
            assert_eq!(of_heading(&[Part::Literal(text.to_owned())]).as_deref(), expected, "{text:?}");
        }
    }
}
