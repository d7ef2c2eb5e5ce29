//! Dates, times and durations of RFC 3339.

/// `full-date`, section 5.6, with the days of each month from appendix C. Any year from 0000 to 9999.
pub(super) fn date(text: &str) -> bool {
    let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text.as_bytes() else { return false };
    let (Some(year), Some(month), Some(day)) = (number(&[y1, y2, y3, y4]), number(&[m1, m2]), number(&[d1, d2])) else {
        return false;
    };
    1 <= day && day <= days(year, month)
}

/// The days of a month, none for a month that is not.
fn days(year: u32, month: u32) -> u32 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 0,
    }
}

/// `full-time`, section 5.6, with the restrictions of section 5.7.
pub(super) fn time(text: &str) -> bool {
    let Some((clock, rest)) = text.split_at_checked(8) else { return false };
    let &[h1, h2, b':', m1, m2, b':', s1, s2] = clock.as_bytes() else { return false };
    let (Some(minutes), Some(second)) = (minutes_of_day(&[h1, h2], &[m1, m2]), number(&[s1, s2])) else {
        return false;
    };
    let Some(ahead) = without_fraction(rest).and_then(offset) else { return false };
    // A leap second is the last one of a day in UTC.
    second <= 59 || (second == 60 && (minutes - ahead).rem_euclid(DAY) == DAY - 1)
}

/// `date-time`, section 5.6.
pub(super) fn date_time(text: &str) -> bool {
    text.split_once(['T', 't']).is_some_and(|(day, clock)| date(day) && time(clock))
}

/// `duration`, appendix A: `P`, then weeks, or years to days and `T` with hours to seconds.
pub(super) fn duration(text: &str) -> bool {
    let Some(text) = text.strip_prefix('P') else { return false };
    match text.split_once('T') {
        Some((date, time)) => units(date, "YMD") && units(time, "HMS") && !time.is_empty(),
        None => !text.is_empty() && (units(text, "YMD") || units(text, "W")),
    }
}

/// The minutes of a day.
const DAY: i32 = 24 * 60;

/// What follows `time-secfrac`, which may be missing.
fn without_fraction(text: &str) -> Option<&str> {
    let Some(digits) = text.strip_prefix('.') else { return Some(text) };
    let rest = digits.trim_start_matches(|c: char| c.is_ascii_digit());
    (rest.len() < digits.len()).then_some(rest)
}

/// How many minutes a `time-offset` is ahead of UTC.
fn offset(text: &str) -> Option<i32> {
    match text.as_bytes() {
        b"Z" | b"z" => Some(0),
        &[b'+', h1, h2, b':', m1, m2] => minutes_of_day(&[h1, h2], &[m1, m2]),
        &[b'-', h1, h2, b':', m1, m2] => minutes_of_day(&[h1, h2], &[m1, m2]).map(|behind| -behind),
        _ => None,
    }
}

fn minutes_of_day(hour: &[u8], minute: &[u8]) -> Option<i32> {
    let (hour, minute) = (number(hour)?, number(minute)?);
    if hour <= 23 && minute <= 59 { i32::try_from(hour * 60 + minute).ok() } else { None }
}

/// The number that some digits write.
fn number(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0, |number, digit| Some(number * 10 + char::from(*digit).to_digit(10)?))
}

/// Whether a text is numbers with units: in this order, and without a gap, for `P1Y1D` is none.
fn units(text: &str, units: &str) -> bool {
    let mut rest = text;
    let mut expected = None;
    while !rest.is_empty() {
        let after = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        let unit = after.chars().next().and_then(|unit| units.find(unit));
        let Some(unit) = unit.filter(|unit| after.len() < rest.len() && expected.is_none_or(|next| next == *unit))
        else {
            return false;
        };
        expected = Some(unit + 1);
        rest = &after[1..];
    }
    true
}

#[cfg(test)]
mod tests {
    use super::{date, date_time, duration, time};

    #[test]
    fn a_date_is_a_day_of_the_calendar() {
        assert!(["0000-02-29", "2000-02-29", "2026-12-31"].into_iter().all(date));
        for text in ["1900-02-29", "2026-00-01", "2026-13-01", "2026-04-31", "2026-4-01", "2026-0*-01", "２026-01-1"] {
            assert!(!date(text), "{text}");
        }
    }

    #[test]
    fn a_leap_second_ends_a_day_in_utc() {
        assert!(["23:59:60Z", "15:59:60-08:00", "00:29:60.5+00:30"].into_iter().all(time));
        for text in
            ["22:59:60Z", "23:59:60+01:00", "23:59:61Z", "24:00:00Z", "12:00:00", "12:00:00.Z", "12:00:00+24:00"]
        {
            assert!(!time(text), "{text}");
        }
        assert!(date_time("2026-01-31t08:30:00z"));
        assert!(!date_time("2026-01-31 08:30:00Z"));
    }

    #[test]
    fn a_duration_skips_no_unit() {
        assert!(["P1W", "P1Y2M3D", "PT1H2M", "P1MT1S"].into_iter().all(duration));
        for text in ["P", "PT", "P1", "P1YT", "P1Y1D", "PT1H1S", "P1D1M", "P1W1D", "P1WT1H", "1D", "P1.5D"] {
            assert!(!duration(text), "{text}");
        }
    }
}
