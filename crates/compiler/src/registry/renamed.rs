//! Checks the keys that entries had before: each leads to an entry, and no entry has it again.

use source::{Code, Diagnostic, Findings, Place, nearest};
use yaml::Pointer;

use super::Members;
use crate::kinds::Renamed;

pub(super) fn check(members: &Members, findings: &mut Findings) {
    let kind = &members.kind;
    for Renamed { from, from_span, to, to_span } in &kind.renamed {
        let at = |code, span, message: String| {
            let place = Place { text: kind.file.clone(), span };
            let path = Pointer::root().join("x-registry").join("renamed").join(from).to_string();
            Diagnostic::new(code, place, message).path(path)
        };
        if let Some(index) = members.find(from) {
            let message = format!("`{from}` was renamed to `{to}`, but there is {} `{from}`", kind.a_noun());
            let finding = at(Code::DuplicateKey, *from_span, message);
            let entry = &members.entries[index];
            findings.push(finding.also(entry.place(), "the entry").help(format!("remove `{from}` from `renamed`")));
        }
        if members.complete && members.find(to).is_none() {
            let finding = at(Code::UnknownReference, *to_span, format!("there is no {} `{to}`", kind.noun()));
            let now = kind.renamed.iter().find(|other| other.from == *to).map(|other| other.to.as_str());
            let now = now.filter(|now| members.find(now).is_some());
            let near = now.or_else(|| nearest(to, members.entries.iter().map(|entry| entry.key.as_str())));
            findings.push(match near {
                Some(near) => finding.help(format!("did you mean `{near}`?")),
                None => finding.help(format!("name the {} that took its place", kind.noun())),
            });
        }
    }
}
