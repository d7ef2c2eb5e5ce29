//! Every place that names an entry: in entries, in configs that they are given, and in schemas.

use std::collections::BTreeSet;

use source::{Code, Diagnostic, Place, Severity, Span, Text};
use yaml::{Node, Pointer};

use super::Scene;
use super::add::Parsed;
use crate::entries::links::collect;
use crate::entries::{Entry, Linked, Target};
use crate::files::Files;
use crate::kinds::{self, Kind, visit_schemas};
use crate::profile::{Link, Says};
use crate::registry::Registry;

/// A place that names an entry.
#[derive(Clone, Debug)]
pub(super) struct Named {
    pub(super) text: Text,
    pub(super) document: usize,
    pub(super) at: Pointer,
    pub(super) span: Span,
}

/// All places that name the entry `key` of the kind `id`, each once.
pub(super) fn to(registry: &Registry, id: &str, key: &str, parsed: &mut Parsed) -> Vec<Named> {
    let mut search = Search { registry, id, key, found: Vec::new() };
    for members in &registry.members {
        search.kind(&members.kind, parsed);
        for entry in &members.entries {
            search.links(entry, &entry.links);
            search.config(&members.kind, entry, parsed);
        }
    }
    let mut seen = BTreeSet::new();
    search.found.retain(|named| seen.insert((named.text.name().to_owned(), named.document, named.at.clone())));
    search.found
}

/// Why it cannot be told what names an entry: a file cannot be read, or a kind cannot be used.
pub(super) fn unseen<F: Files>(scene: &Scene<'_, F>, entry: &Entry) -> Option<Diagnostic> {
    let what = format!("what else names the {} `{}`", scene.kind().noun(), entry.key);
    let findings = &scene.before.findings;
    let unused =
        kinds::declared(scene.files, scene.project).into_iter().find(|id| scene.before.registry.get(id).is_none());
    let of_kind = |finding: &&Diagnostic| {
        let name =
            unused.as_deref().and_then(|id| id.rsplit_once('.')).map(|(_, name)| format!("/kinds/{name}.schema.yaml"));
        let is_there = name.is_some_and(|name| finding.primary.place.text.name().ends_with(&name));
        is_there && finding.severity == Severity::Error
    };
    let reason = findings.iter().find(|finding| hides(finding)).or_else(|| findings.iter().find(of_kind))?;
    Some(untold(&what, entry.place(), reason))
}

/// Whether a finding says that a file of definitions was not read, or not to its end.
pub(super) fn hides(finding: &Diagnostic) -> bool {
    let of_file = matches!(finding.code, Code::FileTooLarge | Code::UnreadableFile | Code::OutsidePath);
    let is_page = finding.primary.place.text.name().rsplit_once('.').is_some_and(|(_, ending)| ending == "md");
    // A path that an entry names has a pointer, and a page that cannot be read hides no definition.
    let is_unread = of_file && !is_page && finding.path.is_none();
    is_unread || matches!(finding.code, Code::YamlSyntax | Code::YamlDepth)
}

/// Something that must be known and cannot be, because of a finding.
pub(super) fn untold(what: &str, place: Place, reason: &Diagnostic) -> Diagnostic {
    let path = reason.primary.place.text.name();
    let message = format!("{what} cannot be told, as `{path}` cannot be used");
    let finding = Diagnostic::new(Code::UnsafeEdit, place, message);
    finding.also(reason.primary.place.clone(), reason.message.as_str()).help(format!("mend `{path}` first"))
}

struct Search<'a> {
    registry: &'a Registry,
    id: &'a str,
    key: &'a str,
    found: Vec<Named>,
}

impl Search<'_> {
    fn links(&mut self, entry: &Entry, links: &[Linked]) {
        for link in links {
            match &link.to {
                Target::Entry { reference, key } if reference.to == self.id && key == self.key => {
                    let (text, at) = (entry.file.clone(), link.at.clone());
                    self.found.push(Named { text, document: entry.document, at, span: link.span });
                }
                Target::Config { owner: Some(owner), value, given: true, .. } => {
                    let members = self.registry.get(&owner.kind);
                    let owner = members.and_then(|members| Some(&members.entries[members.find(&owner.key)?]));
                    if let Some(config) = owner.and_then(|owner| owner.config.as_ref()) {
                        self.links(entry, &collect(&config.model, value, &link.at));
                    }
                }
                Target::Entry { .. }
                | Target::Config { .. }
                | Target::Doc(_)
                | Target::Path(_)
                | Target::Chain { .. } => {}
            }
        }
    }

    /// What the schema of an entry's config names.
    fn config(&mut self, kind: &Kind, entry: &Entry, parsed: &mut Parsed) {
        let named = entry.config.as_ref().is_some_and(|config| config.references.iter().any(|to| to.to == self.id));
        let Some(property) = kind.config.as_ref().filter(|_| named) else { return };
        let Some(schema) = parsed.node(entry).and_then(|node| node.get(property)) else { return };
        let at = entry.at.join(property);
        let mut samples = Samples::new(schema, self.id, self.key);
        match schema.as_sequence() {
            Some(parameters) => {
                for (index, parameter) in parameters.iter().enumerate() {
                    samples.of_schemas(parameter, &at.join(index.to_string()));
                }
            }
            None => samples.of_schemas(schema, &at),
        }
        let found = samples.found.into_iter();
        let named = |(at, span)| Named { text: entry.file.clone(), document: entry.document, at, span };
        self.found.extend(found.map(named));
    }

    /// What the schema of a kind names: the ends of chains, defaults and examples.
    fn kind(&mut self, kind: &Kind, parsed: &mut Parsed) {
        let named = |(at, span)| Named { text: kind.file.clone(), document: 0, at, span };
        for slot in kind.model.slots() {
            let Some(Link::Chain(chain)) = &slot.link else { continue };
            let of = chain.reference(&kind.model, &slot.ty).and_then(|reference| self.registry.get(&reference.to));
            let Some(of) = of else { continue };
            for (word, key, pointer) in [("first", &chain.first, &chain.takes), ("last", &chain.last, &chain.gives)] {
                let says = of.kind.model.chain_end(pointer).map(|end| end.says);
                let is_kind = matches!(says, Some(Says::Key(reference)) if reference.to == self.id);
                if is_kind && key.as_deref() == Some(self.key) {
                    let span = chain.places.spans.get(word).copied().unwrap_or(kind.block_span);
                    self.found.push(named((Pointer::parse_lossy(&chain.places.at).join(word), span)));
                }
            }
        }
        if kind.references.iter().any(|mention| mention.to == self.id)
            && let Some(document) = parsed.documents(&kind.file).first()
        {
            let mut samples = Samples::new(&document.root, self.id, self.key);
            samples.of_schemas(&document.root, &Pointer::root());
            self.found.extend(samples.found.into_iter().map(named));
        }
    }
}

/// The keys in the defaults and examples of a schema.
struct Samples<'a> {
    definitions: Option<&'a Node>,
    id: &'a str,
    key: &'a str,
    /// Schemas can be recursive without end; a sample that takes more steps than this is none of ours.
    steps: usize,
    found: Vec<(Pointer, Span)>,
}

impl<'a> Samples<'a> {
    fn new(root: &'a Node, id: &'a str, key: &'a str) -> Self {
        const MOST_STEPS: usize = 100_000;
        Self { definitions: root.get("$defs"), id, key, steps: MOST_STEPS, found: Vec::new() }
    }

    fn of_schemas(&mut self, schema: &Node, at: &Pointer) {
        visit_schemas(schema, at, &mut |schema, at| {
            if let Some(default) = schema.get("default") {
                self.look(schema, default, &at.join("default"));
            }
            for (index, example) in schema.get("examples").and_then(Node::as_sequence).into_iter().flatten().enumerate()
            {
                self.look(schema, example, &at.join("examples").join(index.to_string()));
            }
        });
    }

    /// Looks for the key in a value that follows a schema.
    fn look(&mut self, schema: &Node, value: &Node, at: &Pointer) {
        let Some(left) = self.steps.checked_sub(1) else { return };
        self.steps = left;
        let refers = schema.get("x-ref").and_then(|to| to.as_str().or_else(|| to.get("to")?.as_str()));
        if refers == Some(self.id) && value.as_str() == Some(self.key) {
            self.found.push((at.clone(), value.span));
            return;
        }
        let named = schema.get("$ref").and_then(Node::as_str).and_then(|to| to.strip_prefix("#/$defs/"));
        if let Some(definition) = named.and_then(|name| self.definitions?.get(name)) {
            self.look(definition, value, at);
        }
        for member in schema.get("oneOf").and_then(Node::as_sequence).into_iter().flatten() {
            self.look(member, value, at);
        }
        if let (Some(items), Some(values)) = (schema.get("items"), value.as_sequence()) {
            for (index, value) in values.iter().enumerate() {
                self.look(items, value, &at.join(index.to_string()));
            }
        }
        for pair in value.as_mapping().into_iter().flatten() {
            let own = schema.get("properties").and_then(|properties| properties.get(&pair.key));
            if let Some(schema) = own.or_else(|| schema.get("additionalProperties")) {
                self.look(schema, &pair.value, &at.join(&pair.key));
            }
        }
    }
}
