//! A tree of modules, written inline while it is small and as files of its own when it is not.

use std::fmt::Write as _;

use std::collections::BTreeMap;

use super::docs::doc_lines;
use super::layout::indented;

/// No file of the catalog should be longer than 2,000 lines; this leaves room for its header.
pub(super) const MOST_LINES: usize = 1_900;

/// A module: its items, its constants and its children.
#[derive(Debug, Default)]
pub(super) struct Module {
    /// What it says of itself, where the name does not say it.
    pub(super) docs: Option<String>,
    /// Items, each a text that ends in a newline; a blank line goes between them.
    pub(super) items: Vec<String>,
    /// Constants, each a text that ends in a newline; they stand together.
    pub(super) constants: Vec<String>,
    /// Modules inside, by name.
    pub(super) children: BTreeMap<String, Self>,
}

/// A file that a module was moved to.
#[derive(Debug)]
pub(super) struct ModuleFile {
    /// The path below the folder of the kind, without `.rs`.
    pub(super) path: String,
    /// What it holds.
    pub(super) body: String,
}

impl Module {
    /// The module at a path below this one, made where it is not there.
    pub(super) fn descend(&mut self, path: &[String]) -> &mut Self {
        path.iter().fold(self, |module, name| module.children.entry(name.clone()).or_default())
    }

    /// The body of the module's file; children go to files of their own when `split` says so, or when
    /// they would make the file too long.
    pub(super) fn write(&self, path: &str, docs: &str, split: bool, files: &mut Vec<ModuleFile>) -> String {
        let own: usize = self.own_lines();
        let inline = !split && own + self.children.values().map(Self::lines).sum::<usize>() <= MOST_LINES;
        let mut body = String::new();
        for (name, child) in &self.children {
            let file_name = name.trim_start_matches("r#");
            let child_path = if path.is_empty() { file_name.to_owned() } else { format!("{path}/{file_name}") };
            let child_docs =
                child.docs.clone().unwrap_or_else(|| format!("{docs} in `{}`.", child_path.replace('/', ".")));
            if inline {
                let inner = child.write(&child_path, docs, false, files);
                let docs = doc_lines("///", &child_docs);
                let _ = writeln!(body, "\n{docs}pub mod {name} {{\n{}}}", indented(inner.trim_start_matches('\n'), 4));
            } else {
                let _ = writeln!(body, "pub mod {name};");
                let inner = child.write(&child_path, docs, false, files);
                let body = format!("{}\n{}", doc_lines("//!", &child_docs), inner.trim_start_matches('\n'));
                files.push(ModuleFile { path: child_path, body });
            }
        }
        let mut text = String::new();
        for item in &self.items {
            text.push('\n');
            text.push_str(item);
        }
        if !self.constants.is_empty() {
            text.push('\n');
            self.constants.iter().for_each(|constant| text.push_str(constant));
        }
        if !inline && !self.children.is_empty() {
            return format!("\n{body}{text}");
        }
        text + &body
    }

    fn own_lines(&self) -> usize {
        let lines = |texts: &[String]| texts.iter().map(|text| text.lines().count() + 1).sum::<usize>();
        lines(&self.items) + lines(&self.constants)
    }

    fn lines(&self) -> usize {
        self.own_lines() + self.children.values().map(|child| child.lines() + 4).sum::<usize>()
    }
}
