//! `list`: the kinds, or the entries of one.

use std::process::ExitCode;

use compiler::entries::Entry;
use compiler::registry::Members;
use serde_json::json;

use super::look::{self, Answer, json_line};
use crate::args::Program;
use crate::failure::Failure;
use crate::place::Place;
use crate::print::{self, Printer};
use crate::summary;
use crate::table::table;

/// Lists.
pub(super) fn run(program: &Program, place: &Place, printer: Printer, kind: Option<&str>) -> Result<ExitCode, Failure> {
    let looked = look::look(program, place, printer)?;
    match kind {
        None => {
            print::answer(&kinds(&looked.registry().members, looked.answer))?;
            Ok(looked.end(&summary::definitions(&looked.compiled.looked_at)))
        }
        Some(kind) => {
            let members = looked.kind(kind)?;
            print::answer(&entries(members, looked.answer))?;
            let count = members.entries.len();
            let nouns = if count == 1 { members.kind.noun() } else { members.kind.nouns() };
            Ok(looked.end(&format!("{count} {nouns} of `{}`", members.kind.id)))
        }
    }
}

fn kinds(all: &[Members], answer: Answer) -> String {
    match answer {
        Answer::Human => {
            let row = |members: &Members| {
                let kind = &members.kind;
                [
                    kind.id.clone(),
                    members.entries.len().to_string(),
                    kind.file.name().to_owned(),
                    kind.description.clone(),
                ]
            };
            table("", ["KIND", "ENTRIES", "DEFINITION", "PURPOSE"], &all.iter().map(row).collect::<Vec<_>>())
        }
        Answer::Json => {
            let line = |members: &Members| {
                let kind = &members.kind;
                json_line(&json!({
                    "kind": kind.id,
                    "registry": kind.registry,
                    "title": kind.title,
                    "purpose": kind.description,
                    "entries": members.entries.len(),
                    "definition": kind.file.name(),
                }))
            };
            all.iter().map(line).collect()
        }
    }
}

fn entries(members: &Members, answer: Answer) -> String {
    match answer {
        Answer::Human => {
            let row = |entry: &Entry| {
                let mark = if members.kind.is_deprecated(entry) { "(deprecated) " } else { "" };
                [entry.key.clone(), format!("{mark}{}", summary_of(members, entry).unwrap_or_default())]
            };
            table("", ["KEY", "SUMMARY"], &members.entries.iter().map(row).collect::<Vec<_>>())
        }
        Answer::Json => {
            let line = |entry: &Entry| {
                let at = entry.place().start();
                json_line(&json!({
                    "kind": members.kind.id,
                    "key": entry.key,
                    "summary": summary_of(members, entry),
                    "deprecated": members.kind.is_deprecated(entry),
                    "file": entry.file.name(),
                    "line": at.line,
                    "column": at.column,
                }))
            };
            members.entries.iter().map(line).collect()
        }
    }
}

/// What an entry is, in one sentence.
pub(super) fn summary_of<'a>(members: &Members, entry: &'a Entry) -> Option<&'a str> {
    entry.text(&members.kind.block.summary)
}
