//! What a run leaves behind. Fields are in the order of their names, so that they are written sorted.

use serde::Serialize;
use serde_json::Value;

use super::context::Object;
use super::workflow::StepSpec;
use crate::canonical::{self, NotCanonical};

/// How a run went. Equal runs have equal results, bytes and hashes.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OrchestrationResult {
    /// Why the run ended early.
    pub error_message: Option<String>,
    /// The steps that were begun, in their order; the one that failed is the last.
    pub executed_steps: Vec<StepSpec>,
    /// The step that failed. Of a mission that a step runs, the inner one: `outer/inner`.
    pub failed_step_id: Option<String>,
    /// The state after the last step, or where the run ended early.
    #[serde(serialize_with = "canonical::sorted")]
    pub final_state: Object,
    /// The workflow.
    pub id: String,
    /// Where the result comes from.
    pub lineage: Lineage,
    /// What was done.
    pub receipt: Receipt,
    /// Whether every step was done.
    pub success: bool,
}

/// Where a result comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Lineage {
    /// The ids of the executed steps, in their order.
    pub executed_step_ids: Vec<String>,
    /// The workflow.
    pub workflow_id: String,
}

/// What was done, step by step.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Receipt {
    /// The workflow.
    pub id: String,
    /// The executed steps, in their order.
    pub steps: Vec<ReceiptStep>,
}

/// What came of a step.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ReceiptStep {
    /// What the person answered.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "canonical::sorted")]
    pub answer: Option<Value>,
    /// The step.
    pub id: String,
    /// Its kind.
    pub kind: String,
    /// How it ended.
    pub outcome: Outcome,
}

/// How a step ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// A person has answered.
    Answered,
    /// The orchestrator has done it.
    Done,
    /// It failed, or the person refused.
    Failed,
    /// It was a person's, and nobody answered.
    Recorded,
}

impl OrchestrationResult {
    /// The result as JSON, with sorted keys at every depth.
    #[must_use]
    pub fn to_json(&self) -> Value {
        canonical::in_order(self)
    }

    /// The SHA-256 of the result in canonical JSON.
    ///
    /// # Errors
    /// The state, a payload or an answer holds a whole number beyond 2^53.
    pub fn sha256(&self) -> Result<String, NotCanonical> {
        canonical::sha256(&self.to_json())
    }
}
