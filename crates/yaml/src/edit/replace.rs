//! One value in the place of another.

use serde_json::Value as Json;

use super::emit::{Emitter, Seat};
use super::layout::{Brackets, Form, Part};
use super::refused::{Reason, Stop};
use super::scalar::Within;
use super::write::{Bond, Example, Role, Written, blanks};
use crate::marks::{Style, Tagged};

/// The bytes of an old value in a block: a piece of the line of what leads to it, and lines below.
struct Old {
    from: usize,
    to: usize,
    /// Where the lines below end; there are none if that is the end of the line of `to`.
    below: usize,
}

impl Emitter<'_, '_> {
    /// Writes `value` in the place of `old`; what leads there and its comment stay.
    pub(super) fn replace(&mut self, old: &Part<'_>, value: &Json, seat: &Seat<'_>) -> Result<(), Stop> {
        self.tag(old, value)?;
        if seat.within == Within::Flow {
            self.replace_in_brackets(old, value);
            return Ok(());
        }
        let column = match (seat.role, seat.lead) {
            (Role::Root, None) => self.page.column(old.from),
            (Role::Root, Some(_)) => 0,
            (Role::Item | Role::Pair, _) => seat.column,
        };
        if let (Form::Nothing, Role::Pair, None) = (&old.form, seat.role, seat.lead) {
            self.add_colon(value, seat);
            return Ok(());
        }
        let place = self.old(old, seat);
        let mut written = self.writer.value(value, column, seat.role, Some(self.example(old, column, seat)));
        // A comment that stays at the end of the line is the entry's, not that of its first child; and
        // behind a marker, tag or anchor no collection may begin.
        let is_alone = self.page.content[place.to..self.page.line_end(place.to)].trim().is_empty();
        let is_led = old.start < old.from || seat.role == Role::Root && seat.lead.is_some();
        if written.is_block && !written.first.is_empty() && (is_led || !is_alone && seat.role == Role::Item) {
            let first = written.first.trim_start_matches(' ');
            let gap = if seat.role == Role::Item { written.first.len() - first.len() + 2 } else { 0 };
            written.rest.insert(0, format!("{}{first}", blanks(column + gap)));
            written.first = String::new();
        }
        self.put(&place, &written, seat);
        Ok(())
    }

    /// What the new value goes by: the old one, or where that tells nothing, a neighbour.
    fn example<'d>(&self, old: &'d Part<'d>, column: usize, seat: &Seat<'d>) -> Example<'d> {
        let informs = match &old.form {
            Form::Scalar(_) => true,
            Form::Collection(collection) => !collection.entries.is_empty(),
            Form::Nothing | Form::Alias(_) => false,
        };
        match seat.like.filter(|_| !informs) {
            None => Example { part: old, column, bond: Bond::Same },
            Some(slot) => Example { part: &slot.value, column: self.page.column(slot.mark), bond: Bond::Neighbour },
        }
    }

    /// Writes the value of a key with `?` that has none, in a line below.
    fn add_colon(&mut self, value: &Json, seat: &Seat<'_>) {
        let ending = self.page.line_break(seat.last);
        let Written { first, rest, .. } = self.writer.value(value, seat.column, Role::Pair, None);
        let space = if first.is_empty() { "" } else { " " };
        let line = format!("{}:{space}{first}", blanks(seat.column));
        let lines: String = std::iter::once(&line).chain(&rest).flat_map(|line| [ending, line]).collect();
        self.splices.insert(seat.last, lines);
    }

    fn put(&mut self, place: &Old, written: &Written, seat: &Seat<'_>) {
        let Old { from, to, below } = *place;
        let Written { first, rest, is_block } = written;
        let page = self.page;
        let beside = seat.lead.filter(|lead| page.blanks_before(from) == *lead);
        let ending = page.line_break(to);
        let rest: String = rest.iter().flat_map(|line| [ending, line]).collect();
        let line = page.line_end(to);
        if first.is_empty() && page.starts_line(from) && page.content[to..line].trim().is_empty() {
            // Nothing is left of its line.
            let above = page.previous_line(from).map_or(from, |above| page.line_end(above));
            return self.splices.replace(above, below, rest);
        }
        match (first.is_empty(), beside, seat.lead) {
            (true, _, _) => self.splices.delete(page.blanks_before(from), to),
            // The entries of a collection stand in the column that the first one begins.
            (false, Some(lead), _) if *is_block => self.splices.replace(lead, to, format!(" {first}")),
            (false, _, Some(lead)) if from == to => self.splices.insert(lead, format!(" {first}")),
            (false, _, _) => self.splices.replace(from, to, first.as_str()),
        }
        self.splices.replace(line.min(below), below, rest);
    }

    /// Where an old value stands in a block.
    fn old(&self, old: &Part<'_>, seat: &Seat<'_>) -> Old {
        let Part { from, to, end, .. } = *old;
        let one_line = |from, to| Old { from, to, below: self.page.line_end(to) };
        match (&old.form, seat.lead) {
            (Form::Scalar(Style::Literal | Style::Folded), _) => {
                let header = self.page.content[from..].find([' ', '\t', '\n', '\r']).map_or(to, |len| from + len);
                Old { from, to: header, below: end.max(self.page.line_end(header)) }
            }
            (Form::Collection(collection), lead) if collection.style == Brackets::Block => match lead {
                Some(lead) if !self.page.same_line(lead, from) => Old { from: lead, to: lead, below: seat.last },
                Some(_) | None => Old { from, to: seat.last, below: seat.last },
            },
            (Form::Nothing | Form::Scalar(_) | Form::Alias(_) | Form::Collection(_), _) => one_line(from, to),
        }
    }

    fn replace_in_brackets(&mut self, old: &Part<'_>, value: &Json) {
        let text = self.writer.flow_instead(value, old);
        let before = match &old.form {
            Form::Nothing => {
                let led = self.page.content[..old.from].trim_end_matches([' ', '\t', '\n', '\r']);
                if led.ends_with(':') || old.start < old.from { " " } else { ": " }
            }
            Form::Scalar(_) | Form::Alias(_) | Form::Collection(_) => "",
        };
        self.splices.replace(old.from, old.to, format!("{before}{text}"));
    }

    /// Takes away a core tag that the new value does not fit, and refuses another one.
    fn tag(&mut self, old: &Part<'_>, value: &Json) -> Result<(), Stop> {
        let Some(Tagged { span, core }) = &old.tag else { return Ok(()) };
        let fits = match (core.as_deref(), value) {
            (Some("str") | None, Json::String(_))
            | (Some("seq"), Json::Array(_))
            | (Some("map"), Json::Object(_))
            | (Some("null"), Json::Null)
            | (Some("bool"), Json::Bool(_)) => true,
            (Some("int"), Json::Number(number)) => !number.is_f64(),
            (Some("float"), Json::Number(number)) => number.is_f64(),
            _ => false,
        };
        let range = span.range();
        match core {
            _ if fits => {}
            Some(_) => self.splices.delete(range.start, self.page.blanks_after(range.end)),
            None if &self.page.content[range.clone()] == "!" => {
                self.splices.delete(range.start, self.page.blanks_after(range.end));
            }
            None => {
                let tag = self.page.content[range.clone()].to_owned();
                return Err(Stop::new(range, Reason::Tag(tag)));
            }
        }
        Ok(())
    }
}
