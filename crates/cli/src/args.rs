//! The arguments: every command and flag with its help, and what people asked for as one value.

mod change;
mod help;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use compiler::Day;
use links::Flavour;
use source::Format;

pub(crate) use change::{Change, Generate, Mode, Source, Verb};

use crate::commands::Asked;

/// How people call this command line, and the commands that they have besides ours.
#[derive(Debug)]
pub struct Program {
    /// What they type: `rollbook`, `cargo xtask`.
    pub name: &'static str,
    /// Commands of the caller's own.
    pub extras: &'static [Extra],
}

/// A command that the caller brings.
#[derive(Debug)]
pub struct Extra {
    /// Its name.
    pub name: &'static str,
    /// What it does, in one line.
    pub about: &'static str,
    /// What it does; examples.
    pub long_about: &'static str,
    /// Does it, with the arguments after its name.
    pub run: fn(&[OsString]) -> ExitCode,
}

impl Program {
    /// The `rollbook` binary.
    #[must_use]
    pub const fn rollbook() -> Self {
        Self { name: "rollbook", extras: &[] }
    }
}

/// What people asked for.
#[derive(Debug)]
pub(crate) struct Request {
    /// What to do.
    pub(crate) task: Task,
    /// Where.
    pub(crate) project: Option<PathBuf>,
    /// The folders of contents, by name.
    pub(crate) content: Vec<(String, PathBuf)>,
    /// Which day it is.
    pub(crate) today: Option<Day>,
    /// How findings are written.
    pub(crate) format: Format,
    /// Whether in colour.
    pub(crate) colour: When,
}

/// A command with its own arguments.
#[derive(Debug)]
pub(crate) enum Task {
    Gen { goal: Goal, cache: Cache },
    Check,
    Links(Tree),
    Change(Change),
    List { kind: Option<String> },
    Show { words: Vec<String> },
    Graph(Asked),
    Explain { code: Option<String> },
    Completions { shell: clap_complete::Shell },
    Extra { run: fn(&[OsString]) -> ExitCode, args: Vec<OsString> },
}

/// What `links` is asked to check.
#[derive(Debug)]
pub(crate) struct Tree {
    /// The files and folders; none for the current folder.
    pub(crate) paths: Vec<PathBuf>,
    /// Globs of pages that are left out.
    pub(crate) exclude: Vec<String>,
    /// How all of them are read; `None` where the sites themselves say so.
    pub(crate) flavour: Option<Flavour>,
    /// Flavours in which all of them are to mean the same.
    pub(crate) portable: Vec<Flavour>,
    /// The folder that the site was built into.
    pub(crate) site: Option<PathBuf>,
    /// Whether what has one answer is mended.
    pub(crate) fix: bool,
    /// Whether links of which the sources do not tell are shown.
    pub(crate) unknown: bool,
}

/// What `gen` is to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Goal {
    /// Generate.
    Write,
    /// Say what differs.
    Check,
    /// Generate, and again after each change.
    Watch,
}

/// Whether `gen` may believe the stamp of an earlier run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cache {
    /// It may.
    Use,
    /// It looks at everything anew, and leaves no stamp.
    Ignore,
}

/// The language of a graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Language {
    Mermaid,
    Dot,
    Svg,
}

/// When to use colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum When {
    /// On a terminal, unless `NO_COLOR` is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// Reads the arguments, without the program's own name.
///
/// # Errors
/// They ask for help or for something that there is not; the error knows which, and prints itself.
pub(crate) fn parse(program: &Program, args: impl IntoIterator<Item = OsString>) -> Result<Request, clap::Error> {
    let matches = command(program).no_binary_name(true).try_get_matches_from(args)?;
    request(program, &matches)
}

/// The whole command line.
pub(crate) fn command(program: &Program) -> Command {
    let looking = [list(), show(), graph(), explain(), completions()];
    let ours = [gen_command(), check(), links()].into_iter().chain(change::commands(program.name)).chain(looking);
    let extras = program.extras.iter().map(|extra| {
        let rest = Arg::new("args").value_name("ARGS").num_args(0..).trailing_var_arg(true).allow_hyphen_values(true);
        let rest = rest.value_parser(value_parser!(OsString)).help("Handed on as they are");
        Command::new(extra.name).about(extra.about).long_about(extra.long_about).arg(rest)
    });
    Command::new("rollbook")
        .bin_name(program.name)
        .version(env!("CARGO_PKG_VERSION"))
        .about("Compiles registries of definitions into typed code, docs and schemas")
        .long_about(help::ABOUT)
        .after_long_help(help::for_program(help::AFTER, program.name))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .args(shared())
        .subcommands(ours.map(|command| with_examples(command, program)))
        .subcommands(extras)
}

fn with_examples(command: Command, program: &Program) -> Command {
    let examples = help::for_program(help::examples(command.get_name()), program.name);
    command.after_help(examples)
}

/// The heading of the flags that every command has.
const SHARED: &str = "Shared options";

/// The flags that every command has.
fn shared() -> [Arg; 5] {
    [
        Arg::new("project")
            .long("project")
            .value_name("DIR")
            .help("The project: its folder or its `rollbook.yaml` [default: the nearest one upwards]")
            .long_help(help::PROJECT)
            .value_parser(value_parser!(PathBuf))
            .help_heading(SHARED)
            .global(true),
        Arg::new("content")
            .long("content")
            .value_name("NAME=DIR")
            .help("The folder of a registry's `content: { env: NAME }` [default: that environment variable]")
            .action(ArgAction::Append)
            .value_parser(content)
            .help_heading(SHARED)
            .global(true),
        Arg::new("today")
            .long("today")
            .value_name("YYYY-MM-DD")
            .help("Which day it is, for allowances that end [default: today, in UTC]")
            .long_help(help::TODAY)
            .value_parser(value_parser!(Day))
            .help_heading(SHARED)
            .global(true),
        Arg::new("format")
            .long("format")
            .value_name("FORMAT")
            .help("How findings and answers are written: human, json, sarif or github")
            .value_parser(PossibleValuesParser::new(["human", "json", "sarif", "github"]))
            .hide_possible_values(true)
            .default_value("human")
            .help_heading(SHARED)
            .global(true),
        Arg::new("color")
            .long("color")
            .value_name("WHEN")
            .help("Colours: always, never, or auto: on a terminal, unless `NO_COLOR` is set")
            .value_parser(PossibleValuesParser::new(["auto", "always", "never"]))
            .hide_possible_values(true)
            .default_value("auto")
            .help_heading(SHARED)
            .global(true),
    ]
}

fn content(word: &str) -> Result<(String, PathBuf), String> {
    match word.split_once('=') {
        Some((name, folder)) if !name.is_empty() && !folder.is_empty() => Ok((name.to_owned(), PathBuf::from(folder))),
        Some(_) | None => Err("expected NAME=DIR".to_owned()),
    }
}

fn gen_command() -> Command {
    let flag = |name: &'static str, help: &'static str| Arg::new(name).long(name).help(help).action(ArgAction::SetTrue);
    Command::new("gen").about("Generates code, docs and schemas from the definitions").long_about(help::GEN).args([
        flag("check", "Write nothing; report every file that is missing, stale or orphaned"),
        flag("watch", "Stay, and generate again after each change").conflicts_with("check"),
        flag("no-cache", "Look at everything, even if nothing has changed since the last clean run"),
    ])
}

fn check() -> Command {
    Command::new("check").about("Checks definitions, references, docs links and paths").long_about(help::CHECK)
}

fn links() -> Command {
    let flavours = PossibleValuesParser::new(Flavour::ALL.iter().map(|flavour| flavour.as_str()));
    let flag = |name: &'static str, help: &'static str| Arg::new(name).long(name).help(help).action(ArgAction::SetTrue);
    Command::new("links")
        .about("Checks the links of Markdown files, with or without a project")
        .long_about(help::LINKS)
        .args([
            Arg::new("paths")
                .value_name("PATH")
                .num_args(0..)
                .value_parser(value_parser!(PathBuf))
                .help("Files and folders [default: the current folder]"),
            Arg::new("exclude")
                .long("exclude")
                .value_name("GLOB")
                .action(ArgAction::Append)
                .help("Leave out pages by their path from the top of the repository: `tests/**`"),
            Arg::new("flavour")
                .long("flavour")
                .value_name("FLAVOUR")
                .value_parser(flavours.clone())
                .help("How all of them are read [default: as the sites' own settings say]"),
            Arg::new("portable")
                .long("portable")
                .value_name("FLAVOUR,…")
                .value_delimiter(',')
                .action(ArgAction::Append)
                .value_parser(flavours)
                .help("Report links and headings that do not mean the same in all of these flavours"),
            Arg::new("site")
                .long("site")
                .value_name("DIR")
                .value_parser(value_parser!(PathBuf))
                .help("The built site: it settles the links of which the sources do not tell"),
            flag("fix", "Mend the links that have one right answer"),
            flag("unknown", "Show the links too of which the sources do not tell"),
        ])
}

fn list() -> Command {
    let kind =
        Arg::new("kind").value_name("KIND").help("A kind: `scenario.step`, or `step` where only one is called so");
    Command::new("list").about("Lists the kinds, or the entries of one").long_about(help::LIST).arg(kind)
}

fn show() -> Command {
    let words = Arg::new("entry")
        .value_name("[KIND] KEY")
        .num_args(1..=2)
        .required(true)
        .help("An entry's key; with its kind before it where several kinds have the key");
    Command::new("show")
        .about("Shows an entry, what it refers to and what refers to it")
        .long_about(help::SHOW)
        .arg(words)
}

fn graph() -> Command {
    let words = Arg::new("about").value_name("[KIND] KEY").num_args(0..=2).help(
        "A kind, or an entry's key, with its kind before it where several kinds have the key [default: all kinds]",
    );
    let hops = Arg::new("hops").long("hops").value_name("N").default_value("1").hide_default_value(true);
    let hops = hops.value_parser(value_parser!(u8).range(1..=2)).help("How far from it, 1 or 2 [default: 1]");
    let language = Arg::new("as").long("as").value_name("LANGUAGE").default_value("mermaid").hide_default_value(true);
    let language = language
        .value_parser(PossibleValuesParser::new(["mermaid", "dot", "svg"]))
        .hide_possible_values(true)
        .help("The language: mermaid, dot or svg [default: mermaid]");
    Command::new("graph")
        .about("Draws which kinds or entries name which")
        .long_about(help::GRAPH)
        .args([words, hops, language])
}

fn explain() -> Command {
    let code = Arg::new("code").value_name("CODE").help("A code, as it stands in brackets after `error`");
    Command::new("explain")
        .about("Explains a finding, with an example and its mending")
        .long_about(help::EXPLAIN)
        .arg(code)
}

fn completions() -> Command {
    let shell = Arg::new("shell")
        .value_name("SHELL")
        .required(true)
        .value_parser(value_parser!(clap_complete::Shell))
        .help("The shell");
    Command::new("completions").about("Prints the completions of a shell").long_about(help::COMPLETIONS).arg(shell)
}

fn request(program: &Program, matches: &ArgMatches) -> Result<Request, clap::Error> {
    let (name, own) = matches.subcommand().expect("clap requires a subcommand");
    let word = |name: &str| own.get_one::<String>(name).map(String::as_str);
    Ok(Request {
        task: task(program, name, own)?,
        project: own.get_one::<PathBuf>("project").cloned(),
        content: own.get_many::<(String, PathBuf)>("content").unwrap_or_default().cloned().collect(),
        today: own.get_one::<Day>("today").copied(),
        format: match word("format") {
            Some("json") => Format::Json,
            Some("sarif") => Format::Sarif,
            Some("github") => Format::Github,
            Some(_) | None => Format::Human,
        },
        colour: match word("color") {
            Some("always") => When::Always,
            Some("never") => When::Never,
            Some(_) | None => When::Auto,
        },
    })
}

fn task(program: &Program, name: &str, own: &ArgMatches) -> Result<Task, clap::Error> {
    let word = |name: &str| own.get_one::<String>(name).cloned();
    Ok(match name {
        "gen" => Task::Gen {
            goal: match (own.get_flag("check"), own.get_flag("watch")) {
                (true, _) => Goal::Check,
                (false, true) => Goal::Watch,
                (false, false) => Goal::Write,
            },
            cache: if own.get_flag("no-cache") { Cache::Ignore } else { Cache::Use },
        },
        "check" => Task::Check,
        "links" => Task::Links(Tree {
            paths: own.get_many::<PathBuf>("paths").unwrap_or_default().cloned().collect(),
            exclude: own.get_many::<String>("exclude").unwrap_or_default().cloned().collect(),
            flavour: word("flavour").and_then(|name| name.parse().ok()),
            portable: own
                .get_many::<String>("portable")
                .unwrap_or_default()
                .filter_map(|name| name.parse().ok())
                .collect(),
            site: own.get_one::<PathBuf>("site").cloned(),
            fix: own.get_flag("fix"),
            unknown: own.get_flag("unknown"),
        }),
        name if change::NAMES.contains(&name) => Task::Change(change::change(name, own).map_err(|wrong| {
            let mut command = command(program);
            command.build();
            let kind = clap::error::ErrorKind::MissingRequiredArgument;
            command.find_subcommand_mut(name).expect("clap knows the command").error(kind, wrong)
        })?),
        "list" => Task::List { kind: word("kind") },
        "show" => Task::Show { words: own.get_many::<String>("entry").unwrap_or_default().cloned().collect() },
        "graph" => Task::Graph(Asked {
            words: own.get_many::<String>("about").unwrap_or_default().cloned().collect(),
            hops: own.get_one::<u8>("hops").copied().map_or(1, usize::from),
            language: match word("as").as_deref() {
                Some("dot") => Language::Dot,
                Some("svg") => Language::Svg,
                Some(_) | None => Language::Mermaid,
            },
        }),
        "explain" => Task::Explain { code: word("code") },
        "completions" => Task::Completions { shell: *own.get_one("shell").expect("clap requires the shell") },
        name => {
            let extra =
                program.extras.iter().find(|extra| extra.name == name).expect("clap knows ours and the extras only");
            Task::Extra {
                run: extra.run,
                args: own.get_many::<OsString>("args").unwrap_or_default().cloned().collect(),
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const DEVELOPERS: Program = Program {
        name: "cargo xtask",
        extras: &[Extra {
            name: "bless",
            about: "Rewrites",
            long_about: "Rewrites goldens",
            run: |_| ExitCode::SUCCESS,
        }],
    };

    fn parsed(words: &str) -> Result<Request, clap::Error> {
        parse(&DEVELOPERS, words.split_whitespace().map(OsString::from))
    }

    #[test]
    fn the_description_contradicts_itself_nowhere() {
        command(&DEVELOPERS).debug_assert();
        command(&Program::rollbook()).debug_assert();
    }

    #[test]
    fn flags_of_all_commands_may_stand_on_either_side() {
        for words in ["--format json --project a gen --check", "gen --check --project a --format json"] {
            let request = parsed(words).expect("they are flags");
            assert_eq!((request.format, request.project), (Format::Json, Some("a".into())), "{words}");
            assert!(matches!(request.task, Task::Gen { goal: Goal::Check, cache: Cache::Use }), "{words}");
        }
    }

    #[test]
    fn a_command_of_the_caller_gets_its_arguments_as_they_are() {
        let request = parsed("bless -p cli --test cli -- --nocapture").expect("it is an extra");
        let Task::Extra { args, .. } = request.task else { panic!("{:?}", request.task) };
        assert_eq!(args, ["-p", "cli", "--test", "cli", "--", "--nocapture"]);
    }

    #[test]
    fn usage_names_the_program_that_people_type() {
        let error = parsed("gen --chek").expect_err("there is no such flag");
        assert!(error.to_string().contains("Usage: cargo xtask gen"), "{error}");
        let help = command(&DEVELOPERS).render_long_help().to_string();
        assert!(help.contains("cargo xtask gen --check") && help.contains("bless"), "{help}");
    }
}
