//! The `fund-load` binary: reads the arguments, runs a scenario or lists them, and ends with a code.
//!
//! 1. `args` turns words into a task.
//! 2. `files` opens what is read and written, and refuses to write where it reads.
//! 3. `run` builds the scenario and sends the input through it; `listen` hears what the steps say.
//! 4. Answers go to stdout or `--output`, everything else to stderr.

mod args;

mod files;
mod listen;
mod run;

mod failure;

use std::io::{self, Write as _};
use std::process::ExitCode;

use generated::scenario::ScenarioKey;
use kernel::Key as _;

use self::args::Task;
use self::failure::Failure;

fn main() -> ExitCode {
    let done = match args::parse(std::env::args_os()) {
        Ok(Task::Run(order)) => run::run(&order),
        Ok(Task::Scenarios) => list(),
        Err(error) => {
            // A help page that nobody reads to its end is no failure.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            failure.messages().iter().for_each(|message| listen::say(&format!("error: {message}")));
            failure.code()
        }
    }
}

/// Lists the scenarios of the catalog with their summaries.
fn list() -> Result<(), Failure> {
    let width = ScenarioKey::ALL.iter().map(|key| key.as_str().len()).max().unwrap_or_default();
    let lines = ScenarioKey::ALL.iter().map(|key| format!("{key:width$}  {}\n", key.entry().summary));
    match io::stdout().lock().write_all(lines.collect::<String>().as_bytes()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Failure::machine("write to", "stdout", &error)),
        Ok(()) | Err(_) => Ok(()),
    }
}
