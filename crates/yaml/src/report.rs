//! Where the parts of this crate push findings: they know the text, and are bounded in number.

use source::{Code, Diagnostic, Findings, Span, Text};

/// The findings of one text.
pub(crate) struct Report<'a> {
    text: &'a Text,
    findings: &'a mut Findings,
    left: usize,
}

/// No more findings than this are kept of one file: a megabyte of `a:` lines would otherwise be
/// 300,000 diagnostics, each a hundred times as large as its line.
const MOST: usize = 1_000;

impl<'a> Report<'a> {
    pub(crate) fn new(text: &'a Text, findings: &'a mut Findings) -> Self {
        Self { text, findings, left: MOST }
    }

    /// Whether nothing more is kept, so that nothing more need be put into words.
    pub(crate) fn is_full(&self) -> bool {
        self.left == 0
    }

    /// A finding at a span of the text.
    pub(crate) fn at(&self, code: Code, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(code, self.text.at(span), message)
    }

    /// Adds a finding; the last one that is kept says that there may be more.
    pub(crate) fn push(&mut self, finding: Diagnostic) {
        if self.left == 0 {
            return;
        }
        self.left -= 1;
        let finding = match self.left {
            0 => finding.note(format!("only the first {MOST} findings of a file are kept")),
            _ => finding,
        };
        self.findings.push(finding);
    }
}
