//! What a workflow may be: kinds of steps, and how many of them.

use std::collections::BTreeMap;

/// Who does a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DoneBy {
    /// The orchestrator, by the operation in the payload.
    Program,
    /// Somebody outside, through the port.
    Person,
}

/// The kinds of steps that there may be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Envelope(BTreeMap<String, DoneBy>);

/// How many steps a run may have, those of the missions that it runs among them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Steps of any kind.
    pub steps: usize,
    /// Steps that a person does.
    pub human_steps: usize,
}

impl Envelope {
    /// Who does a step of this kind; `None` where the envelope does not declare it.
    #[must_use]
    pub fn done_by(&self, kind: &str) -> Option<DoneBy> {
        self.0.get(kind).copied()
    }

    /// The kinds, in order.
    pub fn kinds(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

impl<K: Into<String>> FromIterator<(K, DoneBy)> for Envelope {
    fn from_iter<I: IntoIterator<Item = (K, DoneBy)>>(kinds: I) -> Self {
        Self(kinds.into_iter().map(|(kind, done_by)| (kind.into(), done_by)).collect())
    }
}

impl Default for Limits {
    /// Five steps, two of them of people: what a person can oversee.
    fn default() -> Self {
        Self { steps: 5, human_steps: 2 }
    }
}
