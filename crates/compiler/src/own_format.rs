//! Reads the formats that Rollbook itself defines: each is a Rust type, and its JSON Schema follows from it.
//!
//! The schema validates the YAML, so mistakes are said at their place; only then is the type read.

use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde_json::Value;
use source::{Code, Diagnostic, Findings, Span, Text};
use yaml::{Document, Limits, Node, Pointer};

use crate::files::{FileError, Files, MAX_BYTES, Why, typed};
use crate::schema::{Located, Schema, focus};

/// A format of ours.
pub(crate) trait OwnFormat: JsonSchema + DeserializeOwned {
    /// What people call it.
    const WHAT: &'static str;
    /// The code of its findings.
    const CODE: Code;
}

/// What registries and kinds may be called: a name is a folder, a file, a module and a part of references.
pub(crate) const NAME: &str = "^[a-z][a-z0-9_-]*$";

/// Whether a text matches [`NAME`].
pub(crate) fn is_name(text: &str) -> bool {
    let of_a_name = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'_' | b'-');
    text.starts_with(|first: char| first.is_ascii_lowercase()) && text.bytes().all(of_a_name)
}

/// The JSON Schema of a format.
pub(crate) fn schema_of<T: JsonSchema>() -> Value {
    let settings = schemars::generate::SchemaSettings::draft2020_12();
    let mut schema = settings.into_generator().into_root_schema_for::<T>().to_value();
    one_line_titles(&mut schema);
    schema
}

/// Rust docs break their lines; a description in an editor should not.
fn one_line_titles(schema: &mut Value) {
    match schema {
        Value::Object(map) => {
            if let Some(Value::String(text)) = map.get_mut("description") {
                *text = text.replace('\n', " ");
            }
            map.values_mut().for_each(one_line_titles);
        }
        Value::Array(items) => items.iter_mut().for_each(one_line_titles),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Reads a text of the project; a file that cannot be read is a finding.
pub(crate) fn read(files: &impl Files, path: &str, findings: &mut Findings) -> Option<Text> {
    let too_large = |bytes: &Vec<u8>| bytes.len() as u64 > MAX_BYTES;
    match files.read(path) {
        Ok(Some(bytes)) if too_large(&bytes) => {
            let why = Why::TooLarge { bytes: bytes.len() as u64, limit: MAX_BYTES };
            findings.push(unreadable(&FileError { path: path.to_owned(), why }));
            None
        }
        Ok(Some(bytes)) => decode(path, bytes, findings),
        Ok(None) => {
            let place = Text::new(path, "").at(Span::default());
            findings.push(Diagnostic::new(Code::MissingFile, place, format!("`{path}` does not exist")));
            None
        }
        Err(error) => {
            findings.push(unreadable(&error));
            None
        }
    }
}

/// The bytes of a file as UTF-8 text; bytes that are none are a finding.
fn decode(path: &str, bytes: Vec<u8>, findings: &mut Findings) -> Option<Text> {
    if let Some(encoding) = utf_16(&bytes) {
        let message = format!("`{path}` is UTF-16 text, expected UTF-8");
        let place = Text::new(path, "").at(Span::default());
        findings.push(Diagnostic::new(Code::UnreadableFile, place, message).help(recode(path, encoding)));
        return None;
    }
    let error = match String::from_utf8(bytes) {
        Ok(content) => return Some(Text::new(path, content)),
        Err(error) => error,
    };
    let valid = error.utf8_error().valid_up_to();
    let byte = error.as_bytes().get(valid).copied().unwrap_or_default();
    // What is no text shows as U+FFFD, and all before it stands where it stands in the file.
    let text = Text::new(path, String::from_utf8_lossy(error.as_bytes()));
    let place = text.at(Span::new(valid, valid + char::REPLACEMENT_CHARACTER.len_utf8()));
    let start = place.start();
    let message =
        format!("`{path}` is not UTF-8 text: byte 0x{byte:02X} at line {}, column {}", start.line, start.column);
    findings.push(Diagnostic::new(Code::UnreadableFile, place, message).help(recode(path, "ISO-8859-1")));
    None
}

/// The name of the UTF-16 encoding that a file seems to have: by its byte-order mark, else by the zeros
/// that are every second byte of texts in Latin letters.
fn utf_16(bytes: &[u8]) -> Option<&'static str> {
    /// More than this shows nothing new.
    const ENOUGH: usize = 1024;
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return Some("UTF-16");
    }
    let start = &bytes[..bytes.len().min(ENOUGH)];
    let zeros = |odd: usize| start.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    let (big, little) = (zeros(0), zeros(1));
    if (big + little) * 4 < start.len().max(4) {
        return None;
    }
    Some(if little >= big { "UTF-16LE" } else { "UTF-16BE" })
}

/// The command that turns a file into UTF-8.
fn recode(path: &str, from: &str) -> String {
    let (path, new) = (typed(path), typed(&format!("{path}.new")).into_owned());
    format!("iconv -f {from} -t UTF-8 {path} > {new} && mv {new} {path}")
}

/// A finding for a file that cannot be read.
pub(crate) fn unreadable(error: &FileError) -> Diagnostic {
    let code = match error.why {
        Why::Io(_) => Code::UnreadableFile,
        Why::TooLarge { .. } => Code::FileTooLarge,
        Why::Outside | Why::Dangling => Code::OutsidePath,
    };
    Diagnostic::new(code, Text::new(error.path.as_str(), "").at(Span::default()), error.to_string())
}

/// Parses a text that holds one document; anything else is a finding.
pub(crate) fn one_document(text: &Text, what: &str, code: Code, findings: &mut Findings) -> Option<Document> {
    let before = findings.len();
    let mut documents = yaml::parse(text, &Limits::default(), findings);
    if documents.len() == 1 {
        return documents.pop();
    }
    if findings.len() == before {
        findings.push(match documents.get(1) {
            Some(second) => {
                let message = format!("expected one YAML document in a {what}, found {}", documents.len());
                let help = "remove the `---` and what follows it";
                Diagnostic::new(code, text.at(beginning(text, second)), message).help(help)
            }
            None => Diagnostic::new(code, text.at(Span::default()), format!("the {what} is empty")),
        });
    }
    None
}

/// The `---` of a document.
fn beginning(text: &Text, document: &Document) -> Span {
    let marker = Span { end: document.span.start + 3, ..document.span };
    if text.content().get(marker.range()) == Some("---") { marker } else { focus(&document.root) }
}

/// Parses and validates a text of the format `T`.
pub(crate) fn parse<T: OwnFormat>(text: &Text, findings: &mut Findings) -> Option<(T, Document)> {
    let document = one_document(text, T::WHAT, T::CODE, findings)?;
    let value = read_value::<T>(text, &document.root, &Pointer::default(), T::CODE, findings)?;
    Some((value, document))
}

/// Validates a value against the schema of `T` and reads it.
pub(crate) fn read_value<T: JsonSchema + DeserializeOwned>(
    text: &Text,
    node: &Node,
    base: &Pointer,
    code: Code,
    findings: &mut Findings,
) -> Option<T> {
    let located = Located { text, node, base };
    let schema = Schema::compile(schema_of::<T>()).expect("schemars writes valid schemas");
    let value = node.to_json();
    let mut mistakes = Findings::new();
    if !schema.check(&value, &located, &mut mistakes) {
        for mut mistake in mistakes {
            mistake.code = code;
            findings.push(mistake);
        }
        return None;
    }
    match serde_json::from_value(value) {
        Ok(read) => Some(read),
        Err(error) => {
            findings.push(located.finding(code, &Pointer::default(), error.to_string()));
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn names_are_what_their_pattern_matches() {
        let pattern = Schema::compile(json!({ "pattern": NAME })).expect("it is a schema");
        let right = ["a", "flour", "flour-kind", "flour_kind", "step2"];
        let wrong =
            ["", "2step", "_a", "-a", "../x", "a/b", "C:x", "A", "aB", "a b", "a.b", "größe", "a\n", "\u{202e}"];
        for name in right.into_iter().chain(wrong) {
            assert_eq!(
                (is_name(name), pattern.accepts(&json!(name))),
                (right.contains(&name), right.contains(&name)),
                "{name:?}"
            );
        }
    }

    #[test]
    fn utf_16_is_told_from_other_bytes() {
        let little: Vec<u8> = "title: A".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = "title: A".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!((utf_16(&little), utf_16(&big)), (Some("UTF-16LE"), Some("UTF-16BE")));
        assert_eq!(utf_16(&[&[0xFE, 0xFF], big.as_slice()].concat()), Some("UTF-16"));
        for bytes in [b"".as_slice(), b"title: A", b"tr\xe8s", b"a: \0\n", "größe".as_bytes()] {
            assert_eq!(utf_16(bytes), None, "{bytes:?}");
        }
    }
}
