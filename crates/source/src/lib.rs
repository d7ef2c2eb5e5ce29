//! Texts, places in them, and what is said about those places.
//!
//! A [`Text`] is a file as it was read; a [`Place`] is a span of it. Findings about user input are
//! [`Diagnostic`]s, collected in a [`Findings`] and written at the end in one of four [`Format`]s.
//! Texts are read from [`files::Files`].

mod text;

mod codes;
mod diagnostic;

mod nearest;
mod write;

pub mod files;

pub use codes::{Code, UnknownCode};
pub use diagnostic::{Diagnostic, EntryName, Findings, Label, Severity};
pub use nearest::{is_slip, nearest};
pub use text::{Place, Position, Span, Text};
pub use write::{Colour, Format, is_hidden, visible, visible_json, write};
