//! The links of any Markdown tree, with no project around it.

use std::collections::BTreeSet;

use links::{Checked, Fix, LookedAt, Pages, Unknown};
use source::{Findings, Place, Span, Text};

use crate::Day;
use crate::allowances::{self, Allowed, Noticed, may_allow};
use crate::files::Files;

/// What came of a check of the links of a tree.
#[derive(Debug, Default)]
pub struct TreeChecked {
    /// What is wrong.
    pub findings: Findings,
    /// The changes that mend some of it.
    pub fixes: Vec<Fix>,
    /// What was looked at.
    pub looked_at: LookedAt,
    /// The links of which the sources do not tell, and why.
    pub unknown: Vec<(Place, Unknown)>,
    /// What is wrong and allowed.
    pub allowed: Allowed,
}

/// Judges what a check of pages found by the allowances in those pages that are `wanted`.
pub fn judge_links(
    files: &impl Files,
    pages: &Pages<'_>,
    checked: Checked,
    wanted: impl Fn(&str) -> bool,
    today: Option<Day>,
) -> TreeChecked {
    let Checked { findings: all, looked_at, unknown } = checked;
    let texts = pages.iter().filter(|(path, _)| wanted(path)).map(|(_, page)| &page.text);
    let allowing: Vec<Text> = texts.filter(|text| may_allow(text.content())).cloned().collect();
    let mut findings = Findings::new();
    findings.extend(all.iter().map(|(finding, _)| finding.clone()));
    let allowed = allowances::apply(&Noticed::new(files), allowing, &[], today, &mut findings);
    findings.sort();
    let name = |place: &Place| (place.text.name().to_owned(), place.span);
    let left: BTreeSet<(String, Span)> = findings.iter().map(|finding| name(&finding.primary.place)).collect();
    let mending = all.into_iter().filter_map(|(_, fix)| fix).filter(|fix| left.contains(&name(&fix.place)));
    TreeChecked { fixes: mending.collect(), findings, looked_at, unknown, allowed }
}
