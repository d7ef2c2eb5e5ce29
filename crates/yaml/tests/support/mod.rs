//! What several tests of this crate share: where the data lies, and the laws of spans.

use std::path::{Path, PathBuf};

use source::{Span, Text};
use yaml::{Document, Node, Pointer, Value};

/// A folder of the shared data; `None` where it is absent.
pub fn data(folder: &str) -> Option<PathBuf> {
    let near = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let root = std::env::var_os("ROLLBOOK_DATA").map_or(near, PathBuf::from);
    Some(root.join(folder)).filter(|path| path.is_dir())
}

/// Panics where a document breaks a law of spans or pointers.
///
/// Every span lies inside the text, on character borders. A child lies inside its parent and the
/// children of one parent do not overlap, except inside of an alias and in merged pairs, whose
/// spans are those of the definition. Every pointer leads to its node, and the node's place back.
pub fn check(text: &Text, document: &Document) {
    inside(text, document.span);
    walk(text, document, &document.root, &Pointer::root(), true);
}

fn walk(text: &Text, document: &Document, node: &Node, pointer: &Pointer, own: bool) {
    inside(text, node.span);
    assert!(std::ptr::eq(document.root.at(pointer).expect("a pointer to each node"), node), "{pointer}");
    assert_eq!(&pointer.to_string().parse::<Pointer>().expect("pointers are read back"), pointer);
    let is_copy = !own || text.slice(node.span).starts_with('*');
    let children: Vec<(Pointer, Option<Span>, &Node)> = match &node.value {
        Value::Sequence(items) => items.iter().enumerate().map(|(at, item)| (pointer.join(at.to_string()), None, item)).collect(),
        Value::Mapping(pairs) => pairs.iter().map(|pair| (pointer.join(pair.key.as_str()), Some(pair.key_span), &pair.value)).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Vec::new(),
    };
    let merges = text.content().contains("<<");
    let mut last = node.span.start;
    for (path, key, child) in children {
        let start = key.map_or(child.span.start, |key| key.start);
        if let Some(key) = key {
            inside(text, key);
            assert_eq!(document.root.key_span_at(&path), Some(key), "{path}");
        }
        if !is_copy && !merges {
            let shown = |span| format!("{path} {:?} in {:?} of {:?}", text.slice(span), text.slice(node.span), text.content());
            assert!(last <= start && child.span.end <= node.span.end, "{}", shown(child.span));
            assert!(key.is_none_or(|key| key.end <= child.span.start), "{}", shown(child.span));
            last = child.span.end;
        }
        walk(text, document, child, &path, !is_copy && !merges);
    }
    if own && !is_copy && !matches!(node.value, Value::Sequence(_) | Value::Mapping(_)) {
        assert_eq!(&document.pointer_at(node.span.start), pointer, "{:?}", text.content());
    }
}

fn inside(text: &Text, span: Span) {
    assert!(span.start <= span.end, "{span:?}");
    assert!(text.content().get(span.range()).is_some(), "{span:?} of {:?}", text.content());
}
