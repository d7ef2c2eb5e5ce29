//! The builder: from a mission and its params to a workflow that the orchestrator accepts.

use missions::orchestration::{DoneBy, Limits, WorkflowDefinition};
use missions::registry::{Missions, envelope};
use missions::{MissionError, MissionSpec, build_workflow, run_mission};
use serde_json::{Value, json};

use crate::harness::{context, executed, ids};

fn mission(name: &str, params: Value) -> MissionSpec {
    MissionSpec { name: name.to_owned(), params }
}

fn build(name: &str, params: Value) -> WorkflowDefinition {
    build_workflow(&mission(name, params)).unwrap()
}

fn human_steps(workflow: &WorkflowDefinition) -> usize {
    workflow.steps.iter().filter(|step| step.kind == "human").count()
}

#[test]
fn build_workflow_daily_loop_produces_valid_workflow() {
    let workflow = build("daily_loop", json!({}));
    assert_eq!((workflow.id.as_str(), workflow.name()), ("wf-daily-loop", "wf-daily-loop"));
    assert_eq!(ids(&workflow), ["confirm-priorities", "generate-summary", "log-metrics", "archive-day"]);
    let kinds: Vec<&str> = workflow.steps.iter().map(|step| step.kind.as_str()).collect();
    assert_eq!(kinds, ["human", "runtime", "runtime", "runtime"]);
}

#[test]
fn build_workflow_run_tests_produces_valid_workflow() {
    let workflow = build("run_tests", json!({ "target": "kernel" }));
    assert_eq!(workflow.id, "wf-run-tests");
    assert_eq!(ids(&workflow), ["discover", "execute", "report"]);
    assert!(workflow.steps.iter().all(|step| step.kind == "runtime" && step.payload["target"] == "kernel"));
    assert_eq!(workflow.metadata["params"], json!({ "target": "kernel" }));
}

#[test]
fn build_workflow_unknown_type_raises_error() {
    let error = build_workflow(&mission("daily_lop", json!({}))).unwrap_err();
    let MissionError::Unknown(unknown) = &error else { panic!("{error}") };
    assert_eq!(unknown.nearest, Some("daily_loop"));
    assert_eq!(unknown.known, ["daily_loop", "echo", "run_tests"]);
}

#[test]
fn build_workflow_respects_max_steps_limit() {
    for name in ["daily_loop", "run_tests"] {
        for requested in [1_u64, 2, 3, 4, 5, 6, 100, u64::MAX] {
            let workflow = build(name, json!({ "requested_steps": requested }));
            assert_eq!(workflow.steps.len() as u64, requested.min(5), "{name}, {requested}");
        }
    }
}

#[test]
fn build_workflow_respects_max_human_steps_limit() {
    for name in ["daily_loop", "run_tests"] {
        for requested in [0_u64, 1, 2, 3, 100, u64::MAX] {
            let workflow = build(name, json!({ "requested_human_steps": requested }));
            assert_eq!(human_steps(&workflow) as u64, requested.min(2), "{name}, {requested}");
            assert!(workflow.steps.len() <= 5, "{name}, {requested}");
        }
    }
}

/// Too many steps are cut down.
#[test]
fn build_workflow_excessive_steps_raises_or_truncates() {
    let workflow = build("daily_loop", json!({ "requested_steps": 9 }));
    let expected = ["confirm-priorities", "generate-summary", "log-metrics", "archive-day", "extra-1"];
    assert_eq!(ids(&workflow), expected);
    assert_eq!(ids(&build("daily_loop", json!({ "requested_steps": 2 }))), expected[..2]);
}

/// Too many steps of people are cut down.
#[test]
fn build_workflow_excessive_human_steps_raises_or_truncates() {
    let workflow = build("daily_loop", json!({ "requested_human_steps": 9 }));
    let expected = ["confirm-priorities", "generate-summary", "log-metrics", "archive-day", "extra-human-1"];
    assert_eq!(ids(&workflow), expected);
    let both = build("run_tests", json!({ "requested_steps": 3, "requested_human_steps": 9 }));
    assert_eq!(ids(&both), ["discover", "extra-human-1", "extra-human-2"], "steps of people come first");
}

#[test]
fn what_is_requested_is_cut_down_to_the_limits_of_the_caller() {
    let missions = Missions::within(Limits { steps: 3, human_steps: 1 });
    let params = json!({ "requested_steps": 9, "requested_human_steps": 9 });
    let workflow = missions.build_workflow(&mission("daily_loop", params)).unwrap();
    assert_eq!(ids(&workflow), ["confirm-priorities", "generate-summary", "log-metrics"]);
}

#[test]
fn build_workflow_is_deterministic() {
    let params = || json!({ "mode": "quiet", "requested_steps": 7, "requested_human_steps": 2 });
    let (one, other) = (build("daily_loop", params()), build("daily_loop", params()));
    assert_eq!(one, other);
    assert_eq!(serde_json::to_string(&one).unwrap(), serde_json::to_string(&other).unwrap());
}

#[test]
fn build_workflow_deterministic_across_runs() {
    let first = build("run_tests", json!({ "target": "a", "requested_steps": 5 }));
    for _ in 0..50 {
        // What else is built in between, and in which order the params come, makes no difference.
        let _ = build("daily_loop", json!({ "requested_steps": 1 }));
        let again = build("run_tests", json!({ "requested_steps": 5, "target": "a" }));
        assert_eq!(serde_json::to_string(&again).unwrap(), serde_json::to_string(&first).unwrap());
    }
}

#[test]
fn build_workflow_integrates_with_orchestrator() {
    for (name, params) in
        [("daily_loop", json!({ "requested_steps": 99 })), ("run_tests", json!({})), ("echo", json!({}))]
    {
        let workflow = build(name, params.clone());
        let result = run_mission(name, &context(&json!({})), &params).unwrap();
        assert!(result.success, "{name}");
        assert_eq!((result.id.as_str(), executed(&result)), (workflow.id.as_str(), ids(&workflow)));
    }
}

#[test]
fn build_workflow_orchestrator_deterministic() {
    let hash = || {
        let params = json!({ "target": "kernel", "requested_human_steps": 1 });
        run_mission("run_tests", &context(&json!({ "b": 1, "a": 2 })), &params).unwrap().sha256().unwrap()
    };
    assert_eq!(hash(), hash());
}

#[test]
fn build_workflow_does_not_cause_envelope_violation() {
    let envelope = envelope();
    for params in [json!({}), json!({ "requested_steps": 5, "requested_human_steps": 2 })] {
        for name in ["daily_loop", "run_tests"] {
            let workflow = build(name, params.clone());
            assert!(!workflow.steps.is_empty());
            assert!(workflow.steps.iter().all(|step| envelope.done_by(&step.kind).is_some()), "{workflow:?}");
        }
    }
    assert_eq!(envelope.done_by("human"), Some(DoneBy::Person));
}

#[test]
fn build_workflow_empty_params_works() {
    for (name, steps) in [("daily_loop", 4), ("run_tests", 3), ("echo", 1)] {
        let workflow = build(name, json!({}));
        assert_eq!((workflow.steps.len(), &workflow.metadata["params"]), (steps, &json!({})), "{name}");
    }
}

#[test]
fn build_workflow_preserves_params_in_metadata() {
    let params = json!({ "requested_steps": 99, "mode": "quiet" });
    let workflow = build("daily_loop", params.clone());
    assert_eq!(workflow.metadata["params"], params, "as they were given, before anything is cut down");
    assert_eq!(workflow.metadata["mission_type"], "daily_loop");
    assert!(serde_json::to_string(&workflow).unwrap().contains(r#"{"mode":"quiet","requested_steps":99}"#), "sorted");
}
