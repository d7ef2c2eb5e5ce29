//! The sites that `tests/flavours/run` has built, each with the copy of the pages that it was built from.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use links::{Flavour, Mkdocs, Myst};

use crate::html::Html;

/// A builder, and the flavour with the settings that the script builds with.
pub(crate) struct Builder {
    pub(crate) name: &'static str,
    pub(crate) flavour: Flavour,
    /// Where a page lies in the built site, without `.md`.
    page: fn(&str) -> String,
}

pub(crate) const BUILDERS: &[Builder] = &[
    Builder { name: "mdbook", flavour: Flavour::MDBOOK, page: |page| format!("{}.html", readme_is_index(page)) },
    Builder {
        name: "mkdocs",
        flavour: Flavour::Mkdocs(Mkdocs { attr_list: true, ..Mkdocs::DEFAULT }),
        page: |page| in_folder(&readme_is_index(page)),
    },
    Builder {
        name: "sphinx",
        flavour: Flavour::Myst(Myst { heading_anchors: 6, ..Myst::DEFAULT }),
        page: |page| format!("{page}.html"),
    },
    Builder {
        name: "docusaurus",
        flavour: Flavour::DOCUSAURUS,
        page: |page| in_folder(&named_like_folder(&without_numbers(&readme_is_index(page)))),
    },
];

fn readme_is_index(page: &str) -> String {
    page.strip_suffix("README").map_or_else(|| page.to_owned(), |folder| format!("{folder}index"))
}

/// `a/b` is `a/b/index.html`, and `a/index` is `a/index.html`.
fn in_folder(page: &str) -> String {
    if page == "index" || page.ends_with("/index") { format!("{page}.html") } else { format!("{page}/index.html") }
}

/// Docusaurus takes numbers in front of names for an order: `0001-yaml-parser` is `yaml-parser`.
fn without_numbers(page: &str) -> String {
    let without = |name: &str| {
        let rest = name.trim_start_matches(|character: char| character.is_ascii_digit());
        let rest = rest.strip_prefix(['-', '_', '.']).filter(|_| rest != name);
        rest.unwrap_or(name).to_owned()
    };
    page.split('/').map(without).collect::<Vec<_>>().join("/")
}

/// Docusaurus takes a page that is named like its folder for the index of it.
fn named_like_folder(page: &str) -> String {
    match page.rsplit_once('/') {
        Some((folder, name)) if folder.rsplit('/').next() == Some(name) => format!("{folder}/index"),
        Some(_) | None => page.to_owned(),
    }
}

/// A built site.
pub(crate) struct Site {
    /// Its name and its builder's, for messages.
    pub(crate) name: String,
    pub(crate) builder: &'static Builder,
    /// The Markdown pages by their path, and the text of each.
    pub(crate) pages: BTreeMap<String, String>,
    /// All files that were built, and those that are HTML as read.
    pub(crate) built: BTreeMap<String, Option<Html>>,
}

impl Site {
    /// What was built of a page; its path is relative to the docs.
    pub(crate) fn html_of(&self, page: &str) -> Option<(String, &Html)> {
        let path = (self.builder.page)(page.strip_suffix(".md")?);
        let html = self.built.get(&path)?.as_ref()?;
        Some((path, html))
    }
}

/// The sites that were built here; a test without any says so.
pub(crate) fn sites() -> Vec<Site> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/flavours/sites");
    let mut sites = Vec::new();
    for (name, builder) in ["rollbook", "everything"].iter().flat_map(|name| BUILDERS.iter().map(move |b| (name, b))) {
        let site = folder.join(name).join(builder.name);
        // A build that failed leaves no site or a part of one, and has been reported.
        if !site.join("html").is_dir() {
            continue;
        }
        // Made for the builder, not pages of Rollbook.
        let pages = files(&site.join("docs"))
            .into_iter()
            .filter(|path| is(path, "md") && !path.ends_with("SUMMARY.md") && path != "all_pages.md");
        let pages = pages.map(|path| (path.clone(), read(&site.join("docs").join(path))));
        let html = |path: &str| is(path, "html").then(|| Html::read(&read(&site.join("html").join(path))));
        let built = files(&site.join("html")).into_iter().map(|path| (path.clone(), html(&path)));
        let (pages, built) = (pages.collect(), built.collect());
        sites.push(Site { name: format!("{name} in {}", builder.name), builder, pages, built });
    }
    if sites.is_empty() {
        #[expect(clippy::print_stdout, reason = "a test that is skipped says so")]
        {
            println!("skipped: no site is built; `tests/flavours/run` builds them");
        }
    }
    sites
}

/// Whether a file has this extension.
fn is(path: &str, extension: &str) -> bool {
    Path::new(path).extension().is_some_and(|own| own == extension)
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// All files below a folder, relative to it, with `/`.
fn files(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders: Vec<PathBuf> = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).expect("a folder that was built can be listed") {
            let path = entry.expect("its entries too").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let path = path.strip_prefix(folder).expect("it lies below");
                found.push(path.to_str().expect("our names are UTF-8").replace('\\', "/"));
            }
        }
    }
    found.sort();
    found
}
