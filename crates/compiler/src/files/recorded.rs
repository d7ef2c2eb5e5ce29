//! A record of everything a run asked of its files, so that a later run can tell that nothing changed.
//!
//! A run is a function of its answers: when every question has its old answer, the run has its old
//! result. That is what makes `gen --check` as cheap as reading and hashing the files.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt::Write as _;

use xxhash_rust::xxh3::{Xxh3, xxh3_128};

use super::{FileError, Files, Found, Listing};

/// Files that write down each question and the hash of its answer.
#[derive(Debug)]
pub struct Recorded<'a, F> {
    files: &'a F,
    answers: RefCell<BTreeMap<Question, Hash>>,
}

/// What a run asked.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Question {
    /// The files below a folder.
    List(String),
    /// The content of a file.
    Read(String),
    /// What is at a path.
    WhatIs(String),
}

/// 128 bits of XXH3: files change by accident, not to deceive, and a full run is what CI trusts.
type Hash = u128;

/// Stands for an answer that failed. No answer has this hash, so a fingerprint with it never holds.
const FAILED: Hash = Hash::MAX;

impl<'a, F: Files> Recorded<'a, F> {
    /// Asks `files` and writes down.
    pub fn new(files: &'a F) -> Self {
        Self { files, answers: RefCell::default() }
    }

    /// All questions so far with their answers; `salt` stands for everything else that the run
    /// depends on, such as the program itself.
    #[must_use]
    pub fn fingerprint(&self, salt: &str) -> Fingerprint {
        let mut text = format!("{salt}\n");
        for (question, hash) in self.answers.borrow().iter() {
            let (verb, path) = match question {
                Question::List(path) => ("list", path),
                Question::Read(path) => ("read", path),
                Question::WhatIs(path) => ("what", path),
            };
            let _ = writeln!(text, "{verb} {hash:032x} {path}");
        }
        Fingerprint(text)
    }

    /// All questions so far.
    #[must_use]
    pub fn questions(&self) -> Vec<Question> {
        self.answers.borrow().keys().cloned().collect()
    }

    /// Replaces answers by those of a later record, for a run that has changed files itself.
    pub fn amend<G>(&self, later: Recorded<'_, G>) {
        self.answers.borrow_mut().extend(later.answers.into_inner());
    }

    fn note(&self, question: Question, answer: impl FnOnce() -> Hash) {
        self.answers.borrow_mut().entry(question).or_insert_with(answer);
    }
}

impl<F: Files> Files for Recorded<'_, F> {
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, FileError> {
        let failed = |_: &FileError| self.note(Question::Read(path.to_owned()), || FAILED);
        let answer = self.files.read(path).inspect_err(failed)?;
        self.note(Question::Read(path.to_owned()), || hash_read(answer.as_deref()));
        Ok(answer)
    }

    fn listing(&self, folder: &str) -> Result<Listing, FileError> {
        let failed = |_: &FileError| self.note(Question::List(folder.to_owned()), || FAILED);
        let answer = self.files.listing(folder).inspect_err(failed)?;
        self.note(Question::List(folder.to_owned()), || hash_list(&answer));
        Ok(answer)
    }

    fn what_is(&self, path: &str) -> Found {
        let answer = self.files.what_is(path);
        self.note(Question::WhatIs(path.to_owned()), || hash_found(answer));
        answer
    }
}

/// The questions of a run and the hashes of their answers, as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fingerprint(String);

impl Fingerprint {
    /// Reads a fingerprint back from the text that [`Fingerprint::as_str`] gave.
    #[must_use]
    pub fn from_text(text: String) -> Self {
        Self(text)
    }

    /// The text to keep.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether a run with `salt` on `files` would be given the same answers again.
    #[must_use]
    pub fn holds(&self, salt: &str, files: &impl Files) -> bool {
        let mut lines = self.0.lines();
        if lines.next() != Some(salt) {
            return false;
        }
        lines.all(|line| {
            let mut parts = line.splitn(3, ' ');
            let (Some(verb), Some(hash), Some(path)) = (parts.next(), parts.next(), parts.next()) else { return false };
            let now = match verb {
                "read" => files.read(path).ok().map(|answer| hash_read(answer.as_deref())),
                "list" => files.listing(path).ok().map(|answer| hash_list(&answer)),
                "what" => Some(hash_found(files.what_is(path))),
                _ => None,
            };
            now.is_some_and(|now| format!("{now:032x}") == hash)
        })
    }
}

fn hash_read(answer: Option<&[u8]>) -> Hash {
    answer.map_or(0, xxh3_128)
}

fn hash_list(listing: &Listing) -> Hash {
    let mut hasher = Xxh3::new();
    let mut update = |path: &str, sort: u8| {
        hasher.update(path.as_bytes());
        hasher.update(&[0, sort]);
    };
    listing.paths.iter().for_each(|path| update(path, 0));
    listing.astray.iter().for_each(|link| update(&link.path, 1));
    hasher.digest128()
}

fn hash_found(found: Found) -> Hash {
    match found {
        Found::File => 1,
        Found::Folder => 2,
        Found::Nothing => 3,
    }
}
