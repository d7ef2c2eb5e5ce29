//! The layering of the workspace, as `docs/architecture.md` states it, against what cargo says.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

/// What each member may depend on. A layer may use the layers below it and nothing else.
const LAYERS: [(&str, &[&str]); 10] = [
    ("source", &[]),
    ("yaml", &["source"]),
    ("links", &["source", "yaml"]),
    ("compiler", &["source", "yaml", "links"]),
    ("cli", &["source", "yaml", "links", "compiler"]),
    ("xtask", &["cli"]),
    ("kernel", &["source", "yaml"]),
    ("generated", &["kernel"]),
    ("scenario", &["source", "yaml", "kernel", "generated"]),
    ("missions", &["source", "yaml", "kernel", "generated"]),
];

/// Members that stand outside the layers and may use all of them.
const OUTSIDE: [&str; 3] = ["tests", "benches", "everything"];

#[test]
fn members_depend_on_lower_layers_only() {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo can be run");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).expect("cargo writes JSON");
    let packages = metadata["packages"].as_array().expect("metadata lists packages");
    let names: BTreeSet<&str> = packages.iter().filter_map(|package| package["name"].as_str()).collect();
    let layers: BTreeMap<&str, &[&str]> = LAYERS.into_iter().collect();
    let mut edges = 0;
    for package in packages {
        let name = package["name"].as_str().expect("a package has a name");
        if OUTSIDE.contains(&name) {
            continue;
        }
        let allowed = layers
            .get(name)
            .unwrap_or_else(|| panic!("`{name}` is in no layer; add it to the table and to docs/architecture.md"));
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            let to = dependency["name"].as_str().unwrap_or_default();
            // Tests of a layer may use any other.
            if dependency["kind"].as_str() == Some("dev") || !names.contains(to) {
                continue;
            }
            edges += 1;
            assert!(allowed.contains(&to), "`{name}` must not depend on `{to}`");
        }
    }
    for (layer, _) in LAYERS {
        assert!(names.contains(layer), "there is no member `{layer}`");
    }
    assert!(edges > 8, "only {edges} dependencies were looked at");
}

#[test]
fn what_is_generated_knows_no_clock() {
    let mut read = 0;
    for layer in ["source", "yaml", "links", "compiler", "kernel"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates").join(layer).join("src");
        visit(&folder, &mut |path, content| {
            read += 1;
            for clock in ["SystemTime", "Instant", "std::time"] {
                assert!(!content.contains(clock), "{} asks for the time: {clock}", path.display());
            }
        });
    }
    assert!(read > 100, "only {read} files were looked at");
}

/// Shows every file of Rust below a folder.
fn visit(folder: &Path, see: &mut dyn FnMut(&Path, &str)) {
    for entry in fs::read_dir(folder).expect("the folder can be listed") {
        let path = entry.expect("a folder can be listed").path();
        if path.is_dir() {
            visit(&path, see);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            see(&path, &fs::read_to_string(&path).expect("sources are text"));
        }
    }
}
