//! Pages of a kind that are the page of none of its entries, and kinds that no page explains.

use std::collections::BTreeSet;

use globset::GlobBuilder;
use links::{Pages, ReadPage};
use source::{Code, Diagnostic, Findings, Span};

use super::{Docs, below};
use crate::entries::Target;
use crate::files;
use crate::registry::{Members, Registry};
use crate::render::bears_header;

/// Finds what is not covered.
pub(super) fn check(
    docs: &Docs,
    registry: &Registry,
    pages: &Pages<'_>,
    written: &[&ReadPage],
    findings: &mut Findings,
) {
    for members in &registry.members {
        orphans(docs, members, written, findings);
    }
    let explained = explained(docs, registry, pages, written);
    for members in registry.members.iter().filter(|members| !explained.contains(members.kind.id.as_str())) {
        let kind = &members.kind;
        let message = format!("no page explains what {} are", kind.nouns());
        let place = kind.file.at(Span { start: kind.block_span.start, end: kind.block_span.start });
        let finding = Diagnostic::new(Code::UnexplainedKind, place, message);
        findings.push(
            finding
                .note("a page explains a kind where an entry names the page, or the page links to the kind's own")
                .help(format!("name `{}` on a page, or give its entries a page", kind.id)),
        );
    }
}

/// The pages of a kind, from the docs root: those that its entries name, and those that its `pages` has.
pub(super) fn pages_of(docs: &Docs, members: &Members, written: &[&ReadPage]) -> BTreeSet<String> {
    let mut pages = named(members);
    pages.extend(matching(docs, members, written).map(|page| below(docs, page).to_owned()));
    pages
}

/// The pages that the entries of a kind name.
fn named(members: &Members) -> BTreeSet<String> {
    let links = members.entries.iter().flat_map(|entry| &entry.links);
    let docs = links.filter_map(|link| match &link.to {
        Target::Doc(to) => links::Target::parse(to).ok().map(|target| target.page),
        Target::Entry { .. } | Target::Path(_) | Target::Chain { .. } | Target::Config { .. } => None,
    });
    docs.collect()
}

/// The pages that the `pages` of a kind has.
fn matching<'a>(docs: &'a Docs, members: &Members, written: &'a [&'a ReadPage]) -> impl Iterator<Item = &'a ReadPage> {
    let glob = members.kind.block.pages.as_deref();
    let glob = glob.and_then(|glob| GlobBuilder::new(glob).literal_separator(true).build().ok());
    let glob = glob.map(|glob| glob.compile_matcher());
    let is_match = move |page: &&ReadPage| glob.as_ref().is_some_and(|glob| glob.is_match(below(docs, page)));
    written.iter().copied().filter(is_match)
}

fn orphans(docs: &Docs, members: &Members, written: &[&ReadPage], findings: &mut Findings) {
    // An entry with a mistake, or one that could not be read, may name any page.
    if !members.complete {
        return;
    }
    let named = named(members);
    let kind = &members.kind;
    for page in matching(docs, members, written).filter(|page| !named.contains(below(docs, page))) {
        let message = format!("no {} names this page", kind.noun());
        let finding = Diagnostic::new(Code::OrphanPage, page.place(Span::default()), message);
        findings.push(
            finding
                .also(kind.place_of("pages"), format!("says that it is a page of a {}", kind.noun()))
                .help(format!("name it by an entry of `{}`, or remove it", kind.id)),
        );
    }
}

/// The kinds that a page explains: one of its entries' own, or any that names the kind or links to its page.
fn explained<'a>(docs: &Docs, registry: &'a Registry, pages: &Pages<'_>, written: &[&ReadPage]) -> BTreeSet<&'a str> {
    let mut linked: BTreeSet<String> = BTreeSet::new();
    let mut said: BTreeSet<&str> = BTreeSet::new();
    for page in written {
        let folder = files::parent(page.text.name());
        let paths = page.contents.links.iter().filter_map(|link| links::Target::parse(&link.address).ok());
        let paths = paths.filter_map(|target| files::join(folder, &target.page));
        linked.extend(
            paths.filter(|path| pages.get(path).is_some_and(|page| bears_header(page.text.content().as_bytes()))),
        );
        said.extend(page.contents.code.iter().map(|code| code.text.as_str()));
        said.extend(page.contents.fences.iter().filter_map(|fence| super::fences::tag(&fence.info)));
    }
    let is_explained = |members: &&Members| {
        let kind = &members.kind;
        let base = format!("{}/{}/{}", docs.registry, kind.registry, kind.name);
        let links = linked.iter().filter_map(|path| path.strip_prefix(&base));
        said.contains(kind.id.as_str())
            || !pages_of(docs, members, written).is_empty()
            || links.into_iter().any(|rest| rest.starts_with(['.', '/']))
    };
    registry.members.iter().filter(is_explained).map(|members| members.kind.id.as_str()).collect()
}
