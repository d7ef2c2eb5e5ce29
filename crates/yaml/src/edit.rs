//! Edits of a YAML text that keep every other byte: text + edits → new text, or a reason why not.
//!
//! 1. The text is read into its tree and its layout: where and how each node is written.
//! 2. The edits are made one after the other on a draft, which knows of each value whether it still
//!    is one of the text, and which one.
//! 3. Where draft and layout differ, splices are made: for whole lines in blocks, between commas in
//!    brackets. What did not change is not written.
//! 4. The new text is read again. Unless it holds the value of the draft, in its order, and the same
//!    bytes outside of the splices, the edits are refused.
//!
//! A move takes an entry as it is written, so it is made on the text that the edits before it left,
//! and those behind it on what it leaves.
//!
//! Comments belong to the entry that they stand directly above, in its column, or whose line they
//! end; they go where it goes. A comment that a blank line separates from what follows belongs to
//! nobody and stays, as does a line for editors (`# yaml-language-server: …`).
//!
//! ```
//! use serde_json::json;
//! use source::Text;
//! use yaml::edit::{Edit, apply};
//!
//! let text = Text::new("a.yaml", "# ours\nname: a # short\nports: [clock]\n");
//! let edits = [
//!     Edit::Set { at: "/name".parse()?, value: json!("b") },
//!     Edit::Set { at: "/ports".parse()?, value: json!(["clock", "store"]) },
//! ];
//! assert_eq!(apply(&text, &edits)?, "# ours\nname: b # short\nports: [clock, store]\n");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod layout;
mod page;

mod diff;
mod draft;
mod json;
mod open;
mod order;

mod block;
mod emit;
mod flow;
mod relocate;
mod replace;

mod scalar;
mod style;
mod write;

mod check;
mod refused;
mod splice;

use serde_json::Value as Json;
use source::{Findings, Text};

use self::draft::{Draft, New};
use crate::parse::parse_marked;
use crate::{Limits, Pointer, parse};

pub use order::{By, Sorted, sorted_place};
pub use refused::{Reason, Refused};
pub use write::render;

/// One change of a document. Pointers mean the document as the edits before left it.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    /// Gives a place this value, or adds the property to its mapping.
    ///
    /// A collection is changed where it differs: equal values keep their bytes, properties keep their
    /// order, a new one follows the property that it follows in `value`.
    Set {
        /// The place.
        at: Pointer,
        /// What it holds from now on.
        value: Json,
    },
    /// Puts an item or a pair into a collection. Null counts as an empty one.
    Insert {
        /// The sequence or mapping.
        into: Pointer,
        /// Where in it.
        at: At,
        /// What.
        entry: Entry,
    },
    /// Takes an item or a pair out, with the comments that belong to it.
    Remove {
        /// The item, or the value of the pair.
        at: Pointer,
    },
    /// Gives the pair of a value another key, in its place.
    Rename {
        /// The value of the pair.
        at: Pointer,
        /// The new key.
        key: String,
    },
    /// Puts an item or a pair at another place of its collection, as it is written, with the comments
    /// that belong to it.
    Move {
        /// The item, or the value of the pair.
        at: Pointer,
        /// Where among the others. With [`At::Sorted`] it stays where it is if that is in order, or if
        /// the others are in none.
        to: At,
    },
}

/// What is put into a collection.
#[derive(Clone, Debug, PartialEq)]
pub enum Entry {
    /// An item of a sequence.
    Item(Json),
    /// A pair of a mapping.
    Pair(String, Json),
}

/// Where in a collection an entry is put.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum At {
    /// Before the entry of this index, from 0; at the end where it is their number.
    Index(usize),
    /// After all others.
    End,
    /// Where the order of the others wants it; at the end if they have none. See [`sorted_place`].
    Sorted(By),
}

/// The text with all edits made.
///
/// A text without any document counts as null. Edits are all made or none; an edit that changes
/// nothing changes no byte. Reading and writing take linear time in the text and what is new, with
/// at most two runs of the parser; each move is an `apply` of its own.
///
/// # Errors
///
/// [`Refused`] says why and where: the text cannot be read, a pointer leads nowhere, an edit would
/// change what is written elsewhere (aliases, merge keys), or the result is not what was meant.
pub fn apply(text: &Text, edits: &[Edit]) -> Result<String, Refused> {
    apply_in(text, 0, edits)
}

/// As [`apply()`], in one of the documents of a text, counted from 0.
///
/// # Errors
///
/// As for [`apply()`].
pub fn apply_in(text: &Text, document: usize, edits: &[Edit]) -> Result<String, Refused> {
    let is_move = |edit: &Edit| matches!(edit, Edit::Move { .. });
    let mut steps = edits.chunk_by(|a, b| !is_move(a) && !is_move(b));
    let first = step(text, document, steps.next().unwrap_or_default())?;
    steps.try_fold(first, |edited, edits| step(&Text::new(text.name(), edited), document, edits))
}

/// Makes edits that go together: those between two moves, or one move.
fn step(text: &Text, document: usize, edits: &[Edit]) -> Result<String, Refused> {
    let mut findings = Findings::new();
    let (documents, marks) = parse_marked(text, &Limits::default(), &mut findings);
    refused::unreadable(text, &findings)?;
    let page = page::Page::new(text.content());
    let layouts = layout::layouts(&page, &documents, marks).ok_or_else(|| Refused::unsafe_at(text, 0))?;
    let layout = layouts.get(document);
    let mut draft = match (layout, document) {
        (Some(layout), _) => Draft::Kept(&layout.root),
        (None, 0) => Draft::New(New { value: Json::Null, old: None }),
        (None, _) => return Err(Refused::new(text, 0..0, Reason::NoDocument(document))),
    };
    for edit in edits {
        draft.edit(edit).map_err(|stop| stop.refuse(text))?;
    }
    let writer = write::Writer::new(&page, style::FileStyle::of(&page, &layouts));
    let splices = emit::splices(&writer, layout, &draft).map_err(|stop| stop.refuse(text))?;
    let edited = splice::apply(text.content(), &splices);
    let sound = |edited: &String| {
        // A new warning is no less a change than another value.
        let mut after = Findings::new();
        let found = parse(&Text::new(text.name(), edited.as_str()), &Limits::default(), &mut after);
        let is_read = !after.has_errors() && after.len() <= findings.len();
        is_read && check::is_meant(&documents, &found, document, &draft.value())
    };
    let made = edited.filter(|edited| splices.is_empty() || sound(edited));
    made.ok_or_else(|| Refused::unsafe_at(text, splices.first_byte()))
}
