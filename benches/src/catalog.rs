//! Measures `cargo check` of generated catalogs, each in a crate of its own.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::args::Request;
use crate::cost;
use crate::disk::{self, Folder};
use crate::project::{self, Configs, Layout, Shape};
use crate::scratch::{self, Scratch};
use crate::table::{self, Table, count, megabytes, seconds};

/// What is checked: a title, entries, and whether they have configs.
const CASES: [(&str, usize, Configs); 4] = [
    ("entries", 1_000, Configs::None),
    ("entries, packed", 100_000, Configs::None),
    ("entries, a config of 8 fields each", 1_000, Configs::Plain),
    ("entries, the same with choices", 1_000, Configs::Choices),
];

/// Generates the catalog of each case, and checks it.
///
/// # Errors
/// There is no binary, a file cannot be written, or a command does not end with 0.
pub(crate) fn run(request: &Request) -> Result<(), String> {
    let rollbook = request.rollbook()?;
    let folder = Folder::new(request.keep.as_deref(), "catalog")?;
    println!("`cargo check` of generated catalogs, dependencies built; {}\n", table::load());
    let (mut crates, mut sizes) = (Vec::new(), Vec::new());
    for (_, entries, configs) in CASES {
        let shape = Shape { entries, layout: Layout::Lists, configs, ..Shape::default() };
        let catalog = generate(folder.path(), &rollbook, &shape)?;
        sizes.push(size(&catalog)?);
        crates.push(Scratch::new(folder.path(), &catalog, &scratch::kernel())?);
    }
    let best = scratch::best_of(&crates.iter().collect::<Vec<_>>(), request.repeat)?;
    let mut table = Table::new(&["Catalog", "files", "MB", "CPU s", "wall s", "peak MB"]);
    for (((title, entries, _), (files, bytes)), best) in CASES.into_iter().zip(sizes).zip(best) {
        let title = format!("{} {title}", count(entries));
        let cells =
            [title, count(files), megabytes(bytes), seconds(best.cpu), seconds(best.wall), megabytes(best.memory)];
        table.row(cells);
    }
    table.print();
    Ok(())
}

/// Makes a project below a folder and generates it: where its catalog is.
///
/// # Errors
/// A file cannot be written, or the command does not end with 0.
pub(crate) fn generate(folder: &Path, rollbook: &Path, shape: &Shape) -> Result<PathBuf, String> {
    let root = folder.join(format!("{}-{:?}", shape.entries, shape.configs).to_lowercase());
    project::write(shape, &root)?;
    let command = || {
        let mut command = Command::new(rollbook);
        command.args(["gen", "--no-cache", "--project"]).arg(&root);
        command
    };
    cost::of(&mut || Ok(()), &command)?;
    Ok(root.join("catalog"))
}

/// How many sources there are, and how many bytes.
///
/// # Errors
/// One cannot be found.
pub(crate) fn size(root: &Path) -> Result<(usize, f64), String> {
    let files = disk::files(&root.join("src"))?;
    let bytes = files.iter().map(|(_, bytes)| f64::from(u32::try_from(*bytes).unwrap_or(u32::MAX))).sum();
    Ok((files.len(), bytes))
}
