//! Paths of rules: `scope`, `abilities`, `module_id.status`, `item.maturity`; checked against the kinds.

use std::collections::HashSet;

use source::nearest;

use crate::kinds::Kind;
use crate::profile::{Field, Model, Shape, Slot, Type};
use crate::registry::Registry;
use crate::schema::listed;

/// Names with dots between them, from an entry or from an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Path {
    names: Vec<String>,
    of_item: bool,
}

impl Path {
    /// Reads a path as rules write it; `entry.` in front says what is meant anyway.
    pub(super) fn parse(text: &str) -> Self {
        let names: Vec<String> = text.split('.').map(|name| name.trim().to_owned()).collect();
        match &names[..] {
            [first, rest @ ..] if first == "item" => Self { names: rest.to_vec(), of_item: true },
            [first, rest @ ..] if first == "entry" && !rest.is_empty() => Self { names: rest.to_vec(), of_item: false },
            _ => Self { names, of_item: false },
        }
    }

    /// Reads a path of another entry, which has no item.
    pub(super) fn of_other(text: &str) -> Self {
        Self { names: text.split('.').map(|name| name.trim().to_owned()).collect(), of_item: false }
    }

    pub(super) fn names(&self) -> &[String] {
        &self.names
    }

    pub(super) fn is_of_item(&self) -> bool {
        self.of_item
    }
}

/// What a path leads to, by the types.
#[derive(Clone, Copy, Debug)]
pub(super) enum Spot<'a> {
    /// An entry.
    Entry(&'a Kind),
    /// A value of an entry.
    Value(&'a Model, &'a Slot),
    /// Something that only the definitions know.
    Any,
}

impl<'a> Spot<'a> {
    /// The type of the value, and of the items where it is a list; `None` where that is not known.
    pub(super) fn plain(self) -> Option<&'a Type> {
        let Self::Value(_, mut slot) = self else { return None };
        while let Type::List(item) = &slot.ty {
            slot = item;
        }
        Some(&slot.ty).filter(|ty| !matches!(ty, Type::Any | Type::Item(_) | Type::Boxed(_)))
    }
}

/// A name that does not lead on.
#[derive(Clone, Debug)]
pub(super) struct Astray {
    /// The name.
    pub(super) name: String,
    /// What is wrong with it.
    pub(super) message: String,
    /// What to write instead.
    pub(super) help: Option<String>,
}

/// Whether names lead through lists, as paths do, or stop at them, as expressions do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lists {
    Through,
    Stop,
}

/// Follows names through the types; `passed` is told of each kind that a reference leads to.
pub(super) fn follow<'a>(
    registry: &'a Registry,
    from: Spot<'a>,
    names: &[String],
    lists: Lists,
    passed: &mut dyn FnMut(&'a Kind),
) -> Result<Spot<'a>, Astray> {
    let mut spot = from;
    for name in names {
        spot = step(registry, spot, name, lists, passed)?;
    }
    Ok(spot)
}

fn step<'a>(
    registry: &'a Registry,
    from: Spot<'a>,
    name: &str,
    lists: Lists,
    passed: &mut dyn FnMut(&'a Kind),
) -> Result<Spot<'a>, Astray> {
    let astray = |message: String, help: Option<String>| Astray { name: name.to_owned(), message, help };
    match from {
        Spot::Any => Ok(Spot::Any),
        Spot::Entry(kind) => {
            let keys = kind.block.key_properties();
            if name == "key" || keys.iter().any(|key| key == name) {
                return Ok(Spot::Any);
            }
            property(&kind.model, &kind.model.root.ty, name, &with_key(&keys))
                .map_err(|(message, help)| astray(format!("{} has {message}", kind.a_noun()), help))
        }
        Spot::Value(model, slot) => match &slot.ty {
            Type::Key(reference) => {
                // A kind that does not exist, or has a mistake, has been reported.
                let Some(members) = registry.get(&reference.to) else { return Ok(Spot::Any) };
                passed(&members.kind);
                step(registry, Spot::Entry(&members.kind), name, lists, passed)
            }
            Type::List(item) if lists == Lists::Through => {
                step(registry, Spot::Value(model, item), name, lists, passed)
            }
            Type::List(_) => {
                let message = format!("a list has no property `{name}`");
                Err(astray(message, Some(format!("map(attribute=\"{name}\"), or `each` with `item.{name}`"))))
            }
            Type::Map(item) => Ok(Spot::Value(model, item)),
            Type::Item(_) | Type::Boxed(_) => property(model, &slot.ty, name, &[])
                .map_err(|(message, help)| astray(format!("this value has {message}"), help)),
            Type::Any | Type::Schema => Ok(Spot::Any),
            Type::Bool | Type::Int(_) | Type::Float | Type::Str => {
                Err(astray(format!("a plain value has no property `{name}`"), None))
            }
        },
    }
}

/// What the key of an entry may be called.
fn with_key(keys: &[String]) -> Vec<&str> {
    keys.iter().map(String::as_str).chain(["key"]).collect()
}

/// The property of an object, or why there is none: a message and a help.
fn property<'a>(
    model: &'a Model,
    ty: &'a Type,
    name: &str,
    keys: &[&str],
) -> Result<Spot<'a>, (String, Option<String>)> {
    let Some((tag, fields)) = fields(model, ty) else { return Ok(Spot::Any) };
    if tag == Some(name) {
        return Ok(Spot::Any);
    }
    let mut slots = fields.iter().filter(|field| field.name == name).map(|field| &field.value);
    if let Some(slot) = slots.next() {
        // Where variants are not of one mind, only the value knows.
        return Ok(if slots.all(|other| other == slot) { Spot::Value(model, slot) } else { Spot::Any });
    }
    let of_fields = tag.into_iter().chain(fields.iter().map(|field| field.name.as_str()));
    let mut known: Vec<&str> = keys.iter().copied().chain(of_fields).collect();
    let mut seen = HashSet::new();
    known.retain(|name| seen.insert(*name));
    let help = match nearest(name, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("the properties are {}", listed(&known)),
    };
    Err((format!("no property `{name}`"), Some(help)))
}

/// The property that tells variants apart, and the fields that an object may have; `None` where that is not known.
fn fields<'a>(model: &'a Model, ty: &Type) -> Option<(Option<&'a str>, Vec<&'a Field>)> {
    let (Type::Item(id) | Type::Boxed(id)) = ty else { return None };
    match &model.item(*id).shape {
        Shape::Struct(fields) => Some((None, fields.iter().collect())),
        Shape::Tagged { tag, variants } => {
            Some((Some(tag), variants.iter().flat_map(|variant| &variant.fields).collect()))
        }
        Shape::Union(_) | Shape::Enum(_) => None,
    }
}
