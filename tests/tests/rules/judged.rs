//! Which entries are judged, and what is known of them.

use crate::project::{check, expect, found, looked_at};

#[test]
fn a_reference_that_leads_nowhere_is_reported_where_it_stands_and_never_judged() {
    expect(
        r#"
-- shop/rules.yaml --
- id: backup-is-large
  when: shop.item
  severity: error
  why: A backup replaces a team.
  assert: entry.backup.size > 5
  message: "`{{ entry.key }}` has {{ entry.backup.size }}"
  cases:
    pass: [{ shop.team: { a: { size: 6 } }, shop.item: [{ item_id: x, backup: a }] }]
    fail: [{ shop.team: { a: { size: 5 } }, shop.item: [{ item_id: x, backup: a }] }]
- id: one-size-of-backups
  when: shop.item
  severity: error
  why: Backups differ.
  unique: [backup.size]
  cases:
    pass: [{ shop.team: { a: { size: 6 } }, shop.item: [{ item_id: x, backup: a }] }]
    fail: [{ shop.team: { a: { size: 5 } }, shop.item: [{ item_id: x, backup: a }, { item_id: y, backup: a }] }]
- id: backup-is-not-the-owner
  when: shop.item
  severity: error
  why: Keys are known even of what does not exist.
  assert: entry.backup.key != entry.owner.key
  message: "`{{ entry.backup }}` is both, and has {{ entry.backup.size }}"
  cases:
    pass: [{ shop.item: [{ item_id: x, backup: a, owner: b }] }]
    fail: [{ shop.item: [{ item_id: x, backup: a, owner: a }] }]
- id: somebody-has-each-backup
  when: shop.item
  severity: error
  why: A note of the backup's lead may be the one whose lead is missing.
  exists: { in: shop.item, equal: { backup.motto: label } }
  cases:
    pass: [{ shop.team: { a: { motto: m } }, shop.item: [{ item_id: x, backup: a, label: m }] }]
    fail: [{ shop.team: { a: { motto: m } }, shop.item: [{ item_id: x, backup: a, label: n }] }]
-- shop/teams.yaml --
small: { size: 5, motto: m }
large: { size: 6, motto: n }
-- shop/items/a.yaml --
- { item_id: a, owner: small, backup: nobody, label: z }
- { item_id: b, owner: small, backup: large }
- { item_id: c, owner: small, backup: nobody }
- { item_id: d, owner: nobody, backup: nobody }
"#,
        r"warning[unknown-reference] shop/items/a.yaml:1:39 /0/backup: there is no team `nobody`
  in: shop.item a
  note: the teams are `large`, `small`
warning[unknown-reference] shop/items/a.yaml:3:39 /2/backup: there is no team `nobody`
  in: shop.item c
  note: the teams are `large`, `small`
error[unknown-reference] shop/items/a.yaml:4:24 /3/owner: there is no team `nobody`
  in: shop.item d
  note: the teams are `large`, `small`
warning[unknown-reference] shop/items/a.yaml:4:40 /3/backup: there is no team `nobody`
  in: shop.item d
  note: the teams are `large`, `small`
error[rule-violation] shop/items/a.yaml:4:40 /3/backup: `d` breaks the rule `backup-is-not-the-owner`
  in: shop.item d
  by: backup-is-not-the-owner
  note: rule `backup-is-not-the-owner`: Keys are known even of what does not exist
",
    );
}

#[test]
fn entries_with_mistakes_of_their_own_are_left_out() {
    expect(
        r"
-- shop/rules.yaml --
- id: owners-are-large
  when: shop.item
  severity: error
  why: A small team owns nothing.
  assert: entry.owner.size > 5
  cases:
    pass: [{ shop.team: { a: { size: 6 } }, shop.item: [{ item_id: x, owner: a }] }]
    fail: [{ shop.team: { a: { size: 5 } }, shop.item: [{ item_id: x, owner: a }] }]
- id: teams-are-led
  when: shop.team
  where: entry.size > 5
  severity: error
  why: The team that is wrong may be the one.
  assert: entry.lead is defined
  cases:
    pass: [{ shop.team: { a: { size: 6, lead: a } } }]
    fail: [{ shop.team: { a: { size: 6 } } }]
- id: each-owner-has-a-motto
  when: shop.item
  severity: error
  why: The team that is wrong may have it.
  exists: { in: shop.team, equal: { motto: label } }
  cases:
    pass: [{ shop.team: { a: { motto: m } }, shop.item: [{ item_id: x, label: m }] }]
    fail: [{ shop.team: { a: { motto: m } }, shop.item: [{ item_id: x, label: n }] }]
-- shop/teams.yaml --
wrong: { size: many, motto: z }
small: { size: 5 }
-- shop/items/a.yaml --
- { item_id: a, owner: wrong, label: z }
- { item_id: b, owner: small }
- { item_id: c, owner: small, weight: heavy }
",
        r"error[rule-violation] shop/items/a.yaml:2:24 /1/owner: `b` breaks the rule `owners-are-large`
  in: shop.item b
  by: owners-are-large
  note: rule `owners-are-large`: A small team owns nothing
error[wrong-type] shop/items/a.yaml:3:39 /2/weight: expected a number, found the string `heavy`
  in: shop.item c
error[wrong-type] shop/teams.yaml:1:16 /wrong/size: expected an integer, found the string `many`
  in: shop.team wrong
",
    );
}

#[test]
fn where_a_file_cannot_be_read_nothing_is_missed() {
    expect(
        r"
-- shop/rules.yaml --
- id: each-item-has-a-note
  when: shop.item
  severity: error
  why: What nobody wrote about is forgotten.
  exists: { in: plan.note, equal: { about: key } }
  cases:
    pass: [{ shop.item: [{ item_id: a }], plan.note: { n: { about: [a] } } }]
    fail: [{ shop.item: [{ item_id: a }], plan.note: { n: { about: [] } } }]
-- shop/items/a.yaml --
- { item_id: a }
-- plan/notes.yaml --
first: [
",
        r"error[yaml-syntax] plan/notes.yaml:1:9 -: `[` is not closed
  also: plan/notes.yaml:1:8 opened here
  help: write `]` where it ends, or quote the text if `[` belongs to it
",
    );
}

#[test]
fn the_values_of_a_map_are_no_items() {
    expect(
        r#"
-- shop/rules.yaml --
- id: helpers
  when: shop.item
  each: helpers
  severity: error
  why: Of a map each value is looked at.
  assert: item.size > 1
  message: "`{{ item }}`, {{ item.size }}"
  cases:
    pass: [{ shop.team: { a: { size: 2 } }, shop.item: [{ item_id: x, helpers: { h: a } }] }]
    fail: [{ shop.team: { a: { size: 1 } }, shop.item: [{ item_id: x, helpers: { h: a } }] }]
-- shop/teams.yaml --
one: { size: 1 }
-- shop/items/a.yaml --
- { item_id: a, helpers: { x: one } }
"#,
        r"error[invalid-rule] shop/rules.yaml:3:9 /0/each: `helpers` is no list
  by: helpers
",
    );
}

/// Rules whose paths lead through maps, variants and a type inside of itself.
const DEEP: &str = r#"
-- shop/rules.yaml --
- id: a-helper
  when: shop.item
  where: entry.helpers.first is defined
  severity: error
  why: Of a map a value has a name.
  assert: entry.helpers.first.size > 1
  message: "`{{ entry.helpers.first }}`, {{ entry.helpers.first.size }}"
  cases:
    pass: [{ shop.team: { a: { size: 2 } }, shop.item: [{ item_id: x, helpers: { first: a } }] }]
    fail: [{ shop.team: { a: { size: 1 } }, shop.item: [{ item_id: x, helpers: { first: a } }] }]
- id: makers
  when: shop.item
  where: entry.how is defined and entry.how.way == "made"
  severity: error
  why: Who makes things is a team; who sells them is not.
  assert: entry.how.by.size > 1
  message: "`{{ entry.how.by }}`, {{ entry.how.by.size }}"
  cases:
    pass: [{ shop.team: { a: { size: 2 } }, shop.item: [{ item_id: x, how: { way: made, by: a } }] }]
    fail: [{ shop.team: { a: { size: 1 } }, shop.item: [{ item_id: x, how: { way: made, by: a } }] }]
- id: shops
  when: shop.item
  where: entry.how is defined and entry.how.way == "bought"
  severity: error
  why: It is a text.
  assert: entry.how.by == "market"
  cases:
    pass: [{ shop.item: [{ item_id: x, how: { way: bought, by: market } }] }]
    fail: [{ shop.item: [{ item_id: x, how: { way: bought, by: one } }] }]
- id: one-way-once
  when: shop.item
  severity: error
  why: Ways are few.
  unique: [how.way, how.by.size]
  cases:
    pass: [{ shop.item: [{ item_id: x, how: { way: bought, by: market } }, { item_id: y, how: { way: bought, by: market } }] }]
    fail:
      - shop.team: { a: { size: 2 } }
        shop.item: [{ item_id: x, how: { way: made, by: a } }, { item_id: y, how: { way: made, by: a } }]
- id: deep-down
  when: shop.item
  severity: error
  why: Trees end somewhere.
  unique: [tree.below.below.team.size]
  cases:
    pass: [{ shop.item: [{ item_id: x }] }]
    fail:
      - shop.team: { a: { size: 2 } }
        shop.item:
          - { item_id: x, tree: { below: [{ below: [{ team: a }] }] } }
          - { item_id: y, tree: { below: [{ below: [{ team: a }] }] } }
-- shop/teams.yaml --
one: { size: 1 }
-- shop/items/a.yaml --
- { item_id: a, helpers: { first: one, second: one } }
- { item_id: b, how: { way: made, by: one } }
- { item_id: c, how: { way: bought, by: one }, tree: { below: [{ below: [{ team: one }] }] } }
- { item_id: d, how: { way: made, by: one }, tree: { below: [{}, { below: [{}, { team: one }] }] } }
"#;

const DEEP_FOUND: &str = r"error[rule-violation] shop/items/a.yaml:1:28 /0/helpers: `one`, 1
  in: shop.item a
  by: a-helper
  note: rule `a-helper`: Of a map a value has a name
error[rule-violation] shop/items/a.yaml:2:24 /1/how: `one`, 1
  in: shop.item b
  by: makers
  note: rule `makers`: Who makes things is a team; who sells them is not
error[rule-violation] shop/items/a.yaml:3:24 /2/how: `c` breaks the rule `shops`
  in: shop.item c
  by: shops
  note: rule `shops`: It is a text
error[rule-violation] shop/items/a.yaml:4:24 /3/how: `one`, 1
  in: shop.item d
  by: makers
  note: rule `makers`: Who makes things is a team; who sells them is not
error[rule-violation] shop/items/a.yaml:4:29 /3/how/way: `b` and `d` have the same `how.way` `made` and `how.by.size` `1`
  in: shop.item d
  by: one-way-once
  also: shop/items/a.yaml:2:29 the other one
  note: rule `one-way-once`: Ways are few
error[rule-violation] shop/items/a.yaml:4:88 /3/tree/below/1/below/1/team: `c` and `d` have the same `tree.below.below.team.size` `1`
  in: shop.item d
  by: deep-down
  also: shop/items/a.yaml:3:82 the other one
  note: rule `deep-down`: Trees end somewhere
error[invalid-rule] shop/rules.yaml:3:10 /0/where: `where` cannot be worked out for `b`: undefined value: `entry.helpers` is undefined
  by: a-helper
  also: shop/items/a.yaml:2:14 the item
";

#[test]
fn maps_variants_and_types_inside_of_themselves_lead_to_entries() {
    expect(DEEP, DEEP_FOUND);
}

#[test]
fn rules_of_one_registry_look_at_another_and_ids_are_used_once() {
    expect(
        r"
-- shop/rules.yaml --
- id: notes-name-teams
  when: plan.note
  severity: error
  why: Said in the shop.
  assert: entry.team.size > 1
  cases:
    pass: [{ shop.team: { a: { size: 2 } }, plan.note: { n: { team: a } } }]
    fail: [{ shop.team: { a: { size: 1 } }, plan.note: { n: { team: a } } }]
-- plan/rules.yaml --
- id: notes-name-teams
  when: plan.note
  severity: error
  why: Said in the plan.
  assert: entry.team.size > 1
  cases:
    pass: [{ shop.team: { a: { size: 2 } }, plan.note: { n: { team: a } } }]
    fail: [{ shop.team: { a: { size: 1 } }, plan.note: { n: { team: a } } }]
- id: all-items-are-light
  when: shop.item
  severity: warning
  why: Said in the plan, of the shop.
  assert: entry.weight is not defined or entry.weight < 5
  cases:
    pass: [{ shop.item: [{ item_id: a, weight: 1 }] }]
    fail: [{ shop.item: [{ item_id: a, weight: 5 }] }]
-- shop/teams.yaml --
one: { size: 1 }
-- shop/items/a.yaml --
- { item_id: a, weight: 6 }
-- plan/notes.yaml --
n: { team: one }
",
        r"error[rule-violation] plan/notes.yaml:1:12 /n/team: `n` breaks the rule `notes-name-teams`
  in: plan.note n
  by: notes-name-teams
  note: rule `notes-name-teams`: Said in the plan
warning[rule-violation] shop/items/a.yaml:1:25 /0/weight: `a` breaks the rule `all-items-are-light`
  in: shop.item a
  by: all-items-are-light
  note: rule `all-items-are-light`: Said in the plan, of the shop
error[invalid-rule] shop/rules.yaml:1:7 /0/id: two rules are called `notes-name-teams`
  also: plan/rules.yaml:1:7 the other one
  help: rename one of them
",
    );
}

const WEIGHED: &str = r"
-- shop/rules.yaml --
- id: light
  when: shop.item
  severity: SEVERITY
  why: Somebody carries it.
  assert: entry.weight < 5
  cases:
    pass: [{ shop.item: [{ item_id: a, weight: 1 }] }]
    fail: [{ shop.item: [{ item_id: a, weight: 5 }] }]
-- shop/items/a.yaml --
- { item_id: a, weight: 6 }
- { item_id: b, weight: 2 }
-- shop/teams.yaml --
one: { size: 1 }
-- plan/notes.yaml --
n: {}
";

#[test]
fn a_breach_weighs_what_the_rule_says() {
    for severity in ["error", "warning", "record"] {
        let compiled = check(&WEIGHED.replace("SEVERITY", severity));
        let found: Vec<&str> = compiled.findings.iter().map(|finding| finding.severity.as_str()).collect();
        assert_eq!(found, [severity]);
        assert_eq!(compiled.findings.has_errors(), severity == "error");
        assert_eq!(looked_at(&compiled, "light"), Some(2));
    }
}

#[test]
fn what_is_generated_does_not_hang_on_records_and_warnings() {
    for (severity, is_generated) in [("error", false), ("warning", true), ("record", true)] {
        let files = crate::project::files(&WEIGHED.replace("SEVERITY", severity));
        assert_eq!(
            !compiler::compile(&files, "rollbook.yaml", compiler::Settings::default()).artifacts.is_empty(),
            is_generated,
            "{severity}"
        );
    }
}

#[test]
fn a_kind_that_was_left_out_takes_its_rules_along() {
    let text = found(
        r"
-- shop/kinds/team.schema.yaml --
title: Team
x-registry: { entries: teams.yaml, layout: maps }
type: object
-- shop/rules.yaml --
- id: teams
  when: shop.team
  severity: error
  why: Nobody knows.
  assert: entry.size > 5
  cases: { pass: [{ shop.team: { a: { size: 6 } } }], fail: [{ shop.team: { a: { size: 5 } } }] }
- id: owners
  when: shop.item
  severity: error
  why: What the owner has is not known.
  assert: entry.owner.size > 5
  cases:
    pass: [{ shop.item: [{ item_id: a, owner: b }], shop.team: { b: { size: 6 } } }]
    fail: [{ shop.item: [{ item_id: a, owner: b }], shop.team: { b: { size: 5 } } }]
-- shop/items/a.yaml --
- { item_id: a, owner: x }
",
    );
    assert!(text.contains("invalid-kind") && !text.contains("-rule]") && !text.contains("rule-violation"), "{text}");
}

#[test]
fn a_rule_that_looks_at_nothing_is_idle() {
    expect(
        r"
-- shop/rules.yaml --
- id: no-notes
  when: plan.note
  severity: error
  why: There are none.
  assert: entry.done
  cases: { pass: [{ plan.note: { n: { done: true } } }], fail: [{ plan.note: { n: {} } }] }
- id: none-remain
  when: shop.item
  where: entry.weight is defined
  severity: error
  why: None is weighed.
  assert: entry.weight > 1
  cases: { pass: [{ shop.item: [{ item_id: a, weight: 2 }] }], fail: [{ shop.item: [{ item_id: a, weight: 1 }] }] }
- id: no-item
  when: shop.item
  each: uses
  severity: error
  why: None uses another.
  assert: item.key != entry.key
  cases:
    pass: [{ shop.item: [{ item_id: a, uses: [b] }] }]
    fail: [{ shop.item: [{ item_id: a, uses: [a] }] }]
-- shop/items/a.yaml --
- { item_id: a, uses: [] }
- { item_id: b }
",
        r"error[idle-rule] shop/rules.yaml:9:10 /1/where: the rule `none-remain` looks at nothing: `where` holds for none of the 2 items
  by: none-remain
error[idle-rule] shop/rules.yaml:16:9 /2/each: the rule `no-item` looks at nothing: `each` has no item in any of the 2 items
  by: no-item
",
    );
}
