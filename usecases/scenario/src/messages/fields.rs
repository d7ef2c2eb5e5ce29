//! How fields look in JSON where their types have no JSON form of their own.

use std::fmt::Display;

use serde::Serializer;
use serde::ser::Error as _;
use time::format_description::well_known::Rfc3339;

use crate::calendar::Instant;

/// As its `Display` says.
pub(super) fn as_text<S: Serializer>(field: &impl Display, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(field)
}

/// Bytes that nobody has read yet, as far as they are UTF-8.
pub(super) fn lossy_text<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&String::from_utf8_lossy(bytes))
}

/// `2000-01-01T00:00:00Z`.
pub(super) fn rfc3339<S: Serializer>(instant: &Instant, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&instant.format(&Rfc3339).map_err(S::Error::custom)?)
}
