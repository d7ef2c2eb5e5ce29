//! One JSON object a line. The schema stands at [`Format::Json`](super::Format::Json).

use serde_json::{Value, json};

use crate::{Diagnostic, Findings, Label, Place, Position};

use super::visible;

pub(super) fn write(findings: &Findings) -> String {
    findings.iter().map(|finding| visible::json(&object(finding).to_string()) + "\n").collect()
}

/// The fields come out in this order, as the feature `preserve_order` of `serde_json` is on.
fn object(finding: &Diagnostic) -> Value {
    let place = &finding.primary.place;
    json!({
        "code": finding.code.as_str(),
        "severity": finding.severity.as_str(),
        "message": finding.message,
        "file": place.text.name(),
        "span": span(place),
        "start": position(place.start()),
        "end": position(place.end()),
        "path": finding.path,
        "label": finding.primary.text,
        "related": finding.secondary.iter().map(related).collect::<Vec<_>>(),
        "notes": finding.notes,
        "help": finding.help,
        "diff": finding.diff,
        "entry": finding.entry.as_ref().map(|entry| json!({ "kind": entry.kind, "key": entry.key })),
        "rule": finding.rule,
    })
}

fn related(label: &Label) -> Value {
    json!({
        "file": label.place.text.name(),
        "span": span(&label.place),
        "start": position(label.place.start()),
        "end": position(label.place.end()),
        "message": label.text,
    })
}

fn span(place: &Place) -> Value {
    json!({ "start": place.span.start, "end": place.span.end })
}

fn position(position: Position) -> Value {
    json!({ "line": position.line, "column": position.column })
}
