//! Scenarios from a few configs, and runs over a few lines.

use std::cell::RefCell;
use std::fmt::Write as _;
use std::io::{self, Write};
use std::rc::Rc;

use scenario::messages::{ENDS, Message};
use scenario::pipeline::{BuildErrors, Observer, RunError, Scenario, ScenarioBuilder, Summary, Unobserved, run};
use scenario::steps::FundLoadSteps;
use scenario::{adapters, input};
use source::Text;

use crate::loads::{Load, lines};

/// The steps in their order.
pub(crate) const STEPS: [&str; 8] = [
    "parse.load_attempt",
    "time.compute_keys",
    "gate.idempotency",
    "features.compute",
    "policies.evaluate",
    "windows.update",
    "output.format",
    "output.write",
];

/// A scenario file whose steps have these configs, in YAML; the other steps have none.
pub(crate) fn scenario_file(configs: &[(&str, &str)]) -> Text {
    let mut yaml = "name: case\nsummary: A case.\ndoc: scenarios.md\nsteps:\n".to_owned();
    assert!(configs.iter().all(|(step, _)| STEPS.contains(step)), "{configs:?}");
    for step in STEPS {
        writeln!(yaml, "  - step: {step}").unwrap();
        if let Some((_, config)) = configs.iter().find(|(key, _)| *key == step) {
            writeln!(yaml, "    config: {config}").unwrap();
        }
    }
    Text::new("case.yaml", yaml)
}

/// A writer that shares what it has taken.
#[derive(Clone, Debug, Default)]
pub(crate) struct Written(Rc<RefCell<Vec<u8>>>);

impl Written {
    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.0.borrow().clone()).unwrap()
    }
}

impl Write for Written {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Builds a scenario that writes to `writer`.
pub(crate) fn build(file: &Text, writer: impl Write + 'static) -> Result<Scenario<Message>, BuildErrors> {
    let ports = adapters::in_memory(writer);
    ScenarioBuilder::new(&FundLoadSteps::new(), &ports, ENDS).from_yaml(file)
}

/// What a run wrote, and how it ended.
pub(crate) fn run_over(
    file: &Text,
    input: &[u8],
    observer: &mut impl Observer<Message>,
) -> (String, Result<Summary, RunError>) {
    let written = Written::default();
    let scenario = build(file, written.clone()).unwrap_or_else(|errors| panic!("{errors}"));
    let ended = run(scenario, input::lines(input), observer);
    (written.text(), ended)
}

/// The answers to an input in which every line can be read or the scenario goes on.
pub(crate) fn answers(configs: &[(&str, &str)], input: &str) -> String {
    let (written, ended) = run_over(&scenario_file(configs), input.as_bytes(), &mut Unobserved);
    ended.unwrap_or_else(|error| panic!("{error}"));
    written
}

/// For each load `accepted`, or the reason why it is declined.
pub(crate) fn verdicts(configs: &[(&str, &str)], loads: &[Load<'_>]) -> Vec<String> {
    let reasons = [configs, &[("output.format", "{ include_reason: true }")]].concat();
    let verdict = |line: &str| {
        let answer: serde_json::Value = serde_json::from_str(line).unwrap();
        answer["reason"].as_str().unwrap_or("accepted").to_owned()
    };
    answers(&reasons, &lines(loads)).lines().map(verdict).collect()
}
