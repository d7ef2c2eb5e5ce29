//! Why a mission cannot be run.

use std::fmt;

use kernel::UnknownKey;
use kernel::config::ConfigErrors;

use crate::orchestration::Violations;

/// Why a mission cannot be run.
#[derive(Clone, Debug, PartialEq)]
pub enum MissionError {
    /// There is no such mission. Says which there are, and the one whose name is nearest.
    Unknown(UnknownKey),
    /// The params are not what the mission declares; all mistakes.
    Params(ConfigErrors),
    /// The factory of the mission refuses.
    Factory {
        /// The mission.
        mission: String,
        /// Why.
        reason: String,
    },
    /// The orchestrator refuses the workflow; all violations.
    Refused(Violations),
}

impl From<UnknownKey> for MissionError {
    fn from(unknown: UnknownKey) -> Self {
        Self::Unknown(unknown)
    }
}

impl From<Violations> for MissionError {
    fn from(violations: Violations) -> Self {
        Self::Refused(violations)
    }
}

impl fmt::Display for MissionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown(unknown) => unknown.fmt(f),
            Self::Params(errors) => errors.fmt(f),
            Self::Factory { mission, reason } => write!(f, "{mission}: {reason}"),
            Self::Refused(violations) => violations.fmt(f),
        }
    }
}

impl std::error::Error for MissionError {}
