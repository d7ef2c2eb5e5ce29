//! This repository with one text of one file replaced, and what the check says of that.

use std::path::Path;

use compiler::files::{Disk, FileError, Files, Found, Listing};
use source::{Colour, Format};

/// The repository with the first `from` of a file replaced.
struct Edited<'a> {
    disk: Disk,
    path: &'a str,
    from: &'a str,
    to: &'a str,
}

impl Files for Edited<'_> {
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, FileError> {
        let content = self.disk.read(path)?;
        if path != self.path {
            return Ok(content);
        }
        let text = String::from_utf8(content.expect("the file is there")).expect("it is UTF-8");
        assert!(text.contains(self.from), "{path} has no {:?}", self.from);
        Ok(Some(text.replacen(self.from, self.to, 1).into_bytes()))
    }

    fn listing(&self, folder: &str) -> Result<Listing, FileError> {
        self.disk.listing(folder)
    }

    fn what_is(&self, path: &str) -> Found {
        self.disk.what_is(path)
    }
}

/// What the check finds, for people, when `to` stands for the first `from` of a file of this repository.
///
/// # Panics
/// The file cannot be read, or does not hold the text.
#[must_use]
pub fn findings(path: &str, from: &str, to: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let disk = Disk::open(&root).expect("the repository is there");
    let compiled =
        compiler::check(&Edited { disk, path, from, to }, "registry-defs/rollbook.yaml", compiler::Settings::default());
    source::write(&compiled.findings, Format::Human, Colour::Never)
}
