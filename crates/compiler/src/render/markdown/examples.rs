//! Examples of a config: the smallest and one with every option, as fences of YAML.
//!
//! What is printed is read back and validated: an example that its schema refuses is not printed.

use serde::Serialize;
use serde_json::Value;
use source::{Findings, Text};

use super::site::Site;
use super::templates::Md;
use crate::entries::Config;
use crate::render::prose;
use crate::sample;

/// An example with the words that lead to it.
#[derive(Debug, Serialize)]
pub(super) struct Example {
    lead: Md,
    fence: Md,
}

/// An example of more lines shows nothing.
const MOST_LINES: usize = 200;

/// The examples of a config that its kind calls `property`.
pub(super) fn of(site: &Site<'_>, config: &Config, property: &str) -> Vec<Example> {
    let name = prose::code(property);
    if config.model.fields(&config.model.root.ty).is_empty() {
        return vec![Example { lead: Md::from(format!("{name} has no options.")), fence: Md::default() }];
    }
    let smallest = sample::smallest(config, site.registry);
    let fullest = sample::fullest(config, site.registry);
    let needs_nothing = smallest.as_ref().is_some_and(|value| value.as_object().is_some_and(serde_json::Map::is_empty));
    let example =
        |lead: String, value: &Value| Some(Example { lead: Md::from(lead), fence: Md::from(printed(config, value)?) });
    let mut examples = Vec::new();
    match (&smallest, &fullest) {
        (smallest, Some(fullest)) if needs_nothing => {
            let same = smallest.as_ref() == Some(fullest);
            let most = if same { String::new() } else { format!(" With {}:", extent(config, fullest)) };
            examples.extend(example(format!("{name} needs no option.{most}"), fullest));
        }
        (Some(smallest), Some(fullest)) if smallest == fullest => examples.extend(example(format!("{name}:"), fullest)),
        (smallest, fullest) => {
            let least = smallest.as_ref().and_then(|value| example(format!("{name} with what is required:"), value));
            let most =
                fullest.as_ref().and_then(|value| example(format!("{name} with {}:", extent(config, value)), value));
            examples.extend(least.into_iter().chain(most));
        }
    }
    examples
}

/// How many of the options a value gives.
fn extent(config: &Config, value: &Value) -> &'static str {
    let all = config.model.fields(&config.model.root.ty).iter().all(|field| value.get(&field.name).is_some());
    if all { "every option" } else { "most options" }
}

/// A value as a fence, if what the fence shows is a value that the schema takes.
fn printed(config: &Config, value: &Value) -> Option<String> {
    let yaml = yaml::edit::render(value);
    let fence = prose::fence(&yaml, "yaml");
    let shown = fence.split_once('\n').and_then(|(_, shown)| shown.rsplit_once('\n')).map_or("", |(shown, _)| shown);
    // Pages have no two blank lines in a row.
    if shown.lines().count() > MOST_LINES || shown.contains("\n\n\n") {
        return None;
    }
    let mut findings = Findings::new();
    let text = Text::new("example.yaml", shown);
    let documents = yaml::parse(&text, &yaml::Limits::default(), &mut findings);
    let [document] = &documents[..] else { return None };
    let read = document.root.to_json();
    (findings.is_empty() && read == *value && config.schema.accepts(&read)).then_some(fence)
}
