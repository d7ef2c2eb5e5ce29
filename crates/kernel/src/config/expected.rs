//! What messages say: what was expected, and how a value that was found is shown.

use std::fmt::{self, Write as _};

use super::input::{Input, View, to_value};
use super::numbers::Limit;
use super::spec::{Arm, Float, Int, JsonType, Keys, List, Map, Range, Spec, Text, Type};

/// A text longer than this is cut off in a message.
const LONGEST: usize = 60;

/// A list of names longer than this is no help in a line.
const MOST_NAMES: usize = 20;

/// What is accepted, in words: ``a whole number of at least 1``.
impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&of(self))
    }
}

pub(super) fn of(ty: &Type) -> String {
    match ty {
        Type::Any => "a value".to_owned(),
        Type::Bool => boolean(),
        Type::Int(int) => self::int(int),
        Type::Float(float) => self::float(float),
        Type::Text(text) => self::text(text),
        Type::Choice(choices) => one_of(&(choices.all)()),
        Type::Key(keys) => key(*keys),
        Type::List(list) => self::list(list),
        Type::Map(map) => self::map(map),
        Type::Item(item) => match item.get() {
            Spec::Object { .. } | Spec::Tagged { .. } => object(),
            Spec::Union(arms) => union(arms),
        },
        Type::ConfigOf(_) => "a config".to_owned(),
        Type::Nullable(inner) => format!("{} or null", of(inner)),
    }
}

pub(super) fn nothing() -> String {
    "nothing".to_owned()
}

/// A noun with its article.
pub(super) fn a(noun: &str) -> String {
    // `unit`, `user` and `utility` begin with the sound of `you`.
    let vowel =
        noun.starts_with(['a', 'e', 'i', 'o', 'u']) && !["uni", "us", "uti"].iter().any(|you| noun.starts_with(you));
    format!("{} {noun}", if vowel { "an" } else { "a" })
}

pub(super) fn boolean() -> String {
    "true or false".to_owned()
}

pub(super) fn object() -> String {
    "an object".to_owned()
}

pub(super) fn key(keys: Keys) -> String {
    format!("the key of {}", a(keys.noun))
}

pub(super) fn int(int: &Int) -> String {
    let widest = [i128::from(i64::MIN), i128::from(i64::MAX), i128::from(u64::MAX)];
    let (low, high) = (!widest.contains(&int.min), !widest.contains(&int.max));
    let mut text = match (low, high) {
        (true, true) => format!("a whole number from {} to {}", int.min, int.max),
        (true, false) => format!("a whole number of at least {}", int.min),
        (false, true) => format!("a whole number of at most {}", int.max),
        (false, false) => "a whole number".to_owned(),
    };
    if let Some(step) = int.multiple_of {
        let _ = write!(text, ", a multiple of {}", limit(step));
    }
    text
}

pub(super) fn float(float: &Float) -> String {
    let bounds = [
        ("of at least", float.min),
        ("of more than", float.above),
        ("of at most", float.max),
        ("of less than", float.below),
        ("that is a multiple of", float.multiple_of),
    ];
    let bounds = bounds.iter().filter_map(|(words, bound)| Some(format!("{words} {}", limit((*bound)?))));
    let bounds: Vec<String> = bounds.collect();
    if bounds.is_empty() { "a number".to_owned() } else { format!("a number {}", bounds.join(" and ")) }
}

fn limit(limit: Limit) -> String {
    match limit {
        Limit::Int(whole) => whole.to_string(),
        Limit::Float(float) => float.to_string(),
    }
}

pub(super) fn text(text: &Text) -> String {
    let mut whole = text.format.map_or_else(|| "text".to_owned(), |format| format.described().to_owned());
    if text.length != Range::ANY {
        let _ = write!(whole, " of {}", count(text.length, "character"));
    }
    if let Some(pattern) = text.pattern {
        let _ = write!(whole, " that matches `{}`", pattern.source());
    }
    whole
}

pub(super) fn list(list: &List) -> String {
    if list.items == Range::ANY { "a list".to_owned() } else { format!("a list of {}", count(list.items, "item")) }
}

pub(super) fn map(map: &Map) -> String {
    properties(map.properties)
}

pub(super) fn properties(range: Range) -> String {
    if range == Range::ANY { object() } else { format!("an object of {}", count(range, "key")) }
}

fn count(range: Range, noun: &str) -> String {
    let plural = |count: u64| if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") };
    match (range.least, range.most) {
        (least, u64::MAX) => format!("at least {}", plural(least)),
        (0, most) => format!("at most {}", plural(most)),
        (least, most) if least == most => plural(least),
        (least, most) => format!("{least} to {}", plural(most)),
    }
}

pub(super) fn union(arms: &[Arm]) -> String {
    let names: Vec<&str> = arms
        .iter()
        .map(|arm| match arm.json {
            JsonType::Boolean => "true or false",
            JsonType::Number => "a number",
            JsonType::String => "text",
            JsonType::Array => "a list",
            JsonType::Object => "an object",
        })
        .collect();
    names.join(" or ")
}

pub(super) fn one_of(known: &[&str]) -> String {
    let quoted: Vec<String> = known.iter().map(|name| format!("{name:?}")).collect();
    enumerated("one of", "", &quoted)
}

/// A key of a kind, from the keys that there are.
pub(super) fn one_of_keys(unknown: &crate::UnknownKey) -> String {
    if unknown.known.is_empty() {
        return format!("the key of {}, and there is none", a(unknown.kind));
    }
    let quoted: Vec<String> = unknown.known.iter().map(|key| format!("`{key}`")).collect();
    enumerated(&format!("{}, one of", a(unknown.kind)), &format!("the {} ", unknown.kind), &quoted)
}

/// The name of a property, from those that there are.
pub(super) fn names(known: &[&str]) -> String {
    let quoted: Vec<String> = known.iter().map(|name| format!("`{name}`")).collect();
    if quoted.is_empty() { "no key".to_owned() } else { enumerated("one of the keys", "the key ", &quoted) }
}

fn enumerated(several: &str, one: &str, names: &[String]) -> String {
    match names {
        [name] => format!("{one}{name}"),
        names if names.len() > MOST_NAMES => {
            format!("{several} {} and {} more", names[..MOST_NAMES].join(", "), names.len() - MOST_NAMES)
        }
        names => format!("{several} {}", names.join(", ")),
    }
}

/// A name as it was given.
pub(super) fn name(name: &str) -> String {
    format!("`{}`", cut(&visible(name)))
}

/// A value as messages show it.
pub(super) fn shown<'a>(input: impl Input<'a>) -> String {
    match input.view() {
        View::List(items) => {
            format!("a list of {}", count(Range { least: items.len() as u64, most: items.len() as u64 }, "item"))
        }
        View::Object(members) => {
            let keys = members.len() as u64;
            format!("an object of {}", count(Range { least: keys, most: keys }, "key"))
        }
        View::Text(text) => format!("\"{}\"", cut(&visible(text))),
        View::Null | View::Bool(_) | View::Number(_) => to_value(input).to_string(),
    }
}

/// A text with everything that does not print written out.
fn visible(text: &str) -> String {
    let quoted = format!("{text:?}");
    quoted[1..quoted.len() - 1].to_owned()
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
