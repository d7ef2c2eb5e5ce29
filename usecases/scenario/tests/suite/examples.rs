//! The examples of this package, and data from outside where it is there.

use std::path::{Path, PathBuf};

use generated::scenario::ScenarioKey;
use kernel::Key as _;
use scenario::messages::ENDS;
use scenario::pipeline::{self, ScenarioBuilder, Unobserved};
use scenario::steps::FundLoadSteps;
use scenario::{adapters, input};
use source::Text;

use crate::harness::{Written, run_over};

fn example(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("cannot read `{}`: {error}", path.display()))
}

/// The answers of a scenario of the catalog.
fn answers(scenario: ScenarioKey, input: &[u8]) -> String {
    let written = Written::default();
    let ports = adapters::in_memory(written.clone());
    let scenario = ScenarioBuilder::new(&FundLoadSteps::new(), &ports, ENDS).from_catalog(scenario).unwrap();
    pipeline::run(scenario, input::lines(input), &mut Unobserved).unwrap();
    written.text()
}

#[test]
fn the_example_input_gives_the_answers_beside_it() {
    for scenario in ScenarioKey::ALL {
        let expected = example(&format!("loads.{}.expected.ndjson", scenario.as_str()));
        assert_eq!(answers(scenario, example("loads.ndjson").as_bytes()), expected, "{scenario}");
    }
}

#[test]
fn the_example_scenario_gives_the_answers_beside_it() {
    let file = Text::new("reasons.yaml", example("reasons.yaml"));
    let (written, ended) = run_over(&file, example("loads.ndjson").as_bytes(), &mut Unobserved);
    assert_eq!(ended.unwrap().answered, 19);
    assert_eq!(written, example("loads.reasons.expected.ndjson"));
}

#[test]
fn the_scenario_files_of_the_registry_are_the_scenarios_of_the_catalog() {
    let input = example("loads.ndjson");
    for scenario in ScenarioKey::ALL {
        let path = format!("registry-defs/scenario/scenarios/{scenario}.yaml");
        let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(&path)).unwrap();
        let (written, ended) = run_over(&Text::new(path, text), input.as_bytes(), &mut Unobserved);
        assert!(ended.is_ok());
        assert_eq!(written, answers(scenario, input.as_bytes()), "{scenario}");
    }
}

/// A folder of data that a clone may not have: `ROLLBOOK_DATA`, else `shared/data` beside the repository.
fn loads() -> Option<PathBuf> {
    let named = std::env::var_os("ROLLBOOK_DATA").map(PathBuf::from);
    let data = named.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"));
    Some(data.join("loads")).filter(|loads| loads.is_dir())
}

#[test]
fn baseline_answers_a_thousand_loads_byte_for_byte() {
    let Some(loads) = loads() else {
        #[expect(clippy::print_stdout, reason = "a test that is skipped says so")]
        {
            println!("skipped: there is no `loads` in the data folder; set ROLLBOOK_DATA to run this test");
        }
        return;
    };
    let input = std::fs::read(loads.join("input.ndjson")).unwrap();
    let expected = std::fs::read_to_string(loads.join("baseline.expected.ndjson")).unwrap();
    assert!(answers(ScenarioKey::Baseline, &input) == expected, "the answers differ");
}
