//! The steps of the fund-load pipeline, one file each, in the order in which they run, and their factories.
//!
//! A step is made from its config and its ports alone. The page of each step says what it does.

mod parse_load_attempt;
mod time_compute_keys;

mod gate_idempotency;

mod features_compute;
mod policies_evaluate;
mod windows_update;

mod output_format;
mod output_write;

mod factories;

pub use factories::FundLoadSteps;
pub use features_compute::ComputeFeatures;
pub use gate_idempotency::GateIdempotency;
pub use output_format::FormatOutput;
pub use output_write::WriteOutput;
pub use parse_load_attempt::ParseLoadAttempt;
pub use policies_evaluate::{BadLimit, EvaluatePolicies};
pub use time_compute_keys::ComputeTimeKeys;
pub use windows_update::UpdateWindows;
