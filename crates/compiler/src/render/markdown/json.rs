//! The registry as JSON, for tools: the same facts as the pages.

use std::collections::BTreeMap;

use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};
use serde_json::Value;

use super::site::Site;
use crate::entries::Entry;
use crate::registry::Members;
use crate::render::header;

/// `registry.json`. Keys of values are sorted, so equal definitions give equal bytes.
pub(super) fn registry(site: &Site<'_>) -> Vec<u8> {
    let pretty = serde_json::to_string_pretty(&Whole(site)).expect("a JSON value can be written");
    let mut text = String::with_capacity(pretty.len() + 1);
    for line in pretty.lines() {
        if line.bytes().all(|byte| byte.is_ascii() && byte != b'<' && byte != 0x7f) {
            text.push_str(line);
        } else {
            text.push_str(&inert(line));
        }
        text.push('\n');
    }
    text.into_bytes()
}

/// JSON that may stand inside a `<script>`: `<` and characters that hide are written as `\u` escapes.
fn inert(json: &str) -> String {
    source::visible_json(json).replace('<', "\\u003c")
}

/// A value on one line.
pub(super) fn line(value: &Value) -> String {
    serde_json::to_string(&Sorted(value)).expect("a JSON value can be written")
}

struct Whole<'a>(&'a Site<'a>);

impl Serialize for Whole<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let site = self.0;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("$comment", &header::of(site.project, site.project.file.name()).join(" "))?;
        map.serialize_entry("name", &site.project.name)?;
        map.serialize_entry("registries", &Registries(site))?;
        map.serialize_entry("kinds", &Kinds(site))?;
        map.end()
    }
}

struct Registries<'a>(&'a Site<'a>);

impl Serialize for Registries<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let registries = self.0.project.registries.iter().map(|registry| {
            BTreeMap::from([("name", &registry.name), ("title", &registry.title), ("purpose", &registry.purpose)])
        });
        serializer.collect_seq(registries)
    }
}

struct Kinds<'a>(&'a Site<'a>);

impl Serialize for Kinds<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.registry.members.iter().map(|members| OneKind { site: self.0, members }))
    }
}

struct OneKind<'a> {
    site: &'a Site<'a>,
    members: &'a Members,
}

impl Serialize for OneKind<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let kind = &self.members.kind;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("id", &kind.id)?;
        map.serialize_entry("title", &kind.title)?;
        map.serialize_entry("description", &kind.description)?;
        map.serialize_entry("schema", kind.file.name())?;
        map.serialize_entry("content", &self.site.content(kind))?;
        if !kind.renamed.is_empty() {
            map.serialize_entry("renamed", &kind.block.renamed)?;
        }
        map.serialize_entry("entries", &Entries(self.members))?;
        map.end()
    }
}

struct Entries<'a>(&'a Members);

impl Serialize for Entries<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let config = self.0.kind.config.as_deref();
        serializer.collect_seq(self.0.entries.iter().map(|entry| OneEntry { entry, config }))
    }
}

struct OneEntry<'a> {
    entry: &'a Entry,
    /// The property that holds the config's schema, which stands beside the value.
    config: Option<&'a str>,
}

impl Serialize for OneEntry<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let entry = self.entry;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("key", &entry.key)?;
        map.serialize_entry("definition", entry.file.name())?;
        map.serialize_entry("line", &entry.place().start().line)?;
        map.serialize_entry("value", &Without { value: &entry.value, property: self.config })?;
        if let Some(config) = &entry.config {
            map.serialize_entry("config", &Sorted(config.schema.json()))?;
        }
        map.end()
    }
}

/// An object without one of its properties, sorted.
struct Without<'a> {
    value: &'a Value,
    property: Option<&'a str>,
}

impl Serialize for Without<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.value {
            Value::Object(properties) => {
                let left = properties.iter().filter(|(name, _)| Some(name.as_str()) != self.property);
                sorted(left, serializer)
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
                Sorted(self.value).serialize(serializer)
            }
        }
    }
}

/// A value whose objects are written with their keys in the order of bytes.
struct Sorted<'a>(&'a Value);

impl Serialize for Sorted<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Object(properties) => sorted(properties.iter(), serializer),
            Value::Array(items) => {
                let mut sequence = serializer.serialize_seq(Some(items.len()))?;
                for item in items {
                    sequence.serialize_element(&Self(item))?;
                }
                sequence.end()
            }
            scalar @ (Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) => {
                scalar.serialize(serializer)
            }
        }
    }
}

fn sorted<'a, S: Serializer>(
    properties: impl Iterator<Item = (&'a String, &'a Value)>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut properties: Vec<(&String, &Value)> = properties.collect();
    properties.sort_unstable_by_key(|(name, _)| *name);
    serializer.collect_map(properties.into_iter().map(|(name, value)| (name, Sorted(value))))
}
