//! The links of Markdown pages: where each leads once the site is built, and what a broken one may have meant.
//!
//! 1. [`detect`] finds the sites of a repository by the settings of their tools. Each is a [`Site`] of one
//!    [`Flavour`], as each site generator follows other links and makes other ids of the same heading.
//! 2. [`Pages`] reads their pages, with what they include: their [`Contents`] and the anchors of each [`Page`].
//! 3. [`check`] says of each link whether it is ok, broken or [`Unknown`], with what mends it ([`fixed`] writes
//!    that), and [`portable`] what does not mean the same in other flavours.
//!
//! A [`Target`] is what the text of an `x-doc` names, which is the same in all of them.
//!
//! # What agrees
//!
//! The anchors of `## …` with the tools' defaults, but `attr_list` in MkDocs and `myst_heading_anchors`
//! in MyST. All five agree on words of ASCII letters, digits and `_`, with one space or one hyphen between
//! them and punctuation right at a word. They part at punctuation between spaces, at two hyphens or
//! spaces, at other letters, at images, tags, braces and `:word`; and repeated headings get `-1` everywhere
//! but in MkDocs, where it is `_1`.
//!
//! | Heading | GitHub | mdBook | MkDocs | MyST | Docusaurus |
//! | --- | --- | --- | --- | --- | --- |
//! | `Getting started` | `getting-started` | `getting-started` | `getting-started` | `getting-started` | `getting-started` |
//! | `What is this?` | `what-is-this` | `what-is-this` | `what-is-this` | `what-is-this` | `what-is-this` |
//! | `max_retry_count` | `max_retry_count` | `max_retry_count` | `max_retry_count` | `max_retry_count` | `max_retry_count` |
//! | `a.b and C++` | `ab-and-c` | `ab-and-c` | `ab-and-c` | `ab-and-c` | `ab-and-c` |
//! | `pre-built` | `pre-built` | `pre-built` | `pre-built` | `pre-built` | `pre-built` |
//! | `Inputs & outputs` | `inputs--outputs` | `inputs--outputs` | `inputs-outputs` | `inputs--outputs` | `inputs--outputs` |
//! | `Before - after` | `before---after` | `before---after` | `before-after` | `before---after` | `before---after` |
//! | `a--b` | `a--b` | `ab` | `a-b` | `a--b` | `a--b` |
//! | `Two  spaces` | `two--spaces` | `two--spaces` | `two-spaces` | `two--spaces` | `two--spaces` |
//! | `Über uns` | `über-uns` | `über-uns` | `uber-uns` | `über-uns` | `über-uns` |
//! | `中文` | `中文` | `中文` | `_1` | `中文` | `中文` |
//! | `🚀 Launch` | `-launch` | `-launch` | `launch` | `-launch` | `-launch` |
//! | `x² and ½` | `x-and-` | `x²-and-½` | `x2-and-12` | `x²-and-½` | `x-and-` |
//! | `Press <kbd>Ctrl</kbd>` | `press-ctrl` | `press-ctrl` | `press-ctrl` | `press-ctrl` | `press-ctrl` |
//! | `Vec<T> type` | `vec-type` | `vec-type` | `vec-type` | `vec-type` | none |
//! | `Install {#setup}` | `install-setup` | `setup` | `setup` | `install-setup` | `setup` |
//! | `![Logo](l.png) Brand` | `-brand` | `brand` | `brand` | `-brand` | `logo-brand` |
//! | `key=value; a:b` | `keyvalue-ab` | `keyvalue-ab` | `keyvalue-ab` | `keyvalue-ab` | `keyvalue-a` |
//! | `!!!` | none | none | `_1` | none | none |

mod contents;
mod page;

mod flavour;
mod html;
mod ids;
mod markdown;
mod overlay;
mod unicode;

mod target;

mod site;

mod include;

mod address;
mod places;
mod resolve;

mod pages;

mod built;
mod check;
mod fix;
mod near;
mod portable;
mod suggest;

pub use built::BuiltSite;
pub use check::{Checked, Fix, LookedAt, check, check_built};
pub use contents::{Code, Contents, Definition, Fence, How, Link, Undefined};
pub use fix::{Unfixed, fixed};
pub use flavour::{
    Case, Docusaurus, Flavour, Format, Mdbook, MdbookVersion, Mkdocs, Myst, SlugPreset, Slugify, UnknownFlavour,
};
pub use include::{BrokenInclude, Expanded, IncludeError, MAX_INCLUDED, expand};
pub use page::{Anchor, Origin, Page, comments};
pub use pages::{Pages, ReadPage};
pub use portable::portable;
pub use resolve::Unknown;
pub use site::{
    Given, GivenDocusaurus, GivenMdbook, GivenMkdocs, GivenMyst, GivenSite, Includes, Knowledge, MarkdownFormat, Mount,
    Settings, Site, Sites, detect, is_markdown, read,
};
pub use target::{Target, TargetError};
