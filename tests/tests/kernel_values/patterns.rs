//! Patterns, sound and broken.

use kernel::config::Pattern;
use serde_json::json;

use crate::texts::{mutated, suite};
use crate::{Random, Tally, cases, validator};

/// Pieces that patterns are drawn from: sound ones mostly.
const PIECES: &[&str] = &[
    "a", "b", "c", "-", "_", "/", " ", ".", "é", "a*", "b+", "c?", "a{2}", "b{1,2}", "a*?", "^", "$", "|", "(", ")",
    "(?:", "\\d", "\\D", "\\w", "\\W", "\\s", "\\S", "\\b", "\\-", "\\/", "\\.", "\\$", "\\_", "\\x61", "\\u0062",
    "\\cA", "\\t", "\\p{L}", "[a-c]", "[^a]", "[\\d-]", "[\\w--z]", "[a&&b]", "[a~~b]", "[[a]", "[a-z--b]", "[^\\S]",
    "[a\\s]", "(a|b)", "(?<n>a)", "(?=a)",
];

/// Whole patterns, of those shapes that are matched without a regular expression too.
const PATTERNS: &[&str] = &[
    "",
    "^",
    "$",
    "^$",
    "^a",
    "^a$",
    "^ab-_/$",
    "^\\$a",
    "^\\-a$",
    "^\\_$",
    "^(a|b|ab)$",
    "^(a)$",
    "^(|a)$",
    "^()$",
    "^\\S*$",
    "^\\s*$",
    "^[a-z]+(\\.[a-z]+)*$",
    "^.$",
    "^\\W+$",
    "(",
    "[",
    "a{2",
    "\\1",
    "(?=a)b",
    "\\a",
    "\\Z",
    "^(a|b)*$",
    "(?i:a)B",
    "^\\d{3}$",
    "\\cA",
];

#[test]
fn patterns_take_what_theirs_take() {
    let mut tally = Tally::default();
    let mut random = Random(4);
    let from_suite: Vec<_> =
        ["optional/ecmascript-regex.json", "optional/non-bmp-regex.json", "pattern.json"].map(suite).concat();
    let given = from_suite.iter().filter_map(|(schema, ..)| schema["pattern"].as_str());
    let mut patterns: Vec<String> = given.chain(PATTERNS.iter().copied()).map(str::to_owned).collect();
    patterns.dedup();
    patterns.extend((0..cases(500)).map(|_| (0..random.below(5)).map(|_| random.pick(PIECES)).collect::<String>()));
    let mut texts: Vec<String> = from_suite.iter().map(|(_, text, _)| text.clone()).collect();
    texts.extend(
        ["", "a", "ab", "ab-_/", "aab.abc", "abc\n", "\u{1}", "[a", "&", "~", "\u{a0}", "\u{feff}", "\u{85}", "٣"]
            .map(str::to_owned),
    );
    let alphabet: Vec<char> = "aabbc-_/ .é$09\t\u{2028}".chars().collect();
    for pattern in patterns {
        let validator = validator(&json!({ "pattern": pattern }));
        let pattern = Pattern::new(pattern.leak());
        for text in (0..40).map(|_| mutated(&mut random, &texts, &alphabet)) {
            let theirs = validator.as_ref().is_some_and(|validator| validator.is_valid(&json!(text)));
            tally.add(pattern.holds(&text), theirs, || format!("{}: {text:?}", pattern.source()));
        }
    }
    tally.finish("patterns");
}
