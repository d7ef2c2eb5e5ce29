//! How a text is written, in the order of the text: what an edit needs and the tree leaves out.
//!
//! The tree says what a text means: an alias is a copy, a merge key is gone, quotes and tags are
//! forgotten. Whoever asks for marks gets one for each thing that stands in the text, besides the
//! tree; whoever does not pays nothing.

use std::borrow::Cow;

use granit_parser::{ScalarStyle, StructureStyle, Tag};
use source::Span;

/// One thing that stands in a text.
#[derive(Clone, Debug)]
pub(crate) enum Mark {
    /// A scalar; as a key too.
    Scalar {
        /// As that of its node.
        span: Span,
        style: Style,
        /// Where the parser stopped: after the line breaks and blank lines of a block scalar.
        reach: u32,
        tag: Option<Tagged>,
    },
    /// The start of a collection.
    Open { start: u32, kind: Kind, flow: bool, tag: Option<Tagged> },
    /// The end of the innermost collection.
    Close { end: u32 },
    /// An alias, and the number of what it stands for.
    Alias { id: usize, span: Span },
    /// The anchor of the scalar or collection that was told of last.
    Anchor { id: usize, span: Span },
    /// The end of a document.
    DocumentEnd,
}

/// How a scalar is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    Plain,
    Single,
    Double,
    Literal,
    Folded,
}

/// What kind of collection it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Sequence,
    Mapping,
}

/// A tag.
#[derive(Clone, Debug)]
pub(crate) struct Tagged {
    pub(crate) span: Span,
    /// Its name, if it is one of the core schema.
    pub(crate) core: Option<Box<str>>,
}

impl Tagged {
    fn new(tag: &Tag, span: Span) -> Self {
        Self { span, core: tag.core_suffix().map(Into::into) }
    }
}

impl Mark {
    pub(crate) fn scalar(span: Span, style: ScalarStyle, reach: u32, tag: Option<(&Tag, Span)>) -> Self {
        let tag = tag.map(|(tag, span)| Tagged::new(tag, span));
        let style = match style {
            ScalarStyle::Plain => Style::Plain,
            ScalarStyle::SingleQuoted => Style::Single,
            ScalarStyle::DoubleQuoted => Style::Double,
            ScalarStyle::Literal => Style::Literal,
            ScalarStyle::Folded => Style::Folded,
        };
        Self::Scalar { span, style, reach, tag }
    }

    pub(crate) fn open(
        start: u32,
        is_sequence: bool,
        style: StructureStyle,
        tag: Option<(Cow<'_, Tag>, Span)>,
    ) -> Self {
        let tag = tag.map(|(tag, span)| Tagged::new(&tag, span));
        let kind = if is_sequence { Kind::Sequence } else { Kind::Mapping };
        Self::Open { start, kind, flow: style == StructureStyle::Flow, tag }
    }
}

/// The marks of a text, if anybody asked for them.
#[derive(Debug)]
pub(crate) struct Marks(Option<Vec<Mark>>);

impl Marks {
    /// Marks that nobody asked for.
    pub(crate) fn none() -> Self {
        Self(None)
    }

    /// Marks that are kept.
    pub(crate) fn kept() -> Self {
        Self(Some(Vec::new()))
    }

    pub(crate) fn push(&mut self, mark: impl FnOnce() -> Mark) {
        if let Some(marks) = &mut self.0 {
            marks.push(mark());
        }
    }

    pub(crate) fn into_vec(self) -> Vec<Mark> {
        self.0.unwrap_or_default()
    }
}
