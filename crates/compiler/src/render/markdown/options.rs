//! The options of a config: for each a heading, its facts in a line, and what is said about it; what is nested in
//! it follows as a flat list, each by its path.

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::Value;

use super::facts::{Bullets, json_code};
use super::headings::Heading;
use super::site::Site;
use super::templates::Md;
use crate::profile::{Choice, Docs, Field, ItemId, Model, Rules, Shape, Slot, Type};
use crate::render::prose;

/// An option as the template shows it.
#[derive(Debug, Serialize)]
pub(super) struct OptionView {
    heading: Md,
    /// The name, where the heading does not say it.
    name: String,
    /// Type, whether it must be given, default and constraints.
    facts: Md,
    /// What people wrote about it.
    said: String,
    /// Its members and what is nested in it, as bullets.
    inside: Md,
}

/// Whether the page has an example of the whole config.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    Yes,
    No,
}

/// The options of a config on the page `from`, each with its heading.
pub(super) fn of(site: &Site<'_>, from: &str, model: &Model, headings: &[Heading], example: Shown) -> Vec<OptionView> {
    let mut walk = Walk { site, from, model, example, bullets: Bullets::default(), described: BTreeSet::new() };
    let fields = model.fields(&model.root.ty);
    fields.iter().zip(headings).map(|(field, heading)| walk.option(field, heading)).collect()
}

struct Walk<'a> {
    site: &'a Site<'a>,
    from: &'a str,
    model: &'a Model,
    example: Shown,
    bullets: Bullets,
    /// Each named type is described where it first occurs, so shared and recursive ones cost nothing.
    described: BTreeSet<ItemId>,
}

/// Deeper options are not described; the schema has them.
const DEEPEST: usize = 5;

impl<'a> Walk<'a> {
    fn option(&mut self, field: &'a Field, heading: &Heading) -> OptionView {
        let facts = self.facts(field);
        let Docs { title, description, .. } = &field.docs;
        self.inside(&field.value.ty, &field.name, 0);
        OptionView {
            heading: Md::from(heading.markdown.clone()),
            name: if heading.is_name { String::new() } else { field.name.clone() },
            facts: Md::from(facts.join(" · ")),
            said: description.as_ref().or(title.as_ref()).cloned().unwrap_or_default(),
            inside: Md::from(std::mem::take(&mut self.bullets)),
        }
    }

    fn facts(&self, field: &Field) -> Vec<String> {
        let mut facts = vec![self.type_of(&field.value)];
        facts.push(match (&field.default, field.required) {
            (Some(default), _) => format!("default {}", value_code(default)),
            (None, true) => "**required**".to_owned(),
            (None, false) => "optional".to_owned(),
        });
        facts.extend(rules(&field.value.rules));
        let examples = &field.docs.examples;
        // The only one stands in the example of the config.
        let is_shown = self.example == Shown::Yes && examples.len() == 1 && field.default.is_none();
        if !examples.is_empty() && !is_shown {
            let examples: Vec<String> = examples.iter().map(value_code).collect();
            facts.push(format!("such as {}", examples.join(", ")));
        }
        if field.docs.deprecated {
            facts.push("**deprecated**".to_owned());
        }
        facts
    }

    fn fields(&mut self, fields: &'a [Field], path: &str, depth: usize) {
        for field in fields {
            let path = format!("{path}.{}", field.name);
            self.entry(&path, &self.facts(field), &field.docs);
            self.inside(&field.value.ty, &path, depth + 1);
        }
    }

    fn entry(&mut self, path: &str, facts: &[String], docs: &Docs) {
        let label = format!("{} ({})", prose::code(path), facts.join(" · "));
        self.bullets.push_labelled(0, &label, &said(docs));
    }

    /// What a type holds: members, properties, variants.
    fn inside(&mut self, ty: &'a Type, path: &str, depth: usize) {
        match ty {
            Type::Item(id) | Type::Boxed(id) => {
                if depth <= DEEPEST && self.described.insert(*id) {
                    self.item(*id, path, depth);
                }
            }
            Type::List(slot) => self.inside(&slot.ty, &format!("{path}[]"), depth),
            Type::Map(slot) => self.inside(&slot.ty, &format!("{path}.*"), depth),
            Type::Any | Type::Bool | Type::Int(_) | Type::Float | Type::Str | Type::Key(_) | Type::Schema => {}
        }
    }

    fn item(&mut self, id: ItemId, path: &str, depth: usize) {
        match &self.model.item(id).shape {
            Shape::Struct(fields) => self.fields(fields, path, depth),
            Shape::Enum(choices) => {
                if are_described(choices) {
                    for choice in choices {
                        self.bullets.push(depth.min(1), &choice.value, &said(&choice.docs));
                    }
                }
            }
            Shape::Tagged { tag, variants } => {
                for variant in variants {
                    let label = format!("{} {}", prose::code(&format!("{path}.{tag}")), prose::code(&variant.value));
                    self.bullets.push_labelled(0, &label, &said(&variant.docs));
                    self.fields(&variant.fields, path, depth);
                }
            }
            Shape::Union(arms) => arms.iter().for_each(|arm| self.inside(&arm.value.ty, path, depth)),
        }
    }

    fn type_of(&self, slot: &Slot) -> String {
        let mut name = match &slot.ty {
            Type::Any => "any value".to_owned(),
            Type::Bool => "boolean".to_owned(),
            Type::Int(_) => "integer".to_owned(),
            Type::Float => "number".to_owned(),
            Type::Str => "string".to_owned(),
            Type::Schema => "schema".to_owned(),
            Type::Key(reference) => format!("{} key", self.site.kind_link(self.from, &reference.to)),
            Type::List(item) => format!("list of {}", self.with_rules(item)),
            Type::Map(item) => format!("map of {}", self.with_rules(item)),
            Type::Item(id) | Type::Boxed(id) => match &self.model.item(*id).shape {
                Shape::Struct(_) => "object".to_owned(),
                Shape::Tagged { tag, .. } => format!("object told apart by {}", prose::code(tag)),
                // Members with a word about them are listed below.
                Shape::Enum(choices) if are_described(choices) && !self.described.contains(id) => {
                    format!("one of {} words", choices.len())
                }
                Shape::Enum(choices) => {
                    let words: Vec<String> = choices.iter().map(|choice| prose::code(&choice.value)).collect();
                    format!("one of {}", words.join(", "))
                }
                Shape::Union(arms) => {
                    let arms: Vec<String> = arms.iter().map(|arm| self.with_rules(&arm.value)).collect();
                    arms.join(" or ")
                }
            },
        };
        if slot.nullable {
            name.push_str(" or null");
        }
        name
    }

    fn with_rules(&self, slot: &Slot) -> String {
        let rules = rules(&slot.rules);
        let name = self.type_of(slot);
        if rules.is_empty() { name } else { format!("{name}, {}", rules.join(", ")) }
    }
}

fn are_described(choices: &[Choice]) -> bool {
    choices.iter().any(|choice| !said(&choice.docs).is_empty())
}

/// A value as people write it in a definition, as far as that fits into a line.
fn value_code(value: &Value) -> String {
    let written = || yaml::edit::render(value);
    match value {
        Value::String(text) if !text.contains('\n') => prose::code(written().trim_end()),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) | Value::Object(_) => {
            json_code(value)
        }
    }
}

/// What people wrote about something, in one line.
fn said(docs: &Docs) -> String {
    prose::markdown_inline(docs.description.as_deref().or(docs.title.as_deref()).unwrap_or_default())
}

/// The constraints of a value, each in a few words.
fn rules(rules: &Rules) -> Vec<String> {
    let mut words = Vec::new();
    match (&rules.minimum, &rules.maximum) {
        (Some(least), Some(most)) => words.push(format!("{least} to {most}")),
        (Some(least), None) => words.push(format!("at least {least}")),
        (None, Some(most)) => words.push(format!("at most {most}")),
        (None, None) => {}
    }
    words.extend(rules.exclusive_minimum.as_ref().map(|bound| format!("more than {bound}")));
    words.extend(rules.exclusive_maximum.as_ref().map(|bound| format!("less than {bound}")));
    words.extend(rules.multiple_of.as_ref().map(|step| format!("a multiple of {step}")));
    words.extend(count(rules.min_length, rules.max_length, "character", "characters"));
    words.extend(rules.pattern.as_ref().map(|pattern| format!("matches {}", prose::code(pattern))));
    words.extend(rules.format.as_ref().map(|format| format!("format {}", prose::code(format))));
    words.extend(count(rules.min_items, rules.max_items, "item", "items"));
    if rules.unique_items {
        words.push("no item twice".to_owned());
    }
    words.extend(count(rules.min_properties, rules.max_properties, "property", "properties"));
    words
}

fn count(least: Option<u64>, most: Option<u64>, one: &str, several: &str) -> Option<String> {
    let noun = |count| if count == 1 { one } else { several };
    match (least, most) {
        (Some(least), Some(most)) if least == most => Some(format!("{least} {}", noun(least))),
        (Some(least), Some(most)) => Some(format!("{least} to {most} {several}")),
        (Some(least), None) => Some(format!("at least {least} {}", noun(least))),
        (None, Some(most)) => Some(format!("at most {most} {}", noun(most))),
        (None, None) => None,
    }
}
