//! Allowances over the whole flow: each warning can be silenced where it points at, and nothing else is.
//!
//! `ROLLBOOK_CASES` multiplies how many random texts there are.

#![expect(clippy::print_stdout, reason = "a test says what it counted")]

use std::collections::BTreeSet;
use std::fmt::Write as _;

use compiler::files::Memory;
use compiler::{Compiled, Settings, check};
use source::{Code, Colour, Format, Severity};

/// Fruits, and baskets whose fruits may be missing.
const SHOP: &str = "\
-- rollbook.yaml --
name: demo
registries:
  shop: { title: Shop, purpose: Things to sell. }
-- shop/kinds/fruit.schema.yaml --
$schema: https://json-schema.org/draft/2020-12/schema
title: Fruit
description: What grows on trees.
x-registry: { entries: fruits.yaml, layout: map }
type: object
properties: { summary: { type: string } }
-- shop/fruits.yaml --
apple: { summary: Red or green. }
pear: { summary: Green. }
-- shop/kinds/basket.schema.yaml --
$schema: https://json-schema.org/draft/2020-12/schema
title: Basket
description: What is sold together.
x-registry: { entries: baskets/*, layout: document }
type: object
required: [key]
properties:
  key: { type: string }
  summary: { type: string }
  fruits:
    type: array
    items: { type: string, x-ref: { to: shop.fruit, missing: warning } }
-- shop/baskets/first.yaml --
key: first
";

fn checked(content: impl Into<Vec<u8>>) -> Compiled {
    let mut files = Memory::from_listing(SHOP);
    files.0.insert("shop/baskets/tested.yaml".to_owned(), content.into());
    check_on("2026-01-01", &files)
}

fn check_on(day: &str, files: &Memory) -> Compiled {
    let today = day.parse().expect("it is a day");
    check(files, "rollbook.yaml", Settings { today: Some(today), docs: false })
}

fn human(compiled: &Compiled) -> String {
    source::write(&compiled.findings, Format::Human, Colour::Never)
}

/// The codes of all findings, each with its line.
fn found(compiled: &Compiled) -> Vec<(Code, u32)> {
    compiled.findings.iter().map(|finding| (finding.code, finding.primary.place.start().line)).collect()
}

#[test]
fn what_an_allowance_names_at_its_line_is_silent() {
    let cases = [
        ("at the end of the line", "key: a\nfruits: [plum] # rollbook-allow unknown-reference: in summer\n"),
        ("above the line", "key: a\n# rollbook-allow unknown-reference: in summer\nfruits: [plum]\n"),
        ("in a block above", "key: a\n# one\n# rollbook-allow unknown-reference: in summer\n# two\nfruits: [plum]\n"),
        ("until a day", "key: a\nfruits: [plum] # rollbook-allow unknown-reference until 2026-01-01: in summer\n"),
        ("in a block sequence", "key: a\nfruits:\n  # rollbook-allow unknown-reference: in summer\n  - plum\n"),
        (
            "inside of brackets",
            "key: a\nfruits: [ # fruits\n  # rollbook-allow unknown-reference: in summer\n  plum\n  ]\n",
        ),
        ("JSON", "{\n  \"key\": \"a\",\n  \"fruits\": [\"plum\"] # rollbook-allow unknown-reference: in summer\n}"),
        ("CRLF", "key: a\r\nfruits:\r\n  # rollbook-allow unknown-reference: in summer\r\n  - plum\r\n"),
        ("CR", "key: a\rfruits:\r  # rollbook-allow unknown-reference: in summer\r  - plum\r"),
        ("a byte-order mark", "\u{feff}# rollbook-allow unknown-reference: in summer\n{ key: a, fruits: [plum] }\n"),
        ("tabs", "key: a\nfruits: [plum]\t#\trollbook-allow\tunknown-reference:\tin summer\n"),
        ("no last line break", "key: a\nfruits: [plum] # rollbook-allow unknown-reference: in summer"),
        (
            "a string over lines",
            "key: a\nfruits:\n  # rollbook-allow unknown-reference: in summer\n  - 'plum\n    tree'\n",
        ),
        (
            "a folded string",
            "key: a\nfruits:\n  - >- # rollbook-allow unknown-reference: in summer\n    plum\n    tree\n",
        ),
        ("behind what is one line", "key: a\nfruits: [\n  plum] # rollbook-allow unknown-reference: in summer\n"),
        ("a second document", "key: b\n---\nkey: a\nfruits: [plum] # rollbook-allow unknown-reference: in summer\n"),
        ("an anchor", "key: a\nfruits: &all [plum] # rollbook-allow unknown-reference: in summer\n"),
        ("two at one line", "key: a\nfruits: [plum, fig] # rollbook-allow unknown-reference: in summer\n"),
        ("a bracket", "key: a\nfruits: [\n  pear,\n# rollbook-allow yaml-lenient: a tool writes it\n]\n"),
        ("a quote", "key: a\n# rollbook-allow yaml-lenient: a tool writes it\nsummary: \"one\n\"\n"),
    ];
    for (what, content) in cases {
        let compiled = checked(content);
        assert_eq!(human(&compiled), "", "{what}");
        assert!(compiled.allowed.findings > 0, "{what}");
        let without = checked(content.replace("rollbook-allow", "rollbook-xxxxx"));
        assert_eq!(without.findings.len(), compiled.allowed.findings, "{what}");
    }
}

#[test]
fn a_file_that_nobody_reads_allows_itself() {
    let heads = [
        "# rollbook-allow unread-file: read by the till\n",
        "# yaml-language-server: $schema=x.json\n#\n# rollbook-allow unread-file: read by the till",
        "\u{feff}# rollbook-allow unread-file: read by the till\r\n\r\n{{ not yaml }}: [\r\n",
    ];
    for head in heads {
        let mut files = Memory::from_listing(SHOP);
        files.0.insert("shop/prices.yaml".to_owned(), head.into());
        assert_eq!(human(&check_on("2026-01-01", &files)), "", "{head:?}");
    }
    for other in
        ["apple: 1 # rollbook-allow unread-file: not at the head\n", "a: '\n# rollbook-allow unread-file: x\n'\n"]
    {
        let mut files = Memory::from_listing(SHOP);
        files.0.insert("shop/prices.yaml".to_owned(), other.into());
        assert_eq!(found(&check_on("2026-01-01", &files))[0].0, Code::UnreadFile, "{other:?}");
    }
}

#[test]
fn a_kind_with_too_many_variants_allows_them_at_its_block() {
    let mut files = Memory::from_listing(SHOP);
    let fruits = (0..2_001).fold(String::new(), |all, number| all + &format!("f{number}: {{}}\n"));
    files.0.insert("shop/fruits.yaml".to_owned(), fruits.into());
    assert_eq!(found(&check_on("2026-01-01", &files)), [(Code::TooManyVariants, 4)]);
    let kind = String::from_utf8(files.0["shop/kinds/fruit.schema.yaml"].clone()).expect("it is text");
    let kind = kind.replace("x-registry", "# rollbook-allow too-many-variants: nobody matches on them\nx-registry");
    files.0.insert("shop/kinds/fruit.schema.yaml".to_owned(), kind.into());
    let compiled = check_on("2026-01-01", &files);
    assert_eq!((human(&compiled), compiled.allowed.findings), (String::new(), 1));
}

#[test]
fn allowances_of_every_definition_are_looked_at() {
    let comment = "# rollbook-allow yaml-lenient: nothing is wrong\n";
    let names = ["rollbook.yaml", "shop/fruits.yaml", "shop/kinds/fruit.schema.yaml", "shop/baskets/first.yaml"];
    for name in names {
        let mut files = Memory::from_listing(SHOP);
        let content = [comment.as_bytes(), &files.0[name]].concat();
        files.0.insert(name.to_owned(), content);
        let compiled = check_on("2026-01-01", &files);
        let place = compiled.findings.iter().map(|finding| finding.primary.place.to_string()).collect::<Vec<_>>();
        assert_eq!((found(&compiled), place), (vec![(Code::UnusedAllowance, 1)], vec![format!("{name}:1:1")]));
    }
}

/// A rule that every basket of the test breaks.
const RULE: &str = "\
- id: basket-has-summary
  when: shop.basket
  where: entry.key != 'first'
  severity: warning
  why: Customers read it.
  assert: entry.summary
  message: \"`{{ entry.key }}` has no summary\"
  cases:
    pass: [{ shop.basket: [{ key: a, summary: Full. }] }]
    fail: [{ shop.basket: [{ key: a }] }]
";

#[test]
fn a_rule_is_allowed_by_its_id_and_whatever_cannot_be_read_is_not_unknown() {
    let check = |rules: &str, basket: &str| {
        let mut files = Memory::from_listing(SHOP);
        files.0.insert("shop/rules.yaml".to_owned(), rules.into());
        files.0.insert("shop/baskets/tested.yaml".to_owned(), basket.into());
        check_on("2026-01-01", &files)
    };
    assert_eq!(found(&check(RULE, "key: a\n")), [(Code::RuleViolation, 1)]);
    let record = RULE.replace("warning", "record");
    for (rules, name) in [(RULE, "basket-has-summary"), (RULE, "rule-violation"), (&record, "basket-has-summary")] {
        let compiled = check(rules, &format!("# rollbook-allow {name}: it is empty\nkey: a\n"));
        assert_eq!((human(&compiled), compiled.allowed.findings), (String::new(), 1), "{name}");
    }
    let basket = "key: a\nsummary: Full. # rollbook-allow basket-has-summary: it is empty\n";
    assert_eq!(found(&check(RULE, basket)), [(Code::UnusedAllowance, 2)]);
    assert_eq!(found(&check(&RULE.replace("basket-has", "has"), basket)), [(Code::InvalidAllowance, 2)]);
    let broken = check(&RULE.replace("assert", "asert"), basket);
    assert!(broken.findings.has_errors());
    assert!(broken.findings.iter().all(|finding| finding.severity == Severity::Error), "{}", human(&broken));
}

#[test]
fn while_there_are_errors_nothing_is_unused() {
    let content = "key: a\nsummary: 1\nfruits: [pear] # rollbook-allow unknown-reference: in summer\n";
    assert_eq!(found(&checked(content)), [(Code::WrongType, 2)]);
    let broken = "key: a\nfruits: [plum] # rollbook-allow unknown-reference: in summer\n---\nkey: [\n";
    assert_eq!(found(&checked(broken)), [(Code::YamlSyntax, 4)]);
    let late = "key: a\nfruits: [pear] # rollbook-allow unknown-reference until 2025-12-31: in summer\nsummary: 1\n";
    assert_eq!(found(&checked(late)), [(Code::ExpiredAllowance, 2), (Code::WrongType, 3)]);
}

#[test]
fn an_error_stays_an_error() {
    let content = "key: a\n# rollbook-allow wrong-type: I know better\nsummary: 1\n";
    let compiled = checked(content);
    assert_eq!(found(&compiled), [(Code::InvalidAllowance, 2), (Code::WrongType, 3)]);
    assert!(compiled.findings.has_errors());
}

#[test]
fn gen_writes_the_same_with_and_without_allowances() {
    let with = "key: tested\nfruits: [plum] # rollbook-allow unknown-reference: in summer\n";
    let artifacts = |content: &str| {
        let mut files = Memory::from_listing(SHOP);
        files.0.insert("shop/baskets/tested.yaml".to_owned(), content.into());
        let compiled = compiler::compile(&files, "rollbook.yaml", compiler::Settings::default());
        let written = compiled.artifacts.iter().map(|file| (file.path.clone(), file.content.clone()));
        (written.collect::<Vec<_>>(), compiled.findings.len())
    };
    let (written, findings) = artifacts(with);
    assert!(!written.is_empty() && findings == 0);
    assert_eq!(artifacts(&with.replace("rollbook-allow", "rollbook-xxxxx")), (written, 1));
}

#[test]
fn a_text_that_is_none_allows_nothing() {
    let compiled = checked(b"key: a\n# rollbook-allow unknown-reference: \xe8\nfruits: [plum]\n".as_slice());
    assert_eq!(found(&compiled)[0].0, Code::UnreadableFile);
    let mut files = Memory::from_listing(SHOP);
    files.0.insert("shop/prices.yaml".to_owned(), b"# rollbook-allow unread-file: \xe8\n".to_vec());
    assert_eq!(found(&check_on("2026-01-01", &files)), [(Code::UnreadFile, 1)]);
}

#[test]
fn characters_that_disguise_a_reason_are_shown() {
    let compiled = checked("key: a\n# rollbook-allow unknown-reference: \u{202e}nosaer\nfruits: [pear]\n");
    assert_eq!(found(&compiled), [(Code::UnusedAllowance, 2)]);
    for format in [Format::Human, Format::Json, Format::Sarif, Format::Github] {
        let shown = source::write(&compiled.findings, format, Colour::Never);
        assert!(!shown.contains('\u{202e}'), "{format:?}: {shown}");
    }
    assert!(human(&compiled).contains("\\u{202e}nosaer"));
}

#[test]
fn a_hundred_thousand_allowances_are_no_trouble() {
    const MANY: usize = 100_000;
    let allowance = "# rollbook-allow unknown-reference: in summer\n";
    let used = (0..MANY).fold("key: a\nfruits:\n".to_owned(), |all, _| all + "- fig " + allowance);
    let compiled = checked(used);
    assert_eq!((human(&compiled), compiled.allowed.findings), (String::new(), MANY));
    // All of them are about one line, with as many findings.
    let figs = "fig,".repeat(MANY / 10);
    let compiled = checked(format!("{}{{ key: a, fruits: [{figs}] }}\n", allowance.repeat(MANY)));
    assert_eq!(compiled.allowed.findings, MANY / 10);
    let unused = compiled.findings.iter().map(|finding| finding.code).collect::<BTreeSet<_>>();
    assert_eq!((unused, compiled.findings.len()), (BTreeSet::from([Code::UnusedAllowance]), 1_000));
    assert!(human(&compiled).contains("only the first 1000 findings about allowances are kept"));
}

/// `SplitMix64` (Steele, Lea and Flood, 2014).
struct Random(u64);

impl Random {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % end
    }

    fn pick<'a>(&mut self, of: &[&'a str]) -> &'a str {
        let index = usize::try_from(self.below(of.len() as u64)).expect("it is an index");
        of[index]
    }
}

/// A text, and what is to come of it.
#[derive(Default)]
struct Drawn {
    text: String,
    line: u32,
    /// The lines of findings that are silenced.
    silenced: BTreeSet<u32>,
    /// What is said of allowances.
    said: BTreeSet<(u32, Code)>,
}

/// What the comments of a line may say.
const COMMENTS: [&str; 8] = [
    "rollbook-allow unknown-reference: in summer",
    "rollbook-allow unknown-reference until 2026-01-01: in summer # rollbook-allow",
    "rollbook-allow unknown-reference until 2025-12-31: in summer",
    "rollbook-allow unread-file: it is read",
    "rollbook-allow unknown-reference",
    "see rollbook-allow unknown-reference: in summer",
    "rollbook-allowed unknown-reference: in summer",
    "",
];

/// Texts that hold the word and are no comments.
const STRINGS: [&str; 6] = [
    "\"x # rollbook-allow unknown-reference: a text\"",
    "'# rollbook-allow unknown-reference: a text'",
    "x#rollbook-allow unknown-reference",
    "|\n    # rollbook-allow unknown-reference: a text\n    #",
    "\"\n    # rollbook-allow unknown-reference: a text\"",
    ">-\n\n    # rollbook-allow unknown-reference: a text",
];

impl Drawn {
    fn push(&mut self, text: &str) {
        self.text.push_str(text);
        self.line += u32::try_from(text.matches('\n').count()).expect("it is short");
    }

    /// A list of fruits, which may be missing, with comments, and strings that look like comments.
    fn new(random: &mut Random) -> Self {
        let mut drawn = Self { line: 1, ..Self::default() };
        drawn.push("key: tested\nfruits:\n");
        for _ in 0..=random.below(11) {
            drawn.fruit(random);
        }
        drawn
    }

    fn fruit(&mut self, random: &mut Random) {
        let mut about = Vec::new();
        for _ in 0..random.below(3) {
            let comment = random.pick(&COMMENTS);
            about.push((self.line, comment));
            self.push(&format!("  {}{comment}\n", random.pick(&["# ", "#", "#\t"])));
        }
        if random.below(5) == 0 {
            // What stands above a blank line is about nothing.
            self.judge(&about, None, false);
            about.clear();
            self.push(random.pick(&["\n", "  \n"]));
        }
        let fruit = random.pick(&["apple", "plum", "'plum'", "\"plum\"", "plum # rollbook-allowed", ""]);
        let (fruit, noise) = if fruit.is_empty() { (random.pick(&STRINGS), true) } else { (fruit, false) };
        let first = self.line;
        self.push(&format!("  - {fruit}"));
        let is_block = fruit.starts_with(['|', '>']);
        if !is_block && !fruit.contains(" # rollbook-allowed") && random.below(2) == 0 {
            let comment = random.pick(&COMMENTS);
            // At the end of a string of several lines it is about the last of them.
            if self.line == first {
                about.push((self.line, comment));
            } else {
                self.judge(&[(self.line, comment)], None, false);
            }
            self.push(&format!(" # {comment}"));
        }
        self.push("\n");
        self.judge(&about, Some(first), noise || fruit.contains("plum"));
    }

    /// Comments about one line, on which a fruit may be missing.
    fn judge(&mut self, comments: &[(u32, &str)], line: Option<u32>, is_missing: bool) {
        let mut open = line.filter(|_| is_missing);
        for (at, comment) in comments {
            let code = match COMMENTS.iter().position(|other| other == comment) {
                Some(0 | 1) => match open.take() {
                    Some(line) => {
                        self.silenced.insert(line);
                        continue;
                    }
                    None => Code::UnusedAllowance,
                },
                Some(2) => Code::ExpiredAllowance,
                Some(3) => Code::UnusedAllowance,
                Some(4) => Code::InvalidAllowance,
                Some(_) | None => continue,
            };
            self.said.insert((*at, code));
        }
    }
}

#[test]
fn of_random_texts_only_what_is_allowed_is_silent() {
    let times = std::env::var("ROLLBOOK_CASES").ok().and_then(|times| times.parse::<u64>().ok()).unwrap_or(1);
    let (mut silenced, mut said, mut kept) = (0, 0, 0);
    for seed in 0..400 * times {
        let mut random = Random(seed);
        let mut drawn = Drawn::new(&mut random);
        if random.below(3) == 0 {
            drawn.text = drawn.text.replace('\n', "\r\n");
        }
        let (with, without) =
            (checked(drawn.text.as_str()), checked(drawn.text.replace("rollbook-allow", "rollbook-xxxxx")));
        let lines = |compiled: &Compiled, keep: &dyn Fn(Code, u32) -> bool| {
            let all = source::write(&compiled.findings, Format::Json, Colour::Never);
            let kept = all.lines().zip(found(compiled)).filter(|(_, (code, line))| keep(*code, *line));
            kept.fold(String::new(), |mut all, (line, _)| {
                let _ = writeln!(all, "{}", line.replace("rollbook-allow", "rollbook-xxxxx"));
                all
            })
        };
        let text = &drawn.text;
        let is_said = |code| matches!(code, Code::InvalidAllowance | Code::ExpiredAllowance | Code::UnusedAllowance);
        let expected = lines(&without, &|_, line| !drawn.silenced.contains(&line));
        assert_eq!(lines(&with, &|code, _| !is_said(code)), expected, "seed {seed}:\n{text}");
        let found: BTreeSet<(u32, Code)> =
            found(&with).into_iter().filter(|(code, _)| is_said(*code)).map(|(code, line)| (line, code)).collect();
        assert_eq!(found, drawn.said, "seed {seed}:\n{text}\n{}", human(&with));
        assert_eq!(without.findings.count(Severity::Error), 0, "seed {seed}:\n{text}");
        silenced += with.allowed.findings;
        said += found.len();
        kept += expected.lines().count();
    }
    println!("{silenced} findings silenced, {kept} kept, {said} allowances reported");
    assert!(silenced > 300 && kept > 1_000 && said > 1_000, "so few prove nothing");
}
