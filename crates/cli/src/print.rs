//! Writing: findings and answers to stdout, everything else to stderr.
//!
//! A reader that closes the pipe early has what it wanted; that is no failure.

use std::io::{self, IsTerminal as _, Write as _};

use source::{Colour, Findings, Format};

use crate::args::When;
use crate::failure::Failure;

/// How a run writes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Printer {
    pub(crate) format: Format,
    pub(crate) colour: Colour,
}

impl Printer {
    pub(crate) fn new(format: Format, when: When) -> Self {
        let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let colour = match when {
            When::Always => Colour::Always,
            When::Auto if io::stdout().is_terminal() && !refused => Colour::Always,
            When::Auto | When::Never => Colour::Never,
        };
        Self { format, colour }
    }

    /// Findings, to stdout.
    pub(crate) fn findings(self, findings: &Findings) -> Result<(), Failure> {
        answer(&source::write(findings, self.format, self.colour))
    }
}

/// An answer, to stdout.
pub(crate) fn answer(text: &str) -> Result<(), Failure> {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure::new(format!("cannot write to stdout: {error}")))
        }
        Ok(()) | Err(_) => Ok(()),
    }
}

/// A line about the run, to stderr.
pub(crate) fn say(line: &str) {
    // There is nowhere left to complain when stderr fails.
    let _ = writeln!(io::stderr().lock(), "{line}");
}

/// Why the command could not be carried out, to stderr.
pub(crate) fn failure(failure: &Failure) {
    say(&failure.to_string());
}
