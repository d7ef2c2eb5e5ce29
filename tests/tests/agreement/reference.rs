//! The other side of the promise: what the `jsonschema` crate accepts, from the schema alone.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use compiler::profile;
use compiler::schema::Schema;
use jsonschema::{PatternOptions, Validator};
use kernel::config::Format;
use serde_json::{Map, Value, json};

/// The keys of each kind that schemas refer to, by `registry.kind`.
pub(crate) type Keys = BTreeMap<String, Vec<String>>;

/// The other side for one subject: its schema written out, and what it accepts.
pub(crate) struct Reference {
    pub(crate) written_out: Value,
    schema: Schema,
    /// The same validator again, to ask where the mistakes are.
    places: Validator,
}

impl Reference {
    /// The reference of a sound schema.
    pub(crate) fn new(schema: &Value, keys: &Keys) -> Self {
        let written_out = written_out(schema, keys);
        let compiled = Schema::compile(written_out.clone());
        let schema = compiled.unwrap_or_else(|error| panic!("{written_out}: {}", error.message));
        let places = jsonschema::draft202012::options()
            .with_pattern_options(PatternOptions::regex())
            .should_validate_formats(true)
            // What the library reads too freely; whether such a text is accepted, the compiler's schema decides.
            .with_format("date", |text: &str| Format::Date.holds(text))
            .with_format("time", |text: &str| Format::Time.holds(text))
            .with_format("date-time", |text: &str| Format::DateTime.holds(text))
            .build(&written_out)
            .expect("the schema compiles");
        Self { written_out, schema, places }
    }

    /// Whether the schema accepts a value.
    pub(crate) fn accepts(&self, value: &Value) -> bool {
        self.schema.accepts(value)
    }

    /// The places of the mistakes in a value, as the kernel writes paths.
    pub(crate) fn mistakes(&self, value: &Value) -> BTreeSet<String> {
        self.places.iter_errors(value).map(|error| path(error.instance_path().as_str(), value)).collect()
    }
}

/// A JSON Pointer into a config as people write it: `config.limits[2]["two words"]`.
fn path(pointer: &str, mut value: &Value) -> String {
    let mut path = "config".to_owned();
    for segment in pointer.split('/').skip(1) {
        let name = segment.replace("~1", "/").replace("~0", "~");
        let plain = |character: char| character.is_alphanumeric() || matches!(character, '_' | '-');
        // Writing to a string cannot fail.
        let _ = if value.is_array() {
            write!(path, "[{name}]")
        } else if !name.is_empty() && name.chars().all(plain) {
            write!(path, ".{name}")
        } else {
            write!(path, "[{name:?}]")
        };
        let below = value.get(name.as_str()).or_else(|| value.get(name.parse::<usize>().ok()?));
        value = below.expect("a mistake is in the value");
    }
    path
}

/// A schema as JSON Schema reads it: what the profile implies is written out, and a reference to entries is an
/// `enum` of their keys.
pub(crate) fn written_out(schema: &Value, keys: &Keys) -> Value {
    let mut schema = profile::strict(schema.clone());
    visit(&mut schema, &mut |schema| {
        let Some(kind) = hard_reference(schema) else { return };
        let mut known: Vec<Value> = keys[kind].iter().map(|key| json!(key)).collect();
        if schema.get("type").is_some_and(Value::is_array) {
            known.push(Value::Null);
        }
        schema.insert("enum".to_owned(), Value::Array(known));
    });
    schema
}

/// The kind that a string names an entry of, where an unknown key is an error.
fn hard_reference(schema: &Map<String, Value>) -> Option<&str> {
    let reference = schema.get("x-ref")?;
    if reference["missing"] == "warning" {
        return None;
    }
    reference.as_str().or_else(|| reference["to"].as_str())
}

/// Calls `change` on a schema and on every schema inside it.
pub(crate) fn visit(schema: &mut Value, change: &mut dyn FnMut(&mut Map<String, Value>)) {
    let Value::Object(map) = schema else { return };
    change(map);
    for (keyword, value) in map.iter_mut() {
        match keyword.as_str() {
            "items" | "additionalProperties" => visit(value, change),
            "oneOf" => value.as_array_mut().into_iter().flatten().for_each(|member| visit(member, change)),
            "properties" | "$defs" => {
                let values = value.as_object_mut().into_iter().flat_map(Map::values_mut);
                values.for_each(|schema| visit(schema, change));
            }
            _ => {}
        }
    }
}
