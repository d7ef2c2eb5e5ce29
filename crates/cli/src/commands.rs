//! One module a command, and what several of them share.

mod check;
mod generate;
mod links;
mod watch;

mod change;

mod graph;
mod list;
mod show;

mod completions;
mod explain;

mod look;

use std::path::Path;
use std::process::ExitCode;

pub(crate) use self::graph::Asked;
use crate::args::{Goal, Program, Request, Task};
use crate::failure::Failure;
use crate::place;
use crate::print::Printer;

/// The exit code of a run that found something.
fn found() -> ExitCode {
    ExitCode::from(1)
}

/// Carries out a request.
///
/// # Errors
/// It cannot be carried out.
pub(crate) fn run(program: &Program, request: Request) -> Result<ExitCode, Failure> {
    let printer = Printer::new(request.format, request.colour);
    let open_at = |file: Option<&Path>| place::open(file, &request.content, request.today);
    let open = || open_at(request.project.as_deref());
    match request.task {
        Task::Gen { goal: Goal::Write, cache } => generate::run(&open()?, printer, generate::Mode::Write, cache),
        Task::Gen { goal: Goal::Check, cache } => generate::run(&open()?, printer, generate::Mode::Check, cache),
        Task::Gen { goal: Goal::Watch, .. } => watch::run(open()?, &open_at, printer),
        Task::Check => check::run(&open()?, printer),
        Task::Links(tree) => links::run(&tree, request.today, printer),
        Task::Change(asked) => change::run(program, &open()?, printer, asked),
        Task::List { kind } => list::run(program, &open()?, printer, kind.as_deref()),
        Task::Show { words } => show::run(program, &open()?, printer, &words),
        Task::Graph(asked) => graph::run(program, &open()?, printer, &asked),
        Task::Explain { code } => explain::run(program, code.as_deref()),
        Task::Completions { shell } => completions::run(shell),
        Task::Extra { run, args } => Ok(run(&args)),
    }
}
