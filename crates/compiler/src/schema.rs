//! Validates located values against JSON Schema 2020-12 and says each mistake at its place.
//!
//! The `jsonschema` crate decides; this module translates its errors: instance path to span, keyword
//! to code, and what was expected to the nearest right name.

mod explain;
mod formats;
mod mend;
mod properties;

pub(crate) use explain::{described, listed, shown};

use jsonschema::PatternOptions;
use serde_json::{Value, json};
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
    /// What is wrong.
    pub message: String,
}

impl NotASchema {
    /// The mistake at its place in the schema.
    #[must_use]
    pub fn finding(&self, schema: &Located<'_>) -> Diagnostic {
        schema.finding(Code::InvalidSchema, &Pointer::parse_lossy(&self.at), self.message.clone())
    }
}

impl Schema {
    /// Compiles `json`, a schema in draft 2020-12 whose references stay inside it.
    ///
    /// # Errors
    /// The value is not a schema, a pattern is not a regular expression, or a reference leads nowhere.
    pub fn compile(json: Value) -> Result<Self, NotASchema> {
        // The `regex` engine has no backtracking, so no pattern of a definition can hang a run.
        let options = jsonschema::draft202012::options()
            .with_pattern_options(PatternOptions::regex())
            .should_validate_formats(true);
        let built = formats::mended(options).build(&json);
        match built {
            Ok(validator) => Ok(Self { validator, json }),
            Err(error) => {
                Err(NotASchema { at: error.instance_path().as_str().to_owned(), message: explain::sentence(&error) })
            }
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
        let errors: Vec<_> = self.validator.iter_errors(value).collect();
        explain::explain(&self.json, &errors, located, findings);
        false
    }
}

/// Checks that a value is a schema of draft 2020-12. True when it is.
pub fn check_meta(value: &Value, located: &Located<'_>, findings: &mut Findings) -> bool {
    let mut mistakes = Findings::new();
    let meta_schema = jsonschema::draft202012::meta::validator();
    let errors: Vec<_> = meta_schema.iter_errors(value).collect();
    explain::explain(&Value::Null, &errors, located, &mut mistakes);
    for mut mistake in mistakes {
        mistake.code = Code::InvalidSchema;
        if let Some(help) = flag(&mistake, located) {
            mistake.help = vec![help];
        }
        findings.push(mistake);
    }
    errors.is_empty()
}

/// What to write instead of `required: true` at a property, as lists of parameters and other formats have it.
fn flag(mistake: &Diagnostic, located: &Located<'_>) -> Option<String> {
    let at: Pointer = mistake.path.as_deref()?.parse().ok()?;
    let below: Pointer = at.segments().get(located.base.segments().len()..)?.iter().collect();
    let required = located.node.at(&below).filter(|_| below.last() == Some("required"))?.as_bool()?;
    let property = below.parent()?.last()?.to_owned();
    Some(if required {
        format!("list it under the `required` of its object: `required: [{property}]`")
    } else {
        "remove it".to_owned()
    })
}

/// What is wrong with a regular expression, and what can be done; `None` where it is sound.
pub(crate) fn check_pattern(pattern: &str) -> Option<(String, Option<String>)> {
    let error = Schema::compile(json!({ "pattern": pattern })).err()?;
    Some((error.message, mend::another_regex(pattern)))
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
    /// How the value that `pointer` names stands in the text.
    #[must_use]
    pub fn written(&self, pointer: &Pointer) -> &str {
        self.node.at(pointer).and_then(|node| self.text.content().get(node.span.range())).unwrap_or_default()
    }

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
