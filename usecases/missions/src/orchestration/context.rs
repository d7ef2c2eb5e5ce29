//! What a run begins with.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::canonical;

/// A JSON object, with its keys in order.
pub type Object = BTreeMap<String, Value>;

/// The state that a run begins with, and what else its ports should know. A run never changes it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExecutionContext {
    /// The state. A run works on a copy.
    #[serde(default, serialize_with = "canonical::sorted")]
    pub initial_state: Object,
    /// What ports are told of the run. No step sees it.
    #[serde(default, serialize_with = "canonical::sorted")]
    pub metadata: Object,
}

/// A state that is no object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotAnObject {
    /// What it is.
    pub found: &'static str,
}

impl ExecutionContext {
    /// A context that begins with `state` and has no metadata.
    ///
    /// # Errors
    /// The state is no object.
    pub fn of(state: &Value) -> Result<Self, NotAnObject> {
        let found = match state {
            Value::Object(members) => {
                let initial_state = members.iter().map(|(name, value)| (name.clone(), value.clone())).collect();
                return Ok(Self { initial_state, metadata: Object::new() });
            }
            Value::Null => "null",
            Value::Bool(_) => "a boolean",
            Value::Number(_) => "a number",
            Value::String(_) => "text",
            Value::Array(_) => "a list",
        };
        Err(NotAnObject { found })
    }
}

impl fmt::Display for NotAnObject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected a state, which is an object, found {}", self.found)
    }
}

impl std::error::Error for NotAnObject {}
