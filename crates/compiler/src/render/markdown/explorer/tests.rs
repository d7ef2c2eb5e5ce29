//! What holds of every explorer: its policy, its ids and links, and that no value breaks out.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use super::{SCRIPT, SCRIPT_HASH, STYLE_HASH, style};
use crate::compile;
use crate::files::Memory;

/// Two kinds that name each other, with values that would like to be HTML.
const HOSTILE: &str = r#"
-- defs/rollbook.yaml --
name: hostile
root: ..
registries:
  data: { title: '</title><script>alert(1)</script>', purpose: 'A "purpose" <b>.' }
docs: { root: docs, flavour: mdbook, source: 'https://example.org/{path}#L{line}' }
-- defs/data/kinds/thing.schema.yaml --
title: Thing
description: '<img src=x onerror=alert(1)> & "quotes"'
x-registry: { entries: things.yaml, layout: list, closed: false, group_by: group }
type: object
required: [key, summary]
additionalProperties: false
properties:
  key: { type: string }
  summary: { type: string }
  title: { type: string }
  group: { type: string }
  status: { type: string }
  since: { type: string }
  deprecated: { type: string }
  aliases: { type: array, items: { type: string }, default: [] }
  tags: { type: array, items: { type: string }, default: [] }
  like: { type: string, x-ref: data.thing }
  also: { type: string, x-ref: data.thing }
  doc: { type: string, x-doc: true }
-- defs/data/things.yaml --
- key: 'a b#c/d:e@1'
  summary: '<!--<script>alert(3)</script> [x](javascript:alert(4)) [y](https://example.org/"onclick="alert(5))'
  title: '" onmouseover="alert(6)'
  group: '"><svg onload=alert(7)>'
  status: "'><b>"
  since: '{{ 7 * 7 }}'
  deprecated: '</article>'
  aliases: ['</p><script>alert(8)</script>']
  tags: ['&lt;b&gt;']
  like: '-x'
  also: search
  doc: build.md
- { key: '-x', summary: '', like: search }
- { key: search, summary: '</script><script>alert(2)</script>', like: 'a b#c/d:e@1' }
- { key: data, summary: A key that is an id of the page elsewhere. }
-- docs/build.md --
# Build
"#;

fn explorer(listing: &str) -> String {
    let compiled = compile(&Memory::from_listing(listing), "defs/rollbook.yaml", crate::Settings::default());
    let page = compiled.artifacts.iter().find(|artifact| artifact.path.ends_with("/explorer.html"));
    let found: Vec<&str> = compiled.findings.iter().map(|finding| finding.message.as_str()).collect();
    let page = page.unwrap_or_else(|| panic!("no explorer: {found:?}"));
    String::from_utf8(page.content.clone()).expect("the explorer is UTF-8")
}

/// The values of an attribute, in order.
fn attributes<'a>(html: &'a str, name: &str) -> Vec<&'a str> {
    let start = format!(" {name}=\"");
    html.split(start.as_str()).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

/// The page without its data and its script, whose texts look like attributes here and there.
fn markup(html: &str) -> &str {
    html.split_once("<script").map_or(html, |(markup, _)| markup)
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: [char; 64] = [
        'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I', 'J', 'K', 'L', 'M', 'N', 'O', 'P', 'Q', 'R', 'S', 'T', 'U', 'V',
        'W', 'X', 'Y', 'Z', 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o', 'p', 'q', 'r',
        's', 't', 'u', 'v', 'w', 'x', 'y', 'z', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '+', '/',
    ];
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let word = (0..3).fold(0, |word, at| word << 8 | usize::from(chunk.get(at).copied().unwrap_or_default()));
        for digit in 0..4 {
            text.push(if digit <= chunk.len() { DIGITS[word >> (18 - 6 * digit) & 63] } else { '=' });
        }
    }
    text
}

#[test]
fn the_policy_has_the_hashes_of_script_and_style() {
    let hash = |text: &str| format!("sha256-{}", base64(&Sha256::digest(text.as_bytes())));
    assert_eq!(base64(b"any carnal pleas"), "YW55IGNhcm5hbCBwbGVhcw==");
    assert_eq!(STYLE_HASH, hash(&style()), "the style has changed: write this hash into STYLE_HASH");
    assert_eq!(SCRIPT_HASH, hash(SCRIPT), "the script has changed: write this hash into SCRIPT_HASH");
}

#[test]
fn script_and_style_end_where_they_should() {
    for text in [SCRIPT, &style()] {
        assert!(!text.contains("</") && !text.contains("<!--"), "this would end the element, or keep it from ending");
    }
    for word in ["innerHTML", "insertAdjacentHTML", "document.write", "eval(", "fetch(", "import ", "Worker", "://"] {
        assert!(!SCRIPT.contains(word), "the script needs no `{word}`");
    }
}

#[test]
fn no_value_breaks_out() {
    let html = explorer(HOSTILE);
    assert_eq!(html.matches("<script").count(), 2, "the data and the script");
    assert_eq!(html.matches("</script>").count(), 2);
    assert_eq!(html.matches("<style").count(), 1);
    let markup = markup(&html);
    for harm in ["<b>", "<img", "href=\"javascript", "\" onmouseover", "\"onclick", "<svg onload"] {
        assert!(!markup.contains(harm), "{harm}");
    }
    assert_eq!(markup.matches("<article").count(), 4);
    assert_eq!(markup.matches("</article>").count(), 4);
    assert!(markup.contains("since {{ 7 * 7 }}"), "no value is a template");
    assert!(markup.contains("&lt;/script&gt;&lt;script&gt;alert(2)&lt;/script&gt;"));
    let data = html.split_once("id=\"data\">").and_then(|(_, rest)| rest.split_once("</script>"));
    let data: serde_json::Value = serde_json::from_str(data.expect("the data").0).expect("JSON");
    assert_eq!(data["entries"][0][6][0], "</p><script>alert(8)</script>");
}

#[test]
fn ids_are_unique_and_links_within_the_page_lead_to_them() {
    let html = explorer(HOSTILE);
    let ids = attributes(markup(&html), "id");
    let unique: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(unique.len(), ids.len(), "{ids:?}");
    assert!(ids.iter().all(|id| !id.contains(char::is_whitespace)), "{ids:?}");
    assert!(unique.contains("data.thing/a%20b%23c/d%3Ae@1"), "{ids:?}");
    let links: Vec<&str> =
        attributes(markup(&html), "href").into_iter().filter_map(|link| link.strip_prefix('#')).collect();
    assert!(links.len() > 8, "{links:?}");
    for link in links {
        assert!(unique.contains(link), "#{link}");
    }
}

#[test]
fn the_data_is_in_the_order_of_the_page() {
    let html = explorer(HOSTILE);
    let data = html.split_once("id=\"data\">").and_then(|(_, rest)| rest.split_once("</script>"));
    let data: serde_json::Value = serde_json::from_str(data.expect("the data").0).expect("JSON");
    let rows = data["entries"].as_array().expect("rows");
    let keys: Vec<String> = rows.iter().map(|row| crate::xml::text(row[1].as_str().expect("a key"))).collect();
    let shown: Vec<&str> =
        html.split("<a class=\"key\"").skip(1).filter_map(|rest| rest.split(['>', '<']).nth(1)).collect();
    assert_eq!(keys, shown);
}

#[test]
fn links_to_pages_are_those_of_the_built_site() {
    let html = explorer(HOSTILE);
    let links = attributes(markup(&html), "href");
    for link in
        ["data/thing.html", "data/thing.html#search", "../build.html", "https://example.org/defs/data/things.yaml#L1"]
    {
        assert!(links.contains(&link), "{link}: {links:?}");
    }
}

/// A project with a small kind, and a large one of so many entries.
fn large(entries: usize) -> String {
    let mut listing = String::from(
        "-- defs/rollbook.yaml --\nname: large\nroot: ..\nregistries:\n  big: { title: Big, purpose: Many things. }\n\
         docs: { root: docs, flavour: mdbook }\n\
         -- defs/big/kinds/thing.schema.yaml --\n\
         title: Thing\ndescription: A thing.\nx-registry: { entries: things.yaml, layout: list, closed: false }\n\
         type: object\nrequired: [key, summary]\nadditionalProperties: false\n\
         properties: { key: { type: string }, summary: { type: string } }\n\
         -- defs/big/kinds/user.schema.yaml --\n\
         title: User\ndescription: Names things.\nx-registry: { entries: users.yaml, layout: list, closed: false }\n\
         type: object\nrequired: [key, summary]\nadditionalProperties: false\n\
         properties: { key: { type: string }, summary: { type: string }, uses: { type: string, x-ref: big.thing } }\n\
         -- defs/big/users.yaml --\n\
         - { key: one, summary: Names one., uses: thing.n1 }\n- { key: two, summary: Names one., uses: thing.n1 }\n\
         -- defs/big/things.yaml --\n",
    );
    for index in 0..entries {
        // Writing to a string cannot fail.
        let _ = writeln!(listing, "- {{ key: thing.n{index}, summary: Number {index}. }}");
    }
    listing
}

#[test]
fn entries_of_a_registry_that_is_too_large_are_left_out_and_that_is_said() {
    let html = explorer(&large(4998));
    assert_eq!(html.matches("<article").count(), 5000);
    assert!(!html.contains("not on this page"));
    assert!(!html.contains("Relations of the"), "no pictures of so many");
    let html = explorer(&large(4999));
    assert_eq!(html.matches("<article").count(), 2, "the small kind is whole");
    assert!(html.contains("<strong>4999 entries are not on this page.</strong>"));
    assert!(html.contains("<a href=\"big/thing.html\">Their own page</a>"));
    assert!(html.contains("<a href=\"big/thing/all.html#thingn1\">thing.n1</a>"), "relations lead to the page");
}

#[test]
fn the_page_says_its_own_size() {
    let html = explorer(HOSTILE);
    let said = html.rsplit_once("This page is ").and_then(|(_, rest)| rest.split_once(" kB"));
    assert_eq!(said.map(|(size, _)| size.to_owned()), Some(html.len().div_ceil(1000).to_string()));
}
