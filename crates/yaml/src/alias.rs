//! Anchors and their copies, within a budget.
//!
//! An anchored node is copied once when it is complete, because the original moves into its parent,
//! and once for each alias. Both are bounded: a node is kept only if the text has an alias of its
//! name at all, and only while all that is kept stays within a multiple of what aliases may add.
//! Without that, 128 anchors around one large node would keep it 128 times.

use std::borrow::Cow;
use std::collections::HashMap;

use source::{Code, Span};

use crate::Node;

/// How large a node is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Measure {
    /// Its nodes, itself included, and one more for each 64 bytes of text.
    pub(crate) weight: usize,
    /// How many collections are open around its innermost node.
    pub(crate) height: usize,
}

impl Measure {
    /// What a scalar weighs.
    pub(crate) fn weight(content: &str) -> usize {
        1 + content.len() / 64
    }
}

/// All that is kept may weigh this many times what aliases may add. Twice would do for files whose
/// anchors are all used; the rest is for names that only look like aliases.
const KEPT: usize = 4;

/// The anchors of the current document.
pub(crate) struct Anchors<'a> {
    content: &'a str,
    /// Read from the text at the first anchor: most files have none.
    mentioned: Option<Mentioned>,
    known: HashMap<usize, Anchor>,
    /// The latest anchor of each name.
    names: HashMap<Cow<'a, str>, usize>,
    /// What aliases may still add in this file.
    left: usize,
    limit: usize,
    /// Weight of all copies that are kept.
    kept: usize,
    exhausted: bool,
}

/// What is known of an anchor.
#[derive(Default)]
struct Anchor {
    /// Where its name stands.
    span: Option<Span>,
    /// The node with its measure, once it is complete.
    node: Option<(Option<Node>, Measure)>,
    /// Its text, if it is a scalar: an alias of it may be a key.
    scalar: Option<Box<str>>,
}

/// What is wrong with a key that is a sequence or mapping.
pub(crate) const COLLECTION_KEY: &str = "a key is a collection, and JSON has only names as keys";

/// Why there is no copy; without a message where that was said before.
pub(crate) struct Refusal {
    pub(crate) code: Code,
    pub(crate) message: Option<String>,
}

impl<'a> Anchors<'a> {
    pub(crate) fn new(content: &'a str, limit: usize) -> Self {
        Self {
            content,
            mentioned: None,
            known: HashMap::new(),
            names: HashMap::new(),
            left: limit,
            limit,
            kept: 0,
            exhausted: false,
        }
    }

    /// Anchors end with their document.
    pub(crate) fn forget(&mut self) {
        if !self.known.is_empty() {
            self.known.clear();
            self.names.clear();
            self.kept = 0;
        }
    }

    /// Notes the name of an anchor, which the parser tells right after a scalar or the start of a
    /// collection. An earlier anchor of that name cannot be reached any more.
    pub(crate) fn name(&mut self, id: usize, name: Cow<'a, str>, span: Span) {
        let content = self.content;
        let aliased = self.mentioned.get_or_insert_with(|| Mentioned::in_text(content)).may_have(&name);
        if let Some(earlier) = self.names.insert(name, id) {
            self.drop_copy(earlier);
        }
        self.known.entry(id).or_default().span = Some(span);
        if !aliased {
            self.drop_copy(id);
            self.known.remove(&id);
        }
    }

    /// Keeps an anchored scalar; the parser numbers anchors from 1.
    pub(crate) fn keep_scalar(&mut self, id: usize, content: &str, node: &Node) {
        if id != 0 {
            let measure = Measure { weight: Measure::weight(content), height: 0 };
            let fits = self.fits(measure);
            let anchor = self.known.entry(id).or_default();
            anchor.node = Some((fits.then(|| node.clone()), measure));
            // Kept whatever it weighs: it is as large as the text it came from.
            anchor.scalar = Some(content.into());
        }
    }

    /// Keeps an anchored collection that is complete.
    pub(crate) fn keep(&mut self, id: usize, node: &Node, measure: Measure) {
        if id != 0 && self.known.contains_key(&id) {
            let fits = self.fits(measure);
            if let Some(anchor) = self.known.get_mut(&id) {
                anchor.node = Some((fits.then(|| node.clone()), measure));
            }
        }
    }

    /// Whether a copy may be kept; it is counted if so.
    fn fits(&mut self, measure: Measure) -> bool {
        let fits = measure.weight <= self.limit && self.kept + measure.weight <= KEPT.saturating_mul(self.limit);
        if fits {
            self.kept += measure.weight;
        }
        fits
    }

    fn drop_copy(&mut self, id: usize) {
        if let Some((Some(_), measure)) = self.known.get_mut(&id).and_then(|anchor| anchor.node.take()) {
            self.kept -= measure.weight;
        }
    }

    /// A copy for an alias; `room` is how many more collections may be open around its inside.
    pub(crate) fn copy(&mut self, id: usize, room: usize) -> Result<(Node, Measure), Refusal> {
        let measure = match self.known.get(&id).and_then(|anchor| anchor.node.as_ref()) {
            Some((Some(_), measure)) if measure.height > room => {
                let message = "the alias nests collections deeper than the limit".to_owned();
                return Err(Refusal { code: Code::YamlDepth, message: Some(message) });
            }
            Some((Some(_), measure)) => *measure,
            Some((None, _)) | None => return Err(self.exhausted()),
        };
        self.spend(measure.weight)?;
        let node = self.known.get(&id).and_then(|anchor| anchor.node.as_ref()?.0.clone());
        node.map(|node| (node, measure)).ok_or_else(|| self.exhausted())
    }

    /// The text of an anchored scalar for an alias that is a key, counted like a copy.
    pub(crate) fn key(&mut self, id: usize) -> Result<String, Refusal> {
        let Some(text) = self.known.get(&id).and_then(|anchor| anchor.scalar.clone()) else {
            return Err(Refusal { code: Code::YamlKey, message: Some(COLLECTION_KEY.to_owned()) });
        };
        self.spend(Measure::weight(&text))?;
        Ok(text.into())
    }

    fn spend(&mut self, weight: usize) -> Result<(), Refusal> {
        match self.left.checked_sub(weight) {
            Some(left) => self.left = left,
            None => return Err(self.exhausted()),
        }
        Ok(())
    }

    /// Says once in a file that there are no more copies.
    fn exhausted(&mut self) -> Refusal {
        let limit = self.limit;
        let said_before = std::mem::replace(&mut self.exhausted, true);
        let message = (!said_before).then(|| format!("aliases add more than {limit} nodes to this file"));
        Refusal { code: Code::YamlAliases, message }
    }

    /// Where an anchor's name stands.
    pub(crate) fn definition(&self, id: usize) -> Option<Span> {
        self.known.get(&id)?.span
    }

    /// The known name that is nearest to a name without anchor.
    pub(crate) fn nearest(&self, name: &str) -> Option<String> {
        // A reader has no use for a guess among thousands, and each unknown alias looks at them all.
        if self.names.len() > 1_000 {
            return None;
        }
        let mut names: Vec<&str> = self.names.keys().map(|name| &**name).collect();
        names.sort_unstable();
        source::nearest(name, names).map(str::to_owned)
    }
}

/// Which names the text may have aliases of: a filter of fixed size that never misses one, whatever
/// the text. A set of the names themselves could become larger than the tree.
struct Mentioned(Vec<u64>);

impl Mentioned {
    /// Names count by this many bytes.
    const PREFIX: usize = 16;
    const WORDS: usize = 1024;

    /// All names that follow a `*`, be it in a string or comment.
    fn in_text(content: &str) -> Self {
        let mut mentioned = Self(vec![0; Self::WORDS]);
        for (at, _) in content.match_indices('*') {
            let (word, bit) = Self::slot(&content.as_bytes()[at + 1..]);
            mentioned.0[word] |= bit;
        }
        mentioned
    }

    fn may_have(&self, name: &str) -> bool {
        let (word, bit) = Self::slot(name.as_bytes());
        self.0[word] & bit != 0
    }

    /// The bit of the name that begins here (FNV-1a of its first bytes).
    fn slot(text: &[u8]) -> (usize, u64) {
        let ends = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b',' | b'[' | b']' | b'{' | b'}');
        let name = text.iter().take(Self::PREFIX).take_while(|byte| !ends(byte));
        let hash =
            name.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3));
        let bits = (hash >> 48) as usize;
        (bits / 64, 1 << (bits % 64))
    }
}
