//! New values → lines, in the manner of their neighbours.
//!
//! An [`Example`] is what a value stands in the place of, or the entry next to it. It says whether a
//! short list is written in brackets, whether strings are quoted without need, and how far lines
//! are indented; where it says nothing, the habits of the file do.

use serde_json::{Map, Value as Json};

use super::layout::{Form, Part, Slot};
use super::page::Page;
use super::scalar::{self, Quote, Within};
use super::style::FileStyle;
use crate::marks::{Kind, Style};

/// Writes values for one text.
#[derive(Debug)]
pub(super) struct Writer<'p, 't> {
    pub(super) page: &'p Page<'t>,
    style: FileStyle,
}

/// What a new value is to look like.
#[derive(Clone, Copy, Debug)]
pub(super) struct Example<'t> {
    pub(super) part: &'t Part<'t>,
    /// The column of the entry that holds it.
    pub(super) column: usize,
    pub(super) bond: Bond,
}

/// What an example is to a new value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bond {
    /// The value before: its quotes are kept.
    Same,
    /// A neighbour: its quotes are followed where it has them without need.
    Neighbour,
}

/// What leads to a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Nothing: it is the whole document.
    Root,
    /// A dash.
    Item,
    /// A key.
    Pair,
}

/// A value as it is to be written.
#[derive(Debug)]
pub(super) struct Written {
    /// What stands in the line of what leads to it; may be empty.
    pub(super) first: String,
    /// The lines below, with their indentation.
    pub(super) rest: Vec<String>,
    /// Whether these are the entries of a collection, the first of them perhaps in `first`.
    pub(super) is_block: bool,
}

/// No line becomes longer by being written in brackets.
const WIDEST: usize = 120;

/// A value as the text of a new file: with a final line break, indented by 2.
///
/// ```
/// let value = serde_json::json!({ "key": "a", "ports": ["clock"], "on": "yes" });
/// assert_eq!(yaml::edit::render(&value), "key: a\nports:\n  - clock\n\"on\": \"yes\"\n");
/// ```
#[must_use]
pub fn render(value: &Json) -> String {
    let page = Page::new("");
    let writer = Writer::new(&page, FileStyle::of(&page, &[]));
    let Written { first, rest, .. } = writer.value(value, 0, Role::Root, None);
    std::iter::once(first).chain(rest).map(|line| line + "\n").collect()
}

impl<'p, 't> Writer<'p, 't> {
    pub(super) fn new(page: &'p Page<'t>, style: FileStyle) -> Self {
        Self { page, style }
    }

    /// A value in a block whose entries stand in `column`.
    pub(super) fn value(&self, value: &Json, column: usize, role: Role, example: Option<Example<'_>>) -> Written {
        let one_line = |first: String| Written { first, rest: Vec::new(), is_block: false };
        match value {
            Json::String(text) => self.text(text, column, role, example),
            Json::Array(_) | Json::Object(_) if self.fits_in_brackets(value, column, example) => {
                one_line(self.flow(value, example.map(|example| example.part), None))
            }
            Json::Array(_) | Json::Object(_) => self.block(value, column, role, example),
            Json::Null | Json::Bool(_) | Json::Number(_) => one_line(scalar::word(value).unwrap_or_default()),
        }
    }

    /// The lines of an entry.
    pub(super) fn entry(
        &self,
        key: Option<&str>,
        value: &Json,
        column: usize,
        example: Option<(&Slot<'_>, Bond)>,
    ) -> Vec<String> {
        let part = |(slot, bond): (&'_ Slot<'_>, Bond)| (slot.mark, bond);
        let of = example.map(|(slot, _)| &slot.value).zip(example.map(part));
        let of = of.map(|(part, (mark, bond))| Example { part, column: self.page.column(mark), bond });
        let (lead, role) = match key {
            Some(key) => (self.key(key, example.map(|(slot, _)| slot)) + ":", Role::Pair),
            None => ("-".to_owned(), Role::Item),
        };
        let Written { first, mut rest, .. } = self.value(value, column, role, of);
        let space = if first.is_empty() { "" } else { " " };
        rest.insert(0, format!("{}{lead}{space}{first}", blanks(column)));
        rest
    }

    /// A key in a block, in quotes where its neighbour has them.
    fn key(&self, key: &str, neighbour: Option<&Slot<'_>>) -> String {
        let part = neighbour.and_then(|slot| slot.key.as_ref()).map(|key| (&key.part, key.name));
        let wanted = part.and_then(|(part, name)| needless(part, name?, Within::Block));
        scalar::string(key, Within::Block, wanted, self.style.quote)
    }

    /// A key in the place of another.
    pub(super) fn renamed(&self, key: &str, within: Within, old: &Part<'_>) -> String {
        scalar::string(key, within, quote_of(old), self.style.quote)
    }

    fn text(&self, text: &str, column: usize, role: Role, example: Option<Example<'_>>) -> Written {
        let indent = blanks(if role == Role::Root { self.style.step } else { column + self.style.step });
        let lines = |head: char, lines: Vec<&str>| {
            let indented = |line: &str| if line.is_empty() { String::new() } else { format!("{indent}{line}") };
            let first = format!("{head}{}", scalar::chomping(text));
            Written { first, rest: lines.into_iter().map(indented).collect(), is_block: false }
        };
        let style = example.and_then(|example| match example.part.form {
            Form::Scalar(style) => Some((style, example)),
            Form::Nothing | Form::Alias(_) | Form::Collection(_) => None,
        });
        // At the end of a text, readers do not agree on a block scalar whose last line has no break.
        let may_end = !text.ends_with('\n') || self.page.ends_with_break();
        let stays_quoted = style.is_some_and(|(style, like)| style == Style::Double && like.bond == Bond::Same);
        if stays_quoted || !may_end {
            return Written { first: self.string(text, example), rest: Vec::new(), is_block: false };
        }
        if let Some((Style::Folded, example)) = style
            && let Some(folded) = scalar::folded(text, self.width(example.part))
        {
            return lines('>', folded.iter().map(String::as_str).collect());
        }
        if (text.contains('\n') || matches!(style, Some((Style::Literal, _))))
            && let Some(literal) = scalar::literal(text)
        {
            return lines('|', literal);
        }
        Written { first: self.string(text, example), rest: Vec::new(), is_block: false }
    }

    /// The length of the longest line of a folded text, without indentation.
    fn width(&self, part: &Part<'_>) -> usize {
        let lines = self.page.content[part.from..part.to].lines().skip(1);
        lines.map(|line| line.trim_start().len()).max().unwrap_or(0).clamp(40, WIDEST)
    }

    fn string(&self, text: &str, example: Option<Example<'_>>) -> String {
        let wanted = example.and_then(|Example { part, bond, .. }| match bond {
            Bond::Same => quote_of(part),
            Bond::Neighbour => needless(part, part.node?.as_str()?, Within::Block),
        });
        scalar::string(text, Within::Block, wanted, self.style.quote)
    }

    /// A collection as lines.
    fn block(&self, value: &Json, column: usize, role: Role, example: Option<Example<'_>>) -> Written {
        let inner = self.inner_column(value, column, role, example);
        let bond = example.map_or(Bond::Neighbour, |example| example.bond);
        let mut lines: Vec<String> = Vec::new();
        match value {
            Json::Array(items) => {
                let like = example.and_then(|example| example.part.collection()?.entries.first());
                let like = like.filter(|slot| slot.key.is_none()).map(|slot| (slot, Bond::Neighbour));
                for item in items {
                    lines.extend(self.entry(None, item, inner, like));
                }
            }
            Json::Object(pairs) => {
                for (key, value) in pairs {
                    let like = example.and_then(|example| pair_like(example.part, key)).map(|slot| (slot, bond));
                    lines.extend(self.entry(Some(key), value, inner, like));
                }
            }
            Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => {}
        }
        if role == Role::Pair || lines.is_empty() {
            return Written { first: String::new(), rest: lines, is_block: true };
        }
        let first = lines.remove(0);
        // Beside a dash the first entry stands as far away as the others are indented.
        let gap = inner.saturating_sub(column + 2);
        let first = if role == Role::Item { blanks(gap) + first.trim_start_matches(' ') } else { first };
        Written { first, rest: lines, is_block: true }
    }

    /// The column of the entries of a collection in an entry in `column`.
    fn inner_column(&self, value: &Json, column: usize, role: Role, example: Option<Example<'_>>) -> usize {
        let like = example.and_then(|example| {
            let block = example.part.block().filter(|block| (block.kind == Kind::Sequence) == value.is_array())?;
            let mark = block.entries.first()?.mark;
            self.page.column(mark).checked_sub(example.column)
        });
        let (least, usual) = match role {
            Role::Root => return column,
            Role::Item => (2, 2),
            Role::Pair if value.is_array() => (0, self.style.dash),
            Role::Pair => (1, self.style.step),
        };
        column + like.filter(|offset| *offset >= least).unwrap_or(usual)
    }

    /// Whether a collection is written in brackets: it is empty, or short and like its example.
    fn fits_in_brackets(&self, value: &Json, column: usize, example: Option<Example<'_>>) -> bool {
        let in_line = |value: &Json| match value {
            Json::Array(items) => items.is_empty(),
            Json::Object(pairs) => pairs.is_empty(),
            Json::String(text) => !text.contains('\n'),
            Json::Null | Json::Bool(_) | Json::Number(_) => true,
        };
        let flat = match value {
            Json::Array(items) => items.iter().all(in_line),
            Json::Object(pairs) => pairs.values().all(in_line),
            Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => false,
        };
        let like = example.and_then(|example| example.part.flow()).is_some_and(|flow| !flow.entries.is_empty());
        in_line(value)
            || flat
                && like
                && column + self.flow(value, example.map(|example| example.part), None).chars().count() < WIDEST
    }

    /// A value in brackets, on one line; strings in the quotes of their example, or in `quotes`.
    fn flow(&self, value: &Json, example: Option<&Part<'_>>, quotes: Option<Quote>) -> String {
        match value {
            Json::Array(items) => {
                let like = example.and_then(|part| part.collection()?.entries.first());
                let like = like.filter(|slot| slot.key.is_none()).map(|slot| &slot.value);
                let items: Vec<String> = items.iter().map(|item| self.flow(item, like, quotes)).collect();
                self.bracketed('[', &items, ']', example)
            }
            Json::Object(pairs) => self.bracketed('{', &self.flow_pairs(pairs, example, quotes), '}', example),
            Json::String(text) => {
                let like = example.and_then(|part| needless(part, part.node?.as_str()?, Within::Flow));
                scalar::string(text, Within::Flow, like.or(quotes), self.style.quote)
            }
            Json::Null | Json::Bool(_) | Json::Number(_) => scalar::word(value).unwrap_or_default(),
        }
    }

    fn flow_pairs(&self, pairs: &Map<String, Json>, example: Option<&Part<'_>>, quotes: Option<Quote>) -> Vec<String> {
        let neighbour = example.and_then(|part| part.collection()?.entries.first());
        let pair = |(key, value): (&String, &Json)| {
            let like = example.and_then(|part| pair_like(part, key)).map(|slot| &slot.value);
            self.flow_pair(key, value, neighbour, like, quotes)
        };
        pairs.iter().map(pair).collect()
    }

    fn flow_pair(
        &self,
        key: &str,
        value: &Json,
        neighbour: Option<&Slot<'_>>,
        like: Option<&Part<'_>>,
        quotes: Option<Quote>,
    ) -> String {
        // Where a key is quoted without need, this is JSON, and is to stay JSON.
        let of_keys =
            neighbour.and_then(|slot| needless(&slot.key.as_ref()?.part, slot.key.as_ref()?.name?, Within::Flow));
        let quotes = quotes.or(of_keys.filter(|quote| *quote == Quote::Double));
        let key = scalar::string(key, Within::Flow, of_keys.or(quotes), self.style.quote);
        format!("{key}: {}", self.flow(value, like, quotes))
    }

    /// A value in brackets in the place of another.
    pub(super) fn flow_instead(&self, value: &Json, old: &Part<'_>) -> String {
        match value {
            Json::String(text) => scalar::string(text, Within::Flow, quote_of(old), self.style.quote),
            Json::Null | Json::Bool(_) | Json::Number(_) | Json::Array(_) | Json::Object(_) => {
                self.flow(value, Some(old), None)
            }
        }
    }

    /// An item or pair in brackets.
    pub(super) fn flow_entry(&self, key: Option<&str>, value: &Json, neighbour: Option<&Slot<'_>>) -> String {
        let like = neighbour.map(|slot| &slot.value);
        match key {
            Some(key) => self.flow_pair(key, value, neighbour, like, None),
            None => self.flow(value, like, None),
        }
    }

    fn bracketed(&self, opens: char, entries: &[String], closes: char, example: Option<&Part<'_>>) -> String {
        let padded = example.and_then(|part| Some((part, part.flow()?))).is_some_and(|(part, flow)| {
            !flow.entries.is_empty() && self.page.content[part.from..].starts_with([opens]) && {
                self.page.content[part.from + 1..].starts_with(' ')
            }
        });
        let pad = if padded && !entries.is_empty() { " " } else { "" };
        format!("{opens}{pad}{}{pad}{closes}", entries.join(", "))
    }
}

/// The pair of a mapping by which a new pair of this key goes: that of the same key.
pub(super) fn pair_like<'a>(part: &'a Part<'a>, key: &str) -> Option<&'a Slot<'a>> {
    let entries = &part.collection()?.entries;
    // A key is looked for among this many: an example is worth no more.
    let named = |slot: &&Slot<'_>| slot.key.as_ref().is_some_and(|own| own.name == Some(key));
    entries.iter().take(100).find(named)
}

/// The quotes of a scalar, if it has any.
fn quote_of(part: &Part<'_>) -> Option<Quote> {
    match part.form {
        Form::Scalar(Style::Single) => Some(Quote::Single),
        Form::Scalar(Style::Double) => Some(Quote::Double),
        Form::Scalar(Style::Plain | Style::Literal | Style::Folded)
        | Form::Nothing
        | Form::Alias(_)
        | Form::Collection(_) => None,
    }
}

/// The quotes of a scalar that it could do without.
fn needless(part: &Part<'_>, text: &str, within: Within) -> Option<Quote> {
    quote_of(part).filter(|_| scalar::is_plain(text, within))
}

pub(super) fn blanks(count: usize) -> String {
    " ".repeat(count)
}
