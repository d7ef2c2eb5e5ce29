//! `show`: one entry, what it refers to, and what refers to it.

mod options;
mod sheet;

use std::process::ExitCode;

use self::sheet::Sheet;
use super::look::{self, Answer, json_line};
use crate::args::Program;
use crate::failure::Failure;
use crate::place::Place;
use crate::print::{self, Printer};
use crate::summary::count;

/// Shows the entry that `words` name: `KEY`, `KIND KEY` or `KIND:KEY`.
pub(super) fn run(program: &Program, place: &Place, printer: Printer, words: &[String]) -> Result<ExitCode, Failure> {
    let looked = look::look(program, place, printer)?;
    let (members, entry) = looked.entry("show", words)?;
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
