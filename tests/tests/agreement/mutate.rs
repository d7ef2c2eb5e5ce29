//! Spoils values: one small change at one place, of the sort that people and programs make.

use serde_json::{Map, Number, Value, json};

use crate::draw::{self, Draw};
use crate::random::Random;
use crate::texts;

/// A place in a value: the names and indices that lead to it, and its schema where it has one.
struct Place<'s> {
    path: Vec<Step>,
    schema: Option<&'s Map<String, Value>>,
}

#[derive(Clone)]
enum Step {
    Name(String),
    Index(usize),
}

/// The value with one change; it may be right all the same.
pub(crate) fn spoil(random: &mut Random, draw: &Draw<'_>, mut value: Value) -> Value {
    let mut places = Vec::new();
    collect(draw, draw.root, &value, &mut Vec::new(), &mut places);
    let place = random.pick(&places);
    let target = place.path.iter().fold(&mut value, |value, step| match step {
        Step::Name(name) => &mut value[name.as_str()],
        Step::Index(index) => &mut value[*index],
    });
    change(random, draw, place.schema, target);
    value
}

/// All places of a value, each with the schema that holds there.
fn collect<'s>(draw: &Draw<'s>, schema: &'s Value, value: &Value, path: &mut Vec<Step>, places: &mut Vec<Place<'s>>) {
    let schema = resolve(draw, schema, value);
    places.push(Place { path: path.clone(), schema });
    let below = |keyword: &str| schema.and_then(|schema| schema.get(keyword));
    match value {
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                path.push(Step::Index(index));
                collect(draw, below("items").unwrap_or(&Value::Null), item, path, places);
                path.pop();
            }
        }
        Value::Object(pairs) => {
            for (name, value) in pairs {
                path.push(Step::Name(name.clone()));
                let own = below("properties").and_then(|properties| properties.get(name));
                let own = own.or_else(|| below("additionalProperties")).unwrap_or(&Value::Null);
                collect(draw, own, value, path, places);
                path.pop();
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// The schema that speaks of a value: references followed, the right member of a choice taken.
fn resolve<'s>(draw: &Draw<'s>, schema: &'s Value, value: &Value) -> Option<&'s Map<String, Value>> {
    let schema = schema.as_object()?;
    if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
        return resolve(draw, draw.definition(reference), value);
    }
    let Some(members) = schema.get("oneOf").and_then(Value::as_array) else { return Some(schema) };
    members.iter().filter_map(|member| resolve(draw, member, value)).find(|member| is_about(member, value))
}

/// Whether a member of a choice is the one for a value: its constants are the value's, and so is its type.
fn is_about(member: &Map<String, Value>, value: &Value) -> bool {
    let ty = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    let named = member.get("type").map(|ty| ty.as_str().unwrap_or_default().replace("integer", "number"));
    let mut properties = member.get("properties").and_then(Value::as_object).into_iter().flatten();
    let constant =
        |(name, schema): (&String, &Value)| schema.get("const").is_none_or(|tag| value.get(name) == Some(tag));
    named.is_none_or(|named| named == ty || named.is_empty()) && properties.all(constant)
}

fn change(random: &mut Random, draw: &Draw<'_>, schema: Option<&Map<String, Value>>, value: &mut Value) {
    if random.chance(12) {
        *value = another_type(random, value);
        return;
    }
    match value {
        Value::Null => *value = draw::any(random, 3),
        Value::Bool(flag) if random.chance(60) => *value = Value::Bool(!*flag),
        Value::Bool(flag) => *value = if random.chance(50) { json!(flag.to_string()) } else { json!(u8::from(*flag)) },
        Value::Number(number) => *value = another_number(random, schema, number),
        Value::String(text) => *text = another_text(random, draw, schema, text),
        Value::Array(items) => change_items(random, items),
        Value::Object(pairs) => change_pairs(random, schema, pairs),
    }
}

/// A value of another JSON type, where possible one that looks the same.
fn another_type(random: &mut Random, value: &Value) -> Value {
    match random.below(8) {
        0 => Value::Null,
        1 => json!(value.as_str().map_or_else(|| value.to_string(), str::to_owned)),
        2 => json!([value]),
        3 => json!({ "value": value }),
        4 => value.as_str().and_then(|text| serde_json::from_str(text).ok()).unwrap_or(json!(0)),
        5 => json!([]),
        6 => json!({}),
        _ => draw::any(random, 4),
    }
}

/// A number next to this one, at or beside a bound of its schema, in another form, or far off.
fn another_number(random: &mut Random, schema: Option<&Map<String, Value>>, number: &Number) -> Value {
    let float = number.as_f64().unwrap_or_default();
    let exact = number.as_i64().map(i128::from).or_else(|| number.as_u64().map(i128::from));
    let bounds = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"];
    let bounds: Vec<&Value> =
        schema.into_iter().flat_map(|schema| bounds.iter().filter_map(|name| schema.get(*name))).collect();
    if !bounds.is_empty() && random.chance(45) {
        let bound = *random.pick(&bounds);
        let (near, exact) = (bound.as_f64().unwrap_or_default(), bound.as_i64().map(i128::from));
        return match random.below(7) {
            0 => bound.clone(),
            1 => json!(near),
            2 => finite(near.next_up()),
            3 => finite(near.next_down()),
            4 => finite(near + 0.5),
            // A bound of 64 bits is not at its own float.
            5 => exact.or(bound.as_u64().map(i128::from)).map_or(json!(near), |exact| draw::whole(exact + 1)),
            _ => exact.or(bound.as_u64().map(i128::from)).map_or(json!(near), |exact| draw::whole(exact - 1)),
        };
    }
    match random.below(9) {
        0 => exact.map_or_else(|| finite(float + 1.0), |exact| draw::whole(exact + 1)),
        1 => exact.map_or_else(|| finite(float - 1.0), |exact| draw::whole(exact - 1)),
        2 => exact.and_then(draw::whole_float).unwrap_or_else(|| finite(float.round())),
        3 => finite(float + 0.5),
        4 => finite(float.next_up()),
        5 => finite(-float),
        6 => json!(-0.0),
        _ => draw::odd_number(random),
    }
}

fn finite(number: f64) -> Value {
    if number.is_finite() { json!(number) } else { json!(f64::MAX) }
}

fn another_text(random: &mut Random, draw: &Draw<'_>, schema: Option<&Map<String, Value>>, text: &str) -> String {
    let keyword = |name: &str| schema.and_then(|schema| schema.get(name));
    let format = keyword("format").and_then(Value::as_str).and_then(texts::format);
    if let Some(format) = format.filter(|_| random.chance(80)) {
        return texts::near(random, format);
    }
    if let Some(pattern) = keyword("pattern").and_then(Value::as_str).filter(|_| random.chance(30)) {
        let other = texts::matching(random, pattern);
        return texts::spliced(random, text, &other);
    }
    if keyword("x-ref").is_some() && random.chance(30) {
        let keys: Vec<&String> = draw.keys.values().flatten().collect();
        return (*random.pick(&keys)).clone();
    }
    let mut characters: Vec<char> = text.chars().collect();
    let at = random.below(characters.len() + 1);
    match random.below(10) {
        0 => return String::new(),
        1 if at < characters.len() => drop(characters.remove(at)),
        2 if at < characters.len() => characters[at] = texts::character(random),
        3 => characters.insert(0, ' '),
        4 => characters.push('\n'),
        // Two units of UTF-16, one character.
        5 => characters.push('😀'),
        6 => return if random.chance(50) { text.to_uppercase() } else { text.to_lowercase() },
        7 => characters.extend(characters.clone()),
        _ => characters.insert(at, texts::character(random)),
    }
    characters.into_iter().collect()
}

fn change_items(random: &mut Random, items: &mut Vec<Value>) {
    let last = items.last().cloned();
    match (random.below(7), last) {
        (0, _) => drop(items.pop()),
        (1, _) => items.clear(),
        (2 | 3, Some(last)) => items.push(last),
        // Equal to JSON Schema, which compares numbers by size; not to everyone.
        (4, Some(last)) => items.push(in_another_form(last)),
        (5, Some(last)) => items.extend([last.clone(), last]),
        _ => items.push(draw::any(random, 3)),
    }
}

/// The same value written otherwise: numbers with or without a fraction, properties in another order.
fn in_another_form(value: Value) -> Value {
    match value {
        Value::Number(number) => {
            let exact = number.as_i64().map(i128::from);
            exact.and_then(draw::whole_float).unwrap_or(Value::Number(number))
        }
        Value::Array(items) => items.into_iter().map(in_another_form).collect(),
        Value::Object(pairs) => pairs.into_iter().rev().map(|(name, value)| (name, in_another_form(value))).collect(),
        Value::Null | Value::Bool(_) | Value::String(_) => value,
    }
}

fn change_pairs(random: &mut Random, schema: Option<&Map<String, Value>>, pairs: &mut Map<String, Value>) {
    let names: Vec<String> = pairs.keys().cloned().collect();
    let declared: Vec<String> = schema
        .and_then(|schema| schema.get("properties")?.as_object())
        .map(|properties| properties.keys().cloned().collect())
        .unwrap_or_default();
    let name = (!names.is_empty()).then(|| random.pick(&names).clone());
    match (random.below(8), name) {
        (0 | 1, Some(name)) => drop(pairs.shift_remove(&name)),
        // A slip of the finger, and another case.
        (2, Some(name)) => {
            let value = pairs.shift_remove(&name).unwrap_or_default();
            let other = if random.chance(50) { name.to_uppercase() } else { format!("{name}s") };
            pairs.insert(other, value);
        }
        (3, Some(name)) => drop(pairs.insert(name, Value::Null)),
        (4, _) => pairs.clear(),
        (5, _) if !declared.is_empty() => {
            let name = random.pick(&declared).clone();
            pairs.insert(name, draw::any(random, 3));
        }
        _ => {
            let unknown = *random.pick(&["", "unknown", "$ref", "kind", "a.b", "1"]);
            pairs.insert(unknown.to_owned(), draw::any(random, 3));
        }
    }
}

/// A value that knows only the names of the schema's properties, or not even those.
pub(crate) fn noise(random: &mut Random, draw: &Draw<'_>) -> Value {
    let properties = draw.root.get("properties").and_then(Value::as_object);
    let Some(properties) = properties.filter(|_| random.chance(85)) else { return draw::any(random, 0) };
    let mut object = Map::new();
    for (name, schema) in properties {
        match random.below(10) {
            0..=3 => drop(object.insert(name.clone(), draw::any(random, 2))),
            4..=7 => drop(object.insert(name.clone(), draw.value(random, schema, 1))),
            _ => {}
        }
    }
    Value::Object(object)
}
