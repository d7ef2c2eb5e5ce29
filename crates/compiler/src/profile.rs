//! The typed profile: which schemas become Rust types, and the one model that they become.
//!
//! Entry fields and configs are both lowered here. What the profile cannot express is a finding at its
//! line that names the alternatives; nothing is ignored.

mod chain;
mod lower;
mod names;
mod strict;

use serde_json::{Number, Value};
use source::{Severity, Span};
use yaml::RelativePointer;

pub use chain::{Chain, ChainEnd, ChainPlaces, Says};
pub use lower::{Lowering, lower};
pub use names::{constant, field, hides, join, module, variant, words};
pub use strict::{ceil, floor, strict};

/// A schema as Rust types: named items, and the type of the whole.
#[derive(Clone, Debug, Default)]
pub struct Model {
    /// The named types, in the order in which the schema mentions them.
    pub items: Vec<Item>,
    /// The whole value.
    pub root: Slot,
}

impl Model {
    /// The item that the whole value is, where it is a named type.
    #[must_use]
    pub fn root_item(&self) -> Option<ItemId> {
        if let Type::Item(id) = self.root.ty { Some(id) } else { None }
    }

    /// The fields of the whole, where that is an object and never null.
    #[must_use]
    pub fn object(&self) -> Option<&[Field]> {
        let item = self.item(self.root_item().filter(|_| !self.root.nullable)?);
        if let Shape::Struct(fields) = &item.shape { Some(fields) } else { None }
    }

    /// The fields of a struct; none of any other type.
    #[must_use]
    pub fn fields(&self, ty: &Type) -> &[Field] {
        let (Type::Item(id) | Type::Boxed(id)) = ty else { return &[] };
        match &self.item(*id).shape {
            Shape::Struct(fields) => fields,
            Shape::Enum(_) | Shape::Tagged { .. } | Shape::Union(_) => &[],
        }
    }

    /// Every slot of the model: of fields, list items, map values and arms, however deep.
    #[must_use]
    pub fn slots(&self) -> Vec<&Slot> {
        let mut open: Vec<&Slot> = vec![&self.root];
        for item in &self.items {
            match &item.shape {
                Shape::Struct(fields) => open.extend(fields.iter().map(|field| &field.value)),
                Shape::Tagged { variants, .. } => {
                    open.extend(variants.iter().flat_map(|variant| &variant.fields).map(|field| &field.value));
                }
                Shape::Union(arms) => open.extend(arms.iter().map(|arm| &arm.value)),
                Shape::Enum(_) => {}
            }
        }
        let mut found = Vec::new();
        while let Some(slot) = open.pop() {
            found.push(slot);
            if let Type::List(inner) | Type::Map(inner) = &slot.ty {
                open.push(inner);
            }
        }
        found
    }

    /// The item of an id that this model gave.
    #[must_use]
    pub fn item(&self, id: ItemId) -> &Item {
        &self.items[id.0]
    }
}

/// The place of an [`Item`] in its [`Model`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ItemId(pub(crate) usize);

/// A type with a name of its own.
#[derive(Clone, Debug)]
pub struct Item {
    /// Its Rust name.
    pub name: String,
    /// What people wrote about it.
    pub docs: Docs,
    /// What it is.
    pub shape: Shape,
    /// The constraints of an object.
    pub rules: Rules,
}

/// What a named type is.
#[derive(Clone, Debug)]
pub enum Shape {
    /// An object with known properties.
    Struct(Vec<Field>),
    /// One of several strings.
    Enum(Vec<Choice>),
    /// One of several objects, told apart by a constant property.
    Tagged {
        /// That property.
        tag: String,
        /// The objects.
        variants: Vec<Tagged>,
    },
    /// One of several JSON types.
    Union(Vec<Arm>),
}

/// A property of a struct.
#[derive(Clone, Debug)]
pub struct Field {
    /// The property's name.
    pub name: String,
    /// The name of the Rust field.
    pub rust: String,
    /// What people wrote about it.
    pub docs: Docs,
    /// Its value.
    pub value: Slot,
    /// Whether it must be given.
    pub required: bool,
    /// What stands for it when it is not given.
    pub default: Option<Value>,
}

impl Field {
    /// Whether the value may be absent. The Rust field is an `Option` then.
    #[must_use]
    pub fn is_optional(&self) -> bool {
        self.value.nullable || (!self.required && self.default.is_none())
    }
}

/// A place for a value: its type, its constraints, and what else must hold of it.
#[derive(Clone, Debug, Default)]
pub struct Slot {
    /// The type.
    pub ty: Type,
    /// Whether `null` is allowed.
    pub nullable: bool,
    /// The constraints.
    pub rules: Rules,
    /// What else must hold.
    pub link: Option<Link>,
}

/// A type.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Type {
    /// Any JSON value.
    #[default]
    Any,
    /// `true` or `false`.
    Bool,
    /// A whole number.
    Int(Width),
    /// A finite number.
    Float,
    /// A string.
    Str,
    /// The key of an entry.
    Key(Reference),
    /// A schema: the config of the entry.
    Schema,
    /// A named type.
    Item(ItemId),
    /// The same, where it would otherwise contain itself.
    Boxed(ItemId),
    /// A sequence.
    List(Box<Slot>),
    /// A mapping with free keys.
    Map(Box<Slot>),
}

impl Type {
    /// Whether it is a reference that may lead nowhere, which is an `Option` by itself and so takes null too.
    #[must_use]
    pub fn is_softened(&self) -> bool {
        matches!(self, Self::Key(reference) if reference.missing != Severity::Error)
    }
}

impl Type {
    /// The reference of a key that must exist.
    #[must_use]
    pub fn hard_reference(&self) -> Option<&Reference> {
        if let Self::Key(reference) = self { Some(reference).filter(|_| !self.is_softened()) } else { None }
    }
}

impl PartialEq for Slot {
    fn eq(&self, other: &Self) -> bool {
        self.ty == other.ty && self.nullable == other.nullable
    }
}

impl Slot {
    /// Whether the Rust type is an `Option` of the type.
    #[must_use]
    pub fn is_option(&self) -> bool {
        self.nullable && !self.ty.is_softened()
    }
}

/// A reference to entries of a kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The kind, as `registry.kind`.
    pub to: String,
    /// How much a missing entry weighs; softened references are `Option`s in Rust.
    pub missing: Severity,
}

/// The width of a whole number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Width {
    /// 8 bits, signed.
    I8,
    /// 16 bits, signed.
    I16,
    /// 32 bits, signed.
    I32,
    /// 64 bits, signed.
    I64,
    /// 8 bits.
    U8,
    /// 16 bits.
    U16,
    /// 32 bits.
    U32,
    /// 64 bits.
    U64,
}

impl Width {
    /// The widths with the `format` that names each, narrowest first.
    pub const ALL: [(Self, &'static str); 8] = [
        (Self::I8, "int8"),
        (Self::I16, "int16"),
        (Self::I32, "int32"),
        (Self::I64, "int64"),
        (Self::U8, "uint8"),
        (Self::U16, "uint16"),
        (Self::U32, "uint32"),
        (Self::U64, "uint64"),
    ];

    /// The Rust type.
    #[must_use]
    pub fn rust(self) -> &'static str {
        match self {
            Self::I8 => "i8",
            Self::I16 => "i16",
            Self::I32 => "i32",
            Self::I64 => "i64",
            Self::U8 => "u8",
            Self::U16 => "u16",
            Self::U32 => "u32",
            Self::U64 => "u64",
        }
    }

    /// The least and the greatest value.
    #[must_use]
    pub fn bounds(self) -> (Number, Number) {
        match self {
            Self::I8 => (i8::MIN.into(), i8::MAX.into()),
            Self::I16 => (i16::MIN.into(), i16::MAX.into()),
            Self::I32 => (i32::MIN.into(), i32::MAX.into()),
            Self::I64 => (i64::MIN.into(), i64::MAX.into()),
            Self::U8 => (u8::MIN.into(), u8::MAX.into()),
            Self::U16 => (u16::MIN.into(), u16::MAX.into()),
            Self::U32 => (u32::MIN.into(), u32::MAX.into()),
            Self::U64 => (u64::MIN.into(), u64::MAX.into()),
        }
    }
}

/// What must hold of a value besides its type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Link {
    /// A page below the docs root, with an optional anchor.
    Doc,
    /// A path below the project's root.
    Path,
    /// The config of another entry.
    ConfigOf(ConfigOf),
    /// Each item names an entry that takes what the entry before it gives.
    Chain(Chain),
}

/// Says whose config a value is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigOf {
    /// The relative JSON Pointer to the reference that names the owner.
    pub pointer: String,
    /// Where the schema says so, in its text and as a JSON Pointer.
    pub place: (Span, String),
}

/// The property that a relative JSON Pointer names beside the value itself: `1/step`.
#[must_use]
pub fn sibling(pointer: &str) -> Option<String> {
    let pointer: RelativePointer = pointer.parse().ok()?;
    pointer.sibling().map(str::to_owned)
}

/// The constraints of a value, as the schema gives them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rules {
    /// Least value.
    pub minimum: Option<Number>,
    /// Greatest value.
    pub maximum: Option<Number>,
    /// The value must be more than this.
    pub exclusive_minimum: Option<Number>,
    /// The value must be less than this.
    pub exclusive_maximum: Option<Number>,
    /// The value must be a multiple of this.
    pub multiple_of: Option<Number>,
    /// Fewest characters.
    pub min_length: Option<u64>,
    /// Most characters.
    pub max_length: Option<u64>,
    /// A regular expression that must match somewhere.
    pub pattern: Option<String>,
    /// A format of the standard.
    pub format: Option<String>,
    /// Fewest items.
    pub min_items: Option<u64>,
    /// Most items.
    pub max_items: Option<u64>,
    /// Whether items must differ.
    pub unique_items: bool,
    /// Fewest properties.
    pub min_properties: Option<u64>,
    /// Most properties.
    pub max_properties: Option<u64>,
}

/// A member of an enum.
#[derive(Clone, Debug)]
pub struct Choice {
    /// The string.
    pub value: String,
    /// The Rust variant.
    pub rust: String,
    /// What people wrote about it.
    pub docs: Docs,
}

/// A variant of a tagged enum.
#[derive(Clone, Debug)]
pub struct Tagged {
    /// The tag's value.
    pub value: String,
    /// The Rust variant.
    pub rust: String,
    /// What people wrote about it.
    pub docs: Docs,
    /// The properties besides the tag.
    pub fields: Vec<Field>,
    /// The constraints of the whole object.
    pub rules: Rules,
}

/// A variant of a union by JSON type.
#[derive(Clone, Debug)]
pub struct Arm {
    /// The JSON type that selects it.
    pub json: JsonType,
    /// What people wrote about it.
    pub docs: Docs,
    /// Its value.
    pub value: Slot,
}

/// The JSON types that can tell the arms of a union apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum JsonType {
    /// `true` or `false`.
    Boolean,
    /// A number.
    Number,
    /// A string.
    String,
    /// An array.
    Array,
    /// An object.
    Object,
}

impl JsonType {
    /// The Rust variant of an arm.
    #[must_use]
    pub fn variant(self) -> &'static str {
        match self {
            Self::Boolean => "Boolean",
            Self::Number => "Number",
            Self::String => "String",
            Self::Array => "Array",
            Self::Object => "Object",
        }
    }

    /// What a value of the type is, as a sentence.
    #[must_use]
    pub fn described(self) -> &'static str {
        match self {
            Self::Boolean => "A boolean.",
            Self::Number => "A number.",
            Self::String => "A string.",
            Self::Array => "An array.",
            Self::Object => "An object.",
        }
    }

    /// The JSON type of a value; `None` for null, which is never an arm.
    #[must_use]
    pub fn of(value: &Value) -> Option<Self> {
        match value {
            Value::Null => None,
            Value::Bool(_) => Some(Self::Boolean),
            Value::Number(_) => Some(Self::Number),
            Value::String(_) => Some(Self::String),
            Value::Array(_) => Some(Self::Array),
            Value::Object(_) => Some(Self::Object),
        }
    }
}

/// What people wrote about a type, property or member.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Docs {
    /// `title`.
    pub title: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// `examples`.
    pub examples: Vec<Value>,
    /// `deprecated`.
    pub deprecated: bool,
}
