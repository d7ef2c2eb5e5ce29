//! Mistakes inside of strings: tabs, quotes, escapes, block scalars, characters.

use source::Span;

use super::context::{Context, Kind};
use super::{Said, brackets, found, shown};
use crate::words::{quote_it, quoted, spaces};

/// A tab among the blanks that indent a line, at or after the place where the parser stands.
pub(super) fn tab(context: &Context<'_>) -> Said {
    let mut line = context.line_start(context.at);
    let span = loop {
        let text = context.rest_of_line(line);
        let blanks = text.len() - text.trim_start_matches([' ', '\t']).len();
        let tab = text[..blanks].find('\t').filter(|_| line + blanks >= context.at || blanks == text.len());
        if let Some(tab) = tab {
            let run = text[tab..blanks].bytes().take_while(|byte| *byte == b'\t').count();
            break Span::new(line + tab, line + tab + run);
        }
        let end = line + text.len();
        if end >= context.content.len() {
            break found(context, context.at);
        }
        line = end + 1;
    };
    Said::new(span, "a tab cannot indent a line").help("indent it with spaces")
}

/// A tab before the first indicator of a block, which only spaces may indent.
pub(super) fn tab_before(context: &Context<'_>) -> Said {
    let before = context.before(context.at);
    let blanks = before.len() - before.trim_end_matches([' ', '\t']).len();
    let tab = before[before.len() - blanks..].find('\t').unwrap_or_default();
    let tab = context.at - blanks + tab;
    Said::new(Span::new(tab, tab + 1), "a tab cannot indent what follows it").help("write a space instead")
}

/// A quote that is never closed; the parser stands at it.
pub(super) fn unclosed_quote(context: &Context<'_>) -> Said {
    let end = Span::new(context.end(), context.end());
    not_closed(context, context.at, end, "the file ends here")
}

/// A line inside of quotes that cannot belong to the string.
pub(super) fn line_in_quotes(context: &Context<'_>, label: &'static str) -> Said {
    let open = opening_quote(context).unwrap_or(context.at);
    let rest = context.from(context.at);
    if rest.trim_end().is_empty() {
        return not_closed(context, open, Span::new(context.end(), context.end()), "the file ends here");
    }
    // Only strict YAML refuses a closing quote.
    let behind = context.from(open).chars().next().and_then(|quote| rest.strip_prefix(quote));
    if open < context.at && behind.is_some_and(|rest| rest.trim_start_matches(' ').starts_with(['\n', '\r'])) {
        return brackets::indentation(context).also(Span::new(open, open + 1), "opened here");
    }
    not_closed(context, open, found(context, context.at), label)
}

/// A line that goes on with the string above it: the string is closed before anything looks like a key or item.
/// The parser refuses such a line whatever its mode, though libyaml reads it.
pub(super) fn indented_too_little(context: &Context<'_>) -> Option<Said> {
    let open = opening_quote(context)?;
    let quote = context.from(open).chars().next()?;
    let rest = context.from(context.at);
    let close = closing_quote(rest, quote).filter(|close| *close > 0)?;
    let behind = rest[close + 1..].split(['\n', '\r']).next()?.trim_start();
    let goes_on = behind.is_empty() || behind.starts_with('#');
    if !goes_on || rest[..close].lines().any(begins_something) {
        return None;
    }
    let needs = context.blocks.last().map_or(0, |column| column + 1);
    let said =
        Said::new(found(context, context.at), "this line is indented too little to go on with the string above it");
    Some(said.also(Span::new(open, open + 1), "opened here").help(format!("indent it by {} or more", spaces(needs))))
}

/// The end of a string in which `rest` begins: before its closing quote.
fn closing_quote(rest: &str, quote: char) -> Option<usize> {
    let mut characters = rest.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        if character == '\\' && quote == '"' {
            characters.next();
        } else if character == quote {
            // A quote that is doubled stands for itself.
            if quote == '"' || characters.next_if(|(_, next)| *next == quote).is_none() {
                return Some(at);
            }
        }
    }
    None
}

/// Whether a line looks like a key with its colon, an item of a list, or the mark of a document.
fn begins_something(line: &str) -> bool {
    let line = line.trim();
    let key = line.split(": ").next().unwrap_or_default();
    let has_colon = key.len() < line.len() || line.ends_with(':');
    line.starts_with("- ") || line.starts_with("---") || line == "..." || has_colon && !key.contains([' ', '\t'])
}

fn not_closed(context: &Context<'_>, open: usize, span: Span, label: &'static str) -> Said {
    let quote = context.from(open).chars().next().unwrap_or('"');
    Said::new(span, format!("the string that begins with `{quote}` is not closed"))
        .label(label)
        .also(Span::new(open, open + 1), "opened here")
        .help(format!("write `{quote}` where the string ends"))
}

/// The quote that opens the string in which the parser stands.
fn opening_quote(context: &Context<'_>) -> Option<usize> {
    let mut at = context.last.span.end as usize;
    loop {
        at = context.next_text(at);
        if at > context.at {
            return None;
        }
        match context.from(at).chars().next()? {
            '"' | '\'' => return Some(at),
            other => at += other.len_utf8(),
        }
    }
}

/// Something behind a closing quote.
pub(super) fn after_quote(context: &Context<'_>) -> Said {
    let at = context.at;
    let said = Said::new(
        found(context, at),
        format!("expected the end of the value after the closing quote, found {}", shown(context, at)),
    );
    let begin = if context.last.kind == Kind::Quoted && context.last.span.end as usize <= at {
        context.last.span.start as usize
    } else {
        opening_quote(context).unwrap_or(at)
    };
    let whole = context.slice(begin..at).to_owned() + context.rest_of_line(at);
    if whole.contains(['\n', '\r']) && context.from(at).starts_with(':') {
        return Said::new(Span::new(begin, at), "a key cannot go on over several lines")
            .help("write the key on one line");
    }
    if !context.brackets.is_empty() {
        return said.help("separate items with commas, or write one string in one pair of quotes");
    }
    // A text ends at a comment, and a key at its colon.
    let whole = whole.split(" #").next().unwrap_or_default().split(": ").next().unwrap_or_default().trim_end();
    if whole.starts_with('\'') && !context.slice(0..at).ends_with(' ') {
        return said.help("write `''` for a quote inside of single quotes");
    }
    said.help(format!("if it is one text, {}", quote_it(whole)))
}

/// An escape that does not exist; the parser stands at the opening quote.
pub(super) fn escape(context: &Context<'_>) -> Said {
    let span = bad_escape(context).unwrap_or_else(|| found(context, context.at));
    let text = context.slice(span.range());
    let said = Said::new(span, format!("{} is no escape", quoted(text)));
    if text.starts_with("\\u") || text.starts_with("\\U") || text.starts_with("\\x") {
        said.help("write `\\x`, `\\u` or `\\U` with 2, 4 or 8 hexadecimal digits that name a character")
    } else {
        said.help("write `\\\\` for a backslash, or use single quotes, which have no escapes")
    }
}

/// The first escape behind a double quote that YAML 1.2.2, section 5.7, does not have.
fn bad_escape(context: &Context<'_>) -> Option<Span> {
    let mut at = context.at;
    loop {
        at += context.from(at).find('\\')?;
        let Some(character) = context.from(at + 1).chars().next() else {
            return Some(Span::new(at, at + 1));
        };
        let digits = match character {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            '0' | 'a' | 'b' | 't' | '\t' | 'n' | 'v' | 'f' | 'r' | 'e' | ' ' | '"' | '/' | '\\' | 'N' | '_' | 'L'
            | 'P' | '\n' | '\r' => 0,
            _ => return Some(Span::new(at, at + 1 + character.len_utf8())),
        };
        let begin = at + 1 + character.len_utf8();
        let hex = context.from(begin).bytes().take(digits).take_while(u8::is_ascii_hexdigit).count();
        let code = u32::from_str_radix(context.slice(begin..begin + hex), 16).unwrap_or_default();
        let high = character == 'u' && (0xd800..0xdc00).contains(&code);
        let pair = high && low_surrogate(context.from(begin + hex));
        if hex < digits || (char::from_u32(code).is_none() && !pair) {
            return Some(Span::new(at, begin + hex));
        }
        at = begin + hex + if pair { 6 } else { 0 };
    }
}

/// Whether a text begins with the escape of a low surrogate.
fn low_surrogate(text: &str) -> bool {
    let code = text
        .strip_prefix("\\u")
        .and_then(|digits| digits.get(..4))
        .and_then(|digits| u32::from_str_radix(digits, 16).ok());
    code.is_some_and(|code| (0xdc00..0xe000).contains(&code))
}

/// Something behind `|` or `>` that is no header.
pub(super) fn block_header(context: &Context<'_>) -> Said {
    let indicator = context.slice(context.at..context.at + 1);
    let header = context.rest_of_line(context.at + 1);
    let is_header = |c: char| matches!(c, '+' | '-' | ' ' | '1'..='9');
    let at = context.at + 1 + header.len() - header.trim_start_matches(is_header).len();
    let said = Said::new(
        found(context, at),
        format!("expected the end of the line after `{indicator}`, found {}", shown(context, at)),
    );
    if header.starts_with('0') {
        return said.help("write how many spaces the text is indented by, 1 to 9, or nothing");
    }
    said.help(format!("begin the text on the next line, or quote a text that begins with `{indicator}`"))
}

/// A line of a block scalar that is indented less than its header says, or than a blank line before
/// it: the first line decides how much of each line is indentation.
pub(super) fn block_indent(context: &Context<'_>) -> Said {
    let span = found(context, context.at);
    let header = context.rest_of_line(context.next_text(context.last.span.end as usize));
    if header.starts_with(['|', '>']) && header.contains(|c: char| c.is_ascii_digit()) {
        return Said::new(span, format!("this line is indented less than {} says", quoted(header.trim_end())))
            .help("remove the digit, or indent the text by that many spaces");
    }
    Said::new(span, "a blank line above is indented more than the first line of this text")
        .help("remove the blanks at the end of the lines between the header and the text")
}

/// A character that cannot stand where it stands.
pub(super) fn character(context: &Context<'_>, character: char) -> Said {
    let span = Span::new(context.at, context.at + character.len_utf8().min(context.content.len() - context.at));
    if character.is_control() || !matches!(character, '@' | '`' | '%' | '|' | '>') {
        return Said::new(span, format!("the character U+{:04X} is not allowed here", u32::from(character)));
    }
    let rest = context.rest_of_line(context.at);
    let end = if context.brackets.is_empty() { rest.find(" #") } else { rest.find([',', ']', '}']) };
    let text = rest[..end.unwrap_or(rest.len())].trim_end();
    let name = if character == '`' { "a backtick".to_owned() } else { format!("`{character}`") };
    Said::new(span, format!("a text without quotes cannot begin with {name}")).help(quote_it(text))
}
