//! Reads the formats that Rollbook itself defines: each is a Rust type, and its JSON Schema follows from it.
//!
//! The schema validates the YAML, so mistakes are said at their place; only then is the type read.

use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde_json::Value;
use source::{Code, Diagnostic, Findings, Span, Text};
use yaml::{Document, Limits, Node, Pointer};

use crate::files::{FileError, Files, Why};
use crate::schema::{Located, Schema};

/// A format of ours.
pub(crate) trait OwnFormat: JsonSchema + DeserializeOwned {
    /// What people call it.
    const WHAT: &'static str;
    /// The code of its findings.
    const CODE: Code;
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
    let empty = || Text::new(path, "").at(Span::default());
    let bytes = match files.read(path) {
        Ok(Some(bytes)) => bytes,
        Ok(None) => {
            findings.push(Diagnostic::new(Code::MissingFile, empty(), format!("`{path}` does not exist")));
            return None;
        }
        Err(error) => {
            findings.push(unreadable(&error));
            return None;
        }
    };
    match String::from_utf8(bytes) {
        Ok(content) => Some(Text::new(path, content)),
        Err(error) => {
            let valid = error.utf8_error().valid_up_to();
            let line = String::from_utf8_lossy(&error.as_bytes()[..valid]).matches('\n').count() + 1;
            let message = format!("`{path}` is not UTF-8 text, byte {valid} in line {line} is where it ends being so");
            findings.push(Diagnostic::new(Code::UnreadableFile, empty(), message).help(format!("iconv -t UTF-8 {path}")));
            None
        }
    }
}

/// A finding for a file that cannot be read.
pub(crate) fn unreadable(error: &FileError) -> Diagnostic {
    let code = match error.why {
        Why::Io(_) => Code::UnreadableFile,
        Why::TooLarge(_) => Code::FileTooLarge,
        Why::Outside => Code::OutsidePath,
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
        let at = documents.get(1).map_or(Span::default(), |second| second.span);
        let message = format!("expected one YAML document in a {what}, found {}", documents.len());
        findings.push(Diagnostic::new(code, text.at(at), message));
    }
    None
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
