//! Why the program could not do what it was asked to do, and the exit code that says so.

use std::io;
use std::process::ExitCode;

use scenario::pipeline::{self, BuildErrors, RunError, Stop};

/// What people should know. Each message has a small first letter and no final dot.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The input or the scenario is wrong; all mistakes.
    Wrong(Vec<String>),
    /// Wrong use, or a failure of the machine.
    Other(String),
}

impl Failure {
    /// The machine refused: ``cannot read `x`: permission denied``.
    pub(crate) fn machine(verb: &str, what: &str, error: &io::Error) -> Self {
        Self::Other(format!("cannot {verb} `{what}`: {error}"))
    }

    /// The messages.
    pub(crate) fn messages(&self) -> &[String] {
        match self {
            Self::Wrong(messages) => messages,
            Self::Other(message) => std::slice::from_ref(message),
        }
    }

    /// The code of the process.
    pub(crate) fn code(&self) -> ExitCode {
        match self {
            Self::Wrong(_) => ExitCode::from(1),
            Self::Other(_) => ExitCode::from(2),
        }
    }
}

impl From<BuildErrors> for Failure {
    fn from(errors: BuildErrors) -> Self {
        Self::Wrong(errors.iter().map(ToString::to_string).collect())
    }
}

impl From<RunError> for Failure {
    fn from(error: RunError) -> Self {
        match error.stop {
            Stop::Step { failure: pipeline::Failure::Input(_), .. } => Self::Wrong(vec![error.to_string()]),
            Stop::Step { failure: pipeline::Failure::Port { .. }, .. } | Stop::Input { .. } | Stop::Observer(_) => {
                Self::Other(error.to_string())
            }
        }
    }
}
