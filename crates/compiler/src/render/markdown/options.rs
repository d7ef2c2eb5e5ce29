//! The options of a config as bullets: name, facts, description, and what is nested in it.

use std::collections::BTreeSet;

use super::facts::{Bullets, json_code};
use super::site::Site;
use crate::profile::{Docs, Field, ItemId, Model, Rules, Shape, Slot, Type};
use crate::render::prose;

/// The bullets of a config's model on the page `from`.
pub(super) fn of(site: &Site<'_>, from: &str, model: &Model) -> Bullets {
    let mut walk = Walk { site, from, model, bullets: Bullets::default(), described: BTreeSet::new() };
    walk.inside(&model.root.ty, 0);
    walk.bullets
}

struct Walk<'a> {
    site: &'a Site<'a>,
    from: &'a str,
    model: &'a Model,
    bullets: Bullets,
    /// Each named type is described where it first occurs, so shared and recursive ones cost nothing.
    described: BTreeSet<ItemId>,
}

/// Deeper options are not described; the schema has them.
const DEEPEST: usize = 5;

impl<'a> Walk<'a> {
    fn fields(&mut self, fields: &'a [Field], depth: usize) {
        for field in fields {
            let mut facts = vec![self.type_of(&field.value)];
            facts.push(match (&field.default, field.required) {
                (Some(default), _) => format!("default {}", json_code(default)),
                (None, true) => "required".to_owned(),
                (None, false) => "optional".to_owned(),
            });
            facts.extend(rules(&field.value.rules));
            if field.docs.deprecated {
                facts.push("deprecated".to_owned());
            }
            self.option(&field.name, &facts, &field.docs, depth);
            self.inside(&field.value.ty, depth + 1);
        }
    }

    fn option(&mut self, name: &str, facts: &[String], docs: &Docs, depth: usize) {
        let label = format!("{} ({})", prose::code(name), facts.join(" · "));
        self.bullets.push_labelled(depth, &label, &said(docs));
    }

    /// What a type holds: properties, members, variants.
    fn inside(&mut self, ty: &'a Type, depth: usize) {
        match ty {
            Type::Item(id) | Type::Boxed(id) => {
                if depth <= DEEPEST && self.described.insert(*id) {
                    self.item(*id, depth);
                }
            }
            Type::List(slot) | Type::Map(slot) => self.inside(&slot.ty, depth),
            Type::Any | Type::Bool | Type::Int(_) | Type::Float | Type::Str | Type::Key(_) | Type::Schema => {}
        }
    }

    fn item(&mut self, id: ItemId, depth: usize) {
        match &self.model.item(id).shape {
            Shape::Struct(fields) => self.fields(fields, depth),
            Shape::Enum(choices) => {
                // Members without a word about them are listed in the facts.
                if choices.iter().any(|choice| !said(&choice.docs).is_empty()) {
                    for choice in choices {
                        self.bullets.push(depth, &choice.value, &said(&choice.docs));
                    }
                }
            }
            Shape::Tagged { tag, variants } => {
                for variant in variants {
                    let facts = [format!("{} is {}", prose::code(tag), prose::code(&variant.value))];
                    self.option(&variant.value, &facts, &variant.docs, depth);
                    self.fields(&variant.fields, depth + 1);
                }
            }
            Shape::Union(arms) => {
                for arm in arms {
                    self.inside(&arm.value.ty, depth);
                }
            }
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

/// What people wrote about something, in one line.
fn said(docs: &Docs) -> String {
    let text = docs.description.as_deref().or(docs.title.as_deref()).unwrap_or_default();
    let mut text = prose::markdown_inline(text);
    if !docs.examples.is_empty() {
        let examples: Vec<String> = docs.examples.iter().map(json_code).collect();
        let word = if examples.len() == 1 { "Example" } else { "Examples" };
        let space = if text.is_empty() { "" } else { " " };
        text = format!("{text}{space}{word}: {}.", examples.join(", "));
    }
    text
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
