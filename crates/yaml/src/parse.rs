//! Text → documents: checks the size, runs the parser, hands its events to the tree.
//!
//! granit-parser is seen by this module, `tree`, `marks`, `scalar`, `lenient` and `syntax` only, and by
//! nobody outside of this crate.

use granit_parser::{Options, Parser, ScanError};
use source::{Code, Diagnostic, Findings, Span, Text};

use crate::marks::{Mark, Marks};
use crate::report::Report;
use crate::tree::Tree;
use crate::{Document, Limits, Mode, lenient, syntax};

/// All documents of a file, as YAML 1.2 with the core schema.
///
/// What is wrong is pushed into `findings`. After a finding that is about one value (a number out
/// of range, a key twice) the tree goes on with the nearest harmless value; after a syntax error or
/// a collection that is nested too deeply, the documents before the one at fault are returned.
/// A file without any document (empty, or comments only) gives none.
///
/// Time and memory are linear in the size of the text plus the limit on aliases, whatever the text.
pub fn parse(text: &Text, limits: &Limits, findings: &mut Findings) -> Vec<Document> {
    read(text, limits, findings, Marks::none()).documents
}

/// As [`parse()`], and how the documents are written. The marks are whole only where there are no errors.
pub(crate) fn parse_marked(text: &Text, limits: &Limits, findings: &mut Findings) -> (Vec<Document>, Vec<Mark>) {
    let Read { documents, marks, .. } = read(text, limits, findings, Marks::kept());
    (documents, marks.into_vec())
}

/// How a text is written, as far as it can be read, and whether that is to its end. What is wrong with it
/// is said by [`parse()`].
pub(crate) fn marks(text: &Text, limits: &Limits) -> (Vec<Mark>, Reach) {
    let Read { marks, reach, .. } = read(text, limits, &mut Findings::new(), Marks::kept());
    (marks.into_vec(), reach)
}

/// How far a text can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// To its end.
    End,
    /// To a mistake behind its last mark.
    Mistake,
}

/// What was read.
struct Read {
    documents: Vec<Document>,
    marks: Marks,
    reach: Reach,
}

fn read(text: &Text, limits: &Limits, findings: &mut Findings, marks: Marks) -> Read {
    let bytes = text.content().len();
    // Spans are 32 bits wide.
    let most = limits.bytes.min(u32::MAX as usize - 1);
    if bytes > most {
        findings.push(too_large(text, bytes, most));
        return Read { documents: Vec::new(), marks, reach: Reach::Mistake };
    }
    let mut report = Report::new(text, findings);
    let mut tree = Tree::new(text, limits, &mut report, marks);
    let end = run(text, limits, &mut tree);
    let (documents, suspects, marks) = tree.finish();
    let reach = if end.is_ok() { Reach::End } else { Reach::Mistake };
    match end {
        Ok(()) => lenient::warn(text, limits, suspects, &mut report),
        Err(Stop::Syntax(error)) => report.push(syntax::diagnose(text, limits, &error)),
        Err(Stop::Reported) => {}
    }
    Read { documents, marks, reach }
}

/// Why a text is not read to its end.
pub(crate) enum Stop {
    /// It is not YAML from here on.
    Syntax(ScanError),
    /// It cannot be kept, and that is reported already.
    Reported,
}

/// Feeds all events to the tree.
fn run<'a>(text: &'a Text, limits: &Limits, tree: &mut Tree<'a, '_>) -> Result<(), Stop> {
    let mut parser = Parser::new_from_str_with_options(text.content(), options(limits, limits.mode));
    while let Some(event) = parser.next_event() {
        let (event, span) = event.map_err(Stop::Syntax)?;
        tree.event(event, span)?;
    }
    Ok(())
}

/// The parser's options: its own limits never bind before ours.
pub(crate) fn options(limits: &Limits, mode: Mode) -> Options {
    let mut options = Options::default();
    options.strict_indentation = mode == Mode::Strict;
    // Aliases without anchor are ours to report: each of them, at its place, with the nearest name.
    options.emit_unresolved_aliases = true;
    options.emit_anchor_events = true;
    // The tree has no comments; and unless they are off, 97 of them after a key are an error.
    options.set_emit_comments(false);
    // One more than ours, so that the tree sees the collection that is too deep and can name it.
    options.flow_nesting_limit = limits.max_depth() + 1;
    options.block_nesting_limit = limits.max_depth() + 1;
    options.max_directive_bytes = usize::MAX;
    options.max_reserved_directive_params = usize::MAX;
    options
}

/// A file of more `bytes` than `most`.
fn too_large(text: &Text, bytes: usize, most: usize) -> Diagnostic {
    Diagnostic::new(
        Code::FileTooLarge,
        text.at(Span::default()),
        format!("the file has {bytes} bytes, more than the limit of {most}"),
    )
    .help("split it into several files")
}
