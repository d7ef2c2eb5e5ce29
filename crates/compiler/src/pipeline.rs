//! The whole flow from files to artifacts, and what it looked at on the way.

use std::collections::HashMap;

use source::{EntryName, Findings, Place, Span, Text};

use crate::allowances::{self, Allowed, Day, Noticed};
use crate::change::{NewText, Overlay};
use crate::docs::{self, DocsLookedAt};
use crate::entries::{Entries, Entry};
use crate::files::{self, Files};
use crate::kinds::{self, Kind};
use crate::project::{self, Project};
use crate::registry::{self, Registry};
use crate::render::{self, Artifact, Page, Rendered};
use crate::rules::{self, Rule};
use crate::{entries, plan};

/// What a run made of a project.
#[derive(Debug, Default)]
pub struct Compiled {
    /// The project; `None` when its file cannot be used.
    pub project: Option<Project>,
    /// Its definitions.
    pub registry: Registry,
    /// The rules of its registries, each with how many entries it looked at.
    pub rules: Vec<Rule>,
    /// The generated files; empty while there are errors.
    pub artifacts: Vec<Artifact>,
    /// The pages with regions, with what these should hold; empty while there are errors.
    pub pages: Vec<Page>,
    /// What is wrong.
    pub findings: Findings,
    /// What was looked at.
    pub looked_at: LookedAt,
    /// What of the docs was looked at; `None` where that was not asked for.
    pub docs: Option<DocsLookedAt>,
    /// What is wrong and allowed.
    pub allowed: Allowed,
}

impl Compiled {
    /// What is to be written, which is no longer here then.
    pub fn take_rendered(&mut self) -> Rendered {
        Rendered { artifacts: std::mem::take(&mut self.artifacts), pages: std::mem::take(&mut self.pages) }
    }
}

/// What a run is told besides its files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// The day on which it runs, for allowances that end. Without it, none has ended.
    pub today: Option<Day>,
    /// Whether every page of the docs is checked too.
    pub docs: bool,
}

/// How many things a run looked at; a check that looked at nothing has checked nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LookedAt {
    /// Kinds that were read without a mistake.
    pub kinds: usize,
    /// Files of entries.
    pub files: usize,
    /// Entries.
    pub entries: usize,
    /// What the entries link to.
    pub links: registry::Followed,
}

/// Reads and checks all definitions of the project file at `path`, relative to the root.
pub fn check(files: &impl Files, path: &str, settings: Settings) -> Compiled {
    let files = Noticed::new(files);
    let mut compiled = read(&files, path);
    let allowing = if settings.docs { check_docs(&files, &mut compiled, settings.today) } else { Vec::new() };
    if compiled.findings.has_errors() {
        (compiled.artifacts, compiled.pages) = (Vec::new(), Vec::new());
    }
    let rules: Vec<&str> = compiled.rules.iter().map(|rule| rule.file.id.as_str()).collect();
    compiled.allowed = allowances::apply(&files, allowing, &rules, settings.today, &mut compiled.findings);
    name_entries(&compiled.registry, &mut compiled.findings);
    compiled.findings.sort();
    compiled
}

/// Checks the docs as they are once the pages are generated. Gives the pages in which something may be allowed.
fn check_docs(files: &impl Files, compiled: &mut Compiled, today: Option<Day>) -> Vec<Text> {
    // While there are errors, nothing can be generated, and the pages are those on disk.
    render_sound(files, compiled);
    let Compiled { project: Some(project), registry, findings, artifacts, pages, .. } = compiled else {
        return Vec::new();
    };
    let Some(docs) = &project.docs else { return Vec::new() };
    let made = artifacts.iter().map(|artifact| (&artifact.path, &artifact.content));
    let made = made.chain(pages.iter().map(|page| (&page.path, &page.content)));
    let made = made.filter(|(path, _)| files::below(&docs.root, path).is_some());
    let texts: Vec<NewText> = made.filter_map(|(path, content)| new_text(path, content)).collect();
    let checked = docs::check(&Overlay::new(files, &texts), project, docs, registry, today, findings);
    compiled.docs = Some(checked.looked_at);
    checked.allowing
}

fn new_text(path: &str, content: &[u8]) -> Option<NewText> {
    let new = std::str::from_utf8(content).ok()?.to_owned();
    Some(NewText { path: path.to_owned(), old: None, new: Some(new) })
}

/// All definitions, and everything that is wrong with them.
fn read(files: &impl Files, path: &str) -> Compiled {
    let mut findings = Findings::new();
    let Some(project) = project::load(files, path, &mut findings) else {
        return Compiled { findings, ..Compiled::default() };
    };
    let kinds = kinds::load(files, &project, &mut findings);
    let entries = entries::load(files, &project, &kinds, &mut findings);
    kinds::check_across(&kinds, &mut findings);
    check_mentions(&kinds, &entries, &kinds::declared(files, &project), &mut findings);
    let files_read = entries.files;
    let registry = registry::resolve(files, &project, kinds, entries, &mut findings);
    let rules = rules::check(files, &project, &registry, &mut findings);
    let looked_at = LookedAt {
        kinds: registry.members.len(),
        files: files_read,
        entries: registry.entry_count(),
        links: registry.followed,
    };
    Compiled { project: Some(project), registry, rules, findings, looked_at, ..Compiled::default() }
}

/// Says of each finding which entry it lies in.
fn name_entries(registry: &Registry, findings: &mut Findings) {
    if findings.is_empty() {
        return;
    }
    let mut by_file: HashMap<&str, Vec<(Span, &Kind, &Entry)>> = HashMap::new();
    for members in &registry.members {
        for entry in &members.entries {
            by_file.entry(entry.file.name()).or_default().push((entry.span, &members.kind, entry));
        }
    }
    for finding in findings.iter_mut().filter(|finding| finding.entry.is_none()) {
        let Place { text, span } = &finding.primary.place;
        let within = by_file.get(text.name()).into_iter().flatten();
        // Of two kinds that read one file, the narrower entry says more.
        let within = within.filter(|(entry, ..)| entry.start <= span.start && span.end <= entry.end);
        if let Some((_, kind, entry)) = within.min_by_key(|(entry, ..)| entry.end - entry.start) {
            finding.entry = Some(EntryName { kind: kind.id.clone(), key: entry.key.clone() });
        }
    }
}

/// Every `x-ref`, of kinds and of configs, names a kind that is declared.
fn check_mentions(kinds: &[Kind], entries: &Entries, declared: &[String], findings: &mut Findings) {
    for kind in kinds {
        kinds::check_mentions(&kind.file, &kind.references, declared, findings);
    }
    for entry in &entries.list {
        if let Some(config) = &entry.config {
            kinds::check_mentions(&entry.file, &config.references, declared, findings);
        }
    }
}

/// Checks, and renders when there is no error.
pub fn compile(files: &impl Files, path: &str, settings: Settings) -> Compiled {
    rendered(files, check(files, path, settings))
}

/// Renders what was checked, unless that was done to check the docs.
fn rendered(files: &impl Files, mut compiled: Compiled) -> Compiled {
    if compiled.docs.is_none() {
        render_sound(files, &mut compiled);
        compiled.findings.sort();
    }
    compiled
}

/// Renders when there is no error.
fn render_sound(files: &impl Files, compiled: &mut Compiled) {
    if let (Some(project), false) = (&compiled.project, compiled.findings.has_errors()) {
        let rendered = render::render(files, project, &compiled.registry, &compiled.rules, &mut compiled.findings);
        (compiled.artifacts, compiled.pages) = (rendered.artifacts, rendered.pages);
    }
}

/// Compiles, and compares the artifacts with the files; `None` when there is nothing to compare.
pub fn compare(files: &impl Files, path: &str, settings: Settings) -> (Compiled, Option<plan::Plan>) {
    compare_checked(files, check(files, path, settings))
}

/// The same, for what the check of these files gave.
pub fn compare_checked(files: &impl Files, checked: Compiled) -> (Compiled, Option<plan::Plan>) {
    let mut compiled = rendered(files, checked);
    let rendered = compiled.take_rendered();
    let Some(project) = compiled.project.as_ref().filter(|_| !compiled.findings.has_errors()) else {
        return (compiled, None);
    };
    let plan = plan::plan(files, project, rendered, &mut compiled.findings);
    compiled.findings.sort();
    (compiled, Some(plan))
}
