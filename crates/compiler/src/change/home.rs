//! Where new entries belong: the file that the kind names, or the one that the caller chooses.

use globset::{Glob, GlobMatcher};
use source::{Diagnostic, Findings, Place};

use super::{Misuse, Scene, references};
use crate::files::{self, Files, Found, typed};
use crate::kinds::Kind;
use crate::project::Project;
use crate::schema::listed;

/// The files of a kind.
pub(super) struct Home<'a, F> {
    files: &'a F,
    kind: &'a Kind,
    /// The folder that the glob begins at.
    folder: &'a str,
    glob: GlobMatcher,
}

impl<'a, F: Files> Home<'a, F> {
    pub(super) fn of(scene: &Scene<'a, F>) -> Result<Self, Misuse> {
        let kind = scene.kind();
        let registry = scene.project.registries.iter().find(|registry| registry.name == kind.registry);
        let glob = Glob::new(&kind.block.entries);
        // A kind of no registry, or with a wrong glob, has been left out before.
        let (Some(registry), Ok(glob)) = (registry, glob) else {
            return Err(Misuse::new(format!("the entries of `{}` lie nowhere", kind.id)));
        };
        Ok(Self { files: scene.files, kind, folder: &registry.content, glob: glob.compile_matcher() })
    }

    /// Whether entries of the kind are read from a file.
    fn holds(&self, path: &str) -> bool {
        let below = path.strip_prefix(self.folder).map(|below| below.trim_start_matches('/'));
        below.is_some_and(|below| self.glob.is_match(below) && !is_kind_file(below))
    }

    /// Why it cannot be told whether there is an entry of a key already: a file that could hold it cannot be
    /// read to its end.
    pub(super) fn unseen(&self, before: &Findings, key: &str, place: Place) -> Option<Diagnostic> {
        let mut findings = before.iter().filter(|finding| references::hides(finding));
        let reason = findings.find(|finding| self.holds(finding.primary.place.text.name()))?;
        let what = format!("whether there is {} `{key}` already", self.kind.a_noun());
        Some(references::untold(&what, place, reason))
    }

    /// The file that the caller chose: as a path below the root, or below the folder of the registry.
    pub(super) fn chosen(&self, file: &str) -> Result<String, Misuse> {
        let ways = ["", self.folder].map(|folder| files::join(folder, file));
        if let Some(path) = ways.into_iter().flatten().find(|path| self.holds(path)) {
            return Ok(path);
        }
        let (nouns, glob) = (self.kind.nouns(), &self.kind.block.entries);
        Err(Misuse::new(format!("`{file}` is no file of {nouns}: they lie in `{}/{glob}`", self.folder)))
    }

    /// The one file that holds all entries, or the one that the caller chose.
    pub(super) fn of_list(&self, file: Option<&str>) -> Result<String, Misuse> {
        if let Some(file) = file {
            return self.chosen(file);
        }
        let glob = &self.kind.block.entries;
        if !glob.contains(SPECIAL) {
            return Ok(format!("{}/{glob}", self.folder));
        }
        let nouns = self.kind.nouns();
        let paths = self.files.list(self.folder).map_err(|error| Misuse::new(error.to_string()))?;
        let paths: Vec<String> = paths.into_iter().filter(|path| self.holds(path)).collect();
        match paths.as_slice() {
            [one] => Ok(one.clone()),
            [] => Err(Misuse::new(format!("there is no file of {nouns} yet: `{}/{glob}` matches none", self.folder))
                .help(format!("--file {}", self.example()))),
            several => Err(Misuse::new(format!("there are {} files of {nouns}, so say which", several.len()))
                .note(format!("they are {}", listed(several)))
                .help(format!("--file {}", typed(&several[0])))),
        }
    }

    /// A file of its own for an entry.
    pub(super) fn of_document(&self, key: &str, file: Option<&str>) -> Result<String, Misuse> {
        let noun = self.kind.noun();
        let choose = |misuse: Misuse| misuse.help(format!("--file {}", self.example()));
        let path = match (file, template(&self.kind.block.entries)) {
            (Some(file), _) => self.chosen(file)?,
            (None, Template::One(path)) => format!("{}/{path}", self.folder),
            (None, Template::Around(start, end)) => {
                let Some(stem) = stem(key) else {
                    let message = format!("the key of {} cannot be the name of a file", self.kind.a_noun());
                    return Err(choose(Misuse::new(message).note(unfit(key))));
                };
                format!("{}/{start}{stem}{end}", self.folder)
            }
            (None, Template::Open) => {
                let message = format!("`entries: {}` leaves open where a new {noun} goes", self.kind.block.entries);
                return Err(choose(Misuse::new(message)));
            }
        };
        if !self.holds(&path) {
            let message = format!("`{path}` would not be read as {}", self.kind.a_noun());
            return Err(choose(Misuse::new(message)));
        }
        if let Some(taken) = self.taken(&path) {
            let why = if taken == path {
                "is there already".to_owned()
            } else {
                format!("some machines cannot tell from `{taken}`")
            };
            let message = format!("the {noun} `{key}` would go to `{path}`, which {why}");
            return Err(choose(Misuse::new(message)));
        }
        Ok(path)
    }

    /// What is in the place of a file; names that differ in case only are one name on some machines.
    pub(super) fn taken(&self, path: &str) -> Option<String> {
        if self.files.what_is(path) != Found::Nothing {
            return Some(path.to_owned());
        }
        let beside = self.files.list(files::parent(path)).unwrap_or_default();
        beside.into_iter().find(|other| other.eq_ignore_ascii_case(path))
    }

    /// What a file could be called.
    fn example(&self) -> String {
        let name = match template(&self.kind.block.entries) {
            Template::One(path) => path,
            Template::Around(start, end) => format!("{start}<name>{end}"),
            Template::Open => "<path>".to_owned(),
        };
        format!("{}/{name}", self.folder)
    }
}

fn is_kind_file(below: &str) -> bool {
    below.starts_with("kinds/") && below.ends_with(".schema.yaml")
}

/// What a glob gives a meaning.
const SPECIAL: [char; 7] = ['*', '?', '[', ']', '{', '}', '\\'];

/// The paths that a glob matches, where they can be told.
#[derive(Debug, PartialEq, Eq)]
enum Template {
    /// This one.
    One(String),
    /// A name between these two.
    Around(String, String),
    /// Others.
    Open,
}

fn template(glob: &str) -> Template {
    // A file may lie in the folder itself, however many folders may lie between.
    let glob = glob.replace("**/", "");
    match glob.split_once('*') {
        None if !glob.contains(SPECIAL) => Template::One(glob),
        Some((start, end)) if !start.contains(SPECIAL) && !end.contains(SPECIAL) && !end.contains('/') => {
            Template::Around(start.to_owned(), end.to_owned())
        }
        None | Some(_) => Template::Open,
    }
}

/// Names that Windows keeps for devices, whatever follows their first dot
/// (Microsoft, Naming Files, Paths, and Namespaces).
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];

/// More bytes than this do not fit into a name with its ending on every file system.
const LONGEST: usize = 200;

/// The name of the file of a key. What cannot be in a name, or leads elsewhere, becomes `_`.
pub(super) fn stem(key: &str) -> Option<String> {
    let plain = |character: char| character.is_ascii_alphanumeric() || matches!(character, '.' | '_' | '-' | '@' | '+');
    let mut stem: String = key.chars().map(|character| if plain(character) { character } else { '_' }).collect();
    if stem.is_empty() || stem.len() > LONGEST {
        return None;
    }
    if stem.starts_with(['.', '-']) {
        stem.replace_range(..1, "_");
    }
    let device = stem.split('.').next().unwrap_or_default().to_ascii_lowercase();
    let numbered = ["com", "lpt"]
        .iter()
        .any(|name| device.strip_prefix(name).is_some_and(|number| matches!(number.as_bytes(), [b'0'..=b'9'])));
    if DEVICES.contains(&device.as_str()) || numbered {
        stem.insert(device.len(), '_');
    }
    Some(stem)
}

fn unfit(key: &str) -> String {
    match key.len() {
        0 => "it is empty".to_owned(),
        length => format!("it has {length} bytes, the limit is {LONGEST}"),
    }
}

/// The line that tells editors which schema a file follows.
pub(super) fn header(project: &Project, kind: &Kind, path: &str) -> String {
    let schema = format!("{}/{}.schema.json", project.schemas, kind.id);
    format!("# yaml-language-server: $schema={}\n", files::relative(files::parent(path), &schema))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_never_leave_their_folder() {
        let cases = [
            ("gate.idempotency", "gate.idempotency"),
            ("text.llm@1", "text.llm@1"),
            ("../x", "_._x"),
            ("..", "_."),
            ("/etc/passwd", "_etc_passwd"),
            ("C:\\x", "C__x"),
            (".hidden", "_hidden"),
            ("-rf", "_rf"),
            ("con", "con_"),
            ("Aux.x", "Aux_.x"),
            ("com1", "com1_"),
            ("com10", "com10"),
            ("a b", "a_b"),
            ("größe", "gr__e"),
            ("a\0b", "a_b"),
        ];
        for (key, expected) in cases {
            assert_eq!(stem(key).as_deref(), Some(expected), "{key:?}");
        }
        assert_eq!((stem(""), stem(&"k".repeat(300))), (None, None));
    }

    #[test]
    fn globs_say_where_a_new_file_goes() {
        let around = |start: &str, end: &str| Template::Around(start.to_owned(), end.to_owned());
        let cases = [
            ("steps/*.yaml", around("steps/", ".yaml")),
            ("steps/**/*.yaml", around("steps/", ".yaml")),
            ("**/*.yaml", around("", ".yaml")),
            ("hooks/hook-*.yaml", around("hooks/hook-", ".yaml")),
            ("mission.yaml", Template::One("mission.yaml".to_owned())),
            ("*/mission.yaml", Template::Open),
            ("{a,b}/*.yaml", Template::Open),
            ("a/*-*.yaml", Template::Open),
            ("a/?.yaml", Template::Open),
        ];
        for (glob, expected) in cases {
            assert_eq!(template(glob), expected, "{glob}");
        }
    }
}
