//! Events → documents.
//!
//! Children are kept on two stacks, one of nodes for all open sequences and one of pairs for all
//! open mappings. When a collection ends, its children are drained from the top of a stack into a
//! vector of exactly their number: no tree is ever grown, and none has slack.

use std::borrow::Cow;

use granit_parser::{Event, ScalarStyle, Span as Found, StructureStyle, Tag};
use source::{Code, Span, Text};

use crate::alias::{Anchors, Measure};
use crate::parse::Stop;
use crate::report::Report;
use crate::{Document, Limits, Mapping, Node, Pair, Pointer, Value, lenient, merge, place, scalar};

/// A tree that is being built.
pub(crate) struct Tree<'a, 'f> {
    text: &'a Text,
    limits: &'a Limits,
    report: &'f mut Report<'a>,
    documents: Vec<Document>,
    /// Where the current document starts, and its root once that is complete.
    start: u32,
    root: Option<Node>,
    frames: Vec<Frame>,
    nodes: Vec<Node>,
    pairs: Vec<Pair>,
    /// What open mappings merge in, innermost last.
    merges: Vec<merge::Merge>,
    anchors: Anchors<'a>,
    /// Weight of all that was built in the current document (see [`Measure`]).
    weight: usize,
    /// End of the last thing that an event was about; what is not written is looked for from here.
    last: u32,
    suspects: lenient::Suspects,
}

/// A collection that is not complete.
struct Frame {
    shape: Shape,
    /// Whether the parser found it in brackets or braces, or as a pair inside of brackets.
    style: StructureStyle,
    /// Where it starts, and where its last child ends.
    span: Span,
    /// Where its children begin on their stack.
    base: usize,
    anchor: usize,
    /// Weight of the document when it began.
    weight: usize,
    /// Height of its highest child.
    height: usize,
}

/// What a collection that is not complete waits for.
enum Shape {
    Sequence,
    Mapping(Key),
}

/// The key whose value comes next.
enum Key {
    /// None: a key comes next.
    None,
    /// A key of a pair.
    Plain(String, Span),
    /// The merge key `<<`.
    Merge(Span),
    /// A collection, reported; its value is passed over.
    Refused,
}

impl<'a, 'f> Tree<'a, 'f> {
    pub(crate) fn new(text: &'a Text, limits: &'a Limits, report: &'f mut Report<'a>) -> Self {
        Self {
            text,
            limits,
            report,
            documents: Vec::new(),
            start: 0,
            root: None,
            frames: Vec::new(),
            nodes: Vec::new(),
            pairs: Vec::new(),
            merges: Vec::new(),
            anchors: Anchors::new(text.content(), limits.alias_nodes),
            weight: 0,
            last: 0,
            suspects: lenient::Suspects::default(),
        }
    }

    /// The documents that are complete, and what strict YAML may refuse in them.
    pub(crate) fn finish(self) -> (Vec<Document>, lenient::Suspects) {
        (self.documents, self.suspects)
    }

    /// Takes one event in.
    pub(crate) fn event(&mut self, event: Event<'a>, found: Found) -> Result<(), Stop> {
        let span = found.byte_range().map_or(Span::default(), |range| Span::new(range.start, range.end));
        match event {
            Event::StreamStart | Event::StreamEnd => {}
            Event::DocumentStart(explicit, _) => self.document_start(explicit, span),
            Event::DocumentEnd => self.document_end(),
            Event::Scalar(content, style, anchor, tag) => {
                let tag = tag.as_deref().map(|tag| (tag, tag_span(&found, span)));
                self.scalar(content, style, anchor, tag, span);
            }
            Event::SequenceStart(style, anchor, tag) => {
                let tag = tag.as_deref().map(|tag| (tag, tag_span(&found, span)));
                self.open(Shape::Sequence, style, anchor, tag, span)?;
            }
            Event::MappingStart(style, anchor, tag) => {
                let tag = tag.as_deref().map(|tag| (tag, tag_span(&found, span)));
                self.open(Shape::Mapping(Key::None), style, anchor, tag, span)?;
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(span),
            Event::Anchor(id, name) => self.anchors.name(id, name, span),
            Event::Alias(id) => self.alias(id, span),
            Event::UnresolvedAlias(name) => self.unknown_alias(&name, span),
            // Comments are off, and events that a later parser may add are no nodes.
            _ => {}
        }
        Ok(())
    }

    fn document_start(&mut self, explicit: bool, span: Span) {
        self.start = span.start;
        self.last = if explicit { span.end } else { span.start };
        self.weight = 0;
    }

    fn document_end(&mut self) {
        self.anchors.forget();
        if let Some(root) = self.root.take() {
            let span = Span { start: self.start.min(root.span.start), end: root.span.end };
            self.documents.push(Document { root, span });
        }
    }

    fn scalar(&mut self, content: Cow<'a, str>, style: ScalarStyle, anchor: usize, tag: Option<(&Tag, Span)>, found: Span) {
        let unwritten = style == ScalarStyle::Plain && found.start == found.end;
        let span = match style {
            ScalarStyle::Plain if unwritten => self.unwritten(found),
            ScalarStyle::Literal | ScalarStyle::Folded => place::block_scalar(self.text.content(), self.last, found),
            ScalarStyle::Plain | ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => found,
        };
        self.last = span.end;
        self.weight += Measure::weight(&content);
        let content = if unwritten { Cow::Borrowed("") } else { content };
        if style != ScalarStyle::Literal && style != ScalarStyle::Folded {
            self.suspects.look_at(self.text.content(), span, self.column());
        }
        let plain = style == ScalarStyle::Plain;
        if let Some(Shape::Mapping(key @ Key::None)) = self.frames.last_mut().map(|frame| &mut frame.shape) {
            let merges = plain && tag.is_none() && content == "<<";
            *key = if merges { Key::Merge(span) } else { Key::Plain(content.to_string(), span) };
            self.widen(span);
            if tag.is_some() || anchor != 0 {
                let node = self.resolve(&content, plain, tag, span);
                self.anchors.keep_scalar(anchor, &content, &node, Measure::of_scalar(&content));
            }
            return;
        }
        if anchor == 0 && tag.is_none() && !plain {
            let mut string = content.into_owned();
            // What the parser put together line by line has room for more.
            string.shrink_to_fit();
            return self.place(Node { value: Value::String(string), span }, 0);
        }
        let node = self.resolve(&content, plain, tag, span);
        self.anchors.keep_scalar(anchor, &content, &node, Measure::of_scalar(&content));
        self.place(node, 0);
    }

    /// The node of a scalar; a value that its tag or JSON cannot hold is reported and stays text.
    fn resolve(&mut self, content: &str, plain: bool, tag: Option<(&Tag, Span)>, span: Span) -> Node {
        let value = match tag {
            None if plain => scalar::plain(content),
            None => Ok(Value::String(content.to_owned())),
            Some((tag, _)) => scalar::tagged(content, tag),
        };
        let value = value.unwrap_or_else(|problem| {
            let at = if problem.code() == Code::YamlTag { tag.map_or(span, |(_, at)| at) } else { span };
            let finding = self.report.at(problem.code(), at, &self.path(), problem.message());
            self.report.push(problem.explain(finding));
            Value::String(content.to_owned())
        });
        Node { value, span }
    }

    /// Where a node stands that is not written: right after what leads to it.
    fn unwritten(&self, found: Span) -> Span {
        let content = self.text.content();
        let awaits_value = matches!(self.frames.last(), Some(Frame { shape: Shape::Mapping(key), .. }) if !matches!(key, Key::None));
        // The parser stands before the colon of a value that is not written, and after all blanks
        // that follow a dash.
        let colon = awaits_value && content.as_bytes().get(found.start as usize) == Some(&b':');
        let to = found.start + u32::from(colon);
        let at = place::last_token(content, self.last, to);
        Span { start: at, end: at }
    }

    fn open(&mut self, shape: Shape, style: StructureStyle, anchor: usize, tag: Option<(&Tag, Span)>, span: Span) -> Result<(), Stop> {
        if self.frames.len() >= self.limits.max_depth() {
            let most = self.limits.max_depth();
            let finding = self.report.at(Code::YamlDepth, span, &self.path(), format!("collections are nested more than {most} deep"));
            self.report.push(finding);
            return Err(Stop::Reported);
        }
        if let Some((tag, at)) = tag {
            let is_sequence = matches!(shape, Shape::Sequence);
            if let Err(problem) = scalar::collection_tag(tag, is_sequence) {
                let finding = self.report.at(problem.code(), at, &self.path(), problem.message());
                self.report.push(problem.explain(finding));
            }
        }
        let base = match shape {
            Shape::Sequence => self.nodes.len(),
            Shape::Mapping(_) => self.pairs.len(),
        };
        let weight = self.weight;
        self.weight += 1;
        self.last = span.end;
        let span = Span { start: span.start, end: span.end };
        self.frames.push(Frame { shape, style, span, base, anchor, weight, height: 0 });
        Ok(())
    }

    fn close(&mut self, found: Span) {
        let Some(frame) = self.frames.pop() else { return };
        // A closing bracket has a width; the end of a block, or of a pair in brackets, has none.
        let bracket = frame.style == StructureStyle::Flow && found.start < found.end;
        let span = if bracket { frame.span.to(found) } else { frame.span };
        self.last = self.last.max(span.end);
        let value = match frame.shape {
            Shape::Sequence => Value::Sequence(self.nodes.drain(frame.base..).collect()),
            Shape::Mapping(_) => Value::Mapping(self.mapping(frame.base)),
        };
        if frame.style == StructureStyle::Flow {
            self.suspects.look_at(self.text.content(), span, self.column());
        }
        let node = Node { value, span };
        let measure = Measure { weight: self.weight - frame.weight, height: frame.height + 1 };
        self.anchors.keep(frame.anchor, &node, measure);
        self.place(node, frame.height + 1);
    }

    /// The mapping of all pairs from `base` on, with what it merges in.
    fn mapping(&mut self, base: usize) -> Mapping {
        let pairs: Vec<Pair> = self.pairs.drain(base..).collect();
        let (report, frames, nodes) = (&mut *self.report, &self.frames, self.nodes.len());
        let mapping = Mapping::dedup(pairs, |first, second| {
            let finding = report
                .at(Code::YamlDuplicateKey, second.key_span, &path(frames, nodes).join(second.key.as_str()), format!("the key `{}` is there twice", second.key))
                .also(report.text().at(first.key_span), "first here");
            report.push(finding);
        });
        let depth = self.frames.len();
        match self.merges.last() {
            Some(merge) if merge.depth == depth => {
                let merge = self.merges.pop();
                merge.map_or(Mapping::default(), |merge| merge.into_mapping(mapping))
            }
            _ => mapping,
        }
    }

    fn alias(&mut self, id: usize, span: Span) {
        self.last = span.end;
        if self.frames.iter().any(|frame| frame.anchor == id) {
            let finding = self
                .report
                .at(Code::YamlAliases, span, &self.path(), format!("the alias `{}` is inside of what it stands for", self.text.slice(span)));
            let finding = match self.anchors.definition(id) {
                Some(at) => finding.also(self.text.at(at), "defined here"),
                None => finding,
            };
            self.report.push(finding);
            return self.place_or_refuse(span);
        }
        if let Some(Frame { shape: Shape::Mapping(Key::None), .. }) = self.frames.last() {
            return self.alias_key(id, span);
        }
        let room = self.limits.max_depth().saturating_sub(self.frames.len());
        match self.anchors.copy(id, room) {
            Ok((mut node, measure)) => {
                self.weight += measure.weight;
                node.span = span;
                self.place(node, measure.height);
            }
            Err(problem) => {
                if let Some(message) = problem.message {
                    let finding = self.report.at(problem.code, span, &self.path(), message);
                    self.report.push(finding);
                }
                self.place(Node { value: Value::Null, span }, 0);
            }
        }
    }

    /// An alias in the place of a key.
    fn alias_key(&mut self, id: usize, span: Span) {
        let key = self.anchors.scalar(id).map(str::to_owned);
        if key.is_none() {
            self.refuse_key(span);
        }
        self.widen(span);
        if let Some(Frame { shape: Shape::Mapping(place), .. }) = self.frames.last_mut() {
            *place = key.map_or(Key::Refused, |key| Key::Plain(key, span));
        }
    }

    fn unknown_alias(&mut self, name: &str, span: Span) {
        self.last = span.end;
        let finding = self.report.at(Code::YamlSyntax, span, &self.path(), format!("no anchor `&{name}` stands before the alias `*{name}`"));
        let finding = match self.anchors.nearest(name) {
            Some(near) => finding.help(format!("did you mean `*{near}`?")),
            None => finding.help(format!("a text that begins with `*` needs quotes: `\"*{name}\"`")),
        };
        self.report.push(finding);
        self.place_or_refuse(span);
    }

    /// Puts null in the place of an alias that stands for nothing.
    fn place_or_refuse(&mut self, span: Span) {
        self.widen(span);
        match self.frames.last_mut() {
            Some(Frame { shape: Shape::Mapping(key @ Key::None), .. }) => *key = Key::Refused,
            _ => self.place(Node { value: Value::Null, span }, 0),
        }
    }

    /// Gives a complete node to the collection around it.
    fn place(&mut self, node: Node, height: usize) {
        let path_needed = matches!(self.frames.last(), Some(Frame { shape: Shape::Mapping(Key::Merge(_)), .. }));
        if path_needed {
            return self.merge(node);
        }
        let Some(frame) = self.frames.last_mut() else {
            self.root = Some(node);
            return;
        };
        frame.height = frame.height.max(height);
        frame.span.end = frame.span.end.max(node.span.end);
        match &mut frame.shape {
            Shape::Sequence => self.nodes.push(node),
            Shape::Mapping(key) => match std::mem::replace(key, Key::None) {
                Key::Plain(key, key_span) => self.pairs.push(Pair { key, key_span, value: node }),
                Key::Refused | Key::Merge(_) => {}
                Key::None => {
                    *key = Key::Refused;
                    self.refuse_key(node.span);
                }
            },
        }
    }

    fn merge(&mut self, node: Node) {
        let path = self.path();
        let depth = self.frames.len() - 1;
        self.widen(node.span);
        let Some(frame) = self.frames.last_mut() else { return };
        let Shape::Mapping(key) = &mut frame.shape else { return };
        let Key::Merge(key_span) = std::mem::replace(key, Key::None) else { return };
        if let Some(merge) = self.merges.last()
            && merge.depth == depth
        {
            let finding = self
                .report
                .at(Code::YamlDuplicateKey, key_span, &path, "the key `<<` is there twice")
                .also(self.text.at(merge.key_span), "first here")
                .help("merge several mappings by one key: `<<: [*first, *second]`");
            return self.report.push(finding);
        }
        let at = self.pairs.len() - frame.base;
        match merge::sources(node) {
            Ok(sources) => self.merges.push(merge::Merge { depth, at, key_span, sources }),
            Err((found, span)) => {
                let message = format!("the merge key `<<` takes mappings, found {found}");
                let finding = self
                    .report
                    .at(Code::YamlMerge, span, &path, message)
                    .help("write an alias to a mapping, as in `<<: *base`, or quote the key if it is meant as a name: `\"<<\"`");
                self.report.push(finding);
            }
        }
    }

    fn refuse_key(&mut self, span: Span) {
        let finding = self
            .report
            .at(Code::YamlKey, span, &self.path(), "a key is a collection, and JSON has only names as keys")
            .help("write a name, or quote the key if it is meant as text");
        self.report.push(finding);
    }

    /// Lets the innermost open collection reach to the end of `span`.
    fn widen(&mut self, span: Span) {
        if let Some(frame) = self.frames.last_mut() {
            frame.span.end = frame.span.end.max(span.end);
        }
    }

    /// The column at which the innermost open block begins; text in brackets must stand right of it.
    fn column(&self) -> Option<u32> {
        let block = self.frames.iter().rev().find(|frame| frame.style == StructureStyle::Block)?;
        Some(block.span.start)
    }

    /// The path of the value that comes next.
    fn path(&self) -> Pointer {
        path(&self.frames, self.nodes.len())
    }
}

/// The path of the value that comes next inside of `frames`, with so many `nodes` on their stack.
fn path(frames: &[Frame], mut nodes: usize) -> Pointer {
    let mut segments: Vec<String> = Vec::new();
    for frame in frames.iter().rev() {
        match &frame.shape {
            // The items of a sequence end where those of the next one inside of it begin.
            Shape::Sequence => {
                segments.push((nodes - frame.base).to_string());
                nodes = frame.base;
            }
            Shape::Mapping(Key::Plain(key, _)) => segments.push(key.clone()),
            Shape::Mapping(Key::Merge(_)) => segments.push("<<".to_owned()),
            Shape::Mapping(Key::None | Key::Refused) => {}
        }
    }
    segments.into_iter().rev().collect()
}

/// Where a tag stands; `node` where the parser does not say.
fn tag_span(found: &Found, node: Span) -> Span {
    let range = found.tag_span().and_then(|span| span.byte_range());
    range.map_or(node, |range| Span::new(range.start, range.end))
}
