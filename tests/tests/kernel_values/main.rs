//! What the kernel takes at run time, against what the `jsonschema` crate takes when a catalog is generated: numbers,
//! formats, patterns and repeats.
//!
//! Cases are drawn from fixed seeds; `ROLLBOOK_CASES=10` draws ten times as many.

#![expect(clippy::print_stdout, reason = "says how much was compared")]

mod numbers;

mod formats;
mod labels;
mod patterns;
mod texts;

mod same;

use jsonschema::{PatternOptions, Validator};
use serde_json::Value;

/// A validator as the compiler makes them; `None` for what is no schema.
pub(crate) fn validator(schema: &Value) -> Option<Validator> {
    jsonschema::draft202012::options()
        .with_pattern_options(PatternOptions::regex())
        .should_validate_formats(true)
        .build(schema)
        .ok()
}

pub(crate) fn sound(schema: &Value) -> Validator {
    validator(schema).unwrap_or_else(|| panic!("{schema} is a schema"))
}

/// `SplitMix64`: the same numbers for a seed on every machine.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    pub(crate) fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end.max(1)).unwrap_or(u64::MAX);
        usize::try_from(self.next() % end).unwrap_or_default()
    }

    pub(crate) fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())].clone()
    }
}

/// So many cases, times `ROLLBOOK_CASES`.
pub(crate) fn cases(count: usize) -> usize {
    let times = std::env::var("ROLLBOOK_CASES").ok().and_then(|times| times.parse().ok());
    count * times.unwrap_or(1)
}

/// Counts answers, and keeps those that differ.
#[derive(Default)]
pub(crate) struct Tally {
    compared: usize,
    yes: usize,
    pub(crate) left_out: usize,
    differ: Vec<String>,
}

impl Tally {
    pub(crate) fn add(&mut self, kernel: bool, validator: bool, case: impl FnOnce() -> String) {
        self.compared += 1;
        self.yes += usize::from(validator);
        if kernel != validator {
            self.differ.push(format!("{}: {kernel} here, {validator} there", case()));
        }
    }

    pub(crate) fn finish(self, of_what: &str) {
        let Self { compared, yes, left_out, differ } = self;
        println!("{of_what}: {compared} compared, {yes} of them taken, {left_out} left out, {} differ", differ.len());
        assert!(differ.is_empty(), "{}", differ[..differ.len().min(40)].join("\n"));
    }
}
