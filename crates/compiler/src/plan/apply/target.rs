//! Where a change goes, and whether it may: below the root, by no link, over what the plan has seen.

use std::error::Error;
use std::fmt;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Component, Path, PathBuf};

use super::super::{Action, Change};
use crate::files::Disk;

/// The resolved place of a path, at which there is a file or nothing.
///
/// # Errors
/// It lies outside the root, in a content folder or in a folder of git; it is a link or a folder; or a file
/// stands where a folder should be.
pub(super) fn locate(path: &str, disk: &Disk) -> io::Result<PathBuf> {
    let refused = |why: &str| Err(io::Error::new(ErrorKind::PermissionDenied, why));
    if path.starts_with('$') {
        return refused("it lies in a content folder, which is only read");
    }
    let location = Path::new(path);
    let is_plain = location.components().all(|part| matches!(part, Component::Normal(_)));
    if !is_plain || path.split('/').any(|name| matches!(name, "" | "." | "..")) {
        return refused("it leads outside the project");
    }
    if path.split('/').any(|name| name.eq_ignore_ascii_case(".git")) {
        return refused("it lies in a folder of git");
    }
    let (Some(folder), Some(name)) = (location.parent(), location.file_name()) else {
        return refused("it leads outside the project");
    };
    let folder = resolve(&disk.root().join(folder))?;
    if !folder.starts_with(disk.root()) {
        return refused("it leads outside the project");
    }
    let target = folder.join(name);
    match fs::symlink_metadata(&target) {
        Ok(metadata) if metadata.is_symlink() => refused("it is a link, and what it leads to may be elsewhere"),
        Ok(metadata) if metadata.is_dir() => refused("there is a folder in its place"),
        Ok(metadata) if !metadata.is_file() => refused("what is there is no file"),
        Ok(_) => Ok(target),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(target),
        Err(error) => Err(error),
    }
}

/// The resolved place of a folder, which need not be there.
fn resolve(folder: &Path) -> io::Result<PathBuf> {
    let mut missing = Vec::new();
    for above in folder.ancestors() {
        match above.canonicalize() {
            Ok(real) if real.is_dir() => return Ok(missing.iter().rev().fold(real, |folder, name| folder.join(name))),
            Ok(_) => return Err(ErrorKind::NotADirectory.into()),
            // A link that leads nowhere is something.
            Err(error) if fs::symlink_metadata(above).is_ok() => return Err(error),
            Err(_) => missing.extend(above.file_name()),
        }
    }
    Err(ErrorKind::NotFound.into())
}

/// What somebody else has done to a file since the plan was made.
#[derive(Debug)]
pub(super) struct Outdated(&'static str);

impl fmt::Display for Outdated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "somebody else has {}", self.0)
    }
}

impl Error for Outdated {}

/// Whether a target still holds what the plan has seen. What somebody else has written since would be lost.
///
/// # Errors
/// It does not ([`Outdated`]), or cannot be read.
pub(super) fn unchanged(change: &Change, target: &Path) -> io::Result<()> {
    let present = match fs::read(target) {
        Ok(present) => Some(present),
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(error) => return Err(error),
    };
    let what = match (&change.action, present) {
        (Action::Create, None) => return Ok(()),
        (Action::Create, Some(_)) => "made it since",
        (Action::Update { old } | Action::Delete { old }, Some(present)) if *old == present => return Ok(()),
        (Action::Update { .. } | Action::Delete { .. }, Some(_)) => "changed it since it was read",
        (Action::Update { .. } | Action::Delete { .. }, None) => "removed it since it was read",
    };
    Err(io::Error::other(Outdated(what)))
}
