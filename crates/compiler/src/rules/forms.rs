//! Runs a rule on a world: which entries it looks at, and which of them break it.

mod acyclic;
mod joins;

use std::sync::Arc;

use minijinja::{Environment, Expression, Template};
use serde_json::Value as Json;
use yaml::Pointer;

use super::Rule;
use super::expression::{Subject, sentence};
use super::format::RuleFile;
use super::path::Path;
use super::world::{Found, Place, World};

/// What a rule demands, with its paths read.
#[derive(Clone, Debug)]
pub(super) enum Form {
    /// The expression is true.
    Assert,
    /// No two elements have the same values here.
    Unique(Vec<Path>),
    /// An entry of the kind exists, whose properties (left) equal ours.
    Exists { kind: String, equal: Vec<(Path, Path)> },
    /// These references never lead back.
    Acyclic(Vec<Path>),
    /// No two elements with equal `by` have scopes that meet.
    Overlap { scope: Path, by: Vec<Path> },
}

impl Form {
    /// The property that says it.
    fn property(&self) -> &'static str {
        match self {
            Self::Assert => "assert",
            Self::Unique(_) => "unique",
            Self::Exists { .. } => "exists",
            Self::Acyclic(_) => "acyclic",
            Self::Overlap { .. } => "overlap",
        }
    }

    /// The first path that the form names.
    pub(super) fn first_path(&self) -> Option<&Path> {
        match self {
            Self::Assert => None,
            Self::Unique(paths) | Self::Acyclic(paths) => paths.first(),
            Self::Exists { equal, .. } => equal.first().map(|(_, ours)| ours),
            Self::Overlap { scope, .. } => Some(scope),
        }
    }
}

/// The expressions and templates of a rule.
#[derive(Debug)]
pub(super) struct Program<'e> {
    only: Option<Expression<'e, 'e>>,
    assert: Option<Expression<'e, 'e>>,
    exists: Option<Expression<'e, 'e>>,
    message: Option<Template<'e, 'e>>,
    help: Option<Template<'e, 'e>>,
}

impl<'e> Program<'e> {
    /// Compiles them; `None` where one does not, which was reported when the rule was read.
    pub(super) fn compile(environment: &'e Environment<'e>, file: &'e RuleFile) -> Option<Self> {
        let expression = |text: Option<&'e String>| text.map(|text| environment.compile_expression(text)).transpose();
        let template = |text: Option<&'e String>| text.map(|text| environment.template_from_str(text)).transpose();
        let exists = file.exists.as_ref().and_then(|exists| exists.only.as_ref());
        Some(Self {
            only: expression(file.only.as_ref()).ok()?,
            assert: expression(file.assert.as_ref()).ok()?,
            exists: expression(exists).ok()?,
            message: template(file.message.as_ref()).ok()?,
            help: template(file.help.as_ref()).ok()?,
        })
    }
}

/// What came of a rule.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    /// How many entries it looked at.
    pub(super) looked_at: usize,
    /// What it found.
    pub(super) breaches: Vec<Breach>,
    /// The first expression that could not be evaluated: its property, the entry, and why.
    pub(super) failure: Option<Failure>,
}

/// An expression that could not be evaluated.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) property: &'static str,
    pub(super) entry: Place,
    pub(super) why: String,
}

/// An entry that breaks a rule.
#[derive(Debug)]
pub(super) struct Breach {
    pub(super) entry: Place,
    /// Where in the entry; the key where that is empty.
    pub(super) at: Pointer,
    pub(super) message: String,
    pub(super) help: Option<String>,
    /// Other places that explain it.
    pub(super) related: Vec<Related>,
}

/// Another place.
#[derive(Debug)]
pub(super) struct Related {
    pub(super) entry: Place,
    pub(super) at: Pointer,
    pub(super) text: String,
}

/// What a rule looks at: an entry, or an item of a list of its.
#[derive(Debug)]
struct Element {
    entry: Place,
    item: Option<Found>,
}

impl Element {
    fn subject<'a>(&'a self, world: &'a Arc<World>, other: Option<Place>) -> Subject<'a> {
        Subject { world, entry: self.entry, item: self.item.as_ref(), other }
    }
}

/// Runs a rule on the entries of a world.
pub(super) fn run(rule: &Rule, program: &Program<'_>, world: &Arc<World>) -> Outcome {
    let mut run = Run { rule, program, world, outcome: Outcome::default() };
    world.start_rule();
    let elements = run.elements();
    match &rule.form {
        Form::Assert => run.assert(&elements),
        Form::Unique(paths) => run.unique(&elements, paths),
        Form::Exists { kind, equal } => run.exists(&elements, kind, equal),
        Form::Acyclic(paths) => run.acyclic(&elements, paths),
        Form::Overlap { scope, by } => run.overlap(&elements, scope, by),
    }
    if world.is_exhausted() {
        let why = "its paths lead to too many values, since references of references multiply";
        run.fail(rule.form.property(), elements.first().map_or((0, 0), |element| element.entry), why.to_owned());
        run.outcome.breaches.clear();
    }
    run.outcome
}

struct Run<'a> {
    rule: &'a Rule,
    program: &'a Program<'a>,
    world: &'a Arc<World>,
    outcome: Outcome,
}

impl Run<'_> {
    /// The elements that the rule looks at; entries with a mistake of their own are left out.
    fn elements(&mut self) -> Vec<Element> {
        let Some((number, table)) = self.world.table(&self.rule.file.when) else { return Vec::new() };
        let mut elements = Vec::new();
        for (row, _) in table.rows.iter().enumerate().filter(|(_, row)| !row.value.is_null()) {
            let entry = (number, row);
            if self.program.only.is_some() && !self.is_selected(entry) {
                continue;
            }
            let before = elements.len();
            match &self.rule.each {
                None => elements.push(Element { entry, item: None }),
                Some(path) => {
                    let items = self.world.values(entry, None, path);
                    elements.extend(items.into_iter().map(|item| Element { entry, item: Some(item) }));
                }
            }
            self.outcome.looked_at += usize::from(elements.len() > before);
        }
        elements
    }

    fn is_selected(&mut self, entry: Place) -> bool {
        let Some(only) = &self.program.only else { return true };
        let subject = Subject { world: self.world, entry, item: None, other: None };
        match subject.holds(only) {
            Ok(holds) => holds.unwrap_or(false),
            Err(error) => {
                self.fail("where", entry, sentence(&error));
                false
            }
        }
    }

    /// What cannot be worked out is said once.
    fn fail(&mut self, property: &'static str, entry: Place, why: String) {
        self.outcome.failure.get_or_insert(Failure { property, entry, why });
    }

    fn assert(&mut self, elements: &[Element]) {
        let Some(assert) = &self.program.assert else { return };
        for element in elements {
            match element.subject(self.world, None).holds(assert) {
                Ok(None | Some(true)) => {}
                Ok(Some(false)) => {
                    let message = format!("`{}` breaks the rule `{}`", self.key(element.entry), self.rule.file.id);
                    self.breach(element, None, None, message, Vec::new());
                }
                Err(error) => self.fail("assert", element.entry, sentence(&error)),
            }
        }
    }

    fn key(&self, entry: Place) -> &str {
        &self.world.row(entry).key
    }

    /// Adds a breach, with the rule's own words where it has some. The form may know a place in the entry that says
    /// more than the rule's first property.
    fn breach(
        &mut self,
        element: &Element,
        other: Option<Place>,
        at: Option<&Pointer>,
        message: String,
        related: Vec<Related>,
    ) {
        let (own, help) = (&self.program.message, &self.program.help);
        let message = self.said(element, other, "message", own.as_ref()).unwrap_or(message);
        let help = self.said(element, other, "help", help.as_ref());
        let at = self.place_of(element, at);
        self.outcome.breaches.push(Breach { entry: element.entry, at, message, help, related });
    }

    /// What a template says; `None` where it cannot, or would speak of what a reference that leads nowhere hides.
    fn said(
        &mut self,
        element: &Element,
        other: Option<Place>,
        property: &'static str,
        template: Option<&Template<'_, '_>>,
    ) -> Option<String> {
        match element.subject(self.world, other).text(template?) {
            Ok(text) => text,
            Err(error) => {
                self.fail(property, element.entry, sentence(&error));
                None
            }
        }
    }

    /// Where findings about an element point: where the rule says, else where the form knows.
    fn place_of(&self, element: &Element, known: Option<&Pointer>) -> Pointer {
        let known = known.filter(|_| self.rule.file.at.is_none());
        let path = self.rule.points_at.as_ref();
        let first = |path| self.values(element, path).into_iter().next().map(|found| found.at);
        known.cloned().or_else(|| first(path?)).unwrap_or_default()
    }

    fn values(&self, element: &Element, path: &Path) -> Vec<Found> {
        self.world.values(element.entry, element.item.as_ref(), path)
    }

    /// The values of several paths; `None` where one of them went astray.
    fn all_values(&self, element: &Element, paths: &[&Path]) -> Option<Vec<Vec<Found>>> {
        self.world.start();
        let found = paths.iter().map(|path| self.values(element, path)).collect();
        Some(found).filter(|_| !self.world.went_astray())
    }
}

/// A value in words: equal values have equal words, numbers by their value, objects in any order.
fn canonical(value: &Json) -> String {
    match value {
        Json::Number(number) => match number.as_f64() {
            Some(float) if number.is_f64() && float.fract() == 0.0 && float.abs() < 9_007_199_254_740_992.0 => {
                // Zero has one sign.
                format!("{:.0}", float + 0.0)
            }
            _ => number.to_string(),
        },
        Json::Array(items) => format!("[{}]", items.iter().map(canonical).collect::<Vec<_>>().join(",")),
        Json::Object(members) => {
            let mut members: Vec<String> = members
                .iter()
                .map(|(name, value)| format!("{}:{}", Json::from(name.as_str()), canonical(value)))
                .collect();
            members.sort_unstable();
            format!("{{{}}}", members.join(","))
        }
        Json::Null | Json::Bool(_) | Json::String(_) => value.to_string(),
    }
}

/// A value as messages show it.
fn shown(value: &Json) -> String {
    format!("`{}`", value.as_str().map_or_else(|| value.to_string(), str::to_owned))
}
