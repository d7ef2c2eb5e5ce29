//! `completions`: a script for a shell.

use std::process::ExitCode;

use crate::args::{self, Program};
use crate::failure::Failure;
use crate::print;

/// Prints the completions of the `rollbook` binary.
///
/// A shell completes the first word of a line, so `cargo xtask` can have none of its own.
pub(super) fn run(shell: clap_complete::Shell) -> Result<ExitCode, Failure> {
    let program = Program::rollbook();
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut args::command(&program), program.name, &mut script);
    print::answer(&String::from_utf8_lossy(&script))?;
    Ok(ExitCode::SUCCESS)
}
