//! `rollbook.yaml`: which registries there are, where output goes, where docs live.

use std::collections::BTreeMap;

use links::Flavour;
use schemars::JsonSchema;
use serde::Deserialize;
use source::{Code, Diagnostic, Findings, Span, Text};

use crate::files::{self, Files, Found};
use crate::own_format::{self, OwnFormat};
use crate::profile;

/// What people write in `rollbook.yaml`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Rollbook project")]
pub struct ProjectFile {
    /// What the project is called.
    #[schemars(regex(pattern = r"^[a-z][a-z0-9_-]*$"))]
    pub name: String,
    /// The folder below which everything lies, relative to this file.
    #[serde(default = "this_folder")]
    pub root: String,
    /// How people run Rollbook here; messages and headers name it.
    #[serde(default = "rollbook")]
    pub command: String,
    /// The registries, by name. Each is a folder beside this file with the kinds in `kinds/`.
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

/// The docs.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DocsFile {
    /// The docs root, relative to the root. `x-doc` is relative to it.
    pub root: String,
    /// Which site generator reads them: its rules for anchors hold.
    #[schemars(extend("enum" = ["mdbook"]))]
    pub flavour: String,
    /// The folder of the generated pages, relative to the docs root.
    #[serde(default = "registry_folder")]
    pub registry: String,
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

fn registry_folder() -> String {
    "registry".to_owned()
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

/// Where docs live.
#[derive(Clone, Debug)]
pub struct Docs {
    /// The docs root.
    pub root: String,
    /// The site's rules for anchors.
    pub flavour: Flavour,
    /// The folder of the generated pages.
    pub registry: String,
}

/// Reads the project file at `path`, a path relative to the root that the file itself names.
///
/// Every mistake is a finding; `None` when nothing can be done with the file.
pub fn load(files: &impl Files, path: &str, findings: &mut Findings) -> Option<Project> {
    let text = own_format::read(files, path, findings)?;
    let (file, document) = own_format::parse::<ProjectFile>(&text, findings)?;
    let here = files::parent(path);
    let span_of = |pointer: &str| document.root.at(&pointer.parse().unwrap_or_default()).map_or(Span::default(), |node| node.span);
    let mut below = |folder: &str, relative: &str, pointer: &str| {
        let joined = files::join(folder, relative);
        if joined.is_none() {
            let message = format!("`{relative}` leads outside the project's root");
            findings.push(Diagnostic::new(Code::OutsidePath, text.at(span_of(pointer)), message).path(pointer));
        }
        joined
    };
    let registries = file.registries.iter().map(|(name, registry)| {
        let at = format!("/registries/{name}");
        let folder = below(here, registry.path.as_deref().unwrap_or(name), &format!("{at}/path"))?;
        Some(RegistryPlace {
            name: name.clone(),
            title: registry.title.clone(),
            purpose: registry.purpose.clone(),
            content: registry.content.as_ref().map_or_else(|| folder.clone(), |content| format!("${}", content.env)),
            folder,
            span: document.root.key_span_at(&at.parse().unwrap_or_default()).unwrap_or_default(),
        })
    });
    let registries = registries.collect::<Option<Vec<_>>>();
    let catalog = file.catalog.as_ref().map(|catalog| below("", &catalog.path, "/catalog/path"));
    let docs = file.docs.as_ref().map(|docs| {
        let root = below("", &docs.root, "/docs/root")?;
        let registry = below(&root, &docs.registry, "/docs/registry")?;
        Some(Docs { root, flavour: docs.flavour.parse().unwrap_or(Flavour::Mdbook), registry })
    });
    let schemas = below(here, &file.schemas, "/schemas")?;
    let project = Project {
        name: file.name,
        command: file.command,
        registries: registries?,
        catalog: catalog.map_or(Some(None), |path| path.map(Some))?,
        docs: docs.map_or(Some(None), |docs| docs.map(Some))?,
        schemas,
        file: text,
    };
    check_registries(files, &project, findings);
    Some(project)
}

fn check_registries(files: &impl Files, project: &Project, findings: &mut Findings) {
    if project.registries.is_empty() {
        let place = project.file.at(Span::default());
        findings.push(Diagnostic::new(Code::NothingToCheck, place, "the project has no registry"));
    }
    let mut modules: BTreeMap<String, &str> = BTreeMap::new();
    for registry in &project.registries {
        let place = project.file.at(registry.span);
        let path = format!("/registries/{}", registry.name);
        match profile::module(&registry.name) {
            None => {
                let message = format!("`{}` cannot be the name of a registry", registry.name);
                let finding = Diagnostic::new(Code::UnsafeName, place.clone(), message).path(path);
                findings.push(finding.help("use ASCII letters, digits and `_`"));
            }
            Some(module) => {
                if let Some(other) = modules.insert(module, &registry.name) {
                    let message = format!("registries `{other}` and `{}` have one name in Rust", registry.name);
                    let finding = Diagnostic::new(Code::NameCollision, place.clone(), message).path(path);
                    findings.push(finding.help("rename one of them"));
                }
            }
        }
        if files.what_is(&registry.folder) != Found::Folder {
            let message = format!("the folder `{}` of registry `{}` does not exist", registry.folder, registry.name);
            findings.push(
                Diagnostic::new(Code::MissingFile, place, message)
                    .path(format!("/registries/{}", registry.name))
                    .help(format!("mkdir -p {}/kinds", registry.folder)),
            );
        } else if let Some(variable) = registry.content.strip_prefix('$').filter(|_| files.what_is(&registry.content) != Found::Folder) {
            let message = format!("the environment variable `{variable}` does not name the folder of registry `{}`", registry.name);
            findings.push(
                Diagnostic::new(Code::MissingFile, place, message)
                    .path(format!("/registries/{}/content/env", registry.name))
                    .help(format!("{variable}=<folder> {} check", project.command)),
            );
        }
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
    names.collect::<std::collections::BTreeSet<_>>().into_iter().collect()
}
