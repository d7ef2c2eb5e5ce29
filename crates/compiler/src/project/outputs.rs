//! `outputs:` of the project file: files that are made by templates of the project.

use schemars::JsonSchema;
use serde::Deserialize;
use source::{Code, Diagnostic, Findings};
use yaml::Pointer;

use crate::files;
use crate::schema::{Located, listed};

/// Files that are made by a template of yours.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OutputFile {
    /// The template, relative to the root.
    pub template: String,
    /// What there is a file for.
    #[serde(rename = "for")]
    pub each: Each,
    /// Where the file goes, relative to the root: itself a template, after a folder that is none.
    pub path: String,
    /// Which registries and kinds it is made from. Default: all.
    #[serde(default, rename = "where")]
    pub only: Option<OnlyFile>,
    /// The language that values are escaped for. Default: that of the file's extension.
    #[serde(default)]
    pub escape: Option<Language>,
}

/// What there is a file for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
pub enum Each {
    /// One file.
    Project,
    /// A file for each registry.
    Registry,
    /// A file for each kind.
    Kind,
    /// A file for each entry.
    Entry,
}

/// Which registries and kinds an output is made from.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OnlyFile {
    /// The registries, by name.
    #[serde(default)]
    pub registries: Option<Vec<String>>,
    /// The kinds, as `registry.kind`.
    #[serde(default)]
    pub kinds: Option<Vec<String>>,
}

/// The language of an output, which says how a value is written in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
pub enum Language {
    /// Markdown: a text shows as it is.
    Markdown,
    /// Rust: a text is a string literal.
    Rust,
    /// JSON: a value is JSON.
    Json,
    /// HTML, SVG and XML: a text shows as it is, between tags and in quoted attributes.
    Html,
    /// YAML: a text is a double-quoted scalar.
    Yaml,
    /// TOML: a text is a basic string.
    Toml,
    /// CSV: a text is a field.
    Csv,
    /// Nothing is escaped.
    None,
}

impl Language {
    /// The extensions that say a language.
    const EXTENSIONS: [(&str, Language); 12] = [
        ("md", Language::Markdown),
        ("rs", Language::Rust),
        ("json", Language::Json),
        ("html", Language::Html),
        ("htm", Language::Html),
        ("svg", Language::Html),
        ("xml", Language::Html),
        ("yaml", Language::Yaml),
        ("yml", Language::Yaml),
        ("toml", Language::Toml),
        ("csv", Language::Csv),
        ("markdown", Language::Markdown),
    ];

    /// The language of a file, by its extension.
    #[must_use]
    pub fn of(path: &str) -> Option<Self> {
        let (_, extension) = path.rsplit_once('.')?;
        Self::EXTENSIONS.iter().find(|(known, _)| *known == extension).map(|(_, language)| *language)
    }
}

/// An output whose places are worked out; paths are relative to the root.
#[derive(Clone, Debug)]
pub struct Output {
    /// The template.
    pub template: Written,
    /// What there is a file for.
    pub each: Each,
    /// The template of the path.
    pub path: Written,
    /// The folder that all its files lie in; empty for the root, where only one file can lie.
    pub folder: String,
    /// How values are written.
    pub language: Language,
    /// The registries that it is made from; all where there are none.
    pub registries: Option<Vec<Written>>,
    /// The kinds that it is made from, likewise.
    pub kinds: Option<Vec<Written>>,
}

/// A text of the project file, and where it stands.
#[derive(Clone, Debug)]
pub struct Written {
    /// What it says.
    pub text: String,
    /// Where it stands.
    pub place: source::Place,
    /// Where it stands in the document, as a JSON Pointer.
    pub at: String,
}

impl Written {
    /// The scalar that `at` names.
    pub(super) fn of(located: &Located<'_>, at: &Pointer) -> Self {
        let span = located.node.at(at).map(|node| node.span).unwrap_or_default();
        let text = located.node.at(at).and_then(yaml::Node::as_str).unwrap_or_default().to_owned();
        Self { text, place: located.text.at(span), at: at.to_string() }
    }

    /// A finding at the text.
    pub fn finding(&self, code: Code, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(code, self.place.clone(), message).path(self.at.as_str())
    }
}

/// The outputs with their places worked out; those with a mistake are left out.
pub(super) fn work_out(outputs: &[OutputFile], located: &Located<'_>, findings: &mut Findings) -> Vec<Output> {
    let output = |(index, output): (usize, &OutputFile)| one(output, index, located, findings);
    outputs.iter().enumerate().filter_map(output).collect()
}

fn one(output: &OutputFile, index: usize, located: &Located<'_>, findings: &mut Findings) -> Option<Output> {
    let at = Pointer::root().join("outputs").join(index.to_string());
    let written = |at: &Pointer| Written::of(located, at);
    let each = |names: Option<&Vec<String>>, name: &str| {
        let at = at.join("where").join(name);
        names.map(|names| (0..names.len()).map(|index| written(&at.join(index.to_string()))).collect::<Vec<_>>())
    };
    let path = written(&at.join("path"));
    let mut template = written(&at.join("template"));
    if let Some(joined) = files::join("", &output.template) {
        template.text = joined;
    } else {
        let message = format!("`{}` leads outside the project's root", source::visible(&output.template));
        findings.push(template.finding(Code::OutsidePath, message));
        return None;
    }
    let (language, folder) = language(output, &path, findings).zip(folder(output, &path, findings))?;
    let only = output.only.as_ref();
    let registries = each(only.and_then(|only| only.registries.as_ref()), "registries");
    let kinds = each(only.and_then(|only| only.kinds.as_ref()), "kinds");
    Some(Output { template, each: output.each, path, folder, language, registries, kinds })
}

/// The language that values are written in.
fn language(output: &OutputFile, path: &Written, findings: &mut Findings) -> Option<Language> {
    let language = output.escape.or_else(|| Language::of(&output.path));
    if language.is_none() {
        let known: Vec<String> = Language::EXTENSIONS.iter().map(|(known, _)| format!(".{known}")).collect();
        let message = format!("nothing is known of how values are written in `{}`", source::visible(&output.path));
        let finding = path.finding(Code::InvalidProject, message);
        findings.push(finding.note(format!("extensions that are known: {}", listed(&known))).help("escape: none"));
    }
    language
}

/// The folder that a path begins with, before any value; empty for a file at the root. `None` where the path is wrong.
fn folder(output: &OutputFile, path: &Written, findings: &mut Findings) -> Option<String> {
    let fixed = output.path.split('{').next().unwrap_or_default();
    let has_values = fixed.len() < output.path.len();
    let folder = fixed.rsplit_once('/').and_then(|(folder, _)| files::join("", folder)).unwrap_or_default();
    let shown = source::visible(&output.path);
    let name = match output.each {
        Each::Project | Each::Registry => "registry.name",
        Each::Kind => "kind.name",
        Each::Entry => "entry.key",
    };
    let finding = if !has_values && files::join("", &output.path).is_none() {
        path.finding(Code::OutsidePath, format!("`{shown}` leads outside the project's root"))
    } else if has_values && folder.is_empty() {
        let help = format!("path: generated/{}", shown.trim_start_matches(['/', '.']));
        let finding = path.finding(Code::InvalidProject, format!("`{shown}` begins with no folder")).help(help);
        finding.note("files that are made no longer are looked for in that folder")
    } else if output.each != Each::Project && !has_values {
        let finding = path.finding(Code::InvalidProject, format!("`{shown}` is one path for many files"));
        finding.help(format!("name `{{{{ {name} }}}}` in it"))
    } else {
        return Some(folder);
    };
    findings.push(finding);
    None
}
