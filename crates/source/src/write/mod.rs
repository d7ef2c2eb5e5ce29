//! Writes findings: one format for people, three for machines, one file each.

mod human;

mod github;
mod json;
mod sarif;

mod visible;
mod window;

pub use visible::{is_hidden, json as visible_json, one_line as visible};

use crate::{Diagnostic, Findings};

/// How findings are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// Snippets and carets, for people. A path with line and column stands above each snippet; the
    /// JSON Pointer, notes and helps below it, and the diff of drift below those.
    #[default]
    Human,
    /// One JSON object a line, in a schema that only grows. All fields are always there, in this order:
    ///
    /// | field | value |
    /// | --- | --- |
    /// | `code` | name of the [`Code`](crate::Code), such as `unknown-reference` |
    /// | `severity` | `error`, `warning` or `record` |
    /// | `message` | what is wrong, without a final dot |
    /// | `file` | path relative to the project, with `/` |
    /// | `span` | `{start, end}` in bytes from 0, half-open |
    /// | `start` | `{line, column}` from 1, columns in Unicode scalar values |
    /// | `end` | the same, one past the last character |
    /// | `path` | JSON Pointer to the value at fault, or `null` |
    /// | `label` | text at the place, may be empty |
    /// | `related` | other places: `[{file, span, start, end, message}]` |
    /// | `notes` | facts, `[string]` |
    /// | `help` | what to do, `[string]` |
    /// | `diff` | unified diff from what is to what should be, or `null` |
    /// | `entry` | the entry that the place lies in, `{kind, key}`, or `null` |
    /// | `rule` | the id of the rule that is broken, or `null` |
    Json,
    /// SARIF 2.1.0, for code scanning: one run, with a rule for each code that occurs. Columns count
    /// Unicode scalar values. Diffs are left out.
    Sarif,
    /// Workflow commands that GitHub shows at the line.
    Github,
}

/// Whether the human format may use terminal colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Colour {
    /// Plain text.
    #[default]
    Never,
    /// ANSI escapes.
    Always,
}

/// All findings in `format`, in their order; deterministic, without any path that the findings do
/// not name. Each line ends in a line break; without findings, only SARIF writes something.
///
/// Characters that act instead of showing (controls, bidi marks, invisible ones) never come out raw:
/// people see `\u{202e}`, JSON and SARIF hold the JSON escape of the same character.
///
/// ```
/// use source::{Code, Colour, Diagnostic, Findings, Format, Span, Text};
///
/// let text = Text::new("steps/a.yaml", "prots: []\n");
/// let mut findings = Findings::new();
/// findings.push(
///     Diagnostic::new(Code::UnknownProperty, text.at(Span::new(0, 5)), "unknown property `prots`")
///         .help("did you mean `ports`?"),
/// );
/// let shown = source::write(&findings, Format::Human, Colour::Never);
/// assert!(shown.starts_with("error[unknown-property]: unknown property `prots`\n --> steps/a.yaml:1:1\n"));
/// ```
#[must_use]
pub fn write(findings: &Findings, format: Format, colour: Colour) -> String {
    match format {
        Format::Human => human::write(findings, colour),
        Format::Json => json::write(findings),
        Format::Sarif => sarif::write(findings),
        Format::Github => github::write(findings),
    }
}

/// What a finding says besides its message and places, one line of thought each, for the formats
/// that have room for one text only.
fn remarks(finding: &Diagnostic) -> impl Iterator<Item = String> + '_ {
    let path = finding.path.iter().map(|path| format!("path: {path}"));
    let notes = finding.notes.iter().map(|note| format!("note: {note}"));
    let help = finding.help.iter().map(|help| format!("help: {help}"));
    path.chain(notes).chain(help)
}
