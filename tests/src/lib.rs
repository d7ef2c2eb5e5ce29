//! Helpers of the tests: projects as listings, this repository with a flaw, golden texts, data from outside, and
//! scratch crates.

pub mod listing;
pub mod project;

pub mod edited;

pub mod golden;

pub mod examples;

pub mod data;

pub mod folder;
pub mod scratch;
