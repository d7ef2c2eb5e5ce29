//! Edits, one case a file in `tests/edit/cases`: a text, edits, and the text or refusal that comes out.
//!
//! The file's name says what the case shows. In the texts `→` stands for a tab, `␍` for a carriage
//! return, `↯` for a byte-order mark and `∎` for an end without line break, because editors hide or
//! change these. `ROLLBOOK_BLESS=1` writes what came out.

use std::fs;
use std::path::Path;

use source::Text;
use yaml::Pointer;
use yaml::edit::{At, By, Edit, Entry, apply};

const EDITS: &str = "-- edits --\n";
const RESULT: &str = "-- result --\n";

#[test]
fn every_case_comes_out_as_its_file_says() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/edit/cases");
    let (mut cases, mut wrong) = (0, Vec::new());
    let files = fs::read_dir(&folder).expect("the folder of cases can be read");
    let mut paths: Vec<_> = files.map(|file| file.expect("the folder of cases can be read").path()).collect();
    paths.sort();
    for path in paths {
        cases += 1;
        let case = fs::read_to_string(&path).expect("a case can be read");
        let (text, rest) = case.split_once(EDITS).expect("a case has edits");
        let (edits, expected) = rest.split_once(RESULT).unwrap_or((rest, ""));
        let found = run(text, edits);
        if std::env::var_os("ROLLBOOK_BLESS").is_some() {
            fs::write(&path, format!("{text}{EDITS}{edits}{RESULT}{found}")).expect("a case can be written");
        } else if found != expected {
            wrong.push(format!("{}\n{text}{EDITS}{edits}expected:\n{expected}\nfound:\n{found}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}\nROLLBOOK_BLESS=1 writes what was found", wrong.join("\n"));
    assert!(cases >= 110, "there are {cases} cases only");
}

fn run(text: &str, edits: &str) -> String {
    let text = Text::new("a.yaml", typed(text));
    let edits: Vec<Edit> = edits.lines().map(edit).collect();
    match apply(&text, &edits) {
        Ok(edited) => {
            assert_eq!(apply(&text, &[]).as_deref(), Ok(text.content()), "no edit changes no byte");
            shown(&edited)
        }
        Err(refused) => format!("{refused}\n"),
    }
}

/// `set /a 1`, `insert /a end 1`, `insert /a 0 "key": 1`, `insert /a sorted(name) {…}`, `remove /a`,
/// `rename /a "b"`, `move /0 end`, `move /a sorted`.
fn edit(line: &str) -> Edit {
    let (verb, rest) = line.split_once(' ').expect("an edit has a verb");
    let (at, rest) = rest.split_once(' ').unwrap_or((rest, ""));
    let at: Pointer = at.parse().expect("an edit has a pointer");
    let json = |text: &str| serde_json::from_str(text).expect("a value is JSON");
    match verb {
        "set" => Edit::Set { at, value: json(rest) },
        "remove" => Edit::Remove { at },
        "rename" => Edit::Rename { at, key: serde_json::from_str(rest).expect("a key is a JSON string") },
        "move" => Edit::Move { at, to: self::at(rest) },
        "insert" => {
            let (place, entry) = rest.split_once(' ').expect("an insert has a place");
            Edit::Insert { into: at, at: self::at(place), entry: self::entry(entry) }
        }
        other => panic!("`{other}` is no edit"),
    }
}

fn at(place: &str) -> At {
    let by = |name: &str| At::Sorted(By::Property(name.to_owned()));
    match place {
        "end" => At::End,
        "sorted" => At::Sorted(By::Itself),
        other => match other.strip_prefix("sorted(").and_then(|name| name.strip_suffix(')')) {
            Some(name) => by(name),
            None => At::Index(other.parse().expect("an index is a number")),
        },
    }
}

/// A pair is a string, a colon and a value; all else is an item.
fn entry(text: &str) -> Entry {
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<serde_json::Value>();
    let first = values.next().expect("an entry has a value").expect("a value is JSON");
    let rest = text[values.byte_offset()..].strip_prefix(':');
    match (first, rest) {
        (serde_json::Value::String(key), Some(value)) => {
            Entry::Pair(key, serde_json::from_str(value).expect("a value is JSON"))
        }
        (item, _) => Entry::Item(item),
    }
}

/// The text that a case stands for.
fn typed(text: &str) -> String {
    let text = text.replace('→', "\t").replace('␍', "\r").replace('↯', "\u{feff}");
    text.strip_suffix("∎\n").map(str::to_owned).unwrap_or(text)
}

/// The reverse.
fn shown(text: &str) -> String {
    let shown = text.replace('\t', "→").replace('\r', "␍").replace('\u{feff}', "↯");
    if shown.ends_with('\n') || shown.is_empty() { shown } else { shown + "∎\n" }
}
