//! A text with its allowances, and the line that each of them is about.
//!
//! 1. The comments are found, as YAML or as Markdown.
//! 2. A line on which there is nothing else is a line of comments. Those that follow each other are a block.
//! 3. An allowance in a block is about the line directly below the block; any other about its own line.

use std::collections::BTreeMap;

use links::{Flavour, is_markdown};
use source::{Span, Text};
use yaml::{Comments, Limits};

use super::asked::{self, Asked, Mistake};

/// A text with its allowances.
#[derive(Debug)]
pub(super) struct Sheet {
    /// Its allowances, in their order.
    pub(super) remarks: Vec<Remark>,
    /// Whether it is a page and no definition.
    pub(super) is_page: bool,
    lines: Lines,
    comments: Comments,
}

/// A comment that begins with the word.
#[derive(Debug)]
pub(super) struct Remark {
    /// The comment.
    pub(super) span: Span,
    /// What it asks for.
    pub(super) asked: Result<Asked, Mistake>,
    /// The line that it is about, from 0.
    pub(super) line: Option<usize>,
    /// Whether it stands in the comments that the text begins with, and so is about the file too.
    pub(super) is_head: bool,
}

impl Sheet {
    pub(super) fn read(text: &Text) -> Self {
        let content = text.content();
        let is_page = is_markdown(text.name());
        let (spans, comments) = if is_page {
            // Comments are the same in every flavour.
            (links::comments(content, Flavour::MDBOOK), Comments::default())
        } else {
            let comments = yaml::comments(text, &Limits::default());
            (comments.spans().to_vec(), comments)
        };
        let lines = Lines::new(content);
        let blocks = Blocks::new(content, &lines, &spans);
        let remark = |span: &Span| {
            let asked = asked::read(inside(&content[span.range()]))?;
            Some(Remark {
                span: *span,
                asked,
                line: blocks.line(&lines, *span),
                is_head: blocks.is_head(&lines, *span),
            })
        };
        Self { remarks: spans.iter().filter_map(remark).collect(), is_page, lines, comments }
    }

    /// The line, from 0, on which an allowance is about a finding at a byte: no comment can stand inside of
    /// a scalar, so it is that on which the scalar begins.
    pub(super) fn line(&self, at: u32) -> usize {
        self.lines.of(self.comments.begin(at))
    }
}

/// What a comment says, without what makes it one.
fn inside(comment: &str) -> &str {
    match comment.strip_prefix("<!--") {
        Some(html) => html.strip_suffix("-->").unwrap_or(html),
        None => comment.strip_prefix('#').unwrap_or(comment),
    }
}

/// Where lines begin. To YAML a carriage return alone ends one too.
#[derive(Debug)]
struct Lines(Vec<u32>);

impl Lines {
    fn new(content: &str) -> Self {
        let bytes = content.as_bytes();
        let ends = |at: &usize| bytes[*at] == b'\n' || bytes[*at] == b'\r' && bytes.get(at + 1) != Some(&b'\n');
        let starts = (0..bytes.len()).filter(ends).map(|at| Span::new(at + 1, at + 1).start);
        Self(std::iter::once(0).chain(starts).collect())
    }

    /// The line of a byte, from 0.
    fn of(&self, at: u32) -> usize {
        self.0.partition_point(|&start| start <= at).saturating_sub(1)
    }

    /// The bytes of a line, its line break included; `None` after the last line.
    fn range(&self, line: usize, content: &str) -> Option<std::ops::Range<usize>> {
        let start = *self.0.get(line)? as usize;
        Some(start..self.0.get(line + 1).map_or(content.len(), |next| *next as usize))
    }

    /// The first and the last line of a span that is not empty.
    fn both(&self, span: Span) -> (usize, usize) {
        (self.of(span.start), self.of(span.end.saturating_sub(1).max(span.start)))
    }
}

/// The lines of comments, each with the line that its block stands above.
#[derive(Debug)]
struct Blocks {
    below: BTreeMap<usize, Option<usize>>,
    /// How many such lines the text begins with.
    head: usize,
}

impl Blocks {
    fn new(content: &str, lines: &Lines, comments: &[Span]) -> Self {
        // How many characters that are not blank the comments of a line have.
        let mut covered: BTreeMap<usize, usize> = BTreeMap::new();
        for comment in comments {
            let (first, last) = lines.both(*comment);
            for line in first..=last {
                let Some(range) = lines.range(line, content) else { continue };
                let part = range.start.max(comment.start as usize)..range.end.min(comment.end as usize);
                *covered.entry(line).or_default() += shown(&content[part]);
            }
        }
        let in_line = |line| lines.range(line, content).map(|range| shown(&content[range]));
        let only = covered.into_iter().filter(|(line, count)| in_line(*line) == Some(*count));
        let mut below = BTreeMap::new();
        for (line, _) in only.collect::<Vec<_>>().into_iter().rev() {
            let next = below.get(&(line + 1)).copied();
            let own = || Some(line + 1).filter(|next| in_line(*next).is_some_and(|count| count > 0));
            below.insert(line, next.unwrap_or_else(own));
        }
        let head = below.keys().enumerate().take_while(|(index, line)| *index == **line).count();
        Self { below, head }
    }

    /// The line that a comment is about.
    fn line(&self, lines: &Lines, comment: Span) -> Option<usize> {
        let (first, last) = lines.both(comment);
        match (self.below.contains_key(&first), self.below.get(&last)) {
            (true, Some(below)) => *below,
            (false, _) => Some(first),
            (true, None) => Some(last),
        }
    }

    fn is_head(&self, lines: &Lines, comment: Span) -> bool {
        lines.both(comment).1 < self.head
    }
}

/// How many characters of a text are not blank.
fn shown(text: &str) -> usize {
    text.chars().filter(|character| !matches!(character, ' ' | '\t' | '\r' | '\n' | '\u{feff}')).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The line, from 1, of each allowance, in the order of the text; 0 for none.
    fn lines(name: &str, content: &str) -> Vec<usize> {
        let sheet = Sheet::read(&Text::new(name, content));
        sheet.remarks.iter().map(|remark| remark.line.map_or(0, |line| line + 1)).collect()
    }

    #[test]
    fn an_allowance_is_about_its_line_or_the_line_below_its_block() {
        let cases: &[(&str, &[usize])] = &[
            ("a: 1 # rollbook-allow x: y\n", &[1]),
            ("# rollbook-allow x: y\na: 1\n", &[2]),
            ("# rollbook-allow x: y\n# more\n# rollbook-allow z: y\na: 1 # rollbook-allow v: y\n", &[4, 4, 4]),
            ("a:\n  # rollbook-allow x: y\n  - b\n", &[3]),
            ("# rollbook-allow x: y\n\na: 1\n", &[0]),
            ("a: 1\n# rollbook-allow x: y\n", &[0]),
            ("a: 1\n# rollbook-allow x: y", &[0]),
            ("# rollbook-allow x: y\n \t\r\na: 1\n", &[0]),
            ("# rollbook-allow x: y\r\na: 1\r\n", &[2]),
            ("# rollbook-allow x: y\ra: 1\rb: 1 # rollbook-allow x: y", &[2, 3]),
            ("\u{feff}# rollbook-allow x: y\na: 1\n", &[2]),
            ("\t# rollbook-allow x: y\na: 1\t#\trollbook-allow x: y\n", &[2, 2]),
            (
                "{ \"a\": [ # rollbook-allow x: y\n 1, # rollbook-allow x: y\n # rollbook-allow x: y\n 2 ] } # rollbook-allow x: y\n",
                &[1, 2, 4, 4],
            ),
            ("a: 1\n--- # rollbook-allow x: y\n# rollbook-allow x: y\nb: 2\n", &[2, 4]),
            ("a: |  # rollbook-allow x: y\n  # rollbook-allow x: y\n# rollbook-allow x: y\nb: 2\n", &[1, 4]),
            ("a: '# rollbook-allow x: y'\nb: \"\n  # rollbook-allow x: y\n  \"\n", &[]),
            ("# rollbook-allow x: y # rollbook-allow z: y\na: 1\n", &[2]),
            ("a: x#y # see # rollbook-allow x: y\n", &[]),
        ];
        for (content, expected) in cases {
            assert_eq!(lines("a.yaml", content), *expected, "{content:?}");
        }
    }

    #[test]
    fn in_markdown_an_allowance_is_an_html_comment() {
        let cases: &[(&str, &[usize])] = &[
            ("<!-- rollbook-allow x: y -->\n# A\n", &[2]),
            ("# A <!-- rollbook-allow x: y -->\n", &[1]),
            ("<!-- rollbook-allow x: y --><!-- rollbook-allow z: y -->\nA\n", &[2, 2]),
            ("<!--\nrollbook-allow x: y\n-->\nA\n", &[4]),
            ("<!-- rollbook-allow x: y -->\n\nA\n", &[0]),
            ("```\n<!-- rollbook-allow x: y -->\n```\n# rollbook-allow x: y\n", &[]),
        ];
        for (content, expected) in cases {
            assert_eq!(lines("a.md", content), *expected, "{content:?}");
        }
    }

    #[test]
    fn the_comments_that_a_file_begins_with_are_about_the_file() {
        let heads = |content: &str| {
            let sheet = Sheet::read(&Text::new("a.yaml", content));
            sheet.remarks.iter().map(|remark| remark.is_head).collect::<Vec<_>>()
        };
        assert_eq!(heads("# a\n# rollbook-allow x: y\n\n# rollbook-allow x: y\na: 1\n"), [true, false]);
        assert_eq!(heads("# rollbook-allow x: y\n{% if broken %}: [\n"), [true]);
        assert_eq!(heads("a: 1 # rollbook-allow x: y\n"), [false]);
    }

    #[test]
    fn a_finding_inside_of_a_scalar_is_on_the_line_where_the_scalar_begins() {
        let text = Text::new("a.yaml", "# rollbook-allow x: y\na: 'one\n two'\nd: e\n");
        let sheet = Sheet::read(&text);
        let line = |part| {
            let at = text.content().find(part).expect("it is there");
            sheet.line(Span::new(at, at).start)
        };
        assert_eq!([line("one"), line("two"), line("d:")], [1, 1, 3]);
    }
}
