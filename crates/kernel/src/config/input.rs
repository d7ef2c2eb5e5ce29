//! Inputs: values from outside, seen as JSON.

use serde_json::{Number, Value};

use super::error::At;
use super::spec::Constant;

/// A value that can be read. Cheap to copy: it refers to a value and is not the value.
pub trait Input<'a>: Copy {
    /// The items of an array.
    type Items: ExactSizeIterator<Item = Self>;
    /// The properties of an object; no name comes twice.
    type Members: ExactSizeIterator<Item = (&'a str, Self)>;

    /// What the value is.
    fn view(self) -> View<'a, Self>;

    /// Where the value stands, where that is known.
    fn at(self) -> Option<At> {
        None
    }

    /// Where the name of the property stands whose value this is.
    fn at_name(self) -> Option<At> {
        self.at()
    }
}

/// What a value is.
#[derive(Debug)]
pub enum View<'a, I: Input<'a>> {
    /// Null.
    Null,
    /// A boolean.
    Bool(bool),
    /// A number.
    Number(Number),
    /// A string.
    Text(&'a str),
    /// An array.
    List(I::Items),
    /// An object.
    Object(I::Members),
}

impl<'a> Input<'a> for &'a Value {
    type Items = std::slice::Iter<'a, Value>;
    type Members = Members<'a>;

    fn view(self) -> View<'a, Self> {
        match self {
            Value::Null => View::Null,
            Value::Bool(flag) => View::Bool(*flag),
            Value::Number(number) => View::Number(number.clone()),
            Value::String(text) => View::Text(text),
            Value::Array(items) => View::List(items.iter()),
            Value::Object(map) => View::Object(Members(map.iter())),
        }
    }
}

/// The properties of a JSON object.
#[derive(Clone, Debug)]
pub struct Members<'a>(serde_json::map::Iter<'a>);

impl<'a> Iterator for Members<'a> {
    type Item = (&'a str, &'a Value);

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next().map(|(name, value)| (name.as_str(), value))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}

impl ExactSizeIterator for Members<'_> {}

impl<'a> Input<'a> for Constant {
    type Items = std::iter::Copied<std::slice::Iter<'a, Self>>;
    type Members = std::iter::Copied<std::slice::Iter<'a, (&'a str, Self)>>;

    fn view(self) -> View<'a, Self> {
        match self {
            Self::Null => View::Null,
            Self::Bool(flag) => View::Bool(flag),
            Self::Int(whole) => Number::from_i128(whole).map_or(View::Null, View::Number),
            Self::Float(float) => Number::from_f64(float).map_or(View::Null, View::Number),
            Self::Text(text) => View::Text(text),
            Self::List(items) => View::List(items.iter().copied()),
            Self::Object(members) => View::Object(members.iter().copied()),
        }
    }
}

/// The value as a tree of its own.
#[must_use]
pub fn to_value<'a>(input: impl Input<'a>) -> Value {
    match input.view() {
        View::Null => Value::Null,
        View::Bool(flag) => Value::Bool(flag),
        View::Number(number) => Value::Number(number),
        View::Text(text) => Value::String(text.to_owned()),
        View::List(items) => items.map(to_value).collect(),
        View::Object(members) => members.map(|(name, value)| (name.to_owned(), to_value(value))).collect(),
    }
}
