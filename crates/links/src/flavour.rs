//! Flavours of docs sites. Each has a file of its own for its rules and its settings.

use std::fmt;
use std::str::FromStr;

use crate::html::{self, RawHtml};
use crate::overlay::Prepared;
use crate::{Anchor, Origin};

mod docusaurus;
mod github;
mod mdbook;
mod mkdocs;
mod myst;

pub use docusaurus::{Docusaurus, Format};
pub use mdbook::{Mdbook, MdbookVersion};
pub use mkdocs::{Case, Mkdocs, Slugify};
pub use myst::{Myst, SlugPreset};

/// A docs site generator with its own rules for anchors, and the settings that change them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Flavour {
    /// Files as `github.com` shows them.
    Github,
    /// mdBook 0.4 and 0.5.
    Mdbook(Mdbook),
    /// MkDocs 1.6 with Python-Markdown 3.
    Mkdocs(Mkdocs),
    /// Sphinx with MyST-Parser 5.
    Myst(Myst),
    /// Docusaurus 3.
    Docusaurus(Docusaurus),
}

impl Flavour {
    /// mdBook as it is without settings.
    pub const MDBOOK: Self = Self::Mdbook(Mdbook::DEFAULT);
    /// MkDocs as it is without settings.
    pub const MKDOCS: Self = Self::Mkdocs(Mkdocs::DEFAULT);
    /// MyST as it is without settings.
    pub const MYST: Self = Self::Myst(Myst::DEFAULT);
    /// Docusaurus as it is without settings.
    pub const DOCUSAURUS: Self = Self::Docusaurus(Docusaurus::DEFAULT);

    /// Every flavour, without settings.
    pub const ALL: &'static [Self] = &[Self::Github, Self::MDBOOK, Self::MKDOCS, Self::MYST, Self::DOCUSAURUS];

    /// The name in project files.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Github => "github",
            Self::Mdbook(_) => "mdbook",
            Self::Mkdocs(_) => "mkdocs",
            Self::Myst(_) => "myst",
            Self::Docusaurus(_) => "docusaurus",
        }
    }

    /// What its files of settings are called; of several in a folder, the first counts.
    #[must_use]
    pub const fn settings_files(self) -> &'static [&'static str] {
        match self {
            Self::Github => &[],
            Self::Mdbook(_) => &["book.toml"],
            Self::Mkdocs(_) => &["mkdocs.yml", "mkdocs.yaml"],
            Self::Myst(_) => &["conf.py"],
            Self::Docusaurus(_) => &[
                "docusaurus.config.ts",
                "docusaurus.config.mts",
                "docusaurus.config.cts",
                "docusaurus.config.js",
                "docusaurus.config.mjs",
                "docusaurus.config.cjs",
            ],
        }
    }

    /// A page as the parser of the flavour is given it.
    pub(crate) fn prepared(self, content: &str) -> Prepared<'_> {
        match self {
            Self::Github => github::prepared(content),
            Self::Mdbook(settings) => mdbook::prepared(content, settings),
            Self::Mkdocs(settings) => mkdocs::prepared(content, settings),
            Self::Myst(settings) => myst::prepared(content, settings),
            Self::Docusaurus(settings) => docusaurus::prepared(content, settings),
        }
    }

    /// All anchors of a page in any order; ids may be empty.
    pub(crate) fn anchors(self, page: &Prepared<'_>) -> Vec<Anchor> {
        let mut anchors = match self {
            Self::Github => github::anchors(page),
            Self::Mdbook(settings) => mdbook::anchors(page, settings),
            Self::Mkdocs(settings) => mkdocs::anchors(page, settings),
            Self::Myst(settings) => myst::anchors(page, settings),
            Self::Docusaurus(settings) => docusaurus::anchors(page, settings),
        };
        anchors.extend(page.anchors.iter().cloned());
        anchors
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

/// The ids that raw HTML has in its attributes.
fn of_html(raw: &RawHtml) -> impl Iterator<Item = Anchor> {
    html::ids(raw).into_iter().map(|(id, span)| Anchor { id, span, origin: Origin::Html })
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
        assert_eq!(
            error.to_string(),
            "unknown flavour `mdBook`; known: `github`, `mdbook`, `mkdocs`, `myst`, `docusaurus`"
        );
    }
}
