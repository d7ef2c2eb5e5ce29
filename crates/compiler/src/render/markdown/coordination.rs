//! The page of rules: when an entry of a kind changes, what else to check, and what happens otherwise.

use std::collections::BTreeSet;

use serde::Serialize;

use super::facts::Bullets;
use super::head;
use super::headings::{self, Heading};
use super::site::{self, Site};
use super::templates::{Md, Templates};
use crate::kinds::Kind;
use crate::registry::Members;
use crate::render::{Artifact, header, prose};
use crate::rules::{Rule, RuleFile, Weight};

/// The page, where there are rules.
pub(super) fn page(site: &Site<'_>, rules: &[Rule], templates: &mut Templates<'_>) -> Option<Artifact> {
    if rules.is_empty() {
        return None;
    }
    let path = path(site);
    let touched = |members: &&Members| rules.iter().any(|rule| concerns(rule, &members.kind));
    let kinds: Vec<&Members> = site.registry.members.iter().filter(touched).collect();
    let names =
        kinds.iter().map(|members| members.kind.id.as_str()).chain(rules.iter().map(|rule| rule.file.id.as_str()));
    let all = headings::entries(names, "rules");
    let (of_kinds, of_rules) = all.split_at(kinds.len());
    let writer = Writer { site, path: &path, rules, headings: of_rules };
    let files: BTreeSet<&str> = rules.iter().map(|rule| rule.text.name()).collect();
    let from = files.into_iter().collect::<Vec<_>>().join(", ");
    let page = Page {
        header: head::of(site, "Coordination rules", &header::of(site.project, &from)),
        kinds: kinds.iter().zip(of_kinds).map(|(members, heading)| writer.kind(&members.kind, heading)).collect(),
        rules: rules.iter().zip(of_rules).map(|(rule, heading)| writer.rule(rule, heading)).collect(),
    };
    let content = templates.render("coordination.md", &page)?;
    Some(Artifact { path, content, from })
}

/// Where the page is.
pub(super) fn path(site: &Site<'_>) -> String {
    site::below(site.docs, "coordination.md")
}

fn concerns(rule: &Rule, kind: &Kind) -> bool {
    rule.file.when == kind.id || rule.reads.contains(&kind.id)
}

#[derive(Serialize)]
struct Page {
    header: Md,
    kinds: Vec<KindView>,
    rules: Vec<RuleView>,
}

#[derive(Serialize)]
struct KindView {
    heading: Md,
    noun: Md,
    rows: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    check: Md,
    rule: Md,
    otherwise: &'static str,
}

#[derive(Serialize)]
struct RuleView {
    heading: Md,
    why: String,
    facts: Md,
}

struct Writer<'a> {
    site: &'a Site<'a>,
    path: &'a str,
    rules: &'a [Rule],
    headings: &'a [Heading],
}

impl Writer<'_> {
    fn kind(&self, kind: &Kind, heading: &Heading) -> KindView {
        let rows =
            self.rules.iter().zip(self.headings).filter(|(rule, _)| concerns(rule, kind)).map(|(rule, heading)| Row {
                check: Md::from(self.check(rule, kind)),
                rule: Md::from(format!(
                    "[{}](#{}): {}",
                    prose::code_cell(&rule.file.id),
                    heading.anchor,
                    prose::markdown_inline(prose::first_paragraph(&rule.file.why))
                )),
                otherwise: otherwise(rule.file.severity),
            });
        let rows = rows.collect();
        let noun = self.site.kind_link_as(self.path, &kind.id, &kind.a_noun());
        KindView { heading: Md::from(heading.markdown.clone()), noun: Md::from(noun), rows }
    }

    /// What to check when an entry of a kind changes.
    fn check(&self, rule: &Rule, kind: &Kind) -> String {
        if rule.file.when != kind.id {
            return self.plural(&rule.file.when);
        }
        let compares = rule.file.unique.is_some() || rule.file.overlap.is_some() || rule.file.acyclic.is_some();
        let own = (compares || rule.reads.contains(&kind.id)).then(|| format!("the other {}", self.plural(&kind.id)));
        let others = rule.reads.iter().filter(|id| **id != kind.id).map(|id| self.plural(id));
        let all: Vec<String> = own.into_iter().chain(others).collect();
        if all.is_empty() { "itself".to_owned() } else { all.join(", ") }
    }

    fn plural(&self, id: &str) -> String {
        let nouns = self.site.registry.get(id).map_or_else(|| id.to_owned(), |members| members.kind.nouns());
        self.site.kind_link_as(self.path, id, &nouns)
    }

    fn rule(&self, rule: &Rule, heading: &Heading) -> RuleView {
        let file = &rule.file;
        let mut facts = Bullets::default();
        facts.push_labelled(0, "Looks at", &self.looks_at(file));
        facts.push_labelled(0, "Demands", &self.demands(file));
        let severity = match file.severity {
            Weight::Error => "an error: nothing is written, and the check fails",
            Weight::Warning => "a warning: it is written and shown, and the check fails",
            Weight::Record => "a record: it is noted",
        };
        facts.push_labelled(0, "Otherwise", severity);
        facts.push_labelled(0, "Definition", &self.site.definition(self.path, &rule.place()));
        RuleView { heading: Md::from(heading.markdown.clone()), why: file.why.clone(), facts: Md::from(facts) }
    }

    fn looks_at(&self, file: &RuleFile) -> String {
        let mut text = self.plural(&file.when);
        if let Some(each) = &file.each {
            text = format!("each of {} of {text}", prose::code(each));
        }
        if let Some(only) = &file.only {
            text = format!("{text} for which {}", prose::code(only));
        }
        text
    }

    fn demands(&self, file: &RuleFile) -> String {
        if let Some(expression) = &file.assert {
            return prose::code(expression);
        }
        if let Some(properties) = &file.unique {
            return format!("no two have the same {}", codes(properties, " and "));
        }
        if let Some(exists) = &file.exists {
            let noun = self
                .site
                .registry
                .get(&exists.kind)
                .map_or_else(|| exists.kind.clone(), |members| members.kind.a_noun());
            let equal = exists.equal.iter();
            let equal = equal.map(|(theirs, ours)| format!("{} equals {}", prose::code(theirs), prose::code(ours)));
            let equal = equal.collect::<Vec<_>>().join(" and ");
            let only = exists.only.as_ref().map(|only| format!(", and {}", prose::code(only))).unwrap_or_default();
            return format!("there is {} whose {equal}{only}", self.site.kind_link_as(self.path, &exists.kind, &noun));
        }
        if let Some(properties) = &file.acyclic {
            return format!("following {} never leads back", codes(properties.as_slice(), " or "));
        }
        let Some(overlap) = &file.overlap else { return String::new() };
        let by = if overlap.by.is_empty() {
            String::new()
        } else {
            format!(" of those with the same {}", codes(&overlap.by, " and "))
        };
        format!("no two{by} share paths in {}", prose::code(&overlap.scope))
    }
}

fn otherwise(severity: Weight) -> &'static str {
    match severity {
        Weight::Error => "the write is blocked",
        Weight::Warning => "a warning",
        Weight::Record => "it is noted",
    }
}

fn codes(properties: &[String], word: &str) -> String {
    properties.iter().map(|property| prose::code(property)).collect::<Vec<_>>().join(word)
}
