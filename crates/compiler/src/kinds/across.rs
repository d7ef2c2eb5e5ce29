//! What the keywords of one kind say of another, checked once all kinds are known.

use source::{Code, Diagnostic, Findings};

use super::Kind;
use crate::profile::{Field, Link, Shape, Slot, Type, sibling};

/// Checks the chains of all kinds, and what kinds with factories or run-time entries need.
pub(crate) fn check_across(kinds: &[Kind], findings: &mut Findings) {
    for kind in kinds {
        for fields in kind.model.items.iter().flat_map(|item| structs(&item.shape)) {
            for field in fields {
                check_field(kind, fields, field, kinds, findings);
            }
        }
        check_factories(kind, kinds, findings);
    }
}

/// The fields of a shape: of a struct, or of each variant.
fn structs(shape: &Shape) -> Vec<&[Field]> {
    match shape {
        Shape::Struct(fields) => vec![fields],
        Shape::Tagged { variants, .. } => variants.iter().map(|variant| variant.fields.as_slice()).collect(),
        Shape::Enum(_) | Shape::Union(_) => Vec::new(),
    }
}

fn check_field(kind: &Kind, fields: &[Field], field: &Field, kinds: &[Kind], findings: &mut Findings) {
    match &field.value.link {
        Some(Link::Chain(chain)) => check_chain(kind, &field.value, chain, kinds, findings),
        Some(Link::ConfigOf(pointer)) if kind.block.runtime => {
            let named = sibling(pointer).and_then(|name| fields.iter().find(|field| field.name == name));
            if named.and_then(|field| field.value.ty.hard_reference()).is_none() {
                let message = format!(
                    "with `runtime: true` a config belongs to the entry that a property beside it names, and `{pointer}` \
                     leads to no such property of `{}`",
                    field.name
                );
                let finding = Diagnostic::new(Code::InvalidKind, kind.file.at(kind.block_span), message);
                findings.push(finding.path("/x-registry/runtime").help("x-config-of: 1/step"));
            }
        }
        Some(Link::Doc | Link::Path | Link::ConfigOf(_)) | None => {}
    }
}

fn check_chain(kind: &Kind, slot: &Slot, chain: &crate::profile::Chain, kinds: &[Kind], findings: &mut Findings) {
    let finding = |message: String| Diagnostic::new(Code::InvalidKind, kind.file.at(chain.span), message);
    let Some(reference) = chain.reference(&kind.model, &slot.ty) else {
        let message = format!("`x-chain` needs items with a property `{}` that names an entry", chain.by);
        findings.push(
            finding(message).help("by: step, where the items have `step: { type: string, x-ref: registry.kind }`"),
        );
        return;
    };
    // A kind that does not exist, or has a mistake, has been reported.
    let Some(named) = kinds.iter().find(|kind| kind.id == reference.to) else { return };
    for (keyword, pointer) in [("takes", &chain.takes), ("gives", &chain.gives)] {
        if named.model.chain_end(pointer).is_none() {
            let message =
                format!("`{keyword}: {pointer}` leads to no text or reference that every {} has", named.noun());
            findings.push(finding(message).help(format!("{keyword}: /contracts/input")));
        }
    }
}

/// A kind with factories is an enum, and its ports are references to one kind.
fn check_factories(kind: &Kind, kinds: &[Kind], findings: &mut Findings) {
    let Some(product) = &kind.block.build else { return };
    let mut wrong = |property: &str, message: String, help: &str| {
        let finding = Diagnostic::new(Code::InvalidKind, kind.file.at(kind.block_span), message);
        findings.push(finding.path(format!("/x-registry/{property}")).help(help));
    };
    if !kind.block.closed {
        wrong("build", "factories have a method for each entry, so the kind is closed".to_owned(), "closed: true");
    }
    if matches!(product.as_str(), "Ports" | "Error" | "Self") {
        wrong("build", format!("`{product}` is a name that every factory trait has already"), "build: Step");
    }
    let has_ports = kind.model.root_item().is_some_and(|id| {
        structs(&kind.model.item(id).shape)
            .concat()
            .iter()
            .any(|field| field.name == kind.block.ports && field.value.ty != Type::Any)
    });
    if has_ports && kind.ports().is_none() {
        let message = format!(
            "`{}` lists the ports of an entry, so it is an array of references with a default",
            kind.block.ports
        );
        wrong("ports", message, "ports: { type: array, items: { type: string, x-ref: registry.port }, default: [] }");
    }
    let ports = kind.ports().and_then(|reference| kinds.iter().find(|kind| kind.id == reference.to));
    if let Some(ports) = ports.filter(|ports| !ports.block.closed) {
        let message = format!("`{}` are ports, each an associated type, so that kind is closed", ports.id);
        let help = format!("`closed: true` in `{}`", ports.file.name());
        wrong("ports", message, &help);
    }
}
