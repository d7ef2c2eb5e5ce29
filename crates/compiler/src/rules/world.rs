//! What rules look at: entries by kind and key, whose references can be followed.
//!
//! A world is made of the whole registry, or of the few entries of a case. It owns what it holds, since
//! values of expressions must.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::Value as Json;
use yaml::Pointer;

use super::path::Path;
use crate::profile::{Field, ItemId, Model, Shape as TypeShape, Type};
use crate::registry::{Members, Registry};

/// Entries by kind.
#[derive(Debug, Default)]
pub(super) struct World {
    tables: Vec<Table>,
    by_id: HashMap<String, usize>,
    /// Whether an expression has followed a reference that leads nowhere. That has been reported at the reference,
    /// so what the expression came to counts for nothing.
    astray: AtomicBool,
}

/// The entries of a kind.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) rows: Vec<Row>,
    by_key: HashMap<Arc<str>, usize>,
    references: Arc<References>,
    key_properties: Vec<String>,
}

/// An entry.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) key: Arc<str>,
    /// Its properties without the key; null where the entry has a mistake of its own.
    pub(super) value: Arc<Json>,
}

/// Where in values of a type the keys of other entries are.
#[derive(Debug, Default)]
pub(super) struct References {
    /// The kind, where the value itself is a key.
    to: Option<String>,
    /// Of an object.
    fields: BTreeMap<String, Arc<Self>>,
    /// Of the items of a list, and of the values of an object with free keys.
    items: Option<Arc<Self>>,
    /// Whether there is a key here or below.
    anywhere: bool,
}

impl References {
    fn of_model(model: &Model) -> Arc<Self> {
        Lookout { model, seen: HashMap::new() }.of(&model.root.ty)
    }

    /// Whether the value itself is a key.
    pub(super) fn is_key(&self) -> bool {
        self.to.is_some()
    }

    /// Whether there is a key here or anywhere below.
    pub(super) fn is_anywhere(&self) -> bool {
        self.anywhere
    }

    /// Of a property of an object.
    pub(super) fn of_property(&self, name: &str) -> Arc<Self> {
        self.fields.get(name).or(self.items.as_ref()).map(Arc::clone).unwrap_or_default()
    }

    /// Of an item of a list.
    pub(super) fn of_items(&self) -> Arc<Self> {
        self.items.as_ref().map(Arc::clone).unwrap_or_default()
    }
}

/// Looks through a model for keys, at each named type once.
struct Lookout<'a> {
    model: &'a Model,
    /// What was found in each; nothing yet in those that it is looking through. So a type inside of itself comes to
    /// an end, and keys further in are plain texts.
    seen: HashMap<ItemId, Arc<References>>,
}

impl Lookout<'_> {
    fn of(&mut self, ty: &Type) -> Arc<References> {
        match ty {
            Type::Key(reference) => {
                Arc::new(References { to: Some(reference.to.clone()), anywhere: true, ..References::default() })
            }
            Type::List(item) | Type::Map(item) => {
                let items = self.of(&item.ty);
                Arc::new(References { anywhere: items.anywhere, items: Some(items), ..References::default() })
            }
            Type::Item(id) | Type::Boxed(id) => {
                if let Some(seen) = self.seen.get(id) {
                    return Arc::clone(seen);
                }
                self.seen.insert(*id, Arc::default());
                let found = Arc::new(self.of_shape(&self.model.item(*id).shape));
                self.seen.insert(*id, Arc::clone(&found));
                found
            }
            Type::Any | Type::Bool | Type::Int(_) | Type::Float | Type::Str | Type::Schema => Arc::default(),
        }
    }

    fn of_shape(&mut self, shape: &TypeShape) -> References {
        match shape {
            TypeShape::Struct(fields) => self.of_fields(fields),
            TypeShape::Tagged { variants, .. } => self.of_fields(variants.iter().flat_map(|variant| &variant.fields)),
            TypeShape::Union(arms) => {
                let mut whole = References::default();
                for arm in arms {
                    let of_arm = self.of(&arm.value.ty);
                    whole.fields.extend(of_arm.fields.clone());
                    whole.items = whole.items.or_else(|| of_arm.items.clone());
                    whole.to = whole.to.or_else(|| of_arm.to.clone());
                    whole.anywhere |= of_arm.anywhere;
                }
                whole
            }
            TypeShape::Enum(_) => References::default(),
        }
    }

    fn of_fields<'f>(&mut self, fields: impl IntoIterator<Item = &'f Field>) -> References {
        let of_field = |field: &Field| (field.name.clone(), self.of(&field.value.ty));
        let fields: BTreeMap<String, Arc<References>> = fields.into_iter().map(of_field).collect();
        References { anywhere: fields.values().any(|field| field.anywhere), fields, ..References::default() }
    }
}

/// A value that a path leads to.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// The value; of a reference the key.
    pub(super) value: Json,
    /// Where the entry itself has it or the reference that leads to it.
    pub(super) at: Pointer,
    /// Where in it the keys of other entries are.
    pub(super) references: Arc<References>,
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
            world.add(members, rows.collect());
        }
        world
    }

    /// Adds the entries of a kind.
    pub(super) fn add(&mut self, members: &Members, rows: Vec<Row>) {
        let by_key = rows.iter().enumerate().map(|(place, row)| (Arc::clone(&row.key), place)).collect();
        let references = References::of_model(&members.kind.model);
        let key_properties = members.kind.block.key_properties();
        self.by_id.insert(members.kind.id.clone(), self.tables.len());
        self.tables.push(Table { rows, by_key, references, key_properties });
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
        let mut walk = Walk { world: self, away: false, found: Vec::new() };
        match item.filter(|_| path.is_of_item()) {
            Some(item) => walk.value(&item.value, &item.references, &item.at, path.names()),
            None => walk.entry(entry, &Pointer::root(), path.names()),
        }
        walk.found
    }

    /// The entry that a key leads to.
    pub(super) fn target(&self, references: &References, key: &str) -> Option<Place> {
        self.find(references.to.as_deref()?, key)
    }

    pub(super) fn references(&self, table: usize) -> &References {
        &self.tables[table].references
    }

    pub(super) fn is_key_property(&self, table: usize, name: &str) -> bool {
        self.tables[table].key_properties.iter().any(|property| property == name)
    }

    /// Forgets what expressions went astray.
    pub(super) fn start(&self) {
        self.astray.store(false, Ordering::Relaxed);
    }

    /// Whether one has since.
    pub(super) fn went_astray(&self) -> bool {
        self.astray.load(Ordering::Relaxed)
    }

    pub(super) fn go_astray(&self) {
        self.astray.store(true, Ordering::Relaxed);
    }
}

struct Walk<'a> {
    world: &'a World,
    /// Beyond a reference, the place in the entry at hand is that of the reference.
    away: bool,
    found: Vec<Found>,
}

impl Walk<'_> {
    fn entry(&mut self, (table, row): Place, at: &Pointer, names: &[String]) {
        let Table { rows, references, .. } = &self.world.tables[table];
        let Row { key, value } = &rows[row];
        match names {
            [name] if name == "key" || self.world.is_key_property(table, name) => {
                self.push(&Json::from(key.as_ref()), &Arc::default(), at);
            }
            names => self.value(value, references, at, names),
        }
    }

    fn value(&mut self, value: &Json, references: &Arc<References>, at: &Pointer, names: &[String]) {
        match (value, names) {
            (Json::Null, _) => {}
            (Json::Array(items), _) => {
                for (index, item) in items.iter().enumerate() {
                    let below = self.below(at, &index.to_string());
                    self.value(item, &references.of_items(), &below, names);
                }
            }
            (_, []) => self.push(value, references, at),
            (Json::String(key), _) => {
                if let Some(target) = self.world.target(references, key) {
                    let away = std::mem::replace(&mut self.away, true);
                    self.entry(target, at, names);
                    self.away = away;
                }
            }
            (Json::Object(members), [name, rest @ ..]) => {
                if let Some(member) = members.get(name) {
                    let below = self.below(at, name);
                    self.value(member, &references.of_property(name), &below, rest);
                }
            }
            (Json::Bool(_) | Json::Number(_), _) => {}
        }
    }

    fn below(&self, at: &Pointer, name: &str) -> Pointer {
        if self.away { at.clone() } else { at.join(name) }
    }

    fn push(&mut self, value: &Json, references: &Arc<References>, at: &Pointer) {
        self.found.push(Found { value: value.clone(), at: at.clone(), references: Arc::clone(references) });
    }
}
