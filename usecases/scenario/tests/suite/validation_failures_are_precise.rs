//! §6.2 Validation failures are precise: step key, config path, expected and actual; at its place, all at once.

use generated::scenario::StepKey;
use generated::scenario::step::{StepFactories as _, policies};
use scenario::steps::FundLoadSteps;
use serde_json::json;
use source::Text;

use crate::fakes::{FakePorts, fake_ports};
use crate::harness::{build, scenario_file};

fn refusal(key: StepKey, config: &serde_json::Value) -> String {
    FundLoadSteps::<FakePorts>::new().build(key, config, &fake_ports()).unwrap_err().to_string()
}

#[test]
fn a_wrong_value_is_named_with_what_was_expected_and_found() {
    assert_eq!(
        refusal(StepKey::GateIdempotency, &json!({ "strategy": "newest" })),
        r#"gate.idempotency: config.strategy: expected one of "first_wins", "last_wins", found "newest""#,
    );
}

#[test]
fn an_unknown_setting_is_an_error_and_all_errors_come_at_once() {
    let config = json!({ "prime_gate": { "enable": true }, "daily_amount_limit": 5000.0, "max_attempts_per_day": 0 });
    let refusal = refusal(StepKey::PoliciesEvaluate, &config);
    let lines: Vec<&str> = refusal.lines().collect();
    assert_eq!(lines.len(), 3, "{refusal}");
    for path in ["config.prime_gate.enable", "config.daily_amount_limit", "config.max_attempts_per_day"] {
        let start = format!("policies.evaluate: {path}: expected ");
        assert!(lines.iter().any(|line| line.starts_with(&start) && line.contains(", found ")), "{path}: {refusal}");
    }
    assert!(refusal.contains("did you mean `enabled`?"), "{refusal}");
}

#[test]
fn a_scenario_names_itself_the_step_its_index_and_the_place_of_each_mistake() {
    let file = scenario_file(&[
        ("gate.idempotency", "{ strategy: newest }"),
        ("features.compute", "{ monday_multiplier: { factor: 11 } }"),
        ("output.write", "{ flush: each_line, flsh: at_end }"),
    ]);
    let errors = build(&file, std::io::sink()).unwrap_err().to_string();
    let starts = [
        "case.yaml:8:25: case: steps[2]: gate.idempotency: config.strategy: expected ",
        "case.yaml:10:44: case: steps[3]: features.compute: config.monday_multiplier.factor: expected ",
        "case.yaml:15:33: case: steps[7]: output.write: config.flsh: expected ",
    ];
    assert_eq!(errors.lines().count(), starts.len(), "{errors}");
    for (line, start) in errors.lines().zip(starts) {
        assert!(line.starts_with(start), "{line}\n{start}");
    }
}

#[test]
fn steps_that_do_not_fit_their_neighbours_are_refused() {
    let text = scenario_file(&[]).content().to_owned();
    let broken = [
        ("a step left out", text.replace("  - step: features.compute\n", ""), "case.yaml:8:"),
        ("another first step", text.replace("  - step: parse.load_attempt\n", ""), "case.yaml:5:"),
        ("another last step", text.replace("  - step: output.write\n", ""), "case.yaml:11:"),
        (
            "a step twice",
            text.replace("  - step: output.write\n", "  - step: output.format\n  - step: output.write\n"),
            "case.yaml:12:",
        ),
    ];
    for (case, yaml, place) in broken {
        let errors = build(&Text::new("case.yaml", yaml), std::io::sink()).unwrap_err().to_string();
        assert!(errors.starts_with(place) && errors.contains("case: "), "{case}: {errors}");
    }
}

#[test]
fn a_text_that_is_no_scenario_is_refused_at_its_place() {
    for (yaml, start) in [
        ("", "case.yaml:1:1: expected a scenario, found nothing"),
        ("name: a\n---\nname: b\n", "case.yaml:2:1: expected one scenario, found a second document"),
        ("name: [\n", "case.yaml:"),
        ("- a\n", "case.yaml:1:3: case.yaml: expected an object, found "),
        ("name: a\nnmae: b\n", "case.yaml:1:1: a: "),
    ] {
        let errors = build(&Text::new("case.yaml", yaml), std::io::sink()).unwrap_err().to_string();
        assert!(errors.starts_with(start), "{yaml:?}: {errors}");
    }
}

#[test]
fn a_factory_refuses_a_limit_that_no_validator_has_seen() {
    let prime_gate =
        policies::EvaluatePrimeGate { enabled: true, max_accepted_per_day: 1, amount_limit: "a lot".to_owned() };
    let config = policies::EvaluateConfig {
        max_attempts_per_day: 3,
        daily_amount_limit: "1.00".to_owned(),
        weekly_amount_limit: "1.00".to_owned(),
        prime_gate,
    };
    let ports = fake_ports();
    let ports = policies::EvaluatePorts { prime_checker: &ports.prime_checker, window_store: &ports.window_store };
    let refusal = FundLoadSteps::<FakePorts>::new().policies_evaluate(config, ports).unwrap_err().to_string();
    assert_eq!(refusal, "config.prime_gate.amount_limit: expected a decimal such as \"5000.00\", found \"a lot\"");
}
