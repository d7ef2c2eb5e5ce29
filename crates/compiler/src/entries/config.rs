//! The config of an entry: a schema of the profile, or a list of parameters that stands for one.

use source::{Code, Findings, Text};
use yaml::{Node, Pointer};

use super::{Config, extract};
use crate::kinds::{check_samples, mentions};
use crate::profile::{self, Lowering};
use crate::schema::{self, Located, Schema};

/// Reads the config of the entry `key`; `None` where a finding says why not.
pub(super) fn read(text: &Text, node: &Node, at: &Pointer, key: &str, findings: &mut Findings) -> Option<Config> {
    let mut mistakes = Findings::new();
    let parameters = node.as_sequence().map(|_| extract::parameters(text, node, at, &mut mistakes));
    let node = parameters.as_ref().unwrap_or(node);
    let located = Located { text, node, base: at };
    if !schema::check_meta(&node.to_json(), &located, &mut mistakes) {
        findings.append(mistakes);
        return None;
    }
    let prefix = config_name(key);
    let (whole, taken) = (profile::join(&prefix, "Config"), [profile::join(&prefix, "Ports")]);
    let lowering = Lowering { text, schema: node, base: at, name: &whole, prefix: &prefix, taken: &taken };
    let Some(model) = profile::lower(&lowering, &mut mistakes) else {
        findings.append(mistakes);
        return None;
    };
    if model.object().is_none() && mistakes.is_empty() {
        let message = "a config is an object and never null, so its schema has `type: object` and `properties`";
        mistakes.push(located.finding(Code::UnsupportedSchema, &Pointer::root(), message).help("type: object"));
    }
    check_samples(&located, &model, &mut mistakes);
    let schema = Schema::compile(profile::strict(node.to_json()));
    if let (Err(error), true) = (&schema, mistakes.is_empty()) {
        let at = error.at.parse().unwrap_or_default();
        mistakes.push(located.finding(Code::InvalidSchema, &at, error.message.clone()));
    }
    let references = mentions(node, at);
    let broken = mistakes.has_errors();
    findings.append(mistakes);
    schema.ok().filter(|_| !broken).map(|schema| Config { schema, model, references })
}

/// What the types of a config begin with: the key without its namespace, `gate.idempotency` → `Idempotency`.
pub(crate) fn config_name(key: &str) -> String {
    let own = key.split_once('.').map_or(key, |(_, own)| own);
    profile::variant(own).unwrap_or_default()
}
