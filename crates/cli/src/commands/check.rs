//! `check`: definitions, references, docs links and paths.

use std::process::ExitCode;

use compiler::Settings;
use source::Severity;

use super::found;
use crate::failure::Failure;
use crate::place::Place;
use crate::print::{self, Printer};
use crate::progress::Counting;
use crate::summary::{self, Tally};

/// Checks, prints, and fails on any error or warning.
pub(super) fn run(place: &Place, printer: Printer) -> Result<ExitCode, Failure> {
    let settings = Settings { docs: true, ..place.settings()? };
    let files = Counting::new(&place.disk);
    let checked = files.shown("checking", |files| compiler::check(files, &place.project, settings));
    printer.findings(&checked.findings)?;
    let looked_at = &checked.looked_at;
    for rule in &checked.rules {
        print::say(&summary::rule(rule));
    }
    if let Some(docs) = &checked.docs {
        print::say(&summary::docs(docs));
    }
    let said = summary::findings(&checked.findings) + &summary::allowed(&checked.allowed);
    print::say(&format!("{}; {said}", summary::checked(looked_at)));
    if checked.findings.count(Severity::Error) + checked.findings.count(Severity::Warning) > 0 {
        return Ok(found());
    }
    Tally { kinds: looked_at.kinds, entries: looked_at.entries, files: looked_at.files }.refuse_nothing()?;
    Ok(ExitCode::SUCCESS)
}
