//! Patterns of files that are no pages, as the tools write them.

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

use source::files::parent;

/// Patterns as `.gitignore` has them, one a line; a later line wins (gitignore(5), "PATTERN FORMAT").
#[derive(Debug)]
pub(super) struct Ignored {
    globs: GlobSet,
    rules: Vec<Rule>,
}

/// What a pattern says of what it matches.
#[derive(Clone, Copy, Debug)]
struct Rule {
    excludes: bool,
    folders_only: bool,
}

impl Ignored {
    /// Reads patterns. What is none is left out.
    pub(super) fn new(lines: &str) -> Self {
        let (mut globs, mut rules) = (GlobSetBuilder::new(), Vec::new());
        for line in lines.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let (excludes, pattern) = line.strip_prefix('!').map_or((true, line), |pattern| (false, pattern));
            let (folders_only, pattern) = pattern.strip_suffix('/').map_or((false, pattern), |pattern| (true, pattern));
            // A pattern with a slash in it begins at the top.
            let anchored = pattern.contains('/');
            let pattern = pattern.strip_prefix('/').unwrap_or(pattern);
            let pattern = if anchored { pattern.to_owned() } else { format!("**/{pattern}") };
            if let Ok(glob) = GlobBuilder::new(&pattern).literal_separator(true).build() {
                globs.add(glob);
                rules.push(Rule { excludes, folders_only });
            }
        }
        // Patterns that are too many for the engine exclude nothing.
        Self { globs: globs.build().unwrap_or_default(), rules }
    }

    /// Whether a file, or a folder that it lies in, is excluded.
    pub(super) fn has(&self, path: &str) -> bool {
        let mut ends: Vec<&str> =
            std::iter::successors(Some(path), |path| Some(parent(path))).take_while(|path| !path.is_empty()).collect();
        ends.reverse();
        ends.into_iter().any(|at| {
            let mut matching = self.globs.matches(at).into_iter().filter_map(|rule| self.rules.get(rule));
            let last = matching.rfind(|rule| !rule.folders_only || at.len() < path.len());
            last.is_some_and(|rule| rule.excludes)
        })
    }
}

/// Patterns of which one must match a file or a folder that it lies in; `**` is any number of folders.
#[derive(Debug)]
pub(super) struct Globs(GlobSet);

impl Globs {
    /// Reads patterns. What is none is left out.
    pub(super) fn new<'a>(patterns: impl IntoIterator<Item = &'a str>) -> Self {
        let mut globs = GlobSetBuilder::new();
        for pattern in patterns {
            if let Ok(glob) = GlobBuilder::new(pattern.trim_end_matches('/')).literal_separator(true).build() {
                globs.add(glob);
            }
        }
        Self(globs.build().unwrap_or_default())
    }

    /// Whether one matches a file, or a folder that it lies in.
    pub(super) fn has(&self, path: &str) -> bool {
        let mut at = path;
        while !at.is_empty() {
            if self.0.is_match(at) {
                return true;
            }
            at = parent(at);
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_ignored_as_git_does() {
        let ignored = Ignored::new("# drafts\ndrafts/\n*.tmp.md\n/top.md\na/**/z.md\n!keep.tmp.md\n.*\n");
        for path in ["drafts/a.md", "x/drafts/y/a.md", "x/a.tmp.md", "top.md", "a/z.md", "a/b/c/z.md", ".x/a.md"] {
            assert!(ignored.has(path), "{path}");
        }
        for path in ["drafts", "drafts.md", "x/keep.tmp.md", "x/top.md", "b/z.md"] {
            assert!(!ignored.has(path), "{path}");
        }
    }
}
