//! Links that the project file ignores, each with its reason: what lies outside of the sources, such as
//! pages that another tool makes.

use globset::{Glob, GlobMatcher};
use links::Checked;
use source::{Code, Diagnostic, Findings};

use super::Docs;
use crate::Day;
use crate::files;
use crate::project::{Ignore, Project};

/// An ignore, and what it matches.
struct Matcher<'a> {
    ignore: &'a Ignore,
    page: Option<GlobMatcher>,
    link: GlobMatcher,
    uses: usize,
}

impl Matcher<'_> {
    fn matches(&self, page: &str, address: &str) -> bool {
        self.page.as_ref().is_none_or(|glob| glob.is_match(page)) && self.link.is_match(address)
    }
}

/// Adds what the check of the links found, without what is ignored; and says which ignores are about nothing
/// or past their day.
pub(super) fn apply(project: &Project, docs: &Docs, checked: Checked, today: Option<Day>, findings: &mut Findings) {
    let mut matchers = Vec::new();
    for ignore in &docs.ignores {
        if let Some((day, today)) = ignore.until.zip(today).filter(|(day, today)| today > day) {
            let message = format!("this ignore ended with {day}");
            let finding = Diagnostic::new(Code::ExpiredAllowance, project.file.at(ignore.span), message);
            findings.push(
                finding
                    .note(format!("today is {today}"))
                    .help("mend what it ignored and remove it, or give it a later day"),
            );
            continue;
        }
        // A glob that is none is a mistake of the project file, which has been reported.
        let glob = |text: &str| Glob::new(text).ok().map(|glob| glob.compile_matcher());
        let Some(link) = glob(&ignore.link) else { continue };
        matchers.push(Matcher { ignore, page: ignore.page.as_deref().and_then(glob), link, uses: 0 });
    }
    for (finding, _) in checked.findings {
        let place = &finding.primary.place;
        let page = files::below(&docs.root, place.text.name()).unwrap_or(place.text.name());
        let address = place.text.slice(place.span);
        let is_link = matches!(finding.code, Code::BrokenLink | Code::MissingAnchor | Code::WrongCase);
        let matcher = matchers.iter_mut().find(|matcher| matcher.matches(page, address));
        match matcher.filter(|_| is_link) {
            Some(matcher) => matcher.uses += 1,
            None => findings.push(finding),
        }
    }
    for matcher in matchers.iter().filter(|matcher| matcher.uses == 0) {
        let message = format!("no broken link matches `{}`, so there is nothing to ignore", matcher.ignore.link);
        let place = project.file.at(matcher.ignore.span);
        findings.push(Diagnostic::new(Code::UnusedAllowance, place, message).help("remove it"));
    }
}
