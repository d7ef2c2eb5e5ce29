//! What a change causes stands in its way; what was there before does not.

use compiler::change::Rules;
use expect_test::expect;

use crate::world::{World, add, add_to, remove, rename, set};

/// A store with a dangling reference, a wrong type and a soft reference that leads nowhere.
fn flawed() -> World {
    World::with(
        "-- store/shelves/right.yaml --\nkey: right\nholds: [gone]\nhint: lost\n\
         -- store/orders/june.yaml --\n- { key: j1, item: broom }\n- { key: j2, item: 7 }\n",
    )
}

#[test]
fn flaws_that_were_there_are_shown_and_not_blamed() {
    expect![[r#"
        added drill at store/items.yaml:9
        --- earlier
        error[wrong-type]: expected a string, found the number `7`
         --> store/orders/june.yaml:2:20
          |
        2 | - { key: j2, item: 7 }
          |                    ^
          |
          = path: /1/item
          = help: put it in quotes: `'7'`

        error[unknown-reference]: there is no item `gone`
         --> store/shelves/right.yaml:2:9
          |
        2 | holds: [gone]
          |         ^^^^
          |
          = path: /holds/0
          = note: the items are `broom`, `drill`, `nail`, `paint`

        warning[unknown-reference]: there is no item `lost`
         --> store/shelves/right.yaml:3:7
          |
        3 | hint: lost
          |       ^^^^
          |
          = path: /hint
          = note: the items are `broom`, `drill`, `nail`, `paint`
        --- a/store/items.yaml
        +++ b/store/items.yaml
        @@ -6,6 +6,8 @@
         - id: broom
           name: Broom # for floors
           price: 12.50
        +- id: drill
        +  name: Drill
         - id: nail
           name: 'Nail'
           tags: [iron, small]
    "#]]
    .assert_eq(&flawed().told(&add("item", "{ id: drill, name: Drill }")));
}

#[test]
fn a_flaw_more_is_blamed_even_if_it_reads_like_one_that_was_there() {
    let world = flawed();
    let told = world.told(&set("shelf", "right", &["/holds/-=gone"]));
    assert!(told.starts_with("refused\nerror[unknown-reference]: there is no item `gone`"), "{told}");
    assert_eq!(told.matches("error[unknown-reference]").count(), 2, "{told}");
}

#[test]
fn a_flaw_can_be_mended_while_others_stay() {
    let told = flawed().told(&set("shelf", "right", &["holds=[nail]"]));
    assert!(told.starts_with("updated right at "), "{told}");
    assert!(told.contains("--- earlier\nerror[wrong-type]") && !told.contains("there is no item `gone`"), "{told}");
}

#[test]
fn a_warning_stands_in_no_way() {
    expect![[r#"
        added right at store/shelves/right.yaml:2
        warning[unknown-reference]: there is no item `lost`
         --> store/shelves/right.yaml:3:7
          |
        3 | hint: lost
          |       ^^^^
          |
          = path: /hint
          = note: the items are `broom`, `nail`, `paint`
        --- /dev/null
        +++ b/store/shelves/right.yaml
        @@ -0,0 +1,3 @@
        +# yaml-language-server: $schema=../../.schema/store.shelf.schema.json
        +key: right
        +hint: lost
    "#]]
    .assert_eq(&World::new().told(&add("shelf", "{ key: right, hint: lost }")));
}

#[test]
fn findings_of_a_renamed_entry_and_its_file_are_its_own_still() {
    let told = flawed().told(&rename("shelf", "right", "east"));
    assert!(told.starts_with("renamed right to east"), "{told}");
    assert!(told.contains("--- earlier\n"), "{told}");
}

#[test]
fn a_removed_file_takes_its_findings_with_it() {
    let told = flawed().told(&remove("shelf", "right"));
    assert!(told.starts_with("removed right\n--- earlier\n") && !told.contains("right.yaml:"), "{told}");
}

#[test]
fn a_reference_that_nobody_could_judge_is_not_blamed_on_the_first_entry() {
    let mut world = World::with("-- store/shelves/left.yaml --\nkey: left\nholds: [nail, saw]\n");
    world.files.0.remove("store/items.yaml");
    let told = world.told(&add("item", "[{ id: nail, name: N }, { id: broom, name: B }]"));
    expect![[r#"
        added broom at store/items.yaml:2
        added nail at store/items.yaml:4
        --- earlier
        error[unknown-reference]: there is no item `saw`
         --> store/shelves/left.yaml:2:15
          |
        2 | holds: [nail, saw]
          |               ^^^
          |
          = path: /holds/1
          = note: the items are `broom`, `nail`
        --- /dev/null
        +++ b/store/items.yaml
        @@ -0,0 +1,5 @@
        +# yaml-language-server: $schema=../.schema/store.item.schema.json
        +- id: broom
        +  name: B
        +- id: nail
        +  name: "N"
    "#]]
    .assert_eq(&told);
}

#[test]
fn a_file_that_cannot_be_read_is_not_edited() {
    let world = World::with("-- store/items.yaml --\n- id: broom\n  name: [\n");
    expect![[r#"
        refused
        error[unsafe-edit]: whether there is an item `drill` already cannot be told, as `store/items.yaml` cannot be used
         --> entry.yaml:1:7
          |
        1 | { id: drill, name: Drill }
          |       ^^^^^
          |
         ::: store/items.yaml:2:10
          |
        2 |   name: [
          |          - `[` is not closed
          |
          = help: mend `store/items.yaml` first
        --- earlier
        error[yaml-syntax]: `[` is not closed
         --> store/items.yaml:2:10
          |
        2 |   name: [
          |         -^ the file ends here
          |         |
          |         opened here
          |
          = help: write `]` where it ends, or quote the text if `[` belongs to it
    "#]]
    .assert_eq(&world.told(&add("item", "{ id: drill, name: Drill }")));
}

#[test]
fn a_file_that_cannot_be_read_could_hold_the_key() {
    let world = World::with("-- store/orders/june.yaml --\n- { key: j1, item: [ }\n");
    expect![[r#"
        refused
        error[unsafe-edit]: whether there is an order `j1` already cannot be told, as `store/orders/june.yaml` cannot be used
         --> entry.yaml:1:8
          |
        1 | { key: j1, item: nail }
          |        ^^
          |
         ::: store/orders/june.yaml:1:22
          |
        1 | - { key: j1, item: [ }
          |                      - expected `]`, found `}`
          |
          = help: mend `store/orders/june.yaml` first
        --- earlier
        error[yaml-syntax]: expected `]`, found `}`
         --> store/orders/june.yaml:1:22
          |
        1 | - { key: j1, item: [ }
          |                    - ^
          |                    |
          |                    opened here
    "#]].assert_eq(&world.told(&add_to("order", "{ key: j1, item: nail }", Some("orders/may.yaml"))));
    expect![[r#"
        refused
        error[unsafe-edit]: whether there is an order `j1` already cannot be told, as `store/orders/june.yaml` cannot be used
         --> store/orders/may.yaml:1:10
          |
        1 | - { key: m1, item: nail }
          |          ^^
          |
         ::: store/orders/june.yaml:1:22
          |
        1 | - { key: j1, item: [ }
          |                      - expected `]`, found `}`
          |
          = help: mend `store/orders/june.yaml` first
        --- earlier
        error[yaml-syntax]: expected `]`, found `}`
         --> store/orders/june.yaml:1:22
          |
        1 | - { key: j1, item: [ }
          |                    - ^
          |                    |
          |                    opened here
    "#]].assert_eq(&world.told(&rename("order", "m1", "j1")));
    let told = world.told(&add("order", "{ key: m1, item: broom }"));
    assert!(told.starts_with("updated m1 at "), "{told}");
}

#[test]
fn what_nobody_can_read_could_name_the_entry() {
    let unread = World::with("-- store/jobs/daily.yaml --\nkey: daily\ndoes: [\n");
    expect![[r#"
        refused
        error[unsafe-edit]: what else names the task `move` cannot be told, as `store/jobs/daily.yaml` cannot be used
         --> store/tasks.yaml:2:1
          |
        2 | move:
          | ^^^^
          |
         ::: store/jobs/daily.yaml:2:8
          |
        2 | does: [
          |        - `[` is not closed
          |
          = help: mend `store/jobs/daily.yaml` first
        --- earlier
        error[yaml-syntax]: `[` is not closed
         --> store/jobs/daily.yaml:2:8
          |
        2 | does: [
          |       -^ the file ends here
          |       |
          |       opened here
          |
          = help: write `]` where it ends, or quote the text if `[` belongs to it
    "#]]
    .assert_eq(&unread.told(&remove("task", "move")));
    let unused =
        World::with("-- store/kinds/order.schema.yaml --\ntitle: Order\nx-registry: { entries: 'orders/*.yaml' }\n");
    expect![[r#"
        refused
        error[unsafe-edit]: what else names the item `nail` cannot be told, as `store/kinds/order.schema.yaml` cannot be used
         --> store/items.yaml:9:7
          |
        9 | - id: nail
          |       ^^^^
          |
         ::: store/kinds/order.schema.yaml:2:15
          |
        2 | x-registry: { entries: 'orders/*.yaml' }
          |               ------- required property `layout` is missing
          |
          = help: mend `store/kinds/order.schema.yaml` first
        --- earlier
        error[invalid-kind]: required property `layout` is missing
         --> store/kinds/order.schema.yaml:2:15
          |
        2 | x-registry: { entries: 'orders/*.yaml' }
          |               ^^^^^^^
          |
          = path: /x-registry
          = help: layout: <document|list|map>
    "#]].assert_eq(&unused.told(&rename("item", "nail", "rivet")));
}

#[test]
fn a_key_that_names_two_entries_names_none() {
    let world = World::with("-- store/orders/june.yaml --\n- { key: j1, item: nail }\n- { key: m1, item: broom }\n");
    expect![[r#"
        refused
        error[unsafe-edit]: which of two orders is meant by `m1` cannot be told
         --> store/orders/may.yaml:1:10
          |
        1 | - { key: m1, item: nail }
          |          ^^
          |
         ::: store/orders/june.yaml:2:10
          |
        2 | - { key: m1, item: broom }
          |          -- the other one
          |
          = help: rename or remove one of them by hand
        --- earlier
        error[duplicate-key]: two orders have the key `m1`
         --> store/orders/may.yaml:1:10
          |
        1 | - { key: m1, item: nail }
          |          ^^
          |
         ::: store/orders/june.yaml:2:10
          |
        2 | - { key: m1, item: broom }
          |          -- the other one
          |
          = path: /0
          = help: rename or remove one of them
    "#]]
    .assert_eq(&world.told(&set("order", "m1", &["item=paint"])));
    for request in [add("order", "{ key: m1, item: paint }"), rename("order", "m1", "m9"), remove("order", "m1")] {
        let told = world.told(&request);
        assert!(told.starts_with("refused\nerror[unsafe-edit]: which of two orders is meant by `m1`"), "{told}");
    }
}

#[test]
fn without_rules_schemas_and_references_hold() {
    for request in [add("shelf", "{ key: right, holds: [gone] }"), add("item", "{ id: x }"), remove("item", "nail")] {
        let request = compiler::change::Request { rules: Rules::Show, ..request };
        let told = World::new().told(&request);
        assert!(told.starts_with("refused\n"), "{told}");
    }
}
