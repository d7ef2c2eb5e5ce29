//! Pieces of messages: what a text shows of itself, and what is to be typed.

/// No piece of a text that a message shows is longer.
const MOST: usize = 40;

/// A piece of a text in backticks, on one line and shortened to what fits in a message.
pub(crate) fn quoted(text: &str) -> String {
    let shown: String =
        text.chars().take(MOST).map(|c| if c.is_control() { char::REPLACEMENT_CHARACTER } else { c }).collect();
    let dots = if text.chars().nth(MOST).is_some() { "…" } else { "" };
    if shown.contains('`') { format!("‘{shown}{dots}’") } else { format!("`{shown}{dots}`") }
}

/// How to write a text as a string, to be typed; no more than "quote it" where it is long.
pub(crate) fn quote_it(text: &str) -> String {
    if text.chars().nth(2 * MOST).is_some() || text.contains(char::is_control) {
        return "quote it".to_owned();
    }
    let string = format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""));
    if string.contains('`') { format!("quote it: {string}") } else { format!("quote it: `{string}`") }
}

/// `1 space`, `2 spaces`.
pub(crate) fn spaces(count: usize) -> String {
    if count == 1 { "1 space".to_owned() } else { format!("{count} spaces") }
}
