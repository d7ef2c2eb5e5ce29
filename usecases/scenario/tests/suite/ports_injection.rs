//! §6.4 Ports injection: factories build steps that use the ports they are given, here fakes and nothing else.

use generated::scenario::ScenarioKey;
use scenario::Amount;
use scenario::input;
use scenario::messages::ENDS;
use scenario::pipeline::{RunError, ScenarioBuilder, Summary, Unobserved, run};
use scenario::steps::FundLoadSteps;

use crate::fakes::{FakePorts, fake_ports};
use crate::loads::lines;

const LOAD: (&str, &str, &str, &str) = ("7", "ada", "$10.00", "2024-03-06T12:00:00Z");

fn run_with(ports: &FakePorts, scenario: ScenarioKey, input: &str) -> Result<Summary, RunError> {
    let scenario = ScenarioBuilder::new(&FundLoadSteps::new(), ports, ENDS).from_catalog(scenario).unwrap();
    run(scenario, input::lines(input.as_bytes()), &mut Unobserved)
}

#[test]
fn the_steps_ask_the_window_store_that_they_are_given() {
    let ports = fake_ports();
    run_with(&ports, ScenarioKey::Baseline, &lines(&[LOAD])).unwrap();
    let calls = [
        "attempts ada 2024-03-06",
        "day_amount ada 2024-03-06",
        "week_amount ada 2024-03-04",
        "add_attempt ada 2024-03-06",
        "add_to_day ada 2024-03-06 10.00",
        "add_to_week ada 2024-03-04 10.00",
        "drop_before 2023-01-31",
    ];
    assert_eq!(ports.window_store.calls.take(), calls);
    assert_eq!(ports.output_sink.calls.take(), [r#"{"id":"7","customer_id":"ada","accepted":true}"#, "flush"]);
    // The gate is off, and so nobody asks.
    assert!(ports.prime_checker.calls.take().is_empty());
}

#[test]
fn what_the_window_store_says_decides() {
    for (attempts, cents, accepted) in [(2, 499_000, true), (3, 0, false), (0, 499_001, false)] {
        let mut ports = fake_ports();
        ports.window_store.attempts = attempts;
        ports.window_store.amount = Amount::from_cents(cents);
        run_with(&ports, ScenarioKey::Baseline, &lines(&[LOAD])).unwrap();
        let answer = format!(r#"{{"id":"7","customer_id":"ada","accepted":{accepted}}}"#);
        assert_eq!(ports.output_sink.calls.take(), [answer.as_str(), "flush"]);
    }
}

#[test]
fn what_the_prime_checker_says_decides() {
    for (prime, prime_loads, accepted) in [(false, 1, true), (true, 0, true), (true, 1, false)] {
        let mut ports = fake_ports();
        ports.prime_checker.answer = prime;
        ports.window_store.prime_loads = prime_loads;
        // 8 is no prime, but the checker has the last word.
        run_with(&ports, ScenarioKey::MondayPrime, &lines(&[("8", "ada", "$10.00", "2024-03-06T12:00:00Z")])).unwrap();
        assert_eq!(ports.prime_checker.calls.take(), ["is_prime 8"]);
        let counted = ports.window_store.calls.take().contains(&"add_prime_load 2024-03-06".to_owned());
        assert_eq!(counted, prime && accepted);
        let answer = format!(r#"{{"id":"8","customer_id":"ada","accepted":{accepted}}}"#);
        assert_eq!(ports.output_sink.calls.take(), [answer.as_str(), "flush"]);
    }
}

#[test]
fn the_prime_checker_is_asked_about_numbers_only() {
    let mut ports = fake_ports();
    ports.prime_checker.answer = true;
    let load = |id| (id, "ada", "$10.00", "2024-03-06T12:00:00Z");
    let ids = ["7a", "-7", "18446744073709551616", "0018446744073709551615", "000"];
    run_with(&ports, ScenarioKey::MondayPrime, &lines(&ids.map(load))).unwrap();
    assert_eq!(ports.prime_checker.calls.take(), ["is_prime 18446744073709551615", "is_prime 0"]);
}

#[test]
fn a_sink_that_fails_ends_the_run_with_step_and_line_and_is_still_told_to_flush() {
    let mut ports = fake_ports();
    ports.output_sink.room = 1;
    let load = |id| (id, "ada", "$10.00", "2024-03-06T12:00:00Z");
    let error = run_with(&ports, ScenarioKey::Baseline, &lines(&["1", "2", "3"].map(load))).unwrap_err().to_string();
    assert!(error.starts_with("baseline: steps[7]: output.write: line 2: `output_sink` failed: "), "{error}");
    let calls = ports.output_sink.calls.take();
    assert_eq!(calls, [r#"{"id":"1","customer_id":"ada","accepted":true}"#, "flush"]);
}

#[test]
fn neither_these_tests_nor_the_steps_know_an_adapter() {
    // Split, so that this file does not hold the word that it looks for.
    let word = ["adap", "ters"].concat();
    let folder = |path| std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let steps = ["src/steps", "src/steps/parse_load_attempt", "src/pipeline", "src/messages"].map(folder);
    let files = steps.iter().flat_map(|folder| folder.read_dir().unwrap()).map(|entry| entry.unwrap().path());
    let own = [
        "tests/suite/ports_injection.rs",
        "tests/suite/fakes.rs",
        "tests/suite/loads.rs",
        "src/steps.rs",
        "src/ports.rs",
    ]
    .map(folder);
    let mut looked_at = 0;
    for path in files.chain(own).filter(|path| path.is_file()) {
        let text = std::fs::read_to_string(&path).unwrap();
        let knows = text.lines().any(|line| line.contains(&word) && !line.trim_start().starts_with("//"));
        assert!(!knows, "{} knows an adapter", path.display());
        looked_at += 1;
    }
    assert!(looked_at > 15, "only {looked_at} files were looked at");
}
