//! Scratch crates: a generated catalog in a folder of its own, checked by cargo with warnings denied.

use std::fs;
use std::path::Path;
use std::process::Command;

use compiler::render::Artifact;

/// Writes artifacts below a folder.
///
/// # Panics
/// A file cannot be written.
pub fn write(artifacts: &[Artifact], folder: &Path) {
    for artifact in artifacts {
        let path = folder.join(&artifact.path);
        fs::create_dir_all(path.parent().expect("an artifact lies in a folder")).expect("the folder can be made");
        fs::write(path, &artifact.content).expect("the file can be written");
    }
}

/// Runs cargo in a folder with a manifest for the catalog at `sources`, and a program if `main` is given.
///
/// # Panics
/// Cargo does not succeed; the message is what it printed.
#[must_use]
pub fn cargo(folder: &Path, sources: &str, main: Option<&str>) -> String {
    let kernel = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/kernel");
    let manifest = format!(
        "[package]\nname = \"scratch\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[lib]\npath = \"{sources}/lib.rs\"\n\n\
         [dependencies]\nkernel = {{ path = \"{}\" }}\n\n[lints.rust]\nwarnings = \"deny\"\nmissing_docs = \"deny\"\n\n[workspace]\n",
        kernel.display(),
    );
    fs::write(folder.join("Cargo.toml"), manifest).expect("the manifest can be written");
    // The versions that the workspace has, so that nothing is resolved anew.
    fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock"), folder.join("Cargo.lock"))
        .expect("there is a lock file");
    if let Some(main) = main {
        fs::create_dir_all(folder.join("src")).expect("the folder can be made");
        fs::write(folder.join("src/main.rs"), format!("//! Uses the catalog.\n{main}"))
            .expect("the program can be written");
    }
    let output = Command::new(env!("CARGO"))
        .args([if main.is_some() { "run" } else { "check" }, "--quiet", "--offline"])
        .current_dir(folder)
        // One target folder for all scratch crates, so that the kernel is built once.
        .env("CARGO_TARGET_DIR", Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/scratch"))
        .output()
        .expect("cargo can be run");
    let printed = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{printed}");
    printed
}
