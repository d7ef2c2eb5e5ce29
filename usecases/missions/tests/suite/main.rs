//! The tests of the package, in one program: each of its own would link everything once more.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "tests run processes, read files and want another order in each process"
)]

mod harness;

mod contracts;
mod orchestrator;

mod operations;
mod people;

mod builder;
mod daily_loop;
mod registry;

mod canonical;
mod determinism;
mod purity;

mod abilities;
mod program;
