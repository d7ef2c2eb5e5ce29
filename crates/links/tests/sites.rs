//! Sites as the files of their tools describe them.

use links::{
    Case, Flavour, Given, GivenMdbook, GivenMkdocs, GivenMyst, GivenSite, Includes, Knowledge, Mdbook, MdbookVersion,
    Mkdocs, Myst, Settings, Site, Sites, SlugPreset, Slugify,
};
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
        let given = GivenSite { folder: "docs".to_owned(), settings: Settings::Mdbook(settings), anchors: None };
        let (sites, said) = sites_with(listing, vec![given]);
        assert_eq!(sites.all()[0].flavour, Flavour::Mdbook(Mdbook::DEFAULT_0_4));
        assert!(said.is_empty(), "{said:?}");
    }

    #[test]
    fn a_project_can_know_its_plugins_better() {
        let given = GivenSite { anchors: Some(Knowledge::All), ..GivenSite::new("", Flavour::MDBOOK) };
        let (sites, _) = sites_with("-- book.toml --\n[preprocessor.spec]\n-- src/SUMMARY.md --\n", vec![given]);
        assert_eq!(sites.all()[0].anchors, Knowledge::All);
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
        assert_eq!(site.redirects["/book/ch09.html"], "ch09-00.html");
        assert_eq!((&site.includes, site.config.as_deref()), (&Includes::Mdbook, Some("book.toml")));
        assert!(site.readme_is_index && site.anchors == Knowledge::All);
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
            (site.readme_is_index, site.includes == Includes::Mdbook, site.anchors == Knowledge::All)
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

mod mkdocs {
    use super::*;

    const MATERIAL: &str = r#"-- mkdocs.yml --
site_name: Material for MkDocs
site_url: https://squidfunk.github.io/mkdocs-material/
repo_url: https://github.com/squidfunk/mkdocs-material
theme:
  name: material
  custom_dir: overrides
  features: [content.code.annotate, navigation.tabs]
hooks:
  - overrides/hooks/shortcodes.py
plugins:
  - search:
      separator: '[\s\u200b\-_,:!=\[\]()"`/]+|\.(?!\d)|&[lg]t;|(?!\b)(?=[A-Z][a-z])'
  - minify:
      minify_html: true
  - redirects:
      redirect_maps:
        changelog/insiders.md: insiders/changelog.md
        old/index.md: https://example.com/
extra:
  status:
    new: Recently added
markdown_extensions:
  - abbr
  - admonition
  - attr_list
  - def_list
  - footnotes
  - md_in_html
  - toc:
      permalink: true
      slugify: !!python/object/apply:pymdownx.slugs.slugify
        kwds:
          case: lower
  - pymdownx.emoji:
      emoji_index: !!python/name:material.extensions.emoji.twemoji
      emoji_generator: !!python/name:material.extensions.emoji.to_svg
  - pymdownx.snippets:
      base_path: [snippets, !relative $docs_dir]
      auto_append:
        - includes/mkdocs.md
  - pymdownx.superfences:
      custom_fences:
        - name: mermaid
          class: mermaid
          format: !!python/name:pymdownx.superfences.fence_code_format
nav:
  - Home: index.md
  - Setup: [setup/index.md]
-- docs/index.md --
-- docs/setup/index.md --
-- docs/setup/README.md --
"#;

    #[test]
    fn settings_are_those_of_the_file() {
        let sites = sites(MATERIAL);
        let site = &sites.all()[0];
        let slugify = Slugify::Pymdownx(Case::Lower);
        let settings = Mkdocs { slugify, separator: Some('-'), attr_list: true, md_in_html: true, footnotes: true };
        assert_eq!(site.flavour, Flavour::Mkdocs(settings));
        assert_eq!((site.pages.as_str(), site.base.as_str()), ("docs", "/mkdocs-material/"));
        assert_eq!(site.includes, Includes::Snippets { folders: vec!["snippets".to_owned(), "docs".to_owned()] });
        assert_eq!(site.redirects["/mkdocs-material/changelog/insiders/"], "insiders/changelog.md");
        assert_eq!(site.redirects["/mkdocs-material/old/"], "https://example.com/");
        assert_eq!(site.mounts[0].folder, "overrides");
        assert_eq!(chapters(site), ["docs/index.md", "docs/setup/index.md"]);
        assert!(site.directory_urls && site.anchors == Knowledge::All && site.unknown.is_empty());
    }

    fn settings(config: &str) -> (Site, Mkdocs) {
        let sites = sites(&format!("-- mkdocs.yml --\n{config}\n"));
        let site = sites.all()[0].clone();
        let Flavour::Mkdocs(settings) = site.flavour else { panic!("{site:?}") };
        (site, settings)
    }

    #[test]
    fn extensions_are_named_in_several_ways() {
        let (_, extra) = settings("markdown_extensions: [pymdownx.extra]");
        assert!(extra.attr_list && extra.md_in_html && extra.footnotes);
        let (_, mapping) = settings("markdown_extensions:\n  markdown.extensions.attr_list:\n  toc: {separator: _}");
        assert_eq!((mapping.attr_list, mapping.separator, mapping.footnotes), (true, Some('_'), false));
        assert_eq!(settings("site_name: x").1, Mkdocs::DEFAULT);
    }

    #[test]
    fn a_slug_function_is_known_by_its_name() {
        let slugify = |tag: &str| {
            let (site, settings) = settings(&format!("markdown_extensions:\n  - toc:\n      slugify: {tag}"));
            (site.anchors == Knowledge::All).then_some(settings.slugify)
        };
        assert_eq!(slugify("!!python/name:markdown.extensions.toc.slugify_unicode"), Some(Slugify::Unicode));
        assert_eq!(slugify("!!python/name:pymdownx.slugs.uslugify"), Some(Slugify::Pymdownx(Case::Lower)));
        let apply = "!!python/object/apply:pymdownx.slugs.slugify";
        assert_eq!(slugify(&format!("{apply} {{}}")), Some(Slugify::Pymdownx(Case::Kept)));
        assert_eq!(
            slugify(&format!("{apply} {{kwds: {{case: lower-ascii}}}}")),
            Some(Slugify::Pymdownx(Case::LowerAscii))
        );
        assert_eq!(slugify(&format!("{apply} {{kwds: {{case: fold}}}}")), None);
        assert_eq!(slugify("!!python/name:our.own.slugs"), None);
        assert_eq!(slugify("our.own.slugs"), None);
    }

    #[test]
    fn plugins_that_are_not_known_may_make_pages_and_anchors() {
        let of = |plugins: &str| {
            let site = settings(&format!("plugins: {plugins}")).0;
            (site.anchors == Knowledge::All, site.unknown.into_iter().collect::<Vec<_>>())
        };
        assert_eq!(of("[search, material/social]"), (true, vec![]));
        assert_eq!(of("[search, blog]"), (true, vec!["/blog/".to_owned()]));
        assert_eq!(of("{mkdocstrings: {handlers: {}}}"), (false, vec!["/".to_owned()]));
    }

    #[test]
    fn values_are_inherited_and_come_from_the_environment() {
        let sites = sites(
            "-- base.yml --\ndocs_dir: text\nuse_directory_urls: false\nmarkdown_extensions:\n  toc: {separator: _}\n\
             -- a/mkdocs.yml --\nINHERIT: ../base.yml\nsite_url: !ENV [URL, 'https://x.org/y/']\n\
             markdown_extensions: {attr_list: }\n-- a/text/x.md --\n",
        );
        let site = &sites.all()[0];
        assert_eq!((site.pages.as_str(), site.base.as_str(), site.directory_urls), ("a/text", "/y/", false));
        let settings = Mkdocs { separator: Some('_'), attr_list: true, ..Mkdocs::DEFAULT };
        assert_eq!(site.flavour, Flavour::Mkdocs(settings));
    }

    #[test]
    fn excluded_files_are_no_pages() {
        let sites = sites(
            "-- mkdocs.yml --\nexclude_docs: |\n  drafts/\n  *.tmp.md\n  !keep.tmp.md\n-- docs/a.md --\n\
             -- docs/drafts/b.md --\n-- docs/c.tmp.md --\n-- docs/keep.tmp.md --\n-- docs/.d.md --\n-- docs/templates/e.md --\n",
        );
        assert_eq!(chapters(&sites.all()[0]), ["docs/a.md", "docs/keep.tmp.md"]);
    }

    #[test]
    fn what_is_wrong_is_said_at_its_place() {
        let said = |config: &str| sites_with(&format!("-- mkdocs.yml --\n{config}\n"), Vec::new()).1;
        assert_eq!(said("docs_dir: 1"), ["mkdocs.yml:1:11 invalid-site `docs_dir`: expected a string, found integer"]);
        assert_eq!(
            said("docs_dir: ../x"),
            ["mkdocs.yml:1:11 outside-path the pages lie outside of the project: `../x`"]
        );
        assert_eq!(said("- a"), ["mkdocs.yml:1:1 invalid-site expected a mapping of settings, found array"]);
        assert_eq!(said("INHERIT: b.yml"), ["mkdocs.yml:1:10 missing-file there is no `b.yml` to inherit from"]);
        assert_eq!(said("plugins: x"), ["mkdocs.yml:1:10 invalid-site `plugins`: expected a list, found string"]);
        assert_eq!(said("a: [").len(), 1);
    }

    #[test]
    fn what_the_project_says_wins() {
        let given =
            GivenMkdocs { slugify: Some(Slugify::Unicode), use_directory_urls: Some(false), ..GivenMkdocs::default() };
        let given = GivenSite { folder: String::new(), settings: Settings::Mkdocs(given), anchors: None };
        let listing = "-- mkdocs.yml --\nmarkdown_extensions: [toc: {slugify: !!python/name:x.y }]\n";
        let (sites, said) = sites_with(listing, vec![given]);
        let site = &sites.all()[0];
        assert_eq!(site.flavour, Flavour::Mkdocs(Mkdocs { slugify: Slugify::Unicode, ..Mkdocs::DEFAULT }));
        assert!(site.anchors == Knowledge::All && !site.directory_urls && said.is_empty());
    }
}

mod myst {
    use super::*;

    const CONF: &str = r#"-- docs/source/conf.py --
# Configuration file for the Sphinx documentation builder.
import os, sys
sys.path.insert(0, os.path.abspath(".."))

project = "MyST Parser"
copyright = f"{date.today().year}, Executable Book Project"
master_doc = "index"
extensions = [
    "myst_parser",
    "sphinx_design",  # grids
    "sphinx_copybutton",
]
exclude_patterns = ["_build", "Thumbs.db", "**/drafts"]
templates_path = ['_templates']
html_static_path = ["_static"]
html_extra_path = ["extra"]
html_baseurl = "https://myst-parser.readthedocs.io/en/latest/"
myst_heading_anchors = 2
myst_enable_extensions: list[str] = [
    "dollarmath",
    "attrs_block",
    "colon_fence",
]

if os.environ.get("X"):
    myst_heading_anchors = 7

def setup(app):
    html_baseurl = "/wrong/"
-- docs/source/index.md --
-- docs/source/_build/a.md --
-- docs/source/a/drafts/b.md --
-- docs/source/_static/c.md --
"#;

    #[test]
    fn settings_are_the_literals_of_the_file() {
        let sites = sites(CONF);
        let site = &sites.all()[0];
        let settings = Myst { heading_anchors: 2, attrs_block: true, ..Myst::DEFAULT };
        assert_eq!(site.flavour, Flavour::Myst(settings));
        assert_eq!((site.pages.as_str(), site.base.as_str()), ("docs/source", "/en/latest/"));
        assert_eq!(chapters(site), ["docs/source/index.md"]);
        let mounts: Vec<_> = site.mounts.iter().map(|mount| (mount.url.as_str(), mount.folder.as_str())).collect();
        assert_eq!(mounts, [("/en/latest/", "docs/source/extra"), ("/en/latest/_static/", "docs/source/_static")]);
        assert!(site.anchors == Knowledge::All && !site.readme_is_index);
    }

    fn site(conf: &str) -> Site {
        sites(&format!("-- conf.py --\nextensions = ['myst_parser']\n{conf}\n-- a.md --\n")).all()[0].clone()
    }

    #[test]
    fn what_is_no_literal_is_unknown() {
        assert_eq!(site("myst_heading_anchors = int(os.environ['N'])").anchors, Knowledge::Part);
        assert_eq!(site("import x\nmyst_heading_slug_func = x.slug").anchors, Knowledge::Part);
        assert_eq!(site("myst_heading_slug_func = 'our.slugs.make'").anchors, Knowledge::Part);
        assert_eq!(site("myst_heading_slug_func = 'myst_parser.slugs.gitlab_slugify'").anchors, Knowledge::All);
        assert_eq!(site("extensions += ['sphinx.ext.autodoc']").anchors, Knowledge::OfPages);
        assert_eq!(site("extensions = ['myst_parser', 'sphinx.ext.intersphinx']").anchors, Knowledge::OfPages);
        assert!(site("").anchors == Knowledge::All);
    }

    #[test]
    fn a_conf_without_myst_has_no_markdown() {
        let sites = sites("-- conf.py --\nextensions = ['sphinx.ext.autodoc']\n-- a.md --\n");
        assert_eq!(sites.of("a.md").map(|site| site.flavour), Some(Flavour::Github));
    }

    #[test]
    fn what_the_project_says_wins() {
        let given = GivenMyst {
            heading_anchors: Some(4),
            heading_slug_func: Some(SlugPreset::Docutils),
            ..GivenMyst::default()
        };
        let given = GivenSite { folder: "docs".to_owned(), settings: Settings::Myst(given), anchors: None };
        let (sites, _) = sites_with("-- docs/conf.py --\nmyst_heading_anchors = f()\n", vec![given]);
        let settings = Myst { heading_anchors: 4, slug: SlugPreset::Docutils, ..Myst::DEFAULT };
        assert_eq!((sites.all()[0].flavour, sites.all()[0].anchors), (Flavour::Myst(settings), Knowledge::All));
    }
}

mod hostile {
    use super::*;

    const CONFIGS: [&str; 5] = ["book.toml", "src/SUMMARY.md", "mkdocs.yml", "conf.py", "docusaurus.config.js"];

    /// Settings of each file, cut and joined anew by a sequence that is the same in each run.
    fn mixed(seed: usize) -> String {
        let parts = [
            "[book]\n",
            "src = \"a\"\n",
            "[output.html.redirect]\n",
            "'",
            "\"",
            "[[",
            "]]",
            "{",
            "}",
            "(",
            ")",
            ",",
            ":",
            "=",
            "\n",
            "#",
            "- [a](b.md)\n",
            "  - ",
            "# x\n",
            "---\n",
            "docs_dir: ..\n",
            "!!python/name:a.b ",
            "&a ",
            "*a",
            "markdown_extensions:\n",
            "- toc: {slugify: ",
            "INHERIT: mkdocs.yml\n",
            "myst_parser",
            "myst_heading_anchors = ",
            "999",
            "...",
            "`${",
            "`",
            "/*",
            "//",
            "/",
            "module.exports = ",
            "presets: ",
            "'classic'",
            "const a = ",
            "a",
            "=>",
            "return ",
            "\\",
            "\u{e9}",
            "\u{0}",
            "\u{202e}",
            "é",
        ];
        let mut state = seed;
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % parts.len()
        };
        (0..40).map(|_| parts[next()]).collect()
    }

    #[test]
    fn any_text_can_be_settings() {
        for seed in 0..300 {
            let files = CONFIGS
                .iter()
                .enumerate()
                .map(|(at, &name)| (name.to_owned(), mixed(seed * CONFIGS.len() + at).into_bytes()));
            let files = Memory(files.chain([("a.md".to_owned(), Vec::new())]).collect());
            let sites = links::detect(&files, "", &Given::default(), &mut Findings::new()).expect("memory can be read");
            assert!(sites.of("a.md").is_some());
        }
    }

    #[test]
    fn bytes_that_are_no_text_are_said() {
        for name in CONFIGS {
            let files = [(name.to_owned(), vec![0xff, 0xfe]), ("book.toml".to_owned(), Vec::new())];
            let files = Memory(files.into_iter().rev().collect());
            let mut findings = Findings::new();
            links::detect(&files, "", &Given::default(), &mut findings).expect("memory can be read");
            let found = findings.iter().filter(|finding| finding.primary.place.text.name() == name);
            assert_eq!(found.map(|finding| finding.code.as_str()).collect::<Vec<_>>(), ["unreadable-file"], "{name}");
        }
    }

    #[test]
    fn large_settings_are_read_in_linear_time() {
        let many = |text: &str| text.repeat(20_000);
        let numbered = |text: &dyn Fn(usize) -> String| (0..20_000).map(text).collect::<String>();
        let cases = [
            ("book.toml", numbered(&|at| format!("[a.b{at}]\nc = 1\n"))),
            ("book.toml", format!("a = {}", many("["))),
            ("src/SUMMARY.md", numbered(&|at| format!("- [a](a{at}.md)\n"))),
            ("src/SUMMARY.md", many("  - [a]()\n> ")),
            ("mkdocs.yml", format!("plugins:\n{}", numbered(&|at| format!("- p{at}: {{a: b}}\n")))),
            ("conf.py", format!("myst_parser = 1\n{}", numbered(&|at| format!("a{at} = ['x', ('y')]\n")))),
            (
                "docusaurus.config.js",
                format!("module.exports = {{plugins: [{}]}}", many("['content-docs', {path: 'x'}],")),
            ),
            ("docusaurus.config.js", many("const a = b; return (")),
        ];
        for (name, content) in cases {
            let files = [(name.to_owned(), content.into_bytes())];
            let files = Memory(files.into_iter().chain([("x/a.md".to_owned(), Vec::new())]).collect());
            links::detect(&files, "", &Given::default(), &mut Findings::new()).expect("memory can be read");
        }
    }
}
