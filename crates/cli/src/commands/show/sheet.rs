//! Everything about one entry, gathered and written.

use compiler::entries::{Entry, Linked, Target};
use compiler::registry::{Members, Registry};
use serde_json::{Map, Value, json};
use source::Place;

use super::super::list::summary_of;
use super::options::{self, Row};
use crate::table::{one_line, table};

/// Everything about one entry.
#[derive(Debug)]
pub(super) struct Sheet<'a> {
    members: &'a Members,
    entry: &'a Entry,
    options: Vec<Row>,
    /// What the entry names.
    pub(super) refers_to: Vec<Relation>,
    /// What names the entry.
    pub(super) referred_by: Vec<Relation>,
}

/// A link, seen from one of its ends.
#[derive(Debug)]
pub(super) struct Relation {
    /// What the link is: `reference`, `config`, `doc`, `path`.
    how: &'static str,
    /// The kind at the other end, where that is an entry.
    kind: Option<String>,
    /// The key, page or path at the other end.
    what: String,
    /// Where the link stands.
    place: Place,
    /// Where it stands in its document.
    at: String,
}

impl<'a> Sheet<'a> {
    pub(super) fn of(registry: &Registry, members: &'a Members, entry: &'a Entry) -> Self {
        let options = entry.config.as_ref().map(|config| options::rows(&config.model)).unwrap_or_default();
        let refers_to = entry.links.iter().filter_map(|link| to(entry, link)).collect();
        Self { members, entry, options, refers_to, referred_by: all_by(registry, members, entry) }
    }

    pub(super) fn human(&self) -> String {
        let (kind, entry) = (&self.members.kind, self.entry);
        let mark = if self.members.kind.is_deprecated(entry) { " (deprecated)" } else { "" };
        let head = [
            format!("{} {}{mark}\n", kind.id, one_line(&entry.key)),
            summary_of(self.members, entry).map(|summary| one_line(summary) + "\n").unwrap_or_default(),
            format!(
                "\ndefined at {}, a kind of {}\n",
                one_line(&entry.place().to_string()),
                one_line(kind.file.name())
            ),
        ];
        let mut values = Vec::new();
        self.values().iter().for_each(|(name, value)| push_value(name, value, &mut values));
        let options = self.options.iter().map(Row::cells).collect::<Vec<_>>();
        let sections = [
            ("values", table("  ", ["PROPERTY", "VALUE"], &values)),
            ("config", table("  ", ["OPTION", "TYPE", "DEFAULT", "MEANING"], &options)),
            ("refers to", relations(&self.refers_to)),
            ("referred to by", relations(&self.referred_by)),
        ];
        let filled = sections.iter().filter(|(_, table)| !table.is_empty());
        let sections = filled.map(|(title, table)| format!("\n{title}\n{table}"));
        head.into_iter().chain(sections).collect()
    }

    pub(super) fn json(&self) -> Value {
        let (kind, entry) = (&self.members.kind, self.entry);
        let at = entry.place().start();
        json!({
            "kind": kind.id,
            "key": entry.key,
            "summary": summary_of(self.members, entry),
            "deprecated": self.members.kind.is_deprecated(entry),
            "file": entry.file.name(),
            "line": at.line,
            "column": at.column,
            "path": entry.at.to_string(),
            "definition": kind.file.name(),
            "values": Value::Object(self.values()),
            "config": self.options.iter().map(Row::json).collect::<Vec<_>>(),
            "refers_to": self.refers_to.iter().map(Relation::json).collect::<Vec<_>>(),
            "referred_by": self.referred_by.iter().map(Relation::json).collect::<Vec<_>>(),
        })
    }

    /// The entry's properties with defaults filled in, without its config, which has its own table.
    fn values(&self) -> Map<String, Value> {
        let config = self.members.kind.config.as_deref();
        let properties = self.entry.value.as_object().into_iter().flatten();
        properties
            .filter(|(name, _)| Some(name.as_str()) != config)
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect()
    }
}

/// A value on one line; a list or object that is too long for one has a line for each of its parts.
fn push_value(name: &str, value: &Value, rows: &mut Vec<[String; 2]>) {
    /// Longer than this is not read at a glance.
    const ONE_LINE: usize = 80;
    let shown = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    match value {
        Value::Array(items) if shown.len() > ONE_LINE => {
            items.iter().enumerate().for_each(|(index, item)| push_value(&format!("{name}/{index}"), item, rows));
        }
        Value::Object(properties) if shown.len() > ONE_LINE => {
            properties.iter().for_each(|(property, value)| push_value(&format!("{name}/{property}"), value, rows));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) | Value::Object(_) => {
            rows.push([name.to_owned(), shown]);
        }
    }
}

fn relations(relations: &[Relation]) -> String {
    let row = |relation: &Relation| {
        let kind = relation.kind.as_deref().unwrap_or_default();
        [
            relation.how.to_owned(),
            format!("{kind} {}", relation.what).trim().to_owned(),
            relation.place.to_string(),
            relation.at.clone(),
        ]
    };
    table("  ", ["HOW", "WHAT", "WHERE", "PATH"], &relations.iter().map(row).collect::<Vec<_>>())
}

impl Relation {
    fn json(&self) -> Value {
        let at = self.place.start();
        json!({
            "how": self.how,
            "kind": self.kind,
            "what": self.what,
            "file": self.place.text.name(),
            "line": at.line,
            "column": at.column,
            "path": self.at,
        })
    }
}

fn relation(how: &'static str, kind: Option<&str>, what: &str, holder: &Entry, link: &Linked) -> Relation {
    let place = holder.file.at(link.span);
    Relation { how, kind: kind.map(str::to_owned), what: what.to_owned(), place, at: link.at.to_string() }
}

/// A link from the end that it stands at.
fn to(entry: &Entry, link: &Linked) -> Option<Relation> {
    match &link.to {
        Target::Entry { reference, key } => Some(relation("reference", Some(&reference.to), key, entry, link)),
        Target::Doc(page) => Some(relation("doc", None, page, entry, link)),
        // Its items are references, which are shown.
        Target::Chain { .. } => None,
        Target::Path(path) => Some(relation("path", None, path, entry, link)),
        Target::Config { owner, given, .. } => {
            let owner = owner.as_ref().filter(|_| *given);
            owner.map(|owner| relation("config", Some(&owner.kind), &owner.key, entry, link))
        }
    }
}

/// All links that end at an entry, by kind and key of the entries that they stand in.
fn all_by(registry: &Registry, members: &Members, entry: &Entry) -> Vec<Relation> {
    let ends_here = |kind: &str, key: &str| kind == members.kind.id && key == entry.key;
    let mut found = Vec::new();
    for holders in &registry.members {
        for holder in &holders.entries {
            for link in &holder.links {
                let how = match &link.to {
                    Target::Entry { reference, key } if ends_here(&reference.to, key) => "reference",
                    Target::Config { owner: Some(owner), given: true, .. } if ends_here(&owner.kind, &owner.key) => {
                        "config"
                    }
                    Target::Entry { .. }
                    | Target::Config { .. }
                    | Target::Chain { .. }
                    | Target::Doc(_)
                    | Target::Path(_) => continue,
                };
                found.push(relation(how, Some(&holders.kind.id), &holder.key, holder, link));
            }
        }
    }
    found
}
