//! `unique`, `exists` and `overlap`: elements are joined by hashes of their values.

use std::collections::HashMap;
use std::collections::hash_map::Entry as Slot;

use minijinja::Expression;
use yaml::Pointer;

use super::{Breach, Element, Related, Run, canonical, sentence, shown};
use crate::rules::expression::Subject;
use crate::rules::glob::{Index, Scope, TooAlike};
use crate::rules::path::Path;
use crate::rules::world::{Found, Place};

/// Lists in several properties multiply; no honest rule comes near.
const MOST_COMBINATIONS: usize = 10_000;

/// So many pairs may `where` of `exists` compare in one run, where it speaks of both.
const MOST_COMPARED: usize = 5_000_000;

impl Run<'_> {
    pub(super) fn unique(&mut self, elements: &[Element], paths: &[Path]) {
        let wanted: Vec<&Path> = paths.iter().collect();
        let mut seen: HashMap<Vec<String>, usize> = HashMap::with_capacity(elements.len());
        for (number, element) in elements.iter().enumerate() {
            let Some(found) = self.all_values(element, &wanted) else { continue };
            // What is not given is equal to nothing.
            if found.iter().any(Vec::is_empty) {
                continue;
            }
            let first = match seen.entry(together(&found)) {
                Slot::Vacant(slot) => {
                    slot.insert(number);
                    continue;
                }
                Slot::Occupied(first) => &elements[*first.get()],
            };
            let what: Vec<String> = paths.iter().zip(&found).map(|(path, found)| said(path, found)).collect();
            let (ours, theirs) = (self.key(element.entry), self.key(first.entry));
            let message = if element.entry == first.entry {
                format!("`{ours}` has the same {} twice", what.join(" and "))
            } else {
                format!("`{theirs}` and `{ours}` have the same {}", what.join(" and "))
            };
            let related = Related { entry: first.entry, at: self.place_of(first, None), text: OTHER.to_owned() };
            self.breach(element, Some(first.entry), None, message, vec![related]);
        }
    }

    pub(super) fn exists(&mut self, elements: &[Element], kind: &str, equal: &[(Path, Path)]) {
        // An entry that has a mistake of its own, or whose file cannot be read, may be the one that is missed.
        let Some((number, table)) = self.world.table(kind).filter(|(_, table)| table.is_whole) else { return };
        // What `where` says of them alone is worked out once for each of them, not once for each pair.
        let by_itself = self.program.exists.as_ref().is_none_or(speaks_of_other_alone);
        let mut index: HashMap<Vec<String>, Candidates> = HashMap::with_capacity(table.rows.len());
        let mut astray = false;
        for row in 0..table.rows.len() {
            let place = (number, row);
            self.world.start();
            let theirs: Vec<_> = equal.iter().map(|(left, _)| self.world.values(place, None, left)).collect();
            astray |= self.world.went_astray();
            let Some(combinations) = combinations(&theirs) else { return self.multiplied(place) };
            let fits = by_itself && self.fits(place, None, place);
            for values in combinations {
                index.entry(values).or_default().add(place, by_itself, fits);
            }
        }
        // So may one whose reference leads nowhere.
        if astray {
            return;
        }
        let mut compared = 0;
        let wanted: Vec<&Path> = equal.iter().map(|(_, right)| right).collect();
        for element in elements {
            let ours = self.all_values(element, &wanted).filter(|ours| !ours.iter().any(Vec::is_empty));
            let Some(ours) = ours else { continue };
            let Some(combinations) = combinations(&ours) else { return self.multiplied(element.entry) };
            let found: Vec<&Candidates> = combinations.iter().filter_map(|values| index.get(values)).collect();
            let candidates = || found.iter().flat_map(|candidates| &candidates.places);
            let mut fits = found.iter().any(|candidates| candidates.one_fits);
            if !by_itself {
                for other in candidates() {
                    compared += 1;
                    fits = self.fits(element.entry, element.item.as_ref(), *other);
                    if fits || compared > MOST_COMPARED {
                        break;
                    }
                }
            }
            if compared > MOST_COMPARED {
                let why = format!("`where` would be asked of more than {MOST_COMPARED} pairs");
                self.outcome.breaches.clear();
                return self.fail("exists", element.entry, why);
            }
            if fits {
                continue;
            }
            let what: Vec<String> = equal.iter().zip(&ours).map(|((left, _), found)| said(left, found)).collect();
            let kind = kind.rsplit_once('.').map_or(kind, |(_, name)| name).replace('_', " ");
            let other = candidates().next().copied();
            let such = if other.is_some() { " that fits" } else { "" };
            let message =
                format!("there is no {kind}{such} with {} for `{}`", what.join(" and "), self.key(element.entry));
            let related =
                other.map(|entry| Related { entry, at: Pointer::root(), text: "this one does not fit".to_owned() });
            self.breach(element, other, None, message, related.into_iter().collect());
        }
    }

    fn multiplied(&mut self, entry: Place) {
        let key = self.key(entry);
        let why = format!("the lists of `{key}` multiply to more than {MOST_COMBINATIONS} combinations");
        self.outcome.breaches.clear();
        self.fail("exists", entry, why);
    }

    /// Whether an entry satisfies `where`. What cannot be worked out, or hangs on a reference that leads nowhere, is
    /// no reason to miss it.
    fn fits(&mut self, entry: Place, item: Option<&Found>, other: Place) -> bool {
        let Some(only) = &self.program.exists else { return true };
        let subject = Subject { world: self.world, entry, item, other: Some(other) };
        match subject.holds(only) {
            Ok(holds) => holds.unwrap_or(true),
            Err(error) => {
                self.fail("exists", other, sentence(&error));
                true
            }
        }
    }

    pub(super) fn overlap(&mut self, elements: &[Element], scope: &Path, by: &[Path]) {
        let wanted: Vec<&Path> = by.iter().collect();
        let mut groups: HashMap<Vec<String>, Group> = HashMap::new();
        for (number, element) in elements.iter().enumerate() {
            let Some(values) = self.all_values(element, &wanted) else { continue };
            let group = groups.entry(together(&values)).or_default();
            let mut added = Vec::new();
            for found in self.values(element, scope) {
                let Some(text) = found.value.as_str() else { continue };
                match Scope::parse(text) {
                    Ok(parsed) => {
                        added.push((parsed, Owner { element: number, text: text.to_owned(), at: found.at }));
                    }
                    Err(why) => self.no_scope(element, &found.at, text, &why),
                }
            }
            let met = added.iter().map(|(parsed, owner)| Ok((owner, group.index.first_met(parsed)?)));
            let Ok(met) = met.collect::<Result<Vec<_>, TooAlike>>() else {
                let why = "its scopes are so alike that each would have to be compared with each".to_owned();
                self.outcome.breaches.clear();
                return self.fail("overlap", element.entry, why);
            };
            let met = met.into_iter().find_map(|(owner, met)| Some((owner, met?)));
            if let Some((Owner { text, at, .. }, met)) = met {
                let theirs = &group.owners[met];
                let first = &elements[theirs.element];
                let message = format!(
                    "`{}` and `{}` share paths: `{}` and `{text}`",
                    self.key(first.entry),
                    self.key(element.entry),
                    theirs.text
                );
                let place = self.place_of(first, Some(&theirs.at));
                let related = Related { entry: first.entry, at: place, text: OTHER.to_owned() };
                self.breach(element, Some(first.entry), Some(at), message, vec![related]);
            }
            for (parsed, owner) in added {
                group.index.push(parsed);
                group.owners.push(owner);
            }
        }
    }

    /// What is no path or glob is said in words of our own: those of the rule are about two that meet.
    fn no_scope(&mut self, element: &Element, at: &Pointer, text: &str, why: &str) {
        let message = format!("`{text}` is no path or glob: {why}");
        let at = self.place_of(element, Some(at));
        let breach = Breach { entry: element.entry, at, message, help: None, related: Vec::new() };
        self.outcome.breaches.push(breach);
    }
}

/// Whether an expression asks nothing of the entry at hand.
fn speaks_of_other_alone(only: &Expression<'_, '_>) -> bool {
    only.undeclared_variables(false).iter().all(|name| name == "other")
}

/// Entries that have values in common.
#[derive(Default)]
struct Candidates {
    places: Vec<Place>,
    /// Whether it is known that one of them fits.
    one_fits: bool,
}

impl Candidates {
    /// Adds an entry; where each is judged by itself, one that fits is enough, and one that does not is to be shown.
    fn add(&mut self, place: Place, by_itself: bool, fits: bool) {
        if !by_itself || self.places.is_empty() {
            self.places.push(place);
        }
        self.one_fits |= fits;
    }
}

/// What the place of the other of two entries says.
const OTHER: &str = "the other one";

/// Scopes of elements that may not meet.
#[derive(Default)]
struct Group {
    index: Index,
    /// Whose each scope is.
    owners: Vec<Owner>,
}

/// Whose a scope is, how it is written, and where.
struct Owner {
    element: usize,
    text: String,
    at: Pointer,
}

/// The values of several paths in words.
fn together(found: &[Vec<Found>]) -> Vec<String> {
    let of_path = |found: &Vec<Found>| match &found[..] {
        [one] => canonical(&one.value),
        several => several.iter().map(|found| canonical(&found.value)).collect::<Vec<_>>().join(","),
    };
    found.iter().map(of_path).collect()
}

/// Every choice of one value a path, in words; none where a path has no value. `None` where they are too many.
fn combinations(found: &[Vec<Found>]) -> Option<Vec<Vec<String>>> {
    let mut combinations: Vec<Vec<String>> = vec![Vec::new()];
    for values in found {
        // A single list may be as long as it likes.
        if combinations.len() > 1 && values.len() > 1 && combinations.len() * values.len() > MOST_COMBINATIONS {
            return None;
        }
        let longer = combinations.iter().flat_map(|begun| {
            values.iter().map(|found| begun.iter().cloned().chain([canonical(&found.value)]).collect())
        });
        combinations = longer.collect();
    }
    Some(combinations)
}

/// A property and its value in a sentence.
fn said(path: &Path, found: &[Found]) -> String {
    let name = path.names().join(".");
    let name = if name.is_empty() { "item" } else { &name };
    match found {
        [one] => format!("`{name}` {}", shown(&one.value)),
        _ => format!("`{name}`"),
    }
}
