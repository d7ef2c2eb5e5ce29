//! Puts right what a process that died has left: removes what was not decided, finishes what was.
//!
//! A journal is input like any other: it can be cut short, or be written by somebody else. Nothing is done
//! outside the root or to files that are not what it says.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;

use super::journal::{self, BEGUN, DECIDED, Journal, Line, Record};
use super::{Safety, WriteError, remove_empty, target};
use crate::files::{self, Disk};

/// What was done about a write that had been interrupted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recovered {
    /// Files that now hold what the write had decided, or are gone.
    pub finished: Vec<String>,
    /// Files that somebody has changed since; they keep what they hold.
    pub kept: Vec<String>,
}

/// Finishes or undoes a write that was interrupted, if there was one.
///
/// Whoever calls it keeps other writers away meanwhile: it would take a write that is going on for one that
/// was interrupted.
///
/// # Errors
/// The machine refuses; another call goes on where this one ended.
pub fn recover(disk: &Disk) -> Result<Recovered, WriteError> {
    let mut recovered = Recovered::default();
    for (name, work) in [(DECIDED, finish as Work), (BEGUN, undo)] {
        let Some((journal, record)) = Journal::find(disk, name)? else { continue };
        if let Some(Record { writer, lines }) = &record {
            for (number, line) in lines.iter().enumerate() {
                // What may not be written has not been written.
                let Ok(target) = target::locate(&line.path, disk) else { continue };
                let beside = target.with_file_name(files::temporary(*writer, number));
                let step = Step { line, target: &target, beside: &beside, root: disk.root() };
                work(&step, &mut recovered).map_err(|error| WriteError { path: line.path.clone(), error })?;
            }
        }
        journal.remove()?;
    }
    Ok(recovered)
}

/// What is done about one line.
type Work = fn(&Step<'_>, &mut Recovered) -> io::Result<()>;

/// One line, with its places on this machine.
struct Step<'a> {
    line: &'a Line,
    target: &'a Path,
    beside: &'a Path,
    root: &'a Path,
}

impl Step<'_> {
    fn folder(&self) -> &Path {
        self.target.parent().unwrap_or(self.root)
    }
}

fn undo(step: &Step<'_>, _: &mut Recovered) -> io::Result<()> {
    remove(step.beside)?;
    // Perhaps the folder was made for the file.
    if step.line.old.is_none() {
        remove_empty(step.folder(), step.root);
    }
    Ok(())
}

fn finish(step: &Step<'_>, recovered: &mut Recovered) -> io::Result<()> {
    let Line { path, old, new } = step.line;
    // Without the temporary file, the rename has happened.
    if new.is_some() && !is_file(step.beside) {
        return Ok(());
    }
    let present = journal::hash_of(step.target)?;
    // Nobody waited until a generated file was on the disk; another run generates it.
    if new.is_some() && journal::hash_of(step.beside)? != *new {
        return remove(step.beside);
    }
    if present != *new && present != *old {
        recovered.kept.push(path.clone());
        return remove(step.beside);
    }
    if present != *new {
        match new {
            Some(_) => fs::rename(step.beside, step.target)?,
            None => fs::remove_file(step.target)?,
        }
        recovered.finished.push(path.clone());
    }
    if new.is_none() {
        remove_empty(step.folder(), step.root);
    }
    remove(step.beside)?;
    if step.folder().is_dir() { Safety::Machine.sync_folder(step.folder()) } else { Ok(()) }
}

fn is_file(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_file())
}

/// Removes a temporary file; what has its name and is no file is not ours.
fn remove(temporary: &Path) -> io::Result<()> {
    if !is_file(temporary) {
        return Ok(());
    }
    match fs::remove_file(temporary) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        Ok(()) | Err(_) => Ok(()),
    }
}
