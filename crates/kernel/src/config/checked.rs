//! Checked values, and how Rust types take them.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::{Choice, Key};

/// A value that satisfies its spec, with defaults filled in, taken piece by piece by its Rust type.
///
/// It is flat: the pieces stand in the order in which the types take them, so that reading a config
/// allocates for its texts and lists alone.
#[derive(Debug)]
pub struct Checked(std::vec::IntoIter<Token>);

/// A piece of a checked value. What holds others stands before them.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    /// Null, absent, or a reference that may lead nowhere and does.
    Null,
    Bool(bool),
    /// A whole number within the bounds of its type.
    Int(i128),
    Float(f64),
    Text(String),
    /// A member of a closed list of strings, or the key of an entry, as its place.
    Place(usize),
    /// As many items follow.
    List(usize),
    /// As many pairs of a name and a value follow.
    Map(usize),
    /// The fields follow, in the order of the spec.
    Struct,
    /// The place of the variant; its fields or its content follow.
    Variant(usize),
    /// A value of any shape.
    Any(Box<Value>),
}

impl Checked {
    pub(super) fn new(tokens: Vec<Token>) -> Self {
        Self(tokens.into_iter())
    }

    /// The next value: a field, an item, or what an arm of an enum holds.
    pub fn take<T: Take>(&mut self) -> T {
        T::take(self)
    }

    /// The beginning of a struct, whose fields follow.
    ///
    /// # Panics
    /// Something else is next; a generated type is only handed what its own spec has checked.
    pub fn begin_struct(&mut self) {
        let Token::Struct = self.next() else { disagree("a struct") };
    }

    /// The place of a variant, whose fields or content follow.
    ///
    /// # Panics
    /// Something else is next.
    pub fn variant(&mut self) -> usize {
        let Token::Variant(place) = self.next() else { disagree("a variant") };
        place
    }

    /// A member of a closed list of strings.
    ///
    /// # Panics
    /// Something else is next.
    pub fn choice<C: Choice>(&mut self) -> C {
        C::ALL[self.place()].0
    }

    /// The key of an entry.
    ///
    /// # Panics
    /// Something else is next.
    pub fn key<K: Key>(&mut self) -> K {
        K::from_index(self.place()).unwrap_or_else(|| disagree("a key of its kind"))
    }

    fn place(&mut self) -> usize {
        let Token::Place(place) = self.next() else { disagree("a name of a closed list") };
        place
    }

    fn next(&mut self) -> Token {
        self.0.next().unwrap_or_else(|| disagree("more than there is"))
    }
}

fn disagree(wanted: &str) -> ! {
    unreachable!("the spec and the type of a config disagree: the type wants {wanted}")
}

/// A type that takes a checked value.
///
/// A generated type is only handed what its own spec has checked, so taking cannot fail; a hand-written
/// pair of type and spec that disagree panics.
pub trait Take: Sized {
    /// The value of the type.
    fn take(checked: &mut Checked) -> Self;
}

impl Take for bool {
    fn take(checked: &mut Checked) -> Self {
        let Token::Bool(flag) = checked.next() else { disagree("a boolean") };
        flag
    }
}

macro_rules! take_int {
    ($($int:ty),*) => {$(
        impl Take for $int {
            fn take(checked: &mut Checked) -> Self {
                let Token::Int(whole) = checked.next() else { disagree(stringify!($int)) };
                Self::try_from(whole).unwrap_or_else(|_| disagree(stringify!($int)))
            }
        }
    )*};
}

take_int!(i8, i16, i32, i64, u8, u16, u32, u64);

impl Take for f64 {
    fn take(checked: &mut Checked) -> Self {
        let Token::Float(float) = checked.next() else { disagree("a number") };
        float
    }
}

impl Take for String {
    fn take(checked: &mut Checked) -> Self {
        let Token::Text(text) = checked.next() else { disagree("text") };
        text
    }
}

impl Take for Value {
    fn take(checked: &mut Checked) -> Self {
        // Null is what an absent value is too.
        let next = checked.next();
        if next == Token::Null {
            return Self::Null;
        }
        let Token::Any(value) = next else { disagree("a value of any shape") };
        *value
    }
}

impl<T: Take> Take for Option<T> {
    fn take(checked: &mut Checked) -> Self {
        if checked.0.as_slice().first() == Some(&Token::Null) {
            checked.0.next();
            return None;
        }
        Some(checked.take())
    }
}

impl<T: Take> Take for Box<T> {
    fn take(checked: &mut Checked) -> Self {
        Self::new(checked.take())
    }
}

impl<T: Take> Take for Vec<T> {
    fn take(checked: &mut Checked) -> Self {
        let Token::List(items) = checked.next() else { disagree("a list") };
        (0..items).map(|_| checked.take()).collect()
    }
}

impl<T: Take> Take for BTreeMap<String, T> {
    fn take(checked: &mut Checked) -> Self {
        let Token::Map(pairs) = checked.next() else { disagree("a map") };
        (0..pairs).map(|_| (checked.take(), checked.take())).collect()
    }
}
