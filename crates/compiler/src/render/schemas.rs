//! Schemas for editors: of our own formats, and of each kind's entry files.
//!
//! The schema of an entry file follows the kind's layout, and lists the keys wherever an entry is named,
//! so an editor completes them, and the config of each entry wherever one is given.

mod configs;

use serde_json::{Map, Value, json};

use super::{Artifact, header};
use crate::kinds::{Block, Kind, Layout};
use crate::own_format::schema_of;
use crate::profile::{Chain, strict};
use crate::project::{Project, ProjectFile};
use crate::registry::{Members, Registry};
use crate::rules::RulesFile;

/// A list of keys longer than this slows editors down more than it helps.
const MOST_KEYS: usize = 2_000;

pub(super) fn render(project: &Project, registry: &Registry) -> Vec<Artifact> {
    let artifact = |name: &str, schema: Value, from: &str| Artifact {
        path: format!("{}/{name}.schema.json", project.schemas),
        content: with_header(project, schema, from),
        from: from.to_owned(),
    };
    let own = project.file.name();
    let mut artifacts = vec![
        artifact("rollbook", schema_of::<ProjectFile>(), own),
        artifact("kind", kind_schema(), own),
        artifact("rules", schema_of::<RulesFile>(), own),
    ];
    for members in &registry.members {
        artifacts.push(artifact(&members.kind.id, entry_file_schema(members, registry), members.kind.file.name()));
    }
    artifacts
}

fn with_header(project: &Project, schema: Value, from: &str) -> Vec<u8> {
    let mut whole = Map::new();
    whole.insert("$comment".to_owned(), json!(header::of(project, from).join(" ")));
    if let Value::Object(schema) = schema {
        whole.extend(schema.into_iter().filter(|(keyword, _)| keyword != "$comment"));
    }
    let mut text = serde_json::to_string_pretty(&Value::Object(whole)).expect("a JSON value can be written");
    text.push('\n');
    text.into_bytes()
}

/// A kind file is a schema in the typed profile, with our keywords inside it.
///
/// Written out keyword by keyword, because editors complete from `properties` and few follow the dynamic
/// references of the meta-schema.
fn kind_schema() -> Value {
    let mut block = schema_of::<Block>();
    let mut definitions = match block.as_object_mut().and_then(|block| block.remove("$defs")) {
        Some(Value::Object(definitions)) => definitions,
        _ => Map::new(),
    };
    let keywords = profile_keywords();
    let mut root = keywords.clone();
    root.insert("$schema".to_owned(), json!({ "const": "https://json-schema.org/draft/2020-12/schema" }));
    root.insert("$defs".to_owned(), json!({ "type": "object", "additionalProperties": { "$ref": "#/$defs/Schema" } }));
    root.insert("x-registry".to_owned(), block);
    let schema = json!({ "type": ["boolean", "object"], "properties": keywords, "additionalProperties": false });
    definitions.insert("Schema".to_owned(), schema);
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Rollbook kind",
        "type": "object",
        "required": ["x-registry", "type", "properties"],
        "properties": root,
        "additionalProperties": false,
        "$defs": definitions,
    })
}

/// The keywords of the typed profile with their values.
fn profile_keywords() -> Map<String, Value> {
    let schema = json!({ "$ref": "#/$defs/Schema" });
    let schemas = json!({ "type": "object", "additionalProperties": schema });
    let types = ["boolean", "integer", "number", "string", "array", "object", "null"];
    let ty =
        json!({ "anyOf": [{ "enum": types }, { "type": "array", "items": { "enum": types }, "uniqueItems": true }] });
    let kind = json!({ "type": "string", "pattern": "^[^.]+\\..+$" });
    let reference = json!({
        "description": "The key of an entry that must exist: registry.kind, or { to: registry.kind, missing: warning }.",
        "anyOf": [kind, {
            "type": "object",
            "required": ["to"],
            "properties": { "to": kind, "missing": { "enum": ["error", "warning"] } },
            "additionalProperties": false,
        }],
    });
    let flag = |text: &str| json!({ "const": true, "description": text });
    let change = json!({
        "enum": ["immutable", "breaking", "compatible", "docs"],
        "description": "What a change of this property between two versions means.",
    });
    let config_of = json!({
        "type": "string",
        "description": "The value is the config of the entry that this relative JSON Pointer names.",
    });
    let (text, boolean, number) =
        (json!({ "type": "string" }), json!({ "type": "boolean" }), json!({ "type": "number" }));
    let count = json!({ "type": "integer", "minimum": 0 });
    let strings = json!({ "type": "array", "items": { "type": "string" }, "uniqueItems": true });
    let pairs = [
        ("title", text.clone()),
        ("description", text.clone()),
        ("$comment", text.clone()),
        ("examples", json!({ "type": "array" })),
        ("default", json!(true)),
        ("deprecated", boolean.clone()),
        ("type", ty),
        ("enum", json!({ "type": "array", "minItems": 1 })),
        ("const", text.clone()),
        ("oneOf", json!({ "type": "array", "items": schema, "minItems": 1 })),
        ("$ref", json!({ "type": "string", "pattern": "^#/\\$defs/[^/]+$" })),
        ("minimum", number.clone()),
        ("maximum", number.clone()),
        ("exclusiveMinimum", number.clone()),
        ("exclusiveMaximum", number),
        ("multipleOf", json!({ "type": "number", "exclusiveMinimum": 0 })),
        ("minLength", count.clone()),
        ("maxLength", count.clone()),
        ("pattern", json!({ "type": "string", "format": "regex" })),
        ("format", text),
        ("items", schema.clone()),
        ("minItems", count.clone()),
        ("maxItems", count.clone()),
        ("uniqueItems", boolean),
        ("properties", schemas),
        ("required", strings),
        ("additionalProperties", schema),
        ("minProperties", count.clone()),
        ("maxProperties", count),
        ("x-ref", reference),
        ("x-config", flag("The value is itself a schema, or a list of parameters: the entry's config.")),
        ("x-config-of", config_of),
        ("x-chain", schema_of::<Chain>()),
        ("x-doc", flag("A page below the docs root, with an optional anchor, that must exist.")),
        ("x-path", flag("A path below the root that must exist.")),
        ("x-change", change),
    ];
    pairs.into_iter().map(|(keyword, value)| (keyword.to_owned(), value)).collect()
}

fn entry_file_schema(members: &Members, registry: &Registry) -> Value {
    let kind = &members.kind;
    let mut entry = strict(kind.schema.json().clone());
    let definitions = entry.as_object_mut().and_then(|entry| entry.remove("$defs"));
    let mut definitions = match definitions {
        Some(Value::Object(definitions)) => definitions,
        _ => Map::new(),
    };
    definitions.values_mut().for_each(|definition| complete(definition, registry));
    complete(&mut entry, registry);
    let mut owners = Map::new();
    definitions.values_mut().for_each(|definition| configs::add(definition, registry, &mut owners));
    configs::add(&mut entry, registry, &mut owners);
    definitions.extend(owners);
    if let Value::Object(entry) = &mut entry {
        for keyword in ["$schema", "x-registry"] {
            entry.shift_remove(keyword);
        }
    }
    let mut schema = Map::new();
    schema.insert("$schema".to_owned(), json!("https://json-schema.org/draft/2020-12/schema"));
    schema.insert("title".to_owned(), json!(file_title(kind)));
    // Where entries lie deeper in a file, the rest of the file is not ours to describe.
    if let Value::Object(file) = at_pointers(kind, &entry) {
        schema.extend(file);
    }
    if !definitions.is_empty() {
        schema.insert("$defs".to_owned(), Value::Object(definitions));
    }
    Value::Object(schema)
}

fn file_title(kind: &Kind) -> String {
    match kind.block.layout {
        Layout::Document => kind.title.clone(),
        Layout::List | Layout::Map => format!("{} of {}", kind.nouns(), kind.registry),
    }
}

fn at_pointers(kind: &Kind, entry: &Value) -> Value {
    let collection = |selective: bool| match kind.block.layout {
        Layout::Document => entry.clone(),
        Layout::List if selective => {
            let keys: Vec<Value> = kind.block.key_properties().iter().map(|key| json!({ "required": [key] })).collect();
            json!({ "type": "array", "items": { "if": { "anyOf": keys }, "then": entry } })
        }
        Layout::List => json!({ "type": "array", "items": entry }),
        Layout::Map => json!({ "type": "object", "additionalProperties": entry }),
    };
    let pointers = kind.block.at.as_slice();
    let schemas = pointers.iter().map(|pointer| {
        let segments: Vec<&str> = pointer.split('/').skip(1).collect();
        let selective = segments.contains(&"*");
        segments.iter().rev().fold(collection(selective), |inner, segment| match *segment {
            "*" => json!({ "items": inner }),
            name => json!({ "properties": { name.replace("~1", "/").replace("~0", "~"): inner } }),
        })
    });
    let mut schemas: Vec<Value> = schemas.collect();
    if schemas.len() == 1 { schemas.remove(0) } else { json!({ "allOf": schemas }) }
}

/// Lists the keys of the kind wherever one is named.
fn complete(schema: &mut Value, registry: &Registry) {
    match schema {
        Value::Object(map) => {
            // A softened reference may name what does not exist, so its keys are not all of them.
            let to = map.get("x-ref").and_then(|reference| match reference {
                Value::Object(soft) if soft.get("missing").is_some_and(|missing| missing != "error") => None,
                Value::Object(reference) => reference.get("to")?.as_str(),
                Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
                    reference.as_str()
                }
            });
            let members = to.and_then(|to| registry.get(to)).filter(|members| members.entries.len() <= MOST_KEYS);
            if let Some(members) = members {
                let keys: Vec<&str> = members.entries.iter().map(|entry| entry.key.as_str()).collect();
                map.insert("enum".to_owned(), json!(keys));
            }
            map.values_mut().for_each(|value| complete(value, registry));
        }
        Value::Array(items) => items.iter_mut().for_each(|item| complete(item, registry)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
