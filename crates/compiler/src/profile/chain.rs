//! Chains: lists whose items name entries, each of which takes what the one before it gives.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;
use source::Span;
use yaml::Pointer;

use super::{ItemId, Model, Reference, Shape, Type};

/// How the items of a list fit each other: each names an entry, and takes what the one before gives.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "x-chain")]
pub struct Chain {
    /// The property of an item that names the entry.
    pub by: String,
    /// A JSON Pointer to where the entry says what it takes.
    pub takes: String,
    /// A JSON Pointer to where the entry says what it gives.
    pub gives: String,
    /// What the first entry must take.
    pub first: Option<String>,
    /// What the last entry must give.
    pub last: Option<String>,
    /// Where the kind says so.
    #[serde(skip)]
    pub places: ChainPlaces,
}

/// Where the words of a chain stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChainPlaces {
    /// The chain in its document.
    pub at: String,
    /// The values in the text, by word.
    pub spans: BTreeMap<String, Span>,
}

impl Chain {
    /// The kind of the entries that the items of a list name; `None` where the items name none.
    #[must_use]
    pub fn reference<'m>(&self, model: &'m Model, list: &Type) -> Option<&'m Reference> {
        let Type::List(item) = list else { return None };
        let fields = model.fields(&item.ty);
        fields.iter().find(|field| field.name == self.by)?.value.ty.hard_reference()
    }
}

/// Where an entry says what it takes or gives.
#[derive(Clone, Debug)]
pub struct ChainEnd<'m> {
    /// The Rust fields that lead there.
    pub path: Vec<&'m str>,
    /// What is said there.
    pub says: Says<'m>,
}

/// How an entry says what it takes or gives.
#[derive(Clone, Copy, Debug)]
pub enum Says<'m> {
    /// By the key of an entry.
    Key(&'m Reference),
    /// By one of several strings.
    Choice,
    /// By any string.
    Text,
}

impl Model {
    /// What a JSON Pointer into an entry leads to; `None` where that is no string that every entry has.
    #[must_use]
    pub fn chain_end(&self, pointer: &str) -> Option<ChainEnd<'_>> {
        let pointer: Pointer = pointer.parse().ok()?;
        let mut path = Vec::new();
        let mut slot = &self.root;
        for name in pointer.segments() {
            let field = self.fields(&slot.ty).iter().find(|field| field.name == *name)?;
            if field.is_optional() {
                return None;
            }
            path.push(field.rust.as_str());
            slot = &field.value;
        }
        let is_enum = |id: &ItemId| matches!(self.item(*id).shape, Shape::Enum(_));
        let says = if slot.ty == Type::Str {
            Says::Text
        } else if matches!(&slot.ty, Type::Item(id) if is_enum(id)) {
            Says::Choice
        } else {
            Says::Key(slot.ty.hard_reference()?)
        };
        Some(ChainEnd { path, says })
    }

    /// Every JSON Pointer into an entry that leads to a chain's end.
    #[must_use]
    pub fn chain_ends(&self) -> Vec<String> {
        /// Deeper ones are no help, and recursive types have no deepest.
        const DEEPEST: usize = 3;
        let mut found = Vec::new();
        let mut open = vec![(Pointer::root(), &self.root)];
        while let Some((pointer, slot)) = open.pop() {
            let text = pointer.to_string();
            if self.chain_end(&text).is_some() {
                found.push(text);
            }
            let below = if pointer.segments().len() < DEEPEST { self.fields(&slot.ty) } else { &[] };
            open.extend(below.iter().map(|field| (pointer.join(&field.name), &field.value)));
        }
        found.sort();
        found
    }
}
