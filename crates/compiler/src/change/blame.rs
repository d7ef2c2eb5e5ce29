//! Tells the findings that a change causes from those that were there before.
//!
//! Findings are compared by what they say and of what, not by where: an edit moves all lines below it.

use std::collections::{BTreeMap, HashMap};

use source::{Code, Diagnostic, EntryName, Findings, Severity};
use yaml::Pointer;

use super::given::Given;
use super::{Action, Deed, Done, NewText, Request};
use crate::Compiled;
use crate::entries::Target;

/// The findings of a project after a change.
pub(super) struct Compared {
    /// Those that were not there before.
    pub(super) caused: Findings,
    /// All others.
    pub(super) earlier: Findings,
}

/// What a finding says, and of what.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Said {
    code: Code,
    rule: Option<String>,
    severity: Severity,
    file: String,
    message: String,
    entry: Option<EntryName>,
}

/// Compares the findings of two checks.
pub(super) fn compare(
    before: &Compiled,
    after: &Compiled,
    texts: &[NewText],
    request: &Request,
    done: &[Done],
) -> Compared {
    let names = Names::of(texts, request);
    let mut known: HashMap<Said, usize> = HashMap::new();
    for finding in &before.findings {
        *known.entry(names.said(finding)).or_default() += 1;
    }
    let mut compared = Compared { caused: Findings::new(), earlier: Findings::new() };
    let mut rest = Vec::new();
    for finding in &after.findings {
        let count = known.get_mut(&names.said(finding)).filter(|count| **count > 0);
        if let Some(count) = count {
            *count -= 1;
            compared.earlier.push(finding.clone());
        } else {
            rest.push(finding);
        }
    }
    known.retain(|_, count| *count > 0);
    for finding in rest {
        let was_there = still_breaks(&mut known, &names.said(finding), done) || was_unseen(before, after, finding);
        if was_there {
            compared.earlier.push(finding.clone());
        } else {
            compared.caused.push(in_words(finding, before, request));
        }
    }
    compared.earlier.sort();
    compared
}

/// Whether an entry that nobody touched broke the same rule before, in other words: where three are too
/// much alike and one goes, the others are still alike, and the finding names another pair.
fn still_breaks(known: &mut HashMap<Said, usize>, said: &Said, done: &[Done]) -> bool {
    let Said { rule: Some(rule), entry: Some(entry), .. } = said else { return false };
    let is_new_key = |deed: &Deed| matches!(deed, Deed::Renamed { to, .. } if *to == entry.key);
    let touches = |done: &Done| done.entry == *entry || (done.entry.kind == entry.kind && is_new_key(&done.deed));
    if done.iter().any(touches) {
        return false;
    }
    let is_same = |other: &&Said| other.rule.as_ref() == Some(rule) && other.entry.as_ref() == Some(entry);
    let same = known.keys().filter(is_same).find(|other| (other.code, other.severity) == (said.code, said.severity));
    let Some(same) = same.cloned() else { return false };
    known.remove(&same);
    true
}

/// What a rename changes in findings that have nothing to do with it.
struct Names<'a> {
    /// The kind, the old key and the new one.
    renamed: Option<(&'a str, &'a str, &'a str)>,
    /// The old path of a file, and the new one.
    moved: Option<(&'a str, &'a str)>,
}

impl<'a> Names<'a> {
    fn of(texts: &'a [NewText], request: &'a Request) -> Self {
        let Action::Rename { from, to } = &request.action else { return Self { renamed: None, moved: None } };
        let gone = texts.iter().find(|text| text.new.is_none());
        let made = texts.iter().find(|text| text.old.is_none());
        let moved = gone.zip(made).map(|(gone, made)| (gone.path.as_str(), made.path.as_str()));
        Self { renamed: Some((&request.kind, from, to)), moved }
    }

    fn said(&self, finding: &Diagnostic) -> Said {
        let mut message = finding.message.clone();
        let mut entry = finding.entry.clone();
        let mut file = finding.primary.place.text.name();
        if let Some((kind, from, to)) = self.renamed {
            message = message.replace(&format!("`{from}`"), &format!("`{to}`"));
            if let Some(name) = entry.as_mut().filter(|name| name.kind == kind && name.key == from) {
                to.clone_into(&mut name.key);
            }
        }
        if let Some((from, to)) = self.moved {
            message = message.replace(&format!("`{from}`"), &format!("`{to}`"));
            file = if file == from { to } else { file };
        }
        let (code, rule, severity) = (finding.code, finding.rule.clone(), finding.severity);
        Said { code, rule, severity, file: file.to_owned(), message, entry }
    }
}

/// Whether a reference led nowhere before too, and nobody could say so: while a kind has no entry, or a
/// file of it cannot be read, no reference to it is judged.
fn was_unseen(before: &Compiled, after: &Compiled, finding: &Diagnostic) -> bool {
    let (Code::UnknownReference, Some(name)) = (finding.code, &finding.entry) else { return false };
    let entry_of = |compiled: &'_ Compiled| -> Option<Vec<(String, String)>> {
        let members = compiled.registry.get(&name.kind)?;
        let entry = &members.entries[members.find(&name.key)?];
        let named = |link: &crate::entries::Linked| match &link.to {
            Target::Entry { reference, key } => Some((reference.to.clone(), key.clone())),
            Target::Doc(_) | Target::Path(_) | Target::Chain { .. } | Target::Config { .. } => None,
        };
        Some(entry.links.iter().filter_map(named).collect())
    };
    let is_here = |(to, key): &&(String, String)| {
        let noun = after.registry.get(to).map(|members| members.kind.noun());
        noun.is_some_and(|noun| finding.message == format!("there is no {noun} `{key}`"))
    };
    let now = entry_of(after).unwrap_or_default();
    let Some((to, key)) = now.iter().find(is_here) else { return false };
    let then = entry_of(before).unwrap_or_default();
    let was_named = then.iter().any(|named| named == &(to.clone(), key.clone()));
    let was_unknown = before.registry.get(to).is_none_or(|members| !members.complete && members.find(key).is_none());
    was_named && was_unknown
}

/// A finding in words that fit the request.
fn in_words(finding: &Diagnostic, before: &Compiled, request: &Request) -> Diagnostic {
    let finding = finding.clone();
    match &request.action {
        Action::Remove { key } => of_removal(finding, key, before, request),
        // What was meant as a text can be something else in YAML.
        Action::Set { .. } if finding.code == Code::WrongType && finding.message.starts_with("expected a string") => {
            let help = "a text that reads as something else goes in quotes of its own: 'PROPERTY=\"…\"'";
            Diagnostic { help: vec![help.to_owned()], ..finding }
        }
        Action::Set { .. } | Action::Add { .. } | Action::Rename { .. } => finding,
    }
}

/// A reference to an entry that is to be removed.
fn of_removal(mut finding: Diagnostic, key: &str, before: &Compiled, request: &Request) -> Diagnostic {
    let Some(kind) = before.registry.get(&request.kind).map(|members| &members.kind) else { return finding };
    let (noun, gone) = (kind.noun(), format!("there is no {} `{key}`", kind.noun()));
    if finding.code == Code::UnknownReference && finding.message == gone {
        finding.message = format!("the {noun} `{key}` is needed here, so it cannot be removed");
        finding.notes.clear();
        finding.help = vec![format!("take `{key}` out here first, or name another {noun}")];
    } else if finding.code == Code::NothingToCheck {
        finding.notes.push(format!("the {noun} `{key}` is the last, and a kind without an entry is an error"));
        finding.help = vec![format!("add another {noun} first, or remove `{}` too", kind.file.name())];
    }
    finding
}

/// Says of what a refused change would cause where it comes from: the place in what was given, or that the
/// text is not on disk.
pub(super) fn say(caused: &mut Findings, texts: &[NewText], kind: &str, given: &[Given], after: &Compiled) {
    let given: BTreeMap<&str, &Given> = given.iter().map(|given| (given.key.as_str(), given)).collect();
    for finding in caused.iter_mut() {
        let file = finding.primary.place.text.name().to_owned();
        let Some(text) = texts.iter().find(|text| text.path == file) else { continue };
        if let Some((given, below)) = in_given(finding, kind, &given, after) {
            finding.primary.place = given.place_of(&below);
            finding.path = Some(given.at.concat(&below).to_string()).filter(|path| !path.is_empty());
        } else if text.new.is_some() && finding.primary.place.text.content() != text.old.as_deref().unwrap_or_default()
        {
            finding.notes.push(format!("this is `{file}` as it would be written"));
        }
    }
}

/// Where in a given entry the mistake of a finding stands.
fn in_given<'g>(
    finding: &Diagnostic,
    kind: &str,
    given: &BTreeMap<&str, &'g Given>,
    after: &Compiled,
) -> Option<(&'g Given, Pointer)> {
    let name = finding.entry.as_ref().filter(|name| name.kind == kind)?;
    let given = given.get(name.key.as_str())?;
    let members = after.registry.get(&name.kind)?;
    let entry = &members.entries[members.find(&name.key)?];
    let path: Pointer = finding.path.as_deref().unwrap_or_default().parse().ok()?;
    let below = path.starts_with(&entry.at) && entry.file == finding.primary.place.text;
    below.then(|| (*given, path.segments().iter().skip(entry.at.segments().len()).collect()))
}
