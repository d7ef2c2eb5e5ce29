//! The arguments: every command and flag with its help, and what people asked for as one value.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};

/// What people asked for.
#[derive(Debug)]
pub(crate) enum Task {
    /// List the missions of the catalog.
    List,
    /// Show a mission.
    Show(String),
    /// Run a mission.
    Run(Order),
}

/// One run.
#[derive(Debug)]
pub(crate) struct Order {
    /// The name of the mission.
    pub(crate) name: String,
    /// A file with params.
    pub(crate) params: Option<PathBuf>,
    /// Single params, each a name and a value. They win over the file.
    pub(crate) param: Vec<(String, String)>,
    /// A file with the state to begin with.
    pub(crate) state: Option<PathBuf>,
    /// How the result is written.
    pub(crate) form: Form,
}

/// How a result is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// For people.
    Text,
    /// As JSON with sorted keys.
    Json,
}

/// Reads the arguments, the program's own name first.
///
/// # Errors
/// They ask for help or for something that there is not; the error knows which, and prints itself.
pub(crate) fn parse(args: impl IntoIterator<Item = OsString>) -> Result<Task, clap::Error> {
    let matches = command().try_get_matches_from(args)?;
    let name = |matches: &ArgMatches| matches.get_one::<String>("name").cloned().unwrap_or_default();
    Ok(match matches.subcommand() {
        Some(("show", matches)) => Task::Show(name(matches)),
        Some(("run", matches)) => Task::Run(order(name(matches), matches)),
        Some(_) | None => Task::List,
    })
}

fn order(name: String, matches: &ArgMatches) -> Order {
    let path = |name| matches.get_one::<PathBuf>(name).cloned();
    Order {
        name,
        params: path("params"),
        param: matches.get_many("param").into_iter().flatten().cloned().collect(),
        state: path("state"),
        form: if matches.get_flag("json") { Form::Json } else { Form::Text },
    }
}

/// The whole command line.
fn command() -> Command {
    let name = || Arg::new("name").value_name("NAME").required(true).help("A mission of the catalog");
    Command::new("missions")
        .version(env!("CARGO_PKG_VERSION"))
        .about("Lists, shows and runs the missions of the catalog")
        .after_help(AFTER)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommands([
            Command::new("list").about("Lists the missions").after_help("Examples:\n  missions list"),
            Command::new("show")
                .about("Shows the steps and the params of a mission")
                .after_help("Examples:\n  missions show daily_loop")
                .arg(name()),
            run().arg(name()),
        ])
}

fn run() -> Command {
    let path = |name: &'static str| Arg::new(name).long(name).value_name("FILE").value_parser(value_parser!(PathBuf));
    Command::new("run").about("Runs a mission, unattended").long_about(RUN).after_help(EXAMPLES).args([
        Arg::new("param")
            .long("param")
            .value_name("NAME=VALUE")
            .value_parser(pair)
            .action(ArgAction::Append)
            .help("A param, its value in YAML; more than one may be given, and they win over the file"),
        path("params").help("A file with params, YAML or JSON"),
        path("state").help("A file with the state to begin with, YAML or JSON [default: an empty state]"),
        Arg::new("json").long("json").action(ArgAction::SetTrue).help("Write the result as JSON, with sorted keys"),
    ])
}

/// A name and a value, apart at the first `=`.
fn pair(word: &str) -> Result<(String, String), String> {
    match word.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        Some(_) | None => Err("expected `NAME=VALUE`".to_owned()),
    }
}

const RUN: &str = "\
Runs a mission, unattended.

Its params are checked against the catalog, and its workflow against the limits, before anything runs.
Nobody answers the steps of people: they are recorded. Equal runs have equal results and equal hashes.";

const EXAMPLES: &str = "\
Examples:
  missions run echo --param payload_key=message
  missions run run_tests --param target=kernel --json
  missions run daily_loop --params params.yaml --state state.json";

const AFTER: &str = "\
Results go to stdout, mistakes to stderr. Exit codes: 0 done, 1 the params, the state or the workflow
is wrong or a step failed, 2 wrong use or a failure of the machine.";
