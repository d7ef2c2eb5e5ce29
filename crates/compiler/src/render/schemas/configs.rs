//! Configs of other entries in the schema of an entry file: for each key that a property can name, what the
//! config beside it may hold. An editor then completes the settings of the very step that is configured.

use serde_json::{Map, Value, json};

use crate::entries::Entry;
use crate::profile::sibling;
use crate::registry::{Members, Registry};

/// A kind with more configs than this makes schemas that slow editors down more than they help.
const MOST_CONFIGS: usize = 500;

/// Adds the configs that `schema` gives to other entries, and puts each into `definitions` once.
pub(super) fn add(schema: &mut Value, registry: &Registry, definitions: &mut Map<String, Value>) {
    match schema {
        Value::Object(map) => {
            let cases: Vec<Value> =
                configured(map).iter().flat_map(|pair| cases(pair, registry, definitions)).collect();
            if !cases.is_empty() {
                map.insert("allOf".to_owned(), Value::Array(cases));
            }
            // The schemas under `allOf` are complete.
            let inner = map.iter_mut().filter(|(keyword, _)| *keyword != "allOf");
            inner.for_each(|(_, value)| add(value, registry, definitions));
        }
        Value::Array(items) => items.iter_mut().for_each(|item| add(item, registry, definitions)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// A property that holds the config of the entry that another property names.
struct Configured {
    property: String,
    by: String,
    kind: String,
}

fn configured(schema: &Map<String, Value>) -> Vec<Configured> {
    let properties = schema.get("properties").and_then(Value::as_object);
    let pairs = properties.into_iter().flatten().filter_map(|(property, value)| {
        let by = sibling(value.get("x-config-of")?.as_str()?)?;
        let reference = properties?.get(&by)?.get("x-ref")?;
        let kind = reference.as_str().or_else(|| reference.get("to")?.as_str())?.to_owned();
        Some(Configured { property: property.clone(), by, kind })
    });
    pairs.collect()
}

/// One condition for each entry that can be named.
fn cases(pair: &Configured, registry: &Registry, definitions: &mut Map<String, Value>) -> Vec<Value> {
    let members = registry.get(&pair.kind).filter(|members| members.entries.len() <= MOST_CONFIGS);
    let Some(members) = members else { return Vec::new() };
    let case = |entry: &Entry| {
        let Configured { property, by, .. } = pair;
        let mut then = Map::new();
        match &entry.config {
            Some(config) => {
                let name = definition(members, entry, registry, definitions);
                then.insert("properties".to_owned(), json!({ property: { "$ref": pointer(&name) } }));
                if !config.schema.accepts(&json!({})) {
                    then.insert("required".to_owned(), json!([property]));
                }
            }
            None => drop(then.insert("properties".to_owned(), json!({ property: false }))),
        }
        json!({ "if": { "properties": { by: { "const": entry.key } }, "required": [by] }, "then": then })
    };
    members.entries.iter().map(case).collect()
}

/// The name under which the config of an entry stands in the definitions, after putting it there.
fn definition(members: &Members, entry: &Entry, registry: &Registry, definitions: &mut Map<String, Value>) -> String {
    let name = format!("{}:{}", members.kind.id, entry.key);
    if let (Some(config), false) = (&entry.config, definitions.contains_key(&name)) {
        let mut schema = config.schema.json().clone();
        super::complete(&mut schema, registry);
        rebase(&mut schema, &pointer(&name));
        if let Some(summary) = entry.text(&members.kind.block.summary)
            && let Value::Object(schema) = &mut schema
        {
            schema.entry("description").or_insert_with(|| json!(summary));
        }
        definitions.insert(name.clone(), schema);
    }
    name
}

/// References inside a schema that has moved lead to its own definitions.
fn rebase(schema: &mut Value, to: &str) {
    match schema {
        Value::Object(map) => {
            if let Some(Value::String(reference)) = map.get_mut("$ref") {
                *reference = reference.replacen('#', to, 1);
            }
            map.values_mut().for_each(|value| rebase(value, to));
        }
        Value::Array(items) => items.iter_mut().for_each(|item| rebase(item, to)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// The reference to a definition; what a URI fragment cannot hold is escaped.
fn pointer(name: &str) -> String {
    let mut pointer = String::from("#/$defs/");
    for character in name.chars() {
        match character {
            '~' => pointer.push_str("~0"),
            '/' => pointer.push_str("~1"),
            '%' => pointer.push_str("%25"),
            _ => pointer.push(character),
        }
    }
    pointer
}
