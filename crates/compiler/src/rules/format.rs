//! `rules.yaml`: what people write, and its schema.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;
use source::{Code, Severity};

use crate::kinds::OneOrMany;
use crate::own_format::OwnFormat;

/// The rules of a registry.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
#[schemars(title = "Rollbook rules")]
pub struct RulesFile(#[schemars(length(min = 1))] pub Vec<RuleFile>);

impl OwnFormat for RulesFile {
    const WHAT: &'static str = "rules file";
    const CODE: Code = Code::InvalidRule;
}

/// What must hold of the entries of a kind, beyond what its schema says: one of `assert`, `unique`,
/// `exists`, `acyclic` and `overlap`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RuleFile {
    /// What the rule is called, in words with hyphens; no two rules of a project have one name.
    #[schemars(regex(pattern = "^[a-z][a-z0-9]*(-[a-z0-9]+)*$"))]
    pub id: String,
    /// The kind whose entries it looks at, `registry.kind`.
    pub when: String,
    /// Only entries for which this expression is true.
    #[serde(default, rename = "where")]
    pub only: Option<String>,
    /// A list of the entry: the rule looks at each of its items, which expressions call `item`.
    #[serde(default)]
    pub each: Option<String>,
    /// What a breach means: an `error` stops a write and fails the check, a `warning` fails the check, a
    /// `record` is noted only.
    pub severity: Weight,
    /// Why the rule is there, in a sentence.
    #[schemars(length(min = 1))]
    pub why: String,
    /// An expression that must be true.
    #[serde(default)]
    pub assert: Option<String>,
    /// Properties that no two entries have in common, taken together.
    #[serde(default)]
    #[schemars(length(min = 1))]
    pub unique: Option<Vec<String>>,
    /// An entry of a kind that must be there.
    #[serde(default)]
    pub exists: Option<Exists>,
    /// Properties that refer to entries and never lead back to where they began.
    #[serde(default)]
    pub acyclic: Option<OneOrMany>,
    /// Paths or globs that no two entries share.
    #[serde(default)]
    pub overlap: Option<Overlap>,
    /// The property that findings point at. Default: the first that the rule names, else the key.
    #[serde(default)]
    pub at: Option<String>,
    /// What a finding says: a template that knows `entry`, `item` and, of two entries, `other`.
    #[serde(default)]
    pub message: Option<String>,
    /// What to do: a template as well.
    #[serde(default)]
    pub help: Option<String>,
    /// Small registries that keep the rule, and some that break it.
    pub cases: Cases,
}

/// How much a breach weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Weight {
    /// The write fails, and so does the check.
    Error,
    /// It is written and shown; the check fails.
    Warning,
    /// It is noted only.
    Record,
}

impl From<Weight> for Severity {
    fn from(weight: Weight) -> Self {
        match weight {
            Weight::Error => Self::Error,
            Weight::Warning => Self::Warning,
            Weight::Record => Self::Record,
        }
    }
}

/// An entry that must be there.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Exists {
    /// Its kind, `registry.kind`.
    #[serde(rename = "in")]
    pub kind: String,
    /// Its properties, each with the property of the entry at hand that it equals.
    #[schemars(length(min = 1))]
    pub equal: BTreeMap<String, String>,
    /// Of those, one for which this expression is true; it knows that entry as `other`.
    #[serde(default, rename = "where")]
    pub only: Option<String>,
}

/// Paths that no two entries share.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Overlap {
    /// The property that holds a path or glob, or a list of them. What has no wildcard stands for the file, or for
    /// the folder and all that lies in it.
    pub scope: String,
    /// Only entries that have these properties in common are compared.
    #[serde(default)]
    pub by: Vec<String>,
}

/// Small registries to try a rule on.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Cases {
    /// In these the rule finds nothing.
    #[schemars(length(min = 1))]
    pub pass: Vec<Case>,
    /// In these it finds something.
    #[schemars(length(min = 1))]
    pub fail: Vec<Case>,
}

/// Entries by kind. Properties that do not matter may be left out.
pub type Case = BTreeMap<String, Value>;
