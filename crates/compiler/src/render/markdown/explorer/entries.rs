//! What the explorer shows of an entry.

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::Value;

use super::super::entry;
use super::super::site::Site;
use super::{Html, Link, MOST_PICTURED, broken, entry_id, path, published_address};
use crate::entries::Entry;
use crate::files;
use crate::graph::{self, EntryRelations, Way};
use crate::render::prose;

/// Longer lists are no help; the definitions have them.
const MOST_LISTED: usize = 50;

/// A picture of one arrow says no more than its sentence, and one of many boxes is no help.
const PICTURED: std::ops::RangeInclusive<usize> = 3..=12;

/// The properties that say how far an entry has come, the first that it has.
const STATUS: [&str; 2] = ["stability", "status"];

/// Prepares entries of one page.
pub(super) struct Writer<'a> {
    pub(super) site: &'a Site<'a>,
    /// The kinds whose entries are on the page.
    pub(super) kept: &'a BTreeSet<usize>,
    relations: EntryRelations<'a>,
    has_pictures: bool,
}

#[derive(Serialize)]
pub(super) struct EntryView {
    id: String,
    key: String,
    noun: String,
    title: String,
    summary: Html,
    status: String,
    since: String,
    is_deprecated: bool,
    /// What to use instead; may be empty.
    why: Html,
    aliases: Vec<String>,
    tags: Vec<String>,
    /// Its place on the generated page.
    page: String,
    /// The pages that describe it.
    docs: Vec<Link>,
    definition: Link,
    uses: Relations,
    used_by: Relations,
    picture: Html,
}

#[derive(Serialize)]
struct Relations {
    count: usize,
    /// How many more there are than are listed.
    more: usize,
    list: Vec<RelationView>,
}

#[derive(Serialize)]
struct RelationView {
    address: String,
    key: String,
    noun: String,
    ways: String,
}

impl<'a> Writer<'a> {
    pub(super) fn new(site: &'a Site<'a>, kept: &'a BTreeSet<usize>) -> Self {
        let relations = EntryRelations::of(site.registry);
        Self { site, kept, relations, has_pictures: site.registry.entry_count() <= MOST_PICTURED }
    }

    pub(super) fn entry(&self, kind: usize, index: usize) -> EntryView {
        let members = &self.site.registry.members[kind];
        let entry = &members.entries[index];
        let summary = entry.text(&members.kind.block.summary).unwrap_or_default();
        let line = entry.place().start().line;
        let why = entry.text(&members.kind.block.deprecated).unwrap_or_default();
        EntryView {
            id: entry_id(self.site, kind, index),
            key: entry.key.clone(),
            noun: members.kind.noun(),
            title: title(entry).to_owned(),
            summary: Html::from(prose::html_inline(summary)),
            status: status(entry).to_owned(),
            since: entry.text("since").unwrap_or_default().to_owned(),
            is_deprecated: members.kind.is_deprecated(entry),
            why: Html::from(prose::html_inline(why)),
            aliases: texts(entry, "aliases"),
            tags: texts(entry, "tags"),
            page: self.page(kind, index),
            docs: self.docs(entry),
            // Without an address, the place is named only.
            definition: Link {
                address: self.site.file_address(&path(self.site), entry.file.name(), Some(line)).unwrap_or_default(),
                text: broken(&format!("{}, line {line}", entry.file.name())),
            },
            uses: self.related(self.relations.named_by(kind, index)),
            used_by: self.related(self.relations.naming(kind, index)),
            picture: Html::from(self.picture(kind, index)),
        }
    }

    /// The address of an entry's description on its generated page.
    fn page(&self, kind: usize, entry: usize) -> String {
        let (page, anchor) = self.site.entry_place(kind, entry);
        published_address(self.site, page, anchor)
    }

    fn docs(&self, entry: &Entry) -> Vec<Link> {
        let targets = entry::pages_of(entry);
        let link = |target: &str| {
            let (page, anchor) = target.split_once('#').unwrap_or((target, ""));
            let path = files::join(&self.site.docs.root, page).filter(|_| !page.is_empty())?;
            Some(Link { address: published_address(self.site, &path, anchor), text: broken(target) })
        };
        targets.into_iter().filter_map(link).collect()
    }

    fn related(&self, entries: impl Iterator<Item = ((usize, usize), Vec<Way>)>) -> Relations {
        let mut relations = Relations { count: 0, more: 0, list: Vec::new() };
        for ((kind, entry), ways) in entries {
            relations.count += 1;
            if relations.list.len() == MOST_LISTED {
                relations.more += 1;
                continue;
            }
            let members = &self.site.registry.members[kind];
            relations.list.push(RelationView {
                address: self.address(kind, entry),
                key: members.entries[entry].key.clone(),
                noun: members.kind.noun(),
                ways: ways.iter().map(Way::words).collect::<Vec<_>>().join(", "),
            });
        }
        relations
    }

    /// The address of an entry: on this page, or on its own where its kind is left out.
    fn address(&self, kind: usize, entry: usize) -> String {
        if self.kept.contains(&kind) {
            format!("#{}", entry_id(self.site, kind, entry))
        } else {
            self.page(kind, entry)
        }
    }

    fn picture(&self, kind: usize, entry: usize) -> String {
        if !self.has_pictures {
            return String::new();
        }
        let (mut graph, places) = self.relations.around(kind, entry, 1);
        if !PICTURED.contains(&graph.nodes.len()) {
            return String::new();
        }
        // The same as the list beside it, and no more.
        graph.edges.retain(|edge| graph.nodes[edge.from].is_centre || graph.nodes[edge.to].is_centre);
        for (node, (kind, entry)) in graph.nodes.iter_mut().zip(places) {
            node.address = Some(self.address(kind, entry));
            // Each has its summary on this very page.
            node.about.clear();
        }
        graph::svg_in_page(&graph)
    }
}

/// A name for readers, where an entry has one besides its key.
pub(super) fn title(entry: &Entry) -> &str {
    entry.text("title").unwrap_or_default()
}

/// How far an entry has come, where it says so.
pub(super) fn status(entry: &Entry) -> &str {
    STATUS.into_iter().find_map(|property| entry.text(property)).unwrap_or_default()
}

/// The texts of a list.
pub(super) fn texts(entry: &Entry, property: &str) -> Vec<String> {
    let items = entry.value.get(property).and_then(Value::as_array).into_iter().flatten();
    items.filter_map(|item| item.as_str().map(str::to_owned)).collect()
}
