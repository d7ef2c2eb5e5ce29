//! Relations as a graph: between all kinds, or around one entry; and its three writers.
//!
//! First every relation between entries is gathered, then a part of it becomes a [`Graph`], which knows
//! nothing of where it came from. The writers see the [`Graph`] only, so they cannot disagree.

mod property;
mod relations;

mod dot;
mod mermaid;
mod svg;

mod layout;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

pub use dot::dot;
pub use mermaid::mermaid;
pub use svg::{STYLE, svg, svg_in_page};

use self::relations::{Declared, EntryId, Found};
use crate::registry::{Members, Registry};

/// More nodes than these are no picture any more; the rest is counted.
pub const MOST_NODES: usize = 500;

/// More edges than these are no picture any more; the rest is counted.
pub const MOST_EDGES: usize = 2_000;

/// Nodes and how they are related, in an order that depends on the definitions alone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Graph {
    /// What is shown, in a few words.
    pub title: String,
    /// The nodes, by kind and place in their kind.
    pub nodes: Vec<Node>,
    /// The edges, by the nodes that they join; two nodes have one edge in a direction at most.
    pub edges: Vec<Edge>,
    /// What was left out, because it would have been too much.
    pub cut: Cut,
}

/// How much of a graph is left out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cut {
    /// Nodes.
    pub nodes: usize,
    /// Edges between nodes that are shown.
    pub edges: usize,
}

/// A kind, or an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// Its name: the full name of a kind, or the key of an entry.
    pub name: String,
    /// What it is: `8 steps`, or `step`.
    pub is: String,
    /// What people wrote about it; may be empty.
    pub about: String,
    /// Where it is described, as a link from where the graph will lie.
    pub address: Option<String>,
    /// Whether the graph was drawn around it.
    pub is_centre: bool,
}

/// That one node names another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edge {
    /// The place of the node that names.
    pub from: usize,
    /// The place of the node that is named; may be the same.
    pub to: usize,
    /// In which ways, by form and property; never empty.
    pub ways: Vec<Way>,
}

/// In which way a node names another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Way {
    /// The property, as a path without the places of lists: `steps/use`.
    pub by: String,
    /// What that means.
    pub form: Form,
    /// How many times.
    pub count: usize,
}

/// What it means that one node names another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// A reference to an entry that must exist.
    Hard,
    /// A reference to an entry that may be missing.
    Soft,
    /// A config of the entry.
    Config,
    /// The entry comes next in a chain.
    Chain,
}

impl Form {
    /// The word for it; empty for the usual case.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Hard => "",
            Self::Soft => "soft",
            Self::Config => "config",
            Self::Chain => "chain",
        }
    }
}

impl Way {
    /// In words: `steps/use × 12 (soft)`; what happens once has no count.
    #[must_use]
    pub fn words(&self) -> String {
        let word = match self.form.word() {
            "" => String::new(),
            word => format!(" ({word})"),
        };
        match self.count {
            1 => format!("{}{word}", self.by),
            count => format!("{} × {count}{word}", self.by),
        }
    }
}

impl Edge {
    /// The form that says most about the edge: what must hold before what may.
    #[must_use]
    pub fn form(&self) -> Form {
        let forms = || self.ways.iter().map(|way| way.form);
        let strongest = [Form::Chain, Form::Hard, Form::Config, Form::Soft];
        strongest.into_iter().find(|form| forms().any(|other| other == *form)).unwrap_or(Form::Hard)
    }

    /// All ways in words, one a line.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        self.ways.iter().map(Way::words).collect()
    }
}

impl Graph {
    /// What is left out, in words; `None` where nothing is.
    #[must_use]
    pub fn cut_in_words(&self) -> Option<String> {
        let count = |number: usize, one: &str, more: &str| match number {
            0 => None,
            1 => Some(format!("1 more {one}")),
            _ => Some(format!("{number} more {more}")),
        };
        let parts = [count(self.cut.nodes, "node", "nodes"), count(self.cut.edges, "edge", "edges")];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        (!parts.is_empty()).then(|| format!("too large to show as a whole; left out: {}", parts.join(" and ")))
    }
}

/// All kinds, and which of them name which. A reference that a kind declares is an edge even while no
/// entry uses it.
#[must_use]
pub fn overview(registry: &Registry) -> Graph {
    let shown: BTreeSet<usize> = (0..registry.members.len().min(MOST_NODES)).collect();
    let cut = registry.members.len() - shown.len();
    let nodes = shown.iter().map(|kind| of_kind(&registry.members[*kind], false)).collect();
    graph("Relations between the kinds".to_owned(), nodes, &shown, of_kinds(registry), cut)
}

/// One kind, the kinds that it names and those that name it, and so on for as many hops.
///
/// `kind` is the place of the kind in the registry.
#[must_use]
pub fn around_kind(registry: &Registry, kind: usize, hops: usize) -> Graph {
    let ways = of_kinds(registry);
    let (shown, cut) = neighbourhood(kind, hops, &neighbours(&ways));
    let nodes = shown.iter().map(|place| of_kind(&registry.members[*place], *place == kind)).collect();
    graph(format!("Relations of the kind `{}`", registry.members[kind].kind.id), nodes, &shown, ways, cut)
}

/// One entry, what it names and what names it, and so on for as many hops.
///
/// `kind` and `entry` are the places of the entry in the registry.
#[must_use]
pub fn around_entry(registry: &Registry, kind: usize, entry: usize, hops: usize) -> Graph {
    EntryRelations::of(registry).around(kind, entry, hops).0
}

/// The relations of all entries, gathered once to look around many of them.
#[derive(Debug)]
pub struct EntryRelations<'a> {
    registry: &'a Registry,
    ways: Relations<EntryId>,
    neighbours: BTreeMap<EntryId, BTreeSet<EntryId>>,
}

impl<'a> EntryRelations<'a> {
    /// Gathers them.
    #[must_use]
    pub fn of(registry: &'a Registry) -> Self {
        let mut ways: Relations<EntryId> = BTreeMap::new();
        for Found { from, to, by, form } in relations::found(registry) {
            *ways.entry((from, to)).or_default().entry((form, by)).or_default() += 1;
        }
        let neighbours = neighbours(&ways);
        Self { registry, ways, neighbours }
    }

    /// The entries that an entry names, as places of kind and entry, and in which ways.
    pub fn named_by(&self, kind: usize, entry: usize) -> impl Iterator<Item = ((usize, usize), Vec<Way>)> {
        self.from((kind, entry)).map(|((_, to), ways)| (*to, in_ways(ways)))
    }

    /// The entries that name an entry, and in which ways.
    pub fn naming(&self, kind: usize, entry: usize) -> impl Iterator<Item = ((usize, usize), Vec<Way>)> {
        let near = self.neighbours.get(&(kind, entry)).into_iter().flatten();
        near.filter_map(move |from| Some((*from, in_ways(self.ways.get(&(*from, (kind, entry)))?))))
    }

    /// One entry, what it names and what names it, and so on for as many hops; and the place of each node.
    #[must_use]
    pub fn around(&self, kind: usize, entry: usize, hops: usize) -> (Graph, Vec<(usize, usize)>) {
        let centre = (kind, entry);
        let (shown, cut) = neighbourhood(centre, hops, &self.neighbours);
        let nodes = shown.iter().map(|id| of_entry(&self.registry.members[id.0], id.1, *id == centre)).collect();
        let members = &self.registry.members[kind];
        let title = format!("Relations of the {} `{}`", members.kind.noun(), members.entries[entry].key);
        let ways = shown.iter().flat_map(|id| self.from(*id)).map(|(ids, ways)| (*ids, ways.clone())).collect();
        (graph(title, nodes, &shown, ways, cut), shown.into_iter().collect())
    }

    fn from(&self, id: EntryId) -> impl Iterator<Item = (&(EntryId, EntryId), &Ways)> {
        self.ways.range((id, (0, 0))..=(id, (usize::MAX, usize::MAX)))
    }
}

/// How often one names another, by form and property.
type Relations<Id> = BTreeMap<(Id, Id), Ways>;

type Ways = BTreeMap<(Form, String), usize>;

fn in_ways(ways: &Ways) -> Vec<Way> {
    ways.iter().map(|((form, by), count)| Way { by: by.clone(), form: *form, count: *count }).collect()
}

fn of_kinds(registry: &Registry) -> Relations<usize> {
    let mut ways: Relations<usize> = BTreeMap::new();
    for Declared { from, to, by, form } in relations::declared(registry) {
        ways.entry((from, to)).or_default().entry((form, by)).or_default();
    }
    for Found { from, to, by, form } in relations::found(registry) {
        *ways.entry((from.0, to.0)).or_default().entry((form, by)).or_default() += 1;
    }
    ways
}

/// What each names or is named by.
fn neighbours<Id: Copy + Ord>(ways: &Relations<Id>) -> BTreeMap<Id, BTreeSet<Id>> {
    let mut neighbours: BTreeMap<Id, BTreeSet<Id>> = BTreeMap::new();
    for (from, to) in ways.keys() {
        neighbours.entry(*from).or_default().insert(*to);
        neighbours.entry(*to).or_default().insert(*from);
    }
    neighbours
}

/// What can be reached in so many hops in any direction, and how much of it is too much.
fn neighbourhood<Id: Copy + Ord>(
    centre: Id,
    hops: usize,
    neighbours: &BTreeMap<Id, BTreeSet<Id>>,
) -> (BTreeSet<Id>, usize) {
    let mut shown = BTreeSet::from([centre]);
    let mut left_out = BTreeSet::new();
    let mut rim = vec![centre];
    for _ in 0..hops {
        let next: BTreeSet<Id> = rim.iter().filter_map(|id| neighbours.get(id)).flatten().copied().collect();
        rim.clear();
        for id in next {
            if shown.len() >= MOST_NODES && !shown.contains(&id) {
                left_out.insert(id);
            } else if shown.insert(id) {
                rim.push(id);
            }
        }
    }
    (shown, left_out.len())
}

fn graph<Id: Copy + Ord>(
    title: String,
    nodes: Vec<Node>,
    shown: &BTreeSet<Id>,
    ways: Relations<Id>,
    cut: usize,
) -> Graph {
    let places: BTreeMap<Id, usize> = shown.iter().enumerate().map(|(place, id)| (*id, place)).collect();
    let mut edges: Vec<Edge> = ways
        .into_iter()
        .filter_map(|((from, to), ways)| {
            Some(Edge { from: *places.get(&from)?, to: *places.get(&to)?, ways: in_ways(&ways) })
        })
        .collect();
    let cut = Cut { nodes: cut, edges: edges.len().saturating_sub(MOST_EDGES) };
    edges.truncate(MOST_EDGES);
    Graph { title, nodes, edges, cut }
}

fn of_kind(members: &Members, is_centre: bool) -> Node {
    let kind = &members.kind;
    let is = match members.entries.len() {
        1 => format!("1 {}", kind.noun()),
        count => format!("{count} {}", kind.nouns()),
    };
    Node { name: kind.id.clone(), is, about: kind.description.clone(), address: None, is_centre }
}

fn of_entry(members: &Members, entry: usize, is_centre: bool) -> Node {
    let entry = &members.entries[entry];
    let about = entry.text(&members.kind.block.summary).unwrap_or_default().to_owned();
    Node { name: entry.key.clone(), is: members.kind.noun(), about, address: None, is_centre }
}
