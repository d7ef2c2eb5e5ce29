//! Files in memory: projects of tests and examples, and texts that are not written yet.

use std::collections::BTreeMap;

use super::{FileError, Files, Found, Listing};

/// A project as a map from path to content.
///
/// ```
/// use source::files::{Files, Memory};
///
/// let files = Memory::from_listing("-- a.yaml --\nkey: x\n-- docs/b.md --\n# B\n");
/// assert_eq!(files.list("docs")?, ["docs/b.md"]);
/// # Ok::<(), source::files::FileError>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Memory(pub BTreeMap<String, Vec<u8>>);

impl Memory {
    /// A project from one text, in which a line `-- path --` begins each file.
    #[must_use]
    pub fn from_listing(listing: &str) -> Self {
        let mut files = BTreeMap::new();
        let mut current: Option<String> = None;
        for line in listing.split_inclusive('\n') {
            let header = line.trim_end().strip_prefix("-- ").and_then(|rest| rest.strip_suffix(" --"));
            if let Some(path) = header {
                files.insert(path.to_owned(), Vec::new());
                current = Some(path.to_owned());
            } else if let Some(content) = current.as_ref().and_then(|path| files.get_mut(path)) {
                content.extend_from_slice(line.as_bytes());
            }
        }
        Self(files)
    }
}

impl Files for Memory {
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, FileError> {
        Ok(self.0.get(path).cloned())
    }

    fn listing(&self, folder: &str) -> Result<Listing, FileError> {
        let below =
            |path: &&String| folder.is_empty() || path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
        Ok(Listing { paths: self.0.keys().filter(below).cloned().collect(), astray: Vec::new() })
    }

    fn what_is(&self, path: &str) -> Found {
        if self.0.contains_key(path) {
            Found::File
        } else if path.is_empty()
            || self.0.keys().any(|file| file.strip_prefix(path).is_some_and(|rest| rest.starts_with('/')))
        {
            Found::Folder
        } else {
            Found::Nothing
        }
    }
}
