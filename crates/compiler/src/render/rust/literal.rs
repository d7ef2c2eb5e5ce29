//! Values of definitions as Rust literals of their types.

use serde_json::{Number, Value};

use super::constants::deprecation_note;
use super::imports::Imports;
use super::kind_path;
use super::layout::Piece;
use super::types::key_type;
use crate::profile::{Field, JsonType, Model, Reference, Shape, Slot, Type};
use crate::registry::{Members, Registry};
use source::Severity;

/// Writes the values of one model.
#[derive(Debug)]
pub(super) struct Literals<'a> {
    pub(super) registry: &'a Registry,
    pub(super) model: &'a Model,
    /// The names that the file of the kind imports.
    pub(super) imports: &'a Imports,
    /// Where the model's types are, seen from the table: `super::` or nothing.
    pub(super) scope: &'static str,
    /// The type of the entry's config, seen from the table.
    pub(super) config: String,
    /// Whether a deprecated key was named.
    pub(super) named_deprecated: bool,
}

impl Literals<'_> {
    /// The fields of an object, without those that the type leaves out.
    pub(super) fn fields(&mut self, fields: &[Field], left_out: &[String], value: &Value) -> Vec<(String, Piece)> {
        let kept = fields.iter().filter(|field| !left_out.contains(&field.name));
        kept.map(|field| (field.rust.clone(), self.field(field, value.get(&field.name)))).collect()
    }

    fn field(&mut self, field: &Field, value: Option<&Value>) -> Piece {
        let given = value.filter(|value| !value.is_null());
        match given {
            Some(value) if field.is_optional() && !field.value.ty.is_softened() => {
                some(self.ty(&field.value.ty, value))
            }
            Some(value) => self.ty(&field.value.ty, value),
            None if field.is_optional() => Piece::text("None"),
            // The schema has been satisfied, so only a value of any shape can be null here.
            None => self.ty(&field.value.ty, &Value::Null),
        }
    }

    fn slot(&mut self, slot: &Slot, value: &Value) -> Piece {
        match (slot.is_option(), value) {
            (true, Value::Null) => Piece::text("None"),
            (true, value) => some(self.ty(&slot.ty, value)),
            (false, value) => self.ty(&slot.ty, value),
        }
    }

    fn ty(&mut self, ty: &Type, value: &Value) -> Piece {
        match ty {
            Type::Any => Piece::text(format!("kernel::Json({})", string(&canonical(value)))),
            Type::Schema => Piece::text(format!("kernel::config::SpecRef::of::<{}>()", self.config)),
            Type::Bool => Piece::text(value.as_bool().unwrap_or_default().to_string()),
            Type::Int(_) => Piece::text(whole(value)),
            Type::Float => Piece::text(format!("{:?}", value.as_f64().unwrap_or_default())),
            Type::Str => Piece::text(string(value.as_str().unwrap_or_default())),
            Type::Key(reference) => self.key(reference, value.as_str().unwrap_or_default()),
            Type::Boxed(id) => match self.ty(&Type::Item(*id), value) {
                Piece::Text(text) => Piece::Text(format!("&{text}")),
                Piece::Group { open, items, close, spaced } => {
                    Piece::Group { open: format!("&{open}"), items, close, spaced }
                }
            },
            Type::List(item) => {
                let items = value.as_array().map(Vec::as_slice).unwrap_or_default();
                let items: Vec<Piece> = items.iter().map(|value| self.slot(item, value)).collect();
                Piece::list("&[", items, "]")
            }
            Type::Map(item) => {
                let mut pairs: Vec<(&String, &Value)> = value.as_object().into_iter().flatten().collect();
                pairs.sort_by_key(|(name, _)| *name);
                let pairs: Vec<Piece> = pairs
                    .into_iter()
                    .map(|(name, value)| Piece::list("(", [Piece::text(string(name)), self.slot(item, value)], ")"))
                    .collect();
                Piece::list("&[", pairs, "]")
            }
            Type::Item(id) => {
                let item = self.model.item(*id);
                let name = format!("{}{}", self.scope, item.name);
                match &item.shape {
                    Shape::Struct(fields) => {
                        let fields = self.fields(fields, &[], value);
                        structure(&name, fields)
                    }
                    Shape::Enum(choices) => {
                        let choice = choices.iter().find(|choice| Some(choice.value.as_str()) == value.as_str());
                        Piece::text(format!("{name}::{}", choice.map_or("", |choice| choice.rust.as_str())))
                    }
                    Shape::Tagged { tag, variants } => {
                        let given = value.get(tag).and_then(Value::as_str);
                        let variant = variants.iter().find(|variant| Some(variant.value.as_str()) == given);
                        let Some(variant) = variant else { return Piece::text(name) };
                        let name = format!("{name}::{}", variant.rust);
                        if variant.fields.is_empty() {
                            return Piece::text(name);
                        }
                        let fields = self.fields(&variant.fields, &[], value);
                        structure(&name, fields)
                    }
                    Shape::Union(arms) => {
                        let arm = arms.iter().find(|arm| Some(arm.json) == JsonType::of(value));
                        let Some(arm) = arm else { return Piece::text(name) };
                        let inner = self.slot(&arm.value, value);
                        Piece::list(format!("{name}::{}(", arm.json.variant()), [inner], ")")
                    }
                }
            }
        }
    }

    fn key(&mut self, reference: &Reference, key: &str) -> Piece {
        let named = self.registry.get(&reference.to).and_then(|members| Some((members, members.find(key)?)));
        let softened = reference.missing != Severity::Error;
        let Some((members, index)) = named else {
            // Only a softened reference may lead nowhere.
            return Piece::text("None");
        };
        self.named_deprecated |= deprecation_note(members, &members.entries[index]).is_some();
        let path = key_path(members, index, self.imports, self.scope);
        Piece::text(if softened { format!("Some({path})") } else { path })
    }
}

/// The path of an entry's key: a variant or a constant.
pub(super) fn key_path(members: &Members, index: usize, imports: &Imports, scope: &str) -> String {
    let name = &members.names[index];
    if members.kind.block.closed {
        let key = imports.name(members).map_or_else(|| key_type(members), |name| format!("{scope}{name}"));
        return format!("{key}::{}", name.name);
    }
    let path = [kind_path(members)].into_iter().chain(name.modules.iter().cloned()).chain([name.name.clone()]);
    path.collect::<Vec<_>>().join("::")
}

pub(super) fn structure(name: &str, fields: Vec<(String, Piece)>) -> Piece {
    if fields.is_empty() { Piece::text(format!("{name} {{}}")) } else { Piece::fields(name, fields) }
}

fn some(piece: Piece) -> Piece {
    Piece::list("Some(", [piece], ")")
}

/// A string literal: `Debug` escapes quotes, control characters and everything that does not print. Where
/// only quotes and backslashes would be escaped, a raw string reads better.
pub(super) fn string(text: &str) -> String {
    let escaped = format!("{text:?}");
    let only_quotes = escaped.len() == text.len() + 2 + text.matches(['"', '\\']).count();
    if text.contains('"') && only_quotes && !text.contains("\"#") { format!("r#\"{text}\"#") } else { escaped }
}

/// A whole number; `1.0` is one too.
#[expect(clippy::cast_possible_truncation, reason = "the schema has made sure that the number is whole and fits")]
pub(super) fn whole(value: &Value) -> String {
    let number = value.as_number();
    let exact = number.filter(|number| !number.is_f64()).map(Number::to_string);
    exact.unwrap_or_else(|| format!("{}", value.as_f64().unwrap_or_default() as i128))
}

/// JSON with sorted keys and no white space.
pub(super) fn canonical(value: &Value) -> String {
    fn sorted(value: &Value) -> Value {
        match value {
            Value::Object(map) => {
                let mut pairs: Vec<(&String, &Value)> = map.iter().collect();
                pairs.sort_by_key(|(name, _)| *name);
                Value::Object(pairs.into_iter().map(|(name, value)| (name.clone(), sorted(value))).collect())
            }
            Value::Array(items) => Value::Array(items.iter().map(sorted).collect()),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
        }
    }
    sorted(value).to_string()
}
