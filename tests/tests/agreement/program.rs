//! The program that reads configs with the kernel: a catalog, compiled with `answers.rs`, asked line by line.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader, BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::{fs, thread};

use serde_json::Value;
use tests::folder::Folder;

use crate::subjects::{self, Project};

/// How an instance is given to the kernel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Input {
    /// As a `serde_json::Value`.
    Json,
    /// As a node of a YAML text.
    Yaml,
}

/// An instance for the config of a subject.
#[derive(Clone, Debug)]
pub(crate) struct Question {
    pub(crate) subject: usize,
    pub(crate) input: Input,
    pub(crate) instance: Value,
}

/// What the kernel makes of an instance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// It is read; `{:?}` of the typed struct.
    Read(String),
    /// It is refused: where the mistakes are, and what they are.
    Refused { places: BTreeSet<String>, errors: String },
    /// Something that must never happen.
    Broken(String),
}

/// A running program.
pub(crate) struct Program {
    child: Child,
    to: BufWriter<ChildStdin>,
    from: BufReader<ChildStdout>,
    _folder: Folder,
}

impl Program {
    /// Compiles the catalog of a project and starts the program.
    pub(crate) fn start(project: &Project) -> Self {
        let folder = Folder::new();
        tests::scratch::write(&project.compiled.artifacts, folder.path());
        let write = |path: &str, content: &str| {
            fs::write(folder.path().join(path), content).expect("a file of the program can be written");
        };
        fs::create_dir(folder.path().join("src")).expect("a folder of the program can be made");
        write("src/main.rs", include_str!("answers.rs"));
        write("src/readers.rs", &readers(project));
        write("Cargo.toml", &manifest());
        let lock = workspace().join("Cargo.lock");
        fs::copy(lock, folder.path().join("Cargo.lock")).expect("there is a lock file");
        let mut child = Command::new(build(folder.path()))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("what cargo has built can be run");
        let to = BufWriter::new(child.stdin.take().expect("it is piped"));
        let from = BufReader::new(child.stdout.take().expect("it is piped"));
        Self { child, to, from, _folder: folder }
    }

    /// Asks about instances; the answers are in their order.
    pub(crate) fn ask(&mut self, questions: &[Question]) -> Vec<Answer> {
        let Self { to, from, .. } = self;
        // The program answers while it is still being asked, so both pipes have to move.
        thread::scope(|scope| {
            scope.spawn(move || {
                for Question { subject, input, instance } in questions {
                    let input = if *input == Input::Json { "json" } else { "yaml" };
                    writeln!(to, "{subject}\t{input}\t{}", escaped(instance)).expect("the program reads");
                }
                to.flush().expect("the program reads");
            });
            questions.iter().map(|_| answer(from)).collect()
        })
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It ends when nothing more can be asked; where a test fails, nobody waits for that.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// JSON text. Some characters may stand in JSON as they are, and the YAML parser wants them escaped: the controls
/// beyond ASCII, and the two of 16 bits that are no characters.
fn escaped(instance: &Value) -> String {
    let is_special = |character: char| character.is_control() || matches!(character, '\u{fffe}' | '\u{ffff}');
    let mut text = instance.to_string();
    if text.contains(is_special) {
        text = text.chars().fold(String::new(), |mut text, character| {
            // Writing to a string cannot fail.
            let _ = if is_special(character) {
                write!(text, "\\u{:04x}", u32::from(character))
            } else {
                write!(text, "{character}")
            };
            text
        });
    }
    text
}

fn answer(from: &mut BufReader<ChildStdout>) -> Answer {
    let mut line = String::new();
    from.read_line(&mut line).expect("the program writes");
    let parts: Vec<&str> = line.trim_end_matches('\n').split('\t').collect();
    match parts[..] {
        ["ok", text] => Answer::Read(text.to_owned()),
        ["no", places, errors] => {
            let places = places.split('\u{1f}').map(str::to_owned).collect();
            Answer::Refused { places, errors: errors.to_owned() }
        }
        ["broken", why] => Answer::Broken(why.to_owned()),
        _ => panic!("not an answer: {line}"),
    }
}

/// The table of all subjects: the key of each and the reader of its type.
fn readers(project: &Project) -> String {
    let mut table = String::from(
        "//! The subjects.\n\nuse agreement_program as catalog;\n\nuse crate::{Reader, reader};\n\n\
         pub const READERS: &[(&str, Reader)] = &[\n",
    );
    for (index, path) in project.paths().iter().enumerate() {
        // Writing to a string cannot fail.
        let _ = writeln!(table, "    (\"{}\", reader::<catalog::{path}>),", subjects::key(index));
    }
    table + "];\n"
}

fn manifest() -> String {
    let dependency = |name: &str, more: &str| {
        let path = workspace().join("crates").join(name);
        format!("{name} = {{ path = \"{}\"{more} }}\n", path.display())
    };
    format!(
        "[package]\nname = \"agreement-program\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
         [lib]\npath = \"catalog/lib.rs\"\n\n\
         [dependencies]\n{}{}{}serde_json = {{ version = \"1\", features = [\"float_roundtrip\", \"preserve_order\"] }}\n\n\
         [profile.dev]\ndebug = false\n\n[lints.rust]\nwarnings = \"deny\"\n\n[workspace]\n",
        dependency("kernel", ", features = [\"yaml\"]"),
        dependency("yaml", ""),
        dependency("source", ""),
    )
}

/// Builds the program; the path of the executable.
fn build(folder: &Path) -> PathBuf {
    // The target folder of all scratch crates, so that the kernel is built once.
    let target = workspace().join("target/scratch");
    let output = Command::new(env!("CARGO"))
        .args(["build", "--quiet", "--offline"])
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", &target)
        .output()
        .expect("cargo can be run");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    target.join("debug").join(format!("agreement-program{}", std::env::consts::EXE_SUFFIX))
}

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}
