//! What people give: params and states, as values that know where they stand.

use std::fs;
use std::path::Path;

use generated::missions::MissionKey;
use kernel::Key as _;
use kernel::config::{At, Input, Spec, Type, View, Yaml};
use source::{Findings, Severity, Text};
use yaml::{Limits, Node, Value};

use crate::failure::Failure;

/// A YAML text with its tree.
#[derive(Debug)]
pub(crate) struct Document {
    text: Text,
    root: Node,
}

impl Document {
    /// Reads a file.
    pub(crate) fn of_file(path: &Path) -> Result<Self, Failure> {
        let name = path.display().to_string();
        let bytes = fs::read(path).map_err(|error| Failure::machine("read", &name, &error))?;
        let text = String::from_utf8(bytes).map_err(|_| Failure::Wrong(vec![format!("{name}: expected UTF-8")]))?;
        Self::parse(Text::new(name, text))
    }

    /// Reads the value of a param. A text needs no quotes, whatever else it could be read as.
    pub(crate) fn of_param(mission: MissionKey, name: &str, value: &str) -> Result<Self, Failure> {
        let text = Text::new(format!("--param {name}"), value);
        if !wants_text(mission, name) {
            return Self::parse(text);
        }
        let mut findings = Findings::new();
        let documents = yaml::parse(&text, &Limits::default(), &mut findings);
        let quoted = documents.into_iter().map(|document| document.root).find(|root| root.as_str().is_some());
        let sound = findings.into_iter().all(|finding| finding.severity != Severity::Error);
        let root = quoted.filter(|_| sound).unwrap_or_else(|| {
            let span = source::Span::default();
            Node { value: Value::String(value.to_owned()), span }
        });
        Ok(Self { text, root })
    }

    /// The value, with its places.
    pub(crate) fn located(&self) -> Yaml<'_> {
        Yaml::new(&self.text, &self.root)
    }

    fn parse(text: Text) -> Result<Self, Failure> {
        let mut findings = Findings::new();
        let mut documents = yaml::parse(&text, &Limits::default(), &mut findings).into_iter();
        findings.sort();
        let errors = findings.into_iter().filter(|finding| finding.severity == Severity::Error);
        let errors: Vec<_> = errors.map(|finding| format!("{}: {}", finding.primary.place, finding.message)).collect();
        if !errors.is_empty() {
            return Err(Failure::Wrong(errors));
        }
        match (documents.next(), documents.next()) {
            (Some(document), None) => Ok(Self { root: document.root, text }),
            (None, _) => Err(Failure::Wrong(vec![format!("{}: expected a value, found nothing", text.name())])),
            (Some(_), Some(second)) => {
                let place = text.at(second.span);
                Err(Failure::Wrong(vec![format!("{place}: expected one value, found a second document")]))
            }
        }
    }
}

/// Whether the catalog wants a text as this param.
fn wants_text(mission: MissionKey, name: &str) -> bool {
    let Spec::Object { fields, .. } = mission.entry().params.get() else { return false };
    fields.iter().any(|field| field.name == name && matches!(field.ty, Type::Text(_) | Type::Choice(_) | Type::Key(_)))
}

/// Params: those of a file, and single ones, which win.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Params<'a> {
    /// A value with its places.
    Value(Yaml<'a>),
    /// An object of values from several texts.
    Members(&'a [(&'a str, Yaml<'a>)]),
}

impl<'a> Input<'a> for Params<'a> {
    type Items = std::vec::IntoIter<Self>;
    type Members = std::vec::IntoIter<(&'a str, Self)>;

    fn view(self) -> View<'a, Self> {
        let value = match self {
            Self::Value(value) => value,
            Self::Members(members) => {
                let members = members.iter().map(|(name, value)| (*name, Self::Value(*value)));
                return View::Object(members.collect::<Vec<_>>().into_iter());
            }
        };
        match value.view() {
            View::Null => View::Null,
            View::Bool(flag) => View::Bool(flag),
            View::Number(number) => View::Number(number),
            View::Text(text) => View::Text(text),
            View::List(items) => View::List(items.map(Self::Value).collect::<Vec<_>>().into_iter()),
            View::Object(members) => {
                let members = members.map(|(name, value)| (name, Self::Value(value)));
                View::Object(members.collect::<Vec<_>>().into_iter())
            }
        }
    }

    fn at(self) -> Option<At> {
        match self {
            Self::Value(value) => value.at(),
            Self::Members(_) => None,
        }
    }

    fn at_name(self) -> Option<At> {
        match self {
            Self::Value(value) => value.at_name(),
            Self::Members(_) => None,
        }
    }
}
