//! A text as lines: where they begin and end, which are blank or comments, in which column a byte stands.
//!
//! Every question costs no more than a look at the line it is about, and most stop at the first
//! character that is not blank: a single line may hold the whole text.

/// A text and where its lines begin.
#[derive(Debug)]
pub(super) struct Page<'t> {
    pub(super) content: &'t str,
    /// The first line begins behind a byte-order mark.
    starts: Vec<usize>,
}

/// Comments by which a file talks to editors; they belong to the file, never to an entry.
const MODELINES: [&str; 4] = ["# yaml-language-server:", "# -*-", "# vim:", "# $schema:"];

impl<'t> Page<'t> {
    pub(super) fn new(content: &'t str) -> Self {
        let first = if content.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let bytes = content.as_bytes();
        let ends = |at: usize| bytes[at] == b'\n' || bytes[at] == b'\r' && bytes.get(at + 1) != Some(&b'\n');
        let starts = std::iter::once(first).chain((first..bytes.len()).filter(|&at| ends(at)).map(|at| at + 1));
        Self { content, starts: starts.collect() }
    }

    /// The line of a byte, from 0.
    fn line(&self, at: usize) -> usize {
        self.starts.partition_point(|&start| start <= at).saturating_sub(1)
    }

    /// Where the line of a byte begins.
    pub(super) fn line_start(&self, at: usize) -> usize {
        self.starts[self.line(at)]
    }

    /// Where the line after that of a byte begins; the end of the text for the last line.
    pub(super) fn next_line(&self, at: usize) -> usize {
        self.starts.get(self.line(at) + 1).copied().unwrap_or(self.content.len())
    }

    /// Whether the last line has a line break, or there is no line yet.
    pub(super) fn ends_with_break(&self) -> bool {
        self.content.is_empty() || self.content.ends_with(['\n', '\r'])
    }

    /// Where the line before that of a byte begins.
    pub(super) fn previous_line(&self, at: usize) -> Option<usize> {
        self.line(at).checked_sub(1).map(|line| self.starts[line])
    }

    /// Where the line of a byte ends, before its line break.
    pub(super) fn line_end(&self, at: usize) -> usize {
        let next = self.next_line(at);
        let line = &self.content[..next];
        let end = line.strip_suffix('\n').map_or(line, |line| line.strip_suffix('\r').unwrap_or(line));
        end.strip_suffix('\r').unwrap_or(end).len().max(at)
    }

    /// How many characters stand before a byte in its line.
    pub(super) fn column(&self, at: usize) -> usize {
        self.content[self.line_start(at)..at].chars().count()
    }

    /// Whether nothing but blanks stands before a byte in its line.
    pub(super) fn starts_line(&self, at: usize) -> bool {
        let before = self.content[..at].trim_end_matches([' ', '\t']).len();
        before <= self.line_start(at)
    }

    /// Whether nothing but blanks and a comment stands after a byte in its line.
    pub(super) fn ends_line(&self, at: usize) -> bool {
        let rest = self.content[at..].trim_start_matches([' ', '\t']);
        let blank = rest.len() < self.content.len() - at;
        rest.is_empty() || rest.starts_with(['\n', '\r']) || rest.starts_with('#') && blank
    }

    /// Whether the two bytes stand in one line.
    pub(super) fn same_line(&self, a: usize, b: usize) -> bool {
        self.line(a) == self.line(b)
    }

    /// Whether a line, given by its start, has nothing but blanks. There is no line after the last
    /// line break.
    pub(super) fn is_blank(&self, start: usize) -> bool {
        let rest = self.content[start..].trim_start_matches([' ', '\t']);
        start < self.content.len() && (rest.is_empty() || rest.starts_with(['\n', '\r']))
    }

    /// The column of a comment that has a line, given by its start, to itself.
    pub(super) fn comment(&self, start: usize) -> Option<usize> {
        let rest = self.content[start..].trim_start_matches([' ', '\t']);
        rest.starts_with('#').then(|| self.content.len() - rest.len() - start)
    }

    fn is_modeline(&self, start: usize) -> bool {
        let rest = self.content[start..].trim_start_matches([' ', '\t']);
        MODELINES.iter().any(|modeline| rest.starts_with(modeline))
    }

    /// Where the lines of what begins at a byte begin: those of the comments directly above in the
    /// same column, in lines from `floor` on, or its own.
    pub(super) fn with_comments_above(&self, at: usize, floor: usize) -> usize {
        let column = self.column(at);
        let mut first = self.line_start(at);
        while let Some(above) = self.previous_line(first) {
            if above < floor || self.comment(above) != Some(column) || self.is_modeline(above) {
                break;
            }
            first = above;
        }
        first
    }

    /// The end of the comments inside of an entry, below it and indented more than its column.
    pub(super) fn with_comments_below(&self, end: usize, column: usize) -> usize {
        let (mut last, mut line) = (self.line_end(end), self.next_line(end));
        while line < self.content.len() {
            match self.comment(line) {
                Some(found) if found > column => last = self.line_end(line),
                None if self.is_blank(line) => {}
                Some(_) | None => break,
            }
            line = self.next_line(line);
        }
        last
    }

    /// Where the blank lines begin that stand directly above a line, in lines from `floor` on.
    pub(super) fn blanks_above(&self, start: usize, floor: usize) -> usize {
        let mut first = start;
        while let Some(above) = self.previous_line(first) {
            if above < floor || !self.is_blank(above) {
                break;
            }
            first = above;
        }
        first
    }

    /// Where the blank lines end that begin with the line at `start`.
    pub(super) fn blanks_below(&self, start: usize) -> usize {
        let mut end = start;
        while end < self.content.len() && self.is_blank(end) {
            end = self.next_line(end);
        }
        end
    }

    /// The line break of the line of a byte, or where it has none, that of the line before.
    pub(super) fn line_break(&self, at: usize) -> &'t str {
        let of = |at: usize| {
            let line = &self.content[self.line_start(at)..self.next_line(at)];
            ["\r\n", "\n", "\r"].into_iter().find(|ending| line.ends_with(ending))
        };
        of(at).or_else(|| of(self.previous_line(at)?)).unwrap_or("\n")
    }

    /// The first `indicator` between two tokens, outside of comments.
    pub(super) fn find(&self, from: usize, to: usize, indicator: u8) -> Option<usize> {
        let bytes = self.content.as_bytes();
        let mut at = from;
        while at < to {
            match bytes[at] {
                byte if byte == indicator => return Some(at),
                b'#' if at == 0 || matches!(bytes[at - 1], b' ' | b'\t' | b'\n' | b'\r') => at = self.line_end(at),
                _ => at += 1,
            }
        }
        None
    }

    /// Whether a comment stands between two tokens.
    pub(super) fn has_comment(&self, from: usize, to: usize) -> bool {
        self.content.get(from..to).is_some_and(|gap| gap.contains('#'))
    }

    /// Where the blanks begin that stand directly before a byte in its line.
    pub(super) fn blanks_before(&self, at: usize) -> usize {
        self.content[..at].trim_end_matches([' ', '\t']).len()
    }

    /// Where the blanks end that stand directly after a byte in its line.
    pub(super) fn blanks_after(&self, at: usize) -> usize {
        self.content.len() - self.content[at..].trim_start_matches([' ', '\t']).len()
    }
}
