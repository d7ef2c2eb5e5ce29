//! Operations: what a payload says that the orchestrator is to do.

use serde_json::Value;

use super::context::Object;

/// What the orchestrator does.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Operation {
    /// Nothing.
    Noop,
    /// Ends the run.
    Fail { reason: String },
    /// Writes into the state.
    Set { values: Object },
    /// Runs another mission.
    Mission { name: String, params: Value },
}

/// The names, in the order in which messages list them.
const NAMES: [&str; 4] = ["noop", "fail", "set", "mission"];

/// The operation that a payload names, `noop` where it names none; else what was expected and what was found.
pub(super) fn read(payload: &Object) -> Result<Operation, String> {
    match payload.get("operation") {
        None => Ok(Operation::Noop),
        Some(Value::String(name)) => match name.as_str() {
            "noop" => Ok(Operation::Noop),
            "fail" => text(payload, "fail", "reason").map(|reason| Operation::Fail { reason }),
            "set" => values(payload).map(|values| Operation::Set { values }),
            "mission" => {
                let params = payload.get("params").cloned().unwrap_or_else(|| Value::Object(serde_json::Map::new()));
                text(payload, "mission", "mission").map(|name| Operation::Mission { name, params })
            }
            _ => Err(unknown(&format!("`{name}`"), kernel::nearest(name, &NAMES))),
        },
        Some(other) => Err(unknown(&other.to_string(), None)),
    }
}

fn unknown(found: &str, nearest: Option<&str>) -> String {
    let hint = nearest.map_or_else(String::new, |name| format!("; did you mean `{name}`?"));
    format!("expected an operation, one of `{}`, found {found}{hint}", NAMES.join("`, `"))
}

fn text(payload: &Object, operation: &str, name: &str) -> Result<String, String> {
    match payload.get(name) {
        Some(Value::String(text)) => Ok(text.clone()),
        other => Err(misfit(operation, name, "a text", other)),
    }
}

fn values(payload: &Object) -> Result<Object, String> {
    match payload.get("values") {
        Some(Value::Object(values)) => Ok(values.iter().map(|(name, value)| (name.clone(), value.clone())).collect()),
        other => Err(misfit("set", "values", "an object", other)),
    }
}

fn misfit(operation: &str, name: &str, expected: &str, found: Option<&Value>) -> String {
    let found = found.map_or_else(|| "nothing".to_owned(), Value::to_string);
    format!("`{operation}`: expected {expected} as `{name}`, found {found}")
}
