//! `bench`: makes large projects, runs the command line on them, and prints what it costs.
//!
//! 1. `args` turns words into a request.
//! 2. `project` makes the definitions, the same bytes each time.
//! 3. `commands`, `rules`, `links`, `catalog`, `compile` and `semconv` measure with child processes and `cost`.
//! 4. `configs` and `loads` measure in this process, with `rounds`.
//! 5. `table` prints.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "printing is what this program is for")]

mod args;

mod project;
mod words;

mod catalog;
mod commands;
mod compile;
mod scratch;
mod semconv;

mod configs;
mod links;
mod loads;
mod rules;

mod cost;
mod reference;
mod rounds;

mod disk;
mod table;

use std::process::ExitCode;

use args::Task;

fn main() -> ExitCode {
    let done = args::parse(std::env::args().skip(1)).and_then(|task| match task {
        Task::Help => {
            print!("{}", args::HELP);
            Ok(())
        }
        Task::Commands(request) => commands::run(&request),
        Task::Catalog(request) => catalog::run(&request),
        Task::Compile(request) => compile::run(&request),
        Task::Parts(request) => compile::run_parts(&request),
        Task::Configs(request) => configs::run(&request),
        Task::Rules(request) => rules::run(&request),
        Task::Links(request) => links::run(&request),
        Task::Loads(request) => loads::run(&request),
        Task::Semconv(request) => semconv::run(&request),
        Task::Project { folder, shape } => project::write(&shape, &folder).map(|_| ()),
        Task::Hash { folder } => reference::run(&folder),
        Task::Load { scenario, lines } => loads::stream(&scenario, lines),
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::from(2)
        }
    }
}
