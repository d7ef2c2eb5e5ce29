//! The Rust catalog: one module a registry, one file a kind, one module a namespace of keys.
//!
//! Types are quoted and formatted by prettyplease; tables are plain text, because formatting large
//! tables costs seconds. Each file that differs from the disk is parsed back by syn before it is written;
//! what equals the disk was parsed when it was written.

mod kind_file;

mod keys;
mod types;

mod factories;
mod specs;

mod constants;
mod imports;
mod modules;

mod literal;
mod tables;

mod packed;

mod docs;
mod layout;

use std::fmt::Write as _;

use source::{Code, Diagnostic, Span};

use self::docs::doc_lines;
use super::{Artifact, header};
use crate::profile;
use crate::project::Project;
use crate::registry::{Members, Registry};

/// All files of the catalog.
pub(super) fn render(project: &Project, catalog: &str, registry: &Registry) -> Vec<Artifact> {
    let mut artifacts = vec![library(project, catalog)];
    for place in &project.registries {
        let module = profile::module(&place.name).unwrap_or_else(|| place.name.clone());
        let members: Vec<&Members> =
            registry.members.iter().filter(|members| members.kind.registry == place.name).collect();
        artifacts.push(registry_file(project, catalog, &module, &place.title, &place.purpose, &members));
        for members in members {
            artifacts.extend(kind_file::render(project, catalog, &module, members, registry));
        }
    }
    artifacts
}

/// Parses a generated Rust file back; a finding where it is not Rust, which is a defect of ours.
pub(crate) fn parse_back(artifact: &Artifact) -> Option<Diagnostic> {
    let text = String::from_utf8_lossy(&artifact.content);
    let error = syn::parse_file(&text).err()?;
    let text = source::Text::new(artifact.path.as_str(), text.as_ref());
    let message = format!("the generated Rust does not parse: {error}; this is a defect of Rollbook");
    let finding = Diagnostic::new(Code::TemplateError, text.at(Span::default()), message);
    Some(finding.note(format!("it is generated from `{}`", artifact.from)))
}

/// Puts a generated Rust file together.
fn file(path: String, from: &str, head: &[String; 2], body: &str) -> Artifact {
    let content = format!("// {}\n// {}\n\n{}\n", head[0], head[1], body.trim_end());
    Artifact { path, content: content.into_bytes(), from: from.to_owned() }
}

fn library(project: &Project, catalog: &str) -> Artifact {
    let mut body = doc_lines("//!", &format!("The catalog of {}: its registries as types and tables.", project.name));
    body.push_str(
        "\n\
         #![allow(\n    \
             clippy::doc_markdown,\n    \
             clippy::pub_underscore_fields,\n    \
             clippy::struct_excessive_bools,\n    \
             clippy::unreadable_literal,\n    \
             clippy::used_underscore_items,\n    \
             reason = \"texts, names, flags and numbers are as the definitions have them\"\n\
         )]\n\n",
    );
    for place in &project.registries {
        let module = profile::module(&place.name).unwrap_or_else(|| place.name.clone());
        let _ = writeln!(body, "#[rustfmt::skip]\npub mod {module};");
    }
    let from = project.file.name();
    file(format!("{catalog}/lib.rs"), from, &header::of(project, from), &body)
}

fn registry_file(
    project: &Project,
    catalog: &str,
    module: &str,
    title: &str,
    purpose: &str,
    members: &[&Members],
) -> Artifact {
    let mut body = doc_lines("//!", &format!("{}\n\n{purpose}", sentence(title)));
    body.push('\n');
    let names: Vec<String> = members.iter().filter_map(|members| profile::module(&members.kind.name)).collect();
    for name in &names {
        if name == module {
            let reason = "the kind has the name of its registry";
            let _ = writeln!(body, "#[expect(clippy::module_inception, reason = \"{reason}\")]");
        }
        let _ = writeln!(body, "pub mod {name};");
    }
    body.push('\n');
    for (members, name) in members.iter().zip(&names) {
        let ty = type_name(members);
        let _ = writeln!(body, "pub use self::{name}::{{{ty}, {ty}Key}};");
    }
    let from = project.file.name();
    let path = format!("{catalog}/{}.rs", module.trim_start_matches("r#"));
    file(path, from, &header::of(project, from), &body)
}

/// The Rust type of a kind's entries.
fn type_name(members: &Members) -> String {
    profile::variant(&members.kind.name).unwrap_or_default()
}

/// Where the file of a kind lies.
fn kind_path(members: &Members) -> String {
    let module = |name: &str| profile::module(name).unwrap_or_default();
    format!("crate::{}::{}", module(&members.kind.registry), module(&members.kind.name))
}

/// A text with a full stop.
fn sentence(text: &str) -> String {
    let text = text.trim();
    if text.ends_with(['.', '!', '?', ':']) { text.to_owned() } else { format!("{text}.") }
}
