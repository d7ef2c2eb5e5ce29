//! A text made of pieces of other texts that knows where each piece comes from.

use std::ops::Range;

use source::Span;

/// A span in the text of an origin: one opening of one file, by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct At {
    pub(super) origin: u32,
    pub(super) span: Span,
}

/// A text and where it comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Mapped {
    text: String,
    /// By their starts, the first of which is 0.
    pieces: Vec<Piece>,
}

/// What stands from a byte to the start of the next piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Piece {
    start: u32,
    origin: u32,
    from: From,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum From {
    /// Bytes of the origin from here on.
    Copied(u32),
    /// Bytes that no file has; they stand for these of the origin.
    Made(Span),
}

impl Mapped {
    /// The whole text of an origin.
    pub(super) fn whole(text: &str, origin: u32) -> Self {
        Self { text: text.to_owned(), pieces: vec![Piece { start: 0, origin, from: From::Copied(0) }] }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    pub(super) fn into_text(self) -> (String, Map) {
        (self.text, Map(self.pieces))
    }

    /// Adds what stands in a range of another text.
    pub(super) fn copy(&mut self, other: &Self, range: Range<usize>) {
        let Some(slice) = other.text.get(range.clone()).filter(|slice| !slice.is_empty()) else { return };
        let Span { start, end } = Span::new(range.start, range.end);
        let first = other.pieces.partition_point(|piece| piece.start <= start).saturating_sub(1);
        for piece in other.pieces[first..].iter().take_while(|piece| piece.start < end) {
            let skipped = start.saturating_sub(piece.start);
            let from = match piece.from {
                From::Copied(at) => From::Copied(at + skipped),
                From::Made(span) => From::Made(span),
            };
            let before = piece.start.max(start) - start;
            self.push(Piece { start: self.len() + before, origin: piece.origin, from });
        }
        self.text.push_str(slice);
    }

    /// Adds all of another text.
    pub(super) fn append(&mut self, other: &Self) {
        self.copy(other, 0..other.text.len());
    }

    /// Adds text that stands in no file, for something that does.
    pub(super) fn make(&mut self, text: &str, at: At) {
        if !text.is_empty() {
            self.push(Piece { start: self.len(), origin: at.origin, from: From::Made(at.span) });
            self.text.push_str(text);
        }
    }

    /// Takes away the end of the last line.
    pub(super) fn drop_line_end(&mut self) {
        let length = without_line_end(&self.text).len();
        self.text.truncate(length);
        let length = self.len();
        self.pieces.retain(|piece| piece.start < length);
    }

    /// Where a range comes from.
    pub(super) fn at(&self, range: Range<usize>) -> At {
        at(&self.pieces, Span::new(range.start, range.end), self.len())
    }

    fn len(&self) -> u32 {
        Span::new(self.text.len(), self.text.len()).start
    }

    /// Adds a piece, unless the last one goes on.
    fn push(&mut self, piece: Piece) {
        let goes_on = self.pieces.last().is_some_and(|last| {
            let from = match last.from {
                From::Copied(at) => From::Copied(at + (piece.start - last.start)),
                From::Made(span) => From::Made(span),
            };
            last.origin == piece.origin && from == piece.from
        });
        if !goes_on {
            self.pieces.push(piece);
        }
    }
}

/// Where the bytes of a text come from, without the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Map(Vec<Piece>);

impl Map {
    /// Where a span of a text of so many bytes comes from.
    pub(super) fn at(&self, span: Span, length: usize) -> At {
        at(&self.0, span, Span::new(length, length).start)
    }

    /// Whether it is the first origin and nothing else.
    pub(super) fn is_plain(&self) -> bool {
        self.0.iter().all(|piece| *piece == Piece { start: 0, origin: 0, from: From::Copied(0) })
    }

    /// The spans that were copied, and where they come from.
    #[cfg(test)]
    pub(super) fn copied(&self, length: usize) -> Vec<(Span, At)> {
        let ends = self.0.iter().skip(1).map(|piece| piece.start as usize).chain([length]);
        let spans = self.0.iter().zip(ends).filter_map(|(piece, end)| match piece.from {
            From::Copied(at) => {
                let span = Span::new(piece.start as usize, end);
                let length = span.end - span.start;
                Some((span, At { origin: piece.origin, span: Span { start: at, end: at + length } }))
            }
            From::Made(_) => None,
        });
        spans.collect()
    }
}

/// Where a span comes from: the origin of its first byte, and of its other bytes those of the same origin.
fn at(pieces: &[Piece], span: Span, length: u32) -> At {
    let Span { start, end } = Span { start: span.start.min(length), end: span.end.min(length) };
    let first = pieces.partition_point(|piece| piece.start <= start).saturating_sub(1);
    let Some(piece) = pieces.get(first) else { return At { origin: 0, span: Span::default() } };
    let covered = |index: usize| {
        let piece: &Piece = &pieces[index];
        let until = pieces.get(index + 1).map_or(length, |next| next.start).min(end);
        match piece.from {
            From::Made(span) => span,
            From::Copied(at) => {
                let from = start.max(piece.start);
                Span { start: at + (from - piece.start), end: at + (until.max(from) - piece.start) }
            }
        }
    };
    let mut whole = covered(first);
    if matches!(piece.from, From::Copied(_)) {
        let until = pieces.partition_point(|piece| piece.start < end);
        let is_same =
            |index: &usize| pieces[*index].origin == piece.origin && matches!(pieces[*index].from, From::Copied(_));
        // The pieces of one origin are in the order of its text.
        if let Some(last) = (first + 1..until).rev().find(is_same) {
            whole = whole.to(covered(last));
        }
    }
    At { origin: piece.origin, span: whole }
}

/// Each line with its end.
pub(super) fn lines(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    text.split_inclusive('\n').map(move |line| {
        at += line.len();
        at - line.len()..at
    })
}

/// A line without its end.
pub(super) fn without_line_end(line: &str) -> &str {
    let line_or_all = line.strip_suffix('\n').map(|line| line.strip_suffix('\r').unwrap_or(line));
    line_or_all.unwrap_or(line)
}
