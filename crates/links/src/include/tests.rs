//! What the syntaxes include, and where it comes from.

use source::files::Memory;
use source::{Span, Text};

use super::{Expanded, expand};
use crate::{Flavour, Includes, Page, Site};

mod docusaurus;
mod hostile;
mod mdbook;
mod myst;
mod snippets;

/// A site of all files, whose pages include others as one flavour does.
fn site(includes: Includes) -> Site {
    let flavour = match includes {
        Includes::None => Flavour::Github,
        Includes::Mdbook => Flavour::MDBOOK,
        Includes::Snippets { .. } => Flavour::MKDOCS,
        Includes::Myst => Flavour::MYST,
        Includes::Docusaurus => Flavour::DOCUSAURUS,
    };
    Site { includes, ..Site::new(flavour, "") }
}

/// The expanded first file of a listing, with its laws proven.
fn expanded<T>(includes: Includes, listing: &str, seen: impl FnOnce(&Expanded<'_>) -> T) -> T {
    let files = Memory::from_listing(listing);
    let first = listing.lines().next().and_then(|line| line.strip_prefix("-- ")?.strip_suffix(" --"));
    let path = first.expect("a listing begins with a file");
    let content = String::from_utf8(files.0[path].clone()).expect("the listing is UTF-8");
    let (site, page) = (site(includes), Text::new(path, content));
    let expanded = expand(&files, &site, &page);
    prove(&expanded, &files);
    seen(&expanded)
}

/// Each byte that was copied is the byte at its place, and each place lies in its file.
fn prove(expanded: &Expanded<'_>, files: &Memory) {
    let text = &*expanded.text;
    let copied = match &expanded.map {
        Some(map) => map.copied(text.len()),
        None => Vec::new(),
    };
    for (span, at) in copied {
        let place = expanded.place_at(at);
        assert_eq!(place.text.slice(at.span), &text[span.range()], "{place}");
        assert_eq!(expanded.place(span), place);
    }
    for (offset, _) in text.char_indices().chain([(text.len(), ' ')]) {
        let place = expanded.place(Span::new(offset, offset));
        let file = &files.0[place.text.name()];
        assert_eq!(file, place.text.content().as_bytes());
        assert!(place.text.content().get(place.span.range()).is_some(), "{place}");
        for include in expanded.included_at(Span::new(offset, offset).start) {
            assert!(include.text.content().get(include.span.range()).is_some(), "{include}");
        }
    }
    for broken in &expanded.broken {
        assert!(broken.place.text.content().get(broken.place.span.range()).is_some(), "{broken:?}");
    }
    for anchor in Page::read(text, Flavour::MDBOOK).anchors() {
        let place = expanded.place(anchor.span);
        assert!(place.text.content().get(place.span.range()).is_some(), "{place}");
    }
}

fn text(includes: Includes, listing: &str) -> String {
    expanded(includes, listing, |expanded| {
        assert_eq!(expanded.broken, []);
        expanded.text.to_string()
    })
}

/// What is broken: its place, what is marked there, and what is said of it.
fn broken(includes: Includes, listing: &str) -> Vec<String> {
    let files = Memory::from_listing(listing);
    expanded(includes, listing, |expanded| {
        let one = |broken: &super::BrokenInclude| {
            let near = broken.nearest(&files).map(|near| format!(" (near: {near})")).unwrap_or_default();
            format!("{} `{}` {}{near}", broken.place, broken.place.text.slice(broken.place.span), broken.why)
        };
        expanded.broken.iter().map(one).collect()
    })
}
