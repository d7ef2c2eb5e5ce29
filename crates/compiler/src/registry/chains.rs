//! Checks chains: lists whose items name entries, each of which takes what the one before it gives.

use serde_json::Value;
use source::{Code, Diagnostic, Findings, nearest};

use super::{Members, Registry};
use crate::entries::{ChainItem, Entry};
use crate::profile::{Chain, Link, Says};

/// A list of items, as one entry has it.
pub(super) struct Given<'a> {
    pub(super) entry: &'a Entry,
    pub(super) chain: &'a Chain,
    pub(super) items: &'a [ChainItem],
    /// How many items the list has, those that name nothing included.
    pub(super) length: usize,
}

/// Reports each item that does not fit the one before it, and ends that are not as the kind says.
pub(super) fn check(of_entry: &Given<'_>, members: &Members, registry: &Registry, findings: &mut Findings) {
    let Given { entry, chain, items, length } = of_entry;
    let noun = members.kind.noun();
    let ends = Ends { members, registry };
    for (place, item) in items.iter().enumerate() {
        let at = entry.file.at(item.span);
        let finding = |message| Diagnostic::new(Code::BrokenChain, at.clone(), message).path(item.at.to_string());
        let before = place.checked_sub(1).map(|before| &items[before]).filter(|before| before.index + 1 == item.index);
        let takes = ends.of(&item.key, &chain.takes);
        if let (Some(before), Some(takes)) = (before, takes)
            && let Some(gives) = ends.of(&before.key, &chain.gives).filter(|gives| *gives != takes)
        {
            let message = format!("`{}` takes `{takes}`, but `{}` before it gives `{gives}`", item.key, before.key);
            let broken = finding(message).also(entry.file.at(before.span), format!("gives `{gives}`"));
            findings.push(match ends.between(chain, gives, takes) {
                Some(bridge) => {
                    broken.help(format!("put `{bridge}` between them: it takes `{gives}` and gives `{takes}`"))
                }
                None => ends.fitting(broken, &chain.takes, gives, "take"),
            });
        }
        let first = chain.first.as_deref().filter(|_| item.index == 0);
        let first = first.and_then(|first| ends.known(&chain.takes, first));
        if let (Some(first), Some(takes)) = (first, takes.filter(|takes| Some(*takes) != first)) {
            let broken = finding(format!("`{}` takes `{takes}`, but the first {noun} must take `{first}`", item.key));
            findings.push(ends.fitting(broken, &chain.takes, first, "take"));
        }
        let last = chain.last.as_deref().filter(|_| item.index + 1 == *length);
        let last = last.and_then(|last| ends.known(&chain.gives, last));
        let gives = ends.of(&item.key, &chain.gives);
        if let (Some(last), Some(gives)) = (last, gives.filter(|gives| Some(*gives) != last)) {
            let broken = finding(format!("`{}` gives `{gives}`, but the last {noun} must give `{last}`", item.key));
            findings.push(ends.fitting(broken, &chain.gives, last, "give"));
        }
    }
}

/// What entries of a kind say that they take and give.
struct Ends<'a> {
    members: &'a Members,
    registry: &'a Registry,
}

impl<'a> Ends<'a> {
    /// What an entry says; `None` where it does not exist, has a mistake, or names what does not exist, all of which
    /// has been reported.
    fn of(&self, key: &str, pointer: &str) -> Option<&'a str> {
        self.known(pointer, said(&self.members.entries[self.members.find(key)?], pointer)?)
    }

    /// What is said at a pointer, unless it names an entry that does not exist.
    fn known<'t>(&self, pointer: &str, said: &'t str) -> Option<&'t str> {
        match self.members.kind.model.chain_end(pointer)?.says {
            Says::Key(reference) => self.registry.get(&reference.to)?.find(said).map(|_| said),
            Says::Choice | Says::Text => Some(said),
        }
    }

    /// The entry that takes one thing and gives another.
    fn between(&self, chain: &Chain, takes: &str, gives: &str) -> Option<&'a str> {
        let bridges =
            |entry: &&Entry| said(entry, &chain.takes) == Some(takes) && said(entry, &chain.gives) == Some(gives);
        self.members.entries.iter().find(bridges).map(|entry| entry.key.as_str())
    }

    /// Names the entries that would fit.
    fn fitting(&self, broken: Diagnostic, pointer: &str, wanted: &str, verb: &str) -> Diagnostic {
        /// A list longer than this is no help.
        const MOST: usize = 5;
        let fits = self.members.entries.iter().filter(|entry| said(entry, pointer) == Some(wanted));
        let fits: Vec<String> = fits.map(|entry| format!("`{}`", entry.key)).collect();
        let (noun, nouns) = (self.members.kind.noun(), self.members.kind.nouns());
        match &fits[..] {
            [] => broken.note(format!("no {noun} {verb}s `{wanted}`")),
            [one] => broken.help(format!("use {one}, which {verb}s `{wanted}`")),
            several if several.len() > MOST => broken.note(format!("{} {nouns} {verb} `{wanted}`", several.len())),
            several => broken.help(format!("use one of {}, which {verb} `{wanted}`", several.join(", "))),
        }
    }
}

fn said<'a>(entry: &'a Entry, pointer: &str) -> Option<&'a str> {
    entry.value.pointer(pointer).and_then(Value::as_str)
}

/// What the chains of a kind begin and end with exists.
pub(super) fn check_declared(members: &Members, registry: &Registry, findings: &mut Findings) {
    let kind = &members.kind;
    for slot in kind.model.slots() {
        let Some(Link::Chain(chain)) = &slot.link else { continue };
        let named = chain.reference(&kind.model, &slot.ty).and_then(|reference| registry.get(&reference.to));
        let Some(named) = named else { continue };
        for (word, key, pointer) in [("first", &chain.first, &chain.takes), ("last", &chain.last, &chain.gives)] {
            let says = named.kind.model.chain_end(pointer).map(|end| end.says);
            let (Some(key), Some(Says::Key(reference))) = (key, says) else { continue };
            let Some(target) = registry.get(&reference.to).filter(|target| target.complete) else { continue };
            if target.find(key).is_some() {
                continue;
            }
            let span = chain.places.spans.get(word).copied().unwrap_or(kind.block_span);
            let message = format!("there is no {} `{key}`", target.kind.noun());
            let finding = Diagnostic::new(Code::UnknownReference, kind.file.at(span), message)
                .path(format!("{}/{word}", chain.places.at));
            let keys = target.entries.iter().map(|entry| entry.key.as_str());
            findings.push(match nearest(key, keys) {
                Some(near) => finding.help(format!("did you mean `{near}`?")),
                None => finding.help(format!("see the {} of the kind `{}`", target.kind.nouns(), target.kind.id)),
            });
        }
    }
}
