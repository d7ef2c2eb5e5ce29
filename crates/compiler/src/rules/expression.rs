//! Expressions and templates of rules: compiled, evaluated, and what is wrong with them.

use std::sync::Arc;

use minijinja::value::Value;
use minijinja::{AutoEscape, Environment, Error, Expression, Template, UndefinedBehavior, context};

use super::value;
use super::world::{Found, Place, World};

/// So many steps may an expression take for one entry; what rules need is a few dozen.
const FUEL: u64 = 100_000;

/// Where expressions and templates are compiled.
pub(super) fn environment() -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::SemiStrict);
    environment.set_auto_escape_callback(|_| AutoEscape::None);
    environment.set_fuel(Some(FUEL));
    environment
}

/// What expressions are told of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Subject<'a> {
    pub(super) world: &'a Arc<World>,
    pub(super) entry: Place,
    pub(super) item: Option<&'a Found>,
    pub(super) other: Option<Place>,
}

impl Subject<'_> {
    fn context(self) -> Value {
        let entry = value::entry(self.world, self.entry);
        let item = self.item.map(|item| value::item(self.world, item));
        let other = self.other.map(|other| value::entry(self.world, other));
        context! { entry, item => item.unwrap_or(Value::UNDEFINED), other => other.unwrap_or(Value::UNDEFINED) }
    }

    /// Whether the expression is true; `None` where it met a reference that leads nowhere.
    pub(super) fn holds(self, expression: &Expression<'_, '_>) -> Result<Option<bool>, Error> {
        self.world.start();
        let result = expression.eval(self.context());
        if self.world.went_astray() {
            return Ok(None);
        }
        result.map(|value| Some(value.is_true()))
    }

    /// The text that a template gives.
    pub(super) fn text(self, template: &Template<'_, '_>) -> Result<String, Error> {
        template.render(self.context())
    }
}

/// What an error says, in a sentence without our end of it.
pub(super) fn sentence(error: &Error) -> String {
    match error.detail() {
        Some(detail) => format!("{}: {detail}", error.kind()),
        None => error.kind().to_string(),
    }
}
