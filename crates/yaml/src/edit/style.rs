//! The habits of a file, for new lines that have no neighbour to follow.

use super::layout::{Form, Layout, Part};
use super::page::Page;
use super::scalar::Quote;
use crate::marks::{Kind, Style};

/// How a file indents and quotes.
#[derive(Clone, Copy, Debug)]
pub(super) struct FileStyle {
    /// How much further the pairs inside of a pair are indented.
    pub(super) step: usize,
    /// How much further the dashes inside of a pair are indented.
    pub(super) dash: usize,
    /// For strings that cannot be plain.
    pub(super) quote: Quote,
}

#[derive(Debug, Default)]
struct Seen {
    step: Option<usize>,
    dash: Option<usize>,
    single: usize,
    double: usize,
}

impl FileStyle {
    /// The first indentation of each kind, and the more frequent quotes; without any, what most files
    /// have.
    pub(super) fn of(page: &Page<'_>, layouts: &[Layout<'_>]) -> Self {
        let mut seen = Seen::default();
        for layout in layouts {
            seen.look_at(page, &layout.root);
        }
        let step = seen.step.or(seen.dash.filter(|dash| *dash > 0)).unwrap_or(2);
        let quote = if seen.single > seen.double { Quote::Single } else { Quote::Double };
        Self { step, dash: seen.dash.unwrap_or(step), quote }
    }
}

impl Seen {
    fn look_at(&mut self, page: &Page<'_>, part: &Part<'_>) {
        match &part.form {
            Form::Scalar(Style::Single) => self.single += 1,
            Form::Scalar(Style::Double) => self.double += 1,
            Form::Scalar(Style::Plain | Style::Literal | Style::Folded) | Form::Nothing | Form::Alias(_) => {}
            Form::Collection(collection) => {
                for slot in &collection.entries {
                    self.indentation(page, slot.mark, slot.key.is_some(), &slot.value);
                    self.look_at(page, &slot.value);
                }
            }
        }
    }

    /// Notes how much further the entries of a value are indented than the pair that holds it.
    fn indentation(&mut self, page: &Page<'_>, mark: usize, in_pair: bool, value: &Part<'_>) {
        let Some((kind, first)) = value.block().and_then(|block| Some((block.kind, block.entries.first()?))) else {
            return;
        };
        let found = match kind {
            Kind::Sequence => &mut self.dash,
            Kind::Mapping => &mut self.step,
        };
        if found.is_none() && in_pair && page.starts_line(first.mark) {
            *found = page.column(first.mark).checked_sub(page.column(mark));
        }
    }
}
