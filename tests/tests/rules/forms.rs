//! What each form finds, and where it points.

use crate::project::{check, expect, looked_at};

#[test]
fn assert_follows_references_by_name_and_points_at_its_own_property() {
    expect(
        r#"
-- shop/rules.yaml --
- id: heavy-things-need-a-large-team
  when: shop.item
  where: entry.weight is defined and entry.weight >= 10
  severity: error
  why: Nobody carries alone.
  assert: entry.owner is defined and entry.owner.size > 1
  message: "`{{ entry.key }}` ({{ entry.weight }} kg) is carried by `{{ entry.owner }}`, who are {{ entry.owner.size }}"
  help: "give it to another team than {{ entry.owner.key }}"
  cases:
    pass: [{ shop.team: { two: { size: 2 } }, shop.item: [{ item_id: a, weight: 10, owner: two }] }]
    fail: [{ shop.team: { one: { size: 1 } }, shop.item: [{ item_id: a, weight: 10.5, owner: one }] }]
-- shop/teams.yaml --
one: { size: 1 }
two: { size: 2 }
-- shop/items/a.yaml --
- { item_id: anvil, weight: 90, owner: one }
- { item_id: bag, weight: 10, owner: two }
- { item_id: cup, weight: 1, owner: one }
- { item_id: dice, owner: one }
"#,
        r"error[rule-violation] shop/items/a.yaml:1:40 /0/owner: `anvil` (90 kg) is carried by `one`, who are 1
  in: shop.item anvil
  by: heavy-things-need-a-large-team
  note: rule `heavy-things-need-a-large-team`: Nobody carries alone
  help: give it to another team than one
",
    );
}

#[test]
fn each_looks_at_items_and_points_at_them() {
    let listing = r#"
-- shop/rules.yaml --
- id: parts-are-made-by-others
  when: shop.item
  each: parts
  severity: warning
  why: What the owner makes itself is no part.
  assert: item.by is not defined or item.by.key != entry.owner.key
  message: "`{{ item.by }}` makes {{ item.count }} of `{{ entry.item_id }}` and owns it"
  cases:
    pass: [{ shop.team: { a: {}, b: {} }, shop.item: [{ item_id: x, owner: a, parts: [{ by: b }, {}] }] }]
    fail: [{ shop.team: { a: {} }, shop.item: [{ item_id: x, owner: a, parts: [{ by: a }] }] }]
-- shop/teams.yaml --
one: { size: 1 }
two: { size: 2 }
-- shop/items/a.yaml --
- item_id: anvil
  owner: one
  parts:
    - { by: two }
    - { by: one, count: 3 }
    - { count: 2 }
    - by: one
- { item_id: bag, owner: one }
"#;
    expect(
        listing,
        r"warning[rule-violation] shop/items/a.yaml:5:9 /0/parts/1: `one` makes 3 of `anvil` and owns it
  in: shop.item anvil
  by: parts-are-made-by-others
  note: rule `parts-are-made-by-others`: What the owner makes itself is no part
warning[rule-violation] shop/items/a.yaml:7:7 /0/parts/3: `one` makes 1 of `anvil` and owns it
  in: shop.item anvil
  by: parts-are-made-by-others
  note: rule `parts-are-made-by-others`: What the owner makes itself is no part
",
    );
    assert_eq!(looked_at(&check(listing), "parts-are-made-by-others"), Some(1));
}

#[test]
fn at_says_where_findings_point() {
    expect(
        r"
-- shop/rules.yaml --
- id: at-the-label
  when: shop.item
  severity: error
  why: The label is what people see.
  assert: entry.weight < 10
  at: label
  cases: { pass: [{ shop.item: [{ item_id: a, weight: 1 }] }], fail: [{ shop.item: [{ item_id: a, weight: 10 }] }] }
- id: inside-of-the-item
  when: shop.item
  each: parts
  severity: error
  why: Parts come in small numbers.
  assert: item.count < 10
  at: item.count
  cases:
    pass: [{ shop.item: [{ item_id: a, parts: [{ count: 1 }] }] }]
    fail: [{ shop.item: [{ item_id: a, parts: [{ count: 11 }] }] }]
-- shop/teams.yaml --
one: { size: 1 }
-- shop/items/a.yaml --
- { item_id: anvil, weight: 10, label: Heavy, parts: [{ count: 12 }] }
- { item_id: bag, weight: 10 }
",
        r"error[rule-violation] shop/items/a.yaml:1:40 /0/label: `anvil` breaks the rule `at-the-label`
  in: shop.item anvil
  by: at-the-label
  note: rule `at-the-label`: The label is what people see
error[rule-violation] shop/items/a.yaml:1:64 /0/parts/0/count: `anvil` breaks the rule `inside-of-the-item`
  in: shop.item anvil
  by: inside-of-the-item
  note: rule `inside-of-the-item`: Parts come in small numbers
error[rule-violation] shop/items/a.yaml:2:14 /1: `bag` breaks the rule `at-the-label`
  in: shop.item bag
  by: at-the-label
  note: rule `at-the-label`: The label is what people see
",
    );
}

#[test]
fn unique_compares_values_taken_together() {
    expect(
        r#"
-- shop/rules.yaml --
- id: one-weight-an-owner
  when: shop.item
  severity: error
  why: Things are told apart by their weight.
  unique: [owner, weight]
  cases:
    pass: [{ shop.item: [{ item_id: a, owner: t, weight: 1 }, { item_id: b, owner: t, weight: 2 }] }]
    fail: [{ shop.item: [{ item_id: a, owner: t, weight: 1 }, { item_id: b, owner: t, weight: 1.0 }] }]
- id: one-lead-a-motto
  when: shop.team
  severity: record
  why: Mottos are had by one team of a lead.
  unique: [motto, lead.size]
  message: "`{{ entry.key }}` says what `{{ other.key }}` says"
  cases:
    pass: [{ shop.team: { a: { motto: x }, b: { motto: x } } }]
    fail: [{ shop.team: { a: { motto: x, lead: a, size: 1 }, b: { motto: x, lead: a, size: 2 } } }]
-- shop/teams.yaml --
one: { size: 1, motto: Onward, lead: two }
two: { size: 2, motto: Onward, lead: two }
three: { size: 3, motto: Onward, lead: one }
four: { size: 3, motto: Onward }
-- shop/items/a.yaml --
- { item_id: a, owner: one, weight: 1 }
- { item_id: b, owner: two, weight: 1 }
- { item_id: c, owner: one, weight: 1.0 }
- { item_id: d, owner: one, weight: 1.5 }
- { item_id: e, owner: one }
- { item_id: f, owner: one }
- { item_id: g, owner: one, weight: 1 }
"#,
        r"error[rule-violation] shop/items/a.yaml:3:24 /2/owner: `a` and `c` have the same `owner` `one` and `weight` `1.0`
  in: shop.item c
  by: one-weight-an-owner
  also: shop/items/a.yaml:1:24 the other one
  note: rule `one-weight-an-owner`: Things are told apart by their weight
error[rule-violation] shop/items/a.yaml:7:24 /6/owner: `a` and `g` have the same `owner` `one` and `weight` `1`
  in: shop.item g
  by: one-weight-an-owner
  also: shop/items/a.yaml:1:24 the other one
  note: rule `one-weight-an-owner`: Things are told apart by their weight
record[rule-violation] shop/teams.yaml:2:24 /two/motto: `two` says what `one` says
  in: shop.team two
  by: one-lead-a-motto
  also: shop/teams.yaml:1:24 the other one
  note: rule `one-lead-a-motto`: Mottos are had by one team of a lead
",
    );
}

#[test]
fn unique_items_and_lists() {
    expect(
        r#"
-- shop/rules.yaml --
- id: one-label-once
  when: shop.item
  each: labels
  severity: error
  why: A label leads to one thing.
  unique: [item]
  cases:
    pass: [{ shop.item: [{ item_id: a, labels: [x, y] }] }]
    fail: [{ shop.item: [{ item_id: a, labels: [x] }, { item_id: b, labels: [x] }] }]
- id: no-two-alike
  when: shop.item
  severity: error
  why: Two things with the same labels are one.
  unique: [labels]
  cases:
    pass: [{ shop.item: [{ item_id: a, labels: [x, y] }, { item_id: b, labels: [y, x] }, { item_id: c, labels: ["x,y"] }] }]
    fail: [{ shop.item: [{ item_id: a, labels: [x, y] }, { item_id: b, labels: [x, y] }] }]
-- shop/items/a.yaml --
- { item_id: a, labels: [red, round, red] }
- { item_id: b, labels: [blue, round] }
-- shop/items/b.yaml --
- { item_id: c, labels: [blue, round] }
- { item_id: d, labels: [] }
- { item_id: e, labels: [] }
"#,
        r"error[rule-violation] shop/items/a.yaml:1:38 /0/labels/2: `a` has the same `item` `red` twice
  in: shop.item a
  by: one-label-once
  also: shop/items/a.yaml:1:26 the other one
  note: rule `one-label-once`: A label leads to one thing
error[rule-violation] shop/items/a.yaml:2:32 /1/labels/1: `a` and `b` have the same `item` `round`
  in: shop.item b
  by: one-label-once
  also: shop/items/a.yaml:1:31 the other one
  note: rule `one-label-once`: A label leads to one thing
error[rule-violation] shop/items/b.yaml:1:26 /0/labels/0: `b` and `c` have the same `item` `blue`
  in: shop.item c
  by: one-label-once
  also: shop/items/a.yaml:2:26 the other one
  note: rule `one-label-once`: A label leads to one thing
error[rule-violation] shop/items/b.yaml:1:26 /0/labels/0: `b` and `c` have the same `labels`
  in: shop.item c
  by: no-two-alike
  also: shop/items/a.yaml:2:26 the other one
  note: rule `no-two-alike`: Two things with the same labels are one
error[rule-violation] shop/items/b.yaml:1:32 /0/labels/1: `a` and `c` have the same `item` `round`
  in: shop.item c
  by: one-label-once
  also: shop/items/a.yaml:1:31 the other one
  note: rule `one-label-once`: A label leads to one thing
",
    );
}

#[test]
fn objects_are_equal_in_any_order() {
    expect(
        r"
-- shop/rules.yaml --
- id: one-thing-a-part-list
  when: shop.item
  severity: error
  why: Of the same parts one thing is made.
  unique: [parts]
  cases:
    pass: [{ shop.item: [{ item_id: a, parts: [{ count: 1 }] }, { item_id: b, parts: [{ count: 2 }] }] }]
    fail: [{ shop.item: [{ item_id: a, parts: [{ count: 1 }] }, { item_id: b, parts: [{}] }] }]
-- shop/teams.yaml --
one: { size: 1 }
-- shop/items/a.yaml --
- { item_id: a, parts: [{ by: one, count: 2 }] }
- { item_id: b, parts: [{ count: 2, by: one }] }
",
        r#"error[rule-violation] shop/items/a.yaml:2:27 /1/parts/0: `a` and `b` have the same `parts` `{"count":2,"by":"one"}`
  in: shop.item b
  by: one-thing-a-part-list
  also: shop/items/a.yaml:1:27 the other one
  note: rule `one-thing-a-part-list`: Of the same parts one thing is made
"#,
    );
}

#[test]
fn exists_joins_values_of_two_kinds() {
    expect(
        r"
-- shop/rules.yaml --
- id: each-item-has-a-note
  when: shop.item
  severity: error
  why: What nobody wrote about is forgotten.
  exists: { in: plan.note, equal: { about: item_id, by.team: owner }, where: other.done }
  cases:
    pass:
      - shop.item: [{ item_id: a, owner: t }]
        plan.note: { n: { about: [b, a], by: { team: t }, done: true } }
    fail:
      - shop.item: [{ item_id: a, owner: t }]
        plan.note: { n: { about: [a], by: { team: u }, done: true } }
-- shop/teams.yaml --
one: { size: 1 }
two: { size: 2 }
-- shop/items/a.yaml --
- { item_id: a, owner: one }
- { item_id: b, owner: two }
- { item_id: c, owner: two }
- { item_id: d }
-- plan/notes.yaml --
first: { about: [a, b], by: { team: one }, done: true }
second: { about: [c], by: { team: two } }
third: { about: [c] }
",
        r"error[rule-violation] shop/items/a.yaml:2:14 /1: there is no note with `about` `b` and `by.team` `two` for `b`
  in: shop.item b
  by: each-item-has-a-note
  note: rule `each-item-has-a-note`: What nobody wrote about is forgotten
error[rule-violation] shop/items/a.yaml:3:14 /2: there is no note that fits with `about` `c` and `by.team` `two` for `c`
  in: shop.item c
  by: each-item-has-a-note
  also: plan/notes.yaml:2:1 this one does not fit
  note: rule `each-item-has-a-note`: What nobody wrote about is forgotten
",
    );
}

#[test]
fn exists_compares_with_the_entry_at_hand_and_its_items() {
    expect(
        r#"
-- shop/rules.yaml --
- id: parts-come-from-heavier-things
  when: shop.item
  each: parts
  severity: error
  why: A part is lighter than what it is taken from.
  exists: { in: shop.item, equal: { key: item.of }, where: other.weight > entry.weight }
  message: "no heavier `{{ item.of }}` for {{ item.count }} of `{{ entry.key }}`"
  cases:
    pass: [{ shop.item: [{ item_id: a, weight: 1, parts: [{ of: b }] }, { item_id: b, weight: 2 }] }]
    fail: [{ shop.item: [{ item_id: a, weight: 2, parts: [{ of: b }] }, { item_id: b, weight: 1 }] }]
-- shop/teams.yaml --
one: { size: 1 }
-- shop/items/a.yaml --
- { item_id: a, weight: 1, parts: [{ of: b }, { of: c, count: 4 }, {}] }
- { item_id: b, weight: 2 }
- { item_id: c, weight: 0.5 }
"#,
        r"error[rule-violation] shop/items/a.yaml:1:49 /0/parts/1: no heavier `c` for 4 of `a`
  in: shop.item a
  by: parts-come-from-heavier-things
  also: shop/items/a.yaml:3:14 this one does not fit
  note: rule `parts-come-from-heavier-things`: A part is lighter than what it is taken from
",
    );
}

#[test]
fn cycles_are_shown_with_the_whole_way() {
    expect(
        r"
-- shop/rules.yaml --
- id: never-of-itself
  when: shop.item
  severity: error
  why: What is made of itself is never begun.
  acyclic: [uses, parts.of]
  cases:
    pass: [{ shop.item: [{ item_id: a, uses: [b] }, { item_id: b }] }]
    fail: [{ shop.item: [{ item_id: a, uses: [b] }, { item_id: b, parts: [{}, { of: a }] }] }]
-- shop/items/a.yaml --
- { item_id: a, uses: [d, b] }
- { item_id: b, parts: [{ of: c }] }
- { item_id: c, uses: [d, a] }
- { item_id: d, uses: [e] }
- { item_id: e }
- { item_id: f, uses: [a, f] }
",
        r"error[rule-violation] shop/items/a.yaml:1:27 /0/uses/1: `a` leads back to itself: `a` → `b` → `c` → `a`
  in: shop.item a
  by: never-of-itself
  also: shop/items/a.yaml:2:31 leads to `c`
  also: shop/items/a.yaml:3:27 leads to `a`
  note: rule `never-of-itself`: What is made of itself is never begun
error[rule-violation] shop/items/a.yaml:6:27 /5/uses/1: `f` leads to itself
  in: shop.item f
  by: never-of-itself
  note: rule `never-of-itself`: What is made of itself is never begun
",
    );
}

#[test]
fn cycles_through_items_of_one_entry_are_found() {
    expect(
        r#"
-- shop/rules.yaml --
- id: never-of-itself
  when: shop.item
  each: parts
  severity: error
  why: What is made of itself is never begun.
  acyclic: item.of
  message: "{{ item.count }} of `{{ entry.key }}` are made of itself"
  cases:
    pass: [{ shop.item: [{ item_id: a, parts: [{ of: b }] }, { item_id: b }] }]
    fail: [{ shop.item: [{ item_id: a, parts: [{ of: b }, {}] }, { item_id: b, parts: [{ of: a }, {}] }] }]
-- shop/items/a.yaml --
- { item_id: a, parts: [{ count: 2 }, { of: b, count: 3 }, { count: 4 }] }
- { item_id: b, parts: [{ of: a }, { count: 4 }] }
"#,
        r"error[rule-violation] shop/items/a.yaml:1:45 /0/parts/1/of: 3 of `a` are made of itself
  in: shop.item a
  by: never-of-itself
  also: shop/items/a.yaml:2:31 leads to `a`
  note: rule `never-of-itself`: What is made of itself is never begun
",
    );
}

#[test]
fn cycles_lead_through_the_entries_that_the_rule_looks_at() {
    expect(
        r"
-- shop/rules.yaml --
- id: heavy-rings
  when: shop.item
  where: entry.weight is defined
  severity: error
  why: Weights add up.
  acyclic: uses
  cases:
    pass: [{ shop.item: [{ item_id: a, weight: 1, uses: [b] }, { item_id: b, uses: [a] }] }]
    fail: [{ shop.item: [{ item_id: a, weight: 1, uses: [a] }] }]
-- shop/items/a.yaml --
- { item_id: a, weight: 1, uses: [b, c] }
- { item_id: b, uses: [a] }
- { item_id: c, weight: 1, uses: [a] }
",
        r"error[rule-violation] shop/items/a.yaml:1:38 /0/uses/1: `a` leads back to itself: `a` → `c` → `a`
  in: shop.item a
  by: heavy-rings
  also: shop/items/a.yaml:3:35 leads to `a`
  note: rule `heavy-rings`: Weights add up
",
    );
}

#[test]
fn scopes_overlap_within_what_they_have_in_common() {
    expect(
        r#"
-- shop/rules.yaml --
- id: one-owner-a-path
  when: shop.item
  severity: error
  why: Two things that write to one place overwrite each other.
  overlap: { scope: scopes, by: [owner] }
  message: "`{{ entry.key }}` and `{{ other.key }}` meet"
  cases:
    pass: [{ shop.item: [{ item_id: a, scopes: [x] }, { item_id: b, scopes: [y] }] }]
    fail: [{ shop.item: [{ item_id: a, scopes: [x] }, { item_id: b, scopes: [x/y] }] }]
- id: said-by-itself
  when: shop.item
  severity: warning
  why: The same again.
  overlap: { scope: scopes }
  cases:
    pass: [{ shop.item: [{ item_id: a, scopes: [x] }, { item_id: b, scopes: [y] }] }]
    fail: [{ shop.item: [{ item_id: a, scopes: [x] }, { item_id: b, scopes: [x/y] }] }]
-- shop/teams.yaml --
one: { size: 1 }
two: { size: 2 }
-- shop/items/a.yaml --
- { item_id: a, owner: one, scopes: [src, docs/*.md] }
- { item_id: b, owner: two, scopes: [lib, 'docs/{a,b}.md', docs/a.md] }
- { item_id: c, owner: one, scopes: [tests, '**/c.md'] }
- { item_id: d, owner: one, scopes: ['src/[', ../x, 'lib/[a-z'] }
- { item_id: e, owner: two }
"#,
        r"warning[rule-violation] shop/items/a.yaml:2:43 /1/scopes/1: `a` and `b` share paths: `docs/*.md` and `docs/{a,b}.md`
  in: shop.item b
  by: said-by-itself
  also: shop/items/a.yaml:1:43 the other one
  note: rule `said-by-itself`: The same again
warning[rule-violation] shop/items/a.yaml:3:45 /2/scopes/1: `a` and `c` share paths: `src` and `**/c.md`
  in: shop.item c
  by: said-by-itself
  also: shop/items/a.yaml:1:38 the other one
  note: rule `said-by-itself`: The same again
error[rule-violation] shop/items/a.yaml:3:45 /2/scopes/1: `c` and `a` meet
  in: shop.item c
  by: one-owner-a-path
  also: shop/items/a.yaml:1:38 the other one
  note: rule `one-owner-a-path`: Two things that write to one place overwrite each other
error[rule-violation] shop/items/a.yaml:4:38 /3/scopes/0: `src/[` is no path or glob: a `[` is not closed
  in: shop.item d
  by: one-owner-a-path
  note: rule `one-owner-a-path`: Two things that write to one place overwrite each other
warning[rule-violation] shop/items/a.yaml:4:38 /3/scopes/0: `src/[` is no path or glob: a `[` is not closed
  in: shop.item d
  by: said-by-itself
  note: rule `said-by-itself`: The same again
error[rule-violation] shop/items/a.yaml:4:47 /3/scopes/1: `../x` is no path or glob: it leads outside the project
  in: shop.item d
  by: one-owner-a-path
  note: rule `one-owner-a-path`: Two things that write to one place overwrite each other
warning[rule-violation] shop/items/a.yaml:4:47 /3/scopes/1: `../x` is no path or glob: it leads outside the project
  in: shop.item d
  by: said-by-itself
  note: rule `said-by-itself`: The same again
error[rule-violation] shop/items/a.yaml:4:53 /3/scopes/2: `lib/[a-z` is no path or glob: a `[` is not closed
  in: shop.item d
  by: one-owner-a-path
  note: rule `one-owner-a-path`: Two things that write to one place overwrite each other
warning[rule-violation] shop/items/a.yaml:4:53 /3/scopes/2: `lib/[a-z` is no path or glob: a `[` is not closed
  in: shop.item d
  by: said-by-itself
  note: rule `said-by-itself`: The same again
",
    );
}
