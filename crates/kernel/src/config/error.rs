//! Mistakes in a config: where, what was expected, what was found, and the nearest right name.

use std::fmt;

/// One mistake in a config.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigError {
    /// What the value is given to: the key of an entry.
    pub key: String,
    /// Where in the value: `config.strategy`, `steps[2].step`. Empty for the whole of a definition.
    pub path: String,
    /// What was expected.
    pub expected: String,
    /// What was found.
    pub actual: String,
    /// The nearest right name, where a name is wrong.
    pub nearest: Option<String>,
    /// Where the mistake stands, for input that knows its place.
    pub at: Option<At>,
    /// The definition that the config is a part of.
    pub within: Option<Within>,
}

/// A place in a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct At {
    /// The file, as messages name it.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
}

/// The definition that a config is a part of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Within {
    /// What the definition is called.
    pub key: String,
    /// Where in it.
    pub path: String,
}

impl fmt::Display for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(at) = &self.at {
            write!(f, "{at}: ")?;
        }
        let outer = self.within.iter().flat_map(|within| [&within.key, &within.path]);
        for part in outer.chain([&self.key, &self.path]).filter(|part| !part.is_empty()) {
            write!(f, "{part}: ")?;
        }
        write!(f, "expected {}, found {}", self.expected, self.actual)?;
        match &self.nearest {
            Some(nearest) => write!(f, "; did you mean `{nearest}`?"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for ConfigError {}

/// All mistakes in a config; at least one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigErrors(Vec<ConfigError>);

impl ConfigErrors {
    /// The mistakes in the order of their places, where those are known.
    pub(super) fn new(mut errors: Vec<ConfigError>) -> Self {
        errors.sort_by(|a, b| a.at.cmp(&b.at));
        Self(errors)
    }

    /// The mistakes.
    pub fn iter(&self) -> std::slice::Iter<'_, ConfigError> {
        self.0.iter()
    }
}

impl<'a> IntoIterator for &'a ConfigErrors {
    type Item = &'a ConfigError;
    type IntoIter = std::slice::Iter<'a, ConfigError>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl IntoIterator for ConfigErrors {
    type Item = ConfigError;
    type IntoIter = std::vec::IntoIter<ConfigError>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

/// One mistake a line.
impl fmt::Display for ConfigErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, error) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            error.fmt(f)?;
        }
        Ok(())
    }
}

impl std::error::Error for ConfigErrors {}
