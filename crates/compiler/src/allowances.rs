//! Allowances: comments that silence a warning at the line that it points at.
//!
//! ```yaml
//! # rollbook-allow unread-file until 2027-01-31: read by the old importer until it is replaced
//! ```
//!
//! 1. [`Noticed`] keeps each definition in which the word stands, while the stages read it.
//! 2. `sheet` finds the comments that begin with it, and the line that each is about.
//! 3. `asked` reads what each asks for.
//! 4. [`apply`] takes out every warning and record, and every finding in a page, that an allowance names at its line, and says which
//!    allowances are wrong, past their day, or about nothing.
//!
//! An allowance silences all findings of one code, or of one rule, at one line. It never silences an error in
//! a definition; what is wrong with a page may be right for its readers, an example of a mistake say.

mod asked;
mod day;
mod noticed;
mod said;
mod sheet;

use std::collections::BTreeMap;

use links::is_markdown;
use source::{Diagnostic, Findings, Severity, Text};

use self::asked::{Mistake, is_of_allowances};
use self::sheet::{Remark, Sheet};
use crate::files::Files;
use crate::rules;

pub use day::{Day, NotADay};
pub(crate) use noticed::Noticed;

/// The word that makes a comment an allowance.
const MARKER: &str = "rollbook-allow";

/// What the allowances of a run came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Allowed {
    /// How many findings they silenced.
    pub findings: usize,
    /// The last day on which all of them hold; `None` where none of them has a day.
    pub until: Option<Day>,
}

/// Takes out of `findings` what is allowed, and adds what is wrong with the allowances.
///
/// `pages` are those pages of the docs that were checked and hold the word. `rules` are the ids of all rules, which an allowance may name. Without `today`, no day has passed.
pub(crate) fn apply(
    files: &Noticed<'_, impl Files>,
    pages: Vec<Text>,
    rules: &[&str],
    today: Option<Day>,
    findings: &mut Findings,
) -> Allowed {
    let mut allowed = Allowed::default();
    let texts = texts(files, pages, findings);
    if texts.is_empty() {
        return allowed;
    }
    // What is wrong with a page hides nothing else.
    let is_error = |finding: &Diagnostic| finding.severity == Severity::Error;
    let has_errors =
        findings.iter().any(|finding| is_error(finding) && !is_markdown(finding.primary.place.text.name()));
    let has_lost_rules = findings.iter().any(is_of_rules);
    let mut all: Vec<Option<Diagnostic>> = std::mem::take(findings).into_iter().map(Some).collect();
    let mut by_text: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, finding) in all.iter().enumerate() {
        let name = finding.as_ref().map(|finding| finding.primary.place.text.name());
        if let Some((name, _)) = name.and_then(|name| texts.get_key_value(name)) {
            by_text.entry(name).or_default().push(index);
        }
    }
    for (name, text) in &texts {
        let sheet = Sheet::read(text);
        let buckets = Buckets::new(&sheet, by_text.get(name.as_str()).map_or(&[], Vec::as_slice), &all);
        let mut judge = Judge {
            text,
            rules,
            today,
            has_errors,
            has_lost_rules,
            is_page: sheet.is_page,
            all: &mut all,
            buckets,
            said: said::Said::default(),
        };
        for remark in &sheet.remarks {
            judge.remark(remark, &mut allowed);
        }
        let said = judge.said;
        let left = by_text.get(name.as_str()).into_iter().flatten().filter_map(|index| all[*index].as_ref());
        findings.extend(said.into_findings(left));
    }
    findings.extend(all.into_iter().flatten());
    allowed
}

/// All texts in which an allowance may stand, by name: definitions, pages, and whatever else has a finding.
fn texts(files: &Noticed<'_, impl Files>, pages: Vec<Text>, findings: &Findings) -> BTreeMap<String, Text> {
    let mut of_findings = Vec::new();
    let can_allow =
        |finding: &&Diagnostic| finding.severity != Severity::Error || is_markdown(finding.primary.place.text.name());
    for finding in findings.iter().filter(can_allow) {
        let text = &finding.primary.place.text;
        if text.content().is_empty() {
            // A finding about a whole file, which nobody has read yet. One that cannot be read allows nothing.
            let _ = files.read(text.name());
        } else if may_allow(text.content()) {
            of_findings.push((text.name().to_owned(), text.clone()));
        }
    }
    let mut texts = files.texts();
    of_findings.extend(pages.into_iter().map(|page| (page.name().to_owned(), page)));
    for (name, text) in of_findings {
        texts.entry(name).or_insert(text);
    }
    texts
}

/// Whether a finding says that a file of rules cannot be read, or a rule in it.
fn is_of_rules(finding: &Diagnostic) -> bool {
    let path = finding.primary.place.text.name();
    finding.severity == Severity::Error && path.rsplit('/').next() == Some(rules::FILE)
}

/// Whether an allowance may stand in a text.
pub(crate) fn may_allow(content: &str) -> bool {
    content.contains(MARKER)
}

/// The line of a finding, from 0; `None` for the file as a whole.
type Line = Option<usize>;

/// The findings of a text, by line and by what an allowance may call them.
#[derive(Debug, Default)]
struct Buckets(BTreeMap<(Line, String), Bucket>);

#[derive(Debug, Default)]
struct Bucket {
    /// Those that an allowance may silence, and none has yet.
    open: Vec<usize>,
    has_error: bool,
}

impl Buckets {
    fn new(sheet: &Sheet, findings: &[usize], all: &[Option<Diagnostic>]) -> Self {
        let mut buckets = Self::default();
        let found = findings.iter().filter_map(|index| Some((*index, all[*index].as_ref()?)));
        for (index, finding) in found.filter(|(_, finding)| !is_of_allowances(finding.code)) {
            let place = &finding.primary.place;
            let line = (!place.text.content().is_empty()).then(|| sheet.line(place.span.start));
            for name in std::iter::once(finding.code.as_str()).chain(finding.rule.as_deref()) {
                let bucket = buckets.0.entry((line, name.to_owned())).or_default();
                match finding.severity {
                    Severity::Error if !sheet.is_page => bucket.has_error = true,
                    Severity::Error | Severity::Warning | Severity::Record => bucket.open.push(index),
                }
            }
        }
        buckets
    }

    /// What an allowance is about: its line, and the whole file where it stands at its head.
    fn of(&mut self, remark: &Remark, name: &str) -> Bucket {
        let places = remark.line.map(Some).into_iter().chain(remark.is_head.then_some(None));
        let mut found = Bucket::default();
        for place in places {
            if let Some(bucket) = self.0.get_mut(&(place, name.to_owned())) {
                // Each finding is looked at once, however many allowances there are.
                found.open.append(&mut bucket.open);
                found.has_error |= bucket.has_error;
            }
        }
        found
    }
}

/// What judges the allowances of one text.
struct Judge<'a> {
    text: &'a Text,
    rules: &'a [&'a str],
    today: Option<Day>,
    has_errors: bool,
    /// Whether there may be rules whose ids are not known.
    has_lost_rules: bool,
    /// Whether the text is a page, where errors can be allowed too.
    is_page: bool,
    all: &'a mut [Option<Diagnostic>],
    buckets: Buckets,
    said: said::Said,
}

impl Judge<'_> {
    fn remark(&mut self, remark: &Remark, allowed: &mut Allowed) {
        let place = self.text.at(remark.span);
        let asked = match remark.asked.clone().and_then(|asked| asked.known(self.rules, self.is_page)) {
            Ok(asked) => asked,
            Err(Mistake::Unknown { .. }) if self.has_lost_rules => return,
            Err(mistake) => return self.said.push(said::invalid(place, &mistake, self.rules)),
        };
        if let Some((day, today)) = asked.until.zip(self.today).filter(|(day, today)| today > day) {
            return self.said.push(said::expired(place, &asked.name, day, today));
        }
        let found = self.buckets.of(remark, &asked.name);
        let silenced = found.open.iter().filter(|index| self.all[**index].take().is_some()).count();
        if silenced > 0 {
            allowed.findings += silenced;
            allowed.until = allowed.until.into_iter().chain(asked.until).min();
        } else if found.has_error {
            self.said.push(said::error_here(place, &asked.name));
        } else if !self.has_errors {
            // An error may hide the very finding that is allowed.
            let has_line = remark.line.is_some() || remark.is_head;
            self.said.push_unused(said::unused(place, &asked.name, has_line), asked.name);
        }
    }
}

#[cfg(test)]
mod tests {
    use source::{Code, Span};

    use super::*;
    use crate::files::Memory;

    /// A finding at the first place of a text that reads so.
    fn finding(text: &Text, code: Code, at: &str, severity: Severity) -> Diagnostic {
        let start = text.content().find(at).expect("it is there");
        Diagnostic::new(code, text.at(Span::new(start, start + at.len())), "wrong").severity(severity)
    }

    /// The code and the line of each finding that is left, and how many were silenced.
    fn applied(text: &Text, findings: impl IntoIterator<Item = Diagnostic>) -> (Vec<(Code, u32)>, usize) {
        let files = Memory([(text.name().to_owned(), text.content().into())].into());
        let files = Noticed::new(&files);
        files.read(text.name()).expect("it is in memory");
        let mut all = Findings::new();
        all.extend(findings);
        let allowed = apply(&files, Vec::new(), &["oven-is-hot", "mill-is-open"], None, &mut all);
        all.sort();
        let left = all.iter().map(|finding| (finding.code, finding.primary.place.start().line));
        (left.collect(), allowed.findings)
    }

    #[test]
    fn a_violation_is_allowed_by_its_rule_or_by_its_code() {
        let broken =
            |text: &Text, rule: &str, severity| finding(text, Code::RuleViolation, "oven: ", severity).rule(rule);
        for name in ["oven-is-hot", "rule-violation"] {
            let text = Text::new("a.yaml", format!("# rollbook-allow {name}: it is Sunday\noven: cold\n"));
            for severity in [Severity::Warning, Severity::Record] {
                assert_eq!(applied(&text, [broken(&text, "oven-is-hot", severity)]), (vec![], 1), "{name}");
            }
            let left = applied(&text, [broken(&text, "oven-is-hot", Severity::Error)]);
            assert_eq!(left, (vec![(Code::InvalidAllowance, 1), (Code::RuleViolation, 2)], 0), "{name}");
        }
        let text = Text::new("a.yaml", "oven: cold # rollbook-allow mill-is-open: it is Sunday\n");
        let left = applied(&text, [broken(&text, "oven-is-hot", Severity::Warning)]);
        assert_eq!(left, (vec![(Code::RuleViolation, 1), (Code::UnusedAllowance, 1)], 0));
    }

    #[test]
    fn one_allowance_silences_all_of_its_code_at_its_line_and_the_next_is_unused() {
        let text = Text::new(
            "a.yaml",
            "# rollbook-allow rule-violation: it is Sunday\n[oven, mill] # rollbook-allow mill-is-open: so\n",
        );
        let [oven, mill] = ["oven", "mill"].map(|at| finding(&text, Code::RuleViolation, at, Severity::Warning));
        let left = applied(&text, [oven, mill.rule("mill-is-open")]);
        assert_eq!(left, (vec![(Code::UnusedAllowance, 2)], 2));
    }

    #[test]
    fn a_warning_beside_an_error_is_silenced() {
        let text = Text::new("a.yaml", "[oven, mill] # rollbook-allow rule-violation: it is Sunday\n");
        let oven = finding(&text, Code::RuleViolation, "oven", Severity::Error);
        let mill = finding(&text, Code::RuleViolation, "mill", Severity::Warning);
        assert_eq!(applied(&text, [oven, mill]), (vec![(Code::RuleViolation, 1)], 1));
    }

    #[test]
    fn a_page_with_a_finding_is_read_as_markdown() {
        let content = "<!-- rollbook-allow rule-violation: it is Sunday -->\noven\n\n```\n<!-- rollbook-allow rule-violation: code -->\nmill\n```\n";
        let text = Text::new("a.md", content);
        let [oven, mill] = ["oven", "mill"].map(|at| finding(&text, Code::RuleViolation, at, Severity::Warning));
        assert_eq!(applied(&text, [oven, mill]), (vec![(Code::RuleViolation, 6)], 1));
        assert_eq!(applied(&text, []), (vec![], 0), "a page without findings is not looked at");
    }

    #[test]
    fn a_name_that_is_none_is_told_the_nearest_code_or_rule() {
        let text = Text::new("a.yaml", "oven: cold # rollbook-allow oven-is-hod: it is Sunday\n");
        let files = Memory([("a.yaml".to_owned(), text.content().into())].into());
        let files = Noticed::new(&files);
        files.read("a.yaml").expect("it is in memory");
        let mut findings = Findings::new();
        apply(&files, Vec::new(), &["oven-is-hot"], None, &mut findings);
        let help: Vec<&str> = findings.iter().flat_map(|finding| &finding.help).map(String::as_str).collect();
        assert_eq!(help, ["did you mean `oven-is-hot`?"]);
    }
}
