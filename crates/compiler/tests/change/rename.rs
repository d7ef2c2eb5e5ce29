//! `rename`: the key, the references and the file.

use expect_test::expect;

use crate::world::{World, add, rename};

#[test]
fn every_reference_follows() {
    expect![[r#"
        renamed nail to rivet at store/items.yaml:11, 7 more
        --- a/store/items.yaml
        +++ b/store/items.yaml
        @@ -6,8 +6,8 @@
         - id: broom
           name: Broom # for floors
           price: 12.50
        -- id: nail
        +- id: paint
        +  name: Paint
        +- id: rivet
           name: 'Nail'
           tags: [iron, small]
        -- id: paint
        -  name: Paint
        --- a/store/jobs/daily.yaml
        +++ b/store/jobs/daily.yaml
        @@ -1,6 +1,6 @@
         key: daily
         does:
           - task: count
        -    with: { what: nail }
        +    with: { what: rivet }
           - task: move
        -    with: { from: left, only: nail }
        +    with: { from: left, only: rivet }
        --- a/store/orders/may.yaml
        +++ b/store/orders/may.yaml
        @@ -1,2 +1,2 @@
        -- { key: m1, item: nail }
        -- { key: m3, item: nail }
        +- { key: m1, item: rivet }
        +- { key: m3, item: rivet }
        --- a/store/shelves/left.yaml
        +++ b/store/shelves/left.yaml
        @@ -2,4 +2,4 @@
         key: left
         holds:
           - broom # the only one
        -  - nail
        +  - rivet
        --- a/store/tasks.yaml
        +++ b/store/tasks.yaml
        @@ -1,5 +1,5 @@
        -count: { config: { type: object, properties: { what: { type: string, x-ref: store.item, default: nail } } } }
        +count: { config: { type: object, properties: { what: { type: string, x-ref: store.item, default: rivet } } } }
         move:
           config:
             - { name: from, type: string, x-ref: store.shelf, required: true }
        -    - { name: only, type: string, x-ref: store.item, default: nail }
        +    - { name: only, type: string, x-ref: store.item, default: rivet }
    "#]]
    .assert_eq(&World::new().told(&rename("item", "nail", "rivet")));
}

#[test]
fn a_file_that_is_called_by_the_key_follows() {
    expect![[r#"
        renamed left to west at store/shelves/west.yaml:2, 1 more
        --- a/store/jobs/daily.yaml
        +++ b/store/jobs/daily.yaml
        @@ -3,4 +3,4 @@
           - task: count
             with: { what: nail }
           - task: move
        -    with: { from: left, only: nail }
        +    with: { from: west, only: nail }
        diff --git a/store/shelves/left.yaml b/store/shelves/west.yaml
        rename from store/shelves/left.yaml
        rename to store/shelves/west.yaml
        --- a/store/shelves/left.yaml
        +++ b/store/shelves/west.yaml
        @@ -1,5 +1,5 @@
         # Beside the door.
        -key: left
        +key: west
         holds:
           - broom # the only one
           - nail
    "#]]
    .assert_eq(&World::new().told(&rename("shelf", "left", "west")));
    let named_otherwise = World::with("-- store/shelves/door.yaml --\nkey: by_the_door\n");
    expect![[r#"
        renamed by_the_door to at_the_door at store/shelves/door.yaml:1, 0 more
        --- a/store/shelves/door.yaml
        +++ b/store/shelves/door.yaml
        @@ -1 +1 @@
        -key: by_the_door
        +key: at_the_door
    "#]]
    .assert_eq(&named_otherwise.told(&rename("shelf", "by_the_door", "at_the_door")));
}

#[test]
fn keys_of_maps_follow_and_so_do_references_of_the_entry_to_itself() {
    let world = World::with(
        "-- store/suppliers.yaml --\nacme: { city: Bern, parent: acme } # ours\nzenith: { city: Ulm, parent: acme }\n",
    );
    expect![[r#"
        renamed acme to ajax at store/suppliers.yaml:1, 3 more
        --- a/store/kinds/item.schema.yaml
        +++ b/store/kinds/item.schema.yaml
        @@ -11,4 +11,4 @@
           price: { type: number }
           tags: { type: array, items: { type: string }, uniqueItems: true }
           size: { type: object, additionalProperties: { type: integer } }
        -  supplier: { type: string, x-ref: store.supplier, default: acme }
        +  supplier: { type: string, x-ref: store.supplier, default: ajax }
        --- a/store/suppliers.yaml
        +++ b/store/suppliers.yaml
        @@ -1,2 +1,2 @@
        -acme: { city: Bern, parent: acme } # ours
        -zenith: { city: Ulm, parent: acme }
        +ajax: { city: Bern, parent: ajax } # ours
        +zenith: { city: Ulm, parent: ajax }
    "#]]
    .assert_eq(&world.told(&rename("supplier", "acme", "ajax")));
}

#[test]
fn schemas_that_name_the_key_follow() {
    expect![[r#"
        renamed move to carry at store/tasks.yaml:1, 2 more
        --- a/store/jobs/daily.yaml
        +++ b/store/jobs/daily.yaml
        @@ -2,5 +2,5 @@
         does:
           - task: count
             with: { what: nail }
        -  - task: move
        +  - task: carry
             with: { from: left, only: nail }
        --- a/store/kinds/job.schema.yaml
        +++ b/store/kinds/job.schema.yaml
        @@ -14,5 +14,5 @@
               required: [task]
               additionalProperties: false
               properties:
        -        task: { type: string, x-ref: store.task, examples: [move] }
        +        task: { type: string, x-ref: store.task, examples: [carry] }
                 with: { x-config-of: 1/task }
        --- a/store/tasks.yaml
        +++ b/store/tasks.yaml
        @@ -1,5 +1,5 @@
        -count: { config: { type: object, properties: { what: { type: string, x-ref: store.item, default: nail } } } }
        -move:
        +carry:
           config:
             - { name: from, type: string, x-ref: store.shelf, required: true }
             - { name: only, type: string, x-ref: store.item, default: nail }
        +count: { config: { type: object, properties: { what: { type: string, x-ref: store.item, default: nail } } } }
    "#]]
    .assert_eq(&World::new().told(&rename("task", "move", "carry")));
}

#[test]
fn a_key_that_is_taken_is_refused() {
    expect![[r#"
        refused
        error[duplicate-key]: there is an item `broom` already
         --> store/items.yaml:6:7
          |
        6 | - id: broom
          |       ^^^^^
        ...
        9 | - id: nail
          |       ---- would be the second
          |
          = path: /0
          = help: take another key
    "#]]
    .assert_eq(&World::new().told(&rename("item", "nail", "broom")));
    let taken = World::with("-- store/shelves/west.yaml --\nkey: other\n");
    expect![[r#"
        refused
        error[unsafe-edit]: `store/shelves/left.yaml` would become `store/shelves/west.yaml`, but there is `store/shelves/west.yaml` already
         --> store/shelves/west.yaml:1:1
          = help: move `store/shelves/west.yaml` away
    "#]].assert_eq(&taken.told(&rename("shelf", "left", "west")));
}

#[test]
fn a_key_that_the_kind_refuses_is_refused() {
    expect![[r#"
        refused
        error[wrong-format]: expected a string that matches `^[a-z][a-z0-9_./@ -]*$`, found `Nail`
         --> store/items.yaml:5:7
          |
        5 | - id: Nail
          |       ^^^^
          |
          = path: /0/id
          = note: this is `store/items.yaml` as it would be written
    "#]]
    .assert_eq(&World::new().told(&rename("item", "nail", "Nail")));
    expect![[r#"
        refused
        error[unsafe-name]: the key `../left` cannot become a Rust name
         --> store/shelves/_._left.yaml:2:6
          |
        2 | key: ../left
          |      ^^^^^^^
          |
          = note: this is `store/shelves/_._left.yaml` as it would be written
          = help: use ASCII letters, digits, and `.`, `_`, `-`, `@`, `/` between them
    "#]]
    .assert_eq(&World::new().told(&rename("shelf", "left", "../left")));
}

#[test]
fn the_same_key_is_no_change() {
    assert_eq!(World::new().told(&rename("item", "nail", "nail")), "unchanged nail at store/items.yaml:9\n");
}

#[test]
fn names_that_differ_in_case_only_leave_the_file() {
    let mut world = World::new();
    world.make(&rename("shelf", "left", "Left"));
    assert!(world.read("store/shelves/left.yaml").contains("key: Left\n"));
}

#[test]
fn an_alias_of_the_key_is_written_out_and_what_a_merge_brings_is_refused() {
    let world = World::with("-- store/orders/may.yaml --\n- { key: m1, item: &it nail }\n- { key: m3, item: *it }\n");
    expect![[r#"
        renamed nail to rivet at store/items.yaml:11, 7 more
        --- a/store/items.yaml
        +++ b/store/items.yaml
        @@ -6,8 +6,8 @@
         - id: broom
           name: Broom # for floors
           price: 12.50
        -- id: nail
        +- id: paint
        +  name: Paint
        +- id: rivet
           name: 'Nail'
           tags: [iron, small]
        -- id: paint
        -  name: Paint
        --- a/store/jobs/daily.yaml
        +++ b/store/jobs/daily.yaml
        @@ -1,6 +1,6 @@
         key: daily
         does:
           - task: count
        -    with: { what: nail }
        +    with: { what: rivet }
           - task: move
        -    with: { from: left, only: nail }
        +    with: { from: left, only: rivet }
        --- a/store/orders/may.yaml
        +++ b/store/orders/may.yaml
        @@ -1,2 +1,2 @@
        -- { key: m1, item: &it nail }
        -- { key: m3, item: *it }
        +- { key: m1, item: &it rivet }
        +- { key: m3, item: rivet }
        --- a/store/shelves/left.yaml
        +++ b/store/shelves/left.yaml
        @@ -2,4 +2,4 @@
         key: left
         holds:
           - broom # the only one
        -  - nail
        +  - rivet
        --- a/store/tasks.yaml
        +++ b/store/tasks.yaml
        @@ -1,5 +1,5 @@
        -count: { config: { type: object, properties: { what: { type: string, x-ref: store.item, default: nail } } } }
        +count: { config: { type: object, properties: { what: { type: string, x-ref: store.item, default: rivet } } } }
         move:
           config:
             - { name: from, type: string, x-ref: store.shelf, required: true }
        -    - { name: only, type: string, x-ref: store.item, default: nail }
        +    - { name: only, type: string, x-ref: store.item, default: rivet }
    "#]]
    .assert_eq(&world.told(&rename("item", "nail", "rivet")));
    let merged =
        World::with("-- store/orders/may.yaml --\n- &base { key: m1, item: nail }\n- { <<: *base, key: m3 }\n");
    expect![[r#"
        refused
        error[unsafe-edit]: this file cannot be changed safely: this value comes from a merge key `<<`; edit it where it is defined
         --> store/orders/may.yaml:1:26
          |
        1 | - &base { key: m1, item: nail }
          |                          ^^^^
          |
          = help: write the property out beside the merge key, then try again
    "#]].assert_eq(&merged.told(&rename("item", "nail", "rivet")));
}

/// What becomes of a file with a rename.
fn renamed(path: &str, content: &str, [kind, from, to]: [&str; 3]) -> String {
    World::after(&format!("-- {path} --\n{content}"), &rename(kind, from, to), path)
}

#[test]
fn a_list_in_order_stays_in_order() {
    let items = "\
# Everything that can be bought.

- id: broom
  name: Broom

# Of iron.
- id: nail # or a tack
  name:   'Nail'
  # By colour.
  tags: [iron, small]

# Of many colours.
- id: paint
  name: Paint

# The end.
";
    expect![[r#"
        # Everything that can be bought.

        - id: broom
          name: Broom

        # Of many colours.
        - id: paint
          name: Paint

        # Of iron.
        - id: rivet # or a tack
          name:   'Nail'
          # By colour.
          tags: [iron, small]

        # The end.
    "#]]
    .assert_eq(&renamed("store/items.yaml", items, ["item", "nail", "rivet"]));
    let there = items.replace("id: nail", "id: oil");
    let mut and_back = World::with(&format!("-- store/items.yaml --\n{items}"));
    and_back.make(&rename("item", "nail", "rivet"));
    and_back.make(&rename("item", "rivet", "nail"));
    assert_eq!(and_back.read("store/items.yaml"), items, "there and back");
    assert_eq!(renamed("store/items.yaml", items, ["item", "nail", "oil"]), there, "where it is in order, it stays");
}

#[test]
fn an_entry_that_is_added_after_a_rename_goes_to_its_sorted_place() {
    let mut world = World::new();
    world.make(&rename("item", "nail", "rivet"));
    world.make(&add("item", "{ id: nail, name: Nail }"));
    let keys: Vec<&str> =
        world.read("store/items.yaml").lines().filter_map(|line| line.strip_prefix("- id: ")).collect();
    assert_eq!(keys, ["broom", "nail", "paint", "rivet"]);
}

#[test]
fn a_map_in_order_stays_in_order() {
    let suppliers = "acme: { city: Bern } # ours\n# Of wood.\n\"birch\":\n  city: Ulm\n  parent: birch\nzenith: { city: Ulm, parent: birch }\n";
    expect![[r#"
        acme: { city: Bern } # ours
        zenith: { city: Ulm, parent: zoo }
        # Of wood.
        "zoo":
          city: Ulm
          parent: zoo
    "#]]
    .assert_eq(&renamed("store/suppliers.yaml", suppliers, ["supplier", "birch", "zoo"]));
    let in_braces = "{\"acme\": {\"city\": \"Bern\"}, \"birch\": {\"city\": \"Ulm\"}}\n";
    expect![[r#"
        {"aaa": {"city": "Ulm"}, "acme": {"city": "Bern"}}
    "#]]
    .assert_eq(&renamed("store/suppliers.yaml", in_braces, ["supplier", "birch", "aaa"]));
}

#[test]
fn an_entry_stays_where_there_is_no_order() {
    let items = "- id: paint\n  name: Paint\n- id: broom\n  name: Broom\n- id: nail\n  name: Nail\n";
    let expected = items.replace("id: broom", "id: rivet");
    assert_eq!(renamed("store/items.yaml", items, ["item", "broom", "rivet"]), expected);
    // Whoever put it out of order may have meant it.
    let expected = items.replace("id: paint", "id: saw");
    assert_eq!(renamed("store/items.yaml", items, ["item", "paint", "saw"]), expected);
}

#[test]
fn an_alias_that_would_come_before_its_value_stands_in_the_way() {
    let items = "- id: broom\n  name: Broom\n- id: nail\n  name: Nail\n  tags: &iron [iron]\n- id: paint\n  name: Paint\n  tags: *iron\n";
    let world = World::with(&format!("-- store/items.yaml --\n{items}"));
    expect![[r#"
        refused
        error[unsafe-edit]: this file cannot be changed safely: this alias would come before the value that it stands for
         --> store/items.yaml:8:9
          |
        8 |   tags: *iron
          |         ^^^^^
          |
         ::: store/items.yaml:3:7
          |
        3 | - id: nail
          |       ---- this was to change
          |
          = help: write the value out in place of the alias, then try again
    "#]].assert_eq(&world.told(&rename("item", "nail", "rivet")));
    assert_eq!(renamed("store/items.yaml", items, ["item", "nail", "oil"]), items.replace("id: nail", "id: oil"));
}
