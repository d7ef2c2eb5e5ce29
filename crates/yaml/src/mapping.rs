//! Mappings in the order of their text, with quick look-ups.

use source::Span;

use crate::Node;

/// A key and its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// The key. A number, boolean or null is kept as it was written: `1: a` has the key `1`.
    pub key: String,
    /// Where the key stands; for a pair that a merge key brought in, where it was defined.
    pub key_span: Span,
    /// The value.
    pub value: Node,
}

/// Pairs in the order of the text; no two have one key.
#[derive(Clone, Debug, PartialEq)]
pub struct Mapping(Pairs);

/// Two words in both cases, so that a [`Node`] is four.
#[derive(Clone, Debug, PartialEq)]
enum Pairs {
    Few(Box<[Pair]>),
    Many(Box<Indexed>),
}

/// Pairs that can be found by a binary search.
#[derive(Clone, Debug, PartialEq)]
struct Indexed {
    pairs: Box<[Pair]>,
    /// Positions of the pairs, sorted by key.
    sorted: Box<[u32]>,
}

/// From this many pairs on, a binary search beats looking at each key.
const MANY: usize = 16;

impl Mapping {
    /// A mapping of `pairs`; of several with one key the first stays.
    #[must_use]
    pub fn new(pairs: Vec<Pair>) -> Self {
        Self::dedup(pairs, |_, _| {})
    }

    /// A mapping of `pairs` that tells `repeated` of each pair it drops, in the order of the text:
    /// the pair that stays, and the later one that goes.
    pub(crate) fn dedup(mut pairs: Vec<Pair>, mut repeated: impl FnMut(&Pair, &Pair)) -> Self {
        let (sorted, dropped) = repetitions(&pairs);
        if dropped.is_empty() {
            return Self(Pairs::new(pairs, sorted));
        }
        for &(later, first) in &dropped {
            repeated(&pairs[first], &pairs[later]);
        }
        let mut gone = dropped.iter().map(|&(later, _)| later).peekable();
        let mut at = 0..;
        pairs.retain(|_| at.next().is_some_and(|at| gone.next_if_eq(&at).is_none()));
        let sorted = sorted.and_then(|_| repetitions(&pairs).0);
        Self(Pairs::new(pairs, sorted))
    }

    /// The value of `key`.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.get_pair(key).map(|pair| &pair.value)
    }

    /// The pair of `key`.
    #[must_use]
    pub fn get_pair(&self, key: &str) -> Option<&Pair> {
        match &self.0 {
            Pairs::Few(pairs) => pairs.iter().find(|pair| pair.key == key),
            Pairs::Many(indexed) => {
                let Indexed { pairs, sorted } = &**indexed;
                let found = sorted.binary_search_by(|&at| pairs[at as usize].key.as_str().cmp(key));
                found.ok().map(|at| &pairs[sorted[at] as usize])
            }
        }
    }

    /// Whether there is a pair of `key`.
    #[must_use]
    pub fn contains_key(&self, key: &str) -> bool {
        self.get_pair(key).is_some()
    }

    /// All pairs, in the order of the text.
    pub fn iter(&self) -> std::slice::Iter<'_, Pair> {
        self.as_slice().iter()
    }

    /// All pairs as a slice, in the order of the text.
    #[must_use]
    pub fn as_slice(&self) -> &[Pair] {
        match &self.0 {
            Pairs::Few(pairs) => pairs,
            Pairs::Many(indexed) => &indexed.pairs,
        }
    }

    /// All keys, in the order of the text.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.iter().map(|pair| pair.key.as_str())
    }

    /// How many pairs there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.as_slice().len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.as_slice().is_empty()
    }

    /// The pairs, taken out.
    #[must_use]
    pub fn into_pairs(self) -> Vec<Pair> {
        match self.0 {
            Pairs::Few(pairs) => pairs.into_vec(),
            Pairs::Many(indexed) => indexed.pairs.into_vec(),
        }
    }
}

impl Pairs {
    fn new(pairs: Vec<Pair>, sorted: Option<Vec<u32>>) -> Self {
        let pairs = pairs.into_boxed_slice();
        match sorted {
            None => Self::Few(pairs),
            Some(sorted) => Self::Many(Box::new(Indexed { pairs, sorted: sorted.into_boxed_slice() })),
        }
    }
}

/// The pairs whose keys are there before, each with the first of its key, in the order of the text;
/// and, where there are many, the positions of all others sorted by key.
fn repetitions(pairs: &[Pair]) -> (Option<Vec<u32>>, Vec<(usize, usize)>) {
    let mut repeated = Vec::new();
    if pairs.len() < MANY {
        for (at, pair) in pairs.iter().enumerate() {
            let first = pairs[..at].iter().position(|earlier| earlier.key == pair.key);
            repeated.extend(first.map(|first| (at, first)));
        }
        return (None, repeated);
    }
    let key = |at: u32| pairs[at as usize].key.as_str();
    let mut sorted: Vec<u32> = (0u32..).take(pairs.len()).collect();
    sorted.sort_by(|&a, &b| key(a).cmp(key(b)));
    sorted.dedup_by(|later, first| {
        let same = key(*later) == key(*first);
        if same {
            repeated.push((*later as usize, *first as usize));
        }
        same
    });
    repeated.sort_unstable();
    (Some(sorted), repeated)
}

impl Default for Mapping {
    fn default() -> Self {
        Self(Pairs::Few(Box::default()))
    }
}

impl<'a> IntoIterator for &'a Mapping {
    type Item = &'a Pair;
    type IntoIter = std::slice::Iter<'a, Pair>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl IntoIterator for Mapping {
    type Item = Pair;
    type IntoIter = std::vec::IntoIter<Pair>;

    fn into_iter(self) -> Self::IntoIter {
        self.into_pairs().into_iter()
    }
}

impl FromIterator<Pair> for Mapping {
    fn from_iter<T: IntoIterator<Item = Pair>>(pairs: T) -> Self {
        Self::new(pairs.into_iter().collect())
    }
}
