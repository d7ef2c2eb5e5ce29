//! Golden tables of the format for people.

#![allow(clippy::needless_raw_string_hashes, reason = "expect-test writes them")]

use expect_test::{Expect, expect};
use source::{Code, Colour, Diagnostic, Findings, Format, Place, Severity, Span, Text};

/// The first place of `marked` in `text`.
fn at(text: &Text, marked: &str) -> Place {
    let start = text.content().find(marked).expect("the fixture has the marked text");
    text.at(Span::new(start, start + marked.len()))
}

fn human(findings: impl IntoIterator<Item = Diagnostic>, colour: Colour) -> String {
    let mut all = Findings::new();
    for finding in findings {
        all.push(finding);
    }
    source::write(&all, Format::Human, colour)
}

fn check(finding: Diagnostic, expected: &Expect) {
    expected.assert_eq(&human([finding], Colour::Never));
}

/// A finding with nothing but a place, over a text of which `marked` is marked.
fn check_place(content: &str, marked: &str, expected: &Expect) {
    let text = Text::new("a.yaml", content);
    check(Diagnostic::new(Code::YamlSyntax, at(&text, marked), "unexpected text"), expected);
}

#[test]
fn a_finding_shows_snippet_path_notes_and_help() {
    let text = Text::new(
        "scenarios/baseline.yaml",
        "summary: Base line.\nsteps:\n  - step: gate.idempotncy\n    config: {}\n",
    );
    let finding = Diagnostic::new(Code::UnknownReference, at(&text, "gate.idempotncy"), "no step `gate.idempotncy`")
        .label("not a step")
        .path("/steps/0/step")
        .note("8 steps are defined\nin 8 files")
        .help("did you mean `gate.idempotency`?");
    check(
        finding,
        &expect![[r#"
            error[unknown-reference]: no step `gate.idempotncy`
             --> scenarios/baseline.yaml:3:11
              |
            3 |   - step: gate.idempotncy
              |           ^^^^^^^^^^^^^^^ not a step
              |
              = path: /steps/0/step
              = note: 8 steps are defined
                      in 8 files
              = help: did you mean `gate.idempotency`?
        "#]],
    );
}

#[test]
fn places_of_one_file_share_a_snippet_and_other_files_follow() {
    let here = Text::new("steps/a.yaml", "key: parse\nsummary: One.\n\nkey: parse\n");
    let there = Text::new("steps/b.yaml", "# Steps\nkey: parse\n");
    let second = here.at(Span::new(26, 36));
    let finding = Diagnostic::new(Code::DuplicateKey, second, "key `parse` is used three times")
        .label("here again")
        .also(at(&here, "key: parse"), "first here")
        .also(at(&there, "key: parse"), "and in another file");
    check(
        finding,
        &expect![[r#"
            error[duplicate-key]: key `parse` is used three times
             --> steps/a.yaml:4:1
              |
            1 | key: parse
              | ---------- first here
            ...
            4 | key: parse
              | ^^^^^^^^^^ here again
              |
             ::: steps/b.yaml:2:1
              |
            2 | key: parse
              | ---------- and in another file
        "#]],
    );
}

#[test]
fn places_far_apart_in_one_file_have_snippets_of_their_own() {
    let text = Text::new("all.yaml", format!("first: 1\n{}last: 1\n", "# filler\n".repeat(5_000)));
    let finding = Diagnostic::new(Code::YamlDuplicateKey, at(&text, "last"), "two keys")
        .label("second")
        .also(at(&text, "first"), "first");
    check(
        finding,
        &expect![[r#"
            error[yaml-duplicate-key]: two keys
                --> all.yaml:5002:1
                 |
            5002 | last: 1
                 | ^^^^ second
                 |
                ::: all.yaml:1:1
                 |
               1 | first: 1
                 | ----- first
        "#]],
    );
}

#[test]
fn severities_have_their_words() {
    let text = Text::new("a.yaml", "a: 1\n");
    let findings = [Severity::Error, Severity::Warning, Severity::Record].map(|severity| {
        Diagnostic::new(Code::YamlLenient, at(&text, "a"), "a closing bracket is indented too little")
            .severity(severity)
    });
    expect![[r#"
        error[yaml-lenient]: a closing bracket is indented too little
         --> a.yaml:1:1
          |
        1 | a: 1
          | ^

        warning[yaml-lenient]: a closing bracket is indented too little
         --> a.yaml:1:1
          |
        1 | a: 1
          | ^

        record[yaml-lenient]: a closing bracket is indented too little
         --> a.yaml:1:1
          |
        1 | a: 1
          | ^
    "#]]
    .assert_eq(&human(findings, Colour::Never));
}

#[test]
fn drift_shows_its_diff_below() {
    let text = Text::new("generated/src/step.rs", "pub enum Step {}\n");
    let mut finding =
        Diagnostic::new(Code::DriftStale, at(&text, ""), "differs from its definition").help("run `rollbook gen`");
    finding.diff = Some("@@ -1 +1,2 @@\n-pub enum Step {}\n+pub enum Step {\n+}\u{202e}\n\n".to_owned());
    check(
        finding,
        &expect![[r#"
            error[drift-stale]: differs from its definition
             --> generated/src/step.rs:1:1
              |
            1 | pub enum Step {}
              | ^
              |
              = help: run `rollbook gen`
                @@ -1 +1,2 @@
                -pub enum Step {}
                +pub enum Step {
                +}\u{202e}
        "#]],
    );
}

#[test]
fn a_missing_file_shows_its_place_only() {
    let missing = Text::new("docs/steps/a.md", "");
    let definition = Text::new("steps/a.yaml", "doc: steps/a.md\n");
    let finding = Diagnostic::new(Code::MissingPage, missing.at(Span::default()), "page does not exist");
    check(
        finding.clone(),
        &expect![[r#"
            error[missing-page]: page does not exist
             --> docs/steps/a.md:1:1
        "#]],
    );
    check(
        finding.also(at(&definition, "steps/a.md"), "named here").help("write it"),
        &expect![[r#"
            error[missing-page]: page does not exist
             --> docs/steps/a.md:1:1
              |
             ::: steps/a.yaml:1:6
              |
            1 | doc: steps/a.md
              |      ---------- named here
              |
              = help: write it
        "#]],
    );
    let finding = Diagnostic::new(Code::MissingPage, at(&definition, "steps/a.md"), "page does not exist");
    check(
        finding.also(missing.at(Span::default()), "looked for here"),
        &expect![[r#"
            error[missing-page]: page does not exist
             --> steps/a.yaml:1:6
              |
            1 | doc: steps/a.md
              |      ^^^^^^^^^^
              |
             ::: docs/steps/a.md:1:1
              = note: looked for here
        "#]],
    );
}

#[test]
fn tabs_and_line_ends_keep_carets_below_their_text() {
    check_place(
        "\ta:\tb c\n",
        "b",
        &expect![[r#"
            error[yaml-syntax]: unexpected text
             --> a.yaml:1:5
              |
            1 |     a:    b c
              |           ^
        "#]],
    );
    check_place(
        "a: 1\r\nb: 2\r\nc: 3\r\n",
        "b: 2",
        &expect![[r#"
            error[yaml-syntax]: unexpected text
             --> a.yaml:2:1
              |
            2 | b: 2
              | ^^^^
        "#]],
    );
    check_place(
        "a: 1\r\nb: 2\r\n",
        "1\r\nb",
        &expect![[r#"
            error[yaml-syntax]: unexpected text
             --> a.yaml:1:4
              |
            1 |   a: 1
              |  ____^
            2 | | b: 2
              | |_^
        "#]],
    );
    check_place(
        "a: 1\rb: 2",
        "2",
        &expect![[r#"
            error[yaml-syntax]: unexpected text
             --> a.yaml:1:9
              |
            1 | a: 1\rb: 2
              |          ^
        "#]],
    );
}

#[test]
fn wide_characters_keep_carets_below_their_text() {
    check_place(
        "漢字: 値 x\n",
        "値",
        &expect![[r#"
            error[yaml-syntax]: unexpected text
             --> a.yaml:1:5
              |
            1 | 漢字: 値 x
              |       ^^
        "#]],
    );
    check_place(
        "👩\u{200d}💻: x\n",
        "x",
        &expect![[r#"
            error[yaml-syntax]: unexpected text
             --> a.yaml:1:6
              |
            1 | 👩💻: x
              |       ^
        "#]],
    );
    check_place(
        "ключ: значение\n",
        "значение",
        &expect![[r#"
            error[yaml-syntax]: unexpected text
             --> a.yaml:1:7
              |
            1 | ключ: значение
              |       ^^^^^^^^
        "#]],
    );
}

#[test]
fn combining_characters_take_no_column() {
    let carets = |content: &str, marked: &str| {
        let text = Text::new("a.yaml", content);
        let shown = human([Diagnostic::new(Code::YamlSyntax, at(&text, marked), "unexpected text")], Colour::Never);
        shown.lines().last().map(str::to_owned)
    };
    assert_eq!(carets("cafe\u{301}: cre\u{300}me x\n", "x"), carets("café: crème x\n", "x"));
    assert_eq!(carets("cafe\u{301}: x\n", "\u{301}"), carets("cafe: x\n", ":"));
    assert_eq!(carets("cafe\u{301}: x\n", "e\u{301}"), carets("café: x\n", "é"));
}

#[test]
fn zero_width_and_last_places_have_a_caret() {
    let check_at = |content: &str, offset: usize, expected: &Expect| {
        let place = Text::new("a.yaml", content).at(Span::new(offset, offset));
        check(Diagnostic::new(Code::YamlSyntax, place, "unexpected end").label("here"), expected);
    };
    check_at(
        "a: [1\n",
        3,
        &expect![[r#"
            error[yaml-syntax]: unexpected end
             --> a.yaml:1:4
              |
            1 | a: [1
              |    ^ here
        "#]],
    );
    check_at(
        "a: [1\n",
        5,
        &expect![[r#"
            error[yaml-syntax]: unexpected end
             --> a.yaml:1:6
              |
            1 | a: [1
              |      ^ here
        "#]],
    );
    check_at(
        "a: [1\n",
        6,
        &expect![[r#"
            error[yaml-syntax]: unexpected end
             --> a.yaml:2:1
              |
            2 |
              | ^ here
        "#]],
    );
    check_at(
        "a: [1",
        5,
        &expect![[r#"
            error[yaml-syntax]: unexpected end
             --> a.yaml:1:6
              |
            1 | a: [1
              |      ^ here
        "#]],
    );
    check_at(
        "\n\n",
        1,
        &expect![[r#"
            error[yaml-syntax]: unexpected end
             --> a.yaml:2:1
              |
            2 |
              | ^ here
        "#]],
    );
    check_at(
        "a: [1",
        99,
        &expect![[r#"
            error[yaml-syntax]: unexpected end
             --> a.yaml:1:6
              |
            1 | a: [1
              |      ^ here
        "#]],
    );
}

#[test]
fn spans_over_lines_are_drawn_to_their_last_text() {
    check_place(
        "a:\n  b: 1\n  c: 2\n\nd: 3\n",
        "b: 1\n  c: 2\n\n",
        &expect![[r#"
            error[yaml-syntax]: unexpected text
             --> a.yaml:2:3
              |
            2 | /   b: 1
            3 | |   c: 2
              | |______^
        "#]],
    );
    check_place(
        "a:\n  b: 1\n  c: 2\nd: 3\n",
        "a:\n  b: 1\n",
        &expect![[r#"
            error[yaml-syntax]: unexpected text
             --> a.yaml:1:1
              |
            1 | / a:
            2 | |   b: 1
              | |______^
        "#]],
    );
    check_place(
        &format!("a:\n{}b: 2\n", "  - x\n".repeat(20)),
        &format!("a:\n{}", "  - x\n".repeat(20)),
        &expect![[r#"
            error[yaml-syntax]: unexpected text
              --> a.yaml:1:1
               |
             1 | / a:
             2 | |   - x
             3 | |   - x
             4 | |   - x
            ...  |
            20 | |   - x
            21 | |   - x
               | |_____^
        "#]],
    );
    check_place(
        &format!("a:\n{}b: 2\n", "  - x\n".repeat(99)),
        &format!("a:\n{}", "  - x\n".repeat(99)),
        &expect![[r#"
            error[yaml-syntax]: unexpected text
             --> a.yaml:1:1
              |
            1 | a:
              | ^^
        "#]],
    );
}

#[test]
fn wide_lines_are_elided_around_the_places() {
    let item = "abcdefghi,".repeat(100);
    check_place(
        &format!("[{item}WRONG,{item}]\n"),
        "WRONG",
        &expect![[r#"
            error[yaml-syntax]: unexpected text
             --> a.yaml:1:1002
              |
            1 | ...abcdefghi,abcdefghi,abcdefghi,abcdefghi,abcdefghi,abcdefghi,WRONG,abcdefghi,abcdefghi,abcdefghi,abcdefghi,abcdefghi,abcdefghi...
              |                                                                ^^^^^
        "#]],
    );
    check_place(
        &format!("[{item}]\n"),
        &format!("[{item}]"),
        &expect![[r#"
            error[yaml-syntax]: unexpected text
             --> a.yaml:1:1
              |
            1 | [abcdefghi,abcdefghi,abcdefghi,abcdefghi,abcdefghi,abcdefghi...bcdefghi,abcdefghi,abcdefghi,abcdefghi,abcdefghi,abcdefghi,]
              | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        "#]],
    );
    let text = Text::new("a.yaml", format!("{{first: 1, {item}second: 2, {item}}}\n"));
    let finding = Diagnostic::new(Code::YamlDuplicateKey, at(&text, "second"), "two keys").label("again");
    check(
        finding.also(at(&text, "first"), "first"),
        &expect![[r#"
            error[yaml-duplicate-key]: two keys
             --> a.yaml:1:1012
              |
            1 | {first: 1, abcdefghi,abcdefghi,abcdefghi,abcdefghi,abcdefghi,abcde...abcdefghi,abcdefghi,abcdefghi,abcdefghi,abcdefghi,abcdefghi,second: 2, abcdefghi,abcdefghi,abcdefghi,abcdefghi,abcdefghi,abcde...
              |  ----- first                                                                                                                     ^^^^^^ again
        "#]],
    );
}

#[test]
fn characters_that_act_are_escaped_wherever_they_come_from() {
    let text = Text::new("a\u{202e}.yaml", "a: \u{202e}evil\u{2066} \u{1b}[31m x\u{0}\n");
    let mut finding = Diagnostic::new(Code::UnsafeText, at(&text, "x"), "text `\u{202e}\u{1b}[2J\n`")
        .label("\u{200f}\nlabel")
        .path("/a\u{7}")
        .also(at(&text, "evil"), "\u{2028}")
        .note("\u{9b}31m")
        .help("\u{feff}\u{7f}\r");
    finding.diff = Some("-\u{1b}[31m\r\n+\u{2069}\n".to_owned());
    check(
        finding,
        &expect![[r#"
            error[unsafe-text]: text `\u{202e}\u{1b}[2J\n`
             --> a\u{202e}.yaml:1:17
              |
            1 | a: \u{202e}evil\u{2066} \u{1b}[31m x\u{0}
              |            ---- \u{2028}           ^ \u{200f}\nlabel
              |
              = path: /a\u{7}
              = note: \u{9b}31m
              = help: \u{feff}\u{7f}\r
                -\u{1b}[31m\r
                +\u{2069}
        "#]],
    );
}

#[test]
fn colours_add_escapes_and_nothing_else() {
    let text = Text::new("a.yaml", "a: 1\nb: 漢 2\n");
    let other = Text::new("b.yaml", "c: 1\n");
    let mut finding = Diagnostic::new(Code::DriftStale, at(&text, "2"), "differs")
        .label("here")
        .also(at(&text, "a"), "there")
        .also(at(&other, "c"), "elsewhere")
        .path("/b")
        .note("note")
        .help("help");
    finding.diff = Some("@@ -1 +1 @@\n-a\n+b\n".to_owned());
    let coloured = human([finding.clone(), finding.clone()], Colour::Always);
    assert!(coloured.contains("\u{1b}["));
    assert_eq!(without_ansi(&coloured), human([finding.clone(), finding], Colour::Never));
}

/// Drops the sequences `ESC [ … m`.
fn without_ansi(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |plain, part| plain + part.split_once('m').expect("a colour sequence").1)
}

#[test]
fn no_findings_are_no_text() {
    assert_eq!(human([], Colour::Never), "");
}
