//! Why a factory made nothing.

use std::fmt;

use crate::config::ConfigErrors;

/// Why the factory of an entry made nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BuildError<E> {
    /// The config is not what the entry declares; the factory was not asked.
    Config(ConfigErrors),
    /// The factory refused.
    Factory {
        /// The key of the entry.
        key: &'static str,
        /// Its reason.
        error: E,
    },
}

impl<E> From<ConfigErrors> for BuildError<E> {
    fn from(errors: ConfigErrors) -> Self {
        Self::Config(errors)
    }
}

impl<E: fmt::Display> fmt::Display for BuildError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Config(errors) => errors.fmt(f),
            Self::Factory { key, error } => write!(f, "{key}: {error}"),
        }
    }
}

impl<E: fmt::Debug + fmt::Display> std::error::Error for BuildError<E> {}
