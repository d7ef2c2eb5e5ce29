//! `check`.

use expect_test::expect;

use crate::project::{Project, SHOP};

#[test]
fn a_clean_project_passes_and_says_what_was_looked_at() {
    let project = Project::new(SHOP);
    let files = project.files();
    expect![[r#"
        exit 0
        --- stderr
        checked 2 kinds, 3 entries in 3 files: 2 references, 0 docs links, 1 path, 1 config; no findings
    "#]]
    .assert_eq(&project.transcript("check"));
    assert_eq!(project.files(), files, "`check` writes nothing");
}

#[test]
fn all_mistakes_of_several_files_are_shown_at_once() {
    let project = Project::new(SHOP);
    project.edit("shop/fruits/apple.yaml", "summary:", "sumary:");
    project.edit("shop/stalls.yaml", "fruit: pear", "fruit: paer");
    project.edit("shop/stalls.yaml", "grams: 150", "grams: 0");
    project.edit("shop/fruits/pear.yaml", "key: pear", "key: [pear");
    expect![[r#"
        exit 1
        --- stdout
        error[unknown-property]: unknown property `sumary`
         --> shop/fruits/apple.yaml:2:1
          |
        2 | sumary: Red or green.
          | ^^^^^^
          |
          = path: /sumary
          = note: expected one of `key`, `summary`, `deprecated`, `label`, `config`
          = help: did you mean `summary`?

        error[yaml-syntax]: expected `,` or `]` before the key `summary`
         --> shop/fruits/pear.yaml:2:1
          |
        1 | key: [pear
          |      - opened here
        2 | summary: Green.
          | ^^^^^^^
          |
          = help: write `]` before this line, or `,` if the line belongs inside

        error[out-of-range]: `apple`: expected at least 1, found `0`
         --> shop/stalls.yaml:4:24
          |
        4 |       config: { grams: 0 }
          |                        ^
          |
         ::: shop/fruits/apple.yaml:1:6
          |
        1 | key: apple
          |      ----- the fruit whose config this is
          |
          = path: /0/sells/0/config/grams
        --- stderr
        checked 2 kinds, 2 entries in 3 files: 2 references, 0 docs links, 1 path, 1 config; 3 errors
    "#]]
    .assert_eq(&project.transcript("check"));
}

#[test]
fn a_reader_that_stops_reading_is_no_failure() {
    use std::process::Stdio;
    let project = Project::new(SHOP);
    project.edit("shop/fruits/apple.yaml", "summary:", "sumary:");
    let mut child =
        project.command("check").stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the binary starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("the binary ends");
    assert_eq!(output.status.code(), Some(1));
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(stderr.starts_with("checked ") && !stderr.contains("panicked"), "{stderr}");
}
