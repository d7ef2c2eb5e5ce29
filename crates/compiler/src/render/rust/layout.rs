//! Lays values out: on one line while they fit, else an item a line.

use std::borrow::Cow;

/// Lines of the catalog are at most this wide where breaking can make them so.
const WIDTH: usize = 120;

/// A piece of Rust that may be broken into lines.
#[derive(Clone, Debug)]
pub(super) enum Piece {
    /// Text that stays whole.
    Text(String),
    /// Items between brackets.
    Group {
        open: String,
        items: Vec<(String, Piece)>,
        close: Cow<'static, str>,
        /// Whether a one-line group has spaces inside its brackets, as struct literals have.
        spaced: bool,
    },
}

impl Piece {
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    pub(super) fn list(open: impl Into<String>, items: impl IntoIterator<Item = Self>, close: &'static str) -> Self {
        Self::Group {
            open: open.into(),
            items: items.into_iter().map(|item| (String::new(), item)).collect(),
            close: close.into(),
            spaced: false,
        }
    }

    pub(super) fn fields(name: &str, items: Vec<(String, Self)>) -> Self {
        let items = items.into_iter().map(|(name, piece)| (format!("{name}: "), piece)).collect();
        Self::Group { open: format!("{name} {{"), items, close: "}".into(), spaced: true }
    }

    /// Writes the piece at an indentation, on a line that `used` characters of are taken.
    pub(super) fn write(&self, out: &mut String, indent: usize, used: usize) {
        match self {
            Self::Text(text) => out.push_str(text),
            Self::Group { .. } if self.flat_width(WIDTH.saturating_sub(used)).is_some() => self.write_flat(out),
            Self::Group { open, items, close, .. } => {
                out.push_str(open);
                out.push('\n');
                for (label, item) in items {
                    let inner = indent + 4;
                    out.extend(std::iter::repeat_n(' ', inner));
                    out.push_str(label);
                    item.write(out, inner, inner + label.len() + 1);
                    out.push_str(",\n");
                }
                out.extend(std::iter::repeat_n(' ', indent));
                out.push_str(close);
            }
        }
    }

    /// The width on one line, unless it is more than `most`.
    fn flat_width(&self, most: usize) -> Option<usize> {
        let width = match self {
            Self::Text(text) => text.len(),
            Self::Group { open, items, close, spaced } => {
                let mut width = open.len() + close.len() + if *spaced && !items.is_empty() { 2 } else { 0 };
                for (index, (label, item)) in items.iter().enumerate() {
                    width += label.len() + if index > 0 { 2 } else { 0 };
                    width += item.flat_width(most.checked_sub(width)?)?;
                }
                width
            }
        };
        (width <= most).then_some(width)
    }

    fn write_flat(&self, out: &mut String) {
        match self {
            Self::Text(text) => out.push_str(text),
            Self::Group { open, items, close, spaced } => {
                let space = if *spaced && !items.is_empty() { " " } else { "" };
                out.push_str(open);
                out.push_str(space);
                for (index, (label, item)) in items.iter().enumerate() {
                    out.push_str(if index > 0 { ", " } else { "" });
                    out.push_str(label);
                    item.write_flat(out);
                }
                out.push_str(space);
                out.push_str(close);
            }
        }
    }
}

/// Every line of a text, indented; empty lines stay empty.
pub(super) fn indented(text: &str, by: usize) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for line in text.split_inclusive('\n') {
        if line.trim_end_matches('\n').is_empty() {
            out.push_str(line);
        } else {
            out.extend(std::iter::repeat_n(' ', by));
            out.push_str(line);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn breaks_what_does_not_fit() {
        let long = "x".repeat(100);
        let piece = Piece::fields(
            "Step",
            vec![
                ("ports".into(), Piece::list("&[", [Piece::text("A"), Piece::text("B")], "]")),
                ("summary".into(), Piece::text(format!("\"{long}\""))),
            ],
        );
        let mut out = String::new();
        piece.write(&mut out, 0, 0);
        assert_eq!(out, format!("Step {{\n    ports: &[A, B],\n    summary: \"{long}\",\n}}"));
    }
}
