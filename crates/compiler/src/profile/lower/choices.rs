//! Lowers choices: enums, objects told apart by a constant, and values told apart by their JSON type.

use source::{Code, Diagnostic};
use yaml::{Mapping, Node, Pointer};

use super::keywords::Group;
use super::{Lowerer, Naming, shown};
use crate::profile::{Arm, Choice, Docs, JsonType, Shape, Slot, Tagged, Type, names};

impl Lowerer<'_, '_> {
    pub(super) fn enumeration(&mut self, mapping: &Mapping, schema: &Node, at: &Pointer, names: &Naming) -> Slot {
        let values = mapping.get("enum").and_then(Node::as_sequence).unwrap_or_default();
        let nullable = self.allows_null(schema);
        let at_value = |index: usize| at.join("enum").join(index.to_string());
        let others = values.iter().enumerate().find(|(_, value)| !value.is_null() && value.as_str().is_none());
        if let Some((index, value)) = others {
            let message = format!("an enum of {} has no Rust type", plural(value.type_name()));
            self.unsupported(
                &at_value(index),
                &message,
                "use strings, or `minimum` and `maximum` for a range of numbers",
            );
        }
        let mut choices = Vec::new();
        for (index, text) in values.iter().enumerate().filter_map(|(index, value)| Some((index, value.as_str()?))) {
            choices.extend(self.choice(text, Docs::default(), &at_value(index), &choices));
        }
        let id = self.reserve(names, at);
        Slot { ty: self.define(id, names, Docs::of(schema), Shape::Enum(choices)), nullable, ..Slot::default() }
    }

    pub(super) fn choice(&mut self, value: &str, docs: Docs, at: &Pointer, earlier: &[Choice]) -> Option<Choice> {
        let place = |lowerer: &Self| lowerer.place(at);
        // Values that differ in punctuation only (`int`, `int[]`) get their names from titles.
        let Some(rust) = docs.title.as_deref().and_then(names::variant).or_else(|| names::variant(value)) else {
            let message = format!("{} cannot be the name of a Rust variant", shown(value));
            let finding = Diagnostic::new(Code::UnsafeName, place(self), message).path(self.path(at));
            self.findings.push(finding.help("use ASCII letters, digits, `_`, `-` and `.`"));
            return None;
        };
        if let Some(other) = earlier.iter().find(|other| other.rust == rust) {
            let message = format!("`{}` and `{value}` are both `{rust}` in Rust", other.value);
            let finding = Diagnostic::new(Code::NameCollision, place(self), message).path(self.path(at));
            self.findings.push(finding.help("rename one of them, or give each a `title` in a `oneOf` of constants"));
            return None;
        }
        Some(Choice { value: value.to_owned(), rust, docs })
    }

    pub(super) fn one_of(&mut self, members: &Node, schema: &Node, at: &Pointer, names: &Naming) -> Slot {
        let Some(members) = members.as_sequence() else { return Slot::default() };
        let nullable = self.allows_null(schema);
        let taking: Vec<usize> = (0..members.len()).filter(|index| self.allows_null(&members[*index])).collect();
        if let [_, second, ..] = taking[..] {
            let message = "two members of this `oneOf` allow null, so null satisfies neither";
            self.unsupported(&at.join(second.to_string()), message, "allow null in one of them");
            return Slot::default();
        }
        let (nulls, members): (Vec<_>, Vec<_>) = members
            .iter()
            .enumerate()
            .partition(|(_, member)| member.get("type").and_then(Node::as_str) == Some("null"));
        for (index, null) in &nulls {
            if let Some(mapping) = null.as_mapping() {
                self.only(mapping, &at.join(index.to_string()), Group::Null);
            }
        }
        if members.is_empty() {
            self.unsupported(at, "a value that is always null has no Rust type", "add a member for other values");
            return Slot::default();
        }
        if members.iter().all(|(_, member)| is_constant(member)) {
            let mut choices = Vec::new();
            for (index, member) in &members {
                let at = at.join(index.to_string());
                if let Some(mapping) = member.as_mapping() {
                    self.only(mapping, &at, Group::Constant);
                }
                let value = member.get("const").and_then(Node::as_str).unwrap_or_default();
                choices.extend(self.choice(value, Docs::of(member), &at.join("const"), &choices));
            }
            let id = self.reserve(names, at);
            return Slot {
                ty: self.define(id, names, Docs::of(schema), Shape::Enum(choices)),
                nullable,
                ..Slot::default()
            };
        }
        if let [(index, only)] = members[..] {
            let slot = self.slot(only, &at.join(index.to_string()), names);
            return Slot { nullable, ..slot };
        }
        if let Some(tag) = shared_tag(&members) {
            return Slot { ty: self.tagged(&tag, &members, schema, at, names), nullable, ..Slot::default() };
        }
        let types: Vec<Option<JsonType>> = members.iter().map(|(_, member)| self.json_type(member)).collect();
        let distinct = types.iter().enumerate().all(|(index, ty)| ty.is_some() && !types[..index].contains(ty));
        if !distinct {
            let help =
                "give each member a constant property of its own (`kind: { const: a }`), or a JSON type of its own";
            self.unsupported(at, "the members of this `oneOf` cannot be told apart", help);
            return Slot::default();
        }
        let id = self.reserve(names, at);
        let mut arms = Vec::new();
        for ((index, member), json) in members.iter().zip(types.into_iter().flatten()) {
            let nested = names.called(&crate::profile::join(&names.own, json.variant()));
            let value = self.slot(member, &at.join(index.to_string()), &nested);
            // Null selects no arm; the union as a whole allows it.
            let value = Slot { nullable: false, ..value };
            arms.push(Arm { json, docs: Docs::of(member), value });
        }
        Slot { ty: self.define(id, names, Docs::of(schema), Shape::Union(arms)), nullable, ..Slot::default() }
    }

    pub(super) fn tagged(
        &mut self,
        tag: &str,
        members: &[(usize, &Node)],
        schema: &Node,
        at: &Pointer,
        names: &Naming,
    ) -> Type {
        let id = self.reserve(names, at);
        let mut variants: Vec<Tagged> = Vec::new();
        for (index, member) in members {
            let at = at.join(index.to_string());
            let Some(mapping) = member.as_mapping() else { continue };
            self.only(mapping, &at, Group::Object);
            let Some(properties) = mapping.get("properties").and_then(Node::as_mapping) else { continue };
            let at_tag = at.join("properties").join(tag);
            let Some(constant) = properties.get(tag).and_then(Node::as_mapping) else { continue };
            self.only(constant, &at_tag, Group::Constant);
            let value = constant.get("const").and_then(Node::as_str).unwrap_or_default();
            if !mapping
                .get("required")
                .and_then(Node::as_sequence)
                .into_iter()
                .flatten()
                .any(|name| name.as_str() == Some(tag))
            {
                self.unsupported(
                    &at,
                    &format!("`{tag}` tells the members apart, so it must be required"),
                    &format!("required: [{tag}]"),
                );
            }
            let earlier: Vec<Choice> = variants
                .iter()
                .map(|variant| Choice {
                    value: variant.value.clone(),
                    rust: variant.rust.clone(),
                    docs: Docs::default(),
                })
                .collect();
            let Some(choice) = self.choice(value, Docs::of(member), &at_tag.join("const"), &earlier) else { continue };
            let nested = names.called(&crate::profile::join(&names.own, &choice.rust));
            let fields = self.fields(mapping, properties, &at, &nested, Some(tag));
            let rules = super::keywords::rules(mapping);
            variants.push(Tagged { value: choice.value, rust: choice.rust, docs: choice.docs, fields, rules });
        }
        self.define(id, names, Docs::of(schema), Shape::Tagged { tag: tag.to_owned(), variants })
    }

    /// The schema that a chain of `$ref`s leads to.
    pub(super) fn resolved<'n>(&self, mut schema: &'n Node) -> &'n Node
    where
        Self: 'n,
    {
        /// A chain longer than this leads to itself, which is reported where it is lowered.
        const LONGEST: usize = 64;
        for _ in 0..LONGEST {
            let target = schema.get("$ref").and_then(Node::as_str).and_then(|reference| reference.strip_prefix('#'));
            match target.and_then(|pointer| self.given.schema.at(&pointer.parse().ok()?)) {
                Some(next) => schema = next,
                None => break,
            }
        }
        schema
    }

    /// Whether null satisfies a schema.
    pub(super) fn allows_null(&self, schema: &Node) -> bool {
        /// Definitions that nest in each other can have more paths than anyone can walk.
        const MOST_STEPS: usize = 1_000;
        let mut steps = MOST_STEPS;
        self.null_satisfies(schema, &mut steps)
    }

    fn null_satisfies(&self, schema: &Node, steps: &mut usize) -> bool {
        let Some(left) = steps.checked_sub(1) else { return false };
        *steps = left;
        let schema = self.resolved(schema);
        let list = |keyword| schema.get(keyword).and_then(Node::as_sequence);
        let is_null = |name: &Node| name.as_str() == Some("null");
        let named = |ty: &Node| is_null(ty) || ty.as_sequence().is_some_and(|names| names.iter().any(is_null));
        let mut satisfied =
            |members: &[Node]| members.iter().filter(|member| self.null_satisfies(member, steps)).count();
        schema.get("type").is_none_or(named)
            && schema.get("const").is_none_or(Node::is_null)
            && list("enum").is_none_or(|values| values.iter().any(Node::is_null))
            && list("oneOf").is_none_or(|members| satisfied(members) == 1)
    }

    /// The JSON type that selects a member of a union.
    pub(super) fn json_type(&self, member: &Node) -> Option<JsonType> {
        let member = self.resolved(member);
        if member.get("enum").is_some() || member.get("const").is_some() {
            return Some(JsonType::String);
        }
        if let Some(members) = member.get("oneOf") {
            return is_enumeration(members).then_some(JsonType::String);
        }
        match member.get("type")?.as_str()? {
            "boolean" => Some(JsonType::Boolean),
            "integer" | "number" => Some(JsonType::Number),
            "string" => Some(JsonType::String),
            "array" => Some(JsonType::Array),
            "object" => Some(JsonType::Object),
            _ => None,
        }
    }
}

fn is_constant(member: &Node) -> bool {
    member.get("const").is_some_and(|value| value.as_str().is_some())
}

/// Whether the members of a `oneOf` are constants, null aside.
pub(super) fn is_enumeration(members: &Node) -> bool {
    let is_null = |member: &Node| member.get("type").and_then(Node::as_str) == Some("null");
    members.as_sequence().is_some_and(|members| members.iter().all(|member| is_constant(member) || is_null(member)))
}

/// The property that every member requires to be a constant string, if there is one.
fn shared_tag(members: &[(usize, &Node)]) -> Option<String> {
    let constants = |member: &Node| -> Vec<String> {
        let properties = member.get("properties").and_then(Node::as_mapping);
        let constant = |pair: &&yaml::Pair| pair.value.get("const").is_some_and(|value| value.as_str().is_some());
        properties.into_iter().flat_map(Mapping::iter).filter(constant).map(|pair| pair.key.clone()).collect()
    };
    let (_, first) = members.first()?;
    constants(first).into_iter().find(|tag| members.iter().all(|(_, member)| constants(member).contains(tag)))
}

fn plural(name: &str) -> String {
    format!("{name}s")
}
