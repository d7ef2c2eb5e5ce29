//! What the catalog knows of missions, for people.

use std::fmt::Write as _;

use generated::missions::MissionKey;
use generated::missions::mission::Mission;
use kernel::Key as _;
use kernel::config::{Field, Presence, Spec, to_value};
use missions::{MISSION_REGISTRY, MissionError};

use crate::failure::Failure;

/// Each mission with its summary.
pub(crate) fn list() -> String {
    let width = MISSION_REGISTRY.iter().map(|key| key.as_str().len()).max().unwrap_or_default();
    let lines = MISSION_REGISTRY.iter().map(|key| format!("{key:width$}  {}\n", key.entry().summary));
    lines.collect()
}

/// One mission: its steps and its params.
pub(crate) fn mission(name: &str) -> Result<String, Failure> {
    let key = MissionKey::parse(name).map_err(MissionError::Unknown)?;
    let mission = key.entry();
    let mut text = format!("{key}: {}\n", mission.summary);
    if let Some(description) = mission.description {
        // Writing to a text cannot fail.
        let _ = writeln!(text, "{description}");
    }
    let _ = writeln!(text, "page: docs/{}", mission.doc);
    steps(&mut text, mission);
    params(&mut text, mission);
    Ok(text)
}

fn steps(text: &mut String, mission: &Mission) {
    let steps = mission.workflow.steps;
    let width = steps.iter().map(|step| step.id.len()).max().unwrap_or_default();
    let kinds = steps.iter().map(|step| step.kind.as_str().len()).max().unwrap_or_default();
    let _ = writeln!(text, "\nsteps of {}:", mission.workflow.id);
    for step in steps {
        let line =
            format!("  {:width$}  {:kinds$}  {}", step.id, step.kind, step.payload.description.unwrap_or_default());
        let _ = writeln!(text, "{}", line.trim_end());
    }
}

fn params(text: &mut String, mission: &Mission) {
    let fields = match mission.params.get() {
        Spec::Object { fields, .. } => *fields,
        Spec::Tagged { .. } | Spec::Union(_) => &[],
    };
    let width = fields.iter().map(|field| field.name.len()).max().unwrap_or_default();
    text.push_str("\nparams:\n");
    for field in fields {
        let _ = writeln!(text, "  {:width$}  {}{}", field.name, field.ty, presence(field));
    }
}

fn presence(field: &Field) -> String {
    match field.presence {
        Presence::Required => ", required".to_owned(),
        Presence::Optional => String::new(),
        Presence::Default(constant) => format!(", by default {}", to_value(constant)),
    }
}
