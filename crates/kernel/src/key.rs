//! Keys: small copyable names of entries, each of which leads to its entry.

use std::fmt::{Debug, Display};
use std::hash::Hash;
use std::iter::FusedIterator;
use std::marker::PhantomData;
use std::str::FromStr;

use crate::{Table, UnknownKey};

/// The key of an entry: an enum for a closed kind, a numbered constant for an open one.
///
/// Keys are ordered as the kind orders its entries.
pub trait Key: Copy + Ord + Hash + Debug + Display + FromStr<Err = UnknownKey> + Send + Sync + 'static {
    /// What the registry says of an entry.
    type Entry: Debug + Send + Sync + 'static;

    /// What one entry is called in a sentence: `step`.
    const KIND: &'static str;

    /// The entries with their keys as text.
    fn table() -> &'static Table<Self::Entry>;

    /// The place of the key in the kind's order.
    fn index(self) -> usize;

    /// The key at a place of the kind's order.
    fn from_index(index: usize) -> Option<Self>;

    /// The key as text, as definitions and users write it.
    #[must_use]
    fn as_str(self) -> &'static str {
        Self::table().name(self.index())
    }

    /// What the registry says of the entry.
    #[must_use]
    fn entry(self) -> &'static Self::Entry {
        Self::table().entry(self.index())
    }

    /// The key that a text names.
    #[must_use]
    fn find(text: &str) -> Option<Self> {
        Self::table().find(text).and_then(Self::from_index)
    }

    /// The key that a text names.
    ///
    /// # Errors
    /// There is no such entry; the error has the nearest key and the list of what exists.
    fn parse(text: &str) -> Result<Self, UnknownKey> {
        Self::find(text).ok_or_else(|| UnknownKey::new::<Self>(text))
    }

    /// All keys, in the kind's order.
    #[must_use]
    fn all() -> All<Self> {
        All { next: 0, end: Self::table().len(), key: PhantomData }
    }
}

/// All keys of a kind, in its order.
#[derive(Clone, Debug)]
pub struct All<K> {
    next: usize,
    end: usize,
    key: PhantomData<K>,
}

impl<K: Key> Iterator for All<K> {
    type Item = K;

    fn next(&mut self) -> Option<K> {
        let key = (self.next < self.end).then(|| K::from_index(self.next)).flatten()?;
        self.next += 1;
        Some(key)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.end - self.next, Some(self.end - self.next))
    }
}

impl<K: Key> DoubleEndedIterator for All<K> {
    fn next_back(&mut self) -> Option<K> {
        let last = (self.next < self.end).then(|| self.end - 1)?;
        self.end = last;
        K::from_index(last)
    }
}

impl<K: Key> ExactSizeIterator for All<K> {}
impl<K: Key> FusedIterator for All<K> {}
