//! The runner: sends one message after the other through the steps of a scenario, left to right.
//!
//! It works on what the builder has frozen and looks nothing up: no key, no config, no registry.

use std::fmt;
use std::io;

use super::scenario::{PlacedStep, Scenario};
use super::step::{Failure, Outcome};

/// Where in a run something happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct At {
    /// The number of the line, from 1.
    pub line: u64,
    /// The place of the step in the scenario, from 0.
    pub index: usize,
    /// The step's key.
    pub key: &'static str,
}

/// Hears what each step did.
pub trait Observer<M> {
    /// A step has worked on a line.
    ///
    /// # Errors
    /// What was heard cannot be noted down; ends the run.
    fn step_done(&mut self, at: At, did: Result<&Outcome<M>, &Failure>) -> io::Result<()>;
}

/// Nobody listens.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unobserved;

impl<M> Observer<M> for Unobserved {
    fn step_done(&mut self, _: At, _: Result<&Outcome<M>, &Failure>) -> io::Result<()> {
        Ok(())
    }
}

/// What a run did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// How many lines came in.
    pub lines: u64,
    /// How many of them came out of the last step.
    pub answered: u64,
}

/// A run that ended before its input did.
#[derive(Debug)]
pub struct RunError {
    /// The scenario.
    pub scenario: String,
    /// Why it ended.
    pub stop: Stop,
}

/// Why a run ended.
#[derive(Debug)]
pub enum Stop {
    /// The input cannot be read.
    Input {
        /// The number of the line that was being read, from 1.
        line: u64,
        /// What happened.
        error: io::Error,
    },
    /// A step failed.
    Step {
        /// The place of the step, from 0.
        index: usize,
        /// The step's key.
        key: &'static str,
        /// The number of the line, from 1. `None` after the last line.
        line: Option<u64>,
        /// What happened.
        failure: Failure,
    },
    /// The observer failed.
    Observer(io::Error),
}

/// Sends each message through the steps, and tells every step at the end that the run is over.
///
/// That is done however the run ends, and before this function returns: what was answered before a
/// failure is handed on, not lost.
///
/// # Errors
/// A message cannot be read, a step failed, or the observer did; the first of these.
pub fn run<M>(
    mut scenario: Scenario<M>,
    messages: impl IntoIterator<Item = io::Result<M>>,
    observer: &mut impl Observer<M>,
) -> Result<Summary, RunError> {
    let ran = all_lines(scenario.steps_mut(), messages, observer);
    let finished = finish(scenario.steps_mut());
    let summary = ran.and_then(|summary| finished.map(|()| summary));
    summary.map_err(|stop| RunError { scenario: scenario.name().to_owned(), stop })
}

fn all_lines<M>(
    steps: &mut [PlacedStep<M>],
    messages: impl IntoIterator<Item = io::Result<M>>,
    observer: &mut impl Observer<M>,
) -> Result<Summary, Stop> {
    let mut summary = Summary::default();
    for message in messages {
        let line = summary.lines + 1;
        let message = message.map_err(|error| Stop::Input { line, error })?;
        summary.lines = line;
        summary.answered += u64::from(one_line(steps, line, message, observer)?.is_some());
    }
    Ok(summary)
}

/// Sends one message through the steps, as far as it goes.
fn one_line<M>(
    steps: &mut [PlacedStep<M>],
    line: u64,
    mut message: M,
    observer: &mut impl Observer<M>,
) -> Result<Option<M>, Stop> {
    for (index, PlacedStep { key, step }) in steps.iter_mut().enumerate() {
        let did = step.run(message);
        observer.step_done(At { line, index, key }, did.as_ref()).map_err(Stop::Observer)?;
        match did.map_err(|failure| Stop::Step { index, key, line: Some(line), failure })?.gives {
            Some(next) => message = next,
            None => return Ok(None),
        }
    }
    Ok(Some(message))
}

/// Tells every step that the run is over, also those after one that fails. The first failure counts.
fn finish<M>(steps: &mut [PlacedStep<M>]) -> Result<(), Stop> {
    let mut finished = Ok(());
    for (index, PlacedStep { key, step }) in steps.iter_mut().enumerate() {
        let done = step.finish().map_err(|failure| Stop::Step { index, key, line: None, failure });
        finished = finished.and(done);
    }
    finished
}

impl fmt::Display for RunError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.scenario)?;
        match &self.stop {
            Stop::Input { line, error } => write!(f, "cannot read line {line} of the input: {error}"),
            Stop::Step { index, key, line: Some(line), failure } => {
                write!(f, "steps[{index}]: {key}: line {line}: {failure}")
            }
            Stop::Step { index, key, line: None, failure } => {
                write!(f, "steps[{index}]: {key}: at the end of the run: {failure}")
            }
            Stop::Observer(error) => write!(f, "cannot note down what a step did: {error}"),
        }
    }
}

impl std::error::Error for RunError {}
