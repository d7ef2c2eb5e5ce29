//! Checks chains: lists whose items name entries, each of which takes what the one before it gives.

use serde_json::Value;
use source::{Code, Diagnostic, Findings};

use super::Members;
use crate::entries::{ChainItem, Entry};
use crate::profile::Chain;

/// Reports each item of a chain that does not fit the one before it, and ends that are not as the kind says.
pub(super) fn check(entry: &Entry, chain: &Chain, items: &[ChainItem], members: &Members, findings: &mut Findings) {
    let ends = |item: &ChainItem, pointer: &str| -> Option<String> {
        // An entry that does not exist, or has a mistake, has been reported.
        let value = &members.entries[members.find(&item.key)?].value;
        value.pointer(pointer).and_then(Value::as_str).map(str::to_owned)
    };
    let noun = members.kind.noun();
    for (place, item) in items.iter().enumerate() {
        let finding =
            |message| Diagnostic::new(Code::BrokenChain, entry.file.at(item.span), message).path(item.at.to_string());
        let before = place.checked_sub(1).map(|before| &items[before]).filter(|before| before.index + 1 == item.index);
        let takes = ends(item, &chain.takes);
        let wanted = before.and_then(|before| Some((ends(before, &chain.gives)?, Some(before))));
        let wanted = wanted.or_else(|| Some((chain.first.clone().filter(|_| item.index == 0)?, None)));
        if let (Some(takes), Some((wanted, before))) = (&takes, &wanted)
            && takes != wanted
        {
            let given = match before {
                Some(before) => format!("but `{}` before it gives `{wanted}`", before.key),
                None => format!("but the first {noun} takes `{wanted}`"),
            };
            let mut broken = finding(format!("`{}` takes `{takes}`, {given}", item.key));
            if let Some(before) = before {
                broken = broken.also(entry.file.at(before.span), format!("gives `{wanted}`"));
            }
            findings.push(with_fitting(broken, members, &chain.takes, wanted, "take"));
        }
        let is_last = place + 1 == items.len();
        if let (Some(last), Some(gives), true) = (&chain.last, ends(item, &chain.gives), is_last)
            && gives != *last
        {
            let broken = finding(format!("`{}` gives `{gives}`, but the last {noun} gives `{last}`", item.key));
            findings.push(with_fitting(broken, members, &chain.gives, last, "give"));
        }
    }
}

/// Names the entries that would fit.
fn with_fitting(broken: Diagnostic, members: &Members, pointer: &str, wanted: &str, verb: &str) -> Diagnostic {
    /// A list longer than this is no help.
    const MOST: usize = 5;
    let fits = |entry: &&Entry| entry.value.pointer(pointer).and_then(Value::as_str) == Some(wanted);
    let fitting: Vec<String> = members.entries.iter().filter(fits).map(|entry| format!("`{}`", entry.key)).collect();
    let noun = members.kind.noun();
    match &fitting[..] {
        [] => broken.note(format!("no {noun} {verb}s `{wanted}`")),
        [one] => broken.help(format!("use {one}, which {verb}s `{wanted}`")),
        several if several.len() > MOST => {
            broken.note(format!("{} {} {verb} `{wanted}`", several.len(), members.kind.nouns()))
        }
        several => broken.help(format!("use one of {}, which {verb} `{wanted}`", several.join(", "))),
    }
}
