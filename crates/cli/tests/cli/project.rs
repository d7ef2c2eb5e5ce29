//! The one helper: a project on disk from a listing, and the transcript of a command in it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::atomic::{AtomicUsize, Ordering};

use compiler::files::Memory;

/// Fruits in files of their own, and stalls in one file that refer to them.
pub(crate) const SHOP: &str = "\
-- rollbook.yaml --
name: demo
registries:
  shop: { title: Shop, purpose: Things to sell. }
-- shop/kinds/fruit.schema.yaml --
$schema: https://json-schema.org/draft/2020-12/schema
title: Fruit
description: What grows on trees.
x-registry: { entries: fruits/*.yaml, layout: document }
type: object
required: [key, summary]
additionalProperties: false
properties:
  key: { type: string }
  summary: { type: string }
  deprecated: { type: string }
  label: { type: string, x-path: true }
  config: { x-config: true }
-- shop/kinds/stall.schema.yaml --
$schema: https://json-schema.org/draft/2020-12/schema
title: Stall
description: Where fruits are sold.
x-registry: { entries: stalls.yaml, layout: list }
type: object
required: [key, sells]
additionalProperties: false
properties:
  key: { type: string }
  sells:
    type: array
    items:
      type: object
      required: [fruit]
      additionalProperties: false
      properties:
        fruit: { type: string, x-ref: shop.fruit }
        config: { x-config-of: 1/fruit }
-- shop/fruits/apple.yaml --
key: apple
summary: Red or green.
label: shop/stalls.yaml
config:
  type: object
  additionalProperties: false
  properties:
    ripe: { type: boolean, default: true, description: Whether it can be eaten today. }
    grams: { type: integer, minimum: 1 }
-- shop/fruits/pear.yaml --
key: pear
summary: Green.
deprecated: sold out
-- shop/stalls.yaml --
- key: corner
  sells:
    - fruit: apple
      config: { grams: 150 }
    - fruit: pear
";

/// A project in a folder of its own, which goes with it.
#[derive(Debug)]
pub(crate) struct Project {
    folder: PathBuf,
}

impl Project {
    /// A project from one text, in which a line `-- path --` begins each file.
    pub(crate) fn new(listing: &str) -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let name = format!("{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let project = Self { folder: Path::new(env!("CARGO_TARGET_TMPDIR")).join(name) };
        for (path, content) in Memory::from_listing(listing).0 {
            project.write(&path, std::str::from_utf8(&content).expect("a listing is text"));
        }
        project
    }

    /// The shop, with what `gen` makes of it.
    pub(crate) fn generated() -> Self {
        let project = Self::new(SHOP);
        assert_eq!(project.run("gen --no-cache").status.code(), Some(0));
        project
    }

    pub(crate) fn at(&self, path: &str) -> PathBuf {
        self.folder.join(path)
    }

    pub(crate) fn write(&self, path: &str, content: &str) {
        let file = self.at(path);
        let folder = file.parent().expect("a file lies in a folder");
        fs::create_dir_all(folder).expect("the temporary folder can be written");
        fs::write(file, content).expect("the temporary folder can be written");
    }

    /// Puts a whole file in the place of another, as editors do; no run sees half of it.
    pub(crate) fn save(&self, path: &str, content: &str) {
        self.write("target/saved", content);
        fs::rename(self.at("target/saved"), self.at(path)).expect("the temporary folder can be written");
    }

    /// Replaces a text that the file must hold.
    pub(crate) fn edit(&self, path: &str, old: &str, new: &str) {
        let content = self.read(path);
        assert!(content.contains(old), "{path} does not hold {old:?}");
        self.write(path, &content.replace(old, new));
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.at(path)).unwrap_or_else(|error| panic!("cannot read `{path}`: {error}"))
    }

    pub(crate) fn remove(&self, path: &str) {
        fs::remove_file(self.at(path)).unwrap_or_else(|error| panic!("cannot remove `{path}`: {error}"));
    }

    /// Every file but stamps, sorted, with its content.
    pub(crate) fn files(&self) -> Vec<(String, String)> {
        let mut files = Vec::new();
        collect(&self.folder, &self.folder, &mut files);
        files.retain(|(path, _)| !path.starts_with("target/"));
        files.sort();
        files
    }

    /// The binary, in the project's folder, with words that spaces separate.
    pub(crate) fn command(&self, words: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rollbook"));
        command.args(words.split_whitespace()).current_dir(&self.folder);
        command.env_remove("NO_COLOR").env_remove("SHOP_STOCK").env_remove("SOURCE_DATE_EPOCH");
        command
    }

    pub(crate) fn run(&self, words: &str) -> Output {
        self.command(words).output().expect("the binary starts")
    }

    /// What a command printed and how it ended.
    pub(crate) fn transcript(&self, words: &str) -> String {
        transcript(&self.run(words))
    }
}

impl Drop for Project {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Exit code, stdout and stderr; what is empty is left out. No output may hold an escape or an absolute path.
pub(crate) fn transcript(output: &Output) -> String {
    let code = output.status.code().map_or_else(|| "none".to_owned(), |code| code.to_string());
    let mut parts = vec![format!("exit {code}\n")];
    for (name, bytes) in [("stdout", &output.stdout), ("stderr", &output.stderr)] {
        let shown = std::str::from_utf8(bytes).expect("output is UTF-8");
        assert!(!shown.contains('\u{1b}'), "output that is piped holds no escapes: {shown}");
        assert!(!shown.contains(env!("CARGO_TARGET_TMPDIR")), "output holds no absolute path: {shown}");
        if !shown.is_empty() {
            parts.push(format!("--- {name}\n{shown}"));
        }
    }
    parts.concat()
}

fn collect(root: &Path, folder: &Path, files: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(root, &path, files);
        } else {
            let name = path.strip_prefix(root).expect("it lies below the root").to_string_lossy().into_owned();
            files.push((name, String::from_utf8_lossy(&fs::read(&path).unwrap_or_default()).into_owned()));
        }
    }
}
