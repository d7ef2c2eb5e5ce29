//! Collects what an entry names: other entries, pages, paths and configs.

use yaml::{Node, Pointer, RelativePointer, Value};

use super::{Linked, Owner, Target};
use crate::profile::{Field, JsonType, Link, Model, Shape, Slot, Type};

/// All links of an entry, in the order in which they stand.
pub(super) fn collect(model: &Model, entry: &Node, at: &Pointer) -> Vec<Linked> {
    let mut walk = Walk { model, entry, base: at, links: Vec::new(), keys: Vec::new() };
    walk.ty(&model.root, entry, &Pointer::root());
    walk.name_owners();
    walk.links
}

struct Walk<'a> {
    model: &'a Model,
    entry: &'a Node,
    base: &'a Pointer,
    links: Vec<Linked>,
    /// Each reference with its place in the entry, to find the owners of configs.
    keys: Vec<(Pointer, Owner)>,
}

impl Walk<'_> {
    fn slot(&mut self, slot: &Slot, node: &Node, at: &Pointer) {
        if let Some(link) = &slot.link {
            let to = match (link, node.as_str()) {
                (Link::Doc, Some(text)) => Target::Doc(text.to_owned()),
                (Link::Path, Some(text)) => Target::Path(text.to_owned()),
                (Link::ConfigOf(pointer), _) => Target::Config { owner: None, pointer: pointer.clone(), value: node.clone() },
                // A value of the wrong type has been reported by its schema.
                (Link::Doc | Link::Path, None) => return,
            };
            self.links.push(Linked { at: self.base.concat(at), span: node.span, to });
        }
        self.ty(&slot.ty, node, at);
    }

    fn ty(&mut self, ty: &Type, node: &Node, at: &Pointer) {
        match (ty, &node.value) {
            (Type::Key(reference), Value::String(key)) => {
                self.keys.push((at.clone(), Owner { kind: reference.to.clone(), key: key.clone() }));
                let to = Target::Entry { reference: reference.clone(), key: key.clone() };
                self.links.push(Linked { at: self.base.concat(at), span: node.span, to });
            }
            (Type::List(item), Value::Sequence(nodes)) => {
                nodes.iter().enumerate().for_each(|(index, node)| self.slot(item, node, &at.join(index.to_string())));
            }
            (Type::Map(item), Value::Mapping(mapping)) => {
                mapping.iter().for_each(|pair| self.slot(item, &pair.value, &at.join(&pair.key)));
            }
            (Type::Item(id) | Type::Boxed(id), _) => match &self.model.item(*id).shape {
                Shape::Struct(fields) => self.fields(fields, node, at),
                Shape::Tagged { tag, variants } => {
                    let given = node.get(tag).and_then(Node::as_str);
                    if let Some(variant) = variants.iter().find(|variant| Some(variant.value.as_str()) == given) {
                        self.fields(&variant.fields, node, at);
                    }
                }
                Shape::Union(arms) => {
                    let json = JsonType::of_node(node);
                    if let Some(arm) = arms.iter().find(|arm| Some(arm.json) == json) {
                        self.slot(&arm.value, node, at);
                    }
                }
                Shape::Enum(_) => {}
            },
            // Values of other types hold no links, and values of the wrong type have been reported.
            (
                Type::Any | Type::Bool | Type::Int(_) | Type::Float | Type::Str | Type::Schema | Type::Key(_) | Type::List(_) | Type::Map(_),
                _,
            ) => {}
        }
    }

    fn fields(&mut self, fields: &[Field], node: &Node, at: &Pointer) {
        for field in fields {
            if let Some(value) = node.get(&field.name) {
                self.slot(&field.value, value, &at.join(&field.name));
            }
        }
    }

    /// Finds the reference that each config's relative pointer leads to.
    fn name_owners(&mut self) {
        let depth = self.base.segments().len();
        for link in &mut self.links {
            let Target::Config { owner, pointer, .. } = &mut link.to else { continue };
            let here: Pointer = link.at.segments()[depth..].iter().fold(Pointer::root(), |at, segment| at.join(segment));
            let Some(named) = pointer.parse::<RelativePointer>().ok().and_then(|pointer| pointer.resolve(&here)) else { continue };
            let found = self.keys.iter().find(|(at, _)| *at == named);
            *owner = found.map(|(_, owner)| Owner { kind: owner.kind.clone(), key: owner.key.clone() });
        }
        let _ = self.entry;
    }
}

impl JsonType {
    /// The JSON type of a located value.
    fn of_node(node: &Node) -> Option<Self> {
        match &node.value {
            Value::Null => None,
            Value::Bool(_) => Some(Self::Boolean),
            Value::Number(_) => Some(Self::Number),
            Value::String(_) => Some(Self::String),
            Value::Sequence(_) => Some(Self::Array),
            Value::Mapping(_) => Some(Self::Object),
        }
    }
}
