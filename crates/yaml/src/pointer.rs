//! JSON Pointer (RFC 6901): the path of a value inside its document.

use std::fmt;
use std::str::FromStr;

/// A path of keys and indices from the top of a document; displays as RFC 6901 writes it.
///
/// ```
/// let mut pointer: yaml::Pointer = "/paths/~1a~0b/0".parse()?;
/// assert_eq!(pointer.segments(), ["paths", "/a~b", "0"]);
/// pointer.push("name");
/// assert_eq!(pointer.to_string(), "/paths/~1a~0b/0/name");
/// # Ok::<(), yaml::PointerError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pointer(Vec<String>);

impl Pointer {
    /// The pointer to the whole document.
    #[must_use]
    pub fn root() -> Self {
        Self::default()
    }

    /// The pointer of a text that other code wrote as a pointer, such as a validator's instance path.
    /// What is no pointer is read as far as it can be: a first `/` may be missing, and a `~` that
    /// escapes nothing stands for itself.
    #[must_use]
    pub fn parse_lossy(text: &str) -> Self {
        let segments = text.strip_prefix('/').unwrap_or(text);
        if text.is_empty() {
            Self::root()
        } else {
            segments.split('/').map(|segment| segment.replace("~1", "/").replace("~0", "~")).collect()
        }
    }

    /// Goes one step down: to a key, or to an index in decimal digits.
    pub fn push(&mut self, segment: impl Into<String>) {
        self.0.push(segment.into());
    }

    /// Goes one step up; the segment that was left, `None` at the top.
    pub fn pop(&mut self) -> Option<String> {
        self.0.pop()
    }

    /// The pointer one step further down.
    #[must_use]
    pub fn join(&self, segment: impl Into<String>) -> Self {
        let mut joined = self.clone();
        joined.push(segment);
        joined
    }

    /// The pointer that goes on from here by all segments of `rest`.
    #[must_use]
    pub fn concat(&self, rest: &Self) -> Self {
        Self([self.segments(), rest.segments()].concat())
    }

    /// The pointer one step up; `None` at the top.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        let (_, parents) = self.0.split_last()?;
        Some(Self(parents.to_vec()))
    }

    /// The last segment; `None` at the top.
    #[must_use]
    pub fn last(&self) -> Option<&str> {
        self.0.last().map(String::as_str)
    }

    /// All segments, unescaped.
    #[must_use]
    pub fn segments(&self) -> &[String] {
        &self.0
    }

    /// Whether this points to the whole document.
    #[must_use]
    pub fn is_root(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether `ancestor` leads to this or to something around it.
    #[must_use]
    pub fn starts_with(&self, ancestor: &Self) -> bool {
        self.0.starts_with(&ancestor.0)
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for segment in &self.0 {
            f.write_str("/")?;
            for character in segment.chars() {
                match character {
                    '~' => f.write_str("~0")?,
                    '/' => f.write_str("~1")?,
                    other => fmt::Write::write_char(f, other)?,
                }
            }
        }
        Ok(())
    }
}

impl<S: Into<String>> FromIterator<S> for Pointer {
    fn from_iter<T: IntoIterator<Item = S>>(segments: T) -> Self {
        Self(segments.into_iter().map(Into::into).collect())
    }
}

/// Why a text is no pointer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PointerError {
    /// It is not empty and does not begin with `/`.
    NoSlash,
    /// It has a `~` that is not followed by `0` or `1`.
    Tilde,
    /// A relative pointer does not begin with a number of steps.
    NoSteps,
    /// A relative pointer asks with `#` for a key or index instead of a value.
    KeyOf,
}

impl fmt::Display for PointerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoSlash => "a JSON Pointer is empty or begins with `/`",
            Self::Tilde => "in a JSON Pointer `~` is written `~0` and `/` inside a key `~1`",
            Self::NoSteps => "a relative JSON Pointer begins with how many levels to go up, as in `1/name`",
            Self::KeyOf => "a relative JSON Pointer that ends with `#` names a key, and a value is needed",
        })
    }
}

impl std::error::Error for PointerError {}

impl FromStr for Pointer {
    type Err = PointerError;

    fn from_str(text: &str) -> Result<Self, PointerError> {
        if text.is_empty() {
            return Ok(Self::root());
        }
        let segments = text.strip_prefix('/').ok_or(PointerError::NoSlash)?;
        segments.split('/').map(unescape).collect::<Result<Vec<_>, _>>().map(Self)
    }
}

/// `~1` is `/` and `~0` is `~`, in that order (RFC 6901, section 4).
fn unescape(segment: &str) -> Result<String, PointerError> {
    let mut parts = segment.split('~');
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (character, rest) = match part.as_bytes().first() {
            Some(b'0') => ('~', &part[1..]),
            Some(b'1') => ('/', &part[1..]),
            _ => return Err(PointerError::Tilde),
        };
        plain.push(character);
        plain.push_str(rest);
    }
    Ok(plain)
}
