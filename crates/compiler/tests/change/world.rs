//! The one helper: a project in memory, requests to it, and what came of them as text.

use std::fmt::Write as _;

use compiler::Settings;
use compiler::change::{self, Action, Assignment, Deed, Misuse, Outcome, Request, Rules};
use compiler::files::Memory;
use source::{Colour, Format, Text};

/// A store: items in a list, suppliers in a map, shelves in files of their own, orders in several files,
/// notes at several places of a file, and jobs whose tasks have configs.
const STORE: &str = include_str!("store.project");

/// A project in memory.
#[derive(Clone, Debug)]
pub(crate) struct World {
    pub(crate) files: Memory,
}

impl World {
    /// The store with other files laid over it.
    pub(crate) fn with(listing: &str) -> Self {
        let mut world = Self { files: Memory::from_listing(STORE) };
        for (path, content) in Memory::from_listing(listing).0 {
            world.write(&path, String::from_utf8(content).expect("listings are text"));
        }
        world
    }

    /// The store.
    pub(crate) fn new() -> Self {
        Self::with("")
    }

    pub(crate) fn write(&mut self, path: &str, content: impl Into<String>) {
        self.files.0.insert(path.to_owned(), content.into().into_bytes());
    }

    pub(crate) fn read(&self, path: &str) -> &str {
        let content = self.files.0.get(path).unwrap_or_else(|| panic!("there is no {path}"));
        std::str::from_utf8(content).expect("the project is text")
    }

    pub(crate) fn ask(&self, request: &Request) -> Result<Outcome, Misuse> {
        let before = compiler::check(&self.files, "rollbook.yaml", compiler::Settings::default());
        change::change(&self.files, "rollbook.yaml", &before, request)
    }

    /// What came of a request: what is done, what is found, and the diff.
    pub(crate) fn told(&self, request: &Request) -> String {
        match self.ask(request) {
            Ok(outcome) => told(&outcome),
            Err(misuse) => {
                let mut told = format!("misuse: {}\n", misuse.message);
                misuse.notes.iter().for_each(|note| line(&mut told, &format!("  note: {note}")));
                misuse.help.iter().for_each(|help| line(&mut told, &format!("  help: {help}")));
                told
            }
        }
    }

    /// Makes a change, which must be possible, and says what was done.
    pub(crate) fn make(&mut self, request: &Request) -> String {
        let outcome = self.ask(request).unwrap_or_else(|misuse| panic!("{}", misuse.message));
        assert!(!outcome.refused, "{}", told(&outcome));
        for text in &outcome.texts {
            match &text.new {
                Some(new) => self.write(&text.path, new.as_str()),
                None => drop(self.files.0.remove(&text.path)),
            }
        }
        done(&outcome)
    }

    /// Makes a change, and gives the text of a file after it.
    pub(crate) fn after(listing: &str, request: &Request, path: &str) -> String {
        let mut world = Self::with(listing);
        world.make(request);
        world.read(path).to_owned()
    }
}

fn line(told: &mut String, line: &str) {
    told.push_str(line);
    told.push('\n');
}

fn done(outcome: &Outcome) -> String {
    let mut told = String::new();
    for done in &outcome.done {
        let at = format!("{}:{}", done.place.text.name(), done.place.start().line);
        let key = &done.entry.key;
        // Writing to a string cannot fail.
        let _ = match &done.deed {
            Deed::Added => writeln!(told, "added {key} at {at}"),
            Deed::Updated => writeln!(told, "updated {key} at {at}"),
            Deed::Unchanged => writeln!(told, "unchanged {key} at {at}"),
            Deed::Renamed { to, references } => writeln!(told, "renamed {key} to {to} at {at}, {references} more"),
            Deed::Removed => writeln!(told, "removed {key}"),
        };
    }
    told
}

fn told(outcome: &Outcome) -> String {
    let mut told = if outcome.refused { "refused\n".to_owned() } else { done(outcome) };
    let human = |findings| source::write(findings, Format::Human, Colour::Never);
    told += &human(&outcome.caused);
    if !outcome.earlier.is_empty() {
        line(&mut told, "--- earlier");
        told += &human(&outcome.earlier);
    }
    if !outcome.refused {
        // `expect!` keeps no line of blanks, which an empty line of context is.
        let diff = change::diff(&outcome.texts);
        diff.lines().for_each(|changed| line(&mut told, changed.trim_end()));
    }
    told
}

fn request(kind: &str, action: Action) -> Request {
    Request { kind: format!("store.{kind}"), action, rules: Rules::Block, settings: Settings::default() }
}

/// `add`, of a text.
pub(crate) fn add(kind: &str, entry: &str) -> Request {
    add_to(kind, entry, None)
}

/// `add`, of several texts.
pub(crate) fn add_all(kind: &str, entries: &[&str]) -> Request {
    let given = entries.iter().map(|entry| Text::new("entry.yaml", *entry)).collect();
    request(kind, Action::Add { given, file: None })
}

/// `add --file`.
pub(crate) fn add_to(kind: &str, entry: &str, file: Option<&str>) -> Request {
    let given = vec![Text::new("entry.yaml", entry)];
    request(kind, Action::Add { given, file: file.map(str::to_owned) })
}

/// `set`, of `PROPERTY=VALUE` and, for `--unset`, `-PROPERTY`.
pub(crate) fn set(kind: &str, key: &str, words: &[&str]) -> Request {
    let assignment = |word: &&str| match word.strip_prefix('-') {
        Some(name) => Assignment { at: change::property(name).expect("it is a property"), value: None },
        None => change::assignment(word).expect("it is an assignment"),
    };
    request(kind, Action::Set { key: key.to_owned(), assignments: words.iter().map(assignment).collect() })
}

/// `rename`.
pub(crate) fn rename(kind: &str, from: &str, to: &str) -> Request {
    request(kind, Action::Rename { from: from.to_owned(), to: to.to_owned() })
}

/// `remove`.
pub(crate) fn remove(kind: &str, key: &str) -> Request {
    request(kind, Action::Remove { key: key.to_owned() })
}
