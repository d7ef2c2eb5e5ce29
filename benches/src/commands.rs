//! Measures the commands on generated projects, next to reading and hashing the same files.
//!
//! Each repeat runs every command and the reference one after the other, so that all of them see the same
//! machine; the smallest figure of the repeats counts.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::args::Request;
use crate::cost::{self, Cost};
use crate::disk::{self, Folder};
use crate::project::{self, Shape};
use crate::table::{self, Table, count, megabytes, seconds, times};

/// What is measured, in the order of one repeat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    /// `gen` with no output there.
    Full,
    /// The reference, once the outputs are there.
    Reference,
    /// `gen --check`, which the stamp of the run before answers.
    Stamp,
    /// `gen --check --no-cache`, which works everything out.
    NoCache,
    /// `gen` after the summary of one entry has changed.
    Changed,
}

const ALL: [What; 5] = [What::Full, What::Reference, What::Stamp, What::NoCache, What::Changed];

impl What {
    fn title(self) -> &'static str {
        match self {
            Self::Full => "full `gen`",
            Self::Reference => "reference: read and hash",
            Self::Stamp => "`gen --check`, no change",
            Self::NoCache => "`gen --check --no-cache`",
            Self::Changed => "`gen`, one file changed",
        }
    }
}

/// The costs of one project, in the order of [`ALL`]; a command that failed has none.
#[derive(Debug)]
struct Measured {
    entries: usize,
    costs: [Option<Cost>; ALL.len()],
    /// Why.
    failures: Vec<String>,
}

/// Measures each size, and the growth between the sizes that are ten times another.
///
/// # Errors
/// There is no binary, a file cannot be written, or a command does not end with 0; the other commands
/// are measured and printed all the same.
pub(crate) fn run(request: &Request) -> Result<(), String> {
    let rollbook = request.rollbook()?;
    println!("`{}`, {}\n", rollbook.display(), table::load());
    let mut all = Vec::new();
    for entries in &request.sizes {
        let shape = Shape { entries: *entries, layout: request.layout, ..Shape::default() };
        all.push(measure(request, &rollbook, &shape)?);
    }
    for small in &all {
        if let Some(large) = all.iter().find(|large| large.entries == 10 * small.entries) {
            print_growth(small, large);
        }
    }
    let failures: Vec<&str> = all.iter().flat_map(|measured| &measured.failures).map(String::as_str).collect();
    if failures.is_empty() { Ok(()) } else { Err(failures.join("\n")) }
}

fn measure(request: &Request, rollbook: &Path, shape: &Shape) -> Result<Measured, String> {
    let folder = Folder::new(request.keep.as_deref(), &format!("{}-{}", shape.layout.name(), shape.entries))?;
    let definitions = project::write(shape, folder.path())?;
    let subject = Subject::new(rollbook, shape, folder.path())?;
    let mut measured = Measured { entries: shape.entries, costs: [None; ALL.len()], failures: Vec::new() };
    for repeat in 0..request.repeat {
        for (index, what) in ALL.into_iter().enumerate() {
            // What failed once is not tried again.
            if repeat > 0 && measured.costs[index].is_none() {
                continue;
            }
            match subject.cost(what, repeat) {
                Ok(cost) => measured.costs[index] = Some(measured.costs[index].map_or(cost, |best| best.best(cost))),
                Err(failure) => {
                    measured.costs[index] = None;
                    measured.failures.push(format!("{}: {failure}", what.title()));
                }
            }
        }
    }
    print(&measured, shape, definitions, folder.path())?;
    Ok(measured)
}

/// A project and the programs that run on it.
#[derive(Debug)]
struct Subject {
    rollbook: PathBuf,
    own: PathBuf,
    folder: PathBuf,
    touched: PathBuf,
}

impl Subject {
    fn new(rollbook: &Path, shape: &Shape, folder: &Path) -> Result<Self, String> {
        let own = std::env::current_exe().map_err(|error| format!("cannot find this program: {error}"))?;
        let touched = folder.join(project::touched(shape));
        Ok(Self { rollbook: rollbook.to_owned(), own, folder: folder.to_owned(), touched })
    }

    fn cost(&self, what: What, repeat: usize) -> Result<Cost, String> {
        let mut edit = repeat * 1_000;
        let mut prepare = || match what {
            What::Full => self.forget(),
            What::Changed => {
                edit += 1;
                disk::write(&self.touched, &project::touch(&disk::read(&self.touched)?, edit))
            }
            // Without a stamp the figure would be one of something else.
            What::Stamp if disk::files(&self.folder.join("target/rollbook")).is_ok_and(|files| files.len() > 1) => {
                Ok(())
            }
            What::Stamp => Err("`gen` has left no stamp in `target/rollbook`".to_owned()),
            What::Reference | What::NoCache => Ok(()),
        };
        cost::of(&mut prepare, &|| self.command(what))
    }

    /// Removes all outputs and the stamp.
    fn forget(&self) -> Result<(), String> {
        ["catalog", "docs", ".schema", "target"].iter().try_for_each(|name| disk::remove(&self.folder.join(name)))
    }

    fn command(&self, what: What) -> Command {
        let words: &[&str] = match what {
            What::Full | What::Changed => &["gen", "--project"],
            What::Stamp => &["gen", "--check", "--project"],
            What::NoCache => &["gen", "--check", "--no-cache", "--project"],
            What::Reference => &["hash"],
        };
        let mut command = Command::new(if what == What::Reference { &self.own } else { &self.rollbook });
        command.args(words).arg(&self.folder);
        command
    }
}

fn print(measured: &Measured, shape: &Shape, definitions: usize, folder: &Path) -> Result<(), String> {
    let files = disk::files(folder)?;
    let bytes: f64 = files.iter().map(|(_, bytes)| f64::from(u32::try_from(*bytes).unwrap_or(u32::MAX))).sum();
    println!(
        "{} entries, {}: {} definitions → {} outputs, {} MB together; {}\n",
        count(shape.entries),
        shape.layout.name(),
        count(definitions),
        count(files.len() - definitions),
        megabytes(bytes),
        table::load(),
    );
    let [_, reference, ..] = measured.costs;
    let mut table = Table::new(&["Command", "CPU s", "× reference", "wall s", "peak MB"]);
    for (what, cost) in ALL.into_iter().zip(measured.costs) {
        let Some(cost) = cost else {
            table.row([what.title(), "failed", "", "", ""].map(str::to_owned));
            continue;
        };
        let ratio = reference.map_or_else(String::new, |reference| times(cost.cpu, reference.cpu));
        table.row([what.title().to_owned(), seconds(cost.cpu), ratio, seconds(cost.wall), megabytes(cost.memory)]);
    }
    table.print();
    Ok(())
}

fn print_growth(small: &Measured, large: &Measured) {
    println!("Growth from {} to {} entries:\n", count(small.entries), count(large.entries));
    let mut table = Table::new(&["Command", "CPU", "memory"]);
    for ((what, small), large) in ALL.into_iter().zip(small.costs).zip(large.costs) {
        if let (Some(small), Some(large)) = (small, large) {
            table.row([what.title().to_owned(), times(large.cpu, small.cpu), times(large.memory, small.memory)]);
        }
    }
    table.print();
}
