//! Scalars of generated schemas: whole and other numbers, strings, and choices of strings.

use serde_json::{Value, json};

use super::{Grammar, WORDS};
use crate::texts;

/// The formats of integers with the bounds of each.
const WIDTHS: [(&str, i128, i128); 8] = [
    ("int8", -128, 127),
    ("int16", -32_768, 32_767),
    ("int32", -2_147_483_648, 2_147_483_647),
    ("int64", -9_223_372_036_854_775_808, 9_223_372_036_854_775_807),
    ("uint8", 0, 255),
    ("uint16", 0, 65_535),
    ("uint32", 0, 4_294_967_295),
    ("uint64", 0, 18_446_744_073_709_551_615),
];

impl Grammar<'_> {
    /// A boolean, a number, a string or a choice of strings.
    pub(super) fn scalar(&mut self) -> Value {
        let mut schema = match self.random.below(10) {
            0 => json!({ "type": "boolean" }),
            1..=3 => self.integer(),
            4..=5 => self.number(),
            _ => self.string(),
        };
        let nullable = self.random.chance(12);
        self.name_null(&mut schema, nullable);
        schema
    }

    pub(super) fn integer(&mut self) -> Value {
        let mut schema = json!({ "type": "integer" });
        let (mut least, mut most) = (-9_223_372_036_854_775_808, 9_223_372_036_854_775_807);
        if self.random.chance(50) {
            let (format, low, high) = *self.random.pick(&WIDTHS);
            schema["format"] = json!(format);
            (least, most) = (low, high);
        }
        if self.random.chance(15) {
            // Bounds beyond every width: those of the type hold.
            let beyond = ["-1e30", "-9223372036854775809", "-170141183460469231731687303715884105728"];
            schema["minimum"] = self.parsed_one(&beyond);
            let beyond = ["1e30", "18446744073709551616", "9223372036854775808", "18446744073709551615", "65536"];
            schema["maximum"] = self.parsed_one(&beyond);
            return schema;
        }
        let low = *self.random.pick(&[0, 0, 1, -5, -1, 10, -200, 70]);
        let high = low + *self.random.pick(&[0, 1, 7, 100, 300, 70_000, 5_000_000_000]);
        let (low, high) = (low.clamp(least, most), high.clamp(least, most));
        if self.random.chance(50) {
            self.bound(&mut schema, ["minimum", "exclusiveMinimum"], low, -1);
        }
        if self.random.chance(40) {
            self.bound(&mut schema, ["maximum", "exclusiveMaximum"], high.max(low), 1);
        }
        // Zero is a multiple of everything; without it there may be none between the bounds.
        if self.random.chance(40) && (low..=high).contains(&0) {
            let steps = ["1", "2", "5", "10", "1000", "2.5", "0.5", "0.1", "3.0", "1e2"];
            schema["multipleOf"] = self.parsed_one(&steps);
        }
        schema
    }

    /// Writes a bound that includes `bound`, in one of the ways to say so. `out` leads away from the allowed side.
    fn bound(&mut self, schema: &mut Value, [including, excluding]: [&str; 2], bound: i128, out: i128) {
        let half = if out < 0 { "-0.5" } else { "0.5" };
        let (keyword, text) = match self.random.below(6) {
            0..=2 => (including, bound.to_string()),
            3 => (including, format!("{bound}.0")),
            4 => (excluding, (bound + out).to_string()),
            // Between two whole numbers, which is the same as at the inner one.
            _ if bound == 0 => (*self.random.pick(&[including, excluding]), half.to_owned()),
            _ if (bound < 0) == (out < 0) => (*self.random.pick(&[including, excluding]), format!("{bound}.5")),
            _ => (excluding, format!("{}.5", bound + out)),
        };
        schema[keyword] = parsed(&text);
    }

    pub(super) fn number(&mut self) -> Value {
        let mut schema = json!({ "type": "number" });
        if self.random.chance(15) {
            schema["format"] = json!("double");
        }
        let low = *self.random.pick(&[0.0, -1.0, 0.1, -273.15, 1e-3, 5.0, -1e12]);
        let high = low + *self.random.pick(&[0.0, 0.5, 1.0, 2.5, 1000.0, 1e15]);
        if self.random.chance(40) {
            schema["minimum"] = json!(low);
        } else if self.random.chance(30) {
            schema["exclusiveMinimum"] = json!(low - 0.5);
        }
        if self.random.chance(40) {
            schema["maximum"] = json!(high);
        } else if self.random.chance(30) {
            schema["exclusiveMaximum"] = json!(high + 0.5);
        }
        // Zero is a multiple of everything; without it there may be none between the bounds.
        if self.random.chance(40) && low <= 0.0 && high >= 0.0 && low > -1e6 {
            let steps = ["0.01", "0.1", "0.25", "0.5", "1", "0.3", "1e-3", "0.0001", "1e-8"];
            schema["multipleOf"] = self.parsed_one(&steps);
        }
        schema
    }

    fn parsed_one(&mut self, texts: &[&str]) -> Value {
        parsed(texts[self.random.below(texts.len())])
    }

    pub(super) fn string(&mut self) -> Value {
        let mut schema = json!({ "type": "string" });
        match self.random.below(4) {
            0 => schema["pattern"] = json!(self.random.pick(&texts::PATTERNS)),
            1 => schema["format"] = json!(self.random.pick(&texts::FORMATS).name),
            2 => {
                let least = *self.random.pick(&[0, 1, 1, 2, 5]);
                if self.random.chance(70) {
                    schema["minLength"] = self.count(least);
                }
                if self.random.chance(70) {
                    let most = least + *self.random.pick(&[0, 1, 3, 20]);
                    schema["maxLength"] = self.count(most);
                }
            }
            _ => {}
        }
        schema
    }

    /// One of several strings, by either keyword, perhaps with null among them.
    pub(super) fn choice(&mut self) -> Value {
        let mut words = WORDS.to_vec();
        self.random.shuffle(&mut words);
        let count = self.random.between(1, 5);
        if self.random.chance(50) {
            return self.enumeration(&words[..count]);
        }
        let mut members: Vec<Value> = words[..count].iter().map(|word| json!({ "const": word })).collect();
        for member in &mut members {
            if self.random.chance(20) {
                member["description"] = json!("What it means.");
            }
            if self.random.chance(20) {
                member["type"] = json!("string");
            }
        }
        // Values that differ in punctuation only have names by their titles.
        if self.random.chance(20) {
            members.push(json!({ "const": "one[]", "title": "Many ones" }));
        }
        let mut schema = json!({});
        if self.random.chance(20) {
            schema["type"] = json!("string");
        } else {
            self.with_null_member(&mut members);
        }
        schema["oneOf"] = Value::Array(members);
        schema
    }

    pub(super) fn enumeration(&mut self, words: &[&str]) -> Value {
        let mut values: Vec<Value> = words.iter().map(|word| json!(word)).collect();
        let mut schema = json!({});
        match self.random.below(5) {
            0 => schema["type"] = json!("string"),
            1 => {
                schema["type"] = json!(["string", "null"]);
                values.push(Value::Null);
            }
            2 => values.push(Value::Null),
            _ => {}
        }
        schema["enum"] = Value::Array(values);
        schema
    }
}

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).expect("a number of JSON")
}
