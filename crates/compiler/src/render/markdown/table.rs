//! The table of a group: four columns at most, so that it fits a phone.

use super::site::Site;
use super::standing;
use super::templates::Md;
use crate::entries::Entry;
use crate::registry::Members;
use crate::render::prose;

/// The columns and rows of entries and renamed keys on the page `page`. A column without a word in it is left out.
pub(super) fn of(
    site: &Site<'_>,
    kind: usize,
    (entries, renamed): (&[usize], &[usize]),
    page: &str,
) -> (Vec<&'static str>, Vec<Vec<Md>>) {
    const COLUMNS: [&str; 4] = ["Key", "Summary", "Status", "Since"];
    let members = &site.registry.members[kind];
    let differ = standing::differ(members);
    let entries = entries.iter().map(|index| {
        let address = site.entry_address(page, kind, *index);
        row(site, members, &members.entries[*index], &address, page, differ)
    });
    let renamed = renamed.iter().map(|index| {
        let renamed = &members.kind.renamed[*index];
        let key = link(&renamed.from, &site.renamed_address(page, kind, *index));
        let to = site.reference(page, &members.kind.id, &renamed.to);
        [key, String::new(), format!("Renamed, use {to}"), String::new()]
    });
    let rows: Vec<[String; 4]> = entries.chain(renamed).collect();
    let shown: Vec<usize> =
        (0..COLUMNS.len()).filter(|column| *column == 0 || rows.iter().any(|row| !row[*column].is_empty())).collect();
    let rows = rows.iter().map(|row| shown.iter().map(|column| Md::from(row[*column].clone())).collect());
    (shown.iter().map(|column| COLUMNS[*column]).collect(), rows.collect())
}

fn link(key: &str, address: &str) -> String {
    format!("[{}]({address})", prose::code_cell(key))
}

fn row(site: &Site<'_>, members: &Members, entry: &Entry, address: &str, page: &str, differ: bool) -> [String; 4] {
    let kind = &members.kind;
    let summary = prose::markdown_inline(prose::first_paragraph(entry.text(&kind.block.summary).unwrap_or_default()));
    let status = match standing::retired(site, page, kind, entry) {
        Some(retired) => retired.badge,
        None if differ => standing::status_badge(kind, entry),
        None => String::new(),
    };
    let since = standing::since(kind, entry).map(prose::plain).unwrap_or_default();
    [link(&entry.key, address), summary, status, since]
}
