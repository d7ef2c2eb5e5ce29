//! Workflow commands, which GitHub turns into annotations at the line.
//!
//! <https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands>, and for
//! escaping and for what is dropped `ActionCommandManager.cs` and `ActionCommand.cs` of `actions/runner`.

use crate::{Diagnostic, Findings, Severity};

use super::{remarks, visible};

pub(super) fn write(findings: &Findings) -> String {
    findings.iter().map(|finding| command(finding) + "\n").collect()
}

fn command(finding: &Diagnostic) -> String {
    let place = &finding.primary.place;
    let (start, end) = (place.start(), place.end());
    // The runner drops both columns of an annotation over several lines, with a complaint in its log.
    let columns =
        if start.line == end.line { format!(",col={},endColumn={}", start.column, end.column) } else { String::new() };
    format!(
        "::{} file={},line={},endLine={}{columns},title={}::{}",
        name(finding.severity),
        property(place.text.name()),
        start.line,
        end.line,
        property(finding.code.as_str()),
        data(&text(finding)),
    )
}

fn name(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Record => "notice",
    }
}

/// An annotation has one text only: label, other places and remarks are lines of it.
fn text(finding: &Diagnostic) -> String {
    let label = Some(finding.primary.text.clone()).filter(|label| !label.is_empty());
    let places = finding.secondary.iter().map(|label| format!("{}: {}", label.place, label.text));
    let lines = std::iter::once(visible::one_line(&finding.message));
    let lines: Vec<String> = lines.chain(label).chain(places).chain(remarks(finding)).collect();
    visible::lines(&lines.join("\n"))
}

/// No `\r` is left to escape: it is shown as hidden before it comes here.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(&visible::one_line(text)).replace(':', "%3A").replace(',', "%2C")
}
