//! `add`, `set`, `rename` and `remove`.

use std::io::Write as _;
use std::process::Stdio;

use expect_test::expect;

use crate::project::{Project, SHOP, transcript};

/// A command whose last words are given one by one, as they may hold spaces.
fn told(project: &Project, words: &str, last: &[&str]) -> String {
    transcript(&project.command(words).args(last).output().expect("the binary starts"))
}

/// A command that is handed something on its standard input.
fn fed(project: &Project, words: &str, input: &str) -> String {
    let mut command = project.command(words);
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the binary starts");
    child.stdin.take().expect("stdin is piped").write_all(input.as_bytes()).expect("the binary reads");
    transcript(&child.wait_with_output().expect("the binary ends"))
}

const PLUM: &str = "{ key: plum, summary: Blue. }";

#[test]
fn an_entry_is_added_with_what_is_generated_from_it() {
    let project = Project::generated();
    expect![[r#"
        exit 0
        --- stderr
        added shop.fruit `plum` to shop/fruits/plum.yaml:2
        updated .schema/shop.stall.schema.json
        generated 5 files from 2 kinds, 4 entries: 1 updated, 4 unchanged
    "#]]
    .assert_eq(&told(&project, "add shop.fruit --entry-json", &[PLUM]));
    let added = project.read("shop/fruits/plum.yaml");
    assert_eq!(
        added,
        "# yaml-language-server: $schema=../../.schema/shop.fruit.schema.json\nkey: plum\nsummary: Blue.\n"
    );
    assert_eq!(project.run("gen --check --no-cache").status.code(), Some(0));
}

#[test]
fn the_same_entry_again_changes_nothing() {
    let project = Project::generated();
    told(&project, "add fruit --entry-json", &[PLUM]);
    let before = project.files();
    expect![[r#"
        exit 0
        --- stderr
        unchanged shop.fruit `plum` in shop/fruits/plum.yaml:2
        generated 5 files from 2 kinds, 4 entries: 5 unchanged
    "#]]
    .assert_eq(&told(&project, "add fruit --entry-json", &[PLUM]));
    assert_eq!(project.files(), before);
}

#[test]
fn a_dry_run_prints_the_diff_and_writes_nothing() {
    let project = Project::generated();
    let before = project.files();
    expect![[r#"
        exit 0
        --- stdout
        --- a/shop/stalls.yaml
        +++ b/shop/stalls.yaml
        @@ -1,3 +1,6 @@
        +- key: bay
        +  sells:
        +    - fruit: pear
         - key: corner
           sells:
             - fruit: apple
        --- stderr
        would add shop.stall `bay` to shop/stalls.yaml:1
        would generate 5 files from 2 kinds, 4 entries: 5 unchanged
        wrote nothing: a dry run; no findings
    "#]]
    .assert_eq(&told(&project, "add shop.stall --dry-run --entry-json", &["{key: bay, sells: [{fruit: pear}]}"]));
    expect![[r#"
        exit 1
        --- stdout
        error[unknown-reference]: there is no fruit `peer`
         --> <entry-json>:1:28
          |
        1 | {key: bay, sells: [{fruit: peer}]}
          |                            ^^^^
          |
          = path: /sells/0/fruit
          = help: did you mean `pear`?
        --- stderr
        wrote nothing: 1 error
    "#]]
    .assert_eq(&told(&project, "add shop.stall --dry-run --entry-json", &["{key: bay, sells: [{fruit: peer}]}"]));
    assert_eq!(project.files(), before);
}

#[test]
fn entries_come_from_files_arguments_and_standard_input() {
    let project = Project::generated();
    project.write("given/new.yaml", "- { key: fig, summary: Sweet. }\n- { key: kiwi, summary: Sour. }\n");
    let both = "add --type shop.fruit --no-gen --entry-file given/new.yaml --entry-json";
    expect![[r#"
        exit 0
        --- stderr
        added shop.fruit `fig` to shop/fruits/fig.yaml:2
        added shop.fruit `kiwi` to shop/fruits/kiwi.yaml:2
        added shop.fruit `plum` to shop/fruits/plum.yaml:2
        generated nothing, as `--no-gen` asks
    "#]]
    .assert_eq(&told(&project, both, &[PLUM]));
    expect![[r#"
        exit 0
        --- stderr
        added shop.fruit `lime` to shop/fruits/lime.yaml:2
        generated nothing, as `--no-gen` asks
    "#]]
    .assert_eq(&fed(&project, "add fruit - --no-gen", r#"{"key":"lime","summary":"Green."}"#));
    let other_ways = ["add --type fruit - --no-gen", "add fruit --entry-file - --no-gen"];
    for words in other_ways {
        let told = fed(&project, words, "{key: lime, summary: Green.}");
        assert!(told.contains("unchanged shop.fruit `lime` in shop/fruits/lime.yaml:2\n"), "{told}");
    }
}

#[test]
fn mistakes_are_shown_where_they_were_given() {
    let project = Project::generated();
    project.write("given/new.yaml", "key: fig\nsumary: Sweet.\n");
    let before = project.files();
    expect![[r#"
        exit 1
        --- stdout
        error[unknown-property]: unknown property `sumary`
         --> given/new.yaml:2:1
          |
        2 | sumary: Sweet.
          | ^^^^^^
          |
          = path: /sumary
          = note: expected one of `key`, `summary`, `deprecated`, `label`, `config`
          = help: did you mean `summary`?
        --- stderr
        wrote nothing: 1 error
    "#]]
    .assert_eq(&project.transcript("add fruit --entry-file given/new.yaml"));
    expect![[r#"
        exit 1
        --- stdout
        {"code":"missing-property","severity":"error","message":"required property `summary` is missing","file":"<stdin>","span":{"start":1,"end":4},"start":{"line":1,"column":2},"end":{"line":1,"column":5},"path":null,"label":"","related":[],"notes":[],"help":["summary: <string>"],"diff":null,"entry":{"kind":"shop.fruit","key":"fig"},"rule":null}
        --- stderr
        wrote nothing: 1 error
    "#]].assert_eq(&fed(&project, "add fruit - --format json", "{key: fig}"));
    assert_eq!(project.files(), before);
}

#[test]
fn properties_are_set_and_taken_away() {
    let project = Project::generated();
    expect![[r#"
        exit 0
        --- stderr
        updated shop.fruit `pear` in shop/fruits/pear.yaml:1
        generated nothing, as `--no-gen` asks
    "#]]
    .assert_eq(&told(
        &project,
        "set shop.fruit pear --no-gen --unset deprecated",
        &["summary=Green and sweet", "label=shop"],
    ));
    assert_eq!(project.read("shop/fruits/pear.yaml"), "key: pear\nsummary: Green and sweet\nlabel: shop\n");
}

#[test]
fn a_rename_takes_references_and_the_file_along() {
    let project = Project::generated();
    expect![[r#"
        exit 0
        --- stderr
        renamed shop.fruit `apple` to `melon` in shop/fruits/melon.yaml:1, with 1 reference
        updated .schema/shop.stall.schema.json
        generated 5 files from 2 kinds, 3 entries: 1 updated, 4 unchanged
    "#]]
    .assert_eq(&project.transcript("rename fruit apple melon"));
    assert!(project.read("shop/stalls.yaml").contains("- fruit: melon\n      config: { grams: 150 }\n"));
    assert!(project.read("shop/fruits/melon.yaml").starts_with("key: melon\n"));
    assert!(!project.at("shop/fruits/apple.yaml").exists());
    assert_eq!(project.run("gen --check --no-cache").status.code(), Some(0));
}

#[test]
fn a_rename_takes_the_keys_along_that_lead_to_it() {
    let project = Project::generated();
    let kind = project.read("shop/kinds/fruit.schema.yaml");
    let renamed =
        |to: &str| kind.replacen("layout: document }", &format!("layout: document, renamed: {{ pomme: {to} }} }}"), 1);
    assert_ne!(renamed("apple"), kind);
    project.write("shop/kinds/fruit.schema.yaml", &renamed("apple"));
    project.transcript("rename fruit apple melon");
    assert_eq!(project.read("shop/kinds/fruit.schema.yaml"), renamed("melon"));
}

#[test]
fn what_is_referred_to_is_not_removed() {
    let project = Project::generated();
    let before = project.files();
    expect![[r#"
        exit 1
        --- stdout
        error[unknown-reference]: the fruit `pear` is needed here, so it cannot be removed
         --> shop/stalls.yaml:5:14
          |
        5 |     - fruit: pear
          |              ^^^^
          |
          = path: /0/sells/1/fruit
          = help: take `pear` out here first, or name another fruit
        --- stderr
        wrote nothing: 1 error
    "#]]
    .assert_eq(&project.transcript("remove fruit pear"));
    assert_eq!(project.files(), before);
    project.edit("shop/stalls.yaml", "    - fruit: pear\n", "");
    expect![[r#"
        exit 0
        --- stderr
        removed shop.fruit `pear` from shop/fruits/pear.yaml
        updated .schema/shop.stall.schema.json
        generated 5 files from 2 kinds, 2 entries: 1 updated, 4 unchanged
    "#]]
    .assert_eq(&project.transcript("remove fruit pear"));
    assert!(!project.at("shop/fruits/pear.yaml").exists());
}

#[test]
fn what_was_wrong_before_is_shown_and_nothing_is_generated() {
    let project = Project::generated();
    project.edit("shop/stalls.yaml", "grams: 150", "grams: 0");
    expect![[r#"
        exit 0
        --- stdout
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
          = note: this was there before, and does not stand in the way
        --- stderr
        added shop.fruit `plum` to shop/fruits/plum.yaml:2
        generated nothing: 1 error in the definitions
    "#]]
    .assert_eq(&told(&project, "add fruit --entry-json", &[PLUM]));
    assert!(project.at("shop/fruits/plum.yaml").exists());
    expect![[r#"
        exit 1
        --- stdout
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
          = note: this was there before, and does not stand in the way

        error[missing-property]: required property `summary` is missing
         --> <entry-json>:1:2
          |
        1 | {key: fig}
          |  ^^^
          |
          = help: summary: <string>
        --- stderr
        wrote nothing: 1 error; 1 error was there before
    "#]]
    .assert_eq(&told(&project, "add fruit --entry-json", &["{key: fig}"]));
}

#[test]
fn words_that_mean_nothing_are_wrong_use() {
    let project = Project::new(SHOP);
    let cases = [
        project.transcript("add"),
        project.transcript("add fruit"),
        project.transcript("add fruit --type fruit -"),
        project.transcript("add friut --entry-json {}"),
        project.transcript("add fruit --entry-file given.yaml"),
        project.transcript("set fruit pear"),
        project.transcript("set fruit paer summary=x"),
        project.transcript("set fruit pear summary"),
        project.transcript("set fruit pear key=x"),
        project.transcript("rename fruit pear"),
        project.transcript("remove fruit quince"),
    ];
    expect![[r#"
        exit 2
        --- stderr
        error: the kind is missing: name it as the first word, or with `--type KIND`

        Usage: rollbook add <KIND> <--entry-file <FILE>|--entry-json <JSON>|-> [OPTIONS]

        For more information, try '--help'.
        exit 2
        --- stderr
        error: no entry is given: take `--entry-file FILE`, `--entry-json JSON`, or `-` for standard input

        Usage: rollbook add <KIND> <--entry-file <FILE>|--entry-json <JSON>|-> [OPTIONS]

        For more information, try '--help'.
        exit 2
        --- stderr
        error: more than one kind is named: name it as the first word, or with `--type KIND`

        Usage: rollbook add <KIND> <--entry-file <FILE>|--entry-json <JSON>|-> [OPTIONS]

        For more information, try '--help'.
        exit 2
        --- stderr
        error: there is no kind `friut`
          = note: the kinds are `shop.fruit`, `shop.stall`
          = help: did you mean `fruit`?
        exit 2
        --- stderr
        error: cannot read `given.yaml`: no such file or directory
        exit 2
        --- stderr
        error: the following required arguments were not provided:
          <PROPERTY=VALUE|--unset <PROPERTY>>

        Usage: rollbook set <KIND> <KEY> [PROPERTY=VALUE]... [--unset <PROPERTY>] [OPTIONS]

        For more information, try '--help'.
        exit 2
        --- stderr
        error: there is no fruit `paer`
          = help: did you mean `pear`?
        exit 2
        --- stderr
        error: expected `PROPERTY=VALUE`, found `summary`
          = help: --unset summary takes a property away
        exit 2
        --- stderr
        error: `key` holds the key of the fruit
          = help: rollbook rename shop.fruit pear <new key>
        exit 2
        --- stderr
        error: the following required arguments were not provided:
          <NEW>

        Usage: rollbook rename <KIND> <OLD> <NEW>

        For more information, try '--help'.
        exit 2
        --- stderr
        error: there is no fruit `quince`
          = help: `rollbook list shop.fruit` lists them all
    "#]]
    .assert_eq(&cases.concat());
}

#[test]
fn what_stands_in_the_way_of_generating_stops_all_of_it() {
    let project = Project::generated();
    project.write("rollbook.yaml", "name: demo\nregistries:\n  shop: { title: Shop, purpose: Things to sell. }\ndocs: { root: docs, flavour: mdbook }\n");
    project.write("docs/registry/shop/fruit.md", "# By hand\n");
    let before = project.files();
    expect![[r#"
        exit 1
        --- stdout
        error[output-conflict]: `docs/registry/shop/fruit.md` would replace a file that Rollbook did not write
         --> docs/registry/shop/fruit.md:1:1
          = note: it would be generated from `shop/kinds/fruit.schema.yaml`
          = help: move the file away
        --- stderr
        wrote nothing: 1 error, which `--no-gen` leaves aside
    "#]]
    .assert_eq(&told(&project, "add fruit --entry-json", &[PLUM]));
    assert_eq!(project.files(), before);
    let told = told(&project, "add fruit --no-gen --entry-json", &[PLUM]);
    assert!(told.starts_with("exit 0\n"), "{told}");
}

#[cfg(unix)]
#[test]
fn a_link_is_not_written_through() {
    let project = Project::new(SHOP);
    std::fs::rename(project.at("shop/stalls.yaml"), project.at("real.yaml")).expect("it can be moved");
    std::os::unix::fs::symlink(project.at("real.yaml"), project.at("shop/stalls.yaml")).expect("links can be made");
    let before = project.read("real.yaml");
    expect![[r#"
        exit 2
        --- stderr
        error: `shop/stalls.yaml` is a link, and only files are written
          = help: put the file itself there, or change what the link leads to by hand
    "#]]
    .assert_eq(&told(&project, "add stall --entry-json", &["{key: bay, sells: []}"]));
    assert_eq!(project.read("real.yaml"), before);
}

#[test]
fn a_file_is_named_from_where_people_are() {
    let project = Project::new(SHOP);
    project.edit("shop/kinds/stall.schema.yaml", "entries: stalls.yaml", "entries: 'stalls*.yaml'");
    project.write("shop/stalls_old.yaml", "[]\n");
    let mut command = project.command("add stall --no-gen --file stalls_old.yaml --entry-json");
    let output =
        command.arg("{key: bay, sells: []}").current_dir(project.at("shop")).output().expect("the binary starts");
    let told = transcript(&output);
    assert!(told.contains("added shop.stall `bay` to shop/stalls_old.yaml:1"), "{told}");
}

#[test]
fn a_sarif_log_of_a_dry_run_is_nothing_else() {
    let project = Project::new(SHOP);
    let told = told(&project, "add fruit --dry-run --format sarif --entry-json", &[PLUM]);
    let (head, _) = told.split_once("--- stderr\n").expect("there is a summary");
    assert!(head.starts_with("exit 0\n--- stdout\n{\n") && !head.contains("+++"), "{told}");
    assert!(told.contains("+++ b/shop/fruits/plum.yaml\n"), "{told}");
}
