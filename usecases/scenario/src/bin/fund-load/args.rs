//! The arguments: every command and flag with its help, and what people asked for as one value.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::{Arg, ArgMatches, Command, value_parser};

/// What people asked for.
#[derive(Debug)]
pub(crate) enum Task {
    /// Run a scenario.
    Run(Order),
    /// List the scenarios of the catalog.
    Scenarios,
}

/// One run.
#[derive(Debug)]
pub(crate) struct Order {
    /// The name of a scenario of the catalog, or a file.
    pub(crate) scenario: OsString,
    /// Where lines come from.
    pub(crate) input: Stream,
    /// Where answers go.
    pub(crate) output: Stream,
    /// Where the trace goes, if there is to be one.
    pub(crate) trace: Option<PathBuf>,
}

/// A file, or what the process was started with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Stream {
    /// stdin or stdout.
    Standard,
    /// A file.
    File(PathBuf),
}

/// Reads the arguments, the program's own name first.
///
/// # Errors
/// They ask for help or for something that there is not; the error knows which, and prints itself.
pub(crate) fn parse(args: impl IntoIterator<Item = OsString>) -> Result<Task, clap::Error> {
    let matches = command().try_get_matches_from(args)?;
    Ok(match matches.subcommand() {
        Some(("run", matches)) => Task::Run(order(matches)),
        Some(_) | None => Task::Scenarios,
    })
}

fn order(matches: &ArgMatches) -> Order {
    let stream = |name| matches.get_one::<PathBuf>(name).map(PathBuf::as_path).map_or(Stream::Standard, Stream::named);
    Order {
        scenario: matches.get_one::<OsString>("scenario").cloned().unwrap_or_default(),
        input: stream("input"),
        output: stream("output"),
        trace: matches.get_one::<PathBuf>("trace").cloned(),
    }
}

impl Stream {
    fn named(path: &Path) -> Self {
        if path.as_os_str() == "-" { Self::Standard } else { Self::File(path.to_owned()) }
    }
}

/// The whole command line.
fn command() -> Command {
    Command::new("fund-load")
        .version(env!("CARGO_PKG_VERSION"))
        .about("Answers attempts to load funds, by the rules of a scenario")
        .after_help(AFTER)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommands([run(), Command::new("scenarios").about("Lists the scenarios of the catalog")])
}

fn run() -> Command {
    let path = |name: &'static str| Arg::new(name).long(name).value_parser(value_parser!(PathBuf));
    Command::new("run").about("Runs a scenario over an input").long_about(RUN).after_help(EXAMPLES).args([
        Arg::new("scenario")
            .long("scenario")
            .value_name("NAME|FILE")
            .value_parser(value_parser!(OsString))
            .required(true)
            .help("A scenario of the catalog by its name, or a YAML file by its path"),
        path("input").value_name("FILE|-").required(true).help("The attempts, one JSON object a line; `-` is stdin"),
        path("output").value_name("FILE|-").help("The answers, one JSON object a line [default: -, stdout]"),
        path("trace")
            .value_name("FILE")
            .help("Also note down what each step made of each line, one JSON object a step"),
    ])
}

const RUN: &str = "\
Runs a scenario over an input.

Lines are read, answered and written one after the other, so the input may be larger than memory.
A file that is written is written as a whole: what it held before is gone. Nothing is ever written
over the input or the scenario.

What happens at a malformed line is up to the scenario: `on_error` of `parse.load_attempt`. When
the run ends with an error, the answers to the lines before are complete.";

const EXAMPLES: &str = "\
Examples:
  fund-load run --scenario baseline --input loads.ndjson
  fund-load run --scenario ./strict.yaml --input - --output answers.ndjson < loads.ndjson
  fund-load run --scenario monday_prime --input loads.ndjson --trace trace.ndjson";

const AFTER: &str = "\
Answers go to stdout or to a file, everything else to stderr. Exit codes: 0 done, 1 the input or the
scenario is wrong, 2 wrong use or a failure of the machine.";
