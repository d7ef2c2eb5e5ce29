//! What to write instead of a value: the usual slips of people who write YAML.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "the validator's errors grow with its releases; most of them need no help beyond what was expected"
)]

use jsonschema::JsonType;
use jsonschema::error::{TypeKind, ValidationErrorKind as Kind};
use serde_json::Value;

/// A line that helps with an error, where the cause is known; `written` is how the value stands in the file.
pub(super) fn mend(kind: &Kind, found: &Value, written: &str) -> Option<String> {
    match kind {
        Kind::Type { kind } => another_type(&Expected(kind), found, written),
        Kind::Format { format } if format == "regex" => found.as_str().and_then(another_regex),
        _ => None,
    }
}

/// The types that a schema allows.
struct Expected<'a>(&'a TypeKind);

impl Expected<'_> {
    fn has(&self, ty: JsonType) -> bool {
        match self.0 {
            TypeKind::Single(one) => *one == ty,
            TypeKind::Multiple(several) => several.contains(ty),
        }
    }
}

fn another_type(expected: &Expected<'_>, found: &Value, written: &str) -> Option<String> {
    match found {
        Value::String(text) if quotes_hide(expected, text) => Some(format!("remove the quotes: `{text}`")),
        Value::String(text) if expected.has(JsonType::Boolean) => {
            boolean(text).map(|flag| format!("write `{flag}`: in YAML 1.2 `{text}` is a string"))
        }
        Value::String(text) if expected.has(JsonType::Array) => Some(list(text)),
        Value::Number(_) | Value::Bool(_) if expected.has(JsonType::String) => {
            Some(format!("put it in quotes: `'{written}'`"))
        }
        Value::Number(_) | Value::Bool(_) if expected.has(JsonType::Array) => {
            Some(format!("write a list of one: `[{written}]`"))
        }
        Value::Object(_) if expected.has(JsonType::Array) => {
            Some("if it is one item, write `- ` before its first key and indent the others like it".to_owned())
        }
        _ => None,
    }
}

/// Whether a string would be of the expected type without its quotes.
fn quotes_hide(expected: &Expected<'_>, text: &str) -> bool {
    let integer = text.parse::<i64>().is_ok();
    let number = text.parse::<f64>().is_ok_and(f64::is_finite)
        && text.starts_with(|first: char| first.is_ascii_digit() || first == '-');
    expected.has(JsonType::Integer) && integer
        || expected.has(JsonType::Number) && number
        || expected.has(JsonType::Boolean) && matches!(text, "true" | "false")
}

/// What YAML 1.1 reads such a text as (<https://yaml.org/type/bool.html>).
fn boolean(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "yes" | "on" | "y" => Some(true),
        "false" | "no" | "off" | "n" => Some(false),
        _ => None,
    }
}

/// How a text is written as a list.
fn list(text: &str) -> String {
    let item = text.split_whitespace().next().and_then(|first| first.strip_prefix('-')).filter(|item| !item.is_empty());
    if let Some(item) = item {
        return format!("write a space after each `-`: `- {item}`");
    }
    let is_plain =
        |character: char| character.is_alphanumeric() || matches!(character, ' ' | ',' | '.' | '_' | '-' | '/');
    if text.chars().all(is_plain) && text.len() < 60 {
        format!("write it as a list: `[{text}]`")
    } else {
        "write `- ` before it, on a line below its key".to_owned()
    }
}

/// What to do without that of other engines which this one leaves out: it never tries a text twice.
pub(crate) fn another_regex(pattern: &str) -> Option<String> {
    let without = ["(?=", "(?!", "(?<=", "(?<!", "\\1", "\\2", "\\k<"];
    let uses = without.iter().any(|part| pattern.contains(part));
    uses.then(|| "look-around and back-references are not available; write what may stand there".to_owned())
}
