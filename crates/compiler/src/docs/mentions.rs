//! Code in the pages of a kind that looks like one of its keys and is none.
//!
//! A page is one of a kind's where an entry of the kind names it, or the kind's `pages` has it. Code looks
//! like a key where it begins with the namespace of one, or differs from one by a slip.

use std::collections::{BTreeMap, BTreeSet};

use links::{Code as CodeSpan, ReadPage};
use source::{Code, Diagnostic, Findings, is_slip, nearest};

use super::{Docs, below, coverage};
use crate::registry::{Members, Registry};

/// Endings of files; `gate.idempotency.yaml` is a file and no key.
const FILES: &[&str] = &["json", "md", "rs", "svg", "toml", "yaml", "yml", "html", "txt", "lock", "ndjson"];

/// Checks the code of the pages of all kinds, and gives how much of it looked like a key.
pub(super) fn check(docs: &Docs, registry: &Registry, written: &[&ReadPage], findings: &mut Findings) -> usize {
    let names = names(registry);
    let kinds: Vec<(BTreeSet<String>, Keys<'_>)> = registry
        .members
        .iter()
        .map(|members| (coverage::pages_of(docs, members, written), Keys::new(members)))
        .collect();
    let mut looked_at = 0;
    for page in written {
        let path = below(docs, page);
        let of_page = kinds.iter().filter(|(pages, _)| pages.contains(path));
        let keys: Vec<&Keys<'_>> = of_page.map(|(_, keys)| keys).collect();
        for code in page.contents.code.iter().filter(|_| !keys.is_empty()) {
            if keys.iter().any(|keys| keys.has(&code.text)) {
                looked_at += 1;
                continue;
            }
            let mut meant = keys.iter().map(|keys| (keys, keys.meant(&code.text, &names)));
            let found = meant.find_map(|(keys, meant)| match meant {
                Meant::Nothing => None,
                Meant::Key(near) => Some((keys, near)),
            });
            if let Some((keys, near)) = found {
                looked_at += 1;
                findings.push(unknown(page, code, keys.members, near));
            }
        }
    }
    looked_at
}

fn unknown(page: &ReadPage, code: &CodeSpan, members: &Members, near: Option<&str>) -> Diagnostic {
    let kind = &members.kind;
    let message = format!("there is no {} `{}`", kind.noun(), code.text);
    let finding = Diagnostic::new(Code::UnknownKey, page.place(code.span), message);
    match near {
        Some(near) => finding.help(format!("did you mean `{near}`?")),
        None => finding.note(format!("the page is one of the kind `{}`", kind.id)),
    }
}

/// Everything that pages may name besides the keys of their own kind: keys, kinds and properties.
fn names(registry: &Registry) -> BTreeSet<&str> {
    let mut names = BTreeSet::new();
    for members in &registry.members {
        names.insert(members.kind.id.as_str());
        names.extend(members.entries.iter().map(|entry| entry.key.as_str()));
        names.extend(members.kind.model.object().into_iter().flatten().map(|field| field.name.as_str()));
        names.extend(members.entries.iter().flat_map(|entry| {
            let config = entry.config.as_ref().and_then(|config| config.model.object());
            config.into_iter().flatten().map(|field| field.name.as_str())
        }));
    }
    names
}

/// The keys of a kind.
struct Keys<'a> {
    members: &'a Members,
    /// By what stands before the first dot, where there is one.
    namespaces: BTreeMap<&'a str, Vec<&'a str>>,
    /// Those with a version, without it.
    versioned: BTreeSet<&'a str>,
}

impl<'a> Keys<'a> {
    fn new(members: &'a Members) -> Self {
        let mut namespaces: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for entry in &members.entries {
            if let Some((namespace, _)) = entry.key.split_once('.') {
                namespaces.entry(namespace).or_default().push(&entry.key);
            }
        }
        let versioned = members.entries.iter().filter(|_| members.kind.block.versioned);
        let versioned = versioned.filter_map(|entry| Some(entry.key.split_once('@')?.0)).collect();
        Self { members, namespaces, versioned }
    }

    /// Whether code is a key, or a property of the entry with one.
    fn has(&self, code: &str) -> bool {
        let mut name = code;
        loop {
            let without_version = name.split('@').next().unwrap_or_default();
            if self.members.find(name).is_some() || self.versioned.contains(without_version) {
                return true;
            }
            match name.rsplit_once('.') {
                Some((shorter, _)) => name = shorter,
                None => return false,
            }
        }
    }

    /// What code means that is no key.
    fn meant(&self, code: &str, names: &BTreeSet<&str>) -> Meant<'a> {
        let is_key = |character: char| character.is_ascii_alphanumeric() || "._-@".contains(character);
        let is_file = code.rsplit_once('.').is_some_and(|(_, ending)| FILES.contains(&ending));
        if !code.chars().all(is_key) || is_file || names.contains(code) {
            return Meant::Nothing;
        }
        let keys = || self.members.entries.iter().map(|entry| entry.key.as_str());
        match code.split_once('.') {
            // A part of a key, such as `gate.`, stands for several.
            Some((_, "")) => Meant::Nothing,
            Some((namespace, _)) => self.namespaces.get(namespace).map_or(Meant::Nothing, |known| {
                Meant::Key(nearest(code, known.iter().copied()).or_else(|| nearest(code, keys())))
            }),
            None if code.len() < SHORTEST || !code.contains(['_', '-']) => Meant::Nothing,
            None => nearest(code, keys())
                .filter(|near| is_slip(code, near))
                .map_or(Meant::Nothing, |near| Meant::Key(Some(near))),
        }
    }
}

/// What code in a line means.
enum Meant<'a> {
    /// No key.
    Nothing,
    /// A key that there is not, and perhaps this one.
    Key(Option<&'a str>),
}

/// A slip in a shorter name may be another word.
const SHORTEST: usize = 7;
