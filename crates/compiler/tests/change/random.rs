//! Random adds, sets, renames and removes: the project stays sound, and everything besides stays as it is.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::world::{World, add, add_to, remove, rename, set};

/// Numbers that look random and are the same in every run (`SplitMix64`; Steele, Lea and Flood, 2014).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, count: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(count.max(1)).unwrap_or(1)).unwrap_or_default()
    }

    fn of<'t, T>(&mut self, all: &'t [T]) -> &'t T {
        &all[self.below(all.len())]
    }
}

/// Entries by kind and key, with their values.
type Entries = BTreeMap<(String, String), Value>;

/// Every entry of the project.
fn entries(world: &World) -> Entries {
    let checked = compiler::check(&world.files, "rollbook.yaml", compiler::Settings::default());
    assert!(checked.findings.is_empty(), "{:?}", checked.findings.iter().next().map(|finding| &finding.message));
    let of = |members: &compiler::registry::Members| {
        let kind = members.kind.name.clone();
        members
            .entries
            .iter()
            .map(move |entry| ((kind.clone(), entry.key.clone()), entry.value.as_ref().clone()))
            .collect::<Vec<_>>()
    };
    checked.registry.members.iter().flat_map(of).collect()
}

/// All comments of the project.
fn comments(world: &World) -> BTreeSet<String> {
    let lines = world.files.0.keys().flat_map(|path| world.read(path).lines());
    lines.filter_map(|line| line.rsplit_once("# ").map(|(_, comment)| comment.to_owned())).collect()
}

/// A store of this seed: comments everywhere, and layouts of several sorts.
fn generated(random: &mut Random) -> World {
    let mut items = String::from("# Head of the items.\n\n");
    for number in 0..12 {
        let item = match random.below(4) {
            0 => format!("# above i{number:02}\n- id: i{number:02}\n  name: N # beside i{number:02}\n  tags: [a, b]\n"),
            1 => format!("- {{ id: i{number:02}, name: 'N', tags: [ a ] }} # beside i{number:02}\n"),
            2 => format!(
                "-   id: i{number:02}\n    # inside i{number:02}\n    name: >-\n      long\n      text\n    tags:\n    - a # tag of i{number:02}\n    - b\n\n"
            ),
            _ => format!("- id: i{number:02}\n  name: \"N\"\n\n# floating after i{number:02}\n\n"),
        };
        items += &item;
    }
    let mut world = World::new();
    world.write("store/items.yaml", if random.below(3) == 0 { items.replace('\n', "\r\n") } else { items });
    world.write("store/shelves/left.yaml", "# Beside the door.\nkey: left\nholds:\n  - i00 # the first\n  - i01\n");
    world.write("store/orders/may.yaml", "- { key: m1, item: i02 } # in May\n- { key: m3, item: i02 }\n");
    world.write("store/orders/june.yaml", "# June.\n- key: j1\n  item: i03\n");
    let tasks = world.read("store/tasks.yaml").replace("nail", "i04");
    world.write("store/tasks.yaml", tasks);
    let jobs = world.read("store/jobs/daily.yaml").replace("nail", "i05");
    world.write("store/jobs/daily.yaml", jobs);
    world
}

/// A value of an item, as it is given.
fn item(random: &mut Random, key: &str) -> Value {
    let texts = ["Plain", "with: colon", "- dash", "", "two\nlines", "#no comment", "'quoted'", "yes", "12", "größe"];
    let mut item = json!({ "id": key, "name": format!("N{}", random.of(&texts)) });
    if random.below(2) == 0 {
        item["tags"] = json!(["a", random.of(&texts)]);
    }
    if random.below(3) == 0 {
        item["price"] = json!(f64::from(u32::try_from(random.below(1000)).unwrap_or_default()) / 8.0);
    }
    if random.below(3) == 0 {
        item["size"] = json!({ "x": random.below(9), *random.of(&texts): 1 });
    }
    item
}

/// One random request, and what must be true of the entries after it.
fn step(random: &mut Random, world: &mut World, known: &mut Entries, number: usize) -> &'static str {
    let before = world.clone();
    let keys =
        |kind: &str| -> Vec<String> { known.keys().filter(|(of, _)| of == kind).map(|(_, key)| key.clone()).collect() };
    let items = keys("item");
    let mut expected = known.clone();
    let (request, touched, what): (_, Option<&str>, _) = match random.below(6) {
        0 => {
            let key = format!("k{:03}", random.below(400));
            let item = item(random, &key);
            let mut value = item.clone();
            value.as_object_mut().map(|map| map.shift_remove("id"));
            if value.get("supplier").is_none() {
                value["supplier"] = json!("acme");
            }
            expected.insert(("item".to_owned(), key), value);
            (add("item", &item.to_string()), Some("store/items.yaml"), "add")
        }
        1 => {
            let key = format!("o{number:04}");
            let item = random.of(&items).clone();
            expected.insert(("order".to_owned(), key.clone()), json!({ "item": item }));
            let entry = json!({ "key": key, "item": item }).to_string();
            (add_to("order", &entry, Some("orders/may.yaml")), Some("store/orders/may.yaml"), "add --file")
        }
        2 => {
            let key = format!("s{number:04}");
            expected.insert(("shelf".to_owned(), key.clone()), json!({ "holds": [random.of(&items).clone()] }));
            let value = &expected[&("shelf".to_owned(), key.clone())];
            let entry = json!({ "key": key, "holds": value["holds"] }).to_string();
            (add("shelf", &entry), None, "add a file")
        }
        3 => {
            let key = random.of(&items).clone();
            let name = format!("Set {number}: {}", random.of(&["x", "# y", "'z'"]));
            expected.entry(("item".to_owned(), key.clone())).and_modify(|value| value["name"] = json!(name));
            let assigned = format!("name={}", json!(name));
            (set("item", &key, &[&assigned]), Some("store/items.yaml"), "set")
        }
        4 => {
            let (from, to) = (random.of(&items).clone(), format!("{}{number:04}", random.of(&["a", "j", "r"])));
            expected = renamed(known.clone(), &from, &to);
            (rename("item", &from, &to), None, "rename")
        }
        _ => {
            let kind = *random.of(&["item", "order", "shelf"]);
            let key = random.of(&keys(kind)).clone();
            let request = remove(kind, &key);
            if world.ask(&request).is_ok_and(|outcome| outcome.refused) {
                return "remove refused";
            }
            expected.remove(&(kind.to_owned(), key));
            (request, None, "remove")
        }
    };
    world.make(&request);
    *known = entries(world);
    assert_eq!(*known, expected, "{request:?}");
    assert!(keys_of_items(world).is_sorted(), "{request:?}\n{}", world.read("store/items.yaml"));
    check_rest(&before, world, touched, what);
    what
}

/// The keys of items as they stand in their file.
fn keys_of_items(world: &World) -> Vec<&str> {
    let items = world.read("store/items.yaml").lines().filter_map(|line| line.strip_prefix('-')?.split_once("id: "));
    let keys: Vec<&str> = items.filter_map(|(_, item)| item.split([',', ' ']).next()).collect();
    assert!(keys.len() > 3, "{keys:?}");
    keys
}

/// The entries after a rename: the key, and every value that is it.
fn renamed(known: Entries, from: &str, to: &str) -> Entries {
    fn replace(value: &mut Value, from: &str, to: &str) {
        match value {
            Value::String(text) if text == from => to.clone_into(text),
            Value::Array(items) => items.iter_mut().for_each(|item| replace(item, from, to)),
            Value::Object(map) => map.values_mut().for_each(|item| replace(item, from, to)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    let rename = |((kind, key), mut value): ((String, String), Value)| {
        replace(&mut value, from, to);
        let key = if kind == "item" && key == from { to.to_owned() } else { key };
        ((kind, key), value)
    };
    known.into_iter().map(rename).collect()
}

/// Other files are what they were, byte for byte, and only a removed entry takes comments with it.
fn check_rest(before: &World, after: &World, touched: Option<&str>, what: &str) {
    if let Some(touched) = touched {
        let others = |world: &World| {
            let files = world.files.0.clone().into_iter();
            files.filter(|(path, _)| path != touched).collect::<BTreeMap<_, _>>()
        };
        assert_eq!(others(before), others(after));
    }
    let lost: Vec<String> = comments(before).difference(&comments(after)).cloned().collect();
    // A value that is a text of its own lines has no comments, and `#` may be part of it.
    let lost: Vec<&String> = lost
        .iter()
        .filter(|comment| comment.contains("i0") || comment.contains("i1") || comment.ends_with('.'))
        .collect();
    if what == "set" || what.starts_with("add") || what == "rename" {
        assert!(lost.is_empty(), "{what} lost {lost:?}");
    }
}

#[test]
fn a_project_stays_sound_and_whole_through_random_changes() {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for seed in 0..10 {
        let mut random = Random(seed);
        let mut world = generated(&mut random);
        let mut known = entries(&world);
        for number in 0..20 {
            *seen.entry(step(&mut random, &mut world, &mut known, number)).or_default() += 1;
        }
    }
    let all = ["add", "add --file", "add a file", "remove", "remove refused", "rename", "set"];
    assert_eq!(seen.keys().copied().collect::<Vec<_>>(), all, "{seen:?}");
}
