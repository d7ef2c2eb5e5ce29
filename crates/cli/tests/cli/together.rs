//! Several processes that write at the same time.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use crate::project::{Project, SHOP};
use crate::writers;

/// Fruits in one file, with comments.
const LIST: &str = "\
-- rollbook.yaml --
name: demo
registries:
  shop: { title: Shop, purpose: Things to sell. }
-- shop/kinds/fruit.schema.yaml --
$schema: https://json-schema.org/draft/2020-12/schema
title: Fruit
description: What grows on trees.
x-registry: { entries: fruits.yaml, layout: list }
type: object
required: [key]
additionalProperties: false
properties:
  key: { type: string }
-- shop/fruits.yaml --
# What the shop has, sorted.

- key: apple # red
# Pears come late.
- key: pear
- key: quince
";

#[test]
fn eight_processes_add_fifty_entries_each_to_one_file_and_nothing_is_lost() {
    const PROCESSES: usize = 8;
    const RUNS: usize = 10;
    const ENTRIES: usize = 5;
    let project = Project::new(LIST);
    writers::together(PROCESSES, |process| {
        for run in 0..RUNS {
            let entries: Vec<String> =
                (0..ENTRIES).map(|number| format!(r#"{{"key":"n{process}-{run}-{number}"}}"#)).collect();
            let shown = project.transcript(&format!("add shop.fruit --no-gen --entry-json [{}]", entries.join(",")));
            assert!(shown.starts_with("exit 0\n"), "{shown}");
        }
    });
    let text = project.read("shop/fruits.yaml");
    let keys: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("- key: ")).collect();
    assert_eq!(keys.len(), PROCESSES * RUNS * ENTRIES + 3);
    assert!(keys.is_sorted(), "{text}");
    assert!(text.starts_with("# What the shop has, sorted.\n\n- key: apple # red\n- key: n0-0-0\n"), "{text}");
    assert!(text.ends_with("- key: n7-9-4\n# Pears come late.\n- key: pear\n- key: quince\n"), "{text}");
    writers::assert_tidy(&project);
    assert_eq!(project.run("gen").status.code(), Some(0));
}

const KIND: &str = "shop/kinds/fruit.schema.yaml";
const SCHEMA: &str = ".schema/shop.fruit.schema.json";

#[test]
fn eight_processes_generate_while_definitions_change_and_no_file_is_torn() {
    const RUNS: usize = 10;
    let project = Project::generated();
    let old = project.read(KIND);
    let new = old.replace("What grows on trees.", "What grows.");
    let states = [project.read(SCHEMA), project.read(SCHEMA).replace("What grows on trees.", "What grows.")];
    let (is_over, looks) = (AtomicBool::new(false), AtomicUsize::new(0));
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for text in [&new, &old].into_iter().cycle() {
                project.save(KIND, text);
                for _ in 0..20 {
                    let seen = project.read(SCHEMA);
                    assert!(states.contains(&seen), "torn: {seen}");
                    looks.fetch_add(1, Ordering::Relaxed);
                }
                if is_over.load(Ordering::Relaxed) {
                    break;
                }
            }
        });
        writers::together(8, |_| {
            for _ in 0..RUNS {
                let shown = project.transcript("gen");
                assert!(shown.starts_with("exit 0\n"), "{shown}");
            }
        });
        is_over.store(true, Ordering::Relaxed);
    });
    assert!(looks.into_inner() > 0);
    writers::assert_tidy(&project);
    project.write(
        KIND,
        SHOP.split("-- ").find_map(|file| file.strip_prefix(&format!("{KIND} --\n"))).expect("it is there"),
    );
    assert_eq!(project.run("gen").status.code(), Some(0));
    assert_eq!(project.run("gen --check --no-cache").status.code(), Some(0));
}
