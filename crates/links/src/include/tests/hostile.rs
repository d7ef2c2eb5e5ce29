//! Laws that hold for pages and files that nobody would write.

use source::Text;
use source::files::Memory;

use super::{prove, site};
use crate::Includes;
use crate::include::{IncludeError, MAX_INCLUDED, expand};

const PIECES: [&str; 48] = [
    "{{#include a.md}}",
    "{{#include b.md:2:}}",
    "{{#rustdoc_include a.md:x}}",
    "{{#playground b.md x}}",
    "{{#title x}}",
    "\\{{#include ",
    "{{",
    "}}",
    "ANCHOR: x",
    "ANCHOR_END: x",
    "--8<-- \"a.md\"\n",
    "--8<-- 'b.md:x'\n",
    "\n--8<--\n",
    "\n  --8<-- \"a.md:2,-3:-1\"\n",
    "--8<-- [start:x]",
    "--8<-- [end:x]",
    ";",
    "-",
    "8<-",
    "```{include} a.md\n",
    "\n:::{include} b.md\n",
    ":start-line: 1\n",
    ":end-before: é\n",
    ":literal:\n",
    "```\n",
    "\n:::\n",
    "\n````{note}\n",
    "\n````\n",
    "import A from './a.md'\n",
    "import B from './b.md'\n\n",
    "\n<A />\n",
    "<B x={'>'}>",
    "<B ",
    "`",
    "'",
    "\"",
    "\n",
    "\r\n",
    "\n\n",
    "> ",
    "- ",
    "    ",
    "é",
    "漢",
    "\u{feff}",
    "---\n",
    "<!--",
    "-->",
];

fn below(state: &mut u64, limit: usize) -> usize {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    usize::try_from(*state >> 33).expect("31 bits") % limit
}

fn syntaxes() -> [Includes; 5] {
    let folders = vec![String::new()];
    [Includes::None, Includes::Mdbook, Includes::Snippets { folders }, Includes::Myst, Includes::Docusaurus]
}

#[test]
fn any_text_expands_and_knows_its_places() {
    let mut state = 7;
    let mut count = 0;
    for _ in 0..400 {
        let mut text =
            || (0..below(&mut state, 25)).map(|_| PIECES[below(&mut state, PIECES.len())]).collect::<String>();
        let names = ["p.md", "a.md", "b.md"];
        let files = Memory(names.map(|name| (name.to_owned(), text().into_bytes())).into());
        let page = Text::new("p.md", String::from_utf8(files.0["p.md"].clone()).expect("pieces are UTF-8"));
        for includes in syntaxes() {
            let site = site(includes);
            let expanded = expand(&files, &site, &page);
            prove(&expanded, &files);
            count += expanded.included.len();
        }
    }
    assert!(count > 300, "only {count} files were included");
}

#[test]
fn files_that_double_come_to_an_end() {
    let bomb = |include: &dyn Fn(usize) -> String| {
        let one = |index: usize| (format!("{index}.md"), include(index + 1).into_bytes());
        let mut files: std::collections::BTreeMap<_, _> = (0..30).map(one).collect();
        files.insert("30.md".to_owned(), vec![b'x'; 100]);
        Memory(files)
    };
    let import = |index| format!("import A from './{index}.md'\n\n<A/>\n\n<A/>\n");
    let cases: [(Includes, &dyn Fn(usize) -> String); 4] = [
        (Includes::Mdbook, &|index| format!("{{{{#include {index}.md}}}}\n").repeat(50)),
        (syntaxes()[2].clone(), &|index| format!("--8<-- \"{index}.md\"\n").repeat(2)),
        (Includes::Myst, &|index| format!("> ```{{include}} {index}.md\n> ```\n").repeat(2)),
        (Includes::Docusaurus, &import),
    ];
    for (includes, include) in cases {
        let files = bomb(include);
        let page = Text::new("0.md", String::from_utf8(files.0["0.md"].clone()).expect("UTF-8"));
        let site = site(includes);
        let expanded = expand(&files, &site, &page);
        assert!(expanded.text.len() < 3 * MAX_INCLUDED, "{:?}: {}", site.includes, expanded.text.len());
        let is_said = expanded.broken.iter().any(|broken| broken.why == IncludeError::TooLarge { limit: MAX_INCLUDED });
        assert!(is_said, "{:?}: {:?}", site.includes, expanded.broken.len());
    }
}

#[test]
fn long_texts_of_one_piece_come_to_an_end() {
    let pieces = [
        "{{",
        "{{#a ",
        "\\{{#a ",
        "{{#include x}} ",
        "8<-",
        "-8<-",
        ";--8<-- [",
        "--8<-- \"1:1,",
        "\n--8<-- \"x:1\"\n",
        ":1,",
        "```{include} x\n",
        "\n:::{a}\n",
        "> ",
        "- ",
        "import A from './a.md'\n",
        "\nimport \n\n",
        "<A ",
        "<A {",
        "<A '",
        "`<A",
        "{/*\n",
        "<!--\n",
    ];
    for piece in pieces {
        let head = "import A from './a.md'\n\n{{ include} 8<- ";
        for includes in syntaxes() {
            let files = Memory::from_listing("-- y.md --\n");
            let page = Text::new("p.md", format!("{head}{}", piece.repeat(30_000 / piece.len())));
            let expanded = expand(&files, &site(includes), &page);
            assert!(expanded.text.len() < 1_000_000);
        }
    }
}

#[test]
fn what_is_no_text_is_not_included() {
    let files = Memory([("a.md".to_owned(), vec![0xff]), ("b.md".to_owned(), vec![b'x'; MAX_INCLUDED + 1])].into());
    let page = Text::new("p.md", "{{#include a.md}} {{#include b.md}}");
    let site = site(Includes::Mdbook);
    let expanded = expand(&files, &site, &page);
    let why: Vec<&IncludeError> = expanded.broken.iter().map(|broken| &broken.why).collect();
    assert_eq!(why, [&IncludeError::NotUtf8, &IncludeError::TooLarge { limit: MAX_INCLUDED }]);
    assert_eq!(expanded.text, page.content());
}
