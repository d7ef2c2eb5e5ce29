//! Fills in the defaults that a schema declares, so that what is generated never says less than what holds.

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
