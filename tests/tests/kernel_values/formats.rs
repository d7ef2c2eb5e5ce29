//! Formats, text by text.

use kernel::config::Format;
use serde_json::json;

use crate::texts::{mutated, samples, suite};
use crate::{Random, Tally, cases, sound};

#[test]
fn formats_take_what_theirs_take() {
    let from_suite = suite("optional/format");
    for (at, format) in (1_u64..).zip(Format::ALL) {
        let mut tally = Tally::default();
        let mut random = Random(100 + at);
        let validator = sound(&json!({ "format": format.name() }));
        let (own, alphabet) = samples(format);
        let of_format = from_suite.iter().filter(|(schema, ..)| schema["format"] == format.name());
        let mut texts: Vec<String> = of_format.map(|(_, text, _)| text.clone()).collect();
        texts.extend(own.iter().flat_map(|text| vec![(*text).to_owned(); 10]));
        let alphabet: Vec<char> = alphabet.chars().collect();
        let drawn: Vec<String> = (0..cases(8000)).map(|_| mutated(&mut random, &texts, &alphabet)).collect();
        for text in texts.iter().chain(&drawn) {
            let theirs = validator.is_valid(&json!(text));
            if theirs && has_a_sign_for_a_digit(format, text) {
                tally.left_out += 1;
                assert!(!format.holds(text), "{format:?}: {text:?}");
            } else {
                tally.add(format.holds(text), theirs, || format!("{format:?}: {text:?}"));
            }
        }
        tally.finish(format.name());
    }
}

#[test]
fn formats_pass_the_suite() {
    let mut tally = Tally::default();
    for (schema, text, valid) in suite("optional/format") {
        let format = Format::ALL.into_iter().find(|format| schema["format"] == format.name());
        match format {
            Some(format) => tally.add(format.holds(&text), valid, || format!("{format:?}: {text:?}")),
            None => tally.left_out += 1,
        }
    }
    tally.finish("formats of the suite");
}

#[test]
fn signs_are_still_digits_to_the_validator() {
    for (format, text) in
        [(Format::Date, "2026-0*-01"), (Format::Time, "0/:00:00Z"), (Format::DateTime, "/026-01-01T00:00:00Z")]
    {
        let theirs = sound(&json!({ "format": format.name() })).is_valid(&json!(text));
        assert!(theirs, "jsonschema reads digits as digits now: say so in `formats`, and leave no text out");
        assert!(!format.holds(text));
    }
}

/// Whether a date or time has a sign where a digit belongs; `jsonschema` 0.60.2 takes `*` to `/` for digits there.
fn has_a_sign_for_a_digit(format: Format, text: &str) -> bool {
    let is_sign = |at: &usize| text.as_bytes().get(*at).is_some_and(|byte| (b'*'..=b'/').contains(byte));
    let in_date = [0, 1, 2, 3, 5, 6, 8, 9].iter().any(is_sign);
    let in_clock = |from: usize| [0, 1, 3, 4, 6, 7].iter().any(|at| is_sign(&(from + at)));
    let zone = text.rfind(':').filter(|colon| *colon > text.len().saturating_sub(4)).unwrap_or_default();
    let in_zone = zone > 8 && [zone - 2, zone - 1, zone + 1, zone + 2].iter().any(is_sign);
    (matches!(format, Format::Date | Format::DateTime) && in_date)
        || (format == Format::Time && (in_clock(0) || in_zone))
        || (format == Format::DateTime && (in_clock(11) || in_zone))
}
