//! Findings for machines, and colours.

use serde_json::Value;

use crate::project::{Project, SHOP};

fn with_a_mistake() -> Project {
    let project = Project::new(SHOP);
    project.edit("shop/stalls.yaml", "fruit: pear", "fruit: paer");
    project
}

fn stdout(project: &Project, words: &str) -> String {
    String::from_utf8(project.run(words).stdout).expect("output is UTF-8")
}

#[test]
fn json_is_one_object_a_line_and_nothing_else_goes_to_stdout() {
    let project = with_a_mistake();
    for words in ["check --format json", "gen --format json", "gen --check --format json"] {
        let stdout = stdout(&project, words);
        let lines: Vec<Value> =
            stdout.lines().map(|line| serde_json::from_str(line).expect("each line is JSON")).collect();
        assert_eq!(lines.len(), 1, "{words}");
        assert_eq!(lines[0]["code"], "unknown-reference");
        assert_eq!(lines[0]["file"], "shop/stalls.yaml");
        assert_eq!(lines[0]["start"]["line"], 5);
    }
}

#[test]
fn sarif_is_one_document_with_and_without_findings() {
    for (project, results) in [(with_a_mistake(), 1), (Project::generated(), 0)] {
        for words in ["check --format sarif", "gen --check --format sarif", "gen --check --format sarif"] {
            let document: Value = serde_json::from_str(&stdout(&project, words)).expect("SARIF is JSON");
            assert_eq!(document["version"], "2.1.0");
            assert_eq!(document["runs"][0]["results"].as_array().map(Vec::len), Some(results), "{words}");
        }
    }
}

#[test]
fn github_annotations_are_workflow_commands() {
    let stdout = stdout(&with_a_mistake(), "check --format github");
    assert!(stdout.starts_with("::error file=shop/stalls.yaml,line=5,"), "{stdout}");
}

#[test]
fn drift_has_the_same_formats() {
    let project = Project::new(SHOP);
    let stdout = stdout(&project, "gen --check --format json");
    assert!(stdout.lines().count() > 1 && stdout.lines().all(|line| line.contains("\"drift-missing\"")), "{stdout}");
}

#[test]
fn colours_come_when_asked_for_and_never_into_a_pipe_by_themselves() {
    let project = with_a_mistake();
    let is_coloured = |words: &str| stdout(&project, words).contains('\u{1b}');
    assert!(!is_coloured("check"));
    assert!(!is_coloured("check --color auto"));
    assert!(!is_coloured("check --color never"));
    assert!(is_coloured("check --color always"));
}

#[test]
fn equal_projects_give_equal_bytes() {
    let shown = |project: &Project| project.transcript("check");
    assert_eq!(shown(&with_a_mistake()), shown(&with_a_mistake()));
}
