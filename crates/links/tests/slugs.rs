//! Headings and the anchors that the real mdBook made of them (`slug-cases.json`).

#![allow(clippy::print_stderr, reason = "a test that skips says so, and a test that runs says over how much")]

use std::path::PathBuf;

use links::{Flavour, Origin, Page};
use serde_json::Value;

/// Cases that we answer otherwise, each with its reason.
const OTHERWISE: &[(&str, &str)] = &[];

/// What references in the headings lead to; without it they would be text.
const DEFINITIONS: &str = "\n[^1]: A note.\n\n[r]: https://example.com/r\n";

#[test]
fn anchors_are_those_of_the_real_mdbook() {
    let path = data().join("slugs/slug-cases.json");
    let Ok(json) = std::fs::read_to_string(&path) else {
        eprintln!("skipped: no {}; set ROLLBOOK_DATA to the folder with the test data", path.display());
        return;
    };
    let cases: Vec<Value> = serde_json::from_str(&json).expect("the data is an array");
    let mut wrong = Vec::new();
    for case in &cases {
        let text = |field: &str| case[field].as_str().unwrap_or_default();
        let made = last_anchor(&headings(case)).unwrap_or_default();
        let known = OTHERWISE.iter().any(|(id, _)| *id == text("id"));
        if (made == text("mdbook")) == known {
            wrong.push(format!(
                "{}: {:?} became {made:?}, not {:?}",
                text("id"),
                text("heading_markdown"),
                text("mdbook")
            ));
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
    assert!(!cases.is_empty(), "no cases");
    eprintln!("checked {} headings, {} of them known to differ", cases.len(), OTHERWISE.len());
}

fn data() -> PathBuf {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data");
    std::env::var_os("ROLLBOOK_DATA").map_or_else(|| beside.into(), PathBuf::from)
}

/// The heading of a case, after those that come before it.
fn headings(case: &Value) -> Vec<&str> {
    let before = case["preceding_headings"].as_array().map(Vec::as_slice).unwrap_or_default();
    before.iter().chain([&case["heading_markdown"]]).filter_map(Value::as_str).collect()
}

/// The anchor of the last of the headings, where it has one.
fn last_anchor(headings: &[&str]) -> Option<String> {
    let (last, before) = headings.split_last()?;
    let before = before.iter().fold(String::new(), |page, heading| page + "## " + heading + "\n\n");
    let page = Page::read(&format!("{before}## {last}\n{DEFINITIONS}"), Flavour::Mdbook);
    let of_heading =
        |anchor: &&links::Anchor| anchor.origin != Origin::Html && anchor.span.range().start == before.len();
    page.anchors().iter().find(of_heading).map(|anchor| anchor.id.clone())
}
