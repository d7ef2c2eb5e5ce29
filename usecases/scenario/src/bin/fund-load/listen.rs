//! Hears what the steps do: tells people what they should know, and keeps the trace.

use std::fs::File;
use std::io::{self, Write as _};

use scenario::messages::Message;
use scenario::pipeline::{At, Failure, Observer, Outcome};
use scenario::trace::Trace;

/// Reports faults on stderr and, where there is a trace, notes down every step.
#[derive(Debug)]
pub(crate) struct Listener {
    pub(crate) trace: Option<Trace<File>>,
}

impl Observer<Message> for Listener {
    fn step_done(&mut self, at: At, did: Result<&Outcome<Message>, &Failure>) -> io::Result<()> {
        if let Ok(Outcome { notice: Some(notice), .. }) = did {
            say(&format!("warning: line {}: {notice}", at.line));
        }
        self.trace.as_mut().map_or(Ok(()), |trace| trace.step_done(at, did))
    }
}

/// A line about the run, to stderr. What the input put into it cannot act on a terminal.
pub(crate) fn say(line: &str) {
    // There is nowhere left to complain when stderr fails.
    let _ = writeln!(io::stderr().lock(), "{}", source::visible(line));
}
