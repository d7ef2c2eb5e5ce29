//! `remove`: an entry goes, unless something needs it.

use expect_test::expect;

use crate::world::{World, remove, set};

#[test]
fn an_entry_goes_with_its_comments() {
    let world = World::with(
        "-- store/shelves/left.yaml --\nkey: left\nholds: [nail]\n-- store/orders/june.yaml --\n- { key: j1, item: nail }\n",
    );
    expect![[r#"
        removed broom
        --- a/store/items.yaml
        +++ b/store/items.yaml
        @@ -2,10 +2,6 @@
 
         # Everything that can be bought.
 
        -# The first one.
        -- id: broom
        -  name: Broom # for floors
        -  price: 12.50
         - id: nail
           name: 'Nail'
           tags: [iron, small]
    "#]]
    .assert_eq(&world.told(&remove("item", "broom")));
}

#[test]
fn a_file_of_its_own_goes() {
    let world = World::with("-- store/shelves/right.yaml --\nkey: right\n");
    expect![[r#"
        removed right
        --- a/store/shelves/right.yaml
        +++ /dev/null
        @@ -1 +0,0 @@
        -key: right
    "#]]
    .assert_eq(&world.told(&remove("shelf", "right")));
}

#[test]
fn what_is_needed_stays_and_every_place_is_shown() {
    expect![[r#"
        refused
        error[unknown-reference]: the item `broom` is needed here, so it cannot be removed
         --> store/orders/june.yaml:1:20
          |
        1 | - { key: j1, item: broom }
          |                    ^^^^^
          |
          = path: /0/item
          = help: take `broom` out here first, or name another item

        error[unknown-reference]: the item `broom` is needed here, so it cannot be removed
         --> store/shelves/left.yaml:4:5
          |
        4 |   - broom # the only one
          |     ^^^^^
          |
          = path: /holds/0
          = help: take `broom` out here first, or name another item
    "#]]
    .assert_eq(&World::new().told(&remove("item", "broom")));
}

#[test]
fn the_last_of_a_kind_stays() {
    expect![[r#"
        refused
        error[nothing-to-check]: there are no jobs: `jobs/*.yaml` matches no file
         --> store/kinds/job.schema.yaml:4:24
          |
        4 | x-registry: { entries: jobs/*.yaml, layout: document, closed: false }
          |                        ^^^^^^^^^^^
          |
          = path: /x-registry/entries
          = note: the job `daily` is the last, and a kind without an entry is an error
          = help: add another job first, or remove `store/kinds/job.schema.yaml` too
    "#]]
    .assert_eq(&World::new().told(&remove("job", "daily")));
}

#[test]
fn a_file_that_holds_more_is_not_deleted() {
    let world = World::with("-- store/shelves/both.yaml --\nkey: a\n---\nkey: b\n");
    expect![[r#"
        refused
        error[unsafe-edit]: `store/shelves/both.yaml` cannot be deleted: it holds other documents too
         --> store/shelves/both.yaml:3:6
          |
        3 | key: b
          |      ^
          |
          = help: take the document of `b` out of the file by hand
    "#]]
    .assert_eq(&world.told(&remove("shelf", "b")));
}

#[test]
fn an_entry_inside_of_another_does_not_go_unasked() {
    let world = World::with(
        "-- store/kinds/day.schema.yaml --\ntitle: Day\nx-registry: { entries: notes.yaml, layout: list, at: /days, key: day, closed: false }\n\
         type: object\nproperties: { day: { type: string }, notes: { type: array, items: { type: object, properties: { key: { type: string } } } } }\n\
         -- store/notes.yaml --\ndays:\n  - day: monday\n    notes: [{ key: n1 }, { key: n2 }]\n  - day: sunday\n    notes: [{ key: n3 }]\n  - day: none\n",
    );
    expect![[r#"
        refused
        error[unsafe-edit]: the note `n1` would go too, as it stands inside of what changes
         --> store/notes.yaml:3:20
          |
        3 |     notes: [{ key: n1 }, { key: n2 }]
          |                    ^^
          |
          = help: rename or remove the note by itself first

        error[unsafe-edit]: the note `n2` would go too, as it stands inside of what changes
         --> store/notes.yaml:3:33
          |
        3 |     notes: [{ key: n1 }, { key: n2 }]
          |                                 ^^
          |
          = help: rename or remove the note by itself first
    "#]]
    .assert_eq(&world.told(&remove("day", "monday")));
    let told = world.told(&set("day", "monday", &["/notes=[{ key: n2 }]"]));
    assert!(told.starts_with("refused\nerror[unsafe-edit]: the note `n1` would go too"), "{told}");
    let told = world.told(&remove("day", "none"));
    assert!(told.starts_with("removed none\n"), "{told}");
    let told = world.told(&remove("note", "n1"));
    assert!(told.starts_with("removed n1\n"), "{told}");
}

#[test]
fn what_is_not_there_is_misuse() {
    expect![[r#"
        misuse: there is no item `brom`
          help: did you mean `broom`?
    "#]]
    .assert_eq(&World::new().told(&remove("item", "brom")));
}
