//! The 402 cases of yaml-test-suite, through our tree: values, refusals, spans and pointers.

#![expect(clippy::print_stdout, reason = "a test says what it counted, and that it was skipped")]

use std::fmt;
use std::fs;
use std::path::Path;

use serde_json::Value as Json;
use source::{Code, Findings, Text};
use yaml::{Document, Limits, Mode};

#[path = "support/data.rs"]
mod data;
#[path = "support/laws.rs"]
mod laws;

/// How many cases the suite has; a run that saw fewer proves less than it says.
const CASES: usize = 402;

/// Valid YAML for which the suite has no JSON, because JSON has nothing like it; what we do instead.
/// No other case may deviate from the suite. A merge key, which the suite would read as an ordinary
/// key, is in none of its cases.
const OUTSIDE_JSON: &[(&str, Outside)] = &[
    // Collections as keys: refused.
    ("4FJ6", Outside::CollectionKey),
    ("6BFJ", Outside::CollectionKey),
    ("6PBE", Outside::CollectionKey),
    ("9MMW", Outside::CollectionKey),
    ("KK5P", Outside::CollectionKey),
    ("LX3P", Outside::CollectionKey),
    ("M2N8/00", Outside::CollectionKey),
    ("M2N8/01", Outside::CollectionKey),
    ("M5DY", Outside::CollectionKey),
    ("Q9WF", Outside::CollectionKey),
    ("RZP5", Outside::CollectionKey),
    ("SBG9", Outside::CollectionKey),
    ("V9D5", Outside::CollectionKey),
    ("X38W", Outside::CollectionKey),
    ("XW4D", Outside::CollectionKey),
    // Null, or an empty string, as a key: kept as its source text, which is empty.
    ("4ABK", Outside::Value(r#"{"unquoted":"separate","http://foo.com":null,"omitted value":null}"#)),
    ("6M2F", Outside::Value(r#"{"a":"b","":"a"}"#)),
    ("CFD4", Outside::Value(r#"[[{"":"empty key"}],[{"":"another empty key"}]]"#)),
    ("DFF7", Outside::Value(r#"{"explicit":"entry","implicit":"entry","":null}"#)),
    ("FH7J", Outside::Value(r#"["",{"":"a","b":""},{"":null}]"#)),
    ("FRK4", Outside::Value(r#"{"foo":null,"":"bar"}"#)),
    ("NHX8", Outside::Value(r#"{"":null}"#)),
    ("NKF9", Outside::Value(r#"{"key":"value","":"empty key"} {"key":"value","":"empty key"} {"":null} {"":null}"#)),
    ("PW8X", Outside::Value(r#"[null,"a",{"":"a","b":null},{"":null},{"":null},{"":null}]"#)),
    ("S3PD", Outside::Value(r#"{"plain key":"in-line value","":null,"quoted key":["entry"]}"#)),
    ("SM9W/01", Outside::Value(r#"{"":null}"#)),
    ("UKK6/00", Outside::Value(r#"[{"":null}]"#)),
    // Null as a key twice.
    ("2JQS", Outside::Twice),
    // The non-specific tag on nothing: an empty string.
    ("UKK6/02", Outside::Value(r#""""#)),
];

/// Invalid YAML that the lenient mode reads with a warning, as libyaml does: a flow collection goes
/// on in a line that is indented no more than the block around it.
const LENIENT: &[&str] = &["9C9N"];

/// What we do with a case for which the suite has no JSON.
#[derive(Clone, Copy)]
enum Outside {
    /// `yaml-key` errors and no other.
    CollectionKey,
    /// A `yaml-duplicate-key` error and no other.
    Twice,
    /// These values.
    Value(&'static str),
}

/// What the suite says of a case.
enum Expected {
    Refused,
    Values(Vec<Json>),
    /// Valid, without JSON.
    Valid,
}

struct Case {
    name: String,
    text: Text,
    expected: Expected,
}

/// How a case was found to behave.
#[derive(Default)]
struct Counts {
    total: usize,
    equal: usize,
    refused: usize,
    outside: usize,
    exceptions: usize,
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { total, equal, refused, outside, exceptions } = self;
        write!(f, "{total} cases: {equal} values equal, {refused} refused rightly, {outside} outside JSON, ")?;
        write!(f, "{exceptions} exceptions")
    }
}

#[test]
fn strict_yaml_is_what_the_suite_says() {
    run(Mode::Strict);
}

#[test]
fn lenient_yaml_is_what_the_suite_says_but_for_indentation() {
    run(Mode::Lenient);
}

fn run(mode: Mode) {
    let Some(folder) = data::data("yaml-test-suite") else {
        println!("skipped: no yaml-test-suite at {}; set ROLLBOOK_DATA", data::WHERE);
        return;
    };
    let limits = Limits { mode, ..Limits::default() };
    let (mut counts, mut wrong) = (Counts::default(), Vec::new());
    for case in cases(&folder) {
        counts.total += 1;
        if let Err(what) = judge(&case, &limits, &mut counts) {
            wrong.push(format!("{}: {what}", case.name));
        }
    }
    println!("yaml-test-suite, {mode:?}: {counts}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(counts.total >= CASES, "the suite has {CASES} cases, but only {} are there", counts.total);
}

/// Counts a case by what came of it, or says how it deviates.
fn judge(case: &Case, limits: &Limits, counts: &mut Counts) -> Result<(), String> {
    let (documents, findings) = laws::read_lawfully(&case.text, limits);
    let told = || findings.iter().map(|finding| finding.message.as_str()).collect::<Vec<_>>().join("; ");
    match (&case.expected, findings.has_errors()) {
        (Expected::Refused, true) => counts.refused += 1,
        (Expected::Refused, false) => {
            let warned = findings.iter().any(|finding| finding.code == Code::YamlLenient);
            if limits.mode == Mode::Strict || !LENIENT.contains(&case.name.as_str()) || !warned {
                return Err("is read, though it is no YAML".to_owned());
            }
            counts.exceptions += 1;
        }
        (Expected::Values(expected), false) => {
            same(expected, &documents)?;
            if !findings.is_empty() {
                return Err(told());
            }
            counts.equal += 1;
        }
        (Expected::Values(_), true) => return Err(told()),
        (Expected::Valid, _) => {
            outside(case, &documents, &findings)?;
            counts.outside += 1;
        }
    }
    Ok(())
}

/// Compares a case without JSON with the table.
fn outside(case: &Case, documents: &[Document], findings: &Findings) -> Result<(), String> {
    let Some((_, outside)) = OUTSIDE_JSON.iter().find(|(name, _)| *name == case.name) else {
        return Err("has no JSON and is not in the table of such cases".to_owned());
    };
    let only = |code| !findings.is_empty() && findings.iter().all(|finding| finding.code == code);
    match outside {
        Outside::CollectionKey if only(Code::YamlKey) => Ok(()),
        Outside::Twice if only(Code::YamlDuplicateKey) => Ok(()),
        Outside::CollectionKey | Outside::Twice => Err(format!("found {findings:?}")),
        Outside::Value(_) if !findings.is_empty() => Err(format!("found {findings:?}")),
        Outside::Value(json) => same(&values(json), documents),
    }
}

/// Compares values; a number is what it amounts to, `450.00` and `450` are one.
fn same(expected: &[Json], documents: &[Document]) -> Result<(), String> {
    let found: Vec<Json> = documents.iter().map(|document| document.root.to_json()).collect();
    let equal = expected.len() == found.len() && expected.iter().zip(&found).all(|(a, b)| equal(a, b));
    if equal { Ok(()) } else { Err(format!("expected {expected:?}, found {found:?}")) }
}

fn equal(a: &Json, b: &Json) -> bool {
    match (a, b) {
        (Json::Number(a), Json::Number(b)) => a == b || a.as_f64() == b.as_f64(),
        (Json::Array(a), Json::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| equal(a, b)),
        (Json::Object(a), Json::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| equal(a, b)))
        }
        _ => a == b,
    }
}

/// All cases of the suite; a case is a folder with a file `in.yaml`, some are inside of others.
fn cases(suite: &Path) -> Vec<Case> {
    let mut folders = vec![suite.to_path_buf()];
    let mut cases = Vec::new();
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(&folder).expect("the suite can be read");
        folders.extend(entries.map(|entry| entry.expect("the suite can be read").path()).filter(|path| path.is_dir()));
        if folder.join("in.yaml").exists() {
            cases.push(case(suite, &folder));
        }
    }
    cases.sort_by(|a, b| a.name.cmp(&b.name));
    cases
}

fn case(suite: &Path, folder: &Path) -> Case {
    let read = |file: &str| fs::read_to_string(folder.join(file)).ok();
    let name = folder.strip_prefix(suite).expect("a case lies in the suite").display().to_string();
    let expected = match read("in.json") {
        _ if folder.join("error").exists() => Expected::Refused,
        Some(json) => Expected::Values(values(&json)),
        None => Expected::Valid,
    };
    Case { text: Text::new(name.clone(), read("in.yaml").expect("a case has a text")), name, expected }
}

/// All JSON values of a text, one after the other.
fn values(json: &str) -> Vec<Json> {
    let values = serde_json::Deserializer::from_str(json).into_iter();
    values.collect::<Result<_, _>>().expect("the suite and our table have valid JSON")
}
