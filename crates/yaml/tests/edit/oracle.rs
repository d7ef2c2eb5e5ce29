//! What an edit makes of a value, and of the comments; written apart from what it judges.

use serde_json::{Map, Value as Json};
use yaml::Pointer;
use yaml::edit::{At, Edit, Entry};

/// The value after an edit; `None` if the edit asks for what cannot be.
pub(crate) fn after(value: &Json, edit: &Edit) -> Option<Json> {
    let mut value = value.clone();
    match edit {
        Edit::Set { at, value: new } => match at.parent() {
            None => value = updated(&value, new),
            Some(parent) => set(find(&mut value, &parent)?, at.last()?, new)?,
        },
        Edit::Insert { into, at, entry } => insert(find(&mut value, into)?, at, entry)?,
        Edit::Remove { at } => match find(&mut value, &at.parent()?)? {
            Json::Array(items) => drop(items.remove(at.last()?.parse().ok()?)),
            Json::Object(pairs) => drop(pairs.shift_remove(at.last()?)?),
            Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => return None,
        },
        Edit::Rename { at, key } => {
            let Json::Object(pairs) = find(&mut value, &at.parent()?)? else { return None };
            let old = at.last()?;
            if old != key && pairs.contains_key(key) || !pairs.contains_key(old) {
                return None;
            }
            let renamed =
                |(name, value): (&String, &Json)| (if name == old { key } else { name }.clone(), value.clone());
            *pairs = pairs.iter().map(renamed).collect();
        }
        Edit::Move { at, to } => {
            let place = |others: usize| match to {
                At::Index(index) => Some(*index).filter(|index| *index <= others),
                At::End | At::Sorted(_) => Some(others),
            };
            match find(&mut value, &at.parent()?)? {
                Json::Array(items) => {
                    let from = at.last()?.parse().ok().filter(|from| *from < items.len())?;
                    let item = items.remove(from);
                    items.insert(place(items.len())?, item);
                }
                Json::Object(pairs) => {
                    let (key, value) = pairs.shift_remove_entry(at.last()?)?;
                    pairs.shift_insert(place(pairs.len())?, key, value);
                }
                Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => return None,
            }
        }
    }
    Some(value)
}

/// The pointer to an entry that was moved, in the value after it.
pub(crate) fn moved(after: &Json, at: &Pointer, to: &At) -> Pointer {
    let parent = at.parent().unwrap_or_default();
    match (after.pointer(&parent.to_string()), to) {
        (Some(Json::Array(_)), At::Index(index)) => parent.join(index.to_string()),
        (Some(Json::Array(items)), At::End | At::Sorted(_)) => parent.join((items.len() - 1).to_string()),
        _ => at.clone(),
    }
}

fn find<'j>(value: &'j mut Json, at: &Pointer) -> Option<&'j mut Json> {
    value.pointer_mut(&at.to_string())
}

fn set(parent: &mut Json, key: &str, new: &Json) -> Option<()> {
    match parent {
        Json::Null => *parent = Json::Object(Map::from_iter([(key.to_owned(), new.clone())])),
        Json::Array(items) => {
            let item = items.get_mut(key.parse::<usize>().ok()?)?;
            *item = updated(item, new);
        }
        Json::Object(pairs) => {
            let set = pairs.get(key).map_or_else(|| new.clone(), |old| updated(old, new));
            pairs.insert(key.to_owned(), set);
        }
        Json::Bool(_) | Json::Number(_) | Json::String(_) => return None,
    }
    Some(())
}

fn insert(into: &mut Json, at: &At, entry: &Entry) -> Option<()> {
    if into.is_null() {
        *into = if matches!(entry, Entry::Item(_)) { Json::Array(Vec::new()) } else { Json::Object(Map::new()) };
    }
    let place = |count| match at {
        At::Index(index) => Some(*index).filter(|index| *index <= count),
        At::End | At::Sorted(_) => Some(count),
    };
    match (into, entry) {
        (Json::Array(items), Entry::Item(item)) => items.insert(place(items.len())?, item.clone()),
        (Json::Object(pairs), Entry::Pair(key, value)) if !pairs.contains_key(key) => {
            pairs.shift_insert(place(pairs.len())?, key.clone(), value.clone());
        }
        _ => return None,
    }
    Some(())
}

/// The new value, with the keys of mappings in the order in which a set leaves them.
fn updated(old: &Json, new: &Json) -> Json {
    let (Json::Object(old), Json::Object(new)) = (old, new) else { return new.clone() };
    let mut keys: Vec<&String> = old.keys().filter(|key| new.contains_key(*key)).collect();
    let mut last = None;
    for key in new.keys() {
        if !old.contains_key(key) {
            let after = last.and_then(|last| keys.iter().position(|other| *other == last)).map_or(0, |at| at + 1);
            keys.insert(after, key);
        }
        last = Some(key);
    }
    let pair = |key: &String| {
        let value = &new[key];
        (key.clone(), old.get(key).map_or_else(|| value.clone(), |old| updated(old, value)))
    };
    Json::Object(keys.into_iter().map(pair).collect())
}

/// Whether two values are equal; keys in their order, but for those inside of sequences, whose items
/// may have been changed or written anew.
pub(crate) fn agree(a: &Json, b: &Json) -> bool {
    match (a, b) {
        (Json::Object(a), Json::Object(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|((ka, a), (kb, b))| ka == kb && agree(a, b))
        }
        _ => a == b,
    }
}

/// Whether a comment may go with an edit, by the path of what it belongs to.
pub(crate) fn may_go(edit: &Edit, before: &Json, owner: &[String]) -> bool {
    let under = |at: &Pointer| owner.len() >= at.segments().len() && owner.starts_with(at.segments());
    match edit {
        Edit::Insert { .. } | Edit::Rename { .. } | Edit::Move { .. } => false,
        Edit::Remove { at } => under(at),
        Edit::Set { at, value } => {
            let (Some(mut old), true) = (before.pointer(&at.to_string()), under(at)) else { return false };
            let mut new = value;
            for segment in &owner[at.segments().len()..] {
                match (old, new, old.get(segment), new.get(segment)) {
                    (Json::Object(_), Json::Object(_), Some(inner), Some(set)) => (old, new) = (inner, set),
                    _ => return true,
                }
            }
            // Comments inside of a collection without an owner of their own go with it.
            (old.is_object() || old.is_array()) && std::mem::discriminant(old) != std::mem::discriminant(new)
        }
    }
}
