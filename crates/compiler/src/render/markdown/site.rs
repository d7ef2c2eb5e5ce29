//! Where everything stands: which page, which heading, and who refers to what.

use std::collections::{BTreeMap, BTreeSet};

use links::Flavour;
use source::Place;

use super::headings::{self, GroupName, Heading, Options};
use super::standing;
use crate::entries::{Entry, Target};
use crate::files;
use crate::kinds::Kind;
use crate::profile::{Field, Shape, Type};
use crate::project::{Docs, Project};
use crate::registry::{Members, NAMESPACE, Registry, namespace};
use crate::render::prose;

/// A kind with more entries than this has a page for each group; one page would be slow to load and to read.
const MOST_ON_A_PAGE: usize = 200;

/// The registry as it lies on pages.
pub(super) struct Site<'a> {
    pub(super) project: &'a Project,
    pub(super) docs: &'a Docs,
    pub(super) registry: &'a Registry,
    /// Where each kind stands, in the order of the registry's members.
    pub(super) kinds: Vec<KindPlace<'a>>,
    /// Who refers to each entry of each kind: place of the kind and place of the entry.
    users: Vec<Vec<Vec<(usize, usize)>>>,
}

/// Where a kind stands.
pub(super) struct KindPlace<'a> {
    /// Its page, relative to the root.
    pub(super) page: String,
    /// Its groups, in the order of the page.
    pub(super) groups: Vec<Group<'a>>,
    /// The groups that its entries have of their own, those that nothing new should use last in each.
    pub(super) declared: Vec<Group<'a>>,
    /// The pages that describe its entries, one for each of `declared`; none where its own page does.
    pub(super) pages: Vec<String>,
    /// The heading of each entry.
    pub(super) headings: Vec<Heading>,
    /// The headings of the options of each entry, and of what is related to it.
    pub(super) options: Vec<Vec<Heading>>,
    /// The heading of each key that was renamed.
    pub(super) renamed: Vec<Heading>,
    /// Which of `pages` describes each entry.
    page_of: Vec<usize>,
}

/// A group of entries.
pub(super) struct Group<'a> {
    pub(super) name: GroupName<'a>,
    pub(super) heading: Heading,
    /// Its entries, in the kind's order.
    pub(super) entries: Vec<usize>,
    /// The keys that belong to it and were renamed.
    pub(super) renamed: Vec<usize>,
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
        let (page, anchor) = self.entry_place(kind, entry);
        address(from, page, anchor)
    }

    /// The page that describes an entry, relative to the root, and the anchor there.
    pub(super) fn entry_place(&self, kind: usize, entry: usize) -> (&str, &str) {
        let place = &self.kinds[kind];
        let page = place.page_of.get(entry).map_or(&place.page, |page| &place.pages[*page]);
        (page, &place.headings[entry].anchor)
    }

    /// The address of the section of a key that was renamed, as a link on the page `from`.
    pub(super) fn renamed_address(&self, from: &str, kind: usize, renamed: usize) -> String {
        let place = &self.kinds[kind];
        let groups = place.pages.iter().zip(&place.declared);
        let own = groups.into_iter().find(|(_, group)| group.renamed.contains(&renamed)).map(|(page, _)| page);
        address(from, own.unwrap_or(&place.page), &place.renamed[renamed].anchor)
    }

    /// The address of one of the declared groups of a kind, as a link on the page `from`.
    pub(super) fn group_address(&self, from: &str, kind: usize, declared: usize) -> String {
        let place = &self.kinds[kind];
        let group = &place.declared[declared];
        // All of it may have become deprecated, and stand there.
        let is_shown = place.groups.iter().any(|shown| shown.name == group.name);
        address(from, &place.page, if is_shown { &group.heading.anchor } else { "" })
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

    /// A link on the page `from` to a file or folder of the repository, and to a line of it; the path alone where no
    /// link would lead there.
    ///
    /// Sites hold what lies in the docs root. GitHub shows the rest too; elsewhere it has the address that `docs.source`
    /// gives it.
    pub(super) fn file(&self, from: &str, path: &str, line: Option<u32>) -> String {
        let shown = prose::code(path);
        let named =
            self.file_address(from, path, line).map_or(shown.clone(), |address| format!("[{shown}]({address})"));
        line.map_or(named.clone(), |line| format!("{named}, line {line}"))
    }

    /// The address of a file or folder of the repository, or of a line of it; `None` where no link would lead there.
    pub(super) fn file_address(&self, from: &str, path: &str, line: Option<u32>) -> Option<String> {
        let root = &self.docs.root;
        let in_docs = root.is_empty() || path.strip_prefix(root).is_some_and(|rest| rest.starts_with('/'));
        match &self.docs.source {
            // A content folder lies outside of the repository.
            _ if path.starts_with('$') || path.is_empty() => None,
            _ if in_docs && path.strip_suffix(".md").is_some() => Some(address(from, path, "")),
            Some(source) => Some(at_source(source, path, line)),
            None => (self.docs.flavour == Flavour::Github).then(|| address(from, path, "")),
        }
    }

    /// The place of a definition on the page `from`: its file and line.
    pub(super) fn definition(&self, from: &str, place: &Place) -> String {
        self.file(from, place.text.name(), Some(place.start().line))
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

/// The address of a file of the repository: what follows `#` needs a line.
fn at_source(source: &str, path: &str, line: Option<u32>) -> String {
    let source = source.replace("{path}", &prose::percent(path));
    match (line, source.split_once('#')) {
        (Some(line), _) => source.replace("{line}", &line.to_string()),
        (None, Some((file, fragment))) if fragment.contains("{line}") => file.to_owned(),
        (None, _) => source,
    }
}

/// A path in the folder of the generated pages.
pub(super) fn below(docs: &Docs, path: &str) -> String {
    if docs.registry.is_empty() { path.to_owned() } else { format!("{}/{path}", docs.registry) }
}

fn place<'a>(docs: &Docs, members: &'a Members) -> KindPlace<'a> {
    let kind = &members.kind;
    let base = below(docs, &format!("{}/{}", headings::file_name(&kind.registry), headings::file_name(&kind.name)));
    let nouns = kind.nouns();
    let (all, own) = (sorted(members), declared(members));
    let names: BTreeSet<(usize, GroupName<'_>)> = all.keys().chain(own.keys()).copied().collect();
    let names: Vec<GroupName<'_>> = names.into_iter().map(|(_, name)| name).collect();
    let group_headings: BTreeMap<GroupName<'_>, Heading> =
        names.iter().copied().zip(headings::groups(&names, &nouns)).collect();
    let group = |((_, name), (entries, renamed)): ((usize, GroupName<'a>), Held)| Group {
        name,
        heading: group_headings[&name].clone(),
        entries,
        renamed,
    };
    let groups: Vec<Group<'_>> = all.into_iter().map(group).collect();
    let declared: Vec<Group<'_>> = own.into_iter().map(group).collect();
    let is_split = members.entries.len() > MOST_ON_A_PAGE;
    let own_page = |group: &Group<'_>| format!("{base}/{}.md", own_file(group.name));
    let pages: Vec<String> = declared.iter().filter(|_| is_split).map(own_page).collect();
    let mut page_of = if is_split { vec![0; members.entries.len()] } else { Vec::new() };
    for (index, group) in declared.iter().enumerate().filter(|_| is_split) {
        group.entries.iter().for_each(|entry| page_of[*entry] = index);
    }
    let keys = members.entries.iter().map(|entry| entry.key.as_str());
    let mut headings = headings::entries(keys.chain(kind.renamed.iter().map(|renamed| renamed.from.as_str())), &nouns);
    let renamed = headings.split_off(members.entries.len());
    let names: Vec<Vec<&str>> = members.entries.iter().map(|entry| option_names(kind, entry)).collect();
    let options: Vec<Options<'_>> = members
        .entries
        .iter()
        .zip(&headings)
        .zip(&names)
        .map(|((entry, heading), names)| Options { key: &entry.key, entry: heading, names })
        .collect();
    let of_groups: Vec<Heading> = group_headings.into_values().collect();
    let options = headings::options(&options, &nouns, &[&headings, &renamed, &of_groups]);
    KindPlace { page: format!("{base}.md"), groups, declared, pages, headings, options, renamed, page_of }
}

/// Entries and renamed keys of a group.
type Held = (Vec<usize>, Vec<usize>);

/// The groups of the page of a kind: what may be used in its own, and the rest in one that comes last.
fn sorted(members: &Members) -> BTreeMap<(usize, GroupName<'_>), Held> {
    let kind = &members.kind;
    let ranks = ranks(kind);
    let is_old = |entry: &Entry| standing::is_old(kind, entry);
    let has_old = !kind.renamed.is_empty() || members.entries.iter().any(is_old);
    let ungrouped = if has_old { GroupName::Current } else { GroupName::All };
    let mut groups: BTreeMap<_, Held> = BTreeMap::new();
    for (index, entry) in members.entries.iter().enumerate() {
        let name = if is_old(entry) { GroupName::Deprecated } else { group_name(members, entry, ungrouped) };
        groups.entry((rank(&ranks, name), name)).or_default().0.push(index);
    }
    if !kind.renamed.is_empty() {
        let deprecated = (rank(&ranks, GroupName::Deprecated), GroupName::Deprecated);
        groups.entry(deprecated).or_default().1.extend(0..kind.renamed.len());
    }
    groups
}

/// The groups that entries have of their own, whether they may be used or not: an entry keeps its page.
fn declared(members: &Members) -> BTreeMap<(usize, GroupName<'_>), Held> {
    let kind = &members.kind;
    let ranks = ranks(kind);
    let mut groups: BTreeMap<_, Held> = BTreeMap::new();
    let (old, current): (Vec<_>, Vec<_>) =
        members.entries.iter().enumerate().partition(|(_, entry)| standing::is_old(kind, entry));
    for (index, entry) in current.into_iter().chain(old) {
        let name = group_name(members, entry, GroupName::All);
        groups.entry((rank(&ranks, name), name)).or_default().0.push(index);
    }
    for (index, renamed) in kind.renamed.iter().enumerate() {
        let target =
            members.find(&renamed.to).map(|index| group_name(members, &members.entries[index], GroupName::All));
        let name = if kind.block.group_by.as_deref() == Some(NAMESPACE) {
            GroupName::Of(namespace(&renamed.from))
        } else {
            target.unwrap_or(GroupName::All)
        };
        groups.entry((rank(&ranks, name), name)).or_default().1.push(index);
    }
    groups
}

fn group_name<'a>(members: &Members, entry: &'a Entry, ungrouped: GroupName<'a>) -> GroupName<'a> {
    match (members.group(entry), members.kind.block.group_by.is_some()) {
        (_, false) => ungrouped,
        ("", true) => GroupName::Other,
        (name, true) => GroupName::Of(name),
    }
}

/// The file of a group that has a page of its own.
fn own_file(name: GroupName<'_>) -> String {
    match name {
        GroupName::Of(name) => headings::file_name(name),
        GroupName::All | GroupName::Current => "all".to_owned(),
        // No name of a group is the file of another.
        GroupName::Other => headings::file_name("(other)"),
        GroupName::Deprecated => headings::file_name("(deprecated)"),
    }
}

/// The names of the options of an entry that are described on its page.
fn option_names<'a>(kind: &Kind, entry: &'a Entry) -> Vec<&'a str> {
    let config = entry.config.as_ref().filter(|_| !standing::is_withdrawn(kind, entry));
    let fields = config.map_or(&[][..], |config| config.model.fields(&config.model.root.ty));
    fields.iter().map(|field| field.name.as_str()).collect()
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

/// Declared groups as they are declared, then others by name; what has none comes after them.
fn rank(ranks: &BTreeMap<&str, usize>, name: GroupName<'_>) -> usize {
    match name {
        GroupName::Of(name) => ranks.get(name).copied().unwrap_or(usize::MAX - 2),
        GroupName::Other | GroupName::All | GroupName::Current => usize::MAX - 1,
        GroupName::Deprecated => usize::MAX,
    }
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
