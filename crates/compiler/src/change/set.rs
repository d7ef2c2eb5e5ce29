//! `set`: properties of an entry get other values, or none.

use serde_json::{Map, Value};
use source::{EntryName, Findings, Severity, Text};
use yaml::edit::Edit;
use yaml::{Limits, Pointer};

use super::add::Parsed;
use super::{Deed, Done, Misuse, Scene, Work, ambiguous};
use crate::kinds::Kind;
use crate::schema::described;

/// A property and its new value.
#[derive(Clone, Debug, PartialEq)]
pub struct Assignment {
    /// The property, as a path from the entry.
    pub at: Pointer,
    /// The new value; `None` where the property goes.
    pub value: Option<Value>,
}

/// Reads `PROPERTY=VALUE`; the value is YAML.
///
/// # Errors
/// There is no `=`, or what stands before or after it cannot be read.
pub fn assignment(word: &str) -> Result<Assignment, Misuse> {
    let Some((name, value)) = word.split_once('=') else {
        let message = format!("expected `PROPERTY=VALUE`, found `{word}`");
        return Err(Misuse::new(message).help(format!("--unset {word} takes a property away")));
    };
    let at = property(name)?;
    let text = Text::new(name, value);
    let mut findings = Findings::new();
    let mut documents = yaml::parse(&text, &Limits::default(), &mut findings);
    if let Some(error) = findings.iter().find(|finding| finding.severity == Severity::Error) {
        let message = format!("the value of `{name}` is not YAML: {}", error.message);
        return Err(Misuse::new(message).help(format!("a text with special characters goes in quotes: '{name}=\"…\"'")));
    }
    let value = match documents.len() {
        0 => Value::Null,
        1 => whole(name, value.trim(), documents.remove(0).root.to_json())?,
        _ => return Err(Misuse::new(format!("the value of `{name}` holds several documents, expected one value"))),
    };
    Ok(Assignment { at, value: Some(value) })
}

/// Refuses a plain text of which YAML reads a part only: the rest would be a comment, or a folded line.
fn whole(name: &str, given: &str, read: Value) -> Result<Value, Misuse> {
    let is_plain = !given.starts_with(['"', '\'', '|', '>', '&', '*', '!', '-', '#']);
    match &read {
        Value::String(text) if is_plain && text != given => {
            let misuse =
                Misuse::new(format!("as YAML, the value of `{name}` is `{text}`, which is not all that is given"));
            Err(misuse.help(format!("a text with special characters goes in quotes: '{name}=\"…\"'")))
        }
        Value::String(_) | Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
            Ok(read)
        }
    }
}

/// Reads the name of a property: a name, a path with dots, or a JSON Pointer.
///
/// # Errors
/// It is empty, or is no JSON Pointer although it begins with `/`.
pub fn property(name: &str) -> Result<Pointer, Misuse> {
    if name.starts_with('/') {
        return name.parse().map_err(|error| Misuse::new(format!("`{name}` is not a JSON Pointer: {error}")));
    }
    if name.split('.').any(str::is_empty) {
        let message = format!("`{name}` names no property");
        return Err(Misuse::new(message).help("contracts.input, or /contracts/input where a name has a dot"));
    }
    Ok(name.split('.').collect())
}

/// What changing an entry takes.
pub(super) fn work<F>(scene: &Scene<'_, F>, key: &str, assignments: &[Assignment]) -> Result<Work, Misuse> {
    let entry = scene.entry(key)?;
    let kind = scene.kind();
    let mut work = Work::default();
    work.findings.extend(ambiguous(scene, entry));
    let old = Parsed::default().value(entry).unwrap_or_default();
    let mut value = old.clone();
    for Assignment { at, value: new } in assignments {
        if let Some(property) = kind.block.key_properties().iter().find(|key| at.segments().first() == Some(key)) {
            let message = format!("`{property}` holds the key of the {}", kind.noun());
            return Err(
                Misuse::new(message).help(format!("{} rename {} {key} <new key>", scene.project.command, kind.id))
            );
        }
        match new {
            Some(new) => put(&mut value, at, new.clone())?,
            None => take(&mut value, at)?,
        }
    }
    let deed = if value == old { Deed::Unchanged } else { Deed::Updated };
    if deed == Deed::Updated {
        arrange(&mut value, &old, kind);
        work.edits.of_entry(entry, Edit::Set { at: entry.at.clone(), value });
    }
    let name = EntryName { kind: kind.id.clone(), key: key.to_owned() };
    work.done.push(Done { entry: name, deed, place: entry.place() });
    Ok(work)
}

/// Puts each property that is new behind those that the kind has before it.
fn arrange(value: &mut Value, old: &Value, kind: &Kind) {
    let (Value::Object(properties), Value::Object(old)) = (value, old) else { return };
    let fields = kind.model.fields(&kind.model.root.ty);
    let rank = |name: &str| fields.iter().position(|field| field.name == name);
    let (new, mut arranged): (Vec<_>, Vec<_>) =
        std::mem::take(properties).into_iter().partition(|(name, _)| !old.contains_key(name));
    for (name, value) in new {
        let place = rank(&name).map_or(arranged.len(), |own| {
            let before = arranged.iter().rposition(|(name, _)| rank(name).is_some_and(|rank| rank < own));
            before.map_or(0, |before| before + 1)
        });
        arranged.insert(place, (name, value));
    }
    properties.extend(arranged);
}

/// Gives a place a value, and makes the mappings that lead there.
fn put(value: &mut Value, at: &Pointer, new: Value) -> Result<(), Misuse> {
    let Some((last, parents)) = at.segments().split_last() else {
        *value = new;
        return Ok(());
    };
    let mut here = value;
    let mut passed = Pointer::root();
    for segment in parents {
        if let Value::Object(map) = here {
            here = map.entry(segment.clone()).or_insert_with(|| Value::Object(Map::new()));
        } else {
            here = item(here, &passed, segment)?;
        }
        passed.push(segment.clone());
    }
    match here {
        Value::Object(map) => {
            map.insert(last.clone(), new);
        }
        // RFC 6902, section 4.1: what follows the last item.
        Value::Array(items) if last == "-" => items.push(new),
        Value::Array(_) | Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            *item(here, &passed, last)? = new;
        }
    }
    Ok(())
}

/// An item of a list.
fn item<'v>(value: &'v mut Value, at: &Pointer, segment: &str) -> Result<&'v mut Value, Misuse> {
    let nothing = match value.as_array() {
        Some(items) => {
            let count = items.len();
            format!("`{at}` has {count} items, counted from 0, and no item `{segment}`")
        }
        None => format!("`{at}` is {}, which has no `{segment}`", described(value)),
    };
    let found = segment.parse::<usize>().ok().and_then(|index| value.as_array_mut()?.get_mut(index));
    found.ok_or_else(|| Misuse::new(nothing))
}

/// Takes a property or item away.
fn take(value: &mut Value, at: &Pointer) -> Result<(), Misuse> {
    let Some((last, parents)) = at.segments().split_last() else {
        return Err(Misuse::new("an entry is taken away as a whole by `remove`"));
    };
    let parents: Pointer = parents.iter().collect();
    let parent = value.pointer_mut(&parents.to_string());
    let names = match parent {
        Some(Value::Object(map)) if map.contains_key(last) => {
            map.shift_remove(last);
            return Ok(());
        }
        Some(Value::Array(items)) if last.parse().is_ok_and(|index: usize| index < items.len()) => {
            items.remove(last.parse().unwrap_or_default());
            return Ok(());
        }
        Some(Value::Object(map)) => map.keys().cloned().collect(),
        Some(Value::Array(_) | Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) | None => Vec::new(),
    };
    let misuse = Misuse::new(format!("there is no `{}` to take away", at.segments().join(".")));
    Err(match source::nearest(last, names.iter().map(String::as_str)) {
        Some(near) => misuse.help(format!("did you mean `{near}`?")),
        None => misuse,
    })
}
