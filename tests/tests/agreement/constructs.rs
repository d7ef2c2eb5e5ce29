//! Proves that the generator leaves nothing of the profile out.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::Size;
use crate::reference;

/// Every keyword at every form of schema that has it, and every way to say something that has two.
const CONSTRUCTS: &str = "
boolean: default nullable
integer: default nullable minimum maximum exclusiveMinimum exclusiveMaximum multipleOf
integer: int8 int16 int32 int64 uint8 uint16 uint32 uint64
number: default nullable minimum maximum exclusiveMinimum exclusiveMaximum multipleOf double
string: default nullable minLength maxLength pattern x-ref softened
string: date date-time duration email hostname ipv4 ipv6 iri iri-reference json-pointer regex
string: relative-json-pointer time uri uri-reference uri-template uuid
array: default nullable items minItems maxItems uniqueItems
struct: default nullable properties required additionalProperties minProperties maxProperties empty
map: default nullable additionalProperties minProperties maxProperties
enum: default nullable type
constants: default nullable type
tagged: default nullable
union: default nullable
nullable: default
$ref: default
any: default
";

/// What of that a schema uses.
fn constructs(schema: &Map<String, Value>) -> Vec<String> {
    let has = |keyword: &str| schema.contains_key(keyword);
    let members = schema.get("oneOf").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let null = |member: &&Value| member["type"] == "null";
    let first = members.iter().find(|member| !null(member));
    let types = schema.get("type").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let ty = schema
        .get("type")
        .and_then(Value::as_str)
        .or_else(|| types.iter().filter_map(Value::as_str).find(|ty| *ty != "null"));
    let form = match (first, ty) {
        _ if has("$ref") => "$ref",
        _ if has("enum") => "enum",
        _ if has("const") => return Vec::new(),
        (Some(first), _) if first.get("const").is_some() => "constants",
        (Some(_), _) if members.iter().filter(|member| !null(member)).count() == 1 => "nullable",
        (Some(first), _) if is_tagged(first) => "tagged",
        (Some(_), _) => "union",
        (None, Some("object")) if has("properties") => "struct",
        (None, Some("object")) if schema.get("additionalProperties") == Some(&Value::Bool(false)) => "struct",
        (None, Some("object")) => "map",
        (None, Some(ty)) => ty,
        (None, None) => "any",
    };
    let nulls = schema.get("enum").and_then(Value::as_array).is_some_and(|values| values.contains(&Value::Null));
    let format = schema.get("format").and_then(Value::as_str);
    let softened = schema.get("x-ref").is_some_and(|reference| reference["missing"] == "warning");
    let special = [
        (nulls || !types.is_empty() || members.iter().any(|member| null(&member))).then_some("nullable"),
        softened.then_some("softened"),
        (form == "struct" && !has("properties")).then_some("empty"),
        format,
    ];
    let keywords = schema.keys().map(String::as_str).chain(special.into_iter().flatten());
    keywords.map(|keyword| format!("{form}: {keyword}")).collect()
}

fn is_tagged(member: &Value) -> bool {
    member["properties"]
        .as_object()
        .is_some_and(|properties| properties.values().any(|schema| schema.get("const").is_some()))
}

#[test]
fn generated_schemas_use_every_construct_of_the_profile() {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for subject in crate::generated(&Size::DEFAULT) {
        reference::visit(&mut subject.schema.clone(), &mut |schema| {
            for construct in constructs(schema) {
                *counts.entry(construct).or_default() += 1;
            }
        });
    }
    for line in CONSTRUCTS.trim().lines() {
        let (form, keywords) = line.split_once(": ").expect("a line begins with a form");
        for keyword in keywords.split(' ') {
            let count = counts.get(&format!("{form}: {keyword}")).copied().unwrap_or_default();
            assert!(count > 0, "no schema has `{keyword}` at {form}: {counts:?}");
        }
    }
}
