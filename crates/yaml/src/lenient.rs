//! Warns where strict YAML would refuse the indentation of what was read.
//!
//! Inside of brackets, and up to a closing quote, the parser accepts lines that are indented no more
//! than the block around them, as libyaml does. While the tree is built each flow collection and
//! each quoted string that spans several lines is searched for such lines. That costs one look at
//! the blanks of these lines; the strict parser runs only over a text in which one was found, to
//! confirm it, and that text is then read twice.

use granit_parser::Parser;
use source::{Code, Diagnostic, Span, Text};

use crate::parse::options;
use crate::place::column;
use crate::report::Report;
use crate::words::spaces;
use crate::{Limits, Mode};

/// Lines that may be indented too little.
#[derive(Debug, Default)]
pub(crate) struct Suspects(Vec<Suspect>);

/// What goes on over several lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Within {
    /// A flow collection, in which lines may be comments.
    Brackets,
    /// A quoted string.
    Quotes,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Suspect {
    /// The first character of the line that is not blank.
    at: usize,
    /// How many blanks the line needs at least.
    needs: usize,
}

impl Suspects {
    /// Searches what stands in brackets or quotes at `span`, in a block that begins at `block`.
    pub(crate) fn look_at(&mut self, content: &str, span: Span, within: Within, block: u32) {
        let inside = content.get(span.range()).unwrap_or_default();
        if !inside.contains(['\n', '\r']) {
            return;
        }
        let needs = column(content, block) + 1;
        let start = span.start as usize;
        for (at, _) in inside.match_indices(['\n', '\r']) {
            let line = &inside[at + 1..];
            let blanks = line.len() - line.trim_start_matches([' ', '\t']).len();
            let text = &line[blanks..];
            let is_comment = within == Within::Brackets && text.starts_with('#');
            let is_blank = text.is_empty() || text.starts_with(['\n', '\r']);
            if blanks < needs && !is_blank && !is_comment {
                self.0.push(Suspect { at: start + at + 1 + blanks, needs });
            }
        }
    }
}

/// Warns of each suspect, if strict YAML refuses the first.
pub(crate) fn warn(text: &Text, limits: &Limits, mut suspects: Suspects, report: &mut Report<'_>) {
    // A string inside of brackets is searched with them and by itself.
    suspects.0.sort_unstable();
    suspects.0.dedup();
    if suspects.0.is_empty() || limits.mode == Mode::Strict {
        return;
    }
    let mut strict = Parser::new_from_str_with_options(text.content(), options(limits, Mode::Strict));
    let refusal = std::iter::from_fn(|| strict.next_event()).find_map(Result::err);
    let Some(first) = refusal.and_then(|error| error.marker().byte_offset()) else { return };
    suspects.0.retain(|suspect| suspect.at >= first);
    if suspects.0.is_empty() {
        report.push(finding(text, first, report));
    }
    for suspect in suspects.0 {
        let help = format!("indent it by {} or more", spaces(suspect.needs));
        report.push(finding(text, suspect.at, report).help(help));
    }
}

fn finding(text: &Text, at: usize, report: &Report<'_>) -> Diagnostic {
    let character = text.content().get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    let span = Span::new(at, at + character);
    report.at(Code::YamlLenient, span, "this line is indented too little for strict YAML")
}
