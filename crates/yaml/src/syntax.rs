//! Says what is wrong with a text that is not YAML.

use granit_parser::ScanError;
use source::{Code, Diagnostic, Span, Text};

use crate::Limits;

/// The diagnostic of a syntax error.
pub(crate) fn diagnose(text: &Text, _limits: &Limits, error: &ScanError) -> Diagnostic {
    let at = error.marker().byte_offset().unwrap_or_default().min(text.content().len());
    Diagnostic::new(Code::YamlSyntax, text.at(Span::new(at, at)), error.info())
}
