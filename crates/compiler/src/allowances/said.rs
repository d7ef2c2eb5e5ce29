//! What is said of allowances that are wrong, past their day, or about nothing.

use std::collections::BTreeMap;

use source::{Code, Diagnostic, Place, nearest};

use super::asked::{Mistake, can_be_allowed};
use super::{Day, MARKER};

/// No more is said of the allowances of one text: a file may hold nothing else.
const MOST: usize = 1_000;

/// What is said of the allowances of one text.
#[derive(Debug, Default)]
pub(super) struct Said {
    findings: Vec<Diagnostic>,
    /// What the unused ones of them name, by their place in the list.
    unused: Vec<(usize, String)>,
}

impl Said {
    pub(super) fn push(&mut self, finding: Diagnostic) {
        match self.findings.len() {
            MOST.. => {}
            // The last that is kept says that there may be more.
            len if len + 1 == MOST => {
                self.findings.push(finding.note(format!("only the first {MOST} findings about allowances are kept")));
            }
            _ => self.findings.push(finding),
        }
    }

    pub(super) fn push_unused(&mut self, finding: Diagnostic, name: String) {
        self.unused.push((self.findings.len(), name));
        self.push(finding);
    }

    /// The findings. An unused allowance is told where the finding is that it may be meant for, which is
    /// the first of those that are left in its text.
    pub(super) fn into_findings<'a>(self, left: impl Iterator<Item = &'a Diagnostic>) -> Vec<Diagnostic> {
        let mut findings = self.findings;
        if self.unused.is_empty() {
            return findings;
        }
        let mut lines: BTreeMap<&str, u32> = BTreeMap::new();
        for finding in left.filter(|finding| !finding.primary.place.text.content().is_empty()) {
            let line = finding.primary.place.start().line;
            for name in std::iter::once(finding.code.as_str()).chain(finding.rule.as_deref()) {
                lines.entry(name).and_modify(|first| *first = line.min(*first)).or_insert(line);
            }
        }
        for (index, name) in self.unused {
            let Some(finding) = findings.get_mut(index) else { break };
            finding.help.push(match lines.get(name.as_str()) {
                Some(line) => format!("put it directly above line {line}, where there is one"),
                None => "remove the comment".to_owned(),
            });
        }
        findings
    }
}

/// The comment allows nothing as it is written.
pub(super) fn invalid(place: Place, mistake: &Mistake, rules: &[&str]) -> Diagnostic {
    let finding = |message: String| Diagnostic::new(Code::InvalidAllowance, place, message);
    match mistake {
        Mistake::NoName => finding(format!("`{MARKER}` is followed by no code")).help(written("<code>", "")),
        Mistake::NoReason { name } => {
            let name = short(name);
            finding(format!("the allowance of `{name}` gives no reason: expected `:` and why it is right here"))
                .help(written(&name, ""))
        }
        Mistake::NoDay { name, found } if found.is_empty() => {
            finding("`until` is followed by no day, expected `YYYY-MM-DD`".to_owned())
                .help(written(&short(name), " until YYYY-MM-DD"))
        }
        Mistake::NoDay { name, found } => finding(format!("`{}` is no day, expected `YYYY-MM-DD`", short(found)))
            .help(written(&short(name), " until YYYY-MM-DD")),
        Mistake::Unexpected { name, found } => {
            let (name, found) = (short(name), short(found));
            finding(format!("expected `until YYYY-MM-DD` or `:` and a reason, found `{found}`"))
                .help(written(&name, ""))
        }
        Mistake::Unknown { name } => {
            unknown(finding(format!("there is no code and no rule `{}`", short(name))), name, rules)
        }
        Mistake::OfAllowances { name } => {
            finding(format!("`{name}` is about allowances themselves, which nothing can allow"))
                .help("mend or remove the allowance that it is about")
        }
        Mistake::OfErrors { name } => finding(format!("`{name}` is an error, and errors cannot be allowed"))
            .help("mend it and remove the comment"),
    }
}

/// What can be allowed has a definition that made it an error.
pub(super) fn error_here(place: Place, name: &str) -> Diagnostic {
    let message = format!("`{name}` is an error here, and errors cannot be allowed");
    Diagnostic::new(Code::InvalidAllowance, place, message).help("mend it and remove the comment")
}

fn unknown(finding: Diagnostic, name: &str, rules: &[&str]) -> Diagnostic {
    let codes: Vec<&str> = Code::ALL.iter().filter(|code| can_be_allowed(**code)).map(|code| code.as_str()).collect();
    match nearest(name, codes.iter().chain(rules).copied()) {
        Some(near) => finding.help(format!("did you mean `{near}`?")),
        None => finding.note(format!(
            "what can be allowed is {}, and the id of any rule that is no error",
            crate::schema::listed(&codes)
        )),
    }
}

/// The day of the allowance has passed.
pub(super) fn expired(place: Place, name: &str, day: Day, today: Day) -> Diagnostic {
    let message = format!("the allowance of `{name}` ended with {day}");
    Diagnostic::new(Code::ExpiredAllowance, place, message)
        .note(format!("today is {today}"))
        .help("mend what it allowed and remove the comment, or give it a later day")
}

/// There is nothing to allow where the comment says.
pub(super) fn unused(place: Place, name: &str, has_line: bool) -> Diagnostic {
    let message = if has_line {
        format!("there is no `{name}` here to allow")
    } else {
        format!("this allowance of `{name}` stands above no line")
    };
    Diagnostic::new(Code::UnusedAllowance, place, message)
}

/// How an allowance is written.
fn written(name: &str, until: &str) -> String {
    format!("{MARKER} {name}{until}: <reason>")
}

/// A word of a comment, shortened to what fits in a message.
fn short(word: &str) -> String {
    const LONGEST: usize = 40;
    match word.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &word[..end]),
        None => word.to_owned(),
    }
}
