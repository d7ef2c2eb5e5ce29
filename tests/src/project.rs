//! Projects on disk, made from listings.
//!
//! Sections are carried out in their order: a path is written, `$` is run. In `$` the line `rollbook gen`
//! generates, here in this process, and `rollbook gen --check` as the last line of all says what the
//! project is asked for; so does a change of definitions, `rollbook set …`, `rename …` or `remove …`, whose
//! words have no blanks and which is not made. Without them, it is asked for `rollbook check`. All other
//! lines go to `sh`.

use std::fs;
use std::path::Path;
use std::process::Command;

use compiler::change::{self, Action, Request, Rules};
use compiler::files::Disk;
use compiler::{Compiled, Settings, plan};
use source::{Colour, Findings, Format};

use crate::folder::Folder;
use crate::listing::sections;

/// A project in a folder of its own, with `rollbook.yaml` at the top.
#[derive(Debug)]
pub struct Project {
    folder: Folder,
    asked: Asked,
}

/// What a project is asked for.
#[derive(Clone, Debug, Default)]
enum Asked {
    /// Mistakes in the definitions.
    #[default]
    Check,
    /// Also what differs on disk.
    GenCheck,
    /// What a change of the definitions would cause.
    Change(Request),
}

impl Asked {
    /// What a line asks for.
    fn of(line: &str) -> Self {
        match line {
            "rollbook gen --check" => Self::GenCheck,
            line => request(line).map_or(Self::Check, Self::Change),
        }
    }
}

/// The change that a line asks for; `None` where it asks for something else.
///
/// # Panics
/// A word of it means nothing.
fn request(line: &str) -> Option<Request> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let owned = |word: &&str| (**word).to_owned();
    let (kind, action) = match words.as_slice() {
        ["rollbook", "set", kind, key, words @ ..] => {
            let assignment =
                |word: &&str| change::assignment(word).unwrap_or_else(|misuse| panic!("{}", misuse.message));
            (kind, Action::Set { key: owned(key), assignments: words.iter().map(assignment).collect() })
        }
        ["rollbook", "rename", kind, from, to] => (kind, Action::Rename { from: owned(from), to: owned(to) }),
        ["rollbook", "remove", kind, key] => (kind, Action::Remove { key: owned(key) }),
        _ => return None,
    };
    Some(Request { kind: owned(kind), action, rules: Rules::Block, settings: settings() })
}

/// The project file, relative to the folder.
const PROJECT_FILE: &str = "rollbook.yaml";

/// The day on which projects of tests are looked at, for allowances that end.
const TODAY: &str = "2026-01-01";

fn settings() -> Settings {
    Settings { today: Some(TODAY.parse().expect("it is a day")), docs: true }
}

impl Project {
    /// The project of a listing.
    ///
    /// # Panics
    /// See [`Project::overlay`].
    #[must_use]
    pub fn new(listing: &str) -> Self {
        let mut project = Self { folder: Folder::new(), asked: Asked::default() };
        project.overlay(listing);
        project
    }

    /// Lays another listing over the project: files of the same path are replaced.
    ///
    /// # Panics
    /// A file cannot be written or a command fails.
    pub fn overlay(&mut self, listing: &str) {
        for section in sections(listing) {
            match section.name.as_str() {
                "$" => self.run(&section.content),
                path => self.write(path, &section.content),
            }
        }
    }

    /// Writes a file.
    ///
    /// # Panics
    /// It cannot be written.
    pub fn write(&self, path: &str, content: &str) {
        let path = self.folder.path().join(path);
        let parent = path.parent().expect("a path of a project lies in its folder");
        fs::create_dir_all(parent).expect("a folder of the project can be made");
        fs::write(path, content).expect("a file of the project can be written");
    }

    /// Carries commands out, one a line.
    ///
    /// # Panics
    /// A command fails.
    pub fn run(&mut self, commands: &str) {
        let mut script = String::new();
        for line in commands.lines() {
            self.asked = Asked::of(line);
            match line {
                "rollbook gen" => {
                    self.sh(&std::mem::take(&mut script));
                    self.generate();
                }
                "rollbook check" | "rollbook gen --check" => {}
                _ if matches!(self.asked, Asked::Change(_)) => {}
                line => script.extend([line, "\n"]),
            }
        }
        self.sh(&script);
    }

    fn sh(&self, script: &str) {
        if script.is_empty() {
            return;
        }
        let output = Command::new("sh")
            .args(["-ec", script])
            .current_dir(self.folder.path())
            .env("LC_ALL", "C")
            .output()
            .expect("there is a shell");
        assert!(output.status.success(), "{script}: {}", String::from_utf8_lossy(&output.stderr));
    }

    /// Generates, as `rollbook gen` does.
    ///
    /// # Panics
    /// The definitions have errors, or a file cannot be written.
    pub fn generate(&self) {
        let disk = self.disk();
        let (compiled, plan) = compiler::compare(&disk, PROJECT_FILE, settings());
        let plan = plan.unwrap_or_else(|| panic!("cannot generate:\n{}", human(&compiled.findings)));
        plan::apply(&plan, &disk).expect("the generated files can be written");
    }

    /// What is made of the definitions.
    #[must_use]
    pub fn compile(&self) -> Compiled {
        compiler::compile(&self.disk(), PROJECT_FILE, settings())
    }

    /// The findings of what the project is asked for.
    ///
    /// # Panics
    /// It is asked for a change that means nothing in it.
    #[must_use]
    pub fn findings(&self) -> Findings {
        match &self.asked {
            Asked::Check => self.compile().findings,
            Asked::GenCheck => self.differences(),
            Asked::Change(request) => {
                let before = compiler::check(&self.disk(), PROJECT_FILE, settings());
                let outcome = change::change(&self.disk(), PROJECT_FILE, &before, request);
                let mut outcome = outcome.unwrap_or_else(|misuse| panic!("{}", misuse.message));
                outcome.caused.append(outcome.earlier);
                outcome.caused
            }
        }
    }

    fn differences(&self) -> Findings {
        let (mut compiled, plan) = compiler::compare(&self.disk(), PROJECT_FILE, settings());
        if let (Some(plan), Some(project)) = (&plan, &compiled.project) {
            compiled.findings.append(plan::drift(plan, project));
            compiled.findings.sort();
        }
        compiled.findings
    }

    /// Its files.
    ///
    /// # Panics
    /// The folder is gone.
    #[must_use]
    pub fn disk(&self) -> Disk {
        Disk::open(self.path()).expect("the folder of the project is there")
    }

    /// Its folder.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.folder.path()
    }
}

/// Findings as people see them, without colours.
#[must_use]
pub fn human(findings: &Findings) -> String {
    source::write(findings, Format::Human, Colour::Never)
}
