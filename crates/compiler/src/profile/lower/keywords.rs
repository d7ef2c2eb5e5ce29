//! The table of keywords: which have a meaning where, and what to write instead of the others.

use serde_json::{Number, Value};
use source::{Severity, Span, nearest};
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
    /// A string that is the key of an entry.
    Key,
    Array,
    Object,
    Enum,
    /// One string.
    Constant,
    OneOf,
    /// A `oneOf` of string constants, which may say that they are strings.
    Constants,
    /// A member of a `oneOf` that allows null.
    Null,
    Ref,
    Config,
}

/// Where a keyword stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub(super) group: Group,
    /// At the root of its schema.
    pub(super) is_root: bool,
    /// In the config of an entry.
    pub(super) is_config: bool,
}

/// Say something about a value and constrain nothing; allowed everywhere.
const ANNOTATIONS: [&str; 7] = ["title", "description", "examples", "default", "deprecated", "$comment", "x-change"];

/// Allowed at the root of a schema only.
const ROOT: [&str; 3] = ["$schema", "$defs", "x-registry"];

/// Every keyword of the profile, for the nearest right name of a wrong one.
const ALL: [&str; 39] = [
    "title",
    "description",
    "examples",
    "default",
    "deprecated",
    "$comment",
    "x-change",
    "$schema",
    "$defs",
    "x-registry",
    "type",
    "enum",
    "const",
    "oneOf",
    "$ref",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "pattern",
    "format",
    "minItems",
    "maxItems",
    "uniqueItems",
    "items",
    "properties",
    "required",
    "additionalProperties",
    "minProperties",
    "maxProperties",
    "x-ref",
    "x-doc",
    "x-path",
    "x-config",
    "x-config-of",
    "x-chain",
];

fn own(group: Group) -> &'static [&'static str] {
    match group {
        Group::Any => &["x-config-of", "x-config"],
        Group::Boolean | Group::Null => &["type"],
        Group::Integer | Group::Number => {
            &["type", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "format"]
        }
        Group::String => &["type", "minLength", "maxLength", "pattern", "format", "x-doc", "x-path"],
        Group::Key => &["type", "x-ref"],
        Group::Array => &["type", "items", "minItems", "maxItems", "uniqueItems", "x-chain"],
        Group::Object => {
            &["type", "properties", "required", "additionalProperties", "minProperties", "maxProperties", "x-config-of"]
        }
        Group::Enum => &["type", "enum"],
        Group::Constant => &["type", "const"],
        Group::OneOf => &["oneOf"],
        Group::Constants => &["oneOf", "type"],
        Group::Ref => &["$ref"],
        Group::Config => &["x-config"],
    }
}

/// Say something about entries, which are not known where a config is.
const OF_ENTRIES: [&str; 3] = ["x-config", "x-config-of", "x-chain"];

/// What to say of a keyword that has no meaning at a place, with what to write instead.
pub(super) fn refuse(keyword: &str, place: Place) -> Option<(String, String)> {
    let Place { group, is_root, is_config } = place;
    if is_config && OF_ENTRIES.contains(&keyword) {
        return Some((format!("`{keyword}` has no meaning inside of a config"), "remove it".to_owned()));
    }
    if ANNOTATIONS.contains(&keyword) || own(group).contains(&keyword) || (is_root && ROOT.contains(&keyword)) {
        return None;
    }
    let instead = match keyword {
        "anyOf" => "use `oneOf` whose members have a constant property or a JSON type of their own",
        "allOf" => "write the properties into one object",
        "not" | "if" | "then" | "else" | "dependentSchemas" | "dependentRequired" => {
            "use `oneOf` with a constant property for each case, or a rule"
        }
        "patternProperties" | "propertyNames" | "unevaluatedProperties" => {
            "use `additionalProperties` for a map with free keys"
        }
        "prefixItems" | "contains" | "minContains" | "maxContains" | "unevaluatedItems" | "additionalItems" => {
            "use `items`, or an object with a property for each place"
        }
        "$id" | "$anchor" | "$dynamicRef" | "$dynamicAnchor" | "$vocabulary" => "use `$ref: '#/$defs/Name'`",
        "definitions" => "use `$defs`",
        "const" if group != Group::Enum => "use `enum` with one value",
        "$schema" | "$defs" | "x-registry" => "move it to the root of the schema",
        _ if ALL.contains(&keyword) && group == Group::Any => "add the `type` that it belongs to",
        _ if ALL.contains(&keyword) => {
            return Some((format!("`{keyword}` has no meaning {}", beside(group)), "remove it".to_owned()));
        }
        _ => {
            let help =
                nearest(keyword, ALL).map_or_else(|| "remove it".to_owned(), |near| format!("did you mean `{near}`?"));
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
        Group::Key => "beside `x-ref`",
        Group::Array => "for an array",
        Group::Object => "for an object",
        Group::Enum => "beside `enum`",
        Group::Constant => "beside `const`",
        Group::Null => "for null",
        Group::OneOf | Group::Constants => "beside `oneOf`",
        Group::Ref => "beside `$ref`",
        Group::Config => "beside `x-config`",
    }
}

/// Formats of strings that the standard names and the validator checks.
const STRING_FORMATS: [&str; 17] = [
    "date",
    "date-time",
    "duration",
    "email",
    "hostname",
    "ipv4",
    "ipv6",
    "iri",
    "iri-reference",
    "json-pointer",
    "regex",
    "relative-json-pointer",
    "time",
    "uri",
    "uri-reference",
    "uri-template",
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
            Group::Any
            | Group::Boolean
            | Group::Key
            | Group::Array
            | Group::Object
            | Group::Enum
            | Group::Constant
            | Group::OneOf
            | Group::Constants
            | Group::Null
            | Group::Ref
            | Group::Config => return,
        };
        if let Some(ascii) = format.strip_prefix("idn-").filter(|_| group == Group::String) {
            say(
                "format",
                format!("the format `{format}` is not checked"),
                format!("use `format: {ascii}`, or a `pattern`"),
            );
        } else if !known.contains(&format) {
            let help = nearest(format, known.iter().copied()).map_or_else(
                || format!("expected one of {}", crate::schema::listed(known)),
                |near| format!("did you mean `{near}`?"),
            );
            say("format", format!("unknown format `{format}`"), help);
        }
    }
    let of_strings = matches!(group, Group::Enum | Group::Constant | Group::Constants);
    if let Some(ty) = mapping.get("type").filter(|ty| of_strings && !names_strings(ty)) {
        let found = ty.as_str().map_or("several types".to_owned(), |name| format!("`{name}`"));
        say("type", format!("these values are strings, and `type` says {found}"), "type: string".to_owned());
    }
    if let Some(change) = mapping
        .get("x-change")
        .filter(|change| !matches!(change.as_str(), Some("immutable" | "breaking" | "compatible" | "docs")))
    {
        let found = crate::schema::shown(&change.to_json());
        say(
            "x-change",
            format!("expected one of `immutable`, `breaking`, `compatible`, `docs`, found {found}"),
            "x-change: breaking".to_owned(),
        );
    }
    for keyword in ["x-doc", "x-path", "x-config"] {
        if let Some(value) = mapping.get(keyword).filter(|value| value.as_bool() != Some(true)) {
            let found = crate::schema::shown(&value.to_json());
            say(keyword, format!("expected `true`, found {found}"), format!("{keyword}: true"));
        }
    }
    if let Some(value) = mapping.get("x-config-of").filter(|value| value.as_str().is_none()) {
        let found = crate::schema::shown(&value.to_json());
        say(
            "x-config-of",
            format!("expected a relative JSON Pointer, found {found}"),
            "x-config-of: 1/step".to_owned(),
        );
    }
}

/// Whether a `type` allows strings.
fn names_strings(ty: &Node) -> bool {
    let several = ty.as_sequence().into_iter().flatten();
    several.chain([ty]).any(|name| name.as_str() == Some("string"))
}

/// What is wrong with the value of `x-ref`, and where.
#[derive(Debug)]
pub(super) struct Wrong {
    pub(super) span: Span,
    /// The property at fault, where the value is a mapping.
    pub(super) property: Option<String>,
    pub(super) message: String,
    pub(super) help: &'static str,
}

impl Wrong {
    fn new(node: &Node, message: String) -> Self {
        Self { span: crate::schema::focus(node), property: None, message, help: "x-ref: registry.kind" }
    }

    fn at(self, property: &str, help: &'static str) -> Self {
        Self { property: Some(property.to_owned()), help, ..self }
    }
}

/// Reads the value of `x-ref`.
pub(super) fn reference(node: &Node) -> Result<Reference, Wrong> {
    const TO: &str = "to: registry.kind";
    const MISSING: &str = "missing: warning";
    let Some(mapping) = node.as_mapping() else {
        let to = kind_of(node).map_err(|found| Wrong::new(node, format!("expected `registry.kind`, found {found}")))?;
        return Ok(Reference { to, missing: Severity::Error });
    };
    if let Some(pair) = mapping.iter().find(|pair| !matches!(pair.key.as_str(), "to" | "missing")) {
        let message = format!("unknown property `{}`, expected `to` and `missing`", pair.key);
        return Err(Wrong { span: pair.key_span, ..Wrong::new(node, message).at(&pair.key, TO) });
    }
    let to = mapping.get("to").ok_or_else(|| Wrong { help: TO, ..Wrong::new(node, "`to` is missing".to_owned()) })?;
    let to =
        kind_of(to).map_err(|found| Wrong::new(to, format!("expected `registry.kind`, found {found}")).at("to", TO))?;
    let missing = match mapping.get("missing").map(|missing| (missing, missing.as_str())) {
        None | Some((_, Some("error"))) => Severity::Error,
        Some((_, Some("warning"))) => Severity::Warning,
        Some((missing, _)) => {
            let found = crate::schema::shown(&missing.to_json());
            return Err(
                Wrong::new(missing, format!("expected `error` or `warning`, found {found}")).at("missing", MISSING)
            );
        }
    };
    Ok(Reference { to, missing })
}

/// The full name of a kind, or what was found instead.
fn kind_of(node: &Node) -> Result<String, String> {
    let is_full =
        |to: &&str| to.split_once('.').is_some_and(|(registry, kind)| !registry.is_empty() && !kind.is_empty());
    node.as_str().filter(is_full).map(str::to_owned).ok_or_else(|| crate::schema::shown(&node.to_json()))
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
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "whole and not negative by the meta-schema"
)]
fn whole(number: f64) -> u64 {
    number as u64
}
