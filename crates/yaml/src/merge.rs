//! Merge keys: `<<` brings in the pairs of other mappings.
//!
//! The rules are those of the YAML 1.1 merge type, which YAML 1.2 dropped and everybody kept: keys
//! of the mapping itself win, then those of the earlier source.

use source::Span;

use crate::{Mapping, Node, Pair, Value};

/// What one mapping merges in.
pub(crate) struct Merge {
    /// How many collections are open around the mapping.
    pub(crate) depth: usize,
    /// How many pairs of the mapping stand before the merge key.
    pub(crate) at: usize,
    pub(crate) key_span: Span,
    pub(crate) sources: Vec<Mapping>,
}

impl Merge {
    /// The mapping of its own pairs and what it merges in, which stands in the place of the key.
    pub(crate) fn into_mapping(self, own: Mapping) -> Mapping {
        let merged =
            self.sources.into_iter().flatten().filter(|pair| !own.contains_key(&pair.key)).collect::<Mapping>();
        let mut pairs: Vec<Pair> = own.into_pairs();
        let at = self.at.min(pairs.len());
        pairs.splice(at..at, merged);
        Mapping::new(pairs)
    }
}

/// The mappings that a merge key holds: one, or a sequence of them. Otherwise what was found, where.
pub(crate) fn sources(node: Node) -> Result<Vec<Mapping>, (&'static str, Span)> {
    let mapping = |node: Node| match node.value {
        Value::Mapping(mapping) => Ok(mapping),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Sequence(_) => {
            Err((described(&node.value), node.span))
        }
    };
    match node.value {
        Value::Sequence(items) => items.into_iter().map(mapping).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Mapping(_) => {
            mapping(node).map(|one| vec![one])
        }
    }
}

/// What stands where a mapping should.
fn described(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Sequence(_) => "a sequence",
        Value::Mapping(_) => "a mapping",
    }
}
