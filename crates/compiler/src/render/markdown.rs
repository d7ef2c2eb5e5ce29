//! Renders the registry for readers: a page for each kind, one for the rules, an index over all with a
//! picture of how kinds are related, the same as JSON, and all of it in one file of HTML to search.
//!
//! First the [`site`] decides where everything stands, so that every page can link to every other; then
//! each page is prepared as plain data and written by a template.

mod site;

mod headings;

mod coordination;
mod pages;
mod relations;

mod facts;
mod options;

mod templates;

mod json;

mod published;

mod explorer;

#[cfg(test)]
mod tests;

use source::Findings;

use self::site::Site;
use self::templates::Templates;
use super::Artifact;
use crate::project::{Docs, Project};
use crate::registry::Registry;
use crate::rules::Rule;

/// All pages, the explorer and `registry.json`. A page whose template fails is a finding instead.
pub(super) fn render(
    project: &Project,
    docs: &Docs,
    registry: &Registry,
    rules: &[Rule],
    findings: &mut Findings,
) -> Vec<Artifact> {
    let site = Site::new(project, docs, registry);
    let mut templates = Templates::new(findings);
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
        content: json::registry(&site),
        from: project.file.name().to_owned(),
    });
    artifacts
}
