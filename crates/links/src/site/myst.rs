//! The settings of Sphinx with MyST: `conf.py`, which is read and not executed.
//!
//! 1. An assignment at the beginning of a line counts, of several to one name the last. What changes such a
//!    name in another way makes it unknown.
//! 2. Literals have values, everything else is unknown. By an unknown slug function or depth of anchors,
//!    anchors are unknown; other unknown settings are what they are by default.
//! 3. What `exclude_patterns` names is no page, nor are the folders of static files and templates.
//!
//! Source: `sphinx/config.py`, `sphinx/builders/html/__init__.py` and `sphinx/project.py` of Sphinx 8.2;
//! `myst_parser/config/main.py` of MyST-Parser 5.2.0.

use std::collections::{BTreeMap, BTreeSet};

use source::Text;
use source::files::{Files, join};

use super::config::base;
use super::detect::Reader;
use super::globs::Globs;
use super::literal::{Language, Line, Literal, Token, Tokens};
use super::{Knowledge, Mount, Site, is_markdown};
use crate::{Flavour, Myst, SlugPreset};

/// Settings of MyST that a project gives itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GivenMyst {
    /// `myst_heading_anchors`.
    pub heading_anchors: Option<u8>,
    /// `myst_heading_slug_func`.
    pub heading_slug_func: Option<SlugPreset>,
    /// `myst_enable_extensions`.
    pub enable_extensions: Option<Vec<String>>,
    /// `exclude_patterns`.
    pub exclude_patterns: Option<Vec<String>>,
    /// `html_extra_path`.
    pub html_extra_path: Option<Vec<String>>,
}

/// What Sphinx leaves out whatever the settings say (`sphinx/project.py`, `EXCLUDE_PATHS`).
const EXCLUDED: [&str; 4] = ["**/_sources", ".#*", "**/.#*", "*.lproj/**"];

/// Extensions of Sphinx that add no targets to those that pages have.
const WITHOUT_TARGETS: [&str; 16] = [
    "myst_parser",
    "sphinx.ext.duration",
    "sphinx.ext.extlinks",
    "sphinx.ext.githubpages",
    "sphinx.ext.graphviz",
    "sphinx.ext.ifconfig",
    "sphinx.ext.imgmath",
    "sphinx.ext.mathjax",
    "sphinx.ext.todo",
    "sphinx_copybutton",
    "sphinx_design",
    "sphinx_inline_tabs",
    "sphinx_tabs.tabs",
    "sphinx_togglebutton",
    "sphinxcontrib.mermaid",
    "sphinxext.opengraph",
];

/// Whether the pages of a `conf.py` are read by MyST.
pub(super) fn is_myst(text: &Text) -> bool {
    ["myst_parser", "myst_nb"].iter().any(|name| text.content().contains(name))
}

/// Reads the site of a `conf.py`, or of a folder without one.
pub(super) fn read<F: Files>(
    reader: &mut Reader<'_, F>,
    folder: &str,
    config: Option<(&str, &Text)>,
    given: &GivenMyst,
) -> Vec<Site> {
    let values = config.map(|(_, text)| assignments(text.content())).unwrap_or_default();
    let texts = |name: &str| values.get(name).and_then(Literal::texts);
    let anchors = match (given.heading_anchors, values.get("myst_heading_anchors")) {
        (Some(depth), _) => Some(depth),
        (None, None | Some(Literal::Null)) => Some(Myst::DEFAULT.heading_anchors),
        (None, Some(Literal::Number(number))) => number.parse().ok(),
        (None, Some(_)) => None,
    };
    let slug = match (given.heading_slug_func, values.get("myst_heading_slug_func")) {
        (Some(preset), _) => Some(preset),
        (None, None | Some(Literal::Null)) => Some(Myst::DEFAULT.slug),
        (None, Some(Literal::Text(name))) => preset(name),
        (None, Some(_)) => None,
    };
    let enabled = match &given.enable_extensions {
        Some(extensions) => extensions.iter().map(String::as_str).collect(),
        None => values
            .get("myst_enable_extensions")
            .and_then(Literal::as_list)
            .into_iter()
            .flatten()
            .filter_map(Literal::as_str)
            .collect::<Vec<_>>(),
    };
    let settings = Myst {
        // Where the depth is unknown, all levels may have anchors.
        heading_anchors: anchors.unwrap_or(6),
        slug: slug.unwrap_or(Myst::DEFAULT.slug),
        attrs_block: enabled.contains(&"attrs_block"),
    };
    let extra = match &given.html_extra_path {
        Some(paths) => paths.iter().map(String::as_str).collect(),
        None => texts("html_extra_path").unwrap_or_default(),
    };
    let fixed = texts("html_static_path").unwrap_or_default();
    let excluded = match &given.exclude_patterns {
        Some(patterns) => patterns.iter().map(String::as_str).collect(),
        None => texts("exclude_patterns").unwrap_or_default(),
    };
    let templates = texts("templates_path").unwrap_or_default();
    let patterns = [&EXCLUDED[..], &excluded, &templates, &extra, &fixed].concat();
    let address = values.get("html_baseurl").and_then(Literal::as_str);
    let base = address.map_or_else(|| "/".to_owned(), base);
    let mount = |url: &str, path: &&str| Some(Mount { url: url.to_owned(), folder: join(folder, path)? });
    let static_url = format!("{base}_static/");
    let mounts = extra.iter().filter_map(|path| mount(&base, path));
    let mounts = mounts.chain(fixed.iter().filter_map(|path| mount(&static_url, path))).collect();
    // An unknown list may hold anything.
    let extensions = values.get("extensions").map(Literal::texts);
    let adds_targets = |extensions: Option<Vec<&str>>| {
        extensions.is_none_or(|names| names.iter().any(|name| !WITHOUT_TARGETS.contains(name)))
    };
    let knowledge = match (anchors.is_some() && slug.is_some(), extensions.is_some_and(adds_targets)) {
        (false, _) => Knowledge::Part,
        (true, true) => Knowledge::OfPages,
        (true, false) => Knowledge::All,
    };
    let plain = Site::new(Flavour::Myst(settings), folder);
    vec![Site {
        chapters: chapters(reader.below(folder), folder, &patterns),
        mounts,
        base,
        anchors: knowledge,
        config: config.map(|(path, _)| path.to_owned()),
        ..plain
    }]
}

/// The values of the names that a `conf.py` assigns to at the beginning of a line.
fn assignments(python: &str) -> BTreeMap<String, Literal> {
    let mut values = BTreeMap::new();
    let mut tokens = Tokens::new(python, Language::Python);
    while !tokens.is_empty() {
        let (Line::Start, Some(&Token::Word(name))) = (tokens.line(), tokens.peek(0)) else {
            tokens.pass(1);
            continue;
        };
        let name = name.to_owned();
        match tokens.peek(1) {
            Some(Token::Mark('=')) => {
                tokens.pass(2);
                values.insert(name, tokens.statement());
            }
            // `name: list[str] = […]`
            Some(Token::Mark(':')) => {
                tokens.pass(2);
                while !tokens.is_empty() && tokens.line() == Line::Inside && !tokens.is_at(&["="]) {
                    tokens.pass(1);
                }
                if tokens.is_at(&["="]) {
                    tokens.pass(1);
                    values.insert(name, tokens.statement());
                }
            }
            // `name += …`, `name.append(…)`, `name["x"] = …`
            Some(Token::Mark('+' | '.' | '[')) => {
                tokens.pass(1);
                if let Some(value) = values.get_mut(&name) {
                    *value = Literal::Unknown;
                }
            }
            _ => tokens.pass(1),
        }
    }
    values
}

/// The preset that a slug function is: by its name, or by the path of the function behind it.
fn preset(name: &str) -> Option<SlugPreset> {
    match name {
        "github" | "myst_parser.slugs.github_slugify" => Some(SlugPreset::Github),
        "gitlab" | "myst_parser.slugs.gitlab_slugify" => Some(SlugPreset::Gitlab),
        "docutils" | "myst_parser.slugs.docutils_slugify" | "docutils.nodes.make_id" => Some(SlugPreset::Docutils),
        _ => None,
    }
}

/// The pages, where some are excluded.
fn chapters(below: &[String], folder: &str, patterns: &[&str]) -> Option<BTreeSet<String>> {
    let globs = Globs::new(patterns.iter().copied());
    let is_built = |path: &&String| !super::below(folder, path).is_some_and(|inside| globs.has(inside));
    let pages: Vec<&String> = below.iter().filter(|path| is_markdown(path)).collect();
    let built: BTreeSet<String> = pages.iter().copied().filter(is_built).cloned().collect();
    (built.len() < pages.len()).then_some(built)
}
