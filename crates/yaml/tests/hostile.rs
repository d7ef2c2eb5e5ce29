//! Texts that nobody writes by accident: no panic, no hang, no unbounded memory, whatever comes in.
//!
//! Nothing here is timed; a rule that is broken shows as a test that does not end, or that is killed.

#[path = "support/laws.rs"]
mod laws;

use std::ops::Range;

use source::{Code, Findings, Severity, Text};
use yaml::{Limits, Mode, Node, parse};

/// Reads a text and says how it was judged: the code of each finding, each code once.
fn codes(yaml: &str, limits: &Limits) -> Vec<Code> {
    let mut findings = Findings::new();
    parse(&Text::new("t.yaml", yaml), limits, &mut findings);
    let mut codes: Vec<Code> = findings.iter().map(|finding| finding.code).collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

/// One text of all pieces.
fn concat(numbers: Range<usize>, piece: impl Fn(usize) -> String) -> String {
    numbers.map(piece).collect::<Vec<_>>().concat()
}

#[test]
fn a_large_file_is_refused_before_it_is_read() {
    let seventeen = "a: [".repeat(17 * 1024 * 1024 / 4);
    assert_eq!(codes(&seventeen, &Limits::default()), [Code::FileTooLarge]);
    let limits = Limits { bytes: 5, ..Limits::default() };
    assert_eq!((codes("a: 1\n", &limits), codes("a: 12\n", &limits)), (vec![], vec![Code::FileTooLarge]));
}

#[test]
fn nesting_ends_at_the_limit_for_every_kind_of_collection() {
    for unit in ["- ", "[", "{", "? ", "{a: ", "[{", "[a: [", "- ? "] {
        assert_eq!(codes(&unit.repeat(50_000), &Limits::default()), [Code::YamlDepth], "{unit:?}");
    }
    let lines = concat(0..1_000, |depth| " ".repeat(depth) + "a:\n");
    assert_eq!(codes(&lines, &Limits::default()), [Code::YamlDepth]);
}

#[test]
fn the_limit_of_nesting_is_what_it_says() {
    let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
    for depth in [0, 1, 8, 128, Limits::MAX_DEPTH] {
        let limits = Limits { depth, ..Limits::default() };
        assert_eq!(codes(&nested(depth), &limits), [], "{depth}");
        assert_eq!(codes(&nested(depth + 1), &limits), [Code::YamlDepth], "{depth}");
    }
    let limits = Limits { depth: usize::MAX, ..Limits::default() };
    assert_eq!(codes(&nested(50_000), &limits), [Code::YamlDepth]);
}

#[test]
fn a_tree_of_any_allowed_depth_can_be_walked_within_a_small_stack() {
    let yaml = "{a: [".repeat(Limits::MAX_DEPTH / 2) + &"]}".repeat(Limits::MAX_DEPTH / 2);
    let limits = Limits { depth: usize::MAX, ..Limits::default() };
    let walk = move || {
        let documents = parse(&Text::new("t.yaml", yaml), &limits, &mut Findings::new());
        let copy = documents[0].root.clone();
        assert_eq!(copy, documents[0].root);
        assert!(copy.to_json().is_object() && format!("{copy:?}").len() > 1_000);
        // In the middle all brackets are open, and each item of a sequence is the first.
        let middle = u32::try_from(Limits::MAX_DEPTH / 2 * "{a: [".len()).expect("a small text");
        assert_eq!(documents[0].pointer_at(middle).segments().len(), Limits::MAX_DEPTH - 1);
    };
    std::thread::Builder::new().stack_size(2 * 1024 * 1024).spawn(walk).expect("a thread").join().expect("no overflow");
}

#[test]
fn aliases_cannot_multiply() {
    let laughs = concat(1..100, |n| format!("l{n}: &l{n} [{}]\n", vec![format!("*l{}", n - 1); 9].join(", ")));
    let laughs = format!("l0: &l0 lol\n{laughs}");
    assert_eq!(codes(&laughs, &Limits::default()), [Code::YamlAliases]);
    // A chain of copies that doubles by merging, one of long strings, one of keys.
    let merges = concat(1..100, |n| format!("m{n}: &m{n} {{<<: *m{}, a{n}: *m{}}}\n", n - 1, n - 1));
    assert_eq!(codes(&format!("m0: &m0 {{a: b}}\n{merges}"), &Limits::default()), [Code::YamlAliases]);
    let long = format!("- &s {}\n{}", "x".repeat(1_000_000), "- *s\n".repeat(10_000));
    assert_eq!(codes(&long, &Limits::default()), [Code::YamlAliases]);
    let keys = format!("- &k {}\n{}", "x".repeat(1_000_000), "- *k : 1\n".repeat(10_000));
    assert_eq!(codes(&keys, &Limits::default()), [Code::YamlAliases]);
}

#[test]
fn anchors_around_each_other_are_not_kept_over_and_over() {
    let inside = "[x, x, x, x],".repeat(20_000);
    let open = concat(0..120, |n| format!("&a{n} ["));
    let used = concat(0..120, |n| format!(", *a{n}"));
    let yaml = format!("[{open}{inside}{}{used}]", "]".repeat(120));
    assert_eq!(codes(&yaml, &Limits::default()), [Code::YamlAliases]);
    assert_eq!(codes(&format!("[{open}{inside}{}]", "]".repeat(120)), &Limits::default()), []);
}

#[test]
fn the_limit_of_aliases_is_what_it_says() {
    let yaml = "- &a [1, 2]\n- *a\n- *a\n";
    let with = |alias_nodes| codes(yaml, &Limits { alias_nodes, ..Limits::default() });
    assert_eq!((with(6), with(5), with(0)), (vec![], vec![Code::YamlAliases], vec![Code::YamlAliases]));
}

#[test]
fn findings_of_a_file_are_bounded() {
    let mut findings = Findings::new();
    parse(&Text::new("t.yaml", "a:\n".repeat(100_000)), &Limits::default(), &mut findings);
    assert_eq!(findings.count(Severity::Error), 1_000);
    let last = findings.iter().next_back().expect("the last one");
    assert_eq!(last.notes, ["only the first 1000 findings of a file are kept"]);
    // A key of a megabyte is not repeated in each path below it.
    let key = "k".repeat(1_000_000);
    let mut findings = Findings::new();
    parse(&Text::new("t.yaml", format!("? {key}\n:\n{}", "  a:\n".repeat(5_000))), &Limits::default(), &mut findings);
    assert!(findings.iter().all(|finding| finding.path.as_ref().is_none_or(|path| path.len() < 10_000)));
}

#[test]
fn repeated_pieces_of_yaml_take_linear_time() {
    let pieces = [
        "- ",
        "? ",
        ": ",
        "[",
        "{",
        "]",
        "}",
        ",",
        "a ",
        "a: ",
        "a:\n",
        "&a ",
        "&a a\n",
        "*a ",
        "!a ",
        "\"",
        "'",
        "#",
        "\n",
        "\r",
        "\t",
        "|\n",
        "---\n",
        "...\n",
        "%a\n",
        "[a, ",
        "{a, ",
        "[],",
        "{},",
        "[a]: ",
        "\"a\": ",
        "? a\n",
        ": a\n",
        "-\n",
        "- |\n",
        "- &a a\n",
        "- *a\n",
        "- &a [*a]\n",
        "<<: {a: 1}\n",
        "\u{feff}",
        "é",
        "a:b\n",
        "a\n ",
        "**:",
        "- \"a\n b\"\n",
        "- [a,\nb]\n",
        "x #",
        "[? a, ",
    ];
    for start in ["", "[", "- &a [x]\n", "a: |\n "] {
        for piece in pieces {
            let text = Text::new("t.yaml", start.to_owned() + &piece.repeat(30_000 / piece.len()));
            parse(&text, &Limits::default(), &mut Findings::new());
        }
    }
}

/// Texts that together use all of YAML, to be mutated.
const SEEDS: &[&str] = &[
    "# steps\n- key: gate.idempotency\n  summary: 'Drops what it''s seen'\n  ports: [clock, \"store\"]\n  config: {strategy: first_wins, n: 3}\n\n- key: x\n  doc: >-\n    folded\n    text\n\n     more\n  on: true\n",
    "base: &base {a: 1, b: [x, *y]}\nm:\n  <<: *base\n  c: &c !!str 12\nn: *c\n*c : o\n",
    "%YAML 1.2\n%TAG !e! tag:example.com,2000:\n--- !e!doc\n? |\n  block key\n: - one\n  - two: 3\n...\n---\n- é: ü\n- \"\\u00e9\\n\\\n  x\"\n- ~\n- .5\n",
    "a:\n- b\n-\n- - c\n  - d: [e, {f: g}, h: i, ? j : k, : l]\nz: !!seq\n- |+\n\n  keep\n\n- >1\n  x\n",
    "k: [a,\nb, # c\n\tc\n]\nq: \"x\n y\"\nr: {\n}\n",
    "\u{feff}a: 1\r\nb:\r\n  - |\r\n    x\r\n\r\n  - 'y\r\n    z'\r\n# end\r\n",
];

/// What mutations insert.
const PIECES: &[&str] = &[
    " ", "  ", "\n", "\r\n", "\t", ":", ": ", "-", "- ", "?", "? ", "#", " #", "[", "]", "{", "}", ",", "\"", "'",
    "|\n", ">-\n", "&a ", "*a", "!!int ", "! ", "<<: ", "---\n", "...\n", "%", "\\", "\0", "é", "\u{feff}", "1e999",
    "a: b\n", "\n\n", "@", "`",
];

/// A linear congruential generator (Knuth, MMIX): the same mutations in every run.
struct Lcg(u64);

impl Lcg {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % bound.max(1) as u64).expect("below a usize")
    }

    /// A place in a text, on a character border.
    fn place(&mut self, text: &str) -> usize {
        let at = self.below(text.len() + 1);
        (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default()
    }

    /// A text with a few pieces cut out, put in, or copied from one place to another.
    fn mutate(&mut self, seed: &str) -> String {
        let mut text = seed.to_owned();
        for _ in 0..=self.below(4) {
            let (a, b) = (self.place(&text), self.place(&text));
            let (a, b) = (a.min(b), a.max(b).min(a.min(b) + 12));
            let b = (a..=b).rev().find(|b| text.is_char_boundary(*b)).unwrap_or(a);
            let at = self.place(&text);
            match self.below(4) {
                0 => drop(text.drain(a..b)),
                1 => {
                    let copied = text[a..b].to_owned();
                    text.insert_str(at, &copied);
                }
                _ => text.insert_str(at, PIECES[self.below(PIECES.len())]),
            }
        }
        text
    }
}

#[test]
fn mutated_texts_keep_the_laws() {
    let mut random = Lcg(2_024);
    let limits = Limits { depth: 8, alias_nodes: 50, ..Limits::default() };
    let strict = Limits { mode: Mode::Strict, ..limits };
    let mut read = 0;
    for round in 0..4_000 {
        let yaml = random.mutate(SEEDS[round % SEEDS.len()]);
        let text = Text::new("t.yaml", yaml.as_str());
        let (documents, findings) = laws::read_lawfully(&text, &limits);
        let (strict_documents, strict_findings) = laws::read_lawfully(&text, &strict);
        read += usize::from(!findings.has_errors());
        let has = |findings: &Findings, code| findings.iter().any(|finding| finding.code == code);
        // What strict YAML refuses is refused, or warned of; and what it reads is read the same.
        let refused = has(&strict_findings, Code::YamlSyntax) || has(&strict_findings, Code::YamlDepth);
        if !refused {
            assert_eq!(documents, strict_documents, "{yaml:?}");
            assert!(!has(&findings, Code::YamlLenient), "{yaml:?}");
        } else if !has(&findings, Code::YamlSyntax) && !has(&findings, Code::YamlDepth) {
            assert!(has(&findings, Code::YamlLenient), "{yaml:?}: {strict_findings:?}");
        }
    }
    assert!(read > 500, "only {read} of the mutated texts were YAML: they hardly test the tree");
}

#[test]
fn prefixes_of_texts_keep_the_laws() {
    for seed in SEEDS {
        for (at, _) in seed.char_indices() {
            laws::read_lawfully(&Text::new("t.yaml", &seed[..at]), &Limits::default());
        }
    }
}

#[test]
fn null_stands_where_an_alias_stands_for_nothing() {
    let documents = parse(&Text::new("t.yaml", "a: *b\n"), &Limits::default(), &mut Findings::new());
    assert!(documents[0].root.get("a").is_some_and(Node::is_null));
}
