//! Changes of definitions: files and a request → the new texts, and what they would cause.
//!
//! 1. `given` reads the entries that an `add` brings, and checks each against its kind.
//! 2. `add`, `set`, `rename` and `remove` say what is to be edited; `home` where a new entry belongs.
//! 3. `edits` makes the edits, each text at once.
//! 4. `overlay` lays the new texts over the files, and the whole project is checked once more.
//! 5. `blame` tells what the change causes from what was there before. Only errors that it causes
//!    stand in its way.
//!
//! Nothing is written here: an [`Outcome`] holds texts, and who writes them decides when.

mod given;

mod add;
mod remove;
mod rename;
mod set;

mod home;
mod references;

mod edits;
mod overlay;

mod blame;

mod diff;

use source::{Code, Diagnostic, EntryName, Findings, Place, Severity, Text};

pub use diff::diff;
pub use overlay::Overlay;
pub use set::{Assignment, assignment, property};

use crate::entries::Entry;
use crate::files::Files;
use crate::kinds::Kind;
use crate::pipeline;
use crate::project::Project;
use crate::registry::Members;
use crate::{Compiled, Settings};

use self::edits::Edits;
use self::given::Given;

/// What is to change.
#[derive(Clone, Debug)]
pub struct Request {
    /// The kind, by its full name.
    pub kind: String,
    /// What is to be done with its entries.
    pub action: Action,
    /// Whether rules may stand in the way.
    pub rules: Rules,
    /// What the checks before and after are told.
    pub settings: Settings,
}

/// What is to be done.
#[derive(Clone, Debug)]
pub enum Action {
    /// Entries are put in, or take the place of those that have their keys.
    Add {
        /// The entries: a mapping is one and a sequence several; with `layout: map`, a mapping from key
        /// to entry.
        given: Vec<Text>,
        /// The file that new ones go to, where the kind leaves a choice.
        file: Option<String>,
    },
    /// Properties of an entry get other values.
    Set {
        /// The entry.
        key: String,
        /// The properties.
        assignments: Vec<Assignment>,
    },
    /// An entry gets another key, and every reference to it with it.
    Rename {
        /// The old key.
        from: String,
        /// The new one.
        to: String,
    },
    /// An entry goes.
    Remove {
        /// Which.
        key: String,
    },
}

/// Whether rules across entries may stand in the way of a change. Schemas and references always may.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rules {
    /// They may.
    Block,
    /// What they find is shown only.
    Show,
}

/// What came of a request.
#[derive(Debug)]
pub struct Outcome {
    /// The files of definitions as they are to be, sorted by path; those that stay are not among them.
    pub texts: Vec<NewText>,
    /// What is done to entries, in the order of their keys.
    pub done: Vec<Done>,
    /// What stands in the way, and what else the change would cause.
    pub caused: Findings,
    /// What was there before, and is there still.
    pub earlier: Findings,
    /// The project after the change; `None` where it did not come to that.
    pub after: Option<Compiled>,
    /// Whether the change must not be made.
    pub refused: bool,
}

/// A file of definitions that changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewText {
    /// The file, relative to the root.
    pub path: String,
    /// What it holds; `None` where there is no such file.
    pub old: Option<String>,
    /// What it is to hold; `None` where it goes.
    pub new: Option<String>,
}

/// What is done to an entry.
#[derive(Clone, Debug, PartialEq)]
pub struct Done {
    /// The entry; after a rename, by its old key.
    pub entry: EntryName,
    /// What.
    pub deed: Deed,
    /// Where it stands, or stood.
    pub place: Place,
}

/// What is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deed {
    /// It is new.
    Added,
    /// It has another value.
    Updated,
    /// It has the value already.
    Unchanged,
    /// It has another key.
    Renamed {
        /// The new key.
        to: String,
        /// How many references were renamed with it.
        references: usize,
    },
    /// It is gone.
    Removed,
}

/// A request that means nothing in this project: the caller's words are wrong, not a definition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misuse {
    /// What is wrong.
    pub message: String,
    /// What a reader needs to know.
    pub notes: Vec<String>,
    /// What to do.
    pub help: Vec<String>,
}

impl Misuse {
    fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), notes: Vec::new(), help: Vec::new() }
    }

    fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }
}

/// What a request is to be carried out on.
struct Scene<'a, F> {
    files: &'a F,
    before: &'a Compiled,
    project: &'a Project,
    members: &'a Members,
}

impl<'a, F> Scene<'a, F> {
    fn kind(&self) -> &'a Kind {
        &self.members.kind
    }

    /// The entry of a key.
    fn entry(&self, key: &str) -> Result<&'a Entry, Misuse> {
        if let Some(index) = self.members.find(key) {
            return Ok(&self.members.entries[index]);
        }
        let keys = self.members.entries.iter().map(|entry| entry.key.as_str());
        let misuse = Misuse::new(format!("there is no {} `{key}`", self.kind().noun()));
        Err(match source::nearest(key, keys) {
            Some(near) => misuse.help(format!("did you mean `{near}`?")),
            None => misuse.help(format!("`{} list {}` lists them all", self.project.command, self.kind().id)),
        })
    }
}

/// Why a key does not say which entry is meant: it names two, which is an error of its own.
fn ambiguous<F>(scene: &Scene<'_, F>, entry: &Entry) -> Option<Diagnostic> {
    let nouns = scene.kind().nouns();
    let said = format!("two {nouns} have the key `{}`", entry.key);
    let two =
        scene.before.findings.iter().find(|finding| finding.code == Code::DuplicateKey && finding.message == said)?;
    let message = format!("which of two {nouns} is meant by `{}` cannot be told", entry.key);
    let finding = Diagnostic::new(Code::UnsafeEdit, two.primary.place.clone(), message);
    let others = two.secondary.iter().map(|label| label.place.clone());
    let finding = others.fold(finding, |finding, other| finding.also(other, "the other one"));
    Some(finding.help("rename or remove one of them by hand"))
}

/// What is to be edited, and what is said of it.
#[derive(Default)]
struct Work {
    edits: Edits,
    done: Vec<Done>,
    given: Vec<Given>,
    /// Why it cannot be done.
    findings: Findings,
}

/// Works out what a request does to a project; `before` is the check of these files.
///
/// The project is checked as it would be afterwards, so nothing that is wrong with the result escapes.
///
/// # Errors
/// The request means nothing here: there is no such kind, entry or property, or it leaves a choice open.
pub fn change<F: Files>(files: &F, path: &str, before: &Compiled, request: &Request) -> Result<Outcome, Misuse> {
    let members = before.registry.get(&request.kind);
    let (Some(project), Some(members)) = (&before.project, members) else {
        return Err(Misuse::new(format!("there is no kind `{}`", request.kind)));
    };
    let scene = Scene { files, before, project, members };
    let mut work = match &request.action {
        Action::Add { given, file } => add::work(&scene, given, file.as_deref())?,
        Action::Set { key, assignments } => set::work(&scene, key, assignments)?,
        Action::Rename { from, to } => rename::work(&scene, from, to)?,
        Action::Remove { key } => remove::work(&scene, key)?,
    };
    work.findings.extend(outside(&scene, &work.edits));
    let mut outcome = Outcome {
        texts: Vec::new(),
        done: work.done,
        caused: work.findings,
        earlier: Findings::new(),
        after: None,
        refused: false,
    };
    if !outcome.caused.has_errors() {
        match work.edits.make() {
            Ok(texts) => outcome.texts = texts,
            Err(refused) => outcome.caused.append(refused),
        }
    }
    if outcome.caused.has_errors() {
        outcome.refuse(before);
        return Ok(outcome);
    }
    let overlay = Overlay::new(files, &outcome.texts);
    let after = pipeline::check(&overlay, path, request.settings);
    let compared = blame::compare(before, &after, &outcome.texts, request, &outcome.done);
    outcome.caused.append(compared.caused);
    outcome.caused.extend(swept_along(before, &after, &outcome.done));
    outcome.refused = outcome.caused.iter().any(|finding| blocks(finding, request.rules));
    lost(&mut outcome, &after);
    if outcome.refused {
        blame::say(&mut outcome.caused, &outcome.texts, &request.kind, &work.given, &after);
        outcome.refuse(before);
    } else {
        outcome.earlier = compared.earlier;
        outcome.after = Some(after);
    }
    Ok(outcome)
}

impl Outcome {
    /// Nothing is to be written; what was there before is said as it stands on disk.
    fn refuse(&mut self, before: &Compiled) {
        self.refused = true;
        self.earlier = before.findings.clone();
        self.caused.sort();
    }
}

/// Whether a finding stands in the way.
fn blocks(finding: &Diagnostic, rules: Rules) -> bool {
    let of_rules = matches!(finding.code, Code::RuleViolation | Code::InvalidRule | Code::IdleRule | Code::BrokenRule);
    finding.severity == Severity::Error && !(of_rules && rules == Rules::Show)
}

/// Files that Rollbook only reads, because they lie in a content folder outside of the project.
fn outside<F>(scene: &Scene<'_, F>, edits: &Edits) -> Vec<Diagnostic> {
    let read_only = edits.touched().filter_map(|text| Some((text, text.name().strip_prefix('$')?.split('/').next()?)));
    let finding = |(text, folder): (&Text, &str)| {
        let place = edits.place_in(text);
        let message = format!("`{}` lies outside the project, and is only read", text.name());
        Diagnostic::new(Code::OutsidePath, place, message)
            .note(format!("the entries of `{}` come from the folder that `{folder}` names", scene.kind().id))
            .help("change it where that folder is kept")
    };
    read_only.map(finding).collect()
}

/// Entries that nobody spoke of and that would be gone, because they stand inside of one that changes.
fn swept_along(before: &Compiled, after: &Compiled, done: &[Done]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for members in &before.registry.members {
        let kind = &members.kind;
        // A kind that is gone altogether has errors of its own.
        let Some(now) = after.registry.get(&kind.id) else { continue };
        let is_meant =
            |entry: &Entry| done.iter().any(|done| done.entry.kind == kind.id && done.entry.key == entry.key);
        for entry in members.entries.iter().filter(|entry| now.find(&entry.key).is_none() && !is_meant(entry)) {
            let message =
                format!("the {} `{}` would go too, as it stands inside of what changes", kind.noun(), entry.key);
            let finding = Diagnostic::new(Code::UnsafeEdit, entry.place(), message).entry(&kind.id, &entry.key);
            found.push(finding.help(format!("rename or remove the {} by itself first", kind.noun())));
        }
    }
    found
}

/// Says where entries stand now; one that was written where nobody reads it stands in the way.
fn lost(outcome: &mut Outcome, after: &Compiled) {
    for done in &mut outcome.done {
        let key = match &done.deed {
            Deed::Added | Deed::Updated | Deed::Unchanged => &done.entry.key,
            Deed::Renamed { to, .. } => to,
            Deed::Removed => continue,
        };
        let members = after.registry.get(&done.entry.kind);
        let found = members.and_then(|members| Some(&members.entries[members.find(key)?]));
        match found {
            Some(entry) => done.place = entry.place(),
            None if outcome.refused => {}
            None => {
                let message = format!("`{key}` would not be found where it would be written");
                outcome.caused.push(Diagnostic::new(Code::UnsafeEdit, done.place.clone(), message));
                outcome.refused = true;
            }
        }
    }
}
