//! The JSON-Schema-Test-Suite of draft 2020-12: its schemas that lie inside the profile, with their cases.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::{Map, Value, json};

use crate::subjects::{Project, Subject};

/// Instances of one schema with the verdicts of the suite.
pub(crate) struct Group {
    /// The config whose property `value` has the schema.
    pub(crate) subject: Subject,
    /// The JSON type that was written into the schema, because a Rust type has one and the suite's has none.
    pub(crate) added_type: Option<&'static str>,
    pub(crate) cases: Vec<Case>,
}

/// An instance, as a config, and what the suite says of it.
pub(crate) struct Case {
    pub(crate) instance: Value,
    pub(crate) valid: bool,
}

/// What the suite says of an instance, next to what the schema says with the profile written out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Weighed {
    /// The same.
    Same,
    /// The profile is stricter: objects are closed, integers fit their width, formats hold.
    Stricter,
    /// The instance is not of the JSON type that was added.
    OfAnotherType,
    /// Nothing of that: suite and validator read JSON Schema otherwise.
    Other,
}

/// The suite, sorted.
#[derive(Default)]
pub(crate) struct Suite {
    pub(crate) inside: Vec<Group>,
    /// How many groups and cases lie outside for each reason.
    pub(crate) outside: BTreeMap<String, (usize, usize)>,
}

impl Suite {
    /// Reads the suite and asks the compiler about each of its schemas.
    pub(crate) fn read(folder: &Path) -> Self {
        let mut suite = Self::default();
        let mut typed = Vec::new();
        for (group, refusal) in asked(groups(folder)) {
            match (refusal, with_type(&group)) {
                (None, _) => suite.inside.push(group),
                // A schema without a `type` may speak of one JSON type all the same.
                (Some(_), Some(group)) => typed.push(group),
                (Some(reason), None) => suite.leave_out(&group, &reason),
            }
        }
        for (group, refusal) in asked(typed) {
            match refusal {
                None => suite.inside.push(group),
                Some(reason) => suite.leave_out(&group, &reason),
            }
        }
        suite
    }

    fn leave_out(&mut self, group: &Group, reason: &str) {
        let (groups, cases) = self.outside.entry(class(reason)).or_default();
        *groups += 1;
        *cases += group.cases.len();
    }
}

impl Group {
    /// Weighs the verdict of the suite on a case against that of the schema, written out.
    pub(crate) fn weigh(&self, case: &Case, accepted: bool) -> Weighed {
        if accepted == case.valid {
            return Weighed::Same;
        }
        let loose = jsonschema::draft202012::options()
            .with_pattern_options(jsonschema::PatternOptions::regex())
            .should_validate_formats(false)
            .build(&self.subject.schema)
            .expect("the compiler takes the schema");
        if loose.is_valid(&case.instance) == case.valid {
            return Weighed::Stricter;
        }
        let ty = match &case.instance["value"] {
            Value::Null => "null",
            Value::Bool(_) => "boolean",
            Value::Number(_) => "number",
            Value::String(_) => "string",
            Value::Array(_) => "array",
            Value::Object(_) => "object",
        };
        let other = self.added_type.is_some_and(|added| added != ty);
        if other { Weighed::OfAnotherType } else { Weighed::Other }
    }
}

/// A reason without what is special to one schema.
fn class(reason: &str) -> String {
    if reason.starts_with("`$ref: ") {
        return "a `$ref` leads outside `$defs`".to_owned();
    }
    let general = reason.split_once(": ").map_or(reason, |(general, _)| general);
    general.replace('\n', "\\n")
}

/// The groups, each with the first thing that the compiler has against its schema.
fn asked(groups: Vec<Group>) -> Vec<(Group, Option<String>)> {
    let subjects: Vec<Subject> = groups.iter().map(|group| group.subject.clone()).collect();
    let refusals = Project::new(&subjects, &[]).refusals(groups.len());
    groups.into_iter().zip(refusals).collect()
}

/// All groups of all files below a folder, in the order of their names.
fn groups(folder: &Path) -> Vec<Group> {
    let mut paths: Vec<_> = fs::read_dir(folder)
        .expect("the folder can be read")
        .map(|entry| entry.expect("the folder can be read").path())
        .collect();
    paths.sort();
    paths.iter().flat_map(|path| if path.is_dir() { groups(path) } else { file_groups(path) }).collect()
}

fn file_groups(path: &Path) -> Vec<Group> {
    let text = fs::read_to_string(path).expect("a file of the suite can be read");
    let groups: Vec<Value> = serde_json::from_str(&text).expect("a file of the suite is an array");
    let file = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    groups.iter().map(|group| read_group(file, group)).collect()
}

fn read_group(file: &str, group: &Value) -> Group {
    let name = format!("suite: {file}: {}", group["description"].as_str().unwrap_or_default());
    let tests = group["tests"].as_array().expect("a group has tests");
    let cases = tests.iter().map(|test| Case {
        instance: json!({ "value": test["data"] }),
        valid: test["valid"].as_bool().expect("a test says whether its data is valid"),
    });
    let subject = Subject { name, schema: wrap(group["schema"].clone()) };
    Group { subject, added_type: None, cases: cases.collect() }
}

/// A config with a property of the schema; definitions belong to the root of a config.
fn wrap(mut schema: Value) -> Value {
    let mut root = json!({ "type": "object", "required": ["value"], "properties": {} });
    if let Value::Object(schema) = &mut schema {
        schema.shift_remove("$schema");
        if let Some(definitions) = schema.shift_remove("$defs") {
            root["$defs"] = definitions;
        }
    }
    root["properties"]["value"] = schema;
    root
}

/// The group with a `type` in its schema; `None` where it has one, or where its keywords do not tell.
fn with_type(group: &Group) -> Option<Group> {
    let schema = group.subject.schema["properties"]["value"].as_object()?;
    let of = |keyword: &str| match keyword {
        "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" | "multipleOf" => Some("number"),
        "minLength" | "maxLength" | "pattern" | "format" => Some("string"),
        "items" | "minItems" | "maxItems" | "uniqueItems" => Some("array"),
        "properties" | "required" | "additionalProperties" | "minProperties" | "maxProperties" => Some("object"),
        _ => None,
    };
    if ["type", "$ref", "oneOf", "enum", "const"].iter().any(|keyword| schema.contains_key(*keyword)) {
        return None;
    }
    let ty = schema.keys().find_map(|keyword| of(keyword))?;
    let mut subject = group.subject.clone();
    let typed: Map<String, Value> = [("type".to_owned(), json!(ty))].into_iter().chain(schema.clone()).collect();
    subject.schema["properties"]["value"] = Value::Object(typed);
    let cases = group.cases.iter().map(|case| Case { instance: case.instance.clone(), valid: case.valid }).collect();
    Some(Group { subject, added_type: Some(ty), cases })
}
