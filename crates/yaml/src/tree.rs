//! Events → documents.
//!
//! Children are kept on two stacks, one of nodes for all open sequences and one of pairs for all
//! open mappings. When a collection ends, its children are drained from the top of a stack into a
//! vector of exactly their number: no tree is ever grown, and none has slack.

use std::borrow::Cow;

use granit_parser::{Event, ScalarStyle, Span as Found, StructureStyle, Tag};
use source::{Code, Diagnostic, Span, Text};

use crate::alias::{Anchors, COLLECTION_KEY, Measure, Refusal};
use crate::lenient::{Suspects, Within};
use crate::marks::{Mark, Marks};
use crate::parse::Stop;
use crate::report::Report;
use crate::words::{quote_it, quoted};
use crate::{Document, Limits, Mapping, Node, Pair, Pointer, Value, merge, place, scalar, syntax};

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
    suspects: Suspects,
    marks: Marks,
}

/// A scalar as the parser found it.
struct Scalar<'a> {
    content: Cow<'a, str>,
    style: ScalarStyle,
    anchor: usize,
    tag: Option<Tagged<'a>>,
    span: Span,
}

/// A tag and its place.
struct Tagged<'a> {
    tag: Cow<'a, Tag>,
    span: Span,
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

/// Longer paths are left out of findings: a single key can have megabytes, and each finding below it
/// would repeat it.
const LONGEST_PATH: usize = 4_096;

impl<'a, 'f> Tree<'a, 'f> {
    pub(crate) fn new(text: &'a Text, limits: &'a Limits, report: &'f mut Report<'a>, marks: Marks) -> Self {
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
            suspects: Suspects::default(),
            marks,
        }
    }

    /// The documents that are complete, what strict YAML may refuse in them, and how they are written.
    pub(crate) fn finish(self) -> (Vec<Document>, Suspects, Marks) {
        (self.documents, self.suspects, self.marks)
    }

    /// Takes one event in.
    pub(crate) fn event(&mut self, event: Event<'a>, found: Found) -> Result<(), Stop> {
        let span = found.byte_range().map_or(Span::default(), |range| Span::new(range.start, range.end));
        let tagged = |tag: Option<Cow<'a, Tag>>| tag.map(|tag| Tagged { tag, span: tag_span(&found, span) });
        match event {
            Event::DocumentStart(explicit, _) => self.document_start(explicit, span),
            Event::DocumentEnd => self.document_end(),
            Event::Scalar(content, style, anchor, tag) => {
                self.scalar(Scalar { content, style, anchor, tag: tagged(tag), span });
            }
            Event::SequenceStart(style, anchor, tag) => {
                self.open(Frame::new(Shape::Sequence, style, span, anchor), tagged(tag))?;
            }
            Event::MappingStart(style, anchor, tag) => {
                self.open(Frame::new(Shape::Mapping(Key::None), style, span, anchor), tagged(tag))?;
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(span),
            Event::Anchor(id, name) => {
                self.marks.push(|| Mark::Anchor { id, span });
                self.anchors.name(id, name, span);
            }
            Event::Alias(id) => self.alias(id, span),
            Event::UnresolvedAlias(_) => self.unknown_alias(span)?,
            // Comments are switched off, and events that a later parser may add are not nodes.
            Event::StreamStart | Event::StreamEnd | Event::Comment(..) | _ => {}
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
            self.marks.push(|| Mark::DocumentEnd);
        }
    }

    fn scalar(&mut self, mut scalar: Scalar<'a>) {
        let reach = scalar.span.end;
        scalar.span = match scalar.style {
            ScalarStyle::Plain if scalar.span.start == scalar.span.end => {
                // The parser's content of a node that is not written is `~`, or nothing.
                scalar.content = Cow::Borrowed("");
                self.unwritten(scalar.span)
            }
            ScalarStyle::Literal | ScalarStyle::Folded => {
                place::block_scalar(self.text.content(), self.last, scalar.span)
            }
            ScalarStyle::Plain => scalar.span,
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => {
                self.suspect(scalar.span, Within::Quotes);
                scalar.span
            }
        };
        let (span, style, tag) = (scalar.span, scalar.style, scalar.tag.as_ref());
        self.marks.push(|| Mark::scalar(span, style, reach, tag.map(|tagged| (tagged.tag.as_ref(), tagged.span))));
        self.last = scalar.span.end;
        self.weight += Measure::weight(&scalar.content);
        if self.awaits_key() { self.scalar_key(scalar) } else { self.scalar_value(scalar) }
    }

    fn scalar_value(&mut self, scalar: Scalar<'a>) {
        if scalar.anchor == 0 && scalar.tag.is_none() && scalar.style != ScalarStyle::Plain {
            let mut string = scalar.content.into_owned();
            // What the parser put together line by line has room for more.
            string.shrink_to_fit();
            return self.place(Node { value: Value::String(string), span: scalar.span }, 0);
        }
        let node = self.resolve(&scalar);
        self.anchors.keep_scalar(scalar.anchor, &scalar.content, &node);
        self.place(node, 0);
    }

    fn scalar_key(&mut self, scalar: Scalar<'a>) {
        if scalar.tag.is_some() || scalar.anchor != 0 {
            let node = self.resolve(&scalar);
            self.anchors.keep_scalar(scalar.anchor, &scalar.content, &node);
        }
        let merges = scalar.style == ScalarStyle::Plain && scalar.tag.is_none() && scalar.content == "<<";
        let key = if merges { Key::Merge(scalar.span) } else { Key::Plain(scalar.content.into_owned(), scalar.span) };
        self.set_key(key, scalar.span);
    }

    /// The node of a scalar; a value that its tag or JSON cannot hold is reported and stays text.
    fn resolve(&mut self, scalar: &Scalar<'a>) -> Node {
        let content = &scalar.content;
        let value = match &scalar.tag {
            Some(tagged) => scalar::tagged(content, &tagged.tag),
            None if scalar.style == ScalarStyle::Plain => scalar::plain(content),
            None => Ok(Value::String(content.to_string())),
        };
        let value = value.unwrap_or_else(|problem| {
            let tag = scalar.tag.as_ref().filter(|_| problem.code() == Code::YamlTag);
            let span = tag.map_or(scalar.span, |tagged| tagged.span);
            self.report.push(problem.explain(self.finding(problem.code(), span, problem.message())));
            Value::String(content.to_string())
        });
        Node { value, span: scalar.span }
    }

    /// Where a node stands that is not written: right after what leads to it; a key to which nothing
    /// leads, right before its colon.
    fn unwritten(&self, found: Span) -> Span {
        let content = self.text.content();
        let is_key = self.awaits_key();
        // The parser stands before the colon of a value that is not written, and after all blanks
        // that follow a dash.
        let block =
            self.frames.last().filter(|frame| frame.style == StructureStyle::Block).map(|frame| frame.span.start);
        let colon = !is_key && place::is_colon(content, found.start, block);
        let token = place::last_token(content, self.last, found.start + u32::from(colon));
        let at = token.unwrap_or(if is_key { found.start } else { self.last });
        Span { start: at, end: at }
    }

    fn open(&mut self, mut frame: Frame, tag: Option<Tagged<'a>>) -> Result<(), Stop> {
        if self.frames.len() >= self.limits.max_depth() {
            self.report.push(syntax::too_deep(self.text, frame.span, self.limits));
            return Err(Stop::Reported);
        }
        let is_sequence = matches!(frame.shape, Shape::Sequence);
        if let Some(tagged) = &tag
            && let Err(problem) = scalar::collection_tag(&tagged.tag, is_sequence)
        {
            self.report.push(problem.explain(self.finding(problem.code(), tagged.span, problem.message())));
        }
        let in_mapping = matches!(self.frames.last(), Some(Frame { shape: Shape::Mapping(_), .. }));
        if is_sequence && in_mapping && frame.style == StructureStyle::Block {
            let dash = place::first_dash(self.text.content(), self.last, frame.span.start);
            frame.span.start = dash.unwrap_or(frame.span.start);
            frame.span.end = frame.span.start;
        }
        let (start, style) = (frame.span.start, frame.style);
        self.marks.push(|| Mark::open(start, is_sequence, style, tag.map(|tagged| (tagged.tag, tagged.span))));
        frame.base = if is_sequence { self.nodes.len() } else { self.pairs.len() };
        frame.weight = self.weight;
        self.weight += 1;
        self.last = frame.span.end;
        self.frames.push(frame);
        Ok(())
    }

    fn close(&mut self, found: Span) {
        let Some(frame) = self.frames.pop() else { return };
        // A closing bracket has a width; the end of a block, or of a pair in brackets, has none.
        let bracket = frame.style == StructureStyle::Flow && found.start < found.end;
        let span = if bracket { frame.span.to(found) } else { frame.span };
        self.last = self.last.max(span.end);
        self.marks.push(|| Mark::Close { end: span.end });
        let value = match frame.shape {
            Shape::Sequence => Value::Sequence(self.nodes.drain(frame.base..).collect()),
            Shape::Mapping(_) => Value::Mapping(self.mapping(frame.base)),
        };
        if frame.style == StructureStyle::Flow {
            self.suspect(span, Within::Brackets);
        }
        let node = Node { value, span };
        let measure = Measure { weight: self.weight - frame.weight, height: frame.height + 1 };
        self.anchors.keep(frame.anchor, &node, measure);
        self.place(node, measure.height);
    }

    /// The mapping of all pairs from `base` on, with what it merges in.
    fn mapping(&mut self, base: usize) -> Mapping {
        let pairs: Vec<Pair> = self.pairs.drain(base..).collect();
        let mapping = Mapping::dedup(pairs, |first, second| {
            if !self.report.is_full() {
                let key =
                    if second.key.is_empty() { "empty key".to_owned() } else { format!("key {}", quoted(&second.key)) };
                let message = format!("the {key} is there twice");
                let finding = self.report.at(Code::YamlDuplicateKey, second.key_span, message);
                let finding = with_path(finding, self.path().map(|path| path.join(second.key.as_str())));
                self.report.push(finding.also(self.text.at(first.key_span), "first here"));
            }
        });
        match self.merges.pop_if(|merge| merge.depth == self.frames.len()) {
            Some(merge) => merge.into_mapping(mapping),
            None => mapping,
        }
    }

    fn alias(&mut self, id: usize, span: Span) {
        self.marks.push(|| Mark::Alias { id, span });
        self.last = span.end;
        if self.frames.iter().any(|frame| frame.anchor == id) {
            let message = format!("the alias {} is inside of what it stands for", quoted(self.text.slice(span)));
            let finding = self.finding(Code::YamlAliases, span, message);
            let definition = self.anchors.definition(id).map(|at| self.text.at(at));
            self.report.push(match definition {
                Some(place) => finding.also(place, "defined here"),
                None => finding,
            });
            return self.place_nothing(span);
        }
        if self.awaits_key() {
            return match self.anchors.key(id) {
                Ok(key) => self.set_key(Key::Plain(key, span), span),
                Err(refusal) => self.refuse(refusal, span),
            };
        }
        let room = self.limits.max_depth().saturating_sub(self.frames.len());
        match self.anchors.copy(id, room) {
            Ok((mut node, measure)) => {
                self.weight += measure.weight;
                node.span = span;
                self.place(node, measure.height);
            }
            Err(refusal) => self.refuse(refusal, span),
        }
    }

    fn unknown_alias(&mut self, span: Span) -> Result<(), Stop> {
        self.last = span.end;
        if let Some(end) = place::text_behind(self.text.content(), span.end, self.in_brackets()) {
            // Nothing but an alias begins like this, and no alias ends like this.
            let text = Span { end, ..span };
            let finding = self.finding(Code::YamlSyntax, text, "a text without quotes cannot begin with `*`");
            self.report.push(finding.help(quote_it(self.text.slice(text))));
            return Err(Stop::Reported);
        }
        if !self.report.is_full() {
            let alias = self.text.slice(span);
            let message = format!("no anchor of this name stands before the alias {}", quoted(alias));
            let help = match self.anchors.nearest(alias.trim_start_matches('*')) {
                Some(near) => format!("did you mean `*{near}`?"),
                None => format!("if it is a text, {}", quote_it(alias)),
            };
            self.report.push(self.finding(Code::YamlSyntax, span, message).help(help));
        }
        self.place_nothing(span);
        Ok(())
    }

    /// Reports that an alias has no copy, and goes on without.
    fn refuse(&mut self, refusal: Refusal, span: Span) {
        if let Some(message) = refusal.message {
            self.report.push(self.finding(refusal.code, span, message));
        }
        self.place_nothing(span);
    }

    /// Puts null in the place of an alias that stands for nothing; as a key, or merged, it is left out.
    fn place_nothing(&mut self, span: Span) {
        match self.frames.last().map(|frame| &frame.shape) {
            Some(Shape::Mapping(Key::None)) => self.set_key(Key::Refused, span),
            Some(Shape::Mapping(Key::Merge(_))) => self.set_key(Key::None, span),
            Some(Shape::Mapping(Key::Plain(..) | Key::Refused) | Shape::Sequence) | None => {
                self.place(Node { value: Value::Null, span }, 0);
            }
        }
    }

    /// Gives a complete node to the collection around it.
    fn place(&mut self, node: Node, height: usize) {
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
                Key::Merge(key_span) => self.merge(key_span, node),
                Key::Refused => {}
                Key::None => {
                    *key = Key::Refused;
                    self.refuse_key(node.span);
                }
            },
        }
    }

    fn merge(&mut self, key_span: Span, node: Node) {
        let depth = self.frames.len() - 1;
        if let Some(first) = self.merges.last().filter(|merge| merge.depth == depth) {
            let finding = self
                .finding(Code::YamlDuplicateKey, key_span, "the key `<<` is there twice")
                .also(self.text.at(first.key_span), "first here")
                .help("merge several mappings by one key: `<<: [*first, *second]`");
            return self.report.push(finding);
        }
        let at = self.pairs.len() - self.frames.last().map_or(0, |frame| frame.base);
        match merge::sources(node) {
            Ok(sources) => self.merges.push(merge::Merge { depth, at, key_span, sources }),
            Err((found, span)) => {
                let finding = self
                    .finding(Code::YamlMerge, span, format!("the merge key `<<` takes mappings, found {found}"))
                    .help("write an alias to a mapping, as in `<<: *base`; if the key is a name, quote it: `\"<<\"`");
                self.report.push(finding);
            }
        }
    }

    fn refuse_key(&mut self, span: Span) {
        let content = self.text.content();
        let (start, end) = (span.start as usize, span.end as usize);
        let doubled =
            content[..start].ends_with('{') && content[start..].starts_with('{') && content[end..].starts_with('}');
        let help = if doubled {
            format!("if it is a template, {}", quote_it(&content[start - 1..=end]))
        } else {
            "write a name as the key, in quotes if it has brackets or braces in it".to_owned()
        };
        self.report.push(self.finding(Code::YamlKey, span, COLLECTION_KEY).help(help));
    }

    /// Whether the next node is a key of a mapping.
    fn awaits_key(&self) -> bool {
        matches!(self.frames.last(), Some(Frame { shape: Shape::Mapping(Key::None), .. }))
    }

    /// Whether the next node stands in brackets or braces.
    fn in_brackets(&self) -> bool {
        self.frames.last().is_some_and(|frame| frame.style == StructureStyle::Flow)
    }

    /// Sets what the innermost mapping waits for; it reaches to the end of `span` from now on.
    fn set_key(&mut self, next: Key, span: Span) {
        if let Some(frame) = self.frames.last_mut() {
            frame.span.end = frame.span.end.max(span.end);
            frame.shape = Shape::Mapping(next);
        }
    }

    /// Has brackets or quotes searched for lines that are indented too little for the block around
    /// them. Brackets inside of brackets are searched with the outermost ones.
    fn suspect(&mut self, span: Span, within: Within) {
        if within == Within::Brackets && self.in_brackets() {
            return;
        }
        let block = self.frames.iter().rfind(|frame| frame.style == StructureStyle::Block);
        if let Some(block) = block.map(|frame| frame.span.start) {
            self.suspects.look_at(self.text.content(), span, within, block);
        }
    }

    /// A finding about the value that comes next, or about the one that was just completed.
    fn finding(&self, code: Code, span: Span, message: impl Into<String>) -> Diagnostic {
        with_path(self.report.at(code, span, message), self.path())
    }

    /// The path of the value that comes next, for a finding.
    fn path(&self) -> Option<Pointer> {
        let key = |frame: &Frame| if let Shape::Mapping(Key::Plain(key, _)) = &frame.shape { key.len() } else { 0 };
        if self.report.is_full() || self.frames.iter().map(key).sum::<usize>() > LONGEST_PATH {
            return None;
        }
        let mut segments: Vec<String> = Vec::new();
        let mut nodes = self.nodes.len();
        for frame in self.frames.iter().rev() {
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
        Some(segments.into_iter().rev().collect())
    }
}

impl Frame {
    fn new(shape: Shape, style: StructureStyle, span: Span, anchor: usize) -> Self {
        Self { shape, style, span, base: 0, anchor, weight: 0, height: 0 }
    }
}

/// The finding with the path of its value, if that is known.
fn with_path(finding: Diagnostic, path: Option<Pointer>) -> Diagnostic {
    match path {
        Some(path) => finding.path(path.to_string()),
        None => finding,
    }
}

/// Where a tag stands; `node` where the parser does not say.
fn tag_span(found: &Found, node: Span) -> Span {
    let range = found.tag_span().and_then(|span| span.byte_range());
    range.map_or(node, |range| Span::new(range.start, range.end))
}
