//! Markdown pages of a docs site: which anchors they have, and what a link text names.
//!
//! A [`Page`] is read by the rules of one [`Flavour`], as each site generator makes other ids of the
//! same heading; a [`Target`] is what a link text means before anybody looks whether it exists.

mod page;

mod flavour;
mod html;
mod ids;
mod markdown;
mod overlay;
mod unicode;

mod target;

pub use flavour::{
    Case, Docusaurus, Flavour, Format, Mdbook, MdbookVersion, Mkdocs, Myst, SlugPreset, Slugify, UnknownFlavour,
};
pub use page::{Anchor, Origin, Page, comments};
pub use target::{Target, TargetError};
