//! Each policy at its border, their order, the prime gate and the Monday multiplier.

use crate::harness::verdicts;
use crate::loads::Load;

/// A Wednesday.
const NOON: &str = "2024-03-06T12:00:00Z";
const NEXT: &str = "2024-03-07T12:00:00Z";
const MONDAY: &str = "2024-03-04T12:00:00Z";

const GATE: (&str, &str) = ("policies.evaluate", "{ prime_gate: { enabled: true } }");
const DOUBLE: (&str, &str) = ("features.compute", "{ monday_multiplier: { enabled: true } }");

#[test]
fn three_attempts_a_day_reach_the_other_policies_declined_ones_too() {
    let loads = [
        ("1", "ada", "$5000.01", NOON),
        ("2", "ada", "$1.00", NOON),
        ("3", "ada", "$1.00", NOON),
        ("4", "ada", "$1.00", NOON),
        ("5", "ada", "$1.00", NOON),
        ("6", "ben", "$1.00", NOON),
        ("7", "ada", "$1.00", NEXT),
    ];
    let expected = ["daily_amount", "accepted", "accepted", "attempts", "attempts", "accepted", "accepted"];
    assert_eq!(verdicts(&[], &loads), expected);
}

#[test]
fn a_daily_limit_is_reached_exactly_and_passed_by_a_cent() {
    let whole = [("1", "ada", "$5000.00", NOON), ("2", "ada", "$0.01", NOON), ("3", "ada", "$0.00", NOON)];
    assert_eq!(verdicts(&[], &whole), ["accepted", "daily_amount", "accepted"]);
    let parts = [("1", "ada", "$4999.99", NOON), ("2", "ada", "$0.02", NOON), ("3", "ada", "$0.01", NOON)];
    assert_eq!(verdicts(&[], &parts), ["accepted", "daily_amount", "accepted"]);
    assert_eq!(verdicts(&[], &[("1", "ada", "$5000.01", NOON)]), ["daily_amount"]);
}

#[test]
fn a_weekly_limit_is_reached_exactly_and_passed_by_a_cent() {
    let limit = ("policies.evaluate", "{ weekly_amount_limit: '6000.00' }");
    let loads = [
        ("1", "ada", "$5000.00", NOON),
        ("2", "ada", "$1000.01", NEXT),
        ("3", "ada", "$1000.00", NEXT),
        ("4", "ada", "$0.01", "2024-03-10T12:00:00Z"),
        ("5", "ada", "$0.01", "2024-03-11T12:00:00Z"),
        ("6", "ben", "$1000.01", NEXT),
    ];
    let expected = ["accepted", "weekly_amount", "accepted", "weekly_amount", "accepted", "accepted"];
    assert_eq!(verdicts(&[limit], &loads), expected);
}

#[test]
fn the_first_policy_that_fails_gives_the_reason() {
    let limits = "{ max_attempts_per_day: 1, weekly_amount_limit: '1.00', prime_gate: { enabled: true, amount_limit: '6000.00' } }";
    let decide = |loads: &[Load<'_>]| verdicts(&[("policies.evaluate", limits)], loads);
    // 7 is prime: the gate comes before the amounts, the day before the week.
    assert_eq!(decide(&[("7", "ada", "$6000.01", NOON)]), ["prime_gate"]);
    assert_eq!(decide(&[("7", "ada", "$6000.00", NOON)]), ["daily_amount"]);
    assert_eq!(decide(&[("7", "ada", "$5000.00", NOON)]), ["weekly_amount"]);
    assert_eq!(decide(&[("8", "ada", "$0.00", NOON), ("7", "ada", "$6000.01", NOON)]), ["accepted", "attempts"]);
}

#[test]
fn one_prime_load_a_day_is_accepted_across_all_customers() {
    let loads = [
        ("7", "ada", "$1.00", NOON),
        ("11", "ben", "$1.00", NOON),
        ("8", "ben", "$1.00", NOON),
        ("13", "ben", "$1.00", NEXT),
        // The day is that of the load, not that of the line before.
        ("17", "cleo", "$1.00", NOON),
    ];
    let expected = ["accepted", "prime_gate", "accepted", "accepted", "prime_gate"];
    assert_eq!(verdicts(&[GATE], &loads), expected);
    assert_eq!(verdicts(&[], &loads), ["accepted"; 5]);
}

#[test]
fn the_prime_gate_has_a_limit_of_its_own() {
    let limits = "{ daily_amount_limit: '10000.00', prime_gate: { enabled: true } }";
    let loads = [("7", "ada", "$9999.01", NOON), ("11", "ada", "$9999.00", NOON), ("13", "ben", "$1.00", NOON)];
    assert_eq!(verdicts(&[("policies.evaluate", limits)], &loads), ["prime_gate", "accepted", "prime_gate"]);
}

#[test]
fn a_prime_load_that_another_policy_declines_leaves_its_place_free() {
    let loads = [("7", "ada", "$6000.00", NOON), ("11", "ben", "$1.00", NOON), ("13", "ben", "$1.00", NOON)];
    assert_eq!(verdicts(&[GATE], &loads), ["daily_amount", "accepted", "prime_gate"]);
}

#[test]
fn the_gate_can_be_shut_or_wider() {
    let loads = [("7", "ada", "$1.00", NOON), ("11", "ben", "$1.00", NOON), ("13", "cleo", "$1.00", NOON)];
    let gate = |most: u64| format!("{{ prime_gate: {{ enabled: true, max_accepted_per_day: {most} }} }}");
    let decide = |most| verdicts(&[("policies.evaluate", gate(most).as_str())], &loads);
    assert_eq!(decide(0), ["prime_gate"; 3]);
    assert_eq!(decide(2), ["accepted", "accepted", "prime_gate"]);
}

#[test]
fn ids_that_are_no_numbers_pass_the_gate() {
    let ids = ["7a", "+7", "7.0", "18446744073709551629"];
    let loads: Vec<Load<'_>> = ids.iter().map(|id| (*id, *id, "$1.00", NOON)).collect();
    assert_eq!(verdicts(&[GATE], &loads), ["accepted"; 4]);
    // Leading zeros do not count, as text the ids differ.
    let zeros = [("7", "ada", "$1.00", NOON), ("007", "ben", "$1.00", NOON)];
    assert_eq!(verdicts(&[GATE], &zeros), ["accepted", "prime_gate"]);
}

#[test]
fn amounts_of_a_monday_count_twice_in_the_limits() {
    let load = |amount| [("1", "ada", amount, MONDAY)];
    assert_eq!(verdicts(&[DOUBLE], &load("$2500.00")), ["accepted"]);
    assert_eq!(verdicts(&[DOUBLE], &load("$2500.01")), ["daily_amount"]);
    assert_eq!(verdicts(&[], &load("$2500.01")), ["accepted"]);
}

#[test]
fn amounts_of_a_monday_count_twice_in_the_windows() {
    let week = ("policies.evaluate", "{ weekly_amount_limit: '6000.00' }");
    let loads = [
        ("1", "ada", "$1000.00", MONDAY),
        ("2", "ada", "$1500.01", MONDAY),
        // 2,000.00 are used up by Monday, so that 4,000.00 fit until Sunday.
        ("3", "ada", "$4000.01", NOON),
        ("4", "ada", "$4000.00", NOON),
    ];
    assert_eq!(verdicts(&[DOUBLE, week], &loads), ["accepted", "daily_amount", "weekly_amount", "accepted"]);
}

#[test]
fn the_gate_looks_at_the_effective_amount() {
    let limits = ("policies.evaluate", "{ daily_amount_limit: '20000.00', prime_gate: { enabled: true } }");
    let loads = [("7", "ada", "$4999.51", MONDAY), ("11", "ada", "$4999.50", MONDAY)];
    assert_eq!(verdicts(&[DOUBLE, limits], &loads), ["prime_gate", "accepted"]);
}

#[test]
fn a_factor_is_applied_on_mondays_alone_and_one_changes_nothing() {
    let factor = |factor: u64| format!("{{ monday_multiplier: {{ enabled: true, factor: {factor} }} }}");
    let decide = |times, amount, time| {
        verdicts(&[("features.compute", factor(times).as_str())], &[("1", "ada", amount, time)]).remove(0)
    };
    assert_eq!(decide(10, "$500.00", MONDAY), "accepted");
    assert_eq!(decide(10, "$500.01", MONDAY), "daily_amount");
    assert_eq!(decide(10, "$5000.00", NOON), "accepted");
    assert_eq!(decide(1, "$5000.00", MONDAY), "accepted");
    // 00:30 on Monday where it is written is still Sunday, UTC.
    assert_eq!(decide(10, "$5000.00", "2024-03-04T00:30:00+01:00"), "accepted");
}
