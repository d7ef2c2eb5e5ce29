//! Reads a line as a JSON object and keeps its four members as they are written.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::values::shortened;
use crate::messages::Fault;

/// The members of a line, each as the line has it. Others are passed over.
///
/// A [`RawValue`] is the text of a value: no number becomes a float, and a fault can say what was found.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Members<'a> {
    pub(super) id: Option<&'a RawValue>,
    pub(super) customer_id: Option<&'a RawValue>,
    pub(super) load_amount: Option<&'a RawValue>,
    pub(super) time: Option<&'a RawValue>,
}

impl<'a> Members<'a> {
    /// The members of a line that is a JSON object in which no member comes twice.
    pub(super) fn read(line: &'a str) -> Result<Self, Fault> {
        let Object { members, repeated } = serde_json::from_str(line).map_err(|error| no_object(line, &error))?;
        match repeated {
            Some(name) => Err(Fault::of_member(name, "one member of that name", "more than one")),
            None => Ok(members),
        }
    }

    fn place(&mut self, name: &str) -> Option<&mut Option<&'a RawValue>> {
        match name {
            "id" => Some(&mut self.id),
            "customer_id" => Some(&mut self.customer_id),
            "load_amount" => Some(&mut self.load_amount),
            "time" => Some(&mut self.time),
            _ => None,
        }
    }
}

fn no_object(line: &str, error: &serde_json::Error) -> Fault {
    let found = if line.trim_start().starts_with('{') {
        // The parser sees one line, whatever its number in the input.
        format!("broken JSON: {}", error.to_string().replace(" at line 1 column ", " in column "))
    } else {
        shortened(line)
    };
    Fault::of_line("a JSON object", found)
}

/// A JSON object: its members, and the first that comes twice.
struct Object<'a> {
    members: Members<'a>,
    repeated: Option<String>,
}

impl<'de> Deserialize<'de> for Object<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;

        impl<'de> Visitor<'de> for Reader {
            type Value = Object<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a JSON object")
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Object<'de>, A::Error> {
                read_object(map)
            }
        }

        deserializer.deserialize_map(Reader)
    }
}

fn read_object<'de, A: MapAccess<'de>>(mut map: A) -> Result<Object<'de>, A::Error> {
    let mut object = Object { members: Members::default(), repeated: None };
    let mut others = BTreeSet::new();
    while let Some(Name(name)) = map.next_key()? {
        let is_new = if let Some(place) = object.members.place(&name) {
            place.replace(map.next_value()?).is_none()
        } else {
            map.next_value::<IgnoredAny>()?;
            others.insert(name.clone())
        };
        if !is_new && object.repeated.is_none() {
            object.repeated = Some(name.into_owned());
        }
    }
    Ok(object)
}

/// The name of a member, borrowed from the line unless it has escapes.
struct Name<'a>(Cow<'a, str>);

impl<'de> Deserialize<'de> for Name<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;

        impl<'de> Visitor<'de> for Reader {
            type Value = Name<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the name of a member")
            }

            fn visit_borrowed_str<E: Error>(self, name: &'de str) -> Result<Name<'de>, E> {
                Ok(Name(Cow::Borrowed(name)))
            }

            fn visit_str<E: Error>(self, name: &str) -> Result<Name<'de>, E> {
                Ok(Name(Cow::Owned(name.to_owned())))
            }
        }

        deserializer.deserialize_str(Reader)
    }
}
