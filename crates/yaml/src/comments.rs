//! The comments of a text: each `#` that begins one, and none that stands in a value.
//!
//! 1. The parser says where the scalars stand; nothing else that can be written holds a blank before a `#`.
//! 2. Outside of scalars, a `#` that begins a line or follows a blank begins a comment, up to the end of its line.
//! 3. A block scalar may have a comment behind its `|` or `>`; what is below belongs to the scalar.

use source::{Span, Text};

use crate::Limits;
use crate::marks::{Mark, Style};
use crate::parse::{self, Reach};

/// The comments of a text, and the scalars that span several of its lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comments {
    spans: Vec<Span>,
    long: Vec<Span>,
}

/// The comments of a text. Of a text that is not YAML to its end, those before the mistake.
///
/// ```
/// use source::Text;
///
/// let text = Text::new("a.yaml", "# one\nname: 'a # b' # two\nnote: | # three\n  # text\n");
/// let comments = yaml::comments(&text, &yaml::Limits::default());
/// let found: Vec<&str> = comments.spans().iter().map(|span| text.slice(*span)).collect();
/// assert_eq!(found, ["# one", "# two", "# three"]);
/// ```
#[must_use]
pub fn comments(text: &Text, limits: &Limits) -> Comments {
    let (marks, reach) = parse::marks(text, limits);
    let content = text.content();
    let end = match reach {
        Reach::End => content.len(),
        Reach::Mistake => marks.iter().map(end).fold(head(content), usize::max),
    };
    let mut search = Search { content, at: 0, found: Comments::default() };
    for mark in marks {
        if let Mark::Scalar { span, style, .. } = mark {
            search.scalar(span, style);
        }
    }
    search.outside(end);
    search.found
}

impl Comments {
    /// The comments in the order of the text, each from its `#` to its last character that is not blank.
    #[must_use]
    pub fn spans(&self) -> &[Span] {
        &self.spans
    }

    /// Where the scalar begins that a byte lies inside of; the byte itself where it lies in none, or in
    /// one of a single line.
    #[must_use]
    pub fn begin(&self, at: u32) -> u32 {
        let after = self.long.partition_point(|scalar| scalar.start <= at);
        let scalar = after.checked_sub(1).map(|index| self.long[index]);
        scalar.filter(|scalar| at < scalar.end).map_or(at, |scalar| scalar.start)
    }
}

/// Where a thing that stands in the text ends.
fn end(mark: &Mark) -> usize {
    let end = match mark {
        Mark::Scalar { span, .. } | Mark::Alias { span, .. } | Mark::Anchor { span, .. } => span.end,
        Mark::Open { start, .. } => *start,
        Mark::Close { end } => *end,
        Mark::DocumentEnd => 0,
    };
    end as usize
}

/// Where the comments end that a text begins with. Whatever follows, they are comments.
fn head(content: &str) -> usize {
    let text = content.trim_start_matches('\u{feff}');
    let mut end = content.len() - text.len();
    for line in text.split_inclusive(['\n', '\r']) {
        let line_text = line.trim_start_matches(is_blank);
        if !line_text.is_empty() && !line_text.starts_with('#') {
            break;
        }
        end += line.len();
    }
    end
}

struct Search<'t> {
    content: &'t str,
    /// All before it was searched.
    at: usize,
    found: Comments,
}

impl Search<'_> {
    /// Searches up to a scalar, and passes it over.
    fn scalar(&mut self, span: Span, style: Style) {
        let Span { start, end } = span;
        if start == end {
            return;
        }
        self.outside(start as usize);
        let text = &self.content[span.range()];
        let line = text.find(['\n', '\r']);
        if line.is_some() {
            self.found.long.push(span);
        }
        // A block scalar that begins a document without a marker has no header in its span.
        let has_header = matches!(style, Style::Literal | Style::Folded) && text.starts_with(['|', '>']);
        match line {
            Some(line) if has_header => self.outside(start as usize + line),
            // A block scalar of nothing but its header, behind which a comment may stand.
            None if has_header => return,
            Some(_) | None => {}
        }
        self.at = self.at.max(end as usize);
    }

    /// Takes the comments up to `end`, where no scalar stands.
    fn outside(&mut self, end: usize) {
        let bytes = self.content.as_bytes();
        while self.at < end {
            let Some(found) = bytes[self.at..end].iter().position(|&byte| byte == b'#') else {
                self.at = end;
                return;
            };
            let start = self.at + found;
            self.at = start + 1;
            let before = self.content[..start].chars().next_back();
            if before.is_none_or(|before| is_blank(before) || before == '\u{feff}') {
                let line = self.content[start..].find(['\n', '\r']).map_or(self.content.len(), |line| start + line);
                let comment = self.content[start..line].trim_end_matches(is_blank);
                self.found.spans.push(Span::new(start, start + comment.len()));
                self.at = line;
            }
        }
    }
}

fn is_blank(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\n' | '\r')
}
