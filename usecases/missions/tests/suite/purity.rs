//! The library cannot reach a clock, chance, the environment, files, processes or the network.
//!
//! Its `clippy.toml` forbids what of `std` does; these hold that nothing slips past it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// What the library may use of `std`.
const OF_STD: [&str; 4] = ["collections", "convert", "error", "fmt"];

/// What no layer below it uses of `std`.
const OUTSIDE: [&str; 8] = ["env", "fs", "io", "net", "os", "process", "thread", "time"];

/// Every crate that the library is built on, each with what it is for. None of them runs anything by itself.
const GRAPH: [&str; 35] = [
    // The catalog and its runtime.
    "generated",
    "kernel",
    "missions",
    // JSON.
    "indexmap",
    "equivalent",
    "foldhash",
    "hashbrown",
    "itoa",
    "memchr",
    "serde",
    "serde_core",
    "serde_derive",
    "serde_json",
    "zmij",
    // What derives the reading and writing of it, while it is compiled.
    "proc-macro2",
    "quote",
    "syn",
    "unicode-ident",
    // Its canonical form.
    "ryu-js",
    "serde_jcs",
    // SHA-256. `cpufeatures` asks the processor what it can do, which changes the speed alone.
    "block-buffer",
    "cfg-if",
    "cpufeatures",
    "crypto-common",
    "digest",
    "hybrid-array",
    "sha2",
    "typenum",
    // Patterns, formats and nearest names of configs.
    "email_address",
    "jsonschema-regex",
    "regex",
    "regex-automata",
    "regex-syntax",
    "strsim",
    "unicode-general-category",
];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// The words that follow `std::`, and what stands in `std::{…}`.
fn of_std(text: &str) -> BTreeSet<String> {
    let word = |rest: &str| rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    text.split("std::").skip(1).map(|rest| if rest.starts_with('{') { "{".to_owned() } else { word(rest) }).collect()
}

#[test]
fn the_library_uses_nothing_of_std_that_leads_outside() {
    let mut files = Vec::new();
    sources(&Path::new(ROOT).join("src"), &mut files);
    files.retain(|path| !path.starts_with(Path::new(ROOT).join("src/bin")));
    assert!(files.len() > 12, "{files:?}");
    let mut used = BTreeSet::new();
    for path in &files {
        let text = fs::read_to_string(path).unwrap();
        used.extend(of_std(&text));
        for word in
            ["extern crate", "use std;", "core::", "alloc::", "unsafe", "HashMap", "env!(", "include", "macro_rules"]
        {
            assert!(!text.contains(word), "{}: {word}", path.display());
        }
        assert!(!text.contains("allow(clippy::disallowed"), "{}", path.display());
    }
    assert_eq!(used, OF_STD.into_iter().map(str::to_owned).collect());
}

#[test]
fn no_layer_below_the_library_uses_them_either() {
    let mut files = Vec::new();
    for folder in ["../../crates/kernel/src", "../../generated/src"] {
        sources(&Path::new(ROOT).join(folder), &mut files);
    }
    assert!(files.len() > 30, "{files:?}");
    for path in files {
        let mut text = fs::read_to_string(&path).unwrap();
        // An address of the network is a number, and to read one is to reach nothing.
        for addresses in ["std::net::Ipv6Addr;", "std::net::{Ipv4Addr, Ipv6Addr};"] {
            text = text.replace(addresses, "");
        }
        let used = of_std(&text);
        let outside: Vec<&str> = OUTSIDE.into_iter().filter(|word| used.contains(*word)).collect();
        assert_eq!(outside, Vec::<&str>::new(), "{}", path.display());
        assert!(!used.contains("{"), "{}: name what is used of `std` one by one", path.display());
    }
}

#[test]
fn the_library_is_built_on_these_crates_and_no_others() {
    let output = Command::new(env!("CARGO"))
        .args(["tree", "--package", "missions", "--no-default-features", "--edges", "normal", "--prefix", "none"])
        .args(["--target", "x86_64-unknown-linux-gnu", "--format", "{p}", "--offline", "--locked"])
        .current_dir(ROOT)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let printed = String::from_utf8(output.stdout).unwrap();
    let graph: BTreeSet<&str> = printed.lines().filter_map(|line| line.split(' ').next()).collect();
    assert_eq!(graph, GRAPH.into_iter().collect());
}

#[test]
fn the_lint_forbids_what_leads_outside() {
    let lint = fs::read_to_string(Path::new(ROOT).join("clippy.toml")).unwrap();
    for path in ["std::time::SystemTime", "std::time::Instant", "std::env::var", "std::fs::read", "std::net::TcpStream"]
    {
        assert!(lint.contains(&format!("\"{path}\"")), "{path}");
    }
}

#[test]
fn the_mechanism_knows_no_catalog() {
    let mut files = vec![Path::new(ROOT).join("src/orchestration.rs")];
    sources(&Path::new(ROOT).join("src/orchestration"), &mut files);
    assert!(files.len() > 9, "{files:?}");
    for path in files {
        let text = fs::read_to_string(&path).unwrap();
        for word in ["generated", "registry", "MissionKey", "daily_loop"] {
            assert!(!text.contains(word), "{}: {word}", path.display());
        }
    }
}
