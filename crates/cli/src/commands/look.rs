//! What `list`, `show` and `graph` share: reading the definitions, finding kinds and entries by name, and
//! the two ways to answer.

use std::process::ExitCode;

use compiler::Compiled;
use compiler::entries::Entry;
use compiler::registry::{Members, Registry};
use serde_json::Value;
use source::{Format, Severity};

use super::found;
use crate::args::Program;
use crate::failure::Failure;
use crate::place::Place;
use crate::print::{self, Printer};
use crate::progress::Counting;
use crate::summary;

/// How an answer is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// Tables.
    Human,
    /// One JSON object a line.
    Json,
}

/// The definitions, as far as they can be used.
#[derive(Debug)]
pub(super) struct Looked {
    pub(super) compiled: Compiled,
    pub(super) answer: Answer,
    /// What is wrong with the definitions, where something is.
    errors: Option<String>,
}

/// Reads the definitions.
///
/// # Errors
/// The format is one that findings have and answers have not.
pub(super) fn look(program: &Program, place: &Place, printer: Printer) -> Result<Looked, Failure> {
    let answer = match printer.format {
        Format::Human => Answer::Human,
        Format::Json => Answer::Json,
        Format::Sarif | Format::Github => {
            return Err(Failure::new("`sarif` and `github` are formats of findings; this command finds none")
                .help("--format json"));
        }
    };
    let files = Counting::new(&place.disk);
    let compiled =
        files.shown("reading", |files| compiler::check(files, &place.project, compiler::Settings::default()));
    Ok(Looked::of(program, compiled, answer))
}

impl Looked {
    /// What was checked, with a word on what is wrong with it.
    pub(super) fn of(program: &Program, compiled: Compiled, answer: Answer) -> Self {
        let errors = compiled.findings.count(Severity::Error);
        let errors = (errors > 0).then(|| {
            format!(
                "the definitions have {}, so something may be missing; see `{} check`",
                summary::count(errors, "error"),
                program.name
            )
        });
        Self { compiled, answer, errors }
    }

    /// All definitions.
    pub(super) fn registry(&self) -> &Registry {
        &self.compiled.registry
    }

    /// The exit code after an answer: definitions with errors are findings, even though there is an answer.
    pub(super) fn end(&self, summary: &str) -> ExitCode {
        print::say(summary);
        match &self.errors {
            None => ExitCode::SUCCESS,
            Some(errors) => {
                print::say(&format!("warning: {errors}"));
                found()
            }
        }
    }

    /// A failure to find something, with the reason why it may be missing.
    pub(super) fn missing(&self, message: String) -> Failure {
        let failure = Failure::new(message);
        match &self.errors {
            None => failure,
            Some(errors) => failure.note(errors.as_str()),
        }
    }

    /// The kind of a name: `scenario.step`, or `step` where only one is called so.
    ///
    /// # Errors
    /// There is none, or there are several.
    pub(super) fn kind(&self, name: &str) -> Result<&Members, Failure> {
        let registry = self.registry();
        if let Some(members) = registry.get(name) {
            return Ok(members);
        }
        let called: Vec<&Members> = registry.members.iter().filter(|members| members.kind.name == name).collect();
        let ids = |members: &[&Members]| quoted(members.iter().map(|members| members.kind.id.as_str()));
        match called.as_slice() {
            [one] => Ok(one),
            [] => {
                let all: Vec<&Members> = registry.members.iter().collect();
                let names = all.iter().flat_map(|members| [members.kind.id.as_str(), members.kind.name.as_str()]);
                let failure =
                    self.missing(format!("there is no kind `{name}`")).note(format!("the kinds are {}", ids(&all)));
                Err(with_nearest(failure, name, names))
            }
            several => Err(Failure::new(format!("several kinds are called `{name}`: {}", ids(several)))),
        }
    }

    /// The entry that `words` name: `KEY`, `KIND KEY` or `KIND:KEY`; `command` is what asks.
    ///
    /// # Errors
    /// There is none, or there are several.
    pub(super) fn entry(&self, command: &str, words: &[String]) -> Result<(&Members, &Entry), Failure> {
        match words {
            [kind, key] => self.in_kind(self.kind(kind)?, key),
            [word, ..] => match self.by_key(word).as_slice() {
                [one] => Ok(*one),
                [] => match word.split_once(':') {
                    Some((kind, key)) => self.in_kind(self.kind(kind)?, key),
                    None => Err(self.unknown(word)),
                },
                several => {
                    let kinds = quoted(several.iter().map(|(members, _)| members.kind.id.as_str()));
                    let failure = Failure::new(format!("several kinds have an entry `{word}`: {kinds}"));
                    Err(several.iter().fold(failure, |failure, (members, _)| {
                        failure.help(format!("{command} {} {word}", members.kind.id))
                    }))
                }
            },
            [] => Err(Failure::new("which entry?")),
        }
    }

    fn by_key(&self, key: &str) -> Vec<(&Members, &Entry)> {
        let members = self.registry().members.iter();
        members.filter_map(|members| Some((members, &members.entries[members.find(key)?]))).collect()
    }

    fn in_kind<'a>(&self, members: &'a Members, key: &str) -> Result<(&'a Members, &'a Entry), Failure> {
        if let Some(index) = members.find(key) {
            return Ok((members, &members.entries[index]));
        }
        let keys = || members.entries.iter().map(|entry| entry.key.as_str());
        let failure = self.missing(format!("there is no {} `{key}`", members.kind.noun()));
        let failure = failure.note(format!("the {} are {}", members.kind.nouns(), quoted(keys())));
        Err(with_nearest(failure, key, keys()))
    }

    fn unknown(&self, key: &str) -> Failure {
        let members = &self.registry().members;
        let keys = members.iter().flat_map(|members| &members.entries).map(|entry| entry.key.as_str());
        let kinds = quoted(members.iter().map(|members| members.kind.id.as_str()));
        let failure = self.missing(format!("no kind has an entry `{key}`")).note(format!("the kinds are {kinds}"));
        with_nearest(failure, key, keys)
    }
}

/// With the nearest right name, where there is one.
pub(super) fn with_nearest<'a>(failure: Failure, wrong: &str, names: impl IntoIterator<Item = &'a str>) -> Failure {
    match source::nearest(wrong, names) {
        Some(near) => failure.help(format!("did you mean `{near}`?")),
        None => failure,
    }
}

/// `` `a`, `b` ``; of a long list, the beginning and how many there are.
pub(super) fn quoted<'a>(names: impl Iterator<Item = &'a str>) -> String {
    /// A list longer than this is no help.
    const MOST: usize = 20;
    let names: Vec<String> = names.map(|name| format!("`{name}`")).collect();
    match names.len().checked_sub(MOST) {
        Some(more @ 1..) => format!("{} and {more} more", names[..MOST].join(", ")),
        Some(0) | None => names.join(", "),
    }
}

/// One line of JSON in which nothing acts.
pub(super) fn json_line(value: &Value) -> String {
    source::visible_json(&value.to_string()) + "\n"
}
