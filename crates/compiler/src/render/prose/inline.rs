//! What stands in one paragraph, cell or item: text, code, emphasis and links, written as one string.

use super::Reader;
use super::escape::{self, Urls};

/// The content of a paragraph, as it was parsed.
#[derive(Debug, Default)]
pub(super) struct Inline {
    pieces: Vec<Piece>,
    /// Whether the link around here leads to the web; links cannot be nested.
    linked: bool,
}

#[derive(Debug)]
enum Piece {
    Text(String),
    Code(String),
    Break,
    Open(&'static str),
    Close(&'static str),
    Link(String),
    LinkEnd,
}

impl Inline {
    pub(super) fn text(&mut self, text: &str) {
        push_text(&mut self.pieces, text);
    }

    /// Adds code, as text where the reader cannot have it as code.
    pub(super) fn code(&mut self, code: &str, reader: Reader) {
        if escape::fits_code(code, reader) {
            self.pieces.push(Piece::Code(code.to_owned()));
        } else {
            self.text(code);
        }
    }

    pub(super) fn line_break(&mut self) {
        self.pieces.push(Piece::Break);
    }

    pub(super) fn open(&mut self, mark: &'static str) {
        self.pieces.push(Piece::Open(mark));
    }

    pub(super) fn close(&mut self, mark: &'static str) {
        self.pieces.push(Piece::Close(mark));
    }

    /// Begins a link; only one to the web stays one.
    pub(super) fn link(&mut self, url: &str) {
        let address = escape::address(url);
        self.linked = address.is_some();
        self.pieces.extend(address.map(Piece::Link));
    }

    pub(super) fn link_end(&mut self) {
        if std::mem::take(&mut self.linked) {
            self.pieces.push(Piece::LinkEnd);
        }
    }

    /// The Markdown, with the emphasis that every reader will see as such; empties this.
    pub(super) fn take(&mut self, reader: Reader, breaks: Breaks, emphasis: Emphasis) -> String {
        let pieces = without_doubtful_marks(std::mem::take(&mut self.pieces), emphasis);
        let mut out = String::new();
        let mut link: Option<(usize, &str)> = None;
        for piece in &pieces {
            match piece {
                Piece::Text(text) => {
                    let urls = if link.is_some() { Urls::AsText } else { Urls::Linked };
                    escape::text(&mut out, text, reader, urls);
                }
                Piece::Code(code) => out.push_str(&escape::code(code)),
                Piece::Break => {
                    out.truncate(out.trim_end_matches(' ').len());
                    if !out.is_empty() {
                        out.push(if breaks == Breaks::Spaces || link.is_some() { ' ' } else { '\n' });
                    }
                }
                Piece::Open(mark) | Piece::Close(mark) => out.push_str(mark),
                Piece::Link(address) => {
                    escape::open_link(&mut out);
                    link = Some((out.len(), address));
                }
                Piece::LinkEnd => {
                    if let Some((start, address)) = link.take() {
                        if out[start..].trim().is_empty() {
                            escape::text(&mut out, &address.replace("&amp;", "&"), reader, Urls::AsText);
                        }
                        out.extend(["](", address, ")"]);
                    }
                }
            }
        }
        out.truncate(out.trim_end_matches([' ', '\n']).len());
        out
    }
}

/// Appends text. Neighbours are one text, or an address across them would be missed.
fn push_text(pieces: &mut Vec<Piece>, text: &str) {
    if let Some(Piece::Text(last)) = pieces.last_mut() {
        last.push_str(text);
    } else {
        pieces.push(Piece::Text(text.to_owned()));
    }
}

/// What a line break of the source becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Breaks {
    Lines,
    Spaces,
}

/// Whether emphasis is written; it cannot be nested.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Emphasis {
    Kept,
    Dropped,
}

fn without_doubtful_marks(pieces: Vec<Piece>, emphasis: Emphasis) -> Vec<Piece> {
    let kept = match emphasis {
        Emphasis::Kept => sure_marks(&pieces),
        Emphasis::Dropped => vec![false; pieces.len()],
    };
    let mut left = Vec::with_capacity(pieces.len());
    for (piece, kept) in pieces.into_iter().zip(kept) {
        match piece {
            Piece::Open(_) | Piece::Close(_) if !kept => {}
            Piece::Text(text) => push_text(&mut left, &text),
            Piece::Code(_) | Piece::Break | Piece::Open(_) | Piece::Close(_) | Piece::Link(_) | Piece::LinkEnd => {
                left.push(piece);
            }
        }
    }
    left
}

/// Which marks to write: outermost pairs whose neighbours leave no doubt that they are emphasis
/// (CommonMark 0.31, section 6.2). Escapes change neighbours, so what was emphasis need not be so again.
fn sure_marks(pieces: &[Piece]) -> Vec<bool> {
    let mut kept = vec![false; pieces.len()];
    let mut depth = 0_usize;
    let mut open = 0;
    // The mark that was written last, to keep two of them apart.
    let mut last = None;
    for (index, piece) in pieces.iter().enumerate() {
        match piece {
            Piece::Open(_) => {
                if depth == 0 {
                    open = index;
                }
                depth += 1;
            }
            Piece::Close(_) => {
                depth = depth.saturating_sub(1);
                let apart = last.is_none_or(|last| last + 1 < open);
                if depth == 0 && apart && index > open + 1 && is_sure(pieces, open, index) {
                    kept[open] = true;
                    kept[index] = true;
                    last = Some(index);
                }
            }
            Piece::Text(_) | Piece::Code(_) | Piece::Break | Piece::Link(_) | Piece::LinkEnd => {}
        }
    }
    kept
}

fn is_sure(pieces: &[Piece], open: usize, close: usize) -> bool {
    let before = open.checked_sub(1).and_then(|index| last_of(&pieces[index]));
    let first = first_of(&pieces[open + 1]);
    let end = last_of(&pieces[close - 1]);
    let after = pieces.get(close + 1).and_then(first_of);
    let apart =
        |outside: Option<char>| outside.is_none_or(|outside| outside.is_whitespace() || outside.is_ascii_punctuation());
    let sure = |inside: Option<char>, outside: Option<char>| {
        inside.is_some_and(|inside| inside.is_alphanumeric() || (!inside.is_whitespace() && apart(outside)))
    };
    let stars = [before, first, end, after].contains(&Some('*'));
    !stars && sure(first, before) && sure(end, after)
}

/// The first character that a piece will have. `None` for one that begins or ends a line, or writes nothing.
fn first_of(piece: &Piece) -> Option<char> {
    match piece {
        Piece::Text(text) => text.chars().next(),
        Piece::Code(_) => Some('`'),
        Piece::Link(_) => Some('['),
        Piece::LinkEnd => Some(']'),
        Piece::Open(_) | Piece::Close(_) => Some('*'),
        Piece::Break => None,
    }
}

fn last_of(piece: &Piece) -> Option<char> {
    match piece {
        Piece::Text(text) => text.chars().next_back(),
        Piece::LinkEnd => Some(')'),
        Piece::Code(_) | Piece::Link(_) | Piece::Open(_) | Piece::Close(_) | Piece::Break => first_of(piece),
    }
}
