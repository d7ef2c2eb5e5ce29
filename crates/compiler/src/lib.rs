//! The pipeline: definitions → kinds → entries → registry → artifacts → plan.
//!
//! Each stage is a function that takes values and gives values; what is wrong with the input goes into
//! [`source::Findings`] and the stage goes on. Only [`files::Disk`] and [`plan::apply`] touch the disk.

pub mod pipeline;

pub mod files;
pub mod project;

pub mod schema;

pub mod profile;

pub mod kinds;

pub mod entries;
pub mod registry;
pub mod rules;

pub mod sample;

pub mod graph;

mod allowances;

mod docs;

pub mod render;

pub mod plan;

pub mod change;

mod own_format;
mod xml;

pub use allowances::{Allowed, Day, NotADay};
pub use docs::{DocsLookedAt, TreeChecked, judge_links};
pub use pipeline::{Compiled, LookedAt, Settings, check, compare, compare_checked, compile};
