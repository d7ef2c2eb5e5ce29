//! `set`: properties of an entry.

use compiler::change::{assignment, property};
use expect_test::expect;
use serde_json::json;

use crate::world::{World, set};

#[test]
fn a_property_is_changed_in_its_line() {
    expect![[r#"
        updated broom at store/items.yaml:6
        --- a/store/items.yaml
        +++ b/store/items.yaml
        @@ -4,8 +4,8 @@
 
         # The first one.
         - id: broom
        -  name: Broom # for floors
        -  price: 12.50
        +  name: Besen # for floors
        +  price: 13
         - id: nail
           name: 'Nail'
           tags: [iron, small]
    "#]]
    .assert_eq(&World::new().told(&set("item", "broom", &["name=Besen", "price=13"])));
}

#[test]
fn properties_come_and_go() {
    expect![[r#"
        updated nail at store/items.yaml:9
        --- a/store/items.yaml
        +++ b/store/items.yaml
        @@ -8,6 +8,7 @@
           price: 12.50
         - id: nail
           name: 'Nail'
        -  tags: [iron, small]
        +  tags: [steel, small, sharp]
        +  size: {length: 40}
         - id: paint
           name: Paint
    "#]]
    .assert_eq(&World::new().told(&set("item", "nail", &["size.length=40", "/tags/-=sharp", "/tags/0=steel"])));
    expect![[r#"
        updated nail at store/items.yaml:9
        --- a/store/items.yaml
        +++ b/store/items.yaml
        @@ -8,6 +8,6 @@
           price: 12.50
         - id: nail
           name: 'Nail'
        -  tags: [iron, small]
        +  supplier: 'zenith'
         - id: paint
           name: Paint
    "#]]
    .assert_eq(&World::new().told(&set("item", "nail", &["-tags", "supplier=zenith"])));
}

#[test]
fn a_new_property_stands_where_its_kind_has_it() {
    expect![[r#"
        updated nail at store/items.yaml:9
        --- a/store/items.yaml
        +++ b/store/items.yaml
        @@ -8,6 +8,7 @@
           price: 12.50
         - id: nail
           name: 'Nail'
        +  price: 2
           tags: [iron, small]
         - id: paint
           name: Paint
    "#]]
    .assert_eq(&World::new().told(&set("item", "nail", &["price=2"])));
}

#[test]
fn entries_of_maps_and_files_are_changed_alike() {
    expect![[r#"
        updated zenith at store/suppliers.yaml:2
        --- a/store/suppliers.yaml
        +++ b/store/suppliers.yaml
        @@ -1,2 +1,2 @@
         acme: { city: Bern }
        -zenith: { city: Ulm, parent: acme }
        +zenith: { city: Köln, parent: acme }
    "#]]
    .assert_eq(&World::new().told(&set("supplier", "zenith", &["city=Köln"])));
    expect![[r#"
        updated left at store/shelves/left.yaml:2
        --- a/store/shelves/left.yaml
        +++ b/store/shelves/left.yaml
        @@ -1,5 +1,6 @@
         # Beside the door.
         key: left
         holds:
        -  - broom # the only one
        +  - paint # the only one
           - nail
        +note: "Wet: paint"
    "#]]
    .assert_eq(&World::new().told(&set("shelf", "left", &["/holds/0=paint", "note='Wet: paint'"])));
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
    .assert_eq(&World::new().told(&set("note", "n2", &["text=Snow"])));
}

#[test]
fn an_equal_value_changes_nothing() {
    expect![[r#"
        unchanged broom at store/items.yaml:6
    "#]]
    .assert_eq(&World::new().told(&set("item", "broom", &["price=12.5"])));
}

#[test]
fn what_the_kind_refuses_is_refused() {
    expect![[r#"
        refused
        error[wrong-type]: expected a string, found the number `12`
         --> store/items.yaml:7:9
          |
        7 |   name: 12 # for floors
          |         ^^
          |
          = path: /0/name
          = note: this is `store/items.yaml` as it would be written
          = help: a text that reads as something else goes in quotes of its own: 'PROPERTY="…"'
    "#]]
    .assert_eq(&World::new().told(&set("item", "broom", &["name=12"])));
    expect![[r#"
        refused
        error[unknown-reference]: there is no supplier `zenit`
         --> store/items.yaml:9:13
          |
        9 |   supplier: zenit
          |             ^^^^^
          |
          = path: /0/supplier
          = note: this is `store/items.yaml` as it would be written
          = help: did you mean `zenith`?
    "#]]
    .assert_eq(&World::new().told(&set("item", "broom", &["supplier=zenit"])));
}

#[test]
fn the_key_is_no_property_to_set() {
    expect![[r#"
        misuse: `id` holds the key of the item
          help: rollbook rename store.item broom <new key>
    "#]]
    .assert_eq(&World::new().told(&set("item", "broom", &["id=besom"])));
}

#[test]
fn words_that_mean_nothing_are_misuse() {
    let world = World::new();
    let told = [
        set("item", "brom", &["name=x"]),
        set("item", "nothing_like_it", &["name=x"]),
        set("item", "broom", &["-prise"]),
        set("item", "broom", &["name.first=x"]),
        set("item", "nail", &["/tags/7=x"]),
        set("item", "nail", &["-/tags/7"]),
    ];
    expect![[r#"
        misuse: there is no item `brom`
          help: did you mean `broom`?
        misuse: there is no item `nothing_like_it`
          help: `rollbook list store.item` lists them all
        misuse: there is no `prise` to take away
          help: did you mean `price`?
        misuse: `/name` is the string `Broom`, which has no `first`
        misuse: `/tags` has 2 items, counted from 0, and no item `7`
        misuse: there is no `tags.7` to take away
    "#]]
    .assert_eq(&told.map(|request| world.told(&request)).concat());
    let wrong = ["name", "=x", "a..b=x", "/a~=x", "name=[", "name=a\n---\nb", "name=Green # or blue", "name=a\nb"];
    let told = wrong.map(|word| assignment(word).expect_err("it is wrong").message + "\n").concat();
    expect![[r#"
        expected `PROPERTY=VALUE`, found `name`
        `` names no property
        `a..b` names no property
        `/a~` is not a JSON Pointer: in a JSON Pointer `~` is written `~0` and `/` inside a key `~1`
        the value of `name` is not YAML: `[` is not closed
        the value of `name` holds several documents, expected one value
        as YAML, the value of `name` is `Green`, which is not all that is given
        as YAML, the value of `name` is `a b`, which is not all that is given
    "#]]
    .assert_eq(&told);
    for (word, value) in
        [("a=x ", json!("x")), ("a='x # y'", json!("x # y")), ("a=x#y", json!("x#y")), ("a=", json!(null))]
    {
        assert_eq!(assignment(word).map(|assignment| assignment.value), Ok(Some(value)), "{word}");
    }
    assert_eq!(property("/a~1b/0").map(|at| at.segments().to_vec()), Ok(vec!["a/b".to_owned(), "0".to_owned()]));
}
