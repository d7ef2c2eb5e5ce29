//! The trace: its lines, and that messages have the fields that the registry lists.

use std::collections::{BTreeMap, BTreeSet};

use generated::scenario::MessageKey;
use kernel::Key as _;
use scenario::trace::Trace;
use serde_json::{Map, Value, json};

use crate::harness::{Written, run_over, scenario_file};

const GOOD: &str = r#"{"id":"7","customer_id":"ada","load_amount":"$3.00","time":"2024-03-04T12:00:00.5+01:00"}"#;

/// The trace of an input.
fn trace(configs: &[(&str, &str)], input: &str) -> Vec<Value> {
    let written = Written::default();
    let mut trace = Trace::new(written.clone());
    let _ = run_over(&scenario_file(configs), input.as_bytes(), &mut trace);
    trace.flush().unwrap();
    written.text().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn each_step_notes_down_the_message_that_it_gives() {
    let configs = [
        ("policies.evaluate", "{ prime_gate: { enabled: true } }"),
        ("features.compute", "{ monday_multiplier: { enabled: true } }"),
    ];
    let lines = trace(&configs, GOOD);
    let mut fields =
        json!({ "line": 1, "id": "7", "customer_id": "ada", "amount": "3.00", "time": "2024-03-04T11:00:00.5Z" });
    let steps = [
        ("parse.load_attempt", "LoadAttempt", json!({})),
        (
            "time.compute_keys",
            "AttemptWithKeys",
            json!({ "day": "2024-03-04", "week": "2024-03-04", "weekday": "Monday" }),
        ),
        ("gate.idempotency", "ClassifiedAttempt", json!({ "class": "canonical" })),
        ("features.compute", "AttemptWithFeatures", json!({ "effective_amount": "6.00" })),
        ("policies.evaluate", "DecidedAttempt", json!({ "accepted": true, "prime": true })),
        ("windows.update", "RecordedAttempt", json!({ "counted": true })),
    ];
    for (index, (step, message, more)) in steps.into_iter().enumerate() {
        fields.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let expected = json!({ "line": 1, "index": index, "step": step, "message": message, "fields": fields });
        assert_eq!(lines[index], expected);
    }
    let text = r#"{"id":"7","customer_id":"ada","accepted":true}"#;
    let formatted = json!({ "line": 1, "index": 6, "step": "output.format", "message": "OutputLine", "fields": { "line": 1, "text": text } });
    let written = json!({ "line": 1, "index": 7, "step": "output.write", "message": "WrittenLine", "fields": { "line": 1, "written": 1 } });
    assert_eq!(lines[6..], [formatted, written]);
}

#[test]
fn a_line_that_ends_early_says_where_and_why() {
    let skipped = trace(&[("parse.load_attempt", "{ on_error: skip }")], "\nx\n");
    let notice = "expected a JSON object, found x";
    let step = "parse.load_attempt";
    assert_eq!(
        skipped,
        [
            json!({ "line": 1, "index": 0, "step": step, "message": null }),
            json!({ "line": 2, "index": 0, "step": step, "message": null, "notice": notice }),
        ]
    );
    assert_eq!(trace(&[], "x\n"), [json!({ "line": 1, "index": 0, "step": step, "failure": notice })]);
}

#[test]
fn a_declined_malformed_line_shows_its_fault_and_nothing_computed() {
    let lines = trace(&[("parse.load_attempt", "{ on_error: decline }")], r#"{"id":"5"}"#);
    assert_eq!(lines.len(), 8);
    assert!(lines[0]["notice"].is_string() && lines[1]["notice"].is_null());
    let fault = "`customer_id`: expected a string that is not empty, found no such member";
    let recorded = json!({
        "line": 1, "id": "5", "customer_id": "", "fault": fault, "class": "malformed",
        "accepted": false, "reason": "malformed", "prime": false, "counted": false,
    });
    assert_eq!(lines[5]["fields"], recorded);
}

/// The fields that the registry lists for a message, with those of the message that it extends.
fn listed(key: MessageKey) -> BTreeSet<&'static str> {
    let entry = key.entry();
    let own = entry.fields.iter().map(|field| field.name);
    own.chain(entry.extends.map(listed).into_iter().flatten()).collect()
}

#[test]
fn messages_have_the_fields_that_the_registry_lists() {
    let input = format!("{GOOD}\n{GOOD}\nx\n");
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for line in trace(&[("parse.load_attempt", "{ on_error: decline }")], &input) {
        let names = line["fields"].as_object().map(Map::keys).unwrap().cloned();
        found.entry(line["message"].as_str().unwrap().to_owned()).or_default().extend(names);
    }
    for key in MessageKey::ALL.into_iter().filter(|key| *key != MessageKey::RawLine) {
        let found: BTreeSet<&str> = found[key.as_str()].iter().map(String::as_str).collect();
        assert_eq!(found, listed(key), "{key}");
    }
    let raw = scenario::messages::RawLine { line: 1, bytes: b"a\xff".to_vec() };
    assert_eq!(serde_json::to_value(raw).unwrap(), json!({ "line": 1, "bytes": "a\u{fffd}" }));
    assert_eq!(listed(MessageKey::RawLine), BTreeSet::from(["line", "bytes"]));
}
