//! Measures `cargo check` of generated catalogs, in a scratch crate whose dependencies are built before.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::args::Request;
use crate::cost::{self, Cost};
use crate::disk::{self, Folder};
use crate::project::{self, Configs, Layout, Shape};
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
    let mut table = Table::new(&["Catalog", "files", "MB", "CPU s", "wall s", "peak MB"]);
    for (title, entries, configs) in CASES {
        let shape = Shape { entries, layout: Layout::Lists, configs, ..Shape::default() };
        let made = Scratch { folder: folder.path(), name: format!("{entries}-{configs:?}").to_lowercase() };
        let (files, bytes) = made.generate(&rollbook, &shape)?;
        let best = made.check(request.repeat)?;
        let title = format!("{} {title}", count(entries));
        let cells =
            [title, count(files), megabytes(bytes), seconds(best.cpu), seconds(best.wall), megabytes(best.memory)];
        table.row(cells);
    }
    table.print();
    Ok(())
}

/// A crate in a folder of its own; all of them share one target folder, so that the kernel is built once.
#[derive(Debug)]
struct Scratch<'a> {
    folder: &'a Path,
    name: String,
}

impl Scratch<'_> {
    /// Makes the project and its catalog: how many files it is, and how many bytes.
    fn generate(&self, rollbook: &Path, shape: &Shape) -> Result<(usize, f64), String> {
        let root = self.folder.join(&self.name);
        project::write(shape, &root)?;
        let command = || {
            let mut command = Command::new(rollbook);
            command.args(["gen", "--no-cache", "--project"]).arg(&root);
            command
        };
        cost::of(&mut || Ok(()), &command)?;
        let files = disk::files(&root.join("catalog"))?;
        let bytes = files.iter().map(|(_, bytes)| f64::from(u32::try_from(*bytes).unwrap_or(u32::MAX))).sum();
        Ok((files.len(), bytes))
    }

    /// The first `cargo check`, each time anew.
    fn check(&self, repeat: usize) -> Result<Cost, String> {
        let root = self.folder.join(&self.name).join("catalog");
        let library = root.join("src/lib.rs");
        self.manifest(&root)?;
        // The dependencies, with an empty library.
        let text = disk::read(&library)?;
        disk::write(&library, "//! Empty.\n")?;
        cost::of(&mut || Ok(()), &|| self.cargo(&root))?;
        let mut renew = || {
            self.forget()?;
            disk::write(&library, &text)
        };
        let mut best: Option<Cost> = None;
        for _ in 0..repeat {
            let cost = cost::of(&mut renew, &|| self.cargo(&root))?;
            best = Some(best.map_or(cost, |best| best.best(cost)));
        }
        best.ok_or_else(|| "nothing was measured".to_owned())
    }

    fn manifest(&self, root: &Path) -> Result<(), String> {
        let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        // The debug form of a text is a basic string of TOML.
        let kernel = workspace.join("crates/kernel").to_string_lossy().into_owned();
        let name = self.crate_name();
        let manifest = format!(
            "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
             [dependencies]\nkernel = {{ path = {kernel:?} }}\n\n[workspace]\n",
        );
        disk::write(&root.join("Cargo.toml"), &manifest)?;
        // The versions that the workspace has, so that nothing is resolved anew.
        disk::write(&root.join("Cargo.lock"), &disk::read(&workspace.join("Cargo.lock"))?)
    }

    fn crate_name(&self) -> String {
        format!("catalog-{}", self.name)
    }

    /// What cargo keeps of earlier checks of this crate, so that each is a first one.
    fn forget(&self) -> Result<(), String> {
        let kept = self.folder.join("cargo/debug/incremental");
        let prefix = format!("{}-", self.crate_name().replace('-', "_"));
        for entry in fs::read_dir(&kept).into_iter().flatten().flatten() {
            if entry.file_name().to_string_lossy().starts_with(&prefix) {
                disk::remove(&entry.path())?;
            }
        }
        Ok(())
    }

    fn cargo(&self, root: &Path) -> Command {
        let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command.args(["check", "--quiet", "--offline"]).current_dir(root);
        command.env("CARGO_TARGET_DIR", self.folder.join("cargo")).env_remove("RUSTFLAGS");
        command
    }
}
