//! Dates and times as RFC 3339 has them.
//!
//! `jsonschema` 0.60.2 reads `*`, `+`, `,`, `-`, `.` and `/` as digits in some places of the formats `date`,
//! `time` and `date-time`, so it takes `2026-0*-01`. What it takes is looked at again here, digit by digit.

use std::sync::LazyLock;

use jsonschema::{ValidationOptions, Validator};
use serde_json::{Value, json};

/// Adds the formats that the library reads too freely.
pub(super) fn mended(options: ValidationOptions<'_>) -> ValidationOptions<'_> {
    options.with_format("date", date).with_format("time", time).with_format("date-time", date_time)
}

fn date(text: &str) -> bool {
    has_date(text) && library("date", text)
}

fn time(text: &str) -> bool {
    has_time(text) && library("time", text)
}

fn date_time(text: &str) -> bool {
    let parts = text.split_at_checked(10).and_then(|(date, time)| Some((date, time.get(1..)?)));
    parts.is_some_and(|(date, time)| has_date(date) && has_time(time)) && library("date-time", text)
}

/// What the library itself says.
fn library(format: &str, text: &str) -> bool {
    static FORMATS: LazyLock<[(&str, Option<Validator>); 3]> = LazyLock::new(|| {
        ["date", "time", "date-time"].map(|format| {
            let options = jsonschema::draft202012::options().should_validate_formats(true);
            (format, options.build(&json!({ "format": format })).ok())
        })
    });
    let validator = FORMATS.iter().find(|(name, _)| *name == format).and_then(|(_, validator)| validator.as_ref());
    validator.is_some_and(|validator| validator.is_valid(&Value::String(text.to_owned())))
}

/// Digits where `2026-01-31` has them.
fn has_date(text: &str) -> bool {
    digits(text, &[0, 1, 2, 3, 5, 6, 8, 9])
}

/// Digits where `08:30:00`, a fraction and the offset `+01:00` have them.
fn has_time(text: &str) -> bool {
    let rest = text.get(8..).unwrap_or_default();
    let offset = rest.rfind(['+', '-']).map(|at| &rest[at..]);
    let fraction =
        rest.strip_prefix('.').map(|fraction| fraction.trim_end_matches(|c: char| !c.is_ascii_alphanumeric()));
    let fraction = fraction.map(|fraction| fraction.split(['+', '-', 'Z', 'z']).next().unwrap_or_default());
    digits(text, &[0, 1, 3, 4, 6, 7])
        && offset.is_none_or(|offset| digits(offset, &[1, 2, 4, 5]))
        && fraction.is_none_or(|fraction| fraction.bytes().all(|byte| byte.is_ascii_digit()))
}

fn digits(text: &str, places: &[usize]) -> bool {
    places.iter().all(|place| text.as_bytes().get(*place).is_some_and(u8::is_ascii_digit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_digits() {
        for (check, right, wrong) in [
            (date as fn(&str) -> bool, ["2026-01-31", "2024-02-29"], ["2026-0*-01", "2026-01-1/"]),
            (time, ["08:30:00Z", "08:30:00.125+01:00"], ["0/:30:00Z", "08:30:00+0/:00"]),
            (
                date_time,
                ["2026-01-31T08:30:00Z", "2026-01-31t08:30:00.5-01:30"],
                ["/026-01-31T08:30:00Z", "2026-01-31T08:30:00+01:*0"],
            ),
        ] {
            assert!(right.iter().all(|text| check(text)), "{right:?}");
            assert!(wrong.iter().all(|text| !check(text)), "{wrong:?}");
        }
    }
}
