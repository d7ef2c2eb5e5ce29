//! Sorts the rows so that few lines cross: each item stands at the mean place of its neighbours.

use super::Grid;

/// Each round sorts all rows, from the top and back; more rounds hardly find anything better.
const ROUNDS: usize = 8;

/// Sorts the rows, and keeps the best order that was seen.
pub(super) fn sort(grid: &mut Grid) {
    let mut places = vec![0; grid.items.len()];
    grid.rows.iter().for_each(|row| number(row, &mut places));
    let mut best = (crossings(grid, &places), grid.rows.clone());
    for _ in 0..ROUNDS {
        for row in 0..grid.rows.len() {
            by_neighbours(&mut grid.rows[row], &grid.above, &mut places);
        }
        for row in (0..grid.rows.len()).rev() {
            by_neighbours(&mut grid.rows[row], &grid.below, &mut places);
        }
        let count = crossings(grid, &places);
        if count < best.0 {
            best = (count, grid.rows.clone());
        }
    }
    grid.rows = best.1;
}

fn number(row: &[usize], places: &mut [usize]) {
    row.iter().enumerate().for_each(|(place, item)| places[*item] = place);
}

/// Sorts a row by the mean places of neighbours; what has none stays about where it is.
fn by_neighbours(row: &mut [usize], neighbours: &[Vec<usize>], places: &mut [usize]) {
    /// Means are compared as whole numbers of this part of a place.
    const PART: usize = 1_000;
    row.sort_by_cached_key(|item| match neighbours[*item].as_slice() {
        [] => places[*item] * PART,
        some => some.iter().map(|next| places[*next]).sum::<usize>() * PART / some.len(),
    });
    number(row, places);
}

/// How many lines cross, counted with a Fenwick tree for each pair of rows (Barth, Mutzel and Jünger, 2004).
fn crossings(grid: &Grid, places: &[usize]) -> usize {
    let mut count = 0;
    for (upper, lower) in grid.rows.iter().zip(grid.rows.iter().skip(1)) {
        let mut tree = vec![0_usize; lower.len() + 1];
        let mut seen = 0;
        for item in upper {
            let mut ends: Vec<usize> = grid.below[*item].iter().map(|next| places[*next] + 1).collect();
            ends.sort_unstable();
            for end in &ends {
                let mut up_to = 0;
                let mut node = *end;
                while node > 0 {
                    up_to += tree[node];
                    node &= node - 1;
                }
                count += seen - up_to;
            }
            for end in ends {
                seen += 1;
                let mut node = end;
                while node < tree.len() {
                    tree[node] += 1;
                    node += node & node.wrapping_neg();
                }
            }
        }
    }
    count
}
