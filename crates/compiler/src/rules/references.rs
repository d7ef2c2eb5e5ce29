//! Where in the values of a kind the keys of other entries are.
//!
//! Types refer to each other, and to themselves, so they are nodes of a graph: one for each named type, however
//! often it is used.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use serde_json::Value as Json;

use crate::profile::{Field, ItemId, Model, Shape, Type};

/// The keys of other entries in values of a type.
#[derive(Clone, Debug, Default)]
pub(super) struct References {
    nodes: Arc<[Node]>,
    at: usize,
}

#[derive(Clone, Debug, Default)]
struct Node {
    /// The kind, where the value itself is a key.
    to: Option<String>,
    /// Of an object.
    fields: BTreeMap<String, usize>,
    /// Of an object whose fields depend on one of its properties: that property, and the node for each of its values.
    variants: Option<(String, BTreeMap<String, usize>)>,
    /// Of the items of a list, and of the values of an object with free keys.
    items: Option<usize>,
    /// Whether there is a key here or below.
    is_anywhere: bool,
}

impl References {
    pub(super) fn of_model(model: &Model) -> Self {
        let mut graph = Graph { model, nodes: vec![Node::default()], named: HashMap::new() };
        let at = graph.node(&model.root.ty);
        graph.look_below();
        Self { nodes: graph.nodes.into(), at }
    }

    fn node(&self) -> Option<&Node> {
        self.nodes.get(self.at)
    }

    fn below(&self, at: Option<usize>) -> Self {
        Self { nodes: Arc::clone(&self.nodes), at: at.unwrap_or(NOTHING) }
    }

    /// The kind, where the value itself is a key.
    pub(super) fn kind(&self) -> Option<&str> {
        self.node()?.to.as_deref()
    }

    /// Whether there is a key here or anywhere below.
    pub(super) fn is_anywhere(&self) -> bool {
        self.node().is_some_and(|node| node.is_anywhere)
    }

    /// Of a property of an object.
    pub(super) fn of_property(&self, object: &Json, name: &str) -> Self {
        let variant = |node: &Node| {
            let (tag, variants) = node.variants.as_ref()?;
            variants.get(object.get(tag)?.as_str()?).copied()
        };
        let node = self.node().map(|node| variant(node).map_or(node, |variant| &self.nodes[variant]));
        self.below(node.and_then(|node| node.fields.get(name).copied().or(node.items)))
    }

    /// Of an item of a list.
    pub(super) fn of_items(&self) -> Self {
        self.below(self.node().and_then(|node| node.items))
    }
}

/// The node of types in which there is no key.
const NOTHING: usize = 0;

struct Graph<'a> {
    model: &'a Model,
    nodes: Vec<Node>,
    named: HashMap<ItemId, usize>,
}

impl Graph<'_> {
    fn node(&mut self, ty: &Type) -> usize {
        match ty {
            Type::Key(reference) => self.push(Node { to: Some(reference.to.clone()), ..Node::default() }),
            Type::List(item) | Type::Map(item) => {
                let items = Some(self.node(&item.ty));
                self.push(Node { items, ..Node::default() })
            }
            Type::Item(id) | Type::Boxed(id) => {
                if let Some(known) = self.named.get(id) {
                    return *known;
                }
                // Known before what lies below, which may be the type itself.
                let at = self.push(Node::default());
                self.named.insert(*id, at);
                self.nodes[at] = self.named(*id);
                at
            }
            Type::Any | Type::Bool | Type::Int(_) | Type::Float | Type::Str | Type::Schema => NOTHING,
        }
    }

    fn named(&mut self, id: ItemId) -> Node {
        let model = self.model;
        match &model.item(id).shape {
            Shape::Struct(fields) => Node { fields: self.fields(fields), ..Node::default() },
            Shape::Tagged { tag, variants } => {
                let mut of_variant = |fields: &[Field]| {
                    let fields = self.fields(fields);
                    self.push(Node { fields, ..Node::default() })
                };
                let nodes = variants.iter().map(|variant| (variant.value.clone(), of_variant(&variant.fields)));
                Node { variants: Some((tag.clone(), nodes.collect())), ..Node::default() }
            }
            // One arm for each type of JSON, so that no two of them say what a value holds.
            Shape::Union(arms) => {
                let mut whole = Node::default();
                for arm in arms {
                    let at = self.node(&arm.value.ty);
                    let arm = self.nodes[at].clone();
                    whole.to = whole.to.or(arm.to);
                    whole.fields.extend(arm.fields);
                    whole.variants = whole.variants.or(arm.variants);
                    whole.items = whole.items.or(arm.items);
                }
                whole
            }
            Shape::Enum(_) => Node::default(),
        }
    }

    fn fields(&mut self, fields: &[Field]) -> BTreeMap<String, usize> {
        fields.iter().map(|field| (field.name.clone(), self.node(&field.value.ty))).collect()
    }

    fn push(&mut self, node: Node) -> usize {
        self.nodes.push(node);
        self.nodes.len() - 1
    }

    /// Says of each node whether there is a key below; a node may lie below itself, so as often as that says more.
    fn look_below(&mut self) {
        let mut says_more = true;
        while says_more {
            says_more = false;
            for at in 0..self.nodes.len() {
                let Node { to, fields, variants, items, is_anywhere } = &self.nodes[at];
                let variants = variants.iter().flat_map(|(_, variants)| variants.values());
                let mut below = fields.values().chain(variants).chain(items);
                if !is_anywhere && (to.is_some() || below.any(|below| self.nodes[*below].is_anywhere)) {
                    self.nodes[at].is_anywhere = true;
                    says_more = true;
                }
            }
        }
    }
}
