//! §6.3 Factory binds config immutably: config A and config B give steps that behave differently and share nothing.

use generated::scenario::StepKey;
use generated::scenario::step::StepFactories as _;
use scenario::messages::{Attempt, Load, Message};
use scenario::pipeline::{AnyStep, Holds as _};
use scenario::steps::FundLoadSteps;
use scenario::{Amount, Instant};
use serde_json::{Value, json};

use crate::fakes::{FakePorts, fake_ports};

fn build(key: StepKey, config: &Value) -> AnyStep<Message> {
    FundLoadSteps::<FakePorts>::new().build(key, config, &fake_ports()).unwrap()
}

/// The week that a step gives the first day of 1970, a Thursday.
fn week(step: &mut AnyStep<Message>) -> String {
    let load =
        Load { line: 1, id: "1".into(), customer_id: "1".into(), amount: Amount::ZERO, time: Instant::UNIX_EPOCH };
    let outcome = step.run(Message::put(Attempt::Read(load))).unwrap();
    serde_json::to_value(outcome.gives.unwrap()).unwrap()["fields"]["week"].as_str().unwrap().to_owned()
}

#[test]
fn two_configs_give_two_steps_that_behave_differently() {
    let mut monday = build(StepKey::TimeComputeKeys, &json!({ "week_mode": "calendar_utc" }));
    let mut sunday = build(StepKey::TimeComputeKeys, &json!({ "week_mode": "sunday_utc" }));
    // In turns: neither learns from the other.
    for _ in 0..3 {
        assert_eq!((week(&mut monday), week(&mut sunday)), ("1969-12-29".to_owned(), "1969-12-28".to_owned()));
    }
}

#[test]
fn a_config_that_changes_later_does_not_change_the_step() {
    let mut config = json!({ "week_mode": "sunday_utc" });
    let mut before = build(StepKey::TimeComputeKeys, &config);
    config["week_mode"] = json!("calendar_utc");
    let mut after = build(StepKey::TimeComputeKeys, &config);
    assert_eq!((week(&mut before), week(&mut after)), ("1969-12-28".to_owned(), "1969-12-29".to_owned()));
}

#[test]
fn a_default_is_the_same_as_the_value_written_out() {
    let mut implied = build(StepKey::TimeComputeKeys, &json!({}));
    let mut written = build(StepKey::TimeComputeKeys, &json!({ "week_mode": "calendar_utc" }));
    assert_eq!(week(&mut implied), week(&mut written));
}
