//! Warns where strict YAML would refuse what was read.

use source::{Span, Text};

use crate::Limits;
use crate::report::Report;

/// Places where a text may be indented too little.
#[derive(Debug, Default)]
pub(crate) struct Suspects(Vec<u32>);

impl Suspects {
    pub(crate) fn look_at(&mut self, content: &str, span: Span, block: Option<u32>) {
        let _ = (content, span, block, &self.0);
    }
}

pub(crate) fn warn(text: &Text, limits: &Limits, suspects: &Suspects, report: &mut Report<'_>) {
    let _ = (text, limits, suspects, report);
}
