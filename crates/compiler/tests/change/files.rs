//! The file that a new entry goes to.

use expect_test::expect;

use crate::world::{World, add, add_all, add_to, remove};

#[test]
fn of_several_files_the_caller_chooses_one() {
    let world = World::new();
    expect![[r#"
        misuse: there are 2 files of orders, so say which
          note: they are `store/orders/june.yaml`, `store/orders/may.yaml`
          help: --file store/orders/june.yaml
    "#]]
    .assert_eq(&world.told(&add("order", "{ key: m2, item: nail }")));
    let chosen = world.told(&add_to("order", "{ key: m2, item: nail }", Some("store/orders/may.yaml")));
    assert_eq!(chosen, world.told(&add_to("order", "{ key: m2, item: nail }", Some("orders/may.yaml"))));
    expect![[r#"
        added m2 at store/orders/may.yaml:2
        --- a/store/orders/may.yaml
        +++ b/store/orders/may.yaml
        @@ -1,2 +1,3 @@
         - { key: m1, item: nail }
        +- { key: m2, item: nail }
         - { key: m3, item: nail }
    "#]]
    .assert_eq(&chosen);
}

#[test]
fn a_list_file_that_is_not_there_is_made() {
    expect![[r#"
        added a1 at store/orders/april.yaml:2
        --- /dev/null
        +++ b/store/orders/april.yaml
        @@ -0,0 +1,3 @@
        +# yaml-language-server: $schema=../../.schema/store.order.schema.json
        +- key: a1
        +  item: nail
    "#]]
    .assert_eq(&World::new().told(&add_to("order", "{ key: a1, item: nail }", Some("orders/april.yaml"))));
}

#[test]
fn the_only_file_of_a_kind_is_made_when_it_is_missing() {
    let mut world = World::new();
    world.files.0.remove("store/suppliers.yaml");
    world.files.0.remove("store/orders/may.yaml");
    world.files.0.remove("store/orders/june.yaml");
    expect![[r#"
        added acme at store/suppliers.yaml:2
        added zenith at store/suppliers.yaml:4
        --- earlier
        error[nothing-to-check]: there are no orders: `orders/*.yaml` matches no file
         --> store/kinds/order.schema.yaml:4:24
          |
        4 | x-registry: { entries: 'orders/*.yaml', layout: list, key: key, closed: false }
          |                        ^^^^^^^^^^^^^^^
          |
          = path: /x-registry/entries
        --- /dev/null
        +++ b/store/suppliers.yaml
        @@ -0,0 +1,5 @@
        +# yaml-language-server: $schema=../.schema/store.supplier.schema.json
        +acme:
        +  city: Bern
        +zenith:
        +  city: Ulm
    "#]]
    .assert_eq(&world.told(&add("supplier", "{ acme: { city: Bern }, zenith: { city: Ulm } }")));
    expect![[r#"
        misuse: there is no file of orders yet: `store/orders/*.yaml` matches none
          help: --file store/orders/<name>.yaml
    "#]]
    .assert_eq(&world.told(&add("order", "{ key: a1, item: nail }")));
}

#[test]
fn a_chosen_file_must_be_one_of_the_kind() {
    let world = World::new();
    for file in ["store/items.yaml", "../orders/x.yaml", "/etc/passwd", "orders/x.yml", "store/orders/../../x.yaml"] {
        let told = world.told(&add_to("order", "{ key: a1, item: nail }", Some(file)));
        let expected = format!("misuse: `{file}` is no file of orders: they lie in `store/orders/*.yaml`\n");
        assert_eq!(told, expected);
    }
}

#[test]
fn a_chosen_file_must_be_the_one_that_has_the_entry() {
    expect![[r#"
        misuse: the order `m1` is in `store/orders/may.yaml` already
          help: leave `--file` out to change it there
    "#]]
    .assert_eq(&World::new().told(&add_to("order", "{ key: m1, item: broom }", Some("orders/june.yaml"))));
}

#[test]
fn a_file_that_is_there_is_not_written_over() {
    let world = World::with("-- store/shelves/right.yaml --\nkey: other\n");
    expect![[r#"
        misuse: the shelf `right` would go to `store/shelves/right.yaml`, which is there already
          help: --file store/shelves/<name>.yaml
    "#]]
    .assert_eq(&world.told(&add("shelf", "key: right")));
    let upper = World::with("-- store/shelves/Right.yaml --\nkey: other\n");
    expect![[r#"
        misuse: the shelf `right` would go to `store/shelves/right.yaml`, which some machines cannot tell from `store/shelves/Right.yaml`
          help: --file store/shelves/<name>.yaml
    "#]].assert_eq(&upper.told(&add("shelf", "key: right")));
}

#[test]
fn two_entries_never_share_a_new_file() {
    let world = World::new();
    expect![[r#"
        misuse: `a/b` and `a:b` belong into one file, `store/shelves/a_b.yaml`
          help: add them one by one, with `--file`
    "#]]
    .assert_eq(&world.told(&add_all("shelf", &["key: a/b", "key: a:b"])));
    expect![[r#"
        misuse: `a` and `b` belong into one file, `store/shelves/x.yaml`
          help: add them one by one, with `--file`
    "#]]
    .assert_eq(&world.told(&add_to("shelf", "[{ key: a }, { key: b }]", Some("shelves/x.yaml"))));
}

#[test]
fn names_of_files_are_safe_whatever_the_key() {
    let mut world = World::new();
    let keys = ["con", "a/b", "x y", "text.llm@1", "..a"];
    for key in keys {
        let told = world.told(&add("shelf", &format!("key: {key:?}")));
        let path = told.lines().find_map(|line| line.strip_prefix("+++ b/"));
        assert!(
            told.starts_with("refused") || path.is_some_and(|path| path.starts_with("store/shelves/")),
            "{key}: {told}"
        );
    }
    world.make(&add("shelf", "key: con"));
    assert!(world.files.0.contains_key("store/shelves/con_.yaml"));
    expect![[r#"
        misuse: the key of a shelf cannot be the name of a file
          note: it has 300 bytes, the limit is 200
          help: --file store/shelves/<name>.yaml
    "#]]
    .assert_eq(&world.told(&add("shelf", &format!("key: {}", "k".repeat(300)))));
}

#[test]
fn a_folder_outside_of_the_project_is_only_read() {
    let mut world = World::with(
        "-- rollbook.yaml --\nname: store\nregistries:\n  store: { title: Store, purpose: Things., content: { env: STOCK } }\n",
    );
    for (path, text) in std::mem::take(&mut world.files.0) {
        let moved = path.strip_prefix("store/").filter(|below| !below.starts_with("kinds/"));
        world.files.0.insert(moved.map_or(path.clone(), |below| format!("$STOCK/{below}")), text);
    }
    expect![[r#"
        refused
        error[outside-path]: `$STOCK/items.yaml` lies outside the project, and is only read
         --> $STOCK/items.yaml:1:1
          |
        1 | # yaml-language-server: $schema=../.schema/store.item.schema.json
          | ^
          |
          = note: the entries of `store.item` come from the folder that `STOCK` names
          = help: change it where that folder is kept
    "#]]
    .assert_eq(&world.told(&add("item", "{ id: drill, name: Drill }")));
    expect![[r#"
        refused
        error[outside-path]: `$STOCK/shelves/right.yaml` lies outside the project, and is only read
         --> $STOCK/shelves/right.yaml:1:1
          |
        1 | # yaml-language-server: $schema=../../.schema/store.shelf.schema.json
          | ^
          |
          = note: the entries of `store.shelf` come from the folder that `STOCK` names
          = help: change it where that folder is kept
    "#]]
    .assert_eq(&world.told(&add("shelf", "key: right")));
    expect![[r#"
        refused
        error[outside-path]: `$STOCK/orders/may.yaml` lies outside the project, and is only read
         --> $STOCK/orders/may.yaml:1:10
          |
        1 | - { key: m1, item: nail }
          |          ^^
          |
          = note: the entries of `store.order` come from the folder that `STOCK` names
          = help: change it where that folder is kept
    "#]]
    .assert_eq(&world.told(&remove("order", "m1")));
}
