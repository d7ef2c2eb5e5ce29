//! Renders a registry to artifacts in memory: the Rust catalog, Markdown pages, editor schemas, JSON.
//!
//! Rendering is a pure function of the registry, so equal definitions give equal bytes.

mod header;

mod markdown;
mod prose;
mod rust;
mod schemas;

mod regions;

mod outputs;
mod template;

use std::collections::BTreeMap;

use source::{Code, Diagnostic, Findings, Span, Text};

pub(crate) use header::{bears_header, bears_header_of_output};
pub use regions::Page;
pub(crate) use rust::parse_back;

use crate::files::Files;
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

/// What a run makes.
#[derive(Debug, Default)]
pub struct Rendered {
    /// Whole files, sorted by path.
    pub artifacts: Vec<Artifact>,
    /// Pages that people write and that have regions, sorted by path.
    pub pages: Vec<Page>,
}

/// All artifacts of a project, and the regions of its pages.
pub fn render(
    files: &impl Files,
    project: &Project,
    registry: &Registry,
    rules: &[Rule],
    findings: &mut Findings,
) -> Rendered {
    let mut artifacts = schemas::render(project, registry);
    let mut pages = Vec::new();
    if let Some(catalog) = &project.catalog {
        artifacts.extend(rust::render(project, catalog, registry));
    }
    if let Some(docs) = &project.docs {
        let (made, regions) = markdown::render(files, project, docs, registry, rules, findings);
        artifacts.extend(made);
        pages = regions;
    }
    artifacts.extend(outputs::render(files, project, registry, findings));
    artifacts.sort_by(|a, b| a.path.cmp(&b.path));
    refuse_equal_paths(&artifacts, findings);
    Rendered { artifacts, pages }
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
