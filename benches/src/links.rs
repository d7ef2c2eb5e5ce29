//! Measures the check of links of a large tree of pages, next to lychee where it is installed.
//!
//! Both have to find what is planted and nothing else; what they find is compared by page and line.

mod tree;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::args::Request;
use crate::cost::{self, Cost};
use crate::disk::{self, Folder};
use crate::table::{self, Table, count, megabytes, seconds, times};
use tree::Planted;

/// The page and line of each broken link.
type Found = BTreeSet<(String, usize)>;

/// A checker of links.
struct Checker {
    title: &'static str,
    program: PathBuf,
    words: &'static [&'static str],
    /// What it ends with where links are broken.
    finds: i32,
    /// The page and line of each broken link in what it prints.
    findings: fn(&str) -> Option<Found>,
}

/// Measures both, or says which one there is not.
///
/// # Errors
/// There is no binary, a file cannot be written, or a checker fails or prints what cannot be read.
pub(crate) fn run(request: &Request) -> Result<(), String> {
    let folder = Folder::new(request.keep.as_deref(), "links")?;
    let planted = tree::pages(&mut |path, text| disk::write(&folder.path().join(path), text))?;
    let checkers = checkers(request)?;
    let mut costs: Vec<Option<Cost>> = vec![None; checkers.len()];
    for _ in 0..request.repeat {
        for (checker, best) in checkers.iter().zip(&mut costs) {
            let cost = cost::ending(&[0, checker.finds], &mut || Ok(()), &|| checker.command(folder.path()))?;
            *best = Some(best.map_or(cost, |best| best.best(cost)));
        }
    }
    println!(
        "{} pages with {} links each, {} of them broken; {}\n",
        count(tree::PAGES),
        tree::LINKS,
        count(planted.len()),
        table::load()
    );
    let mut table = Table::new(&["Checker", "CPU s", "× lychee", "wall s", "peak MB", "found", "missed", "besides"]);
    let reference =
        checkers.iter().zip(&costs).find(|(checker, _)| checker.title == LYCHEE).and_then(|(_, cost)| *cost);
    for (checker, cost) in checkers.iter().zip(&costs) {
        let Some(cost) = cost else { continue };
        let found = checker.find(folder.path())?;
        let missed = planted.iter().filter(|planted| !lines(planted).any(|line| found.contains(&line))).count();
        let meant: Found = planted.iter().flat_map(lines).collect();
        table.row([
            checker.title.to_owned(),
            seconds(cost.cpu),
            reference.map_or_else(String::new, |lychee| times(cost.cpu, lychee.cpu)),
            seconds(cost.wall),
            megabytes(cost.memory),
            count(planted.len() - missed),
            count(missed),
            count(found.difference(&meant).count()),
        ]);
    }
    table.print();
    Ok(())
}

const LYCHEE: &str = "lychee";

/// The checkers that there are.
fn checkers(request: &Request) -> Result<Vec<Checker>, String> {
    let mut checkers = Vec::new();
    let rollbook = request.rollbook()?;
    if answers(&rollbook, &["links", "--help"]) {
        checkers.push(Checker {
            title: "`rollbook links`",
            program: rollbook,
            words: &["links", "--flavour", "github", "--format", "json", "."],
            finds: 1,
            findings: of_rollbook,
        });
    } else {
        println!("skipped: `{}` has no command `links`; run `cargo build --release -p cli`", rollbook.display());
    }
    let installed = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/flavours/lychee/bin/lychee");
    let installed = installed.canonicalize().unwrap_or_else(|_| PathBuf::from(LYCHEE));
    if answers(&installed, &["--version"]) {
        checkers.push(Checker {
            title: LYCHEE,
            program: installed,
            words: &["--offline", "--include-fragments", "--no-progress", "--format", "json", "."],
            finds: 2,
            findings: of_lychee,
        });
    } else {
        println!("skipped: there is no lychee; `tests/flavours/install lychee` installs it");
    }
    Ok(checkers)
}

fn answers(program: &Path, words: &[&str]) -> bool {
    let status = Command::new(program).args(words).stdout(Stdio::null()).stderr(Stdio::null()).status();
    status.is_ok_and(|status| status.success())
}

impl Checker {
    fn command(&self, folder: &Path) -> Command {
        let mut command = Command::new(&self.program);
        command.args(self.words).current_dir(folder);
        command
    }

    fn find(&self, folder: &Path) -> Result<Found, String> {
        let output = self.command(folder).output();
        let output = output.map_err(|error| format!("cannot run `{}`: {error}", self.program.display()))?;
        let text = String::from_utf8_lossy(&output.stdout);
        (self.findings)(&text).ok_or_else(|| format!("cannot make sense of what {} printed", self.title))
    }
}

/// The lines at which a checker may show a planted link.
fn lines(planted: &Planted) -> impl Iterator<Item = (String, usize)> {
    [planted.line, planted.address].into_iter().map(|line| (planted.page.clone(), line))
}

/// One object a line.
fn of_rollbook(text: &str) -> Option<Found> {
    text.lines()
        .map(|line| {
            let finding: Value = serde_json::from_str(line).ok()?;
            let line = finding.pointer("/start/line")?.as_u64()?;
            Some((finding.get("file")?.as_str()?.to_owned(), usize::try_from(line).ok()?))
        })
        .collect()
}

/// One object, with a list of errors for each page.
fn of_lychee(text: &str) -> Option<Found> {
    let report: Value = serde_json::from_str(text).ok()?;
    let mut found = BTreeSet::new();
    for (page, errors) in report.get("error_map")?.as_object()? {
        let page = page.strip_prefix("./").unwrap_or(page);
        for error in errors.as_array()? {
            let line = error.pointer("/span/line")?.as_u64()?;
            found.insert((page.to_owned(), usize::try_from(line).ok()?));
        }
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_reports_are_read() {
        let expected = BTreeSet::from([("a/b.md".to_owned(), 5)]);
        let lychee =
            r#"{ "error_map": { "./a/b.md": [{ "url": "file:///c.md", "span": { "line": 5, "column": 1 } }] } }"#;
        assert_eq!(of_lychee(lychee), Some(expected.clone()));
        let rollbook = r#"{"code":"broken-link","file":"a/b.md","start":{"line":5,"column":1}}"#;
        assert_eq!(of_rollbook(rollbook), Some(expected));
        assert_eq!((of_rollbook(""), of_rollbook("error: x")), (Some(BTreeSet::new()), None));
    }
}
