//! A frozen scenario: its steps in their order, checked once to fit each other.

use std::fmt;

use super::step::AnyStep;

/// Steps in the order in which they run. Built once; its shape never changes.
#[derive(Debug)]
pub struct Scenario<M> {
    name: String,
    steps: Box<[PlacedStep<M>]>,
}

/// A step and the key under which the scenario names it.
#[derive(Debug)]
pub struct PlacedStep<M> {
    /// The step's key.
    pub key: &'static str,
    /// The step itself.
    pub step: AnyStep<M>,
}

/// What the first step of a pipeline takes and the last gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ends {
    /// The message that comes in.
    pub first: &'static str,
    /// The message that goes out.
    pub last: &'static str,
}

/// What is wrong with a step of a scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepFault {
    /// The scenario.
    pub scenario: String,
    /// The place of the step, from 0.
    pub index: usize,
    /// The step's key; empty where there is no step.
    pub key: &'static str,
    /// What was expected, and what was found.
    pub reason: String,
}

impl<M> Scenario<M> {
    /// Freezes the steps of a scenario.
    ///
    /// # Errors
    /// The first step does not take `ends.first`, the last does not give `ends.last`, or a step does not take
    /// what the one before it gives; all of these.
    pub fn freeze(name: impl Into<String>, ends: Ends, steps: Vec<PlacedStep<M>>) -> Result<Self, Vec<StepFault>> {
        let name = name.into();
        let faults = faults(&name, ends, &steps);
        if faults.is_empty() { Ok(Self { name, steps: steps.into_boxed_slice() }) } else { Err(faults) }
    }

    /// The name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The keys of the steps, in the order in which they run.
    pub fn keys(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.steps.iter().map(|placed| placed.key)
    }

    pub(super) fn steps_mut(&mut self) -> &mut [PlacedStep<M>] {
        &mut self.steps
    }
}

fn faults<M>(scenario: &str, ends: Ends, steps: &[PlacedStep<M>]) -> Vec<StepFault> {
    let fault = |index: usize, key, reason| StepFault { scenario: scenario.to_owned(), index, key, reason };
    let Some(last) = steps.last() else {
        return vec![fault(0, "", "expected a step, found none".to_owned())];
    };
    let mut faults = Vec::new();
    let mut comes_in = ends.first;
    for (index, placed) in steps.iter().enumerate() {
        if placed.step.takes() != comes_in {
            let reason = format!("expected a step that takes {comes_in}, found one that takes {}", placed.step.takes());
            faults.push(fault(index, placed.key, reason));
        }
        comes_in = placed.step.gives();
    }
    if comes_in != ends.last {
        let reason = format!("expected a last step that gives {}, found one that gives {comes_in}", ends.last);
        faults.push(fault(steps.len() - 1, last.key, reason));
    }
    faults
}

impl fmt::Display for StepFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: steps[{}]: ", self.scenario, self.index)?;
        if !self.key.is_empty() {
            write!(f, "{}: ", self.key)?;
        }
        f.write_str(&self.reason)
    }
}

impl std::error::Error for StepFault {}
