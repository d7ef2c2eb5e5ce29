//! What rules look at: entries by kind and key, whose references can be followed.
//!
//! A world is made of the whole registry, or of the few entries of a case. It owns what it holds, since
//! values of expressions must.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use serde_json::Value as Json;
use yaml::Pointer;

use super::path::Path;
use super::references::References;
use crate::registry::{Members, Registry};

/// So many values may the paths of a rule lead to beyond references of references, which multiply; and so many may one
/// run of an expression ask for. What rules need is a few for each entry.
const MOST_BEYOND: usize = 2_000_000;
pub(super) const MOST_ASKED: usize = 100_000;

/// Entries by kind.
#[derive(Debug, Default)]
pub(super) struct World {
    tables: Vec<Table>,
    by_id: HashMap<String, usize>,
    /// Whether a reference was followed that leads nowhere, or to an entry with a mistake of its own. That has been
    /// reported, so what came of it counts for nothing.
    astray: AtomicBool,
    /// How many values an expression has asked for.
    asked: AtomicUsize,
    /// How many values paths have led to beyond references of references.
    beyond: AtomicUsize,
}

/// The entries of a kind.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) rows: Vec<Row>,
    /// Whether these are all, and none has a mistake of its own.
    pub(super) is_whole: bool,
    by_key: HashMap<Arc<str>, usize>,
    references: References,
    key_properties: Vec<String>,
}

/// An entry.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) key: Arc<str>,
    /// Its properties without the key; null where the entry has a mistake of its own.
    pub(super) value: Arc<Json>,
}

/// A value that a path leads to.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// The value; of a reference the key.
    pub(super) value: Json,
    /// Where the entry itself has it or the reference that leads to it.
    pub(super) at: Pointer,
    /// Where in it the keys of other entries are.
    pub(super) references: References,
}

/// The place of an entry: its table and its row.
pub(super) type Place = (usize, usize);

impl World {
    /// All entries of a registry.
    pub(super) fn of_registry(registry: &Registry) -> Self {
        let mut world = Self::default();
        for members in &registry.members {
            let rows = members
                .entries
                .iter()
                .map(|entry| Row { key: entry.key.as_str().into(), value: Arc::clone(&entry.value) });
            world.add(members, rows.collect(), members.complete);
        }
        world
    }

    /// Adds the entries of a kind; whether these are all that there are.
    pub(super) fn add(&mut self, members: &Members, rows: Vec<Row>, complete: bool) {
        let by_key = rows.iter().enumerate().map(|(place, row)| (Arc::clone(&row.key), place)).collect();
        let is_whole = complete && rows.iter().all(|row| !row.value.is_null());
        let references = References::of_model(&members.kind.model);
        let key_properties = members.kind.block.key_properties();
        self.by_id.insert(members.kind.id.clone(), self.tables.len());
        self.tables.push(Table { rows, is_whole, by_key, references, key_properties });
    }

    pub(super) fn table(&self, kind: &str) -> Option<(usize, &Table)> {
        let table = *self.by_id.get(kind)?;
        Some((table, &self.tables[table]))
    }

    pub(super) fn row(&self, (table, row): Place) -> &Row {
        &self.tables[table].rows[row]
    }

    fn find(&self, kind: &str, key: &str) -> Option<Place> {
        let (table, rows) = self.table(kind)?;
        Some((table, *rows.by_key.get(key)?))
    }

    /// All values that a path leads to from an entry, or from an item of its. Lists are taken apart; a reference that
    /// leads nowhere ends the way.
    pub(super) fn values(&self, entry: Place, item: Option<&Found>, path: &Path) -> Vec<Found> {
        let mut walk = Walk { world: self, followed: 0, found: Vec::new() };
        match item.filter(|_| path.is_of_item()) {
            Some(item) => walk.value(&item.value, &item.references, &item.at, path.names()),
            None => walk.entry(entry, &Pointer::root(), path.names()),
        }
        walk.found
    }

    /// The entry that a key leads to.
    pub(super) fn target(&self, references: &References, key: &str) -> Option<Place> {
        self.find(references.kind()?, key)
    }

    pub(super) fn references(&self, table: usize) -> &References {
        &self.tables[table].references
    }

    pub(super) fn is_key_property(&self, table: usize, name: &str) -> bool {
        self.tables[table].key_properties.iter().any(|property| property == name)
    }

    /// Begins anew: nothing went astray, and an expression has asked for nothing.
    pub(super) fn start(&self) {
        self.astray.store(false, Ordering::Relaxed);
        self.asked.store(0, Ordering::Relaxed);
    }

    /// Whether a reference that leads nowhere was followed since.
    pub(super) fn went_astray(&self) -> bool {
        self.astray.load(Ordering::Relaxed)
    }

    pub(super) fn go_astray(&self) {
        self.astray.store(true, Ordering::Relaxed);
    }

    /// Counts values that an expression asks for; false where it has asked for too many.
    pub(super) fn ask(&self, values: usize) -> bool {
        self.asked.fetch_add(values, Ordering::Relaxed) < MOST_ASKED
    }

    /// Begins a rule.
    pub(super) fn start_rule(&self) {
        self.beyond.store(0, Ordering::Relaxed);
    }

    /// Whether the paths of the rule have led to so many values that none was looked for any more.
    pub(super) fn is_exhausted(&self) -> bool {
        self.beyond.load(Ordering::Relaxed) >= MOST_BEYOND
    }
}

struct Walk<'a> {
    world: &'a World,
    /// How many references lie behind: beyond the first, the place in the entry at hand stays that of the reference.
    followed: usize,
    found: Vec<Found>,
}

impl Walk<'_> {
    fn entry(&mut self, (table, row): Place, at: &Pointer, names: &[String]) {
        let Table { rows, references, .. } = &self.world.tables[table];
        let Row { key, value } = &rows[row];
        match names {
            [name] if name == "key" || self.world.is_key_property(table, name) => {
                self.push(&Json::from(key.as_ref()), &References::default(), at);
            }
            _ if value.is_null() => self.world.go_astray(),
            names => self.value(value, references, at, names),
        }
    }

    fn value(&mut self, value: &Json, references: &References, at: &Pointer, names: &[String]) {
        if self.followed > 1
            && (self.world.is_exhausted() || self.world.beyond.fetch_add(1, Ordering::Relaxed) >= MOST_BEYOND)
        {
            return;
        }
        match (value, names) {
            (Json::Null, _) => {}
            (Json::Array(items), _) => {
                let references = references.of_items();
                for (index, item) in items.iter().enumerate() {
                    let below = self.below(at, &index.to_string());
                    self.value(item, &references, &below, names);
                }
            }
            (_, []) => self.push(value, references, at),
            (Json::String(key), _) => match self.world.target(references, key) {
                Some(target) => {
                    self.followed += 1;
                    self.entry(target, at, names);
                    self.followed -= 1;
                }
                None if references.kind().is_some() => self.reference(key, at, names),
                None => {}
            },
            (Json::Object(members), [name, rest @ ..]) => {
                if let Some(member) = members.get(name) {
                    let below = self.below(at, name);
                    self.value(member, &references.of_property(value, name), &below, rest);
                }
            }
            (Json::Bool(_) | Json::Number(_), _) => {}
        }
    }

    /// A reference that leads nowhere: of what lies behind it, its key is known.
    fn reference(&mut self, key: &str, at: &Pointer, names: &[String]) {
        match names {
            [name] if name == "key" => self.push(&Json::from(key), &References::default(), at),
            _ => self.world.go_astray(),
        }
    }

    fn below(&self, at: &Pointer, name: &str) -> Pointer {
        if self.followed > 0 { at.clone() } else { at.join(name) }
    }

    fn push(&mut self, value: &Json, references: &References, at: &Pointer) {
        self.found.push(Found { value: value.clone(), at: at.clone(), references: references.clone() });
    }
}
