//! What steps may ask for: stores, a checker, a sink. Steps see these traits and never an adapter.
//!
//! A step keeps what it is given for as long as it lives, and two steps may share one store, so ports
//! are handles that can be cloned: each trait that changes something is also there for `Rc<RefCell<_>>`
//! of what implements it. A [`PortBundle`] holds one handle of each port; adapters and fakes fit alike.

use std::cell::RefCell;
use std::io;
use std::rc::Rc;

use generated::scenario::step::Ports;

use crate::amount::Amount;
use crate::calendar::{Day, Instant, Week};
use crate::ids::{CustomerId, LoadId};

/// What is remembered of the attempt that is canonical for an id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Who loaded.
    pub customer_id: CustomerId,
    /// How much.
    pub amount: Amount,
    /// When.
    pub time: Instant,
    /// The UTC date of that.
    pub day: Day,
}

/// Remembers which load ids were seen. Every method fails only as the machine behind the store does.
#[expect(clippy::missing_errors_doc, reason = "said once, above")]
pub trait SeenStore {
    /// What is held for an id.
    fn find(&self, id: &LoadId) -> io::Result<Option<Seen>>;

    /// Holds `seen` for an id, in place of what was held for it.
    fn put(&mut self, id: &LoadId, seen: Seen) -> io::Result<()>;

    /// Forgets every id whose day is before `day`.
    fn forget_before(&mut self, day: Day) -> io::Result<()>;
}

/// Holds what each day and week has used up. All counters are zero until something is added.
/// Every method fails only as the machine behind the store does.
#[expect(clippy::missing_errors_doc, reason = "said once, above")]
pub trait WindowStore {
    /// The attempts of a customer on a day.
    fn attempts(&self, customer: &CustomerId, day: Day) -> io::Result<u64>;

    /// The accepted amount of a customer on a day.
    fn day_amount(&self, customer: &CustomerId, day: Day) -> io::Result<Amount>;

    /// The accepted amount of a customer in a week.
    fn week_amount(&self, customer: &CustomerId, week: Week) -> io::Result<Amount>;

    /// The accepted prime loads of a day, across all customers.
    fn prime_loads(&self, day: Day) -> io::Result<u64>;

    /// One more attempt.
    fn add_attempt(&mut self, customer: &CustomerId, day: Day) -> io::Result<()>;

    /// More accepted amount on a day.
    fn add_to_day(&mut self, customer: &CustomerId, day: Day, amount: Amount) -> io::Result<()>;

    /// More accepted amount in a week.
    fn add_to_week(&mut self, customer: &CustomerId, week: Week, amount: Amount) -> io::Result<()>;

    /// One more accepted prime load.
    fn add_prime_load(&mut self, day: Day) -> io::Result<()>;

    /// Drops every counter whose last day is before `day`.
    fn drop_before(&mut self, day: Day) -> io::Result<()>;
}

/// Says whether a number is prime.
pub trait PrimeChecker {
    /// The exact answer.
    ///
    /// # Errors
    /// The machine behind the checker fails.
    fn is_prime(&self, number: u64) -> io::Result<bool>;
}

/// Takes the finished output lines, in order.
pub trait OutputSink {
    /// Appends a line and a line feed.
    ///
    /// # Errors
    /// The machine behind the sink fails.
    fn write_line(&mut self, line: &str) -> io::Result<()>;

    /// Hands every line taken so far to what is behind the sink.
    ///
    /// # Errors
    /// As of [`OutputSink::write_line`].
    fn flush(&mut self) -> io::Result<()>;
}

/// One handle of each port.
#[derive(Clone, Debug)]
pub struct PortBundle<O, C, S, W> {
    /// Where finished lines go.
    pub output_sink: O,
    /// Who knows primes.
    pub prime_checker: C,
    /// Who remembers ids.
    pub seen_store: S,
    /// Who counts.
    pub window_store: W,
}

impl<O, C, S, W> Ports for PortBundle<O, C, S, W> {
    type OutputSink = O;
    type PrimeChecker = C;
    type SeenStore = S;
    type WindowStore = W;

    fn output_sink(&self) -> &O {
        &self.output_sink
    }

    fn prime_checker(&self) -> &C {
        &self.prime_checker
    }

    fn seen_store(&self) -> &S {
        &self.seen_store
    }

    fn window_store(&self) -> &W {
        &self.window_store
    }
}

impl<T: SeenStore> SeenStore for Rc<RefCell<T>> {
    fn find(&self, id: &LoadId) -> io::Result<Option<Seen>> {
        self.borrow().find(id)
    }

    fn put(&mut self, id: &LoadId, seen: Seen) -> io::Result<()> {
        self.borrow_mut().put(id, seen)
    }

    fn forget_before(&mut self, day: Day) -> io::Result<()> {
        self.borrow_mut().forget_before(day)
    }
}

impl<T: WindowStore> WindowStore for Rc<RefCell<T>> {
    fn attempts(&self, customer: &CustomerId, day: Day) -> io::Result<u64> {
        self.borrow().attempts(customer, day)
    }

    fn day_amount(&self, customer: &CustomerId, day: Day) -> io::Result<Amount> {
        self.borrow().day_amount(customer, day)
    }

    fn week_amount(&self, customer: &CustomerId, week: Week) -> io::Result<Amount> {
        self.borrow().week_amount(customer, week)
    }

    fn prime_loads(&self, day: Day) -> io::Result<u64> {
        self.borrow().prime_loads(day)
    }

    fn add_attempt(&mut self, customer: &CustomerId, day: Day) -> io::Result<()> {
        self.borrow_mut().add_attempt(customer, day)
    }

    fn add_to_day(&mut self, customer: &CustomerId, day: Day, amount: Amount) -> io::Result<()> {
        self.borrow_mut().add_to_day(customer, day, amount)
    }

    fn add_to_week(&mut self, customer: &CustomerId, week: Week, amount: Amount) -> io::Result<()> {
        self.borrow_mut().add_to_week(customer, week, amount)
    }

    fn add_prime_load(&mut self, day: Day) -> io::Result<()> {
        self.borrow_mut().add_prime_load(day)
    }

    fn drop_before(&mut self, day: Day) -> io::Result<()> {
        self.borrow_mut().drop_before(day)
    }
}

impl<T: OutputSink> OutputSink for Rc<RefCell<T>> {
    fn write_line(&mut self, line: &str) -> io::Result<()> {
        self.borrow_mut().write_line(line)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.borrow_mut().flush()
    }
}
