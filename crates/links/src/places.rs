//! Where the files of a site stand once it is built.

use std::collections::{BTreeMap, HashMap};

use source::files::{Files, parent};

use crate::address::joined;
use crate::site::{below, extension, is_markdown};
use crate::{Flavour, Site};

/// A page once it is built.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Built {
    /// Its file on the site, from the top: `docs/a/index.html`.
    pub(crate) file: String,
    /// The folder from where its relative addresses lead.
    pub(crate) folder: String,
}

/// The files of a site, by path and by where they stand.
#[derive(Debug)]
pub(crate) struct Places {
    /// The pages, by path.
    pub(crate) pages: BTreeMap<String, Built>,
    /// All files of the site by their file on the site, from the top.
    built: HashMap<String, String>,
    /// The same in lower case, for those who look in the wrong case.
    folded: HashMap<String, String>,
    /// The paths of the folder of the pages, by lower case.
    folded_paths: HashMap<String, String>,
}

/// What stands at an address of a site.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Stands {
    /// A file of the sources, by its path.
    File(String),
    /// A page, where the server adds `.html`.
    WithHtml(String),
    /// Nothing; another case would lead to this file.
    OtherCase(String),
    /// Nothing.
    Nothing,
}

/// The front matter of a page that changes where it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct FrontMatter {
    pub(crate) id: Option<String>,
    pub(crate) slug: Option<String>,
}

impl Places {
    /// The places of a site that has these pages, each with its front matter.
    pub(crate) fn new(files: &impl Files, site: &Site, front: &BTreeMap<&str, FrontMatter>) -> Self {
        // What cannot be listed has been reported where the pages were read.
        let list = |folder: &str| files.list(folder).unwrap_or_default();
        let all = list(&site.pages);
        let (mut pages, mut built) = (BTreeMap::new(), HashMap::new());
        for mount in &site.mounts {
            for path in list(&mount.folder) {
                let Some(rest) = below(&mount.folder, &path) else { continue };
                built.insert(joined(&mount.url, rest).unwrap_or_default(), path);
            }
        }
        for path in &all {
            let Some(rest) = below(&site.pages, path) else { continue };
            if let Some(front) = front.get(path.as_str()) {
                let page = site.built(rest, front);
                built.insert(page.file.clone(), path.clone());
                pages.insert(path.clone(), page);
            }
            if site.copies(path) {
                built.insert(joined(&site.base, rest).unwrap_or_default(), path.clone());
            }
        }
        let folded = built.keys().map(|file| (file.to_lowercase(), file.clone())).collect();
        let folded_paths = all.into_iter().map(|path| (path.to_lowercase(), path)).collect();
        Self { pages, built, folded, folded_paths }
    }

    /// What stands at an address, from the top of the site.
    pub(crate) fn at(&self, address: &str) -> Stands {
        let index = if address.is_empty() { "index.html".to_owned() } else { format!("{address}/index.html") };
        let html = format!("{address}.html");
        if let Some(path) = self.built.get(address).or_else(|| self.built.get(&index)) {
            return Stands::File(path.clone());
        }
        if let Some(path) = self.built.get(&html) {
            return Stands::WithHtml(path.clone());
        }
        let folded = [address, &index].into_iter().find_map(|file| self.folded.get(&file.to_lowercase()));
        folded.and_then(|file| self.built.get(file)).map_or(Stands::Nothing, |path| Stands::OtherCase(path.clone()))
    }

    /// A path of the folder of the pages that differs in case only.
    pub(crate) fn other_case(&self, path: &str) -> Option<&str> {
        self.folded_paths.get(&path.to_lowercase()).map(String::as_str).filter(|found| *found != path)
    }
}

impl Site {
    /// Whether a file beside the pages stands on the site as it is.
    fn copies(&self, path: &str) -> bool {
        match self.flavour {
            // A chapter of another extension is built and copied.
            Flavour::Mdbook(_) => extension(path) != Some("md"),
            Flavour::Mkdocs(_) => !is_markdown(path),
            Flavour::Github | Flavour::Myst(_) | Flavour::Docusaurus(_) => false,
        }
    }

    /// Where a page stands, whose path from the folder of the pages is given.
    fn built(&self, page: &str, front: &FrontMatter) -> Built {
        let on_site = |path: &str| joined(&self.base, path).unwrap_or_default();
        let stem = page.rsplit_once('.').map_or(page, |(stem, _)| stem);
        let (folder, name) = stem.rsplit_once('/').unwrap_or(("", stem));
        let is_index = match self.flavour {
            Flavour::Mdbook(_) => (self.readme_is_index && name.eq_ignore_ascii_case("readme")) || name == "index",
            Flavour::Mkdocs(_) => matches!(name, "README" | "index"),
            Flavour::Github | Flavour::Myst(_) => name == "index",
            Flavour::Docusaurus(_) => {
                let folder = folder.rsplit('/').next().unwrap_or_default();
                let is_named = ["index", "readme"].iter().any(|index| name.eq_ignore_ascii_case(index));
                is_named || (!folder.is_empty() && name.eq_ignore_ascii_case(folder))
            }
        };
        if let Flavour::Docusaurus(_) = self.flavour {
            return self.built_route(folder, name, is_index, front);
        }
        let file = match (is_index, self.directory_urls) {
            (true, _) => on_site(&format!("{folder}/index.html")),
            (false, true) => on_site(&format!("{stem}/index.html")),
            (false, false) => on_site(&format!("{stem}.html")),
        };
        Built { folder: parent(&file).to_owned(), file }
    }

    /// The route of a Docusaurus page: of its `slug`, else of its folder and its `id` or name
    /// (`plugin-content-docs/src/slug.ts` and `docs.ts` of Docusaurus 3.10.2).
    fn built_route(&self, folder: &str, name: &str, is_index: bool, front: &FrontMatter) -> Built {
        let folder = folder.split('/').map(without_number).collect::<Vec<_>>().join("/");
        let (slug, id) = (front.slug.as_deref(), front.id.as_deref());
        let route = match (slug, id) {
            (Some(slug), _) if slug.starts_with('/') => joined("", slug),
            (Some(slug), _) => joined(&folder, slug),
            (None, _) if is_index && id.is_none() => joined("", &folder),
            (None, id) => joined(&folder, id.unwrap_or_else(|| without_number(name))),
        };
        let route = joined(&self.base, &route.unwrap_or_default()).unwrap_or_default();
        // Where the site does not say, the address stays as the plugin makes it.
        let is_open = self.trailing_slash.is_none();
        let ends_in_slash = is_open && ((is_index && slug.is_none()) || slug.is_some_and(|slug| slug.ends_with('/')));
        let ends_in_slash = ends_in_slash || self.trailing_slash == Some(true);
        let folder = if ends_in_slash { route.clone() } else { parent(&route).to_owned() };
        Built { file: joined(&route, "index.html").unwrap_or_default(), folder }
    }
}

/// A name without the number before it, `01-intro` as `intro`, unless the number is a date or a version
/// (`plugin-content-docs/src/numberPrefix.ts`).
fn without_number(name: &str) -> &str {
    let rest = name.trim_start_matches(|character: char| character.is_ascii_digit());
    let digits = name.len() - rest.len();
    let after = rest.trim_start().trim_start_matches(['-', '_', '.']).trim_start();
    let has_separator = rest.trim_start().starts_with(['-', '_', '.']);
    let is_date_or_version = has_separator && after.starts_with(|character: char| character.is_ascii_digit());
    if digits == 0 || !has_separator || is_date_or_version || after.is_empty() { name } else { after }
}
