//! Places the items of sorted rows: as near to their neighbours as the order and the widths allow.

use super::{Grid, MARGIN};

/// Each round moves all rows, from the top and back.
const ROUNDS: usize = 6;

/// The space between two items of such widths; points of lines have none and need little.
fn gap(left: i64, right: i64) -> i64 {
    match (left, right) {
        (0, 0) => 8,
        (0, _) | (_, 0) => 14,
        _ => 22,
    }
}

/// The left side of each item.
pub(super) fn lefts(grid: &Grid) -> Vec<i64> {
    let mut centres = vec![0; grid.items.len()];
    for row in &grid.rows {
        let wanted = vec![0; row.len()];
        fit(grid, row, &wanted, &mut centres);
    }
    for _ in 0..ROUNDS {
        for row in &grid.rows {
            towards(grid, row, &grid.above, &mut centres);
        }
        for row in grid.rows.iter().rev() {
            towards(grid, row, &grid.below, &mut centres);
        }
    }
    let mut lefts: Vec<i64> = centres.iter().zip(&grid.items).map(|(centre, item)| centre - item.room() / 2).collect();
    let shift = MARGIN - lefts.iter().min().copied().unwrap_or_default();
    for left in &mut lefts {
        *left += shift;
    }
    lefts
}

fn towards(grid: &Grid, row: &[usize], neighbours: &[Vec<usize>], centres: &mut [i64]) {
    let wanted: Vec<i64> = row
        .iter()
        .map(|item| match neighbours[*item].as_slice() {
            [] => centres[*item],
            some => mean(some.iter().map(|next| centres[*next])),
        })
        .collect();
    fit(grid, row, &wanted, centres);
}

fn mean(numbers: impl Iterator<Item = i64>) -> i64 {
    let (sum, count) = numbers.fold((0, 0), |(sum, count), number| (sum + number, count + 1));
    if count == 0 { 0 } else { sum / count }
}

/// Puts the items of a row as near to where they want to be as is possible without overlap, in the sense
/// of least squares: neighbours that would overlap become a block around the mean of their wishes
/// (pool adjacent violators).
fn fit(grid: &Grid, row: &[usize], wanted: &[i64], centres: &mut [i64]) {
    let mut offsets = Vec::with_capacity(row.len());
    let mut offset = 0;
    let mut last: Option<i64> = None;
    for item in row {
        let width = grid.items[*item].room();
        offset += last.map_or(0, |last| i64::midpoint(last, width) + gap(last, width));
        offsets.push(offset);
        last = Some(width);
    }
    let mut blocks: Vec<(i64, i64, usize)> = Vec::new();
    for (wish, offset) in wanted.iter().zip(&offsets) {
        let mut block = (wish - offset, 1, 1);
        while let Some((sum, count, length)) = blocks.pop_if(|(sum, count, _)| *sum * block.1 > block.0 * *count) {
            block = (block.0 + sum, block.1 + count, block.2 + length);
        }
        blocks.push(block);
    }
    let places = blocks.iter().flat_map(|(sum, count, length)| std::iter::repeat_n(sum.div_euclid(*count), *length));
    for ((item, offset), place) in row.iter().zip(offsets).zip(places) {
        centres[*item] = place + offset;
    }
}
