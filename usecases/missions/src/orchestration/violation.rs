//! Why a workflow is refused before anything runs.

use std::fmt;

/// One thing that is wrong with a workflow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Violation {
    /// A kind of step that the envelope does not declare.
    UndeclaredKind {
        /// The step.
        step: String,
        /// Its kind.
        kind: String,
        /// The kinds that there are.
        declared: Vec<String>,
    },
    /// More steps than the limit.
    TooManySteps {
        /// How many there are, at least.
        found: usize,
        /// How many there may be.
        limit: usize,
    },
    /// More steps of people than the limit.
    TooManyHumanSteps {
        /// How many there are, at least.
        found: usize,
        /// How many there may be.
        limit: usize,
    },
    /// A name that no step can have: it is empty, or has a `/`, which stands between a step and those that it runs.
    InvalidId {
        /// The name.
        step: String,
    },
    /// Two steps of one name.
    RepeatedId {
        /// The name.
        step: String,
    },
    /// A payload that is not what its operation needs, or names none that there is.
    Payload {
        /// The step.
        step: String,
        /// What was expected, and what was found.
        reason: String,
    },
    /// A mission that cannot be built.
    Mission {
        /// The step that runs it.
        step: String,
        /// Why not.
        reason: String,
    },
    /// A mission that runs itself.
    Recursion {
        /// The step that would run it again.
        step: String,
        /// The missions on the way, from the one that comes again to itself.
        way: Vec<String>,
    },
}

/// All that is wrong with a workflow; at least one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violations {
    /// The workflow.
    pub workflow: String,
    /// What is wrong: first the steps in their order, then the limits.
    pub violations: Vec<Violation>,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UndeclaredKind { step, kind, declared } => {
                let known: Vec<&str> = declared.iter().map(String::as_str).collect();
                write!(f, "step `{step}`: expected a kind of step, one of `{}`, found `{kind}`", known.join("`, `"))?;
                match kernel::nearest(kind, &known) {
                    Some(nearest) => write!(f, "; did you mean `{nearest}`?"),
                    None => Ok(()),
                }
            }
            Self::TooManySteps { found, limit } => write!(f, "expected at most {limit} steps, found {found}"),
            Self::TooManyHumanSteps { found, limit } => {
                write!(f, "expected at most {limit} steps of people, found {found}")
            }
            Self::InvalidId { step } => write!(f, "step `{step}`: expected an id without `/` that is not empty"),
            Self::RepeatedId { step } => write!(f, "step `{step}`: expected an id of its own, found it twice"),
            Self::Payload { step, reason } | Self::Mission { step, reason } => write!(f, "step `{step}`: {reason}"),
            Self::Recursion { step, way } => {
                write!(f, "step `{step}`: expected a mission that is not being run, found `{}`", way.join("` → `"))
            }
        }
    }
}

/// One violation a line.
impl fmt::Display for Violations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, violation) in self.violations.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{}: {violation}", self.workflow)?;
        }
        Ok(())
    }
}

impl std::error::Error for Violations {}
