//! `links`: the links of Markdown files, with or without a project.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use ::links::{Flavour, Given, GivenSite, Pages, Site, Sites, check, detect};
use compiler::Day;
use compiler::files::{Disk, Files, Found, parent};
use source::Findings;

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
    let (of_settings, judged) = files.shown("checking", |files| {
        let mut findings = Findings::new();
        let sites = sites(tree, files, &paths, &mut findings)?;
        let pages = Pages::read(files, &sites, wanted);
        let checked = check(files, &pages, wanted);
        Ok::<_, Failure>((findings, compiler::judge_links(files, &pages, checked, wanted, today)))
    })?;
    let mut findings = judged.findings;
    // Settings of sites that nobody asked for may be wrong.
    findings.extend(of_settings.into_iter().filter(|finding| {
        let folder = parent(finding.primary.place.text.name());
        paths.iter().any(|path| is_below(path, folder) || is_below(folder, path))
    }));
    findings.sort();
    printer.findings(&findings)?;
    if tree.unknown {
        for (place, why) in &judged.unknown {
            print::say(&format!("{place}: unknown: {why}"));
        }
    }
    let said = summary::findings(&findings) + &summary::allowed(&judged.allowed);
    print::say(&format!("{}; {said}", summary::links(&judged.looked_at)));
    if judged.looked_at.pages == 0 {
        return Err(Failure::new("there is no Markdown file to check"));
    }
    Ok(if findings.is_empty() { ExitCode::SUCCESS } else { found() })
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

/// The sites of a repository; with a flavour, all that is asked for is read as one site of it.
fn sites(tree: &Tree, files: &impl Files, paths: &[String], findings: &mut Findings) -> Result<Sites, Failure> {
    let folder = |path: &String| match files.what_is(path) {
        Found::File => parent(path).to_owned(),
        Found::Folder | Found::Nothing => path.clone(),
    };
    let given = match tree.flavour {
        None => Given::default(),
        // GitHub shows the whole repository.
        Some(Flavour::Github) => return Ok(Sites::new(vec![Site::new(Flavour::Github, "")])),
        Some(flavour) => {
            let folders: BTreeSet<String> = paths.iter().map(folder).collect();
            Given { sites: folders.iter().map(|folder| GivenSite::new(folder, flavour)).collect() }
        }
    };
    detect(files, "", &given, findings).map_err(|error| Failure::new(error.to_string()))
}

fn is_below(page: &str, path: &str) -> bool {
    path.is_empty() || page.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn slashed(path: &Path) -> String {
    let names = path.components().map(|part| part.as_os_str().to_string_lossy().into_owned());
    names.collect::<Vec<_>>().join("/")
}
