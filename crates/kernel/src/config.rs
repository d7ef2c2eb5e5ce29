//! Configs: reads a value against a spec, collects every mistake, fills the defaults and hands over the
//! typed struct.
//!
//! A [`Spec`] is a static table that says what a generated type accepts, a [`Config`] a type that has one,
//! an [`Input`] a value from outside: a JSON value, or a YAML node that knows its place. [`read`] walks
//! the input along the spec once. It accepts exactly what the JSON Schema accepts that the spec was
//! generated from, read strictly: an object with known properties has no others.
//!
//! ```
//! use kernel::config::{Checked, Config, Constant, Field, Int, Spec, Take, Type, read};
//!
//! #[derive(Debug)]
//! struct Retry {
//!     attempts: u64,
//! }
//!
//! impl Take for Retry {
//!     fn take(checked: &mut Checked) -> Self {
//!         checked.begin_struct();
//!         Self { attempts: checked.take() }
//!     }
//! }
//!
//! impl Config for Retry {
//!     fn spec() -> &'static Spec {
//!         static SPEC: Spec =
//!             Spec::object(&[Field::with_default("attempts", Type::Int(Int::new(1, 9)), Constant::Int(3))]);
//!         &SPEC
//!     }
//! }
//!
//! let given = serde_json::json!({ "atempts": 5, "attempts": 10 });
//! let errors = read::<Retry>("http.retry", &given).unwrap_err();
//! assert_eq!(
//!     errors.to_string(),
//!     "http.retry: config.atempts: expected the key `attempts`, found `atempts`; did you mean `attempts`?\n\
//!      http.retry: config.attempts: expected a whole number from 1 to 9, found 10"
//! );
//! assert_eq!(read::<Retry>("http.retry", &serde_json::json!({})).map(|retry| retry.attempts), Ok(3));
//! ```

mod spec;

mod input;
#[cfg(feature = "yaml")]
mod yaml;

mod check;
mod checked;
mod error;
mod expected;

pub mod formats;
pub mod numbers;
pub mod same;

pub use checked::{Checked, Take};
pub use error::{At, ConfigError, ConfigErrors, Within};
pub use formats::{Format, Pattern};
pub use input::{Input, View, to_value};
pub use numbers::Limit;
pub use spec::{
    Arm, Chain, Choices, ConfigOf, Constant, Field, Float, Int, JsonType, Keys, List, Map, Presence, Range, Spec,
    SpecRef, Text, Type, Variant,
};
#[cfg(feature = "yaml")]
pub use yaml::Yaml;

use self::check::Checker;

/// A generated type that is read from outside: a struct, or an enum with a shape an arm.
pub trait Config: Take {
    /// What the type accepts.
    fn spec() -> &'static Spec;
}

/// Reads the config of the entry `key`.
///
/// # Errors
/// The value is not what the spec says; all mistakes, in the order of their places. Their paths begin with `config`.
pub fn read<'a, C: Config>(key: &'a str, input: impl Input<'a>) -> Result<C, ConfigErrors> {
    read_as(key, "config", input)
}

/// Reads the config of the entry `key`, in a kind that calls it `root`.
///
/// # Errors
/// As of [`read`]; paths begin with `root`.
pub fn read_as<'a, C: Config>(key: &'a str, root: &'static str, input: impl Input<'a>) -> Result<C, ConfigErrors> {
    check(C::spec(), key, root, input).map(|mut checked| checked.take())
}

/// Reads a definition: an entry of a kind, given at run time. `key` is what messages call it.
///
/// # Errors
/// As of [`read`]; paths begin with a property of the definition.
pub fn read_definition<'a, C: Config>(key: &'a str, input: impl Input<'a>) -> Result<C, ConfigErrors> {
    check(C::spec(), key, "", input).map(|mut checked| checked.take())
}

/// Checks a value against a spec; `root` is what paths begin with.
///
/// # Errors
/// As of [`read`].
pub fn check<'a>(
    spec: &'static Spec,
    key: &'a str,
    root: &'static str,
    input: impl Input<'a>,
) -> Result<Checked, ConfigErrors> {
    let mut walk = Checker::new(key, root);
    walk.spec(spec, input);
    walk.finish()
}

/// Refuses whatever is given to an entry that has no config.
///
/// # Errors
/// The value is no empty object.
pub fn none<'a>(key: &'a str, input: impl Input<'a>) -> Result<(), ConfigErrors> {
    none_as(key, "config", input)
}

/// Refuses whatever is given to an entry that has no config, in a kind that calls it `root`.
///
/// ```
/// let given = serde_json::json!({ "loud": true });
/// let errors = kernel::config::none_as("echo", "params", &given).unwrap_err();
/// assert!(errors.to_string().starts_with("echo: params.loud: "));
/// ```
///
/// # Errors
/// As of [`none`].
pub fn none_as<'a>(key: &'a str, root: &'static str, input: impl Input<'a>) -> Result<(), ConfigErrors> {
    check(Spec::EMPTY, key, root, input).map(drop)
}
