//! Links of whole sites: what leads somewhere, what leads nowhere, and what sources do not tell.

use links::{Flavour, Pages, Site, Sites, check};
use source::files::Memory;

/// Each finding as `page:line:column code message`, and how many links were ok, broken and unknown.
fn found(listing: &str, site: Site) -> (Vec<String>, [usize; 3]) {
    let files = Memory::from_listing(listing);
    let sites = Sites::new(vec![site]);
    let checked = check(&files, &Pages::read(&files, &sites, |_| true), |_| true);
    let counts = [checked.looked_at.ok, checked.looked_at.broken, checked.looked_at.unknown];
    let mut findings = checked.into_findings();
    findings.sort();
    let shown =
        findings.iter().map(|finding| format!("{} {} {}", finding.primary.place, finding.code, finding.message));
    (shown.collect(), counts)
}

#[test]
fn every_way_of_writing_a_link_is_checked_at_its_place() {
    let listing = "\
-- docs/a.md --
# A

[ok](b.md#ok) [wrong](c.md) ![no](no.png) <img src=\"no.gif\">
[ref] and [that][other], [none][nowhere], a[i][j]

> [quoted](b.md#no)

[ref]: b.md#gone
[other]: <c d.md>
[unused]: b.md
-- docs/b.md --
# B

## Ok
";
    let (findings, counts) = found(listing, Site::new(Flavour::Github, "docs"));
    let expected = [
        "docs/a.md:3:23 broken-link there is no `docs/c.md`",
        "docs/a.md:3:35 broken-link there is no image `docs/no.png`",
        "docs/a.md:3:53 broken-link there is no `docs/no.gif`",
        "docs/a.md:4:26 undefined-link the page has no definition `[nowhere]`, so this is text and no link",
        "docs/a.md:6:12 missing-anchor `docs/b.md` has no heading `#no`",
        "docs/a.md:8:8 missing-anchor `docs/b.md` has no heading `#gone`",
        "docs/a.md:9:11 broken-link there is no `docs/c d.md`",
        "docs/a.md:10:1 unused-definition no link uses the definition `[unused]`",
    ];
    assert_eq!(findings, expected);
    assert_eq!(counts, [1, 6, 0]);
}
