//! `site`: builds the docs of this repository as a site, with mdBook.

use std::ffi::OsString;
use std::path::Path;
use std::process::{Command, ExitCode};

/// The command, for the command line.
pub(crate) const COMMAND: cli::Extra = cli::Extra {
    name: "site",
    about: "Builds the docs as a site",
    long_about: "\
Builds docs/ into target/book with mdBook, the registry explorer included. Words after it go to `mdbook build`.
The mdBook that `tests/flavours/install mdbook` installs comes before one that is found on the path.

Examples:
  cargo xtask site           build
  cargo xtask site --open    build and open a browser",
    run,
};

/// Where this repository's own script installs mdBook.
const INSTALLED: &str = "target/flavours/mdbook/bin/mdbook";

fn run(args: &[OsString]) -> ExitCode {
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
    let installed = root.join(INSTALLED);
    let mdbook = if installed.is_file() { installed.into_os_string() } else { "mdbook".into() };
    let status = Command::new(mdbook).args(["build", "docs"]).args(args).current_dir(root).status();
    match status {
        Ok(status) => ExitCode::from(status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(2)),
        Err(error) => {
            #[allow(clippy::print_stderr, reason = "a command says why it failed")]
            {
                eprintln!("error: cannot run `mdbook`: {error}\n  = help: tests/flavours/install mdbook");
            }
            ExitCode::from(2)
        }
    }
}
