//! Says what rules found, at the places of the entries.

use std::collections::HashMap;

use source::{Code, Diagnostic, Findings, Span};
use yaml::{Document, Limits, Pointer, parse};

use super::forms::{Breach, Failure, Outcome};
use super::world::Place;
use super::{Rule, of_rule};
use crate::entries::Entry;
use crate::registry::{Members, Registry};
use crate::schema::focus;

/// Turns what rules found into findings.
pub(super) struct Reporter<'a> {
    registry: &'a Registry,
    /// Files that are read again for the places in them, by name.
    documents: HashMap<String, Vec<Document>>,
}

impl<'a> Reporter<'a> {
    pub(super) fn new(registry: &'a Registry) -> Self {
        Self { registry, documents: HashMap::new() }
    }

    pub(super) fn report(&mut self, rule: &Rule, outcome: Outcome, findings: &mut Findings) {
        if outcome.looked_at == 0 && outcome.failure.is_none() {
            findings.extend(self.idle(rule));
        }
        if let Some(failure) = outcome.failure {
            findings.push(self.failed(rule, &failure));
        }
        for breach in outcome.breaches {
            let finding = self.breach(rule, breach);
            findings.push(finding);
        }
    }

    fn breach(&mut self, rule: &Rule, breach: Breach) -> Diagnostic {
        let Breach { entry, at, message, help, related } = breach;
        let (members, entry) = self.entry(entry);
        let span = self.span(entry, &at);
        let mut finding = Diagnostic::new(Code::RuleViolation, entry.file.at(span), message)
            .severity(rule.file.severity.into())
            .path(entry.at.concat(&at).to_string())
            .entry(members.kind.id.as_str(), entry.key.as_str())
            .rule(rule.file.id.as_str())
            .note(rule.remark());
        for other in related {
            let (_, entry) = self.entry(other.entry);
            let span = self.span(entry, &other.at);
            finding = finding.also(entry.file.at(span), other.text);
        }
        help.into_iter().fold(finding, Diagnostic::help)
    }

    /// A rule that looks at nothing; `None` where entries with mistakes of their own may be what it would look at.
    fn idle(&self, rule: &Rule) -> Option<Diagnostic> {
        let members = self.registry.get(&rule.file.when)?;
        if !members.complete || members.entries.iter().any(|entry| entry.value.is_null()) {
            return None;
        }
        let (count, nouns) = (members.entries.len(), members.kind.nouns());
        let (property, why) = match (&rule.file.only, &rule.file.each) {
            (Some(_), None) => ("where", format!("`where` holds for none of the {count} {nouns}")),
            (None, Some(_)) => ("each", format!("`each` has no item in any of the {count} {nouns}")),
            (Some(_), Some(_)) => ("where", format!("no item of the {count} {nouns} remains")),
            (None, None) => ("when", format!("there are no {nouns}")),
        };
        let message = format!("the rule `{}` looks at nothing: {why}", rule.file.id);
        Some(of_rule(Code::IdleRule, rule, property, message))
    }

    fn failed(&self, rule: &Rule, failure: &Failure) -> Diagnostic {
        let (members, entry) = self.entry(failure.entry);
        let Failure { property, why, .. } = failure;
        let message = format!("`{property}` cannot be worked out for `{}`: {why}", entry.key);
        let finding = of_rule(Code::InvalidRule, rule, property, message);
        finding.also(entry.place(), format!("the {}", members.kind.noun()))
    }

    fn entry(&self, (members, entry): Place) -> (&'a Members, &'a Entry) {
        let members = &self.registry.members[members];
        (members, &members.entries[entry])
    }

    /// Where a value of an entry stands.
    fn span(&mut self, entry: &Entry, at: &Pointer) -> Span {
        if *at == Pointer::root() {
            return entry.key_span;
        }
        let parsed = || parse(&entry.file, &Limits::default(), &mut Findings::new());
        let documents = self.documents.entry(entry.file.name().to_owned()).or_insert_with(parsed);
        // Documents follow each other: the first that does not end before the entry.
        let number = documents.partition_point(|document| document.root.span.end < entry.span.end);
        let node = documents.get(number).and_then(|document| document.root.at(&entry.at.concat(at)));
        node.map_or(entry.key_span, focus)
    }
}
