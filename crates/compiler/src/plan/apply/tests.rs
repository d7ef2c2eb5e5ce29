//! Plans on a real disk: refused, failing half-way, and left by a process that died at any step.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;
use crate::files::{Files as _, STATE};

/// A folder that one test has for itself.
struct Project(PathBuf);

/// Every file but the state folder's, and every link and empty folder, with what it holds.
type Content = BTreeMap<String, String>;

impl Project {
    fn new(files: &[(&str, &str)]) -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let name = format!("rollbook-apply-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let project = Self(std::env::temp_dir().join(name));
        let _ = fs::remove_dir_all(&project.0);
        fs::create_dir_all(project.at("root")).expect("the temporary folder can be written");
        for (path, content) in files {
            project.write(path, content);
        }
        project
    }

    /// A path below the root; `../` leads to what lies outside of the project.
    fn at(&self, path: &str) -> PathBuf {
        if path == "root" { self.0.join("root") } else { self.0.join("root").join(path) }
    }

    fn write(&self, path: &str, content: &str) {
        let file = self.at(path);
        fs::create_dir_all(file.parent().expect("a file lies in a folder")).expect("the folder can be made");
        fs::write(file, content).expect("the file can be written");
    }

    fn disk(&self) -> Disk {
        Disk::open(&self.at("root")).expect("the root is there")
    }

    fn content(&self) -> Content {
        let mut content = Content::new();
        collect(&self.0, &self.0, &mut content);
        content.retain(|path, _| !path.starts_with("root/target"));
        content
    }

    /// What a plan comes to, which leaves no journal and no temporary file.
    fn apply(&self, plan: &Plan) -> Result<(), String> {
        let applied = apply(plan, &self.disk()).map_err(|error| error.to_string());
        self.assert_tidy();
        applied
    }

    fn assert_tidy(&self) {
        let mut all = Content::new();
        collect(&self.0, &self.0, &mut all);
        let left: Vec<&String> =
            all.keys().filter(|path| path.contains(".rollbook-") || path.contains("write.")).collect();
        assert!(left.is_empty(), "{left:?}");
    }
}

impl Drop for Project {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn collect(root: &Path, folder: &Path, content: &mut Content) {
    let mut is_empty = true;
    for entry in fs::read_dir(folder).expect("it is a folder").flatten() {
        is_empty = false;
        let path = entry.path();
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            collect(root, &path, content);
        } else {
            let text =
                fs::read(&path).map_or_else(|_| "a link".to_owned(), |bytes| String::from_utf8_lossy(&bytes).into());
            content.insert(shown(&path, root), text);
        }
    }
    if is_empty {
        content.insert(format!("{}/", shown(folder, root)), String::new());
    }
}

fn change(path: &str, action: Action) -> Change {
    let content = match action {
        Action::Create | Action::Update { .. } => format!("new {path}\n").into_bytes(),
        Action::Delete { .. } => Vec::new(),
    };
    Change { path: path.to_owned(), action, content, from: String::new() }
}

fn create(path: &str) -> Change {
    change(path, Action::Create)
}

fn update(path: &str) -> Change {
    change(path, Action::Update { old: format!("old {path}\n").into_bytes() })
}

fn delete(path: &str) -> Change {
    change(path, Action::Delete { old: format!("old {path}\n").into_bytes() })
}

fn plan(changes: impl IntoIterator<Item = Change>) -> Plan {
    Plan { changes: changes.into_iter().collect(), unchanged: 0 }
}

const OLD: [(&str, &str); 3] = [
    ("shop/apple.yaml", "old shop/apple.yaml\n"),
    ("shop/gone/pear.yaml", "old shop/gone/pear.yaml\n"),
    ("z", "old z\n"),
];

/// One of each action, and one more after them.
fn mixed() -> Plan {
    plan([create("new/deep/plum.yaml"), update("shop/apple.yaml"), delete("shop/gone/pear.yaml"), update("z")])
}

fn all_new() -> Content {
    let new = |path: &str| (format!("root/{path}"), format!("new {path}\n"));
    [new("new/deep/plum.yaml"), new("shop/apple.yaml"), new("z")].into()
}

#[test]
fn a_plan_is_carried_out_and_leaves_nothing_else() {
    let project = Project::new(&OLD);
    assert_eq!(project.apply(&mixed()), Ok(()));
    assert_eq!(project.content(), all_new());
    assert!(!project.at("shop/gone").exists(), "folders that become empty are removed");
}

/// Refused for `path`, for a reason that says `why`, with every file as it was.
#[track_caller]
fn assert_refused(project: &Project, plan: &Plan, path: &str, why: &str) {
    let before = project.content();
    let error = project.apply(plan).expect_err("it is refused");
    assert!(error.starts_with(&format!("cannot write `{path}`: ")) && error.contains(why), "{error}");
    assert_eq!(project.content(), before);
}

#[test]
fn paths_that_are_not_the_projects_are_refused() {
    let project = Project::new(&OLD);
    for path in ["../out.yaml", "/tmp/out.yaml", "shop/../../out.yaml", "shop//a.yaml", "./a.yaml", ""] {
        assert_refused(&project, &plan([update("z"), create(path)]), path, "it leads outside the project");
    }
    assert_refused(&project, &plan([update("z"), create("$DATA/a.yaml")]), "$DATA/a.yaml", "content folder");
    for path in [".git/hooks/pre-commit", "sub/.GIT/config"] {
        assert_refused(&project, &plan([update("z"), create(path)]), path, "folder of git");
    }
}

#[test]
fn folders_and_files_in_the_way_are_refused() {
    let project = Project::new(&OLD);
    assert_refused(&project, &plan([update("z"), create("shop")]), "shop", "there is a folder in its place");
    let below = "shop/apple.yaml/plum.yaml";
    assert_refused(&project, &plan([update("z"), create(below)]), below, "not a directory");
}

#[cfg(unix)]
#[test]
fn links_are_refused_and_what_they_lead_to_is_left_alone() {
    use std::os::unix::fs::symlink;

    let project = Project::new(&OLD);
    project.write("../outside/apple.yaml", "old shop/apple.yaml\n");
    for (to, link) in [("shop/apple.yaml", "file"), ("../outside", "folder"), ("nowhere", "dangling")] {
        symlink(project.at(to), project.at(link)).expect("a link can be made");
    }
    let inside = Change { path: "file".to_owned(), ..update("shop/apple.yaml") };
    assert_refused(&project, &plan([update("z"), inside]), "file", "it is a link");
    for path in ["folder/apple.yaml", "folder/new/plum.yaml"] {
        assert_refused(&project, &plan([update("z"), create(path)]), path, "it leads outside the project");
    }
    assert_refused(&project, &plan([update("z"), create("dangling")]), "dangling", "it is a link");
    let below = "dangling/plum.yaml";
    assert_refused(&project, &plan([update("z"), create(below)]), below, "");
    assert!(!project.at("nowhere").exists(), "what a link leads to is not made");
}

#[cfg(unix)]
#[test]
fn two_paths_of_one_file_are_refused_and_a_link_inside_the_root_is_followed() {
    let project = Project::new(&OLD);
    std::os::unix::fs::symlink(project.at("shop"), project.at("store")).expect("a link can be made");
    let alias = Change { path: "store/apple.yaml".to_owned(), ..update("shop/apple.yaml") };
    assert_refused(&project, &plan([update("shop/apple.yaml"), alias.clone()]), "store/apple.yaml", "another path");
    assert_eq!(project.apply(&plan([alias])), Ok(()));
    assert_eq!(project.content()["root/shop/apple.yaml"], "new shop/apple.yaml\n");
}

#[test]
fn what_somebody_else_has_written_since_is_never_lost() {
    let project = Project::new(&OLD);
    project.write("shop/apple.yaml", "theirs\n");
    for (changed, why) in [
        (update("shop/apple.yaml"), "has changed it"),
        (delete("shop/apple.yaml"), "has changed it"),
        (create("shop/apple.yaml"), "has made it"),
        (update("shop/plum.yaml"), "has removed it"),
        (delete("shop/plum.yaml"), "has removed it"),
    ] {
        let path = changed.path.clone();
        assert_refused(&project, &plan([update("z"), changed]), &path, why);
    }
}

#[test]
fn what_changes_while_the_new_contents_are_written_is_not_lost_either() {
    let project = Project::new(&OLD);
    let (disk, mixed) = (project.disk(), mixed());
    let mut write = Write::begin(&mixed, &disk).expect("it can begin");
    write.prepare().expect("there is room");
    project.write("z", "theirs\n");
    let error = write.decide().expect_err("it is seen").to_string();
    write.abandon();
    project.assert_tidy();
    assert_eq!(error, "cannot write `z`: somebody else has changed it since it was read");
    let (mut expected, actual) = (Project::new(&OLD).content(), project.content());
    expected.insert("root/z".to_owned(), "theirs\n".to_owned());
    assert_eq!(actual, expected);
}

#[test]
fn a_failure_between_two_files_puts_back_what_was_written() {
    let project = Project::new(&OLD);
    let (disk, mixed) = (project.disk(), mixed());
    let mut write = Write::begin(&mixed, &disk).expect("it can begin");
    write.prepare().and_then(|()| write.decide()).expect("there is room");
    // No file can be renamed over a folder.
    fs::remove_file(project.at("z")).and_then(|()| fs::create_dir(project.at("z"))).expect("it can be replaced");
    let error = write.carry_out().expect_err("a folder is in the way");
    assert_eq!((error.path.as_str(), write.done), ("z", 3));
    assert_eq!(write.put_back(), Vec::<&str>::new());
    write.abandon();
    project.assert_tidy();
    fs::remove_dir(project.at("z")).expect("it is empty");
    project.write("z", "old z\n");
    assert_eq!(project.content(), Project::new(&OLD).content());
}

#[test]
fn what_cannot_be_put_back_is_named() {
    let failed = || WriteError { path: "z".to_owned(), error: io::Error::other("disk on fire") };
    assert_eq!(with_stuck(failed(), &[]).to_string(), "cannot write `z`: disk on fire");
    let message = "cannot write `z`: disk on fire; what was written before could not be put back: `a`, `b`";
    assert_eq!(with_stuck(failed(), &["a", "b"]).to_string(), message);
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_stops_the_whole_plan() {
    use std::os::unix::fs::PermissionsExt as _;

    let project = Project::new(&OLD);
    let set = |mode| fs::set_permissions(project.at("shop"), Permissions::from_mode(mode)).expect("it is ours");
    set(0o555);
    // Nothing keeps root from writing.
    let is_root =
        fs::write(project.at("shop/probe"), "").and_then(|()| fs::remove_file(project.at("shop/probe"))).is_ok();
    if is_root {
        assert_eq!(project.apply(&mixed()), Ok(()));
        assert_eq!(project.content(), all_new());
    } else {
        assert_refused(&project, &mixed(), "shop/apple.yaml", "ermission denied");
    }
    set(0o755);
}

#[cfg(unix)]
#[test]
fn a_file_keeps_its_permissions() {
    use std::os::unix::fs::PermissionsExt as _;

    let project = Project::new(&OLD);
    for (path, mode) in [("shop/apple.yaml", 0o640), ("z", 0o444)] {
        fs::set_permissions(project.at(path), Permissions::from_mode(mode)).expect("it is ours");
        assert_eq!(project.apply(&plan([update(path)])), Ok(()));
        let now = fs::metadata(project.at(path)).expect("it is there").permissions().mode();
        assert_eq!(now & 0o777, mode, "{path}");
    }
}

#[cfg(unix)]
#[test]
fn without_a_place_for_the_journal_several_definitions_are_refused() {
    let project = Project::new(&OLD);
    fs::create_dir(project.at("../elsewhere")).expect("it can be made");
    std::os::unix::fs::symlink(project.at("../elsewhere"), project.at("target")).expect("a link can be made");
    let journal = format!("{STATE}/{}", journal::BEGUN);
    assert_refused(&project, &mixed(), &journal, "it leads outside the project");
    assert_eq!(project.apply(&plan([update("z")])), Ok(()), "one rename needs none");
    assert_eq!(fs::read_dir(project.at("../elsewhere")).map(Iterator::count).ok(), Some(0));
}

/// The steps of a write, after any of which a process may die.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Died {
    Begun,
    Prepared(usize),
    Decided,
    CarriedOut(usize),
}

/// Leaves a project as a process leaves it that dies.
fn die(project: &Project, plan: &Plan, died: Died) {
    let disk = project.disk();
    let mut write = Write::begin(plan, &disk).expect("it can begin");
    match died {
        Died::Begun => return,
        Died::Prepared(steps) => {
            write.steps.truncate(steps);
            return write.prepare().expect("there is room");
        }
        Died::Decided | Died::CarriedOut(_) => {}
    }
    write.prepare().and_then(|()| write.decide()).expect("there is room");
    if let Died::CarriedOut(steps) = died {
        write.steps.truncate(steps);
        write.carry_out().expect("nothing is in the way");
    }
}

fn every_death(steps: usize) -> Vec<Died> {
    let mut deaths = vec![Died::Begun, Died::Decided];
    deaths.extend((1..=steps).map(Died::Prepared));
    deaths.extend((1..=steps).map(Died::CarriedOut));
    deaths
}

#[test]
fn whenever_a_process_dies_all_files_are_old_or_all_are_new_after_the_next() {
    for died in every_death(4) {
        let project = Project::new(&OLD);
        die(&project, &mixed(), died);
        let seen = project.disk().list("").expect("it can be listed");
        assert!(seen.iter().all(|path| !path.contains(".rollbook-")), "no run sees temporary files: {seen:?}");
        let recovered = recover(&project.disk()).expect("it can be finished");
        project.assert_tidy();
        let (old, new) = (Project::new(&OLD).content(), all_new());
        let expected = if died < Died::Decided { old } else { new };
        assert_eq!(project.content(), expected, "{died:?}");
        let finished = match died {
            Died::Begun | Died::Prepared(_) => 0,
            Died::Decided => 4,
            Died::CarriedOut(steps) => 4 - steps,
        };
        assert_eq!((recovered.finished.len(), recovered.kept.len()), (finished, 0), "{died:?}");
        assert_eq!(recover(&project.disk()).expect("there is nothing to do"), Recovered::default());
    }
}

#[test]
fn a_write_finishes_what_another_has_left_before_it_begins() {
    let project = Project::new(&OLD);
    die(&project, &mixed(), Died::Decided);
    let error = project.apply(&plan([update("z")])).expect_err("what it has read is not there any more");
    assert_eq!(error, "cannot write `z`: somebody else has changed it since it was read");
    assert_eq!(project.content(), all_new());
}

#[test]
fn what_people_write_after_a_process_has_died_is_kept() {
    let project = Project::new(&OLD);
    die(&project, &mixed(), Died::Decided);
    project.write("z", "theirs\n");
    project.write("shop/gone/pear.yaml", "theirs\n");
    let recovered = recover(&project.disk()).expect("the rest can be finished");
    assert_eq!(recovered.finished, ["new/deep/plum.yaml", "shop/apple.yaml"]);
    assert_eq!(recovered.kept, ["shop/gone/pear.yaml", "z"]);
    assert_eq!((project.content()["root/z"].as_str(), project.content().len()), ("theirs\n", 4));
    project.assert_tidy();
}

#[test]
fn a_temporary_file_that_is_cut_short_takes_no_place() {
    let project = Project::new(&OLD);
    let mixed = mixed();
    die(&project, &mixed, Died::Decided);
    let beside = project.at(&files::temporary(std::process::id(), 3));
    fs::write(&beside, "new").expect("it is there");
    let recovered = recover(&project.disk()).expect("the rest can be finished");
    assert_eq!((recovered.kept, project.content()["root/z"].as_str()), (vec!["z".to_owned()], "old z\n"));
}

#[test]
fn a_journal_of_somebody_else_touches_nothing_outside() {
    let project = Project::new(&OLD);
    let temporary = files::temporary(1, 0);
    let outside = ["../x", "sub/../../x", "/x", "$DATA/x", ".git/x", "", "..", "link/x"];
    #[cfg(unix)]
    std::os::unix::fs::symlink(project.at("../elsewhere"), project.at("link")).expect("a link can be made");
    for folder in ["..", "../elsewhere", ".git"] {
        project.write(&format!("{folder}/{temporary}"), "theirs\n");
        project.write(&format!("{folder}/x"), "theirs\n");
    }
    let before = project.content();
    for name in [journal::BEGUN, journal::DECIDED] {
        for path in outside {
            for new in ["null".to_owned(), format!("\"{}\"", journal::hash(b"theirs\n"))] {
                let old = journal::hash(b"theirs\n");
                let lines = format!(r#"{{"writer":1,"lines":[{{"path":"{path}","old":"{old}","new":{new}}}]}}"#);
                project.write(&format!("{STATE}/{name}"), &format!("{}\n{lines}\n", journal::hash(lines.as_bytes())));
                let recovered = recover(&project.disk()).expect("there is nothing to do");
                assert_eq!((recovered, project.content()), (Recovered::default(), before.clone()), "{path}");
                assert!(!project.at(STATE).join(name).exists(), "it is read once");
            }
        }
        for torn in ["", "\n", "no journal\n", "{}\n{}\n"] {
            project.write(&format!("{STATE}/{name}"), torn);
            assert_eq!(recover(&project.disk()).expect("there is nothing to do"), Recovered::default(), "{torn:?}");
            assert!(!project.at(STATE).join(name).exists(), "{torn:?}");
        }
    }
    assert_eq!(project.content(), before);
}
