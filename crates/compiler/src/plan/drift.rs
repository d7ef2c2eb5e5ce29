//! A plan as findings: each file that differs, why, how, and the command that mends it.

use similar::TextDiff;
use source::{Code, Diagnostic, Findings, Span, Text};

use super::{Action, Change, Plan};
use crate::project::Project;

/// Every change of a plan as a finding.
#[must_use]
pub fn drift(plan: &Plan, project: &Project) -> Findings {
    let mend = format!("{} gen", project.command);
    let mut findings = Findings::new();
    for change in &plan.changes {
        findings.push(finding(change).help(mend.as_str()));
    }
    findings
}

fn finding(change: &Change) -> Diagnostic {
    let path = change.path.as_str();
    let whole_file = || Text::new(path, "").at(Span::default());
    match &change.action {
        Action::Create => {
            let message = format!("`{path}` is missing: there is no such file");
            Diagnostic::new(Code::DriftMissing, whole_file(), message)
                .note(format!("it is generated from `{}`", change.from))
        }
        Action::Update { old } => {
            let message = format!("`{path}` is stale: it differs from its definition");
            let (old, new) = (String::from_utf8_lossy(old), String::from_utf8_lossy(&change.content));
            let text = Text::new(path, old.as_ref());
            let place = text.at(first_difference(&text, &new));
            let mut finding = Diagnostic::new(Code::DriftStale, place, message);
            finding.diff = Some(diff(path, &old, &new));
            finding.note(format!("it is generated from `{}`", change.from))
        }
        Action::Delete { .. } => {
            let message = format!("`{path}` is orphaned: no definition generates it any more");
            Diagnostic::new(Code::DriftOrphaned, whole_file(), message)
        }
    }
}

/// The first line in which two texts differ.
fn first_difference(old: &Text, new: &str) -> Span {
    let same = old.content().lines().zip(new.lines()).take_while(|(old, new)| old == new).count();
    let line = u32::try_from(same + 1).unwrap_or(u32::MAX).min(old.line_count());
    let start = old.line_start(line);
    let end = old.line_start(line + 1).max(start);
    let shown = old.slice(Span { start, end }).trim_end_matches(['\n', '\r']).len();
    Span::new(start as usize, start as usize + shown)
}

/// A unified diff from what is on disk to what should be, cut where it is long.
fn diff(path: &str, old: &str, new: &str) -> String {
    /// Enough to see what changed; the rest is one command away.
    const MOST_LINES: usize = 60;
    if old.contains('\0') || new.contains('\0') {
        return format!("binary: {} bytes on disk, {} bytes generated\n", old.len(), new.len());
    }
    let diff = TextDiff::from_lines(old, new);
    let unified = diff
        .unified_diff()
        .context_radius(2)
        .header(&format!("{path} (on disk)"), &format!("{path} (generated)"))
        .to_string();
    let lines: Vec<&str> = unified.lines().collect();
    if lines.len() <= MOST_LINES {
        return unified;
    }
    format!("{}\n… {} more lines\n", lines[..MOST_LINES].join("\n"), lines.len() - MOST_LINES)
}
