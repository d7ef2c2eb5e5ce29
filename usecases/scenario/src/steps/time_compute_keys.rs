//! Computes the day, the week and the weekday of an attempt.

use generated::scenario::step::time::{ComputeKeysConfig, ComputeKeysWeekMode};
use time::Weekday;

use crate::calendar::Week;
use crate::messages::{AttemptWithKeys, Keyed, Load, LoadAttempt, TimeKeys};
use crate::pipeline::{Failure, Outcome, Step};

/// The step `time.compute_keys`.
#[derive(Clone, Debug)]
pub struct ComputeTimeKeys {
    week_start: Weekday,
}

impl ComputeTimeKeys {
    /// The step with its config.
    #[must_use]
    pub fn new(config: &ComputeKeysConfig) -> Self {
        let week_start = match config.week_mode {
            ComputeKeysWeekMode::CalendarUtc => Weekday::Monday,
            ComputeKeysWeekMode::SundayUtc => Weekday::Sunday,
        };
        Self { week_start }
    }

    fn keys(&self, load: &Load) -> TimeKeys {
        let day = load.time.date();
        TimeKeys { day, week: Week::holding(day, self.week_start), weekday: day.weekday() }
    }
}

impl Step for ComputeTimeKeys {
    type Input = LoadAttempt;
    type Output = AttemptWithKeys;

    fn run(&mut self, attempt: LoadAttempt) -> Result<Outcome<AttemptWithKeys>, Failure> {
        Ok(Outcome::next(attempt.map(|load| Keyed { keys: self.keys(&load), load })))
    }
}
