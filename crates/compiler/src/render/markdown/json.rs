//! The registry as JSON, for tools: the same facts as the pages.

use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};
use serde_json::Value;

use super::site;
use crate::entries::Entry;
use crate::kinds::Kind;
use crate::project::{Project, RegistryPlace};
use crate::registry::{Members, Registry};
use crate::render::header;

/// `registry.json`. Keys of values are sorted, so equal definitions give equal bytes.
pub(super) fn registry(project: &Project, registry: &Registry) -> Vec<u8> {
    let pretty = serde_json::to_string_pretty(&Whole { project, registry }).expect("a JSON value can be written");
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
pub(super) fn inert(json: &str) -> String {
    source::visible_json(json).replace('<', "\\u003c")
}

/// A value on one line that may stand inside a `<script>`.
pub(in crate::render) fn inert_line(value: &Value) -> String {
    inert(&line(value))
}

/// A value on one line.
pub(super) fn line(value: &Value) -> String {
    serde_json::to_string(&Sorted(value)).expect("a JSON value can be written")
}

struct Whole<'a> {
    project: &'a Project,
    registry: &'a Registry,
}

impl Serialize for Whole<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { project, registry } = self;
        let registries: Vec<OneRegistry<'_>> = project.registries.iter().map(OneRegistry).collect();
        let kind = |members| OneKind { project, members, detail: Detail::Entries };
        let kinds: Vec<OneKind<'_>> = registry.members.iter().map(kind).collect();
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("$comment", &header::of(project, project.file.name()).join(" "))?;
        map.serialize_entry("name", &project.name)?;
        map.serialize_entry("registries", &registries)?;
        map.serialize_entry("kinds", &kinds)?;
        map.end()
    }
}

/// What there is to say of a registry.
pub(in crate::render) struct OneRegistry<'a>(pub(in crate::render) &'a RegistryPlace);

impl Serialize for OneRegistry<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(RegistryPlace { name, title, purpose, .. }) = self;
        serializer.collect_map([("name", name), ("purpose", purpose), ("title", title)])
    }
}

/// How much is said of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::render) enum Detail {
    /// All.
    Entries,
    /// All but its entries.
    Kind,
}

/// What there is to say of a kind.
pub(in crate::render) struct OneKind<'a> {
    pub(in crate::render) project: &'a Project,
    pub(in crate::render) members: &'a Members,
    pub(in crate::render) detail: Detail,
}

impl Serialize for OneKind<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let kind = &self.members.kind;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("id", &kind.id)?;
        map.serialize_entry("title", &kind.title)?;
        map.serialize_entry("description", &kind.description)?;
        map.serialize_entry("schema", kind.file.name())?;
        map.serialize_entry("content", &site::content(self.project, kind))?;
        if !kind.renamed.is_empty() {
            map.serialize_entry("renamed", &kind.block.renamed)?;
        }
        if self.detail == Detail::Entries {
            map.serialize_entry("entries", &Entries(self.members))?;
        }
        map.end()
    }
}

struct Entries<'a>(&'a Members);

impl Serialize for Entries<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.entries.iter().map(|entry| OneEntry::of(&self.0.kind, entry)))
    }
}

/// What there is to say of an entry.
pub(in crate::render) struct OneEntry<'a> {
    entry: &'a Entry,
    /// The property that holds the config's schema, which stands beside the value.
    config: Option<&'a str>,
}

impl<'a> OneEntry<'a> {
    /// An entry of a kind.
    pub(in crate::render) fn of(kind: &'a Kind, entry: &'a Entry) -> Self {
        Self { entry, config: kind.config.as_deref() }
    }
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
