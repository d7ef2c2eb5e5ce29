//! The trace: one JSON line for each step that worked on a line.
//!
//! ```json
//! {"line":1,"index":6,"step":"output.format","message":"OutputLine","fields":{"line":1,"text":"…"}}
//! {"line":2,"index":0,"step":"parse.load_attempt","message":null}
//! {"line":3,"index":0,"step":"parse.load_attempt","message":null,"notice":"`id`: expected …, found …"}
//! {"line":4,"index":0,"step":"parse.load_attempt","failure":"`time`: expected …, found …"}
//! ```
//!
//! | Member | Holds |
//! | --- | --- |
//! | `line` | the number of the input line, from 1 |
//! | `index` | the place of the step in the scenario, from 0 |
//! | `step` | the step's key |
//! | `message` | the message that the step gave; null where the line ends with this step; absent where the step failed |
//! | `fields` | the fields of that message, as the registry lists them. Amounts are strings, times RFC 3339, bytes that are no UTF-8 are replaced. Absent without a message |
//! | `notice` | what the step had to say of the line although the run goes on. Absent where it had nothing |
//! | `failure` | why the step ended the run. Absent where it did not |

use std::io::{self, BufWriter, Write};

use serde::Serialize;

use crate::pipeline::{At, Failure, Observer, Outcome};

/// Writes what it hears to `W`.
#[derive(Debug)]
pub struct Trace<W: Write> {
    writer: BufWriter<W>,
}

impl<W: Write> Trace<W> {
    /// A trace that goes to `writer`.
    pub fn new(writer: W) -> Self {
        Self { writer: BufWriter::new(writer) }
    }

    /// Hands on what is still in the buffer.
    ///
    /// # Errors
    /// The writer fails.
    pub fn flush(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

/// One line of the trace. A message adds `message` and `fields`.
#[derive(Serialize)]
struct Entry<'a, M> {
    line: u64,
    index: usize,
    step: &'static str,
    #[serde(flatten)]
    did: Did<'a, M>,
    #[serde(skip_serializing_if = "Option::is_none")]
    notice: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Did<'a, M> {
    Gave(&'a M),
    Ended { message: () },
    Failed { failure: String },
}

impl<M: Serialize, W: Write> Observer<M> for Trace<W> {
    fn step_done(&mut self, at: At, did: Result<&Outcome<M>, &Failure>) -> io::Result<()> {
        let notice = did.ok().and_then(|outcome| outcome.notice.as_deref());
        let did = match did {
            Ok(Outcome { gives: Some(message), .. }) => Did::Gave(message),
            Ok(Outcome { gives: None, .. }) => Did::Ended { message: () },
            Err(failure) => Did::Failed { failure: failure.to_string() },
        };
        let entry = Entry { line: at.line, index: at.index, step: at.key, did, notice };
        serde_json::to_writer(&mut self.writer, &entry)?;
        self.writer.write_all(b"\n")
    }
}
