//! The config types of a catalog in the forms that others have: serde derive, fewer derives, none; and typify.

use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::{Map, Value, json};
use syn::{Item, ItemMod};

use super::sources::{Sources, attributes, parsed};
use crate::cost;
use crate::disk;

/// What stands above each type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Peer {
    title: &'static str,
    name: &'static str,
    above: &'static str,
    dependencies: &'static str,
}

impl Peer {
    /// What others are measured against: all that the generated types derive, and serde.
    pub(super) const SERDE: Self = Self {
        title: "reference: the same types, serde derive",
        name: "serde",
        above: "#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]",
        dependencies: "serde = { version = \"1\", features = [\"derive\"] }\n",
    };

    pub(super) const ALL: [Self; 4] = [
        Self::SERDE,
        Self {
            title: "the same types, Deserialize only",
            name: "deserialize",
            above: "#[derive(serde::Deserialize)]",
            ..Self::SERDE
        },
        Self {
            title: "the same types, Clone, Debug, PartialEq",
            name: "derives",
            above: "#[derive(Clone, Debug, PartialEq)]",
            dependencies: "",
        },
        Self { title: "the same types, no derive", name: "bare", above: "", dependencies: "" },
    ];

    pub(super) fn title(self) -> &'static str {
        self.title
    }

    pub(super) fn name(self) -> &'static str {
        self.name
    }

    pub(super) fn dependencies(self) -> &'static str {
        self.dependencies
    }

    /// Serde is as strict as the catalog where that takes a word; defaults, which would take a function each, it has not.
    fn above(self, item: &Item) -> String {
        let strict = self.dependencies.contains("serde") && matches!(item, Item::Struct(_));
        format!("{}{}", self.above, if strict { "#[serde(deny_unknown_fields)]" } else { "" })
    }
}

/// A crate of the config types alone, in the form of a peer.
///
/// # Errors
/// There is no config, or what stands above a type cannot be parsed.
pub(super) fn library(sources: &Sources, peer: Peer) -> Result<Sources, String> {
    let (mut sources, mut library) = (sources.clone(), parsed("")?);
    for (name, items) in sources.configs() {
        let mut module = parsed(&format!("pub mod {name} {{}}"))?.items;
        let types = items.drain(..).filter(|item| matches!(item, Item::Struct(_) | Item::Enum(_)));
        let types = types.map(|item| in_form(item, peer)).collect::<Result<_, _>>()?;
        if let [Item::Mod(ItemMod { content: Some((_, content)), .. })] = &mut module[..] {
            *content = types;
        }
        library.items.append(&mut module);
    }
    if library.items.is_empty() {
        return Err(
            "the catalog has no configs; is the binary older than the sources? `cargo build --release -p cli`".into()
        );
    }
    Ok(Sources([("lib.rs".into(), library)].into()))
}

/// A type with what the peer puts above it.
fn in_form(mut item: Item, peer: Peer) -> Result<Item, String> {
    let above = parsed(&format!("{} struct A;", peer.above(&item)))?;
    let above = above.items.into_iter().flat_map(|mut bearer| attributes(&mut bearer).swap_remove(0).split_off(0));
    if let Some(own) = attributes(&mut item).into_iter().next() {
        own.retain(|attribute| !attribute.path().is_ident("derive"));
        own.extend(above);
    }
    replace_keys(&mut item)?;
    Ok(item)
}

/// The key of an entry is text to others; `owner` is the one field that has such.
fn replace_keys(item: &mut Item) -> Result<(), String> {
    let Item::Struct(own) = item else { return Ok(()) };
    let owners = own.fields.iter_mut().filter(|field| field.ident.as_ref().is_some_and(|name| name == "owner"));
    for field in owners {
        field.ty = syn::parse_str("Option<String>").map_err(|error| error.to_string())?;
    }
    Ok(())
}

/// Whether `cargo typify` can be run.
pub(super) fn has_typify() -> bool {
    let mut command = Command::new("cargo");
    command.args(["typify", "--version"]).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

/// What the code of typify depends on, for schemas as these.
pub(super) const OF_TYPIFY: &str = "serde = { version = \"1\", features = [\"derive\"] }\nserde_json = \"1\"\n";

/// Has typify make a crate of the configs in a list of entries.
///
/// # Errors
/// The list cannot be read, or the command does not end with 0.
pub(super) fn typify(entries: &Path, root: &Path) -> Result<(), String> {
    let schema = root.join("configs.json");
    disk::write(&schema, &schema_of(&disk::read(entries)?)?.to_string())?;
    let library = root.join("src/lib.rs");
    disk::write(&library, "")?;
    let command = || {
        let mut command = Command::new("cargo");
        command.arg("typify").arg(&schema).arg("--output").arg(&library);
        command
    };
    cost::of(&mut || Ok(()), &command).map(drop)
}

/// One schema with the config of each entry as a definition.
fn schema_of(entries: &str) -> Result<Value, String> {
    let mut findings = source::Findings::new();
    let text = source::Text::new("entries", entries);
    let documents = yaml::parse(&text, &yaml::Limits::default(), &mut findings);
    let entries = documents.first().map(|document| document.root.to_json()).unwrap_or_default();
    let mut definitions = Map::new();
    for entry in entries.as_array().into_iter().flatten() {
        let mut config = entry["config"].clone();
        // A keyword of ours.
        if let Some(owner) = config.pointer_mut("/properties/owner").and_then(Value::as_object_mut) {
            owner.remove("x-ref");
        }
        let name = entry["key"].as_str().unwrap_or_default().replace('.', "_");
        definitions.insert(format!("{name}_config"), config);
    }
    if definitions.is_empty() {
        return Err("there are no entries with a config".to_owned());
    }
    Ok(json!({ "$schema": "http://json-schema.org/draft-07/schema#", "definitions": definitions }))
}
