//! The types of this repository as subjects: every config and every kind of its projects.

use std::path::Path;

use compiler::Compiled;
use compiler::files::Disk;
use compiler::kinds::Kind;
use serde_json::Value;
use source::{Findings, Severity};

use crate::reference;
use crate::subjects::{Referred, Subject};

/// The projects: the folder, seen from the root of this repository, and the project file in it.
pub(crate) const PROJECTS: [(&str, &str); 2] =
    [(".", "registry-defs/rollbook.yaml"), ("tests/projects/everything", "rollbook.yaml")];

/// What of a kind says more than JSON Schema can, and what stands for it. All else of every kind is put to the test.
pub(crate) const BEYOND: [(&str, &str); 3] = [
    ("x-config", "the schema of a config is any value here; those that entries give are subjects themselves"),
    ("x-config-of", "the config of another entry is any value here"),
    ("x-chain", "a list is taken without regard to how its items fit"),
];

/// The definitions of a project of this repository, without a mistake.
pub(crate) fn compiled((folder, file): (&str, &str)) -> Compiled {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(folder);
    let compiled = compiler::check(
        &Disk::open(&root).expect("the project is in this repository"),
        file,
        compiler::Settings::default(),
    );
    let mistakes = compiled.findings.count(Severity::Error);
    assert_eq!(mistakes, 0, "{}", tests::project::human(&compiled.findings));
    compiled
}

/// The subjects, and the kinds that they refer to.
pub(crate) fn subjects() -> (Vec<Subject>, Vec<Referred>) {
    let (mut subjects, mut referred) = (Vec::new(), Vec::new());
    for project in PROJECTS {
        for members in compiled(project).registry.members {
            let kind = &members.kind;
            subjects.push(Subject { name: format!("the kind {}", kind.id), schema: entry_schema(kind) });
            for entry in &members.entries {
                let Some(config) = &entry.config else { continue };
                let name = format!("the config of {}", entry.key);
                subjects.push(Subject { name, schema: config.schema.json().clone() });
            }
            let keys = members.entries.iter().map(|entry| entry.key.clone()).collect();
            referred.push(Referred { id: kind.id.clone(), closed: kind.block.closed, keys });
        }
    }
    (subjects, referred)
}

/// The schema of a kind's entries, such that it can be the schema of a config.
fn entry_schema(kind: &Kind) -> Value {
    let documents = yaml::parse(&kind.file, &yaml::Limits::default(), &mut Findings::new());
    let mut schema = documents.first().expect("a kind file holds a document").root.to_json();
    reference::visit(&mut schema, &mut |schema| {
        schema.retain(|keyword, _| keyword != "x-registry" && BEYOND.iter().all(|(name, _)| name != keyword));
    });
    schema
}
