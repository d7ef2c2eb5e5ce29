//! `graph`.

use expect_test::expect;

use crate::project::{Project, SHOP};

#[test]
fn all_kinds_are_drawn_with_what_they_name() {
    expect![[r#"
        exit 0
        --- stdout
        flowchart TD
          accTitle: Relations between the kinds
          n0["shop.fruit<br/>2 fruits"]
          n1["shop.stall<br/>1 stall"]
          n1 -->|"sells/fruit × 2<br/>sells/config #40;config#41;"| n0
        --- stderr
        2 nodes, 1 edge
    "#]]
    .assert_eq(&Project::new(SHOP).transcript("graph"));
}

#[test]
fn an_entry_is_drawn_with_both_directions() {
    let project = Project::new(SHOP);
    let drawn = project.transcript("graph corner --as dot");
    expect![[r#"
        exit 0
        --- stdout
        digraph relations {
          graph [label="Relations of the stall `corner`", labelloc=t];
          node [shape=box, fontname="sans-serif"];
          edge [fontname="sans-serif", fontsize=10];
          n0 [label="apple\nfruit", tooltip="Red or green."];
          n1 [label="pear\nfruit", tooltip="Green."];
          n2 [label="corner\nstall", penwidth=2];
          n2 -> n0 [label="sells/fruit\nsells/config (config)"];
          n2 -> n1 [label="sells/fruit"];
        }
        --- stderr
        3 nodes, 2 edges
    "#]]
    .assert_eq(&drawn);
    for words in ["graph stall corner", "graph shop.stall corner", "graph shop.stall:corner"] {
        assert_eq!(project.transcript(&format!("{words} --as dot")), drawn, "{words}");
    }
    let named = project.transcript("graph pear");
    assert!(named.contains("n1 -->|\"sells/fruit\"| n0"), "{named}");
    assert!(named.ends_with("--- stderr\n2 nodes, 1 edge\n"), "{named}");
    let further = project.transcript("graph pear --hops 2");
    assert!(further.ends_with("--- stderr\n3 nodes, 2 edges\n"), "{further}");
}

#[test]
fn a_word_that_is_a_kind_is_taken_as_the_kind() {
    let project = Project::new(SHOP);
    project.edit("shop/stalls.yaml", "key: corner", "key: fruit");
    let kind = project.transcript("graph fruit");
    assert!(kind.contains("accTitle: Relations of the kind shop.fruit"), "{kind}");
    let entry = project.transcript("graph stall fruit");
    assert!(entry.contains("accTitle: Relations of the stall fruit"), "{entry}");
}

#[test]
fn an_image_needs_nothing_else() {
    let drawn = Project::new(SHOP).transcript("graph --as svg");
    let image = drawn.strip_prefix("exit 0\n--- stdout\n").unwrap_or_else(|| panic!("{drawn}"));
    assert!(image.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"rb-graph\" role=\"img\" "), "{image}");
    assert_eq!(image.matches("http").count(), 1, "the name of the language is its only address: {image}");
    assert!(!image.contains("<script") && !image.contains("url(") && !image.contains("@import"), "{image}");
    assert!(image.contains("<title>Relations between the kinds</title>\n<desc>2 boxes and 1 arrow. "), "{image}");
}

#[test]
fn what_is_unknown_is_told_the_nearest() {
    let project = Project::new(SHOP);
    expect![[r#"
        exit 2
        --- stderr
        error: there is no kind `aple`, and no kind has such an entry
          = note: the kinds are `shop.fruit`, `shop.stall`
          = help: did you mean `apple`?
    "#]]
    .assert_eq(&project.transcript("graph aple"));
    expect![[r#"
        exit 2
        --- stderr
        error: there is no kind `fruits`, and no kind has such an entry
          = note: the kinds are `shop.fruit`, `shop.stall`
          = help: did you mean `fruit`?
    "#]]
    .assert_eq(&project.transcript("graph fruits"));
    expect![[r#"
        exit 2
        --- stderr
        error: there is no fruit `aple`
          = note: the fruits are `apple`, `pear`
          = help: did you mean `apple`?
    "#]]
    .assert_eq(&project.transcript("graph fruit aple"));
    project.edit("shop/stalls.yaml", "key: corner", "key: apple");
    expect![[r#"
        exit 2
        --- stderr
        error: several kinds have an entry `apple`: `shop.fruit`, `shop.stall`
          = help: graph shop.fruit apple
          = help: graph shop.stall apple
    "#]]
    .assert_eq(&project.transcript("graph apple"));
}

#[test]
fn a_format_of_findings_is_refused() {
    expect![[r#"
        exit 2
        --- stderr
        error: `graph` is written in the language of `--as`
          = help: --as dot
    "#]]
    .assert_eq(&Project::new(SHOP).transcript("graph --format json"));
}

#[test]
fn the_docs_show_all_kinds_and_say_the_same_in_words() {
    let project = Project::new(SHOP);
    project.edit("rollbook.yaml", "registries:", "docs: { root: docs, flavour: mdbook }\nregistries:");
    assert_eq!(project.run("gen").status.code(), Some(0));
    let index = project.read("docs/registry/index.md");
    let relations = index.split_once("## Relations\n").map(|(_, relations)| relations);
    expect![[r#"

        An arrow leads from the kind whose entries name others to the kind of what they name.

        [![Which kinds name which; the list below says the same.](graph.svg)](graph.svg)

        - [stalls](shop/stall.md) → [fruits](shop/fruit.md): `sells/fruit` (2), `sells/config` (1, a config)
    "#]]
    .assert_eq(relations.unwrap_or_default());
    let picture = project.read("docs/registry/graph.svg");
    assert!(picture.starts_with("<!-- @generated by `rollbook gen` from rollbook.yaml."), "{picture}");
    assert!(picture.contains("<a href=\"shop/fruit.html\">"), "{picture}");
    project.edit("shop/kinds/stall.schema.yaml", ", x-ref: shop.fruit", "");
    project.edit("shop/kinds/stall.schema.yaml", "{ x-config-of: 1/fruit }", "{}");
    let again = project.transcript("gen");
    assert!(again.contains("deleted docs/registry/graph.svg"), "no relation, no picture: {again}");
    assert!(!project.read("docs/registry/index.md").contains("## Relations"));
}
