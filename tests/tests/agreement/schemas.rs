//! Makes schemas of the typed profile: every form, every keyword, in and beside each other.

mod scalars;

use serde_json::{Map, Value, json};

use crate::draw::Draw;
use crate::random::Random;
use crate::reference::{Keys, Reference};

/// Names of properties: plain ones, and such that Rust needs a rule for. Joined in any order they stay apart,
/// as the names of nested types must.
const NAMES: [&str; 30] = [
    "alpha",
    "bravo",
    "coral",
    "delta",
    "ember",
    "fjord",
    "grove",
    "harbours",
    "island",
    "jungle",
    "kettles",
    "lagoon",
    "meadow",
    "nectar",
    "orchids",
    "prairie",
    "quartz",
    "river",
    "summit",
    "tundra",
    "type",
    "self",
    "match",
    "dashed-name",
    "dotted.name",
    "camelCase",
    "2fa",
    "async",
    "gen",
    "_under",
];

/// Members of enums, some named by a rule.
const WORDS: [&str; 14] = [
    "one",
    "two",
    "three",
    "first_wins",
    "last-wins",
    "UPPER",
    "type",
    "self",
    "3d",
    "v1.2",
    "a/b",
    "some",
    "none",
    "ok",
];

/// The definitions that contain themselves: a default for one could be endless.
const RECURSIVE: [&str; 3] = ["Tree", "Again", "Branch"];

/// The kinds that generated schemas refer to: one with variants, one with constants.
pub(crate) const CLOSED: &str = "sample.colour";
pub(crate) const OPEN: &str = "sample.shade";

/// The schema of a config: an object, perhaps with definitions.
pub(crate) fn config(random: &mut Random, keys: &Keys) -> Value {
    let mut grammar = Grammar { random, keys, definitions: Map::new() };
    grammar.define();
    let mut schema = grammar.structure(0, 7);
    if !grammar.definitions.is_empty() {
        schema["$defs"] = Value::Object(grammar.definitions);
    }
    schema
}

struct Grammar<'a> {
    random: &'a mut Random,
    keys: &'a Keys,
    definitions: Map<String, Value>,
}

impl Grammar<'_> {
    /// A few definitions. Those that come later may refer to those before.
    fn define(&mut self) {
        let reference = |name: &str| json!({ "$ref": format!("#/$defs/{name}") });
        if self.random.chance(40) {
            let schema = self.scalar();
            self.definitions.insert("Scalar".to_owned(), schema);
            // A definition that only names another.
            if self.random.chance(30) {
                self.definitions.insert("Alias".to_owned(), reference("Scalar"));
            }
        }
        if self.random.chance(25) {
            let schema = self.choice();
            self.definitions.insert("Choice".to_owned(), schema);
        }
        if self.random.chance(30) {
            let schema = self.structure(2, 3);
            self.definitions.insert("Part".to_owned(), schema);
        }
        if self.random.chance(15) {
            let item = self.value(2);
            let schema =
                json!({ "type": "array", "items": item, "maxItems": 4, "uniqueItems": self.random.chance(50) });
            self.definitions.insert("Rows".to_owned(), schema);
        }
        if self.random.chance(15) {
            let item = self.value(2);
            let schema = json!({ "type": "object", "additionalProperties": item, "maxProperties": 3 });
            self.definitions.insert("Table".to_owned(), schema);
        }
        if self.random.chance(35) {
            self.define_recursive();
        }
    }

    /// A definition that contains itself: directly, in a list, in a map, in a variant or by way of another.
    fn define_recursive(&mut self) {
        let mut again = json!({ "$ref": "#/$defs/Tree" });
        if self.random.chance(25) {
            self.definitions.insert("Again".to_owned(), again);
            again = json!({ "$ref": "#/$defs/Again" });
        }
        let label = self.scalar();
        let mut schema = match self.random.below(5) {
            0 => json!({ "type": "object", "required": ["label"], "properties": {
                "label": label,
                "children": { "type": "array", "items": again, "default": [], "maxItems": 3 },
                "next": again,
            } }),
            1 => json!({ "type": "object", "properties": {
                "label": label,
                "by_name": { "type": "object", "additionalProperties": again, "maxProperties": 2 },
            }, "minProperties": 1 }),
            2 => json!({ "oneOf": [
                { "type": "integer", "minimum": -3 },
                { "type": "array", "items": again, "maxItems": 3 },
            ] }),
            3 => json!({ "oneOf": [
                { "type": "object", "required": ["op"], "properties": { "op": { "const": "leaf" }, "label": label } },
                { "type": "object", "required": ["op", "of"], "properties": { "op": { "const": "not" }, "of": again } },
            ] }),
            _ => {
                let back = json!({ "type": "object", "properties": { "tree": again, "label": label } });
                self.definitions.insert("Branch".to_owned(), back);
                json!({ "type": "object", "properties": {
                    "branches": { "type": "array", "items": { "$ref": "#/$defs/Branch" }, "maxItems": 2 },
                    "branch": { "$ref": "#/$defs/Branch" },
                    "flag": { "type": "boolean", "default": true },
                } })
            }
        };
        if self.random.chance(25) {
            match schema.get_mut("oneOf").and_then(Value::as_array_mut) {
                Some(members) => members.push(json!({ "type": "null" })),
                None => schema["type"] = json!(["object", "null"]),
            }
        }
        self.definitions.insert("Tree".to_owned(), schema);
    }

    /// An object with known properties.
    fn structure(&mut self, depth: usize, most: usize) -> Value {
        let mut names = NAMES.to_vec();
        self.random.shuffle(&mut names);
        let count = self.random.between(usize::from(depth > 0), most);
        let names = &names[..count];
        let mut schema = self.with_properties(names, depth);
        if self.random.chance(20) {
            self.count_properties(&mut schema);
        }
        schema
    }

    /// Bounds the number of properties, such that the required ones alone can be right.
    fn count_properties(&mut self, schema: &mut Value) {
        let required = schema["required"].as_array().map_or(0, Vec::len);
        let most = schema["properties"].as_object().map_or(0, Map::len);
        if self.random.chance(50) {
            schema["minProperties"] = json!(self.random.between(0, most));
        } else {
            schema["maxProperties"] = json!(self.random.between(required, most));
        }
    }

    fn with_properties(&mut self, names: &[&str], depth: usize) -> Value {
        let mut properties = Map::new();
        let mut required = Vec::new();
        for name in names {
            let mut schema = self.value(depth + 1);
            self.annotate(&mut schema);
            properties.insert((*name).to_owned(), schema);
            if self.random.chance(30) {
                required.push(*name);
            }
        }
        let mut schema = json!({ "type": "object", "properties": properties });
        if !required.is_empty() || self.random.chance(20) {
            schema["required"] = json!(required);
        }
        if self.random.chance(50) {
            schema["additionalProperties"] = json!(false);
        }
        schema
    }

    /// Words for people, and what stands for the value when it is not given.
    fn annotate(&mut self, schema: &mut Value) {
        if *schema == Value::Bool(true) {
            return;
        }
        if self.random.chance(40)
            && let Some(default) = self.default_of(schema)
        {
            schema["default"] = default;
        }
        let annotations = [
            ("title", json!("A title")),
            ("description", json!("Says */ what \"it\" is.\n\nAnd more.")),
            ("deprecated", json!(true)),
            ("$comment", json!("For nobody.")),
            ("x-change", json!("breaking")),
        ];
        if self.random.chance(20) {
            let (keyword, value) = self.random.pick(&annotations).clone();
            schema[keyword] = value;
        }
    }

    /// A value that the schema accepts and that ends: filling the defaults inside of it leads back to none.
    fn default_of(&mut self, schema: &Value) -> Option<Value> {
        let text = schema.to_string();
        let recursive = RECURSIVE.iter().any(|name| text.contains(&format!("#/$defs/{name}")));
        if recursive {
            return match schema.get("type").and_then(Value::as_str) {
                Some("array") if schema.get("minItems").is_none() => Some(json!([])),
                Some("object") if schema.get("properties").is_none() && schema.get("minProperties").is_none() => {
                    Some(json!({}))
                }
                _ => None,
            };
        }
        let mut own = schema.clone();
        own["$defs"] = Value::Object(self.definitions.clone());
        let reference = Reference::new(&own, self.keys);
        let draw = Draw { root: &reference.written_out, keys: self.keys };
        let mut drawn = (0..10).map(|_| draw.value(self.random, draw.root, 2));
        drawn.find(|value| reference.accepts(value) && is_undisguised(value))
    }

    /// The schema of any place but the root.
    fn value(&mut self, depth: usize) -> Value {
        let deep = depth >= 3;
        match self.random.below(if deep { 62 } else { 100 }) {
            0..=37 => self.scalar(),
            38..=45 => self.choice(),
            46..=49 => self.referred(),
            50..=53 => self.random.pick(&[json!(true), json!({}), json!({ "description": "Any value." })]).clone(),
            54..=61 => self.defined().unwrap_or_else(|| self.scalar()),
            62..=71 => self.list(depth),
            72..=78 => self.map(depth),
            79..=87 => {
                let nullable = self.random.chance(15);
                let mut schema = self.structure(depth, 4);
                self.name_null(&mut schema, nullable);
                schema
            }
            88 => json!({ "type": "object", "additionalProperties": false }),
            89..=93 => self.tagged(depth),
            94..=97 => self.union(depth),
            _ => {
                let only = self.value(depth);
                // A second null would make the choice refuse it.
                if self.allows_null(&only) { only } else { json!({ "oneOf": [only, { "type": "null" }] }) }
            }
        }
    }

    /// A reference to a definition.
    fn defined(&mut self) -> Option<Value> {
        let names: Vec<String> = self.definitions.keys().cloned().collect();
        (!names.is_empty()).then(|| json!({ "$ref": format!("#/$defs/{}", self.random.pick(&names)) }))
    }

    /// The key of an entry.
    fn referred(&mut self) -> Value {
        let to = *self.random.pick(&[CLOSED, OPEN]);
        let reference = match self.random.below(3) {
            0 => json!({ "to": to, "missing": "warning" }),
            1 => json!({ "to": to, "missing": "error" }),
            _ => json!(to),
        };
        let mut schema = json!({ "type": "string", "x-ref": reference });
        let nullable = self.random.chance(15);
        self.name_null(&mut schema, nullable);
        schema
    }

    fn list(&mut self, depth: usize) -> Value {
        let mut schema = json!({ "type": "array" });
        if self.random.chance(90) {
            schema["items"] = self.value(depth + 1);
        }
        if self.random.chance(30) {
            schema["uniqueItems"] = json!(self.random.chance(80));
        }
        // Of some items there is one only, such as the empty object.
        let least = self.random.below(if schema["uniqueItems"] == true { 2 } else { 3 });
        if self.random.chance(30) {
            schema["minItems"] = self.count(least);
        }
        if self.random.chance(30) {
            let most = least + self.random.below(3);
            schema["maxItems"] = self.count(most);
        }
        let nullable = self.random.chance(10);
        self.name_null(&mut schema, nullable);
        schema
    }

    fn map(&mut self, depth: usize) -> Value {
        let mut schema = json!({ "type": "object" });
        match self.random.below(6) {
            0 => {}
            1 => schema["additionalProperties"] = json!(true),
            _ => schema["additionalProperties"] = self.value(depth + 1),
        }
        let least = self.random.below(3);
        if self.random.chance(25) {
            schema["minProperties"] = self.count(least);
        }
        if self.random.chance(25) {
            let most = least + self.random.below(3);
            schema["maxProperties"] = self.count(most);
        }
        let nullable = self.random.chance(10);
        self.name_null(&mut schema, nullable);
        schema
    }

    /// Objects told apart by a constant.
    fn tagged(&mut self, depth: usize) -> Value {
        let mut names = NAMES.to_vec();
        self.random.shuffle(&mut names);
        let (tag, names) = names.split_first().expect("there are names");
        let mut values = WORDS.to_vec();
        self.random.shuffle(&mut values);
        let count = self.random.between(2, 4);
        let mut members = Vec::new();
        for (value, names) in values[..count].iter().zip(names.chunks(3)) {
            let fields = self.random.below(4);
            let mut member = self.with_properties(&names[..fields], depth + 1);
            let mut constant = json!({ "const": value });
            if self.random.chance(30) {
                constant["type"] = json!("string");
            }
            member["properties"][*tag] = constant;
            let mut required = member["required"].as_array().cloned().unwrap_or_default();
            required.push(json!(tag));
            member["required"] = Value::Array(required);
            if self.random.chance(15) {
                self.count_properties(&mut member);
            }
            members.push(member);
        }
        self.with_null_member(&mut members);
        json!({ "oneOf": members })
    }

    /// Values told apart by their JSON type.
    fn union(&mut self, depth: usize) -> Value {
        let mut members = vec![json!({ "type": "boolean" })];
        members.push(if self.random.chance(50) { self.integer() } else { self.number() });
        members.push(if self.random.chance(60) { self.string() } else { self.enumeration(&WORDS) });
        members.push(self.list(depth + 1));
        members.push(if self.random.chance(50) { self.map(depth + 1) } else { self.structure(depth + 1, 3) });
        members.retain(|member| !self.allows_null(member));
        self.random.shuffle(&mut members);
        let count = self.random.between(2, 4).min(members.len());
        members.truncate(count);
        if members.len() < 2 {
            return self.scalar();
        }
        self.with_null_member(&mut members);
        json!({ "oneOf": members })
    }

    fn with_null_member(&mut self, members: &mut Vec<Value>) {
        if self.random.chance(20) {
            let at = self.random.below(members.len() + 1);
            members.insert(at, json!({ "type": "null" }));
        }
    }

    /// Writes `type: [T, 'null']` where there is a `type`.
    fn name_null(&mut self, schema: &mut Value, nullable: bool) {
        if nullable {
            let name = schema["type"].take();
            let both = if self.random.chance(50) { json!([name, "null"]) } else { json!(["null", name]) };
            schema["type"] = both;
        }
    }

    /// A count, now and then as `3.0`.
    fn count(&mut self, count: usize) -> Value {
        let text = if self.random.chance(15) { format!("{count}.0") } else { count.to_string() };
        serde_json::from_str(&text).expect("digits are a number of JSON")
    }

    /// Whether a schema, as this module writes it, allows null by itself.
    fn allows_null(&self, schema: &Value) -> bool {
        if let Some(name) = schema["$ref"].as_str().and_then(|reference| reference.strip_prefix("#/$defs/")) {
            return self.allows_null(&self.definitions[name]);
        }
        let holds = |keyword: &str, value: Value| schema[keyword].as_array().is_some_and(|list| list.contains(&value));
        let is_any = ["type", "oneOf", "enum"].iter().all(|keyword| schema.get(keyword).is_none());
        is_any || schema["type"].is_array() || holds("oneOf", json!({ "type": "null" })) || holds("enum", Value::Null)
    }
}

/// Whether a definition may hold a value: characters that disguise what a text says are refused there.
fn is_undisguised(value: &Value) -> bool {
    let text = value.to_string();
    let marks = ['\u{200e}', '\u{200f}', '\u{61c}', '\u{202a}', '\u{202b}', '\u{202c}', '\u{202d}', '\u{202e}'];
    let disguises = |character: char| {
        character.is_control() || marks.contains(&character) || ('\u{2066}'..='\u{2069}').contains(&character)
    };
    // JSON writes most control characters as escapes.
    !["\\u00", "\\b", "\\f"].iter().any(|escape| text.contains(escape)) && !text.contains(disguises)
}
