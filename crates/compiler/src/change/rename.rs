//! `rename`: an entry gets another key, every reference to it does, and the file that is called by its key.
//! Where its list was in order, it stays in order.

use source::{Code, Diagnostic, EntryName, Findings, Text};
use yaml::Pointer;
use yaml::edit::{At, By, Edit, Sorted, sorted_place};

use super::add::Parsed;
use super::home::{self, Home};
use super::{Deed, Done, Misuse, Scene, Work, ambiguous, references};
use crate::entries::Entry;
use crate::files::{self, Files};
use crate::kinds::Layout;

/// What renaming an entry takes.
pub(super) fn work<F: Files>(scene: &Scene<'_, F>, from: &str, to: &str) -> Result<Work, Misuse> {
    let entry = scene.entry(from)?;
    let kind = scene.kind();
    let name = EntryName { kind: kind.id.clone(), key: from.to_owned() };
    let mut work = Work::default();
    if from == to {
        work.done.push(Done { entry: name, deed: Deed::Unchanged, place: entry.place() });
        return Ok(work);
    }
    if let Some(index) = scene.members.find(to) {
        let message = format!("there is {} `{to}` already", kind.a_noun());
        let other = &scene.members.entries[index];
        let finding = Diagnostic::new(Code::DuplicateKey, other.place(), message).path(other.at.to_string());
        work.findings.push(finding.also(entry.place(), "would be the second").help("take another key"));
        return Ok(work);
    }
    if to.is_empty() {
        return Err(Misuse::new(format!("the new key of the {} is empty", kind.noun())));
    }
    work.findings.extend(ambiguous(scene, entry));
    let taken = Home::of(scene)?.unseen(&scene.before.findings, to, entry.place());
    if let Some(unseen) = taken.or_else(|| references::unseen(scene, entry)) {
        work.findings.push(unseen);
        return Ok(work);
    }
    let mut parsed = Parsed::default();
    let references = references::to(&scene.before.registry, &kind.id, from, &mut parsed);
    let count = references.len();
    for place in references {
        let value = to.into();
        work.edits.edit(&place.text, place.document, place.span, Edit::Set { at: place.at, value });
    }
    for renamed in kind.renamed.iter().filter(|renamed| renamed.to == from) {
        let at = Pointer::root().join("x-registry").join("renamed").join(&renamed.from);
        work.edits.edit(&kind.file, 0, renamed.to_span, Edit::Set { at, value: to.into() });
    }
    // The key comes after them: with `layout: map` it is part of every pointer into the entry.
    work.edits.of_entry(entry, key_edit(scene, entry, to, &mut parsed));
    if let Some(edit) = move_edit(scene, entry, to, &mut parsed) {
        work.edits.of_entry(entry, edit);
    }
    if kind.block.layout == Layout::Document {
        rename_file(scene, entry, to, &mut parsed, &mut work)?;
    }
    work.done.push(Done {
        entry: name,
        deed: Deed::Renamed { to: to.to_owned(), references: count },
        place: entry.place(),
    });
    Ok(work)
}

/// The property of an entry that is its key, if it is not that of its pair.
fn key_property<F>(scene: &Scene<'_, F>, entry: &Entry, parsed: &mut Parsed) -> Option<String> {
    let properties = scene.kind().block.key_properties();
    let node = parsed.node(entry)?;
    properties.into_iter().find(|property| node.get(property).is_some())
}

fn key_edit<F>(scene: &Scene<'_, F>, entry: &Entry, to: &str, parsed: &mut Parsed) -> Edit {
    match key_property(scene, entry, parsed) {
        Some(property) => Edit::Set { at: entry.at.join(property), value: to.into() },
        None => Edit::Rename { at: entry.at.clone(), key: to.to_owned() },
    }
}

/// Takes the entry to its sorted place, where all entries around it were in order.
fn move_edit<F>(scene: &Scene<'_, F>, entry: &Entry, to: &str, parsed: &mut Parsed) -> Option<Edit> {
    if scene.kind().block.layout == Layout::Document {
        return None;
    }
    let around = entry.at.parent()?;
    let property = key_property(scene, entry, parsed);
    let at = if property.is_some() { entry.at.clone() } else { around.join(to) };
    let by = property.map_or(By::Itself, By::Property);
    let root = &parsed.documents(&entry.file).get(entry.document)?.root;
    let was_sorted = matches!(sorted_place(root.at(&around)?, &by, &entry.key), Some(Sorted::At(_)));
    was_sorted.then(|| Edit::Move { at, to: At::Sorted(by) })
}

/// A file that is called by the old key is called by the new one.
fn rename_file<F: Files>(
    scene: &Scene<'_, F>,
    entry: &Entry,
    to: &str,
    parsed: &mut Parsed,
    work: &mut Work,
) -> Result<(), Misuse> {
    let path = entry.file.name();
    let name = path.rsplit('/').next().unwrap_or(path);
    let ending = home::stem(&entry.key).and_then(|stem| name.strip_prefix(stem.as_str()));
    let Some(ending) = ending.filter(|ending| ending.starts_with('.')) else { return Ok(()) };
    if parsed.documents(&entry.file).len() > 1 {
        return Ok(());
    }
    let Some(stem) = home::stem(to) else { return Ok(()) };
    let folder = files::parent(path);
    let new = if folder.is_empty() { format!("{stem}{ending}") } else { format!("{folder}/{stem}{ending}") };
    // Names that differ in case only are one file on some machines, so the file keeps its own.
    if new.eq_ignore_ascii_case(path) {
        return Ok(());
    }
    if let Some(taken) = Home::of(scene)?.taken(&new) {
        let place = Text::new(taken.as_str(), "").at(source::Span::default());
        let message = format!("`{path}` would become `{new}`, but there is `{taken}` already");
        let mut findings = Findings::new();
        findings.push(Diagnostic::new(Code::UnsafeEdit, place, message).help(format!("move `{taken}` away")));
        work.findings.append(findings);
        return Ok(());
    }
    work.edits.rename(path, new);
    Ok(())
}
