//! Reads one input line into a load attempt.
//!
//! 1. `members` reads the line as a JSON object and keeps its four members as they are written.
//! 2. `values` reads each member: ids, the amount, the time.
//! 3. The step does what `on_error` says where either finds a fault.

mod members;
mod values;

use generated::scenario::step::parse::{LoadAttemptConfig, LoadAttemptOnError};

use self::members::Members;
use self::values::{Amounts, WHITE_SPACE};
use crate::ids::{CustomerId, LoadId};
use crate::input::MOST_BYTES;
use crate::messages::{Attempt, Fault, Load, LoadAttempt, Malformed, RawLine};
use crate::pipeline::{Failure, Outcome, Step};

/// The step `parse.load_attempt`.
#[derive(Clone, Debug)]
pub struct ParseLoadAttempt {
    on_error: LoadAttemptOnError,
    amounts: Amounts,
    max_line_bytes: usize,
}

impl ParseLoadAttempt {
    /// The step with its config.
    #[must_use]
    pub fn new(config: LoadAttemptConfig) -> Self {
        Self {
            on_error: config.on_error,
            amounts: Amounts::new(config.amount_prefixes),
            // A line that was cut is too long, whatever the config says.
            max_line_bytes: usize::try_from(config.max_line_bytes).unwrap_or(usize::MAX).min(MOST_BYTES - 1),
        }
    }

    /// The attempt in a line, or the line with its fault.
    fn read(&self, RawLine { line, bytes }: &RawLine) -> Result<Load, Malformed> {
        let nameless = |fault| malformed(*line, fault, &Members::default());
        let text = self.text(bytes).map_err(nameless)?;
        let members = Members::read(text).map_err(nameless)?;
        self.load(*line, &members).map_err(|fault| malformed(*line, fault, &members))
    }

    fn text<'a>(&self, bytes: &'a [u8]) -> Result<&'a str, Fault> {
        if bytes.len() > self.max_line_bytes {
            let expected = format!("at most {} bytes", self.max_line_bytes);
            let found = if bytes.len() < MOST_BYTES { bytes.len().to_string() } else { "more".to_owned() };
            return Err(Fault::of_line(expected, found));
        }
        std::str::from_utf8(bytes).map_err(|error| {
            let at = error.valid_up_to();
            Fault::of_line("UTF-8", format!("0x{:02x} as byte {}", bytes[at], at + 1))
        })
    }

    fn load(&self, line: u64, members: &Members<'_>) -> Result<Load, Fault> {
        Ok(Load {
            line,
            id: values::id("id", members.id)?,
            customer_id: values::id("customer_id", members.customer_id)?,
            amount: self.amounts.read("load_amount", members.load_amount)?,
            time: values::time("time", members.time)?,
        })
    }

    fn answer_fault(&self, malformed: Malformed) -> Result<Outcome<LoadAttempt>, Failure> {
        let fault = malformed.fault.to_string();
        match self.on_error {
            LoadAttemptOnError::Fail => Err(Failure::Input(fault)),
            LoadAttemptOnError::Decline => Ok(Outcome::next(Attempt::Malformed(malformed)).with_notice(fault)),
            LoadAttemptOnError::Skip => Ok(Outcome::end().with_notice(fault)),
        }
    }
}

impl Step for ParseLoadAttempt {
    type Input = RawLine;
    type Output = LoadAttempt;

    fn run(&mut self, raw: RawLine) -> Result<Outcome<LoadAttempt>, Failure> {
        if raw.bytes.len() <= self.max_line_bytes && is_blank(&raw.bytes) {
            return Ok(Outcome::end());
        }
        match self.read(&raw) {
            Ok(load) => Ok(Outcome::next(Attempt::Read(load))),
            Err(malformed) => self.answer_fault(malformed),
        }
    }
}

fn is_blank(line: &[u8]) -> bool {
    line.iter().all(|byte| WHITE_SPACE.contains(&char::from(*byte)))
}

/// A line with a fault, and those of its ids that are strings.
fn malformed(line: u64, fault: Fault, members: &Members<'_>) -> Malformed {
    let text = |member: Option<_>| member.and_then(values::text).unwrap_or_default();
    Malformed {
        line,
        id: LoadId::from(&*text(members.id)),
        customer_id: CustomerId::from(&*text(members.customer_id)),
        fault: Box::new(fault),
    }
}
