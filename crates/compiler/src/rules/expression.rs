//! Expressions and templates of rules: compiled, evaluated, and what is wrong with them.

use std::io;
use std::sync::Arc;

use minijinja::value::Value;
use minijinja::{AutoEscape, Environment, Error, ErrorKind, Expression, Template, UndefinedBehavior, context};

use super::value;
use super::world::{Found, Place, World};

/// So many steps may an expression take for one entry; what rules need is a few dozen.
const FUEL: u64 = 10_000;

/// So many bytes may an expression or a template have, so that reading it is no deep recursion.
pub(super) const MOST_BYTES: usize = 2_000;

/// So many bytes may a template give, and so many may `join`.
const MOST_GIVEN: usize = 16_384;

/// Where expressions and templates are compiled.
///
/// What makes more out of less is left out, since fuel counts steps and not what a step takes: with these, a line
/// fills the memory.
pub(super) fn environment() -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::SemiStrict);
    environment.set_auto_escape_callback(|_| AutoEscape::None);
    environment.set_fuel(Some(FUEL));
    for filter in ["batch", "chain", "format", "indent", "pprint", "replace", "slice", "zip"] {
        environment.remove_filter(filter);
    }
    for function in ["debug", "dict", "namespace", "range"] {
        environment.remove_global(function);
    }
    environment.add_filter("join", join);
    environment.add_filter("times", times);
    environment
}

/// The texts of a list, with another between them.
fn join(list: &Value, between: Option<String>) -> Result<String, Error> {
    let between = between.unwrap_or_default();
    let mut joined = String::new();
    for (index, value) in list.try_iter()?.enumerate() {
        if index > 0 {
            joined.push_str(&between);
        }
        joined.push_str(&value.to_string());
        if joined.len() > MOST_GIVEN {
            let why = format!("`join` gives more than {MOST_GIVEN} bytes");
            return Err(Error::new(ErrorKind::InvalidOperation, why));
        }
    }
    Ok(joined)
}

/// A number times a number; `*` would also repeat texts.
fn times(left: &Value, right: &Value) -> Result<Value, Error> {
    let whole = |value: &Value| i64::try_from(value.clone()).ok().filter(|_| value.is_number());
    if let (Some(left), Some(right)) = (whole(left), whole(right))
        && let Some(product) = left.checked_mul(right)
    {
        return Ok(Value::from(product));
    }
    let float = |value: &Value| f64::try_from(value.clone()).ok().filter(|_| value.is_number());
    match (float(left), float(right)) {
        (Some(left), Some(right)) => Ok(Value::from(left * right)),
        _ => Err(Error::new(ErrorKind::InvalidOperation, "`times` multiplies numbers")),
    }
}

/// Something in an expression or a template that rules do not have: the word, why, and what to write instead.
pub(super) struct Refused<'a> {
    pub(super) word: &'a str,
    pub(super) why: String,
    pub(super) help: Option<&'static str>,
}

/// What is refused in an expression.
pub(super) fn refused_in_expression(text: &str) -> Option<Refused<'_>> {
    too_long(text).or_else(|| multiplication(text, "").err())
}

/// What is refused in a template.
pub(super) fn refused_in_template(text: &str) -> Option<Refused<'_>> {
    /// Blocks that choose and list; the others keep what was made, or make it again.
    const BLOCKS: [&str; 6] = ["if", "elif", "else", "endif", "for", "endfor"];
    let mut rest = text;
    while let Some(begin) = rest.find('{') {
        let (opened, inside) = rest[begin..].split_at_checked(2).unwrap_or_default();
        rest = match opened {
            "{{" => match multiplication(inside, "}}") {
                Ok(rest) => rest,
                Err(refused) => return Some(refused),
            },
            "{%" => {
                let word = inside.trim_start_matches(['-', '+']).trim_start();
                let word = &word[..word.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(word.len())];
                if !word.is_empty() && !BLOCKS.contains(&word) {
                    let why = format!("a rule has no `{{% {word} %}}`");
                    return Some(Refused { word, why, help: Some("`if` and `for` are what there is") });
                }
                match multiplication(inside, "%}") {
                    Ok(rest) => rest,
                    Err(refused) => return Some(refused),
                }
            }
            "{#" => inside.split_once("#}").map_or("", |(_, rest)| rest),
            _ => &rest[begin + 1..],
        };
    }
    too_long(text)
}

fn too_long(text: &str) -> Option<Refused<'_>> {
    let why = || format!("the text has {} bytes, the limit is {MOST_BYTES}", text.len());
    (text.len() > MOST_BYTES).then(|| Refused { word: text, why: why(), help: None })
}

/// Looks for `*` outside of quotes; else gives what follows the end, which is the end of the text where it is empty.
fn multiplication<'a>(text: &'a str, end: &str) -> Result<&'a str, Refused<'a>> {
    let mut quote = None;
    let mut characters = text.char_indices();
    while let Some((at, character)) = characters.next() {
        match (quote, character) {
            (Some(_), '\\') => _ = characters.next(),
            (Some(open), close) if open == close => quote = None,
            (None, '"' | '\'') => quote = Some(character),
            (None, '*') => {
                let help = "`a | times(b)` multiplies numbers";
                let why = "a rule has no `*`, which would also repeat texts".to_owned();
                return Err(Refused { word: &text[at..=at], why, help: Some(help) });
            }
            (None, _) if !end.is_empty() && text[at..].starts_with(end) => return Ok(&text[at + end.len()..]),
            (Some(_) | None, _) => {}
        }
    }
    Ok("")
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

    /// The text that a template gives; `None` where it met a reference that leads nowhere.
    pub(super) fn text(self, template: &Template<'_, '_>) -> Result<Option<String>, Error> {
        self.world.start();
        let mut given = Given::default();
        let result = template.render_captured_to(self.context(), &mut given).map(drop);
        if self.world.went_astray() {
            return Ok(None);
        }
        if given.is_too_much {
            let why = format!("it gives more than {MOST_GIVEN} bytes");
            return Err(Error::new(ErrorKind::InvalidOperation, why));
        }
        result.map(|()| Some(String::from_utf8_lossy(&given.bytes).trim().to_owned()))
    }
}

/// What a template gives, up to a limit.
#[derive(Default)]
struct Given {
    bytes: Vec<u8>,
    is_too_much: bool,
}

impl io::Write for Given {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.is_too_much |= self.bytes.len() + bytes.len() > MOST_GIVEN;
        if self.is_too_much {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What an error says, in a sentence without our end of it.
pub(super) fn sentence(error: &Error) -> String {
    match error.detail() {
        Some(detail) => format!("{}: {detail}", error.kind()),
        None => error.kind().to_string(),
    }
}
