//! Mistakes between the lines of a block: keys, items and their indentation.

use source::Span;

use super::context::{Context, Kind};
use super::{Said, brackets, found, scalars, shown};
use crate::words::{quote_it, quoted, spaces};

/// YAML knows no longer keys without `?` (YAML 1.2.2, section 7.4.2), and neither does the parser:
/// it would have to remember each item of a long line as a possible key.
const LONGEST_KEY: usize = 1024;

/// A colon after a text that cannot be a key.
pub(super) fn second_colon(context: &Context<'_>) -> Said {
    if !context.brackets.is_empty() {
        return brackets::unexpected(context);
    }
    let at = context.at;
    let line = context.line_start(at);
    if let Some(said) = too_long(context, line) {
        return said;
    }
    if let Some(colon) = context.colon.filter(|colon| *colon >= line) {
        return two_in_line(context, colon);
    }
    if context.before(at).starts_with("--- ") {
        return Said::new(found(context, at), "a mapping cannot begin on the line of `---`")
            .help("begin it on the next line");
    }
    let key = context.before(at).trim_start();
    let key = Span::new(at - key.len(), at - key.len() + key.trim_end().len());
    let text = text_above(context);
    if let Some(said) = missing_space(context, text, line) {
        return said;
    }
    let name = quoted(context.slice(key.range()));
    let said = Said::new(key, format!("the key {name} is indented like a part of the text above it"));
    let said = if text < line { said.also(first_line(context, text), "this text goes on up to the key") } else { said };
    match context.blocks.last() {
        Some(column) => said.help(format!("indent it by {}, like the key before it", spaces(*column))),
        None => said,
    }
}

/// A key that begins at `start`, if it is too long.
pub(super) fn too_long(context: &Context<'_>, start: usize) -> Option<Said> {
    let length = context.slice(start..context.at).chars().count();
    let said =
        || Said::new(found(context, context.at), format!("a key may have no more than {LONGEST_KEY} characters"));
    (length > LONGEST_KEY).then(said).map(|said| said.help("write `? ` before the key, and `: ` before its value"))
}

/// `a: b: c`.
fn two_in_line(context: &Context<'_>, colon: usize) -> Said {
    let begin = context.next_text(colon + 1);
    let line = context.rest_of_line(begin);
    let value = line.split(" #").next().unwrap_or_default().trim_end();
    Said::new(Span::new(context.at, context.at + 1), "a second `:` stands in the value of one line")
        .also(Span::new(colon, colon + 1), "the value begins after this one")
        .help(format!("if the value is one text, {}", quote_it(value)))
}

/// Where the text begins that the parser took the lines above for.
fn text_above(context: &Context<'_>) -> usize {
    if context.last.kind == Kind::Plain {
        context.last.span.start as usize
    } else {
        context.next_text(context.last.span.end as usize)
    }
}

/// A `key:value` among the lines from `text` on, up to the line that begins at `line`.
fn missing_space(context: &Context<'_>, text: usize, line: usize) -> Option<Said> {
    let mut at = text;
    while at <= line {
        let shown = context.rest_of_line(at);
        let key = shown.split([':', ' ']).next().unwrap_or_default();
        let value = shown[key.len()..]
            .strip_prefix(':')
            .filter(|value| !value.is_empty() && !value.starts_with([' ', '\t', '/', ':']));
        if let (false, Some(value)) = (key.is_empty(), value) {
            let span = Span::new(at + key.len(), at + key.len() + 1);
            return Some(Said::new(span, "a space is missing after `:`").help(format!("write `{key}: {value}`")));
        }
        at = context.next_text(at + shown.len());
        if at >= context.content.len() {
            break;
        }
    }
    None
}

/// A line that has to be a key, but has no colon.
pub(super) fn no_colon(context: &Context<'_>) -> Said {
    if let Some(said) = missing_space(context, context.at, context.line_start(context.at)) {
        return said;
    }
    if context.before(context.at).contains('\t') {
        return scalars::tab(context);
    }
    let line = context.rest_of_line(context.at);
    let text = line.split(" #").next().unwrap_or_default().trim_end();
    let span = Span::new(context.at, context.at + text.len());
    if let Some(item) = text.strip_prefix('-').filter(|item| !item.is_empty() && !item.starts_with('-')) {
        let dash = Span::new(context.at, context.at + 1);
        return Said::new(dash, "a space is missing after `-`").help(format!("write {}", quoted(&format!("- {item}"))));
    }
    let said = Said::new(span, format!("expected a key with `:`, found {}", quoted(text)));
    if text.starts_with('*')
        && let Some((alias, value)) = text.split_once(": ")
    {
        return said.help(format!("a colon can be a part of an alias's name; write `{alias} : {value}`"));
    }
    match context.last.kind {
        Kind::Plain | Kind::Block => {
            said.help("indent the line if it goes on with the text above, or write `:` after the key")
        }
        Kind::None | Kind::Quoted | Kind::Closing | Kind::Marker | Kind::Property | Kind::Alias | Kind::Other => {
            said.help("write `:` and a space after the key")
        }
    }
}

/// Something in a block mapping that is no key.
pub(super) fn expected_key(context: &Context<'_>) -> Said {
    if let Some(dash) = dash_before(context) {
        return Said::new(Span::new(dash, dash + 1), "expected a key, found a list item")
            .help("indent the items below their key, or remove the dash");
    }
    if let Some(said) = behind_value(context) {
        return said;
    }
    misplaced_line(context, "key")
}

/// Something in a block sequence that is no item.
pub(super) fn expected_item(context: &Context<'_>) -> Said {
    if let Some(said) = behind_value(context) {
        return said;
    }
    let at = context.next_text(context.at);
    let column = context.column(at);
    if context.blocks.last() == Some(&column) {
        let line = context.rest_of_line(at).trim_end();
        let said = Said::new(
            found(context, at),
            format!("expected an item that begins with `- `, found {}", shown(context, at)),
        );
        return said.help(format!(
            "write {}, or indent the line by {} if it belongs to the item above",
            quoted(&format!("- {line}")),
            spaces(column + 2)
        ));
    }
    misplaced_line(context, "item")
}

/// A line whose indentation fits no block.
fn misplaced_line(context: &Context<'_>, what: &str) -> Said {
    let at = context.next_text(context.at);
    let span = found(context, at);
    let column = context.column(at);
    if context.before(at).contains('\t') {
        return scalars::tab(context);
    }
    if context.last.kind == Kind::Block {
        let said = Said::new(span, "this line is indented less than the text above it, and more than its key");
        return said.help("indent it like the first line of the text");
    }
    let mut columns: Vec<usize> =
        context.blocks.iter().chain(&context.ended).copied().filter(|other| *other != column).collect();
    columns.sort_unstable();
    columns.dedup();
    let said = Said::new(span, format!("this line is indented by {}, and no {what} above it is", spaces(column)));
    match columns.as_slice() {
        [] => said,
        [.., one] if *one < column => said.help(format!("indent it by {}, like the line it belongs to", spaces(*one))),
        columns => {
            let below = columns.iter().rev().find(|other| **other < column);
            let above = columns.iter().find(|other| **other > column);
            let both: Vec<String> = below.into_iter().chain(above).map(ToString::to_string).collect();
            said.help(format!("indent it by {} spaces, like the line it belongs to", both.join(" or ")))
        }
    }
}

/// The dash of a list item that stands right before the parser.
fn dash_before(context: &Context<'_>) -> Option<usize> {
    let before = context.before(context.at).trim_end();
    let here = context.from(context.at).starts_with("- ");
    if here {
        Some(context.at)
    } else {
        (before.trim() == "-").then(|| context.line_start(context.at) + before.len() - 1)
    }
}

/// Something on the line of a value that is complete.
fn behind_value(context: &Context<'_>) -> Option<Said> {
    let at = context.next_text(context.at);
    let same_line = context.last.span.end as usize >= context.line_start(at);
    if !same_line {
        return None;
    }
    let span = found(context, at);
    match context.last.kind {
        Kind::Property => Some(
            if context.from(at).starts_with('*') {
                Said::new(span, "an alias cannot have an anchor or tag of its own")
                    .help("remove the anchor or tag before it")
            } else {
                Said::new(span, "a value has two anchors or two tags").help("remove one of them")
            }
            .also(context.last.span, "the first is here"),
        ),
        Kind::Closing | Kind::Quoted | Kind::Alias | Kind::Plain => {
            let said =
                Said::new(span, format!("expected the end of the line after the value, found {}", shown(context, at)));
            Some(said.also(context.last.span, "the value ends here"))
        }
        Kind::None | Kind::Block | Kind::Marker | Kind::Other => None,
    }
}

/// A dash where no list can begin.
pub(super) fn item_not_allowed(context: &Context<'_>) -> Said {
    let at = context.at;
    if context.before(at).ends_with('\t') {
        return scalars::tab_before(context);
    }
    let span = Span::new(at, at + 1);
    let item = context.rest_of_line(at).trim_end();
    if item == "-" {
        return Said::new(span, "a list cannot begin on the line of its key")
            .help("quote the dash if it is meant as text: `\"-\"`");
    }
    Said::new(span, "a list cannot begin on the line of its key")
        .help(format!("write {} on the next line", quoted(item)))
}

/// The line at a place, without blanks at its end.
fn first_line(context: &Context<'_>, at: usize) -> Span {
    Span::new(at, at + context.rest_of_line(at).trim_end().len())
}
