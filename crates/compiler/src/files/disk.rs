//! Files on disk, below a root and the content folders that the caller mounted.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::{FileError, Files, Found, Listing, MAX_READ, STATE, Why, is_temporary};

/// Folders of which no listing has what lies in them.
pub const UNLISTED: [&str; 3] = [".git", "target", "node_modules"];

/// Files on disk. Symlinks are followed only while they stay below the root.
#[derive(Debug)]
pub struct Disk {
    root: PathBuf,
    mounts: BTreeMap<String, PathBuf>,
    /// Folders that files were read from, resolved: most files share theirs with many others, and
    /// resolving each file anew takes longer than reading it.
    folders: RefCell<HashMap<PathBuf, PathBuf>>,
}

impl Disk {
    /// The files below `root`, which must exist.
    ///
    /// # Errors
    /// The root cannot be resolved.
    pub fn open(root: &Path) -> std::io::Result<Self> {
        Ok(Self { root: root.canonicalize()?, mounts: BTreeMap::new(), folders: RefCell::default() })
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

    /// The folder [`STATE`], made if there is none.
    ///
    /// # Errors
    /// It cannot be made, or a link leads from it outside the root.
    pub fn state_folder(&self) -> io::Result<PathBuf> {
        let mut folder = self.root.clone();
        for name in STATE.split('/') {
            folder.push(name);
            fs::create_dir(&folder).or_else(|error| if folder.is_dir() { Ok(()) } else { Err(error) })?;
            // A link in a project may lead anywhere; nothing is written outside of the root.
            if !folder.canonicalize()?.starts_with(&self.root) {
                return Err(io::Error::new(ErrorKind::PermissionDenied, "it leads outside the project"));
            }
        }
        // Projects outside of cargo's reach do not ignore `target`. What is there already is left alone.
        match fs::File::create_new(folder.join(".gitignore"))
            .and_then(|mut file| io::Write::write_all(&mut file, b"*\n"))
        {
            Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(error),
            Ok(()) | Err(_) => Ok(folder),
        }
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

    /// The resolved place of what is at a location, which must not leave the root; `None` for nothing.
    fn resolve(&self, location: &Path) -> Result<Option<PathBuf>, Why> {
        match location.canonicalize() {
            Ok(real) if self.inside(&real) => Ok(Some(real)),
            Ok(_) => Err(Why::Outside),
            Err(error) if !is_missing(&error) => Err(Why::Io(error)),
            Err(_) if fs::symlink_metadata(location).is_ok() => Err(Why::Dangling),
            Err(_) => Ok(None),
        }
    }

    /// The same for a file, by way of its folder.
    fn resolve_file(&self, location: &Path) -> Result<Option<PathBuf>, Why> {
        let (Some(folder), Some(name)) = (location.parent(), location.file_name()) else {
            return self.resolve(location);
        };
        let known = self.folders.borrow().get(folder).cloned();
        let real = if let Some(real) = known {
            real
        } else {
            let Some(real) = self.resolve(folder)? else { return Ok(None) };
            self.folders.borrow_mut().insert(folder.to_owned(), real.clone());
            real
        };
        match fs::symlink_metadata(real.join(name)) {
            Ok(metadata) if metadata.is_symlink() => self.resolve(location),
            Ok(_) => Ok(Some(real.join(name))),
            Err(error) if is_missing(&error) => Ok(None),
            Err(error) => Err(Why::Io(error)),
        }
    }

    fn walk(&self, folder: &Path, name: &str, found: &mut Listing) -> Result<(), FileError> {
        let failed = |error| FileError { path: name.to_owned(), why: Why::Io(error) };
        let entries = match fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) if is_missing(&error) => return Ok(()),
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
                match self.resolve(&entry.path()) {
                    // Linked folders are not walked: what they hold is found at its own place.
                    Ok(real) => found.paths.extend(real.filter(|real| real.is_file()).map(|_| path)),
                    Err(why) => {
                        found.paths.push(path.clone());
                        found.astray.push(FileError { path, why });
                    }
                }
            } else if kind.is_dir() {
                if !UNLISTED.contains(&file_name) {
                    self.walk(&entry.path(), &path, found)?;
                }
            } else if kind.is_file() && !is_temporary(file_name) {
                found.paths.push(path);
            }
        }
        Ok(())
    }
}

impl Files for Disk {
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, FileError> {
        let failed = |why| FileError { path: path.to_owned(), why };
        let location = self.locate(path).ok_or_else(|| failed(Why::Outside))?;
        let Some(real) = self.resolve_file(&location).map_err(failed)? else { return Ok(None) };
        let metadata = fs::metadata(&real).map_err(|error| failed(Why::Io(error)))?;
        // A pipe would be waited for forever.
        if !metadata.is_file() {
            return Ok(None);
        }
        if metadata.len() > MAX_READ {
            return Err(failed(Why::TooLarge { bytes: metadata.len(), limit: MAX_READ }));
        }
        fs::read(&real).map(Some).map_err(|error| failed(Why::Io(error)))
    }

    fn listing(&self, folder: &str) -> Result<Listing, FileError> {
        let failed = |why| FileError { path: folder.to_owned(), why };
        let location = self.locate(folder).ok_or_else(|| failed(Why::Outside))?;
        let mut found = Listing::default();
        let Some(real) = self.resolve(&location).map_err(failed)? else { return Ok(found) };
        self.walk(&real, folder, &mut found)?;
        found.paths.sort_unstable();
        found.astray.sort_unstable_by(|a, b| a.path.cmp(&b.path));
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

fn is_missing(error: &std::io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}
