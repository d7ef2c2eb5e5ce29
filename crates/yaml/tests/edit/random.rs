//! Random numbers from a seed, and values made of them.

use serde_json::{Map, Value as Json, json};

/// `SplitMix64` (Steele, Lea and Flood, 2014): small, and good enough to choose test cases.
#[derive(Clone, Debug)]
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`, which is not 0.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end).expect("a number of 64 bits");
        usize::try_from(self.next() % end).expect("less than a number of this type")
    }

    /// True once in `of` times.
    pub(crate) fn once_in(&mut self, of: usize) -> bool {
        self.below(of) == 0
    }

    pub(crate) fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }
}

/// Strings that are hard to write, or to keep.
const STRINGS: &[&str] = &[
    "",
    " ",
    "a",
    "two words",
    "yes",
    "No",
    "on",
    "null",
    "~",
    "true",
    "1",
    "0x1F",
    "1_000",
    "0777",
    "12:30:45",
    "1.0",
    "1e3",
    "2001-12-14",
    "2001-12-14T21:59:43Z",
    "a: b",
    "a #b",
    "#",
    "- x",
    "-",
    "-x",
    "? x",
    "x:",
    ":x",
    "a,b",
    "[x]",
    "{x}",
    "{{ x }}",
    "'",
    "\"",
    "it's",
    "say \"hi\"",
    "back\\slash",
    "<<",
    "=",
    "*a",
    "&a",
    "!a",
    "|",
    ">",
    "%a",
    "@a",
    "`a`",
    "---",
    "...",
    "--- a",
    "line\nline",
    "line\n",
    "line\n\n",
    "\nline",
    " line\nline\n",
    "a\n\nb\n\n\nc",
    "a\n  b\nc\n",
    "a \nb\n",
    "a\n \nb",
    "\n",
    "\t",
    "tab\there",
    "\tx\n",
    "x\ty\n",
    "\r\n",
    "a\rb",
    "é",
    "日本語",
    "😀",
    "\u{feff}x",
    "\u{85}",
    "\u{2028}",
    "\u{0}",
    "\u{7f}",
    "\u{202e}x",
    "http://a.b/c?d=e#f",
    "a  b",
    "x ",
    " # y",
    "key: |",
    "a long sentence of many words that goes on and on, so that it is longer than a line of a folded text would be",
    "a long sentence of many words that goes on and on\nand a second one that follows it, and goes on as well\n",
];

pub(crate) fn string(random: &mut Random) -> String {
    if random.once_in(3) { (*random.pick(STRINGS)).to_owned() } else { format!("word{}", random.below(1000)) }
}

/// A key that is not too odd: each of the nasty strings is one, too.
pub(crate) fn key(random: &mut Random) -> String {
    if random.once_in(6) { (*random.pick(STRINGS)).to_owned() } else { format!("k{}", random.below(40)) }
}

/// A value of at most `depth` collections inside each other.
pub(crate) fn value(random: &mut Random, depth: usize) -> Json {
    match random.below(if depth == 0 { 8 } else { 12 }) {
        0 => Json::Null,
        1 => json!(random.once_in(2)),
        2 => number(random),
        8 | 9 => (0..random.below(4)).map(|_| value(random, depth - 1)).collect(),
        10 | 11 => {
            Json::Object((0..random.below(4)).map(|_| (key(random), value(random, depth - 1))).collect::<Map<_, _>>())
        }
        _ => Json::String(string(random)),
    }
}

fn number(random: &mut Random) -> Json {
    random
        .pick(&[
            json!(0),
            json!(-1),
            json!(31),
            json!(1.0),
            json!(-0.5),
            json!(1e100),
            json!(5e-324),
            json!(u64::MAX),
            json!(i64::MIN),
            json!(0.1),
            json!(-1.5e-7),
            json!(8080),
        ])
        .clone()
}
