//! Numbers that satisfy constraints; small ones first.

use serde_json::{Number, Value};

use crate::profile::{Rules, Width, ceil, floor};

/// The `nth` whole number of a width.
pub(super) fn whole(rules: &Rules, width: Width, nth: usize) -> Option<Value> {
    let (least, greatest) = width.bounds();
    let lows = [Some(&least), rules.minimum.as_ref()].into_iter().flatten().map(ceil);
    let low = lows.chain(rules.exclusive_minimum.as_ref().map(|bound| floor(bound).saturating_add(1))).max()?;
    let highs = [Some(&greatest), rules.maximum.as_ref()].into_iter().flatten().map(floor);
    let high = highs.chain(rules.exclusive_maximum.as_ref().map(|bound| ceil(bound).saturating_sub(1))).min()?;
    // A larger step reaches no number but 0.
    let step = rules.multiple_of.as_ref().map_or(Some(1), whole_step)?.min(1 << 70);
    let nearest = up(1.clamp(low, high.max(low)), step);
    let first = if nearest <= high { nearest } else { up(high - step + 1, step) };
    // Upwards as far as there are numbers, then downwards.
    let upwards = (high - first) / step + 1;
    let nth = i128::try_from(nth).ok()?;
    let steps = if nth < upwards { nth } else { upwards - nth - 1 };
    let number = first.checked_add(step.checked_mul(steps)?)?;
    let number = Some(number).filter(|number| (low..=high).contains(number))?;
    let whole = u64::try_from(number).map(Number::from).or_else(|_| i64::try_from(number).map(Number::from));
    whole.ok().map(Value::Number)
}

/// The least multiple that is not below a number.
fn up(number: i128, step: i128) -> i128 {
    number.div_euclid(step) * step + if number.rem_euclid(step) == 0 { 0 } else { step }
}

/// The least whole multiple of a number.
fn whole_step(step: &Number) -> Option<i128> {
    let step = step.as_f64()?;
    let mut multiples = (1..=1_000_u32).map(|times| step * f64::from(times));
    let whole = multiples.find(|multiple| (multiple - multiple.round()).abs() < 1e-9 && *multiple >= 1.0)?;
    Number::from_f64(whole.round()).map(|whole| floor(&whole))
}

/// The `nth` number.
pub(super) fn any(rules: &Rules, nth: usize) -> Option<Value> {
    let bound = |bound: &Option<Number>| bound.as_ref().and_then(Number::as_f64);
    let (low, high) = (bound(&rules.minimum), bound(&rules.maximum));
    let (above, below) = (bound(&rules.exclusive_minimum), bound(&rules.exclusive_maximum));
    let step = bound(&rules.multiple_of).filter(|step| *step > 0.0);
    let ends: Vec<f64> = [low, above, high, below].into_iter().flatten().collect();
    let middle = low.or(above).zip(high.or(below)).map(|(low, high)| f64::midpoint(low, high));
    let near = ends.iter().flat_map(|end| [*end, end + 1.0, end - 1.0, end + 0.5, end - 0.5]);
    let near: Vec<f64> = [1.0, 0.5, 2.0, 0.0, 10.0].into_iter().chain(near).chain(middle).collect();
    let on_steps = near.iter().flat_map(|number| match step {
        Some(step) => {
            vec![(number / step).ceil() * step, (number / step).floor() * step, (number / step).ceil() * step + step]
        }
        None => vec![*number],
    });
    let fits = |number: &f64| {
        number.is_finite()
            && low.is_none_or(|low| *number >= low)
            && high.is_none_or(|high| *number <= high)
            && above.is_none_or(|above| *number > above)
            && below.is_none_or(|below| *number < below)
    };
    let mut found: Vec<f64> = Vec::new();
    for number in on_steps.map(rounded).filter(fits) {
        if !found.iter().any(|other| other.total_cmp(&number).is_eq()) {
            found.push(number);
        }
    }
    found.get(nth).and_then(|number| written(*number))
}

/// Without the last digits of a sum, where it has not many.
fn rounded(number: f64) -> f64 {
    let rounded = (number * 1e9).round() / 1e9;
    if number.abs() < 1e6 && (rounded - number).abs() < 1e-12 { rounded + 0.0 } else { number }
}

/// As people write it: `1`, not `1.0`.
fn written(number: f64) -> Option<Value> {
    let float = Number::from_f64(number)?;
    if number.fract() == 0.0 && number.abs() < 1e15 {
        return i64::try_from(floor(&float)).ok().map(|whole| Value::Number(whole.into()));
    }
    Some(Value::Number(float))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn rules(minimum: Option<f64>, maximum: Option<f64>, step: Option<f64>) -> Rules {
        let number = |given: Option<f64>| given.and_then(Number::from_f64);
        Rules { minimum: number(minimum), maximum: number(maximum), multiple_of: number(step), ..Rules::default() }
    }

    #[test]
    fn whole_numbers_are_small_and_differ() {
        let first = |rules: &Rules| -> Vec<Value> { (0..4).map_while(|nth| whole(rules, Width::I16, nth)).collect() };
        assert_eq!(first(&rules(None, None, None)), [json!(1), json!(2), json!(3), json!(4)]);
        assert_eq!(first(&rules(Some(8.5), None, Some(2.5))), [json!(10), json!(15), json!(20), json!(25)]);
        assert_eq!(first(&rules(Some(0.0), Some(2.0), None)), [json!(1), json!(2), json!(0)]);
        assert_eq!(first(&rules(None, Some(-7.0), Some(3.0))), [json!(-9), json!(-12), json!(-15), json!(-18)]);
        assert_eq!(first(&rules(Some(4.0), Some(5.0), Some(3.0))), Vec::<Value>::new());
        assert_eq!(first(&rules(Some(40_000.0), None, None)), Vec::<Value>::new());
    }

    #[test]
    fn other_numbers_keep_their_bounds_and_steps() {
        assert_eq!(any(&rules(None, None, None), 0), Some(json!(1)));
        assert_eq!(any(&rules(Some(0.0), Some(0.25), None), 0), Some(json!(0)));
        assert_eq!(any(&rules(Some(0.15), Some(0.35), Some(0.1)), 0), Some(json!(0.2)));
        let open = Rules {
            exclusive_minimum: Number::from_f64(2.0),
            exclusive_maximum: Number::from_f64(3.0),
            ..Rules::default()
        };
        assert_eq!(any(&open, 0), Some(json!(2.5)));
        assert_eq!(any(&rules(Some(3.0), Some(2.0), None), 0), None);
    }
}
