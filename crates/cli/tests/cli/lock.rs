//! The lock that keeps writers apart.

use std::fs::{self, File};
use std::io::{BufRead as _, BufReader, Read};
use std::process::{Child, Stdio};

use crate::project::{Project, SHOP};

const LOCK: &str = "target/rollbook/lock";

/// The lock file, as another writer opens it.
fn open(project: &Project) -> File {
    project.write(LOCK, "");
    File::options().write(true).open(project.at(LOCK)).expect("it was just written")
}

#[test]
fn a_writer_waits_for_another_and_says_so_and_readers_do_not_wait() {
    let project = Project::new(SHOP);
    let lock = open(&project);
    lock.lock().expect("nobody else has it");
    assert_eq!(project.run("check").status.code(), Some(0));
    assert_eq!(project.run("gen --check").status.code(), Some(1));

    let (mut child, mut stderr) = waiting(&project);
    assert!(!project.at(".schema").exists(), "it has not begun");

    drop(lock);
    let mut rest = String::new();
    stderr.read_to_string(&mut rest).expect("it is text");
    assert!(rest.starts_with("created .schema/") && !rest.contains("waiting"), "{rest}");
    assert_eq!(child.wait().ok().and_then(|status| status.code()), Some(0));
}

/// A run that waits, and the rest of what it says.
fn waiting(project: &Project) -> (Child, impl Read) {
    let mut child = project.command("gen").stderr(Stdio::piped()).spawn().expect("the binary starts");
    let mut stderr = BufReader::new(child.stderr.take().expect("it is piped"));
    let mut line = String::new();
    stderr.read_line(&mut line).expect("it is text");
    assert_eq!(line, "waiting for another run to finish writing\n");
    (child, stderr)
}

#[cfg(unix)]
#[test]
fn a_lock_file_that_was_removed_meanwhile_is_none() {
    let project = Project::new(SHOP);
    let lock = open(&project);
    lock.lock().expect("nobody else has it");
    let (mut child, _stderr) = waiting(&project);
    fs::remove_dir_all(project.at("target")).expect("`cargo clean` does so");
    let anew = open(&project);
    anew.lock().expect("nobody else has it");
    drop(lock);
    // The run has the removed file now, and sees that it is not the one that others lock.
    std::thread::sleep(std::time::Duration::from_millis(100));
    assert!(!project.at(".schema").exists(), "it waits for the new file");
    drop(anew);
    assert_eq!(child.wait().ok().and_then(|status| status.code()), Some(0));
}

#[test]
fn a_run_that_has_ended_or_died_holds_no_lock() {
    let project = Project::generated();
    open(&project).try_lock().expect("`gen` has let it go");
    let mut child = project.command("gen --watch").stderr(Stdio::piped()).spawn().expect("the binary starts");
    let lines = BufReader::new(child.stderr.take().expect("it is piped")).lines();
    let watches = lines.map_while(Result::ok).any(|line| line.starts_with("watching "));
    let while_idle = open(&project).try_lock();
    child.kill().and_then(|()| child.wait()).expect("it can be killed");
    assert!(watches && while_idle.is_ok(), "{while_idle:?}");
}

#[cfg(unix)]
#[test]
fn where_there_can_be_no_lock_a_run_says_so_and_goes_on() {
    let links = [("target", "target"), (LOCK, "lock")];
    for (path, name) in links {
        let project = Project::new(SHOP);
        let outside = Project::new("-- kept --\n");
        if let Some(folder) = project.at(path).parent() {
            fs::create_dir_all(folder).expect("it can be made");
        }
        std::os::unix::fs::symlink(outside.at(if path == "target" { "." } else { "new" }), project.at(path))
            .expect("a link can be made");
        let shown = project.transcript("gen");
        assert!(shown.starts_with("exit 0\n--- stderr\nwarning: cannot lock `target/rollbook/lock`: it "), "{shown}");
        assert!(shown.ends_with(" created\n"), "{shown}");
        assert_eq!(outside.files().len(), 1, "nothing is written where `{name}` leads");
    }
}
