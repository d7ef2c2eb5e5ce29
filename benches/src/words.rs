//! Texts and choices from a generator of numbers, the same for the same seed on every machine.

/// A linear congruential generator with the constants of Knuth's MMIX; the upper half of its state is
/// random enough for texts, and no release of a crate can change it.
#[derive(Clone, Debug)]
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below `end`, which is above 0.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let number = usize::try_from(self.0 >> 33).expect("31 bits fit into a usize");
        number % end
    }

    /// True once in `times`.
    pub(crate) fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    pub(crate) fn pick<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.below(words.len())]
    }
}

const VERBS: [&str; 10] =
    ["Counts", "Holds", "Measures", "Names", "Routes", "Checks", "Collects", "Limits", "Replaces", "Describes"];
const ADJECTIVES: [&str; 10] =
    ["late", "open", "first", "rejected", "internal", "shared", "monthly", "unpaid", "temporary", "remote"];
const NOUNS: [&str; 16] = [
    "orders", "requests", "accounts", "invoices", "sessions", "messages", "queues", "parcels", "readings", "clients",
    "attempts", "windows", "ledgers", "tokens", "devices", "reports",
];

/// The words that entries are tagged with.
pub(crate) const TAGS: [&str; 12] = [
    "billing", "audit", "batch", "online", "internal", "legacy", "mobile", "nightly", "partner", "pilot", "risk",
    "storage",
];

/// One sentence of plain text.
pub(crate) fn sentence(random: &mut Random) -> String {
    let (verb, adjective) = (random.pick(&VERBS), random.pick(&ADJECTIVES));
    let (one, other) = (random.pick(&NOUNS), random.pick(&NOUNS));
    format!("{verb} the {adjective} {one} of all {other}.")
}

/// Two to five sentences of Markdown, a line each; now and then with code, emphasis or a list.
pub(crate) fn paragraph(random: &mut Random) -> Vec<String> {
    let mut lines: Vec<String> = (0..2 + random.below(3)).map(|_| sentence(random)).collect();
    if random.once_in(3) {
        let (noun, number) = (random.pick(&NOUNS), random.below(500));
        lines.push(format!("At most `{noun}[{number}]` are kept; the rest is *dropped*."));
    }
    if random.once_in(8) {
        lines.push(String::new());
        lines.extend((0..2).map(|_| format!("- {}", sentence(random))));
    }
    lines
}
