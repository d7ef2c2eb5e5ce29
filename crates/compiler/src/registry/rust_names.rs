//! What each entry is called in Rust, by rule: two keys never share a name.
//!
//! A closed kind is an enum, so its keys become variants and keys that meet in one variant are refused.
//! An open kind has constants in modules, one for each dotted segment before the last: `a.b.c` is
//! `a::b::C` and `a.b_c` is `a::B_C`. So `.` and `_` stay apart, and only keys that differ in nothing
//! but the sort of their other separators, or in case, can meet; those are refused.

use std::collections::HashMap;

use source::{Code, Diagnostic, Findings};

use crate::entries::Entry;
use crate::kinds::Kind;
use crate::profile;

/// The name of an entry in Rust.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RustName {
    /// The modules that lead to a constant; empty for a variant.
    pub modules: Vec<String>,
    /// The variant or constant.
    pub name: String,
}

/// A closed kind with more entries than this is slow to compile: an enum of 10,000 takes 9 s to check.
const MOST_VARIANTS: usize = 2_000;

pub(super) fn name(kind: &Kind, entries: &[Entry], findings: &mut Findings) -> Vec<RustName> {
    if kind.block.closed && entries.len() > MOST_VARIANTS {
        let message = format!("{} {} make an enum that is slow to compile", entries.len(), kind.nouns());
        let finding =
            Diagnostic::new(Code::TooManyVariants, kind.file.at(kind.block_span), message).path("/x-registry/closed");
        findings.push(finding.help("closed: false"));
    }
    let mut first: HashMap<RustName, usize> = HashMap::with_capacity(entries.len());
    let mut names = Vec::with_capacity(entries.len());
    for (index, entry) in entries.iter().enumerate() {
        let name = rust_name(kind, &entry.key);
        let Some(name) = name else {
            let key = crate::schema::shown(&serde_json::Value::String(entry.key.clone()));
            let message = format!("the key {key} cannot become a Rust name");
            let finding = Diagnostic::new(Code::UnsafeName, entry.place(), message).path(entry.at.to_string());
            findings.push(finding.help("use ASCII letters, digits, and `.`, `_`, `-`, `@`, `/` between them"));
            names.push(RustName { modules: Vec::new(), name: "_".to_owned() });
            continue;
        };
        if let Some(other) = first.get(&name).map(|other| &entries[*other]) {
            let path =
                name.modules.iter().map(String::as_str).chain([name.name.as_str()]).collect::<Vec<_>>().join("::");
            let message = format!("`{}` and `{}` are both `{path}` in Rust", other.key, entry.key);
            let help = if kind.block.closed {
                "rename one of them, or set `closed: false`, which keeps `.` and `_` apart"
            } else {
                "rename one of them"
            };
            let finding = Diagnostic::new(Code::NameCollision, entry.place(), message).path(entry.at.to_string());
            findings.push(finding.also(other.place(), "the other one").help(help));
        } else {
            first.insert(name.clone(), index);
        }
        names.push(name);
    }
    refuse_equal_types(kind, entries, findings);
    refuse_taken(kind, entries, findings);
    names
}

/// The types of configs stand in the module of their namespace, those of keys without one beside the
/// types of the kind; two of one name would not compile.
fn refuse_equal_types(kind: &Kind, entries: &[Entry], findings: &mut Findings) {
    let own = kind.model.items.iter().map(|item| ((None, item.name.as_str()), None));
    let mut types: HashMap<(Option<String>, &str), Option<&Entry>> = own.collect();
    for entry in entries {
        let module = entry.key.split_once('.').and_then(|(namespace, _)| profile::module(namespace));
        for item in entry.config.iter().flat_map(|config| &config.model.items) {
            let Some(other) = types.insert((module.clone(), &item.name), Some(entry)) else { continue };
            let whose = other
                .map_or_else(|| format!("the kind `{}`", kind.id), |other| format!("the config of `{}`", other.key));
            let message = format!("the config of `{}` and {whose} both have a type `{}`", entry.key, item.name);
            let mut finding = Diagnostic::new(Code::NameCollision, entry.place(), message).path(entry.at.to_string());
            if let Some(other) = other {
                finding = finding.also(other.place(), "the other one");
            }
            findings.push(finding.help("rename the entry or the property"));
            break;
        }
    }
}

/// Factories have a method `build`, and a kind that programs read at run time a module `definition`.
fn refuse_taken(kind: &Kind, entries: &[Entry], findings: &mut Findings) {
    for entry in entries {
        let method = kind.block.build.is_some() && profile::field(&entry.key).as_deref() == Some("build");
        let namespace = entry.key.split_once('.').and_then(|(namespace, _)| profile::module(namespace));
        let module = kind.block.runtime && namespace.as_deref() == Some("definition");
        let message = match (method, module) {
            (true, _) => format!("`{}` has the name of the method that builds any {}", entry.key, kind.noun()),
            (_, true) => format!("`{}` has the name of the module for run-time definitions", entry.key),
            (false, false) => continue,
        };
        let finding = Diagnostic::new(Code::NameCollision, entry.place(), message).path(entry.at.to_string());
        findings.push(finding.help("rename the entry"));
    }
}

fn rust_name(kind: &Kind, key: &str) -> Option<RustName> {
    if kind.block.closed {
        return Some(RustName { modules: Vec::new(), name: profile::variant(key)? });
    }
    let (namespaces, own) = key.rsplit_once('.').map_or((None, key), |(namespaces, own)| (Some(namespaces), own));
    let modules = namespaces.into_iter().flat_map(|namespaces| namespaces.split('.')).map(profile::module);
    Some(RustName { modules: modules.collect::<Option<_>>()?, name: profile::constant(own)? })
}
