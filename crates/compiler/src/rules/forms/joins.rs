//! `unique`, `exists` and `overlap`: elements are joined by hashes of their values.

use std::collections::HashMap;

use yaml::Pointer;

use super::{Element, Failure, Related, Run, canonical, shown};
use crate::rules::glob::{Index, Scope, TooAlike};
use crate::rules::path::Path;
use crate::rules::world::{Found, Place};

/// Lists on several sides multiply; no honest rule comes near.
const MOST_COMBINATIONS: usize = 10_000;

impl Run<'_> {
    pub(super) fn unique(&mut self, elements: &[Element], paths: &[Path]) {
        let mut seen: HashMap<Vec<String>, usize> = HashMap::with_capacity(elements.len());
        for (number, element) in elements.iter().enumerate() {
            let found: Vec<Vec<Found>> = paths.iter().map(|path| self.values(element, path)).collect();
            // What is not given is equal to nothing.
            if found.iter().any(Vec::is_empty) {
                continue;
            }
            let Some(first) = seen.get(&together(&found)).copied() else {
                seen.insert(together(&found), number);
                continue;
            };
            let first = &elements[first];
            let what: Vec<String> = paths.iter().zip(&found).map(|(path, found)| said(path, found)).collect();
            let message = format!(
                "`{}` and `{}` have the same {}",
                self.key(first.entry),
                self.key(element.entry),
                what.join(" and ")
            );
            let related =
                vec![Related { entry: first.entry, at: self.place_of(first), text: "the other one".to_owned() }];
            self.breach(element, Some(first.entry), message, related);
        }
    }

    pub(super) fn exists(&mut self, elements: &[Element], kind: &str, equal: &[(Path, Path)]) {
        let Some((number, table)) = self.world.table(kind) else { return };
        // An entry with a mistake of its own may be the one that is missed.
        if table.rows.iter().any(|row| row.value.is_null()) {
            return;
        }
        let mut index: HashMap<Vec<String>, Vec<Place>> = HashMap::with_capacity(table.rows.len());
        for row in 0..table.rows.len() {
            let place = (number, row);
            let theirs = equal.iter().map(|(left, _)| self.world.values(place, None, left));
            for values in combinations(theirs) {
                index.entry(values).or_default().push(place);
            }
        }
        for element in elements {
            let ours: Vec<Vec<Found>> = equal.iter().map(|(_, right)| self.values(element, right)).collect();
            if ours.iter().any(Vec::is_empty) {
                continue;
            }
            let found =
                combinations(ours.iter().cloned()).into_iter().filter_map(|values| index.get(&values)).flatten();
            let candidates: Vec<Place> = found.copied().collect();
            if self.is_one_right(element, &candidates) {
                continue;
            }
            let what: Vec<String> = equal.iter().zip(&ours).map(|((left, _), found)| said(left, found)).collect();
            let kind = kind.rsplit_once('.').map_or(kind, |(_, name)| name).replace('_', " ");
            let other = candidates.first().copied();
            let such = if other.is_some() { " that fits" } else { "" };
            let message =
                format!("there is no {kind}{such} with {} for `{}`", what.join(" and "), self.key(element.entry));
            let related =
                other.map(|entry| Related { entry, at: Pointer::root(), text: "this one does not fit".to_owned() });
            self.breach(element, other, message, related.into_iter().collect());
        }
    }

    /// Whether one of the entries satisfies the rest of the rule.
    fn is_one_right(&mut self, element: &Element, candidates: &[Place]) -> bool {
        let Some(only) = &self.program.exists else { return !candidates.is_empty() };
        for candidate in candidates {
            match element.subject(self.world, Some(*candidate)).holds(only) {
                Ok(None | Some(true)) => return true,
                Ok(Some(false)) => {}
                Err(error) => {
                    self.fail("exists", element.entry, &error);
                    return true;
                }
            }
        }
        false
    }

    pub(super) fn overlap(&mut self, elements: &[Element], scope: &Path, by: &[Path]) {
        let mut groups: HashMap<Vec<String>, Group> = HashMap::new();
        for (number, element) in elements.iter().enumerate() {
            let values: Vec<Vec<Found>> = by.iter().map(|path| self.values(element, path)).collect();
            let group = groups.entry(together(&values)).or_default();
            let mut added = Vec::new();
            for found in self.values(element, scope) {
                let Some(text) = found.value.as_str() else { continue };
                match Scope::parse(text) {
                    Ok(parsed) => added.push((parsed, text.to_owned())),
                    Err(why) => {
                        let message = format!("`{text}` is no path or glob: {why}");
                        self.breach(element, None, message, Vec::new());
                    }
                }
            }
            let met = added.iter().map(|(parsed, text)| Ok((text, group.index.first_met(parsed)?)));
            let Ok(met) = met.collect::<Result<Vec<_>, TooAlike>>() else {
                let why = "its scopes are so alike that each would have to be compared with each".to_owned();
                self.outcome.failure = Some(Failure { property: "overlap", entry: element.entry, why });
                return;
            };
            if let Some((text, met)) = met.into_iter().find_map(|(text, met)| Some((text, met?))) {
                let (first, theirs) = &group.owners[met];
                let first = &elements[*first];
                let message = format!(
                    "`{}` and `{}` share paths: `{theirs}` and `{text}`",
                    self.key(first.entry),
                    self.key(element.entry)
                );
                let at = self.place_of(first);
                let related = vec![Related { entry: first.entry, at, text: "the other one".to_owned() }];
                self.breach(element, Some(first.entry), message, related);
            }
            for (parsed, text) in added {
                group.index.push(parsed);
                group.owners.push((number, text));
            }
        }
    }
}

/// Scopes of elements that may not meet.
#[derive(Default)]
struct Group {
    index: Index,
    /// The element of each scope, and how it is written.
    owners: Vec<(usize, String)>,
}

/// The values of several paths in words.
fn together(found: &[Vec<Found>]) -> Vec<String> {
    let of_path = |found: &Vec<Found>| match &found[..] {
        [one] => canonical(&one.value),
        several => several.iter().map(|found| canonical(&found.value)).collect::<Vec<_>>().join(","),
    };
    found.iter().map(of_path).collect()
}

/// Every choice of one value a path, in words; none where a path has no value.
fn combinations(found: impl Iterator<Item = Vec<Found>>) -> Vec<Vec<String>> {
    let mut combinations: Vec<Vec<String>> = vec![Vec::new()];
    for values in found {
        let longer = combinations.iter().flat_map(|begun| {
            values.iter().map(|found| begun.iter().cloned().chain([canonical(&found.value)]).collect())
        });
        combinations = longer.take(MOST_COMBINATIONS).collect();
    }
    combinations
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
