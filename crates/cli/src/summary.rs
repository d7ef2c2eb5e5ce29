//! The last line of each run: what it looked at, and what came of it.

use compiler::plan::{Action, Plan};
use compiler::rules::{Rule, RuleFile};
use compiler::{Allowed, DocsLookedAt, LookedAt};
use source::{Findings, Severity};

use crate::failure::Failure;

/// `1 kind`, `4 kinds`, `23 entries`.
pub(crate) fn count(number: usize, one: &str) -> String {
    let stem = one.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'o']));
    match (number, stem) {
        (1, _) => format!("1 {one}"),
        (_, Some(stem)) => format!("{number} {stem}ies"),
        (_, None) => format!("{number} {one}s"),
    }
}

/// What a run of `gen` counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    /// Kinds.
    pub(crate) kinds: usize,
    /// Entries.
    pub(crate) entries: usize,
    /// Generated files.
    pub(crate) files: usize,
}

impl Tally {
    /// What a run counted: the generated files are those that there are once its plan is carried out.
    pub(crate) fn of(looked_at: &LookedAt, plan: &Plan) -> Self {
        let files = Counted::of(plan).files();
        Self { kinds: looked_at.kinds, entries: looked_at.entries, files }
    }

    /// `4 kinds, 23 entries`.
    fn definitions(self) -> String {
        format!("{}, {}", count(self.kinds, "kind"), count(self.entries, "entry"))
    }

    /// Refuses a run that looked at nothing: it has proved nothing. The compiler finds what is empty at
    /// its place; this is the net below it.
    ///
    /// # Errors
    /// There is no kind, no entry or no generated file.
    pub(crate) fn refuse_nothing(self) -> Result<Self, Failure> {
        if self.kinds == 0 || self.entries == 0 || self.files == 0 {
            let files = count(self.files, "generated file");
            return Err(Failure::new(format!("there is nothing to look at: {}, {files}", self.definitions())));
        }
        Ok(self)
    }
}

/// How many files a plan creates, updates, deletes and leaves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counted {
    created: usize,
    updated: usize,
    deleted: usize,
    unchanged: usize,
}

impl Counted {
    /// The changes of a plan.
    pub(crate) fn of(plan: &Plan) -> Self {
        let mut counted = Self { unchanged: plan.unchanged, ..Self::default() };
        for change in &plan.changes {
            match change.action {
                Action::Create => counted.created += 1,
                Action::Update { .. } => counted.updated += 1,
                Action::Delete { .. } => counted.deleted += 1,
            }
        }
        counted
    }

    /// No change, and this many files.
    pub(crate) fn unchanged(files: usize) -> Self {
        Self { unchanged: files, ..Self::default() }
    }

    /// How many files there are once the plan has been carried out.
    fn files(self) -> usize {
        self.created + self.updated + self.unchanged
    }

    /// `2 created, 29 unchanged`, in the given words.
    fn said(self, words: [&str; 4]) -> String {
        let numbers = [self.created, self.updated, self.deleted, self.unchanged];
        let some = numbers.iter().zip(words).filter(|(number, _)| **number > 0);
        some.map(|(number, word)| format!("{number} {word}")).collect::<Vec<_>>().join(", ")
    }
}

/// `generated 31 files from 4 kinds, 23 entries: 2 created, 29 unchanged`.
pub(crate) fn generated(counted: Counted, tally: Tally) -> String {
    let words = counted.said(["created", "updated", "deleted", "unchanged"]);
    format!("generated {} from {}: {words}", count(tally.files, "file"), tally.definitions())
}

/// `compared 31 generated files with 4 kinds, 23 entries: 1 missing, 30 up to date`.
pub(crate) fn compared(counted: Counted, tally: Tally) -> String {
    let words = counted.said(["missing", "stale", "orphaned", "up to date"]);
    let files = count(tally.files + counted.deleted, "generated file");
    format!("compared {files} with {}: {words}", tally.definitions())
}

/// ``rule `ability-needs-active-module` looked at 14 entries of `modules.ability_low` ``.
pub(crate) fn rule(rule: &Rule) -> String {
    let RuleFile { id, when, .. } = &rule.file;
    format!("rule `{id}` looked at {} of `{when}`", count(rule.looked_at, "entry"))
}

/// `checked 4 kinds, 23 entries in 12 files: 42 references, 10 docs links, 0 paths, 10 configs`.
pub(crate) fn checked(looked_at: &LookedAt) -> String {
    let links = &looked_at.links;
    let links = [
        count(links.references, "reference"),
        count(links.docs, "docs link"),
        count(links.paths, "path"),
        count(links.configs, "config"),
    ];
    format!("checked {} in {}: {}", definitions(looked_at), count(looked_at.files, "file"), links.join(", "))
}

/// `checked 68 pages: 412 links (401 ok, 1 broken, 10 unknown), 30 keys in code, 4 examples`.
pub(crate) fn docs(looked_at: &DocsLookedAt) -> String {
    let (keys, examples) = (count(looked_at.mentions, "key"), count(looked_at.examples, "example"));
    format!("{}, {keys} in code, {examples}", links(&looked_at.links))
}

/// `checked 68 pages: 412 links (401 ok, 1 broken, 10 unknown)`.
pub(crate) fn links(looked_at: &links::LookedAt) -> String {
    let links::LookedAt { pages, links, ok, broken, unknown } = *looked_at;
    let verdicts = format!("{ok} ok, {broken} broken, {unknown} unknown");
    format!("checked {}: {} ({verdicts})", count(pages, "page"), count(links, "link"))
}

/// `4 kinds, 23 entries`.
pub(crate) fn definitions(looked_at: &LookedAt) -> String {
    Tally { kinds: looked_at.kinds, entries: looked_at.entries, files: 0 }.definitions()
}

/// `2 errors, 1 warning`; `no findings`.
pub(crate) fn findings(findings: &Findings) -> String {
    let severities = [Severity::Error, Severity::Warning, Severity::Record];
    let counted = severities.map(|severity| (findings.count(severity), severity.as_str()));
    let some = counted.iter().filter(|(number, _)| *number > 0);
    match some.map(|(number, word)| count(*number, word)).collect::<Vec<_>>() {
        none if none.is_empty() => "no findings".to_owned(),
        said => said.join(", "),
    }
}

/// `, 2 allowed`; nothing where nothing is.
pub(crate) fn allowed(allowed: &Allowed) -> String {
    if allowed.findings == 0 { String::new() } else { format!(", {} allowed", allowed.findings) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_read_as_words() {
        let said = [count(1, "entry"), count(0, "entry"), count(2, "key"), count(1, "file")];
        assert_eq!(said, ["1 entry", "0 entries", "2 keys", "1 file"]);
    }

    #[test]
    fn a_run_that_looked_at_nothing_is_refused() {
        let something = Tally { kinds: 1, entries: 2, files: 3 };
        assert!(something.refuse_nothing().is_ok());
        for nothing in
            [Tally { kinds: 0, ..something }, Tally { entries: 0, ..something }, Tally { files: 0, ..something }]
        {
            let failure = nothing.refuse_nothing().expect_err("it has proved nothing");
            assert!(failure.message.starts_with("there is nothing to look at: "), "{failure}");
        }
    }
}
