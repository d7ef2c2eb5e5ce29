//! Helpers of the tests: scratch folders, projects as listings, golden texts and data from outside.

pub mod scratch;
