//! Edits of texts that are large, deep or odd: no panic, no hang, no wrong text.
//!
//! Nothing here is timed; what is not linear shows as a test that does not end.

use serde_json::{Value as Json, json};
use source::{Findings, Text};
use yaml::edit::{At, By, Edit, Entry, Reason, apply, apply_in, render};
use yaml::{Limits, parse};

const MANY: usize = 100_000;

fn value_of(content: &str) -> Json {
    let mut findings = Findings::new();
    let documents = parse(&Text::new("a.yaml", content), &Limits::default(), &mut findings);
    assert!(!findings.has_errors(), "{content}");
    documents[0].root.to_json()
}

fn set(at: &str, value: Json) -> Edit {
    Edit::Set { at: at.parse().expect("a pointer"), value }
}

fn reason(content: &str, edits: &[Edit]) -> Reason {
    apply(&Text::new("a.yaml", content), edits).expect_err("a refusal").reason
}

#[test]
fn a_hundred_thousand_entries_are_edited_like_ten() {
    let entry = |at: usize| format!("# about {at}\n- key: k{at:06}\n  port: {at}\n\n");
    let block = (0..MANY).map(entry).collect::<Vec<_>>().concat();
    let flow = format!("[{}]\n", (0..MANY).map(|at| format!("k{at}")).collect::<Vec<_>>().join(", "));
    let at_end = |value| Edit::Insert { into: "".parse().expect("a pointer"), at: At::End, entry: Entry::Item(value) };
    let edited =
        apply(&Text::new("a.yaml", block.as_str()), &[set("/50000/port", json!(1)), at_end(json!({"key": "z"}))]);
    let expected = block.replacen("port: 50000\n", "port: 1\n", 1).trim_end().to_owned() + "\n\n- key: z\n\n";
    assert!(edited.as_deref() == Ok(expected.as_str()));
    let edited = apply(&Text::new("a.yaml", flow.as_str()), &[set("/99999", json!("last")), at_end(json!("z"))]);
    assert!(edited.is_ok_and(|edited| edited.ends_with(", k99998, last, z]\n")));
    let to_end = Edit::Move { at: "/0".parse().expect("a pointer"), to: At::End };
    let moved = apply(&Text::new("a.yaml", flow.as_str()), &[to_end]);
    assert!(moved.is_ok_and(|moved| moved.starts_with("[k1, k2,") && moved.ends_with(", k99999, k0]\n")));
    let emptied = apply(&Text::new("a.yaml", flow), &[set("", json!([]))]);
    assert_eq!(emptied.as_deref(), Ok("[]\n"));
}

#[test]
fn a_hundred_thousand_edits_are_made_at_once() {
    let insert = |at: usize| Edit::Insert {
        into: "".parse().expect("a pointer"),
        at: At::Sorted(By::Property("key".to_owned())),
        entry: Entry::Item(json!({ "key": format!("k{:06}", at * 7919 % MANY) })),
    };
    let edits: Vec<Edit> = (0..MANY).map(insert).collect();
    let edited = apply(&Text::new("a.yaml", "- key: k\n"), &edits).expect("all edits are made");
    let keys: Vec<&str> = edited.lines().collect();
    assert!(keys.is_sorted() && keys.len() == MANY + 1);
}

#[test]
fn equal_and_swapped_items_are_told_apart_in_good_time() {
    let old: Vec<Json> = (0..MANY).map(|at| json!(at % 3)).collect();
    let new: Vec<Json> = (0..MANY).map(|at| json!(at % 5)).collect();
    let text = Text::new("a.yaml", render(&Json::Array(old)));
    let edited = apply(&text, &[set("", Json::Array(new.clone()))]).expect("the edit is made");
    assert_eq!(value_of(&edited), Json::Array(new));
}

#[test]
fn what_is_nested_too_deeply_is_refused() {
    let nested = |depth: usize| (0..depth).fold(json!(1), |inner, _| json!([inner]));
    assert_eq!(reason("a: 1\n", &[set("/a", nested(600))]), Reason::Depth);
    assert_eq!(reason("a: 1\n", &[set("/a", nested(128))]), Reason::Unsafe);
    let edited = apply(&Text::new("a.yaml", "a: 1\n"), &[set("/a", nested(127))]).expect("the edit is made");
    assert_eq!(value_of(&edited), json!({ "a": nested(127) }));
}

#[test]
fn a_text_that_cannot_be_read_is_not_edited() {
    for content in ["a: [", "a: 1\na: 2\n", "[a]: 1\n", "a: *b\n", "a: .inf\n", "\0", "- a\nb: 1\n"] {
        assert!(matches!(reason(content, &[set("", json!(1))]), Reason::Unreadable(_)), "{content:?}");
    }
}

#[test]
fn one_of_several_documents_is_edited() {
    let text = Text::new("a.yaml", "a: 1\n---\na: 2 # two\n--- # three\n- x\n...\n");
    let edited = apply_in(&text, 1, &[set("/a", json!(5)), set("/b", json!(6))]);
    assert_eq!(edited.as_deref(), Ok("a: 1\n---\na: 5 # two\nb: 6\n--- # three\n- x\n...\n"));
    let edited = apply_in(&text, 2, &[set("/0", json!({"k": 1}))]);
    assert_eq!(edited.as_deref(), Ok("a: 1\n---\na: 2 # two\n--- # three\n- k: 1\n...\n"));
    assert_eq!(apply_in(&text, 3, &[]).map_err(|refused| refused.reason), Err(Reason::NoDocument(3)));
}

#[test]
fn a_new_file_reads_back_as_its_value() {
    let value = json!({
        "key": "a", "none": null, "list": [], "map": {}, "text": "one\ntwo\n", "nested": [[1, [2]], { "a": { "b": ["c"] } }],
        "yes": "no", "": " ", "big": u64::MAX, "float": 1e300,
    });
    let rendered = render(&value);
    assert_eq!(value_of(&rendered), value, "{rendered}");
    for scalar in [json!("two\nlines"), json!(1.0), json!(null), json!(""), json!([[]])] {
        assert_eq!(value_of(&render(&scalar)), scalar, "{}", render(&scalar));
    }
}

#[test]
fn messages_begin_small_and_end_without_a_dot() {
    let all = [
        Reason::Unreadable("the key `a` is there twice".to_owned()),
        Reason::NoDocument(1),
        Reason::Nowhere("a".to_owned()),
        Reason::NoCollection("string"),
        Reason::Misfit("this is a sequence, which takes items, not pairs"),
        Reason::Index(1),
        Reason::Taken("a".to_owned()),
        Reason::Root,
        Reason::NoKey,
        Reason::Alias,
        Reason::Merged,
        Reason::Shared,
        Reason::Early,
        Reason::Tag("!a".to_owned()),
        Reason::Key,
        Reason::Depth,
        Reason::Unsafe,
    ];
    for reason in all {
        let message = reason.to_string();
        assert!(message.starts_with(|c: char| c.is_lowercase()) && !message.ends_with('.'), "{message}");
    }
}
