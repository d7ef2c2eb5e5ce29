//! All edits of a change, by text and document, and what becomes of the texts.

use std::collections::BTreeMap;

use source::{Code, Diagnostic, Findings, Place, Span, Text};
use yaml::edit::{self, Edit, Reason, Refused};

use super::NewText;
use crate::entries::Entry;

/// The edits of a change.
#[derive(Debug, Default)]
pub(super) struct Edits {
    /// The texts that are edited, by path.
    texts: BTreeMap<String, Edited>,
    /// New files with their texts.
    created: BTreeMap<String, Text>,
    /// Files that go.
    deleted: BTreeMap<String, Text>,
    /// Files that get another path.
    moved: BTreeMap<String, String>,
}

#[derive(Debug)]
struct Edited {
    text: Text,
    /// By document. Each list is made in its order, and each pointer means what the edits before it left.
    documents: BTreeMap<usize, Vec<Edit>>,
    /// The entry to point at where all of it is refused.
    place: Span,
}

impl Edits {
    /// Edits a document of a text; `place` is what it is about.
    pub(super) fn edit(&mut self, text: &Text, document: usize, place: Span, edit: Edit) {
        let new = || Edited { text: text.clone(), documents: BTreeMap::new(), place };
        let edited = self.texts.entry(text.name().to_owned()).or_insert_with(new);
        edited.documents.entry(document).or_default().push(edit);
    }

    /// Edits the document of an entry.
    pub(super) fn of_entry(&mut self, entry: &Entry, edit: Edit) {
        self.edit(&entry.file, entry.document, entry.key_span, edit);
    }

    /// Makes a file.
    pub(super) fn create(&mut self, path: &str, content: String) {
        self.created.insert(path.to_owned(), Text::new(path, content));
    }

    /// Deletes a file.
    pub(super) fn delete(&mut self, text: &Text) {
        self.deleted.insert(text.name().to_owned(), text.clone());
    }

    /// Gives a file another path.
    pub(super) fn rename(&mut self, from: &str, to: String) {
        self.moved.insert(from.to_owned(), to);
    }

    /// All texts that are no longer what they were, or are new.
    pub(super) fn touched(&self) -> impl Iterator<Item = &Text> {
        let edited = self.texts.values().map(|edited| &edited.text);
        edited.chain(self.created.values()).chain(self.deleted.values())
    }

    /// Where in one of these texts the change takes place.
    pub(super) fn place_in(&self, text: &Text) -> Place {
        text.at(self.texts.get(text.name()).map_or_else(Span::default, |edited| edited.place))
    }

    /// The new texts, sorted by path; each that cannot be edited is a finding.
    pub(super) fn make(self) -> Result<Vec<NewText>, Findings> {
        let mut findings = Findings::new();
        let mut made = Vec::new();
        for (path, text) in self.created {
            made.push(NewText { path, old: None, new: Some(text.content().to_owned()) });
        }
        for (path, text) in self.deleted {
            made.push(NewText { path, old: Some(text.content().to_owned()), new: None });
        }
        for (path, edited) in self.texts {
            let old = edited.text.content().to_owned();
            let about = edited.about();
            match edited.make() {
                Ok(new) => made.extend(changed(path, old, new, &self.moved)),
                Err(refused) => findings.push(unsafe_edit(&refused, about)),
            }
        }
        made.sort_by(|a, b| a.path.cmp(&b.path));
        if findings.is_empty() { Ok(made) } else { Err(findings) }
    }
}

impl Edited {
    /// The entry that all of it is about, where it is about one.
    fn about(&self) -> Option<Place> {
        // What is moved has been edited before.
        let edits = self.documents.values().flatten().filter(|edit| !matches!(edit, Edit::Move { .. })).count();
        (edits == 1 && self.place != Span::default()).then(|| self.text.at(self.place))
    }

    fn make(self) -> Result<String, Refused> {
        let mut text = self.text;
        for (document, edits) in self.documents {
            text = Text::new(text.name(), edit::apply_in(&text, document, &edits)?);
        }
        Ok(text.content().to_owned())
    }
}

/// What becomes of a file; nothing where its text is the same.
fn changed(path: String, old: String, new: String, moved: &BTreeMap<String, String>) -> Vec<NewText> {
    match moved.get(&path) {
        Some(to) => {
            vec![NewText { path: to.clone(), old: None, new: Some(new) }, NewText { path, old: Some(old), new: None }]
        }
        None if old == new => Vec::new(),
        None => vec![NewText { path, old: Some(old), new: Some(new) }],
    }
}

/// Why a text is not edited, as a finding.
fn unsafe_edit(refused: &Refused, about: Option<Place>) -> Diagnostic {
    let message = format!("this file cannot be changed safely: {}", refused.reason);
    let mut finding = Diagnostic::new(Code::UnsafeEdit, refused.place.clone(), message);
    // What is written elsewhere says nothing of where it was to change.
    if let (Some(about), Reason::Alias | Reason::Merged | Reason::Early) = (about, &refused.reason) {
        finding = finding.also(about, "this was to change");
    }
    match &refused.reason {
        Reason::Unreadable(_) => finding.help("mend what is wrong with the file first"),
        Reason::Shared => finding.help("write the value out in place of the aliases, then try again"),
        Reason::Alias | Reason::Early => finding.help("write the value out in place of the alias, then try again"),
        Reason::Merged => finding.help("write the property out beside the merge key, then try again"),
        Reason::Depth => finding.help("nest the value less deeply"),
        Reason::NoDocument(_)
        | Reason::Nowhere(_)
        | Reason::NoCollection(_)
        | Reason::Misfit(_)
        | Reason::Index(_)
        | Reason::Taken(_)
        | Reason::Root
        | Reason::NoKey
        | Reason::Tag(_)
        | Reason::Key
        | Reason::Unsafe => finding.help("change the file by hand"),
    }
}
