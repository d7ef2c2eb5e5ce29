//! The files of a site by what people remember of them: their path in any case, their name, their folder.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use source::files::parent;

use crate::near::nearest_key;

/// The files of a folder and of those below it.
#[derive(Debug, Default)]
pub(super) struct Index {
    /// By path, in lower case.
    paths: BTreeMap<String, Vec<String>>,
    /// By name without the extension of a page, in lower case.
    names: BTreeMap<String, Vec<String>>,
    /// By folder: the names as above, each with its paths.
    folders: BTreeMap<String, BTreeMap<String, Vec<String>>>,
}

impl Index {
    pub(super) fn new(files: Vec<String>) -> Self {
        let mut index = Self::default();
        for path in files {
            let name = remembered(&path);
            index.paths.entry(path.to_lowercase()).or_default().push(path.clone());
            index.names.entry(name.clone()).or_default().push(path.clone());
            let folder = index.folders.entry(parent(&path).to_owned()).or_default();
            folder.entry(name).or_default().push(path);
        }
        index
    }

    /// The files whose path differs in case only, or not at all.
    pub(super) fn in_any_case(&self, path: &str) -> &[String] {
        self.paths.get(&path.to_lowercase()).map_or(&[], Vec::as_slice)
    }

    /// The files of that name, wherever they lie; those that lie most alike first.
    pub(super) fn named(&self, wanted: &str) -> Vec<String> {
        let name = remembered(wanted);
        let all = self.names.get(&name).map_or(&[][..], Vec::as_slice);
        let mut found = beside(all, wanted).to_vec();
        // Each folder has its index; the folder tells them apart.
        if matches!(name.as_str(), "index" | "readme") {
            let folder = |path: &str| parent(path).rsplit('/').next().map(str::to_lowercase);
            found.retain(|path| folder(path) == folder(wanted));
        }
        found.sort_by_cached_key(|path| (Reverse(shared(path, wanted)), path.clone()));
        found
    }

    /// The files whose name is most like that of `wanted`: in its folder, else in any.
    pub(super) fn alike(&self, wanted: &str) -> Vec<String> {
        let name = remembered(wanted);
        let near = |names: &BTreeMap<String, Vec<String>>| {
            let nearest = nearest_key(names, &name)?;
            names.get(nearest).map(|paths| beside(paths, wanted).to_vec())
        };
        let found = self.folders.get(parent(wanted)).and_then(near).or_else(|| near(&self.names));
        found.unwrap_or_default()
    }
}

/// Of many paths in their order, those beside a path: they have the most in common with its start.
fn beside<'p>(paths: &'p [String], path: &str) -> &'p [String] {
    const EACH: usize = 32;
    let at = paths.partition_point(|other| other.as_str() < path);
    &paths[at.saturating_sub(EACH)..paths.len().min(at + EACH)]
}

/// How many segments two paths have in common at their start.
fn shared(a: &str, b: &str) -> usize {
    a.split('/').zip(b.split('/')).take_while(|(a, b)| a == b).count()
}

fn remembered(path: &str) -> String {
    stem(path.rsplit('/').next().unwrap_or(path)).to_lowercase()
}

/// A name without the extension of a page, of its source or built.
pub(super) fn stem(name: &str) -> &str {
    [".md", ".mdx", ".markdown", ".html", ".htm"].iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name)
}
