//! A day of the calendar: read, written and compared, and nothing else.
//!
//! A calendar library would bring five crates into the first build for these few lines, which is more
//! than its budget has left. The tests ask `time` about every day that there is.

use std::fmt;
use std::str::FromStr;

/// A day of the proleptic Gregorian calendar, of the years 0000 to 9999 (ISO 8601-1, section 5.2.2.1).
///
/// ```
/// use compiler::Day;
///
/// let day: Day = "2026-02-28".parse()?;
/// assert!(day < "2026-03-01".parse()?);
/// assert_eq!(Day::of_unix(1_772_236_800), Some(day));
/// assert!("2026-02-29".parse::<Day>().is_err());
/// # Ok::<(), compiler::NotADay>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day {
    year: u16,
    month: u8,
    of_month: u8,
}

/// A text that is no `YYYY-MM-DD`, or no day of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotADay;

impl fmt::Display for NotADay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected a day of the calendar, `YYYY-MM-DD`")
    }
}

impl std::error::Error for NotADay {}

impl Day {
    /// The day in UTC of a number of seconds since 1970; `None` before that and after the year 9999.
    #[must_use]
    pub fn of_unix(seconds: u64) -> Option<Self> {
        /// 9999-12-31, in days since 1970-01-01.
        const LAST: u64 = 2_932_896;
        const DAYS_OF_400_YEARS: u64 = 146_097;
        let mut left = seconds / 86_400;
        if left > LAST {
            return None;
        }
        // The calendar repeats every 400 years.
        let cycles = left / DAYS_OF_400_YEARS;
        left %= DAYS_OF_400_YEARS;
        let mut year = 1970 + 400 * u16::try_from(cycles).ok()?;
        while left >= days_of_year(year) {
            left -= days_of_year(year);
            year += 1;
        }
        let mut month = 1;
        while left >= u64::from(days_of_month(year, month)) {
            left -= u64::from(days_of_month(year, month));
            month += 1;
        }
        Some(Self { year, month, of_month: u8::try_from(left + 1).ok()? })
    }
}

fn is_leap(year: u16) -> bool {
    year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400)
}

fn days_of_year(year: u16) -> u64 {
    if is_leap(year) { 366 } else { 365 }
}

/// How many days a month has, January being 1; none where there is no such month.
fn days_of_month(year: u16, month: u8) -> u8 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if is_leap(year) => 29,
        2 => 28,
        _ => 0,
    }
}

impl FromStr for Day {
    type Err = NotADay;

    fn from_str(text: &str) -> Result<Self, NotADay> {
        let number = |range: std::ops::Range<usize>| {
            let digits = text.get(range).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()));
            digits.and_then(|digits| digits.parse::<u16>().ok()).ok_or(NotADay)
        };
        let bytes = text.as_bytes();
        if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
            return Err(NotADay);
        }
        let small = |number: u16| u8::try_from(number).map_err(|_| NotADay);
        let (year, month, of_month) = (number(0..4)?, small(number(5..7)?)?, small(number(8..10)?)?);
        let exists = (1..=days_of_month(year, month)).contains(&of_month);
        exists.then_some(Self { year, month, of_month }).ok_or(NotADay)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.of_month)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::{Date, Month};

    #[test]
    fn every_day_of_the_calendar_is_a_day_and_no_other_is() {
        let mut days = 0;
        for year in 0..=9999_u16 {
            for month in 0..=13_u8 {
                for day in [0, 1, 15, 28, 29, 30, 31, 32] {
                    let found = format!("{year:04}-{month:02}-{day:02}").parse::<Day>();
                    let month = Month::try_from(month).ok();
                    let date = month.and_then(|month| Date::from_calendar_date(i32::from(year), month, day).ok());
                    assert_eq!(found.is_ok(), date.is_some(), "{year}-{month:?}-{day}");
                    // The days between are days if their neighbours are.
                    days += usize::from(found.is_ok()) * if [1, 15].contains(&day) { 13 } else { 1 };
                }
            }
        }
        assert_eq!(days, 3_652_425 - 10_000 * 12);
    }

    #[test]
    fn seconds_lead_to_the_day_that_they_are_in() {
        for number in (0..2_932_897).step_by(19) {
            // The Julian day of 1970-01-01.
            let date = Date::from_julian_day(2_440_588 + number).expect("it is a day");
            let shown = format!("{:04}-{:02}-{:02}", date.year(), u8::from(date.month()), date.day());
            let seconds = u64::try_from(number).expect("it is positive") * 86_400;
            let day = Day::of_unix(seconds).expect("it is a day");
            assert_eq!((day.to_string(), shown.parse()), (shown, Ok(day)));
            assert_eq!(Day::of_unix(seconds + 86_399), Some(day));
        }
        assert_eq!(Day::of_unix(2_932_896 * 86_400).map(|day| day.to_string()), Some("9999-12-31".to_owned()));
        assert_eq!([2_932_897 * 86_400, u64::MAX].map(Day::of_unix), [None, None]);
    }

    #[test]
    fn other_texts_are_no_days() {
        let texts =
            ["", "2026-1-01", "2026-01-1", "26-01-01", "+026-01-01", "2026/01/01", " 2026-01-01", "2026-01-01 "];
        for text in texts.into_iter().chain(["tomorrow", "２０２６-01-01", "2026-é1-1", "02026-01-01", "2026-0a-01"])
        {
            assert_eq!(text.parse::<Day>(), Err(NotADay), "{text:?}");
        }
    }
}
