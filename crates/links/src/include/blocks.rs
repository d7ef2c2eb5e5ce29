//! Where fences stand in a text and which lines are Markdown, as directives in fences hold Markdown too.
//!
//! 1. A line may begin with marks of quotes and lists; a quote that ends closes its fences.
//! 2. A fence is closed by the same mark, as often at least; the outermost first.
//! 3. What stands in comments and in indented code is neither.

use std::ops::Range;

use super::mapped::{lines, without_line_end};

/// A fence with something in it that is no Markdown.
#[derive(Debug)]
pub(super) struct Fence {
    /// The marks of quotes and lists before it.
    pub(super) prefix: Range<usize>,
    /// From its mark to the end of its last line, without the line end.
    pub(super) range: Range<usize>,
    /// What stands after its mark.
    pub(super) info: Range<usize>,
    /// Its lines.
    pub(super) body: Range<usize>,
}

/// What stands in a fence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Inside {
    Markdown,
    Other,
}

/// How many fences are read inside of each other.
const MAX_OPEN: usize = 64;

/// How a page is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Syntax {
    /// Lines with four spaces are code, and comments are those of HTML.
    Markdown,
    /// Neither; comments are `{/* … */}`.
    Mdx,
}

/// The fences and the lines of Markdown of a text.
#[derive(Debug, Default)]
pub(super) struct Blocks {
    pub(super) fences: Vec<Fence>,
    pub(super) lines: Vec<Range<usize>>,
}

/// A fence that is not closed yet.
struct Open {
    mark: char,
    length: usize,
    quotes: usize,
    /// `None` where Markdown stands in it.
    fence: Option<Fence>,
}

/// Reads a text; `inside` tells what stands in a fence by what is written after its mark.
pub(super) fn read(text: &str, syntax: Syntax, inside: impl Fn(char, &str) -> Inside) -> Blocks {
    let (begin, end) = match syntax {
        Syntax::Markdown => ("<!--", "-->"),
        Syntax::Mdx => ("{/*", "*/}"),
    };
    let (mut blocks, mut open) = (Blocks::default(), Vec::<Open>::new());
    let (mut is_comment, mut is_list) = (false, false);
    let mut before = 0;
    for range in lines(text) {
        let line = without_line_end(&text[range.clone()]);
        let (unquoted, quotes) = without_quotes(line);
        let ended = open.iter().position(|open| open.quotes > quotes).unwrap_or(open.len());
        close(&mut blocks, &mut open, ended, before);
        before = range.start + line.len();
        let (mark, length) = run(unquoted);
        let is_closing = |open: &Open| open.mark == mark && open.length <= length;
        let is_bare = unquoted[length..].trim().is_empty();
        if let Some(index) = open.iter().position(is_closing).filter(|_| length > 0 && is_bare) {
            close_with(&mut blocks, &mut open, index, range.start, before);
            continue;
        }
        if open.last().is_some_and(|open| open.fence.is_some()) {
            continue;
        }
        if is_comment {
            is_comment = !line.contains(end);
            continue;
        }
        is_comment = unquoted.strip_prefix(begin).is_some_and(|comment| !comment.contains(end));
        let inner = without_markers(unquoted);
        is_list = inner.len() < unquoted.len() || is_list && (line.is_empty() || line.starts_with([' ', '\t', '>']));
        let is_code = syntax == Syntax::Markdown && !is_list && open.is_empty() && is_indented(line);
        if is_comment || is_code {
            continue;
        }
        let (mark, length) = run(inner);
        let info = &inner[length..];
        if length == 0 || open.len() >= MAX_OPEN || mark == '`' && info.contains('`') {
            blocks.lines.push(range);
            continue;
        }
        let start = range.start + line.len() - inner.len();
        let fence = Fence {
            prefix: range.start..start,
            range: start..before,
            info: start + length..before,
            body: range.end..range.end,
        };
        let fence = (inside(mark, info.trim()) == Inside::Other).then_some(fence);
        open.push(Open { mark, length, quotes, fence });
    }
    close(&mut blocks, &mut open, 0, text.len());
    blocks
}

/// Closes fences by what ends around them.
fn close(blocks: &mut Blocks, open: &mut Vec<Open>, from: usize, end: usize) {
    close_with(blocks, open, from, end, end);
}

/// Closes the fences from one on, whose lines end at `body`, and they themselves at `end`.
fn close_with(blocks: &mut Blocks, open: &mut Vec<Open>, from: usize, body: usize, end: usize) {
    for mut fence in open.drain(from..).filter_map(|open| open.fence) {
        fence.body.end = body.max(fence.body.start);
        fence.range.end = end.max(fence.range.end);
        blocks.fences.push(fence);
    }
}

/// A line without the marks of quotes and the space around them, and how many there are.
pub(super) fn without_quotes(line: &str) -> (&str, usize) {
    let rest = line.trim_start_matches([' ', '\t', '>']);
    (rest, line[..line.len() - rest.len()].matches('>').count())
}

/// A line without the marks of lists.
fn without_markers(line: &str) -> &str {
    let mut rest = line;
    loop {
        let digits = rest.trim_start_matches(|character: char| character.is_ascii_digit());
        let after = if digits.len() < rest.len() {
            digits.strip_prefix(['.', ')'])
        } else {
            rest.strip_prefix(['-', '*', '+'])
        };
        match after.filter(|after| after.starts_with([' ', '\t'])) {
            Some(after) => rest = after.trim_start_matches([' ', '\t', '>']),
            None => return rest,
        }
    }
}

/// The mark that a fence begins with and how often it stands there; no times where it is none.
fn run(line: &str) -> (char, usize) {
    let mark = line.chars().next().filter(|mark| matches!(mark, '`' | '~' | ':')).unwrap_or(' ');
    let length = line.len() - line.trim_start_matches(mark).len();
    (mark, if mark == ' ' || length < 3 { 0 } else { length })
}

fn is_indented(line: &str) -> bool {
    let columns = line.chars().take_while(|character| matches!(character, ' ' | '\t'));
    columns.map(|character| if character == '\t' { 4 } else { 1 }).sum::<usize>() >= 4
}
