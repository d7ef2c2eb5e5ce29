//! Lowers a schema to types: type by type, with a finding for whatever the profile does not have.

mod choices;
mod keywords;

mod boxes;

use std::collections::BTreeMap;

use serde_json::Value;
use source::{Code, Diagnostic, Findings, Severity, Text};
use yaml::{Mapping, Node, Pointer};

use crate::own_format;

use self::choices::is_enumeration;
use self::keywords::Group;
use super::strict::width;
use super::{Chain, ChainPlaces, ConfigOf, Docs, Field, Item, ItemId, Link, Model, Rules, Shape, Slot, Type, names};

/// A schema to lower, where it stands, and the names that its types get.
#[derive(Clone, Copy, Debug)]
pub struct Lowering<'a> {
    /// The text that the schema stands in.
    pub text: &'a Text,
    /// The schema.
    pub schema: &'a Node,
    /// Where it stands in its document.
    pub base: &'a Pointer,
    /// The Rust name of the whole.
    pub name: &'a str,
    /// What comes before the names of types that properties name; empty for entry types.
    pub prefix: &'a str,
    /// Names that no type may take, because the generated file has them already.
    pub taken: &'a [String],
}

impl Lowering<'_> {
    /// Whether the schema is the config of an entry: a kind is a document, a config stands inside of one.
    fn is_config(&self) -> bool {
        !self.base.is_root()
    }
}

/// Definitions that lead into each other, one inside the other, are followed no deeper than this: readers of
/// schemas, the validator's among them, nest as deep.
const DEEPEST: usize = 100;

/// The types that a schema becomes; whatever it cannot become is a finding. `None` where its definitions nest
/// too deep to be read at all.
pub fn lower(lowering: &Lowering<'_>, findings: &mut Findings) -> Option<Model> {
    let mut lowerer = Lowerer {
        given: *lowering,
        findings,
        items: Vec::new(),
        names: lowering.taken.iter().cloned().map(|name| (name, None)).collect(),
        definitions: BTreeMap::new(),
        config: None,
        open: 0,
        too_deep: false,
    };
    let at = Pointer::root();
    let names = Naming::new(lowering.name, lowering.prefix, lowering.name);
    let root = lowerer.slot(lowering.schema, &at, &names);
    if lowerer.too_deep {
        return None;
    }
    let mut items: Vec<Item> = lowerer.items.into_iter().flatten().collect();
    boxes::insert(&mut items);
    Some(Model { items, root })
}

/// What a type is called, and what its properties' types begin with.
#[derive(Clone, Debug)]
struct Naming {
    own: String,
    nested: String,
    /// The name of the whole, which goes in front of a name that would hide one of Rust's.
    root: String,
}

impl Naming {
    fn new(own: &str, nested: &str, root: &str) -> Self {
        Self { own: own.to_owned(), nested: nested.to_owned(), root: root.to_owned() }
    }

    fn called(&self, own: &str) -> Self {
        let own = if names::hides(own) { names::join(&self.root, own) } else { own.to_owned() };
        Self { nested: own.clone(), own, root: self.root.clone() }
    }

    fn property(&self, name: &str) -> Self {
        self.called(&names::join(&self.nested, &names::variant(name).unwrap_or_default()))
    }

    /// Items of `steps` are called `Step`.
    fn item(&self) -> Self {
        self.called(&names::join(&singular(self.own.trim_matches('_')), ""))
    }
}

fn singular(plural: &str) -> String {
    let keeps = ["ss", "us", "is", "news"];
    if let Some(stem) = plural.strip_suffix("ies") {
        format!("{stem}y")
    } else if plural.ends_with('s') && !keeps.iter().any(|end| plural.ends_with(end)) {
        plural[..plural.len() - 1].to_owned()
    } else {
        format!("{plural}Item")
    }
}

struct Lowerer<'a, 'f> {
    given: Lowering<'a>,
    findings: &'f mut Findings,
    /// `None` while the item is being lowered.
    items: Vec<Option<Item>>,
    names: BTreeMap<String, Option<Pointer>>,
    definitions: BTreeMap<String, Definition>,
    /// The property that holds the config of an entry.
    config: Option<Pointer>,
    /// How many definitions are being lowered, one inside the other.
    open: usize,
    /// Whether definitions nest deeper than anyone follows.
    too_deep: bool,
}

#[derive(Clone, Debug)]
enum Definition {
    /// Being lowered; the item is known once its shape is.
    Open {
        item: Option<ItemId>,
        /// What is known of the slot before its type is.
        slot: Box<Slot>,
    },
    Done(Box<Slot>),
}

impl Lowerer<'_, '_> {
    fn slot(&mut self, schema: &Node, at: &Pointer, names: &Naming) -> Slot {
        let mapping = match &schema.value {
            yaml::Value::Bool(true) => return Slot::default(),
            yaml::Value::Mapping(mapping) => mapping,
            yaml::Value::Bool(false) => {
                self.unsupported(at, "`false` allows no value, so it has no Rust type", "remove the property");
                return Slot::default();
            }
            yaml::Value::Null | yaml::Value::Number(_) | yaml::Value::String(_) | yaml::Value::Sequence(_) => {
                // The meta-schema has said so already.
                return Slot::default();
            }
        };
        if mapping.contains_key("$ref") {
            self.only(mapping, at, Group::Ref);
            // What the definition says holds here too, its constraints included.
            return self.definition(mapping, at);
        }
        let mut slot = self.typed(mapping, schema, at, names);
        if mapping.contains_key("oneOf") {
            // The constraints are those of its members.
            return slot;
        }
        slot.link = self.link(mapping, at, &slot);
        slot.rules = keywords::rules(mapping);
        slot
    }

    fn typed(&mut self, mapping: &Mapping, schema: &Node, at: &Pointer, names: &Naming) -> Slot {
        if mapping.get("x-config").is_some_and(|flag| flag.as_bool() == Some(true)) {
            self.only(mapping, at, Group::Config);
            self.config(at);
            return Slot { ty: Type::Schema, ..Slot::default() };
        }
        if let Some(members) = mapping.get("oneOf") {
            self.only(mapping, at, if is_enumeration(members) { Group::Constants } else { Group::OneOf });
            return self.one_of(members, schema, &at.join("oneOf"), names);
        }
        if mapping.contains_key("enum") {
            self.only(mapping, at, Group::Enum);
            return self.enumeration(mapping, schema, at, names);
        }
        let Some((name, nullable)) = self.type_of(mapping, at) else { return Slot::default() };
        let group = match name.as_str() {
            "boolean" => Group::Boolean,
            "integer" => Group::Integer,
            "number" => Group::Number,
            "string" if mapping.contains_key("x-ref") => Group::Key,
            "string" => Group::String,
            "array" => Group::Array,
            _ => Group::Object,
        };
        self.only(mapping, at, group);
        let ty = match group {
            Group::Boolean => Type::Bool,
            Group::Integer => Type::Int(schema.to_json().as_object().map_or(super::Width::I64, width)),
            Group::Number => Type::Float,
            Group::String | Group::Key => self.string(mapping, at),
            Group::Array => {
                let items = mapping.get("items");
                let item = items.map(|items| self.slot(items, &at.join("items"), &names.item())).unwrap_or_default();
                Type::List(Box::new(item))
            }
            Group::Object
            | Group::Any
            | Group::Config
            | Group::Enum
            | Group::Constant
            | Group::OneOf
            | Group::Constants
            | Group::Null
            | Group::Ref => self.object(mapping, schema, at, names),
        };
        Slot { ty, nullable, ..Slot::default() }
    }

    /// The one type that `type` names besides null; `None` for any value, and where a finding says why not.
    fn type_of(&mut self, mapping: &Mapping, at: &Pointer) -> Option<(String, bool)> {
        let Some(given) = mapping.get("type") else {
            let belongs = |keyword: &str| match keyword {
                "properties" => Some("object"),
                "items" => Some("array"),
                "minimum" | "maximum" => Some("integer"),
                "pattern" | "minLength" | "maxLength" | "x-ref" | "x-doc" | "x-path" => Some("string"),
                _ => None,
            };
            match mapping.keys().find_map(|keyword| Some((keyword, belongs(keyword)?))) {
                Some((keyword, ty)) => {
                    let message = format!("`{keyword}` without a `type` has no Rust type");
                    self.unsupported(at, &message, &format!("add `type: {ty}`"));
                }
                None => self.only(mapping, at, Group::Any),
            }
            return None;
        };
        if let Some(name) = given.as_str() {
            if name == "null" {
                self.unsupported(
                    &at.join("type"),
                    "a value that is always null has no Rust type",
                    "type: [string, 'null']",
                );
                return None;
            }
            return Some((name.to_owned(), false));
        }
        let names: Vec<&str> = given.as_sequence().into_iter().flatten().filter_map(Node::as_str).collect();
        let others: Vec<&&str> = names.iter().filter(|name| **name != "null").collect();
        if let [one] = others[..] {
            return Some(((*one).to_owned(), names.len() > 1));
        }
        let help = "use `oneOf` with a schema for each type";
        self.unsupported(&at.join("type"), "several types in one `type` have no Rust type", help);
        None
    }

    /// The one config of an entry is a property of the entry itself.
    fn config(&mut self, at: &Pointer) {
        // In a config the keyword has been refused.
        if self.given.is_config() {
            return;
        }
        let finding = |lowerer: &Self, message| {
            Diagnostic::new(Code::InvalidKind, lowerer.place(at), message).path(lowerer.path(&at.join("x-config")))
        };
        if at.parent() != Some(Pointer::root().join("properties")) {
            let message = "the config of an entry is a property of the entry itself";
            let help = "move it to the `properties` of the kind";
            self.findings.push(finding(self, message).help(help));
        } else if let Some(first) = self.config.replace(at.clone()) {
            let finding = finding(self, "an entry has one config").also(self.place(&first), "the first one");
            self.findings.push(finding.help("put both into one schema, with a property for each"));
        }
    }

    fn string(&mut self, mapping: &Mapping, at: &Pointer) -> Type {
        let pattern = mapping.get("pattern").and_then(Node::as_str);
        if let Some((message, help)) = pattern.and_then(crate::schema::check_pattern) {
            let at = at.join("pattern");
            let finding = Diagnostic::new(Code::InvalidSchema, self.place(&at), message).path(self.path(&at));
            self.findings.push(help.into_iter().fold(finding, Diagnostic::help));
        }
        let Some(reference) = mapping.get("x-ref") else { return Type::Str };
        match keywords::reference(reference) {
            Ok(reference) => Type::Key(reference),
            Err(wrong) => {
                let path =
                    self.path(&wrong.property.into_iter().fold(at.join("x-ref"), |at, property| at.join(property)));
                let place = self.given.text.at(wrong.span);
                self.findings
                    .push(Diagnostic::new(Code::InvalidKind, place, wrong.message).path(path).help(wrong.help));
                Type::Str
            }
        }
    }

    fn object(&mut self, mapping: &Mapping, schema: &Node, at: &Pointer, names: &Naming) -> Type {
        let additional = mapping.get("additionalProperties");
        let Some(properties) = mapping.get("properties").and_then(Node::as_mapping) else {
            let free = additional.is_none_or(|more| more.as_bool() != Some(false));
            let required = mapping.get("required").and_then(Node::as_sequence).unwrap_or_default();
            if free && !required.is_empty() {
                let help = "declare the required properties under `properties`";
                self.unsupported(&at.join("required"), "a map with required keys has no Rust type", help);
            }
            if additional.is_some_and(|more| more.as_bool() == Some(false)) {
                let id = self.reserve(names, at);
                return self.define_object(id, names, schema, mapping, Vec::new());
            }
            let value = additional
                .map(|more| self.slot(more, &at.join("additionalProperties"), &names.item()))
                .unwrap_or_default();
            return Type::Map(Box::new(value));
        };
        if additional.is_some_and(|more| more.as_bool() != Some(false)) {
            let help = "put the free keys into a property of their own: `{ type: object, additionalProperties: … }`";
            self.unsupported(
                &at.join("additionalProperties"),
                "an object with both known and free keys has no Rust type",
                help,
            );
        }
        let id = self.reserve(names, at);
        let fields = self.fields(mapping, properties, at, names, None);
        self.define_object(id, names, schema, mapping, fields)
    }

    fn fields(
        &mut self,
        mapping: &Mapping,
        properties: &Mapping,
        at: &Pointer,
        names: &Naming,
        tag: Option<&str>,
    ) -> Vec<Field> {
        let required: Vec<&str> = mapping
            .get("required")
            .and_then(Node::as_sequence)
            .into_iter()
            .flatten()
            .filter_map(Node::as_str)
            .collect();
        for (index, name) in required.iter().enumerate() {
            if !properties.contains_key(name) {
                let at = at.join("required").join(index.to_string());
                let mut help = format!("declare `{name}` under `properties`");
                if let Some(near) = source::nearest(name, properties.keys()) {
                    help = format!("did you mean `{near}`?");
                }
                self.unsupported(&at, &format!("required property `{name}` is not declared"), &help);
            }
        }
        let mut fields: Vec<Field> = Vec::new();
        for pair in properties.iter().filter(|pair| Some(pair.key.as_str()) != tag) {
            let at = at.join("properties").join(&pair.key);
            let Some(rust) = names::field(&pair.key) else {
                let place = self.given.text.at(pair.key_span);
                let message = format!("property {} cannot be the name of a Rust field", shown(&pair.key));
                let path = self.path(&at);
                let help = "use ASCII letters, digits, `_`, `-` and `.`";
                self.findings.push(Diagnostic::new(Code::UnsafeName, place, message).path(path).help(help));
                continue;
            };
            if let Some(other) = fields.iter().find(|field| field.rust == rust) {
                let first = properties.get_pair(&other.name).map_or(pair.key_span, |other| other.key_span);
                let message = format!("properties `{}` and `{}` are both `{rust}` in Rust", other.name, pair.key);
                let finding = Diagnostic::new(Code::NameCollision, self.given.text.at(pair.key_span), message)
                    .path(self.path(&at))
                    .also(self.given.text.at(first), "the other property")
                    .help("rename one of them");
                self.findings.push(finding);
                continue;
            }
            let value = self.slot(&pair.value, &at, &names.property(&pair.key));
            fields.push(Field {
                name: pair.key.clone(),
                rust,
                docs: Docs::of(&pair.value),
                value,
                required: required.contains(&pair.key.as_str()),
                default: pair.value.get("default").map(Node::to_json),
            });
        }
        fields
    }

    /// The slot of `$ref: '#/$defs/X'`.
    fn definition(&mut self, mapping: &Mapping, at: &Pointer) -> Slot {
        let at = at.join("$ref");
        let Some(reference) = mapping.get("$ref").and_then(Node::as_str) else { return Slot::default() };
        let Some(name) = reference.strip_prefix("#/$defs/").filter(|name| !name.contains('/')) else {
            self.unsupported(&at, &format!("`$ref: {reference}` leads outside `$defs`"), "$ref: '#/$defs/Name'");
            return Slot::default();
        };
        match self.definitions.get(name).cloned() {
            Some(Definition::Done(slot)) => return *slot,
            Some(Definition::Open { item: Some(item), slot }) => return Slot { ty: Type::Item(item), ..*slot },
            Some(Definition::Open { item: None, .. }) => {
                self.unsupported(
                    &at,
                    &format!("`{name}` is only itself, so it has no Rust type"),
                    "describe what it holds",
                );
                return Slot::default();
            }
            None => {}
        }
        let pointer = Pointer::root().join("$defs").join(name);
        let Some(node) = self.given.schema.at(&pointer) else {
            let known: Vec<&str> = self
                .given
                .schema
                .get("$defs")
                .and_then(Node::as_mapping)
                .map(|defs| defs.keys().collect())
                .unwrap_or_default();
            let help = match source::nearest(name, known.iter().copied()) {
                Some(near) => format!("did you mean `#/$defs/{near}`?"),
                None => format!("declare `{name}` under `$defs`"),
            };
            self.unsupported(&at, &format!("there is no `{name}` under `$defs`"), &help);
            return Slot::default();
        };
        let Some(rust) = names::variant(name) else {
            self.unsupported(
                &at,
                &format!("{} cannot be the name of a Rust type", shown(name)),
                "rename the definition",
            );
            return Slot::default();
        };
        if self.open == DEEPEST {
            if !std::mem::replace(&mut self.too_deep, true) {
                let message = format!("definitions nest more than {DEEPEST} deep");
                self.unsupported(&at, &message, "nest them less deep, or allow any value further inside");
            }
            return Slot::default();
        }
        let resolved = self.resolved(node);
        let slot = Box::new(Slot {
            nullable: self.allows_null(node),
            rules: resolved.as_mapping().map(keywords::rules).unwrap_or_default(),
            ..Slot::default()
        });
        self.definitions.insert(name.to_owned(), Definition::Open { item: None, slot });
        let own = names::join(self.given.prefix, &rust);
        let node = node.clone();
        self.open += 1;
        let slot = self.slot(&node, &pointer, &Naming::new("", "", self.given.name).called(&own));
        self.open -= 1;
        self.definitions.insert(name.to_owned(), Definition::Done(Box::new(slot.clone())));
        slot
    }

    fn link(&mut self, mapping: &Mapping, at: &Pointer, slot: &Slot) -> Option<Link> {
        let flag = |keyword| mapping.get(keyword).is_some_and(|flag| flag.as_bool() == Some(true));
        if flag("x-doc") || flag("x-path") {
            return Some(if flag("x-doc") { Link::Doc } else { Link::Path }).filter(|_| slot.ty == Type::Str);
        }
        if let Some(node) = mapping.get("x-chain") {
            let base = self.given.base.concat(&at.join("x-chain"));
            let chain =
                own_format::read_value::<Chain>(self.given.text, node, &base, Code::InvalidKind, self.findings)?;
            let words = node.as_mapping().into_iter().flatten();
            let spans = words.map(|pair| (pair.key.clone(), pair.value.span)).collect();
            return Some(Link::Chain(Chain { places: ChainPlaces { at: base.to_string(), spans }, ..chain }));
        }
        let pointer = mapping.get("x-config-of")?.as_str()?;
        if let Err(error) = pointer.parse::<yaml::RelativePointer>() {
            let at = at.join("x-config-of");
            let finding = Diagnostic::new(
                Code::InvalidKind,
                self.place(&at),
                format!("`{pointer}` is not a relative JSON Pointer: {error}"),
            )
            .path(self.path(&at))
            .help("x-config-of: 1/step");
            self.findings.push(finding);
            return None;
        }
        let at = at.join("x-config-of");
        let span = mapping.get("x-config-of").map_or(self.given.schema.span, |node| node.span);
        Some(Link::ConfigOf(ConfigOf { pointer: pointer.to_owned(), place: (span, self.path(&at)) }))
    }

    /// A new item, reserved before its inside is lowered, so that a recursive definition can name it.
    fn reserve(&mut self, names: &Naming, at: &Pointer) -> ItemId {
        if let Some(first) = self.names.insert(names.own.clone(), Some(at.clone())) {
            let message = format!("two types are called `{}`", names.own);
            let mut finding = Diagnostic::new(Code::NameCollision, self.place(at), message)
                .path(self.path(at))
                .help("name one of them by a definition: `$ref: '#/$defs/OtherName'`");
            if let Some(first) = first {
                finding = finding.also(self.place(&first), "the other type");
            }
            self.findings.push(finding);
        }
        self.items.push(None);
        let id = ItemId(self.items.len() - 1);
        let open = self.definitions.values_mut().filter_map(|definition| match definition {
            Definition::Open { item: item @ None, .. } => Some(item),
            Definition::Open { item: Some(_), .. } | Definition::Done(_) => None,
        });
        for item in open {
            *item = Some(id);
        }
        id
    }

    fn define(&mut self, id: ItemId, names: &Naming, docs: Docs, shape: Shape) -> Type {
        self.items[id.0] = Some(Item { name: names.own.clone(), docs, shape, rules: Rules::default() });
        Type::Item(id)
    }

    fn define_object(
        &mut self,
        id: ItemId,
        names: &Naming,
        schema: &Node,
        mapping: &Mapping,
        fields: Vec<Field>,
    ) -> Type {
        let (docs, rules) = (Docs::of(schema), keywords::rules(mapping));
        self.items[id.0] = Some(Item { name: names.own.clone(), docs, shape: Shape::Struct(fields), rules });
        Type::Item(id)
    }

    /// Refuses every keyword that has no meaning in a group.
    fn only(&mut self, mapping: &Mapping, at: &Pointer, group: Group) {
        for pair in mapping {
            let place = keywords::Place { group, is_root: at.is_root(), is_config: self.given.is_config() };
            let Some((message, help)) = keywords::refuse(&pair.key, place) else { continue };
            let at = at.join(&pair.key);
            let finding = Diagnostic::new(Code::UnsupportedSchema, self.given.text.at(pair.key_span), message);
            self.findings.push(finding.path(self.path(&at)).help(help));
        }
        keywords::check_values(mapping, group, &mut |keyword, message, help| {
            let at = at.join(keyword);
            let place = mapping.get(keyword).map_or_else(|| self.place(&at), |node| self.given.text.at(node.span));
            let finding = Diagnostic::new(Code::UnsupportedSchema, place, message).path(self.path(&at));
            self.findings.push(finding.help(help));
        });
    }

    fn unsupported(&mut self, at: &Pointer, message: &str, help: &str) {
        let finding = Diagnostic::new(Code::UnsupportedSchema, self.place(at), message).path(self.path(at)).help(help);
        self.findings.push(finding.severity(Severity::Error));
    }

    fn place(&self, at: &Pointer) -> source::Place {
        let span = self.given.schema.at(at).map_or(self.given.schema.span, crate::schema::focus);
        self.given.text.at(span)
    }

    fn path(&self, at: &Pointer) -> String {
        self.given.base.concat(at).to_string()
    }
}

fn shown(name: &str) -> String {
    crate::schema::shown(&Value::String(name.to_owned()))
}

impl Docs {
    /// What a schema says about itself.
    fn of(schema: &Node) -> Self {
        let text = |keyword| schema.get(keyword).and_then(Node::as_str).map(|text| text.trim().to_owned());
        Self {
            title: text("title").filter(|text| !text.is_empty()),
            description: text("description").filter(|text| !text.is_empty()),
            examples: schema
                .get("examples")
                .and_then(Node::as_sequence)
                .into_iter()
                .flatten()
                .map(Node::to_json)
                .collect(),
            deprecated: schema.get("deprecated").and_then(Node::as_bool).unwrap_or_default(),
        }
    }
}
