//! The rules by which texts become values, and the places of these values.

#[path = "support/golden.rs"]
mod golden;
#[path = "support/laws.rs"]
mod laws;

use std::fmt::Write as _;

use serde_json::{Value as Json, json};
use source::{Code, Severity, Text};
use yaml::{Document, Limits, Mapping, Node, Pair, Pointer, PointerError, RelativePointer, Value};

/// The documents of a text that has nothing wrong.
fn read(yaml: &str) -> Vec<Document> {
    let (documents, findings) = laws::read_lawfully(&Text::new("t.yaml", yaml), &Limits::default());
    assert!(findings.is_empty(), "{yaml:?}: {findings:?}");
    documents
}

fn root(yaml: &str) -> Node {
    let mut documents = read(yaml);
    assert_eq!(documents.len(), 1, "{yaml:?}");
    documents.remove(0).root
}

/// Whatever is said about a text: its codes.
fn codes(yaml: &str, limits: &Limits) -> Vec<Code> {
    let (_, findings) = laws::read_lawfully(&Text::new("t.yaml", yaml), limits);
    findings.iter().map(|finding| finding.code).collect()
}

#[test]
fn plain_scalars_follow_the_core_schema_of_yaml_1_2() {
    let cases = [
        ("null ~ Null NULL", Json::Null, "null"),
        ("true True TRUE", json!(true), "boolean"),
        ("false False FALSE", json!(false), "boolean"),
        ("0 -0 +0 00 0o0 0x0", json!(0), "integer"),
        ("12 +12 012 0o14 0xC 0xc", json!(12), "integer"),
        ("-9223372036854775808", json!(i64::MIN), "integer"),
        ("18446744073709551615 0xFFFFFFFFFFFFFFFF", json!(u64::MAX), "integer"),
        (".5 0.5 +.5 5e-1 5E-1 0.5e0 05e-1", json!(0.5), "number"),
        ("1. 1.0 1e0 +1.e+0", json!(1.0), "number"),
        ("-.5 -0.5", json!(-0.5), "number"),
        ("1e3", json!(1000.0), "number"),
    ];
    for (texts, value, kind) in cases {
        for text in texts.split(' ') {
            let node = root(&format!("- {text}\n"));
            let node = node.at(&"/0".parse().expect("a pointer")).expect("one item");
            assert_eq!((node.to_json(), node.type_name()), (value.clone(), kind), "{text}");
        }
    }
}

#[test]
fn everything_else_is_a_string() {
    let texts = "yes no on off y n Yes NO nULL tRUE truE 1_000 0o8 0x 0o 0xG -0x1 +0o7 0b1 1:30 2001-01-01 . .e1 e1 1e 1e+ \
                 1.2.3 +-1 .inff inf nan NaN .Inf0 -.nan +.nan - + -- ~~ a/b a#b http://a =";
    for text in texts.split_ascii_whitespace() {
        let node = root(&format!("k: {text}\n").replace(": -\n", ": \"-\"\n"));
        assert_eq!(node.get("k").and_then(Node::as_str), Some(text));
    }
    for text in ["'1'", "\"true\"", "'null'", "|\n  1", ">\n  ~", "! 12", "!!str 12", "!local 12"] {
        let node = root(&format!("k: {text}\n"));
        assert_eq!(node.get("k").map(Node::type_name), Some("string"), "{text}");
    }
}

#[test]
fn tags_of_the_core_schema_are_applied() {
    let cases = [
        ("!!int '12'", json!(12)),
        ("!!int \"0x1F\"", json!(31)),
        ("!!float 12", json!(12.0)),
        ("!!float '1e3'", json!(1000.0)),
        ("!!bool 'true'", json!(true)),
        ("!!null ''", Json::Null),
        ("!!null", Json::Null),
        ("!!str", json!("")),
        ("!!str null", json!("null")),
        ("!!seq [a]", json!(["a"])),
        ("!!map {a: b}", json!({"a": "b"})),
        ("!<tag:yaml.org,2002:str> 1", json!("1")),
        ("!!binary aGk=", json!("aGk=")),
        ("!!timestamp 2001-01-01", json!("2001-01-01")),
        ("!!set {a, b}", json!({"a": null, "b": null})),
        ("!!omap [a: 1]", json!([{"a": 1}])),
        ("!local {a: 1}", json!({"a": 1})),
        ("!local 1", json!("1")),
        ("!local", json!("")),
    ];
    for (text, value) in cases {
        assert_eq!(root(&format!("k: {text}\n")).get("k").map(Node::to_json), Some(value), "{text}");
    }
}

#[test]
fn keys_are_their_source_text() {
    let node =
        root("1: a\n0x1F: b\ntrue: c\n~: d\n1.50: e\n'q': f\n\"\\u0041\": g\n: h\n? |\n  block\n: i\n!!str s: j\n");
    let keys: Vec<&str> = node.as_mapping().expect("a mapping").keys().collect();
    assert_eq!(keys, ["1", "0x1F", "true", "~", "1.50", "q", "A", "", "block\n", "s"]);
}

#[test]
fn of_two_values_with_one_key_the_first_stays() {
    let text = Text::new("t.yaml", "a: 1\nb: 2\na: 3\n'a': 4\n");
    let (documents, findings) = laws::read_lawfully(&text, &Limits::default());
    assert_eq!(documents[0].root.to_json(), json!({"a": 1, "b": 2}));
    assert_eq!(findings.count(Severity::Error), 2);
}

#[test]
fn large_mappings_find_their_keys_and_their_repetitions() {
    let lines = |count: usize| (0..count).map(|at| format!("k{at}: {at}\n")).collect::<Vec<_>>().concat();
    for count in [15, 16, 17, 1000] {
        let node = root(&lines(count));
        let mapping = node.as_mapping().expect("a mapping");
        assert_eq!(mapping.len(), count);
        for at in 0..count {
            assert_eq!(mapping.get(&format!("k{at}")).map(Node::to_json), Some(json!(at)));
        }
        assert!(mapping.get("k").is_none() && !mapping.contains_key("") && mapping.get_pair("l").is_none());
        let twice = format!("{}k3: x\nk1: x\n", lines(count));
        assert_eq!(codes(&twice, &Limits::default()), [Code::YamlDuplicateKey; 2]);
    }
    let pair = |key: &str| Pair { key: key.to_owned(), key_span: source::Span::default(), value: root("a") };
    let built: Mapping = ["a", "b", "a"].into_iter().map(pair).collect();
    assert_eq!(built.keys().collect::<Vec<_>>(), ["a", "b"]);
}

#[test]
fn merge_keys_bring_in_what_is_not_there() {
    let cases = [
        ("b: &b {x: 1, y: 2}\nm: {<<: *b}", json!({"x": 1, "y": 2})),
        ("b: &b {x: 1, y: 2}\nm: {a: 0, <<: *b, y: 3, z: 4}", json!({"a": 0, "x": 1, "y": 3, "z": 4})),
        ("b: &b {x: 1}\nc: &c {x: 2, y: 2}\nm: {<<: [*b, *c]}", json!({"x": 1, "y": 2})),
        ("b: &b {x: 1}\nc: &c {<<: *b, y: 2}\nm: {<<: *c, z: 3}", json!({"x": 1, "y": 2, "z": 3})),
        ("m: {<<: {x: 1}, y: 2}", json!({"x": 1, "y": 2})),
        ("m: {<<: [], y: 2}", json!({"y": 2})),
        ("m: {'<<': 1}", json!({"<<": 1})),
        ("m: {!!str <<: 1}", json!({"<<": 1})),
        ("m: {k: <<}", json!({"k": "<<"})),
    ];
    for (text, value) in cases {
        let merged = root(text).get("m").map(|node| node.to_json().to_string());
        assert_eq!(merged, Some(value.to_string()), "{text}: also in this order");
    }
}

#[test]
fn an_alias_is_a_copy_that_stands_where_the_alias_stands() {
    let text = Text::new("t.yaml", "a: &x {k: [1]}\nb: *x\n");
    let (documents, _) = laws::read_lawfully(&text, &Limits::default());
    let at = |pointer: &str| documents[0].root.at(&pointer.parse().expect("a pointer")).expect("a node");
    assert_eq!(at("/a").to_json(), at("/b").to_json());
    assert_eq!(text.slice(at("/b").span), "*x");
    assert_eq!(at("/b/k").span, at("/a/k").span);
}

#[test]
fn anchors_end_with_their_document_and_can_be_defined_anew() {
    assert_eq!(root("- &a 1\n- *a\n- &a 2\n- *a\n").to_json(), json!([1, 1, 2, 2]));
    assert_eq!(codes("--- &a 1\n--- *a\n", &Limits::default()), [Code::YamlSyntax]);
}

#[test]
fn a_file_has_as_many_documents_as_it_says() {
    let cases = [
        ("", json!([])),
        ("# comment\n\n", json!([])),
        ("\u{feff}", json!([])),
        ("---\n", json!([null])),
        ("a", json!(["a"])),
        ("--- a\n--- b\n...\n---\n...\n", json!(["a", "b", null])),
        ("\u{feff}a: 1\n", json!([{"a": 1}])),
        ("a: 1\r\nb:\r\n  - 2\r\n", json!([{"a": 1, "b": [2]}])),
        ("%YAML 1.2\n---\na\n", json!(["a"])),
    ];
    for (text, values) in cases {
        let found: Vec<Json> = read(text).iter().map(|document| document.root.to_json()).collect();
        assert_eq!(json!(found), values, "{text:?}");
    }
}

#[test]
fn documents_before_a_syntax_error_are_kept() {
    let (documents, findings) =
        laws::read_lawfully(&Text::new("t.yaml", "--- a\n--- b\n--- [c\n--- d\n"), &Limits::default());
    assert_eq!((documents.len(), findings.len()), (2, 1));
}

#[test]
fn nothing_legal_fails_for_its_length() {
    let comments = "# comment\n".repeat(200);
    assert_eq!(
        root(&format!("a:\n{comments}  b: 1\n{comments}{comments}c:\n{comments}- d\n")).to_json(),
        json!({"a": {"b": 1}, "c": ["d"]})
    );
    let long = "k".repeat(5000);
    assert_eq!(root(&format!("? {long}\n: 1\n")).to_json(), json!({ &long: 1 }));
    assert_eq!(root(&format!("a: {long}\n'b': '{long}'\n")).get("b").and_then(Node::as_str), Some(&*long));
    assert_eq!(read(&format!("%FOO {}\n---\na\n", "x ".repeat(2000))).len(), 1);
    assert_eq!(read(&format!("%TAG !e! tag:{long}\n---\n!e!x a\n")).len(), 1);
}

#[test]
fn spans_cover_what_was_written() {
    let cases = golden::check("spans.txt", |yaml| {
        let text = Text::new("t.yaml", yaml);
        let (documents, findings) = laws::read_lawfully(&text, &Limits::default());
        assert!(findings.is_empty(), "{yaml:?}: {findings:?}");
        let mut shown = String::new();
        for document in &documents {
            let _ = writeln!(shown, "document {:?}", text.slice(document.span));
            show(&text, &document.root, &Pointer::root(), &mut shown);
        }
        shown
    });
    assert!(cases > 10);
}

/// A line a node: its path, its key and itself as they are written, and where it begins.
fn show(text: &Text, node: &Node, pointer: &Pointer, shown: &mut String) {
    let _ = writeln!(shown, "`{pointer}` {} {:?}", text.position(node.span.start), text.slice(node.span));
    match &node.value {
        Value::Sequence(items) => {
            items.iter().enumerate().for_each(|(at, item)| show(text, item, &pointer.join(at.to_string()), shown));
        }
        Value::Mapping(pairs) => {
            for pair in pairs {
                let _ = writeln!(shown, "key {} {:?}", text.position(pair.key_span.start), text.slice(pair.key_span));
                show(text, &pair.value, &pointer.join(pair.key.as_str()), shown);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[test]
fn a_place_leads_to_the_innermost_node() {
    let document = read("a: 1\nb:\n  - c: [x, yy]\n    d:\n  - e\n").remove(0);
    let cases = [
        (0, "/a"),
        (1, "/a"),
        (3, "/a"),
        (4, "/a"),
        (5, "/b"),
        (6, "/b"),
        (12, "/b/0/c"),
        (16, "/b/0/c/0"),
        (17, "/b/0/c/0"),
        (18, "/b/0/c"),
        (20, "/b/0/c/1"),
        (28, "/b/0/d"),
        (34, "/b/1"),
        (99, ""),
    ];
    for (offset, pointer) in cases {
        assert_eq!(document.pointer_at(offset).to_string(), pointer, "{offset}");
    }
}

#[test]
fn pointers_follow_rfc_6901() {
    // The examples of the standard's section 5.
    let node = root("{foo: [bar, baz], '': 0, a/b: 1, c%d: 2, e^f: 3, 'g|h': 4, 'i\\j': 5, 'k\"l': 6, ' ': 7, m~n: 8}");
    let cases = [
        ("/foo/0", json!("bar")),
        ("/", json!(0)),
        ("/a~1b", json!(1)),
        ("/c%d", json!(2)),
        ("/e^f", json!(3)),
        ("/g|h", json!(4)),
        ("/i\\j", json!(5)),
        ("/k\"l", json!(6)),
        ("/ ", json!(7)),
        ("/m~0n", json!(8)),
    ];
    for (text, value) in cases {
        let pointer: Pointer = text.parse().expect("a pointer");
        assert_eq!(node.at(&pointer).map(Node::to_json), Some(value), "{text}");
        assert_eq!(pointer.to_string(), text);
        assert_eq!(Pointer::parse_lossy(text), pointer);
    }
    for nowhere in ["/foo/2", "/foo/01", "/foo/-", "/foo/+1", "/foo/0/x", "/nope", "/foo/18446744073709551616"] {
        assert!(node.at(&nowhere.parse().expect("a pointer")).is_none(), "{nowhere}");
    }
    assert_eq!("a".parse::<Pointer>(), Err(PointerError::NoSlash));
    assert_eq!("/~2".parse::<Pointer>(), Err(PointerError::Tilde));
    assert_eq!("/a~".parse::<Pointer>(), Err(PointerError::Tilde));
    assert_eq!("/~01".parse::<Pointer>().expect("a pointer").segments(), ["~1"]);
}

#[test]
fn relative_pointers_go_up_and_then_down() {
    // The examples of draft-bhutton-relative-json-pointer-00, section 5.1, but for those with `#`.
    let base: Pointer = "/foo/1".parse().expect("a pointer");
    let cases = [
        ("0", Some("/foo/1")),
        ("1/0", Some("/foo/0")),
        ("2/highly/nested/objects", Some("/highly/nested/objects")),
        ("2", Some("")),
        ("3", None),
        ("0/a~1b", Some("/foo/1/a~1b")),
    ];
    for (text, expected) in cases {
        let pointer: RelativePointer = text.parse().expect("a relative pointer");
        assert_eq!(pointer.resolve(&base).map(|found| found.to_string()).as_deref(), expected, "{text}");
        assert_eq!(pointer.to_string(), text);
    }
    let refused = |text: &str| text.parse::<RelativePointer>().expect_err(text);
    assert_eq!(refused("0#"), PointerError::KeyOf);
    assert_eq!([refused(""), refused("/a"), refused("01/a"), refused("-1")], [PointerError::NoSteps; 4]);
    assert_eq!([refused("0a"), refused("0+1/a")], [PointerError::NoSlash; 2]);
}

#[test]
fn a_key_has_a_place_of_its_own() {
    let text = Text::new("t.yaml", "a:\n  'b c': [1]\n");
    let document = laws::read_lawfully(&text, &Limits::default()).0.remove(0);
    let key =
        |pointer: &str| document.root.key_span_at(&pointer.parse().expect("a pointer")).map(|span| text.slice(span));
    assert_eq!(
        [key("/a"), key("/a/b c"), key("/a/b c/0"), key(""), key("/x")],
        [Some("a"), Some("'b c'"), None, None, None]
    );
}

#[test]
fn nodes_stay_small() {
    // A file of 20 MB has about a million pairs.
    assert_eq!((size_of::<Node>(), size_of::<Pair>()), (40, 72));
}
