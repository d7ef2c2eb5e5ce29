//! How long windows are kept.

use crate::harness::verdicts;
use crate::loads::Load;

const NOON: &str = "2024-03-06T12:00:00Z";

/// Whether a load of the same customer and day finds the day full, after a load of somebody else at `latest`.
fn day_is_kept(latest: &str) -> bool {
    let loads = [("1", "ada", "$5000.00", NOON), ("2", "ben", "$1.00", latest), ("3", "ada", "$1.00", NOON)];
    let decided = verdicts(&[("windows.update", "{ keep_days: 10 }")], &loads);
    assert_eq!(decided[..2], ["accepted", "accepted"]);
    decided[2] == "daily_amount"
}

#[test]
fn a_day_is_dropped_once_a_counted_attempt_is_later_than_it_is_kept() {
    assert!(day_is_kept("2024-03-16T23:59:59Z"));
    assert!(!day_is_kept("2024-03-17T00:00:00Z"));
}

#[test]
fn a_week_is_kept_from_its_last_day_on() {
    let limit = ("policies.evaluate", "{ weekly_amount_limit: '5000.00' }");
    // The week of that Wednesday ends on 2024-03-10.
    for (latest, verdict) in [("2024-03-20T12:00:00Z", "weekly_amount"), ("2024-03-21T12:00:00Z", "accepted")] {
        let loads = [
            ("1", "ada", "$5000.00", NOON),
            ("2", "ben", "$1.00", latest),
            ("3", "ada", "$1.00", "2024-03-07T12:00:00Z"),
        ];
        let decided = verdicts(&[limit, ("windows.update", "{ keep_days: 10 }")], &loads);
        assert_eq!(decided[2], verdict, "{latest}");
    }
}

#[test]
fn an_attempt_older_than_what_is_kept_finds_its_windows_empty_and_leaves_them_so() {
    let old: fn(&'static str) -> Load<'static> = |id| (id, "ada", "$5000.00", "2024-01-01T12:00:00Z");
    let loads = [("1", "ben", "$1.00", NOON), old("2"), old("3"), old("4"), old("5")];
    assert_eq!(verdicts(&[("windows.update", "{ keep_days: 10 }")], &loads), ["accepted"; 5]);
}

#[test]
fn attempts_that_do_not_count_drop_nothing() {
    let loads = [
        ("1", "ada", "$5000.00", NOON),
        // A conflict, a year later.
        ("1", "ada", "$5000.00", "2025-03-06T12:00:00Z"),
        ("2", "ada", "$1.00", NOON),
    ];
    let decided = verdicts(&[("windows.update", "{ keep_days: 10 }")], &loads);
    assert_eq!(decided, ["accepted", "conflict", "daily_amount"]);
}

#[test]
fn prime_loads_are_dropped_with_their_day() {
    let gate = ("policies.evaluate", "{ prime_gate: { enabled: true } }");
    for (latest, verdict) in [("2024-03-16T12:00:00Z", "prime_gate"), ("2024-03-17T12:00:00Z", "accepted")] {
        let loads = [("7", "ada", "$1.00", NOON), ("8", "ben", "$1.00", latest), ("11", "cleo", "$1.00", NOON)];
        assert_eq!(verdicts(&[gate, ("windows.update", "{ keep_days: 10 }")], &loads)[2], verdict, "{latest}");
    }
}
