//! Pages of mdBook and the anchors that links to them find.

use links::{Flavour, Origin, Page, comments};

/// The anchors of a page, one a line: id, origin, and the marked text.
fn listed(content: &str) -> Vec<String> {
    let page = Page::read(content, Flavour::MDBOOK);
    let anchors = page.anchors().iter();
    anchors.map(|anchor| format!("{} {:?} {:?}", anchor.id, anchor.origin, &content[anchor.span.range()])).collect()
}

fn ids(content: &str) -> Vec<String> {
    Page::read(content, Flavour::MDBOOK).anchors().iter().map(|anchor| anchor.id.clone()).collect()
}

#[test]
fn headings_of_all_kinds_have_anchors_with_their_places() {
    let page = "# One\n\nTwo\nlines\n===\n\n> ## In *quote*\n\n- ### In list\n";
    assert_eq!(
        listed(page),
        [
            "one Auto \"# One\\n\"",
            "two-lines Auto \"Two\\nlines\\n===\\n\"",
            "in-quote Auto \"## In *quote*\\n\"",
            "in-list Auto \"### In list\\n\"",
        ]
    );
}

#[test]
fn a_definition_title_has_an_anchor() {
    assert_eq!(ids("## Port\n\nPort\n: where data goes in\n"), ["port", "port-1"]);
}

#[test]
fn an_explicit_id_is_kept_and_does_not_count_as_used() {
    assert_eq!(ids("## Install {#setup}\n\n## Setup\n\n## Other {id=other-id}\n"), ["setup", "setup", "other-id"]);
    assert_eq!(Page::read("## A {#b}", Flavour::MDBOOK).anchors()[0].origin, Origin::Explicit);
}

#[test]
fn html_attributes_are_anchors_with_their_places() {
    let page =
        "> <div\n>   id=\"in quote\">\n> </div>\n\nText <a name=\"x\"></a>.\n\n| a |\n| - |\n| <b id=cell>b</b> |\n";
    let expected = ["in quote Html \"in quote\"", "x Html \"x\"", "cell Html \"cell\""];
    assert_eq!(listed(page), expected);
    assert_eq!(listed("> <div id=\n> x\n> >\n"), ["x Html \"x\""]);
    let tag = "<a\\n>   id=over-lines>";
    assert_eq!(listed("> Text <a\n>   id=over-lines></a>\n"), [format!("over-lines Html \"{tag}\"")]);
    assert_eq!(ids("## <a id=\"custom\"></a>Custom anchor\n"), ["custom-anchor", "custom"]);
    assert_eq!(ids("<h2 id=\"kept\">Raw heading</h2>\n"), ["kept"]);
}

#[test]
fn what_looks_like_a_heading_in_code_or_comments_has_no_anchor() {
    assert_eq!(ids("```md\n## No\n<a id=no></a>\n```\n\n    ## No\n\n<!--\n## No\n\n## No\n-->\n\n## Yes\n"), ["yes"]);
    assert_eq!(ids("Text `<a id=no>` and \\## no\n\n#No space\n"), <[&str; 0]>::default());
}

#[test]
fn line_ends_and_byte_order_marks_change_no_anchor() {
    let page = "\u{feff}# One\r\n\r\nTwo\r\nlines\r\n---\r\n<a id=\"x\"></a>\r\n";
    assert_eq!(ids(page), ["one", "two-lines", "x"]);
    assert!(listed(page)[0].ends_with("\"# One\\r\\n\""), "{:?}", listed(page));
}

#[test]
fn footnotes_count_and_images_do_not() {
    let page = "Text[^b].\n\n## Note[^a][^b]\n\n## ![Logo](l.png) Brand\n\n[^a]: A\n\n[^b]: B\n";
    assert_eq!(ids(page), ["note2-1", "brand"]);
}

#[test]
fn anchors_are_compared_letter_for_letter() {
    let page = Page::read("## Getting Started\n\n## 概要\n", Flavour::MDBOOK);
    assert!(page.has_anchor("getting-started") && page.has_anchor("概要"));
    assert!(!page.has_anchor("Getting-Started") && !page.has_anchor("getting started"));
    assert!(page.has_anchor("") && page.has_anchor("Top"));
}

#[test]
fn a_wrong_anchor_is_told_the_nearest() {
    let page = Page::read("# Gate\n\n## Inputs & outputs\n\n## `gate.idempotency`\n\n## Example\n", Flavour::MDBOOK);
    let cases = [
        ("inputs-outputs", Some("inputs--outputs")),
        ("Inputs_Outputs", Some("inputs--outputs")),
        ("gate.idempotency", Some("gateidempotency")),
        ("gateidempotncy", Some("gateidempotency")),
        ("exmaple", Some("example")),
        ("zebra", None),
        ("--", None),
    ];
    for (wrong, near) in cases {
        assert_eq!(page.nearest_anchor(wrong), near, "{wrong}");
    }
}

#[test]
fn a_page_of_one_heading_over_and_over_is_read_in_time() {
    let page = Page::read(&"# Same\n".repeat(50_000), Flavour::MDBOOK);
    assert!(page.has_anchor("same-49999"));
}

/// Numbers that look random and are the same in each run: Knuth's MMIX generator, upper half
/// ("The Art of Computer Programming", volume 2, section 3.3.4).
fn below(state: &mut u64, limit: usize) -> usize {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    usize::try_from(*state >> 33).expect("31 bits") % limit
}

#[test]
fn any_text_is_a_page_and_every_anchor_stands_on_it() {
    const PIECES: [&str; 40] = [
        "# ",
        "## ",
        "\n",
        "\n\n",
        "\r\n",
        "\r",
        "> ",
        "- ",
        "    ",
        "\t",
        "a",
        "漢",
        "e\u{301}",
        "\u{feff}",
        "\0",
        "{#",
        "}",
        " {id=",
        "<",
        "</",
        ">",
        "<a id=",
        "<div name=\"",
        "\"",
        "'",
        "=",
        "<!--",
        "-->",
        "<script>",
        "`",
        "```",
        "[^a]",
        "[^a]: ",
        "![",
        "](",
        ")",
        ": ",
        "|",
        "---",
        "===",
    ];
    let mut state = 1;
    let mut found = 0;
    for round in 0..5_000 {
        let pieces = 0..below(&mut state, 30);
        let content: String = pieces.map(|_| PIECES[below(&mut state, PIECES.len())]).collect();
        for anchor in Page::read(&content, Flavour::MDBOOK).anchors() {
            assert!(!anchor.id.is_empty(), "round {round}: {content:?}");
            assert!(content.get(anchor.span.range()).is_some(), "round {round}: {content:?} {anchor:?}");
            found += 1;
        }
    }
    assert!(found > 500, "the texts are too dull: {found} anchors");
}

#[test]
fn comments_stand_outside_of_code_and_scripts() {
    let cases: &[(&str, &[&str])] = &[
        ("<!-- a -->\n\n# B <!-- c -->\n", &["<!-- a -->", "<!-- c -->"]),
        ("\u{feff}<!-- a -->\r\nb\r\n", &["<!-- a -->"]),
        ("<!-- a\nb --> <!-- c -->\n", &["<!-- a\nb -->", "<!-- c -->"]),
        ("> <!-- a -->\n> b\n\n- <!-- c -->\n", &["<!-- a -->", "<!-- c -->"]),
        ("<p>\n<!-- a -->\n</p>\n", &["<!-- a -->"]),
        ("`<!-- a -->`\n\n    <!-- b -->\n\n~~~\n<!-- c -->\n~~~\n", &[]),
        ("<script>\n// <!-- a -->\n</script>\n", &[]),
        ("\\<!-- a -->\n\n<!-- b\n", &[]),
        ("<img alt=\"<!-- a -->\">\n", &[]),
        ("a <!-- b", &[]),
    ];
    for (page, expected) in cases {
        let found: Vec<&str> = comments(page, Flavour::MDBOOK).iter().map(|span| &page[span.range()]).collect();
        assert_eq!(found, *expected, "{page:?}");
    }
}
