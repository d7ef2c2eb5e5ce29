//! Why an edit is not made, and where.

use std::fmt;
use std::ops::Range;

use source::{Findings, Place, Severity, Span, Text};

use crate::words::quoted;

/// An edit that was not made.
#[derive(Clone, Debug, PartialEq)]
pub struct Refused {
    /// Where in the text the reason stands.
    pub place: Place,
    /// Why.
    pub reason: Reason,
}

/// Why an edit is not made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The text is not sound YAML; what is wrong with it.
    Unreadable(String),
    /// There is no document of this number.
    NoDocument(usize),
    /// A pointer leads to nothing; the segment that is not there.
    Nowhere(String),
    /// A pointer leads into a value that has no children.
    NoCollection(&'static str),
    /// An item for a mapping, or a pair for a sequence.
    Misfit(&'static str),
    /// An index behind the end.
    Index(usize),
    /// The mapping has the key already.
    Taken(String),
    /// The whole document cannot be removed, renamed or moved.
    Root,
    /// An item of a sequence has no key.
    NoKey,
    /// The place is inside of what an alias stands for.
    Alias,
    /// The value comes from a merge key.
    Merged,
    /// Aliases elsewhere stand for what would change.
    Shared,
    /// An alias would come before the value that it stands for.
    Early,
    /// The tag says what the value is.
    Tag(String),
    /// A key is a collection or spans lines.
    Key,
    /// The new value is nested too deeply.
    Depth,
    /// The result would not be what is meant.
    Unsafe,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(message) => write!(f, "the text is not sound YAML: {message}"),
            Self::NoDocument(number) => write!(f, "there is no document {number}, counted from 0"),
            Self::Nowhere(segment) => write!(f, "there is no {} here", quoted(segment)),
            Self::NoCollection(found) => write!(f, "a sequence or mapping is needed here, found {found}"),
            Self::Misfit(why) => f.write_str(why),
            Self::Index(index) => write!(f, "there is no place {index} in this sequence"),
            Self::Taken(key) => write!(f, "the key {} is there already", quoted(key)),
            Self::Root => f.write_str("the whole document can be set, but not removed, renamed or moved"),
            Self::NoKey => f.write_str("an item of a sequence has no key to rename"),
            Self::Alias => f.write_str("this is inside of what an alias stands for; edit it where it is defined"),
            Self::Merged => f.write_str("this value comes from a merge key `<<`; edit it where it is defined"),
            Self::Shared => f.write_str("aliases elsewhere stand for this value, and would change with it"),
            Self::Early => f.write_str("this alias would come before the value that it stands for"),
            Self::Tag(tag) => write!(f, "the new value does not fit the tag {}", quoted(tag)),
            Self::Key => f.write_str("this key cannot be written in one line"),
            Self::Depth => f.write_str("the new value is nested too deeply"),
            Self::Unsafe => f.write_str("this edit cannot be made safely here"),
        }
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.reason)
    }
}

impl std::error::Error for Refused {}

impl Refused {
    pub(super) fn new(text: &Text, range: Range<usize>, reason: Reason) -> Self {
        Self { place: text.at(Span::new(range.start, range.end)), reason }
    }

    pub(super) fn unsafe_at(text: &Text, at: usize) -> Self {
        Self::new(text, at..at, Reason::Unsafe)
    }
}

/// A reason with its place, before the text is known.
#[derive(Debug)]
pub(super) struct Stop {
    pub(super) range: Range<usize>,
    pub(super) reason: Reason,
}

impl Stop {
    pub(super) fn new(range: Range<usize>, reason: Reason) -> Self {
        Self { range, reason }
    }

    /// A reason in a value that is not in the text yet, and has no place.
    pub(super) fn in_new(reason: Reason) -> Self {
        Self::new(0..0, reason)
    }

    pub(super) fn refuse(self, text: &Text) -> Refused {
        Refused::new(text, self.range, self.reason)
    }
}

/// Refuses a text with errors.
pub(super) fn unreadable(text: &Text, findings: &Findings) -> Result<(), Refused> {
    let error = findings.iter().find(|finding| finding.severity == Severity::Error);
    error.map_or(Ok(()), |error| {
        let Span { start, end } = error.primary.place.span;
        Err(Refused::new(text, start as usize..end as usize, Reason::Unreadable(error.message.clone())))
    })
}
