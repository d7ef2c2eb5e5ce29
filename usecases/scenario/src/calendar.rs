//! Days and weeks, UTC.

use std::fmt;

use serde::{Serialize, Serializer};
use time::{Date, Duration, UtcDateTime, Weekday};

/// A point in time.
pub type Instant = UtcDateTime;

/// A calendar date, UTC.
pub type Day = Date;

/// Seven days, known by the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Week {
    first: Day,
}

impl Week {
    /// The week of `day`, where weeks begin on `start`.
    #[must_use]
    pub fn holding(day: Day, start: Weekday) -> Self {
        let since_start = (7 + day.weekday().number_days_from_monday() - start.number_days_from_monday()) % 7;
        Self { first: day.saturating_sub(Duration::days(since_start.into())) }
    }

    /// The first of the seven days.
    #[must_use]
    pub fn first(self) -> Day {
        self.first
    }

    /// The last of the seven days.
    #[must_use]
    pub fn last(self) -> Day {
        self.first.saturating_add(Duration::days(6))
    }
}

/// The week is named by its first day.
impl fmt::Display for Week {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.first.fmt(f)
    }
}

impl Serialize for Week {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// The latest day that was seen, and the first that is not forgotten yet.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Horizon {
    keep: Duration,
    latest: Day,
}

impl Horizon {
    /// Days are kept while they are at most `days` before the latest.
    pub(crate) fn keeping(days: u64) -> Self {
        let keep = Duration::days(i64::try_from(days).unwrap_or(i64::MAX).min(MOST_DAYS));
        Self { keep, latest: Day::MIN }
    }

    /// Takes notice of a day, and says which is the first that is kept now.
    pub(crate) fn see(&mut self, day: Day) -> Day {
        self.latest = self.latest.max(day);
        self.latest.saturating_sub(self.keep)
    }
}

/// More days than the calendar has; keeps the arithmetic of longer memories in bounds.
const MOST_DAYS: i64 = 10_000_000;

#[cfg(test)]
mod tests {
    use time::Month;

    use super::*;

    fn day(year: i32, month: u8, day: u8) -> Day {
        let month = Month::try_from(month).expect("a month");
        Day::from_calendar_date(year, month, day).expect("a day")
    }

    #[test]
    fn a_week_crosses_the_end_of_a_year() {
        let (sunday, monday) = (day(2000, 1, 2), day(2000, 1, 3));
        let week = Week::holding(sunday, Weekday::Monday);
        assert_eq!((week.first(), week.last()), (day(1999, 12, 27), sunday));
        assert_eq!(Week::holding(monday, Weekday::Monday).first(), monday);
        assert_eq!(Week::holding(sunday, Weekday::Sunday).first(), sunday);
        assert_eq!(Week::holding(monday, Weekday::Sunday).first(), sunday);
    }

    #[test]
    fn the_first_and_the_last_day_have_a_week() {
        assert_eq!(Week::holding(day(1, 1, 1), Weekday::Sunday).to_string(), "0000-12-31");
        assert_eq!(Week::holding(day(9999, 12, 31), Weekday::Monday).to_string(), "9999-12-27");
    }

    #[test]
    fn a_horizon_never_goes_back() {
        let mut horizon = Horizon::keeping(10);
        assert_eq!(horizon.see(day(2000, 1, 20)), day(2000, 1, 10));
        assert_eq!(horizon.see(day(1999, 1, 1)), day(2000, 1, 10));
        assert_eq!(Horizon::keeping(u64::MAX).see(day(2000, 1, 1)), Day::MIN);
    }
}
