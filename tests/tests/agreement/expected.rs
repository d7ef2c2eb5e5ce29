//! What `{:?}` of a typed value must print, worked out from the value that was given, the defaults and the
//! types that the compiler made of the schema, without the kernel.

use compiler::profile::{Field, JsonType, Model, Reference, Shape, Slot, Type};
use compiler::registry::{Members, Registry};
use serde_json::{Number, Value};

/// Where values live, which decides how maps and values of any shape print.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// Configs: `BTreeMap` and `serde_json::Value`.
    Owned,
    /// Tables of entries: slices of pairs and canonical JSON.
    Static,
}

/// Prints values of one model.
#[derive(Clone, Copy)]
pub(crate) struct Expected<'a> {
    pub(crate) registry: &'a Registry,
    pub(crate) model: &'a Model,
    pub(crate) form: Form,
}

impl Expected<'_> {
    /// The text of a value that the schema accepts.
    pub(crate) fn text(&self, value: &Value) -> String {
        self.ty(&Type::Item(self.model.root_item().expect("the root is a named type")), value)
    }

    /// The fields of an object as `name: value`, in the order of the schema; what is left out has its default.
    pub(crate) fn fields(&self, fields: &[Field], value: &Value) -> Vec<String> {
        let print = |field: &Field| {
            let given = value.get(&field.name).or(field.default.as_ref());
            // Raw identifiers print without their mark.
            format!("{}: {}", field.rust.trim_start_matches("r#"), self.field(field, given))
        };
        fields.iter().map(print).collect()
    }

    fn field(&self, field: &Field, value: Option<&Value>) -> String {
        let ty = &field.value.ty;
        if let Type::Key(reference) = ty
            && ty.is_softened()
        {
            return self.softened(reference, value.unwrap_or(&Value::Null));
        }
        let optional = field.value.nullable || (!field.required && field.default.is_none());
        match value {
            None | Some(Value::Null) if optional => "None".to_owned(),
            Some(value) if optional => format!("Some({})", self.ty(ty, value)),
            value => self.ty(ty, value.unwrap_or(&Value::Null)),
        }
    }

    fn slot(&self, slot: &Slot, value: &Value) -> String {
        if let Type::Key(reference) = &slot.ty
            && slot.ty.is_softened()
        {
            return self.softened(reference, value);
        }
        match (slot.nullable, value) {
            (true, Value::Null) => "None".to_owned(),
            (true, value) => format!("Some({})", self.ty(&slot.ty, value)),
            (false, value) => self.ty(&slot.ty, value),
        }
    }

    fn ty(&self, ty: &Type, value: &Value) -> String {
        match ty {
            Type::Any | Type::Schema => match self.form {
                Form::Owned => format!("{value:?}"),
                Form::Static => format!("Json({:?})", canonical(value)),
            },
            Type::Bool => value.as_bool().expect("a boolean").to_string(),
            Type::Int(_) => whole(value.as_number().expect("a number")),
            Type::Float => format!("{:?}", value.as_f64().expect("a number")),
            Type::Str => format!("{:?}", value.as_str().expect("a string")),
            Type::Key(reference) => self.key(reference, value).expect("a hard reference names an entry"),
            Type::List(item) => {
                let items = value.as_array().expect("an array");
                bracketed("[", items.iter().map(|value| self.slot(item, value)), "]")
            }
            Type::Map(item) => {
                let mut pairs: Vec<(&String, &Value)> = value.as_object().expect("an object").iter().collect();
                pairs.sort_by_key(|(name, _)| *name);
                let pairs = pairs.into_iter().map(|(name, value)| (name, self.slot(item, value)));
                match self.form {
                    Form::Owned => bracketed("{", pairs.map(|(name, value)| format!("{name:?}: {value}")), "}"),
                    Form::Static => bracketed("[", pairs.map(|(name, value)| format!("({name:?}, {value})")), "]"),
                }
            }
            Type::Item(id) | Type::Boxed(id) => {
                let item = self.model.item(*id);
                match &item.shape {
                    Shape::Struct(fields) => structure(&item.name, &self.fields(fields, value)),
                    Shape::Enum(choices) => {
                        let choice = choices.iter().find(|choice| *value == choice.value.as_str());
                        choice.expect("one of the values").rust.clone()
                    }
                    Shape::Tagged { tag, variants } => {
                        let given = &value[tag.as_str()];
                        let variant = variants.iter().find(|variant| *given == variant.value.as_str());
                        let variant = variant.expect("one of the tags");
                        structure(&variant.rust, &self.fields(&variant.fields, value))
                    }
                    Shape::Union(arms) => {
                        let arm = arms.iter().find(|arm| Some(arm.json) == JsonType::of(value));
                        let arm = arm.expect("one of the types");
                        format!("{}({})", arm.json.variant(), self.slot(&arm.value, value))
                    }
                }
            }
        }
    }

    /// A reference that may lead nowhere.
    fn softened(&self, reference: &Reference, value: &Value) -> String {
        self.key(reference, value).map_or("None".to_owned(), |key| format!("Some({key})"))
    }

    /// The key of an entry; `None` where there is no such entry.
    fn key(&self, reference: &Reference, value: &Value) -> Option<String> {
        let members = self.registry.get(&reference.to).expect("the kind exists");
        members.find(value.as_str()?).map(|place| key(members, place))
    }
}

/// A key: a variant of a closed kind, the place in the table of an open one.
pub(crate) fn key(members: &Members, place: usize) -> String {
    if members.kind.block.closed {
        return members.names[place].name.clone();
    }
    let name = compiler::profile::variant(&members.kind.name).expect("kinds have plain names");
    format!("{name}Key({place})")
}

/// A struct or a variant with fields, as derived.
pub(crate) fn structure(name: &str, fields: &[String]) -> String {
    if fields.is_empty() { name.to_owned() } else { format!("{name} {{ {} }}", fields.join(", ")) }
}

fn bracketed(open: &str, items: impl Iterator<Item = String>, close: &str) -> String {
    format!("{open}{}{close}", items.collect::<Vec<_>>().join(", "))
}

/// A whole number; `1.0` is one, and so is `1e18`.
fn whole(number: &Number) -> String {
    match number.as_f64() {
        Some(float) if number.is_f64() => format!("{:.0}", if float == 0.0 { 0.0 } else { float }),
        _ => number.to_string(),
    }
}

/// JSON with sorted keys and no white space.
fn canonical(value: &Value) -> String {
    fn sorted(value: &Value) -> Value {
        match value {
            Value::Object(map) => {
                let mut pairs: Vec<(&String, &Value)> = map.iter().collect();
                pairs.sort_by_key(|(name, _)| *name);
                pairs.into_iter().map(|(name, value)| (name.clone(), sorted(value))).collect()
            }
            Value::Array(items) => items.iter().map(sorted).collect(),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
        }
    }
    sorted(value).to_string()
}
