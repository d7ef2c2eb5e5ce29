//! The key types of other kinds that the file of a kind imports, so that its tables read well.

use std::collections::BTreeMap;

use super::type_name;
use super::types::key_type;
use crate::registry::{Members, Registry};

/// Which key types the file of a kind knows by their short names.
#[derive(Debug)]
pub(super) struct Imports {
    /// The kind of the file, whose key type is there anyway.
    own: String,
    /// Kinds by the name of their key type.
    imported: BTreeMap<String, String>,
}

impl Imports {
    /// What the file of a kind imports: the key types that its entries name, unless the file has a type of
    /// that name itself.
    pub(super) fn of(members: &Members, registry: &Registry) -> Self {
        let own = |name: &String| members.kind.model.items.iter().any(|item| item.name == *name);
        let mut imports = BTreeMap::new();
        for mention in members.kind.references.iter().filter(|mention| mention.to != members.kind.id) {
            let Some(target) = registry.get(&mention.to) else { continue };
            let name = format!("{}Key", type_name(target));
            if !own(&name) && name != format!("{}Key", type_name(members)) {
                imports.entry(name).or_insert_with(|| target.kind.id.clone());
            }
        }
        Self { own: members.kind.id.clone(), imported: imports }
    }

    /// The short name of a kind's key type, where the file has one.
    pub(super) fn name(&self, target: &Members) -> Option<String> {
        let name = format!("{}Key", type_name(target));
        let id = &target.kind.id;
        (*id == self.own || self.imported.get(&name) == Some(id)).then_some(name)
    }

    /// The `use` lines, after a blank line; nothing where nothing is imported.
    pub(super) fn text(&self, registry: &Registry) -> String {
        let targets = self.imported.values().filter_map(|id| registry.get(id));
        let lines: Vec<String> = targets.map(|target| format!("use {};\n", key_type(target))).collect();
        if lines.is_empty() { String::new() } else { format!("\n{}", lines.concat()) }
    }
}
