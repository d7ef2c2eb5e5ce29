//! The options of a config as rows: name, type in words, default, meaning.

use compiler::profile::{Field, JsonType, Model, Rules, Shape, Slot, Type};
use serde_json::{Value, json};

/// One option.
#[derive(Debug)]
pub(super) struct Row {
    /// `window`, `window.days`, `limits[].amount`.
    pub(super) name: String,
    /// `integer ≥ 0`, `"first" | "last"`.
    pub(super) ty: String,
    /// Whether it must be given.
    pub(super) required: bool,
    /// What stands for it when it is not given.
    pub(super) default: Option<Value>,
    /// What people wrote about it.
    pub(super) meaning: String,
}

impl Row {
    pub(super) fn cells(&self) -> [String; 4] {
        let default = match (&self.default, self.required) {
            (Some(default), _) => default.to_string(),
            (None, true) => "required".to_owned(),
            (None, false) => "none".to_owned(),
        };
        [self.name.clone(), self.ty.clone(), default, self.meaning.clone()]
    }

    pub(super) fn json(&self) -> Value {
        json!({
            "option": self.name,
            "type": self.ty,
            "required": self.required,
            "default": self.default,
            "meaning": self.meaning,
        })
    }
}

/// The options of a config and of the objects in it.
pub(super) fn rows(model: &Model) -> Vec<Row> {
    let mut rows = Vec::new();
    push_type(model, &model.root.ty, "", &mut rows);
    rows
}

fn push_type(model: &Model, ty: &Type, before: &str, rows: &mut Vec<Row>) {
    match ty {
        Type::Item(id) => match &model.item(*id).shape {
            Shape::Struct(fields) => push_fields(model, fields, before, rows),
            Shape::Tagged { variants, .. } => {
                for variant in variants {
                    push_fields(model, &variant.fields, &format!("{before}({}) ", variant.value), rows);
                }
            }
            Shape::Enum(_) | Shape::Union(_) => {}
        },
        Type::List(item) => push_type(model, &item.ty, &format!("{}[].", before.trim_end_matches('.')), rows),
        Type::Map(item) => push_type(model, &item.ty, &format!("{}.*.", before.trim_end_matches('.')), rows),
        // A boxed type contains itself; its options have their rows already.
        Type::Boxed(_)
        | Type::Any
        | Type::Bool
        | Type::Int(_)
        | Type::Float
        | Type::Str
        | Type::Key(_)
        | Type::Schema => {}
    }
}

fn push_fields(model: &Model, fields: &[Field], before: &str, rows: &mut Vec<Row>) {
    for field in fields {
        let name = format!("{before}{}", field.name);
        rows.push(Row {
            ty: in_words(model, &field.value),
            required: field.required,
            default: field.default.clone(),
            meaning: field.docs.description.clone().or_else(|| field.docs.title.clone()).unwrap_or_default(),
            name: name.clone(),
        });
        push_type(model, &field.value.ty, &format!("{name}."), rows);
    }
}

/// A value in words: its type and its range.
fn in_words(model: &Model, slot: &Slot) -> String {
    let null = if slot.nullable { " or null" } else { "" };
    format!("{}{}{null}", type_in_words(model, &slot.ty), range(&slot.rules))
}

fn type_in_words(model: &Model, ty: &Type) -> String {
    match ty {
        Type::Any => "any value".to_owned(),
        Type::Bool => "boolean".to_owned(),
        Type::Int(_) => "integer".to_owned(),
        Type::Float => "number".to_owned(),
        Type::Str => "string".to_owned(),
        Type::Key(reference) => format!("key of {}", reference.to),
        Type::Schema => "schema".to_owned(),
        Type::List(item) => format!("list of {}", in_words(model, item)),
        Type::Map(item) => format!("map of {}", in_words(model, item)),
        Type::Item(id) | Type::Boxed(id) => match &model.item(*id).shape {
            Shape::Struct(_) => "object".to_owned(),
            Shape::Tagged { tag, .. } => format!("object told by `{tag}`"),
            Shape::Enum(choices) => {
                let values = choices.iter().map(|choice| Value::from(choice.value.as_str()).to_string());
                values.collect::<Vec<_>>().join(" | ")
            }
            Shape::Union(arms) => arms.iter().map(|arm| json_type(arm.json)).collect::<Vec<_>>().join(" or "),
        },
    }
}

fn json_type(json: JsonType) -> &'static str {
    match json {
        JsonType::Boolean => "boolean",
        JsonType::Number => "number",
        JsonType::String => "string",
        JsonType::Array => "array",
        JsonType::Object => "object",
    }
}

fn range(rules: &Rules) -> String {
    let bounds = [
        (" ≥ ", &rules.minimum),
        (" > ", &rules.exclusive_minimum),
        (" ≤ ", &rules.maximum),
        (" < ", &rules.exclusive_maximum),
    ];
    bounds.iter().filter_map(|(sign, bound)| bound.as_ref().map(|bound| format!("{sign}{bound}"))).collect()
}
