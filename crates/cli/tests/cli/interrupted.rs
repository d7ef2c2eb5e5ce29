//! Processes that are killed while they write.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::project::Project;
use crate::writers::{self, Killed, Timing};

/// Each has two generated files, so a write takes a while.
const KINDS: usize = 8;

const PROJECT: &str = "\
name: many
registries:
  many: { title: Many, purpose: Many kinds. }
docs: { root: docs, flavour: mdbook, registry: registry }
";

/// Many kinds, each with one entry; all their descriptions say `word`.
fn kind(number: usize, word: &str) -> String {
    format!(
        "$schema: https://json-schema.org/draft/2020-12/schema\ntitle: Kind {number}\ndescription: It is {word}.\n\
         x-registry: {{ entries: entries/k{number:02}.yaml, layout: document }}\ntype: object\n\
         required: [key, summary]\nadditionalProperties: false\nproperties:\n  key: {{ type: string }}\n  \
         summary: {{ type: string }}\n"
    )
}

fn project() -> Project {
    let mut listing = format!("-- rollbook.yaml --\n{PROJECT}");
    for number in 0..KINDS {
        let entry = format!("key: e{number}\nsummary: One.\n");
        write!(listing, "-- many/kinds/k{number:02}.schema.yaml --\n{}", kind(number, "first"))
            .and_then(|()| write!(listing, "-- many/entries/k{number:02}.yaml --\n{entry}"))
            .expect("texts can be written");
    }
    Project::new(&listing)
}

fn describe(project: &Project, word: &str) {
    for number in 0..KINDS {
        project.save(&format!("many/kinds/k{number:02}.schema.yaml"), &kind(number, word));
    }
}

/// The generated files, without temporary ones.
fn generated(project: &Project) -> BTreeMap<String, String> {
    let is_generated = |path: &str| {
        let folder = path.starts_with("docs/registry/") || path.starts_with(".schema/");
        folder && !path.contains(".rollbook-")
    };
    project.files().into_iter().filter(|(path, _)| is_generated(path)).collect()
}

#[test]
fn a_run_that_is_killed_leaves_whole_files_and_the_next_one_all_old_or_all_new() {
    const KILLS: usize = 200;
    const GEN: &str = "gen --no-cache";
    let project = project();
    let words = ["first", "second"];
    let mut timing = Timing::default();
    let states = words.map(|word| {
        describe(&project, word);
        timing = writers::time(&project, GEN);
        generated(&project)
    });
    let changed = states[0].iter().filter(|(path, content)| states[1].get(*path) != Some(*content)).count();
    assert!(changed >= KINDS, "only {changed} files change");

    let mut now = 1;
    let (mut kills, mut finished) = (Vec::new(), 0);
    for round in 0..KILLS {
        describe(&project, words[1 - now]);
        let killed = writers::kill(&project, GEN, &mut timing, round);
        kills.push(killed);
        let left = generated(&project);
        for (path, content) in &left {
            assert!(states.iter().any(|state| state.get(path) == Some(content)), "{path} is torn: {content}");
        }
        assert_eq!(left.len(), states[0].len(), "no file is missing");

        // A run with an error generates nothing, so what it leaves is what it has made of the killed one's.
        project.save("rollbook.yaml", "name: [\n");
        let shown = project.transcript(GEN);
        assert!(shown.contains("wrote nothing: 1 error"), "{shown}");
        project.save("rollbook.yaml", PROJECT);
        writers::assert_tidy(&project);
        finished += usize::from(shown.contains("finished a run that was interrupted: "));
        let after = generated(&project);
        let old = now;
        now = states.iter().position(|state| *state == after).expect("all files are old, or all are new");
        match killed {
            Killed::Preparing => assert_eq!(now, old, "nothing was decided"),
            Killed::Deciding | Killed::Late => assert_ne!(now, old, "it was decided"),
            Killed::Outside => {}
        }
    }
    #[expect(clippy::print_stdout, reason = "how many kills hit is what a reader of this test wants to know")]
    {
        println!("{}; {finished} were finished by the next run", writers::tally(&kills));
    }
    let hits = kills.iter().filter(|killed| matches!(killed, Killed::Preparing | Killed::Deciding)).count();
    assert!(hits > 0, "no kill came while the run was writing");

    assert_eq!(project.run(GEN).status.code(), Some(0));
    assert_eq!(project.run("gen --check").status.code(), Some(0));
}
