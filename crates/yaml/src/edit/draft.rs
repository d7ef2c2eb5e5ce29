//! A document that is being edited: for each value, whether it still is one of the text, and which.
//!
//! An edit goes down to the collection that it is about and opens what it passes. Where it comes to a
//! value that is not in the text yet, it goes on in that value.

use std::ops::Range;

use serde_json::{Map, Value as Json};

use super::check::{Keys, same};
use super::layout::{Form, Part};
use super::open::Open;
use super::refused::{Reason, Stop};
use super::{At, By, Edit, Entry, diff, json, order};
use crate::marks::Kind;
use crate::{Limits, Node};

/// A value.
#[derive(Debug)]
pub(super) enum Draft<'t> {
    /// As it stands in the text.
    Kept(&'t Part<'t>),
    /// As a merge key brings it in.
    Merged(&'t Node),
    /// A collection of the text, of which something may have changed.
    Open(Box<Open<'t>>),
    /// To be written.
    New(New<'t>),
}

/// A value that is to be written.
#[derive(Debug)]
pub(super) struct New<'t> {
    pub(super) value: Json,
    /// What stands in its place.
    pub(super) old: Option<&'t Part<'t>>,
}

/// What a pointer leads to: something that stands in the text, or in a new value.
enum Target<'d, 't> {
    Draft(&'d mut Draft<'t>),
    Json(&'d mut Json),
}

impl<'t> Draft<'t> {
    pub(super) fn value(&self) -> Json {
        match self {
            Self::Kept(part) => part.node.map_or(Json::Null, Node::to_json),
            Self::Merged(node) => node.to_json(),
            Self::New(new) => new.value.clone(),
            Self::Open(open) => open.value(),
        }
    }

    /// Makes one edit.
    pub(super) fn edit(&mut self, edit: &Edit) -> Result<(), Stop> {
        match edit {
            Edit::Set { value, .. } if json::is_deeper(value, Limits::MAX_DEPTH) => Err(Stop::new(0..0, Reason::Depth)),
            Edit::Set { at, value } if self.has(at.segments(), value) => Ok(()),
            Edit::Set { at, value } => match at.segments().split_last() {
                None => self.set(value.clone()),
                Some((last, parents)) => self.target(parents)?.set(last, value.clone()),
            },
            Edit::Insert { entry: Entry::Item(value) | Entry::Pair(_, value), .. }
                if json::is_deeper(value, Limits::MAX_DEPTH) =>
            {
                Err(Stop::new(0..0, Reason::Depth))
            }
            Edit::Insert { into, at, entry } => self.target(into.segments())?.insert(at, entry.clone()),
            Edit::Remove { at } => match at.segments().split_last() {
                None => Err(self.stop(Reason::Root)),
                Some((last, parents)) => self.target(parents)?.remove(last),
            },
            Edit::Rename { at, key } => match at.segments().split_last() {
                None => Err(self.stop(Reason::Root)),
                Some((last, parents)) => self.target(parents)?.rename(last, key),
            },
            Edit::Move { at, to } => match at.segments().split_last() {
                None => Err(self.stop(Reason::Root)),
                Some((last, parents)) => self.target(parents)?.relocate(last, to),
            },
        }
    }

    /// Whether the value is there already. Only then it may stand inside of an alias.
    fn has(&self, segments: &[String], value: &Json) -> bool {
        let in_node = |node: &Node| {
            segments
                .iter()
                .try_fold(node, |node, segment| node.child(segment))
                .is_some_and(|node| same(node, value, Keys::Unordered))
        };
        match (self, segments) {
            (Self::Kept(part), _) => part.node.is_some_and(in_node),
            (Self::Merged(node), _) => in_node(node),
            (Self::Open(open), [first, rest @ ..]) => {
                open.find(first).is_ok_and(|member| open.member(member).value.has(rest, value))
            }
            (Self::Open(_) | Self::New(_), _) => false,
        }
    }

    fn target(&mut self, segments: &[String]) -> Result<Target<'_, 't>, Stop> {
        segments.iter().try_fold(Target::Draft(self), |target, segment| target.child(segment))
    }

    /// Gives it this value; what is equal stays.
    pub(super) fn set(&mut self, value: Json) -> Result<(), Stop> {
        let kept = match self {
            Self::Kept(part) | Self::New(New { old: Some(part), .. }) => *part,
            Self::Merged(node) if same(node, &value, Keys::Unordered) => return Ok(()),
            Self::Merged(_) => return Err(self.stop(Reason::Merged)),
            Self::Open(open) => {
                if diff::update(open, &value)? == diff::Outcome::Misfit {
                    *self = Self::New(New { value, old: Some(open.part) });
                }
                return Ok(());
            }
            Self::New(new) => {
                new.value = value;
                return Ok(());
            }
        };
        if kept.node.is_some_and(|node| same(node, &value, Keys::Unordered)) {
            *self = Self::Kept(kept);
            return Ok(());
        }
        if let Some(mut open) = Open::new(kept)
            && diff::update(&mut open, &value)? == diff::Outcome::Updated
        {
            *self = Self::Open(Box::new(open));
        } else {
            *self = Self::New(New { value, old: Some(kept) });
        }
        Ok(())
    }

    /// A reason, at the place of this value.
    fn stop(&self, reason: Reason) -> Stop {
        Stop::new(self.range(), reason)
    }

    pub(super) fn range(&self) -> Range<usize> {
        match self {
            Self::Kept(part) | Self::New(New { old: Some(part), .. }) => part.from..part.to,
            Self::Merged(node) => node.span.range(),
            Self::Open(open) => open.part.from..open.part.to,
            Self::New(New { old: None, .. }) => 0..0,
        }
    }

    /// Opens a collection; a reason why it is none otherwise.
    fn open(&mut self) -> Result<&mut Open<'t>, Stop> {
        if let Self::Kept(part) = self {
            match (Open::new(part), &part.form, part.node) {
                (Some(open), _, _) => *self = Self::Open(Box::new(open)),
                (None, Form::Alias(_), _) => return Err(self.stop(Reason::Alias)),
                (None, _, node) => return Err(self.stop(Reason::NoCollection(node.map_or("null", Node::type_name)))),
            }
        }
        match self {
            Self::Open(open) => Ok(open),
            Self::Kept(_) | Self::New(_) | Self::Merged(_) => Err(self.stop(Reason::Merged)),
        }
    }

    /// The string that the value goes by in an order.
    pub(super) fn sort_key(&self, by: &By) -> Option<&str> {
        match (self, by) {
            (Self::Kept(part), _) => order::part_of(part.node?, by),
            (Self::Merged(node), _) => order::part_of(node, by),
            (Self::New(new), _) => order::part_of_json(&new.value, by),
            (Self::Open(_), By::Itself) => None,
            (Self::Open(open), By::Property(name)) => open.member(open.number_of(name)?).value.sort_key(&By::Itself),
        }
    }
}

impl Target<'_, '_> {
    /// Goes one step down.
    fn child(self, segment: &str) -> Result<Self, Stop> {
        match self {
            Self::Json(json) | Self::Draft(Draft::New(New { value: json, .. })) => {
                json::child(json, segment).map(Self::Json).map_err(Stop::in_new)
            }
            Self::Draft(draft) => {
                let open = draft.open()?;
                let number = open.find(segment)?;
                Ok(Self::Draft(open.value_mut(number)))
            }
        }
    }

    /// Makes null an empty collection.
    fn fill(self, empty: Json) -> Self {
        if let Self::Draft(draft) = self {
            if let Draft::Kept(part) = draft
                && part.node.is_some_and(Node::is_null)
                && !matches!(part.form, Form::Alias(_))
            {
                *draft = Draft::New(New { value: empty, old: Some(part) });
            }
            if let Draft::New(new) = draft { Self::Json(&mut new.value) } else { Self::Draft(draft) }
        } else {
            self
        }
    }

    fn set(self, segment: &str, value: Json) -> Result<(), Stop> {
        match self.fill(Json::Object(Map::new())) {
            Self::Json(json) => json::set(json, segment, value).map_err(Stop::in_new),
            Self::Draft(draft) => {
                let open = draft.open()?;
                if open.collection.kind == Kind::Mapping && open.number_of(segment).is_none() {
                    open.append(segment, value);
                    return Ok(());
                }
                let number = open.find(segment)?;
                open.value_mut(number).set(value)
            }
        }
    }

    fn insert(self, at: &At, entry: Entry) -> Result<(), Stop> {
        match self.fill(json::empty_for(&entry)) {
            Self::Json(json) => json::insert(json, at, entry).map_err(Stop::in_new),
            Self::Draft(draft) => {
                let range = draft.range();
                draft.open()?.add(at, entry).map_err(|reason| Stop::new(range, reason))
            }
        }
    }

    fn remove(self, segment: &str) -> Result<(), Stop> {
        match self {
            Self::Json(json) | Self::Draft(Draft::New(New { value: json, .. })) => {
                json::remove(json, segment).map_err(Stop::in_new)
            }
            Self::Draft(draft) => {
                let open = draft.open()?;
                let member = open.find(segment)?;
                open.remove(member)
            }
        }
    }

    fn rename(self, segment: &str, to: &str) -> Result<(), Stop> {
        match self {
            Self::Json(json) | Self::Draft(Draft::New(New { value: json, .. })) => {
                json::rename(json, segment, to).map_err(Stop::in_new)
            }
            Self::Draft(draft) => {
                let range = draft.range();
                let open = draft.open()?;
                let member = open.find(segment)?;
                open.rename(member, to).map_err(|reason| Stop::new(range, reason))
            }
        }
    }

    /// Moves are made on a text, so there is nothing in what is not in it yet.
    fn relocate(self, segment: &str, to: &At) -> Result<(), Stop> {
        match self {
            Self::Json(_) | Self::Draft(Draft::New(_)) => Err(Stop::in_new(Reason::Nowhere(segment.to_owned()))),
            Self::Draft(draft) => {
                let open = draft.open()?;
                let member = open.find(segment)?;
                open.relocate(member, to)
            }
        }
    }
}
