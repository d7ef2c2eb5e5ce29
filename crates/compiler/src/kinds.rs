//! Reads kind files: a kind is a JSON Schema with an `x-registry` block.
//!
//! The block is validated against the schema of [`Block`], the rest against the meta-schema of draft
//! 2020-12; then the schema is lowered to types. A kind with a mistake is reported and left out.

mod block;
mod load;

mod across;

use std::collections::BTreeMap;

use serde_json::Value;
use source::{Place, Span, Text};

pub(crate) use across::check_across;
pub use block::{Block, Layout, OneOrMany};
pub use load::load;
pub(crate) use load::{check_mentions, check_samples, declared, mentions, visit_schemas};

use crate::entries::Entry;
use crate::profile::{Model, Reference, Type};
use crate::schema::Schema;

/// A class of entries.
#[derive(Debug)]
pub struct Kind {
    /// The registry it belongs to.
    pub registry: String,
    /// Its name within the registry: the file's name before `.schema.yaml`.
    pub name: String,
    /// Its full name, `registry.kind`.
    pub id: String,
    /// Its file.
    pub file: Text,
    /// The `x-registry` block.
    pub block: Block,
    /// Where the block stands.
    pub block_span: Span,
    /// Where the values of the block stand, by property.
    pub block_spans: BTreeMap<String, Span>,
    /// `Step`: what one entry is called; the Rust type takes its name from the kind's own.
    pub title: String,
    /// What the kind is for.
    pub description: String,
    /// What entries are validated against.
    pub schema: Schema,
    /// What entries are in Rust.
    pub model: Model,
    /// The property that holds the schema of an entry's config.
    pub config: Option<String>,
    /// The references of its schema to other kinds, each with its place.
    pub references: Vec<Mention>,
    /// The keys that entries had before, in the order of the block.
    pub renamed: Vec<Renamed>,
}

/// A key that an entry had before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renamed {
    /// The key that it had.
    pub from: String,
    /// Where the block says so.
    pub from_span: Span,
    /// The key that it has.
    pub to: String,
    /// Where the block says that.
    pub to_span: Span,
}

/// A place where a schema names a kind.
#[derive(Clone, Debug)]
pub struct Mention {
    /// The kind, as `registry.kind`.
    pub to: String,
    /// Where in the text.
    pub span: Span,
    /// Where in the document, as a JSON Pointer.
    pub path: String,
}

/// The article of a word: `a step`, `an ability`, `a unit`.
pub(crate) fn article(word: &str) -> &'static str {
    let word = word.to_lowercase();
    // `unit`, `user` and `utility` begin with the sound of `you`.
    let you = ["uni", "us", "uti"].iter().any(|you| word.starts_with(you));
    if word.starts_with(['a', 'e', 'i', 'o', 'u']) && !you { "an" } else { "a" }
}

impl Kind {
    /// The kind of the ports that entries declare; `None` where they declare none, or nothing is built of them.
    #[must_use]
    pub fn ports(&self) -> Option<&Reference> {
        self.block.build.as_ref()?;
        let field = self.model.fields(&self.model.root.ty).iter().find(|field| field.name == self.block.ports)?;
        let Type::List(item) = &field.value.ty else { return None };
        item.ty.hard_reference().filter(|_| !field.is_optional())
    }

    /// Whether an entry says that it is deprecated.
    #[must_use]
    pub fn is_deprecated(&self, entry: &Entry) -> bool {
        !matches!(entry.value.get(&self.block.deprecated), None | Some(Value::Null | Value::Bool(false)))
    }

    /// Where the block says something; the block itself where it does not.
    #[must_use]
    pub fn place_of(&self, property: &str) -> Place {
        self.file.at(self.block_spans.get(property).copied().unwrap_or(self.block_span))
    }

    /// One entry in a sentence: `step`, `high-level ability`.
    #[must_use]
    pub fn noun(&self) -> String {
        let mut words = self.title.chars();
        words.next().map_or_else(String::new, |first| first.to_lowercase().chain(words).collect())
    }

    /// One entry in a sentence with its article: `a step`, `an ability`.
    #[must_use]
    pub fn a_noun(&self) -> String {
        let noun = self.noun();
        format!("{} {noun}", article(&noun))
    }

    /// Several entries in a sentence: `steps`.
    #[must_use]
    pub fn nouns(&self) -> String {
        self.block.plural.clone().unwrap_or_else(|| {
            let noun = self.noun();
            noun.strip_suffix('y').map_or_else(|| format!("{noun}s"), |stem| format!("{stem}ies"))
        })
    }
}
