//! Finds the project and opens its files: project file → root → content folders.

use std::ffi::OsString;
use std::fs;
use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};

use compiler::files::{self, Disk};
use compiler::{Day, Settings, project};

use crate::failure::{Failure, reason};
use crate::today;

/// A project that can be read.
#[derive(Debug)]
pub(crate) struct Place {
    /// The project file as it was found.
    pub(crate) file: PathBuf,
    /// The project file, relative to the root.
    pub(crate) project: String,
    /// The files below the root.
    pub(crate) disk: Disk,
    /// The content folders by name, resolved.
    pub(crate) mounts: Vec<(String, PathBuf)>,
    /// The day that people gave.
    today: Option<Day>,
}

impl Place {
    /// What a run is told besides its files.
    ///
    /// # Errors
    /// Nobody can tell which day it is.
    pub(crate) fn settings(&self) -> Result<Settings, Failure> {
        today::settings(self.today)
    }
}

/// The name of a project file.
const PROJECT_FILE: &str = "rollbook.yaml";

/// Where it lies when it does not lie at the top.
const DEFINITIONS: &str = "registry-defs";

/// Finds the project that `given` names, or the nearest one, and opens it.
///
/// # Errors
/// There is none, its root cannot be used, or `content` names a folder that does not exist or that no
/// registry asks for.
pub(crate) fn open(given: Option<&Path>, content: &[(String, PathBuf)], today: Option<Day>) -> Result<Place, Failure> {
    let here =
        std::env::current_dir().map_err(|error| Failure::new(format!("cannot read the current folder: {error}")))?;
    let file = match given {
        Some(given) => named(&here, given)?,
        None => nearest(&here)?,
    };
    let shown = shown(&here, &file);
    let text = read(&file);
    let root = project::root_of(&text);
    let (disk, project) = open_root(&file, &shown, &root)?;
    let mut place = Place { file, project, disk, mounts: Vec::new(), today };
    mount(&mut place, &here, &project::contents_of(&text), content)?;
    Ok(place)
}

/// The project file that people named, by itself or by its folder.
fn named(here: &Path, given: &Path) -> Result<PathBuf, Failure> {
    let path = here.join(given);
    if path.is_file() {
        return Ok(path);
    }
    in_folder(&path).ok_or_else(|| {
        let given = shown(here, &path);
        let message = if path.is_dir() {
            format!("there is no `{PROJECT_FILE}` in `{given}`")
        } else {
            format!("there is no folder or file `{given}`")
        };
        Failure::new(message).help("--project <folder that holds rollbook.yaml>")
    })
}

/// The text of a project file, as far as it can be read: what is wrong with the file is for the compiler to say.
fn read(file: &Path) -> String {
    let is_small = fs::metadata(file).is_ok_and(|metadata| metadata.len() <= files::MAX_BYTES);
    let bytes = if is_small { fs::read(file).unwrap_or_default() } else { Vec::new() };
    String::from_utf8_lossy(&bytes).into_owned()
}

fn nearest(here: &Path) -> Result<PathBuf, Failure> {
    here.ancestors().find_map(in_folder).ok_or_else(|| {
        let message =
            format!("there is no `{PROJECT_FILE}` or `{DEFINITIONS}/{PROJECT_FILE}` in the current folder or above it");
        Failure::new(message).help("--project <folder that holds rollbook.yaml>")
    })
}

fn in_folder(folder: &Path) -> Option<PathBuf> {
    [folder.join(PROJECT_FILE), folder.join(DEFINITIONS).join(PROJECT_FILE)].into_iter().find(|file| file.is_file())
}

/// Opens the root that a project file names, and gives the file's own path relative to it.
fn open_root(file: &Path, shown: &str, root: &str) -> Result<(Disk, String), Failure> {
    let wrong = |why: &str| Failure::new(format!("`root: {root}` in `{shown}` {why}"));
    let file = file.canonicalize().map_err(|error| Failure::machine("read", shown, &error))?;
    let folder = file.parent().unwrap_or(&file);
    if Path::new(root).is_absolute() {
        return Err(wrong("is absolute").help("write it relative to the project file's folder"));
    }
    let disk = match folder.join(root).canonicalize() {
        Ok(path) if path.is_dir() => {
            Disk::open(&path).map_err(|error| wrong(&format!("cannot be read: {}", reason(&error))))?
        }
        Ok(_) => return Err(wrong("is not a folder")),
        Err(error) if error.kind() == ErrorKind::NotFound => return Err(wrong("does not exist")),
        Err(error) => return Err(wrong(&format!("cannot be read: {}", reason(&error)))),
    };
    let below = file.strip_prefix(disk.root()).ok().and_then(slashed);
    match below {
        Some(project) => Ok((disk, project)),
        None => Err(wrong("does not hold the project file").help("root: .")),
    }
}

/// Mounts the folder of each content: as given, else as the environment says.
fn mount(place: &mut Place, here: &Path, names: &[String], given: &[(String, PathBuf)]) -> Result<(), Failure> {
    if let Some((name, _)) = given.iter().find(|(name, _)| !names.contains(name)) {
        let failure = Failure::new(format!("no registry has `content: {{ env: {name} }}`"));
        return Err(match source::nearest(name, names.iter().map(String::as_str)) {
            Some(near) => failure.help(format!("did you mean `{near}`?")),
            None => failure,
        });
    }
    for name in names {
        let argument = given.iter().rfind(|(given, _)| given == name).map(|(_, folder)| here.join(folder));
        let folder = match &argument {
            Some(folder) if !folder.is_dir() => {
                return Err(Failure::new(format!("`--content {name}`: there is no folder `{}`", shown(here, folder))));
            }
            Some(folder) => folder.clone(),
            None => match std::env::var_os(name).filter(|value| *value != OsString::new()) {
                Some(value) => here.join(value),
                None => continue,
            },
        };
        // A variable that names no folder is a finding of the check, at the line that asks for it.
        let Ok(resolved) = folder.canonicalize() else { continue };
        place.disk.mount(name, &resolved).map_err(|error| Failure::machine("read", &shown(here, &folder), &error))?;
        place.mounts.push((name.clone(), resolved));
    }
    Ok(())
}

/// A path as people gave it; one that is absolute, as they see it from where they are.
pub(crate) fn as_given(path: &Path) -> String {
    match std::env::current_dir() {
        Ok(here) if path.is_absolute() => shown(&here, path),
        Ok(_) | Err(_) => path.to_string_lossy().into_owned(),
    }
}

/// A path as people see it: relative to the current folder, with `/`.
fn shown(here: &Path, path: &Path) -> String {
    let words = |path: &Path| {
        let normal = path.components().filter_map(|part| match part {
            Component::Normal(name) => Some(name.to_string_lossy().into_owned()),
            Component::ParentDir => Some("..".to_owned()),
            Component::Prefix(_) | Component::RootDir | Component::CurDir => None,
        });
        normal.collect::<Vec<_>>().join("/")
    };
    match files::relative(&words(here), &words(path)) {
        empty if empty.is_empty() => ".".to_owned(),
        relative => relative,
    }
}

fn slashed(path: &Path) -> Option<String> {
    let names: Option<Vec<&str>> = path.components().map(|part| part.as_os_str().to_str()).collect();
    names.map(|names| names.join("/"))
}
