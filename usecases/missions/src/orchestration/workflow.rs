//! Workflows: steps in the order in which they run.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::context::Object;
use crate::canonical;

/// A workflow. Where it is read, `name` may stand for `id`.
///
/// ```
/// use missions::orchestration::WorkflowDefinition;
///
/// let workflow: WorkflowDefinition = serde_json::from_str(r#"{ "name": "wf-night", "steps": [] }"#)?;
/// assert_eq!((workflow.id.as_str(), workflow.name()), ("wf-night", "wf-night"));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Given")]
pub struct WorkflowDefinition {
    /// What lineages and receipts call it.
    pub id: String,
    /// What else is known of it.
    #[serde(serialize_with = "canonical::sorted")]
    pub metadata: Object,
    /// The steps, in the order in which they run.
    pub steps: Vec<StepSpec>,
}

/// A step of a workflow.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StepSpec {
    /// The name of the step, once in its workflow.
    pub id: String,
    /// Who does it: a kind of the envelope.
    pub kind: String,
    /// What is to be done.
    #[serde(default, serialize_with = "canonical::sorted")]
    pub payload: Object,
}

/// Why something is no workflow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WorkflowError {
    /// It has neither an `id` nor a `name`.
    Unnamed,
    /// Its `id` and its `name` differ.
    TwoNames {
        /// The `id`.
        id: String,
        /// The `name`.
        name: String,
    },
}

impl WorkflowDefinition {
    /// A workflow without metadata.
    #[must_use]
    pub fn new(id: impl Into<String>, steps: Vec<StepSpec>) -> Self {
        Self { id: id.into(), metadata: Object::new(), steps }
    }

    /// A workflow from whichever of its two names is given.
    ///
    /// # Errors
    /// Neither is given, or they differ.
    pub fn named(id: Option<String>, name: Option<String>, steps: Vec<StepSpec>) -> Result<Self, WorkflowError> {
        match (id, name) {
            (Some(id), Some(name)) if id != name => Err(WorkflowError::TwoNames { id, name }),
            (Some(id), _) | (None, Some(id)) => Ok(Self::new(id, steps)),
            (None, None) => Err(WorkflowError::Unnamed),
        }
    }

    /// The id, under its other name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.id
    }
}

impl StepSpec {
    /// A step.
    #[must_use]
    pub fn new(id: impl Into<String>, kind: impl Into<String>, payload: Object) -> Self {
        Self { id: id.into(), kind: kind.into(), payload }
    }
}

/// A workflow as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Given {
    id: Option<String>,
    name: Option<String>,
    #[serde(default)]
    steps: Vec<StepSpec>,
    #[serde(default)]
    metadata: Object,
}

impl TryFrom<Given> for WorkflowDefinition {
    type Error = WorkflowError;

    fn try_from(given: Given) -> Result<Self, WorkflowError> {
        let workflow = Self::named(given.id, given.name, given.steps)?;
        Ok(Self { metadata: given.metadata, ..workflow })
    }
}

impl fmt::Display for WorkflowError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unnamed => f.write_str("expected a workflow with an `id`, found neither `id` nor `name`"),
            Self::TwoNames { id, name } => {
                write!(
                    f,
                    "`id` and `name` are two words for one thing: expected them to be equal, found `{id}` and `{name}`"
                )
            }
        }
    }
}

impl std::error::Error for WorkflowError {}
