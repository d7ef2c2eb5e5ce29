//! `show`.

use expect_test::expect;

use crate::project::{Project, SHOP};

#[test]
fn an_entry_is_shown_with_config_and_all_relations() {
    let project = Project::new(SHOP);
    let shown = project.transcript("show apple");
    expect![[r#"
        exit 0
        --- stdout
        shop.fruit apple
        Red or green.

        defined at shop/fruits/apple.yaml:1:6, a kind of shop/kinds/fruit.schema.yaml

        values
          PROPERTY  VALUE
          summary   Red or green.
          label     shop/stalls.yaml

        config
          OPTION  TYPE         DEFAULT  MEANING
          ripe    boolean      true     Whether it can be eaten today.
          grams   integer ≥ 1  none

        refers to
          HOW   WHAT              WHERE                       PATH
          path  shop/stalls.yaml  shop/fruits/apple.yaml:3:8  /label

        referred to by
          HOW        WHAT               WHERE                  PATH
          reference  shop.stall corner  shop/stalls.yaml:3:14  /0/sells/0/fruit
          config     shop.stall corner  shop/stalls.yaml:4:15  /0/sells/0/config
        --- stderr
        refers to 1, referred to by 2; looked at 3 entries
    "#]]
    .assert_eq(&shown);
    for words in ["show fruit apple", "show shop.fruit apple", "show shop.fruit:apple", "show fruit:apple"] {
        assert_eq!(project.transcript(words), shown, "{words}");
    }
}

#[test]
fn values_that_are_long_have_a_line_for_each_part() {
    let project = Project::new(SHOP);
    project.edit(
        "shop/stalls.yaml",
        "- fruit: pear",
        "- fruit: pear\n    - fruit: apple\n      config: { grams: 90, ripe: false }",
    );
    expect![[r#"
        exit 0
        --- stdout
        shop.stall corner

        defined at shop/stalls.yaml:1:8, a kind of shop/kinds/stall.schema.yaml

        values
          PROPERTY  VALUE
          sells/0   {"fruit":"apple","config":{"grams":150}}
          sells/1   {"fruit":"pear"}
          sells/2   {"fruit":"apple","config":{"grams":90,"ripe":false}}

        refers to
          HOW        WHAT              WHERE                  PATH
          reference  shop.fruit apple  shop/stalls.yaml:3:14  /0/sells/0/fruit
          config     shop.fruit apple  shop/stalls.yaml:4:15  /0/sells/0/config
          reference  shop.fruit pear   shop/stalls.yaml:5:14  /0/sells/1/fruit
          reference  shop.fruit apple  shop/stalls.yaml:6:14  /0/sells/2/fruit
          config     shop.fruit apple  shop/stalls.yaml:7:15  /0/sells/2/config
        --- stderr
        refers to 5, referred to by 0; looked at 3 entries
    "#]]
    .assert_eq(&project.transcript("show corner"));
}

#[test]
fn an_entry_for_machines_is_one_object() {
    expect![[r#"
        exit 0
        --- stdout
        {"kind":"shop.fruit","key":"apple","summary":"Red or green.","deprecated":false,"file":"shop/fruits/apple.yaml","line":1,"column":6,"path":"","definition":"shop/kinds/fruit.schema.yaml","values":{"summary":"Red or green.","label":"shop/stalls.yaml"},"config":[{"option":"ripe","type":"boolean","required":false,"default":true,"meaning":"Whether it can be eaten today."},{"option":"grams","type":"integer ≥ 1","required":false,"default":null,"meaning":""}],"refers_to":[{"how":"path","kind":null,"what":"shop/stalls.yaml","file":"shop/fruits/apple.yaml","line":3,"column":8,"path":"/label"}],"referred_by":[{"how":"reference","kind":"shop.stall","what":"corner","file":"shop/stalls.yaml","line":3,"column":14,"path":"/0/sells/0/fruit"},{"how":"config","kind":"shop.stall","what":"corner","file":"shop/stalls.yaml","line":4,"column":15,"path":"/0/sells/0/config"}]}
        --- stderr
        refers to 1, referred to by 2; looked at 3 entries
    "#]].assert_eq(&Project::new(SHOP).transcript("show apple --format json"));
}

#[test]
fn a_key_of_several_kinds_asks_for_the_kind() {
    let project = Project::new(SHOP);
    project.edit("shop/stalls.yaml", "key: corner", "key: apple");
    expect![[r#"
        exit 2
        --- stderr
        error: several kinds have an entry `apple`: `shop.fruit`, `shop.stall`
          = help: show shop.fruit apple
          = help: show shop.stall apple
    "#]]
    .assert_eq(&project.transcript("show apple"));
    assert_eq!(project.run("show stall apple").status.code(), Some(0));
}

#[test]
fn an_unknown_entry_is_told_the_nearest() {
    let project = Project::new(SHOP);
    expect![[r#"
        exit 2
        --- stderr
        error: no kind has an entry `aple`
          = note: the kinds are `shop.fruit`, `shop.stall`
          = help: did you mean `apple`?
    "#]]
    .assert_eq(&project.transcript("show aple"));
    expect![[r#"
        exit 2
        --- stderr
        error: there is no fruit `cherry`
          = note: the fruits are `apple`, `pear`
    "#]]
    .assert_eq(&project.transcript("show fruit cherry"));
    expect![[r#"
        exit 2
        --- stderr
        error: there is no kind `friut`
          = note: the kinds are `shop.fruit`, `shop.stall`
          = help: did you mean `fruit`?
    "#]]
    .assert_eq(&project.transcript("show friut apple"));
}

#[test]
fn an_entry_beside_mistakes_is_shown_and_the_mistakes_are_not_hidden() {
    let project = Project::new(SHOP);
    project.edit("shop/fruits/pear.yaml", "summary:", "sumary:");
    let shown = project.transcript("show apple");
    assert!(shown.starts_with("exit 1\n--- stdout\nshop.fruit apple\n"), "{shown}");
    assert!(shown.contains("so something may be missing; see `rollbook check`"), "{shown}");
}
