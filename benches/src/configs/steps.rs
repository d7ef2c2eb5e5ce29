//! The configs of the steps as people write them with serde: types of the same names, derives and defaults.
//!
//! Serde checks types, names and what must be there; bounds, patterns and repeats it does not.

use serde::Deserialize;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct ComputeConfig {
    monday_multiplier: ComputeMondayMultiplier,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct ComputeMondayMultiplier {
    enabled: bool,
    factor: u64,
}

impl Default for ComputeMondayMultiplier {
    fn default() -> Self {
        Self { enabled: false, factor: 2 }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct IdempotencyConfig {
    strategy: IdempotencyStrategy,
    remember_days: u64,
}

impl Default for IdempotencyConfig {
    fn default() -> Self {
        Self { strategy: IdempotencyStrategy::FirstWins, remember_days: 400 }
    }
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum IdempotencyStrategy {
    FirstWins,
    LastWins,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct FormatConfig {
    include_reason: bool,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct WriteConfig {
    flush: WriteFlush,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
enum WriteFlush {
    #[default]
    AtEnd,
    EachLine,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct LoadAttemptConfig {
    on_error: LoadAttemptOnError,
    amount_prefixes: Vec<String>,
    max_line_bytes: u64,
}

impl Default for LoadAttemptConfig {
    fn default() -> Self {
        Self {
            on_error: LoadAttemptOnError::Fail,
            amount_prefixes: vec!["$".to_owned(), "USD$".to_owned()],
            max_line_bytes: 65_536,
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum LoadAttemptOnError {
    Fail,
    Decline,
    Skip,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct EvaluateConfig {
    max_attempts_per_day: u64,
    daily_amount_limit: String,
    weekly_amount_limit: String,
    prime_gate: EvaluatePrimeGate,
}

impl Default for EvaluateConfig {
    fn default() -> Self {
        Self {
            max_attempts_per_day: 3,
            daily_amount_limit: "5000.00".to_owned(),
            weekly_amount_limit: "20000.00".to_owned(),
            prime_gate: EvaluatePrimeGate::default(),
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct EvaluatePrimeGate {
    enabled: bool,
    max_accepted_per_day: u64,
    amount_limit: String,
}

impl Default for EvaluatePrimeGate {
    fn default() -> Self {
        Self { enabled: false, max_accepted_per_day: 1, amount_limit: "9999.00".to_owned() }
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct ComputeKeysConfig {
    week_mode: ComputeKeysWeekMode,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
enum ComputeKeysWeekMode {
    #[default]
    CalendarUtc,
    SundayUtc,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct UpdateConfig {
    keep_days: u64,
}

impl Default for UpdateConfig {
    fn default() -> Self {
        Self { keep_days: 400 }
    }
}
