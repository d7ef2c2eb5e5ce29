//! Headings and the anchors that the real tools made of them (`slug-cases.json`).

#![allow(clippy::print_stderr, reason = "a test that skips says so, and a test that runs says over how much")]

use std::path::PathBuf;

use links::{Flavour, Mkdocs, Myst, Origin, Page};
use serde_json::Value;

/// The flavours with the settings with which the cases were measured.
const FLAVOURS: &[Flavour] = &[
    Flavour::Github,
    Flavour::MDBOOK,
    Flavour::Mkdocs(Mkdocs { attr_list: true, footnotes: true, ..Mkdocs::DEFAULT }),
    Flavour::Myst(Myst { heading_anchors: 6, ..Myst::DEFAULT }),
    Flavour::DOCUSAURUS,
];

/// Cases that we answer otherwise, each with its reason.
const OTHERWISE: &[(&str, &str, &str)] = &[(
    "docusaurus",
    "mdx-expr-like",
    "`{name}` fails to build as nothing has that name; with an `export const name` on the page it builds",
)];

/// What references in the headings lead to; without it they would be text.
const DEFINITIONS: &str = "\n[^1]: A note.\n\n[r]: https://example.com/r\n";

#[test]
fn anchors_are_those_of_the_real_tools() {
    let path = data().join("slugs/slug-cases.json");
    let Ok(json) = std::fs::read_to_string(&path) else {
        eprintln!("skipped: no {}; set ROLLBOOK_DATA to the folder with the test data", path.display());
        return;
    };
    let cases: Vec<Value> = serde_json::from_str(&json).expect("the data is an array");
    let mut wrong = Vec::new();
    for (flavour, case) in FLAVOURS.iter().flat_map(|flavour| cases.iter().map(move |case| (*flavour, case))) {
        let text = |field: &str| case[field].as_str().unwrap_or_default();
        let real = text(flavour.as_str());
        let made = last_anchor(&headings(case), flavour).unwrap_or_default();
        let is_known = OTHERWISE.iter().any(|(name, id, _)| (*name, *id) == (flavour.as_str(), text("id")));
        if (made == real) == is_known {
            wrong.push(format!(
                "{flavour} {}: {:?} became {made:?}, not {real:?}",
                text("id"),
                text("heading_markdown")
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(!cases.is_empty(), "no cases");
    let known = OTHERWISE.len();
    eprintln!("checked {} headings in {} flavours, {known} of them known to differ", cases.len(), FLAVOURS.len());
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
fn last_anchor(headings: &[&str], flavour: Flavour) -> Option<String> {
    let (last, before) = headings.split_last()?;
    let before = before.iter().fold(String::new(), |page, heading| page + "## " + heading + "\n\n");
    let page = Page::read(&format!("{before}## {last}\n{DEFINITIONS}"), flavour);
    let of_heading =
        |anchor: &&links::Anchor| anchor.origin != Origin::Html && anchor.span.range().start == before.len();
    page.anchors().iter().find(of_heading).map(|anchor| anchor.id.clone())
}
