//! What a page says of other places: its links, definitions of links, and code.

use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{BrokenLink, CodeBlockKind, CowStr, Event, LinkType, Parser, Tag, TagEnd};
use source::Span;

use crate::Flavour;
use crate::html::{self, RawHtml};
use crate::markdown;
use crate::overlay::Prepared;

/// A link, an image, or an address in raw HTML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Where it leads, without escapes and entities of Markdown; percent-encoding stays.
    pub address: String,
    /// The address as it is written; the whole link where that cannot be told.
    pub span: Span,
    /// How it is written.
    pub how: How,
}

/// How a link is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum How {
    /// `[text](address)`, or a definition that a link uses.
    Link,
    /// `![text](address)`, or a definition that only images use.
    Image,
    /// `<https://example.com>`.
    Autolink,
    /// An attribute such as `href` or `src`.
    Html,
}

/// A definition `[label]: address`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definition {
    /// Its label, as it is written.
    pub label: String,
    /// The whole definition.
    pub span: Span,
    /// Whether a link or an image uses it.
    pub is_used: bool,
}

/// A link `[text][label]` whose label nobody defines, so that it is mere text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undefined {
    /// Its label, as it is written.
    pub label: String,
    /// The whole link.
    pub span: Span,
}

/// Code in a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// What it says.
    pub text: String,
    /// The code with its backticks.
    pub span: Span,
}

/// A fenced block of code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fence {
    /// What stands after the opening fence, such as `yaml title="a.yaml"`.
    pub info: String,
    /// The block with its fences.
    pub span: Span,
    /// What it says.
    pub text: String,
    /// Where each line of the text begins: in the text, and on the page.
    lines: Vec<(u32, u32)>,
}

impl Fence {
    /// Where on the page a part of the text stands.
    #[must_use]
    pub fn on_page(&self, part: Span) -> Span {
        let at = |offset: u32| {
            let line = self.lines.partition_point(|(start, _)| *start <= offset).saturating_sub(1);
            self.lines.get(line).map_or(self.span.start, |(start, page)| page + (offset - start))
        };
        let start = at(part.start);
        // The end of a line is on that line, not at the start of the next one.
        let end = if part.end > part.start { at(part.end - 1) + 1 } else { start };
        Span { start, end: end.max(start) }
    }
}

/// What a page says of other places, each in the order of the page.
///
/// ```
/// use links::{Contents, Flavour};
///
/// let page = "See [the guide](guide.md#setup), [that][one] and `a.b`.\n\n[one]: other.md\n[two]: never.md\n";
/// let contents = Contents::read(page, Flavour::MDBOOK);
/// let links: Vec<(&str, &str)> =
///     contents.links.iter().map(|link| (link.address.as_str(), &page[link.span.range()])).collect();
/// assert_eq!(links, [("guide.md#setup", "guide.md#setup"), ("other.md", "other.md")]);
/// assert_eq!(contents.definitions.iter().filter(|definition| !definition.is_used).count(), 1);
/// assert_eq!(contents.code[0].text, "a.b");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contents {
    /// Its links. A definition is one link, however many use it.
    pub links: Vec<Link>,
    /// Its definitions of links.
    pub definitions: Vec<Definition>,
    /// Links to definitions that there are not.
    pub undefined: Vec<Undefined>,
    /// Code in its lines.
    pub code: Vec<Code>,
    /// Its fenced blocks.
    pub fences: Vec<Fence>,
}

impl Contents {
    /// Reads a page as the site generator of `flavour` does. Any text is a page.
    #[must_use]
    pub fn read(content: &str, flavour: Flavour) -> Self {
        Self::of(content, &flavour.prepared(content))
    }

    /// The same for what the parser is given of the page.
    pub(crate) fn of(content: &str, page: &Prepared<'_>) -> Self {
        let full = &*page.markdown;
        let markdown = full.strip_prefix('\u{feff}').unwrap_or(full);
        let mut reader = Reader { page: markdown, skipped: full.len() - markdown.len(), ..Reader::default() };
        let mut undefined = Vec::new();
        let missed = |link: BrokenLink<'_>| -> Option<(CowStr<'_>, CowStr<'_>)> {
            // `[text]` alone is text, as most brackets are.
            if matches!(link.link_type, LinkType::Reference | LinkType::Collapsed) {
                undefined.push((link.reference.into_string(), link.span));
            }
            None
        };
        let mut events =
            Parser::new_with_broken_link_callback(markdown, markdown::options(&page.extensions), Some(missed))
                .into_offset_iter();
        for (event, range) in events.by_ref() {
            reader.read(event, range);
        }
        let defined: Vec<(String, String, Range<usize>)> = events
            .reference_definitions()
            .iter()
            .map(|(label, definition)| (label.to_owned(), definition.dest.to_string(), definition.span.clone()))
            .collect();
        drop(events);
        for range in &page.raw {
            reader.html(&RawHtml::part(content, range.clone()));
        }
        let mut contents = reader.finish(defined);
        contents.undefined = reader_undefined(markdown, undefined, full.len() - markdown.len());
        contents
    }
}

/// Undefined links that are not a part of something else, such as `a[i][j]`.
fn reader_undefined(markdown: &str, found: Vec<(String, Range<usize>)>, skipped: usize) -> Vec<Undefined> {
    let is_link = |(label, range): &(String, Range<usize>)| {
        let before = markdown[..range.start].chars().next_back();
        let follows = before.is_some_and(|before| before.is_alphanumeric() || matches!(before, ']' | ')' | '_' | '\\'));
        !follows && !label.starts_with(['^', '!']) && !label.trim().is_empty()
    };
    let mut undefined: Vec<Undefined> = found
        .into_iter()
        .filter(is_link)
        .map(|(label, range)| Undefined { label, span: Span::new(range.start + skipped, range.end + skipped) })
        .collect();
    undefined.sort_by_key(|link| link.span);
    undefined.dedup();
    undefined
}

/// A link that is open.
struct Open {
    link_type: LinkType,
    address: String,
    label: String,
    is_image: bool,
    range: Range<usize>,
    /// Where what stands inside of it ends.
    inner_end: usize,
}

#[derive(Default)]
struct Reader<'a> {
    page: &'a str,
    /// The bytes before the page: a byte order mark.
    skipped: usize,
    contents: Contents,
    open: Vec<Open>,
    html: Option<RawHtml>,
    fence: Option<Fence>,
    /// Which labels are used, in the form in which they are compared, and whether by more than images.
    used: BTreeMap<String, bool>,
}

impl Reader<'_> {
    fn span(&self, range: &Range<usize>) -> Span {
        Span::new(range.start + self.skipped, range.end + self.skipped)
    }

    fn read(&mut self, event: Event<'_>, range: Range<usize>) {
        if let Some(open) = self.open.last_mut().filter(|open| range.end < open.range.end) {
            open.inner_end = open.inner_end.max(range.end);
        }
        match event {
            Event::Start(Tag::Link { link_type, dest_url, id, .. }) => {
                self.start(link_type, &dest_url, &id, false, range);
            }
            Event::Start(Tag::Image { link_type, dest_url, id, .. }) => {
                self.start(link_type, &dest_url, &id, true, range);
            }
            Event::End(TagEnd::Link | TagEnd::Image) => self.end(),
            Event::Code(code) => {
                let span = self.span(&range);
                self.contents.code.push(Code { text: code.into_string(), span });
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                let span = self.span(&range);
                let (info, text) = (info.into_string(), String::new());
                self.fence = Some(Fence { info, span, text, lines: Vec::new() });
            }
            Event::End(TagEnd::CodeBlock) => self.contents.fences.extend(self.fence.take()),
            Event::Text(text) => {
                let page = self.span(&range).start;
                if let Some(fence) = &mut self.fence {
                    push_lines(fence, &text, page);
                }
            }
            Event::Start(Tag::HtmlBlock) => self.html = Some(RawHtml::default()),
            Event::End(TagEnd::HtmlBlock) => {
                if let Some(block) = self.html.take() {
                    self.html(&block);
                }
            }
            Event::Html(html) => {
                let span = self.span(&range);
                if let Some(block) = &mut self.html {
                    block.push(&html, span.range());
                }
            }
            Event::InlineHtml(html) => {
                let mut raw = RawHtml::default();
                raw.push(&html, self.span(&range).range());
                self.html(&raw);
            }
            Event::Start(_)
            | Event::End(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::FootnoteReference(_)
            | Event::SoftBreak
            | Event::HardBreak
            | Event::Rule
            | Event::TaskListMarker(_) => {}
        }
    }

    fn html(&mut self, raw: &RawHtml) {
        let links = html::addresses(raw).into_iter();
        self.contents.links.extend(links.map(|(address, span)| Link { address, span, how: How::Html }));
    }

    fn start(&mut self, link_type: LinkType, address: &str, label: &str, is_image: bool, range: Range<usize>) {
        let inner_end = range.start + if is_image { 2 } else { 1 };
        let (address, label) = (address.to_owned(), label.to_owned());
        self.open.push(Open { link_type, address, label, is_image, range, inner_end });
    }

    fn end(&mut self) {
        let Some(open) = self.open.pop() else { return };
        if let Some(around) = self.open.last_mut() {
            around.inner_end = around.inner_end.max(open.range.end);
        }
        let how = if open.is_image { How::Image } else { How::Link };
        match open.link_type {
            LinkType::Inline => {
                let written = address_in(self.page, open.inner_end, open.range.end).unwrap_or(open.range);
                let span = self.span(&written);
                self.contents.links.push(Link { address: open.address, span, how });
            }
            LinkType::Autolink | LinkType::Email => {
                let address =
                    if open.link_type == LinkType::Email { format!("mailto:{}", open.address) } else { open.address };
                let span = self.span(&(open.range.start + 1..open.range.end.saturating_sub(1)));
                self.contents.links.push(Link { address, span, how: How::Autolink });
            }
            LinkType::Reference
            | LinkType::Collapsed
            | LinkType::Shortcut
            | LinkType::ReferenceUnknown
            | LinkType::CollapsedUnknown
            | LinkType::ShortcutUnknown
            | LinkType::WikiLink { .. } => {
                let is_link = self.used.entry(normal(&open.label)).or_default();
                *is_link |= !open.is_image;
            }
        }
    }

    fn finish(mut self, defined: Vec<(String, String, Range<usize>)>) -> Contents {
        for (label, address, range) in defined {
            let used = self.used.get(&normal(&label)).copied();
            let span = self.span(&range);
            if let Some(is_link) = used {
                let how = if is_link { How::Link } else { How::Image };
                let written = address_of_definition(self.page, &range).map_or(span, |written| self.span(&written));
                self.contents.links.push(Link { address, span: written, how });
            }
            self.contents.definitions.push(Definition { label, span, is_used: used.is_some() });
        }
        self.contents.links.sort_by_key(|link| link.span);
        self.contents.definitions.sort_by_key(|definition| definition.span);
        self.contents
    }
}

/// Labels are compared without case, and with each run of white space as one space (CommonMark, section
/// "Link reference definitions").
fn normal(label: &str) -> String {
    label.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase().to_uppercase()
}

/// Adds a piece of a block; a piece may hold several lines, which then follow each other on the page.
fn push_lines(fence: &mut Fence, text: &str, page: u32) {
    let offset = |at: usize| Span::new(at, at).start;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        fence.lines.push((offset(fence.text.len() + at), page + offset(at)));
        at += line.len();
    }
    fence.text.push_str(text);
}

/// The address that stands after `](`, from `from` on: where the text of the link ends.
fn address_in(page: &str, from: usize, end: usize) -> Option<Range<usize>> {
    let open = from + page.get(from..end)?.find("](")? + 2;
    destination(page, open, end)
}

/// The address that stands after `]:`.
fn address_of_definition(page: &str, range: &Range<usize>) -> Option<Range<usize>> {
    let mut at = range.start + page.get(range.clone())?.find('[')? + 1;
    loop {
        let found = page.get(at..range.end)?.find([']', '\\'])?;
        if page[at + found..].starts_with('\\') {
            at += found + 1;
            at += page[at..].chars().next().map_or(0, char::len_utf8);
        } else {
            let after = at + found + 1;
            return page[after..].starts_with(':').then(|| destination(page, after + 1, range.end))?;
        }
    }
}

/// A destination (CommonMark, section "Links"), after white space.
fn destination(page: &str, from: usize, end: usize) -> Option<Range<usize>> {
    let text = page.get(from..end)?;
    // Inside of a quote, a destination on a line of its own has the mark of the quote before it.
    let start = from + text.len() - text.trim_start_matches([' ', '\t', '\r', '\n']).len();
    let text = &page[start..end];
    if let Some(inside) = text.strip_prefix('<') {
        let length = inside.find('>')?;
        return Some(start + 1..start + 1 + length);
    }
    let (mut depth, mut is_escaped) = (0_u32, false);
    for (at, character) in text.char_indices() {
        match character {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '(' => depth += 1,
            ')' if depth == 0 => return Some(start..start + at),
            ')' => depth -= 1,
            space if space.is_ascii_whitespace() => return Some(start..start + at),
            _ => {}
        }
    }
    Some(start..end)
}
