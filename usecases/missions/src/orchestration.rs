//! The mechanism, apart from any catalog of missions: workflows, the orchestrator, and what it leaves behind.
//!
//! 1. A [`WorkflowDefinition`] is a list of [`StepSpec`]s; an [`ExecutionContext`] has the state to begin with.
//! 2. The [`Envelope`] says which kinds of steps there may be and who does them, [`Limits`] how many.
//! 3. Before anything runs, the orchestrator plans: it reads every operation, asks [`Workflows`] for the
//!    missions that steps run, and refuses the whole with all [`Violation`]s.
//! 4. [`Orchestrator::run_workflow`] then runs the plan. Steps of people go to [`People`], a port.
//! 5. An [`OrchestrationResult`] says what was done, with its [`Lineage`] and [`Receipt`].
//!
//! Nothing here knows a mission: names, kinds and limits are those of whoever calls.

mod context;
mod workflow;

mod bounds;
mod violation;

mod operation;
mod plan;

mod orchestrator;
mod people;
mod result;

pub use bounds::{DoneBy, Envelope, Limits};
pub use context::{ExecutionContext, NotAnObject, Object};
pub use orchestrator::Orchestrator;
pub use people::{Answer, People, Question, Unattended};
pub use plan::{NoWorkflows, Workflows};
pub use result::{Lineage, OrchestrationResult, Outcome, Receipt, ReceiptStep};
pub use violation::{Violation, Violations};
pub use workflow::{StepSpec, WorkflowDefinition, WorkflowError};
