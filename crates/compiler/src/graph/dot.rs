//! Writes a graph in DOT, the language of Graphviz.
//!
//! Nodes are called `n0`, `n1` and so on; every text is a quoted string in which nothing acts.

use std::fmt::Write as _;

use super::{Form, Graph, Node};

/// The graph in DOT.
#[must_use]
pub fn dot(graph: &Graph) -> String {
    let title = match graph.cut_in_words() {
        None => text(&graph.title),
        Some(cut) => format!("{}\\n{}", text(&graph.title), text(&cut)),
    };
    let mut out = format!(
        "digraph relations {{\n  graph [label=\"{title}\", labelloc=t];\n  node [shape=box, fontname=\"sans-serif\"];\n  \
         edge [fontname=\"sans-serif\", fontsize=10];\n"
    );
    for (place, Node { name, is, about, is_centre, .. }) in graph.nodes.iter().enumerate() {
        let style = if *is_centre { ", penwidth=2" } else { "" };
        let tip = if about.is_empty() { String::new() } else { format!(", tooltip=\"{}\"", text(about)) };
        let _ = writeln!(out, "  n{place} [label=\"{}\\n{}\"{tip}{style}];", text(name), text(is));
    }
    for edge in &graph.edges {
        let style = match edge.form() {
            Form::Hard | Form::Config => "",
            Form::Soft => ", style=dashed",
            Form::Chain => ", style=bold",
        };
        let lines: Vec<String> = edge.lines().iter().map(|line| text(line)).collect();
        let _ = writeln!(out, "  n{} -> n{} [label=\"{}\"{style}];", edge.from, edge.to, lines.join("\\n"));
    }
    out.push_str("}\n");
    out
}

/// A text in quotes. Graphviz reads escapes such as `\N`, and entities such as `&amp;`, in labels.
fn text(text: &str) -> String {
    source::visible(text).replace('\\', "\\\\").replace('"', "\\\"").replace('&', "&amp;")
}
