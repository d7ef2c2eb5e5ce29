//! The orchestrator: order, limits, envelope, failure, lineage and receipt.

use missions::orchestration::{
    ExecutionContext, Limits, Orchestrator, Outcome, People, Question, StepSpec, Unattended, Violation,
};
use serde_json::json;

use crate::harness::{context, envelope, executed, human, object, run, runtime, violations, workflow};

#[test]
fn orchestrator_runs_steps_in_order() {
    let write = |id: &str, order: &[u8]| runtime(id, &json!({ "operation": "set", "values": { "order": order } }));
    let steps = vec![write("c", &[3]), write("a", &[3, 1]), write("b", &[3, 1, 2])];
    let result = run(&workflow(steps), &ExecutionContext::default()).unwrap();
    assert!(result.success);
    assert_eq!(executed(&result), ["c", "a", "b"]);
    assert_eq!(result.final_state["order"], json!([3, 1, 2]));
}

#[test]
fn orchestrator_respects_anti_failure_limits_max_steps() {
    let steps = |count: usize| (0..count).map(|index| runtime(&format!("s{index}"), &json!({}))).collect::<Vec<_>>();
    assert!(run(&workflow(steps(5)), &ExecutionContext::default()).unwrap().success);
    assert_eq!(violations(steps(6)), [Violation::TooManySteps { found: 6, limit: 5 }]);
}

#[test]
fn orchestrator_respects_anti_failure_limits_max_human_steps() {
    assert!(run(&workflow(vec![human("a"), human("b")]), &ExecutionContext::default()).unwrap().success);
    let too_many = violations(vec![human("a"), human("b"), human("c")]);
    assert_eq!(too_many, [Violation::TooManyHumanSteps { found: 3, limit: 2 }]);
}

#[test]
fn limits_are_settings() {
    let envelope = envelope();
    let within = |limits| {
        let steps = vec![human("a"), human("b"), human("c")];
        Orchestrator::new(&envelope, limits).run_workflow(&workflow(steps), &context(&json!({})), &mut Unattended)
    };
    assert!(within(Limits { steps: 3, human_steps: 3 }).unwrap().success);
    let refused = within(Limits { steps: 1, human_steps: 2 }).unwrap_err().violations;
    let both = [Violation::TooManySteps { found: 3, limit: 1 }, Violation::TooManyHumanSteps { found: 3, limit: 2 }];
    assert_eq!(refused, both);
}

#[test]
fn orchestrator_is_deterministic_for_same_workflow_and_state() {
    let steps = vec![human("ask"), runtime("set", &json!({ "operation": "set", "values": { "b": 1, "a": 2 } }))];
    let (workflow, context) = (workflow(steps), context(&json!({ "z": { "y": 1, "x": 2 } })));
    let (first, second) = (run(&workflow, &context).unwrap(), run(&workflow, &context).unwrap());
    assert_eq!(first, second);
    assert_eq!(first.sha256().unwrap(), second.sha256().unwrap());
}

#[test]
fn orchestrator_records_lineage_and_receipt_deterministically() {
    let workflow = workflow(vec![human("ask"), runtime("work", &json!({}))]);
    let result = run(&workflow, &ExecutionContext::default()).unwrap();
    assert_eq!(result.lineage.workflow_id, "wf-test");
    assert_eq!(result.lineage.executed_step_ids, ["ask", "work"]);
    assert_eq!(result.receipt.id, "wf-test");
    let steps: Vec<_> = result.receipt.steps.iter().map(|step| (step.id.as_str(), step.outcome)).collect();
    assert_eq!(steps, [("ask", Outcome::Recorded), ("work", Outcome::Done)]);
    let again = run(&workflow, &ExecutionContext::default()).unwrap();
    assert_eq!((again.lineage, again.receipt), (result.lineage, result.receipt));
}

#[test]
fn orchestrator_halts_on_step_failure_with_deterministic_state() {
    let steps = || {
        vec![
            runtime("before", &json!({ "operation": "set", "values": { "kept": true } })),
            runtime("broken", &json!({ "operation": "fail", "reason": "the disk is full" })),
            runtime("after", &json!({ "operation": "set", "values": { "kept": false } })),
        ]
    };
    let result = run(&workflow(steps()), &context(&json!({ "given": 1 }))).unwrap();
    assert!(!result.success);
    assert_eq!(executed(&result), ["before", "broken"], "the step that fails counts as executed");
    assert_eq!(result.failed_step_id.as_deref(), Some("broken"));
    assert_eq!(result.error_message.as_deref(), Some("the disk is full"));
    assert_eq!(result.final_state, object(&json!({ "given": 1, "kept": true })));
    assert_eq!(result.receipt.steps[1].outcome, Outcome::Failed);
    assert_eq!(run(&workflow(steps()), &context(&json!({ "given": 1 }))).unwrap(), result);
}

#[test]
fn orchestrator_enforces_execution_envelope() {
    let steps = vec![runtime("fine", &json!({})), StepSpec::new("odd", "network", object(&json!({})))];
    let refused = violations(steps);
    let declared = vec!["human".to_owned(), "runtime".to_owned()];
    let near = violations(vec![StepSpec::new("odd", "humn", object(&json!({})))])[0].to_string();
    assert!(near.ends_with("found `humn`; did you mean `human`?"), "{near}");
    let (step, kind) = ("odd".to_owned(), "network".to_owned());
    assert_eq!(refused, [Violation::UndeclaredKind { step, kind, declared }]);
    let said = "step `odd`: expected a kind of step, one of `human`, `runtime`, found `network`";
    assert_eq!(refused[0].to_string(), said);
}

/// Nobody may be asked.
struct Never;

impl People for Never {
    fn answer(&mut self, question: &Question<'_>) -> missions::orchestration::Answer {
        panic!("{question:?} was asked");
    }
}

#[test]
fn everything_that_is_wrong_is_said_before_anything_runs() {
    let steps = vec![
        human("a"),
        human("a"),
        human("b/c"),
        StepSpec::new("", "robot", object(&json!({}))),
        runtime("d", &json!({ "operation": "dance" })),
        runtime("e", &json!({ "operation": "mission", "mission": "night" })),
    ];
    let envelope = envelope();
    let orchestrator = Orchestrator::new(&envelope, Limits::default());
    let refused = orchestrator.run_workflow(&workflow(steps), &ExecutionContext::default(), &mut Never).unwrap_err();
    let said = "wf-test: step `a`: expected an id of its own, found it twice\n\
                wf-test: step `b/c`: expected an id without `/` that is not empty\n\
                wf-test: step ``: expected an id without `/` that is not empty\n\
                wf-test: step ``: expected a kind of step, one of `human`, `runtime`, found `robot`\n\
                wf-test: step `d`: expected an operation, one of `noop`, `fail`, `set`, `mission`, found `dance`\n\
                wf-test: expected at most 5 steps, found 6\n\
                wf-test: expected at most 2 steps of people, found 3";
    assert_eq!(refused.to_string(), said);
}
