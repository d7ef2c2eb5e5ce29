//! The command line: reads the arguments, runs one command, prints what it found, and ends with a code.
//!
//! 1. `args` turns words into a request.
//! 2. `place` finds the project and opens its files; `today` says which day it is there.
//! 3. A module of `commands` does the work.
//! 4. `print` writes: findings and answers to stdout, everything else to stderr.
//!
//! Exit code 0 means clean, 1 that there are findings, 2 that the command could not be carried out.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "printing is what this crate is for")]

mod args;
mod place;
mod today;

mod commands;

mod lock;
mod run;
mod stamp;
mod watch;

mod print;
mod progress;
mod summary;
mod table;

mod failure;

use std::ffi::OsString;
use std::process::ExitCode;

pub use args::{Extra, Program};

/// Runs the command that `args`, without the program's own name, ask for.
///
/// Prints to stdout and stderr; the code says how it went.
///
/// ```
/// use std::process::ExitCode;
///
/// let code = cli::run(&cli::Program::rollbook(), ["explain".into(), "drift-stale".into()]);
/// assert_eq!(code, ExitCode::SUCCESS);
/// ```
pub fn run(program: &Program, args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let request = match args::parse(program, args) {
        Ok(request) => request,
        Err(error) => {
            // A help page that nobody reads to its end is no failure.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    match commands::run(program, request) {
        Ok(code) => code,
        Err(failure) => {
            print::failure(&failure);
            ExitCode::from(2)
        }
    }
}
