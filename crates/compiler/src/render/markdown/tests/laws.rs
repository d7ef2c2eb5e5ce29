//! Laws of every page: where links lead, which anchors there are, how blank lines stand.

#![expect(clippy::wildcard_enum_match_arm, reason = "a law speaks of some events and lets all others be")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use links::{Flavour, Mdbook, Myst, Page};
use pulldown_cmark::{Event, Options, Parser, Tag};

use super::{SMALL, compiled, page};
use crate::files::{self, Memory};

/// A kind with so many entries that it is split, in groups with names of all sorts.
fn large() -> String {
    let mut listing = String::from(
        "-- defs/rollbook.yaml --\n\
         name: large\nroot: ..\nregistries:\n  big: { title: Big, purpose: Many things. }\n\
         docs: { root: docs, flavour: mdbook }\n\
         -- defs/big/kinds/thing.schema.yaml --\n\
         title: Thing\ndescription: A thing.\n\
         x-registry: { entries: things.yaml, layout: list, closed: false, group_by: group }\n\
         type: object\nrequired: [key, summary]\nadditionalProperties: false\n\
         properties: { key: { type: string }, summary: { type: string }, group: { type: string }, like: { type: string, x-ref: big.thing } }\n\
         -- defs/big/things.yaml --\n",
    );
    let groups = [
        "small",
        "Small",
        "SMALL",
        "../up",
        "index",
        "con",
        "naïve",
        "",
        "small things",
        "5d41402a",
        "a/b",
        "a b",
        "Other",
        "available",
    ];
    for index in 0..210 {
        let group = groups[index % groups.len()];
        let like = (index * 7) % 210;
        let group = if group.is_empty() { String::new() } else { format!(", group: '{group}'") };
        // Writing to a string cannot fail.
        let _ = writeln!(listing, "- {{ key: thing.n{index}, summary: Number {index}., like: thing.n{like}{group} }}");
    }
    listing
}

#[test]
fn a_large_kind_has_a_page_for_each_group() {
    let compiled = compiled(&large());
    let paths: Vec<&str> = compiled.artifacts.iter().map(|artifact| artifact.path.as_str()).collect();
    let pages = || paths.iter().copied().filter(|path| path.starts_with("docs/registry/big/thing/"));
    assert_eq!(pages().count(), 14, "{paths:#?}");
    let lowered: BTreeSet<String> = pages().map(str::to_lowercase).collect();
    assert_eq!(lowered.len(), 14, "two pages are one on a disk that ignores case: {paths:#?}");
    for path in pages() {
        let name =
            path.strip_prefix("docs/registry/big/thing/").and_then(|name| name.strip_suffix(".md")).expect("a page");
        assert!(name.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_')), "{path}");
        assert!(!["index", "con", "readme"].contains(&name), "{path}");
    }
    assert!(pages().any(|path| path == "docs/registry/big/thing/small.md"), "{paths:#?}");
    let index = page(&compiled.artifacts, "docs/registry/big/thing.md");
    assert!(index.contains("| [`thing.n0`](thing/small.md#thingn0) | Number 0. |"), "{index}");
    assert!(!index.contains("### "), "entries stand on their groups' pages: {index}");
}

#[test]
fn every_link_of_every_page_leads_somewhere() {
    for listing in [SMALL.to_owned(), large()] {
        let memory = Memory::from_listing(&listing);
        let compiled = compiled(&listing);
        let mut texts: BTreeMap<String, String> = BTreeMap::new();
        for (path, content) in &memory.0 {
            texts.insert(path.clone(), String::from_utf8_lossy(content).into_owned());
        }
        for artifact in &compiled.artifacts {
            texts.insert(artifact.path.clone(), String::from_utf8_lossy(&artifact.content).into_owned());
        }
        let mut checked = 0;
        for (path, text) in texts.iter().filter(|(path, _)| path.starts_with("docs/registry/") && is_page(path)) {
            for link in links_of(text) {
                if link.starts_with("https://") {
                    continue;
                }
                let (target, anchor) = link.split_once('#').unwrap_or((&link, ""));
                let to = match target {
                    "" => path.clone(),
                    target => files::join(files::parent(path), target).unwrap_or_else(|| panic!("{path}: {link}")),
                };
                let Some(there) = texts.get(&to) else { panic!("{path}: {link} leads to no file") };
                assert!(Page::read(there, Flavour::MDBOOK).has_anchor(anchor), "{path}: {link}");
                checked += 1;
            }
        }
        assert!(checked > 20, "only {checked} links");
    }
}

#[test]
fn anchors_are_unique_and_equal_in_every_flavour() {
    for listing in [SMALL.to_owned(), large()] {
        for artifact in compiled(&listing).artifacts.iter().filter(|artifact| is_page(&artifact.path)) {
            let text = String::from_utf8_lossy(&artifact.content);
            let mut seen = BTreeSet::new();
            for (heading, id) in same_anchors(&text, &artifact.path) {
                assert!(seen.insert(id), "{}: two headings {heading}", artifact.path);
            }
        }
    }
}

#[test]
fn pages_are_tidy() {
    for artifact in compiled(&large()).artifacts.iter().chain(&compiled(SMALL).artifacts) {
        let text = String::from_utf8_lossy(&artifact.content);
        if is_page(&artifact.path) {
            assert!(text.starts_with("<!-- @generated by `"), "{}", artifact.path);
            assert!(text.ends_with('\n') && !text.ends_with("\n\n"), "{}", artifact.path);
            assert!(!text.contains("\n\n\n"), "{}", artifact.path);
            assert!(text.lines().all(|line| line.trim_end() == line), "{}", artifact.path);
        }
    }
}

fn is_page(path: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, extension)| extension == "md")
}

/// Every flavour, with anchors for all levels of headings.
fn flavours() -> impl Iterator<Item = Flavour> {
    Flavour::ALL.iter().map(|flavour| match flavour {
        Flavour::Myst(settings) => Flavour::Myst(Myst { heading_anchors: 6, ..*settings }),
        other => *other,
    })
}

/// The headings of a page below its title, each with the anchor that all flavours give it.
pub(super) fn same_anchors(text: &str, path: &str) -> Vec<(String, String)> {
    let read = |flavour| -> Vec<(String, String)> {
        let page = Page::read(text, flavour);
        let below = page.anchors().iter().map(|anchor| (text[anchor.span.range()].to_owned(), anchor.id.clone()));
        // Docusaurus gives the title no anchor.
        below.filter(|(heading, _)| !heading.starts_with("# ")).collect()
    };
    let first = read(Flavour::Mdbook(Mdbook::DEFAULT));
    for flavour in flavours() {
        assert_eq!(read(flavour), first, "{path}: {flavour}");
    }
    let written = text.lines().filter(|line| line.starts_with("##")).count();
    assert_eq!(first.len(), written, "{path}: a heading has no anchor");
    first
}

fn links_of(markdown: &str) -> Vec<String> {
    let starts = Parser::new_ext(markdown, Options::ENABLE_TABLES);
    let links = starts.filter_map(|event| match event {
        Event::Start(Tag::Link { dest_url, .. }) => Some(dest_url.into_string()),
        _ => None,
    });
    links.collect()
}
