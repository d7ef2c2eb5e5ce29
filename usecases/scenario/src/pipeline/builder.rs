//! Builds a frozen scenario from one that was read: has the factories make its steps and checks that they fit.
//!
//! 1. The factories make each step from its config and the ports that it declares.
//! 2. Each step is compared with the contract that the catalog states for it.
//! 3. [`Scenario::freeze`] compares it with its neighbours.
//!
//! A scenario that was read has passed these checks already; they are repeated on the steps as they are,
//! so that a factory that makes the wrong step is found before the first message.

use std::fmt;

use generated::scenario::ScenarioKey;
use generated::scenario::scenario::definition::{self, Step as Given};
use generated::scenario::step::{StepFactories, StepKey};
use kernel::config::{ConfigError, ConfigErrors, Within};
use kernel::{BuildError, Key as _, Value};
use source::Text;

use super::definition::{of_catalog, read};
use super::fault::{BuildErrors, BuildFault};
use super::scenario::{Ends, PlacedStep, Scenario, StepFault};
use super::step::AnyStep;

/// Builds scenarios with the steps of `F`.
#[derive(Debug)]
pub struct ScenarioBuilder<'a, F: StepFactories> {
    factories: &'a F,
    ports: &'a F::Ports,
    ends: Ends,
}

impl<'a, M, F> ScenarioBuilder<'a, F>
where
    F: StepFactories<Step = AnyStep<M>>,
    F::Error: fmt::Display,
{
    /// A builder whose steps come from `factories` and get their ports from `ports`. Its scenarios take and give
    /// what `ends` says.
    pub fn new(factories: &'a F, ports: &'a F::Ports, ends: Ends) -> Self {
        Self { factories, ports, ends }
    }

    /// Builds a scenario that was read.
    ///
    /// # Errors
    /// A config is not what its step declares, a factory refuses, or a step does not fit where it stands; all such.
    pub fn build(&self, definition: &definition::Scenario) -> Result<Scenario<M>, BuildErrors> {
        let (mut steps, mut faults) = (Vec::with_capacity(definition.steps.len()), Vec::new());
        for (index, given) in definition.steps.iter().enumerate() {
            match self.step(&definition.name, index, given) {
                Ok(step) => steps.push(step),
                Err(more) => faults.extend(more),
            }
        }
        if !faults.is_empty() {
            return Err(BuildErrors(faults));
        }
        Ok(Scenario::freeze(&definition.name, self.ends, steps)?)
    }

    /// Builds a scenario of the catalog.
    ///
    /// # Errors
    /// As of [`ScenarioBuilder::build`].
    pub fn from_catalog(&self, key: ScenarioKey) -> Result<Scenario<M>, BuildErrors> {
        self.build(&of_catalog(key))
    }

    /// Builds the scenario in a YAML text.
    ///
    /// # Errors
    /// As of [`read`] and [`ScenarioBuilder::build`].
    pub fn from_yaml(&self, text: &Text) -> Result<Scenario<M>, BuildErrors> {
        self.build(&read(text)?)
    }

    fn step(&self, scenario: &str, index: usize, given: &Given) -> Result<PlacedStep<M>, Vec<BuildFault>> {
        // A step without a config has the defaults.
        let defaults = Value::Object(serde_json::Map::new());
        let config = given.config.as_ref().unwrap_or(&defaults);
        let key = given.step.as_str();
        let refused = |reason| vec![BuildFault::Step(StepFault { scenario: scenario.to_owned(), index, key, reason })];
        match self.factories.build(given.step, config, self.ports) {
            Ok(step) => match broken_contract(given.step, &step) {
                None => Ok(PlacedStep { key, step }),
                Some(reason) => Err(refused(reason)),
            },
            Err(BuildError::Config(errors)) => Err(in_step(scenario, index, errors)),
            Err(BuildError::Factory { error, .. }) => Err(refused(error.to_string())),
        }
    }
}

/// Mistakes in a config, with the scenario and the step that it is given to.
fn in_step(scenario: &str, index: usize, errors: ConfigErrors) -> Vec<BuildFault> {
    let within = Within { key: scenario.to_owned(), path: format!("steps[{index}]") };
    let errors = errors.into_iter().map(|error| ConfigError { within: Some(within.clone()), ..error });
    errors.map(|error| BuildFault::Config(Box::new(error))).collect()
}

/// How a step departs from the contract that the catalog states for it.
fn broken_contract<M>(key: StepKey, step: &AnyStep<M>) -> Option<String> {
    let contracts = &key.entry().contracts;
    let (takes, gives) = (contracts.input.as_str(), contracts.output.as_str());
    let keeps = (step.takes(), step.gives()) == (takes, gives);
    (!keeps).then(|| {
        format!("expected a step from {takes} to {gives}, found one from {} to {}", step.takes(), step.gives())
    })
}
