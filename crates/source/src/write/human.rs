//! The format for people: message, snippets with carets, remarks, and the diff of drift.
//!
//! 1. Labels are gathered by file, the primary one's file first, and split where they are far apart.
//! 2. Each group of labels becomes a snippet over a window of its lines; a text without content
//!    becomes its place alone.
//! 3. annotate-snippets draws the whole; path, notes and helps follow as its messages.

use std::fmt::Write as _;

use annotate_snippets::renderer::{DEFAULT_ADDITION_STYLE, DEFAULT_REMOVAL_STYLE, Style};
use annotate_snippets::{
    Annotation, AnnotationKind, Element, Group, Level, Message, Origin, Padding, Renderer, Snippet,
};

use crate::{Diagnostic, Findings, Label, Severity, Span, Text};

use super::Colour;
use super::visible;
use super::window::{TALL, tidy, window};

/// Ends the place above a snippet, so that what annotate-snippets counts after it can be cut off.
///
/// It counts in the window that it is given, where escapes and elisions have moved the columns; the
/// place holds the true ones. Never in user text, as [`visible`] escapes noncharacters.
const PLACE_END: char = '\u{ffff}';

/// How far the diff is indented.
const DIFF_INDENT: &str = "    ";

pub(super) fn write(findings: &Findings, colour: Colour) -> String {
    // Wide lines are elided by the window, which sees to it that the spans stay; terminals wrap the rest.
    const UNBOUNDED: usize = 1_000_000;
    let renderer = match colour {
        Colour::Never => Renderer::plain(),
        Colour::Always => Renderer::styled(),
    };
    let renderer = renderer.term_width(UNBOUNDED);
    let reports: Vec<String> = findings.iter().map(|finding| report(finding, &renderer, colour)).collect();
    reports.join("\n")
}

/// One finding, ended by a line break.
fn report(finding: &Diagnostic, renderer: &Renderer, colour: Colour) -> String {
    let title = level(finding.severity).primary_title(visible::one_line(&finding.message)).id(finding.code.as_str());
    let group = Group::with_title(title).elements(places(finding)).elements(messages(finding));
    let mut report = without_counted_places(&renderer.render(&[group]));
    if labels(finding).all(|(label, _)| is_bare(label)) {
        // Without line numbers, nothing is indented; with them, everything is, by their width.
        report = report.replace('\n', "\n ");
    }
    report.push('\n');
    if let Some(diff) = &finding.diff {
        push_diff(&mut report, diff, colour);
    }
    report
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Record => Level::INFO.with_name(severity.as_str()),
    }
}

/// A label with its span as it is shown.
struct Mark<'a> {
    kind: AnnotationKind,
    span: Span,
    label: &'a str,
}

/// Snippets and bare places of all labels; the one with the primary label first.
fn places(finding: &Diagnostic) -> Vec<Element<'static>> {
    let mut files: Vec<(&Text, Vec<Mark<'_>>)> = Vec::new();
    for (Label { place, text: label }, kind) in labels(finding) {
        let mark = Mark { kind, span: tidy(&place.text, place.span), label };
        match files.iter_mut().find(|(text, _)| **text == place.text) {
            Some((_, marks)) => marks.push(mark),
            None => files.push((&place.text, vec![mark])),
        }
    }
    let mut places = Vec::new();
    for (text, marks) in files {
        places.extend(file_places(text, marks, if places.is_empty() { Turn::First } else { Turn::Later }));
    }
    places
}

/// Whether a file's places come first. A bare place further down is set off from the snippet above it.
#[derive(Clone, Copy)]
enum Turn {
    First,
    Later,
}

/// Whether the label has no line to stand at: its text is empty, as that of a missing file is.
fn is_bare(label: &Label) -> bool {
    label.place.text.content().is_empty()
}

fn labels(finding: &Diagnostic) -> impl Iterator<Item = (&Label, AnnotationKind)> {
    let secondary = finding.secondary.iter().map(|label| (label, AnnotationKind::Context));
    std::iter::once((&finding.primary, AnnotationKind::Primary)).chain(secondary)
}

/// One snippet for each group of marks that are near each other.
fn file_places(text: &Text, mut marks: Vec<Mark<'_>>, turn: Turn) -> Vec<Element<'static>> {
    if text.content().is_empty() {
        let place = Origin::path(visible::one_line(text.name())).line(1).char_column(1);
        return match turn {
            Turn::First => vec![place.into()],
            Turn::Later => vec![Padding.into(), place.into()],
        };
    }
    marks.sort_by_key(|mark| mark.span);
    let mut groups: Vec<Vec<Mark<'_>>> = Vec::new();
    let mut last_line = 0;
    for mark in marks {
        let lines = (text.line(mark.span.start), text.line(mark.span.end));
        match groups.last_mut() {
            Some(group) if lines.0.saturating_sub(last_line) < TALL => group.push(mark),
            Some(_) | None => groups.push(vec![mark]),
        }
        last_line = lines.1.max(last_line);
    }
    groups.sort_by_key(|group| main_mark(group).kind);
    groups.iter().map(|group| snippet(text, group).into()).collect()
}

/// The mark whose place stands above the snippet.
fn main_mark<'a, 'm>(group: &'m [Mark<'a>]) -> &'m Mark<'a> {
    group.iter().min_by_key(|mark| mark.kind).expect("a group begins with its first mark")
}

fn snippet(text: &Text, group: &[Mark<'_>]) -> Snippet<'static, Annotation<'static>> {
    let spans: Vec<Span> = group.iter().map(|mark| mark.span).collect();
    let window = window(text, &spans);
    let place = text.position(main_mark(group).span.start);
    let annotations = group.iter().zip(window.spans).map(|(mark, span)| {
        let label = (!mark.label.is_empty()).then(|| visible::one_line(mark.label));
        mark.kind.span(span).label(label)
    });
    Snippet::source(window.source)
        .line_start(window.first_line as usize)
        .path(format!("{}:{place}{PLACE_END}", visible::one_line(text.name())))
        .annotations(annotations)
}

/// Cuts off the `:line:column` that annotate-snippets adds to a place.
fn without_counted_places(rendered: &str) -> String {
    let mut parts = rendered.split(PLACE_END);
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |shown, part| shown + part.trim_start_matches(|at: char| at == ':' || at.is_ascii_digit()))
}

/// Labels that have no line to stand at, then path, notes and helps.
fn messages(finding: &Diagnostic) -> Vec<Message<'static>> {
    let note = |text: &str| Level::NOTE.message(visible::lines(text));
    let bare = labels(finding).map(|(label, _)| label).filter(|label| is_bare(label) && !label.text.is_empty());
    let path = finding.path.iter().map(|path| Level::NOTE.with_name("path").message(visible::one_line(path)));
    let help = finding.help.iter().map(|help| Level::HELP.message(visible::lines(help)));
    let notes = bare.map(|label| note(&label.text)).chain(path);
    notes.chain(finding.notes.iter().map(|text| note(text))).chain(help).collect()
}

fn push_diff(report: &mut String, diff: &str, colour: Colour) {
    // A context line that is empty may end the diff; the output ends in one line break.
    for line in diff.trim_end_matches(['\n', ' ']).split('\n') {
        let style = match (colour, line.as_bytes().first()) {
            (Colour::Always, Some(b'+')) => DEFAULT_ADDITION_STYLE,
            (Colour::Always, Some(b'-')) => DEFAULT_REMOVAL_STYLE,
            (Colour::Always | Colour::Never, _) => Style::new(),
        };
        if !line.trim().is_empty() {
            let line = visible::one_line(line);
            // Writing to a string cannot fail.
            let _ = write!(report, "{DIFF_INDENT}{style}{line}{style:#}");
        }
        report.push('\n');
    }
}
