//! The constants of an open kind, in the modules that their keys name; and what marks an entry deprecated.

use std::fmt::Write as _;

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;

use super::docs::doc_lines;
use super::keys::entry_doc;
use super::modules::Module;
use super::{kind_path, type_name};
use crate::entries::Entry;
use crate::registry::Members;

/// Puts a constant for each entry into the module that its key names.
pub(super) fn fill(members: &Members, root: &mut Module) {
    let ty = format!("{}Key", type_name(members));
    let import = format!("use {}::{ty};\n", kind_path(members));
    for (index, (entry, name)) in members.entries.iter().zip(&members.names).enumerate() {
        let mut text = doc_lines("///", &entry_doc(members, entry));
        if let Some(note) = deprecation_note(members, entry) {
            let _ = writeln!(text, "#[deprecated(note = {note:?})]");
        }
        let _ = writeln!(text, "pub const {}: {ty} = {ty}({index});", name.name);
        let module = root.descend(&name.modules);
        if !name.modules.is_empty() && module.constants.is_empty() {
            module.items.insert(0, import.clone());
        }
        module.constants.push(text);
    }
}

/// The attribute of a deprecated entry.
pub(super) fn deprecation(members: &Members, entry: &Entry) -> Option<TokenStream> {
    let note = deprecation_note(members, entry)?;
    Some(quote!(#[deprecated(note = #note)]))
}

/// Why an entry is deprecated; `None` where it is not.
///
/// The property may be a text, an object with `renamed_to`, a `note` or a `reason`, or `true`.
pub(super) fn deprecation_note(members: &Members, entry: &Entry) -> Option<String> {
    let note = |value: &Value| value.as_str().map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "));
    match entry.value.get(&members.kind.block.deprecated)? {
        Value::Null | Value::Bool(false) => None,
        Value::Object(properties) => {
            let renamed = properties.get("renamed_to").and_then(note).map(|to| format!("renamed to `{to}`"));
            let said = renamed.or_else(|| ["note", "reason"].iter().find_map(|name| note(properties.get(*name)?)));
            Some(said.unwrap_or_else(|| "deprecated by its definition".to_owned()))
        }
        value @ (Value::Bool(true) | Value::Number(_) | Value::String(_) | Value::Array(_)) => {
            Some(note(value).unwrap_or_else(|| "deprecated by its definition".to_owned()))
        }
    }
}
