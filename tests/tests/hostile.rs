//! Hostile keys and texts: nothing escapes into Rust, Markdown, JSON or a path.

#![expect(clippy::wildcard_enum_match_arm, reason = "items of Rust that no catalog has are all one case")]

use compiler::Compiled;
use compiler::files::Memory;
use pulldown_cmark::{Event, Parser};
use source::{Colour, Format};

/// Texts that try to end a comment, a string, a fence or a tag, to include a file, to run, or to disguise.
const TEXTS: [&str; 34] = [
    "*/ fn main() { std::process::abort() } /*",
    "\"; static X: u8 = 1; //",
    "\"#; static X: u8 = 1; //",
    "\\",
    "\\\" + include_str!(\"/etc/passwd\") + \"",
    "```\nfn not_a_doctest() { panic!() }\n```",
    "```rust\npanic!()\n```",
    "    let indented = \"code\";",
    "~~~\nx\n~~~",
    "line\n/// # Examples\n#[doc = include_str!(\"x\")]",
    "]\n#![allow(warnings)]",
    "<script>alert(1)</script>",
    "</script><img src=x onerror=alert(1)>",
    "<!-- rollbook:end -->",
    "--> <b>bold</b> <!--",
    "[link](javascript:alert(1))",
    "[`std::fmt`] and [Vec<u8>] and <T>",
    "![image](https://example.org/track.png)",
    "[ref]: https://example.org",
    "| a | b |\n| - | - |\n| c | d |",
    "a | b",
    "# heading",
    "setext\n======",
    "{{#include ../../secret.md}}",
    "{{ entry.key }} {% raw %} {# comment #}",
    "{include} x.md {#id} {: .class }",
    "--8<-- \"secret.md\"",
    ":::{note}\nx\n:::",
    "$x^2$ \\(y\\)",
    "https://example.org/bare?x=1&y=2",
    "- [ ] task\n1. one",
    "trailing \\",
    "`unbalanced ``code",
    "%0A::error file=x::injected",
];

/// Characters that change how a text reads; they are refused.
const DISGUISES: [&str; 6] = ["a\u{202e}b", "\u{2066}x\u{2069}", "nul\u{0}", "bell\u{7}", "\u{200f}", "esc\u{1b}[31m"];

/// Keys that are no name in Rust, or a dangerous one.
const KEYS: [&str; 22] = [
    "../escape",
    "a/../../b",
    "/etc/passwd",
    "C:\\x",
    "a\"b",
    "a*/b",
    "a b; drop",
    "fn",
    "self",
    "Self",
    "crate.super",
    "_",
    "__",
    "-",
    "1",
    "naïve",
    "键",
    "a\nb",
    "a`b`",
    "<b>",
    "{{key}}",
    "entries_0",
];

fn project(closed: bool, key: &str, text: &str) -> Memory {
    let quote = |text: &str| serde_json::to_string(text).expect("a string is JSON");
    let (key, text) = (quote(key), quote(text));
    let mut files = Memory::from_listing(
        "-- rollbook.yaml --\nname: hostile\nregistries: { r: { title: R, purpose: To be safe. } }\n\
         catalog: { path: catalog }\ndocs: { root: docs, flavour: mdbook }\n",
    );
    let kind = format!(
        "title: Thing\ndescription: {text}\nx-registry: {{ entries: things.yaml, layout: list, closed: {closed}, group_by: group }}\n\
         type: object\nrequired: [key, summary, group]\nadditionalProperties: false\nproperties:\n\
         \x20 key: {{ type: string }}\n  summary: {{ type: string, description: {text} }}\n  group: {{ type: string }}\n\
         \x20 deprecated: {{ type: string }}\n  free: true\n  words: {{ type: array, items: {{ type: string }}, default: [{text}] }}\n\
         \x20 map: {{ type: object, additionalProperties: {{ type: string }} }}\n  config: {{ x-config: true }}\n\
         \x20 mode: {{ oneOf: [{{ const: one, description: {text} }}, {{ const: two }}] }}\n",
    );
    let entry = format!(
        "- key: {key}\n  summary: {text}\n  group: {text}\n  deprecated: {text}\n  free: {{ {text}: {text} }}\n  map: {{ {text}: {text} }}\n\
         \x20 mode: one\n  config:\n    type: object\n    description: {text}\n    properties:\n      \
         option: {{ type: string, description: {text}, default: {text}, examples: [{text}] }}\n",
    );
    files.0.insert("r/kinds/thing.schema.yaml".to_owned(), kind.into_bytes());
    files.0.insert("r/things.yaml".to_owned(), entry.into_bytes());
    files
}

fn compile(closed: bool, key: &str, text: &str) -> Compiled {
    compiler::compile(&project(closed, key, text), "rollbook.yaml", compiler::Settings::default())
}

/// What a harmless project generates, as the laws see it: names of Rust items by file.
fn shape(compiled: &Compiled) -> Vec<(String, Vec<String>)> {
    let rust = compiled.artifacts.iter().filter(|artifact| has_extension(&artifact.path, "rs"));
    let items = rust.map(|artifact| {
        let text = std::str::from_utf8(&artifact.content).expect("the catalog is UTF-8");
        let file = syn::parse_file(text).unwrap_or_else(|error| panic!("{error}\n{text}"));
        (artifact.path.clone(), names(&file.items))
    });
    items.collect()
}

fn names(items: &[syn::Item]) -> Vec<String> {
    let mut found = Vec::new();
    for item in items {
        match item {
            syn::Item::Struct(item) => found.push(format!("struct {}", item.ident)),
            syn::Item::Enum(item) => found.push(format!("enum {}", item.ident)),
            syn::Item::Static(item) => found.push(format!("static {}", item.ident)),
            syn::Item::Const(item) => found.push(format!("const {}", item.ident)),
            syn::Item::Mod(item) => {
                found.push(format!("mod {}", item.ident));
                found.extend(item.content.iter().flat_map(|(_, items)| names(items)));
            }
            syn::Item::Impl(_) => found.push("impl".to_owned()),
            syn::Item::Use(_) => found.push("use".to_owned()),
            other => panic!("the catalog has no such item: {}", quote::ToTokens::to_token_stream(other)),
        }
    }
    found
}

fn has_extension(path: &str, extension: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, end)| end == extension)
}

/// The laws of every generated file.
fn check(compiled: &Compiled, input: &str) {
    for artifact in &compiled.artifacts {
        let path = &artifact.path;
        let inside = ["catalog/", "docs/registry/", ".schema/"].iter().any(|folder| path.starts_with(folder));
        assert!(inside && !path.contains("..") && !path.contains('\\'), "{input:?} made the path {path:?}");
        assert!(
            path.chars().all(|c| c.is_ascii_alphanumeric() || "/._-".contains(c)),
            "{input:?} made the path {path:?}"
        );
        let text = std::str::from_utf8(&artifact.content).expect("output is UTF-8");
        let disguised = text.chars().find(|c| {
            (c.is_control() && *c != '\n')
                || ('\u{202a}'..='\u{202e}').contains(c)
                || ('\u{2066}'..='\u{2069}').contains(c)
        });
        assert_eq!(disguised, None, "{input:?} left a disguise in {path}");
        if has_extension(path, "json") {
            serde_json::from_str::<serde_json::Value>(text)
                .unwrap_or_else(|error| panic!("{input:?}: {path}: {error}"));
        }
        if has_extension(path, "md") {
            // mdBook includes anywhere, snippets of MkDocs only at the beginning of a line.
            let snippet = text.lines().any(|line| line.trim_start().starts_with("--8<--"));
            assert!(!text.contains("{{#") && !snippet, "{input:?} left an include in {path}:\n{text}");
            let header = text.find("-->").expect("a page has a header") + 3;
            for event in Parser::new_ext(&text[header..], pulldown_cmark::Options::ENABLE_TABLES) {
                if let Event::Html(html) | Event::InlineHtml(html) = &event {
                    // The index links to the explorer, which is no page.
                    let is_ours = matches!(&**html, "<a href=\"explorer.html\">" | "</a>");
                    assert!(is_ours, "{input:?} left HTML in {path}: {html}");
                }
                if let Event::Start(
                    pulldown_cmark::Tag::Link { dest_url, .. } | pulldown_cmark::Tag::Image { dest_url, .. },
                ) = event
                {
                    assert!(!dest_url.contains("javascript"), "{input:?} left a script link in {path}");
                }
            }
        }
    }
}

#[test]
fn texts_stay_texts() {
    for closed in [true, false] {
        let harmless = compile(closed, "a.b", "Harmless.");
        assert!(harmless.findings.is_empty(), "{}", source::write(&harmless.findings, Format::Human, Colour::Never));
        let expected = shape(&harmless);
        assert!(expected.iter().map(|(_, names)| names.len()).sum::<usize>() > 10);
        for text in TEXTS {
            let compiled = compile(closed, "a.b", text);
            let shown = source::write(&compiled.findings, Format::Human, Colour::Never);
            assert!(compiled.findings.is_empty(), "{text:?}: {shown}");
            check(&compiled, text);
            assert_eq!(shape(&compiled), expected, "{text:?} changed what the catalog declares");
        }
    }
}

#[test]
fn disguises_are_refused() {
    for text in DISGUISES {
        let compiled = compile(true, "a.b", text);
        assert!(compiled.findings.has_errors() && compiled.artifacts.is_empty(), "{text:?} was let through");
        for format in [Format::Human, Format::Json, Format::Sarif, Format::Github] {
            let written = source::write(&compiled.findings, format, Colour::Never);
            let raw = written.chars().find(|c| (c.is_control() && *c != '\n') || ('\u{202a}'..='\u{202e}').contains(c));
            assert_eq!(raw, None, "{text:?} came through raw in {format:?}:\n{written}");
        }
    }
}

#[test]
fn keys_are_named_by_rule_or_refused() {
    let (mut named, mut refused) = (0, 0);
    for closed in [true, false] {
        for key in KEYS {
            let compiled = compile(closed, key, "Harmless.");
            check(&compiled, key);
            if compiled.findings.has_errors() {
                refused += 1;
                assert!(compiled.artifacts.is_empty());
            } else {
                named += 1;
                // What is named compiles as far as a parser can tell; tests/tests/catalog.rs compiles such names.
                shape(&compiled);
            }
        }
    }
    assert!(named > 8 && refused > 20, "{named} named, {refused} refused");
}

#[test]
fn input_that_grows_is_stopped_by_a_limit() {
    let bomb = (1..30).fold("a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned(), |text, n| {
        let aliases = vec![format!("*a{}", n - 1); 9].join(", ");
        format!("{text}a{n}: &a{n} [{aliases}]\n")
    });
    let deep = "[".repeat(50_000);
    let dashes = "- ".repeat(50_000);
    let long = format!("- {{ key: a, summary: '{}' }}\n", "x".repeat(17 << 20));
    for content in [bomb, deep, dashes, long] {
        let mut files = project(true, "a.b", "Harmless.");
        files.0.insert("r/things.yaml".to_owned(), content.into_bytes());
        let compiled = compiler::compile(&files, "rollbook.yaml", compiler::Settings::default());
        assert!(compiled.findings.has_errors());
        let shown = source::write(&compiled.findings, Format::Human, Colour::Never);
        assert!(shown.len() < 20_000, "a finding shows a window, not the file: {} bytes", shown.len());
    }
}

#[test]
fn definitions_that_nest_or_multiply_are_stopped_by_a_limit() {
    let chain = |count: usize| {
        let step =
            |n: usize| format!("  D{n}: {{ type: object, properties: {{ x: {{ $ref: '#/$defs/D{}' }} }} }}\n", n + 1);
        format!("{}  D{count}: {{ type: string }}\n", (0..count).map(step).collect::<String>())
    };
    let pair = |n: usize, next: &str| {
        format!("  D{n}: {{ oneOf: [{{ $ref: '#/$defs/{next}' }}, {{ $ref: '#/$defs/{next}' }}] }}\n")
    };
    let tree: String = (0..60).map(|n| pair(n, &format!("D{}", n + 1))).collect();
    for (definitions, is_refused) in
        [(chain(90), false), (chain(5_000), true), (format!("{tree}  D60: {{ type: string }}\n"), true)]
    {
        let mut files = project(true, "a.b", "Harmless.");
        let kind = format!(
            "title: Thing\nx-registry: {{ entries: things.yaml, layout: list }}\ntype: object\nrequired: [key]\nproperties:\n  \
             key: {{ type: string }}\n  summary: {{ type: string }}\n  x: {{ $ref: '#/$defs/D0' }}\n$defs:\n{definitions}"
        );
        files.0.insert("r/kinds/thing.schema.yaml".to_owned(), kind.into_bytes());
        let compiled = compiler::compile(&files, "rollbook.yaml", compiler::Settings::default());
        let shown = source::write(&compiled.findings, Format::Human, Colour::Never);
        assert_eq!(shown.contains("[unsupported-schema]"), is_refused, "{shown}");
    }
}
