//! Crates in a temporary folder, for measuring what `cargo check` makes of them.
//!
//! All of them share one target folder, so that dependencies are built once, before anything is measured.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::cost::{self, Cost};
use crate::disk;

/// A crate in a folder of its own.
#[derive(Debug)]
pub(crate) struct Scratch {
    root: PathBuf,
    target: PathBuf,
    name: String,
    /// The text of `src/lib.rs`, which is away while the dependencies are built.
    library: String,
}

impl Scratch {
    /// Makes a crate of the sources in `root`, a folder below `folder`, and builds its dependencies, which are
    /// lines of TOML.
    ///
    /// # Errors
    /// A file cannot be written, or a dependency does not compile.
    pub(crate) fn new(folder: &Path, root: &Path, dependencies: &str) -> Result<Self, String> {
        let name = root.strip_prefix(folder).unwrap_or(root).to_string_lossy().replace('/', "-");
        let name = format!("measured-{name}");
        let library = disk::read(&root.join("src/lib.rs"))?;
        let scratch = Self { root: root.to_owned(), target: folder.join("cargo"), name, library };
        scratch.manifest(dependencies)?;
        disk::write(&scratch.root.join("src/lib.rs"), "//! Empty.\n")?;
        cost::of(&mut || Ok(()), &|| scratch.cargo())?;
        Ok(scratch)
    }

    /// What the first `cargo check` costs.
    ///
    /// # Errors
    /// The crate does not compile.
    pub(crate) fn check(&self) -> Result<Cost, String> {
        let mut renew = || {
            self.forget()?;
            disk::write(&self.root.join("src/lib.rs"), &self.library)
        };
        cost::of(&mut renew, &|| self.cargo())
    }

    fn manifest(&self, dependencies: &str) -> Result<(), String> {
        let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let name = &self.name;
        let manifest = format!(
            "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
             [dependencies]\n{dependencies}\n[workspace]\n",
        );
        disk::write(&self.root.join("Cargo.toml"), &manifest)?;
        // The versions that the workspace has, so that nothing is resolved anew.
        disk::write(&self.root.join("Cargo.lock"), &disk::read(&workspace.join("Cargo.lock"))?)
    }

    /// Removes what cargo keeps of earlier checks of this crate, so that each is a first one.
    fn forget(&self) -> Result<(), String> {
        let kept = self.target.join("debug/incremental");
        let prefix = format!("{}-", self.name.replace('-', "_"));
        for entry in fs::read_dir(&kept).into_iter().flatten().flatten() {
            if entry.file_name().to_string_lossy().starts_with(&prefix) {
                disk::remove(&entry.path())?;
            }
        }
        Ok(())
    }

    fn cargo(&self) -> Command {
        let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command.args(["check", "--quiet", "--offline"]).current_dir(&self.root);
        command.env("CARGO_TARGET_DIR", &self.target).env_remove("RUSTFLAGS");
        command
    }
}

/// What a catalog depends on, as a line of TOML.
pub(crate) fn kernel() -> String {
    let kernel = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/kernel");
    // The debug form of a text is a basic string of TOML.
    format!("kernel = {{ path = {:?} }}\n", kernel.to_string_lossy())
}

/// Checks each crate so many times, in rounds, and gives the best of each.
///
/// # Errors
/// One does not compile.
pub(crate) fn best_of(crates: &[&Scratch], repeat: usize) -> Result<Vec<Cost>, String> {
    let mut best: Vec<Cost> = crates.iter().map(|scratch| scratch.check()).collect::<Result<_, _>>()?;
    for _ in 1..repeat {
        for (best, scratch) in best.iter_mut().zip(crates) {
            *best = best.best(scratch.check()?);
        }
    }
    Ok(best)
}
