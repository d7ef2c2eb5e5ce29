//! What is put to the test: schemas with a name, and the project in which each is the config of an entry.

use std::collections::BTreeMap;

use compiler::Compiled;
use compiler::entries::Config;
use compiler::files::Memory;
use compiler::profile::Model;
use serde_json::{Map, Value, json};
use source::Severity;

use crate::reference::Keys;

/// A schema of the typed profile.
#[derive(Clone, Debug)]
pub(crate) struct Subject {
    /// What it is called where it disagrees.
    pub(crate) name: String,
    /// The schema, as people write it.
    pub(crate) schema: Value,
}

/// A kind that subjects refer to: nothing but its keys.
#[derive(Clone, Debug)]
pub(crate) struct Referred {
    /// `registry.kind`.
    pub(crate) id: String,
    /// Whether its key type is an enum.
    pub(crate) closed: bool,
    pub(crate) keys: Vec<String>,
}

/// The keys of all kinds.
pub(crate) fn keys(referred: &[Referred]) -> Keys {
    referred.iter().map(|kind| (kind.id.clone(), kind.keys.clone())).collect()
}

/// A project in which each subject is the config of an entry, and the catalog that it becomes.
pub(crate) struct Project {
    pub(crate) compiled: Compiled,
}

/// How many configs share a namespace, which is a file of the catalog.
const IN_A_NAMESPACE: usize = 12;

/// The kind of the entries that have the subjects as configs.
const KIND: &str = "
title: Subject
x-registry: { entries: '*.yaml', layout: document, closed: false }
type: object
required: [key, config]
properties:
  key: { type: string }
  config: { x-config: true }
";

impl Project {
    /// Compiles the subjects; their order is kept.
    pub(crate) fn new(subjects: &[Subject], referred: &[Referred]) -> Self {
        let mut files = Memory::default();
        let mut write = |path: String, content: String| files.0.insert(path, content.into_bytes());
        let mut registries = Map::new();
        registries.insert("agreement".to_owned(), json!({ "title": "Agreement", "purpose": "To agree." }));
        write("agreement/kinds/subject.schema.yaml".to_owned(), KIND.to_owned());
        for (index, subject) in subjects.iter().enumerate() {
            write(file(index), json!({ "key": key(index), "config": subject.schema }).to_string());
        }
        for Referred { id, closed, keys } in referred {
            let (registry, kind) = id.split_once('.').expect("the name of a kind has two parts");
            registries.insert(registry.to_owned(), json!({ "title": "Keys", "purpose": "To be referred to." }));
            let schema = format!(
                "title: {kind}\nx-registry: {{ entries: {kind}.yaml, layout: map, closed: {closed} }}\n\
                 type: object\nadditionalProperties: false\n"
            );
            write(format!("{registry}/kinds/{kind}.schema.yaml"), schema);
            let entries: Map<String, Value> = keys.iter().map(|key| (key.clone(), json!({}))).collect();
            write(format!("{registry}/{kind}.yaml"), Value::Object(entries).to_string());
        }
        let project = json!({ "name": "agreement", "registries": registries, "catalog": { "path": "catalog" } });
        write("rollbook.yaml".to_owned(), project.to_string());
        Self { compiled: compiler::compile(&files, "rollbook.yaml", compiler::Settings::default()) }
    }

    /// What the compiler has against each subject, as its first finding says it; `None` where it takes it.
    pub(crate) fn refusals(&self, count: usize) -> Vec<Option<String>> {
        let mut first: BTreeMap<&str, &str> = BTreeMap::new();
        for finding in self.compiled.findings.iter().filter(|finding| finding.severity == Severity::Error) {
            first.entry(finding.primary.place.text.name()).or_insert(&finding.message);
        }
        let refusals = (0..count).map(|index| first.remove(file(index).as_str()).map(str::to_owned)).collect();
        assert!(first.is_empty(), "not about a subject: {first:?}");
        refusals
    }

    /// The config of each subject.
    pub(crate) fn configs(&self) -> impl Iterator<Item = &Config> {
        let members = self.compiled.registry.get("agreement.subject").expect("the project has the kind");
        members.entries.iter().map(|entry| entry.config.as_ref().expect("each entry has a config"))
    }

    /// The type of each subject.
    pub(crate) fn models(&self) -> Vec<&Model> {
        self.configs().map(|config| &config.model).collect()
    }

    /// The path of each subject's type in the catalog.
    pub(crate) fn paths(&self) -> Vec<String> {
        let path = |(index, model): (usize, &&Model)| {
            let root = model.root_item().expect("a config is a struct");
            let key = key(index);
            let namespace = key.split_once('.').map_or("", |(namespace, _)| namespace);
            format!("agreement::subject::{namespace}::{}", model.item(root).name)
        };
        self.models().iter().enumerate().map(path).collect()
    }
}

/// The key of a subject; keys sort as subjects are numbered.
pub(crate) fn key(index: usize) -> String {
    format!("g{:03}.c{index:05}", index / IN_A_NAMESPACE)
}

fn file(index: usize) -> String {
    format!("agreement/{}.yaml", key(index))
}
