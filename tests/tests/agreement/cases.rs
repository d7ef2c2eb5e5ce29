//! Instances of subjects: valid ones, nearly valid ones and noise, given as JSON and as YAML.

use serde_json::Value;

use crate::draw::Draw;
use crate::mutate::{noise, spoil};
use crate::program::{Input, Question};
use crate::random::Random;
use crate::reference::{Keys, Reference, visit};

/// How an instance came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sort {
    /// Made to be accepted.
    Valid,
    /// Made to be accepted, and then changed at one place or two.
    Near,
    /// Made without much regard to the schema.
    Noise,
    /// From the JSON-Schema-Test-Suite.
    Suite,
}

/// An instance to ask about.
pub(crate) struct Case {
    pub(crate) sort: Sort,
    pub(crate) question: Question,
}

/// One of so many instances is given as YAML too.
const ALSO_YAML: usize = 5;

/// The instances of a subject.
#[derive(Default)]
pub(crate) struct Drawn {
    pub(crate) cases: Vec<Case>,
    /// How many were left out: see [`is_beyond_exact`].
    pub(crate) left_out: usize,
}

/// Draws `count` instances for a subject; some are asked about twice, as JSON and as YAML.
pub(crate) fn draw(seed: u64, subject: usize, reference: &Reference, keys: &Keys, count: usize) -> Drawn {
    let mut random = Random::new(seed, "instances", subject);
    let draw = Draw { root: &reference.written_out, keys };
    let has_steps = has_decimal_steps(&reference.written_out);
    let mut drawn = Drawn::default();
    for index in 0..count {
        let (sort, instance) = match random.below(20) {
            0..=8 => (Sort::Valid, draw.value(&mut random, draw.root, 0)),
            9..=16 => {
                let valid = draw.value(&mut random, draw.root, 0);
                let near = spoil(&mut random, &draw, valid);
                (Sort::Near, if random.chance(20) { spoil(&mut random, &draw, near) } else { near })
            }
            _ => (Sort::Noise, noise(&mut random, &draw)),
        };
        if has_steps && is_beyond_exact(&instance) {
            drawn.left_out += 1;
            continue;
        }
        if index % ALSO_YAML == 0 {
            let instance = instance.clone();
            drawn.cases.push(Case { sort, question: Question { subject, input: Input::Yaml, instance } });
        }
        drawn.cases.push(Case { sort, question: Question { subject, input: Input::Json, instance } });
    }
    drawn
}

/// Whether a schema asks for multiples of a number with a fraction.
fn has_decimal_steps(schema: &Value) -> bool {
    let mut found = false;
    visit(&mut schema.clone(), &mut |schema| {
        let step = schema.get("multipleOf").and_then(Value::as_f64);
        found |= step.is_some_and(|step| step.fract() != 0.0);
    });
    found
}

/// Whether a value holds a number that, under a `multipleOf` with a fraction, `jsonschema` no longer reads exactly,
/// while the kernel does: see `kernel::config::numbers::is_multiple_of`. The bound leaves room for nine decimals.
fn is_beyond_exact(value: &Value) -> bool {
    match value {
        Value::Number(number) => number.as_f64().is_some_and(|number| number.abs() >= 1e28),
        Value::Array(items) => items.iter().any(is_beyond_exact),
        Value::Object(pairs) => pairs.values().any(is_beyond_exact),
        Value::Null | Value::Bool(_) | Value::String(_) => false,
    }
}
