//! What regions of pages hold: the entries of a kind or of a group of it, as a table or by a template.

use std::collections::HashSet;

use serde::Serialize;
use serde_json::Value;
use source::{Code, Diagnostic, Text, nearest};

use super::entry;
use super::headings::GroupName;
use super::site::{self, Site};
use super::table as rows;
use super::templates::{Md, Templates};
use crate::files::Files;
use crate::own_format::unreadable;
use crate::project::Language;
use crate::render::regions::{self, Page, Region, Word};
use crate::render::{Artifact, prose};
use crate::schema::listed;

/// The pages below the docs root that have regions, each with what it should hold, and the templates that they
/// name. A page with a mistake is a finding instead.
pub(super) fn render(
    files: &impl Files,
    site: &Site<'_>,
    artifacts: &[Artifact],
    templates: &mut Templates<'_>,
) -> (Vec<Page>, Vec<String>) {
    let paths = files.list(&site.docs.root).unwrap_or_else(|error| {
        templates.findings().push(unreadable(&error));
        Vec::new()
    });
    let generated: HashSet<&str> = artifacts.iter().map(|artifact| artifact.path.as_str()).collect();
    let (mut pages, mut named) = (Vec::new(), Vec::new());
    for path in paths.iter().filter(|path| is_page(site, path) && !generated.contains(path.as_str())) {
        let Some(text) = regions::page(files, path, templates.findings()) else { continue };
        let found = regions::find(&text, site.docs.flavour, templates.findings());
        let Some(found) = found.filter(|regions| !regions.is_empty()) else { continue };
        pages.extend(page(site, &text, &found, templates, &mut named));
    }
    (pages, named)
}

/// Whether people may have written a page at a path. What stands in a template is meant for other pages.
fn is_page(site: &Site<'_>, path: &str) -> bool {
    let is_below = |folder: &str| path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
    let is_template = site.docs.templates.as_ref().is_some_and(|folder| is_below(&folder.text));
    let is_hidden = path.split('/').any(|name| name.starts_with('.'));
    Language::of(path) == Some(Language::Markdown) && !is_template && !is_hidden
}

fn page(
    site: &Site<'_>,
    text: &Text,
    regions: &[Region],
    templates: &mut Templates<'_>,
    named: &mut Vec<String>,
) -> Option<Page> {
    let mut contents = Vec::new();
    let mut from: Vec<&str> = Vec::new();
    for region in regions {
        let asked = asked(site, text, region, templates)?;
        let members = &site.registry.members[asked.kind];
        from.push(members.kind.file.name());
        let view = view(site, text.name(), &asked);
        let content = templates.render(&asked.template, &view)?;
        contents.push(String::from_utf8_lossy(&content).into_owned());
        named.push(asked.template);
    }
    from.sort_unstable();
    from.dedup();
    match regions::renewed(text, regions, &contents, site.docs.flavour) {
        Ok(content) => Some(Page {
            path: text.name().to_owned(),
            old: text.content().as_bytes().to_vec(),
            content: content.into_bytes(),
            from: from.join(", "),
        }),
        Err(begin) => {
            let message = "what the template of the region gives would begin or end a region";
            templates.findings().push(Diagnostic::new(Code::InvalidRegion, text.at(begin), message));
            None
        }
    }
}

/// What a region asks for.
struct Asked {
    kind: usize,
    /// The group, as its place among those of the kind.
    group: Option<usize>,
    template: String,
}

/// The template of a region that names none.
const TABLE: &str = "region.md";

/// The entries of a kind as a table for the page `page`; `None` where its template failed, which is a finding.
pub(super) fn table(site: &Site<'_>, kind: usize, page: &str, templates: &mut Templates<'_>) -> Option<Vec<u8>> {
    let asked = Asked { kind, group: None, template: TABLE.to_owned() };
    templates.render(TABLE, &view(site, page, &asked))
}

/// What a region may say after its kind.
const PARAMETERS: [&str; 2] = ["group", "template"];

/// What a region asks for; `None` where that is not there, which is a finding.
fn asked(site: &Site<'_>, text: &Text, region: &Region, templates: &mut Templates<'_>) -> Option<Asked> {
    let all_templates = templates.names();
    let mut refuse = |word: &Word, wrong: &str, message: String, known: &[&str]| {
        let finding = Diagnostic::new(Code::InvalidRegion, text.at(word.span), message);
        let finding = finding.note(format!("there are {}", listed(known)));
        let near = nearest(wrong, known.iter().copied()).map(|near| format!("did you mean `{near}`?"));
        templates.findings().push(near.into_iter().fold(finding, Diagnostic::help));
    };
    let (first, rest) = region.words.split_first()?;
    let ids: Vec<&str> = site.registry.members.iter().map(|members| members.kind.id.as_str()).collect();
    let Some(kind) = site.registry.place(&first.value).filter(|_| first.name.is_empty()) else {
        refuse(first, &first.value, format!("`{}` is no kind", shown(first)), &ids);
        return None;
    };
    let mut asked = Asked { kind, group: None, template: TABLE.to_owned() };
    let (mut group, mut template): (Option<&Word>, Option<&Word>) = (None, None);
    for word in rest {
        let place = match word.name.as_str() {
            "group" => &mut group,
            "template" => &mut template,
            _ => {
                refuse(word, &word.name, format!("a region has no parameter `{}`", shown(word)), &PARAMETERS);
                return None;
            }
        };
        if place.replace(word).is_some() {
            refuse(word, "", format!("`{}` is given twice", word.name), &PARAMETERS);
            return None;
        }
    }
    if let Some(word) = group {
        let groups = &site.kinds[kind].declared;
        let names: Vec<&str> =
            groups.iter().map(|group| group.name.declared()).filter(|name| !name.is_empty()).collect();
        asked.group = groups.iter().position(|group| group.name == GroupName::Of(&word.value));
        if asked.group.is_none() {
            let nouns = site.registry.members[kind].kind.nouns();
            if names.is_empty() {
                let finding =
                    Diagnostic::new(Code::InvalidRegion, text.at(word.span), format!("{nouns} have no groups"));
                templates.findings().push(finding.help("remove the parameter"));
                return None;
            }
            refuse(word, &word.value, format!("{nouns} have no group `{}`", source::visible(&word.value)), &names);
            return None;
        }
    }
    if let Some(word) = template {
        asked.template.clone_from(&word.value);
        if !all_templates.contains(&word.value) {
            let names: Vec<&str> = all_templates.iter().map(String::as_str).collect();
            refuse(word, &word.value, format!("there is no template `{}`", source::visible(&word.value)), &names);
            return None;
        }
    }
    Some(asked)
}

/// A word as it is written.
fn shown(word: &Word) -> String {
    source::visible(if word.name.is_empty() { &word.value } else { &word.name })
}

/// What the template of a region is given.
#[derive(Serialize)]
pub(super) struct View<'a> {
    /// The kind, as `registry.kind`.
    kind: String,
    noun: String,
    nouns: String,
    /// The address of the kind's page.
    index: Md,
    columns: Vec<&'static str>,
    rows: Vec<Vec<Md>>,
    groups: Vec<GroupView<'a>>,
}

#[derive(Serialize)]
struct GroupView<'a> {
    name: String,
    /// The address of its heading.
    address: Md,
    entries: Vec<EntryView<'a>>,
}

#[derive(Serialize)]
struct EntryView<'a> {
    key: String,
    /// The address of its description.
    address: Md,
    /// The address of the first page that it names; may be empty.
    page: Md,
    summary: String,
    deprecated: bool,
    value: &'a Value,
}

fn view<'a>(site: &'a Site<'_>, page: &str, asked: &Asked) -> View<'a> {
    let place = &site.kinds[asked.kind];
    let members = &site.registry.members[asked.kind];
    let groups = place.declared.iter().enumerate();
    let groups: Vec<_> = groups.filter(|(at, _)| asked.group.is_none_or(|group| group == *at)).collect();
    let entries: Vec<usize> = groups.iter().flat_map(|(_, group)| group.entries.iter().copied()).collect();
    let (columns, rows) = rows::of(site, asked.kind, (&entries, &[]), page);
    let entry = |index: &usize| {
        let entry = &members.entries[*index];
        EntryView {
            key: entry.key.clone(),
            address: Md::from(site.entry_address(page, asked.kind, *index)),
            summary: prose::first_paragraph(entry.text(&members.kind.block.summary).unwrap_or_default()).to_owned(),
            deprecated: members.kind.is_deprecated(entry),
            page: Md::from(entry::page_of(entry).and_then(|target| site.doc_address(page, target)).unwrap_or_default()),
            value: &entry.value,
        }
    };
    let groups = groups.iter().map(|(at, group)| GroupView {
        name: group.name.declared().to_owned(),
        address: Md::from(site.group_address(page, asked.kind, *at)),
        entries: group.entries.iter().map(entry).collect(),
    });
    View {
        kind: members.kind.id.clone(),
        noun: members.kind.noun(),
        nouns: members.kind.nouns(),
        index: Md::from(site::address(page, &place.page, "")),
        columns,
        rows,
        groups: groups.collect(),
    }
}
