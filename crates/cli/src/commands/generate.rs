//! `gen`: carries the plan out, or reports it.

use std::process::ExitCode;

use compiler::plan::{self, Action, Plan};
use source::{Findings, Severity};

use super::found;
use crate::args::Cache;
use crate::failure::Failure;
use crate::lock::Lock;
use crate::place::Place;
use crate::print::{self, Printer};
use crate::progress::Counting;
use crate::run::{self, Run};
use crate::stamp::Stamp;
use crate::summary::{self, Counted, Tally};

/// What is done with the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// It is carried out.
    Write,
    /// It is reported.
    Check,
}

/// Generates, or says what differs; at once where nothing has changed since the last clean run.
pub(super) fn run(place: &Place, printer: Printer, mode: Mode, cache: Cache) -> Result<ExitCode, Failure> {
    let _lock = match mode {
        Mode::Write => Some(Lock::take(place)?),
        Mode::Check => None,
    };
    let stamp = match cache {
        Cache::Use => Stamp::of(place),
        Cache::Ignore => None,
    };
    let settings = place.settings()?;
    let files = Counting::new(&place.disk);
    let unchanged = stamp.as_ref().and_then(|stamp| files.shown("reading", |files| stamp.read(files, settings)));
    if let Some(tally) = unchanged {
        printer.findings(&Findings::new())?;
        print::say(&said(mode, Counted::unchanged(tally.files), tally, &Findings::new()));
        return Ok(ExitCode::SUCCESS);
    }
    let mut run = files.shown("generating", |files| run::run(files, &place.project, settings));
    let outcome = match mode {
        Mode::Write => write(place, printer, &run)?,
        Mode::Check => report(printer, &mut run)?,
    };
    if let (Outcome::Clean(tally), Some(stamp)) = (outcome, &stamp) {
        stamp.write(tally, run.compiled.allowed.until, &run.answers_after(stamp.salt()));
    }
    Ok(match outcome {
        Outcome::Clean(_) | Outcome::Remarks => ExitCode::SUCCESS,
        Outcome::Findings => found(),
    })
}

/// How a run ended.
#[derive(Clone, Copy, Debug)]
pub(super) enum Outcome {
    /// There was nothing to say, and the files are as they should be.
    Clean(Tally),
    /// There are warnings or records; the files are as they should be.
    Remarks,
    /// There are errors, or files differ.
    Findings,
}

impl Outcome {
    fn of_sound(findings: &Findings, tally: Tally) -> Self {
        if findings.is_empty() { Self::Clean(tally) } else { Self::Remarks }
    }
}

/// Carries the plan out, unless there are errors. The caller has held the lock since before the run.
pub(super) fn write<F>(place: &Place, printer: Printer, run: &Run<'_, F>) -> Result<Outcome, Failure> {
    let (compiled, findings) = (&run.compiled, &run.compiled.findings);
    printer.findings(findings)?;
    let Some(plan) = run.plan.as_ref().filter(|_| !findings.has_errors()) else {
        let definitions = summary::definitions(&compiled.looked_at);
        print::say(&format!("wrote nothing: {} in {definitions}", summary::findings(findings)));
        return Ok(Outcome::Findings);
    };
    let tally = Tally::of(&compiled.looked_at, plan).refuse_nothing()?;
    plan::apply(plan, &place.disk).map_err(|error| Failure::not_written(&error))?;
    say_changes(plan);
    print::say(&said(Mode::Write, Counted::of(plan), tally, findings));
    Ok(Outcome::of_sound(findings, tally))
}

pub(super) fn say_changes(plan: &Plan) {
    for change in &plan.changes {
        let verb = match change.action {
            Action::Create => "created",
            Action::Update { .. } => "updated",
            Action::Delete { .. } => "deleted",
        };
        print::say(&format!("{verb} {}", source::visible(&change.path)));
    }
}

/// Reports the plan, and every other finding.
fn report<F>(printer: Printer, run: &mut Run<'_, F>) -> Result<Outcome, Failure> {
    let compiled = &mut run.compiled;
    if let (Some(plan), Some(project)) = (&run.plan, &compiled.project) {
        compiled.findings.append(plan::drift(plan, project));
        compiled.findings.sort();
    }
    let findings = &compiled.findings;
    printer.findings(findings)?;
    let Some(plan) = &run.plan else {
        let definitions = summary::definitions(&compiled.looked_at);
        print::say(&format!("compared nothing: {} in {definitions}", summary::findings(findings)));
        return Ok(Outcome::Findings);
    };
    let tally = Tally::of(&compiled.looked_at, plan);
    print::say(&said(Mode::Check, Counted::of(plan), tally, findings));
    if findings.count(Severity::Error) > 0 {
        return Ok(Outcome::Findings);
    }
    Ok(Outcome::of_sound(findings, tally.refuse_nothing()?))
}

fn said(mode: Mode, counted: Counted, tally: Tally, findings: &Findings) -> String {
    let line = match mode {
        Mode::Write => summary::generated(counted, tally),
        Mode::Check => summary::compared(counted, tally),
    };
    if findings.is_empty() { line } else { format!("{line}; {}", summary::findings(findings)) }
}
