//! Mistakes inside of brackets and braces.

use source::Span;

use super::context::{Bracket, Context, brackets};
use super::{Said, block, found, shown};
use crate::words::{quote_it, quoted, spaces};

/// A bracket that is never closed; the parser stands at it, and has read all that follows.
pub(super) fn unclosed(context: &Context<'_>) -> Said {
    let open = context.from(context.at).chars().next().unwrap_or('[');
    let bracket = Bracket { open, at: context.at };
    let close = bracket.close();
    let (span, label) = match next_sibling(context, bracket) {
        Some(sibling) => (sibling, "not closed before this line"),
        None => (Span::new(context.end(), context.end()), "the file ends here"),
    };
    Said::new(span, format!("`{open}` is not closed"))
        .label(label)
        .also(bracket.span(), "opened here")
        .help(format!("write `{close}` where it ends, or quote the text if `{open}` belongs to it"))
}

/// The first line after a bracket that is indented no more than the line of the bracket, and is no
/// closing bracket itself: where a reader would say that the bracket should be closed.
fn next_sibling(context: &Context<'_>, bracket: Bracket) -> Option<Span> {
    let line = context.before(bracket.at);
    let indent = line.len() - line.trim_start_matches(' ').len();
    let mut at = bracket.at;
    loop {
        at += context.rest_of_line(at).len();
        at = context.next_text(at);
        let line = context.rest_of_line(at);
        if line.is_empty() {
            return None;
        }
        if context.column(at) <= indent && !line.starts_with([']', '}', ',']) {
            return Some(found(context, at));
        }
    }
}

/// A bracket that is closed by the other kind; the parser stands at the opening one.
pub(super) fn mismatched(context: &Context<'_>, open: char, close: char) -> Said {
    let bracket = Bracket { open, at: context.at };
    let expected = bracket.close();
    let at = closing_of(context, bracket).unwrap_or(context.at);
    Said::new(Span::new(at, at + 1), format!("expected `{expected}`, found `{close}`"))
        .also(bracket.span(), "opened here")
}

/// The first closing bracket from an opening one on whose kind does not fit.
fn closing_of(context: &Context<'_>, bracket: Bracket) -> Option<usize> {
    let mut open = Vec::new();
    let wrong = brackets(context.from(bracket.at)).find(|&(at, character)| match character {
        '[' | '{' => {
            open.push(Bracket { open: character, at });
            false
        }
        _ => open.pop().is_none_or(|bracket| bracket.close() != character),
    });
    wrong.map(|(at, _)| bracket.at + at)
}

/// A closing bracket without an opening one.
pub(super) fn nothing_open(context: &Context<'_>) -> Said {
    let found = context.slice(context.at..context.at + 1);
    let open = if found == "]" { "[" } else { "{" };
    Said::new(Span::new(context.at, context.at + 1), format!("`{found}` closes nothing"))
        .help(format!("write `{open}` where it begins, or quote the text if `{found}` belongs to it"))
}

/// A dash inside of brackets.
pub(super) fn dash(context: &Context<'_>) -> Said {
    let said = Said::new(Span::new(context.at, context.at + 1), "a list item with `-` stands inside of brackets")
        .help("separate items in brackets with commas, as in `[a, b]`, or quote the dash");
    opening(context, said)
}

/// Something in brackets where neither an item nor a comma fits.
pub(super) fn unexpected(context: &Context<'_>) -> Said {
    let at = context.next_text(context.at);
    let Some(bracket) = context.brackets.last().copied() else {
        return super::unexpected(context);
    };
    let close = bracket.close();
    match context.from(at).chars().next() {
        Some(',') => Said::new(Span::new(at, at + 1), "expected a value, found `,`")
            .help("remove one of the two commas, or write `null` between them"),
        Some(':') => colon(context, bracket, at),
        _ => {
            let said =
                Said::new(found(context, at), format!("expected `,` or `{close}`, found {}", shown(context, at)));
            opening(context, said)
        }
    }
}

/// A colon where none fits: a line that should come after the bracket, or a text with a colon.
fn colon(context: &Context<'_>, bracket: Bracket, at: usize) -> Said {
    let close = bracket.close();
    let line = context.before(at);
    let key = line.trim_start();
    let key_at = at - key.len();
    let start = line.rfind([',', '[', '{']).map_or(key_at, |before| context.line_start(at) + before + 1);
    if let Some(said) = block::too_long(context, start) {
        return said;
    }
    let is_new_line = context.line_start(at) > bracket.at;
    if is_new_line && !key.contains([',', '{', '[']) && !key.trim_end().is_empty() {
        let key = key.trim_end();
        let before = if key.starts_with("- ") { "this item".to_owned() } else { format!("the key {}", quoted(key)) };
        let message = format!("expected `,` or `{close}` before {before}");
        return Said::new(Span::new(key_at, key_at + key.len()), message)
            .also(bracket.span(), "opened here")
            .help(format!("write `{close}` before this line, or `,` if the line belongs inside"));
    }
    // Of a pair the value is the text.
    let value = context.slice(start..at).find(": ").map_or(start, |before| start + before + 2);
    let start = context.next_text(value);
    let rest = context.rest_of_line(at);
    let end = rest.find([',', ']', '}']).unwrap_or(rest.len());
    let text = context.slice(start..at + end).trim_end();
    let said = Said::new(Span::new(at, at + 1), format!("expected `,` or `{close}`, found `:`"));
    let help = if text.is_empty() { String::new() } else { format!("; if it is one text, {}", quote_it(text)) };
    opening(context, said.help(format!("separate items with commas{help}")))
}

/// A line in brackets or quotes that strict YAML wants further right.
pub(super) fn indentation(context: &Context<'_>) -> Said {
    let needs = context.blocks.last().map_or(0, |column| column + 1);
    let said = Said::new(found(context, context.at), "this line is indented too little for strict YAML")
        .help(format!("indent it by {} or more", spaces(needs)));
    opening(context, said)
}

/// Shows where the innermost bracket was opened.
fn opening(context: &Context<'_>, said: Said) -> Said {
    match context.brackets.last() {
        Some(bracket) => said.also(bracket.span(), "opened here"),
        None => said,
    }
}
