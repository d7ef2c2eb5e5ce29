//! One writer at a time: a lock on a file of the state folder, which the system takes back when a process dies.
//!
//! Everything that writes takes it before it reads the first definition and keeps it until its last write, so
//! that no run writes over what it has not seen. `check`, `gen --check` and all that only looks go without.
//!
//! The file is `target/rollbook/lock`, empty, and stays. The project file would need no place of its own, but
//! editors save by putting another file in its place, NFS locks only what can be written, and two projects
//! with one root write below the same folders. The lock is advisory: editors and git do not ask for it.

use std::fs::{self, File, TryLockError};
use std::io::{self, ErrorKind};
use std::path::Path;
use std::time::{Duration, Instant};

use compiler::files::{Disk, STATE};
use compiler::plan;

use crate::failure::{Failure, reason};
use crate::place::Place;
use crate::print;
use crate::summary;

/// The name of the file, in the state folder.
const FILE: &str = "lock";

/// Waiting is silent for this long.
const PATIENCE: Duration = Duration::from_secs(1);

/// How often it is tried until then.
const NAP: Duration = Duration::from_millis(10);

/// Keeps other writers waiting until it is dropped.
#[derive(Debug)]
pub(crate) struct Lock {
    /// `None` where there can be no lock; closing the file ends the lock.
    _file: Option<File>,
}

impl Lock {
    /// Waits until nobody else writes, and finishes what a writer that died has left.
    ///
    /// Where there can be no lock, the run goes on and says so: most people are their only writer. On a file
    /// system that is only read there is nothing to say, since nobody writes.
    ///
    /// # Errors
    /// What a writer has left cannot be finished.
    pub(crate) fn take(place: &Place) -> Result<Self, Failure> {
        let file = match acquire(&place.disk) {
            Ok(file) => Some(file),
            Err(error) if error.kind() == ErrorKind::ReadOnlyFilesystem => return Ok(Self { _file: None }),
            Err(error) => {
                let why = reason(&error);
                print::say(&format!("warning: cannot lock `{STATE}/{FILE}`: {why}; others may write at the same time"));
                None
            }
        };
        let recovered = plan::recover(&place.disk).map_err(|error| Failure::not_written(&error))?;
        let finished = recovered.finished.len();
        if finished > 0 {
            print::say(&format!("finished a run that was interrupted: {}", summary::count(finished, "file")));
        }
        for path in recovered.kept {
            let path = source::visible(&path);
            print::say(&format!("warning: `{path}` has changed since a run was interrupted, and was left alone"));
        }
        Ok(Self { _file: file })
    }
}

/// The locked file.
fn acquire(disk: &Disk) -> io::Result<File> {
    loop {
        let path = disk.state_folder()?.join(FILE);
        // Nothing is made where a link leads.
        if fs::symlink_metadata(&path).is_ok_and(|metadata| metadata.is_symlink()) {
            return Err(io::Error::new(ErrorKind::PermissionDenied, "it is a link"));
        }
        let file = File::options().create(true).truncate(false).write(true).open(&path)?;
        wait(&file)?;
        // `cargo clean` may have removed the file meanwhile; then a lock on it keeps nobody away.
        if is_at(&file, &path) {
            return Ok(file);
        }
    }
}

/// Waits for the lock, and says so once that takes longer than a moment.
fn wait(file: &File) -> io::Result<()> {
    let begun = Instant::now();
    while begun.elapsed() < PATIENCE {
        match file.try_lock() {
            Ok(()) => return Ok(()),
            Err(TryLockError::WouldBlock) => std::thread::sleep(NAP),
            Err(TryLockError::Error(error)) => return Err(error),
        }
    }
    print::say("waiting for another run to finish writing");
    loop {
        match file.lock() {
            // A signal that ends nothing, flock(2).
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            ended => return ended,
        }
    }
}

/// Whether a path still leads to an open file.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;

    let identity = |metadata: fs::Metadata| (metadata.dev(), metadata.ino());
    let (open, there) = (file.metadata().map(identity), fs::metadata(path).map(identity));
    matches!((open, there), (Ok(open), Ok(there)) if open == there)
}

/// Whether a path still leads to an open file: elsewhere, files that are open cannot be removed.
#[cfg(not(unix))]
fn is_at(_: &File, _: &Path) -> bool {
    true
}
