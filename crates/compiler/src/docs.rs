//! Registry and docs together: every link of every page, and what pages say of kinds and entries.
//!
//! 1. The pages are read as the site will have them, generated ones included.
//! 2. `links` judges every link. What the project file ignores is taken out, and an ignore of nothing is said.
//! 3. `mentions` looks for code that looks like a key and is none, `fences` validates blocks that are tagged
//!    with a kind, `coverage` finds pages without an entry and kinds without a page.

mod coverage;
mod fences;
mod ignores;
mod mentions;
mod tree;

pub use tree::{TreeChecked, judge_links};

use links::{Flavour, Pages, ReadPage};
use source::{Findings, Text};

use crate::Day;
use crate::allowances::may_allow;
use crate::files::{self, Files};
use crate::project::{Docs, Project};
use crate::registry::Registry;
use crate::render::bears_header;

/// What a check of the docs looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DocsLookedAt {
    /// Pages and their links.
    pub links: links::LookedAt,
    /// Code in lines that looks like a key of its page's kind.
    pub mentions: usize,
    /// Entries in fenced blocks.
    pub examples: usize,
}

/// What came of a check of the docs.
#[derive(Debug, Default)]
pub(crate) struct Checked {
    pub(crate) looked_at: DocsLookedAt,
    /// Every page in which something may be allowed.
    pub(crate) allowing: Vec<Text>,
}

/// Checks the docs of a project.
pub(crate) fn check(
    files: &impl Files,
    project: &Project,
    docs: &Docs,
    registry: &Registry,
    today: Option<Day>,
    findings: &mut Findings,
) -> Checked {
    // What is wrong with the settings of the site was said when the project was read.
    let sites = docs.sites(files, &mut Findings::new());
    let is_wanted = |path: &str| docs.site(&sites).is_some_and(|site| site.has_page(path));
    let pages = Pages::read(files, &sites, is_wanted);
    let mut checked = links::check(files, &pages, is_wanted);
    let links = checked.looked_at;
    if !docs.portable.is_empty() {
        let flavours: Vec<Flavour> = std::iter::once(docs.flavour).chain(docs.portable.iter().copied()).collect();
        let found = links::portable(files, &pages, &flavours, is_wanted);
        checked.findings.extend(found.into_iter().map(|finding| (finding, None)));
    }
    // What is generated says what the definitions say.
    let all = pages.iter().filter(|(path, _)| is_wanted(path)).map(|(_, page)| page);
    let written: Vec<&ReadPage> = all.filter(|page| !bears_header(page.text.content().as_bytes())).collect();
    // A kind with a mistake, or one that lacks an entry, may be explained all the same.
    let is_sound = !findings.has_errors();
    let mentions = mentions::check(docs, registry, &written, findings);
    ignores::apply(project, docs, checked, today, findings);
    let examples = fences::check(files, project, registry, &written, findings);
    if is_sound {
        coverage::check(docs, registry, &pages, &written, findings);
    }
    let allowing = written.iter().filter(|page| may_allow(page.text.content())).map(|page| page.text.clone());
    Checked { looked_at: DocsLookedAt { links, mentions, examples }, allowing: allowing.collect() }
}

/// The path of a page from the docs root.
fn below<'a>(docs: &Docs, page: &'a ReadPage) -> &'a str {
    let path = page.text.name();
    files::below(&docs.root, path).unwrap_or(path)
}
