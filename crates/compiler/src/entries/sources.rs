//! Finds the files of entries: which file is read by which kinds, and which by none.

use std::collections::BTreeMap;

use globset::{Glob, GlobMatcher};
use source::{Code, Diagnostic, Findings, Span, Text};

use crate::files::{Files, Found};
use crate::kinds::{self, Kind};
use crate::own_format;
use crate::project::Project;
use crate::rules;
use crate::schema;

/// A file of entries.
#[derive(Debug)]
pub(super) struct Source {
    pub(super) path: String,
    /// The kinds that read it, as places in the list of kinds.
    pub(super) readers: Vec<usize>,
}

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Sources {
    pub(super) files: Vec<Source>,
    /// Kinds whose content folder cannot be listed, which has been reported.
    pub(super) unknown: Vec<usize>,
}

/// The files of all kinds, in the order of their paths.
pub(super) fn find(files: &impl Files, project: &Project, kinds: &[Kind], findings: &mut Findings) -> Sources {
    let mut sources = Sources::default();
    // A kind that was left out for a mistake would have read some of the files.
    let is_whole = kinds::declared(files, project).len() == kinds.len();
    for (content, members) in kinds_by_content(project, kinds) {
        if content.starts_with('$') && files.what_is(content) != Found::Folder {
            // The project's check has said that the variable names no folder; nothing more can be said.
            sources.unknown.extend(members.iter().map(|(kind, _)| *kind));
            continue;
        }
        let paths = files.list(content).unwrap_or_else(|error| {
            findings.push(own_format::unreadable(&error));
            sources.unknown.extend(members.iter().map(|(kind, _)| *kind));
            Vec::new()
        });
        for path in paths {
            let below = below(content, &path);
            let is_kind = below.starts_with("kinds/") && below.ends_with(".schema.yaml");
            if is_kind || is_rules(project, &path) {
                continue;
            }
            let matching = members.iter().filter(|(_, glob)| glob.is_match(below));
            let readers: Vec<usize> = matching.map(|(kind, _)| *kind).collect();
            if readers.is_empty() {
                findings.extend(unread(project, content, &path, &members, kinds).filter(|_| is_whole));
            } else {
                sources.files.push(Source { path, readers });
            }
        }
    }
    sources
}

/// Whether a file holds the rules of a registry.
fn is_rules(project: &Project, path: &str) -> bool {
    path.strip_suffix(rules::FILE)
        .and_then(|folder| folder.strip_suffix('/'))
        .is_some_and(|folder| project.registries.iter().any(|registry| registry.folder == folder))
}

/// A YAML file that lies among the definitions and says nothing to anyone; most often its name is wrong.
fn unread(project: &Project, content: &str, path: &str, readers: &Readers, kinds: &[Kind]) -> Option<Diagnostic> {
    let stem = path.strip_suffix(".yaml").or_else(|| path.strip_suffix(".yml"))?;
    let elsewhere = |folder: &str| folder != content && path.starts_with(&format!("{folder}/"));
    let is_foreign = content.starts_with('$')
        || path.split('/').any(|segment| segment.starts_with('.'))
        || project.registries.iter().any(|registry| elsewhere(&registry.folder));
    if is_foreign || path == project.file.name() {
        return None;
    }
    let place = Text::new(path, "").at(Span::default());
    let finding = Diagnostic::new(Code::UnreadFile, place, format!("`{path}` is read by no kind"));
    if below(content, path).starts_with("kinds/") {
        let renamed = format!("{}.schema.yaml", stem.trim_end_matches(".schema"));
        return Some(finding.help(format!("a kind file is called `{renamed}`")));
    }
    let right = format!("{stem}.yaml");
    if right != path && readers.iter().any(|(_, glob)| glob.is_match(below(content, &right))) {
        return Some(finding.help(format!("mv {path} {right}")));
    }
    let globs: Vec<&str> = readers.iter().map(|(kind, _)| kinds[*kind].block.entries.as_str()).collect();
    Some(finding.note(format!("the kinds of this registry read {}", schema::listed(&globs))))
}

fn below<'a>(folder: &str, path: &'a str) -> &'a str {
    path.strip_prefix(folder).unwrap_or(path).trim_start_matches('/')
}

type Readers = Vec<(usize, GlobMatcher)>;

fn kinds_by_content<'a>(project: &'a Project, kinds: &[Kind]) -> BTreeMap<&'a str, Readers> {
    let mut folders: BTreeMap<&str, Readers> = BTreeMap::new();
    for (index, kind) in kinds.iter().enumerate() {
        let registry = project.registries.iter().find(|registry| registry.name == kind.registry);
        // A kind with a wrong glob has been left out before.
        let (Some(registry), Ok(glob)) = (registry, Glob::new(&kind.block.entries)) else { continue };
        folders.entry(&registry.content).or_default().push((index, glob.compile_matcher()));
    }
    folders
}
