//! Makes a project of any number of entries, realistic in what an entry holds, and the same bytes each time.
//!
//! An open kind `item` has keys such as `ns12.group3.item45`, at most 200 in a namespace, and refers to
//! itself and to the small closed kind `team`. Everything that is generated from definitions is on.

use std::fmt::Write as _;
use std::path::Path;

use crate::disk;
use crate::words::{Random, TAGS, paragraph, sentence};

/// What a project is like.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shape {
    /// How many entries the large kind has.
    pub(crate) entries: usize,
    /// How they lie in files.
    pub(crate) layout: Layout,
    /// What an entry has besides its properties.
    pub(crate) configs: Configs,
    /// Whether entries have a scope, which rules compare.
    pub(crate) scopes: bool,
    /// Where the numbers begin.
    pub(crate) seed: u64,
}

impl Default for Shape {
    fn default() -> Self {
        Self { entries: 1_000, layout: Layout::Files, configs: Configs::None, scopes: false, seed: 1 }
    }
}

/// How entries lie in files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Layout {
    /// One entry a file.
    Files,
    /// [`IN_A_LIST`] entries a file.
    Lists,
}

impl Layout {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Files => "files",
            Self::Lists => "lists",
        }
    }
}

/// Whether entries have configs; a kind with configs is closed, as kinds with factories are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Configs {
    /// None has.
    None,
    /// Each has one of 8 fields of plain types.
    Plain,
    /// Each has one of 8 fields, one of which is a list of choices, which is one more type.
    Choices,
    /// As [`Configs::Plain`], and each is handed to a factory.
    Factories,
}

/// So many entries lie in a file of the layout `lists`.
const IN_A_LIST: usize = 1_000;

/// So many entries the small kind has.
const TEAMS: usize = 12;

const PROJECT: &str = "\
name: large
registries:
  store:
    title: A large store
    purpose: Is large, so that its cost can be measured.
catalog:
  path: catalog/src
docs:
  root: docs
  flavour: mdbook
";

const TEAM: &str = "\
$schema: https://json-schema.org/draft/2020-12/schema
title: Team
description: Who answers for an item.
x-registry: { entries: teams.yaml, layout: map, closed: true }
type: object
required: [summary]
additionalProperties: false
properties:
  summary: { type: string, description: What the team does. }
  channel: { type: string, description: Where to ask. }
";

/// The properties of an item; its `x-registry` depends on the shape.
const ITEM: &str = "\
type: object
required: [key, summary, owner, stage]
additionalProperties: false
properties:
  key: { type: string }
  summary: { type: string, minLength: 1, description: What it is. }
  description: { type: string, description: How it is used. }
  owner: { type: string, x-ref: store.team, description: Who answers for it. }
  stage: { enum: [draft, trial, stable], description: How far it is. }
  size: { type: integer, minimum: 0, description: How many there are. }
  ratio: { type: number, minimum: 0, maximum: 1, default: 0.5, description: How many of them count. }
  tags: { type: array, items: { type: string }, uniqueItems: true, default: [], description: Where it is listed. }
  uses: { type: array, items: { type: string, x-ref: store.item }, default: [], description: What it needs. }
  limits:
    type: object
    description: What it may take.
    additionalProperties: false
    required: [most]
    properties:
      most: { type: integer, minimum: 1, description: So many at once. }
      timeout_ms: { type: integer, minimum: 0, default: 1000, description: So long. }
  deprecated:
    type: object
    description: Why it should no longer be used.
    additionalProperties: false
    required: [reason]
    properties:
      reason: { type: string, description: The reason. }
      renamed_to: { type: string, x-ref: store.item, description: What to use instead. }
";

/// Writes the definitions of a project below a folder, and says how many files they are.
///
/// # Errors
/// A file cannot be written.
pub(crate) fn write(shape: &Shape, folder: &Path) -> Result<usize, String> {
    let mut count = 0;
    definitions(shape, &mut |path, text| {
        count += 1;
        disk::write(&folder.join(path), text)
    })?;
    Ok(count)
}

/// Hands on the path and the text of each definition.
///
/// # Errors
/// `put` fails.
pub(crate) fn definitions(shape: &Shape, put: &mut dyn FnMut(&str, &str) -> Result<(), String>) -> Result<(), String> {
    let mut random = Random::new(shape.seed);
    put("rollbook.yaml", PROJECT)?;
    put("store/kinds/team.schema.yaml", TEAM)?;
    put("store/kinds/item.schema.yaml", &item_kind(shape))?;
    put("store/teams.yaml", &teams(&mut random))?;
    let keys = keys(shape.entries, &mut random);
    match shape.layout {
        Layout::Files => {
            for index in 0..keys.len() {
                put(&entry_file(&keys[index]), &entry(shape, &keys, index, "", &mut random))?;
            }
        }
        Layout::Lists => {
            for from in (0..keys.len()).step_by(IN_A_LIST) {
                let list = from..keys.len().min(from + IN_A_LIST);
                let texts: Vec<String> = list.map(|index| entry(shape, &keys, index, "  ", &mut random)).collect();
                put(&list_file(from / IN_A_LIST), &texts.concat())?;
            }
        }
    }
    Ok(())
}

/// A definition to touch: the file of the first entry.
pub(crate) fn touched(shape: &Shape) -> String {
    match shape.layout {
        Layout::Files => entry_file("ns0.group0.item0"),
        Layout::Lists => list_file(0),
    }
}

/// Another summary for the first entry of a file, and nothing else.
pub(crate) fn touch(text: &str, edit: usize) -> String {
    let Some((before, rest)) = text.split_once("summary: ") else { return text.to_owned() };
    let after = rest.split_once('\n').map_or("", |(_, after)| after);
    format!("{before}summary: Is what it became by edit {edit}.\n{after}")
}

fn entry_file(key: &str) -> String {
    let (namespace, own) = key.split_once('.').unwrap_or(("", key));
    format!("store/items/{namespace}/{own}.yaml")
}

/// The file of so many entries in the layout `lists`.
pub(crate) fn list_file(index: usize) -> String {
    format!("store/items/list{index}.yaml")
}

fn item_kind(shape: &Shape) -> String {
    let layout = match shape.layout {
        Layout::Files => "document",
        Layout::Lists => "list",
    };
    let config = "  config: { x-config: true, description: What it is set up with. }\n";
    let scope = if shape.scopes { "  scope: { type: string, description: What it writes. }\n" } else { "" };
    let (closed, config) = match shape.configs {
        Configs::None => ("false", ""),
        Configs::Plain | Configs::Choices => ("true", config),
        Configs::Factories => ("true, build: Handler", config),
    };
    format!(
        "$schema: https://json-schema.org/draft/2020-12/schema\n\
         title: Item\n\
         description: One of many things.\n\
         x-registry: {{ entries: 'items/**/*.yaml', layout: {layout}, closed: {closed}, group_by: namespace }}\n\
         {ITEM}{scope}{config}"
    )
}

fn teams(random: &mut Random) -> String {
    (0..TEAMS).fold(String::new(), |mut text, team| {
        let _ = writeln!(text, "team{team}:\n  summary: {}\n  channel: '#team-{team}'", sentence(random));
        text
    })
}

/// Namespaces of 120 to 200 keys, in groups of 40.
fn keys(count: usize, random: &mut Random) -> Vec<String> {
    let mut keys = Vec::with_capacity(count);
    for namespace in 0.. {
        let size = (120 + random.below(81)).min(count - keys.len());
        keys.extend((0..size).map(|item| format!("ns{namespace}.group{}.item{item}", item / 40)));
        if keys.len() == count {
            break;
        }
    }
    keys
}

/// The text of an entry; `indent` is what its lines begin with as an item of a list.
fn entry(shape: &Shape, keys: &[String], index: usize, indent: &str, random: &mut Random) -> String {
    let first = if indent.is_empty() { "" } else { "- " };
    let mut text = format!("{first}key: {}\n", keys[index]);
    if shape.scopes {
        let scope = keys[index].replace('.', "/");
        let glob = if index.is_multiple_of(2) { format!("src/{scope}/*.rs") } else { format!("'**/{scope}.md'") };
        let _ = writeln!(text, "{indent}scope: {glob}");
    }
    for line in properties(shape, keys, random) {
        let indent = if line.is_empty() { "" } else { indent };
        let _ = writeln!(text, "{indent}{line}");
    }
    text
}

fn properties(shape: &Shape, keys: &[String], random: &mut Random) -> Vec<String> {
    let mut lines = vec![format!("summary: {}", sentence(random)), "description: |-".to_owned()];
    lines
        .extend(paragraph(random).iter().map(|line| if line.is_empty() { String::new() } else { format!("  {line}") }));
    lines.push(format!("owner: team{}", random.below(TEAMS)));
    lines.push(format!("stage: {}", random.pick(&["draft", "trial", "stable"])));
    if !random.once_in(4) {
        lines.push(format!("size: {}", random.below(100_000)));
    }
    if random.once_in(2) {
        lines.push(format!("ratio: 0.{:02}", 1 + random.below(99)));
    }
    let tags: Vec<&str> = TAGS.into_iter().filter(|_| random.once_in(6)).collect();
    if !tags.is_empty() {
        lines.push(format!("tags: [{}]", tags.join(", ")));
    }
    let uses: Vec<&str> = (0..random.below(4)).map(|_| keys[random.below(keys.len())].as_str()).collect();
    if !uses.is_empty() {
        lines.push(format!("uses: [{}]", uses.join(", ")));
    }
    if random.once_in(3) {
        lines.push(format!("limits: {{ most: {}, timeout_ms: {} }}", 1 + random.below(64), 50 * random.below(100)));
    }
    if random.once_in(25) {
        let reason = sentence(random);
        lines.push(format!("deprecated: {{ reason: '{reason}', renamed_to: {} }}", keys[random.below(keys.len())]));
    }
    match shape.configs {
        Configs::None => {}
        Configs::Plain | Configs::Factories => lines.extend(config("type: string", random)),
        Configs::Choices => lines.extend(config("enum: [fast, careful, off]", random)),
    }
    lines
}

/// A config of 8 fields; defaults and texts differ from entry to entry.
fn config(mode: &str, random: &mut Random) -> Vec<String> {
    let (first, second) = (1 + random.below(9), 10 + random.below(90));
    let text = sentence(random);
    [
        "config:".to_owned(),
        "  type: object".to_owned(),
        format!("  description: {text}"),
        "  additionalProperties: false".to_owned(),
        "  required: [target]".to_owned(),
        "  properties:".to_owned(),
        format!("    target: {{ type: string, minLength: {first}, description: Where it goes. }}"),
        format!("    retries: {{ type: integer, minimum: 0, maximum: {second}, default: {first} }}"),
        format!("    weight: {{ type: number, minimum: 0, default: 0.{second} }}"),
        "    dry_run: { type: boolean, default: false, description: Only says what it would do. }".to_owned(),
        format!("    mode: {{ {mode}, default: careful, description: How it is done. }}"),
        format!("    labels: {{ type: array, items: {{ type: string }}, maxItems: {second}, default: [] }}"),
        "    headers: { type: object, additionalProperties: { type: string }, default: {} }".to_owned(),
        "    owner: { type: string, x-ref: store.team }".to_owned(),
    ]
    .to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;
    use compiler::files::{Files as _, Memory};

    fn shape(layout: Layout, configs: Configs) -> Shape {
        Shape { entries: 50, layout, configs, scopes: false, seed: 7 }
    }

    fn made(shape: &Shape) -> Memory {
        let mut files = Memory::default();
        let mut put = |path: &str, text: &str| {
            files.0.insert(path.to_owned(), text.as_bytes().to_vec());
            Ok(())
        };
        definitions(shape, &mut put).expect("memory takes everything");
        files
    }

    #[test]
    fn the_same_seed_gives_the_same_bytes() {
        let shape = shape(Layout::Files, Configs::Choices);
        assert_eq!(made(&shape).0, made(&shape).0);
        assert_ne!(made(&shape).0, made(&Shape { seed: 8, ..shape }).0);
    }

    #[test]
    fn a_project_is_sound_and_generates() {
        for layout in [Layout::Files, Layout::Lists] {
            for configs in [Configs::None, Configs::Plain, Configs::Choices, Configs::Factories] {
                let compiled =
                    compiler::compile(&made(&shape(layout, configs)), "rollbook.yaml", compiler::Settings::default());
                assert!(compiled.findings.is_empty(), "{layout:?} {configs:?}: {:?}", compiled.findings);
                assert_eq!(compiled.looked_at.entries, 50 + TEAMS);
                let made = |end: &str| compiled.artifacts.iter().any(|artifact| artifact.path.ends_with(end));
                assert!(made("catalog/src/store/item.rs") && made("docs/registry/store/item.md"));
            }
        }
    }

    #[test]
    fn a_touched_file_stays_sound_and_changes_what_is_generated() {
        for layout in [Layout::Files, Layout::Lists] {
            let shape = shape(layout, Configs::None);
            let mut files = made(&shape);
            let before = compiler::compile(&files, "rollbook.yaml", compiler::Settings::default());
            let path = touched(&shape);
            let text = files.read(&path).ok().flatten().expect("the file is one of the project");
            let text = touch(&String::from_utf8_lossy(&text), 3);
            files.0.insert(path, text.into_bytes());
            let after = compiler::compile(&files, "rollbook.yaml", compiler::Settings::default());
            assert!(after.findings.is_empty(), "{:?}", after.findings);
            assert_ne!(before.artifacts, after.artifacts);
        }
    }

    #[test]
    fn a_namespace_has_at_most_200_keys() {
        let keys = keys(5_000, &mut Random::new(1));
        let namespace = |key: &String| key.split('.').next().map(str::to_owned);
        let mut sizes = std::collections::BTreeMap::new();
        for key in &keys {
            *sizes.entry(namespace(key)).or_insert(0_usize) += 1;
        }
        assert!(sizes.values().all(|size| *size <= 200) && sizes.len() > 20, "{sizes:?}");
        assert_eq!(keys.iter().collect::<std::collections::BTreeSet<_>>().len(), 5_000);
    }
}
