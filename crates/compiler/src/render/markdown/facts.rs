//! What an entry says, as bullets: its value is walked by the kind's types, so references become links.

use serde::Serialize;
use serde_json::Value;

use super::json;
use super::site::{self, Site};
use super::standing;
use super::templates::Md;
use crate::entries::Entry;
use crate::files;
use crate::kinds::Kind;
use crate::profile::{Field, JsonType, Link, Model, Shape, Slot, Type};
use crate::render::prose;

/// Bullets, nested by depth, as Markdown.
#[derive(Debug, Default)]
pub(super) struct Bullets(String);

impl Bullets {
    /// Adds a bullet about something with a name in the definitions; an item of a list has none. The text is
    /// empty where bullets below say it.
    pub(super) fn push(&mut self, depth: usize, name: &str, text: &str) {
        let label = if name.is_empty() { String::new() } else { prose::code(name) };
        self.push_labelled(depth, &label, text);
    }

    /// Adds a bullet whose label is Markdown.
    pub(super) fn push_labelled(&mut self, depth: usize, label: &str, text: &str) {
        // Four spaces a level: MkDocs wants as many, and CommonMark takes them.
        self.0.extend(std::iter::repeat_n("    ", depth));
        let colon = if label.is_empty() || text.is_empty() { "" } else { ": " };
        self.0.extend(["- ", label, colon, text, "\n"]);
    }

    /// Adds other bullets after these.
    pub(super) fn append(&mut self, others: &Self) {
        self.0.push_str(&others.0);
    }
}

impl From<Bullets> for Md {
    fn from(bullets: Bullets) -> Self {
        Self::from(bullets.0)
    }
}

/// A text of several lines, which has no place in a bullet.
#[derive(Debug, Serialize)]
pub(super) struct Passage {
    /// The name of the property.
    name: String,
    /// What people wrote.
    text: String,
}

/// What an entry says, in parts.
#[derive(Debug, Default)]
pub(super) struct Facts {
    /// Its values.
    pub(super) values: Bullets,
    /// The entries that it names.
    pub(super) references: Bullets,
    /// Its longer texts.
    pub(super) passages: Vec<Passage>,
}

/// What an entry says on the page `from`, without what the page shows elsewhere and what holds by default.
pub(super) fn of(site: &Site<'_>, from: &str, kind: &Kind, entry: &Entry) -> Facts {
    let mut facts = Facts::default();
    let mut walk = Walk { site, from, model: &kind.model, bullets: Bullets::default() };
    let mut references = Walk { site, from, model: &kind.model, bullets: Bullets::default() };
    for field in site::fields(kind).iter().filter(|field| !is_shown_elsewhere(kind, entry, field)) {
        match entry.text(&field.name).filter(|text| field.value.ty == Type::Str && text.trim().contains('\n')) {
            Some(text) => facts.passages.push(Passage { name: field.name.clone(), text: text.to_owned() }),
            None if is_reference(&field.value) => references.field(field, &entry.value, 0),
            None => walk.field(field, &entry.value, 0),
        }
    }
    (facts.values, facts.references) = (walk.bullets, references.bullets);
    facts
}

fn is_reference(slot: &Slot) -> bool {
    match &slot.ty {
        Type::Key(_) => true,
        Type::List(item) => is_reference(item),
        Type::Any
        | Type::Bool
        | Type::Int(_)
        | Type::Float
        | Type::Str
        | Type::Schema
        | Type::Item(_)
        | Type::Boxed(_)
        | Type::Map(_) => false,
    }
}

/// A value in one line, as far as that is possible; for facts that stand in a sentence.
pub(super) fn in_a_line(site: &Site<'_>, from: &str, kind: &Kind, slot: &Slot, value: &Value) -> String {
    let walk = Walk { site, from, model: &kind.model, bullets: Bullets::default() };
    match (walk.structure(&slot.ty, value), value) {
        (Some(fields), _) => walk.sentence(fields, value).0,
        (None, Value::String(text)) if slot.ty == Type::Str => prose::markdown_inline(text),
        (None, _) => walk.inline(slot, value).unwrap_or_else(|| json_code(value)),
    }
}

/// The property that describes an entry at length, by its name.
pub(super) const DESCRIPTION: &str = "description";

fn is_shown_elsewhere(kind: &Kind, entry: &Entry, field: &Field) -> bool {
    let name = &field.name;
    let is_page = matches!(field.value.link, Some(Link::Doc));
    let is = |other: Option<&Field>| other.is_some_and(|other| other.name == *name);
    // What is deprecated does not stand in its group.
    let is_group = kind.block.group_by.as_ref() == Some(name) && !standing::is_old(kind, entry);
    *name == kind.block.summary
        || *name == kind.block.deprecated
        || Some(name) == kind.config.as_ref()
        || kind.block.key_properties().contains(name)
        || is_page
        || is_group
        || is(standing::status_field(kind))
        || is(standing::since_field(kind))
        || (name == DESCRIPTION && field.value.ty == Type::Str)
}

struct Walk<'a> {
    site: &'a Site<'a>,
    from: &'a str,
    model: &'a Model,
    bullets: Bullets,
}

/// Deeper values are shown as JSON: bullets would no longer show what belongs to what.
const DEEPEST: usize = 4;

impl<'a> Walk<'a> {
    fn field(&mut self, field: &Field, object: &Value, depth: usize) {
        if let Some(value) = said(field, object) {
            self.slot(&field.name, &field.value, value, depth);
        }
    }

    fn slot(&mut self, name: &str, slot: &Slot, value: &Value, depth: usize) {
        let inline = self.inline(slot, value).or_else(|| (depth >= DEEPEST).then(|| json_code(value)));
        if let Some(inline) = inline {
            self.bullets.push(depth, name, &inline);
            return;
        }
        if let Some(fields) = self.structure(&slot.ty, value) {
            // An item of a list has no name, so what fits stands in its bullet.
            let (sentence, rest) = if name.is_empty() { self.sentence(fields, value) } else { (String::new(), fields) };
            let tag = self.tag(&slot.ty, value);
            let sentence = match (tag, sentence.is_empty()) {
                (None, _) if sentence.is_empty() && !rest.iter().any(|field| said(field, value).is_some()) => {
                    json_code(value)
                }
                (None, _) => sentence,
                (Some(tag), true) => tag,
                (Some(tag), false) => format!("{tag} · {sentence}"),
            };
            self.bullets.push(depth, name, &sentence);
            for field in rest {
                self.field(field, value, depth + 1);
            }
            return;
        }
        self.bullets.push(depth, name, "");
        match (self.arm(slot, value).ty.clone(), value) {
            (Type::List(item), Value::Array(values)) => {
                for value in values {
                    self.slot("", &item, value, depth + 1);
                }
            }
            (Type::Map(item), Value::Object(values)) => {
                values.iter().for_each(|(name, value)| self.slot(name, &item, value, depth + 1));
            }
            // Everything else has an inline form.
            (_, value) => self.bullets.push(depth + 1, "", &json_code(value)),
        }
    }

    /// The slot of the arm that a value selects, where the type is a union.
    fn arm<'s>(&self, slot: &'s Slot, value: &Value) -> &'s Slot
    where
        'a: 's,
    {
        if let Type::Item(id) | Type::Boxed(id) = slot.ty
            && let Shape::Union(arms) = &self.model.item(id).shape
        {
            let json = JsonType::of(value);
            return arms.iter().find(|arm| Some(arm.json) == json).map_or(slot, |arm| &arm.value);
        }
        slot
    }

    /// The tag that tells what an object is, where its type has one.
    fn tag(&self, ty: &Type, value: &Value) -> Option<String> {
        let (Type::Item(id) | Type::Boxed(id)) = ty else { return None };
        match &self.model.item(*id).shape {
            Shape::Tagged { tag, .. } => {
                Some(format!("{}: {}", prose::code(tag), prose::code(value.get(tag)?.as_str()?)))
            }
            Shape::Union(arms) => {
                let json = JsonType::of(value)?;
                self.tag(&arms.iter().find(|arm| arm.json == json)?.value.ty, value)
            }
            Shape::Struct(_) | Shape::Enum(_) => None,
        }
    }

    /// The properties that a value has by its type, without its tag.
    fn structure(&self, ty: &Type, value: &Value) -> Option<Vec<&'a Field>> {
        let (Type::Item(id) | Type::Boxed(id)) = ty else { return None };
        match &self.model.item(*id).shape {
            Shape::Struct(fields) => Some(fields.iter().collect()),
            Shape::Tagged { tag, variants } => {
                let given = value.get(tag)?.as_str()?;
                variants.iter().find(|variant| variant.value == given).map(|variant| variant.fields.iter().collect())
            }
            Shape::Union(arms) => {
                let json = JsonType::of(value)?;
                let arm = arms.iter().find(|arm| arm.json == json)?;
                self.structure(&arm.value.ty, value)
            }
            Shape::Enum(_) => None,
        }
    }

    /// What fits into one line of an object, and the properties that do not.
    fn sentence(&self, fields: Vec<&'a Field>, value: &Value) -> (String, Vec<&'a Field>) {
        let mut parts = Vec::new();
        let mut rest = Vec::new();
        for field in fields {
            let Some(value) = said(field, value) else { continue };
            match self.inline(&field.value, value) {
                Some(inline) => parts.push(format!("{}: {inline}", prose::code(&field.name))),
                None => rest.push(field),
            }
        }
        (parts.join(" · "), rest)
    }

    /// A value in one line; `None` where it has parts that need bullets of their own.
    fn inline(&self, slot: &Slot, value: &Value) -> Option<String> {
        let slot = self.arm(slot, value);
        match (&slot.ty, value) {
            (Type::Key(reference), Value::String(key)) => Some(self.site.reference(self.from, &reference.to, key)),
            (Type::Str, Value::String(text)) => Some(self.text(slot, text)),
            (Type::List(item), Value::Array(values)) => {
                // Sentences in a row could not be told apart.
                let parts = values.iter().map(|value| self.inline(item, value).filter(|_| !is_prose(item, value)));
                parts.collect::<Option<Vec<_>>>().map(|parts| parts.join(", "))
            }
            (Type::Map(_), Value::Object(values)) => values.is_empty().then(|| json_code(value)),
            (Type::Item(id) | Type::Boxed(id), _) => match &self.model.item(*id).shape {
                Shape::Enum(_) => Some(value.as_str().map_or_else(|| json_code(value), prose::code)),
                Shape::Struct(_) | Shape::Tagged { .. } | Shape::Union(_) => None,
            },
            (
                Type::Any
                | Type::Bool
                | Type::Int(_)
                | Type::Float
                | Type::Schema
                | Type::Str
                | Type::Key(_)
                | Type::List(_)
                | Type::Map(_),
                _,
            ) => Some(json_code(value)),
        }
    }

    fn text(&self, slot: &Slot, text: &str) -> String {
        match &slot.link {
            Some(Link::Doc) => self.site.doc(self.from, text, &prose::code(text)),
            Some(Link::Path) => {
                files::join("", text).map_or_else(|| prose::code(text), |path| self.site.file(self.from, &path, None))
            }
            Some(Link::ConfigOf(_) | Link::Chain(_)) | None if text.trim().contains(char::is_whitespace) => {
                prose::markdown_inline(text)
            }
            Some(Link::ConfigOf(_) | Link::Chain(_)) | None => prose::code(text),
        }
    }
}

fn is_prose(slot: &Slot, value: &Value) -> bool {
    slot.ty == Type::Str && value.as_str().is_some_and(|text| text.contains(char::is_whitespace))
}

/// The value of a property that says something: it is given, and differs from the default.
fn said<'v>(field: &Field, object: &'v Value) -> Option<&'v Value> {
    object.get(&field.name).filter(|value| !is_nothing(value) && field.default.as_ref() != Some(*value))
}

/// A property that says nothing: not given, or empty by default.
pub(super) fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(properties) => properties.is_empty(),
        Value::String(text) => text.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

/// A value as JSON in a code span, its properties sorted.
pub(super) fn json_code(value: &Value) -> String {
    prose::code(&json::line(value))
}
