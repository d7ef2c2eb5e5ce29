//! Files that keep each text in which an allowance may stand, on its way to the stages.
//!
//! A text without the word costs one search for it. So no stage needs to know of allowances, and a stage
//! that reads a new sort of definition has them as well.

use std::cell::RefCell;
use std::collections::BTreeMap;

use links::is_markdown;
use source::Text;

use super::may_allow;
use crate::files::{FileError, Files, Found, Listing, MAX_BYTES};

/// Files that remember which definitions hold the word.
#[derive(Debug)]
pub(crate) struct Noticed<'a, F> {
    files: &'a F,
    texts: RefCell<BTreeMap<String, Text>>,
}

impl<'a, F: Files> Noticed<'a, F> {
    /// Reads `files`.
    pub(crate) fn new(files: &'a F) -> Self {
        Self { files, texts: RefCell::default() }
    }

    /// The definitions that hold the word, by name.
    pub(super) fn texts(&self) -> BTreeMap<String, Text> {
        self.texts.borrow().clone()
    }
}

impl<F: Files> Files for Noticed<'_, F> {
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, FileError> {
        let bytes = self.files.read(path)?;
        // A page is no definition. What is too large or no text has been refused where it was read.
        if let Some(bytes) = bytes.as_ref().filter(|bytes| bytes.len() as u64 <= MAX_BYTES && !is_markdown(path))
            && let Ok(content) = std::str::from_utf8(bytes)
            && may_allow(content)
        {
            self.texts.borrow_mut().entry(path.to_owned()).or_insert_with(|| Text::new(path, content));
        }
        Ok(bytes)
    }

    fn listing(&self, folder: &str) -> Result<Listing, FileError> {
        self.files.listing(folder)
    }

    fn what_is(&self, path: &str) -> Found {
        self.files.what_is(path)
    }
}
