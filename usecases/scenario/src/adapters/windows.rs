//! Windows in memory: the counters of each day and of each week, oldest first, so that dropping is cheap.

use std::collections::{BTreeMap, HashMap};
use std::io;

use crate::amount::Amount;
use crate::calendar::{Day, Week};
use crate::ids::CustomerId;
use crate::ports::WindowStore;

/// Holds every window that is not dropped; memory is bounded by the customers of the days that are kept.
#[derive(Clone, Debug, Default)]
pub struct MemoryWindowStore {
    days: BTreeMap<Day, DayWindows>,
    weeks: BTreeMap<Week, HashMap<CustomerId, Amount>>,
}

#[derive(Clone, Debug, Default)]
struct DayWindows {
    prime_loads: u64,
    customers: HashMap<CustomerId, CustomerDay>,
}

#[derive(Clone, Copy, Debug, Default)]
struct CustomerDay {
    attempts: u64,
    amount: Amount,
}

impl MemoryWindowStore {
    fn customer_day(&self, customer: &CustomerId, day: Day) -> CustomerDay {
        self.days.get(&day).and_then(|day| day.customers.get(customer)).copied().unwrap_or_default()
    }

    fn customer_day_mut(&mut self, customer: &CustomerId, day: Day) -> &mut CustomerDay {
        self.days.entry(day).or_default().customers.entry(customer.clone()).or_default()
    }
}

impl WindowStore for MemoryWindowStore {
    fn attempts(&self, customer: &CustomerId, day: Day) -> io::Result<u64> {
        Ok(self.customer_day(customer, day).attempts)
    }

    fn day_amount(&self, customer: &CustomerId, day: Day) -> io::Result<Amount> {
        Ok(self.customer_day(customer, day).amount)
    }

    fn week_amount(&self, customer: &CustomerId, week: Week) -> io::Result<Amount> {
        Ok(self.weeks.get(&week).and_then(|customers| customers.get(customer)).copied().unwrap_or_default())
    }

    fn prime_loads(&self, day: Day) -> io::Result<u64> {
        Ok(self.days.get(&day).map_or(0, |day| day.prime_loads))
    }

    fn add_attempt(&mut self, customer: &CustomerId, day: Day) -> io::Result<()> {
        self.customer_day_mut(customer, day).attempts += 1;
        Ok(())
    }

    fn add_to_day(&mut self, customer: &CustomerId, day: Day, amount: Amount) -> io::Result<()> {
        add(&mut self.customer_day_mut(customer, day).amount, amount)
    }

    fn add_to_week(&mut self, customer: &CustomerId, week: Week, amount: Amount) -> io::Result<()> {
        add(self.weeks.entry(week).or_default().entry(customer.clone()).or_default(), amount)
    }

    fn add_prime_load(&mut self, day: Day) -> io::Result<()> {
        self.days.entry(day).or_default().prime_loads += 1;
        Ok(())
    }

    fn drop_before(&mut self, day: Day) -> io::Result<()> {
        while let Some(oldest) = self.days.first_entry().filter(|oldest| *oldest.key() < day) {
            oldest.remove();
        }
        while let Some(oldest) = self.weeks.first_entry().filter(|oldest| oldest.key().last() < day) {
            oldest.remove();
        }
        Ok(())
    }
}

fn add(sum: &mut Amount, amount: Amount) -> io::Result<()> {
    *sum = sum.checked_add(amount).ok_or_else(|| io::Error::other("the sum is too large for an amount"))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use time::{Duration, Weekday};

    use super::*;

    #[test]
    fn a_week_stays_until_its_last_day_is_too_old() -> io::Result<()> {
        let mut store = MemoryWindowStore::default();
        let (customer, monday) = (CustomerId::from("1"), Day::from_julian_day(0).expect("a Monday"));
        let week = Week::holding(monday, Weekday::Monday);
        assert_eq!(week.first(), monday);
        store.add_attempt(&customer, monday)?;
        store.add_to_week(&customer, week, Amount::from_cents(5))?;

        store.drop_before(week.last())?;
        assert_eq!(
            (store.attempts(&customer, monday)?, store.week_amount(&customer, week)?.to_string()),
            (0, "0.05".into())
        );
        store.drop_before(week.last() + Duration::days(1))?;
        assert_eq!(store.week_amount(&customer, week)?, Amount::ZERO);
        assert!(store.days.is_empty() && store.weeks.is_empty());
        Ok(())
    }
}
