//! Validates located values against JSON Schema 2020-12 and says each mistake at its place.
//!
//! The `jsonschema` crate decides; this module translates its errors: instance path to span, keyword
//! to code, and what was expected to the nearest right name.

mod explain;


pub(crate) use explain::{described, listed, shown};

use jsonschema::PatternOptions;
use serde_json::Value;
use source::{Code, Diagnostic, Findings, Text};
use yaml::{Node, Pointer};

/// A compiled JSON Schema.
#[derive(Debug)]
pub struct Schema {
    validator: jsonschema::Validator,
    json: Value,
}

/// Why a value is no schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotASchema {
    /// Where in the schema.
    pub at: String,
    /// What is wrong, as the validator says it.
    pub message: String,
}

impl Schema {
    /// Compiles `json`, a schema in draft 2020-12 whose references stay inside it.
    ///
    /// # Errors
    /// The value is not a schema, a pattern is not a regular expression, or a reference leads nowhere.
    pub fn compile(json: Value) -> Result<Self, NotASchema> {
        // The `regex` engine has no backtracking, so no pattern of a definition can hang a run.
        let built = jsonschema::draft202012::options()
            .with_pattern_options(PatternOptions::regex())
            .should_validate_formats(true)
            .build(&json);
        match built {
            Ok(validator) => Ok(Self { validator, json }),
            Err(error) => Err(NotASchema {
                at: error.instance_path().as_str().to_owned(),
                message: error.masked().to_string(),
            }),
        }
    }

    /// The schema as it was compiled.
    #[must_use]
    pub fn json(&self) -> &Value {
        &self.json
    }

    /// Whether `value` satisfies the schema.
    #[must_use]
    pub fn accepts(&self, value: &Value) -> bool {
        self.validator.is_valid(value)
    }

    /// Validates a value of a text; each mistake becomes a finding at its place. True when there was none.
    pub fn check(&self, value: &Value, located: &Located<'_>, findings: &mut Findings) -> bool {
        if self.validator.is_valid(value) {
            return true;
        }
        for error in self.validator.iter_errors(value) {
            explain::explain(&self.json, &error, located, findings);
        }
        false
    }
}

/// Checks that a value is a schema of draft 2020-12. True when it is.
pub fn check_meta(value: &Value, located: &Located<'_>, findings: &mut Findings) -> bool {
    let mut mistakes = Findings::new();
    for error in jsonschema::draft202012::meta::validator().iter_errors(value) {
        explain::explain(&Value::Null, &error, located, &mut mistakes);
    }
    let sound = mistakes.is_empty();
    for mut mistake in mistakes {
        mistake.code = Code::InvalidSchema;
        findings.push(mistake);
    }
    sound
}

/// A value where it stands: its text, its node, and the pointer that leads to it in its document.
#[derive(Clone, Copy, Debug)]
pub struct Located<'a> {
    /// The text it stands in.
    pub text: &'a Text,
    /// The value with its places.
    pub node: &'a Node,
    /// Where the value stands in its document.
    pub base: &'a Pointer,
}

impl Located<'_> {
    /// A finding at the value that `pointer` names inside this one, with its path in the document.
    #[must_use]
    pub fn finding(&self, code: Code, pointer: &Pointer, message: impl Into<String>) -> Diagnostic {
        let span = self.node.at(pointer).map_or(self.node.span, focus);
        Diagnostic::new(code, self.text.at(span), message).path(self.base.concat(pointer).to_string())
    }

    /// The same, at the key that leads to the value.
    #[must_use]
    pub fn finding_at_key(&self, code: Code, pointer: &Pointer, message: impl Into<String>) -> Diagnostic {
        let span = self.node.key_span_at(pointer);
        let mut finding = self.finding(code, pointer, message);
        if let Some(span) = span {
            finding.primary.place.span = span;
        }
        finding
    }
}

/// The part of a node to point at: a whole scalar, the first key of a mapping, the first item of a sequence.
/// A finding that underlines fifty lines shows nothing.
#[must_use]
pub fn focus(node: &Node) -> source::Span {
    match &node.value {
        yaml::Value::Mapping(mapping) => mapping.iter().next().map_or(node.span, |pair| pair.key_span),
        yaml::Value::Sequence(items) => items.first().map_or(node.span, focus),
        yaml::Value::Null | yaml::Value::Bool(_) | yaml::Value::Number(_) | yaml::Value::String(_) => node.span,
    }
}
