//! Flavours of docs sites. Each has a file of its own for its rules.

use std::fmt;
use std::str::FromStr;

pub(crate) mod mdbook;

/// A docs site generator with its own rules for anchors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Flavour {
    /// mdBook 0.5.
    Mdbook,
}

impl Flavour {
    /// Every flavour.
    pub const ALL: &'static [Self] = &[Self::Mdbook];

    /// The name in project files.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Mdbook => "mdbook",
        }
    }
}

impl fmt::Display for Flavour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A name that is no flavour.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownFlavour {
    /// What was given.
    pub given: String,
}

impl fmt::Display for UnknownFlavour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let known: Vec<String> = Flavour::ALL.iter().map(|flavour| format!("`{flavour}`")).collect();
        write!(f, "unknown flavour `{}`; known: {}", self.given, known.join(", "))
    }
}

impl std::error::Error for UnknownFlavour {}

impl FromStr for Flavour {
    type Err = UnknownFlavour;

    fn from_str(name: &str) -> Result<Self, UnknownFlavour> {
        let known = Self::ALL.iter().copied().find(|flavour| flavour.as_str() == name);
        known.ok_or_else(|| UnknownFlavour { given: name.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_back_to_their_flavours() {
        for &flavour in Flavour::ALL {
            assert_eq!(flavour.to_string().parse(), Ok(flavour));
        }
        let error = "mdBook".parse::<Flavour>().expect_err("names are lower case");
        assert_eq!(error.to_string(), "unknown flavour `mdBook`; known: `mdbook`");
    }
}
