//! Missions by name: which there are, what is made of them, and what is refused.

use std::cell::RefCell;

use generated::missions::MissionKey;
use generated::missions::mission::{DailyLoopConfig, EchoConfig, MissionFactories, RunTestsConfig};
use missions::orchestration::{Limits, StepSpec, Unattended, Violation, WorkflowDefinition};
use missions::registry::Missions;
use missions::{MISSION_REGISTRY, MissionError, run_mission};
use serde_json::json;

use crate::harness::{context, runtime};

#[test]
fn registry_contains_core_missions() {
    let names: Vec<String> = MISSION_REGISTRY.iter().map(ToString::to_string).collect();
    assert_eq!(names, ["daily_loop", "echo", "run_tests"]);
    assert!(MISSION_REGISTRY.contains(&MissionKey::DailyLoop) && MISSION_REGISTRY.contains(&MissionKey::Echo));
}

/// Factories that note down what they are asked for. `daily_loop` has these steps, `run_tests` refuses.
#[derive(Default)]
struct Dummies {
    calls: RefCell<Vec<String>>,
    steps: Vec<StepSpec>,
}

impl MissionFactories for Dummies {
    type Workflow = WorkflowDefinition;
    type Error = String;

    fn daily_loop(&self, config: DailyLoopConfig) -> Result<WorkflowDefinition, String> {
        self.calls.borrow_mut().push(format!("daily_loop {}", config.mode));
        WorkflowDefinition::named(None, Some("dummy".to_owned()), self.steps.clone()).map_err(|error| error.to_string())
    }

    fn echo(&self, _: EchoConfig) -> Result<WorkflowDefinition, String> {
        self.calls.borrow_mut().push("echo".to_owned());
        Ok(WorkflowDefinition::new("echo", Vec::new()))
    }

    fn run_tests(&self, _: RunTestsConfig) -> Result<WorkflowDefinition, String> {
        Err("there is nothing to test".to_owned())
    }
}

#[test]
fn run_mission_dispatches_via_registry() {
    let missions = Missions::new(Dummies::default(), Limits::default());
    let params = json!({ "mode": "odd" });
    let result = missions.run("daily_loop", &context(&json!({ "foo": "bar" })), &params, &mut Unattended).unwrap();
    assert_eq!((result.id.as_str(), result.success, result.executed_steps.len()), ("dummy", true, 0));
    assert_eq!(format!("{missions:?}").matches("daily_loop odd").count(), 1, "asked once, with its params");
    assert!(!format!("{missions:?}").contains("echo"), "no other factory is asked");
}

impl std::fmt::Debug for Dummies {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}", self.calls.borrow())
    }
}

#[test]
fn a_factory_that_refuses_is_an_error_with_its_reason() {
    let missions = Missions::new(Dummies::default(), Limits::default());
    let error = missions.run("run_tests", &context(&json!({})), &json!({}), &mut Unattended).unwrap_err();
    assert_eq!(error.to_string(), "run_tests: there is nothing to test");
}

#[test]
fn a_mission_of_the_catalog_that_leads_back_to_itself_is_refused() {
    let steps = vec![runtime("again", &json!({ "operation": "mission", "mission": "daily_loop" }))];
    let missions = Missions::new(Dummies { steps, ..Dummies::default() }, Limits::default());
    let error = missions.run("daily_loop", &context(&json!({})), &json!({}), &mut Unattended).unwrap_err();
    let MissionError::Refused(refused) = &error else { panic!("{error}") };
    let way = vec!["daily_loop".to_owned(), "daily_loop".to_owned()];
    assert_eq!(refused.violations, [Violation::Recursion { step: "again".to_owned(), way }]);
}

#[test]
fn the_params_of_a_mission_that_a_step_runs_are_checked_before_anything_runs() {
    let inner = json!({ "operation": "mission", "mission": "echo", "params": { "payload_key": 5 } });
    let steps = vec![runtime("inner", &inner)];
    let missions = Missions::new(Dummies { steps, ..Dummies::default() }, Limits::default());
    let error = missions.run("daily_loop", &context(&json!({})), &json!({}), &mut Unattended).unwrap_err();
    let said = "dummy: step `inner`: echo: params.payload_key: expected text of at least 1 character, found 5";
    assert_eq!(error.to_string(), said);
}

#[test]
fn unknown_mission_raises_unknownmissionerror() {
    let error = run_mission("not-a-real-mission", &context(&json!({})), &json!({})).unwrap_err();
    assert!(matches!(&error, MissionError::Unknown(unknown) if unknown.nearest.is_none()));
    let said = "unknown mission `not-a-real-mission` (known: `daily_loop`, `echo`, `run_tests`)";
    assert_eq!(error.to_string(), said);
    let near = run_mission("ecko", &context(&json!({})), &json!({})).unwrap_err().to_string();
    assert!(near.contains("did you mean `echo`?"), "{near}");
}

#[test]
fn params_are_checked_as_every_config_is() {
    let params = json!({ "mod": "x", "requested_steps": 0, "mode": 5 });
    let error = run_mission("daily_loop", &context(&json!({})), &params).unwrap_err();
    let said = "\
daily_loop: params.mod: expected one of the keys `mode`, `requested_steps`, `requested_human_steps`, found `mod`; did you mean `mode`?
daily_loop: params.mode: expected text of at least 1 character, found 5
daily_loop: params.requested_steps: expected a whole number of at least 1, found 0";
    assert_eq!(error.to_string(), said);
}

#[test]
fn run_mission_is_deterministic_for_same_inputs() {
    let context = context(&json!({ "counter": 0, "mode": "baseline" }));
    let params = json!({ "mode": "standard" });
    let run = || run_mission("daily_loop", &context, &params).unwrap();
    assert_eq!(run().to_json(), run().to_json());
    assert_eq!(run().sha256().unwrap(), run().sha256().unwrap());
}

/// `run_mission` borrows the context, so the compiler refuses to change it; this holds that it stays equal.
#[test]
fn run_mission_does_not_mutate_initial_state() {
    let context = context(&json!({ "message": "hello", "count": 1 }));
    let before = serde_json::to_string(&context).unwrap();
    run_mission("daily_loop", &context, &json!({})).unwrap();
    assert_eq!(serde_json::to_string(&context).unwrap(), before);
}

#[test]
fn integration_daily_loop_yields_serialisable_result() {
    let result = run_mission("daily_loop", &context(&json!({ "counter": 0 })), &json!({})).unwrap();
    let text = serde_json::to_string(&result).unwrap();
    assert_eq!(serde_json::from_str::<serde_json::Value>(&text).unwrap(), result.to_json());
    assert_eq!(result.sha256().unwrap().len(), 64);
}

#[test]
fn integration_echo_mission_executes_successfully() {
    let params = json!({ "payload_key": "message" });
    let result = run_mission("echo", &context(&json!({ "message": "ping" })), &params).unwrap();
    assert!(result.success);
    assert_eq!(result.lineage.executed_step_ids, ["echo-step"]);
    assert_eq!(result.executed_steps[0].payload["params"], params);
    assert_eq!(result.final_state["message"], "ping");
    assert_eq!(result.sha256().unwrap().len(), 64);
}
