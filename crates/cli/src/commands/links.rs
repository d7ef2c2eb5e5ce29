//! `links`: the links of Markdown files, with or without a project.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use ::links::{
    BuiltSite, Fix, Flavour, Given, GivenSite, Pages, Site, Sites, check, check_built, detect, fixed, portable,
};
use compiler::files::{self, Disk, Files, Found, UNLISTED, parent};
use compiler::plan::{self, Action, Change, Plan};
use compiler::{Day, TreeChecked};
use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use source::{Findings, Text};

use super::found;
use crate::args::Tree;
use crate::failure::Failure;
use crate::print::{self, Printer};
use crate::progress::Counting;
use crate::{summary, today};

/// Checks, mends where that is asked for, prints, and fails on anything that is left.
pub(super) fn run(tree: &Tree, day: Option<Day>, printer: Printer) -> Result<ExitCode, Failure> {
    let today = today::settings(day)?.today;
    let here = std::env::current_dir().and_then(|here| here.canonicalize());
    let here = here.map_err(|error| Failure::new(format!("cannot read the current folder: {error}")))?;
    let top = top(&here);
    let disk = Disk::open(top).map_err(|error| Failure::machine("open", &top.to_string_lossy(), &error))?;
    let paths = paths(tree, &here, top, &disk)?;
    let excluded = excluded(tree)?;
    let mut checked = checked(tree, &disk, &paths, &excluded, today)?;
    if tree.fix && !checked.fixes.is_empty() {
        let (links, files) = mend(tree, &disk, &paths, &checked.fixes)?;
        print::say(&format!("mended {} in {}", summary::count(links, "link"), summary::count(files, "file")));
        checked = self::checked(tree, &disk, &paths, &excluded, today)?;
    }
    printer.findings(&checked.findings)?;
    if tree.unknown {
        for (place, why) in &checked.unknown {
            print::say(&format!("{place}: unknown: {why}"));
        }
    }
    let said = summary::findings(&checked.findings) + &summary::allowed(&checked.allowed);
    print::say(&format!("{}; {said}", summary::links(&checked.looked_at)));
    if checked.looked_at.pages == 0 {
        return Err(Failure::new("there is no Markdown file to check"));
    }
    Ok(if checked.findings.is_empty() { ExitCode::SUCCESS } else { found() })
}

/// Everything that is wrong with the pages that are asked for.
fn checked(
    tree: &Tree,
    disk: &Disk,
    paths: &[String],
    excluded: &GlobSet,
    today: Option<Day>,
) -> Result<TreeChecked, Failure> {
    let wanted = |page: &str| paths.iter().any(|path| is_below(page, path)) && !excluded.is_match(page);
    Counting::new(disk).shown("checking", |files| {
        let mut of_settings = Findings::new();
        let sites = sites(tree, files, paths, &mut of_settings)?;
        let pages = Pages::read(files, &sites, wanted);
        let mut checked = match &tree.site {
            None => check(files, &pages, wanted),
            Some(folder) => check_built(files, &pages, &built(folder, &pages, wanted)?, wanted),
        };
        if !tree.portable.is_empty() {
            let of_pages = portable(files, &pages, &tree.portable, wanted);
            checked.findings.extend(of_pages.into_iter().map(|finding| (finding, None)));
        }
        let mut judged = compiler::judge_links(files, &pages, checked, wanted, today);
        // The settings of sites that nobody asked for may be wrong.
        judged.findings.extend(of_settings.into_iter().filter(|finding| {
            let folder = parent(finding.primary.place.text.name());
            paths.iter().any(|path| is_below(path, folder) || is_below(folder, path))
        }));
        judged.findings.sort();
        Ok(judged)
    })
}

/// The pages that are left out.
fn excluded(tree: &Tree) -> Result<GlobSet, Failure> {
    let mut globs = GlobSetBuilder::new();
    for glob in &tree.exclude {
        let made = GlobBuilder::new(glob).literal_separator(true).build();
        globs.add(made.map_err(|error| Failure::new(format!("`--exclude {glob}` is no glob: {}", error.kind())))?);
    }
    globs.build().map_err(|error| Failure::new(error.to_string()))
}

/// What was built into a folder, of the site that has most of the pages that are asked for.
fn built(folder: &Path, pages: &Pages<'_>, wanted: impl Fn(&str) -> bool) -> Result<BuiltSite, Failure> {
    let shown = folder.to_string_lossy();
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for (_, page) in pages.iter().filter(|(path, _)| wanted(path)) {
        *counts.entry(page.site).or_default() += 1;
    }
    let site = counts.into_iter().max_by_key(|(site, count)| (*count, usize::MAX - site)).map_or(0, |(site, _)| site);
    let disk = Disk::open(folder).map_err(|error| Failure::machine("open", &shown, &error))?;
    let built = BuiltSite::read(&disk, "", pages, site).map_err(|error| Failure::new(error.to_string()))?;
    if built.found_pages() == 0 {
        return Err(Failure::new(format!("`{shown}` holds no page that is built of these sources")));
    }
    Ok(built)
}

/// Writes all fixes, or none; gives how many links of how many files were mended.
fn mend(tree: &Tree, disk: &Disk, paths: &[String], fixes: &[Fix]) -> Result<(usize, usize), Failure> {
    let sites = sites(tree, disk, paths, &mut Findings::new())?;
    let mut by_file: BTreeMap<&str, Vec<Fix>> = BTreeMap::new();
    for fix in fixes {
        by_file.entry(fix.place.text.name()).or_default().push(fix.clone());
    }
    let mut plan = Plan::default();
    let mut mended = 0;
    for (path, fixes) in by_file {
        let text: &Text = &fixes[0].place.text;
        let flavour = sites.of(path).map_or(Flavour::Github, |site| site.flavour_of(path));
        match fixed(text, &fixes, flavour) {
            Ok(new) => {
                mended += fixes.len();
                let action = Action::Update { old: text.content().as_bytes().to_vec() };
                let (path, from) = (path.to_owned(), String::new());
                plan.changes.push(Change { path, action, content: new.into_bytes(), from });
            }
            Err(refused) => print::say(&format!("{path} is left as it is: {refused}")),
        }
    }
    let changed = plan.changes.len();
    plan::apply(&plan, disk).map_err(|error| Failure::not_written(&error))?;
    Ok((mended, changed))
}

/// The top of the repository that a folder lies in; the folder itself where it lies in none, or in a folder
/// that the repository does not list.
fn top(here: &Path) -> &Path {
    let top = here.ancestors().find(|folder| folder.join(".git").exists()).unwrap_or(here);
    let below = here.strip_prefix(top).unwrap_or(Path::new(""));
    let is_unlisted = below.iter().any(|name| UNLISTED.iter().any(|unlisted| name == *unlisted));
    if is_unlisted { here } else { top }
}

/// What is asked for, as paths from the top.
fn paths(tree: &Tree, here: &Path, top: &Path, disk: &Disk) -> Result<Vec<String>, Failure> {
    let below = |path: &Path| path.strip_prefix(top).ok().map(slashed);
    if tree.paths.is_empty() {
        return Ok(vec![below(here).unwrap_or_default()]);
    }
    let path = |given: &PathBuf| {
        let shown = given.to_string_lossy();
        let real = here.join(given).canonicalize().map_err(|error| Failure::machine("read", &shown, &error))?;
        let path = below(&real).filter(|path| disk.what_is(path) != Found::Nothing);
        path.ok_or_else(|| Failure::new(format!("`{shown}` lies outside of the repository")).help("go there first"))
    };
    tree.paths.iter().map(path).collect()
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
    page == path || files::below(path, page).is_some()
}

fn slashed(path: &Path) -> String {
    let names = path.components().map(|part| part.as_os_str().to_string_lossy().into_owned());
    names.collect::<Vec<_>>().join("/")
}
