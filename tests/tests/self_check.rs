//! The checks of CI as tests of this repository, so that no filter in CI can skip them.

#![expect(clippy::print_stdout, reason = "says how many things were looked at")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use compiler::files::{Disk, Files as _};
use pulldown_cmark::{Event, Tag};
use source::{Colour, Format};

fn has_extension(path: &str, extension: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, end)| end == extension)
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Compiles a project of this repository and demands that nothing is wrong and nothing differs.
fn check(folder: &Path, project: &str, warnings: usize) {
    let disk = Disk::open(folder).expect("the project is in this repository");
    let (compiled, plan) = compiler::compare(&disk, project, compiler::Settings::default());
    let shown = source::write(&compiled.findings, Format::Human, Colour::Never);
    assert_eq!(compiled.findings.len(), warnings, "{shown}");
    let (plan, project) = (plan.expect("there are no errors"), compiled.project.expect("there are no errors"));
    let drift = compiler::plan::drift(&plan, &project);
    assert!(drift.is_empty(), "{}", source::write(&drift, Format::Human, Colour::Never));
    assert!(plan.looked_at() > 0 && compiled.looked_at.entries > 0, "a check that looks at nothing proves nothing");
    println!("looked at {} generated files and {} entries", plan.looked_at(), compiled.looked_at.entries);
}

#[test]
fn generated_files_agree_with_their_definitions() {
    check(&root(), "registry-defs/rollbook.yaml", 0);
}

#[test]
fn the_golden_catalog_agrees_with_its_definitions() {
    // Its softened reference leads nowhere on purpose.
    check(&root().join("tests/projects/everything"), "rollbook.yaml", 1);
}

#[test]
fn every_definition_names_its_schema_for_editors() {
    let disk = Disk::open(&root()).expect("the repository is there");
    let mut seen = 0;
    for folder in ["registry-defs", "tests/projects/everything"] {
        for path in disk.list(folder).expect("the folder can be read") {
            if !has_extension(&path, "yaml") {
                continue;
            }
            seen += 1;
            let content = disk.read(&path).expect("the file can be read").expect("the file is listed");
            let content = String::from_utf8(content).expect("definitions are UTF-8");
            let line = content.lines().next().unwrap_or_default();
            let schema = line.strip_prefix("# yaml-language-server: $schema=");
            let schema = schema.unwrap_or_else(|| panic!("{path}: the first line names no schema: {line}"));
            let target = compiler::files::join(compiler::files::parent(&path), schema);
            let target = target.unwrap_or_else(|| panic!("{path}: `{schema}` leads outside"));
            assert_eq!(disk.what_is(&target), compiler::files::Found::File, "{path}: there is no `{target}`");
        }
    }
    assert!(seen > 20, "only {seen} definitions were found");
}

#[test]
fn the_book_lists_every_page() {
    let disk = Disk::open(&root()).expect("the repository is there");
    let summary = disk.read("docs/SUMMARY.md").expect("the file can be read").expect("there is a summary");
    let summary = String::from_utf8(summary).expect("the summary is UTF-8");
    let link = |event| {
        let Event::Start(Tag::Link { dest_url, .. }) = event else { return None };
        Some(format!("docs/{dest_url}"))
    };
    let listed: BTreeSet<String> = pulldown_cmark::Parser::new(&summary).filter_map(link).collect();
    let pages = disk.list("docs").expect("the folder can be read");
    let pages: BTreeSet<String> =
        pages.into_iter().filter(|path| has_extension(path, "md") && path != "docs/SUMMARY.md").collect();
    assert!(pages.len() > 60, "only {} pages were found", pages.len());
    assert_eq!(pages.symmetric_difference(&listed).collect::<Vec<_>>(), Vec::<&String>::new());
}
