//! The `missions` binary: reads the arguments, lists missions, shows one or runs one, and ends with a code.
//!
//! 1. `args` turns words into a task.
//! 2. `given` reads params and state, from files and from arguments, and knows where each value stands.
//! 3. `run` hands them to the library, `show` says what the catalog knows; both answer with text.
//! 4. The text goes to stdout, mistakes go to stderr.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "the program reads arguments and files, and prints; the library does not"
)]

mod args;

mod given;
mod run;
mod show;

mod failure;

use std::io::{self, Write as _};
use std::process::ExitCode;

use self::args::Task;
use self::failure::Failure;

fn main() -> ExitCode {
    let done = match args::parse(std::env::args_os()) {
        Ok(Task::List) => print(&show::list()),
        Ok(Task::Show(name)) => show::mission(&name).and_then(|text| print(&text)),
        Ok(Task::Run(order)) => {
            run::run(&order).and_then(|ran| print(&ran.text).and_then(|()| ran.failed.map_or(Ok(()), Err)))
        }
        Err(error) => {
            // A help page that nobody reads to its end is no failure.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            for message in failure.messages() {
                // What the input put into a message cannot act on a terminal. When stderr fails, there is nowhere left to complain.
                let _ = writeln!(io::stderr().lock(), "{}", source::visible(&format!("error: {message}")));
            }
            failure.code()
        }
    }
}

fn print(text: &str) -> Result<(), Failure> {
    match io::stdout().lock().write_all(text.as_bytes()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Failure::machine("write to", "stdout", &error)),
        Ok(()) | Err(_) => Ok(()),
    }
}
