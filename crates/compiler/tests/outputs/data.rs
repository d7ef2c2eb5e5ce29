//! What templates are given is what `docs/reference/templates.md` says: no name more, and none less.

use std::collections::{BTreeMap, BTreeSet};

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use crate::world::World;

const REFERENCE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/reference/templates.md");

/// The names of each object by the heading that they are listed below: `groups[].heading` is the name `heading` of
/// `groups[]`.
type Names = BTreeMap<String, BTreeMap<String, BTreeSet<String>>>;

fn documented() -> Names {
    let page = std::fs::read_to_string(REFERENCE).expect("the page is in this repository");
    let (mut names, mut heading, mut in_heading, mut cell) = (Names::new(), String::new(), false, None);
    for event in Parser::new_ext(&page, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::Heading { level: HeadingLevel::H3, .. }) => (heading, in_heading) = (String::new(), true),
            Event::Start(Tag::Heading { .. }) => heading.clear(),
            Event::End(TagEnd::Heading(_)) => in_heading = false,
            Event::Start(Tag::TableRow) => cell = Some(0),
            Event::End(TagEnd::TableCell) => cell = cell.map(|cell| cell + 1),
            Event::End(TagEnd::TableRow) => cell = None,
            Event::Code(code) if in_heading => heading.push_str(&code),
            Event::Code(code) if cell == Some(0) && !heading.is_empty() => {
                let path = code.strip_suffix("[]").unwrap_or(&code);
                let objects = names.entry(heading.clone()).or_default();
                // What holds something is itself a name of what holds it.
                let mut rest = path;
                while let Some((parent, name)) = rest.rsplit_once('.') {
                    objects.entry(parent.to_owned()).or_default().insert(name.to_owned());
                    rest = parent.strip_suffix("[]").unwrap_or(parent);
                }
                objects.entry(String::new()).or_default().insert(rest.to_owned());
            }
            _ => {}
        }
    }
    names
}

/// The names that a template finds in an object: those that an error about another one lists.
fn found(template: &str, project: &str, path: &str, object: &str) -> BTreeSet<String> {
    let expression = object.replace("[]", "[0]");
    let dot = if object.is_empty() { "" } else { "." };
    let mut world = World::with(project, FULL);
    world.write(path, format!("{{{{ {expression}{dot}not_there }}}}"));
    world.write("docs/page.md", "<!-- rollbook:begin garden.seed -->\n<!-- rollbook:end -->\n");
    let found = world.found();
    let note = found.lines().find_map(|line| line.trim_start().strip_prefix("= note: there are "));
    let note = note.unwrap_or_else(|| panic!("{template}: `{object}`: {found}"));
    note.split(", ").map(|name| name.trim_matches('`').to_owned()).collect()
}

/// Something in each list: two kinds that are related, a rule, a text of several lines, a config.
const FULL: &str = "-- garden/kinds/bed.schema.yaml --
$schema: https://json-schema.org/draft/2020-12/schema
title: Bed
description: Where things are sown.
x-registry: { entries: beds.yaml, layout: map, closed: false }
type: object
required: [summary, seed]
additionalProperties: false
properties:
  summary: { type: string }
  seed: { type: string, x-ref: garden.seed }
-- garden/beds.yaml --
left: { summary: By the wall., seed: beet }
-- garden/kinds/seed.schema.yaml --
$schema: https://json-schema.org/draft/2020-12/schema
title: Seed
description: What is sown.
x-registry: { entries: seeds.yaml, layout: map, group_by: family, closed: false }
type: object
required: [summary, family]
additionalProperties: false
properties:
  summary: { type: string }
  family: { enum: [roots, leaves] }
  status: { oneOf: [{ const: new, description: Sown for the first time. }] }
  doc: { type: string, x-doc: true }
  note: { type: string }
  config: { x-config: true }
-- docs/beet.md --
# Beet
-- garden/seeds.yaml --
beet: { summary: Red all through., family: roots, status: new, doc: beet.md, note: \"one\\ntwo\\n\", config: { type: object, properties: { rows: { type: integer } } } }
-- garden/rules.yaml --
- id: one-bed-a-seed
  when: garden.bed
  severity: error
  why: A seed is sown once.
  unique: [seed]
  cases:
    pass: [{ garden.bed: { a: { summary: x, seed: beet } } }]
    fail: [{ garden.bed: { a: { summary: x, seed: beet }, b: { summary: x, seed: beet } } }]
";

#[test]
fn templates_of_pages_are_given_what_the_reference_says() {
    let documented = documented();
    let project = "docs: { root: docs, flavour: mdbook, templates: templates }\n";
    let mut seen = 0;
    for template in ["kind.md", "index.md", "coordination.md", "region.md"] {
        for (object, names) in &documented[template] {
            assert_eq!(
                &found(template, project, &format!("templates/{template}"), object),
                names,
                "{template}: `{object}`"
            );
            seen += names.len();
        }
    }
    assert!(seen > 60, "only {seen} names were seen");
}

#[test]
fn templates_of_outputs_are_given_what_the_reference_says() {
    let documented = documented();
    for each in ["project", "registry", "kind", "entry"] {
        let path = if each == "project" { "out/all.md" } else { "out/{{ registry.name }}/all.md" };
        let project = format!(
            "outputs:\n  - {{ template: t.md, for: {each}, path: '{path}', where: {{ kinds: [garden.seed] }} }}\n"
        );
        for (object, names) in &documented[&format!("for: {each}")] {
            assert_eq!(&found(each, &project, "t.md", object), names, "{each}: `{object}`");
        }
    }
    // What is said to be as elsewhere is so.
    let of = |each: &str, object: &str| {
        let project = format!(
            "outputs:\n  - {{ template: t.md, for: {each}, path: 'out/{{{{ header }}}}.md', where: {{ kinds: [garden.seed] }} }}\n"
        );
        found(each, &project, "t.md", object)
    };
    let all = &documented["for: project"];
    let mut kind = all["kinds[]"].clone();
    assert_eq!((of("registry", "registry"), of("kind", "kind")), (all["registries[]"].clone(), kind.clone()));
    kind.remove("entries");
    assert_eq!((of("entry", "kind"), of("entry", "entry")), (kind, all["kinds[].entries[]"].clone()));
}
