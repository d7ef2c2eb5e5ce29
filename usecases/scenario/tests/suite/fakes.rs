//! Ports that answer what a test tells them to, and remember what they were asked.

use std::cell::RefCell;
use std::io;
use std::rc::Rc;

use scenario::ports::{OutputSink, PortBundle, PrimeChecker, Seen, SeenStore, WindowStore};
use scenario::{Amount, CustomerId, Day, LoadId, Week};

/// What the ports were asked, in order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Calls(Rc<RefCell<Vec<String>>>);

impl Calls {
    pub(crate) fn note(&self, call: impl Into<String>) {
        self.0.borrow_mut().push(call.into());
    }

    pub(crate) fn take(&self) -> Vec<String> {
        self.0.take()
    }
}

/// Windows that always hold the same.
#[derive(Clone, Debug, Default)]
pub(crate) struct FakeWindows {
    pub(crate) calls: Calls,
    pub(crate) attempts: u64,
    pub(crate) amount: Amount,
    pub(crate) prime_loads: u64,
}

impl WindowStore for FakeWindows {
    fn attempts(&self, customer: &CustomerId, day: Day) -> io::Result<u64> {
        self.calls.note(format!("attempts {} {day}", customer.as_str()));
        Ok(self.attempts)
    }

    fn day_amount(&self, customer: &CustomerId, day: Day) -> io::Result<Amount> {
        self.calls.note(format!("day_amount {} {day}", customer.as_str()));
        Ok(self.amount)
    }

    fn week_amount(&self, customer: &CustomerId, week: Week) -> io::Result<Amount> {
        self.calls.note(format!("week_amount {} {week}", customer.as_str()));
        Ok(self.amount)
    }

    fn prime_loads(&self, day: Day) -> io::Result<u64> {
        self.calls.note(format!("prime_loads {day}"));
        Ok(self.prime_loads)
    }

    fn add_attempt(&mut self, customer: &CustomerId, day: Day) -> io::Result<()> {
        self.calls.note(format!("add_attempt {} {day}", customer.as_str()));
        Ok(())
    }

    fn add_to_day(&mut self, customer: &CustomerId, day: Day, amount: Amount) -> io::Result<()> {
        self.calls.note(format!("add_to_day {} {day} {amount}", customer.as_str()));
        Ok(())
    }

    fn add_to_week(&mut self, customer: &CustomerId, week: Week, amount: Amount) -> io::Result<()> {
        self.calls.note(format!("add_to_week {} {week} {amount}", customer.as_str()));
        Ok(())
    }

    fn add_prime_load(&mut self, day: Day) -> io::Result<()> {
        self.calls.note(format!("add_prime_load {day}"));
        Ok(())
    }

    fn drop_before(&mut self, day: Day) -> io::Result<()> {
        self.calls.note(format!("drop_before {day}"));
        Ok(())
    }
}

/// A checker to whom all numbers are prime, or none.
#[derive(Clone, Debug, Default)]
pub(crate) struct FakePrimes {
    pub(crate) calls: Calls,
    pub(crate) answer: bool,
}

impl PrimeChecker for FakePrimes {
    fn is_prime(&self, number: u64) -> io::Result<bool> {
        self.calls.note(format!("is_prime {number}"));
        Ok(self.answer)
    }
}

/// A store that never saw anything.
#[derive(Clone, Debug, Default)]
pub(crate) struct FakeSeen;

impl SeenStore for FakeSeen {
    fn find(&self, _: &LoadId) -> io::Result<Option<Seen>> {
        Ok(None)
    }

    fn put(&mut self, _: &LoadId, _: Seen) -> io::Result<()> {
        Ok(())
    }

    fn forget_before(&mut self, _: Day) -> io::Result<()> {
        Ok(())
    }
}

/// A sink that fails once it has taken so many lines.
#[derive(Clone, Debug)]
pub(crate) struct FakeSink {
    pub(crate) calls: Calls,
    pub(crate) room: usize,
}

impl Default for FakeSink {
    fn default() -> Self {
        Self { calls: Calls::default(), room: usize::MAX }
    }
}

impl OutputSink for FakeSink {
    fn write_line(&mut self, line: &str) -> io::Result<()> {
        self.room = self.room.checked_sub(1).ok_or(io::ErrorKind::StorageFull)?;
        self.calls.note(line);
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.calls.note("flush");
        Ok(())
    }
}

/// One of each.
pub(crate) type FakePorts = PortBundle<FakeSink, FakePrimes, FakeSeen, FakeWindows>;

pub(crate) fn fake_ports() -> FakePorts {
    PortBundle {
        output_sink: FakeSink::default(),
        prime_checker: FakePrimes::default(),
        seen_store: FakeSeen,
        window_store: FakeWindows::default(),
    }
}
