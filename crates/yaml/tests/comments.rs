//! Comments: odd places, and what the parser itself tells of them.

#![expect(clippy::print_stdout, reason = "a test says what it counted, and that it was skipped")]

#[path = "support/data.rs"]
mod data;
#[expect(dead_code, reason = "edits need more of them")]
#[path = "edit/generate.rs"]
mod generate;
#[allow(dead_code, reason = "edits need more of them")]
#[path = "edit/random.rs"]
mod random;

use std::fs;
use std::path::Path;

use granit_parser::{Event, Options, Parser};
use source::{Span, Text};
use yaml::{Limits, comments};

use random::Random;

fn found(content: &str) -> Vec<String> {
    let text = Text::new("a.yaml", content);
    comments(&text, &Limits::default()).spans().iter().map(|span| text.slice(*span).to_owned()).collect()
}

#[test]
fn comments_stand_outside_of_values_only() {
    let cases: &[(&str, &[&str])] = &[
        ("# a", &["# a"]),
        ("\u{feff}# a\nb: 1", &["# a"]),
        ("a: 1 # b\nc: 2\t# d  \n", &["# b", "# d"]),
        ("a: 1# b\nc: x#y # z\n", &["# z"]),
        ("a: 'x # y' # z\nb: \"x # y\"# no\n", &["# z"]),
        ("a: 'x\n  # y\n  z' # b\n", &["# b"]),
        ("a: |  # header\n  # text\n\n  # text\n# comment\nb: 1\n", &["# header", "# comment"]),
        ("a: >-\n  # text\n # comment\nb: 1\n", &["# comment"]),
        ("a: | # header\n", &["# header"]),
        ("a: | # header\n# comment\nb: 1", &["# header", "# comment"]),
        ("a:\n# one\n  - 1 # two\n# three\n  - 2\n", &["# one", "# two", "# three"]),
        (
            "a: [ # one\n  b, # two\n  # three\n  'c' # four\n  ] # five\n",
            &["# one", "# two", "# three", "# four", "# five"],
        ),
        ("{\"a\": 1, # b\n\"c\": \"# d\"} # e", &["# b", "# e"]),
        (
            "%YAML 1.2 # one\n--- # two\na: 1\n... # three\n--- # four\nb: 2 # five\n",
            &["# one", "# two", "# three", "# four", "# five"],
        ),
        ("a: &x#y 1 # b\nc: *x#y # d\ne: !t#u f # g\n", &["# b", "# d", "# g"]),
        ("? a # one\n: b # two\n? # three\n: c\n", &["# one", "# two", "# three"]),
        ("a: 1 # b\r\nc: 2 # d\re: 3 # f\r\n", &["# b", "# d", "# f"]),
        ("# \u{202e}é # x\n", &["# \u{202e}é # x"]),
        ("--- |\n  # text\n# comment\n", &["# comment"]),
        ("--- 'x\n  # text'\n", &[]),
        ("|\n  text # x\n# comment\n", &["# comment"]),
        ("<<: # one\n  {a: 1} # two\n", &["# one", "# two"]),
    ];
    for (content, expected) in cases {
        assert_eq!(found(content), *expected, "{content:?}");
    }
}

#[test]
fn before_a_mistake_comments_are_found() {
    assert_eq!(found("# a\nb: 1 # c\nd: [1, # e\n  }\n# f\n"), ["# a", "# c"]);
    assert_eq!(found("# a\n\n# b\n{{ x }}: }\n# c\n"), ["# a", "# b"]);
    assert_eq!(found("a: \"x # y\n# z\n"), Vec::<String>::new());
}

#[test]
fn a_byte_inside_of_a_long_scalar_leads_to_its_beginning() {
    let text = Text::new("a.yaml", "a: 'x\n  y'\nb: |\n  z\nc: d\n");
    let comments = comments(&text, &Limits::default());
    let offset = |part: &str| u32::try_from(text.content().find(part).expect("it is there")).expect("it is short");
    let begin = |part| comments.begin(offset(part));
    assert_eq!([begin("y"), begin("z"), begin("d"), begin("c:")], ["'", "|", "d", "c:"].map(offset));
}

/// The comments that the parser tells of, if it tells of all.
fn told(content: &str) -> Option<Vec<Span>> {
    let mut options = Options::default();
    options.strict_indentation = false;
    options.set_emit_comments(true);
    let mut spans = Vec::new();
    for event in Parser::new_from_str_with_options(content, options).collect::<Vec<_>>() {
        let (event, span) = event.ok()?;
        if matches!(event, Event::Comment(..)) {
            let range = span.byte_range()?;
            let text = content[range.clone()].trim_end_matches([' ', '\t', '\n', '\r']);
            spans.push(Span::new(range.start, range.start + text.len()));
        }
    }
    spans.sort_unstable();
    Some(spans)
}

/// Compares with the parser; how many comments there were.
fn agree(name: &str, content: &str) -> Option<usize> {
    let told = told(content)?;
    let text = Text::new(name, content);
    assert_eq!(comments(&text, &Limits::default()).spans(), told, "{name}:\n{content}");
    Some(told.len())
}

#[test]
fn comments_of_random_texts_are_those_of_the_parser() {
    let (mut texts, mut found) = (0, 0);
    for seed in 0..2_000 {
        let generated = generate::text(&mut Random::new(seed));
        for text in [generated.text.replace('\n', "\r\n"), generated.text] {
            let count = agree(&format!("seed {seed}"), &text);
            texts += usize::from(count.is_some());
            found += count.unwrap_or_default();
        }
    }
    println!("{found} comments in {texts} texts");
    assert!(texts > 2_000 && found > 5_000, "{found} comments in {texts} texts prove little");
}

#[test]
fn comments_of_texts_of_others_are_those_of_the_parser() {
    let folders = ["yaml-test-suite", "semconv"].map(data::data);
    let [Some(suite), Some(model)] = folders else {
        println!("skipped: there is no data of others in {}", data::WHERE);
        return;
    };
    let mut counted = (0, 0);
    visit(&suite, &mut counted);
    visit(&model, &mut counted);
    println!("{} comments in {} texts", counted.1, counted.0);
    assert!(counted.0 > 300 && counted.1 > 200, "{counted:?}");
}

fn visit(folder: &Path, counted: &mut (usize, usize)) {
    for entry in fs::read_dir(folder).expect("the folder can be listed").flatten() {
        let path = entry.path();
        if path.is_dir() {
            visit(&path, counted);
        } else if path.extension().is_some_and(|extension| extension == "yaml")
            && let Ok(content) = fs::read_to_string(&path)
            && let Some(found) = agree(&path.to_string_lossy(), &content)
        {
            counted.0 += 1;
            counted.1 += found;
        }
    }
}
