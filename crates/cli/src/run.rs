//! One run of `gen`: compiles, compares with the disk, and keeps what was asked on the way.
//!
//! Questions about definitions and questions about generated files are kept apart. `gen` answers the
//! second kind anew by writing, so their answers are worked out for the disk as it is afterwards; a
//! definition that turns out to be a generated file keeps its old answer, and the next run looks again.
//! The docs root alone is listed for both: a page that was generated is none that people wrote.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use compiler::files::{FileError, Files, Fingerprint, Found, Listing, Question, Recorded};
use compiler::plan::{self, Action, Plan};
use compiler::{Compiled, Settings};

/// What a run made, and what it asked.
#[derive(Debug)]
pub(crate) struct Run<'a, F> {
    /// The definitions and what is wrong with them; without artifacts, which are in the plan.
    pub(crate) compiled: Compiled,
    /// What differs; `None` while there are errors in the definitions.
    pub(crate) plan: Option<Plan>,
    inputs: Listed<'a, F>,
    outputs: Listed<'a, F>,
}

/// Compiles the project file at `project`, and compares the artifacts with the files.
pub(crate) fn run<'a, F: Files>(files: &'a F, project: &str, settings: Settings) -> Run<'a, F> {
    let inputs = Listed::new(files);
    let mut compiled = compiler::compile(&inputs, project, settings);
    let outputs = Listed::new(files);
    let rendered = compiled.take_rendered();
    let sound = compiled.project.as_ref().filter(|_| !compiled.findings.has_errors());
    let plan = sound.map(|project| plan::plan(&outputs, project, rendered, &mut compiled.findings));
    compiled.findings.sort();
    Run { compiled, plan, inputs, outputs }
}

/// The answers that a run without a change would be given: to its questions about definitions, and to
/// those about generated files.
#[derive(Clone, Debug)]
pub(crate) struct Answers {
    pub(crate) inputs: Fingerprint,
    pub(crate) outputs: Fingerprint,
}

impl Answers {
    /// Whether a run on `files` would be given them again.
    pub(crate) fn hold(&self, salt: &str, files: &impl Files) -> bool {
        self.inputs.holds(salt, files) && self.outputs.holds(salt, files)
    }
}

impl<F: Files> Run<'_, F> {
    /// Everything that was asked.
    pub(crate) fn questions(&self) -> BTreeSet<Question> {
        self.inputs.recorded.questions().into_iter().chain(self.outputs.recorded.questions()).collect()
    }

    /// Whether the definitions are still what the run was told they are.
    pub(crate) fn is_current(&self, files: &impl Files) -> bool {
        let anew = Recorded::new(files);
        for question in self.inputs.recorded.questions() {
            match question {
                Question::List(folder) => drop(anew.list(&folder)),
                Question::Read(path) => drop(anew.read(&path)),
                Question::WhatIs(path) => _ = anew.what_is(&path),
            }
        }
        anew.fingerprint("") == self.inputs.recorded.fingerprint("")
    }

    /// The answers as they are once the plan has been carried out, and nothing else has happened.
    pub(crate) fn answers_after(self, salt: &str) -> Answers {
        if let Some(plan) = &self.plan {
            let docs = self.compiled.project.as_ref().and_then(|project| project.docs.as_ref());
            self.inputs.list_after(plan, |folder| docs.is_some_and(|docs| docs.root == folder));
            self.outputs.list_after(plan, |_| true);
            self.outputs.read_after(plan);
        }
        let [inputs, outputs] = [self.inputs, self.outputs].map(|listed| listed.recorded.fingerprint(salt));
        Answers { inputs, outputs }
    }
}

/// Files as they were found: the answers, and the lists in full.
#[derive(Debug)]
struct Listed<'a, F> {
    recorded: Recorded<'a, F>,
    lists: RefCell<BTreeMap<String, Vec<String>>>,
}

impl<'a, F: Files> Listed<'a, F> {
    fn new(files: &'a F) -> Self {
        Self { recorded: Recorded::new(files), lists: RefCell::default() }
    }

    /// Lists these folders anew, as they are after the plan.
    fn list_after(&self, plan: &Plan, is_listed: impl Fn(&str) -> bool) {
        let lists = self.lists.borrow();
        let after = After { lists: &lists, plan };
        let anew = Recorded::new(&after);
        for folder in lists.keys().filter(|folder| is_listed(folder)) {
            let _ = anew.list(folder);
        }
        self.recorded.amend(anew);
    }

    /// Reads the changed files anew, as they are after the plan.
    fn read_after(&self, plan: &Plan) {
        let after = After { lists: &BTreeMap::new(), plan };
        let anew = Recorded::new(&after);
        for change in &plan.changes {
            let _ = anew.read(&change.path);
        }
        self.recorded.amend(anew);
    }
}

impl<F: Files> Files for Listed<'_, F> {
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, FileError> {
        self.recorded.read(path)
    }

    fn listing(&self, folder: &str) -> Result<Listing, FileError> {
        let listing = self.recorded.listing(folder)?;
        self.lists.borrow_mut().insert(folder.to_owned(), listing.paths.clone());
        Ok(listing)
    }

    fn what_is(&self, path: &str) -> Found {
        self.recorded.what_is(path)
    }
}

/// The changed files and the lists as they are after a plan.
#[derive(Debug)]
struct After<'a> {
    lists: &'a BTreeMap<String, Vec<String>>,
    plan: &'a Plan,
}

impl After<'_> {
    fn content(&self, path: &str) -> Option<&[u8]> {
        let found = self.plan.changes.binary_search_by(|change| change.path.as_str().cmp(path)).ok()?;
        let change = &self.plan.changes[found];
        match change.action {
            Action::Create | Action::Update { .. } => Some(&change.content),
            Action::Delete { .. } => None,
        }
    }
}

impl Files for After<'_> {
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, FileError> {
        Ok(self.content(path).map(<[u8]>::to_vec))
    }

    fn listing(&self, folder: &str) -> Result<Listing, FileError> {
        let mut paths: BTreeSet<&str> = self.lists.get(folder).into_iter().flatten().map(String::as_str).collect();
        for change in &self.plan.changes {
            let below = change.path.strip_prefix(folder).is_some_and(|rest| folder.is_empty() || rest.starts_with('/'));
            match change.action {
                Action::Create if below => drop(paths.insert(&change.path)),
                Action::Delete { .. } => drop(paths.remove(change.path.as_str())),
                Action::Create | Action::Update { .. } => {}
            }
        }
        Ok(Listing { paths: paths.into_iter().map(str::to_owned).collect(), astray: Vec::new() })
    }

    fn what_is(&self, path: &str) -> Found {
        if self.content(path).is_some() { Found::File } else { Found::Nothing }
    }
}
