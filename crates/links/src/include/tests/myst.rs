//! Fences of MyST.

use super::{broken, expanded, text};
use crate::Includes::Myst;

#[test]
fn fences_become_what_they_include() {
    let file = "-- docs/a.md --\n---\nx: 1\n---\n\n# A\n<!-- begin -->\nB\n<!-- end -->\nC\n";
    let whole = "\n# A\n<!-- begin -->\nB\n<!-- end -->\nC\n\n";
    let cases = [
        ("```{include} a.md\n```", whole.to_owned()),
        ("~~~~ {include}   /docs/a.md\n~~~~~", whole.to_owned()),
        (":::{include} ../docs/a.md\n:::", whole.to_owned()),
        ("````{note}\n```{include} a.md\n```\n````", format!("````{{note}}\n{whole}````\n")),
        (":::{note}\n:::{include} a.md\n:::", format!(":::{{note}}\n{whole}")),
        ("```{include} a.md\n:start-line: 6\n:end-line: 7\n```", "\nB\n\n".to_owned()),
        ("```{include} a.md\n:start-line: -1\n```", "\nC\n\n".to_owned()),
        (
            "```{include} a.md\n---\nstart-after: \"begin -->\\n\"\nend-before: '<!-- end'\n---\n```",
            "\nB\n\n".to_owned(),
        ),
        ("```{include} a.md\n:start-after: begin --> # so\n:end-before: \"<!-- end\"\n```", "\n\nB\n\n".to_owned()),
        ("> ```{include} a.md\n> :start-line: -1\n> ```", "> \n> C\n>\n".to_owned()),
        ("- ```{include} a.md\n  :start-line: 6\n  ```", "- B\n  <!-- end -->\n  C\n\n".to_owned()),
    ];
    for (include, said) in cases {
        let page = format!("-- docs/p.md --\nbefore\n{include}\nafter\n{file}");
        assert_eq!(text(Myst, &page), format!("before\n{said}after\n"), "{include}");
    }
}

#[test]
fn what_is_code_stays() {
    let cases = [
        "```{include} a.md\n:literal:\n```",
        "```{include} a.md\n:code: yaml\n```",
        "```{literalinclude} a.md\n:lines: 1-2\n```",
        "````md\n```{include} missing.md\n```\n````",
        "```{code-block} md\n:::{include} missing.md\n:::\n```",
        "<!--\n```{include} missing.md\n```\n-->",
        "A\n\n    ```{include} missing.md\n    ```",
        "```{include} <isonum.txt>\n```",
        "```{include}\n```",
        "``{include} missing.md``",
    ];
    for page in cases {
        assert_eq!(text(Myst, &format!("-- p.md --\n{page}\n-- a.md --\n# A\n")), format!("{page}\n"), "{page}");
    }
}

#[test]
fn paths_lead_from_the_page_and_links_where_options_say() {
    let listing = "-- docs/sub/p.md --\n```{include} ../../parts/a.md\n:relative-docs: docs/\n:relative-images:\n```\n\
        -- parts/a.md --\n# A\n```{include} b.md\n```\n-- docs/sub/b.md --\n# B\n";
    expanded(Myst, listing, |expanded| {
        assert_eq!(expanded.text, "\n# A\n\n# B\n\n\n");
        assert_eq!(
            (expanded.link_from(2, "docs/x.md"), expanded.link_from(2, "x.md")),
            ("parts/a.md", "docs/sub/p.md")
        );
        assert_eq!((expanded.image_from(2), expanded.image_from(7)), ("parts/a.md", "docs/sub/p.md"));
        assert_eq!(expanded.included.iter().collect::<Vec<_>>(), ["docs/sub/b.md", "parts/a.md"]);
    });
}

#[test]
fn what_leads_nowhere_is_said() {
    let listing = "-- docs/p.md --\n```{include} aa.md\n```\n```{literalinclude} ../../x.md\n```\n```{include} a.md\n:literal:\n:start-after: begin\n```\n\
        ```{include} a.md\n:start-line: 5\n```\n:::{include} p.md\n:::\n-- docs/a.md --\n# A\n";
    assert_eq!(
        broken(Myst, listing),
        [
            "docs/p.md:1:14 `aa.md` does not exist (near: docs/a.md)",
            "docs/p.md:3:21 `../../x.md` lies outside of what may be included",
            "docs/p.md:5:14 `a.md` has no part `begin`",
            "docs/p.md:9:14 `a.md` ends at line 1",
            "docs/p.md:12:14 `p.md` includes itself",
        ]
    );
}
