//! TOML with places. Only this file knows the parser.

use source::{Findings, Span, Text};
use toml_span::Value;

use super::config::invalid;

/// A value of a TOML text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Toml<'a>(&'a Value<'a>);

/// Reads a text; what is wrong with it is said, and then there is no value for `read`.
pub(super) fn parse<T>(
    text: &Text,
    findings: &mut Findings,
    read: impl FnOnce(Toml<'_>, &mut Findings) -> T,
) -> Option<T> {
    match toml_span::parse(text.content()) {
        Ok(root) => Some(read(Toml(&root), findings)),
        Err(error) => {
            let place = text.at(Span::new(error.span.start, error.span.end));
            findings.push(invalid(place, format!("this is no TOML: {error}")));
            None
        }
    }
}

impl<'a> Toml<'a> {
    /// The value that a row of keys leads to.
    pub(super) fn at(self, keys: &[&str]) -> Option<Self> {
        keys.iter().try_fold(self.0, |value, key| value.as_table()?.get(*key)).map(Self)
    }

    /// The keys of a table and their values, sorted by key.
    pub(super) fn pairs(self) -> impl Iterator<Item = (&'a str, Self)> {
        let pairs = self.0.as_table().into_iter().flatten();
        pairs.map(|(key, value)| (key.name.as_ref(), Self(value)))
    }

    pub(super) fn as_str(self) -> Option<&'a str> {
        self.0.as_str()
    }

    pub(super) fn as_bool(self) -> Option<bool> {
        self.0.as_bool()
    }

    /// What it is, in the words of TOML.
    pub(super) fn type_name(self) -> &'static str {
        self.0.as_ref().type_str()
    }

    /// Where it stands, without quotes.
    pub(super) fn span(self) -> Span {
        Span::new(self.0.span.start, self.0.span.end)
    }
}
