//! Entries that get another place: what stands in the text goes there as it is.

use std::collections::HashSet;

use super::emit::{Emitter, Gap};
use super::layout::{Form, Part, Slot};
use super::open::Origin;
use super::refused::{Reason, Stop};

impl Gap<'_, '_> {
    /// The entry of the text that comes here from another place.
    pub(super) fn arrives(&self) -> Option<usize> {
        self.added.iter().find_map(|member| match member.origin {
            Origin::Moved(at) => Some(at),
            Origin::Text(_) | Origin::Merge(_) | Origin::Added => None,
        })
    }
}

impl Emitter<'_, '_> {
    /// Notes which entries of a gap go, and refuses one that comes where its aliases do not allow it.
    pub(super) fn account(&mut self, slots: &[Slot<'_>], gap: &Gap<'_, '_>) -> Result<(), Stop> {
        for at in gap.removed.clone().filter(|at| gap.leaves != Some(*at)) {
            self.remove(&slots[at]);
        }
        let Some(moved) = gap.arrives() else { return Ok(()) };
        // What stands before the other from now on, and what stands behind it.
        let own = &slots[moved..=moved];
        let (before, behind) = match (gap.before, gap.after) {
            (Some(last), _) if last > moved => (&slots[moved + 1..=last], own),
            (_, Some(first)) if first < moved => (own, &slots[first..moved]),
            _ => return Ok(()),
        };
        let anchors: HashSet<usize> = parts(behind).iter().filter_map(|part| part.anchor).collect();
        let is_early = |part: &&&Part<'_>| matches!(part.form, Form::Alias(id) if anchors.contains(&id));
        let early = if anchors.is_empty() { None } else { parts(before).iter().find(is_early).copied() };
        early.map_or(Ok(()), |part| Err(Stop::new(part.from..part.to, Reason::Early)))
    }
}

/// All that stands in entries.
fn parts<'s, 't>(slots: &'s [Slot<'t>]) -> Vec<&'s Part<'t>> {
    let of_slot = |slot: &'s Slot<'t>| slot.key.iter().map(|key| &key.part).chain([&slot.value]);
    let mut parts: Vec<&Part<'t>> = slots.iter().flat_map(of_slot).collect();
    let mut at = 0;
    while let Some(part) = parts.get(at) {
        let inner = part.collection().map_or(&[][..], |collection| collection.entries.as_slice());
        parts.extend(inner.iter().flat_map(of_slot));
        at += 1;
    }
    parts
}
