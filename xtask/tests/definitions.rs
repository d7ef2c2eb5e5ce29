//! How the definitions of this repository change: the commands of `registry-defs/README.md`, run one after the
//! other on a copy, and every way to change an entry tried on an entry of each kind of the registry `modules`.

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

/// A copy of this repository, and the page.
fn copied() -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    copy(Path::new(ROOT), folder.path());
    let readme = fs::read_to_string(folder.path().join("registry-defs/README.md")).unwrap();
    (folder, readme)
}

#[test]
fn what_the_readme_says_can_be_typed_and_leaves_nothing_behind() {
    let (folder, readme) = copied();
    let folder = folder.path();
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

/// The entries that the page adds, each with another key for it.
const ADDED: [(&str, &str, &str); 8] = [
    ("module_type", "service", "server"),
    ("module_instance", "reports", "errands"),
    ("module_maturity", "reports-maturity", "errands-maturity"),
    ("module_interface", "reports.library", "reports.crate"),
    ("route", "plan-a-report", "a-report"),
    ("ability_low", "reports.write", "zebra.run"),
    ("ability_high", "try-report", "a-try"),
    ("hook", "report_log", "a_log"),
];

/// The lines that only one of two snapshots of the same files has, as a pair for each place where they differ.
fn changed_lines(before: &BTreeMap<PathBuf, Vec<u8>>, after: &BTreeMap<PathBuf, Vec<u8>>) -> Vec<(String, String)> {
    assert_eq!(before.keys().collect::<Vec<_>>(), after.keys().collect::<Vec<_>>());
    let lines = |content: &[u8]| -> Vec<String> {
        String::from_utf8(content.to_owned()).unwrap().lines().map(str::to_owned).collect()
    };
    let mut changed = Vec::new();
    for (path, old) in before.iter().filter(|(path, old)| after[*path] != **old) {
        let (old, new) = (lines(old), lines(&after[path]));
        assert_eq!(old.len(), new.len(), "{}", path.display());
        changed.extend(old.into_iter().zip(new).filter(|(old, new)| old != new));
    }
    changed
}

#[test]
fn an_entry_of_each_kind_is_changed_in_one_line_and_renamed_with_its_references() {
    let (folder, readme) = copied();
    let folder = folder.path();
    for block in blocks(&readme).iter().take_while(|block| !block.starts_with("cargo xtask set")) {
        run(folder, &block.replace("cargo xtask add ", "cargo xtask add --no-gen "));
    }
    let added = snapshot(folder);
    for (kind, key, other_key) in ADDED {
        let set = |summary: &str| run(folder, &format!("cargo xtask set {kind} {key} 'summary={summary}' --no-gen"));
        set("Said otherwise.");
        let changed = changed_lines(&added, &snapshot(folder));
        let [(old, new)] = &changed[..] else { panic!("{kind}: {changed:#?}") };
        assert_eq!(new.trim(), "summary: Said otherwise.", "{kind}");
        set(old.trim().strip_prefix("summary: ").unwrap());
        assert!(snapshot(folder) == added, "{kind}: a change that is taken back leaves something behind");

        // A reference to the old key would be an error that the change causes, and refused.
        run(folder, &format!("cargo xtask rename {kind} {key} {other_key} --no-gen"));
        assert_ne!(snapshot(folder), added, "{kind}");
        run(folder, &format!("cargo xtask rename {kind} {other_key} {key} --no-gen"));
        assert!(snapshot(folder) == added, "{kind}: a new name that is taken back leaves something behind");
    }
}

#[test]
fn a_mission_without_a_factory_does_not_compile_and_the_error_names_it() {
    let (folder, _) = copied();
    let folder = folder.path();
    let check = || {
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args(["check", "--package", "missions", "--lib", "--no-default-features", "--offline", "--locked"]);
        // What the copy shares with other scratch crates is built once.
        cargo.current_dir(folder).env("CARGO_TARGET_DIR", format!("{ROOT}/target/scratch"));
        let output = cargo.output().unwrap();
        (output.status.success(), String::from_utf8(output.stderr).unwrap())
    };
    let (succeeded, printed) = check();
    assert!(succeeded, "{printed}");

    let entry = "\
name: night_watch
summary: Looks after what runs at night.
doc: missions.md#echo
workflow: { id: wf-night-watch, steps: [{ id: look, kind: runtime }] }
params: []
";
    run(folder, &format!("cargo xtask add missions.mission - <<'ENTRY'\n{entry}ENTRY"));
    let (succeeded, printed) = check();
    assert!(!succeeded, "{printed}");
    assert!(printed.contains("not all trait items implemented, missing: `night_watch`"), "{printed}");
}
