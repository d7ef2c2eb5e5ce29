//! Examples of configs: every config of this repository and of the project with everything has the smallest and
//! one with every option, both satisfy their schema, and its page shows them.

use std::path::Path;

use compiler::entries::Entry;
use compiler::files::Disk;
use compiler::registry::Registry;
use compiler::render::Artifact;
use compiler::sample;
use serde_json::Value;

/// The fences of YAML in the section of an entry.
fn examples(artifacts: &[Artifact], page: &str, key: &str) -> Vec<Value> {
    let page = artifacts.iter().find(|artifact| artifact.path == page).unwrap_or_else(|| panic!("no {page}"));
    let text = String::from_utf8_lossy(&page.content);
    let heading = format!("\n### `{key}`\n");
    let (_, section) = text.split_once(&heading).unwrap_or_else(|| panic!("no section of `{key}`"));
    let section = section.split("\n### ").next().unwrap_or_default();
    let fences = section.split("```yaml\n").skip(1);
    fences
        .map(|fence| {
            let yaml = fence.split_once("```").expect("the fence is closed").0;
            let text = source::Text::new("example.yaml", yaml);
            let documents = yaml::parse(&text, &yaml::Limits::default(), &mut source::Findings::new());
            documents.first().expect("an example is a document").root.to_json()
        })
        .collect()
}

/// Checks the config of an entry, and says what its page should show.
fn expected(entry: &Entry, registry: &Registry) -> Vec<Value> {
    let config = entry.config.as_ref().expect("the entry has a config");
    let options = config.model.object().expect("a config is an object");
    let smallest = sample::smallest(config, registry).unwrap_or_else(|| panic!("{}: no smallest", entry.key));
    let fullest = sample::fullest(config, registry).unwrap_or_else(|| panic!("{}: no fullest", entry.key));
    assert!(config.schema.accepts(&smallest) && config.schema.accepts(&fullest), "{}", entry.key);
    for option in options {
        assert!(fullest.get(&option.name).is_some(), "{}: not every option, no `{}`", entry.key, option.name);
        assert_eq!(smallest.get(&option.name).is_some(), option.required, "{}: {}", entry.key, option.name);
    }
    let is_nothing = smallest.as_object().is_some_and(serde_json::Map::is_empty);
    match (options.is_empty(), is_nothing || smallest == fullest) {
        (true, _) => Vec::new(),
        (false, true) => vec![fullest],
        (false, false) => vec![smallest, fullest],
    }
}

#[test]
fn every_config_has_examples_that_satisfy_its_schema() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let projects = [("", "registry-defs/rollbook.yaml"), ("tests/projects/everything", "rollbook.yaml")];
    let mut looked_at = 0;
    for (folder, file) in projects {
        let disk = Disk::open(&root.join(folder)).expect("the project is in this repository");
        let compiled = compiler::compile(&disk, file, compiler::Settings::default());
        assert!(!compiled.findings.has_errors());
        for members in &compiled.registry.members {
            let page = format!("docs/registry/{}/{}.md", members.kind.registry, members.kind.name);
            for entry in members.entries.iter().filter(|entry| entry.config.is_some()) {
                let shown = examples(&compiled.artifacts, &page, &entry.key);
                assert_eq!(shown, expected(entry, &compiled.registry), "{page}: {}", entry.key);
                looked_at += 1;
            }
        }
    }
    assert!(looked_at > 10, "only {looked_at} configs");
}
