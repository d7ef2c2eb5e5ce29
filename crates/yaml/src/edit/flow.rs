//! Entries in brackets or braces: they come and go between commas, and where each has a line, with
//! their lines.

use std::ops::Range;

use super::draft::Draft;
use super::emit::{Emitter, Gap, Plan, Seat};
use super::layout::{Brackets, Part, Slot};
use super::open::{Member, Open};
use super::refused::{Reason, Stop};
use super::scalar::Within;
use super::write::{Role, blanks};

/// A collection in brackets.
struct Flow<'d> {
    slots: &'d [Slot<'d>],
    /// Behind the opening bracket, and before the closing one.
    inside: Range<usize>,
    /// Whether an entry that starts its line has the line to itself.
    has_lines: bool,
}

impl Emitter<'_, '_> {
    /// Makes a collection in brackets what its draft is.
    pub(super) fn brackets(&mut self, open: &Open<'_>, plan: &Plan<'_, '_>, seat: &Seat<'_>) -> Result<(), Stop> {
        let Part { from, to, .. } = *open.part;
        let slots = open.collection.entries.as_slice();
        // A lone pair in a sequence has no braces, until it is not one pair any more.
        let is_pair = open.collection.style == Brackets::Pair;
        let inside = if is_pair { from..to } else { from + 1..to.saturating_sub(1) };
        let flow = Flow { slots, inside, has_lines: !is_pair };
        let braces = if is_pair && plan.changes() { ["{", "}"] } else { [""; 2] };
        self.splices.insert(from, braces[0]);
        let mut stays = plan.stays.iter();
        for gap in &plan.gaps {
            if let Some((at, Some(member))) = gap.before.and_then(|_| stays.next()) {
                self.rename(&slots[*at], member, Within::Flow)?;
                if !matches!(member.value, Draft::Kept(_)) {
                    self.value(&member.value, &seat_in_brackets(slots, *at, seat))?;
                }
            }
            self.account(slots, gap)?;
            match (gap.added.is_empty(), gap.removed.is_empty(), gap.arrives()) {
                (true, true, _) => {}
                (true, false, _) => self.remove_between_commas(&flow, gap),
                (false, _, Some(at)) => self.move_between_commas(&flow, gap, at)?,
                (false, _, None) => self.add_between_commas(&flow, gap),
            }
        }
        self.splices.insert(to, braces[1]);
        Ok(())
    }

    /// The comma behind an entry.
    fn comma(&self, flow: &Flow<'_>, at: usize) -> Option<usize> {
        let until = flow.slots.get(at + 1).map_or(flow.inside.end, |next| next.mark);
        self.page.find(flow.slots[at].end(), until, b',')
    }

    fn add_between_commas(&mut self, flow: &Flow<'_>, gap: &Gap<'_, '_>) {
        let near = gap.before.or(gap.after).or_else(|| gap.removed.clone().next());
        let like = near.map(|at| &flow.slots[at]);
        let entry = |member: &&Member<'_>| self.writer.flow_entry(member.key.as_deref(), member.added(), like);
        let entries: Vec<String> = gap.added.iter().map(entry).collect();
        match (gap.removed.clone().next(), gap.before, gap.after) {
            (Some(at), _, _) => {
                let slot = &flow.slots[at];
                self.splices.replace(slot.mark, slot.end(), entries.join(&self.between(flow, slot.mark)));
                self.remove_between_commas(flow, &gap.rest(Some(at), at + 1));
            }
            (None, Some(at), _) => self.add_behind(flow, at, &entries),
            (None, None, Some(at)) => self.add_before(flow, flow.slots[at].mark, &entries),
            (None, None, None) => {
                let Range { start, end } = flow.inside;
                let is_blank = self.page.content[start..end].trim().is_empty();
                let (end, blank) = if is_blank { (end, "") } else { (start, " ") };
                self.splices.replace(start, end, entries.join(", ") + blank);
            }
        }
    }

    /// Adds entries before the first one.
    fn add_before(&mut self, flow: &Flow<'_>, mark: usize, entries: &[String]) {
        let entries = entries.join(&self.between(flow, mark));
        if self.has_line(flow, mark) {
            let first = self.page.with_comments_above(mark, self.page.next_line(flow.inside.start));
            let indent = &self.page.content[self.page.line_start(mark)..mark];
            self.splices.insert(first, format!("{indent}{entries},{}", self.page.line_break(mark)));
        } else {
            self.splices.insert(mark, format!("{entries}, "));
        }
    }

    fn has_line(&self, flow: &Flow<'_>, mark: usize) -> bool {
        flow.has_lines && self.page.starts_line(mark)
    }

    /// What separates an entry at `mark` from the next.
    fn between(&self, flow: &Flow<'_>, mark: usize) -> String {
        if self.has_line(flow, mark) {
            format!(",{}{}", self.page.line_break(mark), blanks(self.page.column(mark)))
        } else {
            ", ".to_owned()
        }
    }

    fn add_behind(&mut self, flow: &Flow<'_>, at: usize, entries: &[String]) {
        let slot = &flow.slots[at];
        let (end, comma) = (slot.end(), self.comma(flow, at));
        let last = comma.map_or(end, |comma| comma + 1);
        // The bracket that opens is not on the line of an entry that starts its line.
        if !self.has_line(flow, slot.mark) || !self.page.ends_line(last) {
            return self.splices.insert(end, format!(", {}", entries.join(", ")));
        }
        let separator = self.between(flow, slot.mark);
        if comma.is_none() {
            self.splices.insert(end, ",");
        }
        let closing = if comma.is_some() { "," } else { "" };
        let text = format!("{}{}{closing}", &separator[1..], entries.join(&separator));
        self.splices.insert(self.page.line_end(last), text);
    }

    /// Puts an entry of the text where it comes to. Its comments go with it from line to line; nowhere
    /// else is there a place for them.
    fn move_between_commas(&mut self, flow: &Flow<'_>, gap: &Gap<'_, '_>, at: usize) -> Result<(), Stop> {
        let (page, slot) = (self.page, &flow.slots[at]);
        let entry = &page.content[slot.mark..slot.end()];
        let last = self.behind_comma(flow, at);
        let line = page.line_end(last);
        let before = at.checked_sub(1).map_or(flow.inside.start, |before| flow.slots[before].end());
        let first = page.with_comments_above(slot.mark, page.next_line(before));
        let has_line =
            |at: usize| self.has_line(flow, flow.slots[at].mark) && page.ends_line(self.behind_comma(flow, at));
        let has_lines = |to| has_line(at) && has_line(to) && !page.has_comment(slot.end(), last);
        let has_comments = page.has_comment(slot.end(), last)
            || page.starts_line(slot.mark) && page.has_comment(first, slot.mark)
            || page.ends_line(last) && page.has_comment(last, line);
        let (above, behind) = (&page.content[first..slot.mark], &page.content[last..line]);
        match (gap.before, gap.after) {
            (Some(to), _) if has_lines(to) => {
                let comma = self.comma(flow, to);
                if comma.is_none() {
                    self.splices.insert(flow.slots[to].end(), ",");
                }
                let closing = if comma.is_some() { "," } else { "" };
                let end = page.line_end(self.behind_comma(flow, to));
                self.splices.insert(end, format!("{}{above}{entry}{closing}{behind}", page.line_break(slot.mark)));
            }
            (None, Some(to)) if has_lines(to) => {
                let start = page.with_comments_above(flow.slots[to].mark, page.next_line(flow.inside.start));
                self.splices.insert(start, format!("{above}{entry},{behind}{}", page.line_break(slot.mark)));
            }
            _ if has_comments => return Err(Stop::new(slot.mark..slot.end(), Reason::Unsafe)),
            (Some(to), _) => self.add_behind(flow, to, &[entry.to_owned()]),
            (None, Some(to)) => self.add_before(flow, flow.slots[to].mark, &[entry.to_owned()]),
            (None, None) => {}
        }
        Ok(())
    }

    /// Where an entry ends, with the comma behind it.
    fn behind_comma(&self, flow: &Flow<'_>, at: usize) -> usize {
        self.comma(flow, at).map_or(flow.slots[at].end(), |comma| comma + 1)
    }

    fn remove_between_commas(&mut self, flow: &Flow<'_>, gap: &Gap<'_, '_>) {
        if gap.removed.is_empty() {
            return;
        }
        if gap.empties() && !self.comment_between(flow) {
            return self.splices.delete(flow.inside.start, flow.inside.end);
        }
        let trailing = flow.slots.len().checked_sub(1).and_then(|last| self.comma(flow, last));
        for at in gap.removed.clone() {
            self.remove_one(flow, at, gap);
        }
        // Without entries behind it, a comma would be left that was not meant to trail.
        let before = gap.before.filter(|_| gap.after.is_none() && trailing.is_none());
        if let Some(comma) = before.and_then(|before| self.comma(flow, before)) {
            self.splices.delete(comma, comma + 1);
        }
    }

    /// Whether a comment stands beside an entry, not inside of one.
    fn comment_between(&self, flow: &Flow<'_>) -> bool {
        let starts = flow.slots.iter().map(|slot| slot.mark).chain([flow.inside.end]);
        let ends = [flow.inside.start].into_iter().chain(flow.slots.iter().map(Slot::end));
        ends.zip(starts).any(|(end, start)| self.page.has_comment(end, start))
    }

    fn remove_one(&mut self, flow: &Flow<'_>, at: usize, gap: &Gap<'_, '_>) {
        let slot = &flow.slots[at];
        let comma = self.comma(flow, at);
        let last = comma.map_or(slot.end(), |comma| comma + 1);
        let before = at.checked_sub(1).map_or(flow.inside.start, |before| flow.slots[before].end());
        if self.has_line(flow, slot.mark) && self.page.ends_line(last) {
            let first = self.page.with_comments_above(slot.mark, self.page.next_line(before));
            return self.splices.delete(first, self.page.next_line(last));
        }
        if gap.after.is_some() {
            return self.splices.delete(slot.mark, self.page.blanks_after(last));
        }
        // Up to the bracket; over a line break only where no comment ends the line.
        let from = match (at > 0 && !self.page.has_comment(before, slot.mark), comma) {
            (true, None) => before,
            (true, Some(_)) => self.after_comma(before, slot.mark),
            (false, _) if self.page.starts_line(slot.mark) => slot.mark,
            (false, _) => self.page.blanks_before(slot.mark),
        };
        self.splices.delete(from, last);
    }

    /// Behind the comma between two places, if there is one.
    fn after_comma(&self, from: usize, to: usize) -> usize {
        self.page.find(from, to, b',').map_or(from, |comma| comma + 1)
    }
}

fn seat_in_brackets<'d>(slots: &'d [Slot<'d>], at: usize, seat: &Seat<'d>) -> Seat<'d> {
    let role = if slots[at].key.is_some() { Role::Pair } else { Role::Item };
    let like = Emitter::like(slots, at, seat);
    Seat { role, column: 0, within: Within::Flow, lead: None, last: slots[at].end(), like }
}
