//! Names properties by a path that is the same for all entries: without places in lists and keys of maps.
//!
//! Where a type contains itself, the path starts again from where the type was first entered, so however
//! deep an entry nests, its properties have the names that its kind declares.

use crate::profile::{Field, ItemId, Link, Model, Reference, Shape, Slot, Type};

/// A property that names entries.
#[derive(Debug)]
pub(super) struct Said {
    pub(super) by: String,
    pub(super) reference: Reference,
    /// The path of the list, where it is a chain of such entries.
    pub(super) chain: Option<String>,
}

/// The property at a path into a value; what no type knows stays as it is.
pub(super) fn of(model: &Model, path: &[String]) -> String {
    let names = Trail::default().follow(model, &model.root.ty, path);
    names.map_or_else(|| path.join("/"), |names| names.join("/"))
}

/// The way that was gone, and where in it each type was entered.
#[derive(Clone, Default)]
struct Trail<'a> {
    names: Vec<&'a str>,
    open: Vec<(ItemId, usize)>,
}

impl<'a> Trail<'a> {
    fn follow(mut self, model: &'a Model, ty: &'a Type, path: &[String]) -> Option<Vec<&'a str>> {
        let Some((first, rest)) = path.split_first() else { return Some(self.names) };
        match ty {
            Type::List(inner) | Type::Map(inner) => self.follow(model, &inner.ty, rest),
            Type::Item(id) | Type::Boxed(id) => {
                self.enter(*id);
                let into = |fields: &'a [Field]| {
                    let field = fields.iter().find(|field| field.name == *first)?;
                    let mut trail = self.clone();
                    trail.names.push(&field.name);
                    trail.follow(model, &field.value.ty, rest)
                };
                match &model.item(*id).shape {
                    Shape::Struct(fields) => into(fields),
                    Shape::Tagged { variants, .. } => variants.iter().find_map(|variant| into(&variant.fields)),
                    Shape::Union(arms) => arms.iter().find_map(|arm| self.clone().follow(model, &arm.value.ty, path)),
                    Shape::Enum(_) => None,
                }
            }
            Type::Any | Type::Bool | Type::Int(_) | Type::Float | Type::Str | Type::Schema | Type::Key(_) => None,
        }
    }

    fn enter(&mut self, id: ItemId) {
        match self.open.iter().position(|(open, _)| *open == id) {
            Some(place) => {
                self.names.truncate(self.open[place].1);
                self.open.truncate(place + 1);
            }
            None => self.open.push((id, self.names.len())),
        }
    }
}

/// Every property that names entries, in the order of the schema.
pub(super) fn declared(model: &Model) -> Vec<Said> {
    let mut walk = Walk { model, names: Vec::new(), open: Vec::new(), said: Vec::new(), left: MOST_SLOTS };
    walk.slot(&model.root);
    walk.said
}

/// A model whose types share types has many more ways than types; past this many, the rest is not declared.
const MOST_SLOTS: usize = 10_000;

struct Walk<'a> {
    model: &'a Model,
    names: Vec<&'a str>,
    open: Vec<ItemId>,
    said: Vec<Said>,
    left: usize,
}

impl<'a> Walk<'a> {
    fn slot(&mut self, slot: &'a Slot) {
        let Some(left) = self.left.checked_sub(1) else { return };
        self.left = left;
        if let Some(Link::Chain(chain)) = &slot.link
            && let Some(reference) = chain.reference(self.model, &slot.ty)
        {
            let by = self.names.join("/");
            self.said.push(Said { by: by.clone(), reference: reference.clone(), chain: Some(by) });
        }
        match &slot.ty {
            Type::Key(reference) => {
                self.said.push(Said { by: self.names.join("/"), reference: reference.clone(), chain: None });
            }
            Type::List(inner) | Type::Map(inner) => self.slot(inner),
            Type::Item(id) | Type::Boxed(id) if !self.open.contains(id) => {
                self.open.push(*id);
                match &self.model.item(*id).shape {
                    Shape::Struct(fields) => self.fields(fields),
                    Shape::Tagged { variants, .. } => {
                        for variant in variants {
                            self.fields(&variant.fields);
                        }
                    }
                    Shape::Union(arms) => arms.iter().for_each(|arm| self.slot(&arm.value)),
                    Shape::Enum(_) => {}
                }
                self.open.pop();
            }
            Type::Item(_)
            | Type::Boxed(_)
            | Type::Any
            | Type::Bool
            | Type::Int(_)
            | Type::Float
            | Type::Str
            | Type::Schema => {}
        }
    }

    fn fields(&mut self, fields: &'a [Field]) {
        for field in fields {
            self.names.push(&field.name);
            self.slot(&field.value);
            self.names.pop();
        }
    }
}
