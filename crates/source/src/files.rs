//! What a run may read: files by path, wherever they lie, and how paths are written.
//!
//! Paths are relative to one root, with `/` and without `.` or `..`. A path that begins with `$NAME/`
//! lies in a content folder that the caller mounted under that name.

mod memory;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;
use std::io;

pub use memory::Memory;

/// No file larger than this is read at all; what a large registry generates stays below it.
pub const MAX_READ: u64 = 1 << 30;

/// Reads files below a root and nowhere else.
pub trait Files {
    /// The bytes of a file, `None` where there is no such file.
    ///
    /// # Errors
    /// The file exists but cannot be read, is larger than [`MAX_READ`], or lies outside the root; or
    /// there is a symlink that leads nowhere.
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, FileError>;

    /// What lies below a folder; empty where there is no such folder.
    ///
    /// # Errors
    /// It lies outside the root, or a folder below it cannot be read.
    fn listing(&self, folder: &str) -> Result<Listing, FileError>;

    /// The paths of a listing, for those who read what they find: a link that leads astray says so then.
    ///
    /// # Errors
    /// Those of [`Files::listing`].
    fn list(&self, folder: &str) -> Result<Vec<String>, FileError> {
        Ok(self.listing(folder)?.paths)
    }

    /// What is at a path.
    fn what_is(&self, path: &str) -> Found;
}

/// What lies below a folder.
#[derive(Debug, Default)]
pub struct Listing {
    /// The paths of all files, and of the symlinks that lead astray; sorted by bytes. The temporary files
    /// of a write are not among them: nobody else is to see them, whatever a glob says.
    pub paths: Vec<String>,
    /// The symlinks that lead outside the root or nowhere, whose content nobody can read; sorted by path.
    pub astray: Vec<FileError>,
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
    /// More than a limit.
    TooLarge {
        /// How many bytes there are.
        bytes: u64,
        /// How many there may be.
        limit: u64,
    },
    /// The path, or a symlink on it, leaves the root.
    Outside,
    /// The path is a symlink to something that does not exist.
    Dangling,
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = &self.path;
        match &self.why {
            Why::Io(error) => write!(f, "cannot read `{path}`: {error}"),
            Why::TooLarge { bytes, limit } => write!(f, "`{path}` has {bytes} bytes, the limit is {limit}"),
            Why::Outside => write!(f, "`{path}` leads outside the project"),
            Why::Dangling => write!(f, "`{path}` is a link that leads nowhere"),
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

/// A file or folder in a folder, which is empty for the root.
#[must_use]
pub fn child(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}

/// What of a path lies below a folder, which is empty for the root.
#[must_use]
pub fn below<'a>(folder: &str, path: &'a str) -> Option<&'a str> {
    if folder.is_empty() { Some(path) } else { path.strip_prefix(folder)?.strip_prefix('/') }
}

/// The path beside a path that is most like it, and is such a thing.
#[must_use]
pub fn nearest(files: &impl Files, path: &str, wanted: Found) -> Option<String> {
    let folder = parent(path);
    let below = |path: &String| {
        let name = path.strip_prefix(folder)?.trim_start_matches('/').split('/').next()?;
        Some(child(folder, name))
    };
    let beside: BTreeSet<String> = files.list(folder).ok()?.iter().filter_map(below).collect();
    let such = beside.iter().filter(|path| files.what_is(path) == wanted).map(String::as_str);
    crate::nearest(path, such).map(str::to_owned)
}

/// A path as it is typed in a shell (POSIX.1-2017, Shell Command Language, section 2.2.2).
#[must_use]
pub fn typed(path: &str) -> Cow<'_, str> {
    let plain = |character: char| character.is_alphanumeric() || matches!(character, '.' | '_' | '-' | '/' | '@' | '+');
    if !path.is_empty() && !path.starts_with('-') && path.chars().all(plain) {
        return Cow::Borrowed(path);
    }
    Cow::Owned(format!("'{}'", path.replace('\'', "'\\''")))
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
    fn a_child_lies_below_its_folder() {
        for folder in ["", "docs", "docs/a"] {
            assert_eq!(below(folder, &child(folder, "b.md")), Some("b.md"), "{folder}");
        }
        assert_eq!((below("docs", "docs2/b.md"), below("docs", "docs")), (None, None));
    }

    #[test]
    fn names_the_nearest_folder_or_file() {
        let files = Memory::from_listing("-- bakery/a.yaml --\n-- shop/ovens/b.yaml --\n-- shop/ovems --\n");
        let near = |path, wanted| nearest(&files, path, wanted);
        assert_eq!(near("bakrey", Found::Folder), Some("bakery".to_owned()));
        assert_eq!(near("shop/oven", Found::Folder), Some("shop/ovens".to_owned()));
        assert_eq!(near("shop/ovem", Found::File), Some("shop/ovems".to_owned()));
        assert_eq!((near("bakrey", Found::File), near("nowhere/x", Found::Folder)), (None, None));
    }

    #[test]
    fn paths_are_quoted_where_a_shell_would_read_them_otherwise() {
        let cases = [
            ("a/b.yaml", "a/b.yaml"),
            ("größe", "größe"),
            ("A b", "'A b'"),
            ("it's", r"'it'\''s'"),
            ("$(x)", "'$(x)'"),
        ];
        for (path, shown) in cases {
            assert_eq!(typed(path), shown);
        }
    }

    #[test]
    fn relative_paths_lead_back() {
        assert_eq!(relative("docs/registry/scenario", "docs/steps/a.md"), "../../steps/a.md");
        assert_eq!(relative("docs", "docs/a.md"), "a.md");
        assert_eq!(relative("", "a/b.md"), "a/b.md");
    }
}
