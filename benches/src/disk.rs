//! Files and folders, with errors that say what was being done.

use std::fs;
use std::path::{Path, PathBuf};

/// A folder that is removed when it goes out of scope, unless people want to keep it.
#[derive(Debug)]
pub(crate) struct Folder {
    path: PathBuf,
    end: End,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Remove,
    Keep,
}

impl Folder {
    /// A new folder: `name` below `keep`, or a temporary one.
    ///
    /// # Errors
    /// It cannot be made, or is to be kept and holds something already.
    pub(crate) fn new(keep: Option<&Path>, name: &str) -> Result<Self, String> {
        let (path, end) = match keep {
            Some(keep) => (keep.join(name), End::Keep),
            None => (std::env::temp_dir().join(format!("rollbook-bench-{}-{name}", std::process::id())), End::Remove),
        };
        if fs::read_dir(&path).is_ok_and(|mut entries| entries.next().is_some()) {
            return Err(format!("`{}` holds something already", path.display()));
        }
        fs::create_dir_all(&path).map_err(|error| failed("make", &path, &error))?;
        let path = path.canonicalize().map_err(|error| failed("find", &path, &error))?;
        Ok(Self { path, end })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        match self.end {
            End::Remove => drop(fs::remove_dir_all(&self.path)),
            End::Keep => {}
        }
    }
}

/// Writes a file and the folders above it.
pub(crate) fn write(path: &Path, text: &str) -> Result<(), String> {
    let written = path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(path, text));
    written.map_err(|error| failed("write", path, &error))
}

pub(crate) fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| failed("read", path, &error))
}

/// Removes a folder with all that is in it; there may be none.
pub(crate) fn remove(folder: &Path) -> Result<(), String> {
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(|error| failed("remove", folder, &error))?;
    }
    Ok(())
}

/// All files below a folder with their sizes, but those in `target`, where Rollbook keeps its stamp.
pub(crate) fn files(folder: &Path) -> Result<Vec<(PathBuf, u64)>, String> {
    let mut found = Vec::new();
    walk(folder, &mut |path, bytes| found.push((path, bytes)))?;
    Ok(found)
}

fn walk(folder: &Path, visit: &mut dyn FnMut(PathBuf, u64)) -> Result<(), String> {
    let wrong = |error| failed("read", folder, &error);
    for entry in fs::read_dir(folder).map_err(wrong)? {
        let entry = entry.map_err(wrong)?;
        let path = entry.path();
        if !entry.file_type().map_err(wrong)?.is_dir() {
            visit(path, entry.metadata().map_err(wrong)?.len());
        } else if entry.file_name() != "target" {
            walk(&path, visit)?;
        }
    }
    Ok(())
}

pub(crate) fn failed(what: &str, path: &Path, error: &std::io::Error) -> String {
    format!("cannot {what} `{}`: {error}", path.display())
}
