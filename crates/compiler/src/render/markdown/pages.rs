//! Prepares the pages: what the templates loop over.

use serde::Serialize;

use super::coordination;
use super::entry::{self, EntryView};
use super::explorer;
use super::head;
use super::headings::{self, GroupName};
use super::published;
use super::relations;
use super::site::{self, Group, Site};
use super::standing;
use super::table;
use super::templates::{Md, Templates};
use crate::graph::Graph;
use crate::profile::{Shape, Type};
use crate::render::{Artifact, header, prose};
use crate::rules::Rule;

/// The page of a kind, and those of its groups where it is split.
pub(super) fn of_kind(site: &Site<'_>, kind: usize, templates: &mut Templates<'_>) -> Vec<Artifact> {
    let members = &site.registry.members[kind];
    let place = &site.kinds[kind];
    let from = members.kind.file.name();
    let header = header::of_kind(site.project, &members.kind);
    let artifact = |path: &str, content: Vec<u8>| Artifact { path: path.to_owned(), content, from: from.to_owned() };
    let mut artifacts = Vec::new();
    let title = format!("{} {}", headings::AVAILABLE, members.kind.nouns());
    let legend = standing::legend(members).into_iter().map(|(status, means)| Meaning { status, means });
    let page = KindPage {
        header: head::of(site, &title, &header),
        title: title.clone(),
        description: members.kind.description.clone(),
        counts: standing::counts(members),
        schema: Md::from(site.file(&place.page, from, None)),
        legend: legend.collect(),
        several: place.groups.len() > 1,
        groups: place.groups.iter().map(|group| group_on_kind_page(site, kind, group)).collect(),
    };
    artifacts.extend(templates.render("kind.md", &page).map(|content| artifact(&place.page, content)));
    for (path, group) in place.pages.iter().zip(&place.declared) {
        let mut view = group_view(site, kind, group, path);
        view.entries = sections(site, kind, group, path);
        let address = site::address(path, &place.page, "");
        let page = GroupPage {
            header: head::of(site, &format!("{} of {}", group.heading.markdown, members.kind.nouns()), &header),
            back: Md::from(format!("[{}]({address})", prose::plain(&title))),
            group: view,
        };
        artifacts.extend(templates.render("group.md", &page).map(|content| artifact(path, content)));
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
                schema: Md::from(site.file(&path, members.kind.file.name(), None)),
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
        header: head::of(site, "Registry", &header::of(site.project, from)),
        registries: registries.collect(),
        rules: rules.len(),
        coordination: Md::from(site::address(&path, &coordination::path(site), "")),
        picture: Md::from(site::address(&path, &relations::path(site), "")),
        relations: relations::sentences(site, &path, graph),
        cut: graph.cut_in_words().unwrap_or_default(),
        explorer: published::copies_html(site.docs.flavour)
            .then(|| Md::from(site::address(&path, &explorer::path(site), ""))),
    };
    let content = templates.render("index.md", &page)?;
    Some(Artifact { path, content, from: from.to_owned() })
}

#[derive(Serialize)]
struct KindPage {
    header: Md,
    title: String,
    description: String,
    /// How many entries there are, by status.
    counts: String,
    /// The file that declares the kind.
    schema: Md,
    legend: Vec<Meaning>,
    several: bool,
    groups: Vec<GroupView>,
}

/// A status, and what it means.
#[derive(Serialize)]
struct Meaning {
    status: String,
    means: String,
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
    /// What its entries share, as Markdown; may be empty.
    about: Md,
    count: usize,
    columns: Vec<&'static str>,
    rows: Vec<Vec<Md>>,
    entries: Vec<EntryView>,
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
    /// The address of the explorer, where the site has it.
    explorer: Option<Md>,
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

/// The table of a group, and the sections of its entries where they stand on the kind's page.
fn group_on_kind_page(site: &Site<'_>, kind: usize, group: &Group<'_>) -> GroupView {
    let place = &site.kinds[kind];
    let mut view = group_view(site, kind, group, &place.page);
    if place.pages.is_empty() {
        view.entries = sections(site, kind, group, &place.page);
    }
    (view.columns, view.rows) = table::of(site, kind, (&group.entries, &group.renamed), &place.page);
    view
}

fn group_view(site: &Site<'_>, kind: usize, group: &Group<'_>, page: &str) -> GroupView {
    let name = if group.heading.is_name { "" } else { group.name.declared() };
    GroupView {
        heading: Md::from(group.heading.markdown.clone()),
        anchor: group.heading.anchor.clone(),
        name: name.to_owned(),
        about: Md::from(about(site, kind, group, page)),
        count: group.entries.len() + group.renamed.len(),
        columns: Vec::new(),
        rows: Vec::new(),
        entries: Vec::new(),
    }
}

/// What the entries of a group share: what the kind says of the word that groups them, or the summary of the
/// entry that they name.
fn about(site: &Site<'_>, kind: usize, group: &Group<'_>, page: &str) -> String {
    let kind = &site.registry.members[kind].kind;
    let name = match group.name {
        GroupName::Of(name) => name,
        GroupName::Deprecated => {
            return format!("No new definition should name one of these {}.", prose::plain(&kind.nouns()));
        }
        GroupName::Other | GroupName::All | GroupName::Current => return String::new(),
    };
    let property = kind.block.group_by.as_deref().unwrap_or_default();
    let Some(field) = site::fields(kind).iter().find(|field| field.name == property) else { return String::new() };
    match &field.value.ty {
        Type::Item(id) | Type::Boxed(id) => {
            let Shape::Enum(choices) = &kind.model.item(*id).shape else { return String::new() };
            let choice = choices.iter().find(|choice| choice.value == name);
            choice.and_then(|choice| choice.docs.description.as_deref()).map(prose::markdown).unwrap_or_default()
        }
        Type::Key(reference) => {
            let Some(members) = site.registry.get(&reference.to) else { return String::new() };
            let entry = members.find(name).map(|entry| &members.entries[entry]);
            let summary = entry.and_then(|entry| entry.text(&members.kind.block.summary)).unwrap_or_default();
            let link = site.reference(page, &reference.to, name);
            if summary.is_empty() { link } else { format!("{link}: {}", prose::markdown_inline(summary)) }
        }
        Type::Any
        | Type::Bool
        | Type::Int(_)
        | Type::Float
        | Type::Str
        | Type::Schema
        | Type::List(_)
        | Type::Map(_) => String::new(),
    }
}

fn sections(site: &Site<'_>, kind: usize, group: &Group<'_>, page: &str) -> Vec<EntryView> {
    let entries = group.entries.iter().map(|index| entry::view(site, kind, *index, page));
    entries.chain(group.renamed.iter().map(|index| entry::renamed(site, kind, *index, page))).collect()
}
