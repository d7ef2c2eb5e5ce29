//! A small project of two registries, and what its rules find.

use std::fmt::Write as _;

use compiler::Compiled;
use compiler::files::Memory;
use source::{Code, Diagnostic};

const BASE: &str = "\
-- rollbook.yaml --
name: rules
registries:
  shop: { title: Shop, purpose: What is sold. }
  plan: { title: Plan, purpose: What is meant to be. }
-- shop/kinds/team.schema.yaml --
title: Team
x-registry: { entries: teams.yaml, layout: map }
type: object
required: [size]
properties:
  size: { type: integer }
  motto: { type: string }
  lead: { type: string, x-ref: shop.team }
-- shop/kinds/item.schema.yaml --
title: Item
x-registry: { entries: 'items/*.yaml', layout: list, key: item_id }
type: object
required: [item_id]
properties:
  item_id: { type: string }
  owner: { type: string, x-ref: shop.team }
  backup: { type: string, x-ref: { to: shop.team, missing: warning } }
  uses: { type: array, items: { type: string, x-ref: shop.item } }
  weight: { type: number }
  label: { type: string }
  labels: { type: array, items: { type: string } }
  scopes: { type: array, items: { type: string } }
  parts:
    type: array
    items:
      type: object
      properties:
        by: { type: string, x-ref: shop.team }
        of: { type: string, x-ref: shop.item }
        count: { type: integer, default: 1 }
  helpers: { type: object, additionalProperties: { type: string, x-ref: shop.team } }
  how:
    oneOf:
      - { type: object, required: [way, by], properties: { way: { const: made }, by: { type: string, x-ref: shop.team } } }
      - { type: object, required: [way, by], properties: { way: { const: bought }, by: { type: string } } }
  tree: { $ref: '#/$defs/Tree' }
$defs:
  Tree:
    type: object
    properties:
      team: { type: string, x-ref: shop.team }
      below: { type: array, items: { $ref: '#/$defs/Tree' } }
-- plan/kinds/note.schema.yaml --
title: Note
x-registry: { entries: notes.yaml, layout: map }
type: object
properties:
  about: { type: array, items: { type: string, x-ref: shop.item } }
  team: { type: string, x-ref: shop.team }
  by: { type: object, properties: { team: { type: string, x-ref: shop.team } } }
  done: { type: boolean, default: false }
";

/// What `compiler` makes of the project with other files laid over it.
pub(crate) fn check(listing: &str) -> Compiled {
    compiler::check(&files(listing), "rollbook.yaml", compiler::Settings::default())
}

/// The files of the project with others laid over it.
pub(crate) fn files(listing: &str) -> Memory {
    let mut files = Memory::from_listing(BASE);
    files.0.extend(Memory::from_listing(listing).0);
    files
}

/// All findings, each in a line and its other places, notes and help below.
pub(crate) fn found(listing: &str) -> String {
    written(&check(listing))
}

/// The same of a project that was checked.
pub(crate) fn written(compiled: &Compiled) -> String {
    // Most projects here have no entries of some kinds.
    let of_interest = compiled.findings.iter().filter(|finding| finding.code != Code::NothingToCheck);
    of_interest.map(line).collect()
}

fn line(finding: &Diagnostic) -> String {
    let mut text = format!(
        "{}[{}] {} {}: {}\n",
        finding.severity.as_str(),
        finding.code.as_str(),
        finding.primary.place,
        finding.path.as_deref().unwrap_or("-"),
        finding.message
    );
    let entry = finding.entry.as_ref().map(|entry| format!("{} {}", entry.kind, entry.key));
    let said = [entry.map(|entry| ("in", entry)), finding.rule.clone().map(|rule| ("by", rule))];
    let others = finding.secondary.iter().map(|label| ("also", format!("{} {}", label.place, label.text)));
    let notes = finding.notes.iter().map(|note| ("note", note.clone()));
    let help = finding.help.iter().map(|help| ("help", help.clone()));
    for (what, text_of) in said.into_iter().flatten().chain(others).chain(notes).chain(help) {
        let _ = writeln!(text, "  {what}: {text_of}");
    }
    text
}

/// Compares findings with what is expected of them, line by line.
#[track_caller]
pub(crate) fn expect(listing: &str, expected: &str) {
    let found = found(listing);
    assert_eq!(found, expected, "\nfound:\n{found}\nexpected:\n{expected}");
}

/// How many entries the rule of that name looked at.
pub(crate) fn looked_at(compiled: &Compiled, rule: &str) -> Option<usize> {
    compiled.rules.iter().find(|known| known.file.id == rule).map(|known| known.looked_at)
}
