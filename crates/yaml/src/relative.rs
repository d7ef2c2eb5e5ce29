//! Relative JSON Pointer: some levels up from a place, then down again.

use std::fmt;
use std::str::FromStr;

use crate::{Pointer, PointerError};

/// A path from one value of a document to another, as in `1/name`: one level up, then to `name`.
///
/// The draft's `#` (the key instead of the value) and its index arithmetic (`0+1`) are refused:
/// only values are of use here.
///
/// ```
/// let config: yaml::Pointer = "/steps/3/config".parse()?;
/// let step: yaml::RelativePointer = "1/key".parse()?;
/// assert_eq!(step.resolve(&config), Some("/steps/3/key".parse()?));
/// # Ok::<(), yaml::PointerError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RelativePointer {
    up: usize,
    down: Pointer,
}

impl RelativePointer {
    /// The absolute pointer, seen from `base`; `None` where it leads above the top.
    #[must_use]
    pub fn resolve(&self, base: &Pointer) -> Option<Pointer> {
        let kept = base.segments().len().checked_sub(self.up)?;
        Some(base.segments()[..kept].iter().chain(self.down.segments()).cloned().collect())
    }
}

impl RelativePointer {
    /// The name of a value beside the one that the pointer starts from: `1/name`.
    #[must_use]
    pub fn sibling(&self) -> Option<&str> {
        match self.down.segments() {
            [name] if self.up == 1 => Some(name),
            _ => None,
        }
    }
}

impl fmt::Display for RelativePointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.up, self.down)
    }
}

impl FromStr for RelativePointer {
    type Err = PointerError;

    fn from_str(text: &str) -> Result<Self, PointerError> {
        let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let (steps, rest) = text.split_at(digits);
        if steps.len() > 1 && steps.starts_with('0') {
            return Err(PointerError::NoSteps);
        }
        let up = steps.parse().map_err(|_| PointerError::NoSteps)?;
        if rest == "#" {
            return Err(PointerError::KeyOf);
        }
        Ok(Self { up, down: rest.parse()? })
    }
}
