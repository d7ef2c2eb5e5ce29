//! Golden files: cases of YAML and what is said about them, in one text.
//!
//! Cases are separated by a line of `=`, a case's YAML from the expected text by a line of `-`. In
//! the YAML `→` stands for a tab, `␍` for a carriage return, `␀` for NUL, `↯` for a byte-order mark
//! and `∎` for an end without line break, because editors hide or change these.
//! `ROLLBOOK_BLESS=1` writes what came out as what is expected.

use std::fs;
use std::path::Path;

const CASE: &str = "\n========\n";
const EXPECTED: &str = "\n--------\n";

/// Compares every case of a golden file; how many there were.
pub(crate) fn check(file: &str, told: impl Fn(&str) -> String) -> usize {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(file);
    let golden = fs::read_to_string(&path).expect("the golden file can be read");
    let mut blessed = Vec::new();
    let mut wrong = Vec::new();
    for case in format!("{}\n", golden.trim_end()).split(CASE) {
        let (yaml, expected) = case.split_once(EXPECTED).unwrap_or((case, ""));
        let told = told(&typed(yaml));
        if told.trim_end() != expected.trim_end() {
            wrong.push(format!("{yaml}\nexpected:\n{expected}\nfound:\n{told}\n"));
        }
        blessed.push(format!("{yaml}{EXPECTED}{}", told.trim_end()));
    }
    if std::env::var_os("ROLLBOOK_BLESS").is_some() {
        fs::write(&path, blessed.join(CASE) + "\n").expect("the golden file can be written");
    } else {
        assert!(wrong.is_empty(), "{}\nROLLBOOK_BLESS=1 writes what was found to {file}", wrong.join("\n"));
    }
    blessed.len()
}

/// The text that a case stands for.
fn typed(yaml: &str) -> String {
    let text = yaml.replace('→', "\t").replace('␍', "\r").replace('␀', "\0").replace('↯', "\u{feff}") + "\n";
    text.strip_suffix("∎\n").map(str::to_owned).unwrap_or(text)
}
