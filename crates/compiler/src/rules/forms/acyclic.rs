//! `acyclic`: references that lead from entry to entry never lead back.

use std::collections::{HashMap, VecDeque};

use yaml::Pointer;

use super::{Element, Related, Run};
use crate::rules::path::Path;
use crate::rules::world::{Found, Place};

/// A reference from an entry to another of its kind.
#[derive(Clone, Debug)]
struct Edge {
    to: usize,
    /// The element that has it, and where.
    element: usize,
    at: Pointer,
}

impl Run<'_> {
    pub(super) fn acyclic(&mut self, elements: &[Element], paths: &[Path]) {
        let mut numbers: HashMap<Place, usize> = HashMap::with_capacity(elements.len());
        for element in elements {
            let next = numbers.len();
            numbers.entry(element.entry).or_insert(next);
        }
        let mut edges = vec![Vec::new(); numbers.len()];
        for (number, element) in elements.iter().enumerate() {
            edges[numbers[&element.entry]].extend(self.edges(number, element, paths, &numbers));
        }
        for group in groups(&edges) {
            if let Some(cycle) = shortest_cycle(&edges, &group) {
                self.cycle(elements, &cycle);
            }
        }
    }

    fn edges(&self, number: usize, element: &Element, paths: &[Path], numbers: &HashMap<Place, usize>) -> Vec<Edge> {
        let found = paths.iter().flat_map(|path| self.values(element, path));
        let edge = |found: Found| {
            let target = self.world.target(&found.references, found.value.as_str()?)?;
            Some(Edge { to: *numbers.get(&target)?, element: number, at: found.at })
        };
        found.filter_map(edge).collect()
    }

    fn cycle(&mut self, elements: &[Element], cycle: &[&Edge]) {
        /// More labels than this bury the mistake itself.
        const MOST: usize = 8;
        let Some(first) = cycle.first() else { return };
        let keys: Vec<String> =
            cycle.iter().map(|edge| format!("`{}`", self.key(elements[edge.element].entry))).collect();
        let message = match &keys[..] {
            [one] => format!("{one} leads to itself"),
            _ => format!("{} leads back to itself: {} → {}", keys[0], way(&keys), keys[0]),
        };
        let related = cycle.iter().enumerate().skip(1).take(MOST).map(|(step, edge)| Related {
            entry: elements[edge.element].entry,
            at: edge.at.clone(),
            text: format!("leads to {}", keys[(step + 1) % keys.len()]),
        });
        self.breach(&elements[first.element], None, Some(&first.at), message, related.collect());
    }
}

/// The keys of a cycle, without the middle of a long one.
fn way(keys: &[String]) -> String {
    /// More names than this are skipped over.
    const MOST: usize = 20;
    match keys.split_at_checked(MOST) {
        Some((begin, rest)) if !rest.is_empty() => format!("{} → … {} more …", begin.join(" → "), rest.len()),
        _ => keys.join(" → "),
    }
}

/// The groups of nodes of which each leads to each, smallest node first; without those of one node that does not
/// lead to itself (Tarjan 1972, with a stack of its own instead of recursion).
fn groups(edges: &[Vec<Edge>]) -> Vec<Vec<usize>> {
    const UNSEEN: usize = usize::MAX;
    let count = edges.len();
    let (mut order, mut low) = (vec![UNSEEN; count], vec![0; count]);
    let (mut on_stack, mut stack) = (vec![false; count], Vec::new());
    let (mut next, mut groups) = (0, Vec::new());
    for root in 0..count {
        let mut open: Vec<(usize, usize)> = if order[root] == UNSEEN { vec![(root, 0)] } else { Vec::new() };
        while let Some((node, edge)) = open.pop() {
            if edge == 0 {
                (order[node], low[node]) = (next, next);
                next += 1;
                stack.push(node);
                on_stack[node] = true;
            }
            if let Some(Edge { to, .. }) = edges[node].get(edge) {
                open.push((node, edge + 1));
                if order[*to] == UNSEEN {
                    open.push((*to, 0));
                } else if on_stack[*to] {
                    low[node] = low[node].min(order[*to]);
                }
                continue;
            }
            if let Some((above, _)) = open.last() {
                low[*above] = low[*above].min(low[node]);
            }
            if low[node] == order[node] {
                let begin = stack.iter().rposition(|on| *on == node).unwrap_or(0);
                let mut group = stack.split_off(begin);
                for member in &group {
                    on_stack[*member] = false;
                }
                group.sort_unstable();
                if group.len() > 1 || edges[node].iter().any(|edge| edge.to == node) {
                    groups.push(group);
                }
            }
        }
    }
    groups.sort_unstable();
    groups
}

/// The shortest way from the first node of a group back to it.
fn shortest_cycle<'e>(edges: &'e [Vec<Edge>], group: &[usize]) -> Option<Vec<&'e Edge>> {
    let start = *group.first()?;
    let mut came_by: HashMap<usize, (usize, &Edge)> = HashMap::new();
    let mut open = VecDeque::from([start]);
    while let Some(node) = open.pop_front() {
        for edge in edges[node].iter().filter(|edge| group.binary_search(&edge.to).is_ok()) {
            if edge.to == start {
                let mut cycle = vec![edge];
                let mut here = node;
                while here != start {
                    let (before, edge) = came_by[&here];
                    cycle.push(edge);
                    here = before;
                }
                cycle.reverse();
                return Some(cycle);
            }
            came_by.entry(edge.to).or_insert_with(|| {
                open.push_back(edge.to);
                (node, edge)
            });
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn graph(edges: &[(usize, usize)]) -> Vec<Vec<Edge>> {
        let count = edges.iter().map(|(from, to)| from.max(to) + 1).max().unwrap_or(0);
        let mut graph = vec![Vec::new(); count];
        for (from, to) in edges {
            graph[*from].push(Edge { to: *to, element: *from, at: Pointer::root() });
        }
        graph
    }

    #[test]
    fn a_long_way_is_cut_short() {
        let keys: Vec<String> = (0..30).map(|key| key.to_string()).collect();
        assert_eq!(way(&keys[..3]), "0 → 1 → 2");
        assert!(way(&keys[..20]).ends_with("18 → 19"), "{}", way(&keys[..20]));
        assert!(way(&keys).ends_with("18 → 19 → … 10 more …"), "{}", way(&keys));
    }

    fn cycles(edges: &[(usize, usize)]) -> Vec<Vec<usize>> {
        let graph = graph(edges);
        let of_group = |group: Vec<usize>| shortest_cycle(&graph, &group).expect("each leads to each");
        groups(&graph).into_iter().map(|group| of_group(group).into_iter().map(|edge| edge.element).collect()).collect()
    }

    #[test]
    fn finds_the_shortest_cycle_of_each_group() {
        assert_eq!(cycles(&[(0, 1), (1, 2), (0, 2)]), Vec::<Vec<usize>>::new());
        assert_eq!(cycles(&[(0, 0)]), [[0]]);
        assert_eq!(cycles(&[(0, 1), (1, 0)]), [[0, 1]]);
        assert_eq!(cycles(&[(0, 1), (1, 2), (2, 3), (3, 0), (2, 0)]), [[0, 1, 2]]);
        assert_eq!(cycles(&[(0, 1), (1, 2), (2, 1), (3, 4), (4, 3), (2, 3)]), [[1, 2], [3, 4]]);
    }

    #[test]
    fn a_long_chain_is_no_deep_recursion() {
        let chain: Vec<(usize, usize)> = (0..200_000).map(|node| (node, node + 1)).collect();
        assert_eq!(cycles(&chain), Vec::<Vec<usize>>::new());
        let ring: Vec<(usize, usize)> = chain.into_iter().chain([(200_000, 0)]).collect();
        assert_eq!(cycles(&ring)[0].len(), 200_001);
    }
}
