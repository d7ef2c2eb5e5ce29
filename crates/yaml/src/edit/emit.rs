//! Draft and layout → splices: finds what differs, and hands it to those who write blocks, brackets
//! and single values.

use std::collections::HashMap;
use std::ops::Range;

use serde_json::Value as Json;

use super::draft::{Draft, New};
use super::layout::{Brackets, Form, Layout, Part, Slot, lead};
use super::open::{Member, Open, Origin};
use super::page::Page;
use super::refused::{Reason, Stop};
use super::scalar::Within;
use super::splice::Splices;
use super::write::{Role, Writer, Written, pair_like};

/// All splices that make the text hold the draft.
pub(super) fn splices(
    writer: &Writer<'_, '_>,
    layout: Option<&Layout<'_>>,
    draft: &Draft<'_>,
) -> Result<Splices, Stop> {
    let mut emitter =
        Emitter { writer, page: writer.page, splices: Splices::default(), gone: HashMap::new(), touched: Vec::new() };
    match (layout, draft) {
        (Some(layout), draft) => {
            let seat = Seat::root(writer.page, layout);
            emitter.value(draft, &seat)?;
            emitter.spare_aliases(&layout.aliases)?;
        }
        (None, Draft::New(New { value, .. })) => emitter.first_document(value),
        (None, Draft::Kept(_) | Draft::Merged(_) | Draft::Open(_)) => {}
    }
    Ok(emitter.splices.sorted())
}

pub(super) struct Emitter<'e, 't> {
    pub(super) writer: &'e Writer<'e, 't>,
    pub(super) page: &'e Page<'t>,
    pub(super) splices: Splices,
    /// How many aliases of each anchor go.
    gone: HashMap<usize, usize>,
    /// Anchors of what goes or changes.
    touched: Vec<(usize, Range<usize>)>,
}

/// Where a value sits.
#[derive(Debug)]
pub(super) struct Seat<'d> {
    pub(super) role: Role,
    /// The column of the entry that holds it.
    pub(super) column: usize,
    pub(super) within: Within,
    /// The end of what leads to it, in a block.
    pub(super) lead: Option<usize>,
    /// The end of the last line of the entry that holds it, its comments included.
    pub(super) last: usize,
    /// An entry next to the one that holds it, or of the same key in a neighbour.
    pub(super) like: Option<&'d Slot<'d>>,
}

/// What happens between two entries that stay.
#[derive(Debug, Default)]
pub(super) struct Gap<'d, 't> {
    /// The entries that stay, before and after.
    pub(super) before: Option<usize>,
    pub(super) after: Option<usize>,
    /// The entries that go.
    pub(super) removed: Range<usize>,
    /// The one of them that comes to another place.
    pub(super) leaves: Option<usize>,
    pub(super) added: Vec<&'d Member<'t>>,
}

/// What happens to the entries of a collection: for each that stays what it becomes, and the gaps
/// before, between and after them.
pub(super) struct Plan<'d, 't> {
    pub(super) stays: Vec<(usize, Option<&'d Member<'t>>)>,
    pub(super) gaps: Vec<Gap<'d, 't>>,
}

impl<'d, 't> Plan<'d, 't> {
    pub(super) fn of(open: &'d Open<'t>) -> Self {
        let slots = &open.collection.entries;
        let (members, added) = placed(open);
        let moved = open.moved();
        let mut plan = Self { stays: Vec::new(), gaps: Vec::new() };
        let mut gap = Gap::default();
        for (at, more) in added.into_iter().enumerate() {
            gap.added.extend(more);
            let Some(slot) = slots.get(at) else { break };
            // A merge key has no member of its own, and cannot be removed.
            let merges = slot.key.as_ref().is_some_and(|key| key.name.is_none());
            if members[at].is_some() || merges {
                plan.stays.push((at, members[at]));
                plan.gaps.push(Gap { after: Some(at), ..gap });
                gap = Gap { before: Some(at), removed: at + 1..at + 1, ..Gap::default() };
            } else {
                gap.removed.end = at + 1;
                gap.leaves = gap.leaves.or(moved.filter(|moved| *moved == at));
            }
        }
        plan.gaps.push(gap);
        plan
    }

    /// Whether entries come or go.
    pub(super) fn changes(&self) -> bool {
        self.gaps.iter().any(|gap| !gap.removed.is_empty() || !gap.added.is_empty())
    }
}

/// The members by the entries of the text that they are, and those that were added by the entry
/// that they stand before.
type Placed<'d, 't> = (Vec<Option<&'d Member<'t>>>, Vec<Vec<&'d Member<'t>>>);

fn placed<'d, 't>(open: &'d Open<'t>) -> Placed<'d, 't> {
    let count = open.collection.entries.len();
    let mut members: Vec<Option<&Member<'t>>> = vec![None; count];
    let mut added: Vec<Vec<&Member<'t>>> = std::iter::repeat_with(Vec::new).take(count + 1).collect();
    let mut next = 0;
    for member in open.members() {
        match member.origin {
            Origin::Text(at) => {
                members[at] = Some(member);
                next = at + 1;
            }
            Origin::Merge(at) => next = next.max(at + 1),
            Origin::Added | Origin::Moved(_) => added[next].push(member),
        }
    }
    (members, added)
}

impl Gap<'_, '_> {
    /// The entries that go from one on, when the others are dealt with and nothing is to be added.
    pub(super) fn rest(&self, before: Option<usize>, from: usize) -> Self {
        Self { before, after: self.after, removed: from..self.removed.end, ..Self::default() }
    }

    /// Whether nothing is left of the collection.
    pub(super) fn empties(&self) -> bool {
        self.before.is_none() && self.after.is_none() && self.added.is_empty() && !self.removed.is_empty()
    }
}

impl Member<'_> {
    /// The value of an entry that an edit added.
    pub(super) fn added(&self) -> &Json {
        match &self.value {
            Draft::New(new) => &new.value,
            Draft::Kept(_) | Draft::Merged(_) | Draft::Open(_) => &Json::Null,
        }
    }
}

impl Seat<'_> {
    fn root(page: &Page<'_>, layout: &Layout<'_>) -> Self {
        let root = &layout.root;
        // A marker leads to the root only from its own line.
        let has_properties = root.start < root.from;
        let beside = page.same_line(layout.start, root.from) && layout.start < root.from;
        let leads = (has_properties || beside).then(|| lead(page, layout.start, root.from)).flatten();
        Self {
            role: Role::Root,
            column: 0,
            within: Within::Block,
            lead: leads,
            last: match root.block() {
                Some(_) => page.with_comments_below(root.end, page.column(root.from)),
                None => page.line_end(root.end),
            },
            like: None,
        }
    }
}

impl Emitter<'_, '_> {
    /// Makes a value what its draft is.
    pub(super) fn value(&mut self, draft: &Draft<'_>, seat: &Seat<'_>) -> Result<(), Stop> {
        match draft {
            Draft::Kept(_) | Draft::Merged(_) | Draft::New(New { old: None, .. }) => Ok(()),
            Draft::New(New { value, old: Some(old) }) => {
                self.touch(old);
                self.remove_inside(old);
                self.replace(old, value, seat)
            }
            Draft::Open(open) => {
                let before = self.splices.len();
                self.open(open, seat)?;
                if self.splices.len() > before {
                    self.touch(open.part);
                }
                Ok(())
            }
        }
    }

    fn open(&mut self, open: &Open<'_>, seat: &Seat<'_>) -> Result<(), Stop> {
        let plan = Plan::of(open);
        let collection = open.collection;
        let (from, to) = (open.part.from, open.part.to);
        // What was empty gets lines where its neighbours have lines.
        let unfolds = collection.entries.is_empty() && seat.within == Within::Block && !self.page.has_comment(from, to);
        if plan.changes() && unfolds {
            return self.replace(open.part, &open.value(), seat);
        }
        match collection.style {
            Brackets::Block => self.block(open, &plan, seat),
            Brackets::Flow | Brackets::Pair => self.brackets(open, &plan, seat),
        }
    }

    /// The neighbour that an entry's value goes by.
    pub(super) fn like<'d>(slots: &'d [Slot<'d>], at: usize, seat: &Seat<'d>) -> Option<&'d Slot<'d>> {
        let key = slots[at].key.as_ref().and_then(|key| key.name);
        let of_neighbour = key.and_then(|key| pair_like(&seat.like?.value, key));
        of_neighbour.or_else(|| slots.get(at.wrapping_sub(1)).or_else(|| slots.get(at + 1)))
    }

    /// Gives the key of a pair the name that it has in the draft.
    pub(super) fn rename(&mut self, slot: &Slot<'_>, member: &Member<'_>, within: Within) -> Result<(), Stop> {
        let (Some(key), Some(name)) = (&slot.key, &member.key) else { return Ok(()) };
        if key.name == Some(name) {
            return Ok(());
        }
        let part = &key.part;
        if matches!(part.form, Form::Collection(_)) || name.chars().count() > LONGEST_KEY {
            return Err(Stop::new(part.from..part.to, Reason::Key));
        }
        self.touch(part);
        self.remove_inside(part);
        let text = self.writer.renamed(name, within, part);
        // An alias as a key needs a blank before its colon, a name has one more than it needs.
        self.splices.replace(part.from, part.to, text);
        Ok(())
    }

    /// Notes that an entry goes.
    pub(super) fn remove(&mut self, slot: &Slot<'_>) {
        for part in slot.key.as_ref().map(|key| &key.part).into_iter().chain([&slot.value]) {
            self.touch(part);
            self.remove_inside(part);
        }
    }

    fn touch(&mut self, part: &Part<'_>) {
        if let Some(anchor) = part.anchor {
            self.touched.push((anchor, part.start..part.to));
        }
    }

    fn remove_inside(&mut self, part: &Part<'_>) {
        match &part.form {
            Form::Nothing | Form::Scalar(_) => {}
            Form::Alias(id) => *self.gone.entry(*id).or_default() += 1,
            Form::Collection(collection) => collection.entries.iter().for_each(|slot| self.remove(slot)),
        }
    }

    /// Refuses to change what aliases stand for that stay.
    fn spare_aliases(&self, aliases: &HashMap<usize, usize>) -> Result<(), Stop> {
        let stays = |id: &usize| aliases.get(id).copied().unwrap_or(0) > self.gone.get(id).copied().unwrap_or(0);
        let shared = self.touched.iter().find(|(id, _)| stays(id));
        shared.map_or(Ok(()), |(_, range)| Err(Stop::new(range.clone(), Reason::Shared)))
    }

    /// Writes the first document of a text that has none, below its comments.
    fn first_document(&mut self, value: &Json) {
        if value.is_null() {
            return;
        }
        let (content, end) = (self.page.content, self.page.content.len());
        let Written { first, rest, .. } = self.writer.value(value, 0, Role::Root, None);
        let ending = self.page.line_break(end);
        let ends_line = content.is_empty() || content.ends_with(['\n', '\r', '\u{feff}']);
        let before = if ends_line { "" } else { ending };
        let lines: Vec<String> = std::iter::once(first).chain(rest).collect();
        self.splices.insert(end, format!("{before}{}{ending}", lines.join(ending)));
    }
}

/// The length of a key that may stand before a colon in its line (YAML 1.2.2, section 7.4.2).
const LONGEST_KEY: usize = 1_000;
