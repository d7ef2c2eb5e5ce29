//! Which day it is, for allowances that end: as given, else as `SOURCE_DATE_EPOCH` says, else by the clock.
//!
//! Nothing else of a run depends on it.

use std::time::{SystemTime, UNIX_EPOCH};

use compiler::{Day, Settings};

use crate::failure::Failure;

/// Seconds since 1970, for builds that can be repeated (<https://reproducible-builds.org/specs/source-date-epoch/>).
const EPOCH: &str = "SOURCE_DATE_EPOCH";

/// What a run is told, with the day that people gave.
///
/// # Errors
/// `SOURCE_DATE_EPOCH` is no number of seconds since 1970, or a clock shows no day of the calendar.
pub(crate) fn settings(given: Option<Day>) -> Result<Settings, Failure> {
    let today = match given {
        Some(day) => day,
        None => match std::env::var_os(EPOCH).filter(|value| !value.is_empty()) {
            Some(value) => value.to_str().and_then(of_epoch).ok_or_else(|| {
                let value = value.to_string_lossy();
                Failure::new(format!("`{EPOCH}` is `{value}`, expected seconds since 1970")).help("--today YYYY-MM-DD")
            })?,
            None => by_clock()
                .ok_or_else(|| Failure::new("the clock shows no day after 1970").help("--today YYYY-MM-DD"))?,
        },
    };
    Ok(Settings { today: Some(today), docs: false })
}

fn of_epoch(value: &str) -> Option<Day> {
    Day::of_unix(value.parse().ok()?)
}

/// The day in UTC, so that it is the same for everybody.
fn by_clock() -> Option<Day> {
    Day::of_unix(SystemTime::now().duration_since(UNIX_EPOCH).ok()?.as_secs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_are_read_as_the_day_in_utc() {
        let cases = [("0", Some("1970-01-01")), ("86399", Some("1970-01-01")), ("1772236800", Some("2026-02-28"))];
        for (value, expected) in
            cases.into_iter().chain(["", "-1", "1.5", "soon", "99999999999999999999"].map(|value| (value, None)))
        {
            assert_eq!(of_epoch(value).map(|day| day.to_string()).as_deref(), expected, "{value}");
        }
    }

    #[test]
    fn the_day_that_is_given_counts_first() {
        let day: Day = "2001-02-03".parse().expect("it is a day");
        assert_eq!(settings(Some(day)).expect("it is given").today, Some(day));
        assert!(by_clock() > Some(day));
    }
}
