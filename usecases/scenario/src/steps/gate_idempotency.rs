//! Decides which copy of a load counts.

use std::io;

use generated::scenario::step::gate::{IdempotencyConfig, IdempotencyStrategy};

use crate::calendar::Horizon;
use crate::messages::{AttemptWithKeys, Class, Classified, ClassifiedAttempt, Keyed};
use crate::pipeline::{Failure, Outcome, Step};
use crate::ports::{Seen, SeenStore};

/// The step `gate.idempotency`.
#[derive(Clone, Debug)]
pub struct GateIdempotency<S> {
    strategy: IdempotencyStrategy,
    remembered: Horizon,
    seen_store: S,
}

impl<S: SeenStore> GateIdempotency<S> {
    /// The step with its config and its port.
    pub fn new(config: &IdempotencyConfig, seen_store: S) -> Self {
        Self { strategy: config.strategy, remembered: Horizon::keeping(config.remember_days), seen_store }
    }

    fn classify(&mut self, attempt: &Keyed) -> io::Result<Class> {
        let Keyed { load, keys } = attempt;
        self.seen_store.forget_before(self.remembered.see(keys.day))?;
        let now = Seen { customer_id: load.customer_id.clone(), amount: load.amount, time: load.time, day: keys.day };
        let class = match self.seen_store.find(&load.id)? {
            None => Class::Canonical,
            Some(before) if before == now => Class::Replay,
            Some(_) => match self.strategy {
                IdempotencyStrategy::FirstWins => Class::Conflict,
                IdempotencyStrategy::LastWins => Class::Canonical,
            },
        };
        match class {
            Class::Canonical => self.seen_store.put(&load.id, now)?,
            Class::Replay | Class::Conflict => {}
        }
        Ok(class)
    }
}

impl<S: SeenStore> Step for GateIdempotency<S> {
    type Input = AttemptWithKeys;
    type Output = ClassifiedAttempt;

    fn run(&mut self, attempt: AttemptWithKeys) -> Result<Outcome<ClassifiedAttempt>, Failure> {
        let classified = attempt.try_map(|attempt| {
            let class = self.classify(&attempt)?;
            let Keyed { load, keys } = attempt;
            Ok(Classified { load, keys, class })
        });
        classified.map(Outcome::next).map_err(|error| Failure::Port { port: "seen_store", error })
    }
}
