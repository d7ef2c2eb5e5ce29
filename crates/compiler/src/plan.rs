//! The difference between artifacts and disk: what to create, update and delete.
//!
//! `gen` applies a plan and `gen --check` reports the same one, so they cannot disagree.

mod apply;
mod drift;

use std::collections::{BTreeMap, BTreeSet};

use source::{Code, Diagnostic, Findings, Span, Text};

pub use apply::{Recovered, WriteError, apply, recover};
pub use drift::drift;

use crate::files::Files;
use crate::own_format::unreadable;
use crate::project::{Docs, Project};
use crate::render::{Rendered, bears_header, bears_header_of_output, parse_back};

/// What has to happen to a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// There is no such file.
    Create,
    /// The file holds something else.
    Update {
        /// What it holds now.
        old: Vec<u8>,
    },
    /// Nothing defines the file any more.
    Delete {
        /// What it holds now.
        old: Vec<u8>,
    },
}

/// One file that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The file, relative to the root.
    pub path: String,
    /// What has to happen.
    pub action: Action,
    /// What it should hold; empty for a file to delete.
    pub content: Vec<u8>,
    /// The definition that it is made from; empty for a file to delete.
    pub from: String,
}

/// Everything that differs, and how much does not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// The changes, sorted by path.
    pub changes: Vec<Change>,
    /// How many files are as they should be.
    pub unchanged: usize,
}

impl Plan {
    /// How many artifacts and orphans were looked at.
    #[must_use]
    pub fn looked_at(&self) -> usize {
        self.changes.len() + self.unchanged
    }
}

/// Compares artifacts and regions with files. A file in the place of an artifact that does not bear our header is
/// a finding, and is left alone; of a page with regions, only these change.
pub fn plan(files: &impl Files, project: &Project, rendered: Rendered, findings: &mut Findings) -> Plan {
    let Rendered { artifacts, pages } = rendered;
    let mut plan = Plan::default();
    let paths: BTreeSet<String> = artifacts.iter().map(|artifact| artifact.path.clone()).collect();
    for artifact in artifacts {
        let action = match files.read(&artifact.path) {
            Ok(Some(old)) if old == artifact.content => {
                plan.unchanged += 1;
                continue;
            }
            Ok(Some(old)) if bears_header(&old) || old.is_empty() => Action::Update { old },
            Ok(Some(_)) => {
                let place = Text::new(artifact.path.as_str(), "").at(Span::default());
                let message = format!("`{}` would replace a file that Rollbook did not write", artifact.path);
                findings.push(
                    Diagnostic::new(Code::OutputConflict, place, message)
                        .note(format!("it would be generated from `{}`", artifact.from))
                        .help("move the file away"),
                );
                continue;
            }
            Ok(None) => Action::Create,
            Err(error) => {
                findings.push(unreadable(&error));
                continue;
            }
        };
        let is_rust = artifact.path.rsplit_once('.').is_some_and(|(_, extension)| extension == "rs");
        if let Some(finding) = is_rust.then(|| parse_back(&artifact)).flatten() {
            findings.push(finding);
            continue;
        }
        plan.changes.push(Change { path: artifact.path, action, content: artifact.content, from: artifact.from });
    }
    for page in pages {
        if page.old == page.content {
            plan.unchanged += 1;
            continue;
        }
        // Somebody may save the page from now on: what is carried out is carried out over the old bytes only.
        let action = Action::Update { old: page.old };
        plan.changes.push(Change { path: page.path, action, content: page.content, from: page.from });
    }
    for (path, old) in orphans(files, project, &paths, findings) {
        plan.changes.push(Change { path, action: Action::Delete { old }, content: Vec::new(), from: String::new() });
    }
    plan.changes.sort_by(|a, b| a.path.cmp(&b.path));
    plan
}

/// Files below the output folders that bear our header and are no artifact, with what they hold. In a folder that
/// a template names, the header must also say that an output of this project made the file.
fn orphans(
    files: &impl Files,
    project: &Project,
    artifacts: &BTreeSet<String>,
    findings: &mut Findings,
) -> BTreeMap<String, Vec<u8>> {
    let docs = project.docs.as_ref().map(|docs| docs.registry.as_str());
    let fragments = project.docs.as_ref().map(Docs::fragments);
    let folders = [project.catalog.as_deref(), docs, fragments.as_deref(), Some(project.schemas.as_str())];
    let folders = folders.into_iter().flatten().map(|folder| (folder, Whose::Ours));
    let outputs = project.outputs.iter().map(|output| output.folder.as_str());
    // At the root lie single files only, whose paths have no values.
    let outputs: BTreeSet<&str> = outputs.filter(|folder| !folder.is_empty()).collect();
    let mut found = BTreeMap::new();
    for (folder, whose) in folders.chain(outputs.into_iter().map(|folder| (folder, Whose::OfOutputs))) {
        let paths = files.list(folder).unwrap_or_else(|error| {
            findings.push(unreadable(&error));
            Vec::new()
        });
        for path in paths.into_iter().filter(|path| !artifacts.contains(path)) {
            if let Some(content) = files.read(&path).ok().flatten().filter(|content| whose.is(content, project)) {
                found.insert(path, content);
            }
        }
    }
    found
}

/// Which files of a folder may be deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Whose {
    /// All that bear the header: the folder is for generated files.
    Ours,
    /// Those that outputs of the project have made: the folder is anybody's.
    OfOutputs,
}

impl Whose {
    fn is(self, content: &[u8], project: &Project) -> bool {
        match self {
            Self::Ours => bears_header(content),
            Self::OfOutputs => bears_header_of_output(content, project),
        }
    }
}
