//! Why the program could not do what it was asked to do, and the exit code that says so.

use std::io;
use std::process::ExitCode;

use kernel::config::ConfigErrors;
use missions::MissionError;

/// What people should know. Each message has a small first letter and no final dot.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The params, the state or the workflow is wrong, or a step failed; all mistakes.
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

impl From<ConfigErrors> for Failure {
    fn from(errors: ConfigErrors) -> Self {
        Self::Wrong(errors.iter().map(ToString::to_string).collect())
    }
}

impl From<MissionError> for Failure {
    fn from(error: MissionError) -> Self {
        match error {
            MissionError::Unknown(unknown) => Self::Other(unknown.to_string()),
            MissionError::Params(errors) => errors.into(),
            MissionError::Factory { .. } | MissionError::Refused(_) => {
                Self::Wrong(error.to_string().lines().map(str::to_owned).collect())
            }
        }
    }
}
