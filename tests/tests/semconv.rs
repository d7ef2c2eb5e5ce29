//! The OpenTelemetry model, read as it is: every attribute and group becomes an entry, and the catalog compiles.

#![expect(clippy::print_stdout, reason = "says what was read, or plainly that it was skipped")]

use std::fs;
use std::path::{Path, PathBuf};

use compiler::files::Disk;
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
    let compiled = compiler::compile(&disk, "rollbook.yaml");
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
