//! `bench`: makes large projects, runs the command line on them, and prints what it costs.
//!
//! 1. `args` turns words into a request.
//! 2. `project` makes the definitions, the same bytes each time.
//! 3. `commands`, `catalog` and `semconv` measure, each with child processes and `cost`.
//! 4. `table` prints.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "printing is what this program is for")]

mod args;

mod project;
mod words;

mod catalog;
mod commands;
mod semconv;

mod cost;
mod reference;

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
        Task::Semconv(request) => semconv::run(&request),
        Task::Project { folder, shape } => project::write(&shape, &folder).map(|_| ()),
        Task::Hash { folder } => reference::run(&folder),
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::from(2)
        }
    }
}
