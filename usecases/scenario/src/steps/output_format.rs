//! Renders the answer as one line of JSON.

use generated::scenario::step::output::FormatConfig;
use serde::Serialize;

use crate::ids::{CustomerId, LoadId};
use crate::messages::{Answer, Attempt, Malformed, OutputLine, Reason, Recorded, RecordedAttempt};
use crate::pipeline::{Failure, Outcome, Step};

/// The step `output.format`.
#[derive(Clone, Debug)]
pub struct FormatOutput {
    include_reason: bool,
}

/// The members of a line, in their order.
#[derive(Serialize)]
struct Members<'a> {
    id: &'a LoadId,
    customer_id: &'a CustomerId,
    accepted: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<Reason>,
}

impl FormatOutput {
    /// The step with its config.
    #[must_use]
    pub fn new(config: &FormatConfig) -> Self {
        Self { include_reason: config.include_reason }
    }

    fn format(&self, id: &LoadId, customer_id: &CustomerId, answer: Answer) -> String {
        let reason = answer.reason().filter(|_| self.include_reason);
        let members = Members { id, customer_id, accepted: answer.is_accepted(), reason };
        serde_json::to_string(&members).expect("strings and booleans have a JSON form")
    }
}

impl Step for FormatOutput {
    type Input = RecordedAttempt;
    type Output = OutputLine;

    fn run(&mut self, attempt: RecordedAttempt) -> Result<Outcome<OutputLine>, Failure> {
        let (line, text) = match &attempt {
            Attempt::Read(Recorded { load, answer, .. }) => {
                (load.line, self.format(&load.id, &load.customer_id, *answer))
            }
            Attempt::Malformed(Malformed { line, id, customer_id, .. }) => {
                (*line, self.format(id, customer_id, Answer::Declined(Reason::Malformed)))
            }
        };
        Ok(Outcome::next(OutputLine { line, text }))
    }
}
