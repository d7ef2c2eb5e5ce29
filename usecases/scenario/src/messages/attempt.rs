//! What is known of an attempt, step by step, and what stands in for it where its line is malformed.

use serde::{Serialize, Serializer};
use time::Weekday;

use super::fault::Fault;
use super::fields;
use crate::amount::Amount;
use crate::calendar::{Day, Instant, Week};
use crate::ids::{CustomerId, LoadId};

/// What the steps so far know of an attempt, or a malformed line that is to be declined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Attempt<T> {
    /// The line was read.
    Read(T),
    /// The line is to be declined; no step computes anything from it.
    Malformed(Malformed),
}

impl<T> Attempt<T> {
    /// What a step makes of an attempt that was read; a malformed line goes past it.
    pub fn map<U>(self, step: impl FnOnce(T) -> U) -> Attempt<U> {
        match self {
            Self::Read(attempt) => Attempt::Read(step(attempt)),
            Self::Malformed(malformed) => Attempt::Malformed(malformed),
        }
    }

    /// As [`Attempt::map`], for a step that may fail.
    ///
    /// # Errors
    /// As of `step`.
    pub fn try_map<U, E>(self, step: impl FnOnce(T) -> Result<U, E>) -> Result<Attempt<U>, E> {
        Ok(match self {
            Self::Read(attempt) => Attempt::Read(step(attempt)?),
            Self::Malformed(malformed) => Attempt::Malformed(malformed),
        })
    }
}

/// A malformed line that is to be declined.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Malformed {
    /// The number of the line.
    pub line: u64,
    /// The id of the load, empty where the line has none.
    pub id: LoadId,
    /// The customer, empty where the line has none.
    pub customer_id: CustomerId,
    /// What is wrong. Boxed, as few lines have one.
    #[serde(serialize_with = "fields::as_text")]
    pub fault: Box<Fault>,
}

/// One attempt to load funds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Load {
    /// The number of the line.
    pub line: u64,
    /// The id of the load, as given.
    pub id: LoadId,
    /// The customer, as given.
    pub customer_id: CustomerId,
    /// How much is to be loaded.
    pub amount: Amount,
    /// When the load was attempted.
    #[serde(serialize_with = "fields::rfc3339")]
    pub time: Instant,
}

/// Which windows an attempt belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct TimeKeys {
    /// The UTC date.
    #[serde(serialize_with = "fields::as_text")]
    pub day: Day,
    /// The week that holds it.
    pub week: Week,
    /// The day of the week of the UTC date.
    #[serde(serialize_with = "fields::as_text")]
    pub weekday: Weekday,
}

/// An attempt with its day and week.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Keyed {
    /// The attempt.
    #[serde(flatten)]
    pub load: Load,
    /// Its windows.
    #[serde(flatten)]
    pub keys: TimeKeys,
}

/// Whether an attempt counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// It counts.
    Canonical,
    /// It says the same as the canonical attempt of its id.
    Replay,
    /// It says something else.
    Conflict,
}

/// An attempt of which it is known whether it counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Classified {
    /// The attempt.
    #[serde(flatten)]
    pub load: Load,
    /// Its windows.
    #[serde(flatten)]
    pub keys: TimeKeys,
    /// Whether it counts.
    pub class: Class,
}

/// An attempt with the amount that limits and windows use.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Featured {
    /// The attempt.
    #[serde(flatten)]
    pub load: Load,
    /// Its windows.
    #[serde(flatten)]
    pub keys: TimeKeys,
    /// Whether it counts.
    pub class: Class,
    /// The amount, multiplied where a multiplier applies.
    pub effective_amount: Amount,
}

/// Why a load is declined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The line was malformed.
    Malformed,
    /// It repeats an attempt.
    Replay,
    /// It contradicts an attempt.
    Conflict,
    /// Too many attempts on the day.
    Attempts,
    /// The prime gate held it back.
    PrimeGate,
    /// The limit of the day.
    DailyAmount,
    /// The limit of the week.
    WeeklyAmount,
}

/// The answer to an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The load is accepted.
    Accepted,
    /// The load is declined.
    Declined(Reason),
}

impl Answer {
    /// Whether the load is accepted.
    #[must_use]
    pub fn is_accepted(self) -> bool {
        self.reason().is_none()
    }

    /// Why the load is declined, where it is.
    #[must_use]
    pub fn reason(self) -> Option<Reason> {
        match self {
            Self::Accepted => None,
            Self::Declined(reason) => Some(reason),
        }
    }
}

/// An attempt with its answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Decided {
    /// The attempt.
    #[serde(flatten)]
    pub load: Load,
    /// Its windows.
    #[serde(flatten)]
    pub keys: TimeKeys,
    /// Whether it counts.
    pub class: Class,
    /// The amount that counts.
    pub effective_amount: Amount,
    /// The answer.
    #[serde(flatten)]
    pub answer: Answer,
    /// Whether the prime gate found the id to be a prime number.
    pub prime: bool,
}

/// A decided attempt that the windows have counted, where it counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Recorded {
    /// The attempt.
    #[serde(flatten)]
    pub load: Load,
    /// Its windows.
    #[serde(flatten)]
    pub keys: TimeKeys,
    /// Whether it counts.
    pub class: Class,
    /// The amount that counts.
    pub effective_amount: Amount,
    /// The answer.
    #[serde(flatten)]
    pub answer: Answer,
    /// Whether the prime gate found the id to be a prime number.
    pub prime: bool,
    /// Whether the windows counted the attempt.
    pub counted: bool,
}

/// What a malformed line amounts to after a step: it says so in the fields that the steps so far add.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct Implied {
    #[serde(skip_serializing_if = "Option::is_none")]
    class: Option<Reason>,
    #[serde(flatten)]
    answer: Option<Answer>,
    #[serde(skip_serializing_if = "Option::is_none")]
    prime: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    counted: Option<bool>,
}

/// What is known of an attempt that was read, after one step.
pub trait Stage {
    /// What the same step says of a malformed line.
    const IMPLIED: Implied;
}

const UNSAID: Implied = Implied { class: None, answer: None, prime: None, counted: None };
const CLASSIFIED: Implied = Implied { class: Some(Reason::Malformed), ..UNSAID };
const DECIDED: Implied =
    Implied { answer: Some(Answer::Declined(Reason::Malformed)), prime: Some(false), ..CLASSIFIED };
const RECORDED: Implied = Implied { counted: Some(false), ..DECIDED };

impl Stage for Load {
    const IMPLIED: Implied = UNSAID;
}

impl Stage for Keyed {
    const IMPLIED: Implied = UNSAID;
}

impl Stage for Classified {
    const IMPLIED: Implied = CLASSIFIED;
}

impl Stage for Featured {
    const IMPLIED: Implied = CLASSIFIED;
}

impl Stage for Decided {
    const IMPLIED: Implied = DECIDED;
}

impl Stage for Recorded {
    const IMPLIED: Implied = RECORDED;
}

impl<T: Stage + Serialize> Serialize for Attempt<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Declined<'a> {
            #[serde(flatten)]
            malformed: &'a Malformed,
            #[serde(flatten)]
            implied: Implied,
        }
        match self {
            Self::Read(attempt) => attempt.serialize(serializer),
            Self::Malformed(malformed) => Declined { malformed, implied: T::IMPLIED }.serialize(serializer),
        }
    }
}

impl Serialize for Answer {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Fields {
            accepted: bool,
            #[serde(skip_serializing_if = "Option::is_none")]
            reason: Option<Reason>,
        }
        Fields { accepted: self.is_accepted(), reason: self.reason() }.serialize(serializer)
    }
}
