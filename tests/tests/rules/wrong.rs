//! Rules that are wrong themselves.

use crate::project::expect;

/// A rule about items with what is given, sound but for that.
fn rule(lines: &str) -> String {
    format!(
        "-- shop/rules.yaml --\n- id: light\n  when: shop.item\n  severity: error\n  why: Somebody carries it.\n{lines}\
         -- shop/teams.yaml --\none: {{ size: 1 }}\n-- shop/items/a.yaml --\n- {{ item_id: a, weight: 2, owner: one }}\n"
    )
}

const CASES: &str = "  cases:\n    pass: [{ shop.item: [{ item_id: a, weight: 1 }] }]\n    fail: [{ shop.item: [{ item_id: a, weight: 5 }] }]\n";

#[test]
fn a_rule_that_says_the_opposite_is_found_by_its_cases() {
    // The comparison is turned around.
    expect(
        &rule(&format!("  assert: entry.weight > 4\n{CASES}")),
        r"error[broken-rule] shop/rules.yaml:7:14 /0/cases/pass/0: this case should pass, but the rule says: `a` breaks the rule `light`
  by: light
  note: rule `light`: Somebody carries it
error[broken-rule] shop/rules.yaml:8:14 /0/cases/fail/0: this case should fail, but the rule finds nothing
  by: light
  note: rule `light`: Somebody carries it
",
    );
    // The cases are.
    let swapped = CASES.replace("pass:", "x:").replace("fail:", "pass:").replace("x:", "fail:");
    expect(
        &rule(&format!("  assert: entry.weight < 5\n{swapped}")),
        r"error[broken-rule] shop/rules.yaml:7:14 /0/cases/fail/0: this case should fail, but the rule finds nothing
  by: light
  note: rule `light`: Somebody carries it
error[broken-rule] shop/rules.yaml:8:14 /0/cases/pass/0: this case should pass, but the rule says: `a` breaks the rule `light`
  by: light
  note: rule `light`: Somebody carries it
",
    );
    // The case has no entry of the kind.
    let without = CASES.replace("[{ item_id: a, weight: 1 }]", "[]");
    expect(
        &rule(&format!("  assert: entry.weight < 5\n{without}")),
        r"error[broken-rule] shop/rules.yaml:7:14 /0/cases/pass/0: the rule looks at no item of this case
  by: light
  note: rule `light`: Somebody carries it
",
    );
    let other = CASES.replace("shop.item: [{ item_id: a, weight: 1 }]", "shop.team: { a: { size: 1 } }");
    expect(
        &rule(&format!("  assert: entry.weight < 5\n{other}")),
        r"error[broken-rule] shop/rules.yaml:7:14 /0/cases/pass/0: the rule looks at no item of this case
  by: light
  note: rule `light`: Somebody carries it
",
    );
    // `where` leaves nothing of it.
    expect(
        &rule(&format!("  where: entry.weight > 10\n  assert: entry.weight < 5\n{CASES}")),
        r"error[broken-rule] shop/rules.yaml:8:14 /0/cases/pass/0: the rule looks at no item of this case
  by: light
  note: rule `light`: Somebody carries it
error[broken-rule] shop/rules.yaml:9:14 /0/cases/fail/0: the rule looks at no item of this case
  by: light
  note: rule `light`: Somebody carries it
",
    );
    // It names a reference that the case does not have.
    let nobody = "  assert: entry.owner.size < 5\n  cases:\n    pass: [{ shop.item: [{ item_id: a, owner: x }] }]\n    fail: [{ shop.item: [{ item_id: a, owner: x }] }]\n";
    expect(
        &rule(nobody),
        r"error[broken-rule] shop/rules.yaml:8:14 /0/cases/fail/0: this case should fail, but the rule finds nothing
  by: light
  note: rule `light`: Somebody carries it
",
    );
}

/// What a rule says, and what is said of it.
const NAMES: [(&str, &str); 26] = [
    (
        "  assert: entry.wieght < 5\n",
        r"error[invalid-rule] shop/rules.yaml:5:17 /0/assert: an item has no property `wieght`
  by: light
  help: did you mean `weight`?
",
    ),
    (
        "  assert: weight < 5\n",
        r#"error[invalid-rule] shop/rules.yaml:5:11 /0/assert: there is no `weight` here
  by: light
  help: it knows `entry`; a text is quoted: `"weight"`
"#,
    ),
    (
        "  assert: entry.owner.sise < 5\n",
        r"error[invalid-rule] shop/rules.yaml:5:23 /0/assert: a team has no property `sise`
  by: light
  help: did you mean `size`?
",
    ),
    (
        "  assert: entry.weight.unit == 1\n",
        r"error[invalid-rule] shop/rules.yaml:5:24 /0/assert: a plain value has no property `unit`
  by: light
",
    ),
    (
        "  assert: entry.uses.weight == 1\n",
        r#"error[invalid-rule] shop/rules.yaml:5:22 /0/assert: a list has no property `weight`
  by: light
  help: map(attribute="weight"), or `each` with `item.weight`
"#,
    ),
    (
        "  assert: item.weight < 5\n",
        r"error[invalid-rule] shop/rules.yaml:5:11 /0/assert: there is no `item` here: the rule has no `each`
  by: light
",
    ),
    (
        "  assert: entry.weight <\n",
        r"error[invalid-rule] shop/rules.yaml:5:24 /0/assert: syntax error: unexpected end of input, expected expression
  by: light
",
    ),
    (
        "  where: other.weight < 5\n  assert: entry.weight < 5\n",
        r#"error[invalid-rule] shop/rules.yaml:5:10 /0/where: there is no `other` here
  by: light
  help: it knows `entry`; a text is quoted: `"other"`
"#,
    ),
    (
        "  each: weight\n  assert: item < 5\n",
        r"error[invalid-rule] shop/rules.yaml:5:9 /0/each: `weight` is no list
  by: light
",
    ),
    (
        "  each: parts\n  assert: item.cuont < 5\n",
        r"error[invalid-rule] shop/rules.yaml:6:16 /0/assert: this value has no property `cuont`
  by: light
  help: did you mean `count`?
",
    ),
    (
        "  unique: [weight, lable]\n",
        r"error[invalid-rule] shop/rules.yaml:5:20 /0/unique: an item has no property `lable`
  by: light
  help: did you mean `label`?
",
    ),
    (
        "  exists: { in: plan.nope, equal: { about: key } }\n",
        r"error[invalid-rule] shop/rules.yaml:5:17 /0/exists/in: there is no kind `plan.nope`
  by: light
  help: did you mean `plan.note`?
",
    ),
    (
        "  exists: { in: plan.note, equal: { abuot: kay } }\n",
        r"error[invalid-rule] shop/rules.yaml:5:44 /0/exists/equal/abuot: a note has no property `abuot`
  by: light
  help: did you mean `about`?
error[invalid-rule] shop/rules.yaml:5:44 /0/exists/equal/abuot: an item has no property `kay`
  by: light
  help: did you mean `key`?
",
    ),
    (
        "  exists: { in: plan.note, equal: { about: key }, where: other.dun }\n",
        r"error[invalid-rule] shop/rules.yaml:5:64 /0/exists/where: a note has no property `dun`
  by: light
  help: the properties are `key`, `about`, `team`, `by`, `done`
",
    ),
    (
        "  acyclic: uzes\n",
        r"error[invalid-rule] shop/rules.yaml:5:12 /0/acyclic: an item has no property `uzes`
  by: light
  help: did you mean `uses`?
",
    ),
    (
        "  overlap: { scope: skopes, by: [onwer] }\n",
        r"error[invalid-rule] shop/rules.yaml:5:21 /0/overlap/scope: an item has no property `skopes`
  by: light
  help: did you mean `scopes`?
error[invalid-rule] shop/rules.yaml:5:34 /0/overlap/by: an item has no property `onwer`
  by: light
  help: did you mean `owner`?
",
    ),
    (
        "  assert: entry.weight < 5\n  at: wait\n",
        r"error[invalid-rule] shop/rules.yaml:6:7 /0/at: an item has no property `wait`
  by: light
  help: the properties are `item_id`, `key`, `owner`, `backup`, `uses`, `weight`, `label`, `labels`, `scopes`, `parts`, `helpers`, `how`, `tree`
",
    ),
    (
        "  assert: entry.weight < 5\n  message: '{{ entry.wait }}'\n",
        r"error[invalid-rule] shop/rules.yaml:6:22 /0/message: an item has no property `wait`
  by: light
  help: the properties are `item_id`, `key`, `owner`, `backup`, `uses`, `weight`, `label`, `labels`, `scopes`, `parts`, `helpers`, `how`, `tree`
",
    ),
    (
        "  assert: entry.weight < 5\n  help: '{{ other.weight }}'\n",
        r#"error[invalid-rule] shop/rules.yaml:6:13 /0/help: there is no `other` here
  by: light
  help: it knows `entry`; a text is quoted: `"other"`
"#,
    ),
    (
        "  assert: entry.weight < 5\n  message: '{{ entry.weight'\n",
        r"error[invalid-rule] shop/rules.yaml:6:22 /0/message: syntax error: unexpected end of input, expected end of variable block
  by: light
",
    ),
    (
        "  assert: entry.how.wey == 'made'\n",
        r"error[invalid-rule] shop/rules.yaml:5:21 /0/assert: this value has no property `wey`
  by: light
  help: did you mean `way`?
",
    ),
    (
        "",
        r"error[invalid-rule] shop/rules.yaml:1:7 /0/id: the rule says nothing: it has none of `assert`, `unique`, `exists`, `acyclic` and `overlap`
  by: light
",
    ),
    (
        "  assert: entry.weight < 5\n  unique: [weight]\n",
        r"error[invalid-rule] shop/rules.yaml:1:7 /0/id: the rule says several things: `assert`, `unique`, `exists`, `acyclic` and `overlap` are one rule each
  by: light
",
    ),
    (
        "  acyclic: label\n",
        r"error[invalid-rule] shop/rules.yaml:5:12 /0/acyclic: `label` is no reference to an item
  by: light
",
    ),
    (
        "  acyclic: owner\n",
        r"error[invalid-rule] shop/rules.yaml:5:12 /0/acyclic: `owner` is no reference to an item
  by: light
",
    ),
    (
        "  overlap: { scope: weight }\n",
        r"error[invalid-rule] shop/rules.yaml:5:21 /0/overlap/scope: `weight` is no text
  by: light
",
    ),
];

#[test]
fn every_name_is_checked() {
    for (lines, expected) in NAMES {
        expect(&rule(&format!("{lines}{CASES}")), expected);
    }
}

#[test]
fn what_cannot_be_worked_out_is_said_of_the_rule() {
    for (lines, expected) in [
        (
            "  assert: entry.label + 1 < 5 or entry.weight < 5\n",
            r"error[invalid-rule] shop/rules.yaml:5:11 /0/assert: `assert` cannot be worked out for a case: invalid operation: tried to use + operator on unsupported types undefined and number (`entry.label` is undefined)
  by: light
  also: shop/rules.yaml:7:14 the case
error[invalid-rule] shop/rules.yaml:5:11 /0/assert: `assert` cannot be worked out for a case: invalid operation: tried to use + operator on unsupported types undefined and number (`entry.label` is undefined)
  by: light
  also: shop/rules.yaml:8:14 the case
",
        ),
        (
            "  assert: entry.weight < 5 and entry.owner.size < 5\n",
            r"error[invalid-rule] shop/rules.yaml:5:11 /0/assert: `assert` cannot be worked out for a case: undefined value: `entry.owner` is undefined
  by: light
  also: shop/rules.yaml:7:14 the case
",
        ),
        (
            "  assert: entry.weight < 5\n  message: '{{ entry.label }}'\n",
            r"error[invalid-rule] shop/rules.yaml:6:12 /0/message: `message` cannot be worked out for a case: undefined value: `entry.label` is undefined
  by: light
  also: shop/rules.yaml:9:14 the case
",
        ),
        (
            "  assert: entry.weight | nosuchfilter\n",
            r"error[invalid-rule] shop/rules.yaml:5:11 /0/assert: `assert` cannot be worked out for a case: unknown filter: filter nosuchfilter is unknown
  by: light
  also: shop/rules.yaml:7:14 the case
error[invalid-rule] shop/rules.yaml:5:11 /0/assert: `assert` cannot be worked out for a case: unknown filter: filter nosuchfilter is unknown
  by: light
  also: shop/rules.yaml:8:14 the case
",
        ),
    ] {
        expect(&rule(&format!("{lines}{CASES}")), expected);
    }
    // Sound for the cases, but not for an entry.
    let entry = "-- shop/items/a.yaml --\n- { item_id: b, label: x }\n";
    let lines = format!("  assert: entry.label is not defined or entry.label - 1 > 2\n{CASES}");
    let cases = lines.replace("weight: 1", "weight: 1, label: y").replace("weight: 5", "weight: 5, label: z");
    expect(
        &(rule(&cases) + entry),
        r"error[invalid-rule] shop/rules.yaml:5:11 /0/assert: `assert` cannot be worked out for a case: invalid operation: tried to use - operator on unsupported types string and number
  by: light
  also: shop/rules.yaml:7:14 the case
error[invalid-rule] shop/rules.yaml:5:11 /0/assert: `assert` cannot be worked out for a case: invalid operation: tried to use - operator on unsupported types string and number
  by: light
  also: shop/rules.yaml:8:14 the case
",
    );
    let lines = format!("  assert: entry.weight is not defined and entry.label - 1 > 2 or entry.weight < 5\n{CASES}");
    expect(
        &(rule(&lines) + entry),
        r"error[invalid-rule] shop/rules.yaml:5:11 /0/assert: `assert` cannot be worked out for `b`: invalid operation: tried to use - operator on unsupported types string and number
  by: light
  also: shop/items/a.yaml:1:14 the item
",
    );
}

#[test]
fn mistakes_in_cases_are_said_where_they_stand() {
    expect(
        &rule(
            "  assert: entry.weight < 5\n  cases:\n    pass:\n      - shop.item: [{ item_id: a, weight: 1, lable: x }]\n        shop.teem: {}\n\
             \x20     - shop.item: [{ weight: 1 }]\n    fail:\n      - shop.item: { item_id: a, weight: heavy }\n      - {}\n",
        ),
        r"error[invalid-rule] shop/rules.yaml:8:46 /0/cases/pass/0/shop.item/0/lable: unknown property `lable`
  by: light
  note: expected one of `item_id`, `owner`, `backup`, `uses`, `weight`, `label`, `labels`, `scopes`, `parts`, `helpers`, `how`, `tree`
  help: did you mean `label`?
error[invalid-rule] shop/rules.yaml:9:9 /0/cases/pass/0/shop.teem: there is no kind `shop.teem`
  by: light
  help: did you mean `shop.team`?
error[invalid-rule] shop/rules.yaml:10:23 /0/cases/pass/1/shop.item/0: an item needs its key `item_id`
  by: light
error[invalid-rule] shop/rules.yaml:12:42 /0/cases/fail/0/shop.item/weight: expected a number, found the string `heavy`
  by: light
error[broken-rule] shop/rules.yaml:13:9 /0/cases/fail/1: the rule looks at no item of this case
  by: light
  note: rule `light`: Somebody carries it
",
    );
}
