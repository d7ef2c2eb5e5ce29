//! Writes a graph as a Mermaid flowchart.
//!
//! Nodes are called `n0`, `n1` and so on, and every text stands in quotes with each character that
//! Mermaid could act on as an entity code, so no name is read as a word of the language.

use std::fmt::Write as _;

use super::{Form, Graph, Node};

/// The graph as a Mermaid flowchart.
#[must_use]
pub fn mermaid(graph: &Graph) -> String {
    let mut out = format!("flowchart TD\n  accTitle: {}\n", words(&graph.title));
    if let Some(cut) = graph.cut_in_words() {
        let _ = writeln!(out, "  accDescr: {}", words(&cut));
    }
    for (place, node) in graph.nodes.iter().enumerate() {
        let Node { name, is, is_centre, .. } = node;
        let class = if *is_centre { ":::centre" } else { "" };
        let _ = writeln!(out, "  n{place}[\"{}<br/>{}\"]{class}", text(name), text(is));
    }
    for edge in &graph.edges {
        let arrow = match edge.form() {
            Form::Hard | Form::Config => "-->",
            Form::Soft => "-.->",
            Form::Chain => "==>",
        };
        let lines: Vec<String> = edge.lines().iter().map(|line| text(line)).collect();
        let _ = writeln!(out, "  n{} {arrow}|\"{}\"| n{}", edge.from, lines.join("<br/>"), edge.to);
    }
    if let Some(cut) = graph.cut_in_words() {
        let _ = writeln!(out, "  cut[\"{}\"]", text(&cut));
    }
    if graph.nodes.iter().any(|node| node.is_centre) {
        out.push_str("  classDef centre stroke-width:3px\n");
    }
    out
}

/// A text in quotes. Mermaid knows entity codes such as `#35;`, by number.
fn text(text: &str) -> String {
    let shown = source::visible(text);
    let mut out = String::with_capacity(shown.len());
    for (place, character) in shown.char_indices() {
        // Some versions read `end` as the end of a block even where it is quoted.
        let is_end = shown[place..].starts_with("end") && is_word(&shown, place, place + 3);
        let is_plain = character.is_alphanumeric() || matches!(character, ' ' | '.' | '_' | ',' | '/' | '×');
        if is_plain && !is_end {
            out.push(character);
        } else {
            let _ = write!(out, "#{};", u32::from(character));
        }
    }
    out
}

fn is_word(text: &str, start: usize, end: usize) -> bool {
    let before = text[..start].chars().next_back();
    let after = text[end..].chars().next();
    [before, after].into_iter().flatten().all(|character| !character.is_alphanumeric())
}

/// A text outside of quotes, where there are no entities: what is no word or number becomes a dot in the middle.
fn words(text: &str) -> String {
    let shown = source::visible(text);
    let plain = |character: char| character.is_alphanumeric() || matches!(character, ' ' | '.' | '_' | ',');
    shown.replace('`', "").chars().map(|character| if plain(character) { character } else { '·' }).collect()
}
