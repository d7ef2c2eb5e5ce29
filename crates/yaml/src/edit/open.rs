//! A collection of the text that is being edited: a list of its own, in which each entry says where it
//! comes from.
//!
//! Places in the list are found by a scan over numbers: at 100,000 entries that takes microseconds,
//! less than an index would save.

use std::collections::HashMap;

use serde_json::{Map, Value as Json};

use super::draft::{Draft, New};
use super::layout::{Collection, Part, Slot};
use super::order::{self, Sorted};
use super::refused::{Reason, Stop};
use super::{At, By, Entry, json};
use crate::marks::Kind;
use crate::node::index;
use crate::{Pair, Value};

/// A collection of the text and its entries.
#[derive(Debug)]
pub(super) struct Open<'t> {
    pub(super) part: &'t Part<'t>,
    pub(super) collection: &'t Collection<'t>,
    members: Vec<Member<'t>>,
    /// Numbers of members, in order; those that were removed are not among them.
    order: Vec<u32>,
    /// The member of each key.
    names: HashMap<String, u32>,
    /// What is known of the order.
    sorted: Option<(By, bool)>,
}

/// An entry.
#[derive(Debug)]
pub(super) struct Member<'t> {
    pub(super) origin: Origin,
    /// The key of a pair.
    pub(super) key: Option<String>,
    pub(super) value: Draft<'t>,
}

/// Where an entry comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// This entry of the text.
    Text(usize),
    /// This entry of the text, but at another place.
    Moved(usize),
    /// This entry of the text, which is a merge key.
    Merge(usize),
    /// An edit.
    Added,
}

impl<'t> Open<'t> {
    /// Opens what is a collection of the text.
    pub(super) fn new(part: &'t Part<'t>) -> Option<Self> {
        let (collection, node) = (part.collection()?, part.node?);
        let members: Vec<Member<'t>> = match &node.value {
            Value::Mapping(pairs) => pair_members(collection, pairs.as_slice()),
            Value::Sequence(_) | Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
                let item = |(at, slot): (usize, &'t Slot<'t>)| Member {
                    origin: Origin::Text(at),
                    key: None,
                    value: Draft::Kept(&slot.value),
                };
                collection.entries.iter().enumerate().map(item).collect()
            }
        };
        let names = (0..).zip(&members).filter_map(|(at, member)| Some((member.key.clone()?, at))).collect();
        let order = (0u32..).take(members.len()).collect();
        Some(Self { part, collection, members, order, names, sorted: None })
    }

    pub(super) fn value(&self) -> Json {
        match self.collection.kind {
            Kind::Sequence => self.members().map(|member| member.value.value()).collect(),
            Kind::Mapping => {
                let pair = |member: &Member<'t>| (member.key.clone().unwrap_or_default(), member.value.value());
                Json::Object(self.members().map(pair).collect::<Map<_, _>>())
            }
        }
    }

    /// The entries, in order.
    pub(super) fn members(&self) -> impl Iterator<Item = &Member<'t>> {
        self.order.iter().map(|&at| &self.members[at as usize])
    }

    /// The entry of the text that gets another place.
    pub(super) fn moved(&self) -> Option<usize> {
        self.members().find_map(|member| if let Origin::Moved(at) = member.origin { Some(at) } else { None })
    }

    pub(super) fn len(&self) -> usize {
        self.order.len()
    }

    pub(super) fn member(&self, number: u32) -> &Member<'t> {
        &self.members[number as usize]
    }

    /// The value of an entry, which may change, and its place in an order with it.
    pub(super) fn value_mut(&mut self, number: u32) -> &mut Draft<'t> {
        self.sorted = None;
        &mut self.members[number as usize].value
    }

    pub(super) fn order(&self) -> &[u32] {
        &self.order
    }

    pub(super) fn number_of(&self, key: &str) -> Option<u32> {
        self.names.get(key).copied()
    }

    /// The entry that a segment of a pointer names.
    pub(super) fn find(&self, segment: &str) -> Result<u32, Stop> {
        let found = match self.collection.kind {
            Kind::Sequence => index(segment).and_then(|at| self.order.get(at)).copied(),
            Kind::Mapping => self.number_of(segment),
        };
        found.ok_or_else(|| Stop::new(self.part.from..self.part.to, Reason::Nowhere(segment.to_owned())))
    }

    /// A new member, which is in no place yet.
    pub(super) fn new_member(&mut self, key: Option<String>, value: Json) -> u32 {
        let number = u32::try_from(self.members.len()).unwrap_or(u32::MAX);
        if let Some(key) = &key {
            self.names.insert(key.clone(), number);
        }
        self.members.push(Member { origin: Origin::Added, key, value: Draft::New(New { value, old: None }) });
        number
    }

    /// Adds a pair at the end.
    pub(super) fn append(&mut self, key: &str, value: Json) {
        self.sorted = None;
        self.insert(self.len(), Some(key.to_owned()), value);
    }

    fn insert(&mut self, at: usize, key: Option<String>, value: Json) {
        let number = self.new_member(key, value);
        self.order.insert(at, number);
    }

    /// Gives the members their order; those that are not in it are removed.
    pub(super) fn arrange(&mut self, order: Vec<u32>) -> Result<(), Stop> {
        let mut stays = vec![false; self.members.len()];
        for &number in &order {
            stays[number as usize] = true;
        }
        for number in std::mem::take(&mut self.order) {
            if !stays[number as usize] {
                self.forget(number)?;
            }
        }
        self.order = order;
        self.sorted = None;
        Ok(())
    }

    pub(super) fn remove(&mut self, number: u32) -> Result<(), Stop> {
        self.forget(number)?;
        if let Some(at) = self.order.iter().position(|&other| other == number) {
            self.order.remove(at);
        }
        Ok(())
    }

    fn forget(&mut self, number: u32) -> Result<(), Stop> {
        let member = &self.members[number as usize];
        if let Origin::Merge(_) = member.origin {
            return Err(Stop::new(member.value.range(), Reason::Merged));
        }
        if let Some(key) = &member.key {
            self.names.remove(key);
        }
        Ok(())
    }

    pub(super) fn add(&mut self, at: &At, entry: Entry) -> Result<(), Reason> {
        let (key, value) = match (self.collection.kind, entry) {
            (Kind::Sequence, Entry::Item(value)) => (None, value),
            (Kind::Mapping, Entry::Pair(key, _)) if self.names.contains_key(&key) => return Err(Reason::Taken(key)),
            (Kind::Mapping, Entry::Pair(key, value)) => (Some(key), value),
            (Kind::Sequence, entry @ Entry::Pair(..)) => return Err(json::misfit("array", &entry)),
            (Kind::Mapping, entry @ Entry::Item(_)) => return Err(json::misfit("object", &entry)),
        };
        let place = match at {
            At::Index(index) if *index > self.len() => return Err(Reason::Index(*index)),
            At::Index(index) => *index,
            At::End => self.len(),
            At::Sorted(by) => self.sorted_place(by, key.as_deref(), &value).index(),
        };
        if !matches!(at, At::Sorted(_)) {
            self.sorted = None;
        }
        self.insert(place, key, value);
        Ok(())
    }

    /// As [`order::place`], which looks at all entries only if it is not known that they are sorted.
    fn sorted_place(&mut self, by: &By, key: Option<&str>, value: &Json) -> Sorted {
        let count = self.len();
        let sorted = match &self.sorted {
            Some((known, sorted)) if known == by => *sorted,
            _ => order::is_sorted(count, |at| self.sort_key(at, by)),
        };
        let key = if *by == By::Itself && key.is_some() { key } else { order::part_of_json(value, by) };
        self.sorted = Some((by.clone(), sorted && key.is_some()));
        match key {
            Some(key) if sorted => Sorted::At(order::position(count, |at| self.sort_key(at, by), key)),
            _ => Sorted::Unsorted(count),
        }
    }

    fn sort_key(&self, at: usize, by: &By) -> Option<&str> {
        let member = &self.members[self.order[at] as usize];
        match (&member.key, by) {
            (Some(key), By::Itself) => Some(key),
            (Some(_), By::Property(_)) | (None, _) => member.value.sort_key(by),
        }
    }

    /// Gives an entry another place; `to` counts the others only.
    pub(super) fn relocate(&mut self, number: u32, to: &At) -> Result<(), Stop> {
        let stop = |reason| Stop::new(self.part.from..self.part.to, reason);
        let Origin::Text(slot) = self.member(number).origin else { return Err(stop(Reason::Merged)) };
        let Some(from) = self.order.iter().position(|&other| other == number) else { return Ok(()) };
        let last = self.len() - 1;
        let place = match to {
            At::Index(index) if *index > last => return Err(stop(Reason::Index(*index))),
            At::Index(index) => *index,
            At::End => last,
            At::Sorted(by) => self.sorted_among_others(from, by).unwrap_or(from),
        };
        if place != from {
            self.order.remove(from);
            self.order.insert(place, number);
            self.members[number as usize].origin = Origin::Moved(slot);
            self.sorted = None;
        }
        Ok(())
    }

    /// Where an entry belongs that is out of order, if all others are in order.
    fn sorted_among_others(&self, at: usize, by: &By) -> Option<usize> {
        if order::is_sorted(self.len(), |at| self.sort_key(at, by)) {
            return None;
        }
        let other = |other: usize| self.sort_key(if other < at { other } else { other + 1 }, by);
        match order::place(self.len() - 1, other, self.sort_key(at, by)?) {
            Sorted::At(place) => Some(place),
            Sorted::Unsorted(_) => None,
        }
    }

    pub(super) fn rename(&mut self, number: u32, to: &str) -> Result<(), Reason> {
        let member = &mut self.members[number as usize];
        let Some(key) = &mut member.key else { return Err(Reason::NoKey) };
        if key == to {
            return Ok(());
        }
        if self.names.contains_key(to) {
            return Err(Reason::Taken(to.to_owned()));
        }
        if let Origin::Merge(_) = member.origin {
            return Err(Reason::Merged);
        }
        let from = std::mem::replace(key, to.to_owned());
        self.names.remove(&from);
        self.names.insert(to.to_owned(), number);
        self.sorted = None;
        Ok(())
    }
}

/// The entries of a mapping: its own pairs, and what a merge key brings in.
fn pair_members<'t>(collection: &'t Collection<'t>, pairs: &'t [Pair]) -> Vec<Member<'t>> {
    let named = |(at, slot): (usize, &'t Slot<'t>)| Some((slot.key.as_ref()?.name?, (at, slot)));
    let own: HashMap<&str, (usize, &'t Slot<'t>)> = collection.entries.iter().enumerate().filter_map(named).collect();
    let merge = collection.entries.iter().position(|slot| slot.key.as_ref().is_some_and(|key| key.name.is_none()));
    let member = |pair: &'t Pair| {
        let (origin, value) = match own.get(pair.key.as_str()) {
            Some((at, slot)) => (Origin::Text(*at), Draft::Kept(&slot.value)),
            None => (Origin::Merge(merge.unwrap_or(0)), Draft::Merged(&pair.value)),
        };
        Member { origin, key: Some(pair.key.clone()), value }
    };
    pairs.iter().map(member).collect()
}
