//! What the catalog has: the missions, the workflows that their factories make, and runs by name.
//!
//! 1. A [`MissionSpec`] names a mission and gives its params. [`Missions::build_workflow`] checks them against
//!    the catalog and has the factory of the mission make the workflow; it is a function of its input.
//! 2. [`CatalogWorkflows`] are the factories: what is constant comes from the catalog, params decide the rest.
//! 3. [`Missions::run`] hands the workflow to the orchestrator. [`run_mission`] is the short way to it.

mod error;
mod factories;
mod requested;

use std::fmt;

use generated::missions::mission::MissionFactories;
use generated::missions::step_kind::DoneBy as KindDoneBy;
use generated::missions::{MissionKey, StepKindKey};
use kernel::{BuildError, Key as _, Value};

pub use self::error::MissionError;
pub use self::factories::CatalogWorkflows;
use crate::orchestration::{
    DoneBy, Envelope, ExecutionContext, Limits, OrchestrationResult, Orchestrator, People, Unattended,
    WorkflowDefinition, Workflows,
};

/// The missions that there are: those of the catalog.
pub const MISSION_REGISTRY: &[MissionKey] = &MissionKey::ALL;

/// A mission with its params.
#[derive(Clone, Debug, PartialEq)]
pub struct MissionSpec {
    /// Which mission, by its name.
    pub name: String,
    /// Its params, an object.
    pub params: Value,
}

/// The missions of the catalog, made by the factories `F`.
#[derive(Clone, Debug)]
pub struct Missions<F> {
    factories: F,
    limits: Limits,
    envelope: Envelope,
}

/// Runs a mission of the catalog, unattended and within the default limits.
///
/// # Errors
/// There is no such mission, these are no params of it, or its workflow is refused.
pub fn run_mission(
    name: &str,
    context: &ExecutionContext,
    params: &Value,
) -> Result<OrchestrationResult, MissionError> {
    Missions::default().run(name, context, params, &mut Unattended)
}

/// The workflow of a mission of the catalog, within the default limits.
///
/// # Errors
/// There is no such mission, or these are no params of it.
pub fn build_workflow(mission: &MissionSpec) -> Result<WorkflowDefinition, MissionError> {
    Missions::default().build_workflow(mission)
}

/// Who does the steps of each kind, as the catalog says.
#[must_use]
pub fn envelope() -> Envelope {
    let done_by = |kind: StepKindKey| match kind.entry().done_by {
        KindDoneBy::Program => DoneBy::Program,
        KindDoneBy::Person => DoneBy::Person,
    };
    StepKindKey::ALL.into_iter().map(|kind| (kind.as_str(), done_by(kind))).collect()
}

impl Default for Missions<CatalogWorkflows> {
    fn default() -> Self {
        Self::within(Limits::default())
    }
}

impl Missions<CatalogWorkflows> {
    /// The missions of the catalog, within limits.
    #[must_use]
    pub fn within(limits: Limits) -> Self {
        Self::new(CatalogWorkflows::within(limits), limits)
    }
}

impl<F> Missions<F>
where
    F: MissionFactories<Workflow = WorkflowDefinition>,
    F::Error: fmt::Display,
{
    /// Missions whose workflows come from `factories` and are run within `limits`.
    #[must_use]
    pub fn new(factories: F, limits: Limits) -> Self {
        Self { factories, limits, envelope: envelope() }
    }

    /// The workflow of a mission. Its metadata has the name of the mission, and the params as they were given.
    ///
    /// # Errors
    /// There is no such mission, these are no params of it, or its factory refuses.
    pub fn build_workflow(&self, mission: &MissionSpec) -> Result<WorkflowDefinition, MissionError> {
        self.build(&mission.name, &mission.params)
    }

    /// Runs a mission. `people` do its human steps.
    ///
    /// # Errors
    /// There is no such mission, these are no params of it, its factory refuses, or its workflow is refused.
    pub fn run(
        &self,
        name: &str,
        context: &ExecutionContext,
        params: &Value,
        people: &mut dyn People,
    ) -> Result<OrchestrationResult, MissionError> {
        let workflow = self.build(name, params)?;
        let orchestrator = Orchestrator::new(&self.envelope, self.limits).with_missions(self, name);
        Ok(orchestrator.run_workflow(&workflow, context, people)?)
    }

    fn build(&self, name: &str, params: &Value) -> Result<WorkflowDefinition, MissionError> {
        let key = MissionKey::parse(name)?;
        let mut workflow = self.factories.build(key, params).map_err(|error| match error {
            BuildError::Config(errors) => MissionError::Params(errors),
            BuildError::Factory { key, error } => {
                MissionError::Factory { mission: key.to_owned(), reason: error.to_string() }
            }
        })?;
        workflow.metadata.insert("mission_type".to_owned(), name.into());
        workflow.metadata.insert("params".to_owned(), params.clone());
        Ok(workflow)
    }
}

impl<F> Workflows for Missions<F>
where
    F: MissionFactories<Workflow = WorkflowDefinition>,
    F::Error: fmt::Display,
{
    fn workflow(&self, mission: &str, params: &Value) -> Result<WorkflowDefinition, String> {
        self.build(mission, params).map_err(|error| error.to_string())
    }
}
