//! Measures a full `gen` of the OpenTelemetry model: real definitions, far from uniform.
//!
//! The project is copied, so that no output lands in this repository; the model is read where it lies.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::args::Request;
use crate::cost::{self, Cost};
use crate::disk::{self, Folder, failed};
use crate::table::{self, Table, count, megabytes, seconds};

/// The environment variable of the project for the folder of its entries.
const CONTENT: &str = "ROLLBOOK_SEMCONV";

/// Measures, or says that there is no model.
///
/// # Errors
/// There is no binary, the project cannot be copied, or the command does not end with 0.
pub(crate) fn run(request: &Request) -> Result<(), String> {
    let Some(model) = model() else {
        println!("skipped: there is no semconv/model in the data folder; set ROLLBOOK_DATA to it");
        return Ok(());
    };
    let rollbook = request.rollbook()?;
    let folder = Folder::new(request.keep.as_deref(), "semconv")?;
    let kinds = copy_project(folder.path())?;
    let best = measure(request, &rollbook, &model, folder.path())?;
    print(best, &model, folder.path(), kinds)
}

fn measure(request: &Request, rollbook: &Path, model: &Path, folder: &Path) -> Result<Cost, String> {
    let mut forget =
        || ["catalog", "docs", ".schema", "target"].iter().try_for_each(|name| disk::remove(&folder.join(name)));
    let command = || {
        let mut command = Command::new(rollbook);
        command.args(["gen", "--project"]).arg(folder).env(CONTENT, model);
        command
    };
    let mut best: Option<Cost> = None;
    for _ in 0..request.repeat {
        let cost = cost::of(&mut forget, &command)?;
        best = Some(best.map_or(cost, |best| best.best(cost)));
    }
    best.ok_or_else(|| "nothing was measured".to_owned())
}

/// The model, outside this repository.
fn model() -> Option<PathBuf> {
    let data = std::env::var_os("ROLLBOOK_DATA").map(PathBuf::from);
    let data = data.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data"));
    data.join("semconv/model").canonicalize().ok().filter(|model| model.is_dir())
}

/// Copies the project file and the kinds, and says how many files they are.
fn copy_project(to: &Path) -> Result<usize, String> {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/projects/semconv");
    disk::write(&to.join("rollbook.yaml"), &disk::read(&from.join("rollbook.yaml"))?)?;
    let kinds = from.join("semconv/kinds");
    let mut count = 1;
    for kind in fs::read_dir(&kinds).map_err(|error| failed("read", &kinds, &error))? {
        let kind = kind.map_err(|error| failed("read", &kinds, &error))?;
        disk::write(&to.join("semconv/kinds").join(kind.file_name()), &disk::read(&kind.path())?)?;
        count += 1;
    }
    Ok(count)
}

fn print(cost: Cost, model: &Path, folder: &Path, kinds: usize) -> Result<(), String> {
    let (inputs, outputs) = (disk::files(model)?.len() + kinds, disk::files(folder)?);
    let pages = outputs.iter().filter(|(path, _)| path.extension().is_some_and(|end| end == "md")).count();
    println!("Full `gen` of the OpenTelemetry model; {}\n", table::load());
    let mut table = Table::new(&["Command", "CPU s", "wall s", "peak MB", "files in", "files out", "of them pages"]);
    table.row([
        "full `gen`".to_owned(),
        seconds(cost.cpu),
        seconds(cost.wall),
        megabytes(cost.memory),
        count(inputs),
        count(outputs.len() - kinds),
        count(pages),
    ]);
    table.print();
    Ok(())
}
