//! The mechanism, with a pipeline of its own: numbers become words. It knows no fund load.

use std::cell::RefCell;
use std::io;
use std::rc::Rc;

use generated::scenario::scenario::definition;
use generated::scenario::step::{Ports, StepFactories, features, gate, output, parse, policies, time, windows};
use generated::scenario::{ScenarioKey, StepKey};
use scenario::pipeline::{
    AnyStep, At, Ends, Failure, Holds, Observer, Outcome, PlacedStep, Scenario, ScenarioBuilder, Step, Summary,
    Unobserved, run,
};

use crate::fakes::{FakePorts, fake_ports};

#[derive(Debug)]
enum Any {
    Number(u32),
    Word(String),
}

impl Holds<u32> for Any {
    const NAME: &'static str = "Number";

    fn put(number: u32) -> Self {
        Self::Number(number)
    }

    fn take(self) -> Option<u32> {
        if let Self::Number(number) = self { Some(number) } else { None }
    }
}

impl Holds<String> for Any {
    const NAME: &'static str = "Word";

    fn put(word: String) -> Self {
        Self::Word(word)
    }

    fn take(self) -> Option<String> {
        if let Self::Word(word) = self { Some(word) } else { None }
    }
}

/// What the steps did, in order.
type Log = Rc<RefCell<Vec<String>>>;

/// Adds to a number; ends the line at 10 and the run at 100.
struct Add(u32, Log);

impl Step for Add {
    type Input = u32;
    type Output = u32;

    fn run(&mut self, number: u32) -> Result<Outcome<u32>, Failure> {
        self.1.borrow_mut().push(format!("{number} + {}", self.0));
        match number {
            10 => Ok(Outcome::end().with_notice("ten is passed over")),
            100 => Err(Failure::Input("expected less than 100, found 100".to_owned())),
            _ => Ok(Outcome::next(number + self.0)),
        }
    }

    fn finish(&mut self) -> Result<(), Failure> {
        self.1.borrow_mut().push(format!("finish {}", self.0));
        Ok(())
    }
}

/// Spells a number. Cannot finish.
struct Spell(Log);

impl Step for Spell {
    type Input = u32;
    type Output = String;

    fn run(&mut self, number: u32) -> Result<Outcome<String>, Failure> {
        self.0.borrow_mut().push(format!("spell {number}"));
        Ok(Outcome::next(number.to_string()))
    }

    fn finish(&mut self) -> Result<(), Failure> {
        self.0.borrow_mut().push("finish spell".to_owned());
        Err(Failure::Port { port: "speller", error: io::Error::other("out of ink") })
    }
}

const ENDS: Ends = Ends { first: "Number", last: "Word" };

fn placed<S: Step + 'static>(key: &'static str, step: S) -> PlacedStep<Any>
where
    Any: Holds<S::Input> + Holds<S::Output>,
{
    PlacedStep { key, step: AnyStep::new(step) }
}

/// Hears everything.
#[derive(Default)]
struct Heard(Vec<String>);

impl Observer<Any> for Heard {
    fn step_done(&mut self, At { line, index, key }: At, did: Result<&Outcome<Any>, &Failure>) -> io::Result<()> {
        let did = match did {
            Ok(Outcome { gives, notice }) => format!("{gives:?} {notice:?}"),
            Err(failure) => failure.to_string(),
        };
        self.0.push(format!("{line} {index} {key} {did}"));
        Ok(())
    }
}

#[test]
fn messages_go_from_left_to_right_one_after_the_other() {
    let log = Log::default();
    let steps = vec![placed("one", Add(1, log.clone())), placed("two", Add(2, log.clone()))];
    let ends = Ends { last: "Number", ..ENDS };
    let scenario = Scenario::freeze("sums", ends, steps).unwrap();
    assert_eq!((scenario.name(), scenario.keys().collect::<Vec<_>>()), ("sums", vec!["one", "two"]));

    let summary = run(scenario, [1, 10, 5].map(|number| Ok(Any::Number(number))), &mut Unobserved).unwrap();
    assert_eq!(summary, Summary { lines: 3, answered: 2 });
    assert_eq!(log.take(), ["1 + 1", "2 + 2", "10 + 1", "5 + 1", "6 + 2", "finish 1", "finish 2"]);
}

#[test]
fn each_step_is_told_of_the_end_also_after_a_failure_and_the_first_failure_counts() {
    let log = Log::default();
    let steps = vec![placed("one", Add(1, log.clone())), placed("spell", Spell(log.clone()))];
    let scenario = Scenario::freeze("words", ENDS, steps).unwrap();
    let error = run(scenario, [1, 100, 5].map(|number| Ok(Any::Number(number))), &mut Unobserved).unwrap_err();
    assert_eq!(error.to_string(), "words: steps[0]: one: line 2: expected less than 100, found 100");
    assert_eq!(log.take(), ["1 + 1", "spell 2", "100 + 1", "finish 1", "finish spell"]);

    let scenario = Scenario::freeze("words", ENDS, vec![placed("spell", Spell(log))]).unwrap();
    let error = run(scenario, [Ok(Any::Number(1))], &mut Unobserved).unwrap_err();
    assert_eq!(error.to_string(), "words: steps[0]: spell: at the end of the run: `speller` failed: out of ink");
}

#[test]
fn an_input_that_cannot_be_read_ends_the_run_with_its_line() {
    let log = Log::default();
    let scenario = Scenario::freeze("words", ENDS, vec![placed("spell", Spell(log))]).unwrap();
    let messages = [Ok(Any::Number(1)), Err(io::Error::other("gone"))];
    let error = run(scenario, messages, &mut Unobserved).unwrap_err();
    assert_eq!(error.to_string(), "words: cannot read line 2 of the input: gone");
}

#[test]
fn the_observer_hears_each_step() {
    let log = Log::default();
    let steps = vec![placed("one", Add(1, log.clone())), placed("two", Add(2, log))];
    let scenario = Scenario::freeze("sums", Ends { last: "Number", ..ENDS }, steps).unwrap();
    let mut heard = Heard::default();
    run(scenario, [9, 100].map(|number| Ok(Any::Number(number))), &mut heard).unwrap_err();
    let expected = [
        "1 0 one Some(Number(10)) None",
        "1 1 two None Some(\"ten is passed over\")",
        "2 0 one expected less than 100, found 100",
    ];
    assert_eq!(heard.0, expected);
}

#[test]
fn a_scenario_whose_steps_do_not_fit_is_never_frozen() {
    let faults = |steps| -> Vec<String> {
        let scenario: Result<Scenario<Any>, _> = Scenario::freeze("words", ENDS, steps);
        scenario.unwrap_err().iter().map(ToString::to_string).collect()
    };
    let log = Log::default();
    assert_eq!(faults(Vec::new()), ["words: steps[0]: expected a step, found none"]);
    let steps = vec![placed("spell", Spell(log.clone())), placed("one", Add(1, log))];
    let expected = [
        "words: steps[1]: one: expected a step that takes Word, found one that takes Number",
        "words: steps[1]: one: expected a last step that gives Word, found one that gives Number",
    ];
    assert_eq!(faults(steps), expected);
}

/// Factories that make the wrong step for every key, and refuse one.
struct Wrong(Log);

impl StepFactories for Wrong {
    type Ports = FakePorts;
    type Step = AnyStep<Any>;
    type Error = &'static str;

    fn features_compute(&self, _: features::ComputeConfig) -> Result<Self::Step, Self::Error> {
        Err("not today")
    }

    fn gate_idempotency(
        &self,
        _: gate::IdempotencyConfig,
        _: gate::IdempotencyPorts<'_, FakePorts>,
    ) -> Result<Self::Step, Self::Error> {
        Ok(AnyStep::new(Spell(self.0.clone())))
    }

    fn output_format(&self, _: output::FormatConfig) -> Result<Self::Step, Self::Error> {
        Ok(AnyStep::new(Spell(self.0.clone())))
    }

    fn output_write(
        &self,
        _: output::WriteConfig,
        _: output::WritePorts<'_, FakePorts>,
    ) -> Result<Self::Step, Self::Error> {
        Ok(AnyStep::new(Spell(self.0.clone())))
    }

    fn parse_load_attempt(&self, _: parse::LoadAttemptConfig) -> Result<Self::Step, Self::Error> {
        Ok(AnyStep::new(Spell(self.0.clone())))
    }

    fn policies_evaluate(
        &self,
        _: policies::EvaluateConfig,
        _: policies::EvaluatePorts<'_, FakePorts>,
    ) -> Result<Self::Step, Self::Error> {
        Ok(AnyStep::new(Spell(self.0.clone())))
    }

    fn time_compute_keys(&self, _: time::ComputeKeysConfig) -> Result<Self::Step, Self::Error> {
        Ok(AnyStep::new(Spell(self.0.clone())))
    }

    fn windows_update(
        &self,
        _: windows::UpdateConfig,
        _: windows::UpdatePorts<'_, FakePorts>,
    ) -> Result<Self::Step, Self::Error> {
        Ok(AnyStep::new(Spell(self.0.clone())))
    }
}

#[test]
fn the_builder_names_every_step_whose_factory_refuses_or_breaks_its_contract() {
    let (factories, ports) = (Wrong(Log::default()), fake_ports());
    let builder = ScenarioBuilder::new(&factories, &ports, ENDS);
    let errors = builder.from_catalog(ScenarioKey::Baseline).unwrap_err().to_string();
    assert_eq!(errors.lines().count(), StepKey::ALL.len(), "{errors}");
    for line in [
        "baseline: steps[0]: parse.load_attempt: expected a step from RawLine to LoadAttempt, found one from Number to Word",
        "baseline: steps[3]: features.compute: not today",
    ] {
        assert!(errors.lines().any(|found| found == line), "{errors}");
    }
}

#[test]
fn the_builder_checks_configs_that_nobody_has_checked() {
    let (factories, ports) = (Wrong(Log::default()), fake_ports());
    let step = definition::Step {
        step: StepKey::OutputWrite,
        config: Some(serde_json::json!({ "flush": "never", "sync": true })),
    };
    let definition = definition::Scenario {
        name: "made".to_owned(),
        summary: "Made by hand.".to_owned(),
        description: None,
        doc: "scenarios.md".to_owned(),
        steps: vec![step],
    };
    let errors = ScenarioBuilder::new(&factories, &ports, ENDS).build(&definition).unwrap_err().to_string();
    assert_eq!(errors.lines().count(), 2, "{errors}");
    assert!(errors.lines().all(|line| line.starts_with("made: steps[0]: output.write: config.")), "{errors}");
}

#[test]
fn a_bundle_hands_on_its_ports() {
    let ports = fake_ports();
    ports.prime_checker().calls.note("asked");
    assert_eq!(ports.prime_checker.calls.take(), ["asked"]);
}

#[test]
fn the_runner_never_sees_the_registry() {
    for file in ["runner.rs", "scenario.rs", "step.rs"] {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/pipeline").join(file);
        let text = std::fs::read_to_string(path).unwrap();
        for word in ["generated", "kernel", "StepKey", "StepFactories"] {
            assert!(!text.contains(word), "{file} mentions `{word}`");
        }
    }
}
