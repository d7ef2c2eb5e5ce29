//! Tables for people: columns that line up by display width.

use unicode_width::UnicodeWidthStr as _;

/// Rows under a heading, indented; the last column is as wide as it likes.
///
/// Cells are made visible and put on one line. A table without rows is empty.
pub(crate) fn table<const N: usize>(indent: &str, heading: [&str; N], rows: &[[String; N]]) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let heading = heading.map(str::to_owned);
    let rows: Vec<[String; N]> =
        std::iter::once(&heading).chain(rows).map(|row| row.each_ref().map(|cell| one_line(cell))).collect();
    let widths: [usize; N] =
        std::array::from_fn(|column| rows.iter().map(|row| row[column].width()).max().unwrap_or_default());
    let line = |row: &[String; N]| {
        let cells = row.iter().zip(widths).map(|(cell, width)| format!("{cell}{}", " ".repeat(width - cell.width())));
        format!("{indent}{}", cells.collect::<Vec<_>>().join("  ")).trim_end().to_owned() + "\n"
    };
    rows.iter().map(line).collect()
}

/// A text as one visible line; words that were wrapped come together again.
pub(crate) fn one_line(text: &str) -> String {
    source::visible(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows<const N: usize>(rows: &[[&str; N]]) -> Vec<[String; N]> {
        rows.iter().map(|row| row.map(str::to_owned)).collect()
    }

    #[test]
    fn columns_line_up_by_display_width() {
        let shown = table("", ["KEY", "SUMMARY"], &rows(&[["a", "first"], ["漢字", "wide"], ["e\u{301}x", ""]]));
        assert_eq!(shown, "KEY   SUMMARY\na     first\n漢字  wide\ne\u{301}x\n");
    }

    #[test]
    fn cells_are_one_visible_line() {
        let shown = table("  ", ["KEY", "SUMMARY"], &rows(&[["a", "two\n  lines\u{1b}[31m"]]));
        assert_eq!(shown, "  KEY  SUMMARY\n  a    two lines\\u{1b}[31m\n");
    }

    #[test]
    fn no_rows_make_no_table() {
        assert_eq!(table("", ["KEY"], &[]), "");
    }
}
