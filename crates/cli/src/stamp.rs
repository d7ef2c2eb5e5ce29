//! The stamp of a clean run: when everything that it asked has its old answer, so has the whole run.
//!
//! A stamp lies in the state folder, `target/rollbook/` below the root, and holds what to print and the
//! answers. It is left only by a run that found nothing to say, so believing it hides nothing. It names the
//! last day on which that holds, where something is allowed until a day. Whatever is wrong with a stamp, the
//! run is done in full; a stamp that cannot be written costs the next run its shortcut.

use std::fs;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use compiler::files::{Disk, Files, Fingerprint, STATE};
use compiler::{Day, Settings};

use crate::place::Place;
use crate::run::Answers;
use crate::summary::Tally;

/// Where the stamp of a project lies, and what a run depends on besides its files.
#[derive(Debug)]
pub(crate) struct Stamp<'a> {
    file: PathBuf,
    disk: &'a Disk,
    salt: String,
}

impl<'a> Stamp<'a> {
    /// The stamp of a place; `None` where the program cannot tell which program it is.
    pub(crate) fn of(place: &'a Place) -> Option<Self> {
        let mut hasher = DefaultHasher::new();
        place.project.hash(&mut hasher);
        let file = place.disk.root().join(STATE).join(format!("{:016x}.stamp", hasher.finish()));
        Some(Self { file, disk: &place.disk, salt: salt(place)? })
    }

    /// What a run depends on besides its files.
    pub(crate) fn salt(&self) -> &str {
        &self.salt
    }

    /// What the last run counted, if nothing has changed since.
    pub(crate) fn read(&self, files: &impl Files, settings: Settings) -> Option<Tally> {
        believe(&fs::read_to_string(&self.file).ok()?, &self.salt, settings, files)
    }

    /// Leaves the stamp of a clean run that is so up to a day; silently none where it cannot be written.
    pub(crate) fn write(&self, tally: Tally, until: Option<Day>, answers: &Answers) {
        let _ = write_whole(&self.file, self.disk, &text(tally, until, answers));
    }
}

/// One line that changes with the program, the project and the content folders.
fn salt(place: &Place) -> Option<String> {
    let program = fs::metadata(std::env::current_exe().ok()?).ok()?;
    let built = program.modified().ok()?.duration_since(UNIX_EPOCH).ok()?.as_nanos();
    let (version, bytes) = (env!("CARGO_PKG_VERSION"), program.len());
    // Debug forms keep a line break in a path from breaking the line.
    Some(format!("rollbook {version} {bytes} {built} {:?} {:?}", place.project, place.mounts))
}

/// What is between the parts of a stamp. No part has an empty line, unless a file's name has one; then
/// the parts come apart wrongly, and do not hold.
const BETWEEN: &str = "\n\n";

/// Stands for the last day of a stamp that has none.
const ALWAYS: &str = "always";

fn text(tally: Tally, until: Option<Day>, answers: &Answers) -> String {
    let Tally { kinds, entries, files } = tally;
    let (inputs, outputs) = (answers.inputs.as_str().trim_end(), answers.outputs.as_str().trim_end());
    let bytes = inputs.len() + outputs.len();
    let until = until.map_or_else(|| ALWAYS.to_owned(), |day| day.to_string());
    format!("{kinds} {entries} {files} {bytes} {until}{BETWEEN}{inputs}{BETWEEN}{outputs}")
}

/// What the stamp says was counted, if its last day has not passed and its answers are still right.
fn believe(stamp: &str, salt: &str, settings: Settings, files: &impl Files) -> Option<Tally> {
    let mut parts = stamp.splitn(3, BETWEEN);
    let mut words = parts.next()?.split(' ');
    let mut number = || words.next()?.parse::<usize>().ok();
    let tally = Tally { kinds: number()?, entries: number()?, files: number()? };
    let (bytes, until) = (number()?, words.next()?);
    let until = if until == ALWAYS { None } else { Some(until.parse::<Day>().ok()?) };
    if until.zip(settings.today).is_some_and(|(until, today)| today > until) {
        return None;
    }
    let (inputs, outputs) = (parts.next()?, parts.next()?);
    if inputs.len() + outputs.len() != bytes {
        return None;
    }
    let [inputs, outputs] = [inputs, outputs].map(|part| Fingerprint::from_text(part.to_owned()));
    let answers = Answers { inputs, outputs };
    answers.hold(salt, files).then_some(tally)
}

/// Writes beside the file and renames, so that a stamp is whole or not there.
fn write_whole(file: &Path, disk: &Disk, text: &str) -> std::io::Result<()> {
    disk.state_folder()?;
    let beside = file.with_extension(format!("{}.new", std::process::id()));
    fs::write(&beside, text).and_then(|()| fs::rename(&beside, file)).inspect_err(|_| {
        let _ = fs::remove_file(&beside);
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use compiler::files::Memory;
    use compiler::plan::{Action, Plan};

    const PROJECT: &str = "\
-- rollbook.yaml --
name: demo
registries:
  shop: { title: Shop, purpose: Things to sell. }
-- shop/kinds/fruit.schema.yaml --
$schema: https://json-schema.org/draft/2020-12/schema
title: Fruit
description: What grows.
x-registry: { entries: fruits/*.yaml, layout: document }
type: object
required: [key]
additionalProperties: false
properties:
  key: { type: string }
  sold_by: { type: string, x-path: true }
-- shop/fruits/apple.yaml --
key: apple
sold_by: stall.txt
-- stall.txt --
open
";

    const SALT: &str = "salt";

    fn on(day: &str) -> Settings {
        Settings { today: Some(day.parse().expect("it is a day")), docs: false }
    }

    /// What a stamp says on a day on which all that is allowed is allowed.
    fn believed(stamp: &str, files: &Memory) -> Option<Tally> {
        believe(stamp, SALT, on("2001-01-01"), files)
    }

    /// Runs `gen`, carries its plan out, and gives the stamp that it leaves.
    fn generate(files: &mut Memory) -> String {
        let run = crate::run::run(files, "rollbook.yaml", on("2001-01-01"));
        assert!(run.compiled.findings.is_empty(), "{:?}", run.compiled.findings);
        let plan = run.plan.clone().expect("a project without errors has a plan");
        let (tally, until) = (Tally::of(&run.compiled.looked_at, &plan), run.compiled.allowed.until);
        let stamp = text(tally, until, &run.answers_after(SALT));
        carry_out(&plan, files);
        stamp
    }

    fn carry_out(plan: &Plan, files: &mut Memory) {
        for change in &plan.changes {
            match change.action {
                Action::Create | Action::Update { .. } => files.0.insert(change.path.clone(), change.content.clone()),
                Action::Delete { .. } => files.0.remove(&change.path),
            };
        }
    }

    fn generated() -> (Memory, String) {
        let mut files = Memory::from_listing(PROJECT);
        let stamp = generate(&mut files);
        (files, stamp)
    }

    /// A file that `gen` has written.
    fn output(files: &Memory) -> String {
        files.0.keys().find(|path| path.contains("shop.fruit")).expect("the kind has a schema for editors").clone()
    }

    #[test]
    fn a_stamp_holds_right_after_the_run_that_wrote_files() {
        let (files, stamp) = generated();
        let tally = believed(&stamp, &files).expect("nothing has changed");
        assert_eq!((tally.kinds, tally.entries), (1, 1));
        assert_eq!(believe(&stamp, "another program", on("2001-01-01"), &files), None);
    }

    #[test]
    fn a_run_that_changes_nothing_leaves_the_same_stamp() {
        let (mut files, stamp) = generated();
        assert_eq!(generate(&mut files), stamp);
    }

    #[test]
    fn a_stamp_holds_after_an_update_and_a_deletion() {
        let (mut files, _) = generated();
        let output = output(&files);
        let stale = [files.0[&output].as_slice(), b" "].concat();
        let orphan = output.replace("shop.fruit", "shop.gone");
        files.0.insert(orphan.clone(), stale.clone());
        files.0.insert(output, stale);
        let stamp = generate(&mut files);
        assert!(!files.0.contains_key(&orphan));
        assert!(believed(&stamp, &files).is_some());
    }

    #[test]
    fn any_change_that_a_run_would_see_undoes_the_stamp() {
        type Change = fn(&mut Memory, output: &str);
        let changes: [(&str, Change); 8] = [
            ("touching a definition", |files, _| add(files, "shop/fruits/apple.yaml", "key: apple\n")),
            ("touching a kind", |files, _| add(files, "shop/kinds/fruit.schema.yaml", "title: Other\n")),
            ("touching the project", |files, _| add(files, "rollbook.yaml", "name: other\n")),
            ("adding an entry", |files, _| add(files, "shop/fruits/pear.yaml", "key: pear\n")),
            ("removing what a path names", |files, _| drop(files.0.remove("stall.txt"))),
            ("deleting an output", |files, output| drop(files.0.remove(output))),
            ("editing an output", |files, output| add(files, output, "other")),
            ("adding an orphan", |files, output| {
                let content = files.0[output].clone();
                files.0.insert(output.replace("shop.fruit", "shop.gone"), content);
            }),
        ];
        for (what, change) in changes {
            let (mut files, stamp) = generated();
            let output = output(&files);
            change(&mut files, &output);
            assert_eq!(believed(&stamp, &files), None, "{what}");
        }
    }

    fn add(files: &mut Memory, path: &str, content: &str) {
        files.0.insert(path.to_owned(), content.into());
    }

    #[test]
    fn files_that_no_run_looks_at_leave_the_stamp_alone() {
        let (mut files, stamp) = generated();
        add(&mut files, "README.md", "# Shop\n");
        assert!(believed(&stamp, &files).is_some());
    }

    #[test]
    fn a_stamp_holds_up_to_the_last_day_of_what_is_allowed() {
        let mut files = Memory::from_listing(PROJECT);
        add(&mut files, "shop/notes.yaml", "# rollbook-allow unread-file until 2001-02-28: from the old shop\n");
        add(&mut files, "shop/more.yaml", "# rollbook-allow unread-file until 2001-03-31: from the old shop\n");
        let stamp = generate(&mut files);
        let holds = |day| believe(&stamp, SALT, on(day), &files).is_some();
        assert_eq!(["1999-12-31", "2001-02-28", "2001-03-01"].map(holds), [true, true, false]);
        add(&mut files, "shop/notes.yaml", "note: no longer allowed\n");
        assert_eq!(believed(&stamp, &files), None);
    }

    #[test]
    fn a_broken_stamp_is_not_believed() {
        let (files, stamp) = generated();
        for end in (0..stamp.len()).step_by(7) {
            assert_eq!(believed(&stamp[..end], &files), None, "cut at {end}");
        }
    }
}
