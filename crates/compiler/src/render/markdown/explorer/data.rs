//! What the script of the explorer searches, as JSON: a row an entry, in the order of the page.
//!
//! Summaries are not in it; the script reads them off the page.

use std::collections::BTreeSet;

use serde::Serialize;

use super::super::json;
use super::super::site::Site;
use super::entries::{status, texts, title};

#[derive(Serialize)]
struct Data<'a> {
    /// The full names of the kinds on the page.
    kinds: Vec<&'a str>,
    entries: Vec<Row<'a>>,
}

/// Place of the kind, key, group, status, whether it is deprecated, title, aliases, tags.
#[derive(Serialize)]
struct Row<'a>(usize, &'a str, &'a str, &'a str, u8, &'a str, Vec<String>, Vec<String>);

/// JSON that may stand inside a `<script>`.
pub(super) fn json(site: &Site<'_>, kept: &BTreeSet<usize>) -> String {
    let kinds = || kept.iter().map(|kind| (&site.registry.members[*kind], &site.kinds[*kind]));
    let entries = kinds().enumerate().flat_map(|(place, (members, kind))| {
        let groups = kind.declared.iter();
        let entries = groups.flat_map(|group| group.entries.iter().map(|entry| (group.name.declared(), *entry)));
        entries.map(move |(group, entry)| {
            let entry = &members.entries[entry];
            let deprecated = u8::from(members.kind.is_deprecated(entry));
            let (aliases, tags) = (texts(entry, "aliases"), texts(entry, "tags"));
            Row(place, &entry.key, group, status(entry), deprecated, title(entry), aliases, tags)
        })
    });
    let data =
        Data { kinds: kinds().map(|(members, _)| members.kind.id.as_str()).collect(), entries: entries.collect() };
    json::inert(&serde_json::to_string(&data).expect("texts and numbers can be written"))
}
