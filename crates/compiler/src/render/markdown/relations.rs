//! How kinds are related: a picture beside the index, and the same in words on it.

use super::published;
use super::site::{self, Site};
use super::templates::Md;
use crate::graph::{self, Edge, Form, Graph};
use crate::render::{Artifact, header, prose};

/// Where the picture lies.
pub(super) fn path(site: &Site<'_>) -> String {
    site::below(site.docs, "graph.svg")
}

/// The relations between all kinds. Nodes lead to the pages of kinds as they are once the site is built,
/// because no site generator follows links in images.
pub(super) fn graph(site: &Site<'_>) -> Graph {
    let mut graph = graph::overview(site.registry);
    let from = path(site);
    for (node, place) in graph.nodes.iter_mut().zip(&site.kinds) {
        node.address = Some(site::address(&from, &published::path(site.docs.flavour, &place.page), ""));
    }
    graph
}

/// The picture; none where no kind names another.
pub(super) fn picture(site: &Site<'_>, graph: &Graph) -> Option<Artifact> {
    let from = site.project.file.name();
    let [made, edit] = header::of(site.project, from);
    let content = format!("<!-- {made} {edit} -->\n{}", graph::svg(graph));
    let artifact = || Artifact { path: path(site), content: content.into_bytes(), from: from.to_owned() };
    (!graph.edges.is_empty()).then(artifact)
}

/// Each relation as a line of text on the page `page`.
pub(super) fn sentences(site: &Site<'_>, page: &str, graph: &Graph) -> Vec<Md> {
    let kind = |place: usize| {
        let members = &site.registry.members[place];
        site.kind_link_as(page, &members.kind.id, &members.kind.nouns())
    };
    let sentence = |edge: &Edge| {
        let ways = edge.ways.iter().map(|way| {
            let what = match way.form {
                Form::Hard => String::new(),
                Form::Soft => ", which may be missing".to_owned(),
                Form::Config => ", a config".to_owned(),
                Form::Chain => ", one after the other".to_owned(),
            };
            format!("{} ({}{what})", prose::code(&way.by), way.count)
        });
        Md::from(format!("{} → {}: {}", kind(edge.from), kind(edge.to), ways.collect::<Vec<_>>().join(", ")))
    };
    graph.edges.iter().map(sentence).collect()
}
