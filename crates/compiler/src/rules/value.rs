//! Entries as expressions see them: objects with their properties, where a key of another entry is that entry.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use minijinja::value::{Enumerator, Object, Serde, Value};
use serde_json::Value as Json;

use super::world::{Found, Place, References, World};

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
        let references = self.world.references(table).of_property(name);
        // What is not given is undefined: its name was checked against the kind before.
        row.value.get(name).map(|value| wrapped(&self.world, value, &references))
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
    match value {
        Json::String(key) if references.is_key() => match world.target(references, key) {
            Some(place) => entry(world, place),
            None => Value::from_object(Missing { world: Arc::clone(world), key: key.clone() }),
        },
        Json::Array(items) => items.iter().map(|item| wrapped(world, item, &references.of_items())).collect(),
        Json::Object(members) => {
            let of_member = |(name, member): (&String, &Json)| {
                (name.clone(), wrapped(world, member, &references.of_property(name)))
            };
            Value::from(members.iter().map(of_member).collect::<BTreeMap<String, Value>>())
        }
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => Value::from(Serde(value)),
    }
}
