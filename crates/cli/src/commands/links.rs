//! `links`: the links of Markdown files, with or without a project.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use ::links::{Flavour, Pages, Site, check};
use compiler::Day;
use compiler::files::{Disk, Files, Found, relative};

use super::found;
use crate::args::Tree;
use crate::failure::Failure;
use crate::print::{self, Printer};
use crate::progress::Counting;
use crate::{summary, today};

/// Checks, mends where that is asked for, prints, and fails on anything that is left.
pub(super) fn run(tree: &Tree, day: Option<Day>, printer: Printer) -> Result<ExitCode, Failure> {
    let today = today::settings(day)?.today;
    let here = std::env::current_dir()
        .and_then(|here| here.canonicalize())
        .map_err(|error| Failure::new(format!("cannot read the current folder: {error}")))?;
    let root = root(&here);
    let disk = Disk::open(&root).map_err(|error| Failure::machine("open", &root.to_string_lossy(), &error))?;
    let paths = paths(tree, &here, &root, &disk)?;
    let files = Counting::new(&disk);
    let wanted = |page: &str| paths.iter().any(|path| is_below(page, path));
    let judged = files.shown("checking", |files| {
        let sites = sites(tree, files, &paths);
        let pages = Pages::read(files, &sites);
        let checked = check(files, &pages, wanted);
        compiler::judge_links(files, &pages, checked, wanted, today)
    });
    printer.findings(&judged.findings)?;
    if tree.unknown {
        for (place, why) in &judged.unknown {
            print::say(&format!("{place}: unknown: {why}"));
        }
    }
    let said = summary::findings(&judged.findings) + &summary::allowed(&judged.allowed);
    print::say(&format!("{}; {said}", summary::links(&judged.looked_at)));
    if judged.looked_at.pages == 0 {
        return Err(Failure::new("there is no Markdown file to check"));
    }
    Ok(if judged.findings.is_empty() { ExitCode::SUCCESS } else { found() })
}

/// The top of the repository that a folder lies in; the folder itself where it lies in none.
fn root(here: &Path) -> PathBuf {
    here.ancestors().find(|folder| folder.join(".git").exists()).unwrap_or(here).to_owned()
}

/// What is asked for, as paths from the root.
fn paths(tree: &Tree, here: &Path, root: &Path, disk: &Disk) -> Result<Vec<String>, Failure> {
    let folder = slashed(here.strip_prefix(root).unwrap_or(Path::new("")));
    if tree.paths.is_empty() {
        return Ok(vec![folder]);
    }
    let mut paths = Vec::new();
    for given in &tree.paths {
        let shown = given.to_string_lossy();
        let real = here.join(given).canonicalize().map_err(|error| Failure::machine("read", &shown, &error))?;
        let Ok(path) = real.strip_prefix(root) else {
            return Err(Failure::new(format!("`{shown}` lies outside of the repository")).help("call it from there"));
        };
        let path = slashed(path);
        if disk.what_is(&path) == Found::Nothing {
            return Err(Failure::new(format!("there is no `{shown}`")));
        }
        paths.push(path);
    }
    Ok(paths)
}

/// The sites of a repository, or all that is asked for as of one flavour.
fn sites(tree: &Tree, files: &impl Files, paths: &[String]) -> Vec<Site> {
    let Some(flavour) = tree.flavour else { return vec![Site::new(Flavour::Github, "")] };
    if flavour == Flavour::Github {
        return vec![Site::new(flavour, "")];
    }
    let folder = |path: &String| match files.what_is(path) {
        Found::File => compiler::files::parent(path).to_owned(),
        Found::Folder | Found::Nothing => path.clone(),
    };
    let _ = relative("", "");
    paths.iter().map(|path| Site::new(flavour, &folder(path))).collect()
}

fn is_below(page: &str, path: &str) -> bool {
    path.is_empty() || page.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn slashed(path: &Path) -> String {
    let names = path.components().map(|part| part.as_os_str().to_string_lossy().into_owned());
    names.collect::<Vec<_>>().join("/")
}
