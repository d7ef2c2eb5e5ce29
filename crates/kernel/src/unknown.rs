//! The error for a text that names no entry.

use std::fmt;

use crate::Key;

/// A text that is no key of its kind, with the nearest key and all that exist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownKey {
    /// What an entry of the kind is called.
    pub kind: &'static str,
    /// What was given.
    pub given: String,
    /// The nearest key.
    pub nearest: Option<&'static str>,
    /// All keys, in the kind's order.
    pub known: Vec<&'static str>,
}

impl UnknownKey {
    /// The error for `given` among the keys of `K`.
    #[must_use]
    pub fn new<K: Key>(given: &str) -> Self {
        let known: Vec<&'static str> = K::all().map(Key::as_str).collect();
        Self { kind: K::KIND, given: given.to_owned(), nearest: nearest(given, &known), known }
    }
}

impl fmt::Display for UnknownKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        /// A list longer than this is no help in a line.
        const MOST: usize = 20;
        write!(f, "unknown {} `{}`", self.kind, self.given)?;
        if let Some(nearest) = self.nearest {
            write!(f, "; did you mean `{nearest}`?")?;
        }
        let known = self.known.iter().take(MOST).map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ");
        match self.known.len() {
            0 => write!(f, " (there is none)"),
            count if count > MOST => write!(f, " (known: {known} and {} more)", count - MOST),
            _ => write!(f, " (known: {known})"),
        }
    }
}

impl std::error::Error for UnknownKey {}

/// The name most like `given`; a third of its characters may differ.
///
/// ```
/// assert_eq!(kernel::nearest("ecko", &["daily_loop", "echo"]), Some("echo"));
/// assert_eq!(kernel::nearest("night", &["daily_loop", "echo"]), None);
/// ```
#[must_use]
pub fn nearest<'a>(given: &str, known: &[&'a str]) -> Option<&'a str> {
    let limit = (given.chars().count() / 3).max(1);
    let distance = |key: &&'a str| strsim::osa_distance(given, key);
    let near = known.iter().filter(|key| key.len().abs_diff(given.len()) <= limit * 4).map(|key| (distance(key), *key));
    near.filter(|(distance, _)| *distance <= limit && *distance < given.chars().count()).min().map(|(_, key)| key)
}
