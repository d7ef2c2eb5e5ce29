//! `add`, `set`, `rename` and `remove`: definitions are changed, or what would change is shown.
//!
//! 1. What people hand in is read.
//! 2. `compiler::change` works out the new texts and what they would cause.
//! 3. Unless something stands in the way, the texts and the generated files are written as one plan.

mod input;

use std::fs;
use std::process::ExitCode;

use compiler::change::{self, Action, Assignment, Deed, Done, Misuse, NewText, Outcome, Overlay, Request};
use compiler::files::{self, Disk, Files, Found};
use compiler::plan::{self, Plan};
use source::{Findings, Format, Severity};

use super::look::{Answer, Looked};
use super::{found, generate};
use crate::args::{Change, Generate, Mode, Program, Verb};
use crate::failure::Failure;
use crate::lock::Lock;
use crate::place::Place;
use crate::print::{self, Printer};
use crate::progress::Counting;
use crate::summary::{self, Counted, Tally};

/// Changes definitions.
///
/// # Errors
/// The words mean nothing in this project, or a file cannot be read or written.
pub(super) fn run(program: &Program, place: &Place, printer: Printer, asked: Change) -> Result<ExitCode, Failure> {
    let action = action(place, asked.verb)?;
    // Two writers that read one text would each lose what the other adds.
    let _lock = (asked.mode == Mode::Write).then(|| Lock::take(place)).transpose()?;
    let settings = place.settings()?;
    let files = Counting::new(&place.disk);
    let before = files.shown("checking", |files| compiler::check(files, &place.project, settings));
    let looked = Looked::of(program, before, Answer::Human);
    let kind = looked.kind(&asked.kind)?.kind.id.clone();
    let request = Request { kind, action, rules: asked.rules, settings };
    let outcome = files.shown("checking", |files| change::change(files, &place.project, &looked.compiled, &request));
    let mut outcome = outcome.map_err(|misuse| failure(&looked, misuse))?;
    refuse_links(place, &outcome.texts)?;
    if outcome.refused {
        printer.findings(&shown(&outcome))?;
        print::say(&format!("wrote nothing: {}", told(&outcome)));
        return Ok(found());
    }
    let generated = match asked.generate {
        Generate::Yes => Generated::of(&files, &mut outcome)?,
        Generate::No => Generated::Nothing,
    };
    if let Generated::Refused(findings) = &generated {
        outcome.caused.append(findings.clone());
        printer.findings(&shown(&outcome))?;
        print::say(&format!("wrote nothing: {}, which `--no-gen` leaves aside", summary::findings(findings)));
        return Ok(found());
    }
    if asked.mode == Mode::DryRun {
        show(printer, &outcome, &generated)?;
        return Ok(ExitCode::SUCCESS);
    }
    write(place, &outcome, &generated)?;
    printer.findings(&shown(&outcome))?;
    say_done(&outcome.done, Mode::Write);
    generated.say(&outcome, asked.generate);
    Ok(ExitCode::SUCCESS)
}

/// What is to be done, with all texts that people hand in.
fn action(place: &Place, verb: Verb) -> Result<Action, Failure> {
    Ok(match verb {
        Verb::Add { sources, file } => {
            Action::Add { given: input::read(sources)?, file: file.map(|file| below_root(place, file)) }
        }
        Verb::Set { key, assignments, unset } => {
            let set = assignments.iter().map(|word| change::assignment(word));
            let unset = unset.iter().map(|name| Ok(Assignment { at: change::property(name)?, value: None }));
            let assignments = set.chain(unset).collect::<Result<_, Misuse>>();
            Action::Set { key, assignments: assignments.map_err(plain)? }
        }
        Verb::Rename { from, to } => Action::Rename { from, to },
        Verb::Remove { key } => Action::Remove { key },
    })
}

/// A file that people name where they are, as a path below the root.
fn below_root(place: &Place, file: String) -> String {
    let here = std::env::current_dir().and_then(|here| here.canonicalize()).unwrap_or_default();
    let Ok(here) = here.strip_prefix(place.disk.root()) else { return file };
    let below = files::join(&here.to_string_lossy().replace('\\', "/"), &file);
    below.filter(|below| place.disk.what_is(below) == Found::File).unwrap_or(file)
}

/// Words that mean nothing, with the reason why something may be missing.
fn failure(looked: &Looked, misuse: Misuse) -> Failure {
    let failure = looked.missing(misuse.message);
    let failure = misuse.notes.into_iter().fold(failure, Failure::note);
    misuse.help.into_iter().fold(failure, Failure::help)
}

fn plain(misuse: Misuse) -> Failure {
    let failure = misuse.notes.into_iter().fold(Failure::new(misuse.message), Failure::note);
    misuse.help.into_iter().fold(failure, Failure::help)
}

/// Refuses to write through a link: what it leads to is called otherwise, and may be anybody's.
fn refuse_links(place: &Place, texts: &[NewText]) -> Result<(), Failure> {
    for NewText { path, .. } in texts {
        let is_link = place.disk.locate(path).and_then(|file| fs::symlink_metadata(file).ok());
        if is_link.is_some_and(|metadata| metadata.is_symlink()) {
            let failure = Failure::new(format!("`{path}` is a link, and only files are written"));
            return Err(failure.help("put the file itself there, or change what the link leads to by hand"));
        }
    }
    Ok(())
}

/// All that is to be said: what was there before, marked as such, then what the change causes.
fn shown(outcome: &Outcome) -> Findings {
    let mut all = Findings::new();
    for finding in &outcome.earlier {
        all.push(finding.clone().note("this was there before, and does not stand in the way"));
    }
    all.extend(outcome.caused.iter().cloned());
    all
}

/// `1 error; 2 warnings were there before`.
fn told(outcome: &Outcome) -> String {
    let caused = summary::findings(&outcome.caused);
    match outcome.earlier.len() {
        0 => caused,
        1 => format!("{caused}; {} was there before", summary::findings(&outcome.earlier)),
        _ => format!("{caused}; {} were there before", summary::findings(&outcome.earlier)),
    }
}

/// A dry run: the diff is the answer. Formats for machines hold findings and nothing else.
fn show(printer: Printer, outcome: &Outcome, generated: &Generated) -> Result<(), Failure> {
    let diff = change::diff(&outcome.texts);
    if printer.format == Format::Human {
        print::answer(&diff)?;
    } else if !diff.is_empty() {
        print::say(diff.trim_end_matches('\n'));
    }
    printer.findings(&shown(outcome))?;
    say_done(&outcome.done, Mode::DryRun);
    if let Generated::Plan(plan, tally) = generated {
        let generated = summary::generated(Counted::of(plan), *tally);
        print::say(&format!("would {}", generated.replacen("generated", "generate", 1)));
    }
    print::say(&format!("wrote nothing: a dry run; {}", told(outcome)));
    Ok(())
}

/// What becomes of the generated files.
enum Generated {
    /// This, as part of the change.
    Plan(Plan, Tally),
    /// Nothing, while there are errors in the definitions.
    Errors(usize),
    /// Nothing: what stands in the way.
    Refused(Findings),
    /// Nothing, as people asked.
    Nothing,
}

impl Generated {
    fn of(files: &Counting<'_, Disk>, outcome: &mut Outcome) -> Result<Self, Failure> {
        let Some(after) = outcome.after.take() else { return Ok(Self::Nothing) };
        let errors = after.findings.count(Severity::Error);
        if errors > 0 {
            return Ok(Self::Errors(errors));
        }
        let known = after.findings.clone();
        let compare = |files| compiler::compare_checked(&Overlay::new(files, &outcome.texts), after);
        let (compiled, plan) = files.shown("generating", compare);
        let mut new = Findings::new();
        new.extend(compiled.findings.iter().filter(|finding| !known.iter().any(|other| other == *finding)).cloned());
        Ok(match plan {
            Some(plan) if !new.has_errors() => {
                outcome.caused.append(new);
                let tally = Tally::of(&compiled.looked_at, &plan).refuse_nothing()?;
                Self::Plan(plan, tally)
            }
            Some(_) | None => Self::Refused(new),
        })
    }

    fn say(&self, outcome: &Outcome, asked: Generate) {
        match self {
            Self::Plan(plan, tally) => {
                generate::say_changes(plan);
                print::say(&summary::generated(Counted::of(plan), *tally));
            }
            Self::Errors(errors) => {
                print::say(&format!("generated nothing: {} in the definitions", summary::count(*errors, "error")));
            }
            Self::Nothing if asked == Generate::No && !outcome.texts.is_empty() => {
                print::say("generated nothing, as `--no-gen` asks");
            }
            Self::Nothing | Self::Refused(_) => {}
        }
    }
}

/// Writes the definitions and what is generated from them: all of it, or nothing.
fn write(place: &Place, outcome: &Outcome, generated: &Generated) -> Result<(), Failure> {
    let mut plan = Plan::default();
    plan.changes.extend(outcome.texts.iter().map(definition));
    if let Generated::Plan(generated, _) = generated {
        plan.changes.extend(generated.changes.iter().cloned());
    }
    plan.changes.sort_by(|a, b| a.path.cmp(&b.path));
    plan::apply(&plan, &place.disk).map_err(|error| Failure::not_written(&error))
}

/// A new text of definitions as part of a plan.
fn definition(text: &NewText) -> plan::Change {
    let bytes = |text: &str| text.as_bytes().to_vec();
    let action = match (&text.old, &text.new) {
        (old, None) => plan::Action::Delete { old: old.as_deref().map(bytes).unwrap_or_default() },
        (Some(old), Some(_)) => plan::Action::Update { old: bytes(old) },
        (None, Some(_)) => plan::Action::Create,
    };
    let content = text.new.as_deref().map(bytes).unwrap_or_default();
    plan::Change { path: text.path.clone(), action, content, from: String::new() }
}

/// Says of each entry what happened to it.
fn say_done(all: &[Done], mode: Mode) {
    for Done { entry, deed, place } in all {
        let (kind, key) = (&entry.kind, source::visible(&entry.key));
        let at = format!("{}:{}", source::visible(place.text.name()), place.start().line);
        let (would, did) = match mode {
            Mode::Write => ("", "ed"),
            Mode::DryRun => ("would ", ""),
        };
        print::say(&match deed {
            Deed::Added => format!("{would}add{did} {kind} `{key}` to {at}"),
            Deed::Updated => format!("{would}updat{} {kind} `{key}` in {at}", if did.is_empty() { "e" } else { did }),
            Deed::Unchanged => format!("unchanged {kind} `{key}` in {at}"),
            Deed::Renamed { to, references } => {
                let (to, references) = (source::visible(to), summary::count(*references, "reference"));
                let ending = if did.is_empty() { "e" } else { did };
                format!("{would}renam{ending} {kind} `{key}` to `{to}` in {at}, with {references}")
            }
            Deed::Removed => {
                let ending = if did.is_empty() { "e" } else { did };
                format!("{would}remov{ending} {kind} `{key}` from {}", source::visible(place.text.name()))
            }
        });
    }
}
