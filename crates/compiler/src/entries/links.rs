//! Collects what an entry names: other entries, pages, paths and configs.

use yaml::{Mapping, Node, Pointer, RelativePointer, Value};

use super::{ChainItem, Linked, Owner, Target};
use crate::profile::{Chain, Field, JsonType, Link, Model, Shape, Slot, Type};
use crate::schema::focus;

/// All links of an entry, in the order in which they stand.
pub(crate) fn collect(model: &Model, entry: &Node, at: &Pointer) -> Vec<Linked> {
    let mut walk = Walk { model, base: at, path: Vec::new(), links: Vec::new(), keys: Vec::new() };
    walk.ty(&model.root.ty, entry);
    walk.name_owners();
    walk.links
}

struct Walk<'a> {
    model: &'a Model,
    base: &'a Pointer,
    /// Where the walk is in the entry; a pointer is made of it only where there is a link.
    path: Vec<Step<'a>>,
    links: Vec<Linked>,
    /// Each reference with its place in the document, to find the owners of configs.
    keys: Vec<(Pointer, Owner)>,
}

#[derive(Clone, Copy)]
enum Step<'a> {
    Key(&'a str),
    Index(usize),
}

impl<'a> Walk<'a> {
    fn slot(&mut self, slot: &'a Slot, node: &'a Node) {
        if let Some(link) = &slot.link {
            let to = match (link, node.as_str()) {
                (Link::Chain(chain), _) => self.chain(chain, slot, node),
                (Link::Doc, Some(text)) => Some(Target::Doc(text.to_owned())),
                (Link::Path, Some(text)) => Some(Target::Path(text.to_owned())),
                (Link::ConfigOf(of), _) => {
                    Some(Target::Config { owner: None, pointer: of.pointer.clone(), value: node.clone(), given: true })
                }
                // A value of the wrong type has been reported by its schema.
                (Link::Doc | Link::Path, None) => None,
            };
            self.links.extend(to.map(|to| Linked { at: self.at(), span: node.span, to }));
        }
        self.ty(&slot.ty, node);
    }

    fn ty(&mut self, ty: &'a Type, node: &'a Node) {
        match (ty, &node.value) {
            (Type::Key(reference), Value::String(key)) => {
                let at = self.at();
                self.keys.push((at.clone(), Owner { kind: reference.to.clone(), key: key.clone() }));
                let to = Target::Entry { reference: reference.clone(), key: key.clone() };
                self.links.push(Linked { at, span: node.span, to });
            }
            (Type::List(item), Value::Sequence(nodes)) => {
                for (index, node) in nodes.iter().enumerate() {
                    self.below(Step::Index(index), item, node);
                }
            }
            (Type::Map(item), Value::Mapping(mapping)) => {
                for pair in mapping {
                    self.below(Step::Key(&pair.key), item, &pair.value);
                }
            }
            (Type::Item(id) | Type::Boxed(id), _) => match &self.model.item(*id).shape {
                Shape::Struct(fields) => self.fields(fields, node),
                Shape::Tagged { tag, variants } => {
                    let given = node.get(tag).and_then(Node::as_str);
                    if let Some(variant) = variants.iter().find(|variant| Some(variant.value.as_str()) == given) {
                        self.fields(&variant.fields, node);
                    }
                }
                Shape::Union(arms) => {
                    let json = JsonType::of_node(node);
                    if let Some(arm) = arms.iter().find(|arm| Some(arm.json) == json) {
                        self.slot(&arm.value, node);
                    }
                }
                Shape::Enum(_) => {}
            },
            // Values of other types hold no links, and values of the wrong type have been reported.
            (
                Type::Any
                | Type::Bool
                | Type::Int(_)
                | Type::Float
                | Type::Str
                | Type::Schema
                | Type::Key(_)
                | Type::List(_)
                | Type::Map(_),
                _,
            ) => {}
        }
    }

    /// The entries that the items of a list name.
    fn chain(&self, chain: &Chain, slot: &Slot, node: &Node) -> Option<Target> {
        let kind = chain.reference(self.model, &slot.ty)?.to.clone();
        let named = |(index, item): (usize, &Node)| {
            let name = item.get(&chain.by)?;
            let at = self.at().join(index.to_string()).join(&chain.by);
            Some(ChainItem { index, key: name.as_str()?.to_owned(), span: name.span, at })
        };
        let nodes = node.as_sequence()?;
        let items = nodes.iter().enumerate().filter_map(named).collect();
        Some(Target::Chain { chain: chain.clone(), kind, items, length: nodes.len() })
    }

    fn fields(&mut self, fields: &'a [Field], node: &'a Node) {
        for field in fields {
            match (node.get(&field.name), &field.value.link) {
                (Some(value), _) => self.below(Step::Key(&field.name), &field.value, value),
                // A config that is left out is an empty one, which may lack what the owner requires.
                (None, Some(Link::ConfigOf(of))) if node.as_mapping().is_some() => {
                    let value = Node { value: Value::Mapping(Mapping::new(Vec::new())), span: focus(node) };
                    let mut at = self.at();
                    at.push(field.name.as_str());
                    let to = Target::Config { owner: None, pointer: of.pointer.clone(), value, given: false };
                    self.links.push(Linked { at, span: focus(node), to });
                }
                (None, _) => {}
            }
        }
    }

    fn below(&mut self, step: Step<'a>, slot: &'a Slot, node: &'a Node) {
        self.path.push(step);
        self.slot(slot, node);
        self.path.pop();
    }

    fn at(&self) -> Pointer {
        self.path.iter().fold(self.base.clone(), |mut at, step| {
            match step {
                Step::Key(key) => at.push(*key),
                Step::Index(index) => at.push(index.to_string()),
            }
            at
        })
    }

    /// Finds the reference that each config's relative pointer leads to.
    fn name_owners(&mut self) {
        for link in &mut self.links {
            let Target::Config { owner, pointer, .. } = &mut link.to else { continue };
            let named = pointer.parse::<RelativePointer>().ok().and_then(|pointer| pointer.resolve(&link.at));
            let found = named.and_then(|named| self.keys.iter().find(|(at, _)| *at == named));
            *owner = found.map(|(_, owner)| Owner { kind: owner.kind.clone(), key: owner.key.clone() });
        }
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
