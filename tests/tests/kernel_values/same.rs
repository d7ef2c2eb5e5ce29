//! Equality and repeats.

use kernel::config::same::{equal, first_repeat};
use serde_json::{Value, json};

use crate::{Random, Tally, cases, sound};

/// A value from a small world, where equal ones are frequent.
fn value(random: &mut Random, depth: usize) -> Value {
    const SCALARS: &[&str] = &[
        "null",
        "true",
        "false",
        "0",
        "-0.0",
        "0.0",
        "1",
        "1.0",
        "1e0",
        "-1",
        "-1.0",
        "0.5",
        "9007199254740993",
        "9007199254740992.0",
        "18446744073709551615",
        "18446744073709551616.0",
        "1e300",
        "\"\"",
        "\"a\"",
        "\"1\"",
        "[]",
        "{}",
    ];
    match random.below(if depth == 0 { 1 } else { 3 }) {
        0 => serde_json::from_str(random.pick(SCALARS)).expect("each is JSON"),
        1 => (0..random.below(3)).map(|_| value(random, depth - 1)).collect(),
        _ => {
            (0..random.below(4)).map(|_| (random.pick(&["a", "b", "c"]).to_owned(), value(random, depth - 1))).collect()
        }
    }
}

#[test]
fn repeats_are_theirs() {
    let mut tally = Tally::default();
    let mut random = Random(5);
    let unique = sound(&json!({ "uniqueItems": true }));
    for _ in 0..cases(20_000) {
        let items: Vec<Value> = (0..random.below(24)).map(|_| value(&mut random, 2)).collect();
        let repeat = first_repeat(&items);
        let pairs = (0..items.len()).flat_map(|at| (0..at).map(move |earlier| (earlier, at)));
        assert_eq!(repeat, pairs.into_iter().find(|(one, other)| equal(&items[*one], &items[*other])), "{items:?}");
        tally.add(repeat.is_none(), unique.is_valid(&json!(items)), || format!("{items:?}"));
    }
    tally.finish("repeats");
}

#[test]
fn equal_values_are_theirs() {
    let mut tally = Tally::default();
    let mut random = Random(6);
    for _ in 0..cases(400) {
        let constant = value(&mut random, 1);
        let validator = sound(&json!({ "const": constant }));
        for other in (0..50).map(|_| value(&mut random, 1)) {
            tally.add(equal(&constant, &other), validator.is_valid(&other), || format!("{constant} and {other}"));
        }
    }
    tally.finish("equality");
}
