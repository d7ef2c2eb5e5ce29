//! Thousands of random edits: the value is what was meant, and nothing else changed.
//!
//! `ROLLBOOK_CASES` multiplies how many.

#![expect(clippy::print_stdout, reason = "a test says what it counted, and that it was skipped")]

#[path = "support/data.rs"]
mod data;
#[path = "edit/generate.rs"]
mod generate;
#[path = "edit/oracle.rs"]
mod oracle;
#[path = "edit/random.rs"]
mod random;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value as Json;
use source::{Findings, Text};
use yaml::edit::{At, Edit, Entry, Reason, apply};
use yaml::{Document, Limits, Pointer, parse};

use random::Random;

const ROUNDS: usize = 5_000;

/// What became of the edits.
#[derive(Default)]
struct Counts {
    edits: usize,
    made: usize,
    impossible: usize,
    comments: usize,
    refused: BTreeMap<String, usize>,
}

impl Counts {
    fn tell(&self, what: &str) {
        let Self { edits, made, impossible, comments, refused } = self;
        println!(
            "{what}: {edits} edits, {made} made, {impossible} impossible and refused, {comments} comments followed"
        );
        for (reason, count) in refused {
            println!("  refused {count}: {reason}");
        }
    }

    fn refused(&self) -> usize {
        self.refused.values().sum()
    }
}

fn rounds(usual: usize) -> usize {
    let times = std::env::var("ROLLBOOK_CASES").ok().and_then(|times| times.parse::<usize>().ok());
    usual * times.unwrap_or(1)
}

#[test]
fn random_edits_of_generated_texts_change_what_they_should() {
    let (mut plain, mut special, mut unread) = (Counts::default(), Counts::default(), 0);
    for round in 0..rounds(ROUNDS) {
        let mut random = Random::new(u64::try_from(round).expect("a number of 64 bits"));
        let generated = generate::text(&mut random);
        let text = Text::new(format!("round {round}"), generated.text.as_str());
        let counts = if generated.is_special { &mut special } else { &mut plain };
        match read(&text) {
            Some(documents) => {
                try_edits(&text, &documents[0], &generated.comments, &mut random, counts, 3);
                try_many(&text, &documents[0], &mut random, counts);
            }
            None => unread += 1,
        }
    }
    plain.tell("without anchors");
    special.tell("with anchors, aliases, merge keys and explicit keys");
    println!("{unread} generated texts are no sound YAML");
    assert!(unread * 50 <= rounds(ROUNDS), "{unread} texts are no sound YAML");
    assert!(plain.refused() * 100 <= plain.edits, "{} of {} edits are refused", plain.refused(), plain.edits);
}

#[test]
fn random_edits_of_a_real_model_change_what_they_should() {
    let Some(folder) = data::data("semconv/model") else {
        println!("skipped: no semconv/model at {}; set ROLLBOOK_DATA", data::WHERE);
        return;
    };
    let mut counts = Counts::default();
    let files = yaml_files(&folder);
    for (number, path) in files.iter().enumerate() {
        let content = fs::read_to_string(path).expect("the model can be read");
        let text = Text::new(path.display().to_string(), content);
        let mut random = Random::new(u64::try_from(number).expect("a number of 64 bits"));
        let documents = read(&text).expect("the model is sound YAML");
        try_edits(&text, &documents[0], &[], &mut random, &mut counts, rounds(6));
        try_many(&text, &documents[0], &mut random, &mut counts);
    }
    counts.tell(&format!("{} files of the OpenTelemetry model", files.len()));
    assert!(files.len() >= 250, "the model has 250 files, but only {} are there", files.len());
    // One file has an anchor; nothing else is refused.
    let of_anchors = [Reason::Shared, Reason::Alias].map(|reason| reason.to_string());
    let others: Vec<&String> = counts.refused.keys().filter(|reason| !of_anchors.contains(reason)).collect();
    assert!(others.is_empty(), "{others:?}");
}

#[test]
fn random_edits_of_the_test_suite_change_what_they_should() {
    let Some(folder) = data::data("yaml-test-suite") else {
        println!("skipped: no yaml-test-suite at {}; set ROLLBOOK_DATA", data::WHERE);
        return;
    };
    let (mut counts, mut texts) = (Counts::default(), 0);
    for (number, path) in yaml_files(&folder).iter().enumerate() {
        let content = fs::read_to_string(path).expect("the suite can be read");
        let text = Text::new(path.display().to_string(), content);
        let mut random = Random::new(u64::try_from(number).expect("a number of 64 bits"));
        if let Some(documents) = read(&text) {
            texts += 1;
            try_edits(&text, &documents[0], &[], &mut random, &mut counts, rounds(8));
        }
    }
    counts.tell(&format!("{texts} texts of yaml-test-suite"));
    assert!(texts >= 250, "only {texts} texts of the suite were edited");
    assert!(counts.refused() * 12 <= counts.edits, "{} of {} edits are refused", counts.refused(), counts.edits);
}

fn read(text: &Text) -> Option<Vec<Document>> {
    let mut findings = Findings::new();
    let documents = parse(text, &Limits::default(), &mut findings);
    (!findings.has_errors() && !documents.is_empty()).then_some(documents)
}

fn try_edits(
    text: &Text,
    document: &Document,
    comments: &[(String, Vec<String>)],
    random: &mut Random,
    counts: &mut Counts,
    times: usize,
) {
    let value = document.root.to_json();
    let pointers = pointers(&value);
    let same = random.pick(&pointers).clone();
    let set = Edit::Set { value: value.pointer(&same.to_string()).expect("a value").clone(), at: same };
    assert_eq!(apply(text, &[set]).as_deref(), Ok(text.content()), "setting what is there changes no byte");
    for _ in 0..times {
        let edit = edit(random, &pointers, &value);
        counts.edits += 1;
        let after = oracle::after(&value, &edit);
        match (apply(text, std::slice::from_ref(&edit)), after) {
            (Ok(edited), Some(after)) => {
                counts.made += 1;
                judge(text, document, &edit, &edited, &after);
                if let Edit::Move { at, to } = &edit {
                    judge_move(text, at, &oracle::moved(&after, at, to), &edited, comments);
                }
                counts.comments += comments.len();
                for (comment, owner) in comments {
                    let stays = edited.contains(comment.as_str()) || oracle::may_go(&edit, &value, owner);
                    assert!(stays, "{comment} is gone\n{edit:?}\n{}\n=>\n{edited}", text.content());
                }
            }
            (Ok(edited), None) => panic!("was made, but is impossible\n{edit:?}\n{}\n=>\n{edited}", text.content()),
            (Err(_), None) => counts.impossible += 1,
            (Err(refused), Some(_)) => {
                if std::env::var_os("ROLLBOOK_SHOW").is_some() && refused.reason == Reason::Unsafe {
                    println!("{refused}\n{edit:?}\n{}\n~~~", text.content());
                }
                *counts.refused.entry(refused.reason.to_string()).or_default() += 1;
            }
        }
    }
}

/// Makes several edits at once: each means what those before it have left.
fn try_many(text: &Text, document: &Document, random: &mut Random, counts: &mut Counts) {
    let mut value = document.root.to_json();
    let mut edits = Vec::new();
    for _ in 0..2 + random.below(6) {
        let edit = edit(random, &pointers(&value), &value);
        if let Some(after) = oracle::after(&value, &edit) {
            value = after;
            edits.push(edit);
        }
    }
    counts.edits += 1;
    match apply(text, &edits) {
        Ok(edited) => {
            counts.made += 1;
            let found = read(&Text::new(text.name(), edited.as_str()));
            let root = found.map_or(Json::Null, |found| found.first().map_or(Json::Null, |found| found.root.to_json()));
            assert!(root == value, "expected {value}\n{edits:?}\n{}\n=>\n{edited}", text.content());
        }
        Err(refused) => {
            if std::env::var_os("ROLLBOOK_SHOW").is_some() && refused.reason == Reason::Unsafe {
                println!("{refused}\n{edits:?}\n{}\n~~~", text.content());
            }
            *counts.refused.entry(refused.reason.to_string()).or_default() += 1;
        }
    }
}

/// Panics unless the new text has the value, and the old bytes outside of the collection that the
/// edit is about and of the comments around it.
fn judge(text: &Text, document: &Document, edit: &Edit, edited: &str, after: &Json) {
    let tell = || format!("{edit:?}\n{}\n=>\n{edited}", text.content());
    let found = read(&Text::new(text.name(), edited)).unwrap_or_else(|| panic!("is no sound YAML\n{}", tell()));
    assert!(oracle::agree(&found[0].root.to_json(), after), "expected {after}\n{}", tell());
    let at = match edit {
        Edit::Set { at, .. } | Edit::Remove { at } | Edit::Rename { at, .. } | Edit::Move { at, .. } => {
            at.parent().unwrap_or_default()
        }
        Edit::Insert { into, .. } => into.clone(),
    };
    let Some(node) = document.root.at(&at) else { return };
    let key = document.root.key_span_at(&at).map_or(node.span, |key| key.to(node.span));
    let (before, behind) = around(text.content(), key.start as usize, key.end as usize);
    assert!(edited.starts_with(&text.content()[..before]), "bytes before the edit changed\n{}", tell());
    assert!(edited.ends_with(&text.content()[behind..]), "bytes behind the edit changed\n{}", tell());
}

/// Panics unless a move has changed the order of what is written only, and each comment belongs to
/// the same entry as before: it goes with the one that was moved, or with none.
fn judge_move(text: &Text, at: &Pointer, now: &Pointer, edited: &str, comments: &[(String, Vec<String>)]) {
    let tell = || format!("{at} to {now}\n{}\n=>\n{edited}", text.content());
    assert_eq!(ink(text.content()), ink(edited), "something came or went\n{}", tell());
    let removed = |text: &Text, at: &Pointer| apply(text, &[Edit::Remove { at: at.clone() }]);
    let edited = Text::new(text.name(), edited);
    let (Ok(before), Ok(after)) = (removed(text, at), removed(&edited, now)) else { return };
    for (comment, _) in comments {
        assert_eq!(before.contains(comment), after.contains(comment), "{comment} belongs elsewhere\n{}", tell());
    }
}

/// All characters but blanks, sorted.
fn ink(text: &str) -> Vec<char> {
    let mut ink: Vec<char> = text.chars().filter(|character| !character.is_whitespace()).collect();
    ink.sort_unstable();
    ink
}

/// The bytes from the end of the line before to the begin of the line behind, comments and blank lines
/// on both sides included.
fn around(content: &str, start: usize, end: usize) -> (usize, usize) {
    let is_between = |line: &str| line.trim().is_empty() || line.trim().starts_with('#');
    let head = content[..start].rfind('\n').map_or(0, |at| at + 1);
    let mut before = head;
    for line in content[..head].split_inclusive('\n').rev().take_while(|line| is_between(line)) {
        before -= line.len();
    }
    // What leads to it may stand in the line above all that: brackets are put behind it.
    if content[head..start].trim().is_empty() {
        before -= content[..before].split_inclusive('\n').next_back().map_or(0, str::len);
    }
    let tail = content[end..].find('\n').map_or(content.len(), |at| end + at + 1);
    let mut behind = tail;
    for line in content[tail..].split_inclusive('\n').take_while(|line| is_between(line)) {
        behind += line.len();
    }
    (before, behind)
}

/// The pointers to all values.
fn pointers(value: &Json) -> Vec<Pointer> {
    let mut pointers = vec![Pointer::root()];
    let mut at = 0;
    while let Some(pointer) = pointers.get(at).cloned() {
        match value.pointer(&pointer.to_string()) {
            Some(Json::Array(items)) => pointers.extend((0..items.len()).map(|item| pointer.join(item.to_string()))),
            Some(Json::Object(pairs)) => pointers.extend(pairs.keys().map(|key| pointer.join(key.as_str()))),
            _ => {}
        }
        at += 1;
    }
    pointers
}

fn edit(random: &mut Random, pointers: &[Pointer], value: &Json) -> Edit {
    let at = random.pick(pointers).clone();
    let old = value.pointer(&at.to_string()).unwrap_or(&Json::Null);
    match random.below(12) {
        0 | 1 => Edit::Set { at, value: random::value(random, 2) },
        2 | 3 => Edit::Set { value: varied(random, old), at },
        4 | 5 => Edit::Remove { at },
        6 => Edit::Rename { at, key: random::key(random) },
        7 | 8 => Edit::Move { at, to: random_place(random, 5) },
        9 => Edit::Set { at: at.join(random::key(random)), value: random::value(random, 2) },
        _ => {
            let (count, entry) = match old {
                Json::Object(pairs) => (pairs.len(), Entry::Pair(random::key(random), random::value(random, 2))),
                Json::Array(items) => (items.len(), Entry::Item(random::value(random, 2))),
                Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => {
                    (0, Entry::Item(random::value(random, 1)))
                }
            };
            Edit::Insert { into: at, at: random_place(random, count + 1), entry }
        }
    }
}

fn random_place(random: &mut Random, count: usize) -> At {
    if random.once_in(3) { At::End } else { At::Index(random.below(count)) }
}

/// A value that is like another one but for some of what is inside.
fn varied(random: &mut Random, value: &Json) -> Json {
    match value {
        Json::Array(items) => {
            let mut varied: Vec<Json> = Vec::new();
            for item in items {
                match random.below(6) {
                    0 => {}
                    1 => varied.extend([random::value(random, 1), item.clone()]),
                    2 => varied.push(self::varied(random, item)),
                    _ => varied.push(item.clone()),
                }
            }
            Json::Array(varied)
        }
        Json::Object(pairs) => {
            let mut varied = serde_json::Map::new();
            for (key, value) in pairs {
                match random.below(6) {
                    0 => {}
                    1 => {
                        varied.insert(random::key(random), random::value(random, 1));
                        varied.insert(key.clone(), value.clone());
                    }
                    2 => drop(varied.insert(key.clone(), self::varied(random, value))),
                    _ => drop(varied.insert(key.clone(), value.clone())),
                }
            }
            Json::Object(varied)
        }
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => random::value(random, 0),
    }
}

fn yaml_files(folder: &Path) -> Vec<PathBuf> {
    let mut folders = vec![folder.to_path_buf()];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("the model can be read") {
            let path = entry.expect("the model can be read").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "yaml") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}
