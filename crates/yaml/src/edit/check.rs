//! Whether the new text holds what is meant.

use serde_json::Value as Json;

use crate::{Document, Node, Value};

/// Whether `found` are the documents of `before`, with `meant` as the one at `document`; the keys of
/// mappings in their order.
pub(super) fn is_meant(before: &[Document], found: &[Document], document: usize, meant: &Json) -> bool {
    let others = |(at, (before, found)): (usize, (&Document, &Document))| {
        at == document || same_value(&before.root, &found.root)
    };
    before.len().max(document + 1) == found.len()
        && before.iter().zip(found).enumerate().all(others)
        && found.get(document).is_some_and(|found| same(&found.root, meant, Keys::Ordered))
}

/// Whether the order of keys counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Keys {
    /// It does.
    Ordered,
    /// It does not.
    Unordered,
}

/// Whether a node has this value.
pub(super) fn same(node: &Node, json: &Json, keys: Keys) -> bool {
    match (&node.value, json) {
        (Value::Null, Json::Null) => true,
        (Value::Bool(a), Json::Bool(b)) => a == b,
        (Value::Number(a), Json::Number(b)) => same_number(a, b),
        (Value::String(a), Json::String(b)) => a == b,
        (Value::Sequence(a), Json::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b, keys)),
        (Value::Mapping(a), Json::Object(b)) if keys == Keys::Ordered => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, (key, b))| a.key == *key && same(&a.value, b, keys))
        }
        (Value::Mapping(a), Json::Object(b)) => {
            a.len() == b.len() && a.iter().all(|a| b.get(&a.key).is_some_and(|b| same(&a.value, b, keys)))
        }
        (
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Sequence(_) | Value::Mapping(_),
            _,
        ) => false,
    }
}

/// Whether two values are the same, whatever the order of keys.
pub(super) fn same_json(a: &Json, b: &Json) -> bool {
    match (a, b) {
        (Json::Number(a), Json::Number(b)) => same_number(a, b),
        (Json::Array(a), Json::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same_json(a, b)),
        (Json::Object(a), Json::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| same_json(a, b)))
        }
        _ => a == b,
    }
}

/// Numbers are the same in type and value; so are zero and negative zero only to arithmetic.
fn same_number(a: &serde_json::Number, b: &serde_json::Number) -> bool {
    let bits = |number: &serde_json::Number| number.as_f64().map(f64::to_bits);
    a == b && (!a.is_f64() || bits(a) == bits(b))
}

fn same_value(a: &Node, b: &Node) -> bool {
    same(b, &a.to_json(), Keys::Ordered)
}
