//! Marks and tree → parts: each node of a document with all that is written around it.
//!
//! A [`Part`] stands where its node is written. An alias is one part without children, whatever it
//! stands for; a merge key is an entry without a name, and what it merges in has no values here,
//! because the tree has them as pairs of the mapping.

use std::collections::HashMap;
use std::iter::Peekable;
use std::vec::IntoIter;

use super::page::Page;
use crate::marks::{Kind, Mark, Style, Tagged};
use crate::{Document, Node, place};

/// How a document is written.
#[derive(Debug)]
pub(super) struct Layout<'t> {
    pub(super) root: Part<'t>,
    /// Where the document starts.
    pub(super) start: usize,
    /// How many aliases each anchor has.
    pub(super) aliases: HashMap<usize, usize>,
}

/// A node as it is written; `start ≤ from ≤ to ≤ end`.
#[derive(Debug)]
pub(super) struct Part<'t> {
    /// Its value; `None` for a key, and inside of what a merge key merges.
    pub(super) node: Option<&'t Node>,
    /// Where its anchor or tag begins, or itself.
    pub(super) start: usize,
    /// Its span.
    pub(super) from: usize,
    pub(super) to: usize,
    /// Where its last line ends, blank lines that belong to a block scalar included.
    pub(super) end: usize,
    /// Whether blank lines below would belong to it, because its last scalar keeps them.
    pub(super) keeps: bool,
    pub(super) anchor: Option<usize>,
    pub(super) tag: Option<Tagged>,
    pub(super) form: Form<'t>,
}

/// In what form a node is written.
#[derive(Debug)]
pub(super) enum Form<'t> {
    /// A null that is not written.
    Nothing,
    Scalar(Style),
    Alias(usize),
    Collection(Collection<'t>),
}

#[derive(Debug)]
pub(super) struct Collection<'t> {
    pub(super) kind: Kind,
    pub(super) style: Brackets,
    pub(super) entries: Vec<Slot<'t>>,
}

/// What a collection stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Brackets {
    /// Nothing: its entries are lines.
    Block,
    /// Brackets or braces.
    Flow,
    /// Nothing, and it is the one pair that is an item of a flow sequence.
    Pair,
}

/// An item or pair as it is written.
#[derive(Debug)]
pub(super) struct Slot<'t> {
    /// Its dash, its `?`, or where its key or item begins.
    pub(super) mark: usize,
    /// The key of a pair.
    pub(super) key: Option<Key<'t>>,
    pub(super) value: Part<'t>,
}

#[derive(Debug)]
pub(super) struct Key<'t> {
    /// `None` for a merge key.
    pub(super) name: Option<&'t str>,
    pub(super) part: Part<'t>,
}

impl<'t> Part<'t> {
    pub(super) fn collection(&self) -> Option<&Collection<'t>> {
        if let Form::Collection(collection) = &self.form { Some(collection) } else { None }
    }

    /// A collection of lines.
    pub(super) fn block(&self) -> Option<&Collection<'t>> {
        self.collection().filter(|collection| collection.style == Brackets::Block)
    }

    /// A collection in brackets or braces.
    pub(super) fn flow(&self) -> Option<&Collection<'t>> {
        self.collection().filter(|collection| collection.style != Brackets::Block)
    }
}

impl Slot<'_> {
    /// Where its last line ends.
    pub(super) fn end(&self) -> usize {
        self.value.end.max(self.key.as_ref().map_or(0, |key| key.part.end))
    }
}

/// The layouts of all documents of a text that was read without errors.
pub(super) fn layouts<'t>(page: &Page<'t>, documents: &'t [Document], marks: Vec<Mark>) -> Option<Vec<Layout<'t>>> {
    let mut builder = Builder { page, marks: marks.into_iter().peekable(), last: 0, aliases: HashMap::new() };
    documents.iter().map(|document| builder.document(document)).collect()
}

struct Builder<'p, 't> {
    page: &'p Page<'t>,
    marks: Peekable<IntoIter<Mark>>,
    /// The end of the last thing that stands in the text.
    last: usize,
    aliases: HashMap<usize, usize>,
}

impl<'t> Builder<'_, 't> {
    fn document(&mut self, document: &'t Document) -> Option<Layout<'t>> {
        let before = std::mem::replace(&mut self.last, document.span.start as usize);
        let mut root = self.part(Some(&document.root))?;
        self.find_header(&mut root, before);
        let start = root.start.min(document.span.start as usize);
        let ended = matches!(self.marks.next(), Some(Mark::DocumentEnd));
        ended.then(|| Layout { root, start, aliases: std::mem::take(&mut self.aliases) })
    }

    /// A block scalar that begins a document without a marker has no header in its span.
    fn find_header(&self, root: &mut Part<'_>, before: usize) {
        let content = self.page.content;
        let is_block = matches!(root.form, Form::Scalar(style) if is_block(style));
        if is_block
            && !content[root.from..].starts_with(['|', '>'])
            && let Some(end) = lead(self.page, before, root.from)
        {
            let blank = |character: char| matches!(character, ' ' | '\t' | '\n' | '\r' | '\u{feff}');
            root.from = content[..end].trim_end_matches(|character| !blank(character)).len();
            root.start = root.start.min(root.from);
            root.keeps = content[root.from..end].contains('+');
        }
    }

    fn part(&mut self, node: Option<&'t Node>) -> Option<Part<'t>> {
        let mut part = match self.marks.next()? {
            Mark::Scalar { span, style, reach, tag } => {
                let (from, to) = (span.start as usize, span.end as usize);
                let is_nothing = from == to && style == Style::Plain;
                let form = if is_nothing { Form::Nothing } else { Form::Scalar(style) };
                let keeps = self.keeps_blank_lines(style, from);
                let end = if is_block(style) { self.block_end(to, reach as usize, keeps) } else { to };
                Part { node, start: from, from, to, end, keeps, anchor: None, tag, form }
            }
            Mark::Alias { id, span } => {
                *self.aliases.entry(id).or_default() += 1;
                let (from, to) = (span.start as usize, span.end as usize);
                let form = Form::Alias(id);
                Part { node, start: from, from, to, end: to, keeps: false, anchor: None, tag: None, form }
            }
            Mark::Open { start, kind, flow, tag } => self.opened(node, start as usize, kind, flow, tag)?,
            Mark::Close { .. } | Mark::Anchor { .. } | Mark::DocumentEnd => return None,
        };
        if let Some(tagged) = &part.tag {
            part.start = part.start.min(tagged.span.start as usize);
        }
        self.take_anchor(&mut part);
        self.last = part.end;
        Some(part)
    }

    fn take_anchor(&mut self, part: &mut Part<'_>) {
        if let Some(Mark::Anchor { id, span }) = self.marks.next_if(|mark| matches!(mark, Mark::Anchor { .. })) {
            part.anchor = Some(id);
            part.start = part.start.min(span.start as usize);
        }
    }

    fn keeps_blank_lines(&self, style: Style, from: usize) -> bool {
        let header = &self.page.content[from..self.page.line_end(from)];
        is_block(style) && header.split('#').next().is_some_and(|header| header.contains('+'))
    }

    /// Where the last line of a block scalar ends. Blank lines below belong to it if it keeps them, or
    /// if one of them has blanks, which may be content.
    fn block_end(&self, to: usize, reach: usize, keeps: bool) -> usize {
        let content = self.page.content;
        if reach <= to {
            return to;
        }
        // The parser stops at the first token below, which may be indented.
        let below = &content[to..reach];
        let Some(last) = below.rfind(['\n', '\r']) else { return to };
        let line = &below[..last];
        let line = line.strip_suffix('\r').filter(|_| below[last..].starts_with('\n')).unwrap_or(line);
        let has_blanks = line.split(['\n', '\r']).skip(1).any(|line| !line.is_empty());
        if keeps || has_blanks { to + line.len() } else { to }
    }

    fn opened(
        &mut self,
        node: Option<&'t Node>,
        from: usize,
        kind: Kind,
        flow: bool,
        tag: Option<Tagged>,
    ) -> Option<Part<'t>> {
        let style = brackets(flow, kind, &self.page.content[from..]);
        let form = Form::Nothing;
        let mut part = Part { node, start: from, from, to: from, end: from, keeps: false, anchor: None, tag, form };
        self.take_anchor(&mut part);
        // Nothing but its dash, key or bracket can stand before the first entry.
        self.last = if style == Brackets::Flow { from + 1 } else { from };
        let entries = match kind {
            Kind::Sequence => self.items(node, style)?,
            Kind::Mapping => self.pairs(node)?,
        };
        let Some(Mark::Close { end }) = self.marks.next() else { return None };
        part.to = end as usize;
        part.end = part.to.max(entries.last().map_or(0, Slot::end));
        part.keeps = style == Brackets::Block && entries.last().is_some_and(|slot| slot.value.keeps);
        part.form = Form::Collection(Collection { kind, style, entries });
        Some(part)
    }

    fn items(&mut self, node: Option<&'t Node>, style: Brackets) -> Option<Vec<Slot<'t>>> {
        let mut nodes = node.and_then(Node::as_sequence).unwrap_or_default().iter();
        let mut items = Vec::new();
        while !self.closes() {
            let before = self.last;
            let value = self.part(nodes.next())?;
            let dash = if style == Brackets::Block { self.page.find(before, value.start, b'-') } else { None };
            items.push(Slot { mark: dash.unwrap_or(value.start), key: None, value });
        }
        Some(items)
    }

    fn pairs(&mut self, node: Option<&'t Node>) -> Option<Vec<Slot<'t>>> {
        let mut nodes = node.and_then(Node::as_mapping).map(crate::Mapping::as_slice).unwrap_or_default().iter();
        let mut pairs = Vec::new();
        while !self.closes() {
            let before = self.last;
            let part = self.part(None)?;
            // What is merged in has the places of its definition.
            let key = if is_merge(&part, self.page.content) {
                None
            } else {
                nodes.find(|pair| pair.key_span.range() == (part.from..part.to))
            };
            let mark = self.page.find(before, part.start, b'?').unwrap_or(part.start);
            let value = self.part(key.map(|pair| &pair.value))?;
            pairs.push(Slot { mark, key: Some(Key { name: key.map(|pair| pair.key.as_str()), part }), value });
        }
        Some(pairs)
    }

    fn closes(&mut self) -> bool {
        matches!(self.marks.peek(), None | Some(Mark::Close { .. } | Mark::DocumentEnd))
    }
}

/// What a collection stands in that begins with `text`.
fn brackets(flow: bool, kind: Kind, text: &str) -> Brackets {
    let opens = match kind {
        Kind::Sequence => '[',
        Kind::Mapping => '{',
    };
    match (flow, text.starts_with(opens)) {
        (false, _) => Brackets::Block,
        (true, true) => Brackets::Flow,
        (true, false) => Brackets::Pair,
    }
}

fn is_block(style: Style) -> bool {
    matches!(style, Style::Literal | Style::Folded)
}

/// Whether a key is the merge key.
fn is_merge(key: &Part<'_>, content: &str) -> bool {
    let is_plain = matches!(key.form, Form::Scalar(Style::Plain)) && key.tag.is_none();
    is_plain && &content[key.from..key.to] == "<<"
}

/// The end of what leads to a value: the last colon, dash, tag or anchor between two places.
pub(super) fn lead(page: &Page<'_>, from: usize, to: usize) -> Option<usize> {
    let at = |offset| u32::try_from(offset).unwrap_or(u32::MAX);
    place::last_token(page.content, at(from), at(to)).map(|end| end as usize)
}
