//! Canonical JSON (RFC 8785) and its SHA-256: equal values have equal bytes.

use std::fmt::{self, Write as _};

use serde::{Serialize, Serializer};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

/// A whole number that JSON readers do not agree on, so that it has no canonical form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotCanonical {
    /// Where it stands, as a JSON Pointer.
    pub at: String,
    /// The number.
    pub number: String,
}

/// The canonical text of a value.
///
/// ```
/// use missions::canonical;
/// use serde_json::json;
///
/// assert_eq!(canonical::text(&json!({ "b": 1.0, "a": [true] }))?, r#"{"a":[true],"b":1}"#);
/// # Ok::<(), canonical::NotCanonical>(())
/// ```
///
/// # Errors
/// A whole number lies beyond 2^53, where RFC 8785 would round it.
#[expect(clippy::missing_panics_doc, reason = "no tree of JSON is without a text")]
pub fn text(value: &Value) -> Result<String, NotCanonical> {
    exact(value, &mut String::new())?;
    Ok(serde_jcs::to_string(value).expect("a tree of JSON has names that are texts, and finite numbers"))
}

/// The SHA-256 of the canonical text, in hexadecimal.
///
/// # Errors
/// As of [`text`].
pub fn sha256(value: &Value) -> Result<String, NotCanonical> {
    let digest = Sha256::digest(text(value)?.as_bytes());
    Ok(digest.iter().fold(String::with_capacity(64), |mut hash, byte| {
        // Writing to a text cannot fail.
        let _ = write!(hash, "{byte:02x}");
        hash
    }))
}

/// Refuses whole numbers that a double does not hold.
fn exact(value: &Value, at: &mut String) -> Result<(), NotCanonical> {
    const LIMIT: u64 = 1 << 53;
    let length = at.len();
    match value {
        Value::Number(number) => {
            let size = number.as_u64().or_else(|| number.as_i64().map(i64::unsigned_abs));
            if size.is_some_and(|size| size > LIMIT) {
                return Err(NotCanonical { at: at.clone(), number: number.to_string() });
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                let _ = write!(at, "/{index}");
                exact(item, at)?;
                at.truncate(length);
            }
        }
        Value::Object(members) => {
            for (name, member) in members {
                let _ = write!(at, "/{}", name.replace('~', "~0").replace('/', "~1"));
                exact(member, at)?;
                at.truncate(length);
            }
        }
        Value::Null | Value::Bool(_) | Value::String(_) => {}
    }
    Ok(())
}

/// Serialises a value with sorted keys, at every depth.
pub(crate) fn sorted<S: Serializer>(value: &impl Serialize, serializer: S) -> Result<S::Ok, S::Error> {
    use serde::ser::Error as _;
    let mut value = serde_json::to_value(value).map_err(S::Error::custom)?;
    value.sort_all_objects();
    value.serialize(serializer)
}

/// A result with sorted keys, at every depth.
pub(crate) fn in_order(value: &impl Serialize) -> Value {
    let mut value = serde_json::to_value(value).expect("names are texts and numbers are finite");
    value.sort_all_objects();
    value
}

impl fmt::Display for NotCanonical {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { at, number } = self;
        write!(f, "`{at}`: expected a whole number from -2^53 to 2^53, which alone have a hash, found {number}")
    }
}

impl std::error::Error for NotCanonical {}
