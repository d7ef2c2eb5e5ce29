//! Reads configs, each given on a line as subject, input and JSON, and says what becomes of each.

mod readers;

use std::fmt::Debug;
use std::io::{BufRead as _, Write as _};
use std::panic::catch_unwind;

use kernel::config::{At, Config, ConfigErrors, Yaml, read};
use source::{Findings, Text};

/// Reads a config of one type: its key, how it is given, and its JSON.
type Reader = fn(&str, &str, &str) -> String;

fn main() {
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let line = line.expect("the input is text");
        let mut parts = line.splitn(3, '\t');
        let mut next = || parts.next().expect("a line has three parts");
        let (subject, input, json) = (next(), next(), next());
        let (key, reader) = readers::READERS[subject.parse::<usize>().expect("a subject is a number")];
        let answer = catch_unwind(|| reader(key, input, json)).unwrap_or_else(|_| "broken\tthe kernel panicked".into());
        writeln!(out, "{answer}").expect("the output is open");
    }
}

/// A reader of the configs of one type.
fn reader<C: Config + Debug>(key: &str, input: &str, json: &str) -> String {
    let value: kernel::Value = serde_json::from_str(json).expect("an instance is JSON");
    if input == "json" {
        return answer(&read::<C>(key, &value));
    }
    let text = Text::new("instance.yaml", json);
    let limits = yaml::Limits { mode: yaml::Mode::Strict, ..yaml::Limits::default() };
    let mut findings = Findings::new();
    let documents = yaml::parse(&text, &limits, &mut findings);
    if let Some(finding) = findings.iter().next() {
        return format!("broken\tJSON is no YAML: {}", finding.message);
    }
    let [document] = &documents[..] else { return "broken\tJSON is not one document of YAML".into() };
    if document.root.to_json() != value {
        return "broken\tJSON is another value as YAML".into();
    }
    let read = read::<C>(key, Yaml::new(&text, &document.root));
    let columns = json.chars().count() + 1;
    let is_inside = |at: &At| {
        let column = usize::try_from(at.column).expect("32 bits fit");
        at.file == "instance.yaml" && at.line == 1 && (1..=columns).contains(&column)
    };
    if let Err(errors) = &read
        && !errors.iter().all(|error| error.at.as_ref().is_some_and(is_inside))
    {
        return format!("broken\ta mistake without a place: {errors:?}");
    }
    answer(&read)
}

/// The answer: what was read, or the paths of the mistakes and what they are.
fn answer<C: Debug>(read: &Result<C, ConfigErrors>) -> String {
    match read {
        Ok(config) => format!("ok\t{config:?}"),
        Err(errors) => {
            let paths: Vec<&str> = errors.iter().map(|error| error.path.as_str()).collect();
            format!("no\t{}\t{}", paths.join("\u{1f}"), errors.to_string().replace('\n', " | "))
        }
    }
}
