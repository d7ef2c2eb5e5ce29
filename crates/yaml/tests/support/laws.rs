//! The laws that hold for every tree, whatever its text.

use source::{Findings, Span, Text};
use yaml::{Document, Limits, Node, Pair, Pointer, Value, parse};

/// Reads a text and panics where its tree or a finding breaks a law.
pub(crate) fn read_lawfully(text: &Text, limits: &Limits) -> (Vec<Document>, Findings) {
    let mut findings = Findings::new();
    let documents = parse(text, limits, &mut findings);
    for document in &documents {
        check(text, document);
    }
    for finding in &findings {
        inside(text, finding.primary.place.span);
        finding.secondary.iter().for_each(|label| inside(text, label.place.span));
    }
    (documents, findings)
}

/// Panics where a document breaks a law.
///
/// Every span lies inside the text, on character borders. A child lies inside its parent, and the
/// children of one parent stand in their order and do not overlap, except inside of an alias and in
/// merged pairs, whose spans are those of the definition. Every pointer leads to its node, and the
/// place of a scalar leads back to its pointer.
fn check(text: &Text, document: &Document) {
    inside(text, document.span);
    within(text, document.root.span, document.span);
    walk(text, document, &document.root, &Pointer::root(), Own::Yes);
}

/// Whether a node stands where its spans say, or is a copy.
#[derive(Clone, Copy, PartialEq)]
enum Own {
    Yes,
    Copied,
}

fn walk(text: &Text, document: &Document, node: &Node, pointer: &Pointer, own: Own) {
    inside(text, node.span);
    assert!(std::ptr::eq(document.root.at(pointer).expect("a pointer to each node"), node), "{pointer}");
    assert_eq!(&pointer.to_string().parse::<Pointer>().expect("pointers are read back"), pointer);
    // Quoted and block strings begin with their quote or header, so no text of a node begins with
    // `*` but that of an alias. With merge keys a mapping has pairs from elsewhere.
    let is_alias = text.slice(node.span).starts_with('*');
    let copied = own == Own::Copied || is_alias || text.content().contains("<<");
    let inner = if copied { Own::Copied } else { Own::Yes };
    match &node.value {
        Value::Sequence(items) => {
            assert!(copied || text.slice(node.span).starts_with(['-', '[']), "{:?}", text.content());
            let mut last = node.span.start;
            for (at, item) in items.iter().enumerate() {
                if inner == Own::Yes {
                    in_order(text, node, &mut last, [item.span, item.span]);
                }
                walk(text, document, item, &pointer.join(at.to_string()), inner);
            }
        }
        Value::Mapping(pairs) => {
            let mut last = node.span.start;
            for Pair { key, key_span, value } in pairs {
                inside(text, *key_span);
                assert!(std::ptr::eq(pairs.get(key).expect("each key is found"), value), "{key}");
                if inner == Own::Yes {
                    in_order(text, node, &mut last, [*key_span, value.span]);
                }
                let path = pointer.join(key.as_str());
                assert_eq!(document.root.key_span_at(&path), Some(*key_span), "{path}");
                walk(text, document, value, &path, inner);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            if own == Own::Yes {
                assert_eq!(&document.pointer_at(node.span.start), pointer, "{:?}", text.content());
                assert_eq!(&document.pointer_at(node.span.end), pointer, "{:?}", text.content());
            }
        }
    }
}

/// A key and its value, or an item twice: after what came last, and inside the parent.
fn in_order(text: &Text, parent: &Node, last: &mut u32, [first, second]: [Span; 2]) {
    within(text, first.to(second), parent.span);
    assert!(*last <= first.start, "{:?} begins before its place in {:?}", text.slice(first), text.content());
    assert!(first == second || first.end <= second.start, "{:?} overlaps in {:?}", text.slice(first), text.content());
    *last = second.end;
}

fn within(text: &Text, inner: Span, outer: Span) {
    let holds = outer.start <= inner.start && inner.end <= outer.end;
    assert!(holds, "{:?} is not in {:?} of {:?}", text.slice(inner), text.slice(outer), text.content());
}

fn inside(text: &Text, span: Span) {
    assert!(span.start <= span.end, "{span:?}");
    assert!(text.content().get(span.range()).is_some(), "{span:?} of {:?}", text.content());
}
