//! Entries of a block: whole lines come and go.

use super::draft::Draft;
use super::emit::{Emitter, Gap, Plan, Seat};
use super::layout::{Slot, lead};
use super::open::{Member, Open, Origin};
use super::refused::{Reason, Stop};
use super::scalar::Within;
use super::write::{Bond, Role, blanks};
use crate::marks::Kind;

/// A collection of lines.
struct Block<'d> {
    slots: &'d [Slot<'d>],
    /// The column of its entries.
    column: usize,
    seat: &'d Seat<'d>,
}

/// The lines of an entry, with the comments that belong to it.
struct Extent {
    /// Where its first line begins; its mark if it stands beside the dash of an outer entry.
    first: usize,
    /// Where its last line ends.
    last: usize,
    is_beside: bool,
}

impl Emitter<'_, '_> {
    /// Makes a block what its draft is.
    pub(super) fn block(&mut self, open: &Open<'_>, plan: &Plan<'_, '_>, seat: &Seat<'_>) -> Result<(), Stop> {
        let slots = open.collection.entries.as_slice();
        let Some(first) = slots.first() else { return Ok(()) };
        let block = Block { slots, column: self.page.column(first.mark), seat };
        let mut stays = plan.stays.iter();
        for gap in &plan.gaps {
            if let Some((at, Some(member))) = gap.before.and_then(|_| stays.next()) {
                self.rename(&slots[*at], member, Within::Block)?;
                if !matches!(member.value, Draft::Kept(_)) {
                    self.value(&member.value, &self.seat_in_block(&block, *at))?;
                }
            }
            self.block_gap(&block, gap, open.collection.kind)?;
        }
        Ok(())
    }

    fn seat_in_block<'d>(&self, block: &Block<'d>, at: usize) -> Seat<'d> {
        let slot = &block.slots[at];
        let (role, from) = slot.key.as_ref().map_or((Role::Item, slot.mark), |key| (Role::Pair, key.part.to));
        Seat {
            role,
            column: block.column,
            within: Within::Block,
            lead: lead(self.page, from, slot.value.from),
            last: self.extent(block, at).last,
            like: Self::like(block.slots, at, block.seat),
        }
    }

    fn block_gap(&mut self, block: &Block<'_>, gap: &Gap<'_, '_>, kind: Kind) -> Result<(), Stop> {
        self.account(block.slots, gap)?;
        if gap.empties() {
            return self.empty_block(block, gap, kind);
        }
        if gap.added.is_empty() {
            self.remove_lines(block, gap);
        } else {
            self.add_lines(block, gap);
        }
        Ok(())
    }

    /// The lines of what is added, entry by entry.
    fn written(&self, block: &Block<'_>, gap: &Gap<'_, '_>) -> Vec<String> {
        let ending = self.page.line_break(block.slots[gap.before.or(gap.after).unwrap_or(0)].mark);
        let like = gap.before.or(gap.after).or_else(|| gap.removed.clone().next()).map(|at| &block.slots[at]);
        let entry = |member: &&Member<'_>| {
            if let Origin::Moved(at) = member.origin {
                return self.as_written(block, at);
            }
            let lines = self.writer.entry(
                member.key.as_deref(),
                member.added(),
                block.column,
                like.map(|slot| (slot, Bond::Neighbour)),
            );
            lines.join(ending)
        };
        gap.added.iter().map(entry).collect()
    }

    /// The lines of an entry of the text.
    fn as_written(&self, block: &Block<'_>, at: usize) -> String {
        let Extent { first, last, is_beside } = self.extent(block, at);
        let indent = if is_beside { blanks(block.column) } else { String::new() };
        indent + &self.page.content[first..last]
    }

    fn add_lines(&mut self, block: &Block<'_>, gap: &Gap<'_, '_>) {
        let entries = self.written(block, gap);
        match (gap.removed.clone().next(), gap.before, gap.after) {
            (Some(at), _, _) => {
                self.put_lines(block, at, &entries);
                self.remove_whole_lines(block, &gap.rest(Some(at), at + 1));
            }
            (None, Some(at), _) => {
                let last = self.extent(block, at).last;
                let ending = self.page.line_break(last);
                // A blank line below such an entry would become part of it.
                let is_apart = !block.slots[at].value.keeps && self.stands_apart(block, gap);
                let before = if is_apart { ending.repeat(2) } else { ending.to_owned() };
                let lines: String = entries.iter().flat_map(|entry| [&before, entry]).cloned().collect();
                self.splices.insert(last, lines);
            }
            (None, None, Some(at)) => {
                let Extent { first, is_beside, .. } = self.extent(block, at);
                let ending = self.page.line_break(first);
                let behind = if self.stands_apart(block, gap) { ending.repeat(2) } else { ending.to_owned() };
                let lines: String = entries.iter().flat_map(|entry| [entry, &behind]).cloned().collect();
                let (beside, indent) = (lines.trim_start_matches(' '), blanks(block.column));
                match is_beside {
                    false => self.splices.insert(first, lines),
                    // Beside the dash, a comment would not stand above its entry any more.
                    true if beside.starts_with('#') => {
                        self.splices.replace(self.page.blanks_before(first), first, format!("{ending}{lines}{indent}"));
                    }
                    true => self.splices.insert(first, format!("{beside}{indent}")),
                }
            }
            (None, None, None) => {}
        }
    }

    /// Writes entries in the place of one.
    fn put_lines(&mut self, block: &Block<'_>, at: usize, entries: &[String]) {
        let Extent { first, last, is_beside } = self.extent(block, at);
        let lines = entries.join(self.page.line_break(first));
        let lines = if is_beside { lines.trim_start_matches(' ') } else { &lines };
        self.splices.replace(first, last, lines);
    }

    /// Whether the entries around a gap have blank lines between them.
    fn stands_apart(&self, block: &Block<'_>, gap: &Gap<'_, '_>) -> bool {
        let apart = |a: usize, b: usize| {
            let slot = block.slots.get(b)?;
            let (last, first) = (self.extent(block, a).last, self.extent(block, b).first);
            Some(slot.mark > last && self.page.is_blank(self.page.next_line(last)) && self.page.next_line(last) < first)
        };
        let pairs = match (gap.before, gap.after) {
            (Some(a), after) => [a.checked_sub(1).and_then(|before| apart(before, a)), after.and_then(|b| apart(a, b))],
            (None, Some(b)) => [apart(b, b + 1), None],
            (None, None) => [None, None],
        };
        pairs.iter().flatten().count() > 0 && pairs.iter().flatten().all(|apart| *apart)
    }

    fn remove_lines(&mut self, block: &Block<'_>, gap: &Gap<'_, '_>) {
        let Some(at) = gap.removed.clone().next() else { return };
        let Extent { first, last, is_beside } = self.extent(block, at);
        let (true, Some(after)) = (is_beside, gap.after) else { return self.remove_whole_lines(block, gap) };
        // What stays comes up to the dash that the first entry stood beside, unless there is a
        // comment in between that stays too.
        let next = block.slots[after].mark;
        if self.extent(block, after).first == self.page.line_start(next) && !self.comment_stays(block, gap, next) {
            self.splices.delete(first, next);
            return;
        }
        self.splices.delete(self.page.blanks_before(first), last);
        self.remove_whole_lines(block, &gap.rest(gap.before, at + 1));
    }

    /// Whether there is a comment between entries that go, or before `next`, that belongs to none.
    fn comment_stays(&self, block: &Block<'_>, gap: &Gap<'_, '_>, next: usize) -> bool {
        let ends = gap.removed.clone().map(|at| {
            let after = if at + 1 < gap.removed.end { self.extent(block, at + 1).first } else { next };
            (self.extent(block, at).last, after)
        });
        ends.into_iter().any(|(last, after)| self.page.has_comment(last, after))
    }

    /// Removes lines, and the blank lines that would have nothing to separate any more.
    fn remove_whole_lines(&mut self, block: &Block<'_>, gap: &Gap<'_, '_>) {
        for at in gap.removed.clone() {
            let Extent { first, last, .. } = self.extent(block, at);
            let above = self.page.blanks_above(first, self.floor(block, at));
            let next = self.page.next_line(last);
            let below = self.page.blanks_below(next);
            let leads = gap.before.is_none() && at == gap.removed.start;
            // Blank lines that come to stand below such an entry would become part of it.
            let keeps = gap.before.is_some_and(|before| block.slots[before].value.keeps);
            match gap.after {
                Some(_) if above < first || leads || keeps => self.splices.delete(first, below),
                Some(_) => self.splices.delete(first, next),
                None => self.remove_last_lines(above, last, if keeps { below } else { next }),
            }
        }
    }

    /// Removes the lines from `above` to `next`, behind which an outer block may go on: its own new
    /// lines are put before the line break of `last`, so it is the line break above that goes, unless
    /// the two differ or the text ends here.
    fn remove_last_lines(&mut self, above: usize, last: usize, next: usize) {
        let before = self.page.previous_line(above).map(|line| self.page.line_end(line));
        let end = if next > self.page.next_line(last) { self.page.line_end(next.saturating_sub(1)) } else { last };
        match before {
            Some(before) if self.page.content[before..above] == self.page.content[end..next] => {
                self.splices.delete(before, end);
            }
            Some(_) | None => self.splices.delete(above, next),
        }
    }

    /// Writes brackets in the place of all entries.
    fn empty_block(&mut self, block: &Block<'_>, gap: &Gap<'_, '_>, kind: Kind) -> Result<(), Stop> {
        let empty = match kind {
            Kind::Sequence => "[]",
            Kind::Mapping => "{}",
        };
        let Extent { first, last, is_beside } = self.extent(block, 0);
        match block.seat.lead {
            _ if is_beside => {
                self.splices.replace(first, last, empty);
                self.remove_whole_lines(block, &gap.rest(None, 1));
            }
            Some(lead) => {
                self.splices.insert(lead, format!(" {empty}"));
                self.remove_whole_lines(block, &gap.rest(None, 0));
            }
            None if block.seat.role == Role::Root => {
                self.splices.replace(first, last, empty);
                self.remove_whole_lines(block, &gap.rest(None, 1));
            }
            None => return Err(Stop::new(first..last, Reason::Unsafe)),
        }
        Ok(())
    }

    /// The first line above an entry in which its comments may stand.
    fn floor(&self, block: &Block<'_>, at: usize) -> usize {
        match at.checked_sub(1) {
            Some(before) => self.page.next_line(block.slots[before].end()),
            None => block.seat.lead.map_or(0, |lead| self.page.next_line(lead)),
        }
    }

    fn extent(&self, block: &Block<'_>, at: usize) -> Extent {
        let slot = &block.slots[at];
        let is_beside = !self.page.starts_line(slot.mark);
        let above = || self.page.with_comments_above(slot.mark, self.floor(block, at));
        let holds_lines = slot.value.block().is_some();
        let end = slot.end();
        Extent {
            first: if is_beside { slot.mark } else { above() },
            last: if holds_lines { self.page.with_comments_below(end, block.column) } else { self.page.line_end(end) },
            is_beside,
        }
    }
}
