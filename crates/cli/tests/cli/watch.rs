//! `gen --watch`.

use std::io::{BufRead as _, BufReader, Read};
use std::process::{Child, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crate::project::{Project, SHOP};

/// Long enough for a machine that does other things; no test waits for it to pass.
const DEADLINE: Duration = Duration::from_mins(1);

/// A running `gen --watch` and what it has printed so far.
struct Watching {
    child: Child,
    lines: Arc<Mutex<Vec<String>>>,
    seen: usize,
}

impl Watching {
    fn start(project: &Project) -> Self {
        let mut child = project
            .command("gen --watch")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary starts");
        let lines = Arc::default();
        collect(child.stdout.take().expect("it is piped"), &lines);
        collect(child.stderr.take().expect("it is piped"), &lines);
        Self { child, lines, seen: 0 }
    }

    /// Waits until a line that holds `text` comes after those that were waited for before.
    fn wait_for(&mut self, text: &str) {
        self.wait_for_all(&[text]);
    }

    /// The same for several lines in any order: findings and summaries come by two streams, and which of
    /// two threads collects its line first is up to the machine.
    fn wait_for_all(&mut self, texts: &[&str]) {
        let end = Instant::now() + DEADLINE;
        while Instant::now() < end {
            let lines = self.lines.lock().expect("no reader panics").clone();
            let place = |text: &&str| lines.iter().skip(self.seen).position(|line| line.contains(*text));
            if let Some(places) = texts.iter().map(place).collect::<Option<Vec<usize>>>() {
                self.seen += places.into_iter().max().map_or(0, |last| last + 1);
                return;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        panic!("no lines with {texts:?} in {:#?}", self.lines.lock());
    }

    #[cfg(unix)]
    fn interrupt(mut self) -> Option<i32> {
        let id = self.child.id().to_string();
        let sent = std::process::Command::new("kill").args(["-INT", &id]).status().expect("`kill` is there");
        assert!(sent.success());
        let end = Instant::now() + DEADLINE;
        while Instant::now() < end {
            if let Some(status) = self.child.try_wait().expect("the child can be waited for") {
                return status.code();
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        panic!("it does not end");
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn collect(from: impl Read + Send + 'static, lines: &Arc<Mutex<Vec<String>>>) {
    let lines = Arc::clone(lines);
    std::thread::spawn(move || {
        for line in BufReader::new(from).lines().map_while(Result::ok) {
            lines.lock().expect("no reader panics").push(line);
        }
    });
}

#[test]
fn a_change_is_generated_a_mistake_is_shown_and_its_mending_too() {
    let project = Project::new(SHOP);
    let mut watching = Watching::start(&project);
    watching.wait_for("generated ");
    watching.wait_for("watching ");

    project.edit("shop/kinds/fruit.schema.yaml", "What grows on trees.", "What grows.");
    watching.wait_for("shop/kinds/fruit.schema.yaml changed");
    watching.wait_for("updated .schema/shop.fruit.schema.json");
    assert!(project.read(".schema/shop.fruit.schema.json").contains("What grows."));

    project.edit("shop/stalls.yaml", "fruit: pear", "fruit: paer");
    watching.wait_for_all(&["error[unknown-reference]", "wrote nothing: 1 error"]);

    project.edit("shop/stalls.yaml", "fruit: paer", "fruit: pear");
    watching.wait_for("generated ");

    project.write("shop/fruits/plum.yaml", "key: plum\nsummary: Blue.\n");
    // A change that comes before the last run has looked back is part of that run, and not announced.
    watching.wait_for("4 entries");

    project.remove(".schema/shop.fruit.schema.json");
    watching.wait_for("created .schema/shop.fruit.schema.json");
}

#[test]
fn a_broken_project_file_is_waited_out() {
    let project = Project::new(SHOP);
    let mut watching = Watching::start(&project);
    watching.wait_for("watching ");
    project.edit("rollbook.yaml", "name: demo", "name: [demo");
    watching.wait_for("wrote nothing: ");
    project.remove("rollbook.yaml");
    watching.wait_for("error: there is no folder or file `rollbook.yaml`");
    project.write(
        "rollbook.yaml",
        SHOP.split("-- ").nth(1).and_then(|file| file.split_once(" --\n")).expect("it is the first").1,
    );
    watching.wait_for("generated ");
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_with_zero() {
    let project = Project::new(SHOP);
    let mut watching = Watching::start(&project);
    watching.wait_for("watching ");
    assert_eq!(watching.interrupt(), Some(0));
}

#[test]
fn own_output_wakes_nobody() {
    let project = Project::new(SHOP);
    let mut watching = Watching::start(&project);
    watching.wait_for("watching ");
    std::thread::sleep(Duration::from_millis(600));
    let lines = watching.lines.lock().expect("no reader panics").clone();
    assert_eq!(lines.iter().filter(|line| line.starts_with("generated ")).count(), 1, "{lines:#?}");
}
