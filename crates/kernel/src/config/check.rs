//! The validator: walks an input along a spec, collects every mistake, and gives the checked value.

use std::fmt::Write as _;
use std::iter;

use serde_json::{Number, Value};

use super::checked::{Checked, Token};
use super::error::{ConfigError, ConfigErrors, Within};
use super::expected;
use super::input::{Input, View, to_value};
use super::numbers::{compare, is_multiple_of, whole};
use super::same::{first_repeat, first_repeated_text};
use super::spec::{
    Arm, Chain, Choices, ConfigOf, Constant, Field, Float, Int, JsonType, Keys, List, Map, Presence, Range, Spec, Text,
    Type, Variant,
};

/// A walk along a spec.
pub(super) struct Checker<'a> {
    /// What the value is given to.
    key: &'a str,
    /// Inside of a definition: the entry whose config this is, innermost last.
    owners: Vec<Owner<'a>>,
    path: Vec<Segment<'a>>,
    errors: Vec<ConfigError>,
    /// What was read; whole only where there are no errors.
    tokens: Vec<Token>,
}

struct Owner<'a> {
    key: &'a str,
    /// Where the path of its own begins.
    start: usize,
}

#[derive(Clone, Copy)]
enum Segment<'a> {
    Name(&'a str),
    Index(usize),
}

impl<'a> Checker<'a> {
    pub(super) fn new(key: &'a str, root: &'static str) -> Self {
        // Most configs are small and flat: these grow once at most.
        let mut path = Vec::with_capacity(8);
        path.extend(Some(root).filter(|root| !root.is_empty()).map(Segment::Name));
        Self { key, owners: Vec::new(), path, errors: Vec::new(), tokens: Vec::with_capacity(16) }
    }

    pub(super) fn finish(self) -> Result<Checked, ConfigErrors> {
        if self.errors.is_empty() { Ok(Checked::new(self.tokens)) } else { Err(ConfigErrors::new(self.errors)) }
    }

    pub(super) fn spec<I: Input<'a>>(&mut self, spec: &'static Spec, input: I) {
        match spec {
            Spec::Object { fields, properties } => {
                let View::Object(members) = input.view() else { return self.wrong(input, expected::object()) };
                self.put(Token::Struct);
                self.object(fields, None, *properties, input, members);
            }
            Spec::Tagged { tag, variants } => self.tagged(tag, variants, input),
            Spec::Union(arms) => self.union(arms, input),
        }
    }

    fn ty<I: Input<'a>>(&mut self, ty: &'static Type, input: I) {
        match ty {
            // Whose config it is, the object around it knows.
            Type::Any | Type::ConfigOf(_) => self.put(any(input)),
            Type::Bool => {
                let View::Bool(flag) = input.view() else { return self.wrong(input, expected::boolean()) };
                self.put(Token::Bool(flag));
            }
            Type::Int(int) => self.int(int, input),
            Type::Float(float) => self.float(float, input),
            Type::Text(text) => self.text(text, input),
            Type::Choice(choices) => self.choice(*choices, input),
            Type::Key(keys) => self.key(*keys, input),
            Type::List(list) => self.list(list, input),
            Type::Map(map) => self.map(map, input),
            Type::Item(spec) => self.spec(spec.get(), input),
            Type::Nullable(_) if matches!(input.view(), View::Null) => self.put(Token::Null),
            Type::Nullable(inner) => self.ty(inner, input),
        }
    }

    fn int<I: Input<'a>>(&mut self, int: &Int, input: I) {
        let value = if let View::Number(number) = input.view() { whole(&number) } else { None };
        let fits = |value: &i128| {
            let step = int.multiple_of.is_none_or(|step| {
                // A whole number beyond 64 bits is outside of every type.
                Number::from_i128(*value).is_some_and(|number| is_multiple_of(&number, step))
            });
            int.min <= *value && *value <= int.max && step
        };
        match value.filter(fits) {
            Some(value) => self.put(Token::Int(value)),
            None => self.wrong(input, expected::int(int)),
        }
    }

    fn float<I: Input<'a>>(&mut self, float: &Float, input: I) {
        let View::Number(number) = input.view() else { return self.wrong(input, expected::float(float)) };
        let fits = float.min.is_none_or(|limit| compare(&number, limit).is_ge())
            && float.max.is_none_or(|limit| compare(&number, limit).is_le())
            && float.above.is_none_or(|limit| compare(&number, limit).is_gt())
            && float.below.is_none_or(|limit| compare(&number, limit).is_lt())
            && float.multiple_of.is_none_or(|step| is_multiple_of(&number, step));
        match number.as_f64().filter(|value| fits && value.is_finite()) {
            Some(value) => self.put(Token::Float(value)),
            None => self.wrong(input, expected::float(float)),
        }
    }

    fn text<I: Input<'a>>(&mut self, text: &Text, input: I) {
        let View::Text(given) = input.view() else { return self.wrong(input, expected::text(text)) };
        // Counting characters is only needed where a limit is near.
        let fits = (text.length == Range::ANY || text.length.holds(given.chars().count() as u64))
            && text.pattern.is_none_or(|pattern| pattern.holds(given))
            && text.format.is_none_or(|format| format.holds(given));
        if fits { self.put(Token::Text(given.to_owned())) } else { self.wrong(input, expected::text(text)) }
    }

    fn choice<I: Input<'a>>(&mut self, choices: Choices, input: I) {
        let View::Text(text) = input.view() else { return self.wrong(input, expected::one_of(&(choices.all)())) };
        match (choices.find)(text) {
            Some(place) => self.put(Token::Place(place)),
            None => self.wrong_name(input, text, &(choices.all)()),
        }
    }

    fn key<I: Input<'a>>(&mut self, keys: Keys, input: I) {
        let View::Text(text) = input.view() else { return self.wrong(input, expected::key(keys)) };
        match (keys.find)(text) {
            Ok(place) => self.put(Token::Place(place)),
            Err(_) if keys.softened => self.put(Token::Null),
            Err(unknown) => {
                let nearest = unknown.nearest.map(str::to_owned);
                self.push(input.at(), expected::one_of_keys(&unknown), expected::shown(input), nearest);
            }
        }
    }

    fn list<I: Input<'a>>(&mut self, list: &'static List, input: I) {
        let View::List(items) = input.view() else { return self.wrong(input, expected::list(list)) };
        if !list.items.holds(items.len() as u64) {
            self.wrong(input, expected::list(list));
        }
        let compared = list.unique || list.chain.is_some();
        let mut given: Vec<I> = Vec::with_capacity(if compared { items.len() } else { 0 });
        self.put(Token::List(items.len()));
        for (index, item) in items.enumerate() {
            if compared {
                given.push(item);
            }
            self.path.push(Segment::Index(index));
            self.ty(list.item, item);
            self.path.pop();
        }
        if list.unique {
            self.unique(&given);
        }
        if let Some(chain) = list.chain {
            self.chain(chain, &given);
        }
    }

    fn unique<I: Input<'a>>(&mut self, items: &[I]) {
        let texts: Option<Vec<&str>> = items.iter().copied().map(text_of).collect();
        let repeat = match texts {
            Some(texts) => first_repeated_text(&texts),
            None => first_repeat(&items.iter().copied().map(to_value).collect::<Vec<Value>>()),
        };
        if let Some((first, second)) = repeat {
            self.path.push(Segment::Index(second));
            self.wrong(items[second], format!("an item that differs from item {first}"));
            self.path.pop();
        }
    }

    /// Demands that each item takes what the one before it gives.
    fn chain<I: Input<'a>>(&mut self, chain: &Chain, items: &[I]) {
        let ends: Vec<Option<Link<'a>>> = items.iter().map(|item| link(chain, *item)).collect();
        for (index, (item, end)) in items.iter().zip(&ends).enumerate() {
            // An item that names nothing is a mistake already.
            let Some(link) = end else { continue };
            let before = if index == 0 { None } else { ends[index - 1].as_ref() };
            let wanted = match (before, chain.first.filter(|_| index == 0)) {
                (Some(before), _) => Some((before.gives, format!("which `{}` gives", before.key))),
                (None, Some(first)) => Some((first, format!("as the first {} does", chain.noun))),
                (None, None) => None,
            };
            let at = if let View::Object(mut members) = item.view() {
                members.find(|(name, _)| *name == chain.by).and_then(|(_, value)| value.at())
            } else {
                None
            };
            self.path.extend([Segment::Index(index), Segment::Name(chain.by)]);
            if let Some((wanted, why)) = wanted.filter(|(wanted, _)| *wanted != link.takes) {
                let found = format!("`{}`, which takes `{}`", link.key, link.takes);
                self.push(at.clone(), format!("{} that takes `{wanted}`, {why}", expected::a(chain.noun)), found, None);
            }
            let last = chain.last.filter(|last| index + 1 == items.len() && *last != link.gives);
            if let Some(last) = last {
                let found = format!("`{}`, which gives `{}`", link.key, link.gives);
                let noun = chain.noun;
                self.push(
                    at,
                    format!("{} that gives `{last}`, as the last {noun} does", expected::a(noun)),
                    found,
                    None,
                );
            }
            self.path.truncate(self.path.len() - 2);
        }
    }

    fn map<I: Input<'a>>(&mut self, map: &'static Map, input: I) {
        let View::Object(members) = input.view() else { return self.wrong(input, expected::map(map)) };
        if !map.properties.holds(members.len() as u64) {
            self.wrong(input, expected::map(map));
        }
        self.put(Token::Map(members.len()));
        for (name, value) in members {
            self.path.push(Segment::Name(name));
            self.put(Token::Text(name.to_owned()));
            self.ty(map.value, value);
            self.path.pop();
        }
    }

    fn tagged<I: Input<'a>>(&mut self, tag: &'static str, variants: &'static [Variant], input: I) {
        let View::Object(mut members) = input.view() else { return self.wrong(input, expected::object()) };
        let names = || variants.iter().map(|variant| variant.tag).collect::<Vec<_>>();
        let given = members.find(|(name, _)| *name == tag).map(|(_, value)| value);
        self.path.push(Segment::Name(tag));
        let text = given.and_then(text_of);
        let found = variants.iter().enumerate().find(|(_, variant)| Some(variant.tag) == text);
        if found.is_none() {
            match (given, text) {
                (Some(given), Some(text)) => self.wrong_name(given, text, &names()),
                (Some(given), None) => self.wrong(given, expected::one_of(&names())),
                (None, _) => self.push(input.at(), expected::one_of(&names()), expected::nothing(), None),
            }
        }
        self.path.pop();
        let (Some((place, variant)), View::Object(members)) = (found, input.view()) else { return };
        self.put(Token::Variant(place));
        self.object(variant.fields, Some(tag), variant.properties, input, members);
    }

    fn union<I: Input<'a>>(&mut self, arms: &'static [Arm], input: I) {
        let json = match input.view() {
            View::Null => None,
            View::Bool(_) => Some(JsonType::Boolean),
            View::Number(_) => Some(JsonType::Number),
            View::Text(_) => Some(JsonType::String),
            View::List(_) => Some(JsonType::Array),
            View::Object(_) => Some(JsonType::Object),
        };
        let Some((place, arm)) = arms.iter().enumerate().find(|(_, arm)| Some(arm.json) == json) else {
            return self.wrong(input, expected::union(arms));
        };
        self.put(Token::Variant(place));
        self.ty(&arm.ty, input);
    }

    /// The fields of an object in the order of its spec. A tag has been read before and is no field.
    fn object<I: Input<'a>>(
        &mut self,
        fields: &'static [Field],
        tag: Option<&'static str>,
        properties: Range,
        input: I,
        members: I::Members,
    ) {
        if !properties.holds(members.len() as u64) {
            self.wrong(input, expected::properties(properties));
        }
        // Few structs have more fields; those need no allocation.
        let mut few = [None; 16];
        let mut many = Vec::new();
        let given: &mut [Option<I>] = if let Some(few) = few.get_mut(..fields.len()) {
            few
        } else {
            many.resize(fields.len(), None);
            &mut many
        };
        // Properties mostly come in the order of the spec, so the search begins after the last one found.
        let mut next = 0;
        for (name, value) in members.filter(|(name, _)| Some(*name) != tag) {
            let place = (next..fields.len()).chain(0..next).find(|place| fields[*place].name == name);
            match place {
                Some(place) => {
                    given[place] = Some(value);
                    next = place + 1;
                }
                None => self.unknown(fields, tag, name, value),
            }
        }
        for (field, value) in fields.iter().zip(&*given) {
            self.path.push(Segment::Name(field.name));
            if let Type::ConfigOf(config) = field.ty {
                self.config_of(config, fields, given, *value, input);
            }
            self.field(field, *value, input);
            self.path.pop();
        }
    }

    fn field<I: Input<'a>>(&mut self, field: &'static Field, value: Option<I>, owner: I) {
        match (value, &field.presence) {
            (Some(value), _) => self.ty(&field.ty, value),
            (None, Presence::Optional) => self.put(Token::Null),
            (None, Presence::Default(default)) => self.ty::<Constant>(&field.ty, *default),
            (None, Presence::Required) => {
                self.push(owner.at(), expected::of(&field.ty), expected::nothing(), None);
            }
        }
    }

    fn unknown<I: Input<'a>>(&mut self, fields: &[Field], tag: Option<&'static str>, name: &'a str, value: I) {
        let known: Vec<&'static str> = tag.into_iter().chain(fields.iter().map(|field| field.name)).collect();
        let nearest = crate::unknown::nearest(name, &known).map(str::to_owned);
        self.path.push(Segment::Name(name));
        self.push(value.at_name(), expected::names(&known), expected::name(name), nearest);
        self.path.pop();
    }

    /// Checks a value against the config of the entry that a property beside it names.
    fn config_of<I: Input<'a>>(
        &mut self,
        config: ConfigOf,
        fields: &[Field],
        given: &[Option<I>],
        value: Option<I>,
        input: I,
    ) {
        let named = fields.iter().position(|field| field.name == config.by).and_then(|place| given[place]);
        let Some(View::Text(key)) = named.map(Input::view) else { return };
        // A key that does not exist is a mistake of its own.
        let Some(spec) = (config.spec)(key) else { return };
        // It is read again for the catalog's type, as a value of any shape.
        let read = self.tokens.len();
        // The path of the config is its own, from the property that holds it.
        self.owners.push(Owner { key, start: self.path.len() - 1 });
        match (spec, value) {
            (Some(spec), Some(value)) => self.spec(spec, value),
            (Some(spec), None) => {
                let errors = self.errors.len();
                self.spec(spec, Constant::Object(&[]));
                // There is no config to point at, only the object that should hold it.
                self.errors[errors..].iter_mut().for_each(|error| error.at = input.at());
            }
            (None, Some(value)) => {
                let noun = config.noun;
                self.push(
                    value.at_name(),
                    format!("no config, since the {noun} has none"),
                    expected::shown(value),
                    None,
                );
            }
            (None, None) => {}
        }
        self.owners.pop();
        self.tokens.truncate(read);
    }

    fn put(&mut self, token: Token) {
        self.tokens.push(token);
    }

    fn wrong<I: Input<'a>>(&mut self, input: I, expected: String) {
        self.push(input.at(), expected, expected::shown(input), None);
    }

    fn wrong_name<I: Input<'a>>(&mut self, input: I, given: &str, known: &[&'static str]) {
        let nearest = crate::unknown::nearest(given, known).map(str::to_owned);
        self.push(input.at(), expected::one_of(known), expected::shown(input), nearest);
    }

    fn push(&mut self, at: Option<super::At>, expected: String, actual: String, nearest: Option<String>) {
        let starts = self.owners.iter().map(|owner| owner.start);
        let ends = starts.clone().chain([self.path.len()]);
        let keys = iter::once(self.key).chain(self.owners.iter().map(|owner| owner.key));
        let mut paths: Vec<Within> = keys
            .zip(iter::once(0).chain(starts).zip(ends))
            .map(|(key, (start, end))| Within { key: key.to_owned(), path: written(&self.path[start..end]) })
            .collect();
        let Some(Within { key, path }) = paths.pop() else { return };
        let within = paths.pop();
        self.errors.push(ConfigError { key, path, expected, actual, nearest, at, within });
    }
}

fn text_of<'a>(input: impl Input<'a>) -> Option<&'a str> {
    if let View::Text(text) = input.view() { Some(text) } else { None }
}

/// A value of any shape; null is what an absent value is too.
fn any<'a>(input: impl Input<'a>) -> Token {
    if matches!(input.view(), View::Null) { Token::Null } else { Token::Any(Box::new(to_value(input))) }
}

/// An item of a chain: the entry that it names.
struct Link<'a> {
    key: &'a str,
    takes: &'static str,
    gives: &'static str,
}

fn link<'a, I: Input<'a>>(chain: &Chain, item: I) -> Option<Link<'a>> {
    let View::Object(mut members) = item.view() else { return None };
    let (_, named) = members.find(|(name, _)| *name == chain.by)?;
    let View::Text(key) = named.view() else { return None };
    let (takes, gives) = (chain.ends)(key)?;
    Some(Link { key, takes, gives })
}

/// A path as people write it: `config.limits[2]["two words"]`.
fn written(path: &[Segment<'_>]) -> String {
    let mut text = String::new();
    for segment in path {
        match segment {
            Segment::Index(index) => drop(write!(text, "[{index}]")),
            Segment::Name(name) if is_plain(name) => {
                if !text.is_empty() {
                    text.push('.');
                }
                text.push_str(name);
            }
            Segment::Name(name) => drop(write!(text, "[{name:?}]")),
        }
    }
    text
}

fn is_plain(name: &str) -> bool {
    let inner = |character: char| character.is_alphanumeric() || matches!(character, '_' | '-');
    !name.is_empty() && name.chars().all(inner)
}
