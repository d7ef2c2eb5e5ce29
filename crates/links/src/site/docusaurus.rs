//! The settings of Docusaurus: `docusaurus.config.*`, which is read and not executed.
//!
//! 1. Each instance of the docs plugin is a site, and so is each of its versions; blogs and the Markdown of
//!    `src/pages` are sites too.
//! 2. Other pages of `src/pages` are routes. Below the routes of a blog, of tags and categories anything may
//!    stand, and anywhere where a plugin or preset is not known, or `baseUrl` is no literal.
//! 3. Translations below `i18n` belong to no site.
//!
//! Source: `packages/docusaurus/src/server/configValidation.ts` and the `options.ts` of
//! `plugin-content-docs`, `-blog` and `-pages` of Docusaurus 3.10.2; `plugin-content-docs/src/versions`.

use std::collections::BTreeSet;

use source::Text;
use source::files::{FileError, Files, join};
use yaml::Limits;

use super::config::base;
use super::detect::Reader;
use super::globs::Globs;
use super::literal::Literal;
use super::script::Script;
use super::{Mount, Site, child, is_markdown};
use crate::{Docusaurus, Flavour, Format};

/// Settings of Docusaurus that a project gives itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GivenDocusaurus {
    /// `baseUrl`.
    pub base_url: Option<String>,
    /// `path` of the docs of the preset; they are there even if the file does not say so.
    pub path: Option<String>,
    /// `routeBasePath` of the docs of the preset.
    pub route_base_path: Option<String>,
    /// `trailingSlash`.
    pub trailing_slash: Option<bool>,
    /// `staticDirectories`.
    pub static_directories: Option<Vec<String>>,
    /// `markdown.format`.
    pub format: Option<MarkdownFormat>,
}

/// `markdown.format` of Docusaurus.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MarkdownFormat {
    /// All pages are MDX, the default.
    #[default]
    Mdx,
    /// All pages are `CommonMark`.
    Md,
    /// The extension of a page says so.
    Detect,
}

/// Plugins and presets that add no pages, without what all their names begin with.
const HARMLESS: [&str; 16] = [
    "client-redirects",
    "css-cascade-layers",
    "debug",
    "google-analytics",
    "google-gtag",
    "google-tag-manager",
    "ideal-image",
    "image-zoom",
    "mermaid",
    "pwa",
    "rsdoctor",
    "sass",
    "sitemap",
    "svgr",
    "tailwindcss",
    "vercel-analytics",
];

/// What the docs plugin leaves out by default (`exclude`).
const EXCLUDED: [&str; 4] =
    ["**/_*.{js,jsx,ts,tsx,md,mdx}", "**/_*/**", "**/*.test.{js,jsx,ts,tsx}", "**/__tests__/**"];

/// Reads the sites of a `docusaurus.config.*`, or of a folder without one.
pub(super) fn read<F: Files>(
    reader: &mut Reader<'_, F>,
    home: &str,
    config: Option<(&str, &Text)>,
    given: &GivenDocusaurus,
) -> Result<Vec<Site>, FileError> {
    let script = config.map(|(_, text)| Script::read(text.content())).unwrap_or_default();
    let empty = Literal::Map(Vec::new());
    // Settings that cannot be found may be any.
    let settings = script.settings().unwrap_or(if config.is_some() { &Literal::Unknown } else { &empty });
    let plugins = match config {
        Some(_) => Plugins::of(&script, settings),
        None => Plugins::alone(),
    };
    let common = Common::new(home, config.map(|(path, _)| path), &script, settings, given);
    let mut found = Found::new(common);
    if !plugins.all_known || !found.common.knows_base {
        found.unknown.insert(found.common.base.clone());
    }
    for plugin in &plugins.all {
        match plugin.what {
            What::Docs => found.docs(reader, &script, plugin, given)?,
            What::Blog => found.blog(reader, &script, plugin),
            What::Pages => found.pages(reader, &script, plugin),
        }
    }
    reader.outside.insert(child(home, "i18n"));
    let Found { mut sites, unknown, routes, .. } = found;
    for site in &mut sites {
        site.unknown.extend(unknown.iter().cloned());
        site.routes.extend(routes.iter().cloned());
    }
    Ok(sites)
}

/// What all sites of a file have in common.
struct Common {
    home: String,
    base: String,
    knows_base: bool,
    /// A site without pages.
    site: Site,
}

impl Common {
    fn new(home: &str, config: Option<&str>, script: &Script, settings: &Literal, given: &GivenDocusaurus) -> Self {
        let written = script.get(settings, "baseUrl");
        let address = given.base_url.as_deref().or(written.and_then(Literal::as_str));
        let markdown = script.get(settings, "markdown");
        let anchors = markdown.and_then(|markdown| script.get(markdown, "anchors"));
        let maintain_case = anchors.and_then(|anchors| script.get(anchors, "maintainCase"));
        let written_format = markdown.and_then(|markdown| script.get(markdown, "format")?.as_str());
        let format = given.format.unwrap_or(match written_format {
            Some("md") => MarkdownFormat::Md,
            Some("detect") => MarkdownFormat::Detect,
            Some(_) | None => MarkdownFormat::Mdx,
        });
        let flavour = Flavour::Docusaurus(Docusaurus {
            format: if format == MarkdownFormat::Md { Format::Md } else { Format::Mdx },
            maintain_case: maintain_case == Some(&Literal::Bool(true)),
        });
        let base = address.map_or_else(|| "/".to_owned(), base);
        let folders = match &given.static_directories {
            Some(folders) => folders.iter().map(String::as_str).collect(),
            None => script.get(settings, "staticDirectories").and_then(Literal::texts).unwrap_or(vec!["static"]),
        };
        let mount = |path: &str| Some(Mount { url: base.clone(), folder: join(home, path)? });
        let trailing_slash = match script.get(settings, "trailingSlash") {
            Some(Literal::Bool(slash)) => Some(*slash),
            _ => None,
        };
        let site = Site {
            home: home.to_owned(),
            mounts: folders.into_iter().filter_map(mount).collect(),
            top: base.clone(),
            trailing_slash: given.trailing_slash.or(trailing_slash),
            detects_format: format == MarkdownFormat::Detect,
            config: config.map(str::to_owned),
            ..Site::new(flavour, home)
        };
        // Without a file, nobody says where the site lies; the file must.
        Self { home: home.to_owned(), knows_base: address.is_some() || config.is_none(), base, site }
    }

    /// A route below that of the site, with `/` at its end.
    fn route(&self, path: &str) -> String {
        let path = path.trim_matches('/');
        if path.is_empty() { self.base.clone() } else { format!("{}{path}/", self.base) }
    }
}

/// The sites of a file, and what they know of each other.
struct Found {
    common: Common,
    sites: Vec<Site>,
    /// Those of the sites.
    folders: BTreeSet<String>,
    unknown: BTreeSet<String>,
    routes: BTreeSet<String>,
}

impl Found {
    fn new(common: Common) -> Self {
        let (folders, unknown, routes) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        Self { common, sites: Vec::new(), folders, unknown, routes }
    }

    fn docs<F: Files>(
        &mut self,
        reader: &mut Reader<'_, F>,
        script: &Script,
        plugin: &Plugin<'_>,
        given: &GivenDocusaurus,
    ) -> Result<(), FileError> {
        let given = if plugin.is_of_preset { given } else { &GivenDocusaurus::default() };
        let default = if self.common.site.config.is_some() { "docs" } else { "." };
        let path = plugin.text(script, "path", default, given.path.as_deref());
        let route = plugin.text(script, "routeBasePath", "docs", given.route_base_path.as_deref());
        let (Some(path), Some(route)) = (path, route) else {
            self.unknown.insert(self.common.base.clone());
            return Ok(());
        };
        let exclude = plugin.get(script, "exclude").and_then(Literal::texts).unwrap_or(EXCLUDED.to_vec());
        let id = plugin.get(script, "id").and_then(Literal::as_str).filter(|id| *id != "default");
        let prefix = id.map(|id| format!("{id}_")).unwrap_or_default();
        let file = child(&self.common.home, &format!("{prefix}versions.json"));
        let versions = versions(reader, &file)?;
        let last = match plugin.get(script, "lastVersion") {
            Some(Literal::Text(version)) => Some(version.as_str()),
            Some(_) => None,
            None => versions.first().map(String::as_str),
        };
        // Versions can be called, and lie, otherwise.
        let is_open = (last.is_none() && !versions.is_empty()) || plugin.get(script, "versions").is_some();
        let base = self.common.route(route);
        let generated = ["tags", "category"].map(|name| format!("{base}{name}/"));
        self.unknown.extend(generated);
        if is_open {
            self.unknown.insert(base.clone());
        }
        let version_base = |version: &str, address: &str| {
            if last == Some(version) { base.clone() } else { format!("{base}{address}/") }
        };
        let current = if versions.is_empty() { base.clone() } else { version_base("current", "next") };
        let mut places = vec![(path.to_owned(), current)];
        for version in &versions {
            let folder = format!("{prefix}versioned_docs/version-{version}");
            places.push((folder, version_base(version, version)));
        }
        for (folder, base) in places {
            self.add(reader, &folder, base, &exclude);
        }
        Ok(())
    }

    fn blog<F: Files>(&mut self, reader: &mut Reader<'_, F>, script: &Script, plugin: &Plugin<'_>) {
        let path = plugin.text(script, "path", "blog", None);
        let route = plugin.text(script, "routeBasePath", "blog", None).map(|route| self.common.route(route));
        let base = route.unwrap_or_else(|| self.common.base.clone());
        self.unknown.insert(base.clone());
        if let Some(path) = path {
            self.add(reader, path, base, &EXCLUDED);
        }
    }

    fn pages<F: Files>(&mut self, reader: &mut Reader<'_, F>, script: &Script, plugin: &Plugin<'_>) {
        let path = plugin.text(script, "path", "src/pages", None);
        let route = plugin.text(script, "routeBasePath", "/", None).map(|route| self.common.route(route));
        let (Some(path), Some(base)) = (path, route) else {
            self.unknown.insert(self.common.base.clone());
            return;
        };
        let Some(folder) = join(&self.common.home, path) else { return };
        let globs = Globs::new(EXCLUDED);
        for file in reader.below(&folder) {
            let inside = super::below(&folder, file).unwrap_or(file);
            let Some((route, "js" | "jsx" | "ts" | "tsx")) = inside.rsplit_once('.') else { continue };
            if !globs.has(inside) && super::extension(route) != Some("d") {
                let route = route
                    .strip_suffix("index")
                    .filter(|route| route.is_empty() || route.ends_with('/'))
                    .unwrap_or(route);
                self.routes.insert(format!("{base}{route}"));
            }
        }
        self.add(reader, path, base, &EXCLUDED);
    }

    /// Adds the site of a folder, if it has pages that are in no other site.
    fn add<F: Files>(&mut self, reader: &Reader<'_, F>, folder: &str, base: String, exclude: &[&str]) {
        let Some(pages) = join(&self.common.home, folder) else { return };
        if !self.folders.insert(pages.clone()) {
            return;
        }
        let globs = Globs::new(exclude.iter().copied());
        let is_built = |path: &&String| !super::below(&pages, path).is_some_and(|inside| globs.has(inside));
        let all: Vec<&String> = reader.below(&pages).iter().filter(|path| is_markdown(path)).collect();
        if all.is_empty() {
            return;
        }
        let built: BTreeSet<String> = all.iter().copied().filter(is_built).cloned().collect();
        let chapters = (built.len() < all.len()).then_some(built);
        self.sites.push(Site { pages, chapters, base, ..self.common.site.clone() });
    }
}

/// What a plugin makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    Docs,
    Blog,
    Pages,
}

/// A plugin that makes pages of Markdown.
struct Plugin<'a> {
    what: What,
    options: Option<&'a Literal>,
    is_of_preset: bool,
}

impl<'a> Plugin<'a> {
    fn get(&self, script: &'a Script, key: &str) -> Option<&'a Literal> {
        self.options.and_then(|options| script.get(options, key))
    }

    /// The text of an option; `None` where it is none that is known.
    fn text<'t>(&self, script: &'a Script, key: &str, default: &'t str, given: Option<&'t str>) -> Option<&'t str>
    where
        'a: 't,
    {
        match (given, self.get(script, key)) {
            (Some(given), _) => Some(given),
            (None, None | Some(Literal::Null)) => Some(default),
            (None, Some(value)) => value.as_str(),
        }
    }
}

/// The plugins of a file that make pages of Markdown.
struct Plugins<'a> {
    all: Vec<Plugin<'a>>,
    /// Whether no other may make pages.
    all_known: bool,
}

impl<'a> Plugins<'a> {
    fn of(script: &'a Script, settings: &'a Literal) -> Self {
        let mut plugins = Self { all: Vec::new(), all_known: true };
        for (name, options) in plugins.named(script, script.get(settings, "presets")) {
            if !matches!(name, "classic" | "@docusaurus/preset-classic") {
                plugins.all_known &= is_harmless(name);
                continue;
            }
            for (what, key) in [(What::Docs, "docs"), (What::Blog, "blog"), (What::Pages, "pages")] {
                let options = options.and_then(|options| script.get(options, key));
                if options != Some(&Literal::Bool(false)) {
                    plugins.all.push(Plugin { what, options, is_of_preset: true });
                }
            }
        }
        for (name, options) in plugins.named(script, script.get(settings, "plugins")) {
            let what = match name.rsplit("plugin-").next().unwrap_or(name) {
                "content-docs" => What::Docs,
                "content-blog" => What::Blog,
                "content-pages" => What::Pages,
                _ => {
                    plugins.all_known &= is_harmless(name);
                    continue;
                }
            };
            plugins.all.push(Plugin { what, options, is_of_preset: false });
        }
        // A file that cannot be read may be as the template of Docusaurus makes it.
        if plugins.all.is_empty() && script.get(settings, "presets").is_none_or(|presets| *presets == Literal::Unknown)
        {
            let defaults = [What::Docs, What::Blog, What::Pages];
            plugins.all.extend(defaults.map(|what| Plugin { what, options: None, is_of_preset: true }));
        }
        plugins
    }

    /// The docs of a folder without a file.
    fn alone() -> Self {
        Self { all: vec![Plugin { what: What::Docs, options: None, is_of_preset: true }], all_known: true }
    }

    /// The names of a list of plugins or presets, with their options.
    fn named(&mut self, script: &'a Script, list: Option<&'a Literal>) -> Vec<(&'a str, Option<&'a Literal>)> {
        let items = match list {
            None | Some(Literal::Null) => return Vec::new(),
            Some(list) => list.as_list(),
        };
        self.all_known &= items.is_some();
        let mut named = Vec::new();
        for item in items.into_iter().flatten().map(|item| script.resolved(item)) {
            match item {
                Literal::Text(name) => named.push((name.as_str(), None)),
                Literal::List(pair) => match (pair.first().and_then(Literal::as_str), pair.get(1)) {
                    (Some(name), options) => named.push((name, options.map(|options| script.resolved(options)))),
                    (None, _) => self.all_known = false,
                },
                // `condition && …`
                Literal::Null | Literal::Bool(_) => {}
                Literal::Number(_) | Literal::Map(_) | Literal::Name(_) | Literal::Unknown => self.all_known = false,
            }
        }
        named
    }
}

/// Whether a plugin or preset is known to add no pages.
fn is_harmless(name: &str) -> bool {
    let name = name.rsplit('/').next().unwrap_or(name);
    let name = name.strip_prefix("docusaurus-").unwrap_or(name);
    HARMLESS.contains(&name.strip_prefix("plugin-").or(name.strip_prefix("theme-")).unwrap_or(name))
}

/// The versions of the docs, the newest first: a list of strings in JSON, which is YAML too.
fn versions<F: Files>(reader: &mut Reader<'_, F>, path: &str) -> Result<Vec<String>, FileError> {
    let Some(text) = reader.text(path)? else { return Ok(Vec::new()) };
    let documents = yaml::parse(&text, &Limits::default(), reader.findings);
    let items = documents.first().and_then(|document| document.root.as_sequence()).unwrap_or_default();
    Ok(items.iter().filter_map(|item| item.as_str().map(str::to_owned)).collect())
}
