//! Edits of values that are not in the text yet.

use serde_json::{Map, Value as Json};

use super::order::{self, Sorted};
use super::refused::Reason;
use super::{At, By, Entry};
use crate::node::index;

/// The value that one segment of a pointer leads to.
pub(super) fn child<'j>(json: &'j mut Json, segment: &str) -> Result<&'j mut Json, Reason> {
    let nowhere = || Reason::Nowhere(segment.to_owned());
    match json {
        Json::Array(items) => index(segment).and_then(|at| items.get_mut(at)).ok_or_else(nowhere),
        Json::Object(pairs) => pairs.get_mut(segment).ok_or_else(nowhere),
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => Err(Reason::NoCollection(type_name(json))),
    }
}

/// Gives a child this value, or adds the property.
pub(super) fn set(json: &mut Json, segment: &str, value: Json) -> Result<(), Reason> {
    match json {
        Json::Null => *json = Json::Object(Map::from_iter([(segment.to_owned(), value)])),
        Json::Object(pairs) => {
            pairs.insert(segment.to_owned(), value);
        }
        Json::Array(_) | Json::Bool(_) | Json::Number(_) | Json::String(_) => *child(json, segment)? = value,
    }
    Ok(())
}

pub(super) fn insert(json: &mut Json, at: &At, entry: Entry) -> Result<(), Reason> {
    if json.is_null() {
        *json = empty_for(&entry);
    }
    match (json, entry) {
        (Json::Array(items), Entry::Item(value)) => {
            let key_of = |by: &By, at: usize| order::part_of_json(&items[at], by);
            let place = index_of(at, items.len(), order::part_of_json(&value, by_of(at)), key_of)?;
            items.insert(place, value);
        }
        (Json::Object(pairs), Entry::Pair(key, value)) => {
            if pairs.contains_key(&key) {
                return Err(Reason::Taken(key));
            }
            let listed: Vec<(&String, &Json)> = pairs.iter().collect();
            let of = |by: &By, at: usize| key_of_pair(listed[at].0, listed[at].1, by);
            let place = index_of(at, listed.len(), key_of_pair(&key, &value, by_of(at)), of)?;
            pairs.shift_insert(place, key, value);
        }
        (found, entry) => return Err(misfit(type_name(found), &entry)),
    }
    Ok(())
}

/// What puts an entry in order, where it has one.
pub(super) fn by_of(at: &At) -> &By {
    match at {
        At::Sorted(by) => by,
        At::Index(_) | At::End => &By::Itself,
    }
}

fn key_of_pair<'j>(key: &'j str, value: &'j Json, by: &By) -> Option<&'j str> {
    match by {
        By::Itself => Some(key),
        By::Property(_) => order::part_of_json(value, by),
    }
}

/// The index that a place amounts to among `count` entries, for an entry with this `key`.
fn index_of<'j>(
    at: &At,
    count: usize,
    key: Option<&str>,
    key_of: impl Fn(&By, usize) -> Option<&'j str>,
) -> Result<usize, Reason> {
    match at {
        At::Index(index) if *index > count => Err(Reason::Index(*index)),
        At::Index(index) => Ok(*index),
        At::End => Ok(count),
        At::Sorted(by) => {
            Ok(key.map_or(Sorted::Unsorted(count), |key| order::place(count, |at| key_of(by, at), key)).index())
        }
    }
}

pub(super) fn remove(json: &mut Json, segment: &str) -> Result<(), Reason> {
    child(json, segment)?;
    match json {
        Json::Array(items) => drop(index(segment).map(|at| items.remove(at))),
        Json::Object(pairs) => drop(pairs.shift_remove(segment)),
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => {}
    }
    Ok(())
}

pub(super) fn rename(json: &mut Json, segment: &str, to: &str) -> Result<(), Reason> {
    child(json, segment)?;
    let Json::Object(pairs) = json else { return Err(Reason::NoKey) };
    if segment == to {
        return Ok(());
    }
    if pairs.contains_key(to) {
        return Err(Reason::Taken(to.to_owned()));
    }
    let renamed = std::mem::take(pairs).into_iter();
    *pairs = renamed.map(|(key, value)| (if key == segment { to.to_owned() } else { key }, value)).collect();
    Ok(())
}

/// The empty collection that an entry can be put into.
pub(super) fn empty_for(entry: &Entry) -> Json {
    match entry {
        Entry::Item(_) => Json::Array(Vec::new()),
        Entry::Pair(..) => Json::Object(Map::new()),
    }
}

/// Why an entry cannot be put into what was found.
pub(super) fn misfit(found: &'static str, entry: &Entry) -> Reason {
    match (found, entry) {
        ("array", Entry::Pair(..)) => Reason::Misfit("this is a sequence, which takes items, not pairs"),
        ("object", Entry::Item(_)) => Reason::Misfit("this is a mapping, which takes pairs, not items"),
        _ => Reason::NoCollection(found),
    }
}

/// The name of the type in JSON Schema's words.
pub(super) fn type_name(json: &Json) -> &'static str {
    match json {
        Json::Null => "null",
        Json::Bool(_) => "boolean",
        Json::Number(_) => "number",
        Json::String(_) => "string",
        Json::Array(_) => "array",
        Json::Object(_) => "object",
    }
}

/// Whether more than `depth` collections are nested in a value. Nobody may recurse into it then.
pub(super) fn is_deeper(json: &Json, depth: usize) -> bool {
    match json {
        Json::Array(items) => depth == 0 || items.iter().any(|item| is_deeper(item, depth - 1)),
        Json::Object(pairs) => depth == 0 || pairs.values().any(|value| is_deeper(value, depth - 1)),
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => false,
    }
}
