//! `gen` and `gen --check`.

use expect_test::expect;

use crate::project::{Project, SHOP};

#[test]
fn gen_writes_what_is_missing_and_then_nothing() {
    let project = Project::new(SHOP);
    expect![[r#"
        exit 0
        --- stderr
        created .schema/kind.schema.json
        created .schema/rollbook.schema.json
        created .schema/rules.schema.json
        created .schema/shop.fruit.schema.json
        created .schema/shop.stall.schema.json
        generated 5 files from 2 kinds, 3 entries: 5 created
    "#]]
    .assert_eq(&project.transcript("gen"));
    let files = project.files();
    expect![[r#"
        exit 0
        --- stderr
        generated 5 files from 2 kinds, 3 entries: 5 unchanged
    "#]]
    .assert_eq(&project.transcript("gen"));
    assert_eq!(project.files(), files);
}

#[test]
fn gen_check_writes_nothing() {
    let project = Project::new(SHOP);
    let files = project.files();
    assert_eq!(project.run("gen --check").status.code(), Some(1));
    assert_eq!(project.files(), files);
    assert!(!project.at("target").exists(), "no stamp either");
}

#[test]
fn a_stale_a_missing_and_an_orphaned_file_are_three_findings_of_one_run() {
    let project = Project::generated();
    project.edit(".schema/shop.fruit.schema.json", "What grows on trees.", "What grows.");
    let orphan = project.read(".schema/shop.stall.schema.json");
    project.write(".schema/shop.gone.schema.json", &orphan);
    project.remove(".schema/shop.stall.schema.json");
    expect![[r#"
        exit 1
        --- stdout
        error[drift-stale]: `.schema/shop.fruit.schema.json` is stale: it differs from its definition
         --> .schema/shop.fruit.schema.json:5:1
          |
        5 |   "description": "What grows.",
          | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
          |
          = note: it is generated from `shop/kinds/fruit.schema.yaml`
          = help: rollbook gen
            --- .schema/shop.fruit.schema.json (on disk)
            +++ .schema/shop.fruit.schema.json (generated)
            @@ -3,5 +3,5 @@
               "$schema": "https://json-schema.org/draft/2020-12/schema",
               "title": "Fruit",
            -  "description": "What grows.",
            +  "description": "What grows on trees.",
               "type": "object",
               "required": [

        error[drift-orphaned]: `.schema/shop.gone.schema.json` is orphaned: no definition generates it any more
         --> .schema/shop.gone.schema.json:1:1
          = help: rollbook gen

        error[drift-missing]: `.schema/shop.stall.schema.json` is missing: there is no such file
         --> .schema/shop.stall.schema.json:1:1
          = note: it is generated from `shop/kinds/stall.schema.yaml`
          = help: rollbook gen
        --- stderr
        compared 6 generated files with 2 kinds, 3 entries: 1 missing, 1 stale, 1 orphaned, 3 up to date; 3 errors
    "#]]
    .assert_eq(&project.transcript("gen --check"));
    expect![[r#"
        exit 0
        --- stderr
        updated .schema/shop.fruit.schema.json
        deleted .schema/shop.gone.schema.json
        created .schema/shop.stall.schema.json
        generated 5 files from 2 kinds, 3 entries: 1 created, 1 updated, 1 deleted, 3 unchanged
    "#]]
    .assert_eq(&project.transcript("gen"));
    assert_eq!(project.run("gen --check").status.code(), Some(0));
    assert!(!project.at(".schema/shop.gone.schema.json").exists());
}

#[test]
fn a_touched_definition_a_deleted_file_and_an_orphan_are_three_findings_of_one_run() {
    let project = Project::generated();
    project.edit("shop/kinds/fruit.schema.yaml", "What grows on trees.", "What grows.");
    project.write(".schema/shop.gone.schema.json", &project.read(".schema/shop.stall.schema.json"));
    project.remove(".schema/shop.stall.schema.json");
    let shown = project.transcript("gen --check");
    for code in ["drift-stale", "drift-missing", "drift-orphaned"] {
        assert_eq!(shown.matches(&format!("error[{code}]")).count(), 1, "{shown}");
    }
    assert!(shown.starts_with("exit 1\n"), "{shown}");
}

#[test]
fn nothing_is_written_while_there_are_errors() {
    let project = Project::generated();
    project.edit("shop/kinds/fruit.schema.yaml", "What grows on trees.", "What grows.");
    project.edit("shop/stalls.yaml", "fruit: pear", "fruit: paer");
    let files = project.files();
    expect![[r#"
        exit 1
        --- stdout
        error[unknown-reference]: there is no fruit `paer`
         --> shop/stalls.yaml:5:14
          |
        5 |     - fruit: paer
          |              ^^^^
          |
          = path: /0/sells/1/fruit
          = help: did you mean `pear`?
        --- stderr
        wrote nothing: 1 error in 2 kinds, 3 entries
    "#]]
    .assert_eq(&project.transcript("gen"));
    expect![[r#"
        exit 1
        --- stdout
        error[unknown-reference]: there is no fruit `paer`
         --> shop/stalls.yaml:5:14
          |
        5 |     - fruit: paer
          |              ^^^^
          |
          = path: /0/sells/1/fruit
          = help: did you mean `pear`?
        --- stderr
        compared nothing: 1 error in 2 kinds, 3 entries
    "#]]
    .assert_eq(&project.transcript("gen --check"));
    assert_eq!(project.files(), files);
}

#[test]
fn warnings_are_shown_every_time_and_do_not_stop_gen() {
    let project = Project::new(SHOP);
    project.edit("shop/kinds/stall.schema.yaml", "x-ref: shop.fruit", "x-ref: { to: shop.fruit, missing: warning }");
    project.edit("shop/stalls.yaml", "fruit: pear", "fruit: plum");
    for _ in 0..2 {
        let shown = project.transcript("gen");
        assert!(shown.starts_with("exit 0\n--- stdout\nwarning[unknown-reference]"), "{shown}");
        assert!(shown.ends_with("; 1 warning\n"), "{shown}");
    }
    assert!(project.transcript("gen --check").starts_with("exit 0\n--- stdout\nwarning[unknown-reference]"));
    assert_eq!(project.run("check").status.code(), Some(1), "`check` counts warnings");
}

#[test]
fn a_file_without_our_header_is_never_replaced_or_deleted() {
    let project = Project::new(SHOP);
    project.write(".schema/shop.fruit.schema.json", "{ \"by\": \"hand\" }\n");
    project.write(".schema/notes.txt", "by hand\n");
    let files = project.files();
    expect![[r#"
        exit 1
        --- stdout
        error[output-conflict]: `.schema/shop.fruit.schema.json` would replace a file that Rollbook did not write
         --> .schema/shop.fruit.schema.json:1:1
          = note: it would be generated from `shop/kinds/fruit.schema.yaml`
          = help: move the file away
        --- stderr
        wrote nothing: 1 error in 2 kinds, 3 entries
    "#]]
    .assert_eq(&project.transcript("gen"));
    assert_eq!(project.files(), files);
    let check = project.transcript("gen --check");
    assert!(check.contains("error[output-conflict]") && check.contains("error[drift-missing]"), "{check}");

    project.remove(".schema/shop.fruit.schema.json");
    assert_eq!(project.run("gen").status.code(), Some(0));
    assert_eq!(project.read(".schema/notes.txt"), "by hand\n");
}

#[test]
fn removing_the_output_restores_it_byte_for_byte() {
    let project = Project::generated();
    let files = project.files();
    std::fs::remove_dir_all(project.at(".schema")).expect("it was generated");
    assert_eq!(project.run("gen").status.code(), Some(0));
    assert_eq!(project.files(), files);
}

#[test]
fn a_project_without_entries_does_not_pass() {
    let project = Project::new(SHOP);
    project.remove("shop/fruits/apple.yaml");
    project.remove("shop/fruits/pear.yaml");
    project.write("shop/stalls.yaml", "[]\n");
    for command in ["gen", "gen --check", "check"] {
        let shown = project.transcript(command);
        assert!(shown.starts_with("exit 1\n") && shown.contains("error[nothing-to-check]"), "{command}: {shown}");
    }
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_written_is_named() {
    let project = Project::new(SHOP);
    project.write(".schema", "a file where the folder should be\n");
    let shown = project.transcript("gen");
    assert!(shown.starts_with("exit 2\n") && shown.contains("error: cannot write `.schema/"), "{shown}");
}
