//! Where links lead, held against what the real builders built: `tests/flavours/resolve`, in which each form
//! of a link was written on a page, built, and followed as a browser does.

#![expect(clippy::print_stdout, reason = "a test says how many things it looked at")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use links::{
    Flavour, Given, GivenDocusaurus, GivenMkdocs, GivenMyst, GivenSite, Mdbook, Pages, Settings, Sites, check, detect,
};
use serde_json::Value;
use source::Findings;
use source::files::Memory;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/flavours/resolve")
}

/// The tree of pages, with the line that includes a part as each tool writes it.
fn tree(include: &str) -> Memory {
    fn add(root: &Path, folder: &Path, include: &str, files: &mut BTreeMap<String, Vec<u8>>) {
        for entry in fs::read_dir(folder).expect("the tree is in this repository") {
            let path = entry.expect("it can be listed").path();
            if path.is_dir() {
                add(root, &path, include, files);
                continue;
            }
            let name = path.strip_prefix(root).expect("it lies in the tree");
            let mut content = fs::read(&path).expect("it can be read");
            if let Ok(text) = std::str::from_utf8(&content) {
                content = text.replace("@include ../parts/_part.md", include).into_bytes();
            }
            files.insert(name.to_str().expect("it has a plain name").to_owned(), content);
        }
    }
    let (root, mut files) = (folder().join("tree"), BTreeMap::new());
    add(&root, &root, include, &mut files);
    Memory(files)
}

/// What the builders said of each row, by page and row.
fn rows() -> Vec<Value> {
    let json = fs::read_to_string(folder().join("expected.json")).expect("the table is in this repository");
    serde_json::from_str(&json).expect("the table is JSON")
}

struct Tool {
    name: &'static str,
    include: &'static str,
    settings: Settings,
    /// The folder of the settings: that of the pages, or of the site around it.
    home: &'static str,
    /// Files of settings, as the tools need them.
    files: &'static [(&'static str, &'static str)],
}

fn tools() -> Vec<Tool> {
    let mkdocs = |directory_urls| {
        Settings::Mkdocs(GivenMkdocs {
            use_directory_urls: Some(directory_urls),
            attr_list: Some(true),
            snippets: Some(vec![".".to_owned()]),
            docs_dir: Some("docs".to_owned()),
            ..GivenMkdocs::default()
        })
    };
    let docusaurus = |trailing_slash| {
        Settings::Docusaurus(GivenDocusaurus {
            base_url: Some("/".to_owned()),
            path: Some("docs".to_owned()),
            route_base_path: Some("/".to_owned()),
            trailing_slash,
            ..GivenDocusaurus::default()
        })
    };
    let part = "import Part from '../parts/_part.md';\n\n<Part />";
    let myst = GivenMyst { heading_anchors: Some(6), ..GivenMyst::default() };
    vec![
        Tool {
            name: "mdbook",
            include: "{{#include ../parts/_part.md}}",
            settings: Settings::none(Flavour::Mdbook(Mdbook::DEFAULT)),
            home: "docs",
            files: &[],
        },
        Tool {
            name: "mkdocs",
            include: "--8<-- \"docs/parts/_part.md\"",
            settings: mkdocs(true),
            home: "",
            files: &[],
        },
        Tool {
            name: "mkdocs_flat",
            include: "--8<-- \"docs/parts/_part.md\"",
            settings: mkdocs(false),
            home: "",
            files: &[],
        },
        Tool {
            name: "myst",
            include: "```{include} ../parts/_part.md\n```",
            settings: Settings::Myst(myst),
            home: "docs",
            files: &[],
        },
        Tool { name: "docusaurus", include: part, settings: docusaurus(None), home: "", files: &[] },
        Tool { name: "docusaurus_slash", include: part, settings: docusaurus(Some(true)), home: "", files: &[] },
    ]
}

/// What is said of each link, by the page and the text before it on its line.
fn verdicts(tool: &Tool) -> BTreeMap<(String, u32), &'static str> {
    let mut files = tree(tool.include);
    for (path, content) in tool.files {
        files.0.insert((*path).to_owned(), content.as_bytes().to_vec());
    }
    let site = GivenSite { folder: tool.home.to_owned(), settings: tool.settings.clone(), anchors: None };
    let sites: Sites = detect(&files, "", &Given { sites: vec![site] }, &mut Findings::new()).expect("it is in memory");
    // The part is judged on the page that includes it.
    let is_page = |path: &str| path.starts_with("docs/") && !path.starts_with("docs/parts/");
    let pages = Pages::read(&files, &sites, is_page);
    let checked = check(&files, &pages, is_page);
    let mut verdicts = BTreeMap::new();
    for (place, _) in &checked.unknown {
        verdicts.insert((place.text.name().to_owned(), place.start().line), "unknown");
    }
    for (finding, _) in &checked.findings {
        let place = &finding.primary.place;
        verdicts.insert((place.text.name().to_owned(), place.start().line), "broken");
    }
    verdicts
}

/// What no emulation reaches.
const NOT_JUDGED: [(&str, &str); 4] = [
    // Python-Markdown does not read a definition with `<…>` around a space; the link is text.
    ("mkdocs", "reference with angle brackets"),
    ("mkdocs_flat", "reference with angle brackets"),
    // Docusaurus builds the page, and its router takes the brackets for a pattern.
    ("docusaurus", "brackets in the name"),
    ("docusaurus_slash", "brackets in the name"),
];

/// Whether an address is one of another scheme, which nobody judges: `pathname:///` of Docusaurus.
fn is_other_scheme(row: &Value) -> bool {
    row["write"].as_str().is_some_and(|written| written.contains("pathname:"))
}

#[test]
fn verdicts_are_those_of_the_real_builders() {
    let rows = rows();
    let (mut wrong, mut looked_at, mut unknown) = (Vec::new(), 0, 0);
    for tool in tools() {
        let verdicts = verdicts(&tool);
        let files = tree(tool.include);
        for row in &rows {
            let (page, name) = (row["page"].as_str().expect("page"), row["row"].as_str().expect("row"));
            if NOT_JUDGED.contains(&(tool.name, name)) || is_other_scheme(row) {
                continue;
            }
            let path = format!("docs/{page}");
            let text = String::from_utf8(files.0[&path].clone()).expect("pages are text");
            let mark = format!("form: {name}");
            let Some(line) = text.lines().position(|line| {
                line.contains(&format!("[{mark}]"))
                    || line.contains(&format!(">{mark}<"))
                    || line.contains(&format!("alt=\"{mark}\""))
            }) else {
                wrong.push(format!("{}: {page}: no line for {name}", tool.name));
                continue;
            };
            let line = u32::try_from(line + 1).expect("pages are short");
            let verdict = verdicts.get(&(path, line)).copied().unwrap_or("ok");
            looked_at += 1;
            unknown += usize::from(verdict == "unknown");
            let reached = &row["reached"][tool.name];
            let agrees = match verdict {
                "ok" => reached == &Value::Bool(true),
                "broken" => reached == &Value::Bool(false),
                _ => true,
            };
            if !agrees {
                wrong.push(format!(
                    "{}: {page}: {name}: `{}` is {verdict}, built {reached}",
                    tool.name,
                    row["write"].as_str().unwrap_or_default()
                ));
            }
        }
    }
    println!("{looked_at} links looked at, {unknown} unknown");
    assert!(wrong.is_empty(), "{} of {looked_at}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(looked_at > 300 && unknown * 10 < looked_at, "{looked_at} links, {unknown} unknown");
}
