//! What can be wrong with a scenario: its text, its configs, or a step.

use std::fmt;

use kernel::config::{ConfigError, ConfigErrors};
use source::Place;

use super::scenario::StepFault;

/// Why a scenario cannot be built; at least one fault.
#[derive(Clone, Debug, PartialEq)]
pub struct BuildErrors(pub(super) Vec<BuildFault>);

/// One thing that is wrong with a scenario.
#[derive(Clone, Debug, PartialEq)]
pub enum BuildFault {
    /// Its text is not one YAML document.
    Text {
        /// Where the mistake is.
        place: Place,
        /// What is wrong.
        message: String,
    },
    /// It is not what the catalog says a scenario is, or a config is not what its step declares.
    Config(Box<ConfigError>),
    /// A factory refused, or its step does not fit.
    Step(StepFault),
}

impl BuildErrors {
    /// The faults, in the order of the text where they have places, else in the order of the steps.
    pub fn iter(&self) -> std::slice::Iter<'_, BuildFault> {
        self.0.iter()
    }
}

impl<'a> IntoIterator for &'a BuildErrors {
    type Item = &'a BuildFault;
    type IntoIter = std::slice::Iter<'a, BuildFault>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl From<Vec<StepFault>> for BuildErrors {
    fn from(faults: Vec<StepFault>) -> Self {
        Self(faults.into_iter().map(BuildFault::Step).collect())
    }
}

impl From<ConfigErrors> for BuildErrors {
    fn from(errors: ConfigErrors) -> Self {
        Self(errors.into_iter().map(|error| BuildFault::Config(Box::new(error))).collect())
    }
}

impl fmt::Display for BuildFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text { place, message } => write!(f, "{place}: {message}"),
            Self::Config(error) => error.fmt(f),
            Self::Step(fault) => fault.fmt(f),
        }
    }
}

/// One fault a line.
impl fmt::Display for BuildErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, fault) in self.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            fault.fmt(f)?;
        }
        Ok(())
    }
}

impl std::error::Error for BuildErrors {}
