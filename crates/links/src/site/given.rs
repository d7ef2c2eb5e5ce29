//! What a project says itself about its sites: settings that win over those that the tools' files have.

use crate::Flavour;

use super::Knowledge;
use super::docusaurus::GivenDocusaurus;
use super::mdbook::GivenMdbook;
use super::mkdocs::GivenMkdocs;
use super::myst::GivenMyst;

/// What a project says about its sites.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Given {
    /// The sites, at most one for a folder. A folder that is here is not searched for a site of another tool.
    pub sites: Vec<GivenSite>,
}

/// A site that a project names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GivenSite {
    /// The folder in which the tool's own file lies; where there is none, the folder of the site.
    pub folder: String,
    /// What wins over that file.
    pub settings: Settings,
    /// How much of its anchors can be known, where the project knows its plugins better.
    pub anchors: Option<Knowledge>,
}

/// Settings of one tool, each under the name that the tool gives it. `None` is what the tool's own file says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Settings {
    /// `github.com`, which has none.
    Github,
    /// mdBook.
    Mdbook(GivenMdbook),
    /// MkDocs.
    Mkdocs(GivenMkdocs),
    /// Sphinx with MyST.
    Myst(GivenMyst),
    /// Docusaurus.
    Docusaurus(GivenDocusaurus),
}

impl Settings {
    /// No settings for a flavour.
    #[must_use]
    pub fn none(flavour: Flavour) -> Self {
        match flavour {
            Flavour::Github => Self::Github,
            Flavour::Mdbook(_) => Self::Mdbook(GivenMdbook::default()),
            Flavour::Mkdocs(_) => Self::Mkdocs(GivenMkdocs::default()),
            Flavour::Myst(_) => Self::Myst(GivenMyst::default()),
            Flavour::Docusaurus(_) => Self::Docusaurus(GivenDocusaurus::default()),
        }
    }
}

impl GivenSite {
    /// The site in a folder, of a flavour, with the settings that the tool's own file has.
    #[must_use]
    pub fn new(folder: &str, flavour: Flavour) -> Self {
        Self { folder: folder.to_owned(), settings: Settings::none(flavour), anchors: None }
    }
}
