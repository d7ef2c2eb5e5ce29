//! `remove`: an entry goes, and its file where it has one of its own.
//!
//! Whether others refer to it is for the check to say: their references lead nowhere then.

use source::{Code, Diagnostic, EntryName, Span};
use yaml::edit::Edit;

use super::add::Parsed;
use super::{Deed, Done, Misuse, Scene, Work, ambiguous, references};
use crate::entries::Entry;
use crate::files::Files;
use crate::kinds::Layout;

/// What removing an entry takes.
pub(super) fn work<F: Files>(scene: &Scene<'_, F>, key: &str) -> Result<Work, Misuse> {
    let entry = scene.entry(key)?;
    let kind = scene.kind();
    let mut work = Work::default();
    work.findings.extend(ambiguous(scene, entry));
    if let Some(unseen) = references::unseen(scene, entry) {
        work.findings.push(unseen);
        return Ok(work);
    }
    match kind.block.layout {
        Layout::Document if entry.at.is_root() => match shared(scene, entry) {
            None => work.edits.delete(&entry.file),
            Some(others) => {
                let message = format!("`{}` cannot be deleted: it holds {others} too", entry.file.name());
                let finding = Diagnostic::new(Code::UnsafeEdit, entry.place(), message);
                work.findings.push(finding.help(format!("take the document of `{key}` out of the file by hand")));
            }
        },
        Layout::Document | Layout::List | Layout::Map => {
            work.edits.of_entry(entry, Edit::Remove { at: entry.at.clone() });
        }
    }
    let name = EntryName { kind: kind.id.clone(), key: key.to_owned() };
    // The place says which file; a line of it is gone.
    let place = entry.file.at(Span { end: entry.key_span.end, start: entry.key_span.start });
    work.done.push(Done { entry: name, deed: Deed::Removed, place });
    Ok(work)
}

/// What else the file of an entry holds.
fn shared<F>(scene: &Scene<'_, F>, entry: &Entry) -> Option<String> {
    if Parsed::default().documents(&entry.file).len() > 1 {
        return Some("other documents".to_owned());
    }
    let others =
        scene.before.registry.members.iter().flat_map(|members| members.entries.iter().map(move |e| (members, e)));
    let mut others = others.filter(|(_, other)| other.file.name() == entry.file.name());
    let other = others.find(|(members, other)| (&members.kind.id, &other.key) != (&scene.kind().id, &entry.key));
    other.map(|(members, other)| format!("the {} `{}`", members.kind.noun(), other.key))
}
