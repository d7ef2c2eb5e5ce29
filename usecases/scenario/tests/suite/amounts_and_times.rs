//! Amounts and times as lines have them: prefixes, white space, offsets, days and weeks across borders.

use crate::harness::verdicts;

/// As much as a day takes.
const FULL: &str = "$5000.00";
/// One cent.
const CENT: &str = "$0.01";

/// Whether a cent at `time` still fits a day after a full load at `before`.
fn shares_a_day(before: &str, time: &str) -> bool {
    let decided = verdicts(&[], &[("1", "ada", FULL, before), ("2", "ada", CENT, time)]);
    assert_eq!(decided[0], "accepted");
    decided[1] == "daily_amount"
}

#[test]
fn a_day_is_the_utc_date_whatever_the_offset() {
    let noon = "2024-03-06T12:00:00Z";
    assert!(shares_a_day(noon, "2024-03-06T00:00:00Z"));
    assert!(shares_a_day(noon, "2024-03-06T23:59:59.999999999Z"));
    assert!(!shares_a_day(noon, "2024-03-07T00:00:00Z"));
    // The date that the line shows is not the UTC date.
    assert!(shares_a_day(noon, "2024-03-07T01:00:00+02:00"));
    assert!(!shares_a_day(noon, "2024-03-06T01:00:00+02:00"));
    assert!(!shares_a_day(noon, "2024-03-06T23:00:00-01:00"));
}

/// Whether a cent at `time` falls into the week of four full days that end on 2000-01-02, a Sunday.
fn shares_a_week(config: &str, time: &str) -> bool {
    let days = ["1999-12-30", "1999-12-31", "2000-01-01", "2000-01-02"].map(|day| format!("{day}T10:00:00Z"));
    let ids = ["1", "2", "3", "4"];
    let mut loads: Vec<_> = ids.iter().zip(&days).map(|(id, day)| (*id, "ada", FULL, day.as_str())).collect();
    loads.push(("5", "ada", CENT, time));
    let limits = "{ daily_amount_limit: '5000.01' }";
    let decided = verdicts(&[("time.compute_keys", config), ("policies.evaluate", limits)], &loads);
    assert!(decided[..4].iter().all(|verdict| verdict == "accepted"), "{decided:?}");
    decided[4] == "weekly_amount"
}

#[test]
fn a_week_is_monday_to_sunday_across_years() {
    for config in ["{}", "{ week_mode: calendar_utc }"] {
        assert!(shares_a_week(config, "1999-12-27T00:00:00Z"));
        assert!(shares_a_week(config, "2000-01-02T23:59:59Z"));
        assert!(!shares_a_week(config, "1999-12-26T23:59:59Z"));
        assert!(!shares_a_week(config, "2000-01-03T00:00:00Z"));
        assert!(shares_a_week(config, "2000-01-03T00:59:59+01:00"));
    }
}

#[test]
fn a_week_is_sunday_to_saturday_when_the_config_says_so() {
    // The four days lie in two weeks, so that neither is full.
    let config = "{ week_mode: sunday_utc }";
    assert!(!shares_a_week(config, "2000-01-02T23:59:59Z"));
    assert!(!shares_a_week(config, "2000-01-01T23:59:59Z"));
}

#[test]
fn amounts_are_exact_where_floats_are_not() {
    // 0.1 + 0.2 is more than 0.3 in binary.
    let limits = ("policies.evaluate", "{ daily_amount_limit: '0.30' }");
    let time = "2024-03-06T12:00:00Z";
    let loads = [("1", "ada", "$0.10", time), ("2", "ada", "$0.2", time), ("3", "ada", CENT, time)];
    assert_eq!(verdicts(&[limits], &loads), ["accepted", "accepted", "daily_amount"]);
}

#[test]
fn the_largest_amounts_and_limits_neither_wrap_nor_round() {
    let most = "999999999999.99";
    let limits = format!("{{ daily_amount_limit: '{most}', weekly_amount_limit: '{most}' }}");
    let multiplier = "{ monday_multiplier: { enabled: true, factor: 10 } }";
    let configs = [("policies.evaluate", limits.as_str()), ("features.compute", multiplier)];
    let (tuesday, monday) = ("2024-03-05T12:00:00Z", "2024-03-04T12:00:00Z");
    let all = format!("${most}");
    let loads = [("1", "ada", all.as_str(), tuesday), ("2", "ada", CENT, tuesday), ("3", "ben", all.as_str(), monday)];
    assert_eq!(verdicts(&configs, &loads), ["accepted", "daily_amount", "daily_amount"]);
}

#[test]
fn prefixes_are_those_of_the_config() {
    let configs = [("parse.load_attempt", "{ amount_prefixes: [EUR], on_error: decline }")];
    let time = "2024-03-06T12:00:00Z";
    let loads = [("1", "ada", "EUR5.00", time), ("2", "ada", " E U R 5", time), ("3", "ada", "$5.00", time)];
    assert_eq!(verdicts(&configs, &loads), ["accepted", "accepted", "malformed"]);
}
