//! The one helper: a project in memory, and what `gen` would write.

use std::collections::BTreeMap;

use compiler::files::Memory;
use compiler::plan::{Action, Plan};
use source::{Colour, Format};

/// Seeds and tools of a garden: seeds have groups.
const GARDEN: &str = r"
-- rollbook.yaml --
name: garden
registries:
  garden: { title: Garden, purpose: What grows and what it takes. }
  shed: { title: Shed, purpose: What stands around. }
docs: { root: docs, flavour: mdbook }
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
  deprecated: { type: boolean }
-- garden/seeds.yaml --
beet: { summary: Red all through., family: roots }
kale: { summary: Best *after* frost., family: leaves }
leek.blue: { summary: Stands all winter., family: leaves, deprecated: true }
-- shed/kinds/tool.schema.yaml --
$schema: https://json-schema.org/draft/2020-12/schema
title: Tool
description: What it takes.
x-registry: { entries: tools.yaml, layout: map, closed: false }
type: object
required: [summary]
additionalProperties: false
properties:
  summary: { type: string }
-- shed/tools.yaml --
spade: { summary: Turns the ground. }
-- docs/index.md --
# Garden
";

/// A project in memory.
#[derive(Clone, Debug)]
pub(crate) struct World {
    pub(crate) files: Memory,
}

impl World {
    /// The garden with other files laid over it, and more lines in its project file.
    pub(crate) fn with(project: &str, listing: &str) -> Self {
        let mut world = Self { files: Memory::from_listing(GARDEN) };
        let lines = world.read("rollbook.yaml").to_owned();
        let lines = if project.contains("docs:") {
            lines.replace("docs: { root: docs, flavour: mdbook }\n", "")
        } else {
            lines
        };
        world.write("rollbook.yaml", lines + project);
        for (path, content) in Memory::from_listing(listing).0 {
            world.write(&path, String::from_utf8(content).expect("listings are text"));
        }
        world
    }

    pub(crate) fn write(&mut self, path: &str, content: impl Into<String>) {
        self.files.0.insert(path.to_owned(), content.into().into_bytes());
    }

    pub(crate) fn read(&self, path: &str) -> &str {
        let content = self.files.0.get(path).unwrap_or_else(|| panic!("there is no {path}"));
        std::str::from_utf8(content).expect("the project is text")
    }

    /// What is found.
    pub(crate) fn found(&self) -> String {
        let (compiled, _) = compiler::compare(&self.files, "rollbook.yaml", compiler::Settings::default());
        source::write(&compiled.findings, Format::Human, Colour::Never)
    }

    /// What `gen` would do.
    pub(crate) fn plan(&self) -> Plan {
        let (compiled, plan) = compiler::compare(&self.files, "rollbook.yaml", compiler::Settings::default());
        let found = source::write(&compiled.findings, Format::Human, Colour::Never);
        assert_eq!(found, "");
        plan.expect("there are no errors")
    }

    /// Carries out what `gen` would do, and says it.
    pub(crate) fn generate(&mut self) -> BTreeMap<String, &'static str> {
        let plan = self.plan();
        let mut done = BTreeMap::new();
        for change in plan.changes {
            let verb = match change.action {
                Action::Create => "created",
                Action::Update { .. } => "updated",
                Action::Delete { .. } => "deleted",
            };
            done.insert(change.path.clone(), verb);
            match change.action {
                Action::Create | Action::Update { .. } => self.files.0.insert(change.path, change.content),
                Action::Delete { .. } => self.files.0.remove(&change.path),
            };
        }
        done
    }
}
