//! The messages of the fund-load pipeline, each a type, and [`Message`], which holds any of them.
//!
//! Each step adds to what it takes. A malformed line that is to be declined goes past all of that: it
//! stays the same [`Malformed`] from the parser to the output. As JSON, a message has the fields that the
//! registry lists for it.

mod attempt;
mod fault;

mod fields;

pub use attempt::{
    Answer, Attempt, Class, Classified, Decided, Featured, Implied, Keyed, Load, Malformed, Reason, Recorded, Stage,
    TimeKeys,
};
pub use fault::Fault;
use serde::Serialize;

use crate::pipeline::{Ends, Holds};

/// One line of the input, as it was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RawLine {
    /// The number of the line in the input, from 1.
    pub line: u64,
    /// The line without its ending, cut off where it is longer than any step reads.
    #[serde(serialize_with = "fields::lossy_text")]
    pub bytes: Vec<u8>,
}

/// One attempt to load funds.
pub type LoadAttempt = Attempt<Load>;
/// A load attempt with its day and week.
pub type AttemptWithKeys = Attempt<Keyed>;
/// A load attempt of which it is known whether it counts.
pub type ClassifiedAttempt = Attempt<Classified>;
/// A load attempt with the amount that limits and windows use.
pub type AttemptWithFeatures = Attempt<Featured>;
/// A load attempt with its answer.
pub type DecidedAttempt = Attempt<Decided>;
/// A decided attempt that the windows have counted, where it counts.
pub type RecordedAttempt = Attempt<Recorded>;

/// One finished line of the output.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OutputLine {
    /// The number of the input line that it answers.
    pub line: u64,
    /// The line, without a line ending.
    pub text: String,
}

/// The receipt for a line that the sink has taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct WrittenLine {
    /// The number of the input line that was answered.
    pub line: u64,
    /// How many lines the sink has taken so far in this run.
    pub written: u64,
}

/// What a fund-load scenario begins and ends with.
pub const ENDS: Ends = Ends { first: <Message as Holds<RawLine>>::NAME, last: <Message as Holds<WrittenLine>>::NAME };

macro_rules! messages {
    ($($name:ident),+) => {
        /// Any message of the pipeline.
        #[derive(Clone, Debug, PartialEq, Eq, Serialize)]
        #[serde(tag = "message", content = "fields")]
        #[expect(missing_docs, reason = "each variant is documented at the type of its name")]
        pub enum Message {
            $($name($name)),+
        }

        $(impl Holds<$name> for Message {
            const NAME: &'static str = stringify!($name);

            fn put(message: $name) -> Self {
                Self::$name(message)
            }

            fn take(self) -> Option<$name> {
                if let Self::$name(message) = self { Some(message) } else { None }
            }
        })+
    };
}

messages!(
    RawLine,
    LoadAttempt,
    AttemptWithKeys,
    ClassifiedAttempt,
    AttemptWithFeatures,
    DecidedAttempt,
    RecordedAttempt,
    OutputLine,
    WrittenLine
);
