//! Fills in the defaults that a schema declares, so that what is generated never says less than what holds.

use std::collections::HashMap;

use serde_json::Value;

use crate::profile::{Field, JsonType, Model, Shape, Slot, Type};

/// Writes every default into a value that satisfies its schema.
pub(crate) fn fill(model: &Model, value: &mut Value) {
    fill_type(model, &model.root.ty, value);
}

fn fill_type(model: &Model, ty: &Type, value: &mut Value) {
    match ty {
        Type::Item(id) | Type::Boxed(id) => match &model.item(*id).shape {
            Shape::Struct(fields) => fill_fields(model, fields, value),
            Shape::Tagged { tag, variants } => {
                let given = value.get(tag).and_then(Value::as_str).map(str::to_owned);
                if let Some(variant) = variants.iter().find(|variant| Some(&variant.value) == given.as_ref()) {
                    fill_fields(model, &variant.fields, value);
                }
            }
            Shape::Union(arms) => {
                let json = JsonType::of(value);
                if let Some(arm) = arms.iter().find(|arm| Some(arm.json) == json) {
                    fill_slot(model, &arm.value, value);
                }
            }
            Shape::Enum(_) => {}
        },
        Type::List(item) => value.as_array_mut().into_iter().flatten().for_each(|value| fill_slot(model, item, value)),
        Type::Map(item) => {
            let values = value.as_object_mut().into_iter().flat_map(serde_json::Map::values_mut);
            values.for_each(|value| fill_slot(model, item, value));
        }
        Type::Any | Type::Bool | Type::Int(_) | Type::Float | Type::Str | Type::Key(_) | Type::Schema => {}
    }
}

fn fill_slot(model: &Model, slot: &Slot, value: &mut Value) {
    if !value.is_null() {
        fill_type(model, &slot.ty, value);
    }
}

fn fill_fields(model: &Model, fields: &[Field], value: &mut Value) {
    let Value::Object(properties) = value else { return };
    for field in fields {
        if let (None, Some(default)) = (properties.get(&field.name), &field.default) {
            properties.insert(field.name.clone(), default.clone());
        }
        if let Some(value) = properties.get_mut(&field.name) {
            fill_slot(model, &field.value, value);
        }
    }
}

/// Defaults that one default may bring with it; a handful of definitions can make billions.
const MOST_FILLED: u64 = 10_000;

/// A default that cannot be filled in.
#[derive(Debug)]
pub(crate) struct Unfillable<'m> {
    /// The property that has it.
    pub(crate) field: &'m Field,
    /// Why not, as the end of a sentence about the default.
    pub(crate) why: String,
}

/// The defaults of a model that lead to themselves, or to more than the limit of others.
pub(crate) fn unfillable(model: &Model) -> Vec<Unfillable<'_>> {
    let mut counts = Counts { model, known: HashMap::new() };
    let fields = model.items.iter().flat_map(|item| match &item.shape {
        Shape::Struct(fields) => vec![fields],
        Shape::Tagged { variants, .. } => variants.iter().map(|variant| &variant.fields).collect(),
        Shape::Enum(_) | Shape::Union(_) => Vec::new(),
    });
    let mut found = Vec::new();
    for field in fields.flatten().filter(|field| field.default.is_some()) {
        let why = match counts.of_default(field) {
            None => "leads to itself, so it never ends".to_owned(),
            Some(count) if count > MOST_FILLED => "brings more than 10,000 other defaults with it".to_owned(),
            Some(_) => continue,
        };
        found.push(Unfillable { field, why });
    }
    found
}

/// Counts the defaults that are filled in below a value.
struct Counts<'m> {
    model: &'m Model,
    /// By the address of a field: its count, or `None` while it is being counted and where it never ends.
    known: HashMap<*const Field, Option<u64>>,
}

impl<'m> Counts<'m> {
    /// How many defaults the default of a field fills in, itself included; `None` where that never ends.
    fn of_default(&mut self, field: &'m Field) -> Option<u64> {
        let address = std::ptr::from_ref(field);
        if let Some(known) = self.known.get(&address) {
            return *known;
        }
        self.known.insert(address, None);
        let default = field.default.as_ref()?;
        let count = self.of_value(&field.value.ty, default).map(|count| count.saturating_add(1));
        self.known.insert(address, count);
        count
    }

    fn of_value(&mut self, ty: &'m Type, value: &Value) -> Option<u64> {
        if value.is_null() {
            return Some(0);
        }
        match ty {
            Type::Item(id) | Type::Boxed(id) => match &self.model.item(*id).shape {
                Shape::Struct(fields) => self.of_fields(fields, value),
                Shape::Tagged { tag, variants } => {
                    let given = value.get(tag).and_then(Value::as_str);
                    let variant = variants.iter().find(|variant| Some(variant.value.as_str()) == given);
                    variant.map_or(Some(0), |variant| self.of_fields(&variant.fields, value))
                }
                Shape::Union(arms) => {
                    let arm = arms.iter().find(|arm| Some(arm.json) == JsonType::of(value));
                    arm.map_or(Some(0), |arm| self.of_value(&arm.value.ty, value))
                }
                Shape::Enum(_) => Some(0),
            },
            Type::List(item) => self.of_all(&item.ty, value.as_array().into_iter().flatten()),
            Type::Map(item) => self.of_all(&item.ty, value.as_object().into_iter().flat_map(serde_json::Map::values)),
            Type::Any | Type::Bool | Type::Int(_) | Type::Float | Type::Str | Type::Key(_) | Type::Schema => Some(0),
        }
    }

    fn of_all<'v>(&mut self, ty: &'m Type, values: impl Iterator<Item = &'v Value>) -> Option<u64> {
        let mut total: u64 = 0;
        for value in values {
            total = total.saturating_add(self.of_value(ty, value)?);
        }
        Some(total)
    }

    fn of_fields(&mut self, fields: &'m [Field], value: &Value) -> Option<u64> {
        let mut total: u64 = 0;
        for field in fields {
            let count = match value.get(&field.name) {
                Some(value) => self.of_value(&field.value.ty, value)?,
                None if field.default.is_some() => self.of_default(field)?,
                None => 0,
            };
            total = total.saturating_add(count);
        }
        Some(total)
    }
}
