//! Workflows and contexts in few words, and the envelope that the seed of the mechanism's tests has.

use missions::orchestration::{
    DoneBy, Envelope, ExecutionContext, Limits, Object, OrchestrationResult, Orchestrator, StepSpec, Unattended,
    Violation, Violations, WorkflowDefinition,
};
use serde_json::Value;

/// The members of a JSON object.
pub(crate) fn object(value: &Value) -> Object {
    value.as_object().unwrap().iter().map(|(name, value)| (name.clone(), value.clone())).collect()
}

/// A context with this state.
pub(crate) fn context(state: &Value) -> ExecutionContext {
    ExecutionContext::of(state).unwrap()
}

/// A step that the orchestrator does.
pub(crate) fn runtime(id: &str, payload: &Value) -> StepSpec {
    StepSpec::new(id, "runtime", object(payload))
}

/// A step that a person does.
pub(crate) fn human(id: &str) -> StepSpec {
    StepSpec::new(id, "human", Object::new())
}

/// A workflow.
pub(crate) fn workflow(steps: Vec<StepSpec>) -> WorkflowDefinition {
    WorkflowDefinition::new("wf-test", steps)
}

/// Runtime and human steps.
pub(crate) fn envelope() -> Envelope {
    [("runtime", DoneBy::Program), ("human", DoneBy::Person)].into_iter().collect()
}

/// Runs a workflow unattended, within the default limits.
pub(crate) fn run(
    workflow: &WorkflowDefinition,
    context: &ExecutionContext,
) -> Result<OrchestrationResult, Violations> {
    let envelope = envelope();
    Orchestrator::new(&envelope, Limits::default()).run_workflow(workflow, context, &mut Unattended)
}

/// What is wrong with a workflow.
pub(crate) fn violations(steps: Vec<StepSpec>) -> Vec<Violation> {
    let refused = run(&workflow(steps), &ExecutionContext::default()).unwrap_err();
    assert_eq!(refused.workflow, "wf-test");
    refused.violations
}

/// The ids of the executed steps.
pub(crate) fn executed(result: &OrchestrationResult) -> Vec<&str> {
    result.executed_steps.iter().map(|step| step.id.as_str()).collect()
}

/// The ids of the steps of a workflow.
pub(crate) fn ids(workflow: &WorkflowDefinition) -> Vec<&str> {
    workflow.steps.iter().map(|step| step.id.as_str()).collect()
}
