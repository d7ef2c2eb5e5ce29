//! The OpenTelemetry model: 250 files that people wrote for other readers than ours.

#![expect(clippy::print_stdout, reason = "a test says what it counted, and that it was skipped")]

use std::fs;
use std::path::{Path, PathBuf};

use source::{Code, Text};
use yaml::Limits;

#[path = "support/data.rs"]
mod data;
#[path = "support/laws.rs"]
mod laws;

#[test]
fn a_real_model_is_read_whole_with_a_warning_where_strict_yaml_ends() {
    let Some(folder) = data::data("semconv/model") else {
        println!("skipped: no semconv/model at {}; set ROLLBOOK_DATA", data::WHERE);
        return;
    };
    let (mut files, mut warned) = (0, Vec::new());
    for path in yaml_files(&folder) {
        files += 1;
        let name = path.strip_prefix(&folder).expect("a file lies in its folder").display().to_string();
        let text = Text::new(name, fs::read_to_string(&path).expect("the model can be read"));
        let (documents, findings) = laws::read_lawfully(&text, &Limits::default());
        assert_eq!(documents.len(), 1, "{}", text.name());
        for finding in &findings {
            assert_eq!(finding.code, Code::YamlLenient, "{}", finding.primary.place);
            warned.push(finding.primary.place.to_string());
        }
    }
    println!("semconv: {files} files read, indented too little: {}", warned.join(", "));
    assert!(files >= 250, "the model has 250 files, but only {files} are there");
    assert_eq!(warned, ["container/registry.yaml:88:11"]);
}

fn yaml_files(folder: &Path) -> Vec<PathBuf> {
    let mut folders = vec![folder.to_path_buf()];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("the model can be read") {
            let path = entry.expect("the model can be read").path();
            let is_yaml = path.extension().is_some_and(|extension| extension == "yaml");
            if path.is_dir() {
                folders.push(path);
            } else if is_yaml {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}
