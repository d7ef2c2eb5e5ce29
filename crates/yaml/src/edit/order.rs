//! Where an order wants a new entry.

use std::cmp::Ordering;

use crate::{Node, Value};

/// By what the entries of a collection are in order: strings, compared byte by byte.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum By {
    /// The keys of a mapping, or the items of a sequence themselves.
    Itself,
    /// A property that each item or value has.
    Property(String),
}

/// Where a new entry belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sorted {
    /// Before the entry of this index, after all that are equal to it.
    At(usize),
    /// The entries are in no order, or one of them has no string to go by: at the end, which is this
    /// index.
    Unsorted(usize),
}

impl Sorted {
    /// The index, whatever it is due to.
    #[must_use]
    pub fn index(self) -> usize {
        match self {
            Self::At(index) | Self::Unsorted(index) => index,
        }
    }
}

/// The place of a new entry with `key` in a sequence or mapping; any other node has none.
///
/// ```
/// use source::{Findings, Text};
/// use yaml::edit::{By, Sorted, sorted_place};
///
/// let text = Text::new("a.yaml", "- { key: ash }\n- { key: oak }\n");
/// let list = &yaml::parse(&text, &yaml::Limits::default(), &mut Findings::new())[0].root;
/// assert_eq!(sorted_place(list, &By::Property("key".to_owned()), "elm"), Some(Sorted::At(1)));
/// assert_eq!(sorted_place(list, &By::Property("name".to_owned()), "elm"), Some(Sorted::Unsorted(2)));
/// ```
#[must_use]
pub fn sorted_place(node: &Node, by: &By, key: &str) -> Option<Sorted> {
    match (&node.value, by) {
        (Value::Sequence(items), _) => Some(place(items.len(), |at| part_of(&items[at], by), key)),
        (Value::Mapping(pairs), By::Itself) => {
            Some(place(pairs.len(), |at| Some(pairs.as_slice()[at].key.as_str()), key))
        }
        (Value::Mapping(pairs), By::Property(_)) => {
            Some(place(pairs.len(), |at| part_of(&pairs.as_slice()[at].value, by), key))
        }
        (Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_), _) => None,
    }
}

/// What a value goes by.
pub(super) fn part_of<'n>(node: &'n Node, by: &By) -> Option<&'n str> {
    match by {
        By::Itself => node.as_str(),
        By::Property(name) => node.get(name)?.as_str(),
    }
}

/// The same of a value without places.
pub(super) fn part_of_json<'j>(json: &'j serde_json::Value, by: &By) -> Option<&'j str> {
    match by {
        By::Itself => json.as_str(),
        By::Property(name) => json.get(name)?.as_str(),
    }
}

/// The place of `key` among `count` entries.
pub(super) fn place<'k>(count: usize, key_of: impl Fn(usize) -> Option<&'k str>, key: &str) -> Sorted {
    if is_sorted(count, &key_of) { Sorted::At(position(count, key_of, key)) } else { Sorted::Unsorted(count) }
}

/// Whether all entries have a key, none smaller than the one before.
pub(super) fn is_sorted<'k>(count: usize, key_of: impl Fn(usize) -> Option<&'k str>) -> bool {
    let mut last = "";
    (0..count).all(|at| key_of(at).is_some_and(|key| std::mem::replace(&mut last, key) <= key))
}

/// The place among entries that are in order, by binary search.
pub(super) fn position<'k>(count: usize, key_of: impl Fn(usize) -> Option<&'k str>, key: &str) -> usize {
    let (mut low, mut high) = (0, count);
    while low < high {
        let middle = low.midpoint(high);
        match key_of(middle).unwrap_or_default().cmp(key) {
            Ordering::Less | Ordering::Equal => low = middle + 1,
            Ordering::Greater => high = middle,
        }
    }
    low
}
