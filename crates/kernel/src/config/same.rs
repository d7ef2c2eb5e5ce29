//! Equality of JSON Schema, and repeats among items (JSON Schema Core 2020-12, section 4.2.2).

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::{BuildHasher, DefaultHasher, Hash, Hasher, RandomState};

use serde_json::{Map, Number, Value};

use super::numbers;

/// Whether two values are equal: numbers by value, so that `1` equals `1.0`; objects in any order of their keys.
///
/// ```
/// # use kernel::config::same::equal;
/// # use serde_json::json;
/// assert!(equal(&json!({ "a": 1, "b": [] }), &json!({ "b": [], "a": 1.0 })));
/// assert!(!equal(&json!(1), &json!("1")));
/// ```
#[must_use]
pub fn equal(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Null, Value::Null) => true,
        (Value::Bool(left), Value::Bool(right)) => left == right,
        (Value::Number(left), Value::Number(right)) => Exact::of(left) == Exact::of(right),
        (Value::String(left), Value::String(right)) => left == right,
        (Value::Array(left), Value::Array(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(left, right)| equal(left, right))
        }
        (Value::Object(left), Value::Object(right)) => {
            left.len() == right.len()
                && left.iter().all(|(key, left)| right.get(key).is_some_and(|right| equal(left, right)))
        }
        _ => false,
    }
}

/// Up to here, comparing every two items costs less than hashing them.
const FEW: usize = 16;

/// The first item that equals an earlier one: where the earlier one stands, then where it stands itself. `None`
/// where all items differ.
///
/// Takes time in proportion to the size of the items, whatever they are: the hash is keyed anew each time, so nobody
/// can prepare items that collide.
///
/// ```
/// # use kernel::config::same::first_repeat;
/// # use serde_json::json;
/// assert_eq!(first_repeat(&[json!(2), json!(1), json!(1.0), json!(2)]), Some((1, 2)));
/// ```
#[must_use]
pub fn first_repeat(items: &[Value]) -> Option<(usize, usize)> {
    let keys = RandomState::new();
    first(items, equal, |value| Hashed::of(value, &keys))
}

/// As [`first_repeat`], of strings.
pub(super) fn first_repeated_text(items: &[&str]) -> Option<(usize, usize)> {
    first(items, |left, right| left == right, |text| *text)
}

fn first<'a, T, K: Eq + Hash>(
    items: &'a [T],
    equal: impl Fn(&T, &T) -> bool,
    key: impl Fn(&'a T) -> K,
) -> Option<(usize, usize)> {
    if items.len() <= FEW {
        return items.iter().enumerate().find_map(|(at, item)| {
            let earlier = items.iter().take(at).position(|earlier| equal(earlier, item))?;
            Some((earlier, at))
        });
    }
    let mut seen = HashMap::with_capacity(items.len());
    for (at, item) in items.iter().enumerate() {
        match seen.entry(key(item)) {
            Entry::Occupied(earlier) => return Some((*earlier.get(), at)),
            Entry::Vacant(free) => {
                free.insert(at);
            }
        }
    }
    None
}

/// A number by its value alone. Equal numbers of different types are whole, and within `i128`.
#[derive(PartialEq, Eq, Hash)]
enum Exact {
    Whole(i128),
    Float(Option<u64>),
}

impl Exact {
    fn of(number: &Number) -> Self {
        numbers::whole(number).map_or_else(|| Self::Float(number.as_f64().map(f64::to_bits)), Self::Whole)
    }
}

/// A value with its hash. Equal values have equal hashes, so that two values are walked together only when they are
/// almost certainly equal.
struct Hashed<'a> {
    hash: u64,
    value: &'a Value,
}

impl<'a> Hashed<'a> {
    fn of(value: &'a Value, keys: &RandomState) -> Self {
        let mut hasher = keys.build_hasher();
        feed(&mut hasher, value, keys);
        Self { hash: hasher.finish(), value }
    }
}

impl Hash for Hashed<'_> {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        hasher.write_u64(self.hash);
    }
}

impl PartialEq for Hashed<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.hash == other.hash && equal(self.value, other.value)
    }
}

impl Eq for Hashed<'_> {}

/// Adds a value to a hash, each JSON type under a number of its own.
fn feed(hasher: &mut DefaultHasher, value: &Value, keys: &RandomState) {
    match value {
        Value::Null => 0_u8.hash(hasher),
        Value::Bool(bool) => (1_u8, bool).hash(hasher),
        Value::Number(number) => (2_u8, Exact::of(number)).hash(hasher),
        Value::String(text) => (3_u8, text).hash(hasher),
        Value::Array(items) => {
            (4_u8, items.len()).hash(hasher);
            for item in items {
                feed(hasher, item, keys);
            }
        }
        Value::Object(members) => (5_u8, members.len(), hash_of_members(members, keys)).hash(hasher),
    }
}

/// The same for every order of the members.
fn hash_of_members(members: &Map<String, Value>, keys: &RandomState) -> u64 {
    members.iter().fold(0, |sum: u64, (key, value)| {
        let mut hasher = keys.build_hasher();
        key.hash(&mut hasher);
        feed(&mut hasher, value, keys);
        sum.wrapping_add(hasher.finish())
    })
}

#[cfg(test)]
mod tests {
    use super::{FEW, equal, first_repeat, first_repeated_text};
    use serde_json::{Value, json};

    #[test]
    fn numbers_are_equal_by_value_and_types_never() {
        assert!(equal(&json!(-0.0), &json!(0)));
        assert!(equal(&json!(1e300), &json!(1e300)));
        assert!(equal(&json!(9_223_372_036_854_775_808_u64), &json!(9_223_372_036_854_775_808.0)));
        assert!(!equal(&json!(u64::MAX), &json!(18_446_744_073_709_551_616.0)));
        assert!(!equal(&json!([0]), &json!([false])));
        assert!(!equal(&json!({ "a": null }), &json!({ "b": null })));
    }

    #[test]
    fn few_and_many_items_give_the_same_repeat() {
        for count in [2, FEW, FEW + 1, 1000] {
            let mut items: Vec<Value> = (0..count).map(|at| json!({ "at": at, "list": [at] })).collect();
            assert_eq!(first_repeat(&items), None);
            items.push(json!({ "list": [0.0], "at": 0.0 }));
            items.push(json!({ "list": [1], "at": 1 }));
            assert_eq!(first_repeat(&items), Some((0, count)));
        }
    }

    #[test]
    fn texts_repeat_as_values_do() {
        for count in [2, FEW, FEW + 1, 1000] {
            let numbers: Vec<String> = (0..count).map(|at| at.to_string()).collect();
            let mut items: Vec<&str> = numbers.iter().map(String::as_str).collect();
            assert_eq!(first_repeated_text(&items), None);
            items.extend(["1", "0"]);
            assert_eq!(first_repeated_text(&items), Some((1, count)));
        }
    }

    #[test]
    fn a_hundred_thousand_items_are_few() {
        let items: Vec<Value> = (0..100_000).map(|at| json!([[], { "": at }, f64::from(at) / 2.0])).collect();
        assert_eq!(first_repeat(&items), None);
    }
}
