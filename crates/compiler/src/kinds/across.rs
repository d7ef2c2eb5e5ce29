//! What the keywords of one kind say of another, checked once all kinds are known.

use source::{Code, Diagnostic, Findings, nearest};
use yaml::Pointer;

use super::Kind;
use crate::profile::{Chain, ChainPlaces, ConfigOf, Field, Link, Shape, Slot, Type, sibling};
use crate::schema::listed;

/// Checks the chains of all kinds, and what kinds with factories or run-time entries need.
pub(crate) fn check_across(kinds: &[Kind], findings: &mut Findings) {
    for kind in kinds {
        for slot in kind.model.slots() {
            if let Some(Link::Chain(chain)) = &slot.link {
                check_chain(kind, slot, chain, kinds, findings);
            }
        }
        if kind.block.runtime {
            check_configs(kind, findings);
        }
        check_factories(kind, kinds, findings);
    }
}

/// At run time a config belongs to the entry that a property beside it names.
fn check_configs(kind: &Kind, findings: &mut Findings) {
    let structs = kind.model.items.iter().flat_map(|item| structs(&item.shape));
    let fits = |of: &ConfigOf| {
        let by = sibling(&of.pointer);
        let beside = |fields: &[Field]| {
            let is_here = fields.iter().any(|field| field.value.link.as_ref().is_some_and(|link| is_of(link, of)));
            let named = fields.iter().find(|field| Some(&field.name) == by.as_ref());
            is_here && named.is_some_and(|field| field.value.ty.hard_reference().is_some())
        };
        structs.clone().any(beside)
    };
    for slot in kind.model.slots() {
        let Some(Link::ConfigOf(of)) = &slot.link else { continue };
        if !fits(of) {
            let (span, path) = &of.place;
            let message = format!("with `runtime: true`, `{}` must name a property beside the config", of.pointer);
            let finding = Diagnostic::new(Code::InvalidKind, kind.file.at(*span), message).path(path.as_str());
            findings.push(finding.help("x-config-of: 1/step, where `step` is a reference beside the config"));
        }
    }
}

fn is_of(link: &Link, of: &ConfigOf) -> bool {
    matches!(link, Link::ConfigOf(other) if other.place == of.place)
}

/// The fields of a shape: of a struct, or of each variant.
fn structs(shape: &Shape) -> Vec<&[Field]> {
    match shape {
        Shape::Struct(fields) => vec![fields],
        Shape::Tagged { variants, .. } => variants.iter().map(|variant| variant.fields.as_slice()).collect(),
        Shape::Enum(_) | Shape::Union(_) => Vec::new(),
    }
}

fn check_chain(kind: &Kind, slot: &Slot, chain: &Chain, kinds: &[Kind], findings: &mut Findings) {
    let ChainPlaces { at, spans } = &chain.places;
    let finding = |word: &str, message: String| {
        let span = spans.get(word).copied().unwrap_or(kind.block_span);
        Diagnostic::new(Code::InvalidKind, kind.file.at(span), message).path(format!("{at}/{word}"))
    };
    let Some(reference) = chain.reference(&kind.model, &slot.ty) else {
        let Type::List(item) = &slot.ty else { return };
        let fields = kind.model.fields(&item.ty).iter();
        let naming = fields.filter(|field| field.value.ty.hard_reference().is_some());
        let naming: Vec<&str> = naming.map(|field| field.name.as_str()).collect();
        let message = format!("`{}` is no property of the items that names an entry", chain.by);
        findings.push(with_nearest(
            finding("by", message),
            &chain.by,
            &naming,
            "step: { type: string, x-ref: registry.kind }",
        ));
        return;
    };
    // A kind that does not exist, or has a mistake, has been reported.
    let Some(named) = kinds.iter().find(|kind| kind.id == reference.to) else { return };
    for (word, pointer) in [("takes", &chain.takes), ("gives", &chain.gives)] {
        if let Err(error) = pointer.parse::<Pointer>() {
            let broken = finding(word, format!("`{pointer}` is not a JSON Pointer: {error}"));
            findings.push(broken.help(format!("{word}: /{}", pointer.trim_start_matches('/'))));
        } else if named.model.chain_end(pointer).is_none() {
            let message = format!("`{pointer}` leads to no text or reference that every {} has", named.noun());
            let ends = named.model.chain_ends();
            let ends: Vec<&str> = ends.iter().map(String::as_str).collect();
            findings.push(with_nearest(finding(word, message), pointer, &ends, &format!("{word}: /contracts/input")));
        }
    }
}

/// Names what was probably meant, or all that there is.
fn with_nearest(finding: Diagnostic, given: &str, known: &[&str], otherwise: &str) -> Diagnostic {
    match nearest(given, known.iter().copied()) {
        Some(near) => finding.help(format!("did you mean `{near}`?")),
        None if known.is_empty() => finding.help(otherwise),
        None if known.len() == 1 => finding.note(format!("expected `{}`", known[0])),
        None => finding.note(format!("expected one of {}", listed(known))),
    }
}

/// A kind with factories is an enum, and its ports are references to one closed kind.
fn check_factories(kind: &Kind, kinds: &[Kind], findings: &mut Findings) {
    let Some(product) = &kind.block.build else { return };
    let mut wrong = |property: &str, message: String, help: &str| {
        let finding = Diagnostic::new(Code::InvalidKind, kind.place_of(property), message);
        findings.push(finding.path(format!("/x-registry/{property}")).help(help));
    };
    if !kind.block.closed {
        wrong(
            "closed",
            "a kind with `build` is closed: its factories have a method for each entry".to_owned(),
            "closed: true",
        );
    }
    if matches!(product.as_str(), "Ports" | "Error" | "Self") {
        let help = format!("build: {}", crate::profile::variant(&kind.title).unwrap_or_default());
        wrong("build", format!("`{product}` is a name that every factory trait has already"), &help);
    }
    let named = &kind.block.ports;
    let field = kind.model.fields(&kind.model.root.ty).iter().find(|field| field.name == *named);
    if let Some(field) = field.filter(|_| kind.ports().is_none()) {
        let message = format!("`{named}` lists the ports of an entry, so it is an array of references with a default");
        let of_references = matches!(&field.value.ty, Type::List(item) if item.ty.hard_reference().is_some());
        let help = if of_references { "default: []" } else { "items: { type: string, x-ref: registry.port }" };
        wrong("ports", message, help);
    }
    let ports = kind.ports().and_then(|reference| kinds.iter().find(|kind| kind.id == reference.to));
    if let Some(ports) = ports.filter(|ports| !ports.block.closed) {
        let message =
            format!("the entries of `{}` are ports, each an associated type, so that kind is closed", ports.id);
        wrong("ports", message, &format!("`closed: true` in `{}`", ports.file.name()));
    }
}
