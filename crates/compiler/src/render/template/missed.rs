//! Data that notes which name a template asks for in vain, and which names there are instead.
//!
//! Only a template that has failed already is rendered with it, so that those that do not fail pay nothing.

use std::sync::{Arc, Mutex, PoisonError};

use minijinja::value::{Enumerator, Object, Serde, Value};
use serde::Serialize;
use serde_json::Map;
use source::{Diagnostic, nearest};

use crate::schema::listed;

/// A name that is not there.
#[derive(Clone, Debug)]
pub(super) struct Missed {
    pub(super) name: String,
    /// The names that there are in its place.
    known: Vec<String>,
}

impl Missed {
    /// The finding with the nearest name, and with all that there are.
    pub(super) fn explain(&self, finding: Diagnostic) -> Diagnostic {
        let near = nearest(&self.name, self.known.iter().map(String::as_str));
        let finding = match near {
            Some(near) => finding.help(format!("did you mean `{near}`?")),
            None => finding,
        };
        if self.known.is_empty() { finding } else { finding.note(format!("there are {}", listed(&self.known))) }
    }
}

/// The last name that `render` asked the data for in vain.
pub(super) fn watched(data: &impl Serialize, render: impl FnOnce(Value)) -> Option<Missed> {
    let last = Arc::new(Mutex::new(None));
    render(watch(serde_json::to_value(data).ok()?, &last));
    let mut last = last.lock().unwrap_or_else(PoisonError::into_inner);
    last.take()
}

type Last = Arc<Mutex<Option<Missed>>>;

fn watch(value: serde_json::Value, last: &Last) -> Value {
    match value {
        serde_json::Value::Object(map) => Value::from_object(Watched { map, last: Arc::clone(last) }),
        serde_json::Value::Array(items) => items.into_iter().map(|item| watch(item, last)).collect(),
        scalar @ (serde_json::Value::Null
        | serde_json::Value::Bool(_)
        | serde_json::Value::Number(_)
        | serde_json::Value::String(_)) => Value::from(Serde(scalar)),
    }
}

#[derive(Debug)]
struct Watched {
    map: Map<String, serde_json::Value>,
    last: Last,
}

impl Object for Watched {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let name = key.as_str()?;
        if let Some(value) = self.map.get(name) {
            return Some(watch(value.clone(), &self.last));
        }
        let missed = Missed { name: name.to_owned(), known: self.map.keys().cloned().collect() };
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(missed);
        None
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Values(self.map.keys().map(|name| Value::from(name.as_str())).collect())
    }
}
