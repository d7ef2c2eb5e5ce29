//! `add`: where entries go, and what stays.

use expect_test::expect;
use serde_json::json;

use crate::world::{World, add, add_all};

#[test]
fn a_new_entry_goes_to_its_sorted_place_and_comments_stay() {
    expect![[r#"
        added drill at store/items.yaml:9
        --- a/store/items.yaml
        +++ b/store/items.yaml
        @@ -6,6 +6,10 @@
         - id: broom
           name: Broom # for floors
           price: 12.50
        +- id: drill
        +  name: Drill
        +  tags:
        +    - loud
         - id: nail
           name: 'Nail'
           tags: [iron, small]
    "#]]
    .assert_eq(&World::new().told(&add("item", "id: drill\nname: Drill\ntags: [loud]\n")));
}

#[test]
fn the_first_and_the_last_place_are_places_too() {
    expect![[r#"
        added axe at store/items.yaml:5
        added saw at store/items.yaml:16
        --- a/store/items.yaml
        +++ b/store/items.yaml
        @@ -2,6 +2,8 @@
 
         # Everything that can be bought.
 
        +- id: axe
        +  name: Axe
         # The first one.
         - id: broom
           name: Broom # for floors
        @@ -11,3 +13,5 @@
           tags: [iron, small]
         - id: paint
           name: Paint
        +- id: saw
        +  name: Saw
    "#]]
    .assert_eq(&World::new().told(&add_all("item", &["{ id: saw, name: Saw }", "{ id: axe, name: Axe }"])));
}

#[test]
fn an_entry_of_a_map_is_given_with_its_key() {
    expect![[r#"
        added mole at store/suppliers.yaml:2
        --- a/store/suppliers.yaml
        +++ b/store/suppliers.yaml
        @@ -1,2 +1,3 @@
         acme: { city: Bern }
        +mole: { city: Rom, parent: zenith }
         zenith: { city: Ulm, parent: acme }
    "#]]
    .assert_eq(&World::new().told(&add("supplier", "mole: { city: Rom, parent: zenith }")));
}

#[test]
fn an_entry_of_its_own_file_gets_one_beside_the_others() {
    expect![[r#"
        added right at store/shelves/right.yaml:2
        --- /dev/null
        +++ b/store/shelves/right.yaml
        @@ -0,0 +1,4 @@
        +# yaml-language-server: $schema=../../.schema/store.shelf.schema.json
        +key: right
        +holds:
        +  - paint
    "#]]
    .assert_eq(&World::new().told(&add("shelf", "key: right\nholds: [paint]\n")));
}

#[test]
fn many_entries_come_at_once() {
    let told = World::new()
        .told(&add_all("item", &["- { id: b, name: B }\n- { id: a, name: A }", "id: c\nname: C\n---\nid: d\nname: D"]));
    expect![[r#"
        added a at store/items.yaml:5
        added b at store/items.yaml:7
        added c at store/items.yaml:13
        added d at store/items.yaml:15
        --- a/store/items.yaml
        +++ b/store/items.yaml
        @@ -2,10 +2,18 @@
 
         # Everything that can be bought.
 
        +- id: a
        +  name: A
        +- id: b
        +  name: B
         # The first one.
         - id: broom
           name: Broom # for floors
           price: 12.50
        +- id: c
        +  name: C
        +- id: d
        +  name: D
         - id: nail
           name: 'Nail'
           tags: [iron, small]
    "#]]
    .assert_eq(&told);
}

#[test]
fn an_update_touches_the_lines_that_differ() {
    expect![[r#"
        updated broom at store/items.yaml:6
        --- a/store/items.yaml
        +++ b/store/items.yaml
        @@ -5,7 +5,7 @@
         # The first one.
         - id: broom
           name: Broom # for floors
        -  price: 12.50
        +  price: 13
         - id: nail
           name: 'Nail'
           tags: [iron, small]
    "#]]
    .assert_eq(&World::new().told(&add("item", "{ id: broom, name: Broom, price: 13 }")));
}

#[test]
fn what_is_left_out_of_an_update_goes() {
    expect![[r#"
        updated nail at store/items.yaml:9
        --- a/store/items.yaml
        +++ b/store/items.yaml
        @@ -8,6 +8,5 @@
           price: 12.50
         - id: nail
           name: 'Nail'
        -  tags: [iron, small]
         - id: paint
           name: Paint
    "#]]
    .assert_eq(&World::new().told(&add("item", "{ id: nail, name: Nail }")));
}

#[test]
fn added_twice_is_added_once() {
    let mut world = World::new();
    let requests = [
        add("item", "{ id: drill, name: Drill, size: { b: 1, a: 2 } }"),
        add("supplier", "mole: { city: Rom }"),
        add("shelf", "{ key: right, holds: [paint] }"),
        add("task", "rest: {}"),
    ];
    for request in &requests {
        world.make(request);
        let before = world.clone();
        let told = world.make(request);
        assert!(told.starts_with("unchanged "), "{told}");
        assert_eq!(world.files.0, before.files.0);
    }
}

#[test]
fn the_order_of_properties_is_no_difference() {
    expect![[r#"
        unchanged nail at store/items.yaml:9
    "#]]
    .assert_eq(&World::new().told(&add("item", "{ tags: [iron, small], name: Nail, id: nail }")));
}

#[test]
fn new_and_known_entries_come_together() {
    let entries = "- { id: paint, name: Paint, price: 3 }\n- { id: glue, name: Glue }\n- { id: nail, name: Nail, tags: [iron, small] }\n";
    expect![[r#"
        added glue at store/items.yaml:9
        unchanged nail at store/items.yaml:11
        updated paint at store/items.yaml:14
        --- a/store/items.yaml
        +++ b/store/items.yaml
        @@ -6,8 +6,11 @@
         - id: broom
           name: Broom # for floors
           price: 12.50
        +- id: glue
        +  name: Glue
         - id: nail
           name: 'Nail'
           tags: [iron, small]
         - id: paint
           name: Paint
        +  price: 3
    "#]]
    .assert_eq(&World::new().told(&add("item", entries)));
}

#[test]
fn a_list_in_brackets_stays_in_brackets() {
    let before =
        "-- store/items.yaml --\n[{ id: broom, name: Broom }, { id: nail, name: Nail }, { id: paint, name: Paint }]\n";
    let after = World::after(before, &add("item", "{ id: glue, name: Glue }"), "store/items.yaml");
    assert_eq!(
        after,
        "[{ id: broom, name: Broom }, { id: glue, name: Glue }, { id: nail, name: Nail }, { id: paint, name: Paint }]\n"
    );
}

#[test]
fn an_empty_list_takes_its_first_entry() {
    for empty in ["[]\n", "# none yet\n", "", "---\n", "~\n"] {
        let before =
            format!("-- store/orders/may.yaml --\n{empty}-- store/orders/june.yaml --\n- {{ key: j1, item: broom }}\n");
        let request = crate::world::add_to("order", "{ key: m1, item: nail }", Some("store/orders/may.yaml"));
        let after = World::after(&before, &request, "store/orders/may.yaml");
        assert!(after.ends_with("- key: m1\n  item: nail\n"), "{empty:?} became {after:?}");
        assert!(!empty.contains('#') || after.starts_with("# none yet\n"), "{after}");
    }
}

#[test]
fn line_endings_and_a_missing_last_one_stay() {
    let mut world = World::new();
    world.write(
        "store/items.yaml",
        "- id: broom\r\n  name: Broom\r\n- id: nail\r\n  name: Nail\r\n- id: paint\r\n  name: Paint",
    );
    world.make(&add_all("item", &["{ id: glue, name: Glue }", "{ id: saw, name: Saw }"]));
    assert_eq!(
        world.read("store/items.yaml"),
        "- id: broom\r\n  name: Broom\r\n- id: glue\r\n  name: Glue\r\n- id: nail\r\n  name: Nail\r\n\
         - id: paint\r\n  name: Paint\r\n- id: saw\r\n  name: Saw"
    );
}

#[test]
fn of_several_documents_the_one_in_order_takes_the_entry() {
    let before = "-- store/items.yaml --\n# small\n- { id: broom, name: B }\n- { id: nail, name: N }\n---\n# large\n- { id: paint, name: P }\n";
    let request = add_all("item", &["{ id: glue, name: G }", "{ id: oak, name: O }", "{ id: saw, name: S }"]);
    let after = World::after(before, &request, "store/items.yaml");
    expect![[r#"
        # small
        - { id: broom, name: B }
        - { id: glue, name: G }
        - { id: nail, name: N }
        ---
        - { id: oak, name: O }
        # large
        - { id: paint, name: P }
        - { id: saw, name: S }
    "#]]
    .assert_eq(&after);
}

#[test]
fn entries_in_no_order_take_new_ones_at_their_end() {
    let before = "-- store/orders/may.yaml --\n- { key: z, item: nail }\n- { key: a, item: nail }\n";
    let request = crate::world::add_to("order", "{ key: m, item: nail }", Some("orders/may.yaml"));
    let after = World::after(before, &request, "store/orders/may.yaml");
    assert_eq!(after, "- { key: z, item: nail }\n- { key: a, item: nail }\n- { key: m, item: nail }\n");
}

#[test]
fn what_lies_deeper_in_a_file_is_found_and_made() {
    let kind = "-- store/kinds/order.schema.yaml --\ntitle: Order\nx-registry: { entries: 'orders/*.yaml', layout: list, at: /all/orders, closed: false }\n\
                type: object\nproperties: { key: { type: string }, item: { type: string, x-ref: store.item } }\n\
                -- store/orders/june.yaml --\nall: { orders: [] }\n";
    let request = |file| crate::world::add_to("order", "{ key: m, item: nail }", Some(file));
    let there =
        format!("{kind}-- store/orders/may.yaml --\nall:\n  year: 1\n  orders:\n    - key: a\n      item: nail\n");
    let after = World::after(&there, &request("orders/may.yaml"), "store/orders/may.yaml");
    assert_eq!(after, "all:\n  year: 1\n  orders:\n    - key: a\n      item: nail\n    - key: m\n      item: nail\n");
    let missing = format!("{kind}-- store/orders/may.yaml --\nyear: 1\n");
    let after = World::after(&missing, &request("orders/may.yaml"), "store/orders/may.yaml");
    assert_eq!(after, "year: 1\nall:\n  orders:\n    - key: m\n      item: nail\n");
    let made = World::after(kind, &request("orders/july.yaml"), "store/orders/july.yaml");
    assert!(made.ends_with("json\nall:\n  orders:\n    - key: m\n      item: nail\n"), "{made}");
}

#[test]
fn among_several_places_an_entry_is_changed_and_none_is_placed() {
    let world = World::new();
    expect![[r#"
        updated n2 at store/notes.yaml:3
        --- a/store/notes.yaml
        +++ b/store/notes.yaml
        @@ -1,3 +1,3 @@
         days:
           - notes: [{ key: n1, text: Rain }]
        -  - notes: [{ key: n2, text: Sun }]
        +  - notes: [{ key: n2, text: Snow }]
    "#]]
    .assert_eq(&world.told(&add("note", "{ key: n2, text: Snow }")));
    expect![[r#"
        refused
        error[unsafe-edit]: a new note can only be placed by hand: they lie at several places of a file
         --> store/kinds/note.schema.yaml:4:54
          |
        4 | x-registry: { entries: notes.yaml, layout: list, at: '/days/*/notes', closed: false }
          |                                                      ^^^^^^^^^^^^^^^
          |
          = path: /x-registry/at
          = help: write it where it belongs in `notes.yaml`; `add` and `set` change it from then on
    "#]]
    .assert_eq(&world.told(&add("note", "{ key: n3, text: Snow }")));
}

#[test]
fn an_anchor_that_others_stand_on_is_refused_at_its_place() {
    let before = "-- store/items.yaml --\n- { id: broom, name: Broom, tags: &t [a] }\n- { id: nail, name: Nail, tags: *t }\n- { id: paint, name: Paint }\n";
    expect![[r#"
        refused
        error[unsafe-edit]: this file cannot be changed safely: aliases elsewhere stand for this value, and would change with it
         --> store/items.yaml:1:35
          |
        1 | - { id: broom, name: Broom, tags: &t [a] }
          |                                   ^^^^^^
          |
          = help: write the value out in place of the aliases, then try again
    "#]]
    .assert_eq(&World::with(before).told(&add("item", "{ id: broom, name: Broom, tags: [b] }")));
}

#[test]
fn five_hundred_entries_come_at_once_and_lie_in_order() {
    let entries: Vec<_> = (0..500).rev().map(|number| json!({ "id": format!("k{number:03}"), "name": "N" })).collect();
    let mut world = World::new();
    world.make(&add("item", &json!(entries).to_string()));
    let lines: Vec<&str> =
        world.read("store/items.yaml").lines().filter_map(|line| line.split("id: ").nth(1)).collect();
    assert_eq!(lines.len(), 503);
    assert!(lines.is_sorted(), "{lines:?}");
}
