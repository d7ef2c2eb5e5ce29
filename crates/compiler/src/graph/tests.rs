//! The model of small projects, hostile names in each language, and laws of every layout.

#![allow(clippy::needless_raw_string_hashes, reason = "expect-test writes golden texts with them")]

use expect_test::expect;

use super::layout::{Block, Layout, Line, Point, Size, layout};
use super::{Cut, Edge, Form, Graph, Node, Way, around_entry, around_kind, dot, mermaid, overview, svg};
use crate::files::Memory;
use crate::registry::Registry;

/// Tasks with every form of relation, one of which no entry uses.
const WORK: &str = r"
-- rollbook.yaml --
name: work
registries:
  plan: { title: Plan, purpose: What is done. }
-- plan/kinds/job.schema.yaml --
title: Job
description: Something to do.
x-registry: { entries: jobs.yaml, layout: list }
type: object
required: [key, takes, gives]
additionalProperties: false
properties:
  key: { type: string }
  summary: { type: string }
  takes: { type: string }
  gives: { type: string }
  parts: { type: array, items: { $ref: '#/$defs/part' } }
  like: { type: string, x-ref: { to: plan.job, missing: warning } }
  config: { x-config: true }
$defs:
  part:
    type: object
    additionalProperties: false
    properties:
      job: { type: string, x-ref: plan.job }
      parts: { type: array, items: { $ref: '#/$defs/part' } }
-- plan/kinds/day.schema.yaml --
title: Day
description: When it is done.
x-registry: { entries: days.yaml, layout: list }
type: object
required: [key]
additionalProperties: false
properties:
  key: { type: string }
  does:
    type: array
    x-chain: { by: job, takes: /takes, gives: /gives }
    items:
      type: object
      required: [job]
      additionalProperties: false
      properties:
        job: { type: string, x-ref: plan.job }
        with: { x-config-of: 1/job }
-- plan/jobs.yaml --
- { key: dig, summary: Digs., takes: soil, gives: hole }
- key: plant
  takes: hole
  gives: tree
  parts: [{ job: dig, parts: [{ job: dig, parts: [{ job: water }] }] }]
  config:
    type: object
    additionalProperties: false
    properties:
      after: { type: string, x-ref: plan.job }
- { key: water, takes: tree, gives: tree }
-- plan/days.yaml --
- key: monday
  does: [{ job: dig }, { job: plant, with: { after: water } }, { job: water }]
";

fn work() -> Registry {
    let compiled = crate::check(&Memory::from_listing(WORK), "rollbook.yaml", crate::Settings::default());
    assert!(compiled.findings.is_empty(), "{:?}", compiled.findings);
    compiled.registry
}

/// Each edge as a line.
fn lines(graph: &Graph) -> String {
    let name = |place: usize| graph.nodes[place].name.as_str();
    let line = |edge: &Edge| format!("{} > {}: {}\n", name(edge.from), name(edge.to), edge.lines().join(", "));
    graph.edges.iter().map(line).collect()
}

#[test]
fn kinds_are_related_by_every_form_also_where_no_entry_is() {
    expect![[r#"
        plan.day > plan.job: does/job × 3, does/with/after, does/with (config)
        plan.job > plan.job: parts/job × 3, like × 0 (soft), day.does × 2 (chain)
    "#]]
    .assert_eq(&lines(&overview(&work())));
}

#[test]
fn an_entry_has_what_it_names_and_what_names_it() {
    let registry = work();
    expect![[r#"
        monday > dig: does/job
        monday > plant: does/job, does/with (config)
        dig > plant: day.does (chain)
        plant > dig: parts/job × 2
    "#]]
    .assert_eq(&lines(&around_entry(&registry, 1, 0, 1)));
    expect![[r#"
        monday > dig: does/job
        monday > plant: does/job, does/with (config)
        monday > water: does/job, does/with/after
        dig > plant: day.does (chain)
        plant > dig: parts/job × 2
        plant > water: parts/job, day.does (chain)
    "#]]
    .assert_eq(&lines(&around_entry(&registry, 0, 0, 1)));
    let names = |graph: Graph| graph.nodes.into_iter().map(|node| (node.name, node.is_centre)).collect::<Vec<_>>();
    let all = [("monday", false), ("dig", true), ("plant", false), ("water", false)];
    let all: Vec<(String, bool)> = all.map(|(name, centre)| (name.to_owned(), centre)).into();
    assert_eq!(names(around_entry(&registry, 1, 0, 2)), all);
    let kinds = [("plan.day".to_owned(), true), ("plan.job".to_owned(), false)];
    assert_eq!(names(around_kind(&registry, 0, 1)), kinds);
}

fn node(name: &str) -> Node {
    Node { name: name.to_owned(), is: "thing".to_owned(), about: String::new(), address: None, is_centre: false }
}

fn edge(from: usize, to: usize) -> Edge {
    Edge { from, to, ways: vec![Way { by: "to".to_owned(), form: Form::Hard, count: 1 }] }
}

/// Names that would act in one of the languages.
fn hostile() -> Graph {
    let names = [
        "a\"]; n9[\"b",
        "--> end %% {x}",
        "</text></svg><script>alert(1)</script>",
        "back\\slash\\\"\nnext `line`",
        "&lt;#quot;\u{202e}\u{0}",
    ];
    let nodes = names.map(|name| Node {
        is: name.to_owned(),
        about: name.to_owned(),
        address: Some(format!("{name}.html")),
        ..node(name)
    });
    let edges = (0..names.len()).map(|place| Edge {
        from: place,
        to: (place + 1) % names.len(),
        ways: vec![Way { by: names[place].to_owned(), form: Form::Soft, count: 2 }],
    });
    Graph { title: names.concat(), nodes: nodes.into(), edges: edges.collect(), cut: Cut { nodes: 1, edges: 2 } }
}

#[test]
fn hostile_names_stay_texts_in_mermaid() {
    expect![[r##"
        flowchart TD
          accTitle: a··· n9··b··· end ·· ·x···text···svg··script·alert·1···script·back·slash···nnext line·lt··quot··u·202e··u·0·
          accDescr: too large to show as a whole· left out· 1 more node and 2 more edges
          n0["a#34;#93;#59; n9#91;#34;b<br/>a#34;#93;#59; n9#91;#34;b"]
          n1["#45;#45;#62; #101;nd #37;#37; #123;x#125;<br/>#45;#45;#62; #101;nd #37;#37; #123;x#125;"]
          n2["#60;/text#62;#60;/svg#62;#60;script#62;alert#40;1#41;#60;/script#62;<br/>#60;/text#62;#60;/svg#62;#60;script#62;alert#40;1#41;#60;/script#62;"]
          n3["back#92;slash#92;#34;#92;nnext #96;line#96;<br/>back#92;slash#92;#34;#92;nnext #96;line#96;"]
          n4["#38;lt#59;#35;quot#59;#92;u#123;202e#125;#92;u#123;0#125;<br/>#38;lt#59;#35;quot#59;#92;u#123;202e#125;#92;u#123;0#125;"]
          n0 -.->|"a#34;#93;#59; n9#91;#34;b × 2 #40;soft#41;"| n1
          n1 -.->|"#45;#45;#62; #101;nd #37;#37; #123;x#125; × 2 #40;soft#41;"| n2
          n2 -.->|"#60;/text#62;#60;/svg#62;#60;script#62;alert#40;1#41;#60;/script#62; × 2 #40;soft#41;"| n3
          n3 -.->|"back#92;slash#92;#34;#92;nnext #96;line#96; × 2 #40;soft#41;"| n4
          n4 -.->|"#38;lt#59;#35;quot#59;#92;u#123;202e#125;#92;u#123;0#125; × 2 #40;soft#41;"| n0
          cut["too large to show as a whole#59; left out#58; 1 more node and 2 more edges"]
    "##]].assert_eq(&mermaid(&hostile()));
}

#[test]
fn hostile_names_stay_texts_in_dot() {
    expect![[r#"
        digraph relations {
          graph [label="a\"]; n9[\"b--> end %% {x}</text></svg><script>alert(1)</script>back\\slash\\\"\\nnext `line`&amp;lt;#quot;\\u{202e}\\u{0}\ntoo large to show as a whole; left out: 1 more node and 2 more edges", labelloc=t];
          node [shape=box, fontname="sans-serif"];
          edge [fontname="sans-serif", fontsize=10];
          n0 [label="a\"]; n9[\"b\na\"]; n9[\"b", tooltip="a\"]; n9[\"b"];
          n1 [label="--> end %% {x}\n--> end %% {x}", tooltip="--> end %% {x}"];
          n2 [label="</text></svg><script>alert(1)</script>\n</text></svg><script>alert(1)</script>", tooltip="</text></svg><script>alert(1)</script>"];
          n3 [label="back\\slash\\\"\\nnext `line`\nback\\slash\\\"\\nnext `line`", tooltip="back\\slash\\\"\\nnext `line`"];
          n4 [label="&amp;lt;#quot;\\u{202e}\\u{0}\n&amp;lt;#quot;\\u{202e}\\u{0}", tooltip="&amp;lt;#quot;\\u{202e}\\u{0}"];
          n0 -> n1 [label="a\"]; n9[\"b × 2 (soft)", style=dashed];
          n1 -> n2 [label="--> end %% {x} × 2 (soft)", style=dashed];
          n2 -> n3 [label="</text></svg><script>alert(1)</script> × 2 (soft)", style=dashed];
          n3 -> n4 [label="back\\slash\\\"\\nnext `line` × 2 (soft)", style=dashed];
          n4 -> n0 [label="&amp;lt;#quot;\\u{202e}\\u{0} × 2 (soft)", style=dashed];
        }
    "#]].assert_eq(&dot(&hostile()));
}

#[test]
fn hostile_names_stay_texts_in_svg() {
    let svg = svg(&hostile());
    let tags = ["svg", "title", "desc", "style", "rect", "g", "path", "polygon", "text", "a"];
    for piece in svg.split('<').skip(1) {
        let tag = piece.strip_prefix('/').unwrap_or(piece).split([' ', '>']).next();
        assert!(tags.iter().any(|known| tag == Some(known)), "<{piece}");
    }
    assert_eq!((svg.matches("<svg").count(), svg.matches("</svg>").count()), (1, 1));
    assert!(svg.ends_with("</svg>\n") && !svg.contains("<script") && !svg.contains('\u{202e}') && !svg.contains('\0'));
    assert!(svg.contains("<a href=\"a&quot;]; n9[&quot;b.html\">"), "{svg}");
    for tag in ["title", "text", "g", "a", "desc", "style"] {
        let opened = svg.matches(&format!("<{tag}>")).count() + svg.matches(&format!("<{tag} ")).count();
        assert_eq!(opened, svg.matches(&format!("</{tag}>")).count(), "{tag}");
    }
}

#[test]
fn an_address_that_is_a_script_is_no_link() {
    for address in ["javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,x", "//elsewhere.example/"] {
        let nodes = vec![Node { address: Some(address.to_owned()), ..node("a") }];
        let svg = svg(&Graph { nodes, ..Graph::default() });
        assert!(!svg.contains("<a "), "{svg}");
    }
}

#[test]
fn a_long_name_is_cut_and_whole_in_its_title() {
    let long = "w".repeat(400);
    let svg = svg(&Graph { nodes: vec![node(&long)], ..Graph::default() });
    assert!(svg.contains(&format!("<title>{long}, thing</title>")));
    assert!(svg.contains(">wwwwwwwwwwwwwww…</text>"), "{svg}");
    assert!(svg.contains("viewBox=\"0 0 242 80\""), "{svg}");
}

/// Numbers that look random and are the same in each run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or_default() % most
    }
}

fn random(seed: u64, nodes: usize, edges: usize) -> (Vec<Block>, Vec<Line>) {
    let mut numbers = Numbers(seed);
    let side = |number: usize| i64::try_from(number).unwrap_or_default();
    let blocks = (0..nodes).map(|_| Block {
        size: Size { width: side(40 + numbers.below(180)), height: 48 },
        aside: side(numbers.below(2) * 60),
    });
    let blocks = blocks.collect();
    let lines = (0..edges).map(|_| {
        let from = numbers.below(nodes);
        let to = (from + 1 + numbers.below(nodes - 1)) % nodes;
        Line { from, to, label: Size { width: side(numbers.below(2) * 70), height: 15 } }
    });
    (blocks, lines.collect())
}

fn assert_lawful(blocks: &[Block], lines: &[Line], layout: &Layout) {
    let boxes: Vec<(Point, Point)> = blocks
        .iter()
        .zip(&layout.boxes)
        .map(|(block, at)| (*at, Point { x: at.x + block.size.width + block.aside, y: at.y + block.size.height }))
        .collect();
    for (place, (a, b)) in boxes.iter().enumerate() {
        assert!(a.x >= 0 && a.y >= 0 && b.x <= layout.size.width && b.y <= layout.size.height, "{a:?} {b:?}");
        for (c, d) in &boxes[place + 1..] {
            assert!(b.x < c.x || d.x < a.x || b.y < c.y || d.y < a.y, "{a:?}-{b:?} covers {c:?}-{d:?}");
        }
    }
    for (line, way) in lines.iter().zip(&layout.lines) {
        let (first, last) = (way[0], way[way.len() - 1]);
        for (end, place) in [(first, line.from), (last, line.to)] {
            let (upper, lower) = (layout.boxes[place], boxes[place].1);
            let on_side = end.y == upper.y || end.y == lower.y;
            assert!(on_side && (upper.x..=upper.x + blocks[place].size.width).contains(&end.x), "{end:?}");
        }
        for pair in way.windows(2).filter(|pair| pair[0].x == pair[1].x) {
            let (top, bottom) = (pair[0].y.min(pair[1].y), pair[0].y.max(pair[1].y));
            let crossed = boxes.iter().find(|(a, b)| a.x < pair[0].x && pair[0].x < b.x && a.y < bottom && top < b.y);
            assert_eq!(crossed, None, "{pair:?}");
        }
    }
}

#[test]
fn boxes_never_overlap_and_lines_pass_beside_them() {
    for seed in 0..60 {
        let nodes = 2 + usize::try_from(seed).unwrap_or_default();
        let (blocks, lines) = random(seed, nodes, nodes * 2);
        let laid = layout(&blocks, &lines);
        assert_lawful(&blocks, &lines, &laid);
        assert_eq!(laid, layout(&blocks, &lines), "equal graphs have equal pictures");
    }
}

#[test]
fn the_smallest_graphs_have_a_picture() {
    assert_eq!(layout(&[], &[]).boxes, []);
    let block = Block { size: Size { width: 50, height: 48 }, aside: 0 };
    let one = layout(&[block], &[]);
    assert_eq!((one.boxes, one.size), (vec![Point { x: 16, y: 16 }], Size { width: 82, height: 80 }));
    let line = |from, to| Line { from, to, label: Size::default() };
    let ring = layout(&[block; 2], &[line(0, 1), line(1, 0)]);
    let heights: Vec<i64> = ring.boxes.iter().map(|at| at.y).collect();
    assert_eq!(heights, [16, 108]);
    let ends: Vec<(i64, i64)> = ring.lines.iter().map(|way| (way[0].y, way[way.len() - 1].y)).collect();
    assert_eq!(ends, [(64, 108), (108, 64)], "an edge that closes a cycle leads up");
}

#[test]
fn the_largest_graph_stays_small() {
    let (blocks, lines) = random(1, super::MOST_NODES, super::MOST_EDGES);
    assert_lawful(&blocks, &[], &layout(&blocks, &lines));
    let nodes = (0..super::MOST_NODES).map(|place| node(&place.to_string()));
    let edges = lines.iter().map(|line| edge(line.from, line.to));
    let graph = Graph { nodes: nodes.collect(), edges: edges.collect(), ..Graph::default() };
    assert!(svg(&graph).len() < 4_000_000, "{}", svg(&graph).len());
}

#[test]
fn what_is_too_much_is_counted() {
    use std::fmt::Write as _;
    let mut listing =
        WORK.replace("-- plan/jobs.yaml --\n", "-- plan/jobs.yaml --\n- { key: hub, takes: a, gives: a }\n");
    for place in 0..600 {
        let job = format!("- {{ key: j{place}, takes: a, gives: a, parts: [{{ job: hub }}] }}\n");
        listing = listing.replace("-- plan/days.yaml --\n", &(job + "-- plan/days.yaml --\n"));
    }
    let _ = writeln!(listing);
    let registry = crate::check(&Memory::from_listing(&listing), "rollbook.yaml", crate::Settings::default()).registry;
    let hub = registry.members[1].find("hub").unwrap_or_default();
    let graph = around_entry(&registry, 1, hub, 1);
    assert_eq!((graph.nodes.len(), graph.edges.len(), graph.cut), (500, 499, Cut { nodes: 101, edges: 0 }));
    assert_eq!(graph.cut_in_words().as_deref(), Some("too large to show as a whole; left out: 101 more nodes"));
    for text in [mermaid(&graph), dot(&graph), svg(&graph)] {
        assert!(text.contains("101 more nodes"));
    }
}
