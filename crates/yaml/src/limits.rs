//! What a file may cost, and how strictly it is read.

/// Whether indentation that YAML forbids but libyaml reads is read too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// A flow collection or quoted string may continue on a line that is indented too little, as
    /// libyaml, `PyYAML` and ruamel.yaml allow; the line gets a `yaml-lenient` warning.
    #[default]
    Lenient,
    /// YAML 1.2.2 to the letter: such a line is a `yaml-syntax` error.
    Strict,
}

/// Bounds on what one file may cost; each has a diagnostic of its own.
///
/// ```
/// let limits = yaml::Limits { depth: 16, ..yaml::Limits::default() };
/// assert_eq!(limits.bytes, 16 * 1024 * 1024);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// How many collections may be open inside each other (`yaml-depth`). Whoever walks a tree may
    /// recurse; so that no stack overflows, more than [`Limits::MAX_DEPTH`] count as that many.
    pub depth: usize,
    /// How many nodes all aliases of a file may add together (`yaml-aliases`). Each 64 bytes of
    /// text count as one more node, so that a long string cannot be multiplied for free.
    pub alias_nodes: usize,
    /// How many bytes a file may have (`file-too-large`). Spans are 32 bits wide, so never 4 GiB.
    pub bytes: usize,
    /// How strictly indentation is read.
    pub mode: Mode,
}

impl Limits {
    /// The deepest nesting that any limit allows: a debug build drops, clones and converts a tree
    /// this deep within a test thread's 2 MiB of stack, with a good margin.
    pub const MAX_DEPTH: usize = 512;

    /// The depth that holds.
    pub(crate) fn max_depth(&self) -> usize {
        self.depth.min(Self::MAX_DEPTH)
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self { depth: 128, alias_nodes: 100_000, bytes: 16 * 1024 * 1024, mode: Mode::default() }
    }
}
