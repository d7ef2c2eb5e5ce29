//! Which copy of a load counts: replays, conflicts, both strategies, and what is forgotten.

use crate::harness::verdicts;
use crate::loads::Load;

const NOON: &str = "2024-03-06T12:00:00Z";
const FIRST: Load<'_> = ("1", "ada", "$5.00", NOON);

fn second(configs: &[(&str, &str)], second: Load<'_>) -> String {
    let mut decided = verdicts(configs, &[FIRST, second]);
    assert_eq!((decided.len(), decided[0].as_str()), (2, "accepted"));
    decided.remove(1)
}

#[test]
fn a_copy_that_says_the_same_is_a_replay_however_it_is_written() {
    for copy in [
        FIRST,
        ("1", "ada", "$5", NOON),
        ("1", "ada", " USD$ 5.0\t", NOON),
        ("1", "ada", "$5.00", "2024-03-06T13:30:00.000+01:30"),
    ] {
        for strategy in ["{ strategy: first_wins }", "{ strategy: last_wins }"] {
            assert_eq!(second(&[("gate.idempotency", strategy)], copy), "replay", "{copy:?}");
        }
    }
}

#[test]
fn a_copy_that_differs_is_a_conflict_unless_the_last_wins() {
    for copy in [
        ("1", "ben", "$5.00", NOON),
        ("1", "ada", "$5.01", NOON),
        ("1", "ada", "$5.00", "2024-03-06T12:00:00.000000001Z"),
        ("1", "ada", "$5.00", "2023-03-06T12:00:00Z"),
    ] {
        assert_eq!(second(&[], copy), "conflict", "{copy:?}");
        assert_eq!(second(&[("gate.idempotency", "{ strategy: last_wins }")], copy), "accepted", "{copy:?}");
    }
}

#[test]
fn ids_are_compared_as_text() {
    for other in ["01", "1 ", "１"] {
        assert_eq!(second(&[], (other, "ada", "$5.00", NOON)), "accepted", "{other}");
    }
}

#[test]
fn replays_and_conflicts_touch_no_window_and_change_nothing_in_the_store() {
    let loads = [
        ("1", "ada", "$5000.00", NOON),
        ("1", "ada", "$5000.00", NOON),
        ("1", "ada", "$1.00", NOON),
        ("1", "ben", "$5000.00", NOON),
        // Still compared with the first.
        ("1", "ada", "$1.00", NOON),
        ("1", "ada", "$5000.00", NOON),
        // The second attempt of ada and the first of ben.
        ("2", "ada", "$0.00", NOON),
        ("3", "ben", "$5000.00", NOON),
    ];
    let decided = verdicts(&[("policies.evaluate", "{ max_attempts_per_day: 2 }")], &loads);
    let expected = ["accepted", "replay", "conflict", "conflict", "conflict", "replay", "accepted", "accepted"];
    assert_eq!(decided, expected);
}

#[test]
fn a_declined_load_is_canonical_too() {
    let loads = [("1", "ada", "$5000.01", NOON), ("1", "ada", "$5000.01", NOON), ("1", "ada", "$1.00", NOON)];
    assert_eq!(verdicts(&[], &loads), ["daily_amount", "replay", "conflict"]);
}

#[test]
fn the_last_that_differs_takes_the_place_and_the_windows_keep_what_the_first_added() {
    let loads = [
        ("1", "ada", "$3000.00", NOON),
        ("1", "ada", "$2000.01", NOON),
        ("1", "ada", "$2000.00", NOON),
        ("1", "ada", "$2000.00", NOON),
        // The first is forgotten for good; three attempts are used up.
        ("1", "ada", "$3000.00", NOON),
    ];
    let decided = verdicts(&[("gate.idempotency", "{ strategy: last_wins }")], &loads);
    assert_eq!(decided, ["accepted", "daily_amount", "accepted", "replay", "attempts"]);
}

#[test]
fn an_id_is_forgotten_once_a_line_is_later_than_it_is_remembered() {
    let gate = [("gate.idempotency", "{ remember_days: 10 }")];
    for (latest, copy) in [("2024-03-16T23:59:59Z", "replay"), ("2024-03-17T00:00:00Z", "accepted")] {
        let loads = [FIRST, ("2", "ben", "$1.00", latest), FIRST];
        assert_eq!(verdicts(&gate, &loads)[2], copy, "{latest}");
    }
}

#[test]
fn the_current_line_counts_for_the_latest_day_and_so_do_replays_and_conflicts() {
    let gate = [("gate.idempotency", "{ remember_days: 10 }")];
    // A copy that is late enough to forget the first is new.
    assert_eq!(second(&gate, ("1", "ada", "$5.00", "2024-03-17T00:00:00Z")), "accepted");
    // The conflict is late enough to forget the first.
    let loads = [FIRST, ("2", "ben", "$1.00", NOON), ("2", "ben", "$1.00", "2024-03-16T12:00:00Z"), FIRST];
    assert_eq!(verdicts(&gate, &loads)[2..], ["conflict", "replay"]);
    let later =
        [FIRST, ("2", "ben", "$1.00", "2024-03-10T12:00:00Z"), ("2", "ben", "$2.00", "2024-03-17T12:00:00Z"), FIRST];
    assert_eq!(verdicts(&gate, &later)[2..], ["conflict", "accepted"]);
}

#[test]
fn an_attempt_that_is_too_late_to_be_remembered_is_forgotten_before_the_next() {
    let gate = [("gate.idempotency", "{ remember_days: 10 }")];
    let old = ("2", "ben", "$1.00", "2024-01-01T12:00:00Z");
    assert_eq!(verdicts(&gate, &[FIRST, old, old]), ["accepted", "accepted", "accepted"]);
}
