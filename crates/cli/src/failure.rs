//! Why a command could not be carried out.

use std::fmt;
use std::io;

use compiler::plan::WriteError;

/// A message for people, and what they can do.
#[derive(Debug)]
pub(crate) struct Failure {
    /// Small first letter, no final dot, code in backticks.
    pub(crate) message: String,
    /// What a reader needs to know.
    notes: Vec<String>,
    /// Each can be typed or chosen.
    help: Vec<String>,
}

impl Failure {
    /// A failure with no help.
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), notes: Vec::new(), help: Vec::new() }
    }

    /// The machine refused: ``cannot read `x`: permission denied``.
    pub(crate) fn machine(verb: &str, what: &str, error: &io::Error) -> Self {
        Self::new(format!("cannot {verb} `{what}`: {}", reason(error)))
    }

    /// A plan was not carried out, and every file is what it was.
    pub(crate) fn not_written(error: &WriteError) -> Self {
        let failure = Self::machine("write", &error.path, &error.error);
        if error.is_outdated() { failure.help("run the command again") } else { failure }
    }

    /// With a fact.
    pub(crate) fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// With something to do.
    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error: {}", source::visible(&self.message))?;
        self.notes.iter().try_for_each(|note| write!(f, "\n  = note: {}", source::visible(note)))?;
        self.help.iter().try_for_each(|help| write!(f, "\n  = help: {}", source::visible(help)))
    }
}

/// What the operating system says, without its number and in our case.
pub(crate) fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    let words = text.split(" (os error").next().unwrap_or_default();
    let mut characters = words.chars();
    characters.next().map_or_else(String::new, |first| first.to_lowercase().chain(characters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_of_the_machine_says_what_was_being_done() {
        let error = io::Error::from_raw_os_error(2);
        let failure = Failure::machine("read", "steps/a.yaml", &error).help("write it");
        let expected = "error: cannot read `steps/a.yaml`: no such file or directory\n  = help: write it";
        assert_eq!(failure.to_string(), expected);
    }
}
