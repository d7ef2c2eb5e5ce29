//! The `rollbook` binary.

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run(&cli::Program::rollbook(), std::env::args_os().skip(1))
}
