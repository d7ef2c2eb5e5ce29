//! What holds of every run: the shape of its result, and what it leaves alone.

use missions::orchestration::{ExecutionContext, Outcome, WorkflowDefinition, WorkflowError};
use serde_json::{Value, json};

use crate::harness::{context, human, run, runtime, workflow};

#[test]
fn run_workflow_contract_basic_shape() {
    let result = run(&workflow(vec![runtime("work", &json!({}))]), &context(&json!({ "a": 1 }))).unwrap();
    let expected = json!({
        "error_message": null,
        "executed_steps": [{ "id": "work", "kind": "runtime", "payload": {} }],
        "failed_step_id": null,
        "final_state": { "a": 1 },
        "id": "wf-test",
        "lineage": { "executed_step_ids": ["work"], "workflow_id": "wf-test" },
        "receipt": { "id": "wf-test", "steps": [{ "id": "work", "kind": "runtime", "outcome": "done" }] },
        "success": true,
    });
    assert_eq!(result.to_json(), expected);
    assert_eq!(serde_json::to_string(&result).unwrap(), expected.to_string(), "the keys are sorted");
}

/// A run borrows the workflow, so the compiler refuses to change it; this holds what it prints.
#[test]
fn run_workflow_does_not_mutate_input_workflow() {
    let workflow = workflow(vec![human("ask"), runtime("set", &json!({ "operation": "set", "values": { "a": 1 } }))]);
    let before = serde_json::to_string(&workflow).unwrap();
    assert!(run(&workflow, &ExecutionContext::default()).unwrap().success);
    assert_eq!(serde_json::to_string(&workflow).unwrap(), before);
}

/// A run borrows the context, so the compiler refuses to change it; this holds that the result has another state.
#[test]
fn run_workflow_does_not_mutate_input_context_state() {
    let context = context(&json!({ "a": { "b": [1] } }));
    let before = serde_json::to_string(&context).unwrap();
    let write = runtime("set", &json!({ "operation": "set", "values": { "a": { "b": [2] } } }));
    let mut result = run(&workflow(vec![write]), &context).unwrap();
    assert_eq!(result.final_state["a"], json!({ "b": [2] }));
    result.final_state.clear();
    assert_eq!(serde_json::to_string(&context).unwrap(), before);
}

#[test]
fn run_workflow_records_human_steps_in_receipt() {
    let result = run(&workflow(vec![human("ask"), runtime("work", &json!({}))]), &context(&json!({}))).unwrap();
    let people: Vec<_> = result.receipt.steps.iter().filter(|step| step.kind == "human").collect();
    assert_eq!(people.len(), 1);
    assert_eq!((people[0].id.as_str(), people[0].outcome, &people[0].answer), ("ask", Outcome::Recorded, &None));
}

#[test]
fn orchestration_result_serialises_cleanly() {
    let state = json!({ "z": { "b": 1, "a": [{ "d": 1, "c": 2 }] }, "ü": "\u{0}", "f": 1.5, "n": null });
    let result = run(&workflow(vec![human("ask")]), &context(&state)).unwrap();
    let text = serde_json::to_string(&result).unwrap();
    let mut back: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(back, result.to_json());
    assert_eq!(back["final_state"], state);
    back.sort_all_objects();
    assert_eq!(back.to_string(), text, "keys are sorted at every depth");
    let hash = result.sha256().unwrap();
    assert_eq!((hash.len(), hash.chars().all(|digit| digit.is_ascii_hexdigit())), (64, true));
}

#[test]
fn equal_workflows_in_another_order_of_keys_are_written_equally() {
    let read = |text| serde_json::from_str::<WorkflowDefinition>(text).unwrap();
    let one = read(
        r#"{"id":"w","steps":[{"id":"a","kind":"human","payload":{"x":{"b":1,"a":2}}}],"metadata":{"m":{"q":1,"p":2}}}"#,
    );
    let other = read(
        r#"{"metadata":{"m":{"p":2,"q":1}},"steps":[{"payload":{"x":{"a":2,"b":1}},"kind":"human","id":"a"}],"name":"w"}"#,
    );
    assert_eq!(serde_json::to_string(&one).unwrap(), serde_json::to_string(&other).unwrap());
}

#[test]
fn a_workflow_may_be_named_by_id_or_name_but_not_by_two() {
    let named = |id: Option<&str>, name: Option<&str>| {
        WorkflowDefinition::named(id.map(str::to_owned), name.map(str::to_owned), Vec::new())
    };
    assert_eq!(named(Some("dummy"), None).unwrap(), named(None, Some("dummy")).unwrap());
    let both = named(Some("dummy"), Some("dummy")).unwrap();
    assert_eq!((both.id.as_str(), both.name()), ("dummy", "dummy"));
    let (id, name) = ("dummy".to_owned(), "other".to_owned());
    assert_eq!(named(Some("dummy"), Some("other")), Err(WorkflowError::TwoNames { id, name }));
    assert_eq!(named(None, None), Err(WorkflowError::Unnamed));
    let said = serde_json::from_str::<WorkflowDefinition>(r#"{"id":"a","name":"b"}"#).unwrap_err().to_string();
    assert!(said.contains("expected them to be equal, found `a` and `b`"), "{said}");
    assert!(serde_json::from_str::<WorkflowDefinition>(r#"{"id":"a","stps":[]}"#).is_err());
}
