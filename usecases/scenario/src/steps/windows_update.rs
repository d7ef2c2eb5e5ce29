//! Counts a decided attempt in its day and week.

use std::io;

use generated::scenario::step::windows::UpdateConfig;

use crate::calendar::Horizon;
use crate::messages::{Class, Decided, DecidedAttempt, Recorded, RecordedAttempt};
use crate::pipeline::{Failure, Outcome, Step};
use crate::ports::WindowStore;

/// The step `windows.update`.
#[derive(Clone, Debug)]
pub struct UpdateWindows<W> {
    kept: Horizon,
    window_store: W,
}

impl<W: WindowStore> UpdateWindows<W> {
    /// The step with its config and its port.
    pub fn new(config: &UpdateConfig, window_store: W) -> Self {
        Self { kept: Horizon::keeping(config.keep_days), window_store }
    }

    /// Counts an attempt, where it counts, and says whether it did.
    fn count(&mut self, attempt: &Decided) -> io::Result<bool> {
        match attempt.class {
            Class::Canonical => {}
            Class::Replay | Class::Conflict => return Ok(false),
        }
        let (customer, keys, store) = (&attempt.load.customer_id, &attempt.keys, &mut self.window_store);
        store.add_attempt(customer, keys.day)?;
        if attempt.answer.is_accepted() {
            store.add_to_day(customer, keys.day, attempt.effective_amount)?;
            store.add_to_week(customer, keys.week, attempt.effective_amount)?;
            if attempt.prime {
                store.add_prime_load(keys.day)?;
            }
        }
        store.drop_before(self.kept.see(keys.day))?;
        Ok(true)
    }
}

impl<W: WindowStore> Step for UpdateWindows<W> {
    type Input = DecidedAttempt;
    type Output = RecordedAttempt;

    fn run(&mut self, attempt: DecidedAttempt) -> Result<Outcome<RecordedAttempt>, Failure> {
        let recorded = attempt.try_map(|attempt| {
            let counted = self.count(&attempt)?;
            let Decided { load, keys, class, effective_amount, answer, prime } = attempt;
            Ok(Recorded { load, keys, class, effective_amount, answer, prime, counted })
        });
        recorded.map(Outcome::next).map_err(|error| Failure::Port { port: "window_store", error })
    }
}
