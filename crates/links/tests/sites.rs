//! Sites as the files of their tools describe them.

use links::{Flavour, Given, GivenMdbook, GivenSite, Includes, Mdbook, MdbookVersion, Settings, Site, Sites};
use source::Findings;
use source::files::Memory;

/// The sites of a listing, and what is said about them: place, code and message.
fn sites_with(listing: &str, given: Vec<GivenSite>) -> (Sites, Vec<String>) {
    let files = Memory::from_listing(listing);
    let mut findings = Findings::new();
    let sites = links::detect(&files, "", &Given { sites: given }, &mut findings).expect("memory can be read");
    let said = |finding: &source::Diagnostic| format!("{} {} {}", finding.primary.place, finding.code, finding.message);
    (sites, findings.iter().map(said).collect())
}

/// The sites of a listing about which there is nothing to say.
fn sites(listing: &str) -> Sites {
    let (sites, said) = sites_with(listing, Vec::new());
    assert!(said.is_empty(), "{said:?}");
    sites
}

fn chapters(site: &Site) -> Vec<&str> {
    site.chapters.iter().flatten().map(String::as_str).collect()
}

mod detection {
    use super::*;

    #[test]
    fn a_file_belongs_to_the_innermost_site() {
        let sites = sites(
            "-- README.md --\n-- docs/book.toml --\n-- docs/src/SUMMARY.md --\n[A](a.md)\n-- docs/src/a.md --\n\
             -- docs/src/part.md --\n-- docs/README.md --\n-- .tools/book.toml --\n-- node_modules/x/book.toml --\n",
        );
        let home = |path| sites.of(path).map(|site| (site.flavour.as_str(), site.has_page(path)));
        assert_eq!(home("docs/src/a.md"), Some(("mdbook", true)));
        assert_eq!(home("docs/src/part.md"), Some(("mdbook", false)));
        assert_eq!(home("docs/README.md"), Some(("github", true)));
        assert_eq!(home("README.md"), Some(("github", true)));
        assert_eq!(sites.all().len(), 2);
    }

    #[test]
    fn a_repository_without_settings_is_of_github() {
        assert_eq!(sites("-- a.md --\n").all(), [Site::new(Flavour::Github, "")]);
    }

    #[test]
    fn what_the_project_says_of_a_folder_wins() {
        let listing = "-- docs/book.toml --\n-- docs/src/SUMMARY.md --\n";
        let (sites, _) = sites_with(listing, vec![GivenSite::new("docs", Flavour::Github)]);
        assert_eq!(sites.of("docs/src/a.md"), Some(&Site::new(Flavour::Github, "docs")));
        let settings = GivenMdbook { version: Some(MdbookVersion::V0_4), ..GivenMdbook::default() };
        let given = GivenSite { folder: "docs".to_owned(), settings: Settings::Mdbook(settings) };
        let (sites, said) = sites_with(listing, vec![given]);
        assert_eq!(sites.all()[0].flavour, Flavour::Mdbook(Mdbook::DEFAULT_0_4));
        assert!(said.is_empty(), "{said:?}");
    }
}

mod mdbook {
    use super::*;

    const BOOK: &str = "-- book.toml --\n[book]\ntitle = \"The Rust Programming Language\"\nauthors = [\"Steve Klabnik\"]\n\n\
        [output.html]\nadditional-css = [\"ferris.css\"]\nsite-url = \"/book/\"\nsmart-punctuation = false\n\n\
        [output.html.redirect]\n\"/ch09.html\" = \"ch09-00.html\"\n\n[build]\nbuild-dir = \"out\"\n\
        -- src/SUMMARY.md --\n[Title](title-page.md)\n\n- [Start](ch01/README.md)\n  - [Install](ch01/in%20stall.md)\n- [Draft]()\n\
        -- src/title-page.md --\n-- src/ch01/README.md --\n-- src/ch01/in stall.md --\n-- src/left.md --\n";

    #[test]
    fn settings_and_chapters_are_those_of_its_files() {
        let sites = sites(BOOK);
        let site = &sites.all()[0];
        let settings = Mdbook { smart_punctuation: false, ..Mdbook::DEFAULT };
        assert_eq!(site.flavour, Flavour::Mdbook(settings));
        assert_eq!((site.home.as_str(), site.pages.as_str(), site.base.as_str()), ("", "src", "/book/"));
        assert_eq!(chapters(site), ["src/ch01/README.md", "src/ch01/in stall.md", "src/title-page.md"]);
        assert_eq!(site.redirects["/ch09.html"], "ch09-00.html");
        assert_eq!((&site.includes, site.config.as_deref()), (&Includes::Mdbook, Some("book.toml")));
        assert!(site.readme_is_index && site.knows_anchors);
    }

    #[test]
    fn settings_that_only_0_4_knows_say_the_version() {
        let of = |toml: &str| {
            let listing = format!("-- d/book.toml --\n{toml}\n-- d/src/SUMMARY.md --\n");
            sites(&listing).all()[0].flavour
        };
        assert_eq!(of("[book]\nmultilingual = false"), Flavour::Mdbook(Mdbook::DEFAULT_0_4));
        let curly = Mdbook { smart_punctuation: true, ..Mdbook::DEFAULT_0_4 };
        assert_eq!(of("[output.html]\ncurly-quotes = true"), Flavour::Mdbook(curly));
        assert_eq!(of(""), Flavour::MDBOOK);
    }

    #[test]
    fn preprocessors_can_be_off_and_others_can_make_anchors() {
        let of = |toml: &str| {
            let listing = format!("-- book.toml --\n{toml}\n-- src/SUMMARY.md --\n");
            let site = sites(&listing).all()[0].clone();
            (site.readme_is_index, site.includes == Includes::Mdbook, site.knows_anchors)
        };
        assert_eq!(of("build.use-default-preprocessors = false"), (false, false, true));
        assert_eq!(of("[build]\nuse-default-preprocessors = false\n[preprocessor.links]"), (false, true, true));
        assert_eq!(of("[preprocessor.toc]\ncommand = \"mdbook-toc\""), (true, true, true));
        assert_eq!(of("[preprocessor.spec]\ncommand = \"mdbook-spec\""), (true, true, false));
    }

    #[test]
    fn what_is_wrong_is_said_at_its_place() {
        let said = |listing: &str| sites_with(listing, Vec::new()).1;
        assert_eq!(
            said("-- book.toml --\n[book]\nsrc = doc\n-- src/SUMMARY.md --\n"),
            ["book.toml:2:7 invalid-site this is no TOML: invalid TOML value, did you mean to use a quoted string?"]
        );
        assert_eq!(
            said("-- book.toml --\n[book]\nsrc = 1\n-- src/SUMMARY.md --\n"),
            ["book.toml:2:7 invalid-site `book.src`: expected a string, found integer"]
        );
        assert_eq!(
            said("-- book.toml --\n[book]\nsrc = \"doc\"\n"),
            ["book.toml:2:8 missing-file there is no `doc/SUMMARY.md`, which lists the chapters of the book"]
        );
        assert_eq!(
            said(
                "-- book.toml --\n-- src/SUMMARY.md --\n- [A](a.md)\n- [B](../../b.md)\n- [C](c.md)\n- [C](./c.md)\n-- src/c.md --\n"
            ),
            [
                "src/SUMMARY.md:1:3 missing-page there is no chapter `src/a.md`",
                "src/SUMMARY.md:2:3 outside-path a chapter lies outside of the project: `../../b.md`",
                "src/SUMMARY.md:4:3 invalid-site the chapter `./c.md` is here twice, which mdBook refuses",
            ]
        );
    }
}
