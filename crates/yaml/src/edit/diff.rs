//! A collection and the value it is to have: what stays, what changes, what is new.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use serde_json::{Map, Value as Json};

use super::check::same_json as same;
use super::open::Open;
use super::refused::Stop;
use crate::marks::Kind;

/// What came of an update.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// The collection has the value.
    Updated,
    /// The value is of another kind.
    Misfit,
}

/// Gives a collection this value.
pub(super) fn update(open: &mut Open<'_>, value: &Json) -> Result<Outcome, Stop> {
    match (open.collection.kind, value) {
        (Kind::Mapping, Json::Object(pairs)) => mapping(open, pairs)?,
        (Kind::Sequence, Json::Array(items)) => sequence(open, items)?,
        (Kind::Mapping | Kind::Sequence, _) => return Ok(Outcome::Misfit),
    }
    Ok(Outcome::Updated)
}

/// Pairs that stay keep their order; each new one follows the pair that it follows in `pairs`.
fn mapping(open: &mut Open<'_>, pairs: &Map<String, Json>) -> Result<(), Stop> {
    let mut first = Vec::new();
    let mut after: HashMap<u32, Vec<u32>> = HashMap::new();
    let mut last = None;
    for (key, value) in pairs {
        if let Some(number) = open.number_of(key) {
            open.value_mut(number).set(value.clone())?;
            last = Some(number);
        } else {
            let number = open.new_member(Some(key.clone()), value.clone());
            last.map_or(&mut first, |last| after.entry(last).or_default()).push(number);
        }
    }
    let mut order = first;
    for &number in open.order() {
        let member = open.member(number);
        if member.key.as_ref().is_some_and(|key| pairs.contains_key(key)) {
            order.push(number);
            order.extend(after.remove(&number).unwrap_or_default());
        }
    }
    open.arrange(order)
}

/// Items that stay are a longest common subsequence. Between two of them, what goes and what comes
/// is the same item changed where that can be told: the two begin alike, or there are equally many.
fn sequence(open: &mut Open<'_>, items: &[Json]) -> Result<(), Stop> {
    let old: Vec<Json> = open.members().map(|member| member.value.value()).collect();
    let numbers = open.order().to_vec();
    let mut order = Vec::new();
    let (mut from, mut to) = (0, 0);
    let ends = (old.len(), items.len());
    for (at, stays) in common(&old, items).into_iter().chain([ends]) {
        let pairs = changed(&old[from..at], &items[to..stays]);
        for (item, same) in items[to..stays].iter().zip(pairs) {
            let number = match same {
                Some(same) => {
                    let number = numbers[from + same];
                    open.value_mut(number).set(item.clone())?;
                    number
                }
                None => open.new_member(None, item.clone()),
            };
            order.push(number);
        }
        order.extend(numbers.get(at));
        (from, to) = (at + 1, stays + 1);
    }
    open.arrange(order)
}

/// For each new item the old one that it is a change of, in ascending order.
fn changed(old: &[Json], new: &[Json]) -> Vec<Option<usize>> {
    if old.len() == new.len() {
        return (0..old.len()).map(Some).collect();
    }
    let (old, new) = (identities(old), identities(new));
    let mut same = vec![None; new.len()];
    for (at, stays) in matches(&old, &new) {
        if new[stays].is_some() {
            same[stays] = Some(at);
        }
    }
    same
}

/// What tells items apart whatever else changes: the first property of a mapping, if it is a string.
fn identities(items: &[Json]) -> Vec<Option<u64>> {
    let first = |item: &Json| {
        let (key, value) = item.as_object()?.iter().next()?;
        value.is_string().then(|| fingerprint(&Json::from(vec![Json::from(key.as_str()), value.clone()])))
    };
    items.iter().map(first).collect()
}

/// The pairs of positions of a longest common subsequence of equal items.
fn common(old: &[Json], new: &[Json]) -> Vec<(usize, usize)> {
    let start = old.iter().zip(new).take_while(|(a, b)| same(a, b)).count();
    let (old_rest, new_rest) = (&old[start..], &new[start..]);
    let end = old_rest.iter().rev().zip(new_rest.iter().rev()).take_while(|(a, b)| same(a, b)).count();
    let middle =
        |rest: &[Json]| rest[..rest.len() - end].iter().map(|item| Some(fingerprint(item))).collect::<Vec<_>>();
    let between = matches(&middle(old_rest), &middle(new_rest));
    let head = (0..start).map(|at| (at, at));
    let body = between.into_iter().map(|(a, b)| (start + a, start + b)).filter(|&(a, b)| same(&old[a], &new[b]));
    let tail = (0..end).rev().map(|back| (old.len() - back - 1, new.len() - back - 1));
    head.chain(body).chain(tail).collect()
}

/// More pairs of equal items than this are not looked at one by one.
const MOST_PAIRS: usize = 1_000_000;

/// A longest common subsequence by Hunt and Szymanski: the longest chain of pairs of equal items
/// that ascends on both sides. Where equal items are so many that their pairs would be too many,
/// the first of one side is paired with the first of the other, and so on.
fn matches(old: &[Option<u64>], new: &[Option<u64>]) -> Vec<(usize, usize)> {
    let mut places: HashMap<u64, Vec<usize>> = HashMap::new();
    for (at, item) in old.iter().enumerate() {
        if let Some(item) = item {
            places.entry(*item).or_default().push(at);
        }
    }
    let of = |item: &Option<u64>| item.and_then(|item| places.get(&item)).map_or(&[][..], Vec::as_slice);
    let pairs: usize = new.iter().map(|item| of(item).len()).sum();
    let mut seen: HashMap<u64, usize> = HashMap::new();
    let mut chain = Chain::default();
    for (at, item) in new.iter().enumerate() {
        let candidates = of(item);
        if pairs <= MOST_PAIRS {
            candidates.iter().rev().for_each(|&old| chain.offer(old, at));
        } else if let Some(item) = item {
            let nth = seen.entry(*item).or_default();
            candidates.get(*nth).into_iter().for_each(|&old| chain.offer(old, at));
            *nth += 1;
        }
    }
    chain.longest()
}

/// The longest chain of pairs so far, for each length the one that ends earliest on the old side.
#[derive(Default)]
struct Chain {
    links: Vec<Link>,
    /// For each length, the link that ends the chain.
    ends: Vec<usize>,
}

struct Link {
    old: usize,
    new: usize,
    before: Option<usize>,
}

impl Chain {
    fn offer(&mut self, old: usize, new: usize) {
        let length = self.ends.partition_point(|&end| self.links[end].old < old);
        let before = length.checked_sub(1).map(|shorter| self.ends[shorter]);
        self.links.push(Link { old, new, before });
        let link = self.links.len() - 1;
        match self.ends.get_mut(length) {
            Some(end) => *end = link,
            None => self.ends.push(link),
        }
    }

    fn longest(&self) -> Vec<(usize, usize)> {
        let last = self.ends.last().map(|&end| &self.links[end]);
        let chain = std::iter::successors(last, |link| link.before.map(|before| &self.links[before]));
        let mut pairs: Vec<(usize, usize)> = chain.map(|link| (link.old, link.new)).collect();
        pairs.reverse();
        pairs
    }
}

/// A hash that equal values share.
fn fingerprint(json: &Json) -> u64 {
    let mut hasher = DefaultHasher::new();
    match json {
        Json::Null => 0.hash(&mut hasher),
        Json::Bool(bool) => bool.hash(&mut hasher),
        Json::Number(number) => number.to_string().hash(&mut hasher),
        Json::String(string) => string.hash(&mut hasher),
        Json::Array(items) => items.iter().for_each(|item| fingerprint(item).hash(&mut hasher)),
        Json::Object(pairs) => {
            let pair = |(key, value): (&String, &Json)| {
                let mut hasher = DefaultHasher::new();
                (key, fingerprint(value)).hash(&mut hasher);
                hasher.finish()
            };
            pairs.iter().map(pair).fold(0, u64::wrapping_add).hash(&mut hasher);
        }
    }
    hasher.finish()
}
