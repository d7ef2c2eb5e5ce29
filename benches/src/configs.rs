//! Measures reading configs at run time: the kernel, `jsonschema` followed by serde, and serde alone.
//!
//! 1. `draw` makes values for the schemas: the eight steps of this repository, mixed, and one large config.
//! 2. `steps` and `gateway` have the types that people would write for serde; the kernel has generated ones.
//! 3. `large` is the generated catalog of the large config; its definition is in `benches/large`.
//! 4. Each reader takes its turn on the same values, valid ones and broken ones apart.

mod draw;

#[allow(dead_code, reason = "the fields are read into, which is what is measured")]
mod gateway;
#[allow(dead_code, reason = "the fields are read into, which is what is measured")]
mod steps;

#[allow(dead_code, unreachable_pub, unused_imports, reason = "a catalog is a library; here it is a part of a program")]
#[path = "../large/catalog/src/lib.rs"]
#[rustfmt::skip]
mod large;

use std::fmt::Debug;
use std::hint::black_box;
use std::path::Path;

use generated::scenario::step::{self, StepKey};
use kernel::Key as _;
use kernel::config::Config;
use serde::de::DeserializeOwned;
use serde_json::Value;

use self::large::bench::service::GatewayConfig;
use crate::args::Request;
use crate::disk;
use crate::rounds::{self, IN_A_REPEAT};
use crate::table::{self, Table, count, microseconds, rate, times};
use crate::words::Random;

/// So many values of the steps, an equal part of each.
const SMALL: usize = 4_000;

/// So many values of the large config.
const LARGE: usize = 64;

/// Measures both sets, valid values and broken ones.
///
/// # Errors
/// A definition cannot be read.
pub(crate) fn run(request: &Request) -> Result<(), String> {
    let rounds = IN_A_REPEAT * request.repeat;
    println!("Reading configs at run time: CPU time, median of {rounds} rounds; {}\n", table::load());
    for set in [Set::steps()?, Set::large()?] {
        for quality in [Quality::Valid, Quality::Broken] {
            measure(&set, quality, rounds);
        }
    }
    Ok(())
}

/// Whether values have a mistake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Quality {
    Valid,
    /// One mistake each.
    Broken,
}

/// Configs that are measured together.
#[derive(Debug)]
struct Set {
    title: &'static str,
    subjects: Vec<Subject>,
    valid: Vec<Value>,
    broken: Vec<Value>,
}

/// One config: its schema, and how its types are read.
#[derive(Debug)]
struct Subject {
    key: &'static str,
    schema: Value,
    #[cfg(feature = "peers")]
    validator: jsonschema::Validator,
    kernel: fn(&str, &Value) -> bool,
    from_value: fn(Value) -> bool,
    #[cfg(feature = "peers")]
    deserialize: fn(&Value) -> bool,
    /// What the kernel and what serde read, as text.
    #[cfg(test)]
    shown: fn(&str, &Value) -> [Result<String, String>; 2],
}

/// Who reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reader {
    /// [`kernel::config::read`]: checks all, names every mistake, fills in defaults.
    Kernel,
    /// What others are measured against: `validate` of `jsonschema`, which names the first mistake, then `from_value`.
    #[cfg(feature = "peers")]
    Reference,
    /// As `jsonschema` is fastest on valid values and as thorough as the kernel on others: `is_valid`, then a type
    /// that reads the tree and leaves it; or else all mistakes.
    #[cfg(feature = "peers")]
    Thorough,
    /// Serde alone, `from_value`: names the first mistake, and knows no bounds and no patterns.
    Serde,
}

const READERS: &[Reader] = &[
    Reader::Kernel,
    #[cfg(feature = "peers")]
    Reader::Reference,
    #[cfg(feature = "peers")]
    Reader::Thorough,
    Reader::Serde,
];

impl Reader {
    fn title(self, quality: Quality) -> &'static str {
        match (self, quality) {
            (Self::Kernel, Quality::Valid) => "kernel",
            (Self::Kernel, Quality::Broken) => "kernel, all mistakes",
            #[cfg(feature = "peers")]
            (Self::Reference, Quality::Valid) => "reference: validate, from_value",
            #[cfg(feature = "peers")]
            (Self::Reference, Quality::Broken) => "reference: validate, first mistake",
            #[cfg(feature = "peers")]
            (Self::Thorough, Quality::Valid) => "jsonschema at its best: is_valid, deserialize",
            #[cfg(feature = "peers")]
            (Self::Thorough, Quality::Broken) => "jsonschema, all mistakes",
            (Self::Serde, _) => "serde alone, from_value",
        }
    }

    /// Reads a value, and may take it.
    fn accepts(self, subject: &Subject, value: &mut Value) -> bool {
        match self {
            Self::Kernel => (subject.kernel)(subject.key, value),
            #[cfg(feature = "peers")]
            Self::Reference => match subject.validator.validate(value) {
                Ok(()) => (subject.from_value)(value.take()),
                Err(mistake) => refused(std::iter::once(mistake)),
            },
            #[cfg(feature = "peers")]
            Self::Thorough if subject.validator.is_valid(value) => (subject.deserialize)(value),
            #[cfg(feature = "peers")]
            Self::Thorough => refused(subject.validator.iter_errors(value)),
            Self::Serde => (subject.from_value)(value.take()),
        }
    }
}

/// What people keep of mistakes: places and sentences, since a mistake borrows from the value.
#[cfg(feature = "peers")]
fn refused<'a>(mistakes: impl Iterator<Item = jsonschema::ValidationError<'a>>) -> bool {
    let kept = mistakes.map(|mistake| (mistake.instance_path().to_string(), mistake.to_string()));
    black_box(kept.collect::<Vec<_>>()).is_empty()
}

impl Subject {
    /// `C` is the generated type, `P` the one for serde.
    #[cfg_attr(not(feature = "peers"), expect(clippy::unnecessary_wraps, reason = "only a validator is refused"))]
    fn new<C, P>(key: &'static str, schema: Value) -> Result<Self, String>
    where
        C: Config + Debug,
        P: DeserializeOwned + Debug,
    {
        Ok(Self {
            key,
            #[cfg(feature = "peers")]
            validator: validator(&schema).map_err(|error| format!("the schema of `{key}`: {error}"))?,
            schema,
            kernel: |key, value| black_box(kernel::config::read::<C>(key, value)).is_ok(),
            from_value: |value| black_box(serde_json::from_value::<P>(value)).is_ok(),
            #[cfg(feature = "peers")]
            deserialize: |value| black_box(P::deserialize(value)).is_ok(),
            #[cfg(test)]
            shown: |key, value| {
                let kernel = kernel::config::read::<C>(key, value);
                [
                    kernel.map(|config| format!("{config:?}")).map_err(|mistakes| mistakes.to_string()),
                    P::deserialize(value).map(|config| format!("{config:?}")).map_err(|mistake| mistake.to_string()),
                ]
            },
        })
    }

    fn of_step(key: StepKey) -> Result<Self, String> {
        let name = key.as_str();
        let schema = schema(&format!("../registry-defs/scenario/steps/{name}.yaml"), "/config")?;
        match key {
            StepKey::FeaturesCompute => Self::new::<step::features::ComputeConfig, steps::ComputeConfig>(name, schema),
            StepKey::GateIdempotency => {
                Self::new::<step::gate::IdempotencyConfig, steps::IdempotencyConfig>(name, schema)
            }
            StepKey::OutputFormat => Self::new::<step::output::FormatConfig, steps::FormatConfig>(name, schema),
            StepKey::OutputWrite => Self::new::<step::output::WriteConfig, steps::WriteConfig>(name, schema),
            StepKey::ParseLoadAttempt => {
                Self::new::<step::parse::LoadAttemptConfig, steps::LoadAttemptConfig>(name, schema)
            }
            StepKey::PoliciesEvaluate => {
                Self::new::<step::policies::EvaluateConfig, steps::EvaluateConfig>(name, schema)
            }
            StepKey::TimeComputeKeys => {
                Self::new::<step::time::ComputeKeysConfig, steps::ComputeKeysConfig>(name, schema)
            }
            StepKey::WindowsUpdate => Self::new::<step::windows::UpdateConfig, steps::UpdateConfig>(name, schema),
        }
    }
}

impl Set {
    fn steps() -> Result<Self, String> {
        let subjects = StepKey::ALL.into_iter().map(Subject::of_step).collect::<Result<_, _>>()?;
        Ok(Self::drawn("the configs of the eight steps, mixed", subjects, SMALL))
    }

    fn large() -> Result<Self, String> {
        let schema = schema("large/bench/services.yaml", "/gateway/config")?;
        let subject = Subject::new::<GatewayConfig, gateway::GatewayConfig>("gateway", schema)?;
        Ok(Self::drawn("one large config", vec![subject], LARGE))
    }

    fn drawn(title: &'static str, subjects: Vec<Subject>, count: usize) -> Self {
        let mut random = Random::new(1);
        let schemas = subjects.iter().map(|subject| &subject.schema).cycle().take(count);
        let valid: Vec<Value> = schemas.clone().map(|schema| draw::valid(schema, &mut random)).collect();
        let mut broken = valid.clone();
        broken.iter_mut().zip(schemas).for_each(|(value, schema)| draw::spoil(schema, value, &mut random));
        Self { title, subjects, valid, broken }
    }
}

/// As `crates/compiler/src/schema.rs` builds it.
#[cfg(feature = "peers")]
fn validator(schema: &Value) -> Result<jsonschema::Validator, jsonschema::ValidationError<'static>> {
    jsonschema::draft202012::options()
        .with_pattern_options(jsonschema::PatternOptions::regex())
        .should_validate_formats(true)
        .build(schema)
}

/// The schema of a config, from the definition that has it.
fn schema(path: &str, pointer: &str) -> Result<Value, String> {
    let text = disk::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join(path))?;
    let mut findings = source::Findings::new();
    let documents = yaml::parse(&source::Text::new(path, text), &yaml::Limits::default(), &mut findings);
    let schema = documents.first().and_then(|document| document.root.to_json().pointer(pointer).cloned());
    schema.ok_or_else(|| format!("there is no `{pointer}` in `{path}`"))
}

fn measure(set: &Set, quality: Quality, rounds: usize) {
    let drawn = match quality {
        Quality::Valid => &set.valid,
        Quality::Broken => &set.broken,
    };
    let accepted = |reader: &Reader, values: &mut Vec<Value>| {
        let read = set.subjects.iter().cycle().zip(values).map(|(subject, value)| reader.accepts(subject, value));
        read.filter(|accepted| *accepted).count()
    };
    let pass = |reader: &Reader, values: &mut Vec<Value>| _ = black_box(accepted(reader, values));
    let figures = rounds::medians(rounds, READERS, &|| drawn.clone(), &pass);
    let (values, bytes) = (drawn.len(), drawn.iter().map(|value| value.to_string().len()).sum::<usize>());
    let figures: Vec<f64> = figures.into_iter().map(|pass| pass / table::float(values)).collect();
    let of = |title: &str| {
        let place = READERS.iter().position(|reader| reader.title(quality).starts_with(title));
        place.map_or(0.0, |place| figures[place])
    };
    let (reference, serde) = (of("reference"), of("serde"));
    let what = match quality {
        Quality::Valid => "valid values",
        Quality::Broken => "values with a mistake each",
    };
    println!("{}: {} {what}, {} bytes of JSON each on average\n", set.title, count(values), count(bytes / values));
    let mut table = Table::new(&["Reader", "µs a value", "values/s", "× reference", "× serde alone", "accepted"]);
    for (reader, figure) in READERS.iter().zip(&figures) {
        table.row([
            reader.title(quality).to_owned(),
            microseconds(*figure),
            rate(*figure),
            times(*figure, reference),
            times(*figure, serde),
            count(accepted(reader, &mut drawn.clone())),
        ]);
    }
    table.print();
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sets() -> [Set; 2] {
        [Set::steps().expect("the steps have schemas"), Set::large().expect("the large config has a schema")]
    }

    #[test]
    fn all_readers_read_the_same_from_valid_values() {
        for set in sets() {
            for (subject, value) in set.subjects.iter().cycle().zip(&set.valid) {
                for reader in READERS {
                    assert!(reader.accepts(subject, &mut value.clone()), "{reader:?}: {}: {value}", subject.key);
                }
                let [kernel, serde] = (subject.shown)(subject.key, value);
                assert_eq!(kernel, serde, "{value}");
            }
        }
    }

    #[test]
    fn a_mistake_is_refused_by_all_that_know_the_schema() {
        for set in sets() {
            for (subject, value) in set.subjects.iter().cycle().zip(&set.broken) {
                for reader in READERS.iter().filter(|reader| **reader != Reader::Serde) {
                    assert!(!reader.accepts(subject, &mut value.clone()), "{reader:?}: {}: {value}", subject.key);
                }
                let [kernel, _] = (subject.shown)(subject.key, value);
                let mistakes = kernel.expect_err("the kernel has refused it");
                assert_eq!(mistakes.lines().count(), 1, "{mistakes}");
            }
        }
    }

    #[test]
    fn values_are_mixed() {
        for set in sets() {
            let given = set.valid.iter().filter_map(Value::as_object).map(serde_json::Map::len);
            let different: std::collections::BTreeSet<usize> = given.collect();
            assert!(different.len() > 3, "objects of {different:?} properties");
            assert!(set.broken.iter().zip(&set.valid).all(|(broken, valid)| broken != valid));
        }
    }

    #[test]
    fn the_catalog_of_the_large_config_is_what_is_generated_now() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("large");
        let mut files = compiler::files::Memory::default();
        for path in ["rollbook.yaml", "bench/kinds/service.schema.yaml", "bench/services.yaml"] {
            let text = disk::read(&root.join(path)).expect("the definition is there");
            files.0.insert(path.to_owned(), text.into_bytes());
        }
        let compiled = compiler::compile(&files, "rollbook.yaml", compiler::Settings::default());
        assert!(compiled.findings.is_empty(), "{:?}", compiled.findings);
        let mut catalog = 0;
        for artifact in compiled.artifacts.iter().filter(|artifact| artifact.path.starts_with("catalog/")) {
            let kept = disk::read(&root.join(&artifact.path)).unwrap_or_default();
            let now = String::from_utf8_lossy(&artifact.content);
            assert_eq!(kept, now, "run `cargo xtask gen --project benches/large`");
            catalog += 1;
        }
        assert_eq!(catalog, 3);
    }
}
