//! Finds the layer of each node, and breaks long layers into rows.

use std::collections::BTreeMap;

/// The layer of each node: below all that leads to it, edges that close a cycle turned.
pub(super) fn layers(count: usize, edges: &[(usize, usize)]) -> Vec<usize> {
    let mut successors = vec![Vec::new(); count];
    for (from, to) in edges {
        successors[*from].push(*to);
    }
    let (finished, successors) = acyclic(&successors);
    // The order in which the search finished is one from the ends to the beginnings.
    let mut layers = vec![0; count];
    for node in finished.iter().rev() {
        for next in &successors[*node] {
            layers[*next] = layers[*next].max(layers[*node] + 1);
        }
    }
    // What nothing leads to would stand at the top; it stands right above the nearest that it leads to.
    let mut has_before = vec![false; count];
    successors.iter().flatten().for_each(|next| has_before[*next] = true);
    for node in (0..count).filter(|node| !has_before[*node]) {
        if let Some(nearest) = successors[node].iter().map(|next| layers[*next]).min() {
            layers[node] = nearest - 1;
        }
    }
    // What has no edge at all stands below the rest.
    let last = layers.iter().max().copied().unwrap_or_default();
    let some_edge = !edges.is_empty();
    for node in (0..count).filter(|node| some_edge && !has_before[*node] && successors[*node].is_empty()) {
        layers[node] = last + 1;
    }
    layers
}

/// The nodes in the order in which a search in depth leaves them, and the edges without those that lead
/// back into what is not left yet; these are turned.
fn acyclic(successors: &[Vec<usize>]) -> (Vec<usize>, Vec<Vec<usize>>) {
    #[derive(Clone, Copy, PartialEq, Eq)]
    enum State {
        New,
        Open,
        Left,
    }
    let mut states = vec![State::New; successors.len()];
    let mut turned = vec![Vec::new(); successors.len()];
    let mut finished = Vec::with_capacity(successors.len());
    // Nodes that nothing leads to come first, so that as few edges as possible are turned.
    let mut has_before = vec![false; successors.len()];
    successors.iter().flatten().for_each(|next| has_before[*next] = true);
    let starts = (0..successors.len()).filter(|node| !has_before[*node]).chain(0..successors.len());
    for start in starts {
        if states[start] != State::New {
            continue;
        }
        states[start] = State::Open;
        let mut open = vec![(start, 0)];
        while let Some((node, next)) = open.last_mut() {
            let node = *node;
            if let Some(to) = successors[node].get(*next).copied() {
                *next += 1;
                match states[to] {
                    State::New => {
                        states[to] = State::Open;
                        turned[node].push(to);
                        open.push((to, 0));
                    }
                    State::Open => turned[to].push(node),
                    State::Left => turned[node].push(to),
                }
            } else {
                states[node] = State::Left;
                finished.push(node);
                open.pop();
            }
        }
    }
    (finished, turned)
}

/// The row of each node: a layer with many nodes becomes several rows, about as many as make a square.
pub(super) fn rows(layers: &[usize]) -> Vec<usize> {
    /// As many as can be read on a narrow page.
    const FEWEST: usize = 4;
    let most = layers.len().isqrt().max(FEWEST);
    let mut by_layer: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (node, layer) in layers.iter().enumerate() {
        by_layer.entry(*layer).or_default().push(node);
    }
    let mut rows = vec![0; layers.len()];
    let mut row = 0;
    for nodes in by_layer.values() {
        // Equal rows look better than full ones and a rest.
        let parts = nodes.len().div_ceil(most);
        for part in nodes.chunks(nodes.len().div_ceil(parts)) {
            for node in part {
                rows[*node] = row;
            }
            row += 1;
        }
    }
    rows
}
