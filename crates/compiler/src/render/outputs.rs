//! Files that are made by templates of the project: `outputs:` of the project file.
//!
//! For each output:
//!
//! 1. the kinds that it is made from are chosen;
//! 2. for the project, or each registry, kind or entry of these, the path is rendered and then the template;
//! 3. what was rendered has to bear the header, and to be JSON, YAML or Rust where its extension says so.

use std::collections::BTreeMap;

use serde::Serialize;
use source::{Code, Diagnostic, Findings, Span, Text, nearest};

use super::header;
use super::markdown::{Detail, OneEntry, OneKind, OneRegistry, comment_text};
use super::template::{Failure, Templates};
use super::{Artifact, bears_header};
use crate::files::{self, Files, Found};
use crate::own_format;
use crate::project::{Each, Language, Output, Project, RegistryPlace, Written};
use crate::registry::{Members, Registry};
use crate::schema::listed;

/// What the template of a path is called.
const PATH: &str = "path";

/// The files of all outputs. What is wrong with one is a finding, and its files are left out.
pub(super) fn render(
    files: &impl Files,
    project: &Project,
    registry: &Registry,
    findings: &mut Findings,
) -> Vec<Artifact> {
    let mut artifacts = Vec::new();
    let mut paths: BTreeMap<String, Written> = BTreeMap::new();
    for output in &project.outputs {
        let Some(text) = template(files, output, findings) else { continue };
        let Some(kinds) = chosen(project, registry, output, findings) else { continue };
        let mut nowhere = Findings::new();
        let mut path_templates = Templates::of_paths(&mut nowhere);
        if let Err(failure) = path_templates.try_add(PATH, Text::new(PATH, output.path.text.as_str())) {
            findings.push(output.path.finding(Code::TemplateError, failure.sentence()));
            continue;
        }
        let mut templates = Templates::new(output.language, findings);
        templates.relative();
        if !templates.add(text.name(), text.clone()) {
            continue;
        }
        for subject in subjects(project, output.each, &kinds) {
            let data = Data::of(project, output, &subject);
            let Some(path) = path(output, &data, &path_templates, &mut paths, templates.findings) else { break };
            let Some(content) = content(files, output, &text, &data, &path, &mut templates) else { break };
            artifacts.push(Artifact { path, content: content.into_bytes(), from: text.name().to_owned() });
        }
    }
    artifacts
}

/// The text of the template.
fn template(files: &impl Files, output: &Output, findings: &mut Findings) -> Option<Text> {
    let path = &output.template.text;
    if files.what_is(path) == Found::File {
        return own_format::read(files, path, findings);
    }
    let finding = output.template.finding(Code::MissingFile, format!("`{}` does not exist", source::visible(path)));
    findings.push(match files::nearest(files, path, Found::File) {
        Some(near) => finding.help(format!("template: {near}")),
        None => finding,
    });
    None
}

/// The kinds that an output is made from; `None` where it names one that does not exist.
fn chosen<'a>(
    project: &Project,
    registry: &'a Registry,
    output: &Output,
    findings: &mut Findings,
) -> Option<Vec<&'a Members>> {
    let registries: Vec<&str> = project.registries.iter().map(|registry| registry.name.as_str()).collect();
    let ids: Vec<&str> = registry.members.iter().map(|members| members.kind.id.as_str()).collect();
    let before = findings.len();
    for (names, known, what) in [(&output.registries, registries, "registry"), (&output.kinds, ids, "kind")] {
        for name in names.iter().flatten().filter(|name| !known.contains(&name.text.as_str())) {
            let message = format!("there is no {what} `{}`", source::visible(&name.text));
            let finding = name.finding(Code::InvalidProject, message).note(format!("there are {}", listed(&known)));
            findings.push(match nearest(&name.text, known.iter().copied()) {
                Some(near) => finding.help(format!("did you mean `{near}`?")),
                None => finding,
            });
        }
    }
    let has = |names: &Option<Vec<Written>>, name: &str| {
        names.as_ref().is_none_or(|names| names.iter().any(|chosen| chosen.text == name))
    };
    let kinds = registry
        .members
        .iter()
        .filter(|members| has(&output.registries, &members.kind.registry) && has(&output.kinds, &members.kind.id));
    (findings.len() == before).then(|| kinds.collect())
}

/// What one file is for.
struct Subject<'a> {
    /// The registries and kinds that it is made from.
    registries: Vec<&'a RegistryPlace>,
    kinds: Vec<&'a Members>,
    /// The entry, as its place in the only kind.
    entry: Option<usize>,
}

fn subjects<'a>(project: &'a Project, each: Each, kinds: &[&'a Members]) -> Vec<Subject<'a>> {
    let registry_of = |members: &Members| {
        project.registries.iter().filter(|registry| registry.name == members.kind.registry).collect::<Vec<_>>()
    };
    let is_of = |registry: &RegistryPlace, members: &Members| members.kind.registry == registry.name;
    let chosen = |registry: &&RegistryPlace| kinds.iter().any(|members| is_of(registry, members));
    let registries: Vec<&RegistryPlace> = project.registries.iter().filter(chosen).collect();
    let of_kind =
        |members: &&'a Members, entry| Subject { registries: registry_of(members), kinds: vec![*members], entry };
    match each {
        Each::Project => vec![Subject { registries, kinds: kinds.to_vec(), entry: None }],
        Each::Registry => {
            let of = |registry: &'a RegistryPlace| {
                let kinds = kinds.iter().filter(|members| is_of(registry, members)).copied().collect();
                Subject { registries: vec![registry], kinds, entry: None }
            };
            registries.into_iter().map(of).collect()
        }
        Each::Kind => kinds.iter().map(|members| of_kind(members, None)).collect(),
        Each::Entry => kinds
            .iter()
            .flat_map(|members| (0..members.entries.len()).map(move |entry| of_kind(members, Some(entry))))
            .collect(),
    }
}

/// What templates are given: the facts of `registry.json`, as far as the file is about them.
#[derive(Serialize)]
struct Data<'a> {
    header: minijinja::Value,
    project: ProjectData<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    registries: Option<Vec<OneRegistry<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    registry: Option<OneRegistry<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kinds: Option<Vec<KindData<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<KindData<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    entry: Option<OneEntry<'a>>,
}

#[derive(Serialize)]
struct KindData<'a> {
    name: &'a str,
    registry: &'a str,
    noun: String,
    nouns: String,
    #[serde(flatten)]
    facts: OneKind<'a>,
}

#[derive(Serialize)]
struct ProjectData<'a> {
    name: &'a str,
    command: &'a str,
}

impl<'a> Data<'a> {
    fn of(project: &'a Project, output: &Output, subject: &Subject<'a>) -> Self {
        let detail = if output.each == Each::Entry { Detail::Kind } else { Detail::Entries };
        let kinds: Vec<_> = subject.kinds.iter().map(|members| KindData::of(project, members, detail)).collect();
        let (kinds, kind) = match output.each {
            Each::Project | Each::Registry => (Some(kinds), None),
            Each::Kind | Each::Entry => (None, kinds.into_iter().next()),
        };
        let registries: Vec<_> = subject.registries.iter().map(|registry| OneRegistry(registry)).collect();
        let (registries, registry) = match output.each {
            Each::Project => (Some(registries), None),
            Each::Registry | Each::Kind | Each::Entry => (None, registries.into_iter().next()),
        };
        let entry = subject.entry.zip(subject.kinds.first());
        Self {
            header: header_in(output.language, &header::of_output(project, &output.template.text)),
            project: ProjectData { name: &project.name, command: &project.command },
            registries,
            registry,
            kinds,
            kind,
            entry: entry.map(|(entry, members)| OneEntry::of(&members.kind, &members.entries[entry])),
        }
    }
}

impl<'a> KindData<'a> {
    fn of(project: &'a Project, members: &'a Members, detail: Detail) -> Self {
        let kind = &members.kind;
        let facts = OneKind { project, members, detail };
        Self { name: &kind.name, registry: &kind.registry, noun: kind.noun(), nouns: kind.nouns(), facts }
    }
}

/// The header as a comment of the language; as a text where it has none.
fn header_in(language: Language, lines: &[String; 2]) -> minijinja::Value {
    let text = comment_text(lines);
    match language {
        Language::Markdown | Language::Html => minijinja::Value::from_safe_string(format!("<!-- {text} -->")),
        Language::Rust => minijinja::Value::from_safe_string(format!("// {text}")),
        Language::Yaml | Language::Toml | Language::Csv => minijinja::Value::from_safe_string(format!("# {text}")),
        Language::Json | Language::None => minijinja::Value::from(text),
    }
}

/// Where the file goes.
fn path(
    output: &Output,
    data: &Data<'_>,
    templates: &Templates<'_>,
    paths: &mut BTreeMap<String, Written>,
    findings: &mut Findings,
) -> Option<String> {
    let refuse = |code, message: String| output.path.finding(code, message);
    let given = match templates.try_render(PATH, data) {
        Ok(given) => given,
        Err(failure) => {
            findings.push(failure.explain(refuse(Code::TemplateError, failure.sentence())));
            return None;
        }
    };
    let shown = source::visible(&given);
    let path = files::join("", &given).filter(|path| {
        let below = path.strip_prefix(output.folder.as_str());
        let is_inside = output.folder.is_empty() || below.is_some_and(|rest| rest.starts_with('/'));
        !path.is_empty() && is_inside && !path.starts_with('$')
    });
    let Some(path) = path else {
        let folder = if output.folder.is_empty() { "the project's root" } else { &format!("`{}`", output.folder) };
        findings.push(refuse(Code::OutsidePath, format!("`{shown}` leads outside {folder}")));
        return None;
    };
    if shown != given || path.split('/').any(|name| name.eq_ignore_ascii_case(".git")) {
        let why = if shown == given { "lies in a folder of git" } else { "holds characters that do not show" };
        findings.push(refuse(Code::OutsidePath, format!("`{shown}` {why}")));
        return None;
    }
    // Case does not tell files apart everywhere.
    if let Some(other) = paths.insert(path.to_lowercase(), output.path.clone()) {
        let finding = refuse(Code::OutputConflict, format!("`{path}` is generated twice"));
        let is_same = other.at == output.path.at;
        let finding = if is_same { finding } else { finding.also(other.place, "the other time") };
        findings.push(finding.help("name in the path what tells the files apart"));
        return None;
    }
    Some(path)
}

/// What the file holds.
fn content(
    files: &impl Files,
    output: &Output,
    text: &Text,
    data: &Data<'_>,
    path: &str,
    templates: &mut Templates<'_>,
) -> Option<String> {
    let content = rendered(files, text, data, templates)?;
    let refuse = |message: String| Diagnostic::new(Code::TemplateError, text.at(Span::default()), message);
    if !bears_header(content.as_bytes()) {
        let finding = refuse(header::missing(path));
        let help = if output.language == Language::Json { "\"$comment\": {{ header }}" } else { "{{ header }}" };
        templates.findings.push(finding.note(header::WHY).help(help));
        return None;
    }
    if let Some((language, why)) = wrong(path, &content) {
        templates.findings.push(refuse(format!("`{path}` would be no {language}: {}", source::visible(&why))));
        return None;
    }
    Some(content)
}

/// What is wrong with a file whose extension says what it is.
fn wrong(path: &str, content: &str) -> Option<(&'static str, String)> {
    match Language::of(path)? {
        Language::Json => {
            let error = serde_json::from_str::<serde::de::IgnoredAny>(content).err()?;
            Some(("JSON", error.to_string()))
        }
        Language::Rust => syn::parse_file(content).err().map(|error| ("Rust", error.to_string())),
        Language::Yaml => {
            let mut found = Findings::new();
            yaml::parse(&Text::new(path, content), &yaml::Limits::default(), &mut found);
            let error = found.iter().next()?;
            Some(("YAML", format!("{} at line {}", error.message, error.primary.place.start().line)))
        }
        Language::Markdown | Language::Html | Language::Toml | Language::Csv | Language::None => None,
    }
}

/// What the template gives. Templates that it names are read when it asks for them.
fn rendered(files: &impl Files, text: &Text, data: &Data<'_>, templates: &mut Templates<'_>) -> Option<String> {
    loop {
        let failure = match templates.try_render(text.name(), data) {
            Ok(content) => return Some(content),
            Err(failure) => failure,
        };
        let Some(path) = named(files, templates, &failure) else {
            templates.report_failure(&failure);
            return None;
        };
        let named = own_format::read(files, &path, templates.findings)?;
        if !templates.add(&path, named) {
            return None;
        }
    }
}

/// The file of a template that another names and that has not been read.
fn named(files: &impl Files, templates: &Templates<'_>, failure: &Failure) -> Option<String> {
    let (by, name) = failure.unknown_template()?;
    let beside = files::join(files::parent(&by), &name);
    let is_new = |path: &String| files.what_is(path) == Found::File && !templates.names().any(|known| known == path);
    beside.into_iter().chain(files::join("", &name)).find(is_new)
}
