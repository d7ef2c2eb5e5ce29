//! Numbers against limits: order, multiples and wholeness, without rounding.
//!
//! Works on a [`Number`] as `serde_json` holds it without `arbitrary_precision`: a `u64`, an `i64` or a finite
//! `f64`. Answers are those of the `jsonschema` crate 0.60.2, with one corner at [`is_multiple_of`].

use std::cmp::Ordering;

use serde_json::Number;

/// A number that a schema gives: the argument of `minimum`, `multipleOf` and their like.
///
/// ```
/// # use kernel::config::Limit;
/// const CENT: Limit = Limit::Float(0.01);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Limit {
    /// A number written without a point or an exponent.
    Int(i128),
    /// Any other number; finite, as all numbers of JSON are.
    Float(f64),
}

/// How a number stands to a limit. Exact: no side is rounded to the type of the other.
///
/// ```
/// # use kernel::config::{Limit, numbers::compare};
/// # use std::cmp::Ordering;
/// // 2⁵³ + 1 is the first whole number that no `f64` holds; as one, it would equal 2⁵³.
/// assert_eq!(compare(&9_007_199_254_740_993_u64.into(), Limit::Float(9_007_199_254_740_992.0)), Ordering::Greater);
/// ```
#[must_use]
pub fn compare(number: &Number, limit: Limit) -> Ordering {
    match (read(number), limit) {
        (Limit::Int(number), Limit::Int(limit)) => number.cmp(&limit),
        (Limit::Int(number), Limit::Float(limit)) => int_to_float(number, limit),
        (Limit::Float(number), Limit::Int(limit)) => int_to_float(limit, number).reverse(),
        (Limit::Float(number), Limit::Float(limit)) => order(number, limit),
    }
}

/// Whether a number is a whole multiple of `divisor`, which is more than zero, as the standard demands (JSON
/// Schema Validation 2020-12, section 6.2.1).
///
/// Numbers are read as they are written: `1070468.14` is a multiple of `0.01`, though the `f64` nearest to the
/// one is no multiple of the `f64` nearest to the other.
///
/// ```
/// # use kernel::config::{Limit, numbers::is_multiple_of};
/// # use serde_json::Number;
/// let price = Number::from_f64(1_070_468.14).expect("it is finite");
/// assert!(is_multiple_of(&price, Limit::Float(0.01)));
/// assert!(!is_multiple_of(&price, Limit::Float(0.03)));
/// ```
///
/// Beyond 2⁵³, up to which an `f64` holds every whole number, three rules are those of `jsonschema`:
/// - a whole divisor is rounded to the nearest `f64`, and so is a number under it;
/// - a whole number under a divisor with a fraction is rounded to the nearest `f64`;
/// - an `f64` under a whole divisor counts as the number that it holds, not as the one that is written: `1e23` holds
///   99999999999999991611392, so it is no multiple of `10`.
///
/// In one corner the two differ. Where `number` × 10ⁿ reaches 2¹²⁷, n being the decimal places of a divisor that has
/// a fraction, `jsonschema` goes on with fractions that are not exact, and takes `1e300` for a multiple of `0.3`. This
/// function stays exact. For a divisor with two places, the corner begins at about `1.7e36`.
#[must_use]
pub fn is_multiple_of(number: &Number, divisor: Limit) -> bool {
    let divisor = nearest(divisor);
    if divisor.fract() == 0.0 {
        is_whole_multiple(number, divisor)
    } else {
        is_decimal_multiple(nearest(read(number)), divisor)
    }
}

/// The number as an integer: `1.0` and `1e3` are integers too (JSON Schema Core 2020-12, section 4.2.3).
/// `None` where it has a fraction, or is so large that no integer type of Rust holds it, as `1e300`.
#[must_use]
pub fn whole(number: &Number) -> Option<i128> {
    match read(number) {
        Limit::Int(int) => Some(int),
        Limit::Float(float) => (float.fract() == 0.0 && fits_i128(float)).then(|| truncated(float)),
    }
}

/// A number in the types of limits.
fn read(number: &Number) -> Limit {
    match number.as_i128() {
        Some(int) => Limit::Int(int),
        None => Limit::Float(number.as_f64().unwrap_or(f64::NAN)),
    }
}

/// Where the float without its fraction is equal, the fraction decides.
fn int_to_float(int: i128, float: f64) -> Ordering {
    if fits_i128(float) {
        int.cmp(&truncated(float)).then_with(|| order(0.0, float.fract()))
    } else {
        order(0.0, float)
    }
}

/// The order of two floats, `0.0` and `-0.0` being equal. Limits and numbers are never NaN.
fn order(left: f64, right: f64) -> Ordering {
    left.partial_cmp(&right).unwrap_or(Ordering::Equal)
}

/// 2¹²⁷, one more than the greatest `i128`.
const I128_END: f64 = 170_141_183_460_469_231_731_687_303_715_884_105_728.0;

/// 2⁵³: up to here an `f64` holds every whole number.
const SAFE_END: f64 = 9_007_199_254_740_992.0;

fn fits_i128(float: f64) -> bool {
    (-I128_END..I128_END).contains(&float)
}

#[expect(clippy::cast_possible_truncation, reason = "cutting the fraction is the purpose; callers check the range")]
fn truncated(float: f64) -> i128 {
    float as i128
}

/// The nearest `f64`.
#[expect(clippy::cast_precision_loss, reason = "the documented rounding of what is beyond 2⁵³")]
fn nearest(number: Limit) -> f64 {
    match number {
        Limit::Int(int) => int as f64,
        Limit::Float(float) => float,
    }
}

/// Multiples of a whole divisor. The remainder of two `f64` is exact.
fn is_whole_multiple(number: &Number, divisor: f64) -> bool {
    let is_safe = 0.0 < divisor && divisor <= SAFE_END;
    match number.as_i128().filter(|_| is_safe) {
        Some(int) => int % truncated(divisor) == 0,
        None => nearest(read(number)) % divisor == 0.0,
    }
}

/// Multiples of a divisor with a fraction, both sides read as the decimals that JSON writes for them.
fn is_decimal_multiple(number: f64, divisor: f64) -> bool {
    let (Some(number), Some(divisor)) = (Decimal::of(number), Decimal::of(divisor)) else { return false };
    let places = number.exponent.abs_diff(divisor.exponent);
    if number.exponent >= divisor.exponent {
        // Digits are below 10¹⁸, so no step leaves `u128`.
        (0..places).fold(number.digits % divisor.digits, |rest, _| rest * 10 % divisor.digits) == 0
    } else {
        let divisor = 10_u128.checked_pow(places).and_then(|scale| divisor.digits.checked_mul(scale));
        // A divisor out of range is more than the number, which is a multiple of that only when it is zero.
        divisor.map_or(number.digits == 0, |divisor| number.digits % divisor == 0)
    }
}

/// The magnitude of a finite float as JSON writes it: `digits` × 10^`exponent`, of at most 18 digits.
struct Decimal {
    digits: u128,
    exponent: i32,
}

impl Decimal {
    /// Reads what `serde_json` writes, for `jsonschema` goes by the same digits. Those of `format!` may differ in the
    /// last place where two are equally near: it makes `1125899906842624.3` of `1125899906842624.25`, `serde_json`
    /// makes `1125899906842624.2`.
    fn of(float: f64) -> Option<Self> {
        let text = Number::from_f64(float.abs())?.to_string();
        let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let digits = format!("{whole}{fraction}").parse().ok()?;
        let places = i32::try_from(fraction.len()).ok()?;
        Some(Self { digits, exponent: exponent.parse::<i32>().ok()? - places })
    }
}

#[cfg(test)]
mod tests {
    use super::{Limit, compare, is_multiple_of, whole};
    use serde_json::Number;
    use std::cmp::Ordering::{Equal, Greater, Less};

    fn number(text: &str) -> Number {
        text.parse().unwrap()
    }

    #[test]
    fn compares_across_types_without_rounding() {
        for (text, limit, expected) in [
            ("18446744073709551615", Limit::Float(18_446_744_073_709_551_616.0), Less),
            ("-9223372036854775808", Limit::Float(-9_223_372_036_854_775_808.0), Equal),
            ("-0.0", Limit::Int(0), Equal),
            ("7", Limit::Float(7.5), Less),
            ("-7", Limit::Float(-7.5), Greater),
            ("1e300", Limit::Int(i128::MAX), Greater),
            ("-1e300", Limit::Int(i128::MIN), Less),
            ("5e-324", Limit::Int(0), Greater),
        ] {
            assert_eq!(compare(&number(text), limit), expected, "{text} to {limit:?}");
        }
    }

    #[test]
    fn reads_numbers_as_they_are_written_when_it_divides_them() {
        for (text, divisor, expected) in [
            ("1070468.14", Limit::Float(0.01), true),
            ("1070468.145", Limit::Float(0.01), false),
            ("0.0075", Limit::Float(0.0001), true),
            ("-4.5", Limit::Float(1.5), true),
            ("0", Limit::Float(0.3), true),
            ("1e-7", Limit::Float(1e300), false),
            ("1125899906842624.25", Limit::Float(0.2), true),
            ("18446744073709551615", Limit::Int(5), true),
            ("18446744073709551614", Limit::Int(5), false),
            ("1e23", Limit::Int(10), false),
            ("4.0", Limit::Float(2.0), true),
            ("4.5", Limit::Int(2), false),
        ] {
            assert_eq!(is_multiple_of(&number(text), divisor), expected, "{text} by {divisor:?}");
        }
    }

    #[test]
    fn divides_huge_numbers_exactly() {
        assert!(is_multiple_of(&number("1e300"), Limit::Float(0.01)));
        assert!(!is_multiple_of(&number("1e300"), Limit::Float(0.3)));
        assert!(!is_multiple_of(&number("1e30"), Limit::Float(3e-17)));
    }

    #[test]
    fn knows_integers_however_they_are_written() {
        for (text, expected) in [
            ("1.0", Some(1)),
            ("1e3", Some(1000)),
            ("-0.0", Some(0)),
            ("18446744073709551615", Some(18_446_744_073_709_551_615)),
            ("1e38", Some(99_999_999_999_999_997_748_809_823_456_034_029_568)),
            ("1e39", None),
            ("0.5", None),
        ] {
            assert_eq!(whole(&number(text)), expected, "{text}");
        }
    }
}
