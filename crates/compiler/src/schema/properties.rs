//! Properties that are missing and properties that are not declared: what is missing of one object is one
//! finding, and a misspelt property is not missing too.

use std::collections::BTreeMap;

use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind as Kind;
use serde_json::{Map, Value};
use source::{Code, Diagnostic, Findings, nearest};
use yaml::Pointer;

use super::{Located, listed};

/// What the errors of one value say about the properties of its objects.
pub(super) struct Properties<'s> {
    schema: &'s Value,
    /// Of each object, by its path, the required properties that it does not have.
    missing: BTreeMap<String, Vec<String>>,
    /// Of each object, what its unknown properties are meant to be.
    meant: BTreeMap<String, BTreeMap<String, String>>,
}

impl<'s> Properties<'s> {
    pub(super) fn of(schema: &'s Value, errors: &[ValidationError<'_>]) -> Self {
        let mut properties = Self { schema, missing: BTreeMap::new(), meant: BTreeMap::new() };
        for error in errors {
            if let Kind::Required { property: Value::String(name) } = error.kind() {
                properties.missing.entry(path(error)).or_default().push(name.clone());
            }
        }
        for error in errors {
            properties.pair(error);
        }
        properties
    }

    /// Finds what each unknown property is meant to be: one that the object does not have.
    fn pair(&mut self, error: &ValidationError<'_>) {
        let (Some(object), Some(declared)) = (error.instance().as_object(), declared(self.schema, error)) else {
            return;
        };
        let mut free: Vec<&str> =
            declared.keys().map(String::as_str).filter(|name| !object.contains_key(*name)).collect();
        let missing = self.missing.entry(path(error)).or_default();
        for unknown in unknown(error) {
            let Some(near) = nearest(unknown, free.iter().copied()) else { continue };
            free.retain(|name| *name != near);
            missing.retain(|name| name != near);
            self.meant.entry(path(error)).or_default().insert(unknown.clone(), near.to_owned());
        }
    }

    /// A finding for each unknown property of an object.
    pub(super) fn unknown(
        &self,
        error: &ValidationError<'_>,
        at: &Pointer,
        located: &Located<'_>,
        findings: &mut Findings,
    ) {
        let declared: Vec<&String> = declared(self.schema, error).into_iter().flat_map(Map::keys).collect();
        let meant = self.meant.get(error.instance_path().as_str());
        for name in unknown(error) {
            let message = format!("unknown property `{name}`");
            let mut finding = located.finding_at_key(Code::UnknownProperty, &at.join(name), message);
            if let Some(near) = meant.and_then(|meant| meant.get(name)) {
                finding = finding.help(format!("did you mean `{near}`?"));
            }
            findings.push(if declared.is_empty() {
                finding
            } else {
                finding.note(format!("expected one of {}", listed(&declared)))
            });
        }
    }

    /// The one finding for all that is missing of an object, at the first error that says so.
    pub(super) fn missing(
        &mut self,
        error: &ValidationError<'_>,
        at: &Pointer,
        located: &Located<'_>,
    ) -> Option<Diagnostic> {
        let names = self.missing.remove(error.instance_path().as_str()).filter(|names| !names.is_empty())?;
        let message = match names.as_slice() {
            [one] => format!("required property `{one}` is missing"),
            several => format!("required properties {} are missing", listed(several)),
        };
        let declared = declared(self.schema, error);
        let line = |name: &String| {
            let value = declared
                .and_then(|declared| declared.get(name))
                .map_or("<value>".to_owned(), |schema| self.placeholder(schema));
            format!("{name}: {value}")
        };
        let lines: Vec<String> = names.iter().map(line).collect();
        Some(located.finding(Code::MissingProperty, at, message).help(lines.join(", ")))
    }

    /// What stands for a value of a schema: `<string>`, `<none|low|high>`.
    fn placeholder(&self, schema: &Value) -> String {
        /// More choices than this are no help in one line.
        const MOST: usize = 6;
        let definition =
            schema.get("$ref").and_then(Value::as_str).and_then(|to| self.schema.pointer(to.strip_prefix('#')?));
        let schema = definition.unwrap_or(schema);
        let constants = || {
            let members = schema.get("oneOf")?.as_array()?.iter();
            members.map(|member| member.get("const").cloned()).collect::<Option<Vec<Value>>>()
        };
        let choices = schema.get("enum").and_then(Value::as_array).cloned().or_else(constants);
        let choices = choices.filter(|choices| choices.len() <= MOST && choices.iter().all(Value::is_string));
        match (choices, schema.get("type").and_then(Value::as_str)) {
            (Some(choices), _) => {
                let choices: Vec<&str> = choices.iter().filter_map(Value::as_str).collect();
                format!("<{}>", choices.join("|"))
            }
            (None, Some(name)) => format!("<{name}>"),
            (None, None) => "<value>".to_owned(),
        }
    }
}

fn path(error: &ValidationError<'_>) -> String {
    error.instance_path().as_str().to_owned()
}

/// The properties of an object that its schema does not declare.
fn unknown<'e>(error: &'e ValidationError<'_>) -> &'e [String] {
    #[expect(clippy::wildcard_enum_match_arm, reason = "the other errors are about other things")]
    match error.kind() {
        Kind::AdditionalProperties { unexpected } | Kind::UnevaluatedProperties { unexpected } => unexpected,
        _ => &[],
    }
}

/// The properties that the schema of the object at fault declares.
fn declared<'s>(schema: &'s Value, error: &ValidationError<'_>) -> Option<&'s Map<String, Value>> {
    let path = error.schema_path().as_str();
    let owner = path.rsplit_once('/').map_or("", |(owner, _)| owner);
    schema.pointer(owner)?.get("properties")?.as_object()
}
