//! Runs each rule on its own cases: the ones that keep it, and the ones that break it.

use std::collections::HashMap;
use std::sync::Arc;

use serde_json::Value as Json;
use source::{Code, Findings};
use yaml::{Mapping, Node, Pointer, Value};

use super::forms::{Outcome, Program, run};
use super::world::{Row, World};
use super::{Rule, of_rule};
use crate::entries::fill;
use crate::kinds::{Kind, Layout};
use crate::profile::strict;
use crate::registry::Registry;
use crate::schema::{Located, Schema};

/// Where cases are made into worlds.
pub(super) struct Bench<'a> {
    registry: &'a Registry,
    /// All kinds, also those that were left out for a mistake.
    declared: &'a [String],
    /// The schema of each kind, with nothing required at the top.
    schemas: HashMap<String, Option<Schema>>,
}

/// What a case is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Pass,
    Fail,
}

impl Side {
    fn name(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
        }
    }
}

impl<'a> Bench<'a> {
    pub(super) fn new(registry: &'a Registry, declared: &'a [String]) -> Self {
        Self { registry, declared, schemas: HashMap::new() }
    }

    /// Runs all cases of a rule, and reports each that does not go as it should.
    pub(super) fn run(&mut self, rule: &Rule, program: &Program<'_>, findings: &mut Findings) {
        for side in [Side::Pass, Side::Fail] {
            let at = Pointer::root().join("cases").join(side.name());
            let cases = rule.node.at(&at).and_then(Node::as_sequence).unwrap_or_default();
            for (number, case) in cases.iter().enumerate() {
                let at = at.join(number.to_string());
                let mut mistakes = Findings::new();
                let world = self.world(rule, case, &at, &mut mistakes).filter(|_| mistakes.is_empty());
                findings.extend(mistakes.into_iter().map(|mistake| mistake.rule(rule.file.id.as_str())));
                let Some(world) = world else { continue };
                let outcome = run(rule, program, &Arc::new(world));
                if let Some(message) = self.complaint(rule, side, &outcome) {
                    let finding = rule.located().finding(Code::BrokenRule, &at, message);
                    findings.push(finding.rule(rule.file.id.as_str()).note(rule.remark()));
                }
                if let Some(failure) = &outcome.failure {
                    let message = format!("`{}` cannot be worked out for a case: {}", failure.property, failure.why);
                    let case = rule.located().finding(Code::BrokenRule, &at, "").primary.place;
                    findings.push(of_rule(Code::InvalidRule, rule, failure.property, message).also(case, "the case"));
                }
            }
        }
    }

    /// What is wrong with how a case went.
    fn complaint(&self, rule: &Rule, side: Side, outcome: &Outcome) -> Option<String> {
        let noun = self.registry.get(&rule.file.when).map(|members| members.kind.noun()).unwrap_or_default();
        match (side, outcome.breaches.first()) {
            _ if outcome.failure.is_some() => None,
            _ if outcome.looked_at == 0 => Some(format!("the rule looks at no {noun} of this case")),
            (Side::Pass, Some(breach)) => Some(format!("this case should pass, but the rule says: {}", breach.message)),
            (Side::Fail, None) => Some("this case should fail, but the rule finds nothing".to_owned()),
            (Side::Pass, None) | (Side::Fail, Some(_)) => None,
        }
    }

    /// The entries of a case; mistakes in them are findings. `None` where one is of a kind that was left out for a
    /// mistake.
    fn world(&mut self, rule: &Rule, case: &Node, at: &Pointer, findings: &mut Findings) -> Option<World> {
        let located = rule.located();
        let mut world = World::default();
        let mut given: HashMap<&str, Vec<Row>> = HashMap::new();
        for pair in case.as_mapping()? {
            let at = at.join(&pair.key);
            let Some(members) = self.registry.get(&pair.key) else {
                if self.declared.contains(&pair.key) {
                    return None;
                }
                let known = self.declared.iter().map(String::as_str);
                let finding =
                    located.finding_at_key(Code::InvalidRule, &at, format!("there is no kind `{}`", pair.key));
                let near = source::nearest(&pair.key, known).map(|near| format!("did you mean `{near}`?"));
                findings.push(near.into_iter().fold(finding, source::Diagnostic::help));
                continue;
            };
            let rows = given.entry(&members.kind.id).or_default();
            for (key, node, at) in entries(&members.kind, &pair.value, &at) {
                rows.extend(self.row(rule, &members.kind, key, node, &at, findings));
            }
        }
        for members in &self.registry.members {
            world.add(members, given.remove(members.kind.id.as_str()).unwrap_or_default(), true);
        }
        Some(world)
    }

    fn row(
        &mut self,
        rule: &Rule,
        kind: &Kind,
        key: Option<&str>,
        node: &Node,
        at: &Pointer,
        findings: &mut Findings,
    ) -> Option<Row> {
        let keys = kind.block.key_properties();
        let named = || keys.iter().find_map(|property| node.get(property)?.as_str());
        let Some(key) = key.or_else(named) else {
            let finding = |message| rule.located().finding(Code::InvalidRule, at, message);
            findings.push(match keys.first() {
                Some(property) => finding(format!("{} needs its key `{property}`", kind.a_noun())),
                None => finding(format!("{} needs its key", kind.a_noun())).help("write a mapping from key to entry"),
            });
            return None;
        };
        let mut value = node.to_json();
        let base = rule.at.concat(at);
        let located = Located { text: &rule.text, node, base: &base };
        let schema = self.schemas.entry(kind.id.clone()).or_insert_with(|| lenient(kind)).as_ref()?;
        let mut mistakes = Findings::new();
        if !schema.check(&value, &located, &mut mistakes) {
            findings
                .extend(mistakes.into_iter().map(|mistake| source::Diagnostic { code: Code::InvalidRule, ..mistake }));
            return None;
        }
        fill::fill(&kind.model, &mut value);
        if let Json::Object(properties) = &mut value {
            for property in &keys {
                properties.shift_remove(property);
            }
        }
        Some(Row { key: key.into(), value: Arc::new(value) })
    }
}

/// The entries that a case gives of a kind: a list of them, or as a file of a `map` has them.
fn entries<'n>(kind: &Kind, node: &'n Node, at: &Pointer) -> Vec<(Option<&'n str>, &'n Node, Pointer)> {
    let of_mapping = |mapping: &'n Mapping| {
        mapping.iter().map(|pair| (Some(pair.key.as_str()), &pair.value, at.join(&pair.key))).collect()
    };
    match (&node.value, kind.block.layout) {
        (Value::Mapping(mapping), Layout::Map) => of_mapping(mapping),
        (Value::Sequence(items), _) => {
            items.iter().enumerate().map(|(index, item)| (None, item, at.join(index.to_string()))).collect()
        }
        _ => vec![(None, node, at.clone())],
    }
}

/// The schema of a kind, with nothing required of an entry itself.
fn lenient(kind: &Kind) -> Option<Schema> {
    let mut json = strict(kind.schema.json().clone());
    if let Json::Object(schema) = &mut json {
        schema.shift_remove("required");
    }
    Schema::compile(json).ok()
}
