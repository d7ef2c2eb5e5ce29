//! Renders the registry for readers: a page for each kind, one for the rules, an index over all with a
//! picture of how kinds are related, the same as JSON, and all of it in one file of HTML to search.
//!
//! First the [`site`] decides where everything stands, so that every page can link to every other; then
//! each page is prepared as plain data and written by a template.

mod site;

mod headings;

mod coordination;
mod fragments;
mod pages;
mod regions;
mod relations;

mod head;
mod table;

mod entry;
mod examples;
mod facts;
mod options;
mod standing;

mod templates;

mod json;

mod published;

mod explorer;

#[cfg(test)]
mod tests;

use source::Findings;

pub(in crate::render) use head::comment_text;
pub(in crate::render) use headings::file_name;
pub(in crate::render) use json::{Detail, OneEntry, OneKind, OneRegistry, inert_line};

use self::site::Site;
use self::templates::Templates;
use super::Artifact;
use super::regions::Page;
use crate::files::Files;
use crate::project::{Docs, Project};
use crate::registry::Registry;
use crate::rules::Rule;

/// All pages, the explorer, `registry.json`, and the pages that have regions. A page whose template fails is a
/// finding instead.
pub(super) fn render(
    files: &impl Files,
    project: &Project,
    docs: &Docs,
    registry: &Registry,
    rules: &[Rule],
    findings: &mut Findings,
) -> (Vec<Artifact>, Vec<Page>) {
    let site = Site::new(project, docs, registry);
    let mut templates = Templates::new(files, docs.templates.as_ref(), findings);
    let mut artifacts = Vec::new();
    for kind in 0..registry.members.len() {
        artifacts.extend(pages::of_kind(&site, kind, &mut templates));
    }
    artifacts.extend(coordination::page(&site, rules, &mut templates));
    let graph = relations::graph(&site);
    artifacts.extend(relations::picture(&site, &graph));
    artifacts.extend(pages::index(&site, rules, &graph, &mut templates));
    artifacts.push(explorer::page(&site));
    artifacts.push(Artifact {
        path: site::below(docs, "registry.json"),
        content: json::registry(project, registry),
        from: project.file.name().to_owned(),
    });
    artifacts.extend(fragments::of_kinds(&site, &mut templates));
    if let Some(folder) = &docs.templates {
        templates.refuse_headless(folder, &artifacts);
    }
    let before = templates.findings().len();
    let (pages, named) = regions::render(files, &site, &artifacts, &mut templates);
    // A region that is wrong may mean to name a template.
    let is_sound = templates.findings().len() == before;
    if let Some(folder) = docs.templates.as_ref().filter(|_| is_sound) {
        templates.report_unknown(folder, &named.iter().map(String::as_str).collect::<Vec<_>>());
    }
    (artifacts, pages)
}
