//! The mission `daily_loop`, from end to end.

use missions::orchestration::{Limits, OrchestrationResult};
use missions::registry::envelope;
use missions::run_mission;
use serde_json::{Value, json};

use crate::harness::{context, executed, object};

fn run(state: &Value, params: &Value) -> OrchestrationResult {
    run_mission("daily_loop", &context(state), params).unwrap()
}

#[test]
fn daily_loop_basic_contract() {
    let result = run(&json!({}), &json!({}));
    assert_eq!((result.id.as_str(), result.success), ("wf-daily-loop", true));
    assert_eq!(executed(&result), ["confirm-priorities", "generate-summary", "log-metrics", "archive-day"]);
}

/// The type of `run_mission` says that it returns one; this holds that a failure would be in it.
#[test]
fn daily_loop_returns_orchestration_result() {
    let result: OrchestrationResult = run(&json!({}), &json!({}));
    assert_eq!((result.failed_step_id, result.error_message), (None, None));
}

#[test]
fn daily_loop_with_empty_params() {
    assert!(run(&json!({ "a": 1 }), &json!({})).success);
    let error = run_mission("daily_loop", &context(&json!({})), &Value::Null).unwrap_err();
    assert_eq!(error.to_string(), "daily_loop: params: expected an object, found null");
}

#[test]
fn daily_loop_is_deterministic() {
    let (state, params) = (json!({ "counter": 0 }), json!({ "mode": "standard" }));
    assert_eq!(run(&state, &params), run(&state, &params));
}

#[test]
fn daily_loop_deterministic_across_multiple_runs() {
    let hashes = (0..20).map(|_| run(&json!({ "counter": 0 }), &json!({})).sha256().unwrap());
    let hashes: std::collections::BTreeSet<String> = hashes.collect();
    assert_eq!(hashes.len(), 1, "{hashes:?}");
}

#[test]
fn daily_loop_respects_anti_failure_limits() {
    let Limits { steps, human_steps } = Limits::default();
    assert_eq!((steps, human_steps), (5, 2));
    let result = run(&json!({}), &json!({ "requested_steps": 50, "requested_human_steps": 50 }));
    let people = result.executed_steps.iter().filter(|step| step.kind == "human").count();
    assert_eq!((result.executed_steps.len(), people), (steps, human_steps));
}

#[test]
fn daily_loop_uses_only_allowed_step_kinds() {
    let envelope = envelope();
    assert_eq!(envelope.kinds().collect::<Vec<_>>(), ["human", "runtime"]);
    let result = run(&json!({}), &json!({}));
    assert!(result.executed_steps.iter().all(|step| envelope.done_by(&step.kind).is_some()));
}

#[test]
fn daily_loop_receipt_mentions_human_steps_if_present() {
    let human = |params| {
        let receipt = run(&json!({}), &params).receipt;
        receipt.steps.into_iter().filter(|step| step.kind == "human").map(|step| step.id).collect::<Vec<_>>()
    };
    assert_eq!(human(json!({})), ["confirm-priorities"]);
    assert_eq!(human(json!({ "requested_human_steps": 2 })), ["confirm-priorities", "extra-human-1"]);
    assert_eq!(human(json!({ "requested_human_steps": 0 })), Vec::<String>::new());
}

#[test]
fn daily_loop_lineage_is_populated() {
    let lineage = run(&json!({}), &json!({})).lineage;
    assert_eq!(lineage.workflow_id, "wf-daily-loop");
    assert_eq!(lineage.executed_step_ids, ["confirm-priorities", "generate-summary", "log-metrics", "archive-day"]);
}

#[test]
fn daily_loop_receipt_contains_all_executed_steps() {
    let result = run(&json!({}), &json!({ "requested_steps": 5 }));
    let receipt: Vec<&str> = result.receipt.steps.iter().map(|step| step.id.as_str()).collect();
    assert_eq!((result.receipt.id.as_str(), receipt), ("wf-daily-loop", executed(&result)));
}

#[test]
fn daily_loop_does_not_mutate_input_context() {
    let context = context(&json!({ "message": "hello", "deep": { "count": [1] } }));
    let before = context.clone();
    assert!(run_mission("daily_loop", &context, &json!({})).unwrap().success);
    assert_eq!(context, before);
}

/// The state at the end is a copy: changing it changes no input, and no other run.
#[test]
fn daily_loop_final_state_is_independent_of_input() {
    let context = context(&json!({ "deep": { "count": [1] } }));
    let mut result = run_mission("daily_loop", &context, &json!({})).unwrap();
    assert_eq!(result.final_state, context.initial_state);
    result.final_state.insert("deep".to_owned(), json!(null));
    assert_eq!(context.initial_state, object(&json!({ "deep": { "count": [1] } })));
    assert_eq!(run_mission("daily_loop", &context, &json!({})).unwrap().final_state, context.initial_state);
}

#[test]
fn daily_loop_success_for_valid_workflow() {
    for mode in ["standard", "quiet"] {
        let result = run(&json!({}), &json!({ "mode": mode }));
        assert!(result.success && result.failed_step_id.is_none() && result.error_message.is_none(), "{mode}");
    }
}
