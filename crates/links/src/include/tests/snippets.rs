//! `pymdownx.snippets`.

use super::{broken, expanded, text};
use crate::Includes;

fn snippets() -> Includes {
    Includes::Snippets { folders: vec!["parts".to_owned(), String::new()] }
}

#[test]
fn files_and_lines_and_sections_stand_where_they_are_included() {
    let file = "-- parts/a.md --\none\n<!-- --8<-- [start:x] -->\ntwo\n# ;--8<-- [end:x]\n# --8<-- [END: x ]\nthree\n";
    let cases = [
        ("--8<-- \"a.md\"", "one\ntwo\n# --8<-- [end:x]\nthree\n\n"),
        ("-8<------ 'a.md:1:1'", "one\n"),
        ("--8<-- \"a.md:6\"", "three\n\n"),
        ("--8<-- \"a.md::1\"", "one\n"),
        ("--8<-- \"a.md:1:1,6:6\"", "one\nthree\n"),
        ("--8<-- \"a.md:-2:-2\"", "three\n"),
        ("--8<-- \"a.md:x\"", "two\n# --8<-- [end:x]\n"),
        ("  --8<-- \"a.md:x\"", "  two\n  # --8<-- [end:x]\n"),
        ("\t--8<-- \"a.md:1:1\"", "    one\n"),
        (";--8<-- \"a.md\"", "--8<-- \"a.md\"\n"),
        ("  ;;--8<-- \"a.md\"", "  ;--8<-- \"a.md\"\n"),
        ("--8<-- \";a.md\"", ""),
        ("--8<-- \"https://example.com/a.md\"", ""),
        ("--8<--\na.md:1:1\n\n; missing.md\n  a.md:x\n--8<--", "one\n\n  two\n  # --8<-- [end:x]\n"),
        ("x --8<-- \"a.md\"", "x --8<-- \"a.md\"\n"),
        ("--8<-- \"a.md\" ", "--8<-- \"a.md\" \n"),
        ("--8<-- \"a\"md\"", "--8<-- \"a\"md\"\n"),
        ("--8<-- [start:own]", ""),
        ("```\n--8<-- \"a.md:1:1\"\n```", "```\none\n```\n"),
        ("--8<-- \"p.md:own\"\n--8<-- [start:own]\nX\n--8<-- [end:own]", "X\nX\n"),
    ];
    for (include, said) in cases {
        let page = format!("-- p.md --\nA\n\n{include}\nB\n{file}");
        assert_eq!(text(snippets(), &page), format!("A\n\n{said}B\n"), "{include}");
    }
}

#[test]
fn the_first_folder_that_has_the_file_wins() {
    let listing =
        "-- docs/p.md --\n--8<-- \"a.md\"\n--8<-- \"b.md\"\n-- a.md --\nroot\n-- parts/a.md --\npart\n-- b.md --\nB\n";
    expanded(snippets(), listing, |expanded| {
        assert_eq!(expanded.text, "part\n\nB\n\n");
        assert_eq!(expanded.included.iter().collect::<Vec<_>>(), ["b.md", "parts/a.md"]);
        assert_eq!(expanded.link_from(0, "x.md"), "docs/p.md");
    });
}

#[test]
fn what_leads_nowhere_is_said() {
    let listing = "-- p.md --\n--8<-- \"bb.md\"\n--8<-- \"a.md:yy\"\n--8<-- \"../../x.md\"\n--8<-- \"a.md:9:12\"\n--8<--\nb.md\nc.md:2:3\n--8<--\n\
        -- parts/a.md --\n--8<-- [start:y]\n--8<-- [end:y]\n-- parts/b.md --\n--8<-- \"b.md\"\n";
    assert_eq!(
        broken(snippets(), listing),
        [
            "p.md:1:9 `bb.md` does not exist (near: parts/b.md)",
            "p.md:2:9 `a.md:yy` has no part `yy`",
            "p.md:3:9 `../../x.md` lies outside of what may be included",
            "p.md:4:9 `a.md` ends at line 3",
            "parts/b.md:1:9 `b.md` includes itself",
            "p.md:7:1 `c.md` does not exist (near: parts/a.md)",
        ]
    );
}

#[test]
fn a_part_is_what_the_regular_expression_says() {
    let cases = [
        ("a.md", ("a.md", "")),
        ("a.md:1:5", ("a.md", "1:5")),
        ("a.md:1:2,8:9", ("a.md", "1:2,8:9")),
        ("a.md:1:2:3", ("a.md:1", "2:3")),
        ("a.md:1,x:2", ("a.md:1,x", "2")),
        ("a,1:2", ("a,1", "2")),
        ("a.md:", ("a.md", "")),
        ("a.md:x-1_y", ("a.md", "x-1_y")),
        ("a.md:1x", ("a.md:1x", "")),
        ("C:/a.md", ("C:/a.md", "")),
        ("a.md:1,,2", ("a.md:1,,2", "")),
        ("a:b:c", ("a:b", "c")),
        ("a:1:--2", ("a:1:--2", "")),
        ("a:-2:-1", ("a", "-2:-1")),
    ];
    for (argument, split) in cases {
        assert_eq!(crate::include::snippets::parts(argument), split, "{argument}");
    }
}
