//! Reads Markdown as far as anchors need it: headings with the parts of their text, raw HTML, and where
//! code stands. Only this file and `contents` know the
//! parser.

use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd};

use crate::html::RawHtml;

/// What a page may use besides CommonMark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Extension {
    Tables,
    Footnotes,
    Strikethrough,
    TaskLists,
    /// `{#setup}` at the end of a heading.
    HeadingAttributes,
    /// `--` becomes a dash, quotes become curly.
    SmartPunctuation,
    DefinitionLists,
}

/// Something that anchors are made of.
#[derive(Debug)]
pub(crate) enum Item {
    Heading(Heading),
    /// A block of raw HTML, or a piece of it in a line.
    Html(RawHtml),
    HtmlBlock(Range<usize>),
    CodeBlock(Range<usize>),
    Paragraph(Range<usize>),
}

/// A heading or the title of a definition.
#[derive(Debug)]
pub(crate) struct Heading {
    /// From 1 to 6; `None` for the title of a definition.
    pub(crate) level: Option<u8>,
    /// The id of the parser's own extension.
    pub(crate) explicit: Option<String>,
    /// Its text from left to right.
    pub(crate) parts: Vec<Part>,
    /// The heading with its marks.
    pub(crate) range: Range<usize>,
    /// What stands between its marks.
    pub(crate) inner: Range<usize>,
}

/// A part of the text of a heading, out of its emphasis and links.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// Text that stands on the page as it is.
    Literal(String),
    /// Text that was written as an escape or an entity, so that it is no markup.
    Plain(String),
    Code(String),
    Html(String),
    /// `<https://example.com>`; its text follows.
    Autolink,
    /// The alternative text of an image.
    Image(String),
    SoftBreak,
    HardBreak,
    /// The end of emphasis or of a link.
    Close,
    /// The number of a footnote, and whether the part before it is one too.
    Footnote {
        number: usize,
        is_after_footnote: bool,
    },
}

/// Shows `seen` all items of a page; a heading after what is inside of it.
pub(crate) fn read(content: &str, extensions: &[Extension], mut seen: impl FnMut(Item)) {
    let markdown = content.strip_prefix('\u{feff}').unwrap_or(content);
    let skipped = content.len() - markdown.len();
    let mut reader = Reader::new(content);
    for (event, range) in Parser::new_ext(markdown, options(extensions)).into_offset_iter() {
        reader.read(event, range.start + skipped..range.end + skipped, &mut seen);
    }
}

pub(crate) fn options(extensions: &[Extension]) -> Options {
    let one = |extension: &Extension| match extension {
        Extension::Tables => Options::ENABLE_TABLES,
        Extension::Footnotes => Options::ENABLE_FOOTNOTES,
        Extension::Strikethrough => Options::ENABLE_STRIKETHROUGH,
        Extension::TaskLists => Options::ENABLE_TASKLISTS,
        Extension::HeadingAttributes => Options::ENABLE_HEADING_ATTRIBUTES,
        Extension::SmartPunctuation => Options::ENABLE_SMART_PUNCTUATION,
        Extension::DefinitionLists => Options::ENABLE_DEFINITION_LIST,
    };
    extensions.iter().map(one).collect()
}

/// What is open, and what was counted so far.
struct Reader<'a> {
    content: &'a str,
    heading: Option<Heading>,
    html: Option<RawHtml>,
    /// Images inside each other, and the alternative text of the outermost.
    images: usize,
    alternative: String,
    /// Footnotes are numbered in the order of their first reference.
    footnotes: BTreeMap<String, usize>,
    is_after_footnote: bool,
}

impl<'a> Reader<'a> {
    fn new(content: &'a str) -> Self {
        Self {
            content,
            heading: None,
            html: None,
            images: 0,
            alternative: String::new(),
            footnotes: BTreeMap::new(),
            is_after_footnote: false,
        }
    }

    fn read(&mut self, event: Event<'_>, range: Range<usize>, seen: &mut impl FnMut(Item)) {
        let is_after_footnote = std::mem::take(&mut self.is_after_footnote);
        if let Some(heading) = self.heading.as_mut().filter(|heading| heading.range != range) {
            let inner = &mut heading.inner;
            *inner = if inner.start == inner.end { range.clone() } else { inner.start..inner.end.max(range.end) };
        }
        match event {
            Event::Start(tag) => self.start(tag, range, seen),
            Event::End(tag) => self.end(tag, seen),
            Event::Text(text) => self.text(&text, &range),
            Event::Code(code) => self.push(Part::Code(code.into_string())),
            Event::SoftBreak => self.push(Part::SoftBreak),
            Event::HardBreak => self.push(Part::HardBreak),
            Event::FootnoteReference(name) if self.images == 0 => {
                let next = self.footnotes.len() + 1;
                let number = *self.footnotes.entry(name.into_string()).or_insert(next);
                self.push(Part::Footnote { number, is_after_footnote });
                self.is_after_footnote = true;
            }
            Event::Html(html) => {
                if let Some(block) = &mut self.html {
                    block.push(&html, range);
                }
            }
            Event::InlineHtml(html) if self.images == 0 => {
                let mut raw = RawHtml::default();
                raw.push(&html, range);
                seen(Item::Html(raw));
                self.push(Part::Html(html.into_string()));
            }
            // Math is not enabled.
            Event::Rule
            | Event::TaskListMarker(_)
            | Event::FootnoteReference(_)
            | Event::InlineHtml(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>, seen: &mut impl FnMut(Item)) {
        if let Tag::Heading { level, id, attrs, .. } = tag {
            // `{id=setup}` sets the same attribute as `{#setup}`, which wins.
            let attribute = attrs.into_iter().find(|(name, _)| &**name == "id").and_then(|(_, value)| value);
            let explicit = id.or(attribute).map(CowStr::into_string);
            self.heading = Some(Heading::new(Some(number(level)), explicit, range));
        } else if matches!(tag, Tag::DefinitionListTitle) {
            self.heading = Some(Heading::new(None, None, range));
        } else if matches!(tag, Tag::Image { .. }) {
            self.images += 1;
        } else if matches!(tag, Tag::Link { link_type: LinkType::Autolink | LinkType::Email, .. }) {
            self.push(Part::Autolink);
        } else if matches!(tag, Tag::HtmlBlock) {
            self.html = Some(RawHtml::default());
            seen(Item::HtmlBlock(range));
        } else if matches!(tag, Tag::CodeBlock(_)) {
            seen(Item::CodeBlock(range));
        } else if matches!(tag, Tag::Paragraph) {
            seen(Item::Paragraph(range));
        }
    }

    fn end(&mut self, tag: TagEnd, seen: &mut impl FnMut(Item)) {
        if matches!(tag, TagEnd::Heading(_) | TagEnd::DefinitionListTitle) {
            if let Some(heading) = self.heading.take() {
                seen(Item::Heading(heading));
            }
        } else if tag == TagEnd::Image {
            self.images = self.images.saturating_sub(1);
            if self.images == 0 {
                let alternative = std::mem::take(&mut self.alternative);
                self.push(Part::Image(alternative));
            }
        } else if matches!(tag, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Link) {
            self.push(Part::Close);
        } else if tag == TagEnd::HtmlBlock
            && let Some(block) = self.html.take()
        {
            seen(Item::Html(block));
        }
    }

    fn text(&mut self, text: &str, range: &Range<usize>) {
        let is_escaped = self.content[..range.start].ends_with('\\') && text.starts_with(is_ascii_punctuation);
        let is_written = self.content.get(range.clone()) == Some(text);
        let (plain, literal) = text.split_at(match (is_written, is_escaped) {
            (false, _) => text.len(),
            (true, true) => 1,
            (true, false) => 0,
        });
        self.push(Part::Plain(plain.to_owned()));
        self.push(Part::Literal(literal.to_owned()));
    }

    /// Text that a reader sees; it matters in headings only.
    fn push(&mut self, part: Part) {
        let Some(heading) = &mut self.heading else { return };
        if self.images > 0 {
            self.alternative.push_str(part.text());
            return;
        }
        match (heading.parts.last_mut(), part) {
            (_, Part::Literal(text) | Part::Plain(text)) if text.is_empty() => {}
            (Some(Part::Literal(before)), Part::Literal(text)) | (Some(Part::Plain(before)), Part::Plain(text)) => {
                before.push_str(&text);
            }
            (_, part) => heading.parts.push(part),
        }
    }
}

fn is_ascii_punctuation(character: char) -> bool {
    character.is_ascii_punctuation()
}

fn number(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

impl Heading {
    fn new(level: Option<u8>, explicit: Option<String>, range: Range<usize>) -> Self {
        Self { level, explicit, parts: Vec::new(), inner: range.start..range.start, range }
    }

    /// Its text, where `said` gives what each part but text and code contributes.
    pub(crate) fn text(&self, said: impl Fn(&Part) -> String) -> String {
        let one = |part: &Part| match part {
            Part::Literal(text) | Part::Plain(text) | Part::Code(text) => text.clone(),
            Part::Html(_)
            | Part::Autolink
            | Part::Image(_)
            | Part::SoftBreak
            | Part::HardBreak
            | Part::Close
            | Part::Footnote { .. } => said(part),
        };
        self.parts.iter().map(one).collect()
    }
}

impl Part {
    /// What stands there, where it is text.
    pub(crate) fn text(&self) -> &str {
        match self {
            Self::Literal(text) | Self::Plain(text) | Self::Code(text) | Self::Image(text) => text,
            Self::Html(_)
            | Self::Autolink
            | Self::SoftBreak
            | Self::HardBreak
            | Self::Close
            | Self::Footnote { .. } => "",
        }
    }
}
