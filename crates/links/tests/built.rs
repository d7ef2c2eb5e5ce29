//! What was built of a site settles what its sources do not tell.

use links::{BuiltSite, Flavour, Pages, Site, Sites, check_built};
use source::files::Memory;

/// Each finding as `page:line:column code message`, and how many links were ok, broken and unknown.
fn found(listing: &str, site: Site) -> (Vec<String>, [usize; 3]) {
    let files = Memory::from_listing(listing);
    let sites = Sites::new(vec![site]);
    let pages = Pages::read(&files, &sites, |_| true);
    let built = BuiltSite::read(&files, "out", &pages, 0).expect("files in memory");
    assert_eq!(built.found_pages(), 2, "{built:?}");
    let checked = check_built(&files, &pages, &built, |_| true);
    let counts = [checked.looked_at.ok, checked.looked_at.broken, checked.looked_at.unknown];
    let mut findings = checked.into_findings();
    findings.sort();
    let shown = |finding: &source::Diagnostic| {
        let place = &finding.primary.place;
        let position = place.text.position(place.span.start);
        format!("{}:{position} {} {}", place.text.name(), finding.code, finding.message)
    };
    (findings.iter().map(shown).collect(), counts)
}

const OUT: &str = "\
-- out/a.html --
<h1 id=a>A</h1>
-- out/b.html --
<!-- <p id=\"comment\"> --><h1 id=\"b\">B</h1><h2 id=\"made&amp;\">Made</h2><a name='named'></a>
-- out/print.html --
<h1 id=\"all\">All</h1>
-- out/img/a.png --
";

#[test]
fn unknown_links_and_anchors_are_settled() {
    let listing = "\
-- docs/a.md --
# A

[generated](print.html) [its](print.html#all) [no](print.html#none) [gone](404.html)
[promised](b.md#gone) [made](b.md#made%26) [name](b.md#named) [comment](b.md#comment) [ok](b.md#b)
[out](../std/index.html) [server](b) [nowhere](c.md)
-- docs/b.md --
# B

## Gone
";
    let (findings, counts) = found(&format!("{listing}{OUT}"), Site::new(Flavour::MDBOOK, "docs"));
    let expected = [
        "docs/a.md:3:52 missing-anchor the built page `print.html` has no `#none`",
        "docs/a.md:3:76 broken-link the built site has no `/404.html`",
        "docs/a.md:4:12 missing-anchor the built page `b.html` has no `#gone`, which `docs/b.md` has",
        "docs/a.md:4:73 missing-anchor `docs/b.md` has no heading `#comment`",
        "docs/a.md:5:48 broken-link there is no `docs/c.md`",
    ];
    assert_eq!(findings, expected);
    assert_eq!(counts, [5, 5, 2]);
}

#[test]
fn a_site_below_an_address_is_found_in_the_top_of_its_folder_or_below() {
    let listing = "-- docs/a.md --\n[a](print.html#all) [no](print.html#no)\n-- docs/b.md --\n# B\n";
    let site = Site { base: "/manual/en/".to_owned(), ..Site::new(Flavour::MDBOOK, "docs") };
    let expected = ["docs/a.md:1:26 missing-anchor the built page `print.html` has no `#no`"];
    for out in [OUT.to_owned(), OUT.replace("out/", "out/en/"), OUT.replace("out/", "out/manual/en/")] {
        let (findings, counts) = found(&format!("{listing}{out}"), site.clone());
        let shown: Vec<String> =
            findings.iter().map(|text| text.replace("`manual/en/", "`").replace("`en/", "`")).collect();
        assert_eq!((shown.as_slice(), counts), (expected.map(str::to_owned).as_slice(), [1, 1, 0]));
    }
}
