//! Where everything stands: which page, which heading, and who refers to what.

use std::collections::BTreeMap;

use super::headings::{self, Heading};
use crate::entries::{Entry, Target};
use crate::files;
use crate::kinds::Kind;
use crate::profile::{Field, Shape, Type};
use crate::project::{Docs, Project};
use crate::registry::{Members, Registry};
use crate::render::prose;

/// A kind with more entries than this has a page for each group; one page would be slow to load and to read.
const MOST_ON_A_PAGE: usize = 200;

/// The registry as it lies on pages.
pub(super) struct Site<'a> {
    pub(super) project: &'a Project,
    pub(super) docs: &'a Docs,
    pub(super) registry: &'a Registry,
    /// Where each kind stands, in the order of the registry's members.
    pub(super) kinds: Vec<KindPlace>,
    /// Who refers to each entry of each kind: place of the kind and place of the entry.
    users: Vec<Vec<Vec<(usize, usize)>>>,
}

/// Where a kind stands.
pub(super) struct KindPlace {
    /// Its page, relative to the root.
    pub(super) page: String,
    /// Its groups, in the order of the page.
    pub(super) groups: Vec<Group>,
    /// The heading of each entry.
    pub(super) headings: Vec<Heading>,
    /// The group of each entry.
    group_of: Vec<usize>,
}

/// A group of entries.
pub(super) struct Group {
    /// Its name; empty where there are no groups.
    pub(super) name: String,
    pub(super) heading: Heading,
    /// The page that describes its entries: the kind's, or one of its own.
    pub(super) page: String,
    /// Its entries, in the kind's order.
    pub(super) entries: Vec<usize>,
}

impl<'a> Site<'a> {
    pub(super) fn new(project: &'a Project, docs: &'a Docs, registry: &'a Registry) -> Self {
        let kinds = registry.members.iter().map(|members| place(docs, members)).collect();
        Self { project, docs, registry, kinds, users: users(registry) }
    }

    /// The entries that refer to an entry, in the order of kinds and keys, each once.
    pub(super) fn users(&self, kind: usize, entry: usize) -> &[(usize, usize)] {
        &self.users[kind][entry]
    }

    /// The address of an entry's description, as a link on the page `from`.
    pub(super) fn entry_address(&self, from: &str, kind: usize, entry: usize) -> String {
        let place = &self.kinds[kind];
        let page = &place.groups[place.group_of[entry]].page;
        address(from, page, &place.headings[entry].anchor)
    }

    /// A link on the page `from` to the entry of a kind with a key; the key alone where there is none.
    pub(super) fn reference(&self, from: &str, to: &str, key: &str) -> String {
        let kind = self.registry.members.iter().position(|members| members.kind.id == to);
        let found = kind.and_then(|kind| Some((kind, self.registry.members[kind].find(key)?)));
        let shown = prose::code(key);
        found.map_or(shown.clone(), |(kind, entry)| format!("[{shown}]({})", self.entry_address(from, kind, entry)))
    }

    /// A link on the page `from` to a kind's own page.
    pub(super) fn kind_link(&self, from: &str, id: &str) -> String {
        let noun = self.registry.get(id).map_or_else(String::new, |members| members.kind.noun());
        self.kind_link_as(from, id, &noun)
    }

    /// The same, in these words; the name of the kind alone where there is no such kind.
    pub(super) fn kind_link_as(&self, from: &str, id: &str, words: &str) -> String {
        let kind = self.registry.members.iter().position(|members| members.kind.id == id);
        let link = |kind: usize| format!("[{}]({})", prose::plain(words), address(from, &self.kinds[kind].page, ""));
        kind.map_or_else(|| prose::code(id), link)
    }

    /// A link on the page `from` to a hand-written page, named as `x-doc` names it.
    pub(super) fn doc(&self, from: &str, target: &str, shown: &str) -> String {
        self.doc_address(from, target).map_or_else(|| shown.to_owned(), |address| format!("[{shown}]({address})"))
    }

    /// The address of a hand-written page on the page `from`.
    pub(super) fn doc_address(&self, from: &str, target: &str) -> Option<String> {
        let (page, anchor) = target.split_once('#').unwrap_or((target, ""));
        let path = files::join(&self.docs.root, page).filter(|_| !page.is_empty())?;
        Some(address(from, &path, anchor))
    }

    /// A link on the page `from` to a file of the repository, the path alone where it lies in a content folder.
    pub(super) fn file(from: &str, path: &str) -> String {
        let shown = prose::code(path);
        if path.starts_with('$') || path.is_empty() { shown } else { format!("[{shown}]({})", address(from, path, "")) }
    }

    /// Which files hold the entries of a kind.
    pub(super) fn content(&self, kind: &Kind) -> String {
        content(self.project, kind)
    }
}

/// Which files hold the entries of a kind.
pub(super) fn content(project: &Project, kind: &Kind) -> String {
    let registry = project.registries.iter().find(|registry| registry.name == kind.registry);
    let folder = registry.map_or("", |registry| registry.content.as_str());
    if folder.is_empty() { kind.block.entries.clone() } else { format!("{folder}/{}", kind.block.entries) }
}

/// The relative address of a path, which is relative to the root, on the page `from`.
pub(super) fn address(from: &str, path: &str, anchor: &str) -> String {
    let relative =
        if from == path && !anchor.is_empty() { String::new() } else { files::relative(files::parent(from), path) };
    // A `:` would make the first segment a scheme.
    let mut address = prose::percent(&relative);
    if !anchor.is_empty() {
        address.push('#');
        address.push_str(&prose::percent(anchor));
    }
    address
}

/// A path in the folder of the generated pages.
pub(super) fn below(docs: &Docs, path: &str) -> String {
    if docs.registry.is_empty() { path.to_owned() } else { format!("{}/{path}", docs.registry) }
}

fn place(docs: &Docs, members: &Members) -> KindPlace {
    let kind = &members.kind;
    let base = below(docs, &format!("{}/{}", headings::file_name(&kind.registry), headings::file_name(&kind.name)));
    let page = format!("{base}.md");
    let nouns = kind.nouns();
    let mut by_name: BTreeMap<(usize, &str), Vec<usize>> = BTreeMap::new();
    let ranks = ranks(kind);
    for (index, entry) in members.entries.iter().enumerate() {
        let name = members.group(entry);
        by_name.entry((ranks.get(name).copied().unwrap_or(rank_of(name)), name)).or_default().push(index);
    }
    let names: Vec<&str> = by_name.keys().map(|(_, name)| *name).collect();
    let nameless = if kind.block.group_by.is_some() { "Other" } else { "All" };
    let group_headings = headings::groups(&names, &nouns, nameless);
    let split = members.entries.len() > MOST_ON_A_PAGE;
    let mut group_of = vec![0; members.entries.len()];
    let groups = by_name.into_iter().zip(group_headings).enumerate().map(|(index, (((_, name), entries), heading))| {
        for entry in &entries {
            group_of[*entry] = index;
        }
        let file = match (name, nameless) {
            ("", "All") => "all".to_owned(),
            ("", _) => headings::file_name("(other)"),
            (name, _) => headings::file_name(name),
        };
        let page = if split { format!("{base}/{file}.md") } else { page.clone() };
        Group { name: name.to_owned(), heading, page, entries }
    });
    let groups = groups.collect();
    let headings = headings::entries(members.entries.iter().map(|entry| entry.key.as_str()), &nouns);
    KindPlace { page, groups, headings, group_of }
}

/// The groups in the order in which the kind declares them, where a property with fixed values groups it.
fn ranks(kind: &Kind) -> BTreeMap<&str, usize> {
    let property = kind.block.group_by.as_deref().unwrap_or_default();
    let Some(field) = fields(kind).iter().find(|field| field.name == property) else { return BTreeMap::new() };
    let (Type::Item(id) | Type::Boxed(id)) = field.value.ty else { return BTreeMap::new() };
    match &kind.model.item(id).shape {
        Shape::Enum(choices) => {
            choices.iter().enumerate().map(|(rank, choice)| (choice.value.as_str(), rank)).collect()
        }
        Shape::Struct(_) | Shape::Tagged { .. } | Shape::Union(_) => BTreeMap::new(),
    }
}

/// By name; what has none comes last.
fn rank_of(name: &str) -> usize {
    if name.is_empty() { usize::MAX } else { usize::MAX - 1 }
}

/// The properties of a kind's entries.
pub(super) fn fields(kind: &Kind) -> &[Field] {
    let (Type::Item(id) | Type::Boxed(id)) = kind.model.root.ty else { return &[] };
    match &kind.model.item(id).shape {
        Shape::Struct(fields) => fields,
        Shape::Enum(_) | Shape::Tagged { .. } | Shape::Union(_) => &[],
    }
}

fn users(registry: &Registry) -> Vec<Vec<Vec<(usize, usize)>>> {
    let nobody = |members: &Members| vec![Vec::new(); members.entries.len()];
    let mut users: Vec<Vec<Vec<(usize, usize)>>> = registry.members.iter().map(nobody).collect();
    let kinds: BTreeMap<&str, usize> =
        registry.members.iter().enumerate().map(|(index, members)| (members.kind.id.as_str(), index)).collect();
    for (kind, members) in registry.members.iter().enumerate() {
        for (index, entry) in members.entries.iter().enumerate() {
            for (to, key) in named(entry) {
                let Some(to) = kinds.get(to).copied() else { continue };
                let Some(found) = registry.members[to].find(key) else { continue };
                let users = &mut users[to][found];
                if users.last() != Some(&(kind, index)) {
                    users.push((kind, index));
                }
            }
        }
    }
    users
}

/// The entries that an entry names: the kind of each, and its key.
fn named(entry: &Entry) -> impl Iterator<Item = (&str, &str)> {
    entry.links.iter().filter_map(|link| match &link.to {
        Target::Entry { reference, key } => Some((reference.to.as_str(), key.as_str())),
        Target::Doc(_) | Target::Chain { .. } | Target::Path(_) | Target::Config { .. } => None,
    })
}
