//! Finds the ids that raw HTML gives to its elements, and its comments.
//!
//! Follows the HTML Standard, section 13.2.5 "Tokenization", as far as start tags, comments and the
//! raw text of scripts and styles go. Character references in values are not decoded.

use std::ops::Range;

use source::Span;

/// Raw HTML of a page, gathered from pieces: inside quotes and lists, a block has other text between
/// its lines.
#[derive(Debug, Default)]
pub(crate) struct RawHtml {
    html: String,
    pieces: Vec<Piece>,
}

/// A part of the gathered HTML, and where it stands on the page. The page may have more between its
/// lines there, such as the `>` of a quote.
#[derive(Debug)]
struct Piece {
    gathered: Range<usize>,
    page: Range<usize>,
}

impl RawHtml {
    /// A part of a page.
    pub(crate) fn part(page: &str, range: Range<usize>) -> Self {
        let mut raw = Self::default();
        raw.push(&page[range.clone()], range);
        raw
    }

    /// Adds a piece that stands at `page` of the page.
    pub(crate) fn push(&mut self, html: &str, page: Range<usize>) {
        let start = self.html.len();
        self.html.push_str(html);
        self.pieces.push(Piece { gathered: start..self.html.len(), page });
    }

    /// Where on the page a part of the gathered HTML stands; the whole piece where that is not known
    /// to the byte.
    fn span(&self, part: Range<usize>) -> Span {
        let at = |piece: usize, offset: usize| {
            let Some(Piece { gathered, page }) = self.pieces.get(piece) else { return Span::default() };
            if gathered.len() == page.len() {
                let offset = page.start + (offset - gathered.start);
                Span::new(offset, offset)
            } else {
                Span::new(page.start, page.end)
            }
        };
        // At the border of two pieces, a part begins with the later one and ends with the earlier one.
        let first = self.pieces.partition_point(|piece| piece.gathered.end <= part.start);
        let last = self.pieces.partition_point(|piece| piece.gathered.end < part.end);
        at(first, part.start).to(at(last, part.end))
    }
}

/// The value of each `id`, and of each `name` of an `a`, with its place on the page: what a fragment
/// can name (HTML Standard, section 7.4.6.4).
pub(crate) fn ids(raw: &RawHtml) -> Vec<(String, Span)> {
    let mut ids = Vec::new();
    tokens(&raw.html, |token| {
        if let Token::Tag(tag) = token {
            let name = &raw.html[tag.name.clone()];
            let is_name = |attribute: &str| attribute == "id" || attribute == "name" && name.eq_ignore_ascii_case("a");
            for value in tag.values(&raw.html, is_name) {
                ids.push((raw.html[value.clone()].to_owned(), raw.span(value)));
            }
        }
    });
    ids
}

/// The addresses that elements lead to or show, each with its place on the page.
pub(crate) fn addresses(raw: &RawHtml) -> Vec<(String, Span)> {
    let mut addresses = Vec::new();
    tokens(&raw.html, |token| {
        if let Token::Tag(tag) = token {
            let name = &raw.html[tag.name.clone()];
            // A component of MDX has a capital letter, and properties of its own.
            let is_component = name.starts_with(|letter: char| letter.is_ascii_uppercase()) && name.len() > 1;
            let names: &[&str] = match name.to_ascii_lowercase().as_str() {
                _ if is_component => &[],
                "a" | "area" | "link" => &["href"],
                "img" | "script" | "iframe" | "audio" | "source" | "embed" => &["src"],
                "video" => &["src", "poster"],
                "object" => &["data"],
                _ => &[],
            };
            for value in tag.values(&raw.html, |attribute| names.contains(&attribute)) {
                addresses.push((decoded(&raw.html[value.clone()]), raw.span(value)));
            }
        }
    });
    addresses
}

/// The place of each comment on the page; one that is not closed is none.
pub(crate) fn comments(raw: &RawHtml) -> Vec<Span> {
    let mut comments = Vec::new();
    tokens(&raw.html, |token| {
        if let Token::Comment(comment) = token {
            comments.push(raw.span(comment));
        }
    });
    comments
}

/// The text of each heading that begins and ends in the HTML, and the place of its start tag.
pub(crate) fn headings(raw: &RawHtml) -> Vec<(String, Span)> {
    let html = &raw.html;
    let mut headings = Vec::new();
    // The name and the start tag of the open heading, its text so far, and where more of it begins.
    let mut open: Option<(String, Range<usize>, String, usize)> = None;
    tokens(html, |token| {
        let range = token.range();
        if let Some((name, start, mut text, at)) = open.take() {
            text.push_str(&html[at..range.start]);
            match &token {
                Token::End(end) if end.is_of(html, &name) => {
                    headings.push((decoded(&text), raw.span(start)));
                }
                Token::Tag(_) | Token::End(_) | Token::Comment(_) => open = Some((name, start, text, range.end)),
            }
        } else if let Token::Tag(tag) = &token {
            let name = html[tag.name.clone()].to_ascii_lowercase();
            if matches!(name.as_bytes(), [b'h', b'1'..=b'6']) {
                open = Some((name, range.clone(), String::new(), range.end));
            }
        }
    });
    headings
}

/// The place of each start and end tag on the page.
pub(crate) fn tags(raw: &RawHtml) -> Vec<Span> {
    let mut tags = Vec::new();
    tokens(&raw.html, |token| match token {
        Token::Tag(_) | Token::End(_) => tags.push(raw.span(token.range())),
        Token::Comment(_) => {}
    });
    tags
}

/// Whether each start tag has its end tag in the text or ends in `/>`, as JSX demands.
pub(crate) fn is_balanced(html: &str) -> bool {
    let (mut open, mut is_balanced) = (Vec::new(), true);
    tokens(html, |token| match token {
        Token::Tag(tag) if html[..tag.end].ends_with("/>") => {}
        Token::Tag(tag) => open.push(tag.name),
        Token::End(end) => {
            is_balanced &= open.pop().is_some_and(|name| html[name] == html[end.name.clone()]);
        }
        Token::Comment(_) => {}
    });
    is_balanced && open.is_empty()
}

/// The outermost elements of the names whose start tag begins a line, each to its end tag; to the end of
/// the text where it has none.
pub(crate) fn elements(html: &str, names: &[&str]) -> Vec<Range<usize>> {
    let mut elements = Vec::new();
    let mut open: Option<(String, usize, u32)> = None;
    tokens(html, |token| {
        let range = token.range();
        match (open.take(), &token) {
            (None, Token::Tag(tag)) => {
                let name = html[tag.name.clone()].to_ascii_lowercase();
                // Up to three spaces before it.
                let before = html[..range.start].trim_end_matches(' ');
                let is_first = range.start - before.len() < 4 && (before.is_empty() || before.ends_with('\n'));
                if is_first && names.contains(&name.as_str()) {
                    if name == "hr" || html[..range.end].ends_with("/>") {
                        elements.push(range);
                    } else {
                        open = Some((name, range.start, 1));
                    }
                }
            }
            (Some((name, start, depth)), Token::Tag(tag)) => {
                let is_same = html[tag.name.clone()].eq_ignore_ascii_case(&name) && !html[..tag.end].ends_with("/>");
                open = Some((name, start, depth + u32::from(is_same)));
            }
            (Some((name, start, depth)), Token::End(end)) => {
                let depth = depth - u32::from(end.is_of(html, &name));
                if depth == 0 {
                    elements.push(start..range.end);
                } else {
                    open = Some((name, start, depth));
                }
            }
            (before, Token::Comment(_) | Token::End(_)) => open = before,
        }
    });
    elements.extend(open.map(|(_, start, _)| start..html.len()));
    elements
}

/// The character references that text needs, decoded.
pub(crate) fn decoded(text: &str) -> String {
    let references =
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&nbsp;", "\u{a0}"), ("&amp;", "&")];
    references.iter().fold(text.to_owned(), |text, (reference, character)| text.replace(reference, character))
}

/// What raw HTML consists of, besides text.
enum Token {
    Tag(Tag),
    End(End),
    /// From its `<!--` to its `-->`.
    Comment(Range<usize>),
}

/// An end tag.
struct End {
    name: Range<usize>,
    range: Range<usize>,
}

impl End {
    fn is_of(&self, html: &str, name: &str) -> bool {
        html[self.name.clone()].eq_ignore_ascii_case(name)
    }
}

impl Token {
    fn range(&self) -> Range<usize> {
        match self {
            Self::Tag(tag) => tag.name.start - 1..tag.end,
            Self::End(end) => end.range.clone(),
            Self::Comment(range) => range.clone(),
        }
    }
}

/// Shows `seen` each tag and comment.
fn tokens(html: &str, mut seen: impl FnMut(Token)) {
    // Names are compared in lower case; ASCII letters keep their offsets.
    let lower = html.to_ascii_lowercase();
    let mut at = 0;
    while let Some(found) = lower[at..].find('<') {
        let start = at + found;
        let rest = &lower[start..];
        at = if rest.starts_with("<!--") {
            // `<!-->` is a whole comment, so its end may overlap its start.
            let end = after(&lower, start + 2, "-->");
            if lower[start + 2..end].ends_with("-->") {
                seen(Token::Comment(start..end));
            }
            end
        } else if rest.starts_with("</") {
            let end = after(&lower, start, ">");
            let name = lower[start + 2..end].find(|character: char| !character.is_ascii_alphanumeric());
            let name = start + 2..name.map_or(end, |length| start + 2 + length);
            seen(Token::End(End { name, range: start..end }));
            end
        } else if rest.starts_with("<!") || rest.starts_with("<?") {
            after(&lower, start, ">")
        } else if rest[1..].starts_with(|character: char| character.is_ascii_alphabetic()) {
            let Some(tag) = Tag::read(&lower, start + 1) else { break };
            let next = match &lower[tag.name.clone()] {
                "script" => after(&lower, tag.end, "</script"),
                "style" => after(&lower, tag.end, "</style"),
                _ => tag.end,
            };
            seen(Token::Tag(tag));
            next
        } else {
            start + 1
        };
    }
}

/// Where the text after the next `mark` begins; the end where there is none.
fn after(html: &str, from: usize, mark: &str) -> usize {
    html[from..].find(mark).map_or(html.len(), |found| from + found + mark.len())
}

/// A start tag.
struct Tag {
    name: Range<usize>,
    attributes: Vec<Attribute>,
    end: usize,
}

impl Tag {
    /// The tag whose name begins at `start`, or `None` where the text ends inside the tag.
    fn read(lower: &str, start: usize) -> Option<Self> {
        let name = start..until(lower, start, |byte| is_space(byte) || matches!(byte, b'/' | b'>'))?;
        let mut attributes = Vec::new();
        let mut at = name.end;
        loop {
            at = until(lower, at, |byte| !is_space(byte) && byte != b'/')?;
            if lower.as_bytes()[at] == b'>' {
                break;
            }
            let attribute = Attribute::read(lower, at)?;
            at = attribute.end;
            attributes.push(attribute);
        }
        Some(Self { name, attributes, end: at + 1 })
    }

    /// The values of the attributes whose name is wanted; of one that is given twice, the first counts.
    fn values(&self, html: &str, wanted: impl Fn(&str) -> bool) -> Vec<Range<usize>> {
        let mut values: Vec<(String, Range<usize>)> = Vec::new();
        for attribute in &self.attributes {
            let name = html[attribute.name.clone()].to_ascii_lowercase();
            if wanted(&name) && values.iter().all(|(known, _)| *known != name) {
                values.push((name, attribute.value.clone()));
            }
        }
        values.into_iter().map(|(_, value)| value).collect()
    }
}

/// An attribute; its value is an empty range where it has none.
struct Attribute {
    name: Range<usize>,
    value: Range<usize>,
    end: usize,
}

impl Attribute {
    fn read(lower: &str, start: usize) -> Option<Self> {
        // A name may begin with `=`, and ends before the next one.
        let name_end = until(lower, start + 1, |byte| is_space(byte) || matches!(byte, b'/' | b'>' | b'='))?;
        let name = start..name_end;
        let equals = until(lower, name_end, |byte| !is_space(byte))?;
        if lower.as_bytes()[equals] != b'=' {
            return Some(Self { name, value: name_end..name_end, end: name_end });
        }
        let value_start = until(lower, equals + 1, |byte| !is_space(byte))?;
        let (value, end) = if let quote @ (b'"' | b'\'') = lower.as_bytes()[value_start] {
            let value_end = until(lower, value_start + 1, |byte| byte == quote)?;
            (value_start + 1..value_end, value_end + 1)
        } else {
            let value_end = until(lower, value_start, |byte| is_space(byte) || byte == b'>')?;
            (value_start..value_end, value_end)
        };
        Some(Self { name, value, end })
    }
}

/// The first byte from `from` on that `stops`, all of which are ASCII or follow ASCII.
fn until(text: &str, from: usize, stops: impl Fn(u8) -> bool) -> Option<usize> {
    text.as_bytes().get(from..)?.iter().position(|&byte| stops(byte)).map(|found| from + found)
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(html: &str) -> Vec<String> {
        let mut raw = RawHtml::default();
        raw.push(html, 0..html.len());
        let ids = ids(&raw).into_iter();
        ids.map(|(id, span)| {
            assert_eq!(&html[span.range()], id, "the span is that of the value");
            id
        })
        .collect()
    }

    #[test]
    fn ids_and_names_of_a_are_found() {
        let cases: &[(&str, &[&str])] = &[
            ("<a id=\"one\"></a>", &["one"]),
            ("<A NAME='One'>", &["One"]),
            ("<a id=one name=two>", &["one", "two"]),
            ("<div\n  class=x\n  id = \"multi line\">", &["multi line"]),
            ("<br id=x/><p id=y>", &["x/", "y"]),
            ("<br id='x'/><input name=no>", &["x"]),
            ("<a id=one id=two>", &["one"]),
            ("<a title=\"<b id=no>\" id=yes>", &["yes"]),
            ("<a data-id=no idx=no =id=no>", &[]),
            ("<é id=no> < id=no> <1 id=no>", &[]),
            ("<p id=漢字 title=é>", &["漢字"]),
        ];
        for (html, expected) in cases {
            assert_eq!(found(html), *expected, "{html}");
        }
    }

    #[test]
    fn comments_scripts_and_broken_tags_have_none() {
        let cases: &[(&str, &[&str])] = &[
            ("<!-- <a id=no> --><a id=yes>", &["yes"]),
            ("<!--><a id=yes>", &["yes"]),
            ("<!-- <a id=no>", &[]),
            ("<!DOCTYPE html><?php echo?></p id=no><a id=yes>", &["yes"]),
            ("<SCRIPT id=s>\"<a id=no>\"</script><a id=yes>", &["s", "yes"]),
            ("<style><a id=no>", &[]),
            ("<a id=no", &[]),
            ("<a id=\"no>", &[]),
            ("<a id", &[]),
            ("<", &[]),
        ];
        for (html, expected) in cases {
            assert_eq!(found(html), *expected, "{html}");
        }
    }
}
