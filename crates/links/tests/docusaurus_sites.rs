//! Sites of Docusaurus as its file describes them, which is a program.

use links::{
    Docusaurus, Flavour, Format, Given, GivenDocusaurus, GivenSite, MarkdownFormat, Settings, Site, Sites, detect,
};
use source::Findings;
use source::files::Memory;

fn sites(listing: &str, given: Vec<GivenSite>) -> Sites {
    let mut findings = Findings::new();
    let sites = detect(&Memory::from_listing(listing), "", &Given { sites: given }, &mut findings);
    assert!(findings.is_empty(), "{findings:?}");
    sites.expect("memory can be read")
}

/// The folder of the pages and the base of all sites, but that of GitHub.
fn places(sites: &Sites) -> Vec<(&str, &str)> {
    let sites = sites.all().iter().filter(|site| site.flavour != Flavour::Github);
    sites.map(|site| (site.pages.as_str(), site.base.as_str())).collect()
}

fn strings(set: &std::collections::BTreeSet<String>) -> Vec<&str> {
    set.iter().map(String::as_str).collect()
}

const CLASSIC: &str = r"-- website/docusaurus.config.ts --
import {themes as prismThemes} from 'prism-react-renderer';
import type {Config} from '@docusaurus/types';
import type * as Preset from '@docusaurus/preset-classic';

// This runs in Node.js - Don't use client-side code here (browser APIs, JSX...)

const config: Config = {
  title: 'My Site',
  tagline: 'Dinosaurs are cool',
  favicon: 'img/favicon.ico',

  // Future flags, see https://docusaurus.io/docs/api/docusaurus-config#future
  future: {
    v4: true, // Improve compatibility with the upcoming Docusaurus v4
  },

  url: 'https://your-docusaurus-site.example.com',
  // For GitHub pages deployment, it is often '/<projectName>/'
  baseUrl: '/x/', /* not '/y/' */
  trailingSlash: false,
  onBrokenLinks: 'throw',

  i18n: {
    defaultLocale: 'en',
    locales: ['en'],
  },

  presets: [
    [
      'classic',
      {
        docs: {
          path: '../docs',
          sidebarPath: './sidebars.ts',
          editUrl: ({versionDocsDirPath, docPath}) =>
            `https://github.com/facebook/docusaurus/edit/main/${versionDocsDirPath}/${docPath}`,
        },
        blog: {
          showReadingTime: true,
          feedOptions: {
            type: ['rss', 'atom'],
            xslt: true,
          },
          onUntruncatedBlogPosts: 'warn',
        },
        theme: {
          customCss: './src/css/custom.css',
        },
      } satisfies Preset.Options,
    ],
  ],
  plugins: [
    [
      '@docusaurus/plugin-content-docs',
      {
        id: 'community',
        path: 'community',
        routeBasePath: '/community/',
      },
    ],
    require.resolve('@docusaurus/plugin-ideal-image'),
  ],
  themeConfig: {
    navbar: {items: [{to: '/blog', label: 'Blog', position: 'left'}]},
    prism: {theme: prismThemes.github},
  } satisfies Preset.ThemeConfig,
};

export default config;
-- docs/intro.md --
-- docs/_part.mdx --
-- website/community/index.md --
-- website/blog/2021-08-26-welcome/index.md --
-- website/src/pages/index.tsx --
-- website/src/pages/help.js --
-- website/src/pages/team/index.js --
-- website/src/pages/_part.js --
-- website/src/pages/index.module.css --
-- website/src/pages/markdown-page.md --
-- website/i18n/fr/docusaurus-plugin-content-docs/current/intro.md --
-- website/README.md --
";

#[test]
fn the_classic_template_is_read() {
    let sites = sites(CLASSIC, Vec::new());
    assert_eq!(
        places(&sites),
        [
            ("docs", "/x/docs/"),
            ("website/blog", "/x/blog/"),
            ("website/community", "/x/community/"),
            ("website/src/pages", "/x/"),
        ]
    );
    let site = sites.of("docs/intro.md").expect("the docs are a site");
    assert!(site.has_page("docs/intro.md") && !site.has_page("docs/_part.mdx"));
    assert_eq!(site.flavour, Flavour::DOCUSAURUS);
    assert_eq!((site.trailing_slash, site.home.as_str()), (Some(false), "website"));
    assert_eq!((site.mounts[0].url.as_str(), site.mounts[0].folder.as_str()), ("/x/", "website/static"));
    assert_eq!(strings(&site.routes), ["/x/", "/x/help", "/x/team/"]);
    assert_eq!(
        strings(&site.unknown),
        ["/x/blog/", "/x/community/category/", "/x/community/tags/", "/x/docs/category/", "/x/docs/tags/"]
    );
    assert_eq!(sites.of("website/i18n/fr/docusaurus-plugin-content-docs/current/intro.md"), None);
    assert_eq!(sites.of("website/README.md").map(|site| site.flavour), Some(Flavour::Github));
}

fn docs(config: &str) -> Site {
    let listing = format!("-- docusaurus.config.js --\n{config}\n-- docs/a.md --\n-- text/a.md --\n");
    sites(&listing, Vec::new()).all()[0].clone()
}

#[test]
fn what_is_no_literal_leaves_addresses_unknown() {
    let base = "module.exports = {baseUrl: process.env.BASE, presets: [['classic', {blog: false}]]}";
    assert!(docs(base).unknown.contains("/"));
    let plugin = "module.exports = {baseUrl: '/', presets: ['classic'], plugins: ['redocusaurus', './own.js']}";
    assert!(docs(plugin).unknown.contains("/"));
    let inline = "module.exports = {baseUrl: '/', presets: ['classic'], plugins: [async function x() { return {}; }]}";
    assert!(docs(inline).unknown.contains("/"));
    let known = "module.exports = {baseUrl: '/', presets: ['classic'], plugins: ['docusaurus-plugin-sass']}";
    assert!(!docs(known).unknown.contains("/"));
    assert!(docs("export default load('./site.json')").unknown.contains("/"));
}

#[test]
fn docs_can_be_the_whole_site_and_in_commonmark() {
    let site = docs(
        "const docs = {path: 'text', routeBasePath: '/'};\n\
         module.exports = {baseUrl: '/', staticDirectories: ['public', 'static'], markdown: {format: 'detect'},\n\
         presets: [[require.resolve('@docusaurus/preset-classic'), {docs, blog: false}]]};",
    );
    assert_eq!((site.pages.as_str(), site.base.as_str(), site.mounts.len()), ("text", "/", 2));
    let md = Flavour::Docusaurus(Docusaurus { format: Format::Md, ..Docusaurus::DEFAULT });
    assert_eq!((site.flavour_of("text/a.md"), site.flavour_of("text/a.mdx")), (md, Flavour::DOCUSAURUS));
}

#[test]
fn each_version_is_a_site() {
    let listing = "-- docusaurus.config.js --\nmodule.exports = {baseUrl: '/', presets: ['classic']};\n\
        -- versions.json --\n[\"2.0\", \"1.0\"]\n-- docs/a.md --\n-- versioned_docs/version-2.0/a.md --\n\
        -- versioned_docs/version-1.0/a.md --\n";
    assert_eq!(
        places(&sites(listing, Vec::new())),
        [
            ("docs", "/docs/next/"),
            ("versioned_docs/version-1.0", "/docs/1.0/"),
            ("versioned_docs/version-2.0", "/docs/"),
        ]
    );
}

#[test]
fn what_the_project_says_wins() {
    let given = GivenDocusaurus {
        base_url: Some("/y/".to_owned()),
        route_base_path: Some("guide".to_owned()),
        trailing_slash: Some(true),
        format: Some(MarkdownFormat::Md),
        ..GivenDocusaurus::default()
    };
    let given = GivenSite { folder: "website".to_owned(), settings: Settings::Docusaurus(given), anchors: None };
    let sites = sites(CLASSIC, vec![given]);
    let site = sites.of("docs/intro.md").expect("the docs are a site");
    assert_eq!((site.base.as_str(), site.trailing_slash), ("/y/guide/", Some(true)));
    assert_eq!(site.flavour, Flavour::Docusaurus(Docusaurus { format: Format::Md, ..Docusaurus::DEFAULT }));
}

#[test]
fn a_folder_without_settings_has_its_pages_in_itself() {
    for flavour in [Flavour::MDBOOK, Flavour::MKDOCS, Flavour::MYST, Flavour::DOCUSAURUS] {
        let sites = sites("-- text/a.md --\n", vec![GivenSite::new("text", flavour)]);
        let site = sites.of("text/a.md").expect("the folder is a site");
        assert_eq!((site.flavour, site.has_page("text/a.md"), site.config.as_ref()), (flavour, true, None));
    }
}
