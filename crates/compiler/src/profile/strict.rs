//! A schema as the profile means it, for the JSON Schema validator.
//!
//! The profile reads two things more strictly than JSON Schema, because a Rust type does: an object
//! with `properties` has no others unless it says so, and an integer fits its width. Both are written
//! into the schema here, so that validator and type accept the same values.

use serde_json::{Map, Number, Value, json};

use super::Width;

/// `schema` with what the profile implies written out.
#[must_use]
pub fn strict(mut schema: Value) -> Value {
    close(&mut schema);
    schema
}

fn close(schema: &mut Value) {
    let Value::Object(map) = schema else { return };
    if map.contains_key("properties") && !map.contains_key("additionalProperties") {
        map.insert("additionalProperties".to_owned(), Value::Bool(false));
    }
    if has_type(map, "integer") {
        bound(map);
    }
    for (keyword, value) in map.iter_mut() {
        match keyword.as_str() {
            "items" | "additionalProperties" => close(value),
            "oneOf" => value.as_array_mut().into_iter().flatten().for_each(close),
            "properties" | "$defs" => value.as_object_mut().into_iter().flat_map(Map::values_mut).for_each(close),
            _ => {}
        }
    }
}

fn bound(map: &mut Map<String, Value>) {
    let (least, greatest) = width(map).bounds();
    let given = |keyword| map.get(keyword).and_then(Value::as_number);
    let low = given("minimum").is_some_and(|given| ceil(given) > ceil(&least));
    let high = given("maximum").is_some_and(|given| floor(given) < floor(&greatest));
    for (keyword, bound, is_tighter) in [("minimum", least, low), ("maximum", greatest, high)] {
        if !is_tighter {
            map.insert(keyword.to_owned(), json!(bound));
        }
    }
}

/// The least whole number that is not below; numbers beyond 128 bits are beyond every width.
#[must_use]
#[expect(clippy::cast_possible_truncation, reason = "a float beyond the range of i128 saturates")]
pub fn ceil(number: &Number) -> i128 {
    number.as_i128().unwrap_or_else(|| number.as_f64().unwrap_or_default().ceil() as i128)
}

/// The greatest whole number that is not above.
#[must_use]
#[expect(clippy::cast_possible_truncation, reason = "a float beyond the range of i128 saturates")]
pub fn floor(number: &Number) -> i128 {
    number.as_i128().unwrap_or_else(|| number.as_f64().unwrap_or_default().floor() as i128)
}

fn has_type(map: &Map<String, Value>, name: &str) -> bool {
    match map.get("type") {
        Some(Value::String(one)) => one == name,
        Some(Value::Array(several)) => several.iter().any(|one| one == name),
        _ => false,
    }
}

/// The width of an integer: what its `format` names, else unsigned where it cannot be negative.
pub(super) fn width(map: &Map<String, Value>) -> Width {
    let named = map.get("format").and_then(Value::as_str);
    if let Some((width, _)) = Width::ALL.into_iter().find(|(_, format)| Some(*format) == named) {
        return width;
    }
    let least = |keyword| map.get(keyword).and_then(Value::as_f64);
    let never_negative = least("minimum").is_some_and(|least| least >= 0.0)
        || least("exclusiveMinimum").is_some_and(|least| least >= -1.0);
    if never_negative { Width::U64 } else { Width::I64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closes_objects_and_bounds_integers() {
        let strict = strict(json!({
            "type": "object",
            "properties": {
                "port": { "type": "integer", "format": "uint16", "maximum": 70000 },
                "half": { "type": "integer", "minimum": 0.5, "maximum": 18_446_744_073_709_551_615_u64 },
                "more": { "type": "object", "properties": {}, "additionalProperties": true },
                "rows": { "type": "array", "items": { "type": "object", "properties": {} } },
            },
            "default": { "properties": {} },
        }));
        assert_eq!(strict["additionalProperties"], json!(false));
        assert_eq!(strict["properties"]["port"]["maximum"], json!(65535));
        assert_eq!(strict["properties"]["port"]["minimum"], json!(0));
        assert_eq!(strict["properties"]["half"]["minimum"], json!(0.5));
        assert_eq!(strict["properties"]["more"]["additionalProperties"], json!(true));
        assert_eq!(strict["properties"]["rows"]["items"]["additionalProperties"], json!(false));
        assert_eq!(strict["default"], json!({ "properties": {} }));
    }
}
