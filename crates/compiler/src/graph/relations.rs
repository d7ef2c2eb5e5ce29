//! Gathers the relations between entries, and those that kinds declare.

use std::borrow::Cow;

use source::Severity;
use yaml::Pointer;

use super::Form;
use super::property;
use crate::entries::links::collect;
use crate::entries::{Entry, Linked, Target};
use crate::profile::Reference;
use crate::registry::{Members, Registry};

/// The place of a kind, and of an entry in it.
pub(super) type EntryId = (usize, usize);

/// That an entry names another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) from: EntryId,
    pub(super) to: EntryId,
    pub(super) by: String,
    pub(super) form: Form,
}

/// That entries of a kind can name entries of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Declared {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) by: String,
    pub(super) form: Form,
}

/// The relations of all entries, in the order in which they stand. What names nothing that exists is none.
pub(super) fn found(registry: &Registry) -> Vec<Found> {
    let mut gatherer = Gatherer { registry, found: Vec::new() };
    for (kind, members) in registry.members.iter().enumerate() {
        for (index, entry) in members.entries.iter().enumerate() {
            let by = |at: &Pointer| property::of(&members.kind.model, below(at, &entry.at));
            gatherer.links(members, (kind, index), &entry.links, &by);
        }
    }
    gatherer.found
}

/// The references and chains that kinds declare.
pub(super) fn declared(registry: &Registry) -> Vec<Declared> {
    let mut declared = Vec::new();
    for (from, members) in registry.members.iter().enumerate() {
        for said in property::declared(&members.kind.model) {
            let Some((to, _)) = find_kind(registry, &said.reference.to) else { continue };
            declared.push(match said.chain {
                None => Declared { from, to, by: said.by, form: form(&said.reference) },
                Some(property) => Declared { from: to, to, by: chain(members, &property), form: Form::Chain },
            });
        }
    }
    declared
}

struct Gatherer<'a> {
    registry: &'a Registry,
    found: Vec<Found>,
}

impl<'a> Gatherer<'a> {
    fn links(&mut self, members: &Members, from: EntryId, links: &[Linked], by: &dyn Fn(&Pointer) -> String) {
        for link in links {
            match &link.to {
                Target::Entry { reference, key } => {
                    if let Some((to, _)) = self.find(&reference.to, key) {
                        self.found.push(Found { from, to, by: by(&link.at), form: form(reference) });
                    }
                }
                Target::Config { owner: Some(owner), given: true, value, .. } => {
                    let Some((to, owner)) = self.find(&owner.kind, &owner.key) else { continue };
                    let outer = by(&link.at);
                    self.found.push(Found { from, to, by: outer.clone(), form: Form::Config });
                    if let Some(config) = &owner.config {
                        let inner =
                            |at: &Pointer| format!("{outer}/{}", property::of(&config.model, below(at, &link.at)));
                        self.links(members, from, &collect(&config.model, value, &link.at), &inner);
                    }
                }
                Target::Chain { kind, items, .. } => {
                    let by = chain(members, &by(&link.at));
                    for pair in items.windows(2) {
                        let (from, to) = (self.find(kind, &pair[0].key), self.find(kind, &pair[1].key));
                        if let Some(((from, _), (to, _))) = from.zip(to) {
                            self.found.push(Found { from, to, by: by.clone(), form: Form::Chain });
                        }
                    }
                }
                Target::Config { .. } | Target::Doc(_) | Target::Path(_) => {}
            }
        }
    }

    fn find(&self, kind: &str, key: &str) -> Option<(EntryId, &'a Entry)> {
        let (kind, members) = find_kind(self.registry, kind)?;
        let entry = members.find(key)?;
        Some(((kind, entry), &members.entries[entry]))
    }
}

fn find_kind<'a>(registry: &'a Registry, id: &str) -> Option<(usize, &'a Members)> {
    let place = registry.place(id)?;
    Some((place, &registry.members[place]))
}

fn form(reference: &Reference) -> Form {
    if reference.missing == Severity::Error { Form::Hard } else { Form::Soft }
}

/// The name of a chain where it is seen from the entries in it: the kind that has it, and its property.
fn chain(members: &Members, property: &str) -> String {
    let of = &members.kind.name;
    let name: Cow<'_, str> = if property.is_empty() { of.into() } else { format!("{of}.{property}").into() };
    name.into_owned()
}

fn below<'p>(at: &'p Pointer, base: &Pointer) -> &'p [String] {
    at.segments().get(base.segments().len()..).unwrap_or_default()
}
