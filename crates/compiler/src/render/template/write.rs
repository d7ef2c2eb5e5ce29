//! Values in the languages of outputs: what is written reads back as the value, and does nothing else.

use std::fmt::Write as _;

use minijinja::value::{Value, ValueKind};
use minijinja::{Error, ErrorKind};
use serde_json::Value as Json;

use crate::project::Language;
use crate::render::{markdown, prose};
use crate::xml;

/// A value in a language.
pub(super) fn value(language: Language, value: &Value) -> Result<String, Error> {
    match language {
        Language::Markdown => shown(value, prose::plain),
        Language::Html => shown(value, html),
        Language::Csv if value.is_none() => Ok(String::new()),
        Language::Csv => shown(value, csv),
        Language::Json => json(value),
        Language::Rust => literal(value, Notation::Rust),
        Language::Yaml => literal(value, Notation::Yaml),
        Language::Toml => literal(value, Notation::Toml),
        Language::None => shown(value, str::to_owned),
    }
}

/// A value as JSON that may stand inside a `<script>`.
pub(super) fn json(value: &Value) -> Result<String, Error> {
    Ok(markdown::inert_line(&plain_data(value)?))
}

fn plain_data(value: &Value) -> Result<Json, Error> {
    serde_json::to_value(value).map_err(|error| Error::new(ErrorKind::BadSerialization, error.to_string()))
}

/// A text, number or boolean as readers see it; everything else is no text.
#[expect(clippy::wildcard_enum_match_arm, reason = "every other kind, also of later versions, is no text")]
fn shown(value: &Value, text: impl Fn(&str) -> String) -> Result<String, Error> {
    match value.kind() {
        ValueKind::String => Ok(text(value.as_str().unwrap_or_default())),
        ValueKind::Bool => Ok(value.is_true().to_string()),
        ValueKind::Number => Ok(value.to_string()),
        kind => Err(Error::new(ErrorKind::InvalidOperation, format!("a value of type {kind} is no text"))),
    }
}

/// A text between tags, or in a quoted attribute; its lines stay lines.
fn html(text: &str) -> String {
    text.split('\n').map(xml::text).collect::<Vec<_>>().join("\n")
}

/// A field (RFC 4180, section 2). One that begins with `#` is quoted, or it would be a comment to some.
fn csv(text: &str) -> String {
    let is_plain = !text.contains(['"', ',', '\r', '\n']) && text.trim() == text && !text.starts_with('#');
    if is_plain { text.to_owned() } else { format!("\"{}\"", text.replace('"', "\"\"")) }
}

/// How a language writes what JSON can say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Notation {
    Rust,
    Yaml,
    Toml,
}

fn literal(value: &Value, notation: Notation) -> Result<String, Error> {
    let mut out = String::new();
    push(&mut out, &plain_data(value)?, notation)?;
    Ok(out)
}

fn push(out: &mut String, value: &Json, notation: Notation) -> Result<(), Error> {
    let refused = |what: &str| {
        let language = match notation {
            Notation::Rust => "Rust",
            Notation::Yaml => "YAML",
            Notation::Toml => "TOML",
        };
        Err(Error::new(ErrorKind::InvalidOperation, format!("{what} has no literal in {language}")))
    };
    match value {
        Json::Null if notation == Notation::Yaml => out.push_str("null"),
        Json::Null => return refused("null"),
        Json::Bool(flag) => out.push_str(if *flag { "true" } else { "false" }),
        Json::Number(number) => out.push_str(&number.to_string()),
        Json::String(text) => push_text(out, text, notation),
        Json::Array(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                out.push_str(if index > 0 { ", " } else { "" });
                push(out, item, notation)?;
            }
            out.push(']');
        }
        Json::Object(_) if notation == Notation::Rust => return refused("an object"),
        Json::Object(map) => {
            let mut pairs: Vec<_> = map.iter().collect();
            pairs.sort_unstable_by_key(|(name, _)| *name);
            out.push('{');
            for (index, (name, value)) in pairs.into_iter().enumerate() {
                out.push_str(if index > 0 { ", " } else { "" });
                push_text(out, name, notation);
                out.push_str(if notation == Notation::Yaml { ": " } else { " = " });
                push(out, value, notation)?;
            }
            out.push('}');
        }
    }
    Ok(())
}

/// A text in double quotes (Rust Reference, string literals; YAML 1.2.2, section 7.3.1; TOML 1.0, strings).
fn push_text(out: &mut String, text: &str, notation: Notation) {
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            _ if source::is_hidden(character) => {
                let code = u32::from(character);
                // Writing to a string cannot fail.
                let _ = match notation {
                    Notation::Rust => write!(out, "\\u{{{code:x}}}"),
                    Notation::Yaml | Notation::Toml if code > 0xffff => write!(out, "\\U{code:08x}"),
                    Notation::Yaml | Notation::Toml => write!(out, "\\u{code:04x}"),
                };
            }
            _ => out.push(character),
        }
    }
    out.push('"');
}

/// A value in a path: a name of one file or folder that is safe on every system.
pub(super) fn in_path(value: &Value) -> Result<String, Error> {
    shown(value, |name| {
        let is_sure = name.len() < 100 && name.split('.').all(|part| markdown::file_name(part) == part);
        if is_sure { name.to_owned() } else { markdown::file_name(name) }
    })
}
