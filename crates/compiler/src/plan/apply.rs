//! Carries a plan out: each file is replaced as a whole or not at all.

use std::fmt;
use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use super::{Action, Plan};
use crate::files::Disk;

/// A file that could not be written or deleted.
#[derive(Debug)]
pub struct WriteError {
    /// The file, relative to the root.
    pub path: String,
    /// The reason.
    pub error: io::Error,
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

/// Writes and deletes what the plan says.
///
/// A new text is written beside its file and renamed over it, so a process that dies leaves the old
/// file or the new one, never half of it. Folders that become empty are removed.
///
/// # Errors
/// A file cannot be written or deleted; the files before it, in the order of the plan, have been.
pub fn apply(plan: &Plan, disk: &Disk) -> Result<(), WriteError> {
    for change in &plan.changes {
        let failed = |error| WriteError { path: change.path.clone(), error };
        let outside = || failed(io::Error::new(io::ErrorKind::PermissionDenied, "it leads outside the project"));
        let path = disk.locate(&change.path).ok_or_else(outside)?;
        let folder = path.parent().ok_or_else(outside)?;
        match &change.action {
            Action::Create | Action::Update { .. } => {
                fs::create_dir_all(folder).map_err(failed)?;
                let inside = folder.canonicalize().map_err(failed)?.starts_with(disk.root());
                let is_link = fs::symlink_metadata(&path).is_ok_and(|metadata| metadata.is_symlink());
                if !inside || is_link {
                    return Err(outside());
                }
                replace(&path, &change.content).map_err(failed)?;
            }
            Action::Delete => {
                fs::remove_file(&path).map_err(failed)?;
                remove_empty(folder, disk.root());
            }
        }
    }
    Ok(())
}

fn replace(path: &Path, content: &[u8]) -> io::Result<()> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.new", std::process::id()));
    let beside = path.with_file_name(name);
    let written =
        fs::File::create(&beside).and_then(|mut file| file.write_all(content)).and_then(|()| fs::rename(&beside, path));
    if written.is_err() {
        // The original error says more than a failure to clean up would.
        let _ = fs::remove_file(&beside);
    }
    written
}

/// Removes a folder and the folders above it while they are empty; `remove_dir` refuses all others.
fn remove_empty(folder: &Path, root: &Path) {
    let mut folder = folder;
    while folder != root && fs::remove_dir(folder).is_ok() {
        let Some(parent) = folder.parent() else { return };
        folder = parent;
    }
}
