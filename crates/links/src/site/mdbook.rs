//! The settings of an mdBook: `book.toml` and `SUMMARY.md`.
//!
//! Source: `mdbook-core/src/config.rs` and `mdbook-driver/src/{load,mdbook}.rs` of mdBook 0.5.4.

use std::collections::{BTreeMap, BTreeSet};

use source::files::{FileError, Files, Found, join, nearest, relative};
use source::{Code, Diagnostic, Place, Severity, Span, Text};

use super::config::{base, invalid};
use super::detect::Reader;
use super::toml::{self, Toml};
use super::{Includes, Knowledge, Site, child, summary};
use crate::{Flavour, Mdbook, MdbookVersion};

/// Settings of an mdBook that a project gives itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GivenMdbook {
    /// Which mdBook builds it. `book.toml` does not say so, but with settings that 0.5 refuses; 0.5 else.
    pub version: Option<MdbookVersion>,
    /// `book.src`.
    pub src: Option<String>,
    /// `output.html.smart-punctuation`.
    pub smart_punctuation: Option<bool>,
    /// `output.html.site-url`.
    pub site_url: Option<String>,
}

/// What `book.toml` says.
#[derive(Default)]
struct Book {
    src: Option<(String, Span)>,
    smart_punctuation: Option<bool>,
    site_url: Option<String>,
    redirects: BTreeMap<String, String>,
    create_missing: Option<bool>,
    is_0_4: bool,
    has_index: Option<bool>,
    has_links: Option<bool>,
    has_plugins: bool,
}

/// Settings that mdBook 0.5 refuses, as it no longer knows them.
const OF_0_4: [&[&str]; 5] = [
    &["book", "multilingual"],
    &["output", "html", "curly-quotes"],
    &["output", "html", "copy-fonts"],
    &["output", "html", "google-analytics"],
    &["output", "html", "playpen"],
];

/// Preprocessors that make no anchors: the two that mdBook has itself, and well-known ones.
const WITHOUT_ANCHORS: [&str; 10] =
    ["index", "links", "admonish", "alerts", "emojicodes", "katex", "mermaid", "pagetoc", "svgbob", "toc"];

/// Of more missing chapters than these, the nearest file is not looked for: each look goes through the folder.
const MAX_NEAREST: usize = 20;

/// Reads the site of a `book.toml`, or of a folder without one.
pub(super) fn read<F: Files>(
    reader: &mut Reader<'_, F>,
    folder: &str,
    config: Option<&str>,
    given: &GivenMdbook,
) -> Result<Vec<Site>, FileError> {
    let text = config.map_or(Ok(None), |path| reader.text(path))?;
    let read = text.as_ref().and_then(|text| toml::parse(text, reader.findings, |root, said| book(text, root, said)));
    // By settings that cannot be read, the chapters may lie anywhere.
    let must_have_summary = read.is_some();
    let text = text.unwrap_or_else(|| Text::new(child(folder, "book.toml"), ""));
    let book = read.unwrap_or_default();
    let (src, at) = match (&given.src, &book.src) {
        (Some(src), _) => (src.as_str(), Span::default()),
        (None, Some((src, span))) => (src.as_str(), *span),
        (None, None) => (if config.is_some() { "src" } else { "." }, Span::default()),
    };
    let Some(pages) = join(folder, src) else {
        let message = format!("the pages of the book lie outside of the project: `{src}`");
        reader.findings.push(Diagnostic::new(Code::OutsidePath, text.at(at), message));
        return Ok(Vec::new());
    };
    let version = given.version.unwrap_or(if book.is_0_4 { MdbookVersion::V0_4 } else { MdbookVersion::V0_5 });
    let default = match version {
        MdbookVersion::V0_4 => Mdbook::DEFAULT_0_4,
        MdbookVersion::V0_5 => Mdbook::DEFAULT,
    };
    let smart = given.smart_punctuation.or(book.smart_punctuation);
    let settings = Mdbook { smart_punctuation: smart.unwrap_or(default.smart_punctuation), ..default };
    let chapters = if must_have_summary || reader.has(&child(&pages, "SUMMARY.md")) {
        chapters(reader, &pages, &text.at(at), book.create_missing.unwrap_or(true))?
    } else {
        None
    };
    let site_url = given.site_url.as_deref().or(book.site_url.as_deref());
    let base = site_url.map_or_else(|| "/".to_owned(), base);
    let redirects = book.redirects.into_iter();
    let redirects = redirects.map(|(from, to)| (format!("{base}{}", from.trim_start_matches('/')), to)).collect();
    let plain = Site::new(Flavour::Mdbook(settings), &pages);
    Ok(vec![Site {
        home: folder.to_owned(),
        chapters,
        base,
        redirects,
        readme_is_index: book.has_index.unwrap_or(true),
        includes: if book.has_links.unwrap_or(true) { Includes::Mdbook } else { Includes::None },
        anchors: if book.has_plugins { Knowledge::Part } else { Knowledge::All },
        config: config.map(str::to_owned),
        ..plain
    }])
}

/// What the values of `book.toml` say. A value of another type than mdBook reads is said and left out.
fn book(text: &Text, root: Toml<'_>, findings: &mut source::Findings) -> Book {
    let mut wrong = |keys: &[&str], value: Toml<'_>, expected: &str| {
        let message = format!("`{}`: expected a {expected}, found {}", keys.join("."), value.type_name());
        findings.push(invalid(text.at(value.span()), message));
    };
    let mut string = |keys: &[&str]| {
        let value = root.at(keys)?;
        let string = value.as_str();
        if string.is_none() {
            wrong(keys, value, "string");
        }
        string.map(|string| (string.to_owned(), value.span()))
    };
    let src = string(&["book", "src"]);
    let site_url = string(&["output", "html", "site-url"]).map(|(url, _)| url);
    let mut boolean = |keys: &[&str]| {
        let value = root.at(keys)?;
        let boolean = value.as_bool();
        if boolean.is_none() {
            wrong(keys, value, "boolean");
        }
        boolean
    };
    let smart_punctuation = boolean(&["output", "html", "smart-punctuation"]);
    let smart_punctuation = smart_punctuation.or_else(|| boolean(&["output", "html", "curly-quotes"]));
    let has_default = boolean(&["build", "use-default-preprocessors"]);
    let has = |name| root.at(&["preprocessor", name]).map(|_| true).or(has_default);
    let redirects = root.at(&["output", "html", "redirect"]).into_iter().flat_map(Toml::pairs);
    let mut preprocessors = root.at(&["preprocessor"]).into_iter().flat_map(Toml::pairs);
    Book {
        src,
        smart_punctuation,
        site_url,
        redirects: redirects.filter_map(|(from, to)| Some((from.to_owned(), to.as_str()?.to_owned()))).collect(),
        create_missing: boolean(&["build", "create-missing"]),
        is_0_4: OF_0_4.iter().any(|keys| root.at(keys).is_some()),
        has_index: has("index"),
        has_links: has("links"),
        has_plugins: preprocessors.any(|(name, _)| !WITHOUT_ANCHORS.contains(&name)),
    }
}

/// The chapters that `SUMMARY.md` names and that exist. Where there is no summary that can be read, there
/// is no telling, and every page counts.
fn chapters<F: Files>(
    reader: &mut Reader<'_, F>,
    pages: &str,
    src: &Place,
    create_missing: bool,
) -> Result<Option<BTreeSet<String>>, FileError> {
    let path = child(pages, "SUMMARY.md");
    if !reader.has(&path) {
        let message = format!("there is no `{path}`, which lists the chapters of the book");
        reader.findings.push(Diagnostic::new(Code::MissingFile, src.clone(), message));
        return Ok(None);
    }
    let Some(text) = reader.text(&path)? else { return Ok(None) };
    let summary = summary::read(text.content());
    for (span, message) in summary.mistakes {
        reader.findings.push(invalid(text.at(span), message));
    }
    let mut chapters = BTreeSet::new();
    let (mut firsts, mut missing) = (BTreeMap::new(), 0_usize);
    for (location, span) in summary.chapters {
        let place = text.at(span);
        let Some(chapter) = join(pages, &location) else {
            let message = format!("a chapter lies outside of the project: `{location}`");
            reader.findings.push(Diagnostic::new(Code::OutsidePath, place, message));
            continue;
        };
        if let Some(&first) = firsts.get(&chapter) {
            let finding = invalid(place, format!("the chapter `{location}` is here twice, which mdBook refuses"));
            reader.findings.push(finding.also(text.at(first), "first here"));
            continue;
        }
        firsts.insert(chapter.clone(), span);
        if reader.has(&chapter) {
            chapters.insert(chapter);
            continue;
        }
        let finding = Diagnostic::new(Code::MissingPage, place, format!("there is no chapter `{chapter}`"));
        missing += 1;
        let near = (missing <= MAX_NEAREST).then(|| nearest(reader.files, &chapter, Found::File)).flatten();
        let near = near.map(|near| relative(pages, &near));
        let finding = match near {
            Some(near) => finding.help(format!("did you mean `{near}`?")),
            None => finding,
        };
        // Unless it is told not to, mdBook makes an empty chapter of it.
        reader.findings.push(if create_missing {
            finding.severity(Severity::Warning).note("`mdbook build` makes an empty page of it")
        } else {
            finding
        });
    }
    Ok(Some(chapters))
}
