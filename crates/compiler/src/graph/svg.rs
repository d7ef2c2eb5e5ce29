//! Writes a graph as an SVG image that needs nothing else: no script, no font, no address but those of nodes.
//!
//! Texts are measured and cut before they are written, so none leaves its box; what is cut is whole in a `<title>`.

mod measure;

use std::fmt::Write as _;

use self::measure::{fitted, width};
use super::layout::{self, Block, Layout, Line, Point, Size};
use super::{Edge, Form, Graph, Node};
use crate::xml::text;

/// The sizes of letters: names, and everything else.
const NAME: i64 = 14;
const SMALL: i64 = 11;
/// The longest texts in a box, and at an edge.
const MOST_IN_BOX: i64 = 190;
const MOST_AT_EDGE: i64 = 170;
/// A box around a text.
const PADDING: i64 = 12;
const BOX_HEIGHT: i64 = 48;
const LABEL_HEIGHT: i64 = 15;
/// A loop at the right side of a box, before its label.
const LOOP: i64 = 26;
/// A graph with more edges than these has no room for labels; they are in the titles of its edges.
const MOST_LABELS: usize = 30;

/// Colours follow the reader's choice of light or dark. Names of classes begin with `rb-`, because styles of
/// an image that stands in a page hold for the whole page. Colours are written out: many programs that show
/// SVG know no variables, and would paint the boxes black.
pub const STYLE: &str = "\
.rb-graph{color:#1f2328;max-width:100%;height:auto;font-family:'DejaVu Sans',Verdana,'Segoe UI',sans-serif}
.rb-ground{fill:#fff}
.rb-box{fill:#f6f8fa;stroke:currentColor}
.rb-centre{stroke-width:3}
.rb-name{fill:currentColor;font-size:14px}
a .rb-name{fill:#0550ae;text-decoration:underline}
a:focus .rb-box{stroke:#0550ae;stroke-width:3}
.rb-small{fill:#59636e;font-size:11px}
.rb-label{stroke:#fff;stroke-width:4px;paint-order:stroke}
.rb-edge{fill:none;stroke:currentColor}
.rb-soft{stroke-dasharray:5 4}
.rb-chain{stroke-width:2.5}
.rb-tip{fill:currentColor}
@media (prefers-color-scheme:dark){
.rb-graph{color:#e6edf3}
.rb-ground{fill:#0d1117}
.rb-box{fill:#161b22}
a .rb-name{fill:#79c0ff}
a:focus .rb-box{stroke:#79c0ff}
.rb-small{fill:#9198a1}
.rb-label{stroke:#0d1117}
}
";

/// The graph as an SVG image.
#[must_use]
pub fn svg(graph: &Graph) -> String {
    let drawing = Drawing::of(graph);
    let Size { width, height } = drawing.size;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"rb-graph\" role=\"img\" viewBox=\"0 0 {width} {height}\" \
         width=\"{width}\" height=\"{height}\">\n<title>{}</title>\n<desc>{}</desc>\n<style>\n{STYLE}</style>\n\
         <rect class=\"rb-ground\" width=\"{width}\" height=\"{height}\"/>\n",
        text(&graph.title),
        text(&description(graph)),
    );
    drawing.write(&mut out);
    out.push_str("</svg>\n");
    out
}

/// The graph as an `<svg>` of an HTML page that has [`STYLE`] once for all of them. Its nodes can be followed,
/// so it is a group, and not an image.
#[must_use]
pub fn svg_in_page(graph: &Graph) -> String {
    let drawing = Drawing::of(graph);
    let Size { width, height } = drawing.size;
    let mut out = format!(
        "<svg class=\"rb-graph\" role=\"group\" aria-label=\"{}\" viewBox=\"0 0 {width} {height}\" \
         width=\"{width}\" height=\"{height}\">\n",
        text(&graph.title),
    );
    drawing.write(&mut out);
    out.push_str("</svg>\n");
    out
}

/// What can be seen, in words.
fn description(graph: &Graph) -> String {
    let count = |number: usize, one: &str, more: &str| match number {
        1 => format!("1 {one}"),
        _ => format!("{number} {more}"),
    };
    let boxes = count(graph.nodes.len(), "box", "boxes");
    let counts = format!("{boxes} and {}.", count(graph.edges.len(), "arrow", "arrows"));
    let meaning =
        "An arrow leads from what names to what is named; a dashed one may lead nowhere, a thick one is a chain.";
    match graph.cut_in_words() {
        None => format!("{counts} {meaning}"),
        Some(cut) => format!("{counts} {meaning} It is {cut}."),
    }
}

/// A graph with the places of everything in it.
struct Drawing<'a> {
    graph: &'a Graph,
    layout: Layout,
    /// The edges between different nodes, in the order of the layout, and those that are loops.
    lines: Vec<(&'a Edge, String)>,
    loops: Vec<(&'a Edge, String)>,
    /// The width of each box, without its loop.
    widths: Vec<i64>,
    cut: Option<String>,
    size: Size,
}

impl<'a> Drawing<'a> {
    fn of(graph: &'a Graph) -> Self {
        let has_labels = graph.edges.len() <= MOST_LABELS;
        let labelled = |edge: &'a Edge| (edge, if has_labels { label(edge) } else { String::new() });
        let (loops, lines): (Vec<_>, Vec<_>) =
            graph.edges.iter().map(labelled).partition(|(edge, _)| edge.from == edge.to);
        let widths: Vec<i64> = graph.nodes.iter().map(box_width).collect();
        let block = |width: &i64| Block { size: Size { width: *width, height: BOX_HEIGHT }, aside: 0 };
        let mut blocks: Vec<Block> = widths.iter().map(block).collect();
        for (edge, label) in &loops {
            blocks[edge.from].aside = LOOP + width(label, SMALL) + 4;
        }
        let size_of = |label: &str| match label {
            "" => Size::default(),
            label => Size { width: width(label, SMALL) + 6, height: LABEL_HEIGHT },
        };
        let to_line = |(edge, label): &(&Edge, String)| Line { from: edge.from, to: edge.to, label: size_of(label) };
        let layout = layout::layout(&blocks, &lines.iter().map(to_line).collect::<Vec<_>>());
        let cut = graph.cut_in_words();
        let mut size = layout.size;
        if let Some(cut) = &cut {
            size.height += 24;
            size.width = size.width.max(width(cut, SMALL) + 32);
        }
        Self { graph, layout, lines, loops, widths, cut, size }
    }

    fn write(&self, out: &mut String) {
        self.edges(out);
        self.nodes(out);
        if let Some(cut) = &self.cut {
            let y = self.size.height - 10;
            let _ = writeln!(out, "<text class=\"rb-small\" x=\"16\" y=\"{y}\">{}</text>", text(cut));
        }
    }

    fn edges(&self, out: &mut String) {
        for ((edge, _), way) in self.lines.iter().zip(&self.layout.lines) {
            let _ = writeln!(
                out,
                "<g>{}<path class=\"{}\" d=\"{}\"/>{}</g>",
                self.title(edge),
                class(edge),
                path(way),
                tip(way)
            );
        }
        for ((_, label), Point { x, y }) in self.lines.iter().zip(&self.layout.labels) {
            if !label.is_empty() {
                let _ = writeln!(
                    out,
                    "<text class=\"rb-small rb-label\" x=\"{x}\" y=\"{}\" text-anchor=\"middle\">{}</text>",
                    y + 4,
                    text(label)
                );
            }
        }
        for (edge, label) in &self.loops {
            let Point { x, y } = self.layout.boxes[edge.from];
            let x = x + self.widths[edge.from];
            let (y, below) = (y + 14, y + BOX_HEIGHT - 14);
            let end = [Point { x: x + LOOP, y: below }, Point { x, y: below }];
            let _ = writeln!(
                out,
                "<g>{}<path class=\"{}\" d=\"M{x} {y}C{} {y} {} {below} {x} {below}\"/>{}<text class=\"rb-small\" x=\"{}\" y=\"{}\">{}</text></g>",
                self.title(edge),
                class(edge),
                x + LOOP,
                x + LOOP,
                tip(&end),
                x + LOOP - 2,
                i64::midpoint(y, below) + 4,
                text(label),
            );
        }
    }

    /// All that an edge says, for those who point at it.
    fn title(&self, edge: &Edge) -> String {
        let name = |place: usize| text(&self.graph.nodes[place].name);
        let lines: Vec<String> = edge.lines().iter().map(|line| text(line)).collect();
        format!("<title>{} → {}\n{}</title>", name(edge.from), name(edge.to), lines.join("\n"))
    }

    fn nodes(&self, out: &mut String) {
        for ((node, Point { x, y }), width) in self.graph.nodes.iter().zip(&self.layout.boxes).zip(&self.widths) {
            let centre = if node.is_centre { " rb-centre" } else { "" };
            let middle = x + width / 2;
            let about = if node.about.is_empty() { String::new() } else { format!("\n{}", text(&node.about)) };
            let inner = format!(
                "<g><title>{}, {}{about}</title><rect class=\"rb-box{centre}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" \
                 height=\"{BOX_HEIGHT}\" rx=\"6\"/><text class=\"rb-name\" x=\"{middle}\" y=\"{}\" \
                 text-anchor=\"middle\">{}</text><text class=\"rb-small\" x=\"{middle}\" y=\"{}\" \
                 text-anchor=\"middle\">{}</text></g>",
                text(&node.name),
                text(&node.is),
                y + 20,
                text(&fitted(&node.name, NAME, MOST_IN_BOX)),
                y + 37,
                text(&fitted(&node.is, SMALL, MOST_IN_BOX)),
            );
            let _ = match node.address.as_deref().filter(|address| is_here(address)) {
                Some(address) => writeln!(out, "<a href=\"{}\">{inner}</a>", text(address)),
                None => writeln!(out, "{inner}"),
            };
        }
    }
}

/// Whether an address is one of this site: it names no scheme and no other host.
fn is_here(address: &str) -> bool {
    let first = address.split(['/', '?', '#']).next().unwrap_or_default();
    !first.contains(':') && !address.starts_with("//") && !address.starts_with('\\')
}

fn box_width(node: &Node) -> i64 {
    let name = width(&fitted(&node.name, NAME, MOST_IN_BOX), NAME);
    let is = width(&fitted(&node.is, SMALL, MOST_IN_BOX), SMALL);
    name.max(is) + 2 * PADDING
}

/// The first way, and how many more there are.
fn label(edge: &Edge) -> String {
    let first = edge.ways.first().map(super::Way::words).unwrap_or_default();
    match edge.ways.len() {
        0 | 1 => fitted(&first, SMALL, MOST_AT_EDGE),
        more => {
            let rest = format!(" + {}", more - 1);
            fitted(&first, SMALL, MOST_AT_EDGE - width(&rest, SMALL)) + &rest
        }
    }
}

fn class(edge: &Edge) -> &'static str {
    match edge.form() {
        Form::Hard | Form::Config => "rb-edge",
        Form::Soft => "rb-edge rb-soft",
        Form::Chain => "rb-edge rb-chain",
    }
}

/// Straight down through the rows, and bent between them.
fn path(way: &[Point]) -> String {
    let Some(first) = way.first() else { return String::new() };
    let mut path = format!("M{} {}", first.x, first.y);
    for pair in way.windows(2) {
        let (from, to) = (pair[0], pair[1]);
        if from.x == to.x {
            let _ = write!(path, "V{}", to.y);
        } else {
            let middle = i64::midpoint(from.y, to.y);
            let _ = write!(path, "C{} {middle} {} {middle} {} {}", from.x, to.x, to.x, to.y);
        }
    }
    path
}

/// The head of an arrow at the end of a way.
fn tip(way: &[Point]) -> String {
    let [.., before, Point { x, y }] = way else { return String::new() };
    let points = if before.y == *y {
        format!("{x},{y} {},{} {},{}", x + 8, y - 4, x + 8, y + 4)
    } else {
        let back = if before.y < *y { y - 8 } else { y + 8 };
        format!("{x},{y} {},{back} {},{back}", x - 4, x + 4)
    };
    format!("<polygon class=\"rb-tip\" points=\"{points}\"/>")
}
