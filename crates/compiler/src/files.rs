//! What a run may read: a project's files on disk or in memory, and a record of all that was asked.
//!
//! Paths are relative to the project's root, with `/` and without `.` or `..`. A path that begins
//! with `$NAME/` lies in a content folder that the caller mounted under that name.

mod disk;
mod memory;
mod recorded;

use std::fmt;
use std::io;

pub use disk::Disk;
pub use memory::Memory;
pub use recorded::{Fingerprint, Question, Recorded};

/// A file larger than this is not read: definitions are written by people.
pub const MAX_BYTES: u64 = 16 << 20;

/// Reads files below a root and nowhere else.
pub trait Files {
    /// The bytes of a file, `None` where there is no such file.
    ///
    /// # Errors
    /// The file exists but cannot be read, is larger than [`MAX_BYTES`], or lies outside the root.
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, FileError>;

    /// The paths of all files below a folder, sorted by bytes; empty where there is no such folder.
    ///
    /// # Errors
    /// A folder below it cannot be read, or a symlink leads outside the root.
    fn list(&self, folder: &str) -> Result<Vec<String>, FileError>;

    /// What is at a path.
    fn what_is(&self, path: &str) -> Found;
}

/// What is at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Found {
    /// A file.
    File,
    /// A folder.
    Folder,
    /// Nothing, or something outside the root.
    Nothing,
}

/// Why a file could not be read, with the path as people write it.
#[derive(Debug)]
pub struct FileError {
    /// The path, relative to the root.
    pub path: String,
    /// The reason.
    pub why: Why,
}

/// The reason of a [`FileError`].
#[derive(Debug)]
pub enum Why {
    /// The operating system refused.
    Io(io::Error),
    /// More than [`MAX_BYTES`].
    TooLarge(u64),
    /// The path, or a symlink on it, leaves the root.
    Outside,
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = &self.path;
        match &self.why {
            Why::Io(error) => write!(f, "cannot read `{path}`: {error}"),
            Why::TooLarge(bytes) => write!(f, "`{path}` has {bytes} bytes, the limit is {MAX_BYTES}"),
            Why::Outside => write!(f, "`{path}` leads outside the project"),
        }
    }
}

impl std::error::Error for FileError {}

/// `path` below `folder`, both relative to the root, with `.` and `..` worked out.
///
/// `None` where the result would leave the root or `path` is absolute.
#[must_use]
pub fn join(folder: &str, path: &str) -> Option<String> {
    if path.starts_with('/') || path.contains(['\\', '\0', ':']) {
        return None;
    }
    let mut segments: Vec<&str> = folder.split('/').filter(|segment| !segment.is_empty() && *segment != ".").collect();
    // The root itself, or the mount that the folder lies in, is the highest that `..` may reach.
    let floor = usize::from(segments.first().is_some_and(|first| first.starts_with('$')));
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." if segments.len() > floor => {
                segments.pop();
            }
            ".." => return None,
            name => segments.push(name),
        }
    }
    Some(segments.join("/"))
}

/// The folder that a path lies in; empty for the root.
#[must_use]
pub fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The relative path that leads from a folder to a path, both relative to one root.
#[must_use]
pub fn relative(from_folder: &str, to: &str) -> String {
    let from: Vec<&str> = from_folder.split('/').filter(|segment| !segment.is_empty()).collect();
    let to: Vec<&str> = to.split('/').collect();
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count().min(to.len().saturating_sub(1));
    let mut segments = vec![".."; from.len() - shared];
    segments.extend(&to[shared..]);
    segments.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joins_below_the_root_only() {
        let joined = |folder, path| join(folder, path);
        assert_eq!(joined("registry-defs", ".."), Some(String::new()));
        assert_eq!(joined("a/b", "../c/./d.yaml"), Some("a/c/d.yaml".to_owned()));
        for (folder, path) in [("a", "../.."), ("", "/etc/passwd"), ("", "C:/x"), ("", "a\\b"), ("$DATA", "..")] {
            assert_eq!(joined(folder, path), None, "{folder} {path}");
        }
    }

    #[test]
    fn relative_paths_lead_back() {
        assert_eq!(relative("docs/registry/scenario", "docs/steps/a.md"), "../../steps/a.md");
        assert_eq!(relative("docs", "docs/a.md"), "a.md");
        assert_eq!(relative("", "a/b.md"), "a/b.md");
    }
}
