//! Tables and figures for people, as Markdown, so that they can be pasted.

use std::fs;

/// A table; the first column is text, all others are numbers.
#[derive(Debug)]
pub(crate) struct Table {
    rows: Vec<Vec<String>>,
}

impl Table {
    pub(crate) fn new(titles: &[&str]) -> Self {
        Self { rows: vec![titles.iter().map(|title| (*title).to_owned()).collect()] }
    }

    pub(crate) fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(cells.into_iter().collect());
    }

    pub(crate) fn print(&self) {
        let width =
            |column: usize| self.rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max();
        let widths: Vec<usize> =
            (0..self.rows[0].len()).map(|column| width(column).unwrap_or_default().max(3)).collect();
        for (index, row) in self.rows.iter().enumerate() {
            let cells = row.iter().zip(&widths).enumerate().map(|(column, (cell, width))| match column {
                0 => format!("{cell:width$}"),
                _ => format!("{cell:>width$}"),
            });
            println!("| {} |", cells.collect::<Vec<_>>().join(" | "));
            if index == 0 {
                let rules = widths.iter().enumerate().map(|(column, width)| match column {
                    0 => "-".repeat(*width),
                    _ => format!("{}:", "-".repeat(width - 1)),
                });
                println!("| {} |", rules.collect::<Vec<_>>().join(" | "));
            }
        }
        println!();
    }
}

/// `0.0123`, `0.123`, `12.3`: three digits, down to a tenth of a millisecond.
pub(crate) fn seconds(seconds: f64) -> String {
    match seconds {
        small if small < 0.1 => format!("{small:.4}"),
        middle if middle < 10.0 => format!("{middle:.3}"),
        large => format!("{large:.1}"),
    }
}

/// Bytes as MB, 10⁶ bytes each; a process that ended before anyone looked has none.
pub(crate) fn megabytes(bytes: f64) -> String {
    if bytes > 0.0 { format!("{:.1}", bytes / 1e6) } else { "–".to_owned() }
}

/// One figure as a multiple of another.
pub(crate) fn times(figure: f64, of: f64) -> String {
    if of > 0.0 { format!("{:.2} ×", figure / of) } else { "–".to_owned() }
}

/// Seconds as `0.123`, `12.3` or `1234` microseconds.
pub(crate) fn microseconds(seconds: f64) -> String {
    match seconds * 1e6 {
        small if small < 10.0 => format!("{small:.3}"),
        middle if middle < 1000.0 => format!("{middle:.1}"),
        large => format!("{large:.0}"),
    }
}

/// A count for a division; counts of what is measured fit into 32 bits.
pub(crate) fn float(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

/// `100,000`.
pub(crate) fn count(number: usize) -> String {
    grouped(&number.to_string())
}

/// How often a second something can be done that takes so many seconds: `1,234,567`.
pub(crate) fn rate(seconds: f64) -> String {
    grouped(&format!("{:.0}", 1.0 / seconds))
}

fn grouped(digits: &str) -> String {
    let groups: Vec<&str> =
        digits.as_bytes().rchunks(3).rev().map(|group| std::str::from_utf8(group).unwrap_or_default()).collect();
    groups.join(",")
}

/// The load of the machine, which is part of every figure.
pub(crate) fn load() -> String {
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let cores = std::thread::available_parallelism().map_or(0, std::num::NonZero::get);
    format!("load {} on {cores} cores", load.split_whitespace().next().unwrap_or("unknown"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_have_three_digits() {
        assert_eq!([0.01234, 0.1234, 12.34].map(seconds), ["0.0123", "0.123", "12.3"]);
        assert_eq!([7, 1_000, 1_234_567].map(count), ["7", "1,000", "1,234,567"]);
        assert_eq!([1.234e-7, 1.234e-5, 1.234e-3].map(microseconds), ["0.123", "12.3", "1234"]);
        assert_eq!([4e-7, 1.0].map(rate), ["2,500,000", "1"]);
        assert_eq!([times(3.0, 2.0), times(1.0, 0.0)], ["1.50 ×", "–"]);
    }
}
