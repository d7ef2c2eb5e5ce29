//! Prepares the section of an entry, and that of a key that was renamed.

use serde::Serialize;

use super::examples::{self, Example};
use super::facts::{self, Facts, Passage};
use super::headings::Heading;
use super::options::{self, OptionView, Shown};
use super::site::Site;
use super::standing::{self, Retired};
use super::templates::Md;
use crate::entries::{Entry, Target};
use crate::kinds::Kind;
use crate::render::prose;

/// An entry as the template shows it.
#[derive(Debug, Default, Serialize)]
pub(super) struct EntryView {
    heading: Md,
    /// The key, where the heading does not say it.
    key: String,
    /// Its status, since when there is it, and where it is defined.
    status: Md,
    /// That it is deprecated, and why.
    retired: Md,
    summary: String,
    description: String,
    passages: Vec<Passage>,
    examples: Vec<Example>,
    /// Its values as bullets.
    facts: Md,
    options: Vec<OptionView>,
    /// The heading of what is related to it, where it has options.
    related: Md,
    /// The entries that it names, as bullets.
    references: Md,
    used_by: Vec<Md>,
    /// How many more use it than are named.
    more: usize,
    /// The pages about it.
    see: Vec<Md>,
}

/// The section of an entry on a page.
pub(super) fn view(site: &Site<'_>, kind: usize, index: usize, page: &str) -> EntryView {
    let members = &site.registry.members[kind];
    let entry = &members.entries[index];
    let kind = &members.kind;
    let place = &site.kinds[entry.kind];
    let retired = standing::retired(site, page, kind, entry);
    let mut view = EntryView {
        status: Md::from(status(site, page, kind, entry, retired.as_ref())),
        retired: retired.as_ref().map(in_bold).unwrap_or_default(),
        summary: entry.text(&kind.block.summary).unwrap_or_default().to_owned(),
        see: pages_of(entry).into_iter().map(|target| Md::from(site.doc(page, target, &prose::code(target)))).collect(),
        ..headed(&place.headings[index], &entry.key)
    };
    if !standing::is_withdrawn(kind, entry) {
        describe(&mut view, site, page, kind, entry);
        let headings = &place.options[index];
        if let Some((related, headings)) = headings.split_last()
            && let Some(config) = &entry.config
        {
            let example = if view.examples.is_empty() { Shown::No } else { Shown::Yes };
            view.options = options::of(site, page, &config.model, headings, example);
            view.related = Md::from(related.markdown.clone());
        }
    }
    let users = site.users(entry.kind, index);
    let used_by = users.iter().take(MOST_USERS).map(|(kind, index)| {
        let key = &site.registry.members[*kind].entries[*index].key;
        Md::from(format!("[{}]({})", prose::code(key), site.entry_address(page, *kind, *index)))
    });
    view.used_by = used_by.collect();
    view.more = users.len().saturating_sub(MOST_USERS);
    view
}

/// Longer lists of users are no help; the definitions have them.
const MOST_USERS: usize = 50;

/// The section of a key that was renamed, so that what links to it leads on.
pub(super) fn renamed(site: &Site<'_>, kind: usize, index: usize, page: &str) -> EntryView {
    let renamed = &site.registry.members[kind].kind.renamed[index];
    let to = site.reference(page, &site.registry.members[kind].kind.id, &renamed.to);
    EntryView {
        retired: Md::from(format!("**Renamed**, use {to}.")),
        ..headed(&site.kinds[kind].renamed[index], &renamed.from)
    }
}

fn headed(heading: &Heading, key: &str) -> EntryView {
    EntryView {
        heading: Md::from(heading.markdown.clone()),
        key: if heading.is_name { String::new() } else { key.to_owned() },
        ..EntryView::default()
    }
}

fn describe(view: &mut EntryView, site: &Site<'_>, page: &str, kind: &Kind, entry: &Entry) {
    let description = entry.text(facts::DESCRIPTION).filter(|_| kind.block.summary != facts::DESCRIPTION);
    view.description = description.map(str::to_owned).unwrap_or_default();
    let Facts { mut values, references, passages } = facts::of(site, page, kind, entry);
    view.passages = passages;
    if let (Some(config), Some(property)) = (&entry.config, &kind.config) {
        view.examples = examples::of(site, config, property);
    }
    if entry.config.as_ref().is_some_and(|config| !config.model.fields(&config.model.root.ty).is_empty()) {
        view.references = Md::from(references);
    } else {
        values.append(&references);
    }
    view.facts = Md::from(values);
}

/// `Preview · since 0.9 · defined in …`, as Markdown.
fn status(site: &Site<'_>, page: &str, kind: &Kind, entry: &Entry, retired: Option<&Retired>) -> String {
    let badge = if retired.is_some() { String::new() } else { standing::status_badge(kind, entry) };
    let since = standing::since(kind, entry).map(|since| format!("since {}", prose::plain(since)));
    let definition = format!("defined in {}", site.definition(page, &entry.place()));
    let parts = [badge, since.unwrap_or_default(), definition];
    let mut text = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    if let Some(first) = text.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    text
}

fn in_bold(retired: &Retired) -> Md {
    let (word, rest) = retired
        .badge
        .split_once([' ', ','])
        .map_or((retired.badge.as_str(), ""), |(word, _)| (word, &retired.badge[word.len()..]));
    let end = if retired.why.is_empty() { "." } else { ": " };
    Md::from(format!("**{word}**{rest}{end}{}", retired.why))
}

/// The first page about an entry.
pub(super) fn page_of(entry: &Entry) -> Option<&str> {
    pages_of(entry).into_iter().next()
}

/// The pages about an entry, each once.
pub(super) fn pages_of(entry: &Entry) -> Vec<&str> {
    let mut pages: Vec<&str> = Vec::new();
    for link in &entry.links {
        match &link.to {
            Target::Doc(target) if !pages.contains(&target.as_str()) => pages.push(target),
            Target::Doc(_) | Target::Entry { .. } | Target::Chain { .. } | Target::Path(_) | Target::Config { .. } => {}
        }
    }
    pages
}
