//! What a write is about to do, written down so that another process can finish or undo it.
//!
//! A journal lies in the state folder and has two names, one after the other: `write.begun` while temporary
//! files are written, `write.decided` while they are renamed. The rename from one to the other decides.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_128;

use super::{Safety, WriteError};
use crate::files::{Disk, MAX_READ, STATE};
use crate::plan::{Action, Change};

/// The name of a journal while nothing is decided.
pub(super) const BEGUN: &str = "write.begun";

/// Its name from then on.
pub(super) const DECIDED: &str = "write.decided";

/// A journal on disk.
#[derive(Debug)]
pub(super) struct Journal {
    folder: PathBuf,
    name: &'static str,
}

impl Journal {
    /// Writes a journal that decides nothing.
    ///
    /// # Errors
    /// The state folder cannot be used.
    pub(super) fn begin(disk: &Disk, writer: u32, changes: &[Change], safety: Safety) -> Result<Self, WriteError> {
        let folder = disk.state_folder().map_err(|error| failed(BEGUN, error))?;
        let mut file = File::create_new(folder.join(BEGUN)).map_err(|error| failed(BEGUN, error))?;
        let journal = Self { folder, name: BEGUN };
        let text = Record::of(writer, changes).to_text();
        let written = file.write_all(text.as_bytes()).and_then(|()| safety.sync(&file));
        match written.and_then(|()| safety.sync_folder(&journal.folder)) {
            Ok(()) => Ok(journal),
            Err(error) => {
                // The original error says more than a failure to clean up would.
                let _ = journal.remove();
                Err(failed(BEGUN, error))
            }
        }
    }

    /// Decides that what it says will be done.
    pub(super) fn decide(&mut self, safety: Safety) -> Result<(), WriteError> {
        let renamed = fs::rename(self.folder.join(BEGUN), self.folder.join(DECIDED));
        renamed.map_err(|error| failed(DECIDED, error))?;
        self.name = DECIDED;
        safety.sync_folder(&self.folder).map_err(|error| failed(DECIDED, error))
    }

    /// Removes it: everything is done, or undone.
    pub(super) fn remove(self) -> Result<(), WriteError> {
        fs::remove_file(self.folder.join(self.name)).map_err(|error| failed(self.name, error))
    }

    /// The journal of that name, if there is one, and what it says; `None` for what no write has left.
    pub(super) fn find(disk: &Disk, name: &'static str) -> Result<Option<(Self, Option<Record>)>, WriteError> {
        let folder = disk.root().join(STATE);
        let file = folder.join(name);
        // Other things than files are not ours, and one read of a pipe would never end.
        let Some(metadata) = fs::symlink_metadata(&file).ok().filter(fs::Metadata::is_file) else { return Ok(None) };
        if !folder.canonicalize().is_ok_and(|real| real.starts_with(disk.root())) || metadata.len() > MAX_READ {
            return Ok(None);
        }
        let bytes = fs::read(&file).map_err(|error| failed(name, error))?;
        let record = std::str::from_utf8(&bytes).ok().and_then(Record::from_text);
        Ok(Some((Self { folder, name }, record)))
    }
}

fn failed(name: &str, error: io::Error) -> WriteError {
    WriteError { path: format!("{STATE}/{name}"), error }
}

/// What a journal says.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Record {
    /// The number of the process that writes; temporary files are called after it and their line's number.
    pub(super) writer: u32,
    pub(super) lines: Vec<Line>,
}

/// What happens to one file.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Line {
    /// The file, relative to the root.
    pub(super) path: String,
    /// The hash of what it holds before; `None` for a file that is created.
    pub(super) old: Option<String>,
    /// The hash of what it holds after; `None` for a file that is deleted.
    pub(super) new: Option<String>,
}

impl Record {
    fn of(writer: u32, changes: &[Change]) -> Self {
        let line = |change: &Change| {
            let (old, new) = match &change.action {
                Action::Create => (None, Some(hash(&change.content))),
                Action::Update { old } => (Some(hash(old)), Some(hash(&change.content))),
                Action::Delete { old } => (Some(hash(old)), None),
            };
            Line { path: change.path.clone(), old, new }
        };
        Self { writer, lines: changes.iter().map(line).collect() }
    }

    /// The hash of the rest, and the rest.
    fn to_text(&self) -> String {
        let lines = serde_json::to_string(self).expect("texts and numbers are JSON");
        format!("{}\n{lines}\n", hash(lines.as_bytes()))
    }

    /// `None` for a text that is cut short or that no write of this version has left.
    fn from_text(text: &str) -> Option<Self> {
        let (sum, lines) = text.strip_suffix('\n')?.split_once('\n')?;
        if hash(lines.as_bytes()) != sum {
            return None;
        }
        serde_json::from_str(lines).ok()
    }
}

/// 128 bits of XXH3: a file that somebody else has changed is told from ours; nobody is deceived by it, since
/// who can write a journal can write the files as well.
pub(super) fn hash(content: &[u8]) -> String {
    format!("{:032x}", xxh3_128(content))
}

/// The hash of a file; `None` where there is none.
pub(super) fn hash_of(file: &Path) -> io::Result<Option<String>> {
    match fs::read(file) {
        Ok(content) => Ok(Some(hash(&content))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_journal_that_is_cut_short_says_nothing() {
        let change =
            |path: &str, action| Change { path: path.to_owned(), action, content: b"new".into(), from: String::new() };
        let old = b"old".to_vec();
        let changes = [
            change("a\n\"b.yaml", Action::Create),
            change("b.yaml", Action::Update { old: old.clone() }),
            change("c.yaml", Action::Delete { old }),
        ];
        let record = Record::of(7, &changes);
        let text = record.to_text();
        assert_eq!(Record::from_text(&text).as_ref(), Some(&record));
        for end in 0..text.len() {
            assert_eq!(Record::from_text(&text[..end]), None, "cut at {end}");
        }
        assert_eq!(Record::from_text(&text.replace("c.yaml", "d.yaml")), None);
    }
}
