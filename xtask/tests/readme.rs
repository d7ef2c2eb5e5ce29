//! The commands of `registry-defs/README.md`, run one after the other on a copy of this repository.
//!
//! They write an entry of each kind of the registry `modules`, change, rename and remove it. Each `add` is run
//! twice, and in the end every file is what it was.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

/// Folders that no definition names and no command reads.
const LEFT_OUT: [&str; 2] = [".git", "target"];

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let (source, target) = (entry.path(), to.join(entry.file_name()));
        if entry.file_type().unwrap().is_file() {
            fs::copy(&source, &target).unwrap();
        } else if entry.file_type().unwrap().is_dir() && LEFT_OUT.iter().all(|name| entry.file_name() != *name) {
            copy(&source, &target);
        }
    }
}

/// Every file below the folder, but for the stamp of the last run.
fn files(folder: &Path, found: &mut BTreeMap<PathBuf, Vec<u8>>) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        if entry.file_type().unwrap().is_file() {
            found.insert(entry.path(), fs::read(entry.path()).unwrap());
        } else if LEFT_OUT.iter().all(|name| entry.file_name() != *name) {
            files(&entry.path(), found);
        }
    }
}

fn snapshot(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    files(folder, &mut found);
    found
}

/// The blocks of shell commands of a page, in their order.
fn blocks(page: &str) -> Vec<String> {
    let begun = page.split("\n```sh\n").skip(1);
    begun.map(|rest| rest.split("\n```").next().unwrap_or_default().to_owned()).collect()
}

/// Runs commands, with this program in the place of `cargo xtask`; what they print.
fn run(folder: &Path, commands: &str) -> String {
    let script = format!("cargo() {{ shift; \"$PROGRAM\" \"$@\"; }}\n{commands}\n");
    let mut command = Command::new("sh");
    command.args(["-e", "-c", &script]).current_dir(folder).env("PROGRAM", env!("CARGO_BIN_EXE_xtask"));
    let output = command.output().unwrap();
    let printed = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{commands}\n{printed}");
    printed
}

#[test]
fn the_readme_adds_changes_renames_and_removes_an_entry_of_each_kind() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    copy(Path::new(ROOT), folder);
    let readme = fs::read_to_string(folder.join("registry-defs/README.md")).unwrap();
    let before = snapshot(folder);
    let mut added = BTreeSet::new();
    for block in blocks(&readme) {
        let earlier = snapshot(folder);
        let printed = run(folder, &block);
        if block.starts_with("cargo xtask") {
            assert_ne!(snapshot(folder), earlier, "this changed nothing: {block}\n{printed}");
        }
        if let Some(words) = block.strip_prefix("cargo xtask add ") {
            let kind = words.strip_prefix("--type ").unwrap_or(words).split_whitespace().next().unwrap();
            added.insert(kind.to_owned());
            let once = snapshot(folder);
            let again = run(folder, &block);
            assert!(snapshot(folder) == once, "a second time is a change: {block}\n{again}");
        }
        if !block.contains("remove") {
            run(folder, "cargo xtask check");
        }
    }
    let kinds = fs::read_dir(format!("{ROOT}/registry-defs/modules/kinds")).unwrap();
    let kinds: BTreeSet<String> = kinds
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .map(|name| name.strip_suffix(".schema.yaml").unwrap().to_owned())
        .collect();
    assert_eq!(added, kinds, "the kinds of which the page adds an entry");
    let after = snapshot(folder);
    assert_eq!(before.keys().collect::<Vec<_>>(), after.keys().collect::<Vec<_>>());
    for (path, content) in before {
        assert!(after[&path] == content, "{} is not what it was", path.display());
    }
}
