//! How far an entry may be relied on: its status, since when there is it, and what to use instead.
//!
//! A kind says so by properties: `stability` or `status`, `since`, and the one that its block calls `deprecated`.

use std::collections::BTreeMap;

use serde_json::Value;

use super::facts;
use super::site::{self, Site};
use crate::entries::Entry;
use crate::kinds::Kind;
use crate::profile::{self, Choice, Field, Shape, Type};
use crate::registry::Members;
use crate::render::prose;

/// The properties that say how far entries may be relied on, the first that a kind has.
const STATUS: [&str; 2] = ["stability", "status"];

/// The property that says since when there is an entry.
const SINCE: &str = "since";

/// The status of entries that are gone, and known by their keys only.
const WITHDRAWN: &str = "withdrawn";

/// The status of entries that nothing new should use, where no other property says so.
const DEPRECATED: &str = "deprecated";

/// The property that holds the status of entries; `None` where their kind has none.
pub(super) fn status_field(kind: &Kind) -> Option<&Field> {
    let holds_words = |field: &&Field| match field.value.ty {
        Type::Str => true,
        Type::Item(id) | Type::Boxed(id) => matches!(kind.model.item(id).shape, Shape::Enum(_)),
        Type::Any
        | Type::Bool
        | Type::Int(_)
        | Type::Float
        | Type::Key(_)
        | Type::Schema
        | Type::List(_)
        | Type::Map(_) => false,
    };
    STATUS.iter().find_map(|name| field(kind, name).filter(holds_words))
}

/// The property that says since when there is an entry.
pub(super) fn since_field(kind: &Kind) -> Option<&Field> {
    field(kind, SINCE).filter(|field| field.value.ty == Type::Str)
}

fn field<'a>(kind: &'a Kind, name: &str) -> Option<&'a Field> {
    site::fields(kind).iter().find(|field| field.name == name)
}

/// The status of an entry, as its definition spells it.
fn status<'a>(kind: &Kind, entry: &'a Entry) -> Option<&'a str> {
    entry.text(&status_field(kind)?.name).filter(|status| !status.is_empty())
}

/// Since when there is an entry, as text.
pub(super) fn since<'a>(kind: &Kind, entry: &'a Entry) -> Option<&'a str> {
    entry.text(&since_field(kind)?.name).filter(|since| !since.is_empty())
}

/// Whether an entry is gone.
pub(super) fn is_withdrawn(kind: &Kind, entry: &Entry) -> bool {
    status(kind, entry) == Some(WITHDRAWN)
}

/// Whether nothing new should use an entry.
pub(super) fn is_old(kind: &Kind, entry: &Entry) -> bool {
    kind.is_deprecated(entry) || matches!(status(kind, entry), Some(WITHDRAWN | DEPRECATED))
}

/// A word of a definition as a badge: `release_candidate` → `Release candidate`.
fn badge(word: &str) -> String {
    let text = profile::words(word).map_or_else(|| word.to_owned(), |words| words.join(" "));
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

/// The status of a current entry as Markdown; empty where it has none.
pub(super) fn status_badge(kind: &Kind, entry: &Entry) -> String {
    status(kind, entry).map(|status| prose::plain(&badge(status))).unwrap_or_default()
}

/// What is said about an entry that nothing new should use, as Markdown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Retired {
    /// `Deprecated since 0.9, use …`, without a final dot.
    pub(super) badge: String,
    /// The reason; may be empty.
    pub(super) why: String,
}

/// What is said on the page `from` about an entry that nothing new should use; `None` for any other.
pub(super) fn retired(site: &Site<'_>, from: &str, kind: &Kind, entry: &Entry) -> Option<Retired> {
    if !is_old(kind, entry) {
        return None;
    }
    let badge = if is_withdrawn(kind, entry) { "Withdrawn" } else { "Deprecated" };
    let mut retired = Retired { badge: badge.to_owned(), why: String::new() };
    let said = field(kind, &kind.block.deprecated).zip(entry.value.get(&kind.block.deprecated));
    let Some((field, value)) = said.filter(|(_, value)| !facts::is_nothing(value) && !value.is_boolean()) else {
        return Some(retired);
    };
    let fields = kind.model.fields(&field.value.ty);
    let part = |name: &str| {
        let field = fields.iter().find(|field| field.name == name)?;
        let value = value.get(name).filter(|value| !facts::is_nothing(value))?;
        Some((field, value))
    };
    let shown = |(field, value): (&Field, &Value)| facts::in_a_line(site, from, kind, &field.value, value);
    let text = |name: &str| part(name).and_then(|(_, value)| value.as_str());
    if let Some(since) = text(SINCE) {
        retired.badge = format!("{badge} since {}", prose::plain(since));
    }
    if let Some(to) = part("renamed_to") {
        let to = match to.1.as_str().filter(|_| to.0.value.ty == Type::Str) {
            Some(key) => site.reference(from, &kind.id, key),
            None => shown(to),
        };
        retired.badge = format!("{}, use {to}", retired.badge);
    }
    retired.why = match ["note", "reason"].into_iter().find_map(part) {
        Some(why) => shown(why),
        None if part(SINCE).is_some() || part("renamed_to").is_some() => String::new(),
        None => facts::in_a_line(site, from, kind, &field.value, value),
    };
    Some(retired)
}

/// How many entries there are, by status: `42 steps: 30 stable, 9 preview, 3 deprecated`.
pub(super) fn counts(members: &Members) -> String {
    let kind = &members.kind;
    let (old, current): (Vec<&Entry>, Vec<&Entry>) = members.entries.iter().partition(|entry| is_old(kind, entry));
    let mut parts: Vec<(usize, String)> = by_status(kind, &current)
        .into_iter()
        .map(|(status, entries)| {
            (entries, if status.is_empty() { "current".to_owned() } else { badge(status).to_lowercase() })
        })
        .collect();
    let withdrawn = old.iter().filter(|entry| is_withdrawn(kind, entry)).count();
    parts.push((old.len() - withdrawn, DEPRECATED.to_owned()));
    parts.push((withdrawn, WITHDRAWN.to_owned()));
    parts.retain(|(count, _)| *count > 0);
    let all = members.entries.len();
    let noun = if all == 1 { kind.noun() } else { kind.nouns() };
    match &parts[..] {
        [(_, word)] if word == "current" => format!("{all} {noun}"),
        [(1, word)] => format!("{all} {noun}, {word}"),
        [(_, word)] => format!("{all} {noun}, all {word}"),
        parts => {
            let parts: Vec<String> = parts.iter().map(|(count, word)| format!("{count} {word}")).collect();
            format!("{all} {noun}: {}", parts.join(", "))
        }
    }
}

/// How many of these entries have each status, in the order in which the kind declares them.
fn by_status<'a>(kind: &'a Kind, entries: &[&'a Entry]) -> Vec<(&'a str, usize)> {
    let ranks: BTreeMap<&str, usize> =
        choices(kind).iter().enumerate().map(|(rank, choice)| (choice.value.as_str(), rank)).collect();
    let mut counts: BTreeMap<(usize, &str), usize> = BTreeMap::new();
    for entry in entries {
        let status = status(kind, entry).unwrap_or_default();
        *counts.entry((ranks.get(status).copied().unwrap_or(usize::MAX), status)).or_default() += 1;
    }
    counts.into_iter().map(|((_, status), count)| (status, count)).collect()
}

fn choices(kind: &Kind) -> &[Choice] {
    let Some(Type::Item(id) | Type::Boxed(id)) = status_field(kind).map(|field| &field.value.ty) else { return &[] };
    match &kind.model.item(*id).shape {
        Shape::Enum(choices) => choices,
        Shape::Struct(_) | Shape::Tagged { .. } | Shape::Union(_) => &[],
    }
}

/// Each status that an entry has, with what it means; none where the groups of the page say it.
pub(super) fn legend(members: &Members) -> Vec<(String, String)> {
    let kind = &members.kind;
    let field = status_field(kind).filter(|field| kind.block.group_by.as_ref() != Some(&field.name));
    let Some(field) = field else { return Vec::new() };
    let used = |choice: &&Choice| members.entries.iter().any(|entry| entry.text(&field.name) == Some(&choice.value));
    let said = choices(kind).iter().filter(used).filter_map(|choice| {
        Some((badge(&choice.value), choice.docs.description.clone().filter(|text| !text.trim().is_empty())?))
    });
    said.collect()
}

/// Whether the entries of a kind differ in their status, so that it is worth a column.
pub(super) fn differ(members: &Members) -> bool {
    let kind = &members.kind;
    let grouped = status_field(kind).is_some_and(|field| kind.block.group_by.as_ref() == Some(&field.name));
    let mut all = members.entries.iter().map(|entry| status(kind, entry));
    let first = all.next();
    !grouped && all.any(|status| Some(status) != first)
}
