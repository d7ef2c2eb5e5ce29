//! Kinds and entries together: keys indexed, entries in order, every link followed.

mod chains;
mod follow;
mod renamed;
mod rust_names;

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};

use serde_json::Value;
use source::{Code, Diagnostic, Findings};

pub use follow::Followed;
pub(crate) use follow::follow_entry;
pub use rust_names::RustName;

use crate::entries::{Entries, Entry};
use crate::files::Files;
use crate::kinds::Kind;
use crate::project::Project;

/// All definitions of a project, resolved.
#[derive(Debug, Default)]
pub struct Registry {
    /// The kinds with their entries, sorted by registry and name.
    pub members: Vec<Members>,
    /// What was looked at.
    pub followed: Followed,
    by_id: BTreeMap<String, usize>,
}

/// A kind and its entries.
#[derive(Debug)]
pub struct Members {
    /// The kind.
    pub kind: Kind,
    /// Its entries, in the kind's order.
    pub entries: Vec<Entry>,
    /// What each entry is called in Rust, in the same order.
    pub names: Vec<RustName>,
    /// Whether all keys are known; where a file could not be read, an unknown key may be in it.
    pub complete: bool,
    by_key: HashMap<String, usize>,
}

/// What groups entries by the beginning of their keys.
pub(crate) const NAMESPACE: &str = "namespace";

/// A key before its first dot.
pub(crate) fn namespace(key: &str) -> &str {
    key.split_once('.').map_or(key, |(namespace, _)| namespace)
}

impl Members {
    /// The place of an entry among the kind's entries.
    #[must_use]
    pub fn find(&self, key: &str) -> Option<usize> {
        self.by_key.get(key).copied()
    }

    /// The group of an entry on the index page; empty where there are no groups.
    #[must_use]
    pub fn group<'a>(&self, entry: &'a Entry) -> &'a str {
        match self.kind.block.group_by.as_deref() {
            None => "",
            Some(NAMESPACE) => namespace(&entry.key),
            Some(property) => entry.text(property).unwrap_or_default(),
        }
    }
}

impl Registry {
    /// The kind of a full name, with its entries.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Members> {
        self.place(id).map(|place| &self.members[place])
    }

    /// The place of the kind of a full name.
    #[must_use]
    pub fn place(&self, id: &str) -> Option<usize> {
        self.by_id.get(id).copied()
    }

    /// How many entries there are.
    #[must_use]
    pub fn entry_count(&self) -> usize {
        self.members.iter().map(|members| members.entries.len()).sum()
    }
}

/// Indexes, orders and follows.
pub fn resolve(
    files: &impl Files,
    project: &Project,
    kinds: Vec<Kind>,
    entries: Entries,
    findings: &mut Findings,
) -> Registry {
    let mut lists: Vec<Vec<Entry>> = kinds.iter().map(|_| Vec::new()).collect();
    for entry in entries.list {
        lists[entry.kind].push(entry);
    }
    let known = lists.into_iter().zip(entries.complete);
    let members = kinds.into_iter().zip(known).map(|(kind, (list, complete))| index(kind, list, complete, findings));
    let members: Vec<Members> = members.collect();
    let by_id = members.iter().enumerate().map(|(index, members)| (members.kind.id.clone(), index)).collect();
    let mut registry = Registry { members, followed: Followed::default(), by_id };
    registry.members.iter().for_each(|members| renamed::check(members, findings));
    registry.followed = follow::follow(files, project, &registry, findings);
    registry
}

fn index(kind: Kind, mut entries: Vec<Entry>, complete: bool, findings: &mut Findings) -> Members {
    order(&kind, &mut entries);
    let mut by_key: HashMap<String, usize> = HashMap::with_capacity(entries.len());
    let mut unique: Vec<Entry> = Vec::with_capacity(entries.len());
    for entry in entries {
        if let Some(first) = by_key.get(&entry.key) {
            let (first, second) = in_order(&unique[*first], &entry);
            let message = format!("two {} have the key `{}`", kind.nouns(), entry.key);
            let finding = Diagnostic::new(Code::DuplicateKey, second.place(), message)
                .path(second.at.to_string())
                .also(first.place(), "the other one")
                .help("rename or remove one of them");
            findings.push(finding);
            continue;
        }
        by_key.insert(entry.key.clone(), unique.len());
        unique.push(entry);
    }
    let names = rust_names::name(&kind, &unique, findings);
    Members { kind, entries: unique, names, complete, by_key }
}

fn in_order<'a>(a: &'a Entry, b: &'a Entry) -> (&'a Entry, &'a Entry) {
    let rank = |entry: &Entry| (entry.file.name().to_owned(), entry.key_span);
    if rank(a) <= rank(b) { (a, b) } else { (b, a) }
}

/// Sorts by the kind's `order`, then by key, then by place, so that no order of files shows.
fn order(kind: &Kind, entries: &mut [Entry]) {
    let keys = kind.block.key_properties();
    let criteria: Vec<(&str, bool)> = kind
        .block
        .order
        .iter()
        .map(|order| order.strip_prefix('-').map_or((order.as_str(), false), |property| (property, true)))
        .collect();
    entries.sort_by(|a, b| {
        for (property, descending) in &criteria {
            let ordering = if *property == "key" || keys.iter().any(|key| key == property) {
                if *descending { b.key.cmp(&a.key) } else { a.key.cmp(&b.key) }
            } else {
                compare(a.value.get(*property), b.value.get(*property), *descending)
            };
            if ordering != Ordering::Equal {
                return ordering;
            }
        }
        let place = |entry: &Entry| (entry.file.name().to_owned(), entry.key_span);
        a.key.cmp(&b.key).then_with(|| place(a).cmp(&place(b)))
    });
}

/// Numbers by size, texts by bytes, absent last in both directions; values of other types count as equal.
fn compare(a: Option<&Value>, b: Option<&Value>, descending: bool) -> Ordering {
    let ordering = match (a, b) {
        (Some(Value::Number(a)), Some(Value::Number(b))) => {
            a.as_f64().unwrap_or_default().total_cmp(&b.as_f64().unwrap_or_default())
        }
        (Some(Value::String(a)), Some(Value::String(b))) => a.cmp(b),
        (Some(Value::Bool(a)), Some(Value::Bool(b))) => a.cmp(b),
        (Some(_), None) => return Ordering::Less,
        (None, Some(_)) => return Ordering::Greater,
        (Some(_), Some(_)) | (None, None) => Ordering::Equal,
    };
    if descending { ordering.reverse() } else { ordering }
}
