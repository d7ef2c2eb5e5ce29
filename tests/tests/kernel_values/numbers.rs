//! Limits, multiples and integers, at the ends of what types hold.

use std::cmp::Ordering;

use kernel::config::Limit;
use kernel::config::numbers::{compare, is_multiple_of, whole};
use serde_json::{Number, json};

use crate::{Random, Tally, cases, sound};

/// Numbers at the ends of what types hold, and what is around them.
fn boundaries() -> Vec<Number> {
    let ints = [0, 1, 2, 3, 7, 10, 1000, 1 << 53, 1 << 62, i128::from(i64::MAX), i128::from(u64::MAX)];
    let near = ints.iter().flat_map(|int| [int - 1, *int, int + 1, -int - 1, -int, 1 - int]);
    let mut numbers: Vec<Number> = near.filter_map(Number::from_i128).collect();
    let floats = [
        0.0,
        5e-324,
        f64::MIN_POSITIVE,
        1e-300,
        1e-20,
        1e-7,
        0.01,
        0.1,
        0.3,
        0.5,
        1.5,
        2.675,
        19.99,
        1_070_468.14,
        1e3,
        1_125_899_906_842_624.2,
        9_007_199_254_740_992.0,
        9_223_372_036_854_775_808.0,
        1e16,
        18_446_744_073_709_551_616.0,
        1e21,
        1e23,
        1e36,
        1e38,
        170_141_183_460_469_231_731_687_303_715_884_105_728.0,
        1e39,
        1e300,
        f64::MAX,
    ];
    let near = floats.iter().flat_map(|float| [float.next_down(), *float, float.next_up(), float + 0.5, 3.0 * float]);
    numbers.extend(near.flat_map(|float| [float, -float]).filter_map(Number::from_f64));
    numbers
}

/// A number as a generated table has it.
fn limit(number: &Number) -> Limit {
    let float = || Limit::Float(number.as_f64().expect("numbers are u64, i64 or f64"));
    number.as_i128().map_or_else(float, Limit::Int)
}

/// A number with up to 17 digits, and a decimal exponent between `-most` and `most`.
fn decimal(random: &mut Random, most: usize) -> Number {
    let digits = random.next() >> random.below(64);
    let exponent = random.below(2 * most + 1);
    let text = format!("{digits}e{}", exponent.cast_signed() - most.cast_signed());
    text.parse().expect("a number of JSON, far from its end")
}

#[test]
fn the_order_of_numbers_and_limits_is_theirs() {
    let mut tally = Tally::default();
    let mut random = Random(1);
    let numbers = boundaries();
    let drawn: Vec<Number> = (0..cases(40)).map(|_| decimal(&mut random, 20)).collect();
    for given in numbers.iter().chain(&drawn) {
        type Rule = (&'static str, fn(Ordering) -> bool);
        let rules: [Rule; 4] = [
            ("minimum", Ordering::is_ge),
            ("maximum", Ordering::is_le),
            ("exclusiveMinimum", Ordering::is_gt),
            ("exclusiveMaximum", Ordering::is_lt),
        ];
        for (keyword, holds) in rules {
            let validator = sound(&json!({ keyword: given }));
            for number in numbers.iter().chain(&drawn) {
                let kernel = holds(compare(number, limit(given)));
                tally.add(kernel, validator.is_valid(&json!(number)), || format!("{number} under {keyword} {given}"));
            }
        }
    }
    tally.finish("order");
}

/// Multiples of a divisor in decimals, and neighbours of those.
fn multiples(random: &mut Random, divisor: &Number, count: usize) -> Vec<Number> {
    let text = format!("{:e}", divisor.as_f64().expect("numbers are u64, i64 or f64"));
    let (mantissa, exponent) = text.split_once('e').expect("it was written with an exponent");
    let (digits, places) = (mantissa.replace('.', ""), mantissa.len().saturating_sub(2));
    let digits: u128 = digits.parse().expect("digits");
    let draw = |_| {
        let times = u128::from(random.next() >> random.below(64)) >> random.below(32);
        let off = u128::from(random.below(3) == 0);
        format!(
            "{}e{}",
            digits.saturating_mul(times) + off,
            exponent.parse::<i64>().ok()? - places.cast_signed() as i64
        )
        .parse()
        .ok()
    };
    (0..count).filter_map(draw).collect()
}

/// Whether `jsonschema` leaves exact arithmetic: number × 10ⁿ reaches 2¹²⁷ for a divisor with n places.
fn is_beyond(number: &Number, divisor: &Number) -> bool {
    let (number, divisor) = (number.as_f64().unwrap_or_default(), divisor.as_f64().unwrap_or_default());
    let text = format!("{divisor:e}");
    let (mantissa, exponent) = text.split_once('e').expect("it was written with an exponent");
    let digits = mantissa.len().saturating_sub(2);
    let places = f64::from(u32::try_from(digits).unwrap_or_default()) - exponent.parse::<f64>().unwrap_or_default();
    divisor.fract() != 0.0 && number.abs().log10() + places >= 127.0 * 2_f64.log10()
}

#[test]
fn multiples_are_theirs_up_to_the_documented_corner() {
    let mut tally = Tally::default();
    let mut random = Random(2);
    let numbers = boundaries();
    let drawn: Vec<Number> = (0..cases(150)).map(|_| decimal(&mut random, 12)).collect();
    let mut differ_beyond = 0;
    for divisor in numbers.iter().chain(&drawn).filter(|number| compare(number, Limit::Int(0)).is_gt()) {
        let validator = sound(&json!({ "multipleOf": divisor }));
        for number in multiples(&mut random, divisor, 100).iter().chain(&numbers) {
            let (kernel, theirs) = (is_multiple_of(number, limit(divisor)), validator.is_valid(&json!(number)));
            if is_beyond(number, divisor) {
                tally.left_out += 1;
                differ_beyond += usize::from(kernel != theirs);
            } else {
                tally.add(kernel, theirs, || format!("{number} by {divisor}"));
            }
        }
    }
    println!("multiples: {differ_beyond} of those left out differ");
    tally.finish("multiples");
}

#[test]
fn the_corner_of_multiples_is_still_there() {
    let huge = json!(1e300);
    assert!(sound(&json!({ "multipleOf": 0.3 })).is_valid(&huge), "jsonschema is exact now: say so in `numbers`");
    assert!(!is_multiple_of(huge.as_number().expect("a number"), Limit::Float(0.3)));
}

#[test]
fn integers_are_theirs() {
    let mut tally = Tally::default();
    let mut random = Random(3);
    let integer = sound(&json!({ "type": "integer" }));
    let drawn = (0..cases(10_000)).map(|_| decimal(&mut random, 20));
    for number in boundaries().into_iter().chain(drawn) {
        let is_huge = number.as_f64().is_some_and(|float| float.abs() >= 2_f64.powi(127));
        let int = whole(&number);
        tally.add(int.is_some() || is_huge, integer.is_valid(&json!(number)), || format!("{number}"));
        assert!(int.is_none_or(|int| compare(&number, Limit::Int(int)).is_eq()), "{number} is not {int:?}");
    }
    tally.finish("integers");
}
