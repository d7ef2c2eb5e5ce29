//! Partials of Docusaurus.

use super::{broken, expanded, text};
use crate::Includes::Docusaurus;

#[test]
fn a_tag_is_the_text_of_its_import() {
    let file = "-- docs/_a.mdx --\n---\nx: 1\n---\n\n## A\n\nText\n";
    let import = "import Part from './_a.mdx';\n";
    let block = "\n\n## A\n\nText\n\n\n";
    let cases = [
        ("<Part />", format!("{block}\n")),
        ("<Part\n  name=\"a > b\"\n  of={x > 1}\n/>", format!("{block}\n")),
        ("<Part>\nx\n</Part>", format!("{block}\nx\n</Part>\n")),
        ("x <Part/> y", format!("x {block} y\n")),
        ("<Tabs>\n    <Part/>\n</Tabs>", format!("<Tabs>\n    {block}\n</Tabs>\n")),
        ("`<Part/>` <Other/> <Partial/>", "`<Part/>` <Other/> <Partial/>\n".to_owned()),
        ("```mdx\n<Part/>\n```", "```mdx\n<Part/>\n```\n".to_owned()),
        ("{/*\n<Part/>\n*/}", "{/*\n<Part/>\n*/}\n".to_owned()),
    ];
    for (tag, said) in cases {
        let page = format!("-- docs/p.mdx --\n{import}\n{tag}\n{file}");
        assert_eq!(text(Docusaurus, &page), format!("{import}\n{said}"), "{tag}");
    }
}

#[test]
fn imports_of_all_kinds_are_found() {
    for import in [
        "import Part from \"@site/docs/_a.mdx\"",
        "import Part, {toc as x} from '../docs/_a.mdx';",
        "import Part, {\n  toc,\n} from './_a.mdx';",
        "import Tabs from '@theme/Tabs';\nimport Part from './_a.mdx';",
    ] {
        let page = format!("-- docs/p.mdx --\n# P\n\n{import}\n\n<Part/>\n-- docs/_a.mdx --\nA\n");
        assert_eq!(text(Docusaurus, &page), format!("# P\n\n{import}\n\n\n\nA\n\n\n\n"), "{import}");
    }
    for page in ["# P\nimport Part from './no.mdx'\n", "import x from './no.png'\n", "import Y from 'pkg/no.mdx'\n"] {
        assert_eq!(text(Docusaurus, &format!("-- p.mdx --\n{page}")), page);
    }
}

#[test]
fn parts_import_others_and_keep_their_links() {
    let listing = "-- docs/p.mdx --\nimport A from './parts/_a.md'\n\n<A/>\n\n<A/>\n-- docs/parts/_a.md --\nimport B from './_b.md'\n\n<B/>\n-- docs/parts/_b.md --\n[x](y.md)\n";
    expanded(Docusaurus, listing, |expanded| {
        let at = u32::try_from(expanded.text.find("[x]").expect("it is there")).expect("small");
        assert_eq!(expanded.link_from(at, "y.md"), "docs/parts/_b.md");
        assert_eq!(expanded.link_from(0, "y.md"), "docs/p.mdx");
        assert_eq!(expanded.text.matches("[x]").count(), 2);
        let through: Vec<String> = expanded.included_at(at).iter().map(ToString::to_string).collect();
        assert_eq!(through, ["docs/parts/_a.md:3:1", "docs/p.mdx:3:1"]);
    });
}

#[test]
fn what_leads_nowhere_is_said() {
    let listing = "-- docs/p.mdx --\nimport A from './_aa.mdx'\nimport B from '@site/../x.mdx'\nimport P from './p.mdx'\n\n<A/> <P/>\n-- docs/_a.mdx --\n";
    assert_eq!(
        broken(Docusaurus, listing),
        [
            "docs/p.mdx:1:16 `./_aa.mdx` does not exist (near: docs/_a.mdx)",
            "docs/p.mdx:2:16 `@site/../x.mdx` lies outside of what may be included",
            "docs/p.mdx:3:16 `./p.mdx` includes itself",
        ]
    );
}
