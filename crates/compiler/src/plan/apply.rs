//! Carries a plan out: all of it or nothing, and each file as a whole.
//!
//! 1. Every target is checked: it lies below the root, no link leads to it, and it holds what the plan has seen.
//! 2. A journal lists what is going to happen.
//! 3. Each new content is written to a temporary file beside its target.
//! 4. The journal is renamed, which decides: before that everything is old, from then on everything will be new.
//! 5. The temporary files are renamed over their targets, and what is to be deleted is.
//! 6. The journal is removed.
//!
//! A failure puts back what was done. After a process has died, the next one that writes calls [`recover`],
//! which removes what was not decided and finishes what was.
//!
//! Definitions also outlive a failure of power: every step reaches the disk before the next. Generated files
//! can be generated again, so nobody waits until they are on the disk: `docs/decisions/0010-writing.md` has the
//! figures.

mod journal;
mod target;

mod recover;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::fmt;
use std::fs::{self, File, Permissions};
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

pub use recover::{Recovered, recover};

use self::journal::Journal;
use super::{Action, Change, Plan};
use crate::files::{self, Disk};
use crate::render::bears_header;

/// A file that could not be written or deleted.
#[derive(Debug)]
pub struct WriteError {
    /// The file, relative to the root.
    pub path: String,
    /// The reason.
    pub error: io::Error,
}

impl WriteError {
    /// Whether somebody else has written since the plan was made; another run sees what is there now.
    #[must_use]
    pub fn is_outdated(&self) -> bool {
        self.error.get_ref().and_then(|error| error.downcast_ref::<target::Outdated>()).is_some()
    }
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot write `{}`: {}", self.path, self.error)
    }
}

impl std::error::Error for WriteError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.error)
    }
}

/// Writes and deletes what the plan says, or nothing of it.
///
/// A reader sees the old file or the new one, never half of it; of several files it may see some old and
/// some new for a moment. A file keeps its permissions. Folders that become empty are removed.
///
/// Whoever calls it keeps other writers away from when the plan's files were read until it returns.
///
/// # Errors
/// A target lies outside the project, is a link, is not what the plan has seen, or cannot be written. Then
/// every file is what it was; where one could not be put back, the error names it.
pub fn apply(plan: &Plan, disk: &Disk) -> Result<(), WriteError> {
    if plan.changes.is_empty() {
        return Ok(());
    }
    recover(disk)?;
    let mut write = Write::begin(plan, disk)?;
    if let Err(error) = write.prepare().and_then(|()| write.decide()) {
        write.abandon();
        return Err(error);
    }
    if let Err(error) = write.carry_out() {
        let stuck = write.put_back();
        write.abandon();
        return Err(with_stuck(error, &stuck));
    }
    write.finish()
}

/// A plan on its way to the disk.
#[derive(Debug)]
struct Write<'a> {
    steps: Vec<Step<'a>>,
    /// What the plan as a whole has to outlive: as much as any step.
    safety: Safety,
    /// `None` where there is no place for it and the plan can do without.
    journal: Option<Journal>,
    root: &'a Path,
    /// Folders that were made, each after the one that it lies in.
    made: Vec<PathBuf>,
    /// How many steps have been carried out.
    done: usize,
}

/// One change, with its places on this machine.
#[derive(Debug)]
struct Step<'a> {
    change: &'a Change,
    target: PathBuf,
    /// The temporary file.
    beside: PathBuf,
    safety: Safety,
    /// Those of the file that is there now.
    permissions: Option<Permissions>,
}

/// What a write has to outlive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Safety {
    /// That the process dies.
    Process,
    /// Also that the machine does.
    Machine,
}

impl Safety {
    /// What people have written cannot be generated again.
    fn of(change: &Change) -> Self {
        let text = match &change.action {
            Action::Create | Action::Update { .. } => &change.content,
            Action::Delete { old } => old,
        };
        if bears_header(text) { Self::Process } else { Self::Machine }
    }

    /// Waits until a file is on the disk, where that is needed.
    fn sync(self, file: &File) -> io::Result<()> {
        match self {
            Self::Process => Ok(()),
            Self::Machine => file.sync_all(),
        }
    }

    /// Waits until the names in a folder are on the disk, where that is needed.
    fn sync_folder(self, folder: &Path) -> io::Result<()> {
        match self {
            Self::Machine if cfg!(unix) => match File::open(folder)?.sync_all() {
                // Some file systems know no such thing (fsync(2), EINVAL).
                Err(error) if matches!(error.kind(), ErrorKind::InvalidInput | ErrorKind::Unsupported) => Ok(()),
                synced => synced,
            },
            // Other systems cannot open a folder.
            Self::Machine | Self::Process => Ok(()),
        }
    }
}

impl<'a> Write<'a> {
    /// Checks every target, and begins the journal.
    fn begin(plan: &'a Plan, disk: &'a Disk) -> Result<Self, WriteError> {
        let writer = std::process::id();
        let mut steps = Vec::new();
        let mut targets = BTreeSet::new();
        for (number, change) in plan.changes.iter().enumerate() {
            let failed = |error| WriteError { path: change.path.clone(), error };
            let target = target::locate(&change.path, disk).map_err(failed)?;
            target::unchanged(change, &target).map_err(failed)?;
            if !targets.insert(target.clone()) {
                return Err(failed(io::Error::other("it is another path of a file that is written as well")));
            }
            let beside = target.with_file_name(files::temporary(writer, number));
            let permissions = fs::metadata(&target).ok().map(|metadata| metadata.permissions());
            steps.push(Step { change, target, beside, safety: Safety::of(change), permissions });
        }
        let safety = steps.iter().map(|step| step.safety).max().unwrap_or(Safety::Process);
        let journal = match Journal::begin(disk, writer, &plan.changes, safety) {
            Ok(journal) => Some(journal),
            // Without one, nobody would finish the other definitions after the process has died.
            Err(error) if steps.iter().filter(|step| step.safety == Safety::Machine).count() > 1 => return Err(error),
            Err(_) => None,
        };
        Ok(Self { steps, safety, journal, root: disk.root(), made: Vec::new(), done: 0 })
    }

    /// Writes the temporary files.
    fn prepare(&mut self) -> Result<(), WriteError> {
        for step in &self.steps {
            let failed = |error| WriteError { path: step.change.path.clone(), error };
            match step.change.action {
                Action::Create | Action::Update { .. } => {
                    make_folder(step.folder(), &mut self.made).map_err(failed)?;
                    step.write_beside(&step.change.content).map_err(failed)?;
                }
                Action::Delete { .. } => {}
            }
        }
        self.sync_folders()
    }

    /// From here on the plan will be carried out, even if this process dies.
    fn decide(&mut self) -> Result<(), WriteError> {
        // Waiting for the disk takes time, and people save their files meanwhile.
        for Step { change, target, .. } in self.lasting() {
            let failed = |error| WriteError { path: change.path.clone(), error };
            target::unchanged(change, target).map_err(failed)?;
        }
        match &mut self.journal {
            // One rename needs no journal to be whole.
            Some(journal) if self.steps.len() > 1 => journal.decide(self.safety),
            Some(_) | None => Ok(()),
        }
    }

    fn carry_out(&mut self) -> Result<(), WriteError> {
        for step in &self.steps {
            step.carry_out().map_err(|error| WriteError { path: step.change.path.clone(), error })?;
            self.done += 1;
        }
        Ok(())
    }

    fn finish(self) -> Result<(), WriteError> {
        self.sync_folders()?;
        self.journal.map_or(Ok(()), Journal::remove)?;
        for step in self.steps {
            if matches!(step.change.action, Action::Delete { .. }) {
                remove_empty(step.folder(), self.root);
            }
        }
        Ok(())
    }

    /// Undoes the steps that were carried out; gives the paths where that is impossible.
    ///
    /// The journal still says that they are to be carried out: a process that dies here too leaves some old
    /// and some new.
    fn put_back(&mut self) -> Vec<&'a str> {
        let mut stuck = Vec::new();
        for step in self.steps[..self.done].iter().rev() {
            if step.put_back().is_err() {
                stuck.push(step.change.path.as_str());
            }
        }
        stuck
    }

    /// Removes what is left of a plan that is not carried out. What cannot be removed is the next run's.
    fn abandon(self) {
        for step in &self.steps {
            let _ = fs::remove_file(&step.beside);
        }
        for folder in self.made.iter().rev() {
            let _ = fs::remove_dir(folder);
        }
        let _ = self.journal.map_or(Ok(()), Journal::remove);
    }

    /// The steps that have to outlive the machine.
    fn lasting(&self) -> impl Iterator<Item = &Step<'a>> {
        self.steps.iter().filter(|step| step.safety == Safety::Machine)
    }

    fn sync_folders(&self) -> Result<(), WriteError> {
        let mut folders = BTreeSet::new();
        for folder in self.lasting().map(Step::folder) {
            folders.insert(folder);
            // A new folder is itself a name in another.
            let made = folder.ancestors().take_while(|above| self.made.iter().any(|made| made == above));
            folders.extend(made.filter_map(Path::parent));
        }
        for folder in folders {
            self.safety.sync_folder(folder).map_err(|error| WriteError { path: shown(folder, self.root), error })?;
        }
        Ok(())
    }
}

impl Step<'_> {
    fn folder(&self) -> &Path {
        self.target.parent().unwrap_or(&self.target)
    }

    fn write_beside(&self, content: &[u8]) -> io::Result<()> {
        let mut file = match File::create_new(&self.beside) {
            // The name is ours: a process of the same number has died here.
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                fs::remove_file(&self.beside)?;
                File::create_new(&self.beside)?
            }
            made => made?,
        };
        file.write_all(content)?;
        if let Some(permissions) = &self.permissions {
            file.set_permissions(permissions.clone())?;
        }
        self.safety.sync(&file)
    }

    fn carry_out(&self) -> io::Result<()> {
        match self.change.action {
            Action::Create | Action::Update { .. } => fs::rename(&self.beside, &self.target),
            Action::Delete { .. } => fs::remove_file(&self.target),
        }
    }

    fn put_back(&self) -> io::Result<()> {
        match &self.change.action {
            Action::Create => fs::remove_file(&self.target),
            Action::Update { old } | Action::Delete { old } => {
                self.write_beside(old).and_then(|()| fs::rename(&self.beside, &self.target))
            }
        }
    }
}

fn with_stuck(failed: WriteError, stuck: &[&str]) -> WriteError {
    if stuck.is_empty() {
        return failed;
    }
    let error = format!("{}; what was written before could not be put back: `{}`", failed.error, stuck.join("`, `"));
    WriteError { error: io::Error::new(failed.error.kind(), error), ..failed }
}

/// Makes a folder and those above it, and notes which were made.
fn make_folder(folder: &Path, made: &mut Vec<PathBuf>) -> io::Result<()> {
    let missing: Vec<&Path> = folder.ancestors().take_while(|folder| !folder.is_dir()).collect();
    for folder in missing.into_iter().rev() {
        fs::create_dir(folder)?;
        made.push(folder.to_owned());
    }
    Ok(())
}

/// Removes a folder and the folders above it while they are empty; `remove_dir` refuses all others.
fn remove_empty(folder: &Path, root: &Path) {
    let mut folder = folder;
    while folder != root && fs::remove_dir(folder).is_ok() {
        let Some(parent) = folder.parent() else { return };
        folder = parent;
    }
}

/// A place as people write it: relative to the root, `.` for the root itself.
fn shown(place: &Path, root: &Path) -> String {
    let relative = place.strip_prefix(root).unwrap_or(place).to_string_lossy();
    if relative.is_empty() { ".".to_owned() } else { relative.replace('\\', "/") }
}
