//! Measures what 1,000 configs of 8 fields cost to compile, next to other ways to read them.
//!
//! 1. A catalog is generated, and `sources` takes it apart.
//! 2. `peers` makes crates of the same types for serde and for `cargo typify`; `parts` makes catalogs in which
//!    something is missing.
//! 3. Each is a crate of its own, and they are checked in rounds.

mod sources;

mod parts;
mod peers;

use std::path::Path;

use crate::args::Request;
use crate::catalog;
use crate::cost::Cost;
use crate::disk::Folder;
use crate::project::{Configs, Layout, Shape};
use crate::scratch::{self, Scratch};
use crate::table::{self, Table, megabytes, seconds, times};

use self::parts::Part;
use self::peers::Peer;
use self::sources::Sources;

/// So many configs.
const ENTRIES: usize = 1_000;

/// A crate to measure and what its row says.
#[derive(Debug)]
struct Case {
    title: &'static str,
    /// How many sources, and how many bytes.
    size: (usize, f64),
    scratch: Scratch,
}

impl Case {
    fn new(title: &'static str, folder: &Path, root: &Path, dependencies: &str) -> Result<Self, String> {
        Ok(Self { title, size: catalog::size(root)?, scratch: Scratch::new(folder, root, dependencies)? })
    }
}

/// Measures the generated catalog next to the same types in other forms, plain ones and ones with choices.
///
/// # Errors
/// There is no binary, a file cannot be written, or a command does not end with 0.
pub(crate) fn run(request: &Request) -> Result<(), String> {
    println!("`cargo check` of {ENTRIES} configs of 8 fields, dependencies built; {}\n", table::load());
    for (title, configs) in [("8 plain fields", Configs::Plain), ("one of the 8 fields an enum", Configs::Choices)] {
        let folder = Folder::new(request.keep.as_deref(), &format!("compile-{configs:?}").to_lowercase())?;
        let cases = peers(request, folder.path(), configs)?;
        println!("{title}; the smallest CPU time of {}\n", request.repeat);
        print(&cases, &best_of(&cases, request.repeat)?);
    }
    if !peers::has_typify() {
        println!("cargo typify: not installed; `cargo install cargo-typify` adds its row");
    }
    Ok(())
}

/// Measures what each part of the generated code adds: catalogs of which it is taken away.
///
/// # Errors
/// As of [`run`].
pub(crate) fn run_parts(request: &Request) -> Result<(), String> {
    println!("`cargo check` of {ENTRIES} configs of 8 plain fields, in parts; {}\n", table::load());
    let folder = Folder::new(request.keep.as_deref(), "compile-parts")?;
    let root = catalog::generate(folder.path(), &request.rollbook()?, &shape(Configs::Plain))?;
    let sources = Sources::read(&root.join("src"))?;
    let mut cases = vec![Case::new("as generated", folder.path(), &root, &scratch::kernel())?];
    for part in Part::ALL {
        let root = folder.path().join(part.name());
        parts::without(&sources, part)?.write(&root.join("src"))?;
        cases.push(Case::new(part.title(), folder.path(), &root, &scratch::kernel())?);
    }
    let best = best_of(&cases, request.repeat)?;
    let mut table = Table::new(&["Catalog", "MB", "CPU s", "saved CPU s", "of all", "peak MB"]);
    for (case, cost) in cases.iter().zip(&best) {
        let saved = best[0].cpu - cost.cpu;
        table.row([
            case.title.to_owned(),
            megabytes(case.size.1),
            seconds(cost.cpu),
            format!("{saved:.2}"),
            format!("{:.0} %", 100.0 * saved / best[0].cpu),
            megabytes(cost.memory),
        ]);
    }
    table.print();
    Ok(())
}

fn shape(configs: Configs) -> Shape {
    Shape { entries: ENTRIES, layout: Layout::Lists, configs, ..Shape::default() }
}

fn peers(request: &Request, folder: &Path, configs: Configs) -> Result<Vec<Case>, String> {
    let rollbook = request.rollbook()?;
    let root = catalog::generate(folder, &rollbook, &shape(configs))?;
    let sources = Sources::read(&root.join("src"))?;
    let mut cases = vec![Case::new("generated catalog", folder, &root, &scratch::kernel())?];
    if configs == Configs::Plain {
        let root = catalog::generate(folder, &rollbook, &shape(Configs::Factories))?;
        cases.push(Case::new("the same with factories", folder, &root, &scratch::kernel())?);
    }
    for peer in Peer::ALL {
        let root = folder.join(peer.name());
        peers::library(&sources, peer)?.write(&root.join("src"))?;
        cases.push(Case::new(peer.title(), folder, &root, peer.dependencies())?);
    }
    if peers::has_typify() {
        let typify = folder.join("typify");
        let definitions = root.with_file_name(crate::project::list_file(0));
        peers::typify(&definitions, &typify)?;
        cases.push(Case::new("cargo typify, its defaults", folder, &typify, peers::OF_TYPIFY)?);
    }
    Ok(cases)
}

fn best_of(cases: &[Case], repeat: usize) -> Result<Vec<Cost>, String> {
    scratch::best_of(&cases.iter().map(|case| &case.scratch).collect::<Vec<_>>(), repeat)
}

fn print(cases: &[Case], best: &[Cost]) {
    let reference =
        cases.iter().position(|case| case.title == Peer::SERDE.title()).map_or(0.0, |place| best[place].cpu);
    let mut table = Table::new(&["Crate", "MB", "CPU s", "× reference", "wall s", "peak MB"]);
    for (case, cost) in cases.iter().zip(best) {
        table.row([
            case.title.to_owned(),
            megabytes(case.size.1),
            seconds(cost.cpu),
            times(cost.cpu, reference),
            seconds(cost.wall),
            megabytes(cost.memory),
        ]);
    }
    table.print();
}
