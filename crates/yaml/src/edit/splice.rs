//! Splices: which bytes are replaced by what; all of them are made in one pass.

/// A change of some bytes.
#[derive(Debug)]
pub(super) struct Splice {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) text: String,
}

/// Changes of a text, in the order of their places. Several at one place stay in their order, and
/// deletions may overlap.
#[derive(Debug, Default)]
pub(super) struct Splices(Vec<Splice>);

impl Splices {
    /// Puts `text` in the place of what stands from `from` to `to`.
    pub(super) fn replace(&mut self, from: usize, to: usize, text: impl Into<String>) {
        let text = text.into();
        if from < to || !text.is_empty() {
            self.0.push(Splice { from, to, text });
        }
    }

    pub(super) fn insert(&mut self, at: usize, text: impl Into<String>) {
        self.replace(at, at, text);
    }

    pub(super) fn delete(&mut self, from: usize, to: usize) {
        if from < to {
            self.replace(from, to, "");
        }
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The first byte that changes.
    pub(super) fn first_byte(&self) -> usize {
        self.0.iter().map(|splice| splice.from).min().unwrap_or(0)
    }

    /// In the order of the text; what is put before a byte comes before what happens to the byte.
    pub(super) fn sorted(mut self) -> Self {
        self.0.sort_by_key(|splice| (splice.from, splice.from < splice.to));
        self
    }
}

/// The text with all splices made. `None` if one of them would be made inside of another, or if a
/// byte outside of them did not stay.
pub(super) fn apply(content: &str, splices: &Splices) -> Option<String> {
    let added: usize = splices.0.iter().map(|splice| splice.text.len()).sum();
    let mut edited = String::with_capacity(content.len() + added);
    let mut kept = Vec::new();
    let mut at = 0;
    for Splice { from, to, text } in &splices.0 {
        if *from < at && !text.is_empty() {
            return None;
        }
        let before = content.get(at..(*from).max(at))?;
        kept.push((at, edited.len(), before.len()));
        edited.push_str(before);
        edited.push_str(text);
        at = at.max(*to);
    }
    kept.push((at, edited.len(), content.len().checked_sub(at)?));
    edited.push_str(content.get(at..)?);
    let stayed = |&(old, new, len): &(usize, usize, usize)| {
        content.as_bytes().get(old..old + len) == edited.as_bytes().get(new..new + len)
    };
    kept.iter().all(stayed).then_some(edited)
}
