//! The table of keywords: which have a meaning where, and what to write instead of the others.

use serde_json::{Number, Value};
use source::{Severity, nearest};
use yaml::{Mapping, Node};

use crate::profile::{Reference, Rules};

/// The forms of a schema in the profile; each allows its own keywords.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Group {
    Any,
    Boolean,
    Integer,
    Number,
    String,
    Array,
    Object,
    Enum,
    OneOf,
    /// A `oneOf` of string constants, which may say that they are strings.
    Constants,
    Ref,
    Config,
}

/// Say something about a value and constrain nothing; allowed everywhere.
const ANNOTATIONS: [&str; 7] = ["title", "description", "examples", "default", "deprecated", "$comment", "x-change"];

/// Allowed at the root of a schema only.
const ROOT: [&str; 3] = ["$schema", "$defs", "x-registry"];

/// Every keyword of the profile, for the nearest right name of a wrong one.
const ALL: [&str; 38] = [
    "title", "description", "examples", "default", "deprecated", "$comment", "x-change", "$schema", "$defs", "x-registry",
    "type", "enum", "const", "oneOf", "$ref", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf",
    "minLength", "maxLength", "pattern", "format", "minItems", "maxItems", "uniqueItems", "items", "properties", "required",
    "additionalProperties", "minProperties", "maxProperties", "x-ref", "x-doc", "x-path", "x-config", "x-config-of",
];

fn own(group: Group) -> &'static [&'static str] {
    match group {
        Group::Any => &["x-config-of", "x-config"],
        Group::Boolean => &["type"],
        Group::Integer | Group::Number => {
            &["type", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "format"]
        }
        Group::String => &["type", "minLength", "maxLength", "pattern", "format", "x-ref", "x-doc", "x-path"],
        Group::Array => &["type", "items", "minItems", "maxItems", "uniqueItems"],
        Group::Object => {
            &["type", "properties", "required", "additionalProperties", "minProperties", "maxProperties", "x-config-of"]
        }
        Group::Enum => &["type", "enum", "const"],
        Group::OneOf => &["oneOf"],
        Group::Constants => &["oneOf", "type"],
        Group::Ref => &["$ref"],
        Group::Config => &["x-config"],
    }
}

/// What to say of a keyword that has no meaning in a group, with what to write instead.
pub(super) fn refuse(keyword: &str, group: Group, root: bool) -> Option<(String, String)> {
    if ANNOTATIONS.contains(&keyword) || own(group).contains(&keyword) || (root && ROOT.contains(&keyword)) {
        return None;
    }
    let instead = match keyword {
        "anyOf" => "use `oneOf` whose members have a constant property or a JSON type of their own",
        "allOf" => "write the properties into one object",
        "not" | "if" | "then" | "else" | "dependentSchemas" | "dependentRequired" => {
            "use `oneOf` with a constant property for each case, or a rule"
        }
        "patternProperties" | "propertyNames" | "unevaluatedProperties" => "use `additionalProperties` for a map with free keys",
        "prefixItems" | "contains" | "minContains" | "maxContains" | "unevaluatedItems" | "additionalItems" => {
            "use `items`, or an object with a property for each place"
        }
        "$id" | "$anchor" | "$dynamicRef" | "$dynamicAnchor" | "$vocabulary" => "use `$ref: '#/$defs/Name'`",
        "definitions" => "use `$defs`",
        "const" => "use `enum` with one value",
        "$schema" | "$defs" | "x-registry" => "move it to the root of the schema",
        _ if ALL.contains(&keyword) => match group {
            Group::Any => "add the `type` that it belongs to",
            Group::Boolean
            | Group::Integer
            | Group::Number
            | Group::String
            | Group::Array
            | Group::Object
            | Group::Enum
            | Group::OneOf
            | Group::Constants
            | Group::Ref
            | Group::Config => return Some((format!("`{keyword}` has no meaning {}", beside(group)), "remove it".to_owned())),
        },
        _ => {
            let help = nearest(keyword, ALL).map_or_else(|| "remove it".to_owned(), |near| format!("did you mean `{near}`?"));
            return Some((format!("unknown keyword `{keyword}`"), help));
        }
    };
    Some((format!("`{keyword}` has no Rust type"), instead.to_owned()))
}

fn beside(group: Group) -> &'static str {
    match group {
        Group::Any => "without a `type`",
        Group::Boolean => "for a boolean",
        Group::Integer => "for an integer",
        Group::Number => "for a number",
        Group::String => "for a string",
        Group::Array => "for an array",
        Group::Object => "for an object",
        Group::Enum => "beside `enum` or `const`",
        Group::OneOf | Group::Constants => "beside `oneOf`",
        Group::Ref => "beside `$ref`",
        Group::Config => "beside `x-config`",
    }
}

/// Formats of strings that the standard names and the validator checks.
const STRING_FORMATS: [&str; 19] = [
    "date", "date-time", "duration", "email", "hostname", "idn-email", "idn-hostname", "ipv4", "ipv6", "iri",
    "iri-reference", "json-pointer", "regex", "relative-json-pointer", "time", "uri", "uri-reference", "uri-template",
    "uuid",
];

/// Says what is wrong with the values of keywords that are allowed.
pub(super) fn check_values(mapping: &Mapping, group: Group, say: &mut dyn FnMut(&str, String, String)) {
    if let Some(format) = mapping.get("format").and_then(Node::as_str) {
        let integers: Vec<&str> = crate::profile::Width::ALL.iter().map(|(_, name)| *name).collect();
        let known: &[&str] = match group {
            Group::String => &STRING_FORMATS,
            Group::Integer => &integers,
            Group::Number => &["double"],
            Group::Any | Group::Boolean | Group::Array | Group::Object | Group::Enum | Group::OneOf | Group::Constants | Group::Ref | Group::Config => return,
        };
        if !known.contains(&format) {
            let help = nearest(format, known.iter().copied())
                .map_or_else(|| format!("expected one of {}", crate::schema::listed(known)), |near| format!("did you mean `{near}`?"));
            say("format", format!("unknown format `{format}`"), help);
        }
    }
    if let Some(change) = mapping.get("x-change").filter(|change| !matches!(change.as_str(), Some("immutable" | "breaking" | "compatible" | "docs"))) {
        let found = crate::schema::shown(&change.to_json());
        say("x-change", format!("expected one of `immutable`, `breaking`, `compatible`, `docs`, found {found}"), "x-change: breaking".to_owned());
    }
    for keyword in ["x-doc", "x-path", "x-config"] {
        if let Some(value) = mapping.get(keyword).filter(|value| value.as_bool() != Some(true)) {
            let found = crate::schema::shown(&value.to_json());
            say(keyword, format!("expected `true`, found {found}"), format!("{keyword}: true"));
        }
    }
    if let Some(value) = mapping.get("x-config-of").filter(|value| value.as_str().is_none()) {
        let found = crate::schema::shown(&value.to_json());
        say("x-config-of", format!("expected a relative JSON pointer, found {found}"), "x-config-of: 1/step".to_owned());
    }
}

/// Reads the value of `x-ref`.
pub(super) fn reference(node: &Node) -> Result<Reference, String> {
    let named = |to: &str| match to.split_once('.') {
        Some((registry, kind)) if !registry.is_empty() && !kind.is_empty() => Ok(to.to_owned()),
        _ => Err(format!("expected `registry.kind`, found `{to}`")),
    };
    if let Some(to) = node.as_str() {
        return Ok(Reference { to: named(to)?, missing: Severity::Error });
    }
    let Some(mapping) = node.as_mapping() else {
        return Err(format!("expected `registry.kind`, found {}", crate::schema::described(&node.to_json())));
    };
    if let Some(key) = mapping.keys().find(|key| !matches!(*key, "to" | "missing")) {
        return Err(format!("unknown property `{key}`, expected `to` and `missing`"));
    }
    let to = mapping.get("to").and_then(Node::as_str).ok_or("`to` is missing")?;
    let missing = match mapping.get("missing").map(Node::as_str) {
        None | Some(Some("error")) => Severity::Error,
        Some(Some("warning")) => Severity::Warning,
        Some(_) => return Err("expected `error` or `warning` as `missing`".to_owned()),
    };
    Ok(Reference { to: named(to)?, missing })
}

/// The constraints among the keywords of a schema.
pub(super) fn rules(mapping: &Mapping) -> Rules {
    let number = |keyword| -> Option<Number> { mapping.get(keyword)?.as_number().cloned() };
    let count = |keyword| mapping.get(keyword)?.to_json().as_f64().map(whole);
    let text = |keyword| mapping.get(keyword)?.as_str().map(str::to_owned);
    Rules {
        minimum: number("minimum"),
        maximum: number("maximum"),
        exclusive_minimum: number("exclusiveMinimum"),
        exclusive_maximum: number("exclusiveMaximum"),
        multiple_of: number("multipleOf"),
        min_length: count("minLength"),
        max_length: count("maxLength"),
        pattern: text("pattern"),
        format: text("format"),
        min_items: count("minItems"),
        max_items: count("maxItems"),
        unique_items: mapping.get("uniqueItems").is_some_and(|flag| flag.to_json() == Value::Bool(true)),
        min_properties: count("minProperties"),
        max_properties: count("maxProperties"),
    }
}

/// A count may be written `3.0`; the meta-schema has made sure that it is whole and not negative.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole and not negative by the meta-schema")]
fn whole(number: f64) -> u64 {
    number as u64
}
