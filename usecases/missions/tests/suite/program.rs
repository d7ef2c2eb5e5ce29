//! The binary: what it prints, where mistakes are, and how it ends.

use std::fs;
use std::path::Path;
use std::process::Command;

/// The exit code, stdout and stderr.
fn missions(folder: &Path, words: &[&str]) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_missions")).args(words).current_dir(folder).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn here(words: &[&str]) -> (i32, String, String) {
    missions(Path::new(env!("CARGO_MANIFEST_DIR")), words)
}

/// Runs in a folder with these files.
fn with_files(files: &[(&str, &str)], words: &[&str]) -> (i32, String, String) {
    let folder = tempfile::tempdir().unwrap();
    for (name, content) in files {
        fs::write(folder.path().join(name), content).unwrap();
    }
    missions(folder.path(), words)
}

#[test]
fn list_has_each_mission_with_its_summary() {
    let listed = "\
daily_loop  Goes through the routine of a day.
echo        Gives back its params, in one step that does nothing.
run_tests   Finds the tests of a target, runs them and reports.
";
    assert_eq!(here(&["list"]), (0, listed.to_owned(), String::new()));
}

#[test]
fn show_has_the_steps_and_the_params() {
    let shown = "\
daily_loop: Goes through the routine of a day.
A person confirms the priorities. The rest is noted and done by nobody yet.
page: docs/missions.md#daily-loop

steps of wf-daily-loop:
  confirm-priorities  human    Confirm the priorities of the day.
  generate-summary    runtime  Summarise the day before.
  log-metrics         runtime  Note the figures of the day.
  archive-day         runtime  Put the day before into the archive.

params:
  mode                   text of at least 1 character, by default \"standard\"
  requested_steps        a whole number of at least 1
  requested_human_steps  a whole number of at least 0
";
    assert_eq!(here(&["show", "daily_loop"]), (0, shown.to_owned(), String::new()));
}

#[test]
fn run_says_what_each_step_came_to() {
    let (code, printed, said) = here(&["run", "daily_loop", "--param", "requested_steps=2"]);
    assert_eq!((code, said.as_str()), (0, ""));
    let (words, hash) = printed.split_once("sha256: ").unwrap();
    let expected = "\
wf-daily-loop: done
  confirm-priorities  human    recorded
  generate-summary    runtime  done
state: {}
";
    assert_eq!((words, hash.trim().len()), (expected, 64));
}

#[test]
fn run_with_json_writes_the_result_with_sorted_keys() {
    let words = ["run", "run_tests", "--param", "target=kernel", "--state", "state.json", "--json"];
    let (code, printed, said) = with_files(&[("state.json", r#"{ "z": 1, "a": { "c": 1, "b": 2 } }"#)], &words);
    assert_eq!((code, said.as_str()), (0, ""));
    let result: serde_json::Value = serde_json::from_str(&printed).unwrap();
    assert_eq!(result["executed_steps"][2]["payload"]["target"], "kernel");
    assert!(printed.contains(r#""final_state":{"a":{"b":2,"c":1},"z":1}"#), "{printed}");
    let mut sorted = result.clone();
    sorted.sort_all_objects();
    assert_eq!(printed, format!("{sorted}\n"));
}

#[test]
fn a_param_is_read_as_what_the_mission_wants() {
    let run = |param: &str| here(&["run", "echo", "--json", "--param", param]).1;
    // A text needs no quotes, whatever else it could be read as, and loses those that it has.
    for (param, value) in
        [("payload_key=5", "5"), ("payload_key=a: [b", "a: [b"), ("payload_key='5'", "5"), ("payload_key=a=b", "a=b")]
    {
        assert!(run(param).contains(&format!(r#""params":{{"payload_key":"{value}"}}"#)), "{param}: {}", run(param));
    }
    let (code, printed, _) = here(&["run", "run_tests", "--json", "--param", "requested_steps=1"]);
    assert_eq!((code, printed.matches(r#""kind":"runtime","payload""#).count()), (0, 1));
}

#[test]
fn a_single_param_wins_over_the_file() {
    let files = [("params.yaml", "target: yaml # a comment\nrequested_steps: 1\n")];
    let words = ["run", "run_tests", "--json", "--params", "params.yaml", "--param", "target=kernel"];
    let (code, printed, _) = with_files(&files, &words);
    assert_eq!((code, printed.matches(r#""target":"kernel""#).count()), (0, 1), "{printed}");
    assert!(!printed.contains("yaml"), "{printed}");
}

#[test]
fn each_mistake_in_params_has_its_place() {
    let files = [("params.yaml", "target: kernel\nrequested_steps: many\ntargt: x\n")];
    let words = ["run", "run_tests", "--params", "params.yaml", "--param", "requested_human_steps=-1"];
    let (code, printed, said) = with_files(&files, &words);
    let expected = "\
error: --param requested_human_steps:1:1: run_tests: params.requested_human_steps: expected a whole number of at least 0, found -1
error: params.yaml:2:18: run_tests: params.requested_steps: expected a whole number of at least 1, found \"many\"
error: params.yaml:3:1: run_tests: params.targt: expected one of the keys `target`, `requested_steps`, `requested_human_steps`, found `targt`; did you mean `target`?
";
    assert_eq!((code, printed.as_str(), said.as_str()), (1, "", expected));
}

#[test]
fn files_that_are_no_params_or_no_state_are_refused_with_their_place() {
    let cases: [(&str, &str, &str); 5] = [
        ("--params", "- a\n", "error: given:1:3: echo: params: expected an object, found"),
        ("--params", "payload_key: [\n", "error: given:1:15: `[` is not closed"),
        ("--params", "payload_key: a\n---\nb\n", "error: given:2:1: expected one value, found a second document"),
        ("--state", "[1]", "error: given: expected a state, which is an object, found a list"),
        ("--state", "a: 1\na: 2\n", "error: given:2:1: "),
    ];
    for (flag, content, expected) in cases {
        let (code, printed, said) = with_files(&[("given", content)], &["run", "echo", flag, "given"]);
        assert_eq!((code, printed.as_str()), (1, ""), "{content}");
        assert!(said.starts_with(expected), "{content}: {said}");
    }
}

#[test]
fn wrong_use_ends_with_2() {
    let unknown = "error: unknown mission `ecko`; did you mean `echo`? (known: `daily_loop`, `echo`, `run_tests`)\n";
    for command in ["run", "show"] {
        assert_eq!(here(&[command, "ecko"]), (2, String::new(), unknown.to_owned()));
    }
    let (code, _, said) = here(&["run", "echo", "--params", "nothing.yaml"]);
    assert_eq!(code, 2);
    assert!(said.starts_with("error: cannot read `nothing.yaml`: "), "{said}");
    for words in [&["run"][..], &["walk"], &["run", "echo", "--param", "a"], &[]] {
        assert_eq!(here(words).0, 2, "{words:?}");
    }
}

#[test]
fn every_help_has_an_example_that_begins_with_the_program() {
    for command in ["list", "show", "run"] {
        let (code, help, _) = here(&[command, "--help"]);
        assert_eq!(code, 0);
        assert!(help.contains(&format!("Examples:\n  missions {command}")), "{help}");
    }
}

#[test]
fn the_examples_of_the_help_are_right() {
    let (_, help, _) = here(&["run", "--help"]);
    let examples: Vec<&str> = help.lines().filter_map(|line| line.strip_prefix("  missions ")).collect();
    assert_eq!(examples.len(), 3, "{help}");
    for example in examples {
        let files = [("params.yaml", "mode: quiet\n"), ("state.json", "{}")];
        let (code, _, said) = with_files(&files, &example.split(' ').collect::<Vec<_>>());
        assert_eq!((code, said.as_str()), (0, ""), "{example}");
    }
}

#[test]
fn a_state_without_a_hash_says_why() {
    let (code, printed, _) =
        with_files(&[("state.json", r#"{"n": 9007199254740993}"#)], &["run", "echo", "--state", "state.json"]);
    assert_eq!(code, 0);
    assert!(printed.contains("no sha256: `/final_state/n`: expected a whole number from -2^53 to 2^53"), "{printed}");
}
