//! The located tree: nodes, their values, and the documents they stand in.

use serde_json::Number;
use source::Span;

use crate::{Mapping, Pointer};

/// One document of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// The top node; null in an empty document.
    pub root: Node,
    /// From the `---` marker, or the first token where there is none, to the end of the root.
    pub span: Span,
}

/// A value and where it was written.
///
/// The span of a scalar covers its text with quotes or the `|` or `>` header, without tag and
/// anchor; that of a collection reaches from its first bracket, dash or key to the end of its last
/// child or its closing bracket. A null that is not written has no width and stands right after
/// what leads to it. An alias is a copy of the anchored node: its own span is the alias, what is
/// inside keeps the spans of the definition.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// The value.
    pub value: Value,
    /// Where it was written.
    pub span: Span,
}

/// What a node holds: JSON's data model, mappings in the order of the text.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `null`, `~` or nothing.
    Null,
    /// `true` or `false`; `yes`, `no`, `on` and `off` are strings.
    Bool(bool),
    /// A finite number: `i64`, `u64` or `f64`.
    Number(Number),
    /// A string.
    String(String),
    /// A sequence.
    Sequence(Vec<Node>),
    /// A mapping.
    Mapping(Mapping),
}

impl Node {
    /// The string, if it is one.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        if let Value::String(string) = &self.value { Some(string) } else { None }
    }

    /// The boolean, if it is one.
    #[must_use]
    pub fn as_bool(&self) -> Option<bool> {
        if let Value::Bool(bool) = self.value { Some(bool) } else { None }
    }

    /// The number, if it is one.
    #[must_use]
    pub fn as_number(&self) -> Option<&Number> {
        if let Value::Number(number) = &self.value { Some(number) } else { None }
    }

    /// The items, if it is a sequence.
    #[must_use]
    pub fn as_sequence(&self) -> Option<&[Node]> {
        if let Value::Sequence(items) = &self.value { Some(items) } else { None }
    }

    /// The mapping, if it is one.
    #[must_use]
    pub fn as_mapping(&self) -> Option<&Mapping> {
        if let Value::Mapping(mapping) = &self.value { Some(mapping) } else { None }
    }

    /// Whether it is null.
    #[must_use]
    pub fn is_null(&self) -> bool {
        matches!(self.value, Value::Null)
    }

    /// The value of `key`, if this is a mapping that has it.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.as_mapping()?.get(key)
    }

    /// The name of the type in JSON Schema's words: `string`, `integer`, `number`, `boolean`,
    /// `null`, `array` or `object`.
    #[must_use]
    pub fn type_name(&self) -> &'static str {
        match &self.value {
            Value::Null => "null",
            Value::Bool(_) => "boolean",
            Value::Number(number) if number.is_f64() => "number",
            Value::Number(_) => "integer",
            Value::String(_) => "string",
            Value::Sequence(_) => "array",
            Value::Mapping(_) => "object",
        }
    }

    /// The node that `pointer` leads to from here.
    #[must_use]
    pub fn at(&self, pointer: &Pointer) -> Option<&Node> {
        pointer.segments().iter().try_fold(self, |node, segment| node.child(segment))
    }

    /// The span of the mapping key that `pointer` leads through last; `None` where it leads to the
    /// top, to an item of a sequence, or nowhere.
    #[must_use]
    pub fn key_span_at(&self, pointer: &Pointer) -> Option<Span> {
        let (last, parents) = pointer.segments().split_last()?;
        let parent = parents.iter().try_fold(self, |node, segment| node.child(segment))?;
        parent.as_mapping()?.get_pair(last).map(|pair| pair.key_span)
    }

    /// The same value without places.
    #[must_use]
    pub fn to_json(&self) -> serde_json::Value {
        match &self.value {
            Value::Null => serde_json::Value::Null,
            Value::Bool(bool) => serde_json::Value::Bool(*bool),
            Value::Number(number) => serde_json::Value::Number(number.clone()),
            Value::String(string) => serde_json::Value::String(string.clone()),
            Value::Sequence(items) => items.iter().map(Self::to_json).collect(),
            Value::Mapping(pairs) => pairs.iter().map(|pair| (pair.key.clone(), pair.value.to_json())).collect(),
        }
    }

    /// The item or value that one segment of a pointer leads to.
    pub(crate) fn child(&self, segment: &str) -> Option<&Node> {
        match &self.value {
            Value::Sequence(items) => items.get(index(segment)?),
            Value::Mapping(pairs) => pairs.get(segment),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
        }
    }
}

/// The array index that a segment names: decimal digits without leading zeros (RFC 6901, section 4).
pub(crate) fn index(segment: &str) -> Option<usize> {
    let canonical = segment == "0" || !segment.starts_with('0');
    (canonical && segment.bytes().all(|byte| byte.is_ascii_digit())).then(|| segment.parse().ok())?
}

impl Document {
    /// The pointer to the innermost node at a byte offset.
    ///
    /// A key counts as its value, and so does what stands between the two; an offset right after a
    /// node counts as inside. Outside of everything the pointer is the root's.
    #[must_use]
    pub fn pointer_at(&self, offset: u32) -> Pointer {
        let (mut pointer, mut node) = (Pointer::root(), &self.root);
        while let Some((segment, child)) = node.child_at(offset) {
            pointer.push(segment);
            node = child;
        }
        pointer
    }
}

impl Node {
    /// The child that stands at a byte offset. Copies (inside of aliases, merged pairs) stand
    /// elsewhere than their parent, so they never match.
    fn child_at(&self, offset: u32) -> Option<(String, &Node)> {
        let holds =
            |start: u32, end: u32| start <= offset && offset <= end && self.span.start <= start && end <= self.span.end;
        match &self.value {
            Value::Sequence(items) => {
                let at = items.iter().rposition(|item| holds(item.span.start, item.span.end))?;
                Some((at.to_string(), &items[at]))
            }
            Value::Mapping(pairs) => {
                let pair = pairs.iter().rfind(|pair| holds(pair.key_span.start, pair.value.span.end))?;
                Some((pair.key.clone(), &pair.value))
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
        }
    }
}
