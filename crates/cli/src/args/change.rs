//! The arguments of `add`, `set`, `rename` and `remove`.

use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgGroup, ArgMatches, Command, value_parser};

use super::help;

/// A change of definitions, as people asked for it.
#[derive(Debug)]
pub(crate) struct Change {
    /// The kind, by its full or short name.
    pub(crate) kind: String,
    /// What to do.
    pub(crate) verb: Verb,
    /// Whether to do it, or to show it.
    pub(crate) mode: Mode,
    /// Whether rules may stand in the way.
    pub(crate) rules: compiler::change::Rules,
    /// Whether to bring the generated files up to date.
    pub(crate) generate: Generate,
}

/// What to do with entries.
#[derive(Debug)]
pub(crate) enum Verb {
    /// Put these in.
    Add {
        /// Where the entries are.
        sources: Vec<Source>,
        /// The file that new ones go to.
        file: Option<String>,
    },
    /// Give properties other values.
    Set {
        /// The entry.
        key: String,
        /// `PROPERTY=VALUE`.
        assignments: Vec<String>,
        /// Properties that go.
        unset: Vec<String>,
    },
    /// Give an entry another key.
    Rename {
        /// The old one.
        from: String,
        /// The new one.
        to: String,
    },
    /// Take an entry away.
    Remove {
        /// Which.
        key: String,
    },
}

/// Where entries are handed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// A file.
    File(PathBuf),
    /// An argument.
    Argument(String),
    /// Standard input.
    Stdin,
}

/// Whether a change is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// It is.
    Write,
    /// It is shown.
    DryRun,
}

/// Whether generated files are brought up to date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Generate {
    /// They are.
    Yes,
    /// They stay as they are.
    No,
}

/// The names of these commands.
pub(super) const NAMES: [&str; 4] = ["add", "set", "rename", "remove"];

/// These commands.
pub(super) fn commands(program: &str) -> [Command; 4] {
    [add(program), set(program), rename(), remove()]
}

const KIND: &str = "The kind: `scenario.step`, or `step` where only one is called so";

fn flag(name: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).help(help).action(ArgAction::SetTrue)
}

/// The flags that all of them have.
fn flags() -> [Arg; 3] {
    [
        flag("dry-run", "Write nothing; print what would change in the definitions as a diff"),
        flag("no-check", "Let no rule stand in the way; schemas and references always may"),
        flag("no-gen", "Leave the generated files as they are"),
    ]
}

fn word(name: &'static str, shown: &'static str, help: &'static str) -> Arg {
    Arg::new(name).value_name(shown).required(true).help(help)
}

fn add(program: &str) -> Command {
    let word = Arg::new("kind").value_name("KIND").help(KIND);
    let stdin = Arg::new("stdin").value_name("-").value_parser(["-"]).hide_possible_values(true);
    let stdin = stdin.help("The entries come from standard input");
    let kind = Arg::new("type").long("type").value_name("KIND").help("The kind, as another way to name it");
    let file = Arg::new("entry-file")
        .long("entry-file")
        .value_name("FILE")
        .action(ArgAction::Append)
        .value_parser(value_parser!(PathBuf))
        .help("A YAML or JSON file with the entries; `-` for standard input");
    let json = Arg::new("entry-json")
        .long("entry-json")
        .value_name("JSON")
        .action(ArgAction::Append)
        .help("The entries as JSON or YAML");
    let to = Arg::new("file")
        .long("file")
        .value_name("PATH")
        .help("The file that a new entry goes to, where the kind leaves a choice");
    Command::new("add")
        .about("Adds entries, or updates those that have their keys")
        .long_about(help::ADD)
        .override_usage(format!("{program} add <KIND> <--entry-file <FILE>|--entry-json <JSON>|-> [OPTIONS]"))
        .args([word, stdin, kind, file, json, to])
        .args(flags())
}

fn set(program: &str) -> Command {
    let assignments = Arg::new("assignments")
        .value_name("PROPERTY=VALUE")
        .num_args(0..)
        .help("A property with its new value, which is read as YAML");
    let unset = Arg::new("unset")
        .long("unset")
        .value_name("PROPERTY")
        .action(ArgAction::Append)
        .help("A property to take away");
    Command::new("set")
        .about("Changes properties of an entry")
        .long_about(help::SET)
        .override_usage(format!("{program} set <KIND> <KEY> [PROPERTY=VALUE]... [--unset <PROPERTY>] [OPTIONS]"))
        .args([word("kind", "KIND", KIND), word("key", "KEY", "The entry's key"), assignments, unset])
        .group(ArgGroup::new("changes").args(["assignments", "unset"]).multiple(true).required(true))
        .args(flags())
}

fn rename() -> Command {
    Command::new("rename")
        .about("Gives an entry another key, with every reference to it")
        .long_about(help::RENAME)
        .args([word("kind", "KIND", KIND), word("from", "OLD", "The key"), word("to", "NEW", "The new key")])
        .args(flags())
}

fn remove() -> Command {
    Command::new("remove")
        .about("Removes an entry that nothing refers to")
        .long_about(help::REMOVE)
        .args([word("kind", "KIND", KIND), word("key", "KEY", "The entry's key")])
        .args(flags())
}

/// What people asked for.
///
/// # Errors
/// The words of `add` do not name one kind, or no entry.
pub(super) fn change(name: &str, own: &ArgMatches) -> Result<Change, &'static str> {
    let text = |name: &str| own.get_one::<String>(name).cloned().unwrap_or_default();
    let several = |name: &str| own.get_many::<String>(name).unwrap_or_default().cloned().collect::<Vec<_>>();
    let (kind, verb) = match name {
        "add" => added(own)?,
        "set" => {
            let (assignments, unset) = (several("assignments"), several("unset"));
            (text("kind"), Verb::Set { key: text("key"), assignments, unset })
        }
        "rename" => (text("kind"), Verb::Rename { from: text("from"), to: text("to") }),
        _ => (text("kind"), Verb::Remove { key: text("key") }),
    };
    Ok(Change {
        kind,
        verb,
        mode: if own.get_flag("dry-run") { Mode::DryRun } else { Mode::Write },
        rules: if own.get_flag("no-check") { compiler::change::Rules::Show } else { compiler::change::Rules::Block },
        generate: if own.get_flag("no-gen") { Generate::No } else { Generate::Yes },
    })
}

fn added(own: &ArgMatches) -> Result<(String, Verb), &'static str> {
    // After `--type KIND` the first word may be the dash.
    let words = ["kind", "stdin"].map(|name| own.get_one::<String>(name));
    let words: Vec<&String> = words.into_iter().flatten().collect();
    let mut kinds: Vec<&String> = words.iter().copied().filter(|word| *word != "-").collect();
    kinds.extend(own.get_one::<String>("type"));
    let [kind] = kinds.as_slice() else {
        return Err(if kinds.is_empty() {
            "the kind is missing: name it as the first word, or with `--type KIND`"
        } else {
            "more than one kind is named: name it as the first word, or with `--type KIND`"
        });
    };
    let files = own.get_many::<PathBuf>("entry-file").unwrap_or_default();
    let mut sources: Vec<Source> =
        files.map(|file| if file.as_os_str() == "-" { Source::Stdin } else { Source::File(file.clone()) }).collect();
    sources.extend(own.get_many::<String>("entry-json").unwrap_or_default().cloned().map(Source::Argument));
    sources.extend(words.iter().filter(|word| **word == "-").map(|_| Source::Stdin));
    if sources.is_empty() {
        return Err("no entry is given: take `--entry-file FILE`, `--entry-json JSON`, or `-` for standard input");
    }
    if sources.iter().filter(|source| **source == Source::Stdin).count() > 1 {
        return Err("standard input can be read once only");
    }
    Ok(((*kind).clone(), Verb::Add { sources, file: own.get_one::<String>("file").cloned() }))
}
