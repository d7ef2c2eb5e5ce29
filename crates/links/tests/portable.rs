//! What does not mean the same in some flavours, and what does.

use links::{Flavour, Myst, Pages, Site, Sites, portable};
use source::Code;
use source::files::Memory;

const MYST: Flavour = Flavour::Myst(Myst { heading_anchors: 6, ..Myst::DEFAULT });

/// Each finding as `page:line:column message`, with its notes and help below it.
fn found(listing: &str, own: Flavour, flavours: &[Flavour]) -> Vec<String> {
    let files = Memory::from_listing(listing);
    let sites = Sites::new(vec![Site::new(own, "docs")]);
    let mut shown = Vec::new();
    for finding in portable(&files, &Pages::read(&files, &sites, |_| true), flavours, |_| true) {
        assert_eq!(finding.code, Code::NotPortable);
        let place = &finding.primary.place;
        let position = place.text.position(place.span.start);
        shown.push(format!("{}:{position} {}", place.text.name(), finding.message));
        shown.extend(finding.notes.iter().map(|note| format!("note: {note}")));
        shown.extend(finding.help.iter().map(|help| format!("help: {help}")));
    }
    shown
}

#[test]
fn headings_with_different_anchors_are_found_with_words_that_agree() {
    let listing = "\
-- docs/a.md --
# Title

## Inputs & outputs

## Before - after

## Same
## Same

Install {#setup}
----------------

## Install {#setup}

## Über uns

## What is this?
";
    let expected = [
        "docs/a.md:3:1 this heading is `#inputs--outputs` in github and `#inputs-outputs` in mkdocs",
        "note: github and mdbook: `#inputs--outputs`",
        "note: mkdocs: `#inputs-outputs`",
        "help: ## Inputs and outputs",
        "docs/a.md:5:1 this heading is `#before---after` in github and `#before-after` in mkdocs",
        "note: github and mdbook: `#before---after`",
        "note: mkdocs: `#before-after`",
        "help: ## Before: after",
        "docs/a.md:8:1 this heading is `#same-1` in github and `#same_1` in mkdocs",
        "note: github and mdbook: `#same-1`",
        "note: mkdocs: `#same_1`",
        "help: use other words: ASCII letters and digits, and once on the page",
        "docs/a.md:10:1 this heading is `#install-setup` in github and `#setup` in mdbook",
        "note: github and mkdocs: `#install-setup`",
        "note: mdbook: `#setup`",
        "help: use other words: ASCII letters and digits, and once on the page",
        "docs/a.md:13:1 this heading is `#install-setup-1` in github and `#setup` in mdbook",
        "note: github: `#install-setup-1`",
        "note: mdbook: `#setup`",
        "note: mkdocs: `#install-setup_1`",
        "help: ## Install",
        "docs/a.md:15:1 this heading is `#über-uns` in github and `#uber-uns` in mkdocs",
        "note: github and mdbook: `#über-uns`",
        "note: mkdocs: `#uber-uns`",
        "help: ## Uber uns",
    ];
    let flavours = [Flavour::Github, Flavour::MDBOOK, Flavour::MKDOCS];
    assert_eq!(found(listing, Flavour::MDBOOK, &flavours), expected);
    assert_eq!(found(listing, Flavour::MDBOOK, &[Flavour::MDBOOK]), [""; 0]);
}

#[test]
fn links_that_lead_elsewhere_are_found_with_an_address_that_agrees() {
    let listing = "\
-- docs/a.md --
# A

[ok](b.md#same) [folder](sub/) [built](b.html) [root](/sub/index.md) [x](nowhere.md)
[anchor](b.md#in--out) [case](b.md#Same) [site](https://example.com) [title](b.md#b)
-- docs/b.md --
# B

## Same

## In & out
-- docs/sub/index.md --
# Sub
";
    let expected = [
        "docs/a.md:3:26 `sub/` leads to `docs/sub` in github, and to `docs/sub/index.md` in mdbook",
        "help: sub/index.md",
        "docs/a.md:3:40 `b.html` leads to `docs/b.md` in mdbook, and nowhere in github",
        "help: b.md",
        "docs/a.md:3:55 `/sub/index.md` leads to `docs/sub/index.md` in mdbook, and nowhere in github",
        "help: sub/index.md",
        "docs/a.md:4:31 `b.md#Same` leads to a heading `#Same` of `docs/b.md` in github, \
         and to no heading of `docs/b.md` in mdbook",
        "help: b.md#same",
    ];
    let two = [Flavour::Github, Flavour::MDBOOK];
    assert_eq!(found(listing, Flavour::MDBOOK, &two), expected);
    let all = [Flavour::MKDOCS, MYST];
    let findings = found(listing, Flavour::MKDOCS, &all).join("\n");
    assert!(findings.contains("help: sub/index.md") && findings.contains("help: ## In and out"), "{findings}");
}

#[test]
fn what_agrees_in_all_flavours_is_no_finding() {
    let listing = "\
-- docs/a.md --
# Getting started

See [b](sub/b.md), [there](sub/b.md#what-is-this), [here](#max_retry_count), ![image](img/a.png).

## max_retry_count
-- docs/img/a.png --
-- docs/sub/b.md --
# Pre-built

[Back](../a.md#max_retry_count)

## What is this?
";
    let all = [Flavour::Github, Flavour::MDBOOK, Flavour::MKDOCS, MYST, Flavour::DOCUSAURUS];
    for own in all {
        assert_eq!(found(listing, own, &all), [""; 0], "{own}");
    }
}
