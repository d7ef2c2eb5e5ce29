//! Values that show what a config looks like: the smallest that its schema takes, and one with every option.
//!
//! A value is made option by option from what the schema says, and then validated as a whole: one that its
//! schema refuses is never given. References name entries that exist.

mod number;
mod text;

use serde_json::{Map, Value};

use crate::entries::{Config, fill};
use crate::profile::{Docs, Field, ItemId, Model, Reference, Rules, Shape, Slot, Tagged, Type};
use crate::registry::Registry;

/// The smallest value: what is required, and nothing else. `None` where none was found.
#[must_use]
pub fn smallest(config: &Config, registry: &Registry) -> Option<Value> {
    made(config, registry, Amount::Least)
}

/// A value with every option: its default, else its first example, else a value that satisfies its
/// constraints. An option for which there is no such value is left out. `None` where none was found.
#[must_use]
pub fn fullest(config: &Config, registry: &Registry) -> Option<Value> {
    made(config, registry, Amount::Most)
}

/// How much of a config is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Amount {
    Least,
    Most,
}

/// No sample has more values; a few types that hold each other can make billions.
const MOST_VALUES: usize = 1_000;

/// Longer lists that a schema asks for are no help to a reader.
const MOST_ITEMS: usize = 100;

fn made(config: &Config, registry: &Registry, amount: Amount) -> Option<Value> {
    let model = &config.model;
    let mut maker = Maker { model, registry, amount, open: Vec::new(), left: MOST_VALUES };
    let value = maker.slot(&model.root, 0)?;
    let mut filled = value.clone();
    if amount == Amount::Most {
        fill::fill(model, &mut filled);
    }
    // Defaults are filled in however many properties an object may have.
    [filled, value].into_iter().find(|value| config.schema.accepts(value))
}

struct Maker<'a> {
    model: &'a Model,
    registry: &'a Registry,
    amount: Amount,
    /// The types that are being made: one that holds itself ends here.
    open: Vec<ItemId>,
    /// How many more values may be made.
    left: usize,
}

impl<'a> Maker<'a> {
    /// The `nth` of the values for a slot, of which no two are equal; `None` where there are not so many.
    fn slot(&mut self, slot: &'a Slot, nth: usize) -> Option<Value> {
        self.left = self.left.checked_sub(1)?;
        // What else must hold of pages, paths, configs of others and chains, no schema says.
        let made = if slot.link.is_none() { self.of_type(slot, nth) } else { none_of(slot) };
        made.or_else(|| (slot.nullable && nth == 0).then_some(Value::Null))
    }

    fn of_type(&mut self, slot: &'a Slot, nth: usize) -> Option<Value> {
        let rules = &slot.rules;
        match &slot.ty {
            Type::Any => Some(text::plain(rules, nth)?.into()),
            Type::Bool => [true, false].get(nth).copied().map(Value::Bool),
            Type::Int(width) => number::whole(rules, *width, nth),
            Type::Float => number::any(rules, nth),
            Type::Str => text::of(rules, nth).map(Value::String),
            Type::Key(reference) => self.key(reference, nth),
            Type::Schema => None,
            Type::Item(id) | Type::Boxed(id) => self.item(*id, nth),
            Type::List(item) => self.list(item, rules, nth),
            Type::Map(item) => self.map(item, rules, nth),
        }
    }

    /// The key of an entry; of one that is current, where there is one.
    fn key(&self, reference: &Reference, nth: usize) -> Option<Value> {
        let members = self.registry.get(&reference.to)?;
        let entries = |old: bool| members.entries.iter().filter(move |entry| members.kind.is_deprecated(entry) == old);
        entries(false).chain(entries(true)).nth(nth).map(|entry| Value::String(entry.key.clone()))
    }

    fn list(&mut self, item: &'a Slot, rules: &Rules, nth: usize) -> Option<Value> {
        let least = count(rules.min_items)?;
        let wanted = match self.amount {
            Amount::Least => least,
            Amount::Most => least.max(usize::from(rules.max_items != Some(0))),
        };
        let mut items = Vec::new();
        for index in 0..wanted {
            let value = self.slot(item, nth + index);
            let again = (!rules.unique_items).then(|| items.first().cloned()).flatten();
            match value.or(again) {
                Some(value) => items.push(value),
                None if index >= least => break,
                None => return None,
            }
        }
        (nth == 0 || !items.is_empty()).then_some(Value::Array(items))
    }

    fn map(&mut self, item: &'a Slot, rules: &Rules, nth: usize) -> Option<Value> {
        let least = count(rules.min_properties)?;
        let wanted = match self.amount {
            Amount::Least => least,
            Amount::Most => least.max(usize::from(rules.max_properties != Some(0))),
        };
        let mut properties = Map::new();
        for index in nth..nth + wanted {
            let name = if index == 0 { "name".to_owned() } else { format!("name{}", index + 1) };
            match self.slot(item, 0) {
                Some(value) => properties.insert(name, value),
                None if properties.len() >= least => break,
                None => return None,
            };
        }
        (nth == 0 || !properties.is_empty()).then_some(Value::Object(properties))
    }

    fn item(&mut self, id: ItemId, nth: usize) -> Option<Value> {
        if self.open.contains(&id) {
            return None;
        }
        self.open.push(id);
        let item = self.model.item(id);
        let made = match &item.shape {
            Shape::Struct(fields) => self.fields(Map::new(), fields, &item.rules, nth),
            Shape::Enum(choices) => choices.get(nth).map(|choice| Value::String(choice.value.clone())),
            Shape::Tagged { tag, variants } => {
                let mut variants = variants.iter().skip(nth);
                variants.find_map(|variant| self.variant(tag, variant))
            }
            Shape::Union(arms) => arms.iter().find_map(|arm| self.slot(&arm.value, nth)),
        };
        self.open.pop();
        made
    }

    fn variant(&mut self, tag: &str, variant: &'a Tagged) -> Option<Value> {
        let tag = Map::from_iter([(tag.to_owned(), Value::String(variant.value.clone()))]);
        self.fields(tag, &variant.fields, &variant.rules, 0)
    }

    /// An object of `given` and these fields: those that must be there, and the others as far as they are wanted
    /// and allowed. The `nth` differs from those before it in the first field that can.
    fn fields(&mut self, given: Map<String, Value>, fields: &'a [Field], rules: &Rules, nth: usize) -> Option<Value> {
        let least = count(rules.min_properties)?.saturating_sub(given.len());
        let required = fields.iter().filter(|field| field.required).count();
        let wanted = match self.amount {
            Amount::Least => least,
            Amount::Most => fields.len(),
        };
        let most = rules.max_properties.map_or(Some(usize::MAX), |most| count(Some(most)))?.saturating_sub(given.len());
        let mut others = wanted.min(most).saturating_sub(required);
        let (mut properties, mut differs) = (given, nth == 0);
        for field in fields {
            if !field.required && others == 0 {
                continue;
            }
            let other = if differs { None } else { self.slot(&field.value, nth) };
            differs |= other.is_some();
            match other.or_else(|| self.field(field)) {
                Some(value) => {
                    others -= usize::from(!field.required);
                    properties.insert(field.name.clone(), value);
                }
                None if field.required => return None,
                None => {}
            }
        }
        differs.then_some(Value::Object(properties))
    }

    fn field(&mut self, field: &'a Field) -> Option<Value> {
        let default = field.default.as_ref().filter(|value| !is_empty(value));
        let example = self.docs(field).find_map(|docs| docs.examples.first());
        let said = match self.amount {
            Amount::Least => example.or(default),
            Amount::Most => default.or(example),
        };
        said.cloned().or_else(|| self.slot(&field.value, 0)).or_else(|| field.default.clone())
    }

    /// What is said about a field, and about its type.
    fn docs(&self, field: &'a Field) -> impl Iterator<Item = &'a Docs> {
        let item = match field.value.ty {
            Type::Item(id) | Type::Boxed(id) => Some(&self.model.item(id).docs),
            Type::Any
            | Type::Bool
            | Type::Int(_)
            | Type::Float
            | Type::Str
            | Type::Key(_)
            | Type::Schema
            | Type::List(_)
            | Type::Map(_) => None,
        };
        std::iter::once(&field.docs).chain(item)
    }
}

/// The value that names nothing, where a slot takes one.
fn none_of(slot: &Slot) -> Option<Value> {
    (matches!(slot.ty, Type::List(_)) && slot.rules.min_items.unwrap_or(0) == 0).then(|| Value::Array(Vec::new()))
}

/// A count that a schema gives; `None` where it is too large for a sample.
fn count(given: Option<u64>) -> Option<usize> {
    usize::try_from(given.unwrap_or(0)).ok().filter(|count| *count <= MOST_ITEMS)
}

/// Whether a value shows nothing of its type.
fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(properties) => properties.is_empty(),
        Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}
