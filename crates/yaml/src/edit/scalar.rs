//! Strings, numbers and words → scalars that every reader reads as the same value.
//!
//! Plain where that is safe: what YAML 1.1 would read as something else (`yes`, `0o17`, `12:30`, a
//! date) is quoted too, and so is what a reader of the text would not see.

use serde_json::{Number, Value as Json};

use crate::Value;

/// Quotes for a string that cannot be plain, or that its neighbours have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quote {
    Single,
    Double,
}

/// Where a scalar is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Within {
    /// In a line of its own, or after a key or dash.
    Block,
    /// In brackets or braces.
    Flow,
}

/// A scalar that is no string, in one line; `None` for strings and collections.
pub(super) fn word(value: &Json) -> Option<String> {
    match value {
        Json::Null => Some("null".to_owned()),
        Json::Bool(bool) => Some(bool.to_string()),
        Json::Number(number) => Some(number_text(number)),
        Json::String(_) | Json::Array(_) | Json::Object(_) => None,
    }
}

/// A number; a power has a dot and a sign, without which YAML 1.1 would read a string.
fn number_text(number: &Number) -> String {
    let text = number.to_string();
    match text.split_once('e') {
        Some((mantissa, exponent)) if number.is_f64() => {
            let dot = if mantissa.contains('.') { "" } else { ".0" };
            let sign = if exponent.starts_with(['-', '+']) { "" } else { "+" };
            format!("{mantissa}{dot}e{sign}{exponent}")
        }
        _ => text,
    }
}

/// A string in one line: in the quotes that are wanted, else plain, else in `fallback`.
pub(super) fn string(text: &str, within: Within, wanted: Option<Quote>, fallback: Quote) -> String {
    match wanted {
        None if is_plain(text, within) => text.to_owned(),
        Some(quote) => quoted(text, quote),
        None => quoted(text, fallback),
    }
}

fn quoted(text: &str, quote: Quote) -> String {
    match quote {
        Quote::Single if text.chars().all(|c| is_visible(c) && c != '\t') => format!("'{}'", text.replace('\'', "''")),
        Quote::Single | Quote::Double => double_quoted(text),
    }
}

/// In double quotes, with escapes that JSON has too, but for characters beyond 16 bits.
fn double_quoted(text: &str) -> String {
    let escaped = |character: char| match character {
        '"' => "\\\"".to_owned(),
        '\\' => "\\\\".to_owned(),
        '\n' => "\\n".to_owned(),
        '\r' => "\\r".to_owned(),
        '\t' => "\\t".to_owned(),
        seen if is_visible(seen) => seen.to_string(),
        hidden => match u32::from(hidden) {
            code @ 0..=0xFFFF => format!("\\u{code:04X}"),
            code => format!("\\U{code:08X}"),
        },
    };
    let body: String = text.chars().map(escaped).collect();
    format!("\"{body}\"")
}

/// Whether a character may stand in a text as it is: printable (YAML 1.2.2, section 5.1), and no
/// break, mark or control that a person or a YAML 1.1 reader would take for something else.
pub(super) fn is_visible(character: char) -> bool {
    let printable = match u32::from(character) {
        0x09 | 0x20..=0x7E | 0xA0..=0xD7FF | 0xE000..=0xFFFD => true,
        other => other >= 0x1_0000,
    };
    printable && !source::is_hidden(character)
}

/// Whether a string can be written without quotes.
pub(super) fn is_plain(text: &str, within: Within) -> bool {
    let indicators =
        ['-', '?', ':', ',', '[', ']', '{', '}', '#', '&', '*', '!', '|', '>', '\'', '"', '%', '@', '`', '='];
    let begins_badly = match text.strip_prefix('-') {
        Some(rest) => !rest.starts_with(char::is_alphanumeric),
        None => text.starts_with(indicators) || text.starts_with("..."),
    };
    let ends_badly = text.ends_with(':') || text.starts_with(' ') || text.ends_with(' ');
    let breaks = text.contains(": ") || text.contains(" #") || text == "<<";
    let flow = within == Within::Flow && text.contains([',', '[', ']', '{', '}']);
    !(text.is_empty() || begins_badly || ends_badly || breaks || flow)
        && text.chars().all(|c| is_visible(c) && c != '\t')
        && is_string(text)
}

/// Whether readers of YAML 1.2 and 1.1 agree that a plain text is a string.
fn is_string(text: &str) -> bool {
    let words = ["yes", "no", "on", "off", "y", "n", "true", "false", "null", "~"];
    let in_core = matches!(crate::scalar::plain(text), Ok(Value::String(_)));
    in_core && !words.iter().any(|word| text.eq_ignore_ascii_case(word)) && !is_old_number(text) && !is_date(text)
}

/// Numbers of YAML 1.1: `1_000`, `0b101`, `0777`, `1:30:00`, `.5`, and what is much like one.
fn is_old_number(text: &str) -> bool {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let based = ["0x", "0X", "0b", "0B", "0o", "0O"].iter().find_map(|base| unsigned.strip_prefix(base));
    if let Some(digits) = based {
        return digits.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'_');
    }
    let mantissa = unsigned.split_once(['e', 'E']).map_or(unsigned, |(mantissa, exponent)| {
        let digits = exponent.strip_prefix(['-', '+']).unwrap_or(exponent);
        if digits.bytes().all(|byte| byte.is_ascii_digit()) { mantissa } else { unsigned }
    });
    let numeric = mantissa.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'_' | b':' | b'.'));
    let begins = mantissa.starts_with(|c: char| c.is_ascii_digit() || c == '.');
    let one_dot = mantissa.bytes().filter(|byte| *byte == b'.').count() <= 1;
    numeric && begins && one_dot && mantissa.bytes().any(|byte| byte.is_ascii_digit())
}

/// Dates and times of YAML 1.1: `2001-12-14`, alone or with a time.
fn is_date(text: &str) -> bool {
    let mut parts = text.splitn(3, '-');
    let (year, month, rest) = (parts.next(), parts.next(), parts.next());
    let digits = |text: &str, most: usize| (1..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    let day = rest.map(|rest| rest.split(['T', 't', ' ']).next().unwrap_or_default());
    year.is_some_and(|year| year.len() == 4 && digits(year, 4))
        && month.is_some_and(|month| digits(month, 2))
        && day.is_some_and(|day| digits(day, 2))
}

/// A text of lines, without indentation, for a literal block; `None` where it cannot be one exactly.
pub(super) fn literal(text: &str) -> Option<Vec<&str>> {
    let body = text.strip_suffix('\n').unwrap_or(text);
    let exact = !body.is_empty()
        && !body.starts_with([' ', '\t', '\n'])
        && !body.ends_with('\n')
        && body.split('\n').all(|line| line.is_empty() || !line.trim_matches([' ', '\t']).is_empty())
        && body.chars().all(|c| c == '\n' || is_visible(c));
    exact.then(|| body.split('\n').collect())
}

/// The same for a folded block, whose lines are to be no longer than `width` where there is a space.
pub(super) fn folded(text: &str, width: usize) -> Option<Vec<String>> {
    let paragraphs = literal(text)?;
    if paragraphs.iter().any(|line| line.starts_with([' ', '\t'])) {
        return None;
    }
    let mut lines: Vec<String> = Vec::new();
    for (at, paragraph) in paragraphs.into_iter().enumerate() {
        if at > 0 {
            lines.push(String::new());
        }
        if !paragraph.is_empty() {
            fold(paragraph, width, &mut lines);
        }
    }
    Some(lines)
}

/// Breaks a line at single spaces between words: only there a break is read as the space that it was.
fn fold(line: &str, width: usize, lines: &mut Vec<String>) {
    let (mut start, mut last) = (0, None);
    let bytes = line.as_bytes();
    for (at, _) in line.match_indices(' ') {
        let single =
            at > 0 && !matches!(bytes[at - 1], b' ' | b'\t') && !matches!(bytes.get(at + 1), None | Some(b' ' | b'\t'));
        if let Some(space) = last.filter(|_| single && at - start > width) {
            lines.push(line[start..space].to_owned());
            start = space + 1;
        }
        last = if single { Some(at) } else { last };
    }
    if let Some(space) = last.filter(|&space| space > start && line.len() - start > width) {
        lines.push(line[start..space].to_owned());
        start = space + 1;
    }
    lines.push(line[start..].to_owned());
}

/// What stands after `|` or `>` of a text: whether its last line has a break.
pub(super) fn chomping(text: &str) -> &'static str {
    if text.ends_with('\n') { "" } else { "-" }
}
