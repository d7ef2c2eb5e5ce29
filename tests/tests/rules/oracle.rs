//! Random entries under random rules: the engine finds exactly what plain loops over all pairs find.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::overlaps::{Known, draw};
use crate::project::check;
use crate::random::Random;

/// Entries by kind, each with its key, in the order of their keys; null is an entry with a mistake of its own.
struct World {
    teams: Vec<(String, Value)>,
    items: Vec<(String, Value)>,
}

const TEXTS: [&str; 4] = ["x", "y", "i1", "t1"];

impl World {
    fn draw(random: &mut Random) -> Self {
        let (teams, items) = (1 + random.below(4), 1 + random.below(8));
        let team = |random: &mut Random| format!("t{}", random.below(teams));
        let mut drawn_teams = Vec::new();
        for number in 0..teams {
            let mut value = json!({ "size": random.below(3) });
            if random.once_in(2) {
                value["motto"] = json!(random.pick(&TEXTS));
            }
            if random.once_in(2) {
                value["lead"] = json!(team(random));
            }
            drawn_teams.push((format!("t{number}"), value));
        }
        let mut drawn_items = Vec::new();
        for number in 0..items {
            let mut value = Map::new();
            let item = |random: &mut Random| format!("i{}", random.below(items));
            if !random.once_in(4) {
                value.insert("owner".to_owned(), json!(team(random)));
            }
            if random.once_in(2) {
                // One in some leads nowhere, which is a warning.
                let backup = if random.once_in(3) { "nobody".to_owned() } else { team(random) };
                value.insert("backup".to_owned(), json!(backup));
            }
            if random.once_in(2) {
                let weight = [json!(1), json!(1.0), json!(2), json!(0.5)];
                value.insert("weight".to_owned(), random.pick(&weight).clone());
            }
            if random.once_in(2) {
                value.insert("label".to_owned(), json!(random.pick(&TEXTS)));
            }
            if random.once_in(2) {
                let labels: Vec<&str> = (0..random.below(3)).map(|_| *random.pick(&TEXTS)).collect();
                value.insert("labels".to_owned(), json!(labels));
            }
            if random.once_in(2) {
                let uses: Vec<String> = (0..random.below(3)).map(|_| item(random)).collect();
                value.insert("uses".to_owned(), json!(uses));
            }
            if random.once_in(2) {
                let scopes: Vec<String> = (0..random.below(3)).map(|_| draw(random)).collect();
                value.insert("scopes".to_owned(), json!(scopes));
            }
            if random.once_in(2) {
                let part = |random: &mut Random| {
                    let mut part = json!({ "count": random.below(3) });
                    if random.once_in(2) {
                        part["by"] = json!(team(random));
                    }
                    if random.once_in(2) {
                        part["of"] = json!(item(random));
                    }
                    part
                };
                let parts: Vec<Value> = (0..random.below(3)).map(|_| part(random)).collect();
                value.insert("parts".to_owned(), json!(parts));
            }
            let value = if random.once_in(20) { Value::Null } else { Value::Object(value) };
            drawn_items.push((format!("i{number}"), value));
        }
        Self { teams: drawn_teams, items: drawn_items }
    }

    /// The entries as the project has them.
    fn listing(&self) -> String {
        let teams: Map<String, Value> = self.teams.iter().cloned().collect();
        let item = |(key, value): &(String, Value)| {
            let mut item =
                value.as_object().cloned().unwrap_or_else(|| Map::from_iter([("label".to_owned(), json!(1))]));
            item.insert("item_id".to_owned(), json!(key));
            Value::Object(item)
        };
        let items: Vec<Value> = self.items.iter().map(item).collect();
        format!("-- shop/teams.yaml --\n{}\n-- shop/items/a.yaml --\n{}\n", json!(teams), json!(items))
    }

    fn table(&self, kind: Kind) -> &[(String, Value)] {
        match kind {
            Kind::Team => &self.teams,
            Kind::Item => &self.items,
        }
    }

    fn find(&self, kind: Kind, key: &str) -> Option<&(String, Value)> {
        self.table(kind).iter().find(|(known, _)| known == key)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Team,
    Item,
}

/// The kind that a property refers to.
fn refers(name: &str) -> Option<Kind> {
    match name {
        "owner" | "backup" | "lead" | "by" => Some(Kind::Team),
        "uses" | "of" => Some(Kind::Item),
        _ => None,
    }
}

/// What a path leads to; `None` where it went astray on the way.
#[derive(Default)]
struct Led {
    values: Vec<Value>,
    is_astray: bool,
}

fn lead(world: &World, (key, value): &(String, Value), path: &[&str], led: &mut Led) {
    match path {
        ["key" | "item_id"] => led.values.push(json!(key)),
        _ if value.is_null() => led.is_astray = true,
        [name, rest @ ..] => lead_on(world, name, &value[*name], rest, led),
        [] => unreachable!("an entry is no value"),
    }
}

fn lead_on(world: &World, from: &str, value: &Value, path: &[&str], led: &mut Led) {
    match value {
        Value::Null => {}
        Value::Array(items) => items.iter().for_each(|item| lead_on(world, from, item, path, led)),
        Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_) => match (path, refers(from)) {
            ([], _) | (["key"], Some(_)) => led.values.push(value.clone()),
            (path, Some(kind)) => match world.find(kind, value.as_str().unwrap_or_default()) {
                Some(entry) => lead(world, entry, path, led),
                None => led.is_astray = true,
            },
            ([name, rest @ ..], None) => lead_on(world, name, &value[*name], rest, led),
        },
    }
}

/// The values of a path; `None` where it went astray.
fn values(world: &World, entry: &(String, Value), path: &str) -> Option<Vec<Value>> {
    let mut led = Led::default();
    lead(world, entry, &path.split('.').collect::<Vec<_>>(), &mut led);
    Some(led.values).filter(|_| !led.is_astray)
}

/// Numbers are equal by their value.
fn same(left: &[Value], right: &[Value]) -> bool {
    let same = |(left, right): (&Value, &Value)| match (left.as_f64(), right.as_f64()) {
        (Some(left), Some(right)) => (left - right).abs() < f64::EPSILON,
        _ => left == right,
    };
    left.len() == right.len() && left.iter().zip(right).all(same)
}

/// All entries of a kind that are sound, with the values of some paths.
fn sound<'w>(world: &'w World, kind: Kind, paths: &[&str]) -> Vec<(&'w str, Option<Vec<Vec<Value>>>)> {
    let entries = world.table(kind).iter().filter(|(_, value)| !value.is_null());
    entries.map(|entry| (entry.0.as_str(), paths.iter().map(|path| values(world, entry, path)).collect())).collect()
}

/// A rule, and what it finds: the entry, and the one that it is said of first.
struct Drawn {
    lines: String,
    expected: BTreeSet<(String, String)>,
}

const ITEM_PATHS: [&str; 12] = [
    "key",
    "owner",
    "owner.size",
    "owner.lead.size",
    "backup.motto",
    "weight",
    "label",
    "labels",
    "uses",
    "uses.owner",
    "parts.by.motto",
    "parts.count",
];

/// A world in which all items are alike, so that it breaks what is unique and meets what overlaps.
const ALIKE: &str = "shop.team: { t: { size: 1, motto: x, lead: t } }, shop.item: [ITEM(a), ITEM(b)]";
const ALONE: &str = "shop.team: { t: { size: 1, motto: x, lead: t } }, shop.item: [ITEM(a)]";
const ITEM: &str = "owner: t, backup: t, weight: 1, label: x, labels: [x], uses: [a], scopes: [a], parts: [{ by: t, of: a, count: 1 }] }";

fn case(of: &str) -> String {
    let of = ["a", "b"]
        .iter()
        .fold(of.to_owned(), |text, key| text.replace(&format!("ITEM({key})"), &format!("{{ item_id: {key}, {ITEM}")));
    format!("[{{ {of} }}]")
}

fn unique(random: &mut Random, world: &World) -> Drawn {
    // The keys of entries differ, which leaves nothing to find.
    let paths: Vec<&str> = (0..=random.below(3)).map(|_| *random.pick(&ITEM_PATHS[1..])).collect();
    let entries = sound(world, Kind::Item, &paths);
    let known =
        |values: &Option<Vec<Vec<Value>>>| values.clone().filter(|values| values.iter().all(|of| !of.is_empty()));
    let mut expected = BTreeSet::new();
    for (number, (key, values)) in entries.iter().enumerate() {
        let Some(ours) = known(values) else { continue };
        let equal = |(_, values): &&(&str, Option<Vec<Vec<Value>>>)| {
            known(values).is_some_and(|theirs| theirs.iter().zip(&ours).all(|(left, right)| same(left, right)))
        };
        if let Some((first, _)) = entries[..number].iter().find(equal) {
            expected.insert(((*key).to_owned(), format!("`{first}` and `{key}` have the same ")));
        }
    }
    let lines = format!("unique: [{}]\n  cases: {{ pass: {}, fail: {} }}", paths.join(", "), case(ALONE), case(ALIKE));
    Drawn { lines, expected }
}

fn exists(random: &mut Random, world: &World) -> Drawn {
    let pairs: Vec<(&str, &str)> = (0..=random.below(2))
        .map(|_| {
            (
                *random.pick(&["key", "motto", "lead", "lead.key"]),
                *random.pick(&["owner", "label", "labels", "parts.by", "key"]),
            )
        })
        .collect();
    let least = random.below(3);
    // A mapping has each of its keys once.
    let equal: std::collections::BTreeMap<&str, &str> = pairs.into_iter().collect();
    let (theirs, ours): (Vec<&str>, Vec<&str>) = equal.iter().unzip();
    let teams = sound(world, Kind::Team, &theirs);
    let mut expected = BTreeSet::new();
    for (key, values) in sound(world, Kind::Item, &ours) {
        let Some(ours) = values.filter(|values| values.iter().all(|of| !of.is_empty())) else { continue };
        let fits = |team: &(&str, Option<Vec<Vec<Value>>>)| {
            let meets = |(theirs, ours): (&Vec<Value>, &Vec<Value>)| theirs.iter().any(|one| ours.contains(one));
            team.1.iter().flatten().zip(&ours).all(meets) && team.1.is_some()
        };
        let large = |team: &&(&str, Option<Vec<Vec<Value>>>)| {
            world.find(Kind::Team, team.0).is_some_and(|(_, team)| team["size"].as_u64() >= Some(least as u64))
        };
        if !teams.iter().filter(|team| fits(team)).any(|team| large(&team)) {
            expected.insert((key.to_owned(), "there is no team ".to_owned()));
        }
    }
    let equal: Vec<String> = equal.iter().map(|(left, right)| format!("{left}: {right}")).collect();
    // In the case that passes, all texts are one.
    let pass = "[{ shop.team: { x: { size: 9, motto: x, lead: x } }, shop.item: [{ item_id: x, owner: x, label: x, labels: [x], parts: [{ by: x }] }] }]";
    let fail = pass.replace("x: { size: 9, motto: x, lead: x }", "");
    let lines = format!(
        "exists: {{ in: shop.team, equal: {{ {} }}, where: other.size >= {least} }}\n  cases: {{ pass: {pass}, fail: {fail} }}",
        equal.join(", ")
    );
    Drawn { lines, expected }
}

fn acyclic(random: &mut Random, world: &World) -> Drawn {
    let (path, of) = *random.pick(&[
        ("uses", &["uses"][..]),
        ("parts.of", &["parts.of"]),
        ("[uses, parts.of]", &["uses", "parts.of"]),
    ]);
    let entries = sound(world, Kind::Item, of);
    let leads = |from: &str| -> Vec<String> {
        let edges = entries.iter().find(|(key, _)| *key == from).and_then(|(_, values)| values.clone());
        edges.into_iter().flatten().flatten().filter_map(|to| to.as_str().map(str::to_owned)).collect()
    };
    let reachable = |from: &str| {
        let (mut seen, mut open) = (BTreeSet::new(), leads(from));
        while let Some(key) = open.pop() {
            if seen.insert(key.clone()) {
                open.extend(leads(&key));
            }
        }
        seen
    };
    let rings: Vec<&str> = entries.iter().map(|(key, _)| *key).filter(|key| reachable(key).contains(*key)).collect();
    let mut expected = BTreeSet::new();
    for (number, key) in rings.iter().enumerate() {
        // Of entries that lead to each other, the first is named.
        let together = |other: &&&str| reachable(key).contains(**other) && reachable(other).contains(*key);
        if rings[..number].iter().find(together).is_none() {
            let to_itself = leads(key).contains(&(*key).to_owned());
            let how = if to_itself { " leads to itself" } else { " leads back to itself: " };
            expected.insert(((*key).to_owned(), format!("`{key}`{how}")));
        }
    }
    let pass = "[{ shop.item: [{ item_id: a, uses: [b], parts: [{ of: b }] }, { item_id: b }] }]";
    let lines = format!("acyclic: {path}\n  cases: {{ pass: {pass}, fail: {} }}", case(ALONE));
    Drawn { lines, expected }
}

fn overlap(random: &mut Random, world: &World, known: &mut Known) -> Drawn {
    let by: Vec<&str> = (0..random.below(3)).map(|_| *random.pick(&ITEM_PATHS[1..])).collect();
    let paths = [by.as_slice(), &["scopes"]].concat();
    let entries: Vec<(&str, Vec<Vec<Value>>)> =
        sound(world, Kind::Item, &paths).into_iter().filter_map(|(key, values)| Some((key, values?))).collect();
    let mut expected = BTreeSet::new();
    for (number, (key, ours)) in entries.iter().enumerate() {
        let scopes = ours.last().expect("the scopes are last");
        let group = |theirs: &[Vec<Value>]| theirs[..by.len()].iter().zip(ours).all(|(left, right)| same(left, right));
        let meets = |scope: &Value, theirs: &[Vec<Value>], known: &mut Known| {
            let theirs = theirs.last().expect("the scopes are last");
            let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
            theirs.iter().any(|other| known.share(&text(other), &text(scope)))
        };
        // The first of our scopes that meets one says so, of the first that it meets.
        let first = scopes.iter().find_map(|scope| {
            entries[..number].iter().find(|(_, theirs)| group(theirs) && meets(scope, theirs, known))
        });
        if let Some((first, _)) = first {
            expected.insert(((*key).to_owned(), format!("`{first}` and `{key}` share paths: ")));
        }
    }
    let by = if by.is_empty() { String::new() } else { format!(", by: [{}]", by.join(", ")) };
    let lines =
        format!("overlap: {{ scope: scopes{by} }}\n  cases: {{ pass: {}, fail: {} }}", case(ALONE), case(ALIKE));
    Drawn { lines, expected }
}

fn assert(random: &mut Random, world: &World) -> Drawn {
    let least = random.below(3);
    let path = *random.pick(&["owner.size", "owner.lead.size", "backup.size", "weight"]);
    let mut expected = BTreeSet::new();
    for (key, value) in world.items.iter().filter(|(_, value)| !value.is_null()) {
        let first = path.split('.').next().unwrap_or_default();
        // Rules ask for what may be absent.
        let given = !value[first].is_null();
        let found = values(world, &(key.clone(), value.clone()), path);
        let holds = |found: &Vec<Value>| {
            found
                .first()
                .is_none_or(|found| found.as_f64() >= Some(f64::from(u32::try_from(least).unwrap_or_default())))
        };
        if given && found.is_some_and(|found| !holds(&found)) {
            expected.insert((key.clone(), format!("`{key}` breaks the rule ")));
        }
    }
    let mut so_far = "entry".to_owned();
    let mut asked = Vec::new();
    for name in path.split('.') {
        so_far = format!("{so_far}.{name}");
        asked.push(format!("{so_far} is not defined"));
    }
    let (pass, fail) = (
        case(ALONE).replace("size: 1", "size: 9").replace("weight: 1", "weight: 9"),
        case(ALONE).replace("size: 1", "size: -1").replace("weight: 1", "weight: -1"),
    );
    let lines =
        format!("assert: {} or {so_far} >= {least}\n  cases: {{ pass: {pass}, fail: {fail} }}", asked.join(" or "));
    Drawn { lines, expected }
}

#[test]
fn the_engine_finds_what_plain_loops_find() {
    let mut random = Random(2026);
    let mut known = Known::new();
    let mut found_something = [0; 5];
    for round in 0..600 {
        let world = World::draw(&mut random);
        let drawn: Vec<Drawn> = (0..10)
            .map(|number| match number % 5 {
                0 => unique(&mut random, &world),
                1 => exists(&mut random, &world),
                2 => acyclic(&mut random, &world),
                3 => overlap(&mut random, &world, &mut known),
                _ => assert(&mut random, &world),
            })
            .collect();
        let rule = |(number, drawn): (usize, &Drawn)| {
            format!("- id: r{number}\n  when: shop.item\n  severity: error\n  why: W.\n  {}\n", drawn.lines)
        };
        let rules: String = drawn.iter().enumerate().map(rule).collect();
        let listing = format!("-- shop/rules.yaml --\n{rules}{}", world.listing());
        let compiled = check(&listing);
        for (number, drawn) in drawn.iter().enumerate() {
            let id = format!("r{number}");
            let of_rule = compiled.findings.iter().filter(|finding| finding.rule.as_ref() == Some(&id));
            let found: BTreeSet<(String, String)> = of_rule
                .map(|finding| {
                    let key = finding.entry.as_ref().map_or_else(String::new, |entry| entry.key.clone());
                    let begin =
                        drawn.expected.iter().find(|(of, begin)| *of == key && finding.message.starts_with(begin));
                    (key, begin.map_or_else(|| finding.message.clone(), |(_, begin)| begin.clone()))
                })
                .collect();
            let count = compiled.findings.iter().filter(|finding| finding.rule.as_ref() == Some(&id)).count();
            assert_eq!(
                (&found, count),
                (&drawn.expected, drawn.expected.len()),
                "round {round}, rule {number} of\n{listing}"
            );
            found_something[number % 5] += usize::from(!found.is_empty());
        }
    }
    assert!(found_something.iter().all(|rules| *rules > 100), "{found_something:?} rules found something");
}
