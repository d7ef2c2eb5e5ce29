//! Runs a mission: reads what was given, hands it to the library, and puts the result into words.

use std::fmt::Write as _;

use generated::missions::MissionKey;
use kernel::Key as _;
use kernel::config::{self, Input as _, View};
use missions::orchestration::{ExecutionContext, OrchestrationResult, Outcome};
use missions::{MissionError, run_mission};
use serde_json::{Map, Value};

use crate::args::{Form, Order};
use crate::failure::Failure;
use crate::given::{Document, Params};

/// What came of a run.
#[derive(Debug)]
pub(crate) struct Ran {
    /// The result.
    pub(crate) text: String,
    /// The step that failed, if one did.
    pub(crate) failed: Option<Failure>,
}

/// Runs what was ordered.
pub(crate) fn run(order: &Order) -> Result<Ran, Failure> {
    let key = MissionKey::parse(&order.name).map_err(MissionError::Unknown)?;
    let params = params(key, order)?;
    Ok(ran(&run_mission(key.as_str(), &context(order)?, &params)?, order.form))
}

/// The result in the form that was asked for, and the failure of a step.
fn ran(result: &OrchestrationResult, form: Form) -> Ran {
    let failed = result.error_message.as_ref().map(|reason| {
        let step = result.failed_step_id.as_deref().unwrap_or_default();
        Failure::Wrong(vec![format!("{}: step `{step}`: {reason}", result.id)])
    });
    let text = match form {
        Form::Json => format!("{}\n", result.to_json()),
        Form::Text => words(result),
    };
    Ran { text, failed }
}

/// The params, checked while it is known where each of them stands.
fn params(key: MissionKey, order: &Order) -> Result<Value, Failure> {
    let file = order.params.as_deref().map(Document::of_file).transpose()?;
    let single = order.param.iter().map(|(name, value)| Ok((name, Document::of_param(key, name, value)?)));
    let single = single.collect::<Result<Vec<_>, Failure>>()?;
    let mut members = Vec::new();
    if let Some(file) = &file {
        match file.located().view() {
            View::Object(given) => members.extend(given),
            View::Null | View::Bool(_) | View::Number(_) | View::Text(_) | View::List(_) => {
                config::check(key.entry().params.get(), key.as_str(), "params", Params::Value(file.located()))?;
            }
        }
    }
    for (name, value) in &single {
        // The last one wins, as it does for any flag.
        members.retain(|(given, _)| given != name);
        members.push((name, value.located()));
    }
    let params = Params::Members(&members);
    config::check(key.entry().params.get(), key.as_str(), "params", params)?;
    Ok(config::to_value(params))
}

fn context(order: &Order) -> Result<ExecutionContext, Failure> {
    let Some(path) = &order.state else { return Ok(ExecutionContext::default()) };
    let state = config::to_value(Document::of_file(path)?.located());
    ExecutionContext::of(&state).map_err(|error| Failure::Wrong(vec![format!("{}: {error}", path.display())]))
}

/// The result for people: how it ended, each step, the state and the hash.
fn words(result: &OrchestrationResult) -> String {
    let mut text = format!("{}: {}\n", result.id, if result.success { "done" } else { "failed" });
    let width = result.receipt.steps.iter().map(|step| step.id.chars().count()).max().unwrap_or_default();
    let kinds = result.receipt.steps.iter().map(|step| step.kind.len()).max().unwrap_or_default();
    for step in &result.receipt.steps {
        let outcome = match step.outcome {
            Outcome::Answered => "answered",
            Outcome::Done => "done",
            Outcome::Failed => "failed",
            Outcome::Recorded => "recorded",
        };
        // Writing to a text cannot fail.
        let _ = writeln!(text, "  {:width$}  {:kinds$}  {outcome}", step.id, step.kind);
    }
    let mut state = Value::Object(result.final_state.clone().into_iter().collect::<Map<_, _>>());
    state.sort_all_objects();
    let _ = writeln!(text, "state: {state}");
    match result.sha256() {
        Ok(hash) => _ = writeln!(text, "sha256: {hash}"),
        Err(error) => _ = writeln!(text, "no sha256: {error}"),
    }
    text
}

#[cfg(test)]
mod tests {
    use std::process::ExitCode;

    use missions::orchestration::{Limits, Orchestrator, Unattended, WorkflowDefinition};
    use serde_json::json;

    use super::*;

    /// No mission of the catalog fails, so the program is given a workflow that does.
    #[test]
    fn a_step_that_fails_is_said_and_the_run_so_far_is_printed() {
        let steps = json!([
            { "id": "keep", "kind": "runtime", "payload": { "operation": "set", "values": { "kept": true } } },
            { "id": "break", "kind": "runtime", "payload": { "operation": "fail", "reason": "the disk is full" } },
        ]);
        let given = json!({ "id": "wf-broken", "steps": steps });
        let workflow: WorkflowDefinition = serde_json::from_value(given).expect("it is a workflow");
        let envelope = missions::registry::envelope();
        let orchestrator = Orchestrator::new(&envelope, Limits::default());
        let result = orchestrator.run_workflow(&workflow, &ExecutionContext::default(), &mut Unattended);
        let Ran { text, failed } = ran(&result.expect("it is sound"), Form::Text);
        let expected = "\
wf-broken: failed
  keep   runtime  done
  break  runtime  failed
state: {\"kept\":true}
sha256: ";
        assert!(text.starts_with(expected), "{text}");
        let failed = failed.expect("a step failed");
        assert_eq!(failed.messages(), ["wf-broken: step `break`: the disk is full"]);
        assert_eq!(failed.code(), ExitCode::from(1));
    }
}
