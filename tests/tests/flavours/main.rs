//! Holds what real builders of sites have built against what `links` says of the same pages.
//!
//! The sites are those of `tests/flavours/run`, as many as there are; the table is that of `tests/flavours/resolve`.

#![allow(clippy::print_stdout, reason = "a test that runs says over how much")]

mod html;
mod sites;

mod slugger;

use std::fs;
use std::path::Path;

use links::{Flavour, Origin, Page};
use serde_json::Value;

use crate::html::Html;
use crate::sites::{Site, sites};

#[test]
fn every_anchor_is_an_id_of_the_built_page_and_the_other_way_round() {
    let mut wrong = Vec::new();
    for site in sites() {
        let mut count = 0;
        for (path, text) in &site.pages {
            let Some((_, html)) = site.html_of(path) else {
                wrong.push(format!("{}: {path} is not built", site.name));
                continue;
            };
            let page = Page::read(text, site.builder.flavour);
            let anchors = page.anchors();
            count += anchors.len();
            for anchor in anchors.iter().filter(|anchor| !html.ids.contains(&anchor.id)) {
                wrong.push(format!("{}: {path} has no id `{}`", site.name, anchor.id));
            }
            for id in headings(&site, html).filter(|id| !anchors.iter().any(|anchor| anchor.id == **id)) {
                wrong.push(format!("{}: {path} has the heading `{id}`, which is no anchor of ours", site.name));
            }
            let made = anchors.iter().filter(|anchor| matches!(anchor.origin, Origin::Auto | Origin::Explicit)).count();
            let built = headings(&site, html).count();
            if built > 0 && made != built {
                wrong.push(format!("{}: {path} has {built} headings with ids, ours are {made}", site.name));
            }
        }
        println!("{}: {count} anchors of {} pages", site.name, site.pages.len());
        assert!(count > 0, "{}: no page has an anchor", site.name);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The ids of the headings of a page. Sphinx has them at sections, where they are those of docutils.
fn headings<'a>(site: &Site, html: &'a Html) -> impl Iterator<Item = &'a String> {
    /// The title of the help on keys, which the theme of MkDocs puts on every page.
    const OF_THE_THEME: &str = "keyboardModalLabel";
    html.headings.iter().filter(|id| site.builder.name != "sphinx" && *id != OF_THE_THEME)
}

#[test]
fn every_link_of_a_built_page_leads_somewhere() {
    let mut wrong = Vec::new();
    for site in sites() {
        let mut count = 0;
        for path in site.pages.keys() {
            let Some((built, html)) = site.html_of(path) else { continue };
            for address in &html.addresses {
                count += 1;
                // The pages are those of mdBook, which copies the explorer; Sphinx and Docusaurus do not.
                let copies = matches!(site.builder.flavour, Flavour::Mdbook(_) | Flavour::Mkdocs(_));
                if address.starts_with("explorer.html") && !copies {
                    continue;
                }
                if !leads_somewhere(&site, &built, html, address) {
                    wrong.push(format!("{}: {path}: nothing is at `{address}`", site.name));
                }
            }
        }
        println!("{}: {count} links", site.name);
        assert!(count > 0, "{}: no page has a link", site.name);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_pages_of_the_table_have_its_rows() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("flavours/resolve");
    let read = |path: &str| fs::read_to_string(folder.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    let rows: Vec<Value> = serde_json::from_str(&read("expected.json")).expect("the table is an array");
    for row in &rows {
        let text = |field: &str| row[field].as_str().unwrap_or_else(|| panic!("{row} has no `{field}`"));
        let link = text("write").replace("{}", &format!("form: {}", text("row")));
        let page = read(&format!("tree/docs/{}", text("page")));
        assert!(page.contains(&format!("\n{link}\n")), "{} does not have `{link}`", text("page"));
        let reached = row["reached"].as_object().unwrap_or_else(|| panic!("{row} was not measured"));
        assert_eq!(reached.len(), 6, "{row}");
    }
    println!("{} rows", rows.len());
    assert!(rows.len() > 100, "the table is short");
}

/// Whether a browser that shows the page finds what is at an address, if that is in the site.
fn leads_somewhere(site: &Site, built: &str, html: &Html, address: &str) -> bool {
    if address.contains("://") || address.starts_with("data:") || address.starts_with("mailto:") {
        return true;
    }
    let (path, fragment) = address.split_once('#').unwrap_or((address, ""));
    let path = path.split('?').next().unwrap_or_default();
    // Docusaurus has addresses without a slash at the end, and says so; the others mean their files.
    let here = match html.canonical.as_deref().and_then(|address| address.strip_prefix("https://example.com/")) {
        Some(canonical) => canonical,
        None => built,
    };
    let target = if path.is_empty() { Some(built.to_owned()) } else { found(site, &joined(here, &decoded(path))) };
    let Some(Some(target)) = target.map(|target| site.built.get(&target)) else { return false };
    let fragment = decoded(fragment);
    fragment.is_empty() || fragment == "top" || target.as_ref().is_some_and(|target| target.ids.contains(&fragment))
}

/// The file that a server answers with: the file, or the index of the folder.
fn found(site: &Site, path: &str) -> Option<String> {
    let index =
        if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { format!("{path}/index.html") };
    [path.to_owned(), index].into_iter().find(|path| site.built.contains_key(path))
}

/// A path as it stands on the page `here`.
fn joined(here: &str, path: &str) -> String {
    let mut parts: Vec<&str> = here.split('/').collect();
    parts.pop();
    if path.starts_with('/') {
        parts.clear();
    }
    let ends_in_folder = path.ends_with('/') || path.ends_with("..") || path == ".";
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    let joined = parts.join("/");
    if ends_in_folder && !joined.is_empty() { joined + "/" } else { joined }
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let escape = after.get(..2).and_then(|digits| u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok());
        if let Some(byte) = escape.filter(|_| *first == b'%') {
            bytes.push(byte);
            rest = &after[2..];
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
