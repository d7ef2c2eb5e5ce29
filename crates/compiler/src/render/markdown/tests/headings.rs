//! Headings of hostile names: one anchor in every flavour, and no two that meet.

use std::collections::BTreeSet;

use super::laws::same_anchors;
use crate::render::markdown::headings::{self, GroupName, Heading, Options};

/// Keys that are hard to tell apart, or that look like other headings.
const KEYS: [&str; 36] = [
    "gate.idempotency",
    "gateidempotency",
    "gate_idempotency",
    "gate-idempotency",
    "Gate.Idempotency",
    "a.bc",
    "ab.c",
    "abc@1",
    "abc@2",
    "available",
    "available-steps",
    "Available steps",
    "gate-steps",
    "all-steps",
    "other-steps",
    "gate steps",
    "a--b",
    "-a",
    "a-",
    "a b",
    "a-b",
    "a  b",
    "naïve",
    "键",
    "`",
    "{#id}",
    "<b>",
    "[x](y)",
    "x\ny",
    "",
    " ",
    "_",
    "5d41402a",
    "a-5d41402a",
    "a-bc-5d41402a",
    "available steps 5d41402a",
];

#[test]
fn no_two_headings_of_a_page_meet() {
    let groups = ["gate", "Gate", "all", "available", "other", "a b", "a-b", "naïve", "键", "x 5d41402a", "gate steps"];
    let own = [GroupName::Other, GroupName::All, GroupName::Current, GroupName::Deprecated];
    let groups: Vec<GroupName<'_>> = groups.into_iter().map(GroupName::Of).chain(own).collect();
    let groups = headings::groups(&groups, "steps");
    // An entry of each key, with an option of each name, and two that look like those of another entry.
    let keys = || KEYS.iter().copied().chain(["a-of-b-c", "b-c", "related-to-b-c", "x-of-y", "y"]);
    let entries = headings::entries(keys(), "steps");
    let names: Vec<&str> = KEYS.iter().copied().chain(["x", "a", "a-of", "related", "related-to", "x-of-b"]).collect();
    let options: Vec<Options<'_>> =
        keys().zip(&entries).map(|(key, entry)| Options { key, entry, names: &names }).collect();
    let options = headings::options(&options, "steps", &[&entries, &groups]);
    assert!(options.iter().all(|headings| headings.len() == names.len() + 1));

    let mut seen = BTreeSet::from(["available-steps".to_owned()]);
    let all: Vec<&Heading> = groups.iter().chain(&entries).chain(options.iter().flatten()).collect();
    for heading in &all {
        assert!(seen.insert(heading.anchor.clone()), "{heading:?}");
    }
    let page = all.iter().map(|heading| format!("## {}\n", heading.markdown)).collect::<Vec<_>>().join("\n");
    let read: Vec<String> = same_anchors(&page, "page").into_iter().map(|(_, id)| id).collect();
    let written: Vec<&str> = all.iter().map(|heading| heading.anchor.as_str()).collect();
    assert_eq!(read, written);
}

#[test]
fn an_anchor_depends_on_the_key_alone() {
    let alone = |key: &str| headings::entries([key].into_iter(), "steps").remove(0);
    let all = headings::entries(KEYS.iter().copied(), "steps");
    for (key, heading) in KEYS.iter().zip(&all).filter(|(_, heading)| heading.is_name) {
        assert_eq!(*heading, alone(key));
    }
    assert_eq!(alone("gate.idempotency").anchor, "gateidempotency");
    assert_eq!(alone("max-retry_count@2").anchor, "max-retry_count2");
}

#[test]
fn a_hyphen_within_a_word_stays_in_the_heading_of_a_group() {
    let headings = headings::groups(&["use-case", "two words", "two-words"].map(GroupName::Of), "high-level steps");
    let texts: Vec<&str> = headings.iter().map(|heading| heading.markdown.as_str()).collect();
    assert_eq!(texts[0], "use-case high-level steps");
    assert_eq!(headings[0].anchor, "use-case-high-level-steps");
    assert_eq!(headings.iter().filter(|heading| heading.is_name).count(), 1, "the others have one anchor: {texts:?}");
}

#[test]
fn titles_of_registries_become_headings() {
    let titles = [
        ("Fund-load scenarios", "scenario"),
        ("Registry", "r"),
        ("Same", "one"),
        ("Same", "two"),
        ("Über — alles", "u"),
    ];
    let headings = headings::titles(&titles);
    assert_eq!(headings[0].anchor, "fund-load-scenarios");
    let anchors: BTreeSet<&str> = headings.iter().map(|heading| heading.anchor.as_str()).collect();
    assert_eq!(anchors.len(), 5, "{anchors:?}");
    assert!(!anchors.contains("registry"));
}

#[test]
fn an_option_carries_the_key_of_its_entry() {
    let keys = ["gate.idempotency", "size-of-a", "of-a"];
    let entries = headings::entries(keys.into_iter().chain(["a"]), "steps");
    let names = ["strategy", "size"];
    let options: Vec<Options<'_>> =
        keys.iter().zip(&entries).map(|(key, entry)| Options { key, entry, names: &names }).collect();
    let of_a = Options { key: "a", entry: &entries[3], names: &names };
    let headings = headings::options(&[options[0], of_a, options[2]], "steps", &[&entries]);
    let shown: Vec<Vec<&str>> =
        headings.iter().map(|headings| headings.iter().map(|heading| heading.markdown.as_str()).collect()).collect();
    assert_eq!(
        shown[0],
        ["`strategy` of `gate.idempotency`", "`size` of `gate.idempotency`", "Related to `gate.idempotency`"]
    );
    assert_eq!(headings[0][0].anchor, "strategy-of-gateidempotency");
    assert_eq!(shown[1][0], "`strategy` of `a`");
    assert!(
        shown[1][1].starts_with("size of a ") && !headings[1][1].is_name,
        "the entry `size-of-a` has it: {shown:?}"
    );
    let nothing = Options { key: "a", entry: &entries[3], names: &[] };
    assert_eq!(headings::options(&[nothing], "steps", &[&entries]), [Vec::new()]);
}
