//! Templates of a project, its outputs, and regions in its pages: projects in memory, and what is made of them.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "events of Markdown and expressions of Rust that no test makes are one case"
)]

mod world;

mod outputs;
mod regions;
mod templates;

mod data;
mod values;
