//! The OpenTelemetry model, read as it is: every attribute and group becomes an entry, and the catalog compiles.

#![expect(clippy::print_stdout, reason = "says what was read, or plainly that it was skipped")]

use std::fs;
use std::path::{Path, PathBuf};

use compiler::Settings;
use compiler::change::{self, Action, Request, Rules};
use compiler::files::{Disk, Memory};
use source::{Code, Colour, Format};

/// The folder of the model, outside this repository.
fn model() -> Option<PathBuf> {
    let data = std::env::var_os("ROLLBOOK_DATA").map(PathBuf::from);
    let data = data.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data"));
    let model = data.join("semconv/model");
    if model.is_dir() {
        return Some(model);
    }
    println!("skipped: there is no semconv/model in the data folder; set ROLLBOOK_DATA to run this test");
    None
}

#[test]
fn the_opentelemetry_model_becomes_a_catalog_that_compiles() {
    let Some(model) = model() else { return };
    let project = Path::new(env!("CARGO_MANIFEST_DIR")).join("projects/semconv");
    let mut disk = Disk::open(&project).expect("the project is in this repository");
    disk.mount("ROLLBOOK_SEMCONV", &model).expect("the model is a folder");
    let compiled = compiler::compile(&disk, "rollbook.yaml", compiler::Settings::default());
    let shown = source::write(&compiled.findings, Format::Human, Colour::Never);

    // The one flaw of the data: a bracket that strict YAML wants further to the right.
    let codes: Vec<Code> = compiled.findings.iter().map(|finding| finding.code).collect();
    assert_eq!(codes, [Code::YamlLenient], "{shown}");
    assert!(shown.contains("$ROLLBOOK_SEMCONV/container/registry.yaml:88"), "{shown}");

    // Counted in the data by another program.
    let count = |kind: &str| compiled.registry.get(kind).map_or(0, |members| members.entries.len());
    let counts = ["attribute", "group", "metric", "metric_refinement", "span", "span_refinement", "event"];
    assert_eq!(counts.map(|kind| count(&format!("semconv.{kind}"))), [943, 892, 38, 21, 12, 35, 2]);
    assert_eq!(compiled.looked_at.files, 250);
    assert_eq!(compiled.looked_at.links.references, 3289);

    let page = |path: &str| compiled.artifacts.iter().find(|artifact| artifact.path == path);
    let http = page("docs/registry/semconv/attribute/http.md").expect("there is a page for each namespace");
    let http = String::from_utf8_lossy(&http.content);
    assert!(http.contains("`http.request.method`"), "{http}");
    assert!(http.contains("`http.method`"), "deprecated attributes stay listed");

    // The longest line of defence: rustc with warnings denied.
    let folder = std::env::temp_dir().join(format!("rollbook-semconv-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("the temporary folder can be made");
    tests::scratch::write(&compiled.artifacts, &folder);
    let main = "use kernel::Key as _;\n\
         use scratch::semconv::{attribute, AttributeKey, GroupKey};\n\
         fn main() {\n\
             assert_eq!(AttributeKey::all().len(), 943);\n\
             assert_eq!(GroupKey::all().len(), 892);\n\
             assert!(AttributeKey::all().all(|key| key.as_str().parse() == Ok(key)));\n\
             assert_eq!(attribute::feature_flag::provider::NAME.as_str(), \"feature_flag.provider.name\");\n\
             #[allow(deprecated)]\n\
             let old = attribute::feature_flag::PROVIDER_NAME;\n\
             assert_eq!(old.as_str(), \"feature_flag.provider_name\");\n\
         }\n";
    let printed = tests::scratch::cargo(&folder, "catalog/src", Some(main));
    assert_eq!(printed, "");
    fs::remove_dir_all(&folder).expect("the temporary folder can be removed");
    println!(
        "read {} files, {} entries, {} references",
        compiled.looked_at.files, compiled.looked_at.entries, compiled.looked_at.links.references
    );
}

/// The model as a project of its own, in memory: what lies outside of a project is only read.
fn in_memory(model: &Path) -> Memory {
    fn read(folder: &Path, name: &str, files: &mut Memory) {
        for entry in fs::read_dir(folder).expect("the folder can be listed") {
            let path = entry.expect("the folder can be listed").path();
            let below = format!("{name}/{}", path.file_name().expect("it has a name").to_string_lossy());
            if path.is_dir() {
                read(&path, &below, files);
            } else {
                files.0.insert(below, fs::read(&path).expect("the file can be read"));
            }
        }
    }
    let project = Path::new(env!("CARGO_MANIFEST_DIR")).join("projects/semconv");
    let text = fs::read_to_string(project.join("rollbook.yaml")).expect("the project is in this repository");
    let text: Vec<&str> = text.lines().filter(|line| !line.contains("content:")).collect();
    let mut files = Memory::default();
    files.0.insert("rollbook.yaml".to_owned(), text.join("\n").into_bytes());
    read(&project.join("semconv/kinds"), "semconv/kinds", &mut files);
    read(model, "semconv", &mut files);
    files
}

/// Makes a change, and says how many files it touches.
fn make(files: &mut Memory, kind: &str, action: Action) -> usize {
    let request = Request { kind: kind.to_owned(), action, rules: Rules::Block, settings: Settings::default() };
    let before = compiler::check(&*files, "rollbook.yaml", compiler::Settings::default());
    let outcome = change::change(&*files, "rollbook.yaml", &before, &request).expect("the entry is there");
    assert!(!outcome.refused, "{}", source::write(&outcome.caused, Format::Human, Colour::Never));
    for text in &outcome.texts {
        let new = text.new.as_ref().expect("no file goes");
        files.0.insert(text.path.clone(), new.clone().into_bytes());
    }
    outcome.texts.len()
}

#[test]
fn an_attribute_that_is_renamed_and_renamed_back_leaves_every_byte() {
    let Some(model) = model() else { return };
    let mut files = in_memory(&model);
    let original = files.clone();
    let mut touched = 0;
    for key in ["http.request.method", "server.address", "error.type", "gen_ai.provider.name"] {
        let (from, to) = (key.to_owned(), format!("{key}_renamed"));
        touched += make(&mut files, "semconv.attribute", Action::Rename { from: from.clone(), to: to.clone() });
        assert!(files.0 != original.0);
        make(&mut files, "semconv.attribute", Action::Rename { from: to, to: from });
        assert!(files.0 == original.0, "{key}");
    }
    assert!(touched > 50, "{touched} files are too few to prove anything");
}
