//! Reads a text once more, token by token, up to a syntax error: what is open there, what came last.

use std::ops::Range;

use granit_parser::{ScalarStyle, Scanner, StrInput, TokenType};
use source::Span;

use crate::Limits;
use crate::parse::options;

/// What surrounds a place in a text.
#[derive(Debug)]
pub(super) struct Context<'a> {
    pub(super) content: &'a str,
    /// The place.
    pub(super) at: usize,
    /// Brackets that are open, innermost last.
    pub(super) brackets: Vec<Bracket>,
    /// Columns of the blocks that are open, innermost last, and of those that ended right before.
    pub(super) blocks: Vec<usize>,
    pub(super) ended: Vec<usize>,
    /// The last token before the place, and the last colon that a value follows.
    pub(super) last: Last,
    pub(super) colon: Option<usize>,
}

/// An open bracket or brace.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bracket {
    pub(super) open: char,
    pub(super) at: usize,
}

/// The last token before a place.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Last {
    pub(super) kind: Kind,
    pub(super) span: Span,
}

/// What kind of token it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Kind {
    /// No token at all.
    #[default]
    None,
    Plain,
    Quoted,
    Block,
    Closing,
    Marker,
    Property,
    Alias,
    Other,
}

impl Bracket {
    /// The character that closes it.
    pub(super) fn close(self) -> char {
        if self.open == '[' { ']' } else { '}' }
    }

    pub(super) fn span(self) -> Span {
        Span::new(self.at, self.at + 1)
    }
}

impl<'a> Context<'a> {
    /// What surrounds `at`.
    pub(super) fn read(content: &'a str, at: usize, limits: &Limits) -> Self {
        let mut read = Self {
            content,
            at,
            brackets: Vec::new(),
            blocks: Vec::new(),
            ended: Vec::new(),
            last: Last::default(),
            colon: None,
        };
        let scanner = Scanner::with_options(StrInput::new(content), options(limits, limits.mode));
        for token in scanner.map_while(Result::ok) {
            let Some(range) = token.span().byte_range() else { break };
            let span = Span::new(range.start, range.end);
            if range.start >= at && !(matches!(token.token_type(), TokenType::BlockEnd) && range.start == at) {
                break;
            }
            read.take(token.token_type(), span);
        }
        read.brackets_of_a_key();
        read
    }

    /// Takes in the brackets between the last token and the place. While a text may turn out to be a
    /// key, the scanner holds its tokens back.
    fn brackets_of_a_key(&mut self) {
        let from = self.next_text(self.last.span.end as usize);
        let held_back = self.slice(from..self.at);
        if !self.brackets.is_empty() || held_back.starts_with(['[', '{']) {
            for (at, bracket) in brackets(held_back) {
                match bracket {
                    '[' | '{' => self.brackets.push(Bracket { open: bracket, at: from + at }),
                    _ => drop(self.brackets.pop()),
                }
            }
        }
    }

    /// Takes one token in.
    fn take(&mut self, token: &TokenType<'_>, span: Span) {
        let at = span.start as usize;
        let kind = match token {
            TokenType::BlockSequenceStart | TokenType::BlockMappingStart => {
                let column = self.column(at);
                self.blocks.push(column);
                return;
            }
            TokenType::BlockEnd => {
                self.ended.extend(self.blocks.pop());
                return;
            }
            // A pair in brackets without braces is a mapping too, of no width.
            TokenType::FlowMappingStart | TokenType::FlowMappingEnd if span.start == span.end => return,
            TokenType::FlowSequenceStart => self.opened('[', at),
            TokenType::FlowMappingStart => self.opened('{', at),
            TokenType::FlowSequenceEnd | TokenType::FlowMappingEnd => {
                self.brackets.pop();
                Kind::Closing
            }
            TokenType::Scalar(ScalarStyle::Plain, _) => Kind::Plain,
            TokenType::Scalar(ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted, _) => Kind::Quoted,
            TokenType::Scalar(ScalarStyle::Literal | ScalarStyle::Folded, _) => Kind::Block,
            TokenType::Alias(_) => Kind::Alias,
            TokenType::Anchor(_) | TokenType::Tag(..) => Kind::Property,
            TokenType::DocumentStart | TokenType::DocumentEnd => Kind::Marker,
            TokenType::Value => {
                // Its span lies right at the colon or right behind.
                self.colon = self.from(at).starts_with(':').then_some(at).or(self.colon);
                Kind::Other
            }
            // Keys have no text of their own; the scalar that follows has.
            TokenType::Key | TokenType::StreamStart | TokenType::StreamEnd => return,
            TokenType::VersionDirective(..)
            | TokenType::TagDirective(..)
            | TokenType::ReservedDirective(..)
            | TokenType::BlockEntry
            | TokenType::FlowEntry
            | TokenType::Comment(_)
            | _ => Kind::Other,
        };
        self.ended.clear();
        self.last = Last { kind, span };
    }

    fn opened(&mut self, open: char, at: usize) -> Kind {
        self.brackets.push(Bracket { open, at });
        Kind::Other
    }

    /// A part of the text; empty where there is no such part. Guesses about a broken text may be wrong,
    /// and then they must not do harm.
    pub(super) fn slice(&self, range: Range<usize>) -> &'a str {
        self.content.get(range).unwrap_or_default()
    }

    /// The text from a place on.
    pub(super) fn from(&self, at: usize) -> &'a str {
        self.content.get(at..).unwrap_or_default()
    }

    /// The text from a place to the end of its line.
    pub(super) fn rest_of_line(&self, at: usize) -> &'a str {
        self.from(at).split(['\n', '\r']).next().unwrap_or_default()
    }

    /// Where the line of a place begins.
    pub(super) fn line_start(&self, at: usize) -> usize {
        self.slice(0..at).rfind(['\n', '\r']).map_or(0, |before| before + 1)
    }

    /// The text of a place's line before it.
    pub(super) fn before(&self, at: usize) -> &'a str {
        self.slice(self.line_start(at)..at)
    }

    /// How many characters stand before a place in its line.
    pub(super) fn column(&self, at: usize) -> usize {
        self.before(at).trim_start_matches('\u{feff}').chars().count()
    }

    /// The first place from `from` on that is not blank and not in a comment, or the end.
    pub(super) fn next_text(&self, from: usize) -> usize {
        let mut at = from;
        loop {
            let rest = self.from(at);
            let text = rest.trim_start_matches([' ', '\t', '\n', '\r', '\u{feff}']);
            at += rest.len() - text.len();
            let is_comment = text.starts_with('#') && (at == 0 || self.slice(0..at).ends_with([' ', '\t', '\n', '\r']));
            if !is_comment {
                return at;
            }
            at += self.rest_of_line(at).len();
        }
    }

    /// The end of the text without blanks and line breaks that follow it.
    pub(super) fn end(&self) -> usize {
        self.content.trim_end_matches([' ', '\t', '\n', '\r']).len()
    }
}

/// All brackets of a text in flow style, each with its place; those in quoted strings are passed over.
pub(super) fn brackets(text: &str) -> impl Iterator<Item = (usize, char)> {
    let mut quote = None;
    let mut before = ' ';
    text.char_indices().filter(move |&(_, character)| {
        let begins = matches!(before, ' ' | '\t' | '\n' | '\r' | '[' | '{' | ',' | ':');
        before = character;
        match (quote, character) {
            (Some(end), _) => {
                quote = quote.filter(|_| character != end);
                false
            }
            (None, '"' | '\'') if begins => {
                quote = Some(character);
                false
            }
            (None, _) => matches!(character, '[' | ']' | '{' | '}'),
        }
    })
}
