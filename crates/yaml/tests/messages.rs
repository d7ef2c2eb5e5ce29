//! What is said about each mistake: the golden files, and the house rules of wording.

#[path = "support/golden.rs"]
mod golden;
#[path = "support/laws.rs"]
mod laws;

use std::fmt::Write as _;

use source::{Diagnostic, Label, Text};
use yaml::{Limits, Mode};

#[test]
fn a_syntax_error_is_told_at_its_place_with_its_usual_cause() {
    assert!(golden::check("syntax.txt", |yaml| told(yaml, Mode::Lenient)) > 90);
}

#[test]
fn a_value_that_cannot_be_kept_is_told_at_its_place() {
    assert!(golden::check("values.txt", |yaml| told(yaml, Mode::Lenient)) > 10);
}

#[test]
fn strict_yaml_refuses_what_is_indented_too_little() {
    assert!(golden::check("strict.txt", |yaml| told(yaml, Mode::Strict)) > 3);
}

/// Everything that is said about a text, and its values where there is nothing to say.
fn told(yaml: &str, mode: Mode) -> String {
    let text = Text::new("t.yaml", yaml);
    let limits = Limits { mode, depth: 6, alias_nodes: 30, ..Limits::default() };
    let (documents, mut findings) = laws::read_lawfully(&text, &limits);
    findings.sort();
    let mut told = String::new();
    for finding in &findings {
        well_worded(finding);
        write_finding(&mut told, finding);
    }
    if !findings.has_errors() {
        let values: Vec<String> = documents.iter().map(|document| document.root.to_json().to_string()).collect();
        let _ =
            writeln!(told, "read as {}", if values.is_empty() { "nothing".to_owned() } else { values.join(" and ") });
    }
    told
}

fn write_finding(told: &mut String, finding: &Diagnostic) {
    let _ = write!(told, "{} {}: {}", placed(&finding.primary), finding.code, finding.message);
    if !finding.primary.text.is_empty() {
        let _ = write!(told, " ({})", finding.primary.text);
    }
    if let Some(path) = finding.path.as_ref().filter(|path| !path.is_empty()) {
        let _ = write!(told, " [{path}]");
    }
    told.push('\n');
    for label in &finding.secondary {
        let _ = writeln!(told, "  also {}: {}", placed(label), label.text);
    }
    for help in &finding.help {
        let _ = writeln!(told, "  help: {help}");
    }
}

/// `t.yaml:1:2-1:5`: the first character and the one past the last.
fn placed(label: &Label) -> String {
    format!("{}-{}", label.place, label.place.end())
}

/// Small first letter, no final dot, nothing of the parser's own words.
fn well_worded(finding: &Diagnostic) {
    for text in [&finding.message].into_iter().chain(&finding.help) {
        let first = text.chars().next().expect("a text");
        assert!(!first.is_uppercase(), "{text}");
        assert!(!text.ends_with('.'), "{text}");
        for word in ["while parsing", "did not find", "simple key", "flow ", "EOF", "scalar"] {
            assert!(!text.contains(word) || text.contains("a scalar"), "`{word}` in: {text}");
        }
    }
}
