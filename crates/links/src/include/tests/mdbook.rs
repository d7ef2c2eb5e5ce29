//! The preprocessor `links` of mdBook.

use super::{broken, expanded, text};
use crate::Includes::Mdbook;

#[test]
fn files_and_lines_and_anchors_stand_where_they_are_included() {
    let file = "-- a.rs --\none\ntwo // ANCHOR: x\nthree\n// ANCHOR: y\nfour\n// ANCHOR_END: x\nfive\n";
    let cases = [
        ("{{#include a.rs:1}}", "one"),
        ("{{#include a.rs:3:5}}", "three\n// ANCHOR: y\nfour"),
        ("{{#include a.rs:5:}}", "four\n// ANCHOR_END: x\nfive"),
        ("{{#include a.rs::1}}", "one"),
        ("{{#include a.rs:0:1}}", "one"),
        ("{{#include a.rs:3:2}}", ""),
        ("{{#include a.rs:7:99}}", "five"),
        ("{{#include a.rs:x}}", "three\nfour"),
        ("{{#include a.rs:y}}", "four\nfive"),
        ("{{ #include   a.rs:1  }}", "one"),
        ("{{#include\na.rs:1}}", "one"),
        (
            "{{#rustdoc_include a.rs:1:2}}",
            "one\ntwo // ANCHOR: x\n# three\n# // ANCHOR: y\n# four\n# // ANCHOR_END: x\n# five",
        ),
        ("{{#rustdoc_include a.rs:x}}", "# one\nthree\nfour\n# five"),
        ("{{#title My title}}", ""),
        ("\\{{#include a.rs:1}}", "{{#include a.rs:1}}"),
        ("\\{{#include a.rs:1}} and }}", "{{#include a.rs:1}} and }}"),
        ("`\\{{#x}}` {{#include a.rs:1}}", "`{{#x}}` {{#include a.rs:1}}"),
        ("\\{{ #include a.rs:1}}", "\\one"),
        ("{{#include}}", "{{#include}}"),
        ("{{#include  }}", "{{#include  }}"),
        ("{{#unknown a.rs}}", "{{#unknown a.rs}}"),
        ("{{#unknown {{#include a.rs:1}}", "{{#unknown {{#include a.rs:1}}"),
        ("{{{{#include a.rs:1}}}}", "{{one}}"),
        ("{{include a.rs:1}}", "{{include a.rs:1}}"),
    ];
    for (include, said) in cases {
        let page = format!("-- p.md --\n> {include} end\n{file}");
        assert_eq!(text(Mdbook, &page), format!("> {said} end\n"), "{include}");
    }
}

#[test]
fn a_playground_is_a_fence() {
    let listing = "-- p.md --\n{{#playground a.rs editable  hide}}\n{{#playground a.rs}}-- a.rs --\nfn a() {}";
    let listing = listing.replace("-- a.rs", "\n-- a.rs");
    let said = "```rust,editable,hide\nfn a() {}\n```\n\n```rust\nfn a() {}\n```\n\n";
    assert_eq!(text(Mdbook, &listing), said);
}

#[test]
fn includes_in_code_and_in_what_is_included_are_relative_to_their_own_file() {
    let listing = "-- book/p.md --\n```md\n{{#include ../parts/a.md}}\n```\n\
        -- parts/a.md --\n## A\n{{#include sub/b.md}}\n-- parts/sub/b.md --\n## B\n{{#include ../c.md}}\n-- parts/c.md --\nC\n";
    expanded(Mdbook, listing, |expanded| {
        assert_eq!(expanded.text, "```md\n## A\n## B\nC\n```\n");
        let included: Vec<&String> = expanded.included.iter().collect();
        assert_eq!(included, ["parts/a.md", "parts/c.md", "parts/sub/b.md"]);
        let at = |needle: &str| {
            let offset = u32::try_from(expanded.text.find(needle).expect("it is there")).expect("small");
            let span = source::Span { start: offset, end: offset + 1 };
            let through: Vec<String> = expanded.included_at(offset).iter().map(ToString::to_string).collect();
            (expanded.place(span).to_string(), through.join(" "), expanded.link_from(offset, "x.md").to_owned())
        };
        let page = "book/p.md".to_owned();
        assert_eq!(at("```md"), ("book/p.md:1:1".to_owned(), String::new(), page.clone()));
        assert_eq!(at("## A"), ("parts/a.md:1:1".to_owned(), "book/p.md:2:1".to_owned(), page.clone()));
        assert_eq!(at("B"), ("parts/sub/b.md:1:4".to_owned(), "parts/a.md:2:1 book/p.md:2:1".to_owned(), page.clone()));
        let through = "parts/sub/b.md:2:1 parts/a.md:2:1 book/p.md:2:1".to_owned();
        assert_eq!(at("C"), ("parts/c.md:1:1".to_owned(), through, page));
    });
}

#[test]
fn a_page_without_an_include_is_itself() {
    for page in ["# A\n", "# A {{ x }}\n", "{{#include}} \\{{#", ""] {
        expanded(Mdbook, &format!("-- p.md --\n{page}"), |expanded| {
            assert!(matches!(expanded.text, std::borrow::Cow::Borrowed(text) if text == page), "{page}");
        });
    }
}

#[test]
fn what_leads_nowhere_is_said_and_stays() {
    let listing = "-- book/p.md --\n{{#include missng.md}} {{#include ../../x.md:3}} {{#include /etc/passwd}}\n\
        {{#include sub}} {{#include a.rs:beginn}} {{#include a.rs:9}} {{#playground missing.rs x}}\n\
        -- book/missing.md --\n-- book/missing.rss --\n-- book/sub/x.md --\n-- book/a.rs --\n// ANCHOR: begin\n// ANCHOR_END: begin\n";
    assert_eq!(
        broken(Mdbook, listing),
        [
            "book/p.md:1:12 `missng.md` does not exist (near: book/missing.md)",
            "book/p.md:1:35 `../../x.md` lies outside of what may be included",
            "book/p.md:1:61 `/etc/passwd` lies outside of what may be included",
            "book/p.md:2:12 `sub` is a folder (near: book/missing.md)",
            "book/p.md:2:29 `a.rs:beginn` has no part `beginn`",
            "book/p.md:2:54 `a.rs` ends at line 2",
            "book/p.md:2:77 `missing.rs` does not exist (near: book/missing.rss)",
        ]
        .map(|line| line.replace("is a folder (near: book/missing.md)", "is a folder"))
    );
    let page = listing.lines().skip(1).take(2).collect::<Vec<_>>().join("\n");
    expanded(Mdbook, listing, |expanded| assert_eq!(expanded.text.trim_end(), page));
}

#[test]
fn circles_and_depth_come_to_an_end() {
    let circle = "-- p.md --\n{{#include a.md}}\n-- a.md --\nA {{#include b.md}}\n-- b.md --\nB {{#include a.md}}\n";
    assert_eq!(broken(Mdbook, circle), ["b.md:1:14 `a.md` includes itself"]);
    assert_eq!(broken(Mdbook, "-- p.md --\n{{#include p.md}}\n"), ["p.md:1:12 `p.md` includes itself"]);
    let own_part = "-- p.md --\n{{#include p.md:3}}\n\npart\n";
    assert_eq!(text(Mdbook, own_part), "part\n\npart\n");
    let chain = |length: usize| {
        let one = |index| format!("-- {index}.md --\n{index} {{{{#include {}.md}}}}\n", index + 1);
        (0..length).map(one).collect::<String>() + &format!("-- {length}.md --\nend\n")
    };
    assert_eq!(text(Mdbook, &chain(10)), "0 1 2 3 4 5 6 7 8 9 end\n");
    assert_eq!(broken(Mdbook, &chain(11)), ["10.md:1:15 `11.md` is included more than 10 files deep"]);
}

#[test]
fn line_ends_stay_what_they_are() {
    let listing = "-- p.md --\r\nA {{#include a.md:2:3}}\r\nB\r\n-- a.md --\r\none\r\ntwo\r\nthree\r\n";
    let files = super::Memory::from_listing(listing);
    let page = source::Text::new("p.md", String::from_utf8(files.0["p.md"].clone()).expect("UTF-8"));
    let site = super::site(Mdbook);
    let expanded = super::expand(&files, &site, &page);
    super::prove(&expanded, &files);
    assert_eq!(expanded.text, "A two\r\nthree\r\nB\r\n");
}
