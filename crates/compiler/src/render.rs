//! Renders a registry to artifacts in memory: the Rust catalog, Markdown pages, editor schemas, JSON.
//!
//! Rendering is a pure function of the registry, so equal definitions give equal bytes.

mod header;

mod markdown;
mod prose;
mod rust;
mod schemas;

use std::collections::BTreeMap;

use source::{Code, Diagnostic, Findings, Span, Text};

pub(crate) use header::bears_header;
pub(crate) use rust::parse_back;

use crate::project::Project;
use crate::registry::Registry;
use crate::rules::Rule;

/// One rendered file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Artifact {
    /// Where it belongs, relative to the root.
    pub path: String,
    /// What it holds.
    pub content: Vec<u8>,
    /// The definition that it is made from: a kind file, or the project file.
    pub from: String,
}

/// All artifacts of a project, sorted by path.
pub fn render(project: &Project, registry: &Registry, rules: &[Rule], findings: &mut Findings) -> Vec<Artifact> {
    let mut artifacts = schemas::render(project, registry);
    if let Some(catalog) = &project.catalog {
        artifacts.extend(rust::render(project, catalog, registry));
    }
    if let Some(docs) = &project.docs {
        artifacts.extend(markdown::render(project, docs, registry, rules, findings));
    }
    artifacts.sort_by(|a, b| a.path.cmp(&b.path));
    refuse_equal_paths(&artifacts, findings);
    artifacts
}

/// Two artifacts of one path would overwrite each other. Case does not tell files apart everywhere.
fn refuse_equal_paths(artifacts: &[Artifact], findings: &mut Findings) {
    let mut paths: BTreeMap<String, &Artifact> = BTreeMap::new();
    for artifact in artifacts {
        if let Some(other) = paths.insert(artifact.path.to_lowercase(), artifact) {
            let place = Text::new(artifact.path.as_str(), "").at(Span::default());
            let message = format!("`{}` is generated twice", artifact.path);
            let finding = Diagnostic::new(Code::OutputConflict, place, message);
            findings.push(
                finding
                    .note(format!("once from `{}`, once from `{}`", other.from, artifact.from))
                    .help("rename the registry or kind, or move an output folder"),
            );
        }
    }
}
