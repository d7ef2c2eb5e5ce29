//! Scenarios as they are read: from a YAML text with every mistake at its place, or from the catalog.

use generated::scenario::ScenarioKey;
use generated::scenario::scenario::definition::{Scenario, Step};
use kernel::Key as _;
use kernel::config::{self, Yaml};
use source::{Findings, Severity, Span, Text};
use yaml::{Limits, Node};

use super::fault::{BuildErrors, BuildFault};

/// The scenario that the catalog has under `key`. It was checked when the catalog was generated.
#[must_use]
pub fn of_catalog(key: ScenarioKey) -> Scenario {
    let entry = key.entry();
    let steps = entry.steps.iter().map(|step| Step { step: step.step, config: step.config.map(kernel::Json::parse) });
    Scenario {
        name: key.as_str().to_owned(),
        summary: entry.summary.to_owned(),
        description: entry.description.map(str::to_owned),
        doc: entry.doc.to_owned(),
        steps: steps.collect(),
    }
}

/// The scenario that a YAML text defines.
///
/// # Errors
/// The text is not one YAML document, is no scenario, has a config that is not what its step declares, or
/// names steps that do not fit each other; all mistakes, each at its place.
pub fn read(text: &Text) -> Result<Scenario, BuildErrors> {
    let node = parse(text)?;
    let name = node.as_mapping().and_then(|mapping| mapping.get("name")).and_then(Node::as_str);
    // Errors name the scenario; one without a name is known by its file.
    let name = name.unwrap_or_else(|| text.name());
    let definition = config::read_definition(name, Yaml::new(text, &node));
    definition.map_err(BuildErrors::from)
}

/// The one document of a YAML text.
fn parse(text: &Text) -> Result<Node, BuildErrors> {
    let mut findings = Findings::new();
    let mut documents = yaml::parse(text, &Limits::default(), &mut findings).into_iter();
    findings.sort();
    let errors = findings.into_iter().filter(|finding| finding.severity == Severity::Error);
    let faults: Vec<_> =
        errors.map(|finding| BuildFault::Text { place: finding.primary.place, message: finding.message }).collect();
    if !faults.is_empty() {
        return Err(BuildErrors(faults));
    }
    let fault =
        |span, message: &str| BuildErrors(vec![BuildFault::Text { place: text.at(span), message: message.to_owned() }]);
    match (documents.next(), documents.next()) {
        (Some(document), None) => Ok(document.root),
        (None, _) => Err(fault(Span::default(), "expected a scenario, found nothing")),
        (Some(_), Some(second)) => Err(fault(second.span, "expected one scenario, found a second document")),
    }
}
