//! The tables of kinds as files of their own, for the directive `{include}` of MyST.
//!
//! Links begin with `..`, so `:relative-docs: ..` makes them lead from the including page where they lead from here.

use links::Flavour;

use super::head::comment_text;
use super::headings;
use super::regions;
use super::site::Site;
use super::templates::Templates;
use crate::render::{Artifact, header};

/// A fragment for each kind, where MyST reads the docs.
pub(super) fn of_kinds(site: &Site<'_>, templates: &mut Templates<'_>) -> Vec<Artifact> {
    match site.docs.flavour {
        Flavour::Myst(_) => {
            (0..site.registry.members.len()).filter_map(|kind| of_kind(site, kind, templates)).collect()
        }
        Flavour::Github | Flavour::Mdbook(_) | Flavour::Mkdocs(_) | Flavour::Docusaurus(_) => Vec::new(),
    }
}

fn of_kind(site: &Site<'_>, kind: usize, templates: &mut Templates<'_>) -> Option<Artifact> {
    let members = &site.registry.members[kind];
    let (registry, name) = (headings::file_name(&members.kind.registry), headings::file_name(&members.kind.name));
    let path = format!("{}/{registry}/{name}.md", site.docs.fragments());
    let table = regions::table(site, kind, &path, templates)?;
    let head = comment_text(&header::of_kind(site.project, &members.kind));
    let mut content = format!("<!-- {head} -->\n\n").into_bytes();
    content.extend(table);
    Some(Artifact { path, content, from: members.kind.file.name().to_owned() })
}
