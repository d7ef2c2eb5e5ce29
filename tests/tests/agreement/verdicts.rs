//! Compares the two sides, counts, and shows where they disagree, on an instance as small as can be.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde_json::Value;

use crate::expected::{Expected, Form};
use crate::program::{Answer, Program, Question};
use crate::reference::Reference;
use crate::subjects::{Project, Subject};

/// The reference of every subject, and what reading back must give.
pub(crate) struct Judge<'a> {
    pub(crate) subjects: &'a [Subject],
    pub(crate) references: &'a [Reference],
    pub(crate) project: &'a Project,
}

/// What the reference says of an instance.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It is accepted; what the typed struct must print.
    Accepts(String),
    /// It is refused; where the mistakes are.
    Refuses(BTreeSet<String>),
}

impl Verdict {
    pub(crate) fn accepts(&self) -> bool {
        matches!(self, Self::Accepts(_))
    }

    /// Whether the kernel says the same. It must find every mistake and make none up: at each place where the schema
    /// sees one or below it, for a choice tells more of its members than JSON Schema does.
    fn agrees(&self, answer: &Answer) -> bool {
        match (self, answer) {
            (Self::Accepts(expected), Answer::Read(text)) => expected == text,
            (Self::Refuses(seen), Answer::Refused { places, .. }) => {
                seen.iter().all(|seen| places.iter().any(|place| is_at_or_below(place, seen)))
                    && places.iter().all(|place| seen.iter().any(|seen| is_at_or_below(place, seen)))
            }
            (Self::Accepts(_) | Self::Refuses(_), _) => false,
        }
    }
}

/// Whether a path is another one or leads on from it.
fn is_at_or_below(path: &str, other: &str) -> bool {
    path.strip_prefix(other).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

impl Judge<'_> {
    /// The verdict on each question, from the schema alone.
    pub(crate) fn judge(&self, questions: &[Question]) -> Vec<Verdict> {
        let models = self.project.models();
        let verdict = |Question { subject, instance, .. }: &Question| {
            let registry = &self.project.compiled.registry;
            let expected = Expected { registry, model: models[*subject], form: Form::Owned };
            let reference = &self.references[*subject];
            if reference.accepts(instance) {
                Verdict::Accepts(expected.text(instance))
            } else {
                Verdict::Refuses(reference.mistakes(instance))
            }
        };
        questions.iter().map(verdict).collect()
    }

    /// A disagreement as text: schema, instance and both verdicts, once the instance is as small as can be.
    pub(crate) fn describe(&self, program: &mut Program, question: &Question) -> String {
        let mut question = question.clone();
        let (mut verdict, mut answer) = self.ask(program, &question);
        // Each round takes something away; the limit is for values that stay large.
        for _ in 0..200 {
            let smaller = smaller(&question.instance).into_iter().find_map(|instance| {
                let question = Question { instance, ..question.clone() };
                let (verdict, answer) = self.ask(program, &question);
                (!verdict.agrees(&answer)).then_some((question, verdict, answer))
            });
            let Some(found) = smaller else { break };
            (question, verdict, answer) = found;
        }
        let Subject { name, schema } = &self.subjects[question.subject];
        let instance = visible(&question.instance.to_string());
        let mut text = format!("{name}, as {:?}\n  schema:   {schema}\n  instance: {instance}\n", question.input);
        let _ = match verdict {
            Verdict::Accepts(expected) => writeln!(text, "  schema accepts; to be read as {expected}"),
            Verdict::Refuses(places) => writeln!(text, "  schema refuses: {}", listed(&places)),
        };
        let _ = match answer {
            Answer::Read(read) => writeln!(text, "  kernel accepts; reads it as    {read}"),
            Answer::Refused { places, errors } => writeln!(text, "  kernel refuses: {}: {errors}", listed(&places)),
            Answer::Broken(why) => writeln!(text, "  kernel fails: {why}"),
        };
        text
    }

    fn ask(&self, program: &mut Program, question: &Question) -> (Verdict, Answer) {
        let questions = std::slice::from_ref(question);
        let verdict = self.judge(questions).pop().expect("each question has a verdict");
        let answer = program.ask(questions).pop().expect("each question has an answer");
        (verdict, answer)
    }
}

fn listed(places: &BTreeSet<String>) -> String {
    places.iter().map(String::as_str).collect::<Vec<_>>().join(", ")
}

/// JSON in which each character shows.
fn visible(json: &str) -> String {
    let show = |character: char| {
        let shown: Vec<char> = if character.is_ascii() && !character.is_ascii_control() {
            vec![character]
        } else {
            character.escape_debug().collect()
        };
        shown
    };
    json.chars().flat_map(show).collect()
}

/// Values with something taken away from this one, those that lose most first.
fn smaller(value: &Value) -> Vec<Value> {
    let mut found = Vec::new();
    match value {
        Value::Null | Value::Bool(_) => {}
        Value::Number(number) if number.to_string().len() == 1 => {}
        Value::Number(_) => found.extend([0, 1].map(Value::from)),
        Value::String(text) => {
            let characters: Vec<char> = text.chars().collect();
            for part in [&characters[characters.len() / 2..], &characters[..characters.len() / 2]] {
                found.push(Value::String(part.iter().collect()));
            }
            for index in 0..characters.len().min(20) {
                let rest =
                    characters.iter().enumerate().filter(|(at, _)| *at != index).map(|(_, character)| *character);
                found.push(Value::String(rest.collect()));
            }
            found.retain(|part| part.as_str().is_some_and(|part| part.len() < text.len()));
        }
        Value::Array(items) => {
            for index in 0..items.len() {
                let mut fewer = items.clone();
                fewer.remove(index);
                found.push(Value::Array(fewer));
            }
            for (index, item) in items.iter().enumerate() {
                found.extend(smaller(item).into_iter().map(|item| {
                    let mut items = items.clone();
                    items[index] = item;
                    Value::Array(items)
                }));
            }
        }
        Value::Object(pairs) => {
            for name in pairs.keys() {
                let mut fewer = pairs.clone();
                fewer.shift_remove(name);
                found.push(Value::Object(fewer));
            }
            for (name, value) in pairs {
                found.extend(smaller(value).into_iter().map(|value| {
                    let mut pairs = pairs.clone();
                    pairs.insert(name.clone(), value);
                    Value::Object(pairs)
                }));
            }
        }
    }
    found
}

/// How many instances were accepted and refused.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Tally {
    pub(crate) accepted: usize,
    pub(crate) refused: usize,
}

impl Tally {
    pub(crate) fn of<'v>(verdicts: impl Iterator<Item = &'v Verdict>) -> Self {
        let mut tally = Self::default();
        verdicts.for_each(|verdict| tally.add(verdict));
        tally
    }

    pub(crate) fn add(&mut self, verdict: &Verdict) {
        *(if verdict.accepts() { &mut self.accepted } else { &mut self.refused }) += 1;
    }
}

/// The places in a list of questions at which kernel and reference disagree.
pub(crate) fn disagreements(verdicts: &[Verdict], answers: &[Answer]) -> Vec<usize> {
    let both = verdicts.iter().zip(answers).enumerate();
    both.filter(|(_, (verdict, answer))| !verdict.agrees(answer)).map(|(index, _)| index).collect()
}
