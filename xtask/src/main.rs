//! `cargo xtask`: the command line of Rollbook on this repository, and what only its developers need.

mod bless;
mod site;

use std::process::ExitCode;

fn main() -> ExitCode {
    let program = cli::Program { name: "cargo xtask", extras: &[bless::COMMAND, site::COMMAND] };
    cli::run(&program, std::env::args_os().skip(1))
}
