//! `gen --watch`: generates, waits for a change, and generates again, until Ctrl-C.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use compiler::files::Question;
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;

use super::generate::write;
use crate::failure::Failure;
use crate::lock::Lock;
use crate::place::Place;
use crate::print::{self, Printer};
use crate::progress::Counting;
use crate::summary;
use crate::watch::{self, State};

/// Opens the project of a project file.
type Open<'a> = &'a dyn Fn(Option<&Path>) -> Result<Place, Failure>;

/// Generates after each change.
///
/// It stays with the project that it began with: where that is gone for a while, a project further up
/// is another one.
///
/// # Errors
/// Signals cannot be waited for. Later failures are printed, and the next change is waited for.
pub(super) fn run(mut place: Place, open: Open<'_>, printer: Printer) -> Result<ExitCode, Failure> {
    place.settings()?;
    let stop = stop_on_signals()?;
    let mut said = false;
    while !stop.load(Ordering::Relaxed) {
        let (questions, state) = generate(&place, printer);
        if !said {
            print::say(&format!("watching {}; Ctrl-C ends", summary::count(state.files(), "file")));
            said = true;
        }
        let Some(now) = watch::wait(&state, &stop, || State::of(&questions, &place.disk)) else { break };
        print::say(&changed(&state.differences(&now)));
        let Some(found) = wait_for_project(&place.file, open, &stop) else { break };
        place = found;
    }
    Ok(ExitCode::SUCCESS)
}

/// One run, and how everything looked that it depended on.
///
/// The look is taken after the run, so that what the run wrote is part of it. A definition that changed
/// meanwhile is not what the run has read, and the run is done again.
fn generate(place: &Place, printer: Printer) -> (BTreeSet<Question>, State) {
    loop {
        let lock = Lock::take(place);
        let files = Counting::new(&place.disk);
        // The day may change while people edit; that there is one has been seen at the start.
        let settings = place.settings().unwrap_or_default();
        let run = files.shown("generating", |files| crate::run::run(files, &place.project, settings));
        if let Err(failure) = lock.and_then(|_lock| write(place, printer, &run)) {
            print::failure(&failure);
        }
        let questions = run.questions();
        let state = State::of(&questions, &place.disk);
        if run.is_current(&place.disk) {
            return (questions, state);
        }
    }
}

/// Opens the project again once that is possible, and says why it was not.
fn wait_for_project(file: &Path, open: Open<'_>, stop: &AtomicBool) -> Option<Place> {
    let mut said = String::new();
    while !stop.load(Ordering::Relaxed) {
        match open(Some(file)) {
            Ok(place) => return Some(place),
            Err(failure) if failure.to_string() != said => {
                said = failure.to_string();
                print::say(&said);
            }
            Err(_) => {}
        }
        watch::rest(watch::REST, stop);
    }
    None
}

/// A flag that Ctrl-C and termination set. A second Ctrl-C ends a run that is still going on.
fn stop_on_signals() -> Result<Arc<AtomicBool>, Failure> {
    let stop = Arc::new(AtomicBool::new(false));
    for signal in [SIGINT, SIGTERM] {
        flag::register_conditional_shutdown(signal, 0, Arc::clone(&stop))
            .and_then(|_| flag::register(signal, Arc::clone(&stop)))
            .map_err(|error| Failure::machine("wait for", "Ctrl-C", &error))?;
    }
    Ok(stop)
}

/// `steps/a.yaml and 2 more changed`.
fn changed(paths: &[String]) -> String {
    match paths {
        [] => "something changed".to_owned(),
        [one] => format!("{} changed", source::visible(one)),
        [first, rest @ ..] => format!("{} and {} more changed", source::visible(first), rest.len()),
    }
}
