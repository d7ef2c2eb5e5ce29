//! The texts of `--help`.

/// Puts the program's name where a text has `{program}`.
pub(super) fn for_program(text: &str, program: &str) -> String {
    text.replace("{program}", program)
}

pub(super) const ABOUT: &str = "\
Rollbook compiles registries: folders of YAML definitions, each kind described by a JSON Schema.
From them it generates a typed Rust catalog, Markdown indexes and editor schemas, and it proves
that definitions, references, docs and generated files agree.";

pub(super) const AFTER: &str = "\
Examples:
  {program} gen                      generate what the definitions say
  {program} gen --check              fail if a generated file is missing, stale or orphaned
  {program} check                    fail if a definition, reference or docs link is wrong
  {program} add port --entry-file F  write an entry, once it is sure that it fits
  {program} list scenario.step       the entries of a kind
  {program} show gate.idempotency    one entry, and everything that refers to it
  {program} explain drift-stale      what a finding means and how to mend it

Findings and answers go to stdout, everything else to stderr, so `--format json > findings.json`
holds nothing else. Exit codes: 0 clean, 1 findings, 2 wrong use or a failure of the machine.";

pub(super) const PROJECT: &str = "\
The project: its folder, or its `rollbook.yaml`. Without it, the current folder and each
folder above it is looked at, for `rollbook.yaml` first, then `registry-defs/rollbook.yaml`.";

pub(super) const TODAY: &str = "\
Which day it is. Allowances may end with a day; nothing else depends on it. Without the
flag it is the day of `SOURCE_DATE_EPOCH`, in seconds since 1970, else of the clock, in UTC.";

pub(super) const GEN: &str = "\
Generates code, docs and schemas from the definitions.

Only files that differ are written, each as a whole or not at all. Files that bear the header of a
generated file and have no definition any more are deleted, and no other file ever is. While there
is an error in the definitions, nothing is written.

With --check nothing is written: every file that is missing, stale (with a diff) or orphaned is a
finding.";

pub(super) const CHECK: &str = "\
Checks definitions against their schemas, and that every reference, docs link, heading and path
that an entry names exists. Writes nothing. Warnings count as findings.";

pub(super) const ADD: &str = "\
Adds entries to a kind, or updates those that have their keys. What is given is the whole entry.

A given mapping is one entry and a sequence several; with `layout: map`, it is a mapping from key to
entry. Each is checked against its kind, its references and the rules before anything is written: all
of it is, or nothing. New entries go to their sorted places; an update touches only the lines of what
differs. Comments, quotes and line endings stay. The generated files are brought up to date.

Only errors that the change would cause stand in its way. What was wrong before is shown.";

pub(super) const SET: &str = "\
Changes properties of an entry. A property is named by its name, by a path with dots
(`contracts.input`) or by a JSON Pointer (`/contracts/input`); `/ports/-` is what follows the last
item of a list. The value is read as YAML, so a text that looks like a number needs quotes of its own:
`version='\"1.10\"'`. Only the lines of what differs are touched.";

pub(super) const RENAME: &str = "\
Gives an entry another key, and changes every reference to it: of entries, of the configs that they
are given, and the keys that schemas name. A file that is called by the key is renamed with it.
Code that uses the key is yours to change; the compiler shows where.";

pub(super) const REMOVE: &str = "\
Removes an entry with the comments that belong to it, and its file where it has one of its own.
While something refers to it, nothing is removed, and every such place is shown.";

pub(super) const LIST: &str = "\
Lists the kinds with how many entries each has, or the entries of one kind with their summaries.
With `--format json` one JSON object a line.";

pub(super) const SHOW: &str = "\
Shows where an entry is defined, its values, the options of its config with their defaults, what
it refers to, and everything that refers to it. With `--format json` one JSON object.";

pub(super) const GRAPH: &str = "\
Draws the relations between all kinds, around one kind, or around one entry: references, configs and
chains, with the property that each comes from and how often. What may be missing is drawn dashed.
An arrow leads from what names to what is named; around an entry, both directions are shown.

The answer goes to standard output as a Mermaid flowchart, as DOT for Graphviz, or as an SVG image
that needs nothing else. At most 500 nodes are drawn, and what is left out is counted.";

pub(super) const EXPLAIN: &str = "\
Explains a class of findings: what it means, an example, and the example mended.
Without a code, lists all codes.";

pub(super) const COMPLETIONS: &str = "\
Prints a script that completes the commands and flags of `rollbook` in a shell.";

pub(super) const LINKS: &str = "\
Checks every link, image and anchor of Markdown files as the site generator has them: GitHub, mdBook,
MkDocs, MyST or Docusaurus. A link is ok, broken, or unknown where the sources do not tell; unknown ones
never fail. Nothing is asked of the network, and links to other sites are left alone.

Each site below the folder is read with its own settings (`book.toml`, `mkdocs.yml`, `conf.py`,
`docusaurus.config.*`); Markdown outside of all sites is read as GitHub shows it. What a comment
`<!-- rollbook-allow broken-link: reason -->` above a line allows is not reported.";

/// The examples of a command.
pub(super) fn examples(command: &str) -> &'static str {
    match command {
        "gen" => {
            "\
Examples:
  {program} gen                          write what changed
  {program} gen --check                  for CI: exit 1 if anything differs
  {program} gen --check --format github  the same, as annotations of a pull request
  {program} gen --watch                  generate again after each change, until Ctrl-C

Exit codes: 0 generated or nothing to do, 1 errors in the definitions or drift, 2 wrong use or a
failure of the machine. Warnings are shown and do not stop `gen`.

A clean run leaves a stamp in `target/rollbook/` below the root, which makes the next one as quick as
reading the files. Where it cannot be written, the next run is merely slower."
        }
        "check" => {
            "\
Examples:
  {program} check
  {program} check --format sarif > rollbook.sarif   for code scanning

Exit codes: 0 clean, 1 errors or warnings, 2 wrong use or a failure of the machine."
        }
        "links" => {
            "\
Examples:
  {program} links                           all Markdown below the current folder
  {program} links docs README.md
  {program} links --exclude 'tests/**'
  {program} links --flavour mkdocs docs     whatever its settings say
  {program} links --fix                     mend what has one right answer
  {program} links --portable github,mdbook  what means something else in one of them
  {program} links docs --site target/book   with what was built of it
  {program} links --unknown                 also those of which the sources do not tell

Exit codes: 0 no broken link, 1 broken links or other findings, 2 wrong use or a failure of the machine."
        }
        "add" => {
            "\
Examples:
  {program} add scenario.port --entry-json '{key: clock, summary: Tells the time.}'
  {program} add scenario.step --entry-file step.yaml --dry-run   show what would change
  {program} add --type scenario.port - < ports.yaml              many at once
  {program} add modules.route --entry-file r.yaml --file routes/docs.yaml

Exit codes: 0 written, or nothing to do; with --dry-run, it would be written. 1 errors that the change
would cause, and nothing is written. 2 wrong use or a failure of the machine."
        }
        "set" => {
            "\
Examples:
  {program} set scenario.port clock 'summary=Tells the time.'
  {program} set step gate.idempotency contracts.input=Attempt 'tags=[gate, stateful]'
  {program} set step gate.idempotency /ports/-=clock --unset deprecated

Exit codes: 0 written, or nothing to do; with --dry-run, it would be written. 1 errors that the change
would cause, and nothing is written. 2 wrong use or a failure of the machine."
        }
        "rename" => {
            "\
Examples:
  {program} rename scenario.port clock wall_clock
  {program} rename port clock wall_clock --dry-run

Exit codes: 0 written; with --dry-run, it would be written. 1 the new key is taken, or errors that the
change would cause, and nothing is written. 2 wrong use or a failure of the machine."
        }
        "remove" => {
            "\
Examples:
  {program} remove scenario.port clock
  {program} remove port clock --dry-run

Exit codes: 0 written; with --dry-run, it would be written. 1 something refers to the entry, or other
errors that the change would cause, and nothing is written. 2 wrong use or a failure of the machine."
        }
        command => examples_of_looking(command),
    }
}

/// The examples of a command that writes nothing.
fn examples_of_looking(command: &str) -> &'static str {
    match command {
        "list" => {
            "\
Examples:
  {program} list                      all kinds
  {program} list step                 the entries of a kind
  {program} list step --format json   the same for machines

Exit codes: 0 listed, 1 the definitions have errors, 2 no such kind, or a failure of the machine."
        }
        "show" => {
            "\
Examples:
  {program} show gate.idempotency
  {program} show scenario.step gate.idempotency   where several kinds have the key
  {program} show scenario.step:gate.idempotency   the same

Exit codes: 0 shown, 1 the definitions have errors, 2 no such entry, or a failure of the machine."
        }
        "graph" => {
            "\
Examples:
  {program} graph                                     all kinds
  {program} graph step                                one kind and those next to it
  {program} graph gate.idempotency --hops 2           an entry, and two steps around it
  {program} graph step gate.idempotency --as dot | dot -Tpng > graph.png
  {program} graph --as svg > graph.svg

Exit codes: 0 drawn, 1 the definitions have errors, 2 no such kind or entry, or a failure of the machine."
        }
        "explain" => {
            "\
Examples:
  {program} explain                     all codes
  {program} explain unknown-reference   one of them

Exit codes: 0 explained, 2 no such code."
        }
        "completions" => {
            "\
Examples:
  rollbook completions bash > ~/.local/share/bash-completion/completions/rollbook
  rollbook completions fish > ~/.config/fish/completions/rollbook.fish

Exit codes: 0 printed, 2 no such shell."
        }
        _ => "",
    }
}
