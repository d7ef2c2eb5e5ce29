//! Several processes that write at the same time.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use crate::project::{Project, SHOP};
use crate::writers;

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
