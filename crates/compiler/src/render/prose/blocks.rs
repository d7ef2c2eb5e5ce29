//! Parses a text and writes its blocks anew: paragraphs, items, fences.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd, TextMergeStream};

use super::Reader;
use super::escape;
use super::inline::{Breaks, Emphasis, Inline};

/// The whole text for a reader.
pub(super) fn written(text: &str, reader: Reader) -> String {
    let text = text.trim_matches(['\n', '\r']);
    if is_inert(text) {
        return text.trim_end().to_owned();
    }
    let mut writer = Writer::new(reader);
    for event in TextMergeStream::new(Parser::new_ext(text, Options::ENABLE_TABLES)) {
        writer.event(event);
    }
    writer.flush(Emphasis::Kept);
    writer.out
}

/// Whether a text is a line of words that mean themselves to everybody: most texts are, and need no parser.
fn is_inert(text: &str) -> bool {
    let mut previous = b' ';
    let plain = text.bytes().all(|byte| {
        let fine = match byte {
            b' ' => previous != b' ',
            b'0'..=b'9' | b',' | b'.' | b';' | b'\'' | b'"' | b'(' | b')' | b'-' => true,
            byte => byte.is_ascii_alphabetic(),
        };
        previous = byte;
        fine
    });
    plain
        && text.starts_with(|first: char| first.is_ascii_alphabetic())
        && !text.starts_with("import")
        && !text.starts_with("export")
}

struct Writer {
    reader: Reader,
    out: String,
    /// What was written last, to tell how it is joined with what comes next.
    last: Last,
    inline: Inline,
    /// The lists around here: the number of the next item in an ordered one.
    lists: Vec<Option<u64>>,
    /// The marker of an item of which nothing has been written.
    marker: Option<String>,
    /// The widths of the markers of the written items that the next item could lie in.
    parents: Vec<usize>,
    code: Option<String>,
    header: Vec<String>,
    cells: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Last {
    Nothing,
    Paragraph,
    Item,
    Fence,
}

impl Writer {
    fn new(reader: Reader) -> Self {
        Self {
            reader,
            out: String::new(),
            last: Last::Nothing,
            inline: Inline::default(),
            lists: Vec::new(),
            marker: None,
            parents: Vec::new(),
            code: None,
            header: Vec::new(),
            cells: Vec::new(),
        }
    }

    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => match &mut self.code {
                Some(code) => code.push_str(&text),
                None => self.inline.text(&text),
            },
            Event::Code(code) => self.inline.code(&code, self.reader),
            // HTML shows as text. The others are not parsed at all, so their text would be all there is.
            Event::Html(text)
            | Event::InlineHtml(text)
            | Event::InlineMath(text)
            | Event::DisplayMath(text)
            | Event::FootnoteReference(text) => self.inline.text(&text),
            Event::SoftBreak | Event::HardBreak => self.inline.line_break(),
            Event::Rule | Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Emphasis => self.inline.open("*"),
            Tag::Strong => self.inline.open("**"),
            Tag::Link { dest_url, .. } => self.inline.link(&dest_url),
            // The alternative text follows as text.
            Tag::Image { .. } | Tag::TableCell | Tag::Strikethrough | Tag::Superscript | Tag::Subscript => {}
            Tag::List(first) => {
                self.flush(Emphasis::Kept);
                self.lists.push(first);
            }
            Tag::Item => {
                self.flush(Emphasis::Kept);
                self.marker = Some(self.next_marker());
            }
            Tag::CodeBlock(_) => {
                self.flush(Emphasis::Kept);
                self.code = Some(String::new());
            }
            Tag::Table(_) => {
                self.flush(Emphasis::Kept);
                self.header.clear();
            }
            Tag::TableHead | Tag::TableRow => self.cells.clear(),
            Tag::Paragraph
            | Tag::Heading { .. }
            | Tag::BlockQuote(_)
            | Tag::HtmlBlock
            | Tag::FootnoteDefinition(_)
            | Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::MetadataBlock(_) => self.flush(Emphasis::Kept),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Emphasis => self.inline.close("*"),
            TagEnd::Strong => self.inline.close("**"),
            TagEnd::Link => self.inline.link_end(),
            TagEnd::Image | TagEnd::Strikethrough | TagEnd::Superscript | TagEnd::Subscript => {}
            TagEnd::Heading(_) => self.heading(),
            TagEnd::List(_) => {
                self.flush(Emphasis::Kept);
                self.lists.pop();
                self.marker = None;
            }
            TagEnd::CodeBlock => self.fence(),
            TagEnd::TableCell => {
                let cell = self.inline.take(self.reader, Breaks::Spaces, Emphasis::Kept);
                self.cells.push(cell);
            }
            TagEnd::TableHead => self.header = std::mem::take(&mut self.cells),
            TagEnd::TableRow => self.row(),
            TagEnd::Table
            | TagEnd::Paragraph
            | TagEnd::BlockQuote(_)
            | TagEnd::HtmlBlock
            | TagEnd::Item
            | TagEnd::FootnoteDefinition
            | TagEnd::DefinitionList
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition
            | TagEnd::MetadataBlock(_) => self.flush(Emphasis::Kept),
        }
    }

    /// A heading would join the outline of the page that the text is printed on.
    fn heading(&mut self) {
        let text = self.take(Emphasis::Dropped);
        if !text.is_empty() {
            self.paragraph(&format!("**{text}**"));
        }
    }

    /// A row is an item that names its columns: a table within a text needs a width that nobody knows.
    fn row(&mut self) {
        let cells = std::mem::take(&mut self.cells);
        let named = self.header.iter().zip(&cells).filter(|(_, cell)| !cell.is_empty());
        let named = named.map(|(name, cell)| match name.strip_suffix(':').unwrap_or(name) {
            "" => cell.clone(),
            name => format!("{name}: {cell}"),
        });
        let named: Vec<String> = named.collect();
        if !named.is_empty() {
            self.item("- ", &named.join("; "), self.lists.len());
        }
    }

    fn next_marker(&mut self) -> String {
        /// A wider marker moves its content so far to the right that other parsers see code in it.
        const LAST_NUMBER: u64 = 99;
        match self.lists.last_mut() {
            Some(Some(number)) if *number <= LAST_NUMBER => {
                *number += 1;
                format!("{}. ", *number - 1)
            }
            Some(_) | None => "- ".to_owned(),
        }
    }

    fn take(&mut self, emphasis: Emphasis) -> String {
        let one_line = self.reader == Reader::Cell || !self.lists.is_empty();
        self.inline.take(self.reader, if one_line { Breaks::Spaces } else { Breaks::Lines }, emphasis)
    }

    fn flush(&mut self, emphasis: Emphasis) {
        let text = self.take(emphasis);
        if !text.is_empty() {
            self.paragraph(&text);
        }
    }

    /// A paragraph, the beginning of an item, or more of it.
    fn paragraph(&mut self, text: &str) {
        if let Some(marker) = self.marker.take() {
            self.item(&marker, text, self.lists.len().saturating_sub(1));
        } else if self.last == Last::Item && !self.lists.is_empty() {
            self.out.push(' ');
            self.out.push_str(text);
        } else {
            self.join(Last::Paragraph);
            self.out.push_str(text);
        }
    }

    fn item(&mut self, marker: &str, text: &str, depth: usize) {
        self.join(Last::Item);
        if self.reader != Reader::Cell {
            // An item lies in the one above it, or it would be code.
            let mut depth = depth.min(self.parents.len());
            while depth > 0 && self.indent(depth).is_none() {
                depth -= 1;
            }
            self.parents.truncate(depth);
            let indent = self.indent(depth).unwrap_or_default();
            self.parents.push(marker.len());
            self.out.extend(std::iter::repeat_n(' ', indent));
            self.out.push_str(marker);
        }
        self.out.push_str(text);
    }

    /// How far an item of a depth is indented; `None` where it cannot be that deep.
    fn indent(&self, depth: usize) -> Option<usize> {
        let Some(parent) = depth.checked_sub(1) else { return Some(0) };
        match self.reader {
            // Four spaces would look like code to a reader of the source, and to lints.
            Reader::Rustdoc => Some(self.parents[parent]).filter(|width| depth == 1 && *width < 4),
            // MkDocs wants four spaces; more levels than this are no help.
            Reader::Site => (self.parents[parent] <= 4 && depth <= 5).then_some(4 * depth),
            Reader::Cell => Some(0),
        }
    }

    fn fence(&mut self) {
        let code = self.code.take().unwrap_or_default();
        if code.trim().is_empty() {
            return;
        }
        if self.reader == Reader::Cell {
            let words = code.split([' ', '\t', '\n', '\r']).filter(|word| !word.is_empty());
            self.inline.code(&words.collect::<Vec<_>>().join(" "), self.reader);
            self.flush(Emphasis::Kept);
        } else {
            // At the margin even within a list, where MkDocs would not see it. The item goes on after it.
            self.marker = None;
            self.join(Last::Fence);
            self.out.push_str(&escape::fence(&code, "text"));
        }
    }

    /// Appends what stands between the last block and the next one.
    fn join(&mut self, next: Last) {
        let between = match (self.last, next) {
            (Last::Nothing, _) => "",
            _ if self.reader == Reader::Cell => " ",
            (Last::Item, Last::Item) => "\n",
            (Last::Paragraph | Last::Item | Last::Fence, _) => "\n\n",
        };
        self.out.push_str(between);
        if next != Last::Item {
            self.parents.clear();
        }
        self.last = next;
    }
}
