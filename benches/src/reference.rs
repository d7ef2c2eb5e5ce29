//! The reference: a process that finds, reads and hashes each file of a project once, and does nothing else.
//!
//! No run that looks at the bytes of all files can be cheaper, so the other figures are given as multiples
//! of it. It hashes as the stamp does, with 128 bits of XXH3.

use std::fs;
use std::path::{Path, PathBuf};

use xxhash_rust::xxh3::xxh3_128;

use crate::disk::failed;

/// Hashes all files below a folder and prints how many they are, so that the work cannot be left out.
///
/// # Errors
/// A file cannot be read.
pub(crate) fn run(folder: &Path) -> Result<(), String> {
    let mut paths = Vec::new();
    list(folder, &mut paths)?;
    paths.sort_unstable();
    let (mut bytes, mut all) = (0, 0);
    for path in &paths {
        let content = fs::read(path).map_err(|error| failed("read", path, &error))?;
        bytes += content.len();
        all ^= xxh3_128(&content);
    }
    println!("{} files, {bytes} bytes, {all:032x}", paths.len());
    Ok(())
}

/// As a run of Rollbook lists: folders without asking for the size of each file, and without `target`.
fn list(folder: &Path, paths: &mut Vec<PathBuf>) -> Result<(), String> {
    let wrong = |error| failed("read", folder, &error);
    for entry in fs::read_dir(folder).map_err(wrong)? {
        let entry = entry.map_err(wrong)?;
        if !entry.file_type().map_err(wrong)?.is_dir() {
            paths.push(entry.path());
        } else if entry.file_name() != "target" {
            list(&entry.path(), paths)?;
        }
    }
    Ok(())
}
