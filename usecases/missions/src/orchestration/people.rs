//! The port to those who do the steps of people.

use serde_json::Value;

use super::context::Object;
use super::workflow::StepSpec;

/// Whoever does the steps of people.
pub trait People {
    /// A step of a person has come. It must not be waited for: what is not answered is recorded.
    fn answer(&mut self, question: &Question<'_>) -> Answer;
}

/// A step that a person is to do.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// The step. Of a mission that a step runs, its id has that step's before it: `outer/inner`.
    pub step: &'a StepSpec,
    /// The state so far.
    pub state: &'a Object,
    /// The metadata of the context.
    pub metadata: &'a Object,
}

/// What came of a step that a person is to do.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// Nobody answers. The receipt says that the step has come.
    None,
    /// The answer, for the receipt.
    Given(Value),
    /// The person refuses, and the run ends with this reason.
    Refused(String),
}

/// Nobody is there: every step of a person is recorded.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unattended;

impl People for Unattended {
    fn answer(&mut self, _: &Question<'_>) -> Answer {
        Answer::None
    }
}
