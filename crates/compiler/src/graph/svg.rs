//! svg
use super::Graph;
/// The graph as SVG.
#[must_use]
pub fn svg(graph: &Graph) -> String {
    graph.title.clone()
}
