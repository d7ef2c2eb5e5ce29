//! The schemas that editors use: they accept the files of this repository, refuse what the compiler
//! refuses, and lead from each step to the settings of that very step.

use std::fs;
use std::path::{Path, PathBuf};

use jsonschema::Validator;
use serde_json::{Value, json};

const DEFINITIONS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../registry-defs");

fn schema(name: &str) -> Value {
    let text =
        fs::read_to_string(format!("{DEFINITIONS}/.schema/{name}.schema.json")).expect("the schema is committed");
    serde_json::from_str(&text).expect("it is JSON")
}

fn validator(schema: &Value) -> Validator {
    jsonschema::draft202012::options().should_validate_formats(true).build(schema).expect("it is a schema")
}

fn read_yaml(path: &Path) -> Value {
    let text = source::Text::new(path.to_string_lossy(), fs::read_to_string(path).expect("the file can be read"));
    let mut findings = source::Findings::new();
    let documents = yaml::parse(&text, &yaml::Limits::default(), &mut findings);
    assert_eq!(findings.len(), 0, "{}", path.display());
    documents.first().expect("the file has a document").root.to_json()
}

fn files(folder: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(format!("{DEFINITIONS}/{folder}")).expect("the folder is there");
    entries.map(|entry| entry.expect("it can be listed").path()).collect()
}

fn baseline() -> Value {
    read_yaml(Path::new(&format!("{DEFINITIONS}/scenario/scenarios/baseline.yaml")))
}

#[test]
fn accepts_every_entry_file() {
    let mut count = 0;
    for (schema_name, folder) in [
        ("modules.ability_high", "modules/abilities/high-level"),
        ("modules.ability_low", "modules/abilities/low-level"),
        ("modules.hook", "modules/hooks"),
        ("modules.route", "modules/routes"),
        ("scenario.scenario", "scenario/scenarios"),
        ("scenario.step", "scenario/steps"),
    ] {
        let validator = validator(&schema(schema_name));
        for path in files(folder) {
            let errors: Vec<String> = validator.iter_errors(&read_yaml(&path)).map(|error| error.to_string()).collect();
            assert!(errors.is_empty(), "{}: {errors:?}", path.display());
            count += 1;
        }
    }
    assert!(count >= 35, "only {count} files were looked at");
}

#[test]
fn refuses_a_wrong_config_under_its_own_step() {
    let validator = validator(&schema("scenario.scenario"));
    let with = |index: usize, step: Value| {
        let mut scenario = baseline();
        scenario["steps"][index] = step;
        scenario
    };
    let right = with(2, json!({ "step": "gate.idempotency", "config": { "strategy": "last_wins" } }));
    assert!(validator.is_valid(&right));
    for wrong in [
        json!({ "step": "gate.idempotncy" }),
        json!({ "step": "gate.idempotency", "config": { "strategy": "newest" } }),
        json!({ "step": "gate.idempotency", "config": { "week_mode": "calendar_utc" } }),
        json!({ "step": "gate.idempotency", "config": null }),
        json!({ "step": "gate.idempotency", "settings": {} }),
    ] {
        assert!(!validator.is_valid(&with(2, wrong.clone())), "{wrong}");
    }
}

#[test]
fn leads_from_each_step_to_its_settings() {
    let schema = schema("scenario.scenario");
    let item = &schema["properties"]["steps"]["items"];
    let keys = item["properties"]["step"]["enum"].as_array().expect("step keys are listed");
    let cases = item["allOf"].as_array().expect("there is a case a step");
    assert_eq!(keys.len(), cases.len());
    for (key, case) in keys.iter().zip(cases) {
        assert_eq!(&case["if"]["properties"]["step"]["const"], key);
        let reference = case["then"]["properties"]["config"]["$ref"].as_str().expect("the config is a reference");
        let config = schema.pointer(&reference[1..]).expect("it leads somewhere");
        let declared =
            read_yaml(Path::new(&format!("{DEFINITIONS}/scenario/steps/{}.yaml", key.as_str().expect("text"))));
        let names = |properties: &Value| -> Vec<String> {
            properties.as_object().into_iter().flatten().map(|(name, _)| name.clone()).collect()
        };
        assert_eq!(names(&config["properties"]), names(&declared["config"]["properties"]), "{key}");
    }
}
