//! A spinner for a run that takes over a second, on a terminal only.
//!
//! How far a run is shows in how many files it has read, so the spinner counts them; how many there will
//! be is known only at the end. A crate for this would bring four, for one line that is drawn over itself.

use std::io::{self, IsTerminal as _, Write as _};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use compiler::files::{FileError, Files, Found, Listing};

/// Runs are silent for this long.
const PATIENCE: Duration = Duration::from_secs(1);

/// The spinner turns this often.
const TICK: Duration = Duration::from_millis(100);

/// Files that count how many of them are read.
#[derive(Debug)]
pub(crate) struct Counting<'a, F> {
    files: &'a F,
    read: AtomicUsize,
}

impl<'a, F: Files> Counting<'a, F> {
    /// Reads `files`, and counts.
    pub(crate) fn new(files: &'a F) -> Self {
        Self { files, read: AtomicUsize::new(0) }
    }

    /// Does the work, and shows that it is being done once that takes longer than a moment.
    pub(crate) fn shown<'s, T>(&'s self, what: &str, work: impl FnOnce(&'s Self) -> T) -> T {
        if !io::stderr().is_terminal() {
            return work(self);
        }
        let (done, is_done) = mpsc::channel::<()>();
        let read = &self.read;
        std::thread::scope(|scope| {
            scope.spawn(move || spin(what, read, &is_done));
            let made = work(self);
            drop(done);
            made
        })
    }
}

impl<F: Files> Files for Counting<'_, F> {
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, FileError> {
        self.read.fetch_add(1, Ordering::Relaxed);
        self.files.read(path)
    }

    fn listing(&self, folder: &str) -> Result<Listing, FileError> {
        self.files.listing(folder)
    }

    fn what_is(&self, path: &str) -> Found {
        self.files.what_is(path)
    }
}

/// Draws until the sender is dropped, then wipes what it drew.
fn spin(what: &str, read: &AtomicUsize, is_done: &Receiver<()>) {
    let begun = Instant::now();
    let mut pause = PATIENCE;
    let mut drawn = false;
    while is_done.recv_timeout(pause) == Err(RecvTimeoutError::Timeout) {
        draw(&frame(what, read.load(Ordering::Relaxed), begun.elapsed()));
        (pause, drawn) = (TICK, true);
    }
    if drawn {
        draw("");
    }
}

/// `⠋ generating: 12034 files read, 3 s`.
fn frame(what: &str, read: usize, elapsed: Duration) -> String {
    const DOTS: [char; 10] = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
    let turn = usize::try_from(elapsed.as_millis() / TICK.as_millis()).unwrap_or_default();
    format!("{} {what}: {read} files read, {} s", DOTS[turn % DOTS.len()], elapsed.as_secs())
}

/// Writes over the line that the cursor is on: back to its beginning, erase to its end (ECMA-48, EL).
fn draw(text: &str) {
    let mut stderr = io::stderr().lock();
    // A terminal that cannot be written to needs no spinner.
    let _ = write!(stderr, "\r\u{1b}[K{text}").and_then(|()| stderr.flush());
}

#[cfg(test)]
mod tests {
    use super::*;
    use compiler::files::Memory;

    #[test]
    fn a_frame_says_what_how_far_and_how_long() {
        assert_eq!(frame("checking", 12, Duration::from_millis(1250)), "⠹ checking: 12 files read, 1 s");
    }

    #[test]
    fn reads_are_counted_and_work_gives_its_value() {
        let memory = Memory::from_listing("-- a --\nx\n");
        let files = Counting::new(&memory);
        let content = files.shown("reading", |files| files.read("a").ok().flatten());
        assert_eq!((content.as_deref(), files.read.load(Ordering::Relaxed)), (Some(b"x\n".as_slice()), 1));
    }
}
