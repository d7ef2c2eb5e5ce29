//! `rollbook.yaml`: which registries there are, where output goes, where docs live.

mod docs;
mod outputs;

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Deserialize;
use source::{Code, Findings, Span, Text};
use yaml::Pointer;

pub use docs::{Docs, DocsFile, Ignore, IgnoreFile};
pub use outputs::{Each, Language, OnlyFile, Output, OutputFile, Written};

use crate::files::{self, Files, Found};
use crate::own_format::{self, OwnFormat};
use crate::profile;
use crate::schema::Located;

/// What people write in `rollbook.yaml`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Rollbook project")]
pub struct ProjectFile {
    /// What the project is called.
    #[schemars(regex(pattern = own_format::NAME))]
    pub name: String,
    /// The folder below which everything lies, relative to this file.
    #[serde(default = "this_folder")]
    pub root: String,
    /// How people run Rollbook here; messages and headers name it.
    #[serde(default = "rollbook")]
    pub command: String,
    /// The registries, by name. Each is a folder beside this file with the kinds in `kinds/`.
    #[schemars(extend("propertyNames" = serde_json::json!({ "pattern": own_format::NAME })))]
    pub registries: BTreeMap<String, RegistryFile>,
    /// Where the Rust catalog goes. Absent: none is generated.
    #[serde(default)]
    pub catalog: Option<CatalogFile>,
    /// Where the docs live. Absent: no page is generated, and `x-doc` cannot be used.
    #[serde(default)]
    pub docs: Option<DocsFile>,
    /// Where the schemas for editors go, relative to this file.
    #[serde(default = "dot_schema")]
    pub schemas: String,
    /// Files that are made by templates of yours.
    #[serde(default)]
    pub outputs: Vec<OutputFile>,
}

/// A registry: a folder of kinds and entries with one owner.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RegistryFile {
    /// The registry's name for readers.
    pub title: String,
    /// What it is for, in one sentence.
    pub purpose: String,
    /// The registry's folder, relative to this file. Default: its name.
    #[serde(default)]
    pub path: Option<String>,
    /// Where the entries lie when that is not the registry's folder.
    #[serde(default)]
    pub content: Option<ContentFile>,
}

/// Entries that lie outside the project, in a folder that the caller names.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ContentFile {
    /// The environment variable that holds the folder.
    #[schemars(regex(pattern = r"^[A-Z][A-Z0-9_]*$"))]
    pub env: String,
}

/// The generated Rust catalog.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CatalogFile {
    /// The folder of the generated sources, relative to the root. Nothing else should lie in it.
    pub path: String,
}

fn this_folder() -> String {
    ".".to_owned()
}

fn rollbook() -> String {
    "rollbook".to_owned()
}

fn dot_schema() -> String {
    ".schema".to_owned()
}

impl OwnFormat for ProjectFile {
    const WHAT: &'static str = "project file";
    const CODE: Code = Code::InvalidProject;
}

/// A project whose paths are worked out; each is relative to the root.
#[derive(Clone, Debug)]
pub struct Project {
    /// What it is called.
    pub name: String,
    /// How people run Rollbook here.
    pub command: String,
    /// The project file.
    pub file: Text,
    /// The registries, by name.
    pub registries: Vec<RegistryPlace>,
    /// The folder of the catalog's sources.
    pub catalog: Option<String>,
    /// The docs.
    pub docs: Option<Docs>,
    /// The folder of the editor schemas.
    pub schemas: String,
    /// The files that are made by templates of the project.
    pub outputs: Vec<Output>,
}

/// A registry and its folders.
#[derive(Clone, Debug)]
pub struct RegistryPlace {
    /// Its name.
    pub name: String,
    /// Its name for readers.
    pub title: String,
    /// What it is for.
    pub purpose: String,
    /// Its folder, which holds `kinds/`.
    pub folder: String,
    /// The folder that the globs of its kinds begin at.
    pub content: String,
    /// Where the project file names it.
    pub span: Span,
}

/// Reads the project file at `path`, a path relative to the root that the file itself names.
///
/// Every mistake is a finding; `None` when nothing can be done with the file.
pub fn load(files: &impl Files, path: &str, findings: &mut Findings) -> Option<Project> {
    let text = own_format::read(files, path, findings)?;
    let (file, document) = own_format::parse::<ProjectFile>(&text, findings)?;
    let located = Located { text: &text, node: &document.root, base: &Pointer::root() };
    let project = work_out(files, file, &located, findings)?;
    if project.registries.is_empty() {
        findings.push(located.finding(Code::NothingToCheck, &at_registries(), "the project has no registry"));
    }
    refuse_module_names(&project, &located, findings);
    check_folders(files, &project, &located, findings);
    report_links(files, &project, findings);
    Some(project)
}

fn at_registries() -> Pointer {
    Pointer::root().join("registries")
}

/// The project with its paths worked out; `None` where one leaves the root.
fn work_out(files: &impl Files, file: ProjectFile, located: &Located<'_>, findings: &mut Findings) -> Option<Project> {
    let here = files::parent(located.text.name());
    let mut below = |folder: &str, relative: &str, pointer: &Pointer| {
        let joined = files::join(folder, relative);
        if joined.is_none() {
            let message = format!("`{relative}` leads outside the project's root");
            findings.push(located.finding(Code::OutsidePath, pointer, message));
        }
        joined
    };
    let mut registry = |(name, registry): (&String, &RegistryFile)| {
        let at = at_registries().join(name);
        let folder = below(here, registry.path.as_deref().unwrap_or(name), &at.join("path"))?;
        Some(RegistryPlace {
            name: name.clone(),
            title: registry.title.clone(),
            purpose: registry.purpose.clone(),
            content: registry.content.as_ref().map_or_else(|| folder.clone(), |content| format!("${}", content.env)),
            folder,
            span: located.node.key_span_at(&at).unwrap_or_default(),
        })
    };
    let registries: Vec<Option<RegistryPlace>> = file.registries.iter().map(&mut registry).collect();
    let at = |block: &str, property: &str| Pointer::root().join(block).join(property);
    let catalog = file.catalog.as_ref().map(|catalog| below("", &catalog.path, &at("catalog", "path")));
    let docs = file.docs.as_ref().map(|docs| {
        let root = below("", &docs.root, &at("docs", "root"))?;
        let registry = below(&root, &docs.registry, &at("docs", "registry"))?;
        let templates = docs.templates.as_ref().map(|folder| {
            let text = below("", folder, &at("docs", "templates"))?;
            Some(Written { text, ..Written::of(located, &at("docs", "templates")) })
        });
        let templates = templates.map_or(Some(None), |templates| templates.map(Some))?;
        Some((root, registry, templates))
    });
    let schemas = below(here, &file.schemas, &Pointer::root().join("schemas"))?;
    let docs = match (docs, &file.docs) {
        (Some(folders), Some(written)) => {
            let (root, registry, templates) = folders?;
            let mut docs = Docs::work_out(files, written, &root, &registry, located, findings);
            docs.templates = templates;
            Some(docs)
        }
        (None, _) | (_, None) => None,
    };
    Some(Project {
        name: file.name,
        command: file.command,
        registries: registries.into_iter().collect::<Option<_>>()?,
        catalog: catalog.map_or(Some(None), |path| path.map(Some))?,
        docs,
        schemas,
        outputs: outputs::work_out(&file.outputs, located, findings),
        file: located.text.clone(),
    })
}

/// Each registry is a module of the catalog, and a file of its own.
fn refuse_module_names(project: &Project, located: &Located<'_>, findings: &mut Findings) {
    let mut modules: BTreeMap<String, &RegistryPlace> = BTreeMap::new();
    for registry in &project.registries {
        let (name, at) = (&registry.name, at_registries().join(&registry.name));
        // A name without a module does not follow the schema of the project file.
        let Some(module) = profile::module(name) else { continue };
        if let Some(reason) = taken_by_cargo(&module).filter(|_| project.catalog.is_some()) {
            let message = format!("no registry can be called `{name}`: {reason}");
            let folder = files::relative(files::parent(located.text.name()), &registry.folder);
            let help = format!("call it otherwise and keep its folder: `path: {folder}`");
            findings.push(located.finding_at_key(Code::OutputConflict, &at, message).help(help));
        }
        if let Some(other) = modules.insert(module, registry) {
            let message = format!("registries `{}` and `{name}` have one name in Rust", other.name);
            let finding = located.finding_at_key(Code::NameCollision, &at, message);
            findings.push(finding.also(located.text.at(other.span), "the other registry").help("rename one of them"));
        }
    }
}

/// What the file of a module is already, in the folder of a crate's sources.
fn taken_by_cargo(module: &str) -> Option<&'static str> {
    match module {
        "lib" => Some("`lib.rs` is the file of the whole catalog"),
        "main" => Some("Cargo takes `main.rs` for a program"),
        _ => None,
    }
}

/// The folders of registries must be there.
fn check_folders(files: &impl Files, project: &Project, located: &Located<'_>, findings: &mut Findings) {
    for registry in &project.registries {
        let (name, folder) = (&registry.name, &registry.folder);
        let at = at_registries().join(name);
        if files.what_is(folder) != Found::Folder {
            let message = format!("the folder `{folder}` of registry `{name}` does not exist");
            let path = at.join("path");
            let finding = match located.node.at(&path) {
                Some(_) => located.finding(Code::MissingFile, &path, message),
                None => located.finding_at_key(Code::MissingFile, &at, message),
            };
            findings.push(match files::nearest(files, folder, Found::Folder) {
                Some(near) => {
                    finding.help(format!("path: {}", files::relative(files::parent(located.text.name()), &near)))
                }
                None => finding.help(format!("mkdir -p {folder}/kinds")),
            });
        } else if let Some(variable) =
            registry.content.strip_prefix('$').filter(|_| files.what_is(&registry.content) != Found::Folder)
        {
            let message =
                format!("the environment variable `{variable}` does not name the folder of registry `{name}`");
            let finding = located.finding(Code::MissingFile, &at.join("content").join("env"), message);
            findings.push(finding.help(format!("{variable}=<folder> {} check", project.command)));
        }
    }
}

/// Links among the definitions that lead astray: what they should hold is missing without a trace.
fn report_links(files: &impl Files, project: &Project, findings: &mut Findings) {
    let folders = project.registries.iter().flat_map(|registry| [&registry.folder, &registry.content]);
    for folder in folders.collect::<BTreeSet<_>>() {
        // A folder that cannot be listed is reported by those who need what is in it.
        let astray = files.listing(folder).map(|listing| listing.astray).unwrap_or_default();
        findings.extend(astray.iter().map(own_format::unreadable));
    }
}

/// The root that a project file names, relative to the file's folder; `.` where it names none.
///
/// The caller needs it before there are [`Files`] to read from.
#[must_use]
pub fn root_of(content: &str) -> String {
    let text = Text::new("rollbook.yaml", content);
    let documents = yaml::parse(&text, &yaml::Limits::default(), &mut Findings::new());
    let root = documents.first().and_then(|document| document.root.get("root")?.as_str().map(str::to_owned));
    root.unwrap_or_else(this_folder)
}

/// The names of the content folders that a project file's registries ask for, sorted.
///
/// The caller needs them before there are [`Files`] to read from.
#[must_use]
pub fn contents_of(content: &str) -> Vec<String> {
    let text = Text::new("rollbook.yaml", content);
    let documents = yaml::parse(&text, &yaml::Limits::default(), &mut Findings::new());
    let registries = documents.first().and_then(|document| document.root.get("registries")?.as_mapping());
    let names = registries.into_iter().flat_map(yaml::Mapping::iter);
    let names = names.filter_map(|pair| pair.value.get("content")?.get("env")?.as_str().map(str::to_owned));
    names.collect::<BTreeSet<_>>().into_iter().collect()
}
