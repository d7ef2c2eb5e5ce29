//! Processes that are killed while they write, 200 in all; `ROLLBOOK_KILLS=10` kills ten times as many.

use std::collections::BTreeMap;

use crate::project::{Project, SHOP};
use crate::writers::{self, Killed, Timing};

/// Two states of a project, and how each is reached from the other.
struct Between<'a> {
    project: &'a Project,
    /// What comes before the command, by the state that it leads to.
    before: &'a dyn Fn(usize),
    /// The commands, by the state that they lead to.
    commands: [&'a str; 2],
    /// Whether a command writes a file.
    is_written: fn(&str) -> bool,
}

type Files = BTreeMap<String, String>;

impl Between<'_> {
    /// The files that the commands write, without temporary ones.
    fn files(&self) -> Files {
        let is_whole = |path: &str| !path.contains(".rollbook-") && (self.is_written)(path);
        self.project.files().into_iter().filter(|(path, _)| is_whole(path)).collect()
    }

    /// Goes to a state, and gives it.
    fn reach(&self, state: usize) -> (Timing, Files) {
        (self.before)(state);
        let timing = writers::time(self.project, self.commands[state]);
        (timing, self.files())
    }

    /// Kills the commands at many moments. Whatever the moment, each file is as it is in one of the two states,
    /// and after the next run all files are as they are in the same.
    fn kill(&self, kills: usize, min_changed: usize) {
        self.reach(0);
        let ((to_second, second), (to_first, first)) = (self.reach(1), self.reach(0));
        let (states, mut timings) = ([first, second], [to_first, to_second]);
        let changed = states[0].iter().filter(|(path, content)| states[1].get(*path) != Some(*content)).count();
        assert!(changed >= min_changed, "only {changed} files change");

        let (mut killed, mut finished, mut now) = (Vec::new(), 0, 0);
        for round in 0..kills * times() {
            let goal = 1 - now;
            (self.before)(goal);
            let how = writers::kill(self.project, self.commands[goal], &mut timings[goal], round);
            assert_whole(&self.files(), &states);
            let shown = self.next_run();
            finished += usize::from(shown.contains("finished a run that was interrupted: "));
            let files = self.files();
            now = states.iter().position(|state| *state == files).expect("all files are old, or all are new");
            match how {
                Killed::Preparing if changed > 1 => assert_ne!(now, goal, "nothing was decided"),
                Killed::Deciding | Killed::Late => assert_eq!(now, goal, "it was decided"),
                // Of one file, the rename decides.
                Killed::Preparing | Killed::Outside => {}
            }
            killed.push(how);
        }
        #[expect(clippy::print_stdout, reason = "how many kills hit is what a reader of this test wants to know")]
        {
            let tally = writers::tally(&killed);
            println!("{}: {tally}; {finished} were finished by the next run", self.commands[0]);
        }
        assert!(killed.iter().any(|how| matches!(how, Killed::Preparing | Killed::Deciding)), "no kill hit");
    }

    /// A run that writes nothing of its own, since the project file is broken: what it leaves is what it makes
    /// of what was there.
    fn next_run(&self) -> String {
        let project = self.project.read("rollbook.yaml");
        self.project.save("rollbook.yaml", "name: [\n");
        let shown = self.project.transcript("gen");
        assert!(shown.contains("wrote nothing: 1 error"), "{shown}");
        self.project.save("rollbook.yaml", &project);
        writers::assert_tidy(self.project);
        shown
    }
}

/// How many times as many kills as usual.
fn times() -> usize {
    std::env::var("ROLLBOOK_KILLS").ok().and_then(|times| times.parse().ok()).unwrap_or(1)
}

#[track_caller]
fn assert_whole(files: &Files, states: &[Files; 2]) {
    for (path, content) in files {
        assert!(states.iter().any(|state| state.get(path) == Some(content)), "`{path}` is torn: {content}");
    }
    let lost = states[0].keys().find(|path| states[1].contains_key(*path) && !files.contains_key(*path));
    assert_eq!(lost, None, "a file is lost");
}

/// Eight kinds, with two generated files each; all their descriptions say `word`.
fn describe(project: &Project, word: &str) {
    for number in 0..8 {
        let kind = format!(
            "$schema: https://json-schema.org/draft/2020-12/schema\ntitle: Kind {number}\ndescription: It is {word}.\n\
             x-registry: {{ entries: entries/k{number}.yaml, layout: document }}\ntype: object\n\
             required: [key, summary]\nadditionalProperties: false\nproperties:\n  key: {{ type: string }}\n  \
             summary: {{ type: string }}\n"
        );
        project.write(&format!("many/kinds/k{number}.schema.yaml"), &kind);
        project.write(&format!("many/entries/k{number}.yaml"), &format!("key: e{number}\nsummary: One.\n"));
    }
}

const MANY: &str = "\
-- rollbook.yaml --
name: many
registries:
  many: { title: Many, purpose: Many kinds. }
docs: { root: docs, flavour: mdbook, registry: registry }
";

#[test]
fn gen_that_is_killed_leaves_whole_files_and_after_the_next_run_all_old_or_all_new() {
    let project = Project::new(MANY);
    let between = Between {
        project: &project,
        before: &|state| describe(&project, ["first", "second"][state]),
        commands: ["gen --no-cache"; 2],
        is_written: |path| path.starts_with("docs/registry/") || path.starts_with(".schema/"),
    };
    between.kill(50, 16);
    assert_eq!(project.run("gen").status.code(), Some(0));
    assert_eq!(project.run("gen --check").status.code(), Some(0));
}

#[test]
fn add_and_remove_that_are_killed_leave_the_old_file_or_the_new_one() {
    let project = Project::generated();
    project.edit("shop/stalls.yaml", "- key: corner", "# The oldest of all.\n- key: corner");
    let commands =
        ["remove shop.stall kiosk", r#"add shop.stall --entry-json {"key":"kiosk","sells":[{"fruit":"pear"}]}"#];
    let between = Between { project: &project, before: &|_| {}, commands, is_written: |_| true };
    assert_eq!(project.run(commands[1]).status.code(), Some(0));
    between.kill(100, 1);
    assert!(project.read("shop/stalls.yaml").starts_with("# The oldest of all.\n- key: corner\n"));
}

#[test]
fn rename_that_is_killed_renames_everywhere_or_nowhere() {
    let project = Project::new(SHOP);
    let commands = ["rename shop.fruit quince apple", "rename shop.fruit apple quince"];
    assert_eq!(project.run("gen").status.code(), Some(0));
    assert_eq!(project.run(commands[1]).status.code(), Some(0));
    let between = Between { project: &project, before: &|_| {}, commands, is_written: |_| true };
    between.kill(50, 3);
    assert_eq!(project.run("gen --check").status.code(), Some(0));
}
