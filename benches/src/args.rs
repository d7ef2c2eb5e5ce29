//! The arguments: what to measure, on what, how often.

use std::path::{Path, PathBuf};

use crate::project::{Layout, Shape};

/// What `bench --help` prints.
pub(crate) const HELP: &str = "\
Measures Rollbook; benches/README.md says how to read the figures.

bench [run] [OPTIONS]       the commands on generated projects, next to reading and hashing the same files
bench run --catalog         `cargo check` of generated catalogs instead
bench compile [OPTIONS]     `cargo check` of 1,000 configs, next to serde derive and cargo typify
bench compile --parts       what each part of the generated code costs there
bench configs [OPTIONS]     reading configs at run time, next to jsonschema and serde
bench rules [OPTIONS]       `check` with a rule of each form, next to `check` without rules
bench links [OPTIONS]       the check of links of 2,500 pages, next to lychee where it is installed
bench loads [OPTIONS]       the fund-load pipeline, next to answering each line without a decision
bench semconv [OPTIONS]     full `gen` of the OpenTelemetry model, from the folder ROLLBOOK_DATA
bench project DIR [OPTIONS] only makes the project of the first size
bench hash DIR              the reference: reads and hashes each file once
bench load SCENARIO LINES   streams so many lines through a scenario, or through `reference`

--sizes N,N          entries of a project [default: 1000,10000]
--layout LAYOUT      files (an entry each) or lists (1,000 entries each) [default: files]
--repeat N           the smallest figure of so many counts, or the median of 5 times as many rounds [default: 3]
--rollbook PATH      the release binary [default: `rollbook` beside this program, or in target/release]
--keep DIR           make the projects there and leave them [default: a temporary folder, removed at the end]
";

/// What people asked for.
#[derive(Debug)]
pub(crate) enum Task {
    Help,
    Commands(Request),
    Catalog(Request),
    Compile(Request),
    Parts(Request),
    Configs(Request),
    Rules(Request),
    Links(Request),
    Loads(Request),
    Semconv(Request),
    Project { folder: PathBuf, shape: Shape },
    Hash { folder: PathBuf },
    Load { scenario: String, lines: usize },
}

/// What to measure on what.
#[derive(Debug)]
pub(crate) struct Request {
    pub(crate) sizes: Vec<usize>,
    pub(crate) layout: Layout,
    pub(crate) repeat: usize,
    pub(crate) rollbook: Option<PathBuf>,
    pub(crate) keep: Option<PathBuf>,
}

impl Request {
    /// The binary to measure.
    ///
    /// # Errors
    /// There is none.
    pub(crate) fn rollbook(&self) -> Result<PathBuf, String> {
        let beside = std::env::current_exe().ok().map(|own| own.with_file_name("rollbook"));
        let built = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/release/rollbook");
        let candidates = match &self.rollbook {
            Some(given) => vec![given.clone()],
            None => beside.into_iter().chain([built]).collect(),
        };
        let found = candidates.iter().find_map(|path| path.canonicalize().ok().filter(|path| path.is_file()));
        found.ok_or_else(|| {
            let looked_at: Vec<String> = candidates.iter().map(|path| format!("`{}`", path.display())).collect();
            format!("there is no {}; run `cargo build --release -p cli`", looked_at.join(" or "))
        })
    }
}

/// Reads the arguments, without the program's own name.
///
/// # Errors
/// They ask for something that there is not.
pub(crate) fn parse(words: impl Iterator<Item = String>) -> Result<Task, String> {
    let mut request =
        Request { sizes: vec![1_000, 10_000], layout: Layout::Files, repeat: 3, rollbook: None, keep: None };
    let (mut plain, mut catalog, mut parts) = (Vec::new(), false, false);
    let mut words = words;
    while let Some(word) = words.next() {
        let mut value = || words.next().ok_or_else(|| format!("`{word}` needs a value"));
        match word.as_str() {
            "--help" | "-h" => return Ok(Task::Help),
            "--sizes" => request.sizes = value()?.split(',').map(number).collect::<Result<_, _>>()?,
            "--layout" => request.layout = layout(&value()?)?,
            "--repeat" => request.repeat = number(&value()?)?,
            "--rollbook" => request.rollbook = Some(value()?.into()),
            "--keep" => request.keep = Some(value()?.into()),
            "--catalog" => catalog = true,
            "--parts" => parts = true,
            flag if flag.starts_with('-') => return Err(format!("there is no flag `{flag}`; see --help")),
            _ => plain.push(word),
        }
    }
    let plain: Vec<&str> = plain.iter().map(String::as_str).collect();
    match plain[..] {
        [] | ["run"] if catalog => Ok(Task::Catalog(request)),
        [] | ["run"] => Ok(Task::Commands(request)),
        ["compile"] if parts => Ok(Task::Parts(request)),
        ["compile"] => Ok(Task::Compile(request)),
        ["configs"] => Ok(Task::Configs(request)),
        ["rules"] => Ok(Task::Rules(request)),
        ["links"] => Ok(Task::Links(request)),
        ["loads"] => Ok(Task::Loads(request)),
        ["load", scenario, lines] => Ok(Task::Load { scenario: scenario.to_owned(), lines: number(lines)? }),
        ["semconv"] => Ok(Task::Semconv(request)),
        ["hash", folder] => Ok(Task::Hash { folder: folder.into() }),
        ["project", folder] => {
            let shape = Shape { entries: request.sizes[0], layout: request.layout, ..Shape::default() };
            Ok(Task::Project { folder: folder.into(), shape })
        }
        _ => Err(format!("cannot make sense of `{}`; see --help", plain.join(" "))),
    }
}

fn number(word: &str) -> Result<usize, String> {
    let number = word.replace('_', "").parse().ok().filter(|number| *number > 0);
    number.ok_or_else(|| format!("expected a number above 0, found `{word}`"))
}

fn layout(word: &str) -> Result<Layout, String> {
    match word {
        "files" => Ok(Layout::Files),
        "lists" => Ok(Layout::Lists),
        _ => Err(format!("expected files or lists, found `{word}`")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(words: &str) -> Result<Task, String> {
        parse(words.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn the_command_may_be_left_out() {
        for words in ["--sizes 5,1_000 --layout lists", "run --layout lists --sizes 5,1000"] {
            let Ok(Task::Commands(request)) = parsed(words) else { panic!("{words}") };
            assert_eq!((request.sizes, request.layout), (vec![5, 1000], Layout::Lists));
        }
    }

    #[test]
    fn refuses_what_it_does_not_know() {
        for words in ["--size 5", "run fast", "--sizes 0", "--sizes", "--layout tree", "hash"] {
            assert!(parsed(words).is_err(), "{words}");
        }
    }
}
