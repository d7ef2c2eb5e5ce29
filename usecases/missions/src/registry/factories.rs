//! Makes the workflow of each mission: what is constant from the catalog, the rest from its params.

use std::convert::Infallible;

use generated::missions::MissionKey;
use generated::missions::mission::{
    DailyLoopConfig, EchoConfig, MissionFactories, RunTestsConfig, WorkflowStep, WorkflowStepPayload,
};
use kernel::{Choice as _, Key as _, Value};

use super::requested::{Requested, cut};
use crate::orchestration::{Limits, Object, StepSpec, WorkflowDefinition};

/// The factories of the missions. No workflow that they make has more steps than the limits because of its params.
#[derive(Clone, Copy, Debug)]
pub struct CatalogWorkflows {
    limits: Limits,
}

impl CatalogWorkflows {
    /// The factories, within limits.
    #[must_use]
    pub const fn within(limits: Limits) -> Self {
        Self { limits }
    }
}

impl MissionFactories for CatalogWorkflows {
    type Workflow = WorkflowDefinition;
    type Error = Infallible;

    fn daily_loop(&self, config: DailyLoopConfig) -> Result<WorkflowDefinition, Infallible> {
        let requested = Requested { steps: config.requested_steps, human_steps: config.requested_human_steps };
        Ok(cut(constant(MissionKey::DailyLoop), requested, self.limits))
    }

    fn echo(&self, config: EchoConfig) -> Result<WorkflowDefinition, Infallible> {
        let mut workflow = constant(MissionKey::Echo);
        let params: serde_json::Map<_, _> =
            config.payload_key.map(|key| ("payload_key".to_owned(), key.into())).into_iter().collect();
        for step in &mut workflow.steps {
            step.payload.insert("params".to_owned(), params.clone().into());
        }
        Ok(workflow)
    }

    fn run_tests(&self, config: RunTestsConfig) -> Result<WorkflowDefinition, Infallible> {
        let requested = Requested { steps: config.requested_steps, human_steps: config.requested_human_steps };
        let mut workflow = cut(constant(MissionKey::RunTests), requested, self.limits);
        if let Some(target) = config.target {
            for step in &mut workflow.steps {
                step.payload.insert("target".to_owned(), target.clone().into());
            }
        }
        Ok(workflow)
    }
}

/// What the catalog says of the workflow of a mission.
fn constant(key: MissionKey) -> WorkflowDefinition {
    let workflow = &key.entry().workflow;
    WorkflowDefinition::new(workflow.id, workflow.steps.iter().map(step).collect())
}

fn step(step: &WorkflowStep) -> StepSpec {
    StepSpec::new(step.id, step.kind.as_str(), payload(&step.payload))
}

fn payload(payload: &WorkflowStepPayload) -> Object {
    let WorkflowStepPayload { description, operation, reason, values, mission, params } = payload;
    let values = values.map(|values| values.iter().map(|(name, value)| ((*name).to_owned(), value.parse())).collect());
    let members: [(&str, Option<Value>); 6] = [
        ("description", description.map(Value::from)),
        ("operation", operation.map(|operation| operation.as_str().into())),
        ("reason", reason.map(Value::from)),
        ("values", values.map(Value::Object)),
        ("mission", mission.map(|mission| mission.as_str().into())),
        ("params", params.map(kernel::Json::parse)),
    ];
    members.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect()
}
