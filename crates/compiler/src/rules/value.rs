//! Entries as expressions see them: objects with their properties, where a key of another entry is that entry.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use minijinja::value::{Enumerator, Object, Serde, Value};
use minijinja::{Error, ErrorKind};
use serde_json::Value as Json;

use super::references::References;
use super::world::{Found, MOST_ASKED, Place, World};

/// An entry. Written out, it is its key.
struct Entry {
    world: Arc<World>,
    place: Place,
}

impl fmt::Debug for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.world.row(self.place).key)
    }
}

impl Object for Entry {
    fn get_value(self: &Arc<Self>, name: &Value) -> Option<Value> {
        let name = name.as_str()?;
        let row = self.world.row(self.place);
        let table = self.place.0;
        if name == "key" || self.world.is_key_property(table, name) {
            return Some(Value::from(row.key.as_ref()));
        }
        if row.value.is_null() {
            // The entry has a mistake of its own, which has been reported.
            self.world.go_astray();
            return None;
        }
        // What is not given is undefined: its name was checked against the kind before.
        let value = row.value.get(name)?;
        Some(wrapped(&self.world, value, &self.world.references(table).of_property(&row.value, name)))
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        let members = self.world.row(self.place).value.as_object();
        let names = members.into_iter().flatten().map(|(name, _)| Value::from(name));
        Enumerator::Values(std::iter::once(Value::from("key")).chain(names).collect())
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.world.row(self.place).key)
    }
}

/// An entry that does not exist.
struct Missing {
    world: Arc<World>,
    key: String,
}

impl fmt::Debug for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.key)
    }
}

impl Object for Missing {
    fn get_value(self: &Arc<Self>, name: &Value) -> Option<Value> {
        if name.as_str() == Some("key") {
            return Some(Value::from(&self.key));
        }
        self.world.go_astray();
        None
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.key)
    }
}

/// An entry of a world.
pub(super) fn entry(world: &Arc<World>, place: Place) -> Value {
    Value::from_object(Entry { world: Arc::clone(world), place })
}

/// An item of a list of an entry.
pub(super) fn item(world: &Arc<World>, found: &Found) -> Value {
    wrapped(world, &found.value, &found.references)
}

fn wrapped(world: &Arc<World>, value: &Json, references: &References) -> Value {
    if !references.is_anywhere() {
        return Value::from(Serde(value));
    }
    if !world.ask(1) {
        let why = format!("asks for more than {MOST_ASKED} values");
        return Value::from(Error::new(ErrorKind::OutOfFuel, why));
    }
    match value {
        Json::String(key) if references.kind().is_some() => match world.target(references, key) {
            Some(place) => entry(world, place),
            None => Value::from_object(Missing { world: Arc::clone(world), key: key.clone() }),
        },
        Json::Array(items) => {
            let references = references.of_items();
            items.iter().map(|item| wrapped(world, item, &references)).collect()
        }
        Json::Object(members) => {
            let of_member = |(name, member): (&String, &Json)| {
                (name.clone(), wrapped(world, member, &references.of_property(value, name)))
            };
            Value::from(members.iter().map(of_member).collect::<BTreeMap<String, Value>>())
        }
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => Value::from(Serde(value)),
    }
}
