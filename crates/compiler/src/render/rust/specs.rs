//! Specs of owned types: what the kernel reads them by, and how each type takes what was read.
//!
//! Plain text, because there is one for each config: a thousand of them are formatted in no time.

use std::fmt::Write as _;

use serde_json::{Number, Value};

use super::layout::{Piece, indented};
use super::literal::string;
use super::types::{key_type, kind_field};
use crate::profile::{
    Arm, Chain, Field, Item, Link, Model, Rules, Says, Shape, Slot, Tagged, Type, Width, ceil, floor, sibling,
};
use crate::registry::Registry;

/// Renders the specs of one model.
#[derive(Clone, Copy, Debug)]
pub(super) struct Specs<'a> {
    pub(super) registry: &'a Registry,
    pub(super) model: &'a Model,
}

impl Specs<'_> {
    /// The implementations of each item, as texts that follow its type.
    pub(super) fn items(&self) -> Vec<String> {
        self.model.items.iter().flat_map(|item| self.item(item)).collect()
    }

    fn item(&self, item: &Item) -> Vec<String> {
        let name = &item.name;
        let take = take(item);
        if matches!(item.shape, Shape::Enum(_)) {
            return vec![take];
        }
        let mut writer = Writer { specs: *self, statics: String::new(), patterns: 0, chains: 0 };
        let spec = writer.spec(item);
        let mut body = String::from("use kernel::config;\n");
        body.push_str(&writer.statics);
        body.push_str("static SPEC: config::Spec = ");
        spec.write(&mut body, 0, 40);
        body.push_str(";\n&SPEC\n");
        let spec = format!(
            "impl kernel::config::Config for {name} {{\n    fn spec() -> &'static kernel::config::Spec {{\n{}    }}\n}}\n",
            indented(&body, 8)
        );
        vec![spec, take]
    }
}

/// Writes one spec; patterns and chains are statics of their own in front of it.
struct Writer<'a> {
    specs: Specs<'a>,
    statics: String,
    patterns: usize,
    chains: usize,
}

impl Writer<'_> {
    fn spec(&mut self, item: &Item) -> Piece {
        match &item.shape {
            Shape::Struct(fields) => {
                let object = self.fields("config::Spec::object(&[", fields, "])");
                called(object, &range("properties", item.rules.min_properties, item.rules.max_properties))
            }
            Shape::Tagged { tag, variants } => {
                let variants = variants.iter().map(|variant| self.variant(variant)).collect::<Vec<_>>();
                Piece::list(format!("config::Spec::tagged({}, &[", string(tag)), variants, "])")
            }
            Shape::Union(arms) => {
                let arms = arms.iter().map(|arm| self.arm(arm)).collect::<Vec<_>>();
                Piece::list("config::Spec::union(&[", arms, "])")
            }
            // An enum has no spec; its strings are its own.
            Shape::Enum(_) => Piece::text("config::Spec::object(&[])"),
        }
    }

    fn variant(&mut self, variant: &Tagged) -> Piece {
        let open = format!("config::Variant::new({}, &[", string(&variant.value));
        let object = self.fields(open, &variant.fields, "])");
        let calls = range("properties", variant.rules.min_properties, variant.rules.max_properties);
        called(object, &calls)
    }

    fn arm(&mut self, arm: &Arm) -> Piece {
        let json = format!("config::JsonType::{}", arm.json.variant());
        let parts = vec![("json".to_owned(), Piece::text(json)), ("ty".to_owned(), self.slot(&arm.value, None))];
        Piece::fields("config::Arm", parts)
    }

    fn fields(&mut self, open: impl Into<String>, fields: &[Field], close: &'static str) -> Piece {
        let pieces: Vec<Piece> = fields.iter().map(|field| self.field(field, fields)).collect();
        Piece::list(open, pieces, close)
    }

    fn field(&mut self, field: &Field, siblings: &[Field]) -> Piece {
        let name = Piece::text(string(&field.name));
        let ty = self.slot(&field.value, Some(siblings));
        match &field.default {
            _ if field.required => Piece::list("config::Field::required(", [name, ty], ")"),
            Some(default) => Piece::list("config::Field::with_default(", [name, ty, constant(default)], ")"),
            None => Piece::list("config::Field::optional(", [name, ty], ")"),
        }
    }

    fn slot(&mut self, slot: &Slot, siblings: Option<&[Field]>) -> Piece {
        if let (Some(Link::ConfigOf(of)), Some(siblings)) = (&slot.link, siblings)
            && let Some(piece) = self.config_of(&of.pointer, siblings)
        {
            return piece;
        }
        let ty = self.ty(slot);
        if slot.nullable { wrapped("config::Type::Nullable(", borrowed(ty)) } else { ty }
    }

    fn ty(&mut self, slot: &Slot) -> Piece {
        let rules = &slot.rules;
        match &slot.ty {
            Type::Any | Type::Schema => Piece::text("config::Type::Any"),
            Type::Bool => Piece::text("config::Type::Bool"),
            Type::Int(width) => wrapped("config::Type::Int(", int(*width, rules)),
            Type::Float => wrapped("config::Type::Float(", float(rules)),
            Type::Str => wrapped("config::Type::Text(", self.text(rules)),
            Type::Key(reference) => {
                // A reference to a kind that does not exist is an error, and nothing is rendered then.
                let key = self.specs.registry.get(&reference.to).map(key_type).unwrap_or_default();
                let soft = if slot.ty.is_softened() { ".or_none()" } else { "" };
                Piece::text(format!("config::Type::Key(config::Keys::of::<{key}>(){soft})"))
            }
            Type::Item(id) | Type::Boxed(id) => {
                let item = self.specs.model.item(*id);
                if matches!(item.shape, Shape::Enum(_)) {
                    return Piece::text(format!("config::Type::Choice(config::Choices::of::<self::{}>())", item.name));
                }
                Piece::text(format!("config::Type::Item(config::SpecRef::of::<self::{}>())", item.name))
            }
            Type::List(item) => {
                let item = wrapped("config::List::of(", borrowed(self.slot(item, None)));
                let mut calls = range("items", rules.min_items, rules.max_items);
                if rules.unique_items {
                    calls.push_str(".unique()");
                }
                if let Some(Link::Chain(chain)) = &slot.link
                    && let Some(name) = self.chain(chain, slot)
                {
                    let _ = write!(calls, ".chain(&{name})");
                }
                wrapped("config::Type::List(", called(item, &calls))
            }
            Type::Map(value) => {
                let value = wrapped("config::Map::of(", borrowed(self.slot(value, None)));
                let calls = range("properties", rules.min_properties, rules.max_properties);
                wrapped("config::Type::Map(", called(value, &calls))
            }
        }
    }

    fn text(&mut self, rules: &Rules) -> Piece {
        let mut text = String::from("config::Text::ANY");
        text.push_str(&range("length", rules.min_length, rules.max_length));
        if let Some(pattern) = &rules.pattern {
            self.patterns += 1;
            let name = numbered("PATTERN", self.patterns);
            let pattern = string(pattern);
            let _ = writeln!(self.statics, "static {name}: config::Pattern = config::Pattern::new({pattern});");
            let _ = write!(text, ".pattern(&{name})");
        }
        if let Some(format) = rules.format.as_deref().and_then(crate::profile::variant) {
            let _ = write!(text, ".format(config::Format::{format})");
        }
        Piece::text(text)
    }

    /// The config of the entry that a property beside it names.
    fn config_of(&self, pointer: &str, siblings: &[Field]) -> Option<Piece> {
        let by = sibling(pointer)?;
        let Type::Key(reference) = &siblings.iter().find(|field| field.name == by)?.value.ty else { return None };
        let members = self.specs.registry.get(&reference.to)?;
        let key = key_type(members);
        let spec = match kind_field(members, members.kind.config.as_deref()?) {
            Some((field, true)) => format!("kernel::Key::entry(key).{field}.as_deref()"),
            Some((field, false)) => format!("Some(&*kernel::Key::entry(key).{field})"),
            None => "None".to_owned(),
        };
        let find = format!("|key| <{key} as kernel::Key>::find(key).map(|key| {spec})");
        let parts = [("by", string(&by)), ("noun", string(&members.kind.noun())), ("spec", find)];
        let parts = parts.into_iter().map(|(name, text)| (name.to_owned(), Piece::text(text))).collect();
        Some(wrapped("config::Type::ConfigOf(", Piece::fields("config::ConfigOf", parts)))
    }

    /// Declares the chain of a list as a static; gives its name.
    fn chain(&mut self, chain: &Chain, slot: &Slot) -> Option<String> {
        let members = self.specs.registry.get(&chain.reference(self.specs.model, &slot.ty)?.to)?;
        let key = key_type(members);
        let end = |pointer: &str| {
            let end = members.kind.model.chain_end(pointer)?;
            let path = format!("entry.{}", end.path.join("."));
            Some(match end.says {
                Says::Key(_) => format!("kernel::Key::as_str({path})"),
                Says::Choice => format!("kernel::Choice::as_str({path})"),
                Says::Text => path,
            })
        };
        let ends = format!(
            "|key| {{\n    let entry = kernel::Key::entry(<{key} as kernel::Key>::find(key)?);\n    Some(({}, {}))\n}}",
            end(&chain.takes)?,
            end(&chain.gives)?
        );
        let option = |text: &Option<String>| {
            text.as_ref().map_or_else(|| "None".to_owned(), |text| format!("Some({})", string(text)))
        };
        self.chains += 1;
        let name = numbered("CHAIN", self.chains);
        let _ = writeln!(
            self.statics,
            "static {name}: config::Chain = config::Chain {{\n    by: {},\n    noun: {},\n    first: {},\n    last: {},\n    \
             ends: {},\n}};",
            string(&chain.by),
            string(&members.kind.noun()),
            option(&chain.first),
            option(&chain.last),
            indented(&ends, 4).trim_start(),
        );
        Some(name)
    }
}

/// The name of a static: the first of its sort has the plain one.
fn numbered(name: &str, number: usize) -> String {
    if number == 1 { name.to_owned() } else { format!("{name}_{number}") }
}

/// How a type takes what its spec has checked.
fn take(item: &Item) -> String {
    let name = &item.name;
    let body = match &item.shape {
        Shape::Enum(_) => "checked.choice()".to_owned(),
        Shape::Struct(fields) => format!("checked.begin_struct();\n{}", structure("Self", fields)),
        Shape::Tagged { variants, .. } => {
            let made = variants.iter().map(|variant| structure(&format!("Self::{}", variant.rust), &variant.fields));
            match_on_variant(&made.collect::<Vec<_>>())
        }
        Shape::Union(arms) => {
            let made = arms.iter().map(|arm| format!("Self::{}(checked.take())", arm.json.variant()));
            match_on_variant(&made.collect::<Vec<_>>())
        }
    };
    format!(
        "impl kernel::config::Take for {name} {{\n    fn take(checked: &mut kernel::config::Checked) -> Self {{\n{}\n    }}\n}}\n",
        indented(&body, 8)
    )
}

fn structure(name: &str, fields: &[Field]) -> String {
    if fields.is_empty() {
        return if name == "Self" { "Self {}".to_owned() } else { name.to_owned() };
    }
    let fields = fields.iter().map(|field| (field.rust.clone(), Piece::text("checked.take()"))).collect();
    let mut text = String::new();
    Piece::fields(name, fields).write(&mut text, 0, 24);
    text
}

/// One arm a variant; the last stands for all others.
fn match_on_variant(arms: &[String]) -> String {
    let [others @ .., last] = arms else { return String::new() };
    let mut text = String::from("match checked.variant() {\n");
    for (place, arm) in others.iter().enumerate() {
        let _ = writeln!(text, "    {place} => {},", indented(arm, 4).trim_start());
    }
    let _ = write!(text, "    _ => {},\n}}", indented(last, 4).trim_start());
    text
}

/// A piece inside an opening bracket and a closing parenthesis.
fn wrapped(open: &str, inner: Piece) -> Piece {
    match inner {
        Piece::Text(_) => Piece::list(open, [inner], ")"),
        Piece::Group { open: inner, items, close, spaced } => {
            Piece::Group { open: format!("{open}{inner}"), items, close: format!("{close})").into(), spaced }
        }
    }
}

/// A reference to a piece.
fn borrowed(piece: Piece) -> Piece {
    match piece {
        Piece::Text(text) => Piece::text(format!("&{text}")),
        Piece::Group { open, items, close, spaced } => Piece::Group { open: format!("&{open}"), items, close, spaced },
    }
}

/// A piece with calls behind it.
fn called(piece: Piece, calls: &str) -> Piece {
    match piece {
        piece if calls.is_empty() => piece,
        Piece::Text(text) => Piece::text(format!("{text}{calls}")),
        Piece::Group { open, items, close, spaced } => {
            Piece::Group { open, items, close: format!("{close}{calls}").into(), spaced }
        }
    }
}

fn range(name: &str, least: Option<u64>, most: Option<u64>) -> String {
    if least.is_none() && most.is_none() {
        return String::new();
    }
    let most = most.map_or_else(|| "u64::MAX".to_owned(), |most| most.to_string());
    format!(".{name}({}, {most})", least.unwrap_or_default())
}

fn int(width: Width, rules: &Rules) -> Piece {
    let (low, high) = width.bounds();
    let least = [rules.minimum.as_ref().map(ceil), rules.exclusive_minimum.as_ref().map(|least| floor(least) + 1)];
    let most = [rules.maximum.as_ref().map(floor), rules.exclusive_maximum.as_ref().map(|most| ceil(most) - 1)];
    let least = least.into_iter().flatten().fold(floor(&low), i128::max);
    let most = most.into_iter().flatten().fold(floor(&high), i128::min);
    let all = format!("config::Int::{}", width.rust().to_ascii_uppercase());
    let mut text = match (least == floor(&low), most == floor(&high)) {
        (true, true) => all,
        (true, false) => format!("{all}.max({most})"),
        (false, true) => format!("{all}.min({least})"),
        (false, false) => format!("config::Int::new({least}, {most})"),
    };
    if let Some(step) = &rules.multiple_of {
        let _ = write!(text, ".multiple_of({})", limit(step));
    }
    Piece::text(text)
}

fn float(rules: &Rules) -> Piece {
    let mut text = String::from("config::Float::ANY");
    let limits = [
        ("min", &rules.minimum),
        ("above", &rules.exclusive_minimum),
        ("max", &rules.maximum),
        ("below", &rules.exclusive_maximum),
        ("multiple_of", &rules.multiple_of),
    ];
    for (name, number) in limits {
        if let Some(number) = number {
            let _ = write!(text, ".{name}({})", limit(number));
        }
    }
    Piece::text(text)
}

fn limit(number: &Number) -> String {
    match number.as_i128() {
        Some(whole) => format!("config::Limit::Int({whole})"),
        None => format!("config::Limit::Float({:?})", number.as_f64().unwrap_or_default()),
    }
}

fn constant(value: &Value) -> Piece {
    match value {
        Value::Null => Piece::text("config::Constant::Null"),
        Value::Bool(flag) => Piece::text(format!("config::Constant::Bool({flag})")),
        Value::Number(number) => Piece::text(match number.as_i128() {
            Some(whole) => format!("config::Constant::Int({whole})"),
            None => format!("config::Constant::Float({:?})", number.as_f64().unwrap_or_default()),
        }),
        Value::String(text) => Piece::text(format!("config::Constant::Text({})", string(text))),
        Value::Array(items) => {
            Piece::list("config::Constant::List(&[", items.iter().map(constant).collect::<Vec<_>>(), "])")
        }
        Value::Object(map) => {
            let pairs = map
                .iter()
                .map(|(name, value)| Piece::list("(", [Piece::text(string(name)), constant(value)], ")"))
                .collect::<Vec<_>>();
            Piece::list("config::Constant::Object(&[", pairs, "])")
        }
    }
}
