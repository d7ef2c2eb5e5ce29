//! The `x-registry` block: where entries live, and what is generated from them.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

/// The `x-registry` block of a kind.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "x-registry")]
pub struct Block {
    /// Which files hold entries: a glob below the registry's folder.
    #[schemars(length(min = 1))]
    pub entries: String,
    /// How a file holds them.
    pub layout: Layout,
    /// Where in a file the sequence or mapping of entries is: a JSON Pointer in which the segment `*`
    /// stands for every item. A list of pointers reads several places.
    #[serde(default = "whole_file")]
    pub at: OneOrMany,
    /// The property that holds an entry's key; of several, the first that an entry has. With
    /// `layout: map` the keys of the mapping are the keys, and this is left out.
    #[serde(default)]
    pub key: Option<OneOrMany>,
    /// `true`: a Rust enum with a variant an entry. `false`: a newtype with a constant an entry.
    #[serde(default = "yes")]
    pub closed: bool,
    /// Keys are `name@N`, and a locked version never changes.
    #[serde(default)]
    pub versioned: bool,
    /// There is a factory for each entry; its product is this associated type. Absent: data only.
    #[serde(default)]
    #[schemars(regex(pattern = "^[A-Z][A-Za-z0-9]*$"))]
    pub build: Option<String>,
    /// The property that lists the ports of an entry, where there are factories.
    #[serde(default = "ports")]
    pub ports: String,
    /// Programs may read entries of this kind from files of their own: an owned type is generated for them.
    #[serde(default)]
    pub runtime: bool,
    /// The properties that order the entries; `-priority` is descending. The key always comes last.
    #[serde(default)]
    pub order: Vec<String>,
    /// What groups the index page: `namespace` (the key before its first dot) or a property.
    #[serde(default)]
    pub group_by: Option<String>,
    /// The pages that people write about entries: a glob below the docs root, such as `steps/*.md`. Each of
    /// them is the page of an entry.
    #[serde(default)]
    pub pages: Option<String>,
    /// What several entries are called in a sentence. Default: the title with an s.
    #[serde(default)]
    pub plural: Option<String>,
    /// The property that says in one sentence what an entry is.
    #[serde(default = "summary")]
    pub summary: String,
    /// The property that says that, and why, an entry is deprecated.
    #[serde(default = "deprecated")]
    pub deprecated: String,
    /// The keys that entries had before, each with the key that its entry has now.
    #[serde(default)]
    pub renamed: BTreeMap<String, String>,
}

/// How a file holds entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Layout {
    /// One entry a document.
    Document,
    /// A sequence of entries.
    List,
    /// A mapping from key to entry.
    Map,
}

/// One string, or several.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum OneOrMany {
    /// One.
    One(String),
    /// Several, in order.
    Many(#[schemars(length(min = 1))] Vec<String>),
}

impl OneOrMany {
    /// The strings, in order.
    #[must_use]
    pub fn as_slice(&self) -> &[String] {
        match self {
            Self::One(one) => std::slice::from_ref(one),
            Self::Many(several) => several,
        }
    }
}

impl Block {
    /// The properties that may hold the key; none with `layout: map`.
    #[must_use]
    pub fn key_properties(&self) -> Vec<String> {
        match (&self.key, self.layout) {
            (_, Layout::Map) => Vec::new(),
            (Some(keys), Layout::Document | Layout::List) => keys.as_slice().to_vec(),
            (None, Layout::Document | Layout::List) => vec!["key".to_owned()],
        }
    }
}

fn whole_file() -> OneOrMany {
    OneOrMany::One(String::new())
}

fn yes() -> bool {
    true
}

fn summary() -> String {
    "summary".to_owned()
}

fn ports() -> String {
    "ports".to_owned()
}

fn deprecated() -> String {
    "deprecated".to_owned()
}
