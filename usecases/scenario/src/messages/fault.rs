//! What is wrong with a malformed line.

use std::borrow::Cow;
use std::fmt;

/// What was expected of a line or of one of its members, and what was found.
///
/// ```
/// use scenario::messages::Fault;
///
/// let fault = Fault::of_member("load_amount", "an amount such as \"$123.45\"", "\"12,50\"");
/// assert_eq!(fault.to_string(), "`load_amount`: expected an amount such as \"$123.45\", found \"12,50\"");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The member at fault, where there is one.
    pub member: Option<String>,
    /// What was expected.
    pub expected: Cow<'static, str>,
    /// What was found.
    pub found: String,
}

impl Fault {
    /// The line as a whole is at fault.
    pub fn of_line(expected: impl Into<Cow<'static, str>>, found: impl Into<String>) -> Self {
        Self { member: None, expected: expected.into(), found: found.into() }
    }

    /// A member is at fault.
    pub fn of_member(
        member: impl Into<String>,
        expected: impl Into<Cow<'static, str>>,
        found: impl Into<String>,
    ) -> Self {
        Self { member: Some(member.into()), expected: expected.into(), found: found.into() }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(member) = &self.member {
            write!(f, "`{member}`: ")?;
        }
        write!(f, "expected {}, found {}", self.expected, self.found)
    }
}

impl std::error::Error for Fault {}
