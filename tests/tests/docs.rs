//! Mistakes planted in the docs of this repository: each is found at its place, and nothing else.

use std::path::{Path, PathBuf};

use compiler::change::{NewText, Overlay};
use compiler::files::{Disk, Files};
use compiler::{Settings, check};

const PROJECT: &str = "registry-defs/rollbook.yaml";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The findings of the project with one page changed, each as `page:line:column code`.
fn findings(disk: &Disk, page: &str, content: String) -> Vec<String> {
    let texts = [NewText { path: page.to_owned(), old: None, new: Some(content) }];
    let settings = Settings { docs: true, ..Settings::default() };
    let checked = check(&Overlay::new(disk, &texts), PROJECT, settings);
    let docs = checked.docs.expect("the docs were checked");
    assert!(docs.links.pages > 100 && docs.links.links > 1_000, "{docs:?}");
    checked.findings.iter().map(|finding| format!("{} {}", finding.primary.place, finding.code)).collect()
}

/// A page with a text put at its end, and the place of a part of that text.
fn planted(disk: &Disk, page: &str, text: &str, part: &str) -> (String, String) {
    let bytes = disk.read(page).expect("it can be read").expect("it is there");
    let before = String::from_utf8(bytes).expect("pages are text");
    let content = format!("{before}\n{text}\n");
    let at = before.len() + 1 + text.find(part).expect("it is in the text");
    let line = content[..at].matches('\n').count() + 1;
    let column = content[..at].rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    (content, format!("{page}:{line}:{column}"))
}

#[test]
fn planted_mistakes_are_found_at_their_places_and_nothing_else() {
    let disk = Disk::open(&root()).expect("the repository is there");
    let page = "docs/guide/kinds.md";
    let clean = String::from_utf8(disk.read(page).expect("it can be read").expect("it is there")).expect("it is text");
    assert_eq!(findings(&disk, page, clean), Vec::<String>::new());
    let cases = [
        ("[wrong file](entrys.md)", "entrys.md", "broken-link"),
        ("[wrong anchor](links.md#three-verdict)", "links.md#", "missing-anchor"),
        ("A [reference][r].\n\n[r]: links.md#flavour", "links.md#", "missing-anchor"),
        ("[wrong case](Links.md)", "Links.md", "wrong-case"),
        ("![wrong case](../registry/Graph.svg)", "../registry/Graph.svg", "wrong-case"),
        ("{{#include missing.md}}", "missing.md", "missing-include"),
        ("```yaml rollbook=scenario.port\nkey: clock\nsummary: 7\ndescription: Now.\n```", "7", "wrong-type"),
        ("```yaml rollbook=scenario.prot\nkey: clock\n```", "scenario.prot", "unknown-kind"),
        ("A [reference][nobody].", "[reference]", "undefined-link"),
        ("[r]: links.md", "[r]", "unused-definition"),
    ];
    for (text, part, code) in cases {
        let (content, place) = planted(&disk, page, text, part);
        assert_eq!(findings(&disk, page, content), [format!("{place} {code}")], "{text}");
    }
}

#[test]
fn a_step_that_is_misspelt_on_its_page_is_found() {
    let disk = Disk::open(&root()).expect("the repository is there");
    let page = "docs/steps/gate-idempotency.md";
    let (content, place) = planted(&disk, page, "It comes after `time.compute_kyes`.", "`time");
    assert_eq!(findings(&disk, page, content), [format!("{place} unknown-key")]);
}
