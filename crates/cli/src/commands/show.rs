//! `show`: one entry, what it refers to, and what refers to it.

mod options;
mod sheet;

use std::process::ExitCode;

use compiler::entries::Entry;
use compiler::registry::Members;

use self::sheet::Sheet;
use super::look::{self, Answer, Looked, json_line, quoted, with_nearest};
use crate::args::Program;
use crate::failure::Failure;
use crate::place::Place;
use crate::print::{self, Printer};
use crate::summary::count;

/// Shows the entry that `words` name: `KEY`, `KIND KEY` or `KIND:KEY`.
pub(super) fn run(program: &Program, place: &Place, printer: Printer, words: &[String]) -> Result<ExitCode, Failure> {
    let looked = look::look(program, place, printer)?;
    let (members, entry) = find(&looked, words)?;
    let sheet = Sheet::of(looked.registry(), members, entry);
    let answer = match looked.answer {
        Answer::Human => sheet.human(),
        Answer::Json => json_line(&sheet.json()),
    };
    print::answer(&answer)?;
    let (to, by) = (sheet.refers_to.len(), sheet.referred_by.len());
    let entries = count(looked.compiled.looked_at.entries, "entry");
    Ok(looked.end(&format!("refers to {to}, referred to by {by}; looked at {entries}")))
}

fn find<'a>(looked: &'a Looked, words: &[String]) -> Result<(&'a Members, &'a Entry), Failure> {
    match words {
        [kind, key] => in_kind(looked, looked.kind(kind)?, key),
        [word, ..] => match by_key(looked, word).as_slice() {
            [one] => Ok(*one),
            [] => match word.split_once(':') {
                Some((kind, key)) => in_kind(looked, looked.kind(kind)?, key),
                None => Err(unknown(looked, word)),
            },
            several => {
                let kinds = quoted(several.iter().map(|(members, _)| members.kind.id.as_str()));
                let failure = Failure::new(format!("several kinds have an entry `{word}`: {kinds}"));
                Err(several
                    .iter()
                    .fold(failure, |failure, (members, _)| failure.help(format!("show {} {word}", members.kind.id))))
            }
        },
        [] => Err(Failure::new("which entry?")),
    }
}

fn by_key<'a>(looked: &'a Looked, key: &str) -> Vec<(&'a Members, &'a Entry)> {
    let members = looked.registry().members.iter();
    members.filter_map(|members| Some((members, &members.entries[members.find(key)?]))).collect()
}

fn in_kind<'a>(looked: &'a Looked, members: &'a Members, key: &str) -> Result<(&'a Members, &'a Entry), Failure> {
    if let Some(index) = members.find(key) {
        return Ok((members, &members.entries[index]));
    }
    let keys = || members.entries.iter().map(|entry| entry.key.as_str());
    let failure = looked.missing(format!("there is no {} `{key}`", members.kind.noun()));
    let failure = failure.note(format!("the {} are {}", members.kind.nouns(), quoted(keys())));
    Err(with_nearest(failure, key, keys()))
}

fn unknown(looked: &Looked, key: &str) -> Failure {
    let members = &looked.registry().members;
    let keys = members.iter().flat_map(|members| &members.entries).map(|entry| entry.key.as_str());
    let kinds = quoted(members.iter().map(|members| members.kind.id.as_str()));
    let failure = looked.missing(format!("no kind has an entry `{key}`")).note(format!("the kinds are {kinds}"));
    with_nearest(failure, key, keys)
}
