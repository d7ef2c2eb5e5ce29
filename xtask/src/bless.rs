//! `bless`: runs the tests with every switch set that makes them write what they got as what they expect.

use std::ffi::OsString;
use std::process::{Command, ExitCode};

/// The command, for the command line.
pub(crate) const COMMAND: cli::Extra = cli::Extra {
    name: "bless",
    about: "Runs the tests and lets them rewrite what they expect",
    long_about: "\
Runs `cargo test --workspace --no-fail-fast` with every update switch set: golden files, snapshots and
compile-fail outputs are rewritten to what the code does now. Read the diff before you commit it.

Examples:
  cargo xtask bless                  everything
  cargo xtask bless -p cli           one package
  cargo xtask bless --test golden    one test",
    run,
};

/// A switch for each way of keeping expected output: expect-test, snapbox, trybuild, our own.
const SWITCHES: [(&str, &str); 4] =
    [("UPDATE_EXPECT", "1"), ("SNAPSHOTS", "overwrite"), ("TRYBUILD", "overwrite"), ("ROLLBOOK_BLESS", "1")];

fn run(args: &[OsString]) -> ExitCode {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let is_package =
        |arg: &OsString| arg.to_str().is_some_and(|arg| arg.starts_with("-p") || arg.starts_with("--package"));
    let one_package = args.iter().any(is_package);
    let scope: &[&str] = if one_package { &[] } else { &["--workspace"] };
    let mut command = Command::new(cargo);
    command.arg("test").args(scope).arg("--no-fail-fast").args(args).envs(SWITCHES);
    let status = command.current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/..")).status();
    match status {
        Ok(status) => ExitCode::from(status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(2)),
        Err(error) => {
            #[allow(clippy::print_stderr, reason = "a command says why it failed")]
            {
                eprintln!("error: cannot run `cargo test`: {error}");
            }
            ExitCode::from(2)
        }
    }
}
