//! `add`: entries are put in at their sorted places, or take the place of those that have their keys.

use std::collections::{BTreeMap, HashMap};

use serde_json::{Map, Value, json};
use source::{Code, Diagnostic, EntryName, Findings, Span, Text};
use yaml::edit::{self, At, By, Edit, Sorted, sorted_place};
use yaml::{Document, Limits, Node, Pointer};

use super::given::{self, Given};
use super::home::{self, Home};
use super::{Deed, Done, Misuse, Scene, Work, ambiguous};
use crate::entries::Entry;
use crate::files::{Files, Found};
use crate::kinds::{Kind, Layout};
use crate::own_format;

/// What adding the entries of these texts takes.
pub(super) fn work<F: Files>(scene: &Scene<'_, F>, texts: &[Text], file: Option<&str>) -> Result<Work, Misuse> {
    let mut work = Work::default();
    let kind = scene.kind();
    let number = scene.before.registry.members.iter().position(|members| members.kind.id == kind.id);
    let all = given::read(texts, number.unwrap_or_default(), kind, &mut work.findings);
    if work.findings.has_errors() {
        return Ok(work);
    }
    if all.is_empty() {
        return Err(Misuse::new(format!("there is no {} to add", kind.noun())));
    }
    let home = Home::of(scene)?;
    let chosen = file.map(|file| home.chosen(file)).transpose()?;
    let mut parsed = Parsed::default();
    let mut new = Vec::new();
    for given in &all {
        let Some(index) = scene.members.find(&given.key) else {
            new.push(given);
            continue;
        };
        let entry = &scene.members.entries[index];
        refuse_other_file(kind, entry, chosen.as_deref())?;
        work.findings.extend(ambiguous(scene, entry));
        let deed = if parsed.value(entry).as_ref() == Some(&given.value) { Deed::Unchanged } else { Deed::Updated };
        if deed == Deed::Updated {
            work.edits.of_entry(entry, Edit::Set { at: entry.at.clone(), value: given.value.clone() });
        }
        work.done.push(done(kind, given, deed));
    }
    let unseen =
        new.first().and_then(|given| home.unseen(&scene.before.findings, &given.key, given.text.at(given.key_span)));
    if let Some(unseen) = unseen {
        work.findings.push(unseen);
        return Ok(work);
    }
    match kind.block.layout {
        Layout::Document => in_files_of_their_own(scene, &home, &new, chosen.as_deref(), &mut work)?,
        Layout::List | Layout::Map if new.is_empty() => {}
        Layout::List | Layout::Map => in_one_file(scene, &home, &new, chosen.as_deref(), &mut work)?,
    }
    work.done.extend(new.iter().map(|given| done(kind, given, Deed::Added)));
    work.done.sort_by(|a, b| a.entry.key.cmp(&b.entry.key));
    work.given = all;
    Ok(work)
}

fn done(kind: &Kind, given: &Given, deed: Deed) -> Done {
    let entry = EntryName { kind: kind.id.clone(), key: given.key.clone() };
    Done { entry, deed, place: given.text.at(given.key_span) }
}

fn refuse_other_file(kind: &Kind, entry: &Entry, chosen: Option<&str>) -> Result<(), Misuse> {
    let here = entry.file.name();
    if chosen.is_none_or(|chosen| chosen == here) {
        return Ok(());
    }
    let message = format!("the {} `{}` is in `{here}` already", kind.noun(), entry.key);
    Err(Misuse::new(message).help("leave `--file` out to change it there"))
}

/// The documents of files, each read once.
#[derive(Default)]
pub(super) struct Parsed(HashMap<String, Vec<Document>>);

impl Parsed {
    /// The documents of a text that has been read before, with its mistakes.
    pub(super) fn documents(&mut self, text: &Text) -> &[Document] {
        let parse = || yaml::parse(text, &Limits::default(), &mut Findings::new());
        self.0.entry(text.name().to_owned()).or_insert_with(parse)
    }

    /// An entry as it is written.
    pub(super) fn node(&mut self, entry: &Entry) -> Option<&Node> {
        self.documents(&entry.file).get(entry.document)?.root.at(&entry.at)
    }

    /// The same, without places.
    pub(super) fn value(&mut self, entry: &Entry) -> Option<Value> {
        self.node(entry).map(Node::to_json)
    }
}

/// `layout: document`: each entry in a new file.
fn in_files_of_their_own<F: Files>(
    scene: &Scene<'_, F>,
    home: &Home<'_, F>,
    new: &[&Given],
    chosen: Option<&str>,
    work: &mut Work,
) -> Result<(), Misuse> {
    let kind = scene.kind();
    let mut paths: BTreeMap<String, &str> = BTreeMap::new();
    for given in new {
        let Some(at) = one_place(kind, &mut work.findings) else { return Ok(()) };
        let path = home.of_document(&given.key, chosen)?;
        if let Some(other) = paths.insert(path.to_ascii_lowercase(), &given.key) {
            let message = format!("`{other}` and `{}` belong into one file, `{path}`", given.key);
            return Err(Misuse::new(message).help("add them one by one, with `--file`"));
        }
        let value = nested(&at, given.value.clone());
        work.edits.create(&path, home::header(scene.project, kind, &path) + &edit::render(&value));
    }
    Ok(())
}

/// The one place in a file where entries lie; a finding where there may be several.
fn one_place(kind: &Kind, findings: &mut Findings) -> Option<Pointer> {
    let one = match kind.block.at.as_slice() {
        [one] => one.parse::<Pointer>().ok(),
        _ => None,
    };
    let one = one.filter(|pointer| pointer.segments().iter().all(|segment| segment != "*"));
    if one.is_none() {
        let message = format!("a new {} can only be placed by hand: they lie at several places of a file", kind.noun());
        let finding = Diagnostic::new(Code::UnsafeEdit, kind.place_of("at"), message);
        let help =
            format!("write it where it belongs in `{}`; `add` and `set` change it from then on", kind.block.entries);
        findings.push(finding.path("/x-registry/at").help(help));
    }
    one
}

/// A value below the mappings that a pointer leads through.
fn nested(at: &Pointer, value: Value) -> Value {
    let around = |inner, segment: &String| Value::Object(Map::from_iter([(segment.clone(), inner)]));
    at.segments().iter().rev().fold(value, around)
}

/// `layout: list` and `layout: map`: all entries in one file.
fn in_one_file<F: Files>(
    scene: &Scene<'_, F>,
    home: &Home<'_, F>,
    new: &[&Given],
    chosen: Option<&str>,
    work: &mut Work,
) -> Result<(), Misuse> {
    let kind = scene.kind();
    let Some(at) = one_place(kind, &mut work.findings) else { return Ok(()) };
    let path = home.of_list(chosen)?;
    if scene.files.what_is(&path) != Found::File {
        let value = nested(&at, collection(kind, new));
        work.edits.create(&path, home::header(scene.project, kind, &path) + &edit::render(&value));
        return Ok(());
    }
    let Some(text) = own_format::read(scene.files, &path, &mut work.findings) else { return Ok(()) };
    let documents = yaml::parse(&text, &Limits::default(), &mut Findings::new());
    let mut by_document: BTreeMap<usize, Vec<&Given>> = BTreeMap::new();
    for given in new {
        by_document.entry(document_of(&documents, &at, kind, given)).or_default().push(given);
    }
    for (number, new) in by_document {
        let root = documents.get(number).map(|document| &document.root);
        for edit in insertions(root, &at, kind, &new) {
            work.edits.edit(&text, number, Span::default(), edit);
        }
    }
    Ok(())
}

/// By what the entries of a kind are in order.
fn order(kind: &Kind, value: &Value) -> By {
    let keys = kind.block.key_properties();
    let own = keys.into_iter().find(|property| value.get(property).is_some());
    own.map_or(By::Itself, By::Property)
}

/// The document of a file that a new entry belongs into: the first that has a greater key, or the last.
fn document_of(documents: &[Document], at: &Pointer, kind: &Kind, given: &Given) -> usize {
    let by = order(kind, &given.value);
    let mut last = 0;
    for (number, document) in documents.iter().enumerate() {
        let Some(collection) = document.root.at(at) else { continue };
        let count = collection
            .as_sequence()
            .map_or_else(|| collection.as_mapping().map_or(0, yaml::Mapping::len), <[Node]>::len);
        last = number;
        if matches!(sorted_place(collection, &by, &given.key), Some(Sorted::At(place)) if place < count) {
            return number;
        }
    }
    last
}

/// The edits that put entries into a document.
fn insertions(root: Option<&Node>, at: &Pointer, kind: &Kind, new: &[&Given]) -> Vec<Edit> {
    let mut known = Pointer::root();
    for segment in at.segments() {
        let next = known.join(segment);
        if root.and_then(|root| root.at(&next)).is_none() {
            let below: Pointer = at.segments().iter().skip(next.segments().len()).collect();
            return vec![Edit::Set { at: next, value: nested(&below, collection(kind, new)) }];
        }
        known = next;
    }
    let insert = |given: &&Given| {
        let entry = match kind.block.layout {
            Layout::Map => edit::Entry::Pair(given.key.clone(), given.value.clone()),
            Layout::List | Layout::Document => edit::Entry::Item(given.value.clone()),
        };
        Edit::Insert { into: at.clone(), at: At::Sorted(order(kind, &given.value)), entry }
    };
    new.iter().map(insert).collect()
}

/// New entries as a collection, sorted by key.
fn collection(kind: &Kind, new: &[&Given]) -> Value {
    let mut sorted = new.to_vec();
    sorted.sort_by(|a, b| a.key.cmp(&b.key));
    let values = sorted.iter().map(|given| (given.key.clone(), given.value.clone()));
    match kind.block.layout {
        Layout::Map => Value::Object(values.collect()),
        Layout::List | Layout::Document => json!(values.map(|(_, value)| value).collect::<Vec<_>>()),
    }
}
