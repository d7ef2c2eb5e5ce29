//! §6.1 Lookup: a known key resolves to its implementation, an unknown key is an error.

use generated::scenario::StepKey;
use generated::scenario::step::StepFactories as _;
use kernel::Key as _;
use scenario::steps::FundLoadSteps;

use crate::fakes::{FakePorts, fake_ports};
use crate::harness::{STEPS, build, scenario_file};

#[test]
fn resolves_each_known_key_to_the_step_of_its_contract() {
    let (factories, ports) = (FundLoadSteps::<FakePorts>::new(), fake_ports());
    for key in StepKey::ALL {
        assert_eq!(key.as_str().parse(), Ok(key));
        let step = factories.build(key, &serde_json::json!({}), &ports).unwrap();
        let contracts = &key.entry().contracts;
        assert_eq!((step.takes(), step.gives()), (contracts.input.as_str(), contracts.output.as_str()), "{key}");
    }
}

#[test]
fn an_unknown_key_is_an_error_with_the_nearest_key_and_all_that_exist() {
    let error = "gate.idempotncy".parse::<StepKey>().unwrap_err().to_string();
    assert!(error.starts_with("unknown step `gate.idempotncy`; did you mean `gate.idempotency`?"), "{error}");
    assert!(STEPS.iter().all(|step| error.contains(&format!("`{step}`"))), "{error}");
}

#[test]
fn an_unknown_key_in_a_scenario_is_an_error_at_its_line() {
    let file = scenario_file(&[]);
    let file = source::Text::new("case.yaml", file.content().replace("windows.update", "windows.updaet"));
    let errors = build(&file, std::io::sink()).unwrap_err().to_string();
    assert!(errors.starts_with("case.yaml:10:11: case: steps[5].step: "), "{errors}");
    assert!(errors.contains("windows.updaet") && errors.contains("did you mean `windows.update`?"), "{errors}");
}
