//! Specs: static tables that say what a type accepts. Generated code writes them with `const` functions.

use crate::{Choice, Key};

use super::Config;
use super::formats::{Format, Pattern};
use super::numbers::Limit;

/// What a struct, a tagged enum or a union accepts.
#[derive(Clone, Copy, Debug)]
pub enum Spec {
    /// An object with these properties and no others.
    Object {
        /// The properties.
        fields: &'static [Field],
        /// How many there may be.
        properties: Range,
    },
    /// One of several objects, told apart by the text of a property.
    Tagged {
        /// That property.
        tag: &'static str,
        /// The objects.
        variants: &'static [Variant],
    },
    /// One of several JSON types.
    Union(&'static [Arm]),
}

impl Spec {
    /// The spec of an object without properties.
    pub const EMPTY: &'static Self = &Self::object(&[]);

    /// An object with these properties and no others.
    #[must_use]
    pub const fn object(fields: &'static [Field]) -> Self {
        Self::Object { fields, properties: Range::ANY }
    }

    /// With a limit to the number of properties, where it is an object.
    #[must_use]
    pub const fn properties(self, least: u64, most: u64) -> Self {
        match self {
            Self::Object { fields, .. } => Self::Object { fields, properties: Range { least, most } },
            Self::Tagged { .. } | Self::Union(_) => self,
        }
    }

    /// One of several objects, told apart by the text of the property `tag`.
    #[must_use]
    pub const fn tagged(tag: &'static str, variants: &'static [Variant]) -> Self {
        Self::Tagged { tag, variants }
    }

    /// One of several JSON types.
    #[must_use]
    pub const fn union(arms: &'static [Arm]) -> Self {
        Self::Union(arms)
    }
}

/// Two specs are equal when they are the same table.
impl PartialEq for Spec {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

impl Eq for Spec {}

/// A property of an object.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// What it accepts.
    pub ty: Type,
    /// What holds when it is not given.
    pub presence: Presence,
}

/// What holds when a property is not given.
#[derive(Clone, Copy, Debug)]
pub enum Presence {
    /// That is a mistake.
    Required,
    /// The Rust field is `None`.
    Optional,
    /// This value stands for it.
    Default(Constant),
}

impl Field {
    /// A property that must be given.
    #[must_use]
    pub const fn required(name: &'static str, ty: Type) -> Self {
        Self { name, ty, presence: Presence::Required }
    }

    /// A property that may be absent.
    #[must_use]
    pub const fn optional(name: &'static str, ty: Type) -> Self {
        Self { name, ty, presence: Presence::Optional }
    }

    /// A property for which `default` stands when it is absent.
    #[must_use]
    pub const fn with_default(name: &'static str, ty: Type, default: Constant) -> Self {
        Self { name, ty, presence: Presence::Default(default) }
    }
}

/// A value that the schema itself gives. It is an [`Input`](super::Input) like any other, so a default is
/// checked and filled as a given value is.
#[derive(Clone, Copy, Debug)]
pub enum Constant {
    /// Null.
    Null,
    /// A boolean.
    Bool(bool),
    /// A whole number.
    Int(i128),
    /// Any other number, finite.
    Float(f64),
    /// A string.
    Text(&'static str),
    /// An array.
    List(&'static [Self]),
    /// An object.
    Object(&'static [(&'static str, Self)]),
}

/// A variant of a tagged enum.
#[derive(Clone, Copy, Debug)]
pub struct Variant {
    /// The text of the tag.
    pub tag: &'static str,
    /// The properties besides the tag.
    pub fields: &'static [Field],
    /// How many properties there may be, the tag included.
    pub properties: Range,
}

impl Variant {
    /// The object that the tag selects.
    #[must_use]
    pub const fn new(tag: &'static str, fields: &'static [Field]) -> Self {
        Self { tag, fields, properties: Range::ANY }
    }

    /// With a limit to the number of properties.
    #[must_use]
    pub const fn properties(self, least: u64, most: u64) -> Self {
        Self { properties: Range { least, most }, ..self }
    }
}

/// One of the JSON types of a union.
#[derive(Clone, Copy, Debug)]
pub struct Arm {
    /// The JSON type that selects it.
    pub json: JsonType,
    /// What it accepts.
    pub ty: Type,
}

/// The JSON types that tell the arms of a union apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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

/// What a value must be.
#[derive(Clone, Copy, Debug)]
pub enum Type {
    /// Anything.
    Any,
    /// `true` or `false`.
    Bool,
    /// A whole number; `1.0` is one too.
    Int(Int),
    /// A number.
    Float(Float),
    /// A string.
    Text(Text),
    /// One of several strings.
    Choice(Choices),
    /// The key of an entry.
    Key(Keys),
    /// An array.
    List(List),
    /// An object with free keys.
    Map(Map),
    /// A value of a type that has a spec of its own.
    Item(SpecRef),
    /// The config of the entry that another property names.
    ConfigOf(ConfigOf),
    /// Null, or that.
    Nullable(&'static Self),
}

/// How many there may be of something, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    /// The fewest.
    pub least: u64,
    /// The most.
    pub most: u64,
}

impl Range {
    /// Any number.
    pub const ANY: Self = Self { least: 0, most: u64::MAX };

    /// Whether there may be so many.
    #[must_use]
    pub const fn holds(&self, count: u64) -> bool {
        self.least <= count && count <= self.most
    }
}

/// A whole number.
#[derive(Clone, Copy, Debug)]
pub struct Int {
    /// The least value.
    pub min: i128,
    /// The greatest value.
    pub max: i128,
    /// What the value must be a multiple of.
    pub multiple_of: Option<Limit>,
}

impl Int {
    /// A whole number of 8 bits, signed.
    pub const I8: Self = Self::new(i8::MIN as i128, i8::MAX as i128);
    /// A whole number of 16 bits, signed.
    pub const I16: Self = Self::new(i16::MIN as i128, i16::MAX as i128);
    /// A whole number of 32 bits, signed.
    pub const I32: Self = Self::new(i32::MIN as i128, i32::MAX as i128);
    /// A whole number of 64 bits, signed.
    pub const I64: Self = Self::new(i64::MIN as i128, i64::MAX as i128);
    /// A whole number of 8 bits.
    pub const U8: Self = Self::new(0, u8::MAX as i128);
    /// A whole number of 16 bits.
    pub const U16: Self = Self::new(0, u16::MAX as i128);
    /// A whole number of 32 bits.
    pub const U32: Self = Self::new(0, u32::MAX as i128);
    /// A whole number of 64 bits.
    pub const U64: Self = Self::new(0, u64::MAX as i128);

    /// A whole number between two others, both included.
    #[must_use]
    pub const fn new(min: i128, max: i128) -> Self {
        Self { min, max, multiple_of: None }
    }

    /// This or more.
    #[must_use]
    pub const fn min(self, min: i128) -> Self {
        Self { min, ..self }
    }

    /// This or less.
    #[must_use]
    pub const fn max(self, max: i128) -> Self {
        Self { max, ..self }
    }

    /// A multiple of this.
    #[must_use]
    pub const fn multiple_of(self, step: Limit) -> Self {
        Self { multiple_of: Some(step), ..self }
    }
}

/// A finite number.
#[derive(Clone, Copy, Debug)]
pub struct Float {
    /// The least value.
    pub min: Option<Limit>,
    /// The greatest value.
    pub max: Option<Limit>,
    /// The value is more than this.
    pub above: Option<Limit>,
    /// The value is less than this.
    pub below: Option<Limit>,
    /// What the value must be a multiple of.
    pub multiple_of: Option<Limit>,
}

impl Float {
    /// Any number.
    pub const ANY: Self = Self { min: None, max: None, above: None, below: None, multiple_of: None };

    /// This or more.
    #[must_use]
    pub const fn min(self, limit: Limit) -> Self {
        Self { min: Some(limit), ..self }
    }

    /// This or less.
    #[must_use]
    pub const fn max(self, limit: Limit) -> Self {
        Self { max: Some(limit), ..self }
    }

    /// More than this.
    #[must_use]
    pub const fn above(self, limit: Limit) -> Self {
        Self { above: Some(limit), ..self }
    }

    /// Less than this.
    #[must_use]
    pub const fn below(self, limit: Limit) -> Self {
        Self { below: Some(limit), ..self }
    }

    /// A multiple of this.
    #[must_use]
    pub const fn multiple_of(self, step: Limit) -> Self {
        Self { multiple_of: Some(step), ..self }
    }
}

/// A string.
#[derive(Clone, Copy, Debug)]
pub struct Text {
    /// How many characters it may have.
    pub length: Range,
    /// What must match somewhere in it.
    pub pattern: Option<&'static Pattern>,
    /// A format of the standard.
    pub format: Option<Format>,
}

impl Text {
    /// Any string.
    pub const ANY: Self = Self { length: Range::ANY, pattern: None, format: None };

    /// With a limit to the number of characters.
    #[must_use]
    pub const fn length(self, least: u64, most: u64) -> Self {
        Self { length: Range { least, most }, ..self }
    }

    /// With a regular expression that must match somewhere.
    #[must_use]
    pub const fn pattern(self, pattern: &'static Pattern) -> Self {
        Self { pattern: Some(pattern), ..self }
    }

    /// In a format of the standard.
    #[must_use]
    pub const fn format(self, format: Format) -> Self {
        Self { format: Some(format), ..self }
    }
}

/// One of several strings.
#[derive(Clone, Copy, Debug)]
pub struct Choices {
    pub(super) find: fn(&str) -> Option<usize>,
    pub(super) all: fn() -> Vec<&'static str>,
}

impl Choices {
    /// The strings of a generated enum.
    #[must_use]
    pub const fn of<C: Choice>() -> Self {
        Self {
            find: |text| C::ALL.iter().position(|(_, own)| *own == text),
            all: || C::ALL.iter().map(|(_, text)| *text).collect(),
        }
    }
}

/// The key of an entry.
#[derive(Clone, Copy, Debug)]
pub struct Keys {
    /// What one such entry is called.
    pub noun: &'static str,
    pub(super) find: fn(&str) -> Result<usize, crate::UnknownKey>,
    pub(super) softened: bool,
}

impl Keys {
    /// A key that must exist.
    #[must_use]
    pub const fn of<K: Key>() -> Self {
        Self { noun: K::KIND, find: |text| K::parse(text).map(Key::index), softened: false }
    }

    /// A key that may lead nowhere; the Rust value is `None` then.
    #[must_use]
    pub const fn or_none(self) -> Self {
        Self { softened: true, ..self }
    }
}

/// An array.
#[derive(Clone, Copy, Debug)]
pub struct List {
    /// What each item is.
    pub item: &'static Type,
    /// How many items there may be.
    pub items: Range,
    /// Whether items must differ.
    pub unique: bool,
    /// How each item must fit the next.
    pub chain: Option<&'static Chain>,
}

impl List {
    /// An array of such items.
    #[must_use]
    pub const fn of(item: &'static Type) -> Self {
        Self { item, items: Range::ANY, unique: false, chain: None }
    }

    /// With a limit to the number of items.
    #[must_use]
    pub const fn items(self, least: u64, most: u64) -> Self {
        Self { items: Range { least, most }, ..self }
    }

    /// Without two equal items.
    #[must_use]
    pub const fn unique(self) -> Self {
        Self { unique: true, ..self }
    }

    /// Where each item must fit the next.
    #[must_use]
    pub const fn chain(self, chain: &'static Chain) -> Self {
        Self { chain: Some(chain), ..self }
    }
}

/// A list in which each item names an entry that takes what the entry before it gives.
#[derive(Clone, Copy, Debug)]
pub struct Chain {
    /// The property of an item that names the entry.
    pub by: &'static str,
    /// What one such entry is called.
    pub noun: &'static str,
    /// What the first entry must take.
    pub first: Option<&'static str>,
    /// What the last entry must give.
    pub last: Option<&'static str>,
    /// What an entry takes and gives; `None` for a key that does not exist.
    pub ends: fn(&str) -> Option<(&'static str, &'static str)>,
}

/// An object with free keys.
#[derive(Clone, Copy, Debug)]
pub struct Map {
    /// What each value is.
    pub value: &'static Type,
    /// How many properties there may be.
    pub properties: Range,
}

impl Map {
    /// An object of such values.
    #[must_use]
    pub const fn of(value: &'static Type) -> Self {
        Self { value, properties: Range::ANY }
    }

    /// With a limit to the number of properties.
    #[must_use]
    pub const fn properties(self, least: u64, most: u64) -> Self {
        Self { properties: Range { least, most }, ..self }
    }
}

/// Refers to the spec of a type. The spec is behind a function, so that tables can be made of it and types
/// can nest in themselves.
#[derive(Clone, Copy)]
pub struct SpecRef(fn() -> &'static Spec);

impl SpecRef {
    /// The spec of the type `C`.
    #[must_use]
    pub const fn of<C: Config>() -> Self {
        Self(C::spec)
    }

    /// The spec.
    #[must_use]
    pub fn get(self) -> &'static Spec {
        (self.0)()
    }
}

impl std::ops::Deref for SpecRef {
    type Target = Spec;

    fn deref(&self) -> &Spec {
        self.get()
    }
}

impl PartialEq for SpecRef {
    fn eq(&self, other: &Self) -> bool {
        self.get() == other.get()
    }
}

impl Eq for SpecRef {}

/// The names of the properties; their types may nest in themselves.
impl std::fmt::Debug for SpecRef {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.get() {
            Spec::Object { fields, .. } => f.debug_set().entries(fields.iter().map(|field| field.name)).finish(),
            Spec::Tagged { tag, variants } => {
                f.debug_map().entry(tag, &variants.iter().map(|variant| variant.tag).collect::<Vec<_>>()).finish()
            }
            Spec::Union(arms) => f.debug_set().entries(arms.iter().map(|arm| arm.json)).finish(),
        }
    }
}

/// The config of the entry that another property of the same object names.
#[derive(Clone, Copy, Debug)]
pub struct ConfigOf {
    /// That property.
    pub by: &'static str,
    /// What one such entry is called.
    pub noun: &'static str,
    /// The spec of the entry's config; the outer `None` for a key that does not exist, the inner one for an entry
    /// without a config.
    pub spec: fn(&str) -> Option<Option<&'static Spec>>,
}
