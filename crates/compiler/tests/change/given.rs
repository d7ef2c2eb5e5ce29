//! What is handed in is checked first, at its own places.

use expect_test::expect;

use crate::world::{World, add, add_all, add_to};

#[test]
fn mistakes_are_said_in_the_text_that_was_given() {
    expect![[r#"
        refused
        error[unknown-property]: unknown property `nmae`
         --> entry.yaml:2:1
          |
        2 | nmae: Drill
          | ^^^^
          |
          = path: /nmae
          = note: expected one of `id`, `name`, `price`, `tags`, `size`, `supplier`
          = help: did you mean `name`?

        error[wrong-type]: expected a number, found the string `cheap`
         --> entry.yaml:3:8
          |
        3 | price: cheap
          |        ^^^^^
          |
          = path: /price
    "#]]
    .assert_eq(&World::new().told(&add("item", "id: drill\nnmae: Drill\nprice: cheap\n")));
}

#[test]
fn a_key_is_needed_once() {
    let world = World::new();
    expect![[r#"
        refused
        error[missing-key]: this item has no key, expected the property `id`
         --> entry.yaml:1:1
          |
        1 | name: Drill
          | ^^^^
    "#]]
    .assert_eq(&world.told(&add("item", "name: Drill\n")));
    expect![[r#"
        refused
        error[duplicate-key]: two of the given items have the key `a`
         --> entry.yaml:3:7
          |
        3 | { id: a, name: C }
          |       ^
          |
         ::: entry.yaml:1:7
          |
        1 | { id: a, name: A }
          |       - the other one
          |
          = help: give each key once
    "#]]
    .assert_eq(&world.told(&add_all("item", &["{ id: a, name: A }", "{ id: b, name: B }\n---\n{ id: a, name: C }"])));
}

#[test]
fn the_shape_is_that_of_the_kind() {
    let world = World::new();
    expect![[r#"
        refused
        error[wrong-layout]: expected a mapping from key to supplier, found the string `Rom` at `city`
         --> entry.yaml:1:3
          |
        1 | { city: Rom }
          |   ^^^^
          |
          = path: /city
          = help: put the key around the supplier: `<key>: { city: … }`
    "#]]
    .assert_eq(&world.told(&add("supplier", "{ city: Rom }")));
    expect![[r#"
        refused
        error[wrong-layout]: expected a mapping from key to supplier, found an array
         --> entry.yaml:1:4
          |
        1 | [{ city: Rom }]
          |    ^^^^
    "#]]
    .assert_eq(&world.told(&add("supplier", "[{ city: Rom }]")));
    expect![[r#"
        refused
        error[wrong-layout]: expected one item as a mapping, found the string `just words`
         --> entry.yaml:1:1
          |
        1 | just words
          | ^^^^^^^^^^
    "#]]
    .assert_eq(&world.told(&add("item", "just words")));
    expect![[r#"
        refused
        error[wrong-layout]: expected an item, found nothing
         --> entry.yaml:1:1
          |
        1 | # nothing
          | ^
    "#]]
    .assert_eq(&world.told(&add("item", "# nothing\n")));
    expect![[r#"
        refused
        error[wrong-layout]: expected an item, found nothing
         --> entry.yaml:1:1
          |
        1 | []
          | ^
    "#]]
    .assert_eq(&world.told(&add("item", "[]")));
}

#[test]
fn broken_yaml_is_said_at_its_place() {
    expect![[r#"
        refused
        error[yaml-syntax]: expected `]`, found `}`
         --> entry.yaml:1:18
          |
        1 | { id: a, name: [ }
          |                - ^
          |                |
          |                opened here
    "#]]
    .assert_eq(&World::new().told(&add("item", "{ id: a, name: [ }")));
}

#[test]
fn json_is_read_whatever_its_escapes() {
    let json = r#"{"id": "cat", "name": "\ud83d\ude00 \u00e9 \/ \"x\""}"#;
    let after = World::after("", &add("item", json), "store/items.yaml");
    assert!(after.contains("- id: cat\n  name: 😀 é / \"x\"\n"), "{after}");
}

#[test]
fn json_may_be_indented_with_tabs() {
    let json = "{\n\t\"id\": \"cat\",\n\t\"name\": \"Cat\",\n\t\"tags\": [\n\t\t\"soft\"\n\t]\n}\n";
    let after = World::after("", &add("item", json), "store/items.yaml");
    assert!(after.contains("- id: cat\n  name: Cat\n  tags:\n    - soft\n"), "{after}");
}

#[test]
fn a_reference_that_leads_nowhere_is_said_where_it_was_given() {
    let world = World::new();
    expect![[r#"
        refused
        error[unknown-reference]: there is no item `nial`
         --> entry.yaml:3:5
          |
        3 |   - nial
          |     ^^^^
          |
          = path: /holds/0
          = help: did you mean `nail`?
    "#]]
    .assert_eq(&world.told(&add("shelf", "key: right\nholds:\n  - nial\n")));
    expect![[r#"
        refused
        error[unknown-reference]: there is no item `nial`
         --> entry.yaml:1:19
          |
        1 | [{ key: m9, item: nial }]
          |                   ^^^^
          |
          = path: /0/item
          = help: did you mean `nail`?
    "#]]
    .assert_eq(&world.told(&add_to("order", "[{ key: m9, item: nial }]", Some("orders/may.yaml"))));
}

#[test]
fn entries_that_need_each_other_come_together() {
    let told = World::new().told(&add("supplier", "{ a: { city: A, parent: b }, b: { city: B, parent: a } }"));
    expect![[r#"
        added a at store/suppliers.yaml:1
        added b at store/suppliers.yaml:3
        --- a/store/suppliers.yaml
        +++ b/store/suppliers.yaml
        @@ -1,2 +1,4 @@
        +a: { city: A, parent: b }
         acme: { city: Bern }
        +b: { city: B, parent: a }
         zenith: { city: Ulm, parent: acme }
    "#]]
    .assert_eq(&told);
}

#[test]
fn unknown_kinds_are_misuse() {
    assert_eq!(World::new().told(&add("itme", "{}")), "misuse: there is no kind `store.itme`\n");
}
