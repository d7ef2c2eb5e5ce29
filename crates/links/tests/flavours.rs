//! What each flavour makes an anchor of, and what holds for all of them on any text.

use std::collections::BTreeSet;

use links::{
    Case, Docusaurus, Flavour, Format, Mdbook, MdbookVersion, Mkdocs, Myst, Origin, Page, SlugPreset, Slugify,
};

const ATTRIBUTES: Flavour = Flavour::Mkdocs(Mkdocs { attr_list: true, ..Mkdocs::DEFAULT });
const ANCHORED: Myst = Myst { heading_anchors: 6, ..Myst::DEFAULT };
const MD: Flavour = Flavour::Docusaurus(Docusaurus { format: Format::Md, ..Docusaurus::DEFAULT });

/// The anchors of a page, one a line: id, origin, and the marked text.
fn listed(content: &str, flavour: Flavour) -> Vec<String> {
    let page = Page::read(content, flavour);
    let anchors = page.anchors().iter();
    anchors.map(|anchor| format!("{} {:?} {:?}", anchor.id, anchor.origin, &content[anchor.span.range()])).collect()
}

fn ids(content: &str, flavour: Flavour) -> Vec<String> {
    Page::read(content, flavour).anchors().iter().map(|anchor| anchor.id.clone()).collect()
}

/// Every flavour with settings that make a difference.
fn flavours() -> Vec<Flavour> {
    let mut flavours = Flavour::ALL.to_vec();
    flavours.extend([
        Flavour::Mdbook(Mdbook::DEFAULT_0_4),
        ATTRIBUTES,
        Flavour::Mkdocs(Mkdocs { slugify: Slugify::Pymdownx(Case::Lower), separator: Some('_'), ..Mkdocs::DEFAULT }),
        Flavour::Mkdocs(Mkdocs {
            slugify: Slugify::Unicode,
            separator: None,
            footnotes: true,
            attr_list: true,
            md_in_html: true,
        }),
        Flavour::Myst(ANCHORED),
        Flavour::Myst(Myst { slug: SlugPreset::Gitlab, attrs_block: true, ..ANCHORED }),
        Flavour::Myst(Myst { slug: SlugPreset::Docutils, ..ANCHORED }),
        MD,
        Flavour::Docusaurus(Docusaurus { maintain_case: true, ..Docusaurus::DEFAULT }),
    ]);
    flavours
}

#[test]
fn github_gives_raw_headings_an_anchor_and_finds_it_in_any_case() {
    let page = "<h1 align=\"center\">My <b>Tool</b> &amp; co</h1>\n\n## My Tool {#x}\n\n<a name=\"Old\"></a>\n";
    let expected =
        ["my-tool--co Auto \"<h1 align=\\\"center\\\">\"", "my-tool-x Auto \"## My Tool {#x}\\n\"", "Old Html \"Old\""];
    assert_eq!(listed(page, Flavour::Github), expected);
    let page = Page::read(page, Flavour::Github);
    assert!(["My-Tool--Co", "old", "user-content-old"].iter().all(|id| page.has_anchor(id)));
    assert!(!Page::read("## A\n", Flavour::MDBOOK).has_anchor("A"));
}

#[test]
fn front_matter_is_no_heading_but_in_mdbook() {
    let page = "---\ntitle: Setup\n---\n\n## Setup\n";
    for flavour in flavours() {
        let expected: &[&str] = match flavour {
            Flavour::Mdbook(_) => &["title-setup", "setup"],
            Flavour::Myst(Myst { heading_anchors: 0, .. }) => &[],
            Flavour::Docusaurus(Docusaurus { maintain_case: true, .. }) => &["Setup"],
            Flavour::Github | Flavour::Mkdocs(_) | Flavour::Myst(_) | Flavour::Docusaurus(_) => &["setup"],
        };
        assert_eq!(ids(page, flavour), expected, "{flavour:?}");
    }
}

#[test]
fn mdbook_0_4_counts_and_0_5_looks_for_a_free_id() {
    let page = "## Foo\n\n## Foo-1\n\n## Foo\n\n## Über -- uns\n";
    let old = Flavour::Mdbook(Mdbook::DEFAULT_0_4);
    assert_eq!(ids(page, old), ["foo", "foo-1", "foo-1", "Über----uns"]);
    assert_eq!(ids(page, Flavour::MDBOOK), ["foo", "foo-1", "foo-2", "über--uns"]);
    let plain = Flavour::Mdbook(Mdbook { version: MdbookVersion::V0_5, smart_punctuation: false });
    assert_eq!(ids("## a -- b\n", plain), ["a----b"]);
}

#[test]
fn mkdocs_has_its_own_idea_of_headings() {
    let cases: &[(&str, &[&str])] = &[
        ("text\n#Glued\n#tag x\n", &["glued", "tag-x"]),
        ("One\n===\n\nTwo\nlines\n===\n", &["one"]),
        ("<div>\n\n## No\n\n</div>\n\n## Yes\n", &["yes"]),
        ("<div id=q>no end\n\n## No\n", &["q"]),
        ("  ## No\n\n- ## In list\n\n    ## Deeper\n", &["in-list", "deeper"]),
        ("## !!!\n\n## Foo\n\n## Foo\n\n## Foo_1\n", &["_1", "foo", "foo_1", "foo_2"]),
        ("```\n<div>\n## No\n```\n\n## Yes\n", &["yes"]),
        ("<!--\n## No\n-->\n\n## Yes\n", &["yes"]),
    ];
    for (page, expected) in cases {
        assert_eq!(ids(page, Flavour::MKDOCS), *expected, "{page:?}");
    }
}

#[test]
fn mkdocs_reads_markdown_in_elements_that_ask_for_it() {
    let page =
        "<div id=a markdown>\n## In\n</div>\n\n<div>\n## No\n</div>\n\n<div markdown=\"1\">\n\n## Too\n\n</div>\n";
    assert_eq!(ids(page, Flavour::Mkdocs(Mkdocs { md_in_html: true, ..Mkdocs::DEFAULT })), ["a", "in", "too"]);
    assert_eq!(ids(page, Flavour::MKDOCS), ["a"]);
}

#[test]
fn attribute_lists_name_headings_paragraphs_and_elements() {
    let page = "## Setup\n\n## A {#setup}\n\ntext\n{: #para }\n\n[](){#empty} *a*{: #em } {#no}\n\n## [x](y){:target=_blank}\n";
    let expected = [
        "setup_1 Auto \"## Setup\\n\"",
        "setup Explicit \"## A {#setup}\\n\"",
        "para Explicit \"{: #para }\"",
        "empty Explicit \"{#empty}\"",
        "em Explicit \"{: #em }\"",
        "x Auto \"## [x](y){:target=_blank}\\n\"",
    ];
    assert_eq!(listed(page, ATTRIBUTES), expected);
    assert_eq!(ids("## A {#b}\n\ntext\n{#c}\n", Flavour::MKDOCS), ["a-b"]);
}

#[test]
fn myst_has_targets_and_no_heading_anchors_unless_told() {
    let page = "(Setup  Here)=\n# Setup\n\ntext\n(b)=\nTwo\nlines\n---\n\n```\n(no)=\n```\n\n```{note}\n:class: c\n:name: my-note\ntext\n```\n";
    let targets =
        ["setup here Target \"(Setup  Here)=\\n\"", "b Target \"(b)=\\n\"", "my-note Target \":name: my-note\""];
    assert_eq!(listed(page, Flavour::MYST), targets);
    assert_eq!(ids(page, Flavour::Myst(ANCHORED)), ["setup here", "setup", "b", "twolines", "my-note"]);
    let shallow = Flavour::Myst(Myst { heading_anchors: 2, ..Myst::DEFAULT });
    assert_eq!(ids("# A\n\n## A\n\n### A\n\n% # c\n% ---\n+++\n", shallow), ["a", "a-1"]);
    let blocks = Flavour::Myst(Myst { attrs_block: true, ..Myst::DEFAULT });
    assert_eq!(listed("{#x .c}\ntext\n", blocks), ["x Explicit \"{#x .c}\\n\""]);
}

#[test]
fn myst_presets_slug_in_their_own_ways() {
    let cases = [
        (SlugPreset::Github, "a--b-c-", "2024"),
        (SlugPreset::Gitlab, "a-b-c-", "anchor-2024"),
        (SlugPreset::Docutils, "a-b-c", ""),
    ];
    for (slug, words, number) in cases {
        let flavour = Flavour::Myst(Myst { slug, ..ANCHORED });
        assert_eq!(ids("# A & B C_\n".replace('_', "-").as_str(), flavour), [words], "{slug:?}");
        assert_eq!(Page::read("# 2024\n", flavour).anchors().first().map_or("", |anchor| &anchor.id), number);
    }
    assert_eq!(
        ids("# 3. Straße Łódź ℡\n", Flavour::Myst(Myst { slug: SlugPreset::Docutils, ..ANCHORED })),
        ["strasze-lodz"]
    );
}

#[test]
fn docusaurus_has_no_anchor_at_the_first_level_though_its_slug_counts() {
    assert_eq!(ids("# Setup\n\n## Setup\n\n## A {#setup}\n", Flavour::DOCUSAURUS), ["setup-1", "setup"]);
}

#[test]
fn docusaurus_reads_markdown_between_tags_in_mdx_only() {
    let page =
        "import A from 'a';\n\n<Tabs id=\"t\">\n## In tab\n</Tabs>\n\n{/*\n## No\n*/}\n\n## B {/* #b c */}\n\n## A:b\n";
    assert_eq!(ids(page, Flavour::DOCUSAURUS), ["t", "in-tab", "b", "a"]);
    assert_eq!(ids("<div>\n## No\n</div>\n\n## Yes <!-- #y -->\n\n## Vec<T>\n", MD), ["y", "vec"]);
}

#[test]
fn headings_that_mdx_cannot_build_are_nameless() {
    for title in ["Vec<T>", "a <b", "<https://a.b>", "<a@b.c>", "x {: #y }", "a } b", "a { b"] {
        let page = Page::read(&format!("## {title}\n"), Flavour::DOCUSAURUS);
        assert_eq!((page.anchors().len(), page.nameless().len()), (0, 1), "{title}");
    }
    assert_eq!(ids("## a < b \\{ <kbd>c</kbd> <br/> `<d>`\n", Flavour::DOCUSAURUS), ["a--b--c--d"]);
}

/// The table of the crate's page: a heading, and its anchor in each flavour.
#[test]
fn the_table_of_what_agrees_is_true() {
    let docs = include_str!("../src/lib.rs").lines().filter_map(|line| line.strip_prefix("//! | `"));
    let flavours = [Flavour::Github, Flavour::MDBOOK, ATTRIBUTES, Flavour::Myst(ANCHORED), Flavour::DOCUSAURUS];
    let mut rows = 0;
    for row in docs {
        let (heading, _) = row.split_once("` |").expect("a heading ends its cell");
        let anchors = flavours.map(|flavour| match ids(&format!("## {heading}\n"), flavour).first() {
            Some(id) => format!(" `{id}` |"),
            None => " none |".to_owned(),
        });
        assert_eq!(row, format!("{heading}` |{}", anchors.concat()));
        rows += 1;
    }
    assert!(rows > 10, "no table");
}

#[test]
fn headings_in_code_and_comments_have_no_anchor_in_any_flavour() {
    let page = "```md\n## No {#no}\n```\n\n~~~\n(no)=\n<a id=no></a>\n~~~\n\n<!--\n## No\n-->\n\n`## No`\n";
    for flavour in flavours() {
        assert_eq!(ids(page, flavour), <[&str; 0]>::default(), "{flavour:?}");
    }
}

#[test]
fn duplicates_and_empty_slugs_are_told() {
    let page = Page::read("## Install {#setup}\n\n## Setup\n\n## !!!\n", Flavour::MDBOOK);
    assert_eq!(page.duplicates().map(|anchor| anchor.span.range().start).collect::<Vec<_>>(), [21]);
    assert_eq!(page.nameless().iter().map(|anchor| anchor.span.range().start).collect::<Vec<_>>(), [31]);
}

/// Numbers that look random and are the same in each run: Knuth's MMIX generator, upper half
/// ("The Art of Computer Programming", volume 2, section 3.3.4).
fn below(state: &mut u64, limit: usize) -> usize {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    usize::try_from(*state >> 33).expect("31 bits") % limit
}

#[test]
fn any_text_is_a_page_in_every_flavour_and_made_ids_are_unique() {
    const PIECES: [&str; 60] = [
        "# ",
        "## ",
        "#",
        "\n",
        "\n\n",
        "\r\n",
        "\r",
        "> ",
        "- ",
        "    ",
        "\t",
        "a",
        "b",
        "a-1",
        "a_1",
        "漢",
        "e\u{301}",
        "\u{feff}",
        "\0",
        "{#",
        "}",
        "{: #",
        "{/* #",
        "*/}",
        " {id=",
        "<",
        "</",
        ">",
        "<a id=",
        "<div name=\"",
        "<h2>",
        "</h2>",
        "\"",
        "'",
        "=",
        "<!--",
        "-->",
        "<script>",
        "`",
        "```",
        "```{note}\n:name: ",
        "[^a]",
        "[^a]: ",
        "![",
        "](",
        ")",
        ": ",
        ":",
        ":a[",
        "]",
        "|",
        "---",
        "===",
        "(a)=",
        "(",
        ")=",
        "% ",
        "+++",
        "\\",
        "import ",
    ];
    let mut state = 1;
    let mut found = 0;
    let flavours = flavours();
    for round in 0..1_500 {
        let pieces = 0..below(&mut state, 40);
        let content: String = pieces.map(|_| PIECES[below(&mut state, PIECES.len())]).collect();
        for &flavour in &flavours {
            let page = Page::read(&content, flavour);
            let mut made = BTreeSet::new();
            for anchor in page.anchors().iter().chain(page.nameless()) {
                let place = content.get(anchor.span.range());
                assert!(place.is_some(), "round {round}, {flavour:?}: {content:?} {anchor:?}");
                let counts = matches!(flavour, Flavour::Mdbook(Mdbook { version: MdbookVersion::V0_4, .. }));
                let is_made = anchor.origin == Origin::Auto && !anchor.id.is_empty();
                assert!(
                    !is_made || made.insert(&anchor.id) || counts,
                    "round {round}, {flavour:?}: {content:?} {anchor:?}"
                );
                found += 1;
            }
        }
    }
    assert!(found > 2_000, "the texts are too dull: {found} anchors");
}

/// All of these together would take minutes if the time grew with the square of the size.
#[test]
fn hostile_pages_take_linear_time() {
    let many = |text: &str| text.repeat(20_000 / text.len());
    let pages = [
        many("## a\n"),
        many("## a-1\n\n## a\n\n"),
        many("## a_1\n"),
        many("## !\n"),
        "## ".to_owned() + &many("{"),
        "## ".to_owned() + &many("{#"),
        "## ".to_owned() + &many(" {a"),
        "## ".to_owned() + &many(" {a") + "}",
        "## ".to_owned() + &many("<"),
        "## ".to_owned() + &many("<a "),
        "## ".to_owned() + &many("<a x='"),
        "## ".to_owned() + &many("<b>"),
        "## ".to_owned() + &many(":a"),
        "## ".to_owned() + &many(":a[{"),
        "## ".to_owned() + &many("`a`{"),
        "## ".to_owned() + &many("{/*"),
        many("*a*{"),
        many("*a*{#"),
        many("<div>"),
        many("<div>\n"),
        many("<h2>"),
        many("<h2>\n\n"),
        many("(a)=\n"),
        many("{/*\n"),
        many("```{a}\n"),
        many("#a\n"),
        many("> "),
    ];
    for page in &pages {
        for flavour in flavours() {
            let page = Page::read(page, flavour);
            assert!(page.anchors().len() + page.nameless().len() <= 20_000);
        }
    }
}
