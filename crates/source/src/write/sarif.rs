//! SARIF 2.1.0, for code scanning.
//!
//! Section numbers are those of the OASIS standard "Static Analysis Results Interchange Format (SARIF)
//! Version 2.1.0".

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::{Code, Diagnostic, Findings, Label, Place, Severity};

use super::{remarks, visible};

pub(super) fn write(findings: &Findings) -> String {
    let codes: BTreeSet<Code> = findings.iter().map(|finding| finding.code).collect();
    let codes: Vec<Code> = codes.into_iter().collect();
    let log = json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {
                "driver": {
                    "name": "rollbook",
                    "version": env!("CARGO_PKG_VERSION"),
                    "rules": codes.iter().map(|&code| rule(code)).collect::<Vec<_>>(),
                },
            },
            "columnKind": "unicodeCodePoints",
            "results": findings.iter().map(|finding| result(finding, &codes)).collect::<Vec<_>>(),
        }],
    });
    visible::json(&format!("{log:#}")) + "\n"
}

/// The page is named in `help`, not in `helpUri`: that must be an absolute URI (section 3.49.12).
fn rule(code: Code) -> Value {
    json!({
        "id": code.as_str(),
        "shortDescription": { "text": code.title() },
        "help": { "text": format!("Run `rollbook explain {code}`, or read docs/diagnostics/{code}.md.") },
        "defaultConfiguration": { "level": level(code.severity()) },
    })
}

/// `codes` are sorted, and `finding` has one of them.
fn result(finding: &Diagnostic, codes: &[Code]) -> Value {
    json!({
        "ruleId": finding.code.as_str(),
        "ruleIndex": codes.partition_point(|&code| code < finding.code),
        "level": level(finding.severity),
        "message": { "text": text(finding) },
        "locations": [location(&finding.primary)],
        "relatedLocations": related(finding),
        "partialFingerprints": { "rollbook/v1": fingerprint(finding) },
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Record => "note",
    }
}

fn text(finding: &Diagnostic) -> String {
    let lines: Vec<String> = std::iter::once(finding.message.clone()).chain(remarks(finding)).collect();
    unlinked(&lines.join("\n"))
}

/// Viewers make links of `[text](target)` (section 3.11.6); a text from users must not choose a target.
fn unlinked(text: &str) -> String {
    text.replace("](", "\\](")
}

/// Each place once: the schema wants unique items.
fn related(finding: &Diagnostic) -> Vec<Value> {
    let mut related = Vec::new();
    for label in &finding.secondary {
        let location = location(label);
        if !related.contains(&location) {
            related.push(location);
        }
    }
    related
}

fn location(label: &Label) -> Value {
    let mut location = json!({
        "physicalLocation": {
            "artifactLocation": { "uri": uri(label.place.text.name()) },
            "region": region(&label.place),
        },
    });
    if !label.text.is_empty() {
        location["message"] = json!({ "text": unlinked(&label.text) });
    }
    location
}

/// End columns are one past the last character (section 3.30.8), as ours are.
fn region(place: &Place) -> Value {
    let (start, end) = (place.start(), place.end());
    json!({
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
        "byteOffset": place.span.start,
        "byteLength": place.span.end.saturating_sub(place.span.start),
    })
}

/// A relative reference: all but unreserved characters (RFC 3986, section 2.3) and `/` is encoded, so
/// that no `:` makes a scheme of a first segment.
fn uri(name: &str) -> String {
    let mut uri = String::with_capacity(name.len());
    for byte in name.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(char::from(byte)),
            other => {
                // Writing to a string cannot fail.
                let _ = write!(uri, "%{other:02X}");
            }
        }
    }
    uri
}

/// Stays the same while lines above a finding change: of its code, file and message.
fn fingerprint(finding: &Diagnostic) -> String {
    let parts = [finding.code.as_str(), finding.primary.place.text.name(), &finding.message];
    format!("{:016x}", fnv_1a(parts.join("\0").as_bytes()))
}

/// FNV-1a with 64 bits, by Fowler, Noll and Vo; constants from the IETF's "The FNV Non-Cryptographic
/// Hash Algorithm" (draft-eastlake-fnv), section 5.
fn fnv_1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, &byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_fnv_1a() {
        // Test vectors of the draft, appendix C.
        assert_eq!(fnv_1a(b""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(fnv_1a(b"a"), 0xaf63_dc4c_8601_ec8c);
        assert_eq!(fnv_1a(b"foobar"), 0x8594_4171_f739_67e8);
    }

    #[test]
    fn a_name_becomes_a_relative_reference() {
        assert_eq!(uri("steps/a b.yaml"), "steps/a%20b.yaml");
        assert_eq!(uri("c:é#?%.yaml"), "c%3A%C3%A9%23%3F%25.yaml");
    }
}
