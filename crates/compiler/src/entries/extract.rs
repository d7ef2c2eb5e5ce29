//! Takes entries out of a document by the kind's layout and pointers.

use source::{Code, Diagnostic, Findings, Span, Text};
use yaml::{Document, Mapping, Node, Pair, Pointer, Value};

use crate::kinds::{Kind, Layout};
use crate::schema::{described, focus};

/// An entry as it stands in its document.
#[derive(Debug)]
pub(super) struct Raw<'a> {
    pub(super) key: String,
    pub(super) key_span: Span,
    pub(super) node: &'a Node,
    pub(super) at: Pointer,
}

/// The entries of a document; `None` for each that has been reported instead.
pub(super) fn entries<'a>(
    text: &Text,
    document: &'a Document,
    kind: &Kind,
    findings: &mut Findings,
) -> Vec<Option<Raw<'a>>> {
    let mut found = Vec::new();
    for at in kind.block.at.as_slice() {
        // A kind whose pointer is wrong has been left out before.
        let Ok(pointer) = at.parse::<Pointer>() else { continue };
        // With a `*` or several places, an item without the key is of another sort and is passed over.
        let selective = pointer.segments().iter().any(|segment| segment == "*");
        for (node, at) in places(&document.root, &pointer) {
            let within = Within { kind, layout: kind.block.layout, selective };
            take(text, node, &at, within, &mut found, findings);
        }
    }
    found
}

/// The entries of a document that somebody hands in: one as a mapping, or several as a sequence or, with
/// `layout: map`, as a mapping.
pub(super) fn given<'a>(
    text: &Text,
    document: &'a Document,
    kind: &Kind,
    findings: &mut Findings,
) -> Vec<Option<Raw<'a>>> {
    let layout = match (kind.block.layout, &document.root.value) {
        (Layout::Map, _) => Layout::Map,
        (Layout::Document | Layout::List, Value::Sequence(_)) => Layout::List,
        (Layout::Document | Layout::List, _) => Layout::Document,
    };
    let mut found = Vec::new();
    let within = Within { kind, layout, selective: false };
    take(text, &document.root, &Pointer::root(), within, &mut found, findings);
    found
}

/// What entries are taken from.
#[derive(Clone, Copy)]
struct Within<'k> {
    kind: &'k Kind,
    layout: Layout,
    /// Whether an item without a key is passed over.
    selective: bool,
}

/// The nodes that a pointer with `*` segments leads to.
fn places<'a>(root: &'a Node, pointer: &Pointer) -> Vec<(&'a Node, Pointer)> {
    let mut here = vec![(root, Pointer::root())];
    for segment in pointer.segments() {
        let mut next = Vec::new();
        for (node, at) in here {
            match (&node.value, segment.as_str()) {
                (Value::Sequence(items), "*") => {
                    next.extend(items.iter().enumerate().map(|(index, item)| (item, at.join(index.to_string()))));
                }
                (Value::Mapping(mapping), "*") => {
                    next.extend(mapping.iter().map(|pair| (&pair.value, at.join(&pair.key))));
                }
                (_, segment) => {
                    let below = Pointer::root().join(segment);
                    next.extend(node.at(&below).map(|child| (child, at.join(segment))));
                }
            }
        }
        here = next;
    }
    here
}

fn take<'a>(
    text: &Text,
    node: &'a Node,
    at: &Pointer,
    Within { kind, layout, selective }: Within<'_>,
    found: &mut Vec<Option<Raw<'a>>>,
    findings: &mut Findings,
) {
    let mut wrong = |expected: &str| {
        let message = format!("expected {expected}, found {}", described(&node.to_json()));
        findings.push(Diagnostic::new(Code::WrongLayout, text.at(focus(node)), message).path(at.to_string()));
    };
    match (layout, &node.value) {
        (Layout::Document, Value::Mapping(mapping)) => {
            found.push(keyed(text, node, mapping, at.clone(), kind, findings));
        }
        (Layout::List, Value::Sequence(items)) => {
            for (index, item) in items.iter().enumerate() {
                let at = at.join(index.to_string());
                match &item.value {
                    Value::Mapping(mapping) if selective && !has_key(mapping, kind) => {}
                    Value::Mapping(mapping) => found.push(keyed(text, item, mapping, at, kind, findings)),
                    Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Sequence(_) => {
                        let message = format!("expected a mapping, found {}", described(&item.to_json()));
                        let finding = Diagnostic::new(Code::WrongLayout, text.at(focus(item)), message);
                        findings.push(finding.path(at.to_string()).note(format!("each item is one {}", kind.noun())));
                        found.push(None);
                    }
                }
            }
        }
        (Layout::Map, Value::Mapping(mapping)) => {
            let entry = |pair: &'a Pair| Raw {
                key: pair.key.clone(),
                key_span: pair.key_span,
                node: &pair.value,
                at: at.join(&pair.key),
            };
            found.extend(mapping.iter().map(|pair| Some(entry(pair))));
        }
        (Layout::Document, _) => {
            wrong(&format!("one {} as a mapping", kind.noun()));
            found.push(None);
        }
        (Layout::List, _) => {
            wrong(&format!("a sequence of {}", kind.nouns()));
            found.push(None);
        }
        (Layout::Map, _) => {
            wrong(&format!("a mapping from key to {}", kind.noun()));
            found.push(None);
        }
    }
}

fn has_key(mapping: &Mapping, kind: &Kind) -> bool {
    kind.block.key_properties().iter().any(|property| mapping.contains_key(property))
}

fn keyed<'a>(
    text: &Text,
    node: &'a Node,
    mapping: &Mapping,
    at: Pointer,
    kind: &Kind,
    findings: &mut Findings,
) -> Option<Raw<'a>> {
    let properties = kind.block.key_properties();
    let Some(pair) = properties.iter().find_map(|property| mapping.get_pair(property)) else {
        let near = properties.first().and_then(|property| source::nearest(property, mapping.keys()));
        let message = format!("this {} has no key, expected the property `{}`", kind.noun(), properties.join("` or `"));
        let mut finding = Diagnostic::new(Code::MissingKey, text.at(focus(node)), message).path(at.to_string());
        if let Some(near) = near {
            finding = finding.help(format!("is `{near}` meant to be `{}`?", properties[0]));
        }
        findings.push(finding);
        return None;
    };
    let Some(key) = pair.value.as_str() else {
        let message =
            format!("expected a string as the key of a {}, found {}", kind.noun(), described(&pair.value.to_json()));
        let finding = Diagnostic::new(Code::WrongType, text.at(focus(&pair.value)), message);
        findings.push(finding.path(at.join(&pair.key).to_string()).help("put it in quotes"));
        return None;
    };
    if key.is_empty() {
        let finding = Diagnostic::new(
            Code::MissingKey,
            text.at(pair.value.span),
            format!("the key of this {} is empty", kind.noun()),
        );
        findings.push(finding.path(at.join(&pair.key).to_string()));
        return None;
    }
    Some(Raw { key: key.to_owned(), key_span: pair.value.span, node, at })
}

/// A list of parameters (`[{name, type, required, default, …}]`) as the schema that it stands for.
///
/// Places stay: each property keeps the spans of its parameter.
pub(super) fn parameters(text: &Text, list: &Node, at: &Pointer, findings: &mut Findings) -> Node {
    let mut properties: Vec<Pair> = Vec::new();
    let mut required = Vec::new();
    for (index, parameter) in list.as_sequence().into_iter().flatten().enumerate() {
        let at = at.join(index.to_string());
        let name = parameter.get("name").filter(|name| name.as_str().is_some_and(|name| !name.is_empty()));
        let (Some(mapping), Some(name)) = (parameter.as_mapping(), name) else {
            let message = "expected a parameter with a `name`".to_owned();
            let finding = Diagnostic::new(Code::InvalidSchema, text.at(focus(parameter)), message).path(at.to_string());
            findings.push(finding.help("{ name: limit, type: integer, default: 10 }"));
            continue;
        };
        let key = name.as_str().unwrap_or_default().to_owned();
        if let Some(first) = properties.iter().find(|pair| pair.key == key) {
            let finding =
                Diagnostic::new(Code::DuplicateKey, text.at(name.span), format!("two parameters are called `{key}`"));
            findings.push(finding.path(at.join("name").to_string()).also(text.at(first.key_span), "the other one"));
            continue;
        }
        if let Some(flag) = mapping.get("required") {
            match flag.as_bool() {
                Some(true) => required.push(Node { value: Value::String(key.clone()), span: name.span }),
                Some(false) => {}
                None => {
                    let message = format!("expected `true` or `false`, found {}", described(&flag.to_json()));
                    findings.push(
                        Diagnostic::new(Code::InvalidSchema, text.at(focus(flag)), message)
                            .path(at.join("required").to_string()),
                    );
                }
            }
        }
        let schema: Vec<Pair> =
            mapping.iter().filter(|pair| !matches!(pair.key.as_str(), "name" | "required")).cloned().collect();
        let value = Node { value: Value::Mapping(Mapping::new(schema)), span: parameter.span };
        properties.push(Pair { key, key_span: name.span, value });
    }
    let span = list.span;
    let pair = |key: &str, value| Pair { key: key.to_owned(), key_span: span, value: Node { value, span } };
    Node {
        value: Value::Mapping(Mapping::new(vec![
            pair("type", Value::String("object".to_owned())),
            pair("properties", Value::Mapping(Mapping::new(properties))),
            pair("required", Value::Sequence(required)),
        ])),
        span,
    }
}
