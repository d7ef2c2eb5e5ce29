//! Rules across entries stand in the way of what would break them, unless they are told not to.

use compiler::change::{Request, Rules};
use expect_test::expect;

use crate::world::{World, add, remove, rename, set};

/// Suppliers have cities of their own, shelves are not empty, and what costs a lot has tags.
const RULES: &str = r#"-- store/rules.yaml --
- id: one-supplier-a-city
  when: store.supplier
  severity: error
  why: Two suppliers of one city could have been one.
  unique: [city]
  message: "`{{ entry.key }}` and `{{ other.key }}` are both in {{ entry.city }}"
  cases:
    pass:
      - store.supplier: { x: { city: Ulm }, y: { city: Bern } }
    fail:
      - store.supplier: { x: { city: Ulm }, y: { city: Ulm } }
- id: shelf-holds-something
  when: store.shelf
  severity: error
  why: A shelf without items is in the way.
  assert: entry.holds | length > 0
  message: "the shelf `{{ entry.key }}` is empty"
  cases:
    pass:
      - store.item: [{ id: a }]
        store.shelf: [{ key: x, holds: [a] }]
    fail:
      - store.shelf: [{ key: x, holds: [] }]
- id: dear-item-has-tags
  when: store.item
  where: entry.price is defined
  severity: warning
  why: What costs a lot is looked for.
  assert: entry.price < 100 or entry.tags is defined
  message: "`{{ entry.key }}` costs {{ entry.price }} and has no tag"
  cases:
    pass:
      - store.item: [{ id: a, price: 200, tags: [x] }, { id: b, price: 2 }]
    fail:
      - store.item: [{ id: a, price: 200 }]
"#;

fn shown(request: Request) -> Request {
    Request { rules: Rules::Show, ..request }
}

#[test]
fn a_rule_that_would_be_broken_stands_in_the_way() {
    let world = World::with(RULES);
    let second = || add("supplier", "mole: { city: Bern }");
    expect![[r#"
        refused
        error[rule-violation]: `mole` and `acme` are both in Bern
         --> entry.yaml:1:15
          |
        1 | mole: { city: Bern }
          |               ^^^^
          |
         ::: store/suppliers.yaml:1:15
          |
        1 | acme: { city: Bern }
          |               ---- the other one
          |
          = path: /mole/city
          = note: rule `one-supplier-a-city`: Two suppliers of one city could have been one
    "#]]
    .assert_eq(&world.told(&second()));
    expect![[r#"
        added mole at store/suppliers.yaml:2
        error[rule-violation]: `mole` and `acme` are both in Bern
         --> store/suppliers.yaml:2:15
          |
        1 | acme: { city: Bern }
          |               ---- the other one
        2 | mole: { city: Bern }
          |               ^^^^
          |
          = path: /mole/city
          = note: rule `one-supplier-a-city`: Two suppliers of one city could have been one
        --- a/store/suppliers.yaml
        +++ b/store/suppliers.yaml
        @@ -1,2 +1,3 @@
         acme: { city: Bern }
        +mole: { city: Bern }
         zenith: { city: Ulm, parent: acme }
    "#]]
    .assert_eq(&world.told(&shown(second())));
}

#[test]
fn a_rule_looks_at_what_is_set_and_removed_too() {
    let world = World::with(RULES);
    expect![[r#"
        refused
        error[rule-violation]: the shelf `left` is empty
         --> store/shelves/left.yaml:2:6
          |
        2 | key: left
          |      ^^^^
          |
          = note: rule `shelf-holds-something`: A shelf without items is in the way
          = note: this is `store/shelves/left.yaml` as it would be written
    "#]]
    .assert_eq(&world.told(&set("shelf", "left", &["holds=[]"])));
    let told = world.told(&shown(remove("item", "nail")));
    assert!(told.starts_with("refused\nerror[unknown-reference]: the item `nail` is needed here"), "{told}");
}

#[test]
fn a_rule_that_warns_stands_in_no_way() {
    expect![[r#"
        added gold at store/items.yaml:9
        warning[rule-violation]: `gold` costs 900 and has no tag
          --> store/items.yaml:11:10
           |
        11 |   price: 900
           |          ^^^
           |
           = path: /1/price
           = note: rule `dear-item-has-tags`: What costs a lot is looked for
        --- a/store/items.yaml
        +++ b/store/items.yaml
        @@ -6,6 +6,9 @@
         - id: broom
           name: Broom # for floors
           price: 12.50
        +- id: gold
        +  name: Gold
        +  price: 900
         - id: nail
           name: 'Nail'
           tags: [iron, small]
    "#]]
    .assert_eq(&World::with(RULES).told(&add("item", "{ id: gold, name: Gold, price: 900 }")));
}

#[test]
fn a_rule_that_was_broken_before_is_not_blamed() {
    let mut world = World::with(RULES);
    world.write("store/suppliers.yaml", "acme: { city: Bern }\nzenith: { city: Bern }\n");
    expect![[r#"
        added drill at store/items.yaml:9
        --- earlier
        error[rule-violation]: `zenith` and `acme` are both in Bern
         --> store/suppliers.yaml:2:17
          |
        1 | acme: { city: Bern }
          |               ---- the other one
        2 | zenith: { city: Bern }
          |                 ^^^^
          |
          = path: /zenith/city
          = note: rule `one-supplier-a-city`: Two suppliers of one city could have been one
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
    .assert_eq(&world.told(&add("item", "{ id: drill, name: Drill }")));
    let renamed = world.told(&rename("supplier", "acme", "ajax"));
    assert!(renamed.starts_with("renamed acme to ajax"), "{renamed}");
    let worse = world.told(&add("supplier", "mole: { city: Bern }"));
    assert!(worse.starts_with("refused\n"), "{worse}");
}

#[test]
fn of_three_that_break_a_rule_one_can_go() {
    let mut world = World::with(RULES);
    world.write("store/suppliers.yaml", "acme: { city: A }\nb: { city: Bern }\nc: { city: Bern }\nd: { city: Bern }\n");
    let told = world.told(&remove("supplier", "b"));
    assert!(told.starts_with("removed b\n--- earlier\nerror[rule-violation]: `d` and `c` are both in Bern"), "{told}");
    let told = world.told(&set("supplier", "acme", &["city=Bern"]));
    assert!(told.starts_with("refused\n"), "{told}");
}

#[test]
fn a_rule_that_would_look_at_nothing_any_more_stands_in_the_way() {
    let world = World::with(RULES);
    let told = world.told(&set("item", "broom", &["-price"]));
    assert!(told.starts_with("refused\nerror[idle-rule]"), "{told}");
    let told = world.told(&shown(set("item", "broom", &["-price"])));
    assert!(told.starts_with("updated broom"), "{told}");
}
