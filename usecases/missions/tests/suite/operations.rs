//! Operations: what the payload of a runtime step may say.

use missions::orchestration::{
    ExecutionContext, Limits, OrchestrationResult, Orchestrator, StepSpec, Unattended, Violation, Violations,
    WorkflowDefinition, Workflows,
};
use serde_json::{Value, json};

use crate::harness::{context, envelope, executed, human, object, run, runtime, violations, workflow};

#[test]
fn a_step_without_an_operation_does_nothing() {
    let steps = vec![runtime("a", &json!({})), runtime("b", &json!({ "operation": "noop", "values": { "x": 1 } }))];
    let result = run(&workflow(steps), &context(&json!({ "a": 1 }))).unwrap();
    assert_eq!(result.final_state, object(&json!({ "a": 1 })));
}

#[test]
fn set_writes_keys_and_leaves_the_others() {
    let steps = vec![runtime("a", &json!({ "operation": "set", "values": { "b": [2], "c": null } }))];
    let result = run(&workflow(steps), &context(&json!({ "a": 1, "b": 1 }))).unwrap();
    assert_eq!(result.final_state, object(&json!({ "a": 1, "b": [2], "c": null })));
}

#[test]
fn an_operation_that_lacks_something_is_refused_with_what_it_needs() {
    let cases = [
        (json!({ "operation": "fail" }), "`fail`: expected a text as `reason`, found nothing"),
        (json!({ "operation": "fail", "reason": 5 }), "`fail`: expected a text as `reason`, found 5"),
        (json!({ "operation": "set", "values": [1] }), "`set`: expected an object as `values`, found [1]"),
        (json!({ "operation": "mission" }), "`mission`: expected a text as `mission`, found nothing"),
        (
            json!({ "operation": "mision" }),
            "expected an operation, one of `noop`, `fail`, `set`, `mission`, found `mision`; did you mean `mission`?",
        ),
        (json!({ "operation": 7 }), "expected an operation, one of `noop`, `fail`, `set`, `mission`, found 7"),
    ];
    for (payload, reason) in cases {
        let (step, reason) = ("a".to_owned(), reason.to_owned());
        assert_eq!(violations(vec![runtime("a", &payload)]), [Violation::Payload { step, reason }]);
    }
}

/// Missions by name: `one` to `four` have so many steps, `broken` fails, `round` and `about` run each other.
struct Few;

impl Workflows for Few {
    fn workflow(&self, mission: &str, params: &Value) -> Result<WorkflowDefinition, String> {
        let noop = |id: &str| runtime(id, &json!({}));
        let steps = match mission {
            "one" => vec![runtime("set", &json!({ "operation": "set", "values": { "params": params } }))],
            "four" => vec![noop("a"), noop("b"), noop("c"), noop("d")],
            "people" => vec![human("a"), human("b")],
            "broken" => {
                vec![noop("a"), runtime("b", &json!({ "operation": "fail", "reason": "it is late" })), noop("c")]
            }
            "round" => vec![call("go", "about")],
            "about" => vec![call("back", "round")],
            _ => return Err(format!("there is no mission `{mission}`")),
        };
        Ok(workflow(steps))
    }
}

fn call(id: &str, mission: &str) -> StepSpec {
    runtime(id, &json!({ "operation": "mission", "mission": mission }))
}

fn run_as(name: &str, steps: Vec<StepSpec>) -> Result<OrchestrationResult, Violations> {
    let envelope = envelope();
    let orchestrator = Orchestrator::new(&envelope, Limits::default()).with_missions(&Few, name);
    orchestrator.run_workflow(&workflow(steps), &ExecutionContext::default(), &mut Unattended)
}

#[test]
fn mission_runs_another_mission_on_the_same_state() {
    let payload = json!({ "operation": "mission", "mission": "one", "params": { "x": 1 } });
    let result = run_as("outer", vec![runtime("call", &payload), runtime("end", &json!({}))]).unwrap();
    assert_eq!(executed(&result), ["call", "call/set", "end"]);
    assert_eq!(result.lineage.executed_step_ids, ["call", "call/set", "end"]);
    assert_eq!(result.final_state, object(&json!({ "params": { "x": 1 } })));
}

#[test]
fn a_mission_that_fails_fails_the_step_that_runs_it() {
    let result = run_as("outer", vec![call("call", "broken"), runtime("end", &json!({}))]).unwrap();
    assert_eq!(executed(&result), ["call", "call/a", "call/b"]);
    assert_eq!(result.failed_step_id.as_deref(), Some("call/b"));
    assert_eq!(result.error_message.as_deref(), Some("it is late"));
    let outcomes = serde_json::to_value(&result.receipt.steps).unwrap();
    assert_eq!((&outcomes[0]["outcome"], &outcomes[2]["outcome"]), (&json!("failed"), &json!("failed")));
}

#[test]
fn the_limits_hold_for_all_missions_of_a_run_together() {
    assert!(run_as("outer", vec![call("a", "four")]).unwrap().success, "one step and four");
    let refused = run_as("outer", vec![call("a", "four"), call("b", "four")]).unwrap_err();
    assert_eq!(refused.violations, [Violation::TooManySteps { found: 6, limit: 5 }]);
    let refused = run_as("outer", vec![human("a"), call("b", "people")]).unwrap_err();
    assert_eq!(refused.violations, [Violation::TooManyHumanSteps { found: 3, limit: 2 }]);
}

#[test]
fn a_mission_never_runs_itself() {
    let recursion = |step: &str, way: [&str; 2]| Violation::Recursion {
        step: step.to_owned(),
        way: way.map(str::to_owned).to_vec(),
    };
    let refused = run_as("outer", vec![call("a", "outer")]).unwrap_err();
    assert_eq!(refused.violations, [recursion("a", ["outer", "outer"])]);
    let refused = run_as("round", vec![call("go", "about")]).unwrap_err();
    let Violation::Recursion { step, way } = &refused.violations[0] else { panic!("{refused}") };
    assert_eq!((step.as_str(), way.join(" ").as_str()), ("go/back", "round about round"));
    assert!(refused.to_string().contains("found `round` → `about` → `round`"), "{refused}");
}

#[test]
fn a_mission_that_there_is_not_is_refused_before_anything_runs() {
    let refused = run_as("outer", vec![call("a", "night")]).unwrap_err();
    let (step, reason) = ("a".to_owned(), "there is no mission `night`".to_owned());
    assert_eq!(refused.violations, [Violation::Mission { step, reason }]);
}
