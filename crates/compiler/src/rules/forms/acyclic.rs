//! `acyclic`: references that lead from entry to entry never lead back.

use std::collections::{HashMap, VecDeque};

use yaml::Pointer;

use super::{Element, Related, Run};
use crate::rules::path::Path;
use crate::rules::world::Place;

/// A reference from an entry to another of its kind.
#[derive(Clone, Debug)]
struct Edge {
    to: usize,
    at: Pointer,
}

impl Run<'_> {
    pub(super) fn acyclic(&mut self, elements: &[Element], paths: &[Path]) {
        let numbers: HashMap<Place, usize> =
            elements.iter().enumerate().map(|(number, element)| (element.entry, number)).collect();
        let edges: Vec<Vec<Edge>> = elements.iter().map(|element| self.edges(element, paths, &numbers)).collect();
        for group in groups(&edges) {
            if let Some(cycle) = shortest_cycle(&edges, &group) {
                self.cycle(elements, &cycle);
            }
        }
    }

    fn edges(&self, element: &Element, paths: &[Path], numbers: &HashMap<Place, usize>) -> Vec<Edge> {
        let found = paths.iter().flat_map(|path| self.values(element, path));
        let edge = |found: super::Found| {
            let target = self.world.target(&found.references, found.value.as_str()?)?;
            Some(Edge { to: *numbers.get(&target)?, at: found.at })
        };
        found.filter_map(edge).collect()
    }

    fn cycle(&mut self, elements: &[Element], cycle: &[(usize, Pointer)]) {
        /// More labels than this bury the mistake itself.
        const MOST: usize = 8;
        let keys: Vec<String> = cycle
            .iter()
            .chain(cycle.first())
            .map(|(number, _)| format!("`{}`", self.key(elements[*number].entry)))
            .collect();
        let message = match &keys[..] {
            [one, _] => format!("{one} leads to itself"),
            [first, ..] => format!("{first} leads back to itself: {}", keys.join(" → ")),
            [] => return,
        };
        let related = cycle.iter().enumerate().skip(1).take(MOST).map(|(step, (number, at))| Related {
            entry: elements[*number].entry,
            at: at.clone(),
            text: format!("leads to {}", keys[step + 1]),
        });
        let related = related.collect();
        let first = &elements[cycle[0].0];
        self.breach(first, None, message, related);
        if let (Some(breach), true) = (self.outcome.breaches.last_mut(), self.rule.file.at.is_none()) {
            breach.at = cycle[0].1.clone();
        }
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

/// The shortest way from the first node of a group back to it: each node with the place of the reference that leads
/// on.
fn shortest_cycle(edges: &[Vec<Edge>], group: &[usize]) -> Option<Vec<(usize, Pointer)>> {
    let start = *group.first()?;
    let mut came_from: HashMap<usize, (usize, &Pointer)> = HashMap::new();
    let mut open = VecDeque::from([start]);
    while let Some(node) = open.pop_front() {
        for Edge { to, at } in edges[node].iter().filter(|edge| group.binary_search(&edge.to).is_ok()) {
            if *to == start {
                let mut cycle = vec![(node, at.clone())];
                let mut here = node;
                while here != start {
                    let (before, at) = came_from[&here];
                    cycle.push((before, at.clone()));
                    here = before;
                }
                cycle.reverse();
                return Some(cycle);
            }
            if !came_from.contains_key(to) {
                came_from.insert(*to, (node, at));
                open.push_back(*to);
            }
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
            graph[*from].push(Edge { to: *to, at: Pointer::root() });
        }
        graph
    }

    fn cycles(edges: &[(usize, usize)]) -> Vec<Vec<usize>> {
        let graph = graph(edges);
        let of_group = |group: Vec<usize>| shortest_cycle(&graph, &group).expect("each leads to each");
        groups(&graph).into_iter().map(|group| of_group(group).into_iter().map(|(node, _)| node).collect()).collect()
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
