//! The files of one kind: key type, entry type, configs by namespace, tables.

use std::fmt::Write as _;

use super::docs::{describe, doc_lines};
use super::imports::Imports;
use super::modules::{Module, ModuleFile};
use super::specs::Specs;
use super::tables::{self, SPLIT_ABOVE};
use super::types::{Ownership, Root, Types};
use super::{constants, factories, file, keys, packed, sentence, type_name};
use crate::profile;
use crate::project::Project;
use crate::registry::{Members, Registry};
use crate::render::{Artifact, header, prose};

/// Above this many entries an open kind is stored as packed bytes: 10,000 chunked statics take the
/// compiler over a second, and the time grows from there.
pub(super) const PACK_ABOVE: usize = 10_000;

pub(super) fn render(
    project: &Project,
    catalog: &str,
    module: &str,
    members: &Members,
    registry: &Registry,
) -> Vec<Artifact> {
    let kind = &members.kind;
    let name = profile::module(&kind.name).unwrap_or_default();
    let folder = format!("{catalog}/{}/{}", module.trim_start_matches("r#"), name.trim_start_matches("r#"));
    let head = header::of_kind(project, kind);
    let from = kind.file.name();
    let count = members.entries.len();
    // Packed bytes cannot refer to the spec of a config.
    let pack = !kind.block.closed && count > PACK_ABOVE && kind.config.is_none();

    let mut tree = Module { items: keys::items(members), ..Module::default() };
    let imports = Imports::of(members, registry);
    tree.items.extend(entry_types(members, registry, &imports));
    add_configs(members, registry, &mut tree);
    add_definition(members, registry, &mut tree);
    factories::add(members, registry, &mut tree);
    if !kind.block.closed {
        constants::fill(members, &mut tree);
    }
    let mut files: Vec<ModuleFile> = Vec::new();
    let split = count > SPLIT_ABOVE;
    let about = if kind.config.is_some() { "The configs" } else { "The keys" };
    let about = format!("{about} of {}", kind.nouns());
    let mut body = kind_docs(members);
    body.push_str(&imports.text(registry));
    let mut artifacts = Vec::new();
    if pack {
        artifacts.push(Artifact {
            path: format!("{folder}/entries.packed"),
            content: packed::bytes(members, registry),
            from: from.to_owned(),
        });
        let tree = tree.write("", &about, true, &mut files);
        let _ = write!(body, "{tree}\n{}", packed::reader(members, registry, &format!("{name}/entries.packed")));
    } else {
        let tables = tables::render(members, registry, &imports);
        if !tables.files.is_empty() {
            body.push('\n');
        }
        for (file, _) in &tables.files {
            let _ = writeln!(body, "mod {file};");
        }
        let tree = tree.write("", &about, split, &mut files);
        let _ = write!(body, "{tree}\n{}", tables.inline);
        for (chunk, text) in tables.files {
            let docs = doc_lines("//!", &format!("A part of the table of {}.", kind.nouns()));
            artifacts.push(file(format!("{folder}/{chunk}.rs"), from, &head, &format!("{docs}\n{text}")));
        }
    }
    artifacts.push(file(format!("{folder}.rs"), from, &head, &body));
    for module in files {
        artifacts.push(file(format!("{folder}/{}.rs", module.path), from, &head, &module.body));
    }
    artifacts
}

fn kind_docs(members: &Members) -> String {
    let kind = &members.kind;
    let mut nouns = kind.nouns();
    if let Some(first) = nouns.get(..1).map(str::to_uppercase) {
        nouns.replace_range(..1, &first);
    }
    let order = match kind.block.order.first() {
        Some(first) if first.trim_start_matches('-') != "key" && !kind.block.key_properties().contains(first) => {
            format!("by {}", kind.block.order.join(", "))
        }
        _ => "in key order".to_owned(),
    };
    doc_lines("//!", &format!("{nouns}, {order}. {}", sentence(&kind.description)))
}

fn entry_types(members: &Members, registry: &Registry, imports: &Imports) -> Vec<String> {
    let kind = &members.kind;
    let key = format!("{}Key", type_name(members));
    let otherwise = format!("What the registry says of {}.", kind.a_noun());
    let docs = if kind.description.is_empty() {
        otherwise
    } else {
        format!("{otherwise}\n\n{}", prose::rustdoc(&kind.description))
    };
    let root = Root { key: Some(&key), key_properties: &kind.block.key_properties(), docs };
    Types { registry, model: &kind.model, ownership: Ownership::Static, imports: Some(imports) }.items(&root)
}

/// The config types of each entry, in the module of its namespace.
fn add_configs(members: &Members, registry: &Registry, tree: &mut Module) {
    for entry in &members.entries {
        let Some(config) = &entry.config else { continue };
        let namespace = entry.key.split_once('.').and_then(|(namespace, _)| profile::module(namespace));
        let mut docs = format!("The config of {}.", prose::code(&entry.key));
        if let profile::Type::Item(id) = config.model.root.ty {
            let own = describe(&config.model.item(id).docs, "");
            if !own.is_empty() {
                docs = format!("{docs}\n\n{own}");
            }
        }
        let root = Root { key: None, key_properties: &[], docs };
        let items = Types { registry, model: &config.model, ownership: Ownership::Owned, imports: None }.items(&root);
        let module = tree.descend(namespace.as_slice());
        module.items.extend(items);
        module.items.extend(Specs { registry, model: &config.model }.items());
    }
}

/// The owned types of a kind whose entries programs may read at run time.
fn add_definition(members: &Members, registry: &Registry, tree: &mut Module) {
    let kind = &members.kind;
    if !kind.block.runtime {
        return;
    }
    let docs = format!("The definition of {}, read at run time.", kind.a_noun());
    let root = Root { key: None, key_properties: &[], docs };
    let module = tree.descend(&["definition".to_owned()]);
    module.docs = Some(format!("Definitions of {} that programs read at run time.", kind.nouns()));
    module
        .items
        .extend(Types { registry, model: &kind.model, ownership: Ownership::Owned, imports: None }.items(&root));
    module.items.extend(Specs { registry, model: &kind.model }.items());
}
