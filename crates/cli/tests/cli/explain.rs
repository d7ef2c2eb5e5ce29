//! `explain`.

use expect_test::expect;

use crate::project::Project;

#[test]
fn a_code_is_explained_outside_of_any_project() {
    let project = Project::new("-- readme.txt --\n");
    let shown = project.transcript("explain unknown-reference");
    assert!(shown.starts_with("exit 0\n--- stdout\n# unknown-reference\n"), "{shown}");
}

#[test]
fn all_codes_are_listed_with_their_titles() {
    let project = Project::new("-- readme.txt --\n");
    let shown = project.transcript("explain");
    assert!(shown.starts_with("exit 0\n--- stdout\nCODE "), "{shown}");
    assert!(shown.contains("\ndrift-orphaned"), "{shown}");
}

#[test]
fn an_unknown_code_is_told_the_nearest() {
    let project = Project::new("-- readme.txt --\n");
    expect![[r#"
        exit 2
        --- stderr
        error: there is no code `unknown-referense`
          = help: did you mean `unknown-reference`?
    "#]]
    .assert_eq(&project.transcript("explain unknown-referense"));
    expect![[r#"
        exit 2
        --- stderr
        error: there is no code `zebra`
          = help: `rollbook explain` lists all codes
    "#]]
    .assert_eq(&project.transcript("explain zebra"));
}
