//! Computes what the policies look at.

use generated::scenario::step::features::ComputeConfig;
use time::Weekday;

use crate::amount::Amount;
use crate::messages::{AttemptWithFeatures, Classified, ClassifiedAttempt, Featured};
use crate::pipeline::{Failure, Outcome, Step};

/// The step `features.compute`.
#[derive(Clone, Debug)]
pub struct ComputeFeatures {
    /// How many times an amount of a Monday counts.
    monday_factor: u64,
}

impl ComputeFeatures {
    /// The step with its config.
    #[must_use]
    pub fn new(config: &ComputeConfig) -> Self {
        let multiplier = &config.monday_multiplier;
        Self { monday_factor: if multiplier.enabled { multiplier.factor } else { 1 } }
    }

    fn effective_amount(&self, attempt: &Classified) -> Amount {
        let factor = if attempt.keys.weekday == Weekday::Monday { self.monday_factor } else { 1 };
        attempt.load.amount.saturating_mul(factor)
    }
}

impl Step for ComputeFeatures {
    type Input = ClassifiedAttempt;
    type Output = AttemptWithFeatures;

    fn run(&mut self, attempt: ClassifiedAttempt) -> Result<Outcome<AttemptWithFeatures>, Failure> {
        Ok(Outcome::next(attempt.map(|attempt| {
            let effective_amount = self.effective_amount(&attempt);
            let Classified { load, keys, class } = attempt;
            Featured { load, keys, class, effective_amount }
        })))
    }
}
