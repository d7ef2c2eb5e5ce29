//! Draws values that satisfy a schema of the profile, with a liking for its edges.

use serde_json::{Map, Number, Value, json};

use crate::random::Random;
use crate::reference::Keys;
use crate::texts;

/// Below this depth what is optional is left out, so that recursive definitions end.
const DEEPEST: usize = 5;

/// Draws from one schema.
pub(crate) struct Draw<'a> {
    /// The whole schema, written out.
    pub(crate) root: &'a Value,
    /// What references may name.
    pub(crate) keys: &'a Keys,
}

impl<'a> Draw<'a> {
    /// A value that the schema accepts, save for rare misses: patterns with lengths, steps with narrow bounds.
    pub(crate) fn value(&self, random: &mut Random, schema: &Value, depth: usize) -> Value {
        let Some(schema) = schema.as_object() else { return any(random, depth) };
        if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
            return self.value(random, self.definition(reference), depth);
        }
        if let Some(members) = schema.get("oneOf").and_then(Value::as_array) {
            let member = self.member(random, members, depth);
            return self.value(random, member, depth);
        }
        if let Some(constant) = schema.get("const") {
            return constant.clone();
        }
        if let Some(values) = schema.get("enum").and_then(Value::as_array) {
            return values.get(random.below(values.len().max(1))).cloned().unwrap_or_default();
        }
        match type_of(random, schema) {
            None => any(random, depth),
            Some("null") => Value::Null,
            Some("boolean") => Value::Bool(random.chance(50)),
            Some("integer") => integer(random, schema),
            Some("number") => number(random, schema),
            Some("string") => Value::String(self.string(random, schema)),
            Some("array") => self.array(random, schema, depth),
            Some(_) => self.object(random, schema, depth),
        }
    }

    /// The schema that a reference leads to.
    pub(crate) fn definition(&self, reference: &str) -> &'a Value {
        let found = reference.strip_prefix('#').and_then(|pointer| self.root.pointer(pointer));
        found.unwrap_or_else(|| panic!("`{reference}` leads nowhere in {}", self.root))
    }

    /// A member of a choice; far down one that does not go further, where there is one.
    fn member<'m>(&self, random: &mut Random, members: &'m [Value], depth: usize) -> &'m Value {
        let flat = |member: &&Value| !matches!(self.named_type(member), Some("array" | "object"));
        if depth >= DEEPEST
            && let Some(flat) = members.iter().find(flat)
        {
            return flat;
        }
        random.pick(members)
    }

    fn named_type<'m>(&'m self, member: &'m Value) -> Option<&'m str> {
        let member = member.get("$ref").and_then(Value::as_str).map_or(member, |reference| self.definition(reference));
        member.get("type").and_then(Value::as_str)
    }

    fn string(&self, random: &mut Random, schema: &Map<String, Value>) -> String {
        let least = count(schema, "minLength").unwrap_or(0);
        let most = count(schema, "maxLength").unwrap_or(least + 8);
        if let Some(reference) = schema.get("x-ref") {
            let kind = reference.get("to").unwrap_or(reference).as_str().unwrap_or_default();
            return random.pick(&self.keys[kind]).clone();
        }
        if let Some(format) = schema.get("format").and_then(Value::as_str).and_then(texts::format) {
            return (*random.pick(format.right)).to_owned();
        }
        if let Some(pattern) = schema.get("pattern").and_then(Value::as_str) {
            let fits = |text: &String| (least..=most.max(64)).contains(&text.chars().count());
            let mut tries = (0..20).map(|_| texts::matching(random, pattern));
            return tries.find(fits).unwrap_or_default();
        }
        let length = match random.below(4) {
            0 => least,
            1 => most,
            _ => random.between(least, most.min(least + 40)),
        };
        texts::plain(random, length)
    }

    fn array(&self, random: &mut Random, schema: &Map<String, Value>, depth: usize) -> Value {
        let least = count(schema, "minItems").unwrap_or(0);
        let most = count(schema, "maxItems").unwrap_or(least + 3);
        let unique = schema.get("uniqueItems") == Some(&Value::Bool(true));
        let wanted = if depth >= DEEPEST { least } else { random.between(least, most.min(least + 6)) };
        let item = schema.get("items").unwrap_or(&Value::Bool(true));
        let mut items: Vec<Value> = Vec::new();
        for _ in 0..wanted * 4 {
            if items.len() == wanted {
                break;
            }
            let drawn = self.value(random, item, depth + 1);
            if !unique || !items.contains(&drawn) {
                items.push(drawn);
            }
        }
        Value::Array(items)
    }

    fn object(&self, random: &mut Random, schema: &Map<String, Value>, depth: usize) -> Value {
        let least = count(schema, "minProperties").unwrap_or(0);
        let most = count(schema, "maxProperties");
        let mut object = Map::new();
        let none = Map::new();
        let properties = schema.get("properties").and_then(Value::as_object).unwrap_or(&none);
        let required = schema.get("required").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        let mut names: Vec<&String> = properties.keys().collect();
        // The order of properties means nothing, so instances come in all orders.
        random.shuffle(&mut names);
        names.sort_by_key(|name| !required.iter().any(|required| required == *name));
        let share = *random.pick(&[0, 30, 60, 100]);
        for (index, name) in names.iter().enumerate() {
            let is_required = required.iter().any(|required| required == *name);
            let full = most.is_some_and(|most| object.len() >= most);
            let needed = object.len() + names.len() - index <= least;
            let wished = depth < DEEPEST && random.chance(share) && !full;
            if is_required || needed || wished {
                object.insert((*name).clone(), self.value(random, &properties[*name], depth + 1));
            }
        }
        let free = schema.get("additionalProperties").unwrap_or(&Value::Bool(true));
        if properties.is_empty() && *free != Value::Bool(false) {
            let most = most.unwrap_or(least + 3).min(least + 6);
            let wanted = if depth >= DEEPEST { least } else { random.between(least, most) };
            while object.len() < wanted {
                let length = random.between(0, 6);
                object.insert(texts::plain(random, length), self.value(random, free, depth + 1));
            }
        }
        let mut pairs: Vec<(String, Value)> = object.into_iter().collect();
        random.shuffle(&mut pairs);
        Value::Object(pairs.into_iter().collect())
    }
}

/// One of the types that a schema names.
fn type_of<'s>(random: &mut Random, schema: &'s Map<String, Value>) -> Option<&'s str> {
    match schema.get("type")? {
        Value::Array(names) => random.pick(names).as_str(),
        name @ (Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_)) => name.as_str(),
    }
}

/// A number of things that a keyword asks for; `3.0` is a count too.
pub(crate) fn count(schema: &Map<String, Value>, keyword: &str) -> Option<usize> {
    let text = schema.get(keyword)?.to_string();
    text.strip_suffix(".0").unwrap_or(&text).parse().ok()
}

/// A whole number within the bounds; every integer has some, written out.
fn integer(random: &mut Random, schema: &Map<String, Value>) -> Value {
    let bound = |keyword: &str| schema.get(keyword).and_then(Value::as_number);
    let above = bound("exclusiveMinimum").map(|bound| floor(bound) + 1);
    let below = bound("exclusiveMaximum").map(|bound| ceil(bound) - 1);
    let low = bound("minimum").map(ceil).into_iter().chain(above).max().unwrap_or(i64::MIN.into());
    let high = bound("maximum").map(floor).into_iter().chain(below).min().unwrap_or(i64::MAX.into());
    let step = schema.get("multipleOf").and_then(Value::as_number).map_or(1, whole_step);
    // Multiples are counted, so that every draw is one.
    let (first, last) = (low.div_euclid(step) + i128::from(low.rem_euclid(step) != 0), high.div_euclid(step));
    if first > last {
        return json!(0);
    }
    let near = |middle: i128| (middle - 3).clamp(first, last)..=(middle + 3).clamp(first, last);
    let chosen = match random.below(5) {
        0 => near(first),
        1 => near(last),
        2 | 3 => near(0),
        _ => first..=last,
    };
    let drawn = random.whole(*chosen.start(), *chosen.end()) * step;
    // `5.0` is an integer, as the standard says, and so is `1e18`.
    if random.chance(15) { whole_float(drawn).unwrap_or_else(|| whole(drawn)) } else { whole(drawn) }
}

/// A number within the bounds.
fn number(random: &mut Random, schema: &Map<String, Value>) -> Value {
    let bound = |keyword: &str| schema.get(keyword).and_then(Value::as_f64);
    let above = bound("exclusiveMinimum").map(f64::next_up);
    let below = bound("exclusiveMaximum").map(f64::next_down);
    let least = bound("minimum").into_iter().chain(above).reduce(f64::max);
    let most = bound("maximum").into_iter().chain(below).reduce(f64::min);
    if let Some(step) = schema.get("multipleOf").and_then(Value::as_number) {
        return multiple(random, step, least, most);
    }
    let (low, high) = match (least, most) {
        (Some(least), Some(most)) => (least, most),
        (Some(least), None) => (least, least + 1000.0),
        (None, Some(most)) => (most - 1000.0, most),
        (None, None) => (-1000.0, 1000.0),
    };
    if low > high {
        return json!(low);
    }
    let part = f64::from(u32::try_from(random.below(1001)).expect("it is at most 1000")) / 1000.0;
    let between = (low + (high - low) * part).clamp(low, high);
    let drawn = match random.below(6) {
        0 => low,
        1 => high,
        2 => between.round().clamp(low, high),
        _ => between,
    };
    with_or_without_fraction(random, drawn)
}

/// A multiple of a step, exact in decimals.
fn multiple(random: &mut Random, step: &Number, low: Option<f64>, high: Option<f64>) -> Value {
    let (digits, exponent) = decimal(step);
    let size = step.as_f64().filter(|size| *size > 0.0).unwrap_or(1.0);
    let (first, last) =
        (low.map(|low| whole_of((low / size).ceil())), high.map(|high| whole_of((high / size).floor())));
    let times = match (first, last) {
        (Some(first), Some(last)) => random.whole(first.min(last), last.max(first)),
        (Some(first), None) => random.whole(first, first + 50),
        (None, Some(last)) => random.whole(last - 50, last),
        (None, None) => random.whole(-50, 50),
    };
    let text = format!("{}e{exponent}", times * digits);
    let drawn: f64 = text.parse().expect("digits with an exponent are a number");
    with_or_without_fraction(random, drawn)
}

/// Any value at all.
pub(crate) fn any(random: &mut Random, depth: usize) -> Value {
    match random.below(if depth >= DEEPEST { 7 } else { 9 }) {
        0 => Value::Null,
        1 => Value::Bool(random.chance(50)),
        2 => odd_number(random),
        3 => json!(random.below(20)),
        4..=6 => {
            let length = random.below(8);
            Value::String(texts::plain(random, length))
        }
        7 => (0..random.below(4)).map(|_| any(random, depth + 1)).collect(),
        _ => {
            let pairs = (0..random.below(4)).map(|_| {
                let length = random.below(5);
                (texts::plain(random, length), any(random, depth + 1))
            });
            Value::Object(pairs.collect())
        }
    }
}

/// A number at an edge of some type, or with a form that few expect.
pub(crate) fn odd_number(random: &mut Random) -> Value {
    /// Around the widths of integers, the exact integers of floats, and the ends of floats.
    const ODD: [&str; 40] = [
        "0",
        "-0.0",
        "1",
        "1.0",
        "-1",
        "0.5",
        "0.1",
        "0.30000000000000004",
        "1e-7",
        "127",
        "128",
        "-128",
        "-129",
        "255",
        "256",
        "32767",
        "32768",
        "65535",
        "65536",
        "2147483647",
        "2147483648",
        "-2147483649",
        "4294967295",
        "4294967296",
        "4294967296.0",
        "9007199254740992",
        "9007199254740993",
        "9007199254740993.0",
        "9223372036854775807",
        "9223372036854775808",
        "-9223372036854775808",
        "-9223372036854775809",
        "9223372036854775808.0",
        "18446744073709551615",
        "18446744073709551616",
        "1e19",
        "1e300",
        "1.7976931348623157e308",
        "5e-324",
        "-1e300",
    ];
    serde_json::from_str(ODD[random.below(ODD.len())]).expect("each is a number of JSON")
}

/// The greatest whole number that is at most a bound.
fn floor(bound: &Number) -> i128 {
    exact(bound).unwrap_or_else(|| whole_of(bound.as_f64().unwrap_or_default().floor()))
}

/// The least whole number that is at least a bound.
fn ceil(bound: &Number) -> i128 {
    exact(bound).unwrap_or_else(|| whole_of(bound.as_f64().unwrap_or_default().ceil()))
}

fn exact(number: &Number) -> Option<i128> {
    number.as_i64().map(i128::from).or_else(|| number.as_u64().map(i128::from))
}

/// The whole part of a number, held within 64 bits and one more to each side.
#[expect(clippy::cast_possible_truncation, reason = "`as` saturates, and the clamp is far inside")]
fn whole_of(number: f64) -> i128 {
    (number as i128).clamp(-(1 << 65), 1 << 65)
}

/// The distance of the whole numbers that are multiples of a step: of 2.5 that is 5.
fn whole_step(step: &Number) -> i128 {
    let (digits, exponent) = decimal(step);
    if exponent >= 0 {
        return digits * 10_i128.pow(exponent.unsigned_abs());
    }
    let scale = 10_i128.pow(exponent.unsigned_abs());
    let (mut a, mut b) = (digits, scale);
    while b != 0 {
        (a, b) = (b, a % b);
    }
    digits / a
}

/// A number as digits and a power of ten.
fn decimal(number: &Number) -> (i128, i32) {
    let text = number.to_string();
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let fraction = fraction.trim_end_matches('0');
    let digits = format!("{whole}{fraction}").parse().expect("steps of generated schemas are short");
    let exponent: i32 = exponent.parse().expect("an exponent is a number");
    (digits, exponent - i32::try_from(fraction.len()).expect("steps of generated schemas are short"))
}

/// A whole number as JSON has it; beyond 64 bits that is a float.
pub(crate) fn whole(number: i128) -> Value {
    serde_json::from_str(&number.to_string()).expect("digits are a number of JSON")
}

/// The same number with a fraction, `5.0`; `None` where a float cannot hold it.
#[expect(clippy::cast_precision_loss, reason = "what is lost is found out by going back")]
pub(crate) fn whole_float(number: i128) -> Option<Value> {
    let float = number as f64;
    (whole_of(float) == number).then(|| json!(float))
}

/// `5` is as good a number as `5.0`.
fn with_or_without_fraction(random: &mut Random, number: f64) -> Value {
    let short = number.fract() == 0.0 && number.abs() < 1e15;
    if short && random.chance(50) { whole(whole_of(number)) } else { json!(number) }
}
