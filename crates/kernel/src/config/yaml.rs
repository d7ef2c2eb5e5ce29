//! Located YAML as an input: each value knows its file, line and column.

use source::{Span, Text};
use yaml::{Node, Pair};

use super::error::At;
use super::input::{Input, View};

/// A YAML node in its text.
///
/// Duplicate keys and unresolved aliases are refused by the parser, so a node that exists is sound.
#[derive(Clone, Copy, Debug)]
pub struct Yaml<'a> {
    text: &'a Text,
    node: &'a Node,
    name: Option<Span>,
}

impl<'a> Yaml<'a> {
    /// A node that was parsed from a text.
    #[must_use]
    pub fn new(text: &'a Text, node: &'a Node) -> Self {
        Self { text, node, name: None }
    }

    fn place(self, span: Span) -> At {
        let place = self.text.at(span);
        let start = place.start();
        At { file: self.text.name().to_owned(), line: start.line, column: start.column }
    }
}

impl<'a> Input<'a> for Yaml<'a> {
    type Items = Items<'a>;
    type Members = Members<'a>;

    fn view(self) -> View<'a, Self> {
        match &self.node.value {
            yaml::Value::Null => View::Null,
            yaml::Value::Bool(flag) => View::Bool(*flag),
            yaml::Value::Number(number) => View::Number(number.clone()),
            yaml::Value::String(text) => View::Text(text),
            yaml::Value::Sequence(items) => View::List(Items { text: self.text, nodes: items.iter() }),
            yaml::Value::Mapping(mapping) => View::Object(Members { text: self.text, pairs: mapping.iter() }),
        }
    }

    fn at(self) -> Option<At> {
        Some(self.place(focus(self.node)))
    }

    fn at_name(self) -> Option<At> {
        Some(self.place(self.name.unwrap_or(self.node.span)))
    }
}

/// The items of a sequence.
#[derive(Clone, Debug)]
pub struct Items<'a> {
    text: &'a Text,
    nodes: std::slice::Iter<'a, Node>,
}

impl<'a> Iterator for Items<'a> {
    type Item = Yaml<'a>;

    fn next(&mut self) -> Option<Yaml<'a>> {
        self.nodes.next().map(|node| Yaml::new(self.text, node))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.nodes.size_hint()
    }
}

impl ExactSizeIterator for Items<'_> {}

/// The pairs of a mapping.
#[derive(Clone, Debug)]
pub struct Members<'a> {
    text: &'a Text,
    pairs: std::slice::Iter<'a, Pair>,
}

impl<'a> Iterator for Members<'a> {
    type Item = (&'a str, Yaml<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        let pair = self.pairs.next()?;
        Some((&pair.key, Yaml { name: Some(pair.key_span), ..Yaml::new(self.text, &pair.value) }))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.pairs.size_hint()
    }
}

impl ExactSizeIterator for Members<'_> {}

/// The part of a node to point at: a whole scalar, the first key of a mapping, the first item of a sequence.
fn focus(node: &Node) -> Span {
    match &node.value {
        yaml::Value::Mapping(mapping) => mapping.iter().next().map_or(node.span, |pair| pair.key_span),
        yaml::Value::Sequence(items) => items.first().map_or(node.span, focus),
        yaml::Value::Null | yaml::Value::Bool(_) | yaml::Value::Number(_) | yaml::Value::String(_) => node.span,
    }
}
