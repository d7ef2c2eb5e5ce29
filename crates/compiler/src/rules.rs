//! Rules: what must hold across entries, beyond what a schema says of each.
//!
//! A registry may have a `rules.yaml`. Each rule looks at the entries of one kind, and at what they refer to:
//!
//! 1. `load` reads the rules and checks every kind, name and expression in them against the kinds.
//! 2. `cases` runs each rule on the small registries that it brings along, so that a rule which says the
//!    opposite of what it should is found before anybody relies on it.
//! 3. `forms` runs it on the whole registry. Entries are joined by hashes; no form compares each with each.
//! 4. `report` says each breach at its place.

mod format;
mod load;
mod path;

mod expression;
mod references;
mod value;
mod world;

mod forms;
mod glob;

mod cases;
mod report;

use std::collections::BTreeSet;
use std::sync::Arc;

use source::{Code, Findings, Place, Text};
use yaml::{Node, Pointer};

pub use format::{Case, Cases, Exists, Overlap, RuleFile, RulesFile, Weight};

use self::forms::Form;
use self::path::Path;
use self::world::World;
use crate::files::Files;
use crate::kinds;
use crate::project::Project;
use crate::registry::Registry;
use crate::schema::Located;

/// A rule of a registry.
#[derive(Debug)]
pub struct Rule {
    /// What people wrote.
    pub file: RuleFile,
    /// The registry that it is written for.
    pub registry: String,
    /// The kinds whose entries it looks at on the way, as `registry.kind`: by references, or to find one there.
    pub reads: BTreeSet<String>,
    /// How many entries it looked at.
    pub looked_at: usize,
    /// The file that it stands in.
    pub text: Text,
    node: Node,
    at: Pointer,
    form: Form,
    each: Option<Path>,
    /// The property that findings point at.
    points_at: Option<Path>,
}

impl Rule {
    /// Where it stands.
    #[must_use]
    pub fn place(&self) -> Place {
        self.text.at(self.node.get("id").map_or(self.node.span, |id| id.span))
    }

    /// What every finding of the rule says of it.
    fn remark(&self) -> String {
        format!("rule `{}`: {}", self.file.id, self.file.why.trim_end_matches('.'))
    }

    fn located(&self) -> Located<'_> {
        Located { text: &self.text, node: &self.node, base: &self.at }
    }
}

/// The file of rules in the folder of a registry.
pub(crate) const FILE: &str = "rules.yaml";

/// Reads the rules of all registries, tries each on its cases, and runs it.
pub fn check(files: &impl Files, project: &Project, registry: &Registry, findings: &mut Findings) -> Vec<Rule> {
    let declared = kinds::declared(files, project);
    let mut rules = load::load(files, project, registry, &declared, findings);
    if rules.is_empty() {
        return rules;
    }
    let environment = expression::environment();
    let world = Arc::new(World::of_registry(registry));
    let mut cases = cases::Bench::new(registry, &declared);
    let mut reporter = report::Reporter::new(registry);
    for rule in &mut rules {
        let Some(program) = forms::Program::compile(&environment, &rule.file) else { continue };
        let before = findings.len();
        cases.run(rule, &program, findings);
        if findings.len() > before {
            // What a rule says that fails its own cases is worth nothing.
            continue;
        }
        let outcome = forms::run(rule, &program, &world);
        let looked_at = outcome.looked_at;
        reporter.report(rule, outcome, findings);
        drop(program);
        rule.looked_at = looked_at;
    }
    rules
}

/// A finding about a rule, at one of its properties.
fn of_rule(code: Code, rule: &Rule, property: &str, message: String) -> source::Diagnostic {
    rule.located().finding(code, &Pointer::root().join(property), message).rule(rule.file.id.as_str())
}
