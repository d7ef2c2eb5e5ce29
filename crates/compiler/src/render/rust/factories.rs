//! Factories of a kind with `build`: the ports that entries may ask for, a view of them for each entry, and
//! a trait with one method an entry.

use std::fmt::Write as _;

use super::docs::doc_lines;
use super::keys::{entry_doc, expect_deprecated};
use super::layout::{Piece, indented};
use super::literal::string;
use super::modules::Module;
use super::{sentence, type_name};
use crate::entries::{self, Entry};
use crate::profile;
use crate::registry::{Members, Registry};
use crate::render::prose;

/// Adds the factories of a kind to its modules; nothing for a kind of data only.
pub(super) fn add(members: &Members, registry: &Registry, tree: &mut Module) {
    let Some(product) = &members.kind.block.build else { return };
    let factories = Factories { members, ports: ports_kind(members, registry), product };
    tree.items.extend(factories.ports_trait());
    for entry in &members.entries {
        let view = factories.view(entry);
        tree.descend(namespace(entry).as_slice()).items.extend(view);
    }
    tree.items.push(factories.factories_trait());
}

/// The kind of the ports that the entries of a kind may declare.
fn ports_kind<'a>(members: &Members, registry: &'a Registry) -> Option<&'a Members> {
    registry.get(&members.kind.ports()?.to)
}

/// The module that holds what belongs to an entry.
fn namespace(entry: &Entry) -> Option<String> {
    entry.key.split_once('.').and_then(|(namespace, _)| profile::module(namespace))
}

struct Factories<'a> {
    members: &'a Members,
    /// The ports that entries may declare, where the kind has any.
    ports: Option<&'a Members>,
    /// What the factories make.
    product: &'a str,
}

impl Factories<'_> {
    fn ports_trait(&self) -> Option<String> {
        let ports = self.ports?;
        let nouns = self.members.kind.nouns();
        let mut body = String::new();
        for (entry, key) in ports.entries.iter().zip(&ports.names) {
            let summary = entry.text(&ports.kind.block.summary).map_or_else(|| entry.key.clone(), str::to_owned);
            let docs = doc_lines("///", &prose::rustdoc(&sentence(&summary)));
            let _ = write!(body, "{}    type {};\n\n", indented(&docs, 4), key.name);
        }
        for (index, (entry, key)) in ports.entries.iter().zip(&ports.names).enumerate() {
            let blank = if index > 0 { "\n" } else { "" };
            let docs = doc_lines("///", &format!("The port {}.", prose::code(&entry.key)));
            let method = method(&entry.key);
            let _ = writeln!(body, "{blank}{}    fn {method}(&self) -> &Self::{};", indented(&docs, 4), key.name);
        }
        Some(format!("/// The ports that {nouns} may ask for.\npub trait Ports {{\n{body}}}\n"))
    }

    /// The ports of one entry; `None` for a pure one.
    fn view(&self, entry: &Entry) -> Option<String> {
        let declared = self.declared(entry);
        if declared.is_empty() {
            return None;
        }
        let ports = self.ports?;
        let scope = if namespace(entry).is_some() { "super::" } else { "" };
        let mut body = String::new();
        for port in declared {
            let (port, name) = (&ports.entries[port], &ports.names[port].name);
            let docs = doc_lines("///", &format!("The port {}.", prose::code(&port.key)));
            let _ = writeln!(body, "{}    pub {}: &'a P::{name},", indented(&docs, 4), method(&port.key));
        }
        let docs = doc_lines("///", &format!("The ports of {}, and no others.", prose::code(&entry.key)));
        let name = view_name(entry);
        Some(format!("{docs}#[derive(Debug)]\npub struct {name}<'a, P: {scope}Ports> {{\n{body}}}\n"))
    }

    fn factories_trait(&self) -> String {
        let kind = &self.members.kind;
        let (name, nouns, product) = (type_name(self.members), kind.nouns(), self.product);
        let about = format!(
            "Makes {nouns}: one method an entry, so {} without an implementation does not compile.",
            kind.a_noun()
        );
        let mut text = doc_lines("///", &about);
        text.push_str("#[expect(clippy::missing_errors_doc, reason = \"each implementation says when it refuses\")]\n");
        let _ = writeln!(text, "pub trait {name}Factories {{");
        if self.ports.is_some() {
            text.push_str("    /// Where the ports come from.\n    type Ports: Ports;\n");
        }
        let _ = writeln!(text, "    /// What the factories make.\n    type {product};");
        text.push_str("    /// Why a factory refuses.\n    type Error;\n");
        for entry in &self.members.entries {
            let _ = write!(text, "\n{}", indented(&doc_lines("///", &entry_doc(self.members, entry)), 4));
            let _ = writeln!(text, "    {};", self.signature(entry));
        }
        let _ = write!(text, "\n{}", indented(&self.build(), 4));
        text.push_str("}\n");
        text
    }

    fn signature(&self, entry: &Entry) -> String {
        let scope = namespace(entry).map_or_else(String::new, |module| format!("{module}::"));
        let mut arguments = vec![Piece::text("&self")];
        if let Some(root) = config_type(entry) {
            arguments.push(Piece::text(format!("config: {scope}{root}")));
        }
        if !self.declared(entry).is_empty() {
            arguments.push(Piece::text(format!("ports: {scope}{}<'_, Self::Ports>", view_name(entry))));
        }
        let (method, product) = (method(&entry.key), self.product);
        let mut text = format!("fn {method}(");
        let used = text.len() + format!(") -> Result<Self::{product}, Self::Error>;").len() + 4;
        Piece::list("", arguments, "").write(&mut text, 4, used);
        let _ = write!(text, ") -> Result<Self::{product}, Self::Error>");
        text
    }

    /// The method that builds any entry from a raw config.
    fn build(&self) -> String {
        let noun = self.members.kind.noun();
        let (name, product) = (type_name(self.members), self.product);
        let also = if self.ports.is_some() { ", and hands over only the declared ports" } else { "" };
        let any_port = self.members.entries.iter().any(|entry| !self.declared(entry).is_empty());
        let ports = match (self.ports.is_some(), any_port) {
            (false, _) => "",
            (true, true) => "    ports: &Self::Ports,\n",
            (true, false) => "    _ports: &Self::Ports,\n",
        };
        let deprecated = expect_deprecated(self.members)
            .map_or("", |_| "#[expect(deprecated, reason = \"a deprecated entry can still be built\")]\n");
        let mut text = format!(
            "/// Builds the {noun} `key` from a raw config: validates all of it, fills the defaults{also}.\n///\n\
             /// # Errors\n/// The config is not what the {noun} declares, or its factory refuses.\n"
        );
        let _ = write!(
            text,
            "{deprecated}fn build<'a>(\n    &self,\n    key: {name}Key,\n    config: impl kernel::config::Input<'a>,\n{ports}) \
             -> Result<Self::{product}, kernel::BuildError<Self::Error>> {{\n    let name = kernel::Key::as_str(key);\n    \
             let made = match key {{\n"
        );
        for (entry, key) in self.members.entries.iter().zip(&self.members.names) {
            let mut arm = format!("{name}Key::{} => ", key.name);
            self.call(entry, &mut arm);
            let _ = writeln!(text, "{}", indented(&arm, 8));
        }
        text.push_str("    };\n    made.map_err(|error| kernel::BuildError::Factory { key: name, error })\n}\n");
        text
    }

    fn call(&self, entry: &Entry, arm: &mut String) {
        let scope = namespace(entry).map_or_else(String::new, |module| format!("{module}::"));
        let has_config = config_type(entry).is_some();
        let mut arguments = Vec::new();
        if has_config {
            arguments.push(Piece::text(format!("{}?", self.of_config("read"))));
        }
        let declared = self.declared(entry);
        if let (false, Some(ports)) = (declared.is_empty(), self.ports) {
            let fields = declared.iter().map(|port| {
                let method = method(&ports.entries[*port].key);
                (method.clone(), Piece::text(format!("ports.{method}()")))
            });
            arguments.push(Piece::fields(&format!("{scope}{}", view_name(entry)), fields.collect()));
        }
        let call = Piece::list(format!("self.{}(", method(&entry.key)), arguments, ")");
        if has_config {
            let used = arm.len() + 9;
            call.write(arm, 0, used);
            arm.push(',');
        } else {
            // Whatever is given to an entry without a config is a mistake.
            let _ = write!(arm, "{{\n    {}?;\n    ", self.of_config("none"));
            call.write(arm, 4, 12);
            arm.push_str("\n}");
        }
    }

    /// A call of the kernel about the config, which says what the kind calls it where that is another word.
    fn of_config(&self, function: &str) -> String {
        match self.members.kind.config.as_deref() {
            None | Some("config") => format!("kernel::config::{function}(name, config)"),
            Some(property) => format!("kernel::config::{function}_as(name, {}, config)", string(property)),
        }
    }

    /// The ports that an entry declares, as places among the ports.
    fn declared(&self, entry: &Entry) -> Vec<usize> {
        let Some(ports) = self.ports else { return Vec::new() };
        let given = entry.value.get(&self.members.kind.block.ports).and_then(serde_json::Value::as_array);
        let mut declared = Vec::new();
        for port in given.into_iter().flatten().filter_map(|port| ports.find(port.as_str()?)) {
            // Named twice, it is still one port.
            if !declared.contains(&port) {
                declared.push(port);
            }
        }
        declared
    }
}

/// The name of the method that makes an entry, or hands a port over.
fn method(key: &str) -> String {
    profile::field(key).unwrap_or_default()
}

fn view_name(entry: &Entry) -> String {
    profile::join(&entries::config_name(&entry.key), "Ports")
}

/// The config type of an entry, seen from the module of its kind.
pub(super) fn config_path(entry: &Entry) -> Option<String> {
    let name = config_type(entry)?;
    Some(namespace(entry).map_or_else(|| name.to_owned(), |module| format!("{module}::{name}")))
}

fn config_type(entry: &Entry) -> Option<&str> {
    let model = &entry.config.as_ref()?.model;
    Some(&model.item(model.root_item()?).name)
}
