//! Checked values, and how Rust types take them.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::{Choice, Key};

/// A value that satisfies its spec, with defaults filled in, in the order and form that its Rust type takes.
#[derive(Clone, Debug, PartialEq)]
pub enum Checked {
    /// Null, absent, or a reference that may lead nowhere and does.
    Null,
    /// A boolean.
    Bool(bool),
    /// A whole number within the bounds of its type.
    Int(i128),
    /// A number.
    Float(f64),
    /// A string.
    Text(String),
    /// A member of a closed list of strings, or the key of an entry, as its place.
    Place(usize),
    /// The items of an array.
    List(Vec<Self>),
    /// The properties of an object with free keys.
    Map(Vec<(String, Self)>),
    /// The fields of a struct, in the order of its spec.
    Fields(Vec<Self>),
    /// A variant of an enum, as its place, with its content.
    Variant(usize, Box<Self>),
    /// A value of any shape.
    Any(Value),
}

/// The fields of a checked struct, taken one after the other.
#[derive(Debug)]
pub struct Fields(std::vec::IntoIter<Checked>);

impl Fields {
    /// The next field.
    pub fn take<T: Take>(&mut self) -> T {
        T::take(self.0.next().unwrap_or(Checked::Null))
    }
}

impl Checked {
    /// The fields of a struct.
    ///
    /// # Panics
    /// It is no struct; a generated type is only handed what its own spec has checked.
    #[must_use]
    pub fn into_fields(self) -> Fields {
        let Self::Fields(fields) = self else { disagree("a struct") };
        Fields(fields.into_iter())
    }

    /// The place of a variant, and what it holds.
    ///
    /// # Panics
    /// It is no variant.
    #[must_use]
    pub fn into_variant(self) -> (usize, Self) {
        let Self::Variant(place, content) = self else { disagree("a variant") };
        (place, *content)
    }

    /// The member of a closed list of strings.
    ///
    /// # Panics
    /// It is no such member.
    #[must_use]
    pub fn into_choice<C: Choice>(self) -> C {
        let Self::Place(place) = self else { disagree("a choice") };
        C::ALL[place].0
    }

    /// The key of an entry.
    ///
    /// # Panics
    /// It is no key.
    #[must_use]
    pub fn into_key<K: Key>(self) -> K {
        let Self::Place(place) = self else { disagree("a key") };
        K::from_index(place).unwrap_or_else(|| disagree("a key of its kind"))
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
    fn take(checked: Checked) -> Self;
}

impl Take for bool {
    fn take(checked: Checked) -> Self {
        let Checked::Bool(flag) = checked else { disagree("a boolean") };
        flag
    }
}

macro_rules! take_int {
    ($($int:ty),*) => {$(
        impl Take for $int {
            fn take(checked: Checked) -> Self {
                let Checked::Int(whole) = checked else { disagree(stringify!($int)) };
                Self::try_from(whole).unwrap_or_else(|_| disagree(stringify!($int)))
            }
        }
    )*};
}

take_int!(i8, i16, i32, i64, u8, u16, u32, u64);

impl Take for f64 {
    fn take(checked: Checked) -> Self {
        let Checked::Float(float) = checked else { disagree("a number") };
        float
    }
}

impl Take for String {
    fn take(checked: Checked) -> Self {
        let Checked::Text(text) = checked else { disagree("text") };
        text
    }
}

impl Take for Value {
    fn take(checked: Checked) -> Self {
        // Null is what an absent value is too.
        if checked == Checked::Null {
            return Self::Null;
        }
        let Checked::Any(value) = checked else { disagree("a value of any shape") };
        value
    }
}

impl<T: Take> Take for Option<T> {
    fn take(checked: Checked) -> Self {
        if checked == Checked::Null { None } else { Some(T::take(checked)) }
    }
}

impl<T: Take> Take for Box<T> {
    fn take(checked: Checked) -> Self {
        Self::new(T::take(checked))
    }
}

impl<T: Take> Take for Vec<T> {
    fn take(checked: Checked) -> Self {
        let Checked::List(items) = checked else { disagree("a list") };
        items.into_iter().map(T::take).collect()
    }
}

impl<T: Take> Take for BTreeMap<String, T> {
    fn take(checked: Checked) -> Self {
        let Checked::Map(pairs) = checked else { disagree("a map") };
        pairs.into_iter().map(|(name, value)| (name, T::take(value))).collect()
    }
}
