//! What is said of broken links: the address that is right, or what it may have meant.

use links::{Flavour, Myst, Pages, Site, Sites, check, fixed};
use source::files::Memory;

/// The notes and the help of the one finding, the fix, and what is left once it is written.
struct Said {
    notes: Vec<String>,
    help: Vec<String>,
    fix: Option<String>,
}

/// What is said of the only finding in the files of `listing` and a page with `link`.
fn said(listing: &str, site: &Site, page: &str, link: &str) -> Said {
    let mut files = Memory::from_listing(listing);
    files.0.insert(page.to_owned(), format!("# Page\n\n{link}\n").into_bytes());
    let sites = Sites::new(vec![site.clone()]);
    let pages = Pages::read(&files, &sites, |_| true);
    let checked = check(&files, &pages, |path| path == page);
    let [(finding, fix)] = checked.findings.as_slice() else {
        panic!("{link} in {} has one finding: {:#?}", site.flavour, checked.findings);
    };
    let said = Said {
        notes: finding.notes.clone(),
        help: finding.help.clone(),
        fix: fix.as_ref().map(|fix| fix.replacement.clone()),
    };
    if let Some(fix) = fix {
        let written = fixed(&fix.place.text, std::slice::from_ref(fix), site.flavour).expect("a fix can be written");
        files.0.insert(page.to_owned(), written.into_bytes());
        let left = check(&files, &Pages::read(&files, &sites, |_| true), |path| path == page).findings;
        assert!(left.is_empty(), "{link}: {left:#?}");
    }
    said
}

const TREE: &str = "\
-- docs/guide/setup.md --
# Setup

## Inputs & outputs

## Install {#install}
-- docs/guide/index.md --
# Guide
-- docs/guide/old.md --
# Old
-- docs/ref/README.md --
# Reference
-- docs/ref/steps.md --
# Steps

## Only here
-- docs/ref/with space.md --
# With space
-- docs/one/same.md --
# Same

## Left
-- docs/two/same.md --
# Same

## Right
-- docs/img/logo.png --
PNG
";

#[test]
fn an_address_that_can_mean_one_thing_only_is_put_right() {
    let github = Site::new(Flavour::Github, "docs");
    let mdbook = Site::new(Flavour::MDBOOK, "docs");
    let mkdocs = Site::new(Flavour::MKDOCS, "docs");
    let myst = Site::new(Flavour::MYST, "docs");
    let docusaurus = Site::new(Flavour::DOCUSAURUS, "docs");
    let cases = [
        // Another case.
        (&github, "[a](Setup.md)", "setup.md"),
        (&mdbook, "[a](../REF/steps.md#only-here)", "../ref/steps.md#only-here"),
        (&mkdocs, "[a](./Setup.md)", "./setup.md"),
        (&myst, "[a](Setup.md)", "setup.md"),
        (&docusaurus, "[a](Setup.md)", "setup.md"),
        (&github, "![a](../img/Logo.PNG)", "../img/logo.png"),
        // What is built, or was.
        (&github, "[a](setup.html#inputs--outputs)", "setup.md#inputs--outputs"),
        (&mkdocs, "[a](setup.html)", "setup.md"),
        (&myst, "[a](setup.html)", "setup.md"),
        (&docusaurus, "[a](setup.html)", "setup.md"),
        (&github, "[a](../ref/index.md)", "../ref/README.md"),
        (&mdbook, "[a](../ref/README.md)", "../ref/index.md"),
        // No extension, or a folder.
        (&github, "[a](setup?plain=1#inputs--outputs)", "setup.md?plain=1#inputs--outputs"),
        (&myst, "[a](../guide/)", "index.md"),
        // From the root.
        (&mkdocs, "[a](/ref/steps.md)", "../ref/steps.md"),
        (&mkdocs, "[a](/docs/ref/steps.md#only-here)", "../ref/steps.md#only-here"),
        (&github, "[a](/ref/steps.md)", "/docs/ref/steps.md"),
        // As a page with folders for addresses is asked for.
        (&mkdocs, "<a href=\"../ref/steps.md\">a</a>", "../../ref/steps/"),
        (&github, "[a](<../ref/With Space.md>)", "../ref/with%20space.md"),
        (&myst, "[a](setup.md?plain=1)", "setup.md"),
        // Definitions and quotes.
        (&github, "> [a]\n\n> [a]: Setup.md \"title\"", "setup.md"),
    ];
    for (site, link, address) in cases {
        let said = said(TREE, site, "docs/guide/page.md", link);
        assert_eq!(said.fix.as_deref(), Some(address), "{link} in {}: {:?} {:?}", site.flavour, said.help, said.notes);
        assert_eq!(said.help, [address], "{link} in {}", site.flavour);
    }
}

#[test]
fn what_an_address_may_have_meant_is_only_said() {
    let github = Site::new(Flavour::Github, "docs");
    let mkdocs = Site::new(Flavour::MKDOCS, "docs");
    let cases: &[(&Site, &str, &[&str])] = &[
        // Another folder.
        (&github, "[a](steps.md)", &["did you mean `../ref/steps.md`?"]),
        (&mkdocs, "[a](./steps.md#only-here)", &["did you mean `../ref/steps.md#only-here`?"]),
        (&github, "[a](same.md)", &["did you mean `../one/same.md`?", "did you mean `../two/same.md`?"]),
        (&github, "[a](same.md#right)", &["did you mean `../two/same.md#right`?"]),
        (&github, "![a](logo.png)", &["did you mean `../img/logo.png`?"]),
        // From the root, without a slash; with a folder too many.
        (&github, "[a](docs/ref/steps.md)", &["did you mean `../ref/steps.md`?"]),
        (&github, "[a](ref/steps.md)", &["did you mean `../ref/steps.md`?"]),
        (&github, "[a](/site/docs/ref/steps.md)", &["did you mean `/docs/ref/steps.md`?"]),
        // Other letters.
        (&github, "[a](setpu.md)", &["did you mean `setup.md`?"]),
        (&mkdocs, "[a](../ref/stpes.md#only-here)", &["did you mean `../ref/steps.md#only-here`?"]),
        (&github, "[a](../ref/witj%20space.md)", &["did you mean `../ref/with%20space.md`?"]),
        (&github, "[a](zebra.md)", &[]),
    ];
    for (site, link, help) in cases {
        let said = said(TREE, site, "docs/guide/page.md", link);
        assert_eq!(
            (said.fix, said.help.iter().map(String::as_str).collect::<Vec<_>>().as_slice()),
            (None, *help),
            "{link}"
        );
    }
}

#[test]
fn an_anchor_of_another_flavour_is_put_right() {
    let mkdocs = Site::new(Flavour::MKDOCS, "docs");
    let mdbook = Site::new(Flavour::MDBOOK, "docs");
    let github = Site::new(Flavour::Github, "docs");
    let myst = Site::new(Flavour::Myst(Myst { heading_anchors: 3, ..Myst::DEFAULT }), "docs");
    let cases = [
        (
            &mkdocs,
            "[a](setup.md#inputs--outputs)",
            "setup.md#inputs-outputs",
            "`#inputs--outputs` is what github, mdbook, myst and docusaurus make of a heading; \
             mkdocs makes `#inputs-outputs`",
        ),
        (
            &github,
            "[a](setup.md#inputs-outputs)",
            "setup.md#inputs--outputs",
            "`#inputs-outputs` is what mkdocs makes of a heading; github makes `#inputs--outputs`",
        ),
        (
            &myst,
            "[a](setup.md#install)",
            "setup.md#install-install",
            "`#install` is what mdbook and docusaurus make of a heading; myst makes `#install-install`",
        ),
        (
            &mdbook,
            "[a](setup.md#install-install)",
            "setup.md#install",
            "`#install-install` is what github, mkdocs and myst make of a heading; mdbook makes `#install`",
        ),
    ];
    for (site, link, address, note) in cases {
        let said = said(TREE, site, "docs/guide/page.md", link);
        assert_eq!((said.fix.as_deref(), said.notes), (Some(address), vec![note.to_owned()]), "{link}");
    }
    let tree = "-- docs/b.md --\n# B\n\n## Run it locally {#local}\n\n## Über uns\n";
    let said_in = |site: &Site, link: &str| said(tree, site, "docs/a.md", link);
    let slug = said_in(&mdbook, "[a](b.md#run-it-locally)");
    assert_eq!(slug.fix.as_deref(), Some("b.md#local"));
    assert_eq!(slug.notes, ["`#run-it-locally` would be made of the text of a heading that has the id `#local`"]);
    assert_eq!(said_in(&mdbook, "[a](b.md#%C3%9Cber-uns)").fix.as_deref(), Some("b.md#über-uns"));
    let none = said_in(&Site::new(Flavour::MYST, "docs"), "[a](b.md#über-uns)");
    let said = "`#über-uns` is what github, mdbook and docusaurus make of a heading; myst makes no anchor of it";
    assert_eq!((none.fix, none.help, none.notes), (None, Vec::new(), vec![said.to_owned()]));
}

#[test]
fn what_an_anchor_may_have_meant_is_only_said() {
    let mdbook = Site::new(Flavour::MDBOOK, "docs");
    let cases = [
        ("[a](setup.md#input-output)", "did you mean `setup.md#inputs--outputs`?"),
        ("[a](setup.md#inputs_outputs)", "did you mean `setup.md#inputs--outputs`?"),
        ("[a](setup.md#only-here)", "did you mean `../ref/steps.md#only-here`?"),
        ("[a](#only-here)", "did you mean `../ref/steps.md#only-here`?"),
        ("[a](#pagee)", "did you mean `#page`?"),
    ];
    for (link, help) in cases {
        let said = said(TREE, &mdbook, "docs/guide/page.md", link);
        assert_eq!((said.help, said.fix), (vec![help.to_owned()], None), "{link}");
    }
}

#[test]
fn a_path_and_its_anchor_are_put_right_together_or_not_at_all() {
    let mkdocs = Site::new(Flavour::MKDOCS, "docs");
    let both = said(TREE, &mkdocs, "docs/guide/page.md", "[a](Setup.md#inputs--outputs)");
    assert_eq!(both.fix.as_deref(), Some("setup.md#inputs-outputs"));
    let half = said(TREE, &mkdocs, "docs/guide/page.md", "[a](Setup.md#zebra)");
    assert_eq!((half.fix, half.help), (None, vec!["setup.md#zebra".to_owned()]));
    assert_eq!(half.notes, ["`docs/guide/setup.md` has no heading `#zebra`"]);
}

#[test]
fn two_files_that_differ_in_case_only_are_both_said() {
    let tree = "-- docs/b.md --\n# B\n-- docs/B.md --\n# B\n";
    let said = said(tree, &Site::new(Flavour::Github, "docs"), "docs/a.md", "[a](b.MD)");
    assert_eq!(
        (said.fix, said.help),
        (None, ["did you mean `B.md`?", "did you mean `b.md`?"].map(str::to_owned).to_vec())
    );
}
