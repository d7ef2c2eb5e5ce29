//! The explorer: one HTML file with every entry, to search and filter without a server.
//!
//! All that there is to read stands in the HTML; the script hides, orders and marks. The file needs nothing
//! beside it, and its content security policy lets nothing else run or load: [`STYLE_HASH`] and [`SCRIPT_HASH`].
//!
//! 1. [`kept`] leaves out the largest kinds of a registry that is too large for one page.
//! 2. [`entries`] prepares what each entry shows, with its relations as links and as a picture.
//! 3. [`facets`] counts what can be filtered, and [`data`] is what the script searches.

mod entries;

mod facets;

mod data;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use minijinja::value::{Serde, Value, ValueKind};
use minijinja::{AutoEscape, Environment, Error, ErrorKind, Output, State, UndefinedBehavior};
use serde::Serialize;

use self::entries::{EntryView, Writer};
use self::facets::Facet;
use super::published;
use super::site::{self, Site};
use crate::graph::{self, Graph};
use crate::render::{Artifact, header, prose};
use crate::xml;

/// A page with more entries than these takes seconds to load.
const MOST_ENTRIES: usize = 5_000;

/// Registries with more entries than these have no pictures of their entries: a picture takes more room than all
/// else about an entry.
const MOST_PICTURED: usize = 300;

const TEMPLATE: &str = include_str!("../../../templates/explorer/explorer.html");
const STYLE: &str = include_str!("../../../templates/explorer/explorer.css");
const SCRIPT: &str = include_str!("../../../templates/explorer/explorer.js");

/// SHA-256 of [`style`], as Content Security Policy Level 3 (section 2.3.1) writes it. It depends on the template
/// alone, so a test computes it and `gen` needs no hash function.
const STYLE_HASH: &str = "sha256-ApZEnUP/vOpT/yokBFHYUT1J+eRvhDC4vOrcLGl4jvo=";

/// The same of [`SCRIPT`].
const SCRIPT_HASH: &str = "sha256-72ovKdLrqDaHkd0LeAYMVVqeSXCMuvDXxxUp8nAgiYE=";

/// Where the size of the page is written once it is known. No value can look like this.
const SIZE: &str = "<!--size-->";

/// Where the page is.
pub(super) fn path(site: &Site<'_>) -> String {
    site::below(site.docs, "explorer.html")
}

/// The page.
pub(super) fn page(site: &Site<'_>) -> Artifact {
    let from = site.project.file.name();
    let kept = kept(site);
    let writer = Writer::new(site, &kept);
    let registries = site.project.registries.iter().map(|registry| RegistryView {
        id: format!("registry/{}", registry.name),
        title: registry.title.clone(),
        purpose: Html::from(prose::html_inline(&registry.purpose)),
        kinds: places(site)
            .filter(|kind| site.registry.members[*kind].kind.registry == registry.name)
            .map(|kind| kind_view(&writer, kind))
            .collect(),
    });
    let overview = overview(&writer);
    let view = Page {
        header: Html::from(comment(&header::of(site.project, from))),
        name: site.project.name.clone(),
        entries: site.registry.entry_count(),
        kinds: site.registry.members.len(),
        index: published_address(site, &site::below(site.docs, "index.md"), ""),
        json: site::address(&path(site), &site::below(site.docs, "registry.json"), ""),
        style: Html::from(style()),
        style_hash: STYLE_HASH,
        script: Html::from(SCRIPT.to_owned()),
        script_hash: SCRIPT_HASH,
        data: Html::from(data::json(site, &kept)),
        facets: facets::of(site, &kept),
        deprecated: kept.iter().map(|kind| deprecated(site, *kind)).sum(),
        relations: relations(site, &overview),
        overview: Html::from(if overview.edges.is_empty() { String::new() } else { graph::svg_in_page(&overview) }),
        left_out: site.registry.entry_count() - kept.iter().map(|kind| count(site, *kind)).sum::<usize>(),
        most: MOST_ENTRIES,
        registries: registries.collect(),
    };
    let text = environment().render_named_str("explorer.html", TEMPLATE, Serde(view));
    let text = sized(&text.expect("all that the template of the explorer names is there"));
    Artifact { path: path(site), content: text.into_bytes(), from: from.to_owned() }
}

/// The kinds that fit onto the page, each with all of its entries. The largest are left out first, so a search
/// looks at all of a kind or at nothing of it.
fn kept(site: &Site<'_>) -> BTreeSet<usize> {
    let mut by_size: Vec<usize> = places(site).collect();
    by_size.sort_by_key(|kind| (count(site, *kind), *kind));
    let mut room = MOST_ENTRIES;
    let fits = |kind: &usize| {
        let left = room.checked_sub(count(site, *kind));
        room = left.unwrap_or_default();
        left.is_some()
    };
    by_size.into_iter().take_while(fits).collect()
}

fn places(site: &Site<'_>) -> std::ops::Range<usize> {
    0..site.registry.members.len()
}

fn count(site: &Site<'_>, kind: usize) -> usize {
    site.registry.members[kind].entries.len()
}

fn deprecated(site: &Site<'_>, kind: usize) -> usize {
    let members = &site.registry.members[kind];
    members.entries.iter().filter(|entry| members.kind.is_deprecated(entry)).count()
}

/// The address of an entry on the explorer. It depends on the kind and the key alone. The parts of a page's
/// address that scripts use (`=` and `&`) are encoded, so it is told apart from a search.
fn entry_id(site: &Site<'_>, kind: usize, entry: usize) -> String {
    let members = &site.registry.members[kind];
    format!("{}/{}", members.kind.id, prose::percent(&members.entries[entry].key).replace('=', "%3D"))
}

/// The address of a page of the docs in the built site, as a link on the explorer.
fn published_address(site: &Site<'_>, page: &str, anchor: &str) -> String {
    site::address(&path(site), &published::path(site.docs.flavour, page), anchor)
}

fn kind_view(writer: &Writer<'_>, kind: usize) -> KindView {
    let site = writer.site;
    let members = &site.registry.members[kind];
    let is_kept = writer.kept.contains(&kind);
    let groups = site.kinds[kind].declared.iter().filter(|_| is_kept);
    KindView {
        id: members.kind.id.clone(),
        title: members.kind.nouns(),
        about: Html::from(prose::html_inline(&members.kind.description)),
        count: members.entries.len(),
        page: published_address(site, &site.kinds[kind].page, ""),
        is_kept,
        entries: groups.flat_map(|group| &group.entries).map(|entry| writer.entry(kind, *entry)).collect(),
    }
}

/// The relations between kinds; nodes lead to their sections.
fn overview(writer: &Writer<'_>) -> Graph {
    let mut graph = graph::overview(writer.site.registry);
    for (node, members) in graph.nodes.iter_mut().zip(&writer.site.registry.members) {
        node.address = Some(format!("#{}", members.kind.id));
    }
    graph
}

fn relations(site: &Site<'_>, graph: &Graph) -> Vec<RelationView> {
    let kind = |place: usize| {
        let kind = &site.registry.members[place].kind;
        Link { address: format!("#{}", kind.id), text: Html::from(xml::text(&kind.nouns())) }
    };
    let edges = graph.edges.iter();
    edges.map(|edge| RelationView { from: kind(edge.from), to: kind(edge.to), ways: edge.lines().join(", ") }).collect()
}

fn style() -> String {
    [graph::STYLE, STYLE].concat()
}

/// The header as it can stand in a comment.
fn comment(lines: &[String; 2]) -> String {
    source::visible(&lines.join(" ")).replace("--", "- -")
}

/// The page with its own size in it, in kilobytes.
fn sized(text: &str) -> String {
    let kilobytes = text.len().div_ceil(1000);
    text.replacen(SIZE, &kilobytes.to_string(), 1)
}

/// HTML that is escaped already.
#[derive(Clone, Debug, Serialize)]
#[serde(transparent)]
struct Html(Value);

impl From<String> for Html {
    fn from(html: String) -> Self {
        Self(Value::from_safe_string(html))
    }
}

#[derive(Serialize)]
struct Page {
    header: Html,
    name: String,
    entries: usize,
    kinds: usize,
    /// The addresses of the index page and of `registry.json`.
    index: String,
    json: String,
    style: Html,
    style_hash: &'static str,
    script: Html,
    script_hash: &'static str,
    data: Html,
    facets: Vec<Facet>,
    /// How many entries are deprecated.
    deprecated: usize,
    overview: Html,
    relations: Vec<RelationView>,
    /// How many entries are not on the page, because there are more than `most`.
    left_out: usize,
    most: usize,
    registries: Vec<RegistryView>,
}

#[derive(Serialize)]
struct RegistryView {
    id: String,
    title: String,
    purpose: Html,
    kinds: Vec<KindView>,
}

#[derive(Serialize)]
struct KindView {
    id: String,
    title: String,
    about: Html,
    count: usize,
    page: String,
    is_kept: bool,
    entries: Vec<EntryView>,
}

#[derive(Serialize)]
struct RelationView {
    from: Link,
    to: Link,
    ways: String,
}

#[derive(Serialize)]
struct Link {
    address: String,
    text: Html,
}

/// A path, which may be broken after each folder.
fn broken(path: &str) -> Html {
    Html::from(xml::text(path).replace('/', "/<wbr>"))
}

fn environment() -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    let mut syntax = environment.syntax().to_builder();
    let syntax = syntax.trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true).build();
    environment.set_syntax(syntax.expect("only the handling of blanks differs from the default"));
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_formatter(format);
    environment
}

/// Writes a value: HTML as it is, texts escaped with all of their characters shown.
#[expect(clippy::wildcard_enum_match_arm, reason = "every other kind, also of later versions, is no text")]
fn format(out: &mut Output<'_>, _state: &mut State<'_, '_>, value: &Value) -> Result<(), Error> {
    match value.kind() {
        ValueKind::String if value.is_safe() => out.write_str(value.as_str().unwrap_or_default())?,
        ValueKind::String => out.write_str(&xml::text(value.as_str().unwrap_or_default()))?,
        ValueKind::Number => write!(out, "{value}")?,
        kind => {
            let message = format!("a value of type {kind} is no text");
            return Err(Error::new(ErrorKind::InvalidOperation, message));
        }
    }
    Ok(())
}
