//! By what the explorer filters, and how many entries each choice has.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::super::site::Site;
use super::entries::status;

/// One question, with its answers.
#[derive(Serialize)]
pub(super) struct Facet {
    /// Its name in the address of the page.
    name: &'static str,
    title: &'static str,
    choices: Vec<Choice>,
}

#[derive(Serialize)]
struct Choice {
    value: String,
    label: String,
    count: usize,
}

/// The facets that have something to choose from.
pub(super) fn of(site: &Site<'_>, kept: &BTreeSet<usize>) -> Vec<Facet> {
    let facets = [registries(site, kept), kinds(site, kept), statuses(site, kept), groups(site, kept)];
    facets.into_iter().filter(|facet| facet.choices.len() > 1).collect()
}

fn registries(site: &Site<'_>, kept: &BTreeSet<usize>) -> Facet {
    let count = |name: &str| {
        let members = kept.iter().map(|kind| &site.registry.members[*kind]);
        members.filter(|members| members.kind.registry == name).map(|members| members.entries.len()).sum()
    };
    let registries = site.project.registries.iter().map(|registry| Choice {
        value: registry.name.clone(),
        label: registry.title.clone(),
        count: count(&registry.name),
    });
    Facet { name: "registry", title: "Registry", choices: registries.filter(|choice| choice.count > 0).collect() }
}

fn kinds(site: &Site<'_>, kept: &BTreeSet<usize>) -> Facet {
    let members = kept.iter().map(|kind| &site.registry.members[*kind]);
    let kinds = members.filter(|members| !members.entries.is_empty()).map(|members| Choice {
        value: members.kind.id.clone(),
        label: members.kind.nouns(),
        count: members.entries.len(),
    });
    Facet { name: "kind", title: "Kind", choices: kinds.collect() }
}

fn groups(site: &Site<'_>, kept: &BTreeSet<usize>) -> Facet {
    let mut groups: BTreeMap<&str, usize> = BTreeMap::new();
    for group in kept.iter().flat_map(|kind| &site.kinds[*kind].declared) {
        *groups.entry(group.name.declared()).or_default() += group.entries.len();
    }
    Facet { name: "group", title: "Group", choices: counted(groups) }
}

fn statuses(site: &Site<'_>, kept: &BTreeSet<usize>) -> Facet {
    let mut statuses: BTreeMap<&str, usize> = BTreeMap::new();
    for entry in kept.iter().flat_map(|kind| &site.registry.members[*kind].entries) {
        *statuses.entry(status(entry)).or_default() += 1;
    }
    Facet { name: "status", title: "Status", choices: counted(statuses) }
}

/// Choices by name. What has no name cannot be chosen.
fn counted(counts: BTreeMap<&str, usize>) -> Vec<Choice> {
    let named = counts.into_iter().filter(|(name, _)| !name.is_empty());
    named.map(|(name, count)| Choice { value: name.to_owned(), label: name.to_owned(), count }).collect()
}
