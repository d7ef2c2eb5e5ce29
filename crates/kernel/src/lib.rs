//! The runtime of generated catalogs: what every catalog does, written once, by hand.
//!
//! A catalog holds types and tables; their behaviour is here. A [`Key`] names an entry of a kind and
//! finds it in its [`Table`]; a [`Choice`] is a member of a closed list of strings. Values from outside
//! become typed structs in [`config`], and factories make things from those; [`BuildError`] says why not.

#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a test fails by panicking"))]

mod key;
mod table;

mod choice;
mod unknown;

pub mod config;

mod build;

pub mod packed;

pub use build::BuildError;
pub use choice::Choice;
pub use key::{All, Key};
pub use serde_json::Value;
pub use table::Table;
pub use unknown::{UnknownKey, nearest};

/// A value of any shape in a catalog, as canonical JSON text.
///
/// ```
/// assert_eq!(kernel::Json("[1,2]").parse()[1], 2);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Json(pub &'static str);

impl Json {
    /// The value as a tree; null where the text is no JSON, which no generated catalog holds.
    #[must_use]
    pub fn parse(self) -> Value {
        serde_json::from_str(self.0).unwrap_or_default()
    }
}
