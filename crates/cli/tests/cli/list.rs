//! `list`.

use expect_test::expect;

use crate::project::{Project, SHOP};

#[test]
fn kinds_are_listed_with_counts_definitions_and_purposes() {
    expect![[r#"
        exit 0
        --- stdout
        KIND        ENTRIES  DEFINITION                    PURPOSE
        shop.fruit  2        shop/kinds/fruit.schema.yaml  What grows on trees.
        shop.stall  1        shop/kinds/stall.schema.yaml  Where fruits are sold.
        --- stderr
        2 kinds, 3 entries
    "#]]
    .assert_eq(&Project::new(SHOP).transcript("list"));
}

#[test]
fn entries_of_a_kind_are_listed_by_full_or_short_name() {
    let project = Project::new(SHOP);
    let shown = project.transcript("list shop.fruit");
    expect![[r#"
        exit 0
        --- stdout
        KEY    SUMMARY
        apple  Red or green.
        pear   (deprecated) Green.
        --- stderr
        2 fruits of `shop.fruit`
    "#]]
    .assert_eq(&shown);
    assert_eq!(project.transcript("list fruit"), shown);
}

#[test]
fn lists_for_machines_are_one_object_a_line() {
    let project = Project::new(SHOP);
    expect![[r#"
        exit 0
        --- stdout
        {"kind":"shop.fruit","registry":"shop","title":"Fruit","purpose":"What grows on trees.","entries":2,"definition":"shop/kinds/fruit.schema.yaml"}
        {"kind":"shop.stall","registry":"shop","title":"Stall","purpose":"Where fruits are sold.","entries":1,"definition":"shop/kinds/stall.schema.yaml"}
        --- stderr
        2 kinds, 3 entries
    "#]].assert_eq(&project.transcript("list --format json"));
    expect![[r#"
        exit 0
        --- stdout
        {"kind":"shop.fruit","key":"apple","summary":"Red or green.","deprecated":false,"file":"shop/fruits/apple.yaml","line":1,"column":6}
        {"kind":"shop.fruit","key":"pear","summary":"Green.","deprecated":true,"file":"shop/fruits/pear.yaml","line":1,"column":6}
        --- stderr
        2 fruits of `shop.fruit`
    "#]].assert_eq(&project.transcript("list fruit --format json"));
}

#[test]
fn an_unknown_kind_is_told_the_nearest_and_all() {
    expect![[r#"
        exit 2
        --- stderr
        error: there is no kind `shop.friut`
          = note: the kinds are `shop.fruit`, `shop.stall`
          = help: did you mean `shop.fruit`?
    "#]]
    .assert_eq(&Project::new(SHOP).transcript("list shop.friut"));
}

#[test]
fn formats_of_findings_are_refused() {
    expect![[r#"
        exit 2
        --- stderr
        error: `sarif` and `github` are formats of findings; this command finds none
          = help: --format json
    "#]]
    .assert_eq(&Project::new(SHOP).transcript("list --format sarif"));
}

#[test]
fn definitions_with_errors_are_listed_as_far_as_they_go() {
    let project = Project::new(SHOP);
    project.edit("shop/kinds/fruit.schema.yaml", "layout: document", "layout: documents");
    expect![[r#"
        exit 1
        --- stdout
        KIND        ENTRIES  DEFINITION                    PURPOSE
        shop.stall  1        shop/kinds/stall.schema.yaml  Where fruits are sold.
        --- stderr
        1 kind, 1 entry
        warning: the definitions have 1 error, so something may be missing; see `rollbook check`
    "#]]
    .assert_eq(&project.transcript("list"));
    expect![[r#"
        exit 2
        --- stderr
        error: there is no kind `fruit`
          = note: the definitions have 1 error, so something may be missing; see `rollbook check`
          = note: the kinds are `shop.stall`
    "#]]
    .assert_eq(&project.transcript("list fruit"));
}

#[test]
fn hostile_texts_do_not_act_in_a_terminal() {
    let project = Project::new(SHOP);
    project.edit("shop/kinds/fruit.schema.yaml", "What grows on trees.", "\"on\\e[31m trees\\n\\u202e\"");
    let shown = project.transcript("list");
    assert!(shown.contains("on\\u{1b}[31m trees \\u{202e}"), "{shown}");
}
