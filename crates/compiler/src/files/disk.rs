//! Files on disk, below a root and the content folders that the caller mounted.

use std::collections::BTreeMap;
use std::fs;
use std::io::{ErrorKind, Read as _};
use std::path::{Path, PathBuf};

use super::{FileError, Files, Found, MAX_BYTES, Why};

/// Files on disk. Symlinks are followed only while they stay below the root.
#[derive(Debug)]
pub struct Disk {
    root: PathBuf,
    mounts: BTreeMap<String, PathBuf>,
}

impl Disk {
    /// The files below `root`, which must exist.
    ///
    /// # Errors
    /// The root cannot be resolved.
    pub fn open(root: &Path) -> std::io::Result<Self> {
        Ok(Self { root: root.canonicalize()?, mounts: BTreeMap::new() })
    }

    /// Also the files below `folder`, under `$name/`.
    ///
    /// # Errors
    /// The folder cannot be resolved.
    pub fn mount(&mut self, name: &str, folder: &Path) -> std::io::Result<()> {
        self.mounts.insert(format!("${name}"), folder.canonicalize()?);
        Ok(())
    }

    /// The resolved root.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Where a path of the project lies on this machine.
    #[must_use]
    pub fn locate(&self, path: &str) -> Option<PathBuf> {
        let (base, rest) = self.base(path)?;
        Some(if rest.is_empty() { base.to_owned() } else { base.join(rest) })
    }

    fn base<'a>(&'a self, path: &'a str) -> Option<(&'a Path, &'a str)> {
        let (first, rest) = path.split_once('/').unwrap_or((path, ""));
        if first.starts_with('$') {
            return self.mounts.get(first).map(|folder| (folder.as_path(), rest));
        }
        Some((&self.root, path))
    }

    fn inside(&self, real: &Path) -> bool {
        real.starts_with(&self.root) || self.mounts.values().any(|folder| real.starts_with(folder))
    }

    fn walk(&self, folder: &Path, name: &str, found: &mut Vec<String>) -> Result<(), FileError> {
        let failed = |error| FileError { path: name.to_owned(), why: Why::Io(error) };
        let entries = match fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => return Ok(()),
            Err(error) => return Err(failed(error)),
        };
        for entry in entries {
            let entry = entry.map_err(failed)?;
            let file_name = entry.file_name();
            // A name that is not UTF-8 cannot be matched by a glob, so nothing can refer to it.
            let Some(file_name) = file_name.to_str() else { continue };
            let path = if name.is_empty() { file_name.to_owned() } else { format!("{name}/{file_name}") };
            let kind = entry.file_type().map_err(failed)?;
            if kind.is_symlink() {
                let outside = || FileError { path: path.clone(), why: Why::Outside };
                let real = entry.path().canonicalize().map_err(|_| outside())?;
                if !self.inside(&real) {
                    return Err(outside());
                }
                // Linked folders are not walked: what they hold is found at its own place.
                if real.is_file() {
                    found.push(path);
                }
            } else if kind.is_dir() {
                if !matches!(file_name, ".git" | "target" | "node_modules") {
                    self.walk(&entry.path(), &path, found)?;
                }
            } else {
                found.push(path);
            }
        }
        Ok(())
    }
}

impl Files for Disk {
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, FileError> {
        let failed = |why| FileError { path: path.to_owned(), why };
        let location = self.locate(path).ok_or_else(|| failed(Why::Outside))?;
        let mut file = match fs::File::open(&location) {
            Ok(file) => file,
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => return Ok(None),
            Err(error) => return Err(failed(Why::Io(error))),
        };
        let metadata = file.metadata().map_err(|error| failed(Why::Io(error)))?;
        if metadata.is_dir() {
            return Ok(None);
        }
        if metadata.len() > MAX_BYTES {
            return Err(failed(Why::TooLarge(metadata.len())));
        }
        let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or_default());
        file.read_to_end(&mut bytes).map_err(|error| failed(Why::Io(error)))?;
        Ok(Some(bytes))
    }

    fn list(&self, folder: &str) -> Result<Vec<String>, FileError> {
        let outside = || FileError { path: folder.to_owned(), why: Why::Outside };
        let location = self.locate(folder).ok_or_else(outside)?;
        let Ok(real) = location.canonicalize() else { return Ok(Vec::new()) };
        if !self.inside(&real) {
            return Err(outside());
        }
        let mut found = Vec::new();
        self.walk(&real, folder, &mut found)?;
        found.sort_unstable();
        Ok(found)
    }

    fn what_is(&self, path: &str) -> Found {
        let real = self.locate(path).and_then(|location| location.canonicalize().ok());
        match real {
            Some(real) if !self.inside(&real) => Found::Nothing,
            Some(real) if real.is_dir() => Found::Folder,
            Some(_) => Found::File,
            None => Found::Nothing,
        }
    }
}
