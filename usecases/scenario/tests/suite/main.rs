//! The tests of the package, in one program: each of its own would link everything once more.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod fakes;
mod loads;

mod harness;

mod factory_binds_config_immutably;
mod lookup;
mod ports_injection;
mod validation_failures_are_precise;

mod mechanism;

mod amounts_and_times;
mod idempotency;
mod malformed_lines;
mod policies;
mod windows;

mod model;

mod abilities;
mod examples;
mod program;
mod trace;
