//! The entries of a kind with their keys as text, found by place or by binary search, without allocation.

use std::sync::OnceLock;

use crate::packed::Reader;

/// The entries of a kind, in the kind's order.
#[derive(Debug)]
pub struct Table<E: 'static>(Store<E>);

#[derive(Debug)]
enum Store<E: 'static> {
    Chunks { names: &'static [&'static [&'static str]], entries: &'static [&'static [E]], by_name: &'static [u32] },
    Packed { bytes: &'static [u8], read: fn(&mut Reader) -> E, read_out: OnceLock<Unpacked<E>> },
}

#[derive(Debug)]
struct Unpacked<E> {
    names: Vec<&'static str>,
    entries: Vec<E>,
    by_name: Vec<u32>,
}

impl<E> Table<E> {
    /// A table of chunks. `by_name` lists the places in the byte order of the names; empty when that is
    /// the order of the entries.
    ///
    /// Each chunk is as long as the first of its kind, but the last may be shorter. One big static
    /// array costs the compiler time that grows with the square of its length; chunks of up to 256 entries
    /// keep it linear.
    #[must_use]
    pub const fn new(
        names: &'static [&'static [&'static str]],
        entries: &'static [&'static [E]],
        by_name: &'static [u32],
    ) -> Self {
        Self(Store::Chunks { names, entries, by_name })
    }

    /// A table in packed bytes, read out when it is first used.
    #[must_use]
    pub const fn packed(bytes: &'static [u8], read: fn(&mut Reader) -> E) -> Self {
        Self(Store::Packed { bytes, read, read_out: OnceLock::new() })
    }

    /// How many entries there are.
    #[must_use]
    pub fn len(&self) -> usize {
        match &self.0 {
            Store::Chunks { names, .. } => names.iter().map(|chunk| chunk.len()).sum(),
            Store::Packed { .. } => self.unpacked().names.len(),
        }
    }

    /// Whether there is no entry.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The key as text at a place.
    ///
    /// # Panics
    /// There is no such place.
    #[must_use]
    pub fn name(&self, index: usize) -> &'static str {
        match &self.0 {
            Store::Chunks { names, .. } => in_chunks::<&'static str>(names, index),
            Store::Packed { .. } => self.unpacked().names[index],
        }
    }

    /// The entry at a place.
    ///
    /// # Panics
    /// There is no such place.
    #[must_use]
    pub fn entry(&'static self, index: usize) -> &'static E {
        match &self.0 {
            Store::Chunks { entries, .. } => in_chunks(entries, index),
            Store::Packed { .. } => &self.unpacked().entries[index],
        }
    }

    /// The place of a key.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<usize> {
        let by_name: &[u32] = match &self.0 {
            Store::Chunks { by_name, .. } => by_name,
            Store::Packed { .. } => &self.unpacked().by_name,
        };
        let place = |rank: usize| by_name.get(rank).map_or(rank, |place| *place as usize);
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low.midpoint(high);
            match self.name(place(middle)).cmp(name) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return Some(place(middle)),
            }
        }
        None
    }

    fn unpacked(&self) -> &Unpacked<E> {
        match &self.0 {
            Store::Packed { bytes, read, read_out } => read_out.get_or_init(|| unpack(bytes, *read)),
            Store::Chunks { .. } => unreachable!("only packed tables are read out"),
        }
    }
}

fn in_chunks<T>(chunks: &[&'static [T]], index: usize) -> &'static T {
    let size = chunks[0].len();
    &chunks[index / size][index % size]
}

fn unpack<E>(bytes: &'static [u8], read: fn(&mut Reader) -> E) -> Unpacked<E> {
    let mut reader = Reader::new(bytes);
    let count = reader.count();
    let mut unpacked =
        Unpacked { names: Vec::with_capacity(count), entries: Vec::with_capacity(count), by_name: Vec::new() };
    for _ in 0..count {
        unpacked.names.push(reader.text());
        unpacked.entries.push(read(&mut reader));
    }
    let places = 0..u32::try_from(count).unwrap_or(u32::MAX);
    unpacked.by_name = places.collect();
    unpacked.by_name.sort_by_key(|place| unpacked.names[*place as usize]);
    unpacked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_names_in_any_order_of_entries() {
        static EMPTY: Table<u8> = Table::new(&[], &[], &[]);
        static TABLE: Table<u8> = Table::new(&[&["b", "a"], &["c"]], &[&[1, 0, 2]], &[1, 0, 2]);
        assert_eq!(TABLE.len(), 3);
        for (name, entry) in [("a", 0), ("b", 1), ("c", 2)] {
            assert_eq!(*TABLE.entry(TABLE.find(name).unwrap()), entry);
        }
        assert_eq!(TABLE.find("d"), None);
        assert!(EMPTY.is_empty() && EMPTY.find("a").is_none());
    }
}
