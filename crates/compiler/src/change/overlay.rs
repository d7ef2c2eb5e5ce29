//! Files with new texts laid over them: the project as it would be.

use std::collections::{BTreeMap, BTreeSet};

use super::NewText;
use crate::files::{FileError, Files, Found, Listing};

/// The files of a project as they are after a change.
#[derive(Debug)]
pub struct Overlay<'a, F> {
    files: &'a F,
    /// The new content of each file that changes; `None` for one that goes.
    texts: BTreeMap<&'a str, Option<&'a str>>,
}

impl<'a, F: Files> Overlay<'a, F> {
    /// Lays `texts` over `files`.
    pub fn new(files: &'a F, texts: &'a [NewText]) -> Self {
        let texts = texts.iter().map(|text| (text.path.as_str(), text.new.as_deref())).collect();
        Self { files, texts }
    }

    /// What changes below a folder.
    fn below<'t>(&'t self, folder: &'t str) -> impl Iterator<Item = (&'a str, Option<&'a str>)> + 't {
        let texts = self.texts.iter().map(|(path, new)| (*path, *new));
        texts.filter(move |(path, _)| is_below(path, folder))
    }
}

fn is_below(path: &str, folder: &str) -> bool {
    folder.is_empty() || path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}

impl<F: Files> Files for Overlay<'_, F> {
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, FileError> {
        match self.texts.get(path) {
            Some(new) => Ok(new.map(|text| text.as_bytes().to_vec())),
            None => self.files.read(path),
        }
    }

    fn listing(&self, folder: &str) -> Result<Listing, FileError> {
        let mut listing = self.files.listing(folder)?;
        if self.below(folder).next().is_none() {
            return Ok(listing);
        }
        let mut paths: BTreeSet<String> = listing.paths.into_iter().collect();
        for (path, new) in self.below(folder) {
            match new {
                Some(_) => paths.insert(path.to_owned()),
                None => paths.remove(path),
            };
        }
        listing.paths = paths.into_iter().collect();
        Ok(listing)
    }

    fn what_is(&self, path: &str) -> Found {
        if let Some(new) = self.texts.get(path) {
            return if new.is_some() { Found::File } else { Found::Nothing };
        }
        if self.below(path).any(|(_, new)| new.is_some()) {
            return Found::Folder;
        }
        let found = self.files.what_is(path);
        let loses = found == Found::Folder && self.below(path).next().is_some();
        // A folder goes with its last file.
        let is_empty = || self.listing(path).is_ok_and(|listing| listing.paths.is_empty());
        if loses && is_empty() { Found::Nothing } else { found }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::Memory;

    fn text(path: &str, new: Option<&str>) -> NewText {
        NewText { path: path.to_owned(), old: None, new: new.map(str::to_owned) }
    }

    #[test]
    fn new_texts_stand_before_files() {
        let files = Memory::from_listing(
            "-- a/b.yaml --\nold\n-- c/d.yaml --\nold\n-- e/f.yaml --\nold\n-- e/g.yaml --\nold\n",
        );
        let texts =
            [text("a/b.yaml", Some("new")), text("c/d.yaml", None), text("e/f.yaml", None), text("h/i.yaml", Some(""))];
        let overlay = Overlay::new(&files, &texts);
        let read = |path| overlay.read(path).expect("memory can be read");
        assert_eq!((read("a/b.yaml"), read("c/d.yaml")), (Some(b"new".to_vec()), None));
        let list = |folder| overlay.list(folder).expect("memory can be listed");
        assert_eq!(list(""), ["a/b.yaml", "e/g.yaml", "h/i.yaml"]);
        assert_eq!(
            (list("e"), list("c"), list("h")),
            (vec!["e/g.yaml".to_owned()], vec![], vec!["h/i.yaml".to_owned()])
        );
        let found = ["a", "c", "c/d.yaml", "e", "h", "h/i.yaml", "x"].map(|path| overlay.what_is(path));
        let (file, folder, nothing) = (Found::File, Found::Folder, Found::Nothing);
        assert_eq!(found, [folder, nothing, nothing, folder, folder, file, nothing]);
    }
}
