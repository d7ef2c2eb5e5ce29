//! Hostile texts, and laws that hold of any text.

#![expect(clippy::wildcard_enum_match_arm, reason = "a law speaks of some events and lets all others be")]

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd, TextMergeStream};

use super::*;

/// Texts that mean harm to some reader, or that are merely hard to write anew.
const HOSTILE: &[&str] = &[
    "*/ fn main() {} /*",
    "```\nlet x = panic!();\n```",
    "```rust,should_panic\npanic!()\n```\nafter",
    "~~~\nunclosed",
    "</script><script>alert(1)</script>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1) 'title')",
    "![alt *text*](javascript:alert(1))",
    "[rel](../../etc/passwd) and [page](steps/a.md#b)",
    "[ok](https://example.com/a_(b)?q=1&copy=2#f \"title\") and <https://example.com/~me>",
    "see https://example.com/a_b_c, http://x.y/*z* and (https://example.com/b).",
    "xhttp://foo.example and http:// alone, https://",
    "{{ 7*7 }}",
    "`{{ 7*7 }}` and `{{#include ../secret}}`",
    "{% raw %}{{ x }}{% endraw %}",
    "{{#include ../secret}} {{ #playground x }} {{\n#title y}}",
    "```\n{{#include ../secret}}\n{{{#include ../secret}}}\n--8<-- \"secret\"\n```",
    "\u{202e}txet sdrawkcab\u{202c} \u{2066}x\u{2069}",
    "`\u{202e}code` and\n\n    \u{202e}code",
    "zero\u{200b}width, soft\u{ad}hyphen, bom\u{feff}, tag\u{e0041}",
    "&#x202e;entity &#0; &#10; &lt;b&gt; &copy; &bogus; &amp;lt;",
    "-->",
    "<!-- --> and <!-- a\n\nb -->",
    "heading {#id}\n===\n\ntext {.class key=val} {: #x }",
    ":::{note}\ninner\n:::\n\n:::danger\nx\n:::",
    "```{eval-rst}\n.. raw:: html\n```",
    "{eval-rst}`x` and {ref}`target` and :ref:`x` and a:b[c]{d}",
    "\u{0}nul\u{1}\u{7}\u{1b}[31m",
    "    four spaces\n    are code\n\nand text",
    "text\n\n    fn main() { todo!() }\n",
    "\tlet x = 1;",
    "trailing backslash\\",
    "a\\\nb  \nc",
    "[foo]: http://evil.example\n\n[foo] and [bar][foo] and [foo][]",
    "[foo]: javascript:x\n\n[foo]",
    "note[^1]\n\n[^1]: the note",
    "- a\n  - b\n    - c\n      - d\n        - e\n- f\n\n  more f\n\n  ```\n  code\n  ```\n- g",
    "1. a\n2. b\n   1. c\n10. d\n    - e\n\n99. x\n100. y\n101. z\n      - deep",
    "- - - x\n      - y\n- \n-\n* z\n+ w",
    "- [ ] task\n- [x] done",
    "a | b\n--|--\n1 | 2",
    "| a | b |\n| --- | --- |\n| `x\\|y` | **2** |\n| \\| | |",
    "a|b ||| `c|d`",
    "# heading\n## **two** `code`\ntext\n---\nSetext\n======",
    "\\# not a heading\n\n#hash #tag",
    "<img src=x onerror=alert(1)>",
    "text <b>bold</b> <script\nsrc=x> <T> Vec<String> a<b && c>d",
    "<div>\n*html* block\n\n# inside\n</div>",
    "unmatched ` backtick and ``two",
    "`` a`b `` and ``` `` ```",
    "` ` and ``  `` and `\u{a0}`",
    "*em* **strong** ***both*** _under_ __under__ snake_case_name a*b*c **\"q\"**x",
    "*a **b* c** **a*b**c* ** not ** * not *",
    "**bold**text*em***more** *_nested_* **<b>** x*(y)*z *[l](http://a.b)*!",
    "> quote\n> > nested\n> - list\n\n> ```\n> code\n> ```",
    "***\n---\n___\n- - -\ntext\n***",
    "import os from 'os'\n\nexport const x = 1\n\nimportant exports\nimport it",
    "$x$ and $$y$$ and $`z`$",
    "\\(\\href{javascript:alert(1)}{x}\\) \\[x\\] $$x$$ $$$ \\begin{align}x\\end{align}",
    "~sub~ ~~strike~~ ^sup^ ==mark== ++ins++",
    "!!! note\n    text\n\n??? x\n\n/// y\n\n=== \"Tab\"\n\n+++\n\n;;;",
    "% comment\n\n(target)=\n\n: definition\n\n:field: value\n\n@import \"x\"",
    "term\n: definition",
    "wow![link](http://a.b) and ^[x](http://a.b) and !`x`",
    "1986\\. A year. 1) one\n2. two\n\n1.\n\n2)",
    "-1 is a number\n\n+1 too\n\n- is a dash\n\n-",
    "=\n\n==\n\ntext\n=\n",
    "http://a.b/`c`|d",
    "[a\nb](http://a.b/c\\_d%20e) [](http://empty.example) [ ](http://blank.example)",
    "[![img](x.png)](https://example.com) [`code`](https://example.com) [*em*](https://example.com/[x])",
    "<mailto:a@b.c> <a@b.c> a@b.c www.example.com",
    "\r\nwindows\r\nlines\r\n\r\nmore\rmac",
    "漢字 **強調**です。é\u{301} 👩\u{200d}💻 נסיון",
    "\u{a0}\u{a0}\u{a0}\u{a0}nbsp \u{2028}separator\u{2029}",
    "a\u{85}b\u{b}c\u{c}d",
    "[[wiki]] [[a|b]] [x][y] [z] ![w]",
    "--- \ntitle: x\n---\nbody",
    "\\*a\\* \\` \\_ \\\\ \\< \\[ \\| \\~ \\$ \\:x",
    "&",
    "\\",
    "`",
    "*",
    "_",
    "",
    " \n \n",
];

/// What some reader turns on.
fn every_extension() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
        | Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS
        | Options::ENABLE_GFM
        | Options::ENABLE_WIKILINKS
}

/// What sites turn on besides: math and definition lists.
fn every_site_extension() -> Options {
    every_extension() | Options::ENABLE_MATH | Options::ENABLE_DEFINITION_LIST
}

/// What a text says once it is parsed.
#[derive(Debug, Default)]
struct Said {
    text: String,
    codes: Vec<String>,
    links: Vec<String>,
    blocks: Vec<&'static str>,
    /// Everything that may not be there.
    foul: Vec<String>,
}

fn parse(markdown: &str, options: Options) -> Said {
    let mut said = Said::default();
    for event in TextMergeStream::new(Parser::new_ext(markdown, options)) {
        match event {
            Event::Text(text) => said.text.push_str(&text),
            Event::Code(code) => {
                said.text.push_str(&code);
                said.codes.push(code.into_string());
            }
            Event::SoftBreak => said.text.push(' '),
            Event::Start(Tag::Paragraph) => said.blocks.push("paragraph"),
            Event::Start(Tag::List(_)) => said.blocks.push("list"),
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) if &*info == "text" => said.blocks.push("fence"),
            Event::Start(Tag::Link { dest_url, .. }) if dest_url.to_ascii_lowercase().starts_with("http") => {
                said.links.push(dest_url.into_string());
            }
            Event::Start(Tag::Emphasis | Tag::Strong | Tag::Item) => {}
            Event::End(_) => said.text.push(if said.text.ends_with(' ') { '\0' } else { ' ' }),
            foul => said.foul.push(format!("{foul:?}")),
        }
    }
    said.text = said.text.replace('\0', "");
    said
}

/// Lines outside fences.
fn prose_lines(markdown: &str) -> Vec<&str> {
    let mut fence: Option<&str> = None;
    let mut lines = Vec::new();
    for line in markdown.lines() {
        let ticks = &line[..line.len() - line.trim_start_matches('`').len()];
        match fence {
            Some(opening) if line == opening => fence = None,
            None if ticks.len() > 2 && &line[ticks.len()..] == "text" => fence = Some(ticks),
            Some(_) => {}
            None => lines.push(line),
        }
    }
    assert!(fence.is_none(), "open fence in {markdown:?}");
    lines
}

/// The text outside code and addresses, in which characters have to be escaped.
fn bare(markdown: &str, options: Options) -> String {
    let mut bare = markdown.to_owned().into_bytes();
    for (event, range) in Parser::new_ext(markdown, options).into_offset_iter() {
        match event {
            Event::Code(_) | Event::Start(Tag::CodeBlock(_)) => bare[range].fill(b'.'),
            Event::Start(Tag::Link { .. }) => {
                let address = markdown[range.clone()].rfind("](").map_or(range.start, |at| range.start + at + 2);
                bare[address..range.end].fill(b'.');
            }
            _ => {}
        }
    }
    String::from_utf8_lossy(&bare).into_owned()
}

/// Whether mdBook would include a file: `{{`, blanks, `#`.
fn includes(markdown: &str) -> bool {
    let pairs = (0..markdown.len()).filter(|at| markdown.as_bytes()[*at..].starts_with(b"{{"));
    pairs.into_iter().any(|at| markdown[at + 2..].trim_start().starts_with('#'))
}

fn laws_of_all(given: &str, markdown: &str, options: Options) -> Said {
    let said = parse(markdown, options);
    assert!(said.foul.is_empty(), "{:?}\nfrom {given:?}\nas {markdown:?}", said.foul);
    let hidden = |character: char| source::is_hidden(character) && !matches!(character, '\n' | '\t');
    assert!(!markdown.contains(hidden), "{given:?} as {markdown:?}");
    assert!(!markdown.ends_with(['\n', ' ']) && !markdown.starts_with(['\n', ' ']), "{given:?} as {markdown:?}");
    for line in prose_lines(markdown) {
        assert!(!line.ends_with(' '), "{given:?} as {markdown:?}");
    }
    said
}

fn laws_of_rustdoc(given: &str) -> Said {
    let markdown = rustdoc(given);
    let said = laws_of_all(given, &markdown, every_extension());
    for line in prose_lines(&markdown) {
        assert!(!line.starts_with("    "), "{given:?} as {markdown:?}");
    }
    // No address is left bare: rustdoc would warn.
    let mut inside = 0;
    for event in TextMergeStream::new(Parser::new_ext(&markdown, every_extension())) {
        match event {
            Event::Start(Tag::Link { .. } | Tag::CodeBlock(_)) => inside += 1,
            Event::End(TagEnd::Link | TagEnd::CodeBlock) => inside -= 1,
            Event::Text(text) if inside == 0 => {
                let mut hosts = text.split("http://").skip(1).chain(text.split("https://").skip(1));
                assert!(
                    !hosts.any(|host| host.starts_with(|first: char| first.is_ascii_alphanumeric())),
                    "{given:?} as {markdown:?}"
                );
            }
            _ => {}
        }
    }
    said
}

fn laws_of_site(given: &str, markdown: &str) -> Said {
    let said = laws_of_all(given, markdown, every_site_extension());
    assert!(!includes(markdown), "{given:?} as {markdown:?}");
    let bare = bare(markdown, every_site_extension());
    let mut escaped = false;
    let mut previous = ' ';
    for (at, character) in bare.char_indices() {
        let next = bare[at + character.len_utf8()..].chars().next().unwrap_or(' ');
        if !escaped {
            assert!(!"{}<>|$~".contains(character), "`{character}` in {bare:?}\nfrom {given:?}\nas {markdown:?}");
            let directive = character == ':' && (next == ':' || next.is_alphanumeric() || previous == '\n');
            assert!(!directive, "directive in {bare:?}\nfrom {given:?}\nas {markdown:?}");
        }
        escaped = character == '\\' && !escaped;
        previous = character;
    }
    for line in prose_lines(markdown) {
        let mdx = ["import", "export"]
            .iter()
            .any(|word| line.strip_prefix(word).is_some_and(|rest| rest.starts_with([' ', '{', '*'])));
        assert!(!mdx && !line.starts_with(['%', '=', ':']), "{given:?} as {markdown:?}");
    }
    said
}

/// The cell as every reader of tables sees it.
fn laws_of_cell(given: &str, cell: &str) {
    laws_of_site(given, cell);
    assert!(!cell.contains(['\n', '|']), "{given:?} as {cell:?}");
    let table = format!("| a | b |\n| --- | --- |\n| {cell} | last |\n\nafter");
    let mut rows = vec![0];
    let mut after = false;
    for event in Parser::new_ext(&table, every_site_extension()) {
        match event {
            Event::Start(Tag::TableHead | Tag::TableRow) => rows.push(0),
            Event::Start(Tag::TableCell) => *rows.last_mut().expect("never empty") += 1,
            Event::Start(Tag::Paragraph) => after = true,
            Event::Html(_) | Event::InlineHtml(_) | Event::Start(Tag::Heading { .. } | Tag::Image { .. }) => {
                panic!("{table}")
            }
            _ => {}
        }
    }
    assert_eq!((rows, after), (vec![0, 2, 2], true), "{given:?} as {table}");
    // As a list item, and as a paragraph after a name.
    let item = format!("- {cell}");
    assert!(parse(&item, every_site_extension()).foul.is_empty(), "{given:?} as {item:?}");
}

/// A value as readers see it: blanks collapsed, hidden characters shown.
fn shown(value: &str) -> String {
    let blanks = |character: char| matches!(character, ' ' | '\t' | '\n' | '\r');
    let joined = value.split(blanks).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    source::visible(&joined)
        .replace("\\(", "\\\u{200c}(")
        .replace("\\[", "\\\u{200c}[")
        .replace("\\begin", "\\\u{200c}begin")
        .replace("$$", "$\u{200c}$")
        .replace("$$", "$\u{200c}$")
}

fn laws_of_plain(given: &str) {
    let markdown = plain(given);
    let said = laws_of_site(given, &markdown);
    assert!(!markdown.contains(['\n', '|']), "{given:?} as {markdown:?}");
    assert_eq!(
        (said.text.trim_end_matches(' '), said.codes.len(), said.links.len()),
        (shown(given).trim_end_matches(' '), 0, 0),
        "{given:?} as {markdown:?}"
    );
    assert!(said.blocks.len() <= 1, "{given:?} as {markdown:?}");
}

fn laws_of_code(given: &str) {
    let visible: String = given.replace("\r\n", "\n").replace(['\n', '\t', '\r'], " ");
    let visible = source::visible(&visible);
    for (markdown, is_code) in [(code(given), true), (code_cell(given), !given.contains('|'))] {
        assert!(!markdown.contains('\n'));
        let said = parse(&format!("x {markdown} y"), every_site_extension());
        assert!(said.foul.is_empty(), "{given:?} as {markdown:?}");
        assert!(!includes(&markdown), "{given:?} as {markdown:?}");
        if is_code && !includes(&visible) {
            let expected = if visible.is_empty() { " " } else { &visible };
            assert_eq!(said.codes, [expected], "{given:?} as {markdown:?}");
        }
    }
    laws_of_cell(given, &code_cell(given));
}

/// The letters of a text as its parsed form says them. `None` where they change on purpose: tables repeat
/// their header, and an empty link shows its address.
fn letters(markdown: &str) -> Option<String> {
    let mut letters = String::new();
    let mut link = 0;
    for event in Parser::new_ext(markdown, Options::ENABLE_TABLES) {
        match event {
            Event::Text(text) | Event::Code(text) | Event::Html(text) | Event::InlineHtml(text) => {
                letters.push_str(&text);
            }
            Event::Start(Tag::Table(_)) => return None,
            Event::Start(Tag::Link { .. }) => link = letters.len(),
            Event::End(TagEnd::Link) if letters[link..].trim().is_empty() => return None,
            _ => {}
        }
    }
    letters.retain(|character| !matches!(character, '\n' | '\r' | '\t'));
    Some(source::visible(&letters).chars().filter(|character| character.is_alphanumeric()).collect())
}

fn all_laws(given: &str) {
    laws_of_rustdoc(given);
    let page = markdown(given);
    laws_of_site(given, &page);
    if let Some(expected) = letters(given) {
        for written in [&page, &rustdoc(given), &markdown_inline(given)] {
            assert_eq!(letters(written).as_ref(), Some(&expected), "{given:?} as {written:?}");
        }
    }
    laws_of_cell(given, &markdown_inline(given));
    laws_of_plain(given);
    laws_of_code(given);
}

/// A repeatable source of chance (Knuth's MMIX constants); failures name their text.
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % bound
    }
}

/// What random texts are made of: every character that some reader knows, and what makes them work.
const ALPHABET: &[&str] = &[
    "a",
    "b",
    "word",
    " ",
    " ",
    "  ",
    "\n",
    "\n",
    "\n\n",
    "    ",
    "\t",
    "*",
    "**",
    "_",
    "`",
    "``",
    "```",
    "~~~",
    "[",
    "](",
    "]",
    "(",
    ")",
    "!",
    "http://a.b",
    "https://c.d/e_f",
    "<",
    ">",
    "<b>",
    "</b>",
    "<!--",
    "-->",
    "&",
    "&amp;",
    "&#42;",
    "#",
    "# ",
    "- ",
    "1. ",
    "-",
    "+",
    "=",
    "|",
    "| - |",
    "\n|-|-|\n",
    "\\",
    "{",
    "}",
    "{{",
    "{{#",
    "{%",
    "$",
    "$$",
    ":",
    "::",
    ":::",
    "~",
    "^",
    "%",
    "@",
    "/",
    "'",
    "\"",
    "import ",
    "export ",
    "javascript:",
    "[x]: http://r.ef\n",
    "[x]",
    "\u{202e}",
    "\u{0}",
    "é",
    "漢",
    "\u{a0}",
    ".",
    ",",
    "1",
    "\r\n",
    "--8<-- ",
    "> ",
];

#[test]
fn random_texts_stay_texts() {
    let mut chance = Chance(2026);
    for _ in 0..3_000 {
        let length = 1 + chance.below(24);
        let text: String = (0..length).map(|_| ALPHABET[chance.below(ALPHABET.len())]).collect();
        all_laws(&text);
    }
}

#[test]
fn hostile_texts_stay_texts() {
    for text in HOSTILE {
        all_laws(text);
        all_laws(&format!("  {text}\n\n{text}"));
        all_laws(&format!("- {text}"));
        all_laws(&format!("word {text} word"));
    }
}

#[test]
fn pairs_of_hostile_texts_stay_texts() {
    for first in HOSTILE {
        for second in HOSTILE {
            all_laws(&format!("{first}{second}"));
        }
    }
}
