//! Accepts or declines an attempt and says why: four policies in a fixed order, the first that fails decides.

use std::fmt;
use std::io;

use generated::scenario::step::policies::{EvaluateConfig, EvaluatePrimeGate};

use crate::amount::Amount;
use crate::ids::LoadId;
use crate::messages::{Answer, AttemptWithFeatures, Class, Decided, DecidedAttempt, Featured, Reason};
use crate::pipeline::{Failure, Outcome, Step};
use crate::ports::{PrimeChecker, WindowStore};

/// The step `policies.evaluate`.
#[derive(Clone, Debug)]
pub struct EvaluatePolicies<C, W> {
    max_attempts_per_day: u64,
    daily_amount_limit: Amount,
    weekly_amount_limit: Amount,
    /// `None` while the gate is off.
    prime_gate: Option<PrimeGate>,
    prime_checker: C,
    window_store: W,
}

#[derive(Clone, Copy, Debug)]
struct PrimeGate {
    max_accepted_per_day: u64,
    amount_limit: Amount,
}

/// An answer, and whether the prime gate found the id to be a prime number.
struct Verdict {
    answer: Answer,
    prime: bool,
}

/// A limit that is no amount.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadLimit {
    /// Where in the config.
    pub path: &'static str,
    /// What is there.
    pub found: String,
}

impl<C: PrimeChecker, W: WindowStore> EvaluatePolicies<C, W> {
    /// The step with its config and its ports.
    ///
    /// # Errors
    /// A limit is no decimal with two digits after the point. A config that was checked has none such.
    pub fn new(config: &EvaluateConfig, prime_checker: C, window_store: W) -> Result<Self, BadLimit> {
        Ok(Self {
            max_attempts_per_day: config.max_attempts_per_day,
            daily_amount_limit: limit("config.daily_amount_limit", &config.daily_amount_limit)?,
            weekly_amount_limit: limit("config.weekly_amount_limit", &config.weekly_amount_limit)?,
            prime_gate: PrimeGate::new(&config.prime_gate)?,
            prime_checker,
            window_store,
        })
    }

    fn verdict(&self, attempt: &Featured) -> Result<Verdict, Failure> {
        match attempt.class {
            Class::Canonical => self.ask_policies(attempt),
            Class::Replay => Ok(Verdict::declined(Reason::Replay)),
            Class::Conflict => Ok(Verdict::declined(Reason::Conflict)),
        }
    }

    fn ask_policies(&self, attempt: &Featured) -> Result<Verdict, Failure> {
        let Featured { load, keys, .. } = attempt;
        let attempts_before = self.window_store.attempts(&load.customer_id, keys.day).map_err(windows_failed)?;
        if attempts_before >= self.max_attempts_per_day {
            return Ok(Verdict::declined(Reason::Attempts));
        }
        let gate = match &self.prime_gate {
            Some(gate) if self.is_prime(&load.id)? => Some(gate),
            Some(_) | None => None,
        };
        let prime = gate.is_some();
        if let Some(gate) = gate
            && !self.passes(gate, attempt)?
        {
            return Ok(Verdict { answer: Answer::Declined(Reason::PrimeGate), prime });
        }
        let reason = self.amount_over_limit(attempt).map_err(windows_failed)?;
        Ok(Verdict { answer: reason.map_or(Answer::Accepted, Answer::Declined), prime })
    }

    fn is_prime(&self, id: &LoadId) -> Result<bool, Failure> {
        let failed = |error| Failure::Port { port: "prime_checker", error };
        number(id).map_or(Ok(false), |number| self.prime_checker.is_prime(number).map_err(failed))
    }

    fn passes(&self, gate: &PrimeGate, attempt: &Featured) -> Result<bool, Failure> {
        let accepted_before = self.window_store.prime_loads(attempt.keys.day).map_err(windows_failed)?;
        Ok(accepted_before < gate.max_accepted_per_day && attempt.effective_amount <= gate.amount_limit)
    }

    /// The first of the two amount policies that fails.
    fn amount_over_limit(&self, attempt: &Featured) -> io::Result<Option<Reason>> {
        let (customer, keys) = (&attempt.load.customer_id, &attempt.keys);
        let fits = |used: Amount, limit| used.checked_add(attempt.effective_amount).is_some_and(|sum| sum <= limit);
        if !fits(self.window_store.day_amount(customer, keys.day)?, self.daily_amount_limit) {
            return Ok(Some(Reason::DailyAmount));
        }
        let week_fits = fits(self.window_store.week_amount(customer, keys.week)?, self.weekly_amount_limit);
        Ok((!week_fits).then_some(Reason::WeeklyAmount))
    }
}

impl<C: PrimeChecker, W: WindowStore> Step for EvaluatePolicies<C, W> {
    type Input = AttemptWithFeatures;
    type Output = DecidedAttempt;

    fn run(&mut self, attempt: AttemptWithFeatures) -> Result<Outcome<DecidedAttempt>, Failure> {
        let decided = attempt.try_map(|attempt| {
            let Verdict { answer, prime } = self.verdict(&attempt)?;
            let Featured { load, keys, class, effective_amount } = attempt;
            Ok(Decided { load, keys, class, effective_amount, answer, prime })
        });
        decided.map(Outcome::next)
    }
}

impl PrimeGate {
    /// `None` where the gate is off.
    fn new(config: &EvaluatePrimeGate) -> Result<Option<Self>, BadLimit> {
        let amount_limit = limit("config.prime_gate.amount_limit", &config.amount_limit)?;
        let gate = Self { max_accepted_per_day: config.max_accepted_per_day, amount_limit };
        Ok(config.enabled.then_some(gate))
    }
}

impl Verdict {
    /// Declined before anybody asked whether the id is prime.
    fn declined(reason: Reason) -> Self {
        Self { answer: Answer::Declined(reason), prime: false }
    }
}

fn windows_failed(error: io::Error) -> Failure {
    Failure::Port { port: "window_store", error }
}

fn limit(path: &'static str, text: &str) -> Result<Amount, BadLimit> {
    Amount::from_decimal(text).ok_or_else(|| BadLimit { path, found: text.to_owned() })
}

/// The number that an id spells: ASCII digits alone, leading zeros passed over, below 2^64.
fn number(id: &LoadId) -> Option<u64> {
    let digits = id.as_str();
    // `parse` alone would take a sign too.
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok()).flatten()
}

impl fmt::Display for BadLimit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: expected a decimal such as \"5000.00\", found {:?}", self.path, self.found)
    }
}

impl std::error::Error for BadLimit {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_a_number_when_it_is_digits_alone() {
        let number_of = |id: &str| number(&id.into());
        assert_eq!(number_of("7"), Some(7));
        assert_eq!(number_of("000000000000000000000000000007"), Some(7));
        assert_eq!(number_of("18446744073709551615"), Some(u64::MAX));
        for id in ["", "+7", "-7", "7 ", "7a", "0x7", "7.0", "٧", "18446744073709551616"] {
            assert_eq!(number_of(id), None, "{id}");
        }
    }
}
