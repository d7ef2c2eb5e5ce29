//! Prepares the pages: what the templates loop over.

use serde::Serialize;
use serde_json::Value;

use super::coordination;
use super::facts::{self, Bullets, Passage};
use super::headings;
use super::options;
use super::relations;
use super::site::{self, Group, Site};
use super::templates::{Md, Templates};
use crate::entries::{Entry, Target};
use crate::graph::Graph;
use crate::kinds::Kind;
use crate::profile;
use crate::registry::Members;
use crate::render::{Artifact, header, prose};
use crate::rules::Rule;

/// The page of a kind, and those of its groups where it is split.
pub(super) fn of_kind(site: &Site<'_>, kind: usize, templates: &mut Templates<'_>) -> Vec<Artifact> {
    let members = &site.registry.members[kind];
    let place = &site.kinds[kind];
    let from = members.kind.file.name();
    let artifact = |path: &str, content: Vec<u8>| Artifact { path: path.to_owned(), content, from: from.to_owned() };
    let mut artifacts = Vec::new();
    let groups = place.groups.iter().map(|group| group_on_kind_page(site, kind, group));
    let page = KindPage {
        header: comment(&header::of_kind(site.project, &members.kind)),
        title: format!("{} {}", headings::AVAILABLE, members.kind.nouns()),
        description: members.kind.description.clone(),
        counts: counts(members),
        several: place.groups.len() > 1,
        groups: groups.collect(),
    };
    artifacts.extend(templates.render("kind.md", &page).map(|content| artifact(&place.page, content)));
    for group in place.groups.iter().filter(|group| group.page != place.page) {
        let page = GroupPage {
            header: comment(&header::of_kind(site.project, &members.kind)),
            back: Md::from(format!(
                "[{} {}]({})",
                headings::AVAILABLE,
                prose::plain(&members.kind.nouns()),
                site::address(&group.page, &place.page, "")
            )),
            group: group_view(site, kind, group, &group.page),
        };
        artifacts.extend(templates.render("group.md", &page).map(|content| artifact(&group.page, content)));
    }
    artifacts
}

/// The page over all kinds.
pub(super) fn index(site: &Site<'_>, rules: &[Rule], graph: &Graph, templates: &mut Templates<'_>) -> Option<Artifact> {
    let path = site::below(site.docs, "index.md");
    let from = site.project.file.name();
    let titles: Vec<(&str, &str)> =
        site.project.registries.iter().map(|registry| (registry.title.as_str(), registry.name.as_str())).collect();
    let registries = site.project.registries.iter().zip(headings::titles(&titles)).map(|(registry, heading)| {
        let kinds = site.registry.members.iter().zip(&site.kinds);
        let kinds =
            kinds.filter(|(members, _)| members.kind.registry == registry.name).map(|(members, place)| KindRow {
                title: members.kind.nouns(),
                address: Md::from(site::address(&path, &place.page, "")),
                count: members.entries.len(),
                purpose: members.kind.description.clone(),
                schema: Md::from(Site::file(&path, members.kind.file.name())),
                content: site.content(&members.kind),
            });
        RegistryView {
            heading: Md::from(heading.markdown),
            title: if heading.is_name { String::new() } else { registry.title.clone() },
            purpose: registry.purpose.clone(),
            kinds: kinds.collect(),
        }
    });
    let page = IndexPage {
        header: comment(&header::of(site.project, from)),
        registries: registries.collect(),
        rules: rules.len(),
        coordination: Md::from(site::address(&path, &coordination::path(site), "")),
        picture: Md::from(site::address(&path, &relations::path(site), "")),
        relations: relations::sentences(site, &path, graph),
        cut: graph.cut_in_words().unwrap_or_default(),
    };
    let content = templates.render("index.md", &page)?;
    Some(Artifact { path, content, from: from.to_owned() })
}

#[derive(Serialize)]
struct KindPage {
    header: Md,
    title: String,
    description: String,
    counts: String,
    several: bool,
    groups: Vec<GroupView>,
}

#[derive(Serialize)]
struct GroupPage {
    header: Md,
    back: Md,
    group: GroupView,
}

#[derive(Serialize)]
struct GroupView {
    heading: Md,
    anchor: String,
    /// The group's name, where the heading does not say it.
    name: String,
    count: usize,
    columns: Vec<&'static str>,
    rows: Vec<Vec<Md>>,
    entries: Vec<EntryView>,
}

#[derive(Serialize)]
struct EntryView {
    heading: Md,
    /// The key, where the heading does not say it.
    key: String,
    summary: String,
    /// That it is deprecated, and why.
    deprecated: Md,
    description: String,
    passages: Vec<Passage>,
    /// Its pages, its definition and its properties, as bullets.
    facts: Md,
    /// What the kind calls the config.
    config: String,
    /// The options of its config, as bullets.
    options: Md,
    used_by: Vec<Md>,
    /// How many more use it than are named.
    more: usize,
}

#[derive(Serialize)]
struct IndexPage {
    header: Md,
    registries: Vec<RegistryView>,
    /// How many rules there are, and the page that has them.
    rules: usize,
    coordination: Md,
    /// The address of the picture of all relations, and the relations as text; none where kinds have none.
    picture: Md,
    relations: Vec<Md>,
    /// What is left out of both, in words; may be empty.
    cut: String,
}

#[derive(Serialize)]
struct RegistryView {
    heading: Md,
    title: String,
    purpose: String,
    kinds: Vec<KindRow>,
}

#[derive(Serialize)]
struct KindRow {
    title: String,
    address: Md,
    count: usize,
    purpose: String,
    schema: Md,
    content: String,
}

/// The header as it can stand in a comment of HTML, of which mdBook reads `{{` all the same.
pub(super) fn comment(lines: &[String; 2]) -> Md {
    Md::from(comment_text(lines))
}

/// The same as a text.
pub(in crate::render) fn comment_text(lines: &[String; 2]) -> String {
    let mut text = source::visible(&lines.join(" "));
    while text.contains("--") || text.contains("{{") {
        text = text.replace("--", "- -").replace("{{", "{ {");
    }
    text
}

fn counts(members: &Members) -> String {
    let deprecated = members.entries.iter().filter(|entry| is_deprecated(&members.kind, entry)).count();
    let all = members.entries.len();
    let noun = if all == 1 { members.kind.noun() } else { members.kind.nouns() };
    if deprecated == 0 {
        format!("{all} {noun}.")
    } else {
        format!("{all} {noun}: {} current, {deprecated} deprecated.", all - deprecated)
    }
}

pub(super) fn is_deprecated(kind: &Kind, entry: &Entry) -> bool {
    match entry.value.get(&kind.block.deprecated) {
        None | Some(Value::Null | Value::Bool(false)) => false,
        Some(Value::Bool(true) | Value::Number(_) | Value::String(_) | Value::Array(_) | Value::Object(_)) => true,
    }
}

/// The table of a group, and the descriptions of its entries where they stand on the kind's page.
fn group_on_kind_page(site: &Site<'_>, kind: usize, group: &Group) -> GroupView {
    let page = &site.kinds[kind].page;
    let mut view = group_view(site, kind, group, page);
    if group.page != *page {
        view.entries.clear();
    }
    (view.columns, view.rows) = table(site, kind, &group.entries, page);
    view
}

fn group_view(site: &Site<'_>, kind: usize, group: &Group, page: &str) -> GroupView {
    let entries = group.entries.iter().filter(|_| group.page == page).map(|entry| entry_view(site, kind, *entry, page));
    GroupView {
        heading: Md::from(group.heading.markdown.clone()),
        anchor: group.heading.anchor.clone(),
        name: if group.heading.is_name { String::new() } else { group.name.clone() },
        count: group.entries.len(),
        columns: Vec::new(),
        rows: Vec::new(),
        entries: entries.collect(),
    }
}

/// Four columns at most, so that a table fits a phone: key, summary, status, page.
pub(super) fn table(site: &Site<'_>, kind: usize, entries: &[usize], page: &str) -> (Vec<&'static str>, Vec<Vec<Md>>) {
    let members = &site.registry.members[kind];
    let has = |property: &str| site::fields(&members.kind).iter().any(|field| field.name == property);
    let status: Vec<&str> = ["stability", "since"].into_iter().filter(|property| has(property)).collect();
    let has_pages = entries.iter().any(|index| page_of(&members.entries[*index]).is_some());
    let mut columns = vec!["Key", "Summary"];
    columns.extend((!status.is_empty()).then_some("Status"));
    columns.extend(has_pages.then_some("Page"));
    let rows = entries.iter().map(|index| {
        let entry = &members.entries[*index];
        let address = site.entry_address(page, kind, *index);
        let mut row =
            vec![format!("[{}]({address})", prose::code_cell(&entry.key)), summary_cell(&members.kind, entry)];
        if !status.is_empty() {
            let said = status.iter().filter_map(|property| entry.text(property).map(|text| (*property, text)));
            let said = said.map(|(property, text)| {
                format!("{}{}", if property == "since" { "since " } else { "" }, prose::plain(text))
            });
            row.push(said.collect::<Vec<_>>().join(" "));
        }
        if has_pages {
            row.push(page_of(entry).map_or_else(String::new, |target| site.doc(page, target, "page")));
        }
        row.into_iter().map(Md::from).collect()
    });
    (columns, rows.collect())
}

fn summary_cell(kind: &Kind, entry: &Entry) -> String {
    let summary = prose::markdown_inline(prose::first_paragraph(entry.text(&kind.block.summary).unwrap_or_default()));
    if is_deprecated(kind, entry) { format!("Deprecated. {summary}") } else { summary }
}

/// The first docs page that an entry names.
pub(super) fn page_of(entry: &Entry) -> Option<&str> {
    pages_of(entry).next()
}

fn pages_of(entry: &Entry) -> impl Iterator<Item = &str> {
    entry.links.iter().filter_map(|link| match &link.to {
        Target::Doc(target) => Some(target.as_str()),
        Target::Entry { .. } | Target::Chain { .. } | Target::Path(_) | Target::Config { .. } => None,
    })
}

fn entry_view(site: &Site<'_>, kind: usize, index: usize, page: &str) -> EntryView {
    /// Longer lists are no help; the definitions have them.
    const MOST_USERS: usize = 50;
    let members = &site.registry.members[kind];
    let entry = &members.entries[index];
    let heading = &site.kinds[kind].headings[index];
    let users = site.users(kind, index);
    let used_by = users.iter().take(MOST_USERS).map(|(kind, index)| {
        let key = &site.registry.members[*kind].entries[*index].key;
        Md::from(format!("[{}]({})", prose::code(key), site.entry_address(page, *kind, *index)))
    });
    let description = entry.text(facts::DESCRIPTION).filter(|_| members.kind.block.summary != facts::DESCRIPTION);
    let (facts, passages) = facts::of(site, page, &members.kind, entry, links(site, page, entry));
    let options = entry.config.as_ref().map(|config| Md::from(options::of(site, page, &config.model)));
    EntryView {
        heading: Md::from(heading.markdown.clone()),
        key: if heading.is_name { String::new() } else { entry.key.clone() },
        summary: entry.text(&members.kind.block.summary).unwrap_or_default().to_owned(),
        deprecated: deprecation(site, page, &members.kind, entry),
        description: description.unwrap_or_default().to_owned(),
        passages,
        facts: Md::from(facts),
        config: in_words(members.kind.config.as_deref().unwrap_or_default()),
        options: options.unwrap_or_default(),
        used_by: used_by.collect(),
        more: users.len().saturating_sub(MOST_USERS),
    }
}

/// The name of a property as words: `run_params` → `Run params`.
fn in_words(property: &str) -> String {
    let text = profile::words(property).map_or_else(|| property.to_owned(), |words| words.join(" "));
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

fn deprecation(site: &Site<'_>, page: &str, kind: &Kind, entry: &Entry) -> Md {
    if !is_deprecated(kind, entry) {
        return Md::default();
    }
    let field = site::fields(kind).iter().find(|field| field.name == kind.block.deprecated);
    let why = field.zip(entry.value.get(&kind.block.deprecated)).filter(|(_, value)| !value.is_boolean());
    let why = why.map(|(field, value)| facts::in_a_line(site, page, kind, &field.value, value)).unwrap_or_default();
    Md::from(if why.is_empty() { "**Deprecated.**".to_owned() } else { format!("**Deprecated:** {why}") })
}

/// The pages that describe the entry, and the line that defines it.
fn links(site: &Site<'_>, page: &str, entry: &Entry) -> Bullets {
    let mut bullets = Bullets::default();
    let mut pages: Vec<&str> = pages_of(entry).collect();
    pages.dedup();
    for target in pages {
        bullets.push_labelled(0, "Page", &site.doc(page, target, &prose::code(target)));
    }
    let line = entry.place().start().line;
    bullets.push_labelled(0, "Definition", &format!("{}, line {line}", Site::file(page, entry.file.name())));
    bullets
}
