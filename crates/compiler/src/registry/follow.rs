//! Follows every link of every entry: to other entries, pages, headings, paths and configs.

use std::collections::HashMap;

use links::{Page, Target as PageTarget, is_markdown};
use source::{Code, Diagnostic, Findings, nearest};
use yaml::Node;

use super::{Members, Registry, chains};
use crate::entries::links::collect;
use crate::entries::{Entry, Linked, Owner, Target};
use crate::files::{self, Files, Found};
use crate::own_format::unreadable;
use crate::project::{Docs, Project};
use crate::schema::{Located, listed};

/// How many links were followed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Followed {
    /// References to entries.
    pub references: usize,
    /// Links to pages and headings of the docs.
    pub docs: usize,
    /// Paths below the root.
    pub paths: usize,
    /// Configs that other entries are given.
    pub configs: usize,
}

pub(super) fn follow(files: &impl Files, project: &Project, registry: &Registry, findings: &mut Findings) -> Followed {
    let pages = Pages { files, docs: project.docs.as_ref(), read: HashMap::new(), names: None, refused: false };
    let mut follower = Follower { files, registry, pages, followed: Followed::default(), findings };
    for members in &registry.members {
        chains::check_declared(members, registry, follower.findings);
        for entry in &members.entries {
            follower.links(entry, &entry.links);
        }
    }
    follower.followed
}

/// Follows the links of one entry that is not in the registry.
pub(crate) fn follow_entry(
    files: &impl Files,
    project: &Project,
    registry: &Registry,
    entry: &Entry,
    findings: &mut Findings,
) {
    let pages = Pages { files, docs: project.docs.as_ref(), read: HashMap::new(), names: None, refused: false };
    let mut follower = Follower { files, registry, pages, followed: Followed::default(), findings };
    follower.links(entry, &entry.links);
}

struct Follower<'a, 'f, F> {
    files: &'a F,
    registry: &'a Registry,
    pages: Pages<'a, F>,
    followed: Followed,
    findings: &'f mut Findings,
}

impl<F: Files> Follower<'_, '_, F> {
    fn links(&mut self, entry: &Entry, links: &[Linked]) {
        for link in links {
            match &link.to {
                Target::Entry { reference, key } => {
                    self.followed.references += 1;
                    // A kind that does not exist, or was left out for a mistake, has been reported.
                    let Some(members) = self.registry.get(&reference.to) else { continue };
                    if members.complete && members.find(key).is_none() {
                        self.findings.push(unknown(members, entry, link, key).severity(reference.missing));
                    }
                }
                Target::Doc(to) => {
                    self.followed.docs += 1;
                    let mut mistakes = Findings::new();
                    findings_of_page(&mut self.pages, entry, link, to, &mut mistakes);
                    let users = if mistakes.is_empty() { Vec::new() } else { users(self.registry, entry) };
                    let told = mistakes.into_iter().map(|mistake| users.iter().fold(mistake, label_user));
                    self.findings.extend(told);
                }
                Target::Chain { chain, kind, items, length } => {
                    if let Some(members) = self.registry.get(kind) {
                        let given = chains::Given { entry, chain, items, length: *length };
                        chains::check(&given, members, self.registry, self.findings);
                    }
                }
                Target::Path(path) => {
                    self.followed.paths += 1;
                    findings_of_path(self.files, entry, link, path, self.findings);
                }
                Target::Config { owner, pointer, value, given } => {
                    self.followed.configs += usize::from(*given);
                    self.config(entry, link, owner.as_ref(), pointer, value, *given);
                }
            }
        }
    }

    fn config(
        &mut self,
        entry: &Entry,
        link: &Linked,
        owner: Option<&Owner>,
        pointer: &str,
        value: &Node,
        given: bool,
    ) {
        let Some(owner) = owner else {
            // An entry with a mistake may lack the reference for that reason.
            if given && !entry.value.is_null() {
                let message = format!("this config belongs to no entry: `{pointer}` leads to no reference");
                self.findings.push(at_link(Code::NoConfig, entry, link, message));
            }
            return;
        };
        // A missing kind or entry has been reported at the reference.
        let Some(members) = self.registry.get(&owner.kind) else { return };
        let Some(owner) = members.find(&owner.key).map(|index| &members.entries[index]) else { return };
        let noun = members.kind.noun();
        let Some(config) = &owner.config else {
            // The config of an entry with a mistake is not known.
            if given && !owner.value.is_null() {
                let message = format!("the {noun} `{}` has no config", owner.key);
                let finding = at_link(Code::NoConfig, entry, link, message).help("remove the config");
                self.findings.push(finding.also(owner.place(), "declared here"));
            }
            return;
        };
        let located = Located { text: &entry.file, node: value, base: &link.at };
        let mut mistakes = Findings::new();
        if config.schema.check(&value.to_json(), &located, &mut mistakes) {
            self.links(entry, &collect(&config.model, value, &link.at));
        }
        for mistake in mistakes {
            let message = format!("`{}`: {}", owner.key, mistake.message);
            let mut finding =
                Diagnostic { message, ..mistake }.also(owner.place(), format!("the {noun} whose config this is"));
            if !given {
                // There is no config to point at, only the place where it is missing.
                finding.primary.place.span = link.span;
            }
            self.findings.push(finding);
        }
    }
}

fn at_link(code: Code, entry: &Entry, link: &Linked, message: String) -> Diagnostic {
    Diagnostic::new(code, entry.file.at(link.span), message).path(link.at.to_string())
}

fn unknown(members: &Members, entry: &Entry, link: &Linked, key: &str) -> Diagnostic {
    /// A list longer than this is no help.
    const MOST: usize = 20;
    let noun = members.kind.noun();
    let finding = at_link(Code::UnknownReference, entry, link, format!("there is no {noun} `{key}`"));
    if let Some(renamed) = members.kind.renamed.iter().find(|renamed| renamed.from == key) {
        let note = format!("it was renamed to `{}`", renamed.to);
        return finding.note(note).help(renamed.to.clone());
    }
    let keys: Vec<&str> = members.entries.iter().map(|entry| entry.key.as_str()).collect();
    match nearest(key, keys.iter().copied()) {
        Some(near) => finding.help(format!("did you mean `{near}`?")),
        None if keys.is_empty() => finding.note(format!("there are no {}", members.kind.nouns())),
        None if keys.len() <= MOST => finding.note(format!("the {} are {}", members.kind.nouns(), listed(&keys))),
        None => finding.help(format!("see the {} of the kind `{}`", keys.len(), members.kind.id)),
    }
}

/// The references that end at an entry, each with the entry that it stands in; the first few.
fn users<'a>(registry: &'a Registry, entry: &Entry) -> Vec<(&'a Members, &'a Entry, &'a Linked)> {
    /// More would bury the mistake itself.
    const MOST: usize = 3;
    let id = &registry.members[entry.kind].kind.id;
    let holders =
        registry.members.iter().flat_map(|members| members.entries.iter().map(move |holder| (members, holder)));
    let links = holders.flat_map(|(members, holder)| holder.links.iter().map(move |link| (members, holder, link)));
    let ends_here = |link: &Linked| matches!(&link.to, Target::Entry { reference, key } if reference.to == *id && *key == entry.key);
    links.filter(|(_, _, link)| ends_here(link)).take(MOST).collect()
}

fn label_user(mistake: Diagnostic, (members, holder, link): &(&Members, &Entry, &Linked)) -> Diagnostic {
    mistake.also(holder.file.at(link.span), format!("the {} `{}` names it", members.kind.noun(), holder.key))
}

/// The pages of the docs, each read once.
struct Pages<'a, F> {
    files: &'a F,
    docs: Option<&'a Docs>,
    read: HashMap<String, Option<Page>>,
    names: Option<Vec<String>>,
    /// Whether it has been said that the project has no docs.
    refused: bool,
}

impl<F: Files> Pages<'_, F> {
    fn names(&mut self) -> &[String] {
        let root = self.docs.map_or("", |docs| docs.root.as_str());
        let files = self.files;
        self.names.get_or_insert_with(|| {
            let below = |path: &String| path.strip_prefix(root).map(|below| below.trim_start_matches('/').to_owned());
            let all = files.list(root).unwrap_or_default();
            all.iter().filter(|path| is_markdown(path)).filter_map(below).collect()
        })
    }
}

fn findings_of_page<F: Files>(
    pages: &mut Pages<'_, F>,
    entry: &Entry,
    link: &Linked,
    to: &str,
    findings: &mut Findings,
) {
    let Some(docs) = pages.docs else {
        let message = "the project has no `docs`, so a page cannot be named".to_owned();
        let finding = at_link(Code::MissingPage, entry, link, message).help("docs: { root: docs, flavour: mdbook }");
        findings.extend(Some(finding).filter(|_| !pages.refused));
        pages.refused = true;
        return;
    };
    let target = match PageTarget::parse(to) {
        Ok(target) => target,
        Err(error) => {
            findings.push(at_link(
                Code::MissingPage,
                entry,
                link,
                format!("`{to}` is not a page of the docs: {error}"),
            ));
            return;
        }
    };
    let Some(path) = files::join(&docs.root, &target.page).filter(|_| !target.page.is_empty()) else {
        findings.push(at_link(Code::MissingPage, entry, link, format!("`{to}` names no page below `{}`", docs.root)));
        return;
    };
    let (file_reader, flavour) = (pages.files, docs.flavour);
    let page = pages.read.entry(path.clone()).or_insert_with(|| {
        let inside = file_reader.what_is(&path) == Found::File;
        let bytes = inside.then(|| file_reader.read(&path)).and_then(|read| {
            read.unwrap_or_else(|error| {
                findings.push(unreadable(&error));
                // It is there, so it is not missing too; what it says is not known.
                Some(Vec::new())
            })
        })?;
        Some(Page::read(&String::from_utf8_lossy(&bytes), flavour))
    });
    let Some(page) = page else {
        let finding = at_link(Code::MissingPage, entry, link, format!("there is no page `{path}`"));
        let near = nearest(&target.page, pages.names().iter().map(String::as_str)).map(str::to_owned);
        findings.push(match near {
            Some(near) => finding.help(format!("did you mean `{near}`?")),
            None => finding.help(format!("write the page `{path}`")),
        });
        return;
    };
    let is_missing = |anchor: &String| docs.knows_anchors && !page.has_anchor(anchor);
    let Some(anchor) = target.anchor.filter(is_missing) else { return };
    let finding = at_link(Code::MissingAnchor, entry, link, format!("`{path}` has no heading `#{anchor}`"));
    let known: Vec<String> = page.anchors().iter().map(|anchor| format!("#{}", anchor.id)).collect();
    findings.push(match page.nearest_anchor(&anchor) {
        Some(near) => finding.help(format!("did you mean `{}#{near}`?", target.page)),
        None if known.is_empty() => finding.note("the page has no heading"),
        None => finding.note(format!("its headings are {}", listed(&known))),
    });
}

fn findings_of_path(files: &impl Files, entry: &Entry, link: &Linked, path: &str, findings: &mut Findings) {
    let Some(joined) = files::join("", path) else {
        let message = format!("`{path}` leads outside the project");
        findings.push(at_link(Code::OutsidePath, entry, link, message).help("write it relative to the project's root"));
        return;
    };
    if files.what_is(&joined) != Found::Nothing {
        return;
    }
    let finding = at_link(Code::MissingPath, entry, link, format!("there is no `{joined}`"));
    let folder = files::parent(&joined);
    let siblings = files.list(folder).unwrap_or_default();
    let child = |sibling: &String| {
        let below = sibling.strip_prefix(folder)?.trim_start_matches('/');
        let name = below.split('/').next()?;
        Some(if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") })
    };
    let mut children: Vec<String> = siblings.iter().filter_map(child).collect();
    children.dedup();
    findings.push(match nearest(&joined, children.iter().map(String::as_str)) {
        Some(near) => finding.help(format!("did you mean `{near}`?")),
        None if files.what_is(folder) == Found::Nothing => {
            finding.note(format!("there is no folder `{folder}` either"))
        }
        None => finding,
    });
}
