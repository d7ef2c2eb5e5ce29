//! Diagnostics: broken projects with the findings that people see, and the pages that explain each code.
//!
//! A case is `diagnostics/<code>/<name>.project`, a listing laid over `diagnostics/base.project`, and
//! `<name>.out`, its findings in the human format. See [`tests::project`] for what a listing may hold.

#![expect(clippy::print_stdout, reason = "a test says how many things it looked at")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use source::{Code, Colour, Diagnostic, Findings, Format, Label};
use tests::project::{Project, human};
use tests::{examples, golden};

/// Codes that no project brings about: they say that Rollbook itself is broken.
const DEFECTS: [Code; 1] = [
    // The keywords that have no code of their own are refused in kinds and configs.
    Code::SchemaViolation,
];

/// A case that was run.
struct Case {
    /// `<code>/<name>`.
    name: String,
    findings: Findings,
    human: String,
    /// The folder it ran in.
    folder: String,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("diagnostics")
}

fn base() -> String {
    fs::read_to_string(folder().join("base.project")).expect("the base project is in this repository")
}

/// The names of the files with an extension in the folders of all codes, without it, sorted.
fn names(extension: &str) -> Vec<String> {
    let listed = |folder: &Path| {
        let entries = fs::read_dir(folder).expect("the cases are in this repository");
        entries.map(|entry| entry.expect("a folder can be listed").path()).collect::<Vec<_>>()
    };
    let folder = folder();
    let files = listed(&folder).into_iter().filter(|path| path.is_dir()).flat_map(|path| listed(&path));
    let files = files.filter(|path| path.extension().is_some_and(|found| found == extension));
    let name = |path: PathBuf| {
        let below = path.strip_prefix(&folder).expect("the file lies in the folder").with_extension("");
        below.to_str().expect("cases have plain names").to_owned()
    };
    let mut names: Vec<String> = files.map(name).collect();
    names.sort_unstable();
    names
}

/// All cases, each run once.
static CASES: LazyLock<Vec<Case>> = LazyLock::new(|| {
    let base = base();
    let run = |name: String| {
        let listing = fs::read_to_string(folder().join(format!("{name}.project"))).expect("the case can be read");
        let mut project = Project::new(&base);
        project.overlay(&listing);
        let findings = project.findings();
        let folder = project.path().to_string_lossy().into_owned();
        Case { name, human: human(&findings), findings, folder }
    };
    names("project").into_iter().map(run).collect()
});

impl Case {
    /// The code that its folder names; `many` holds cases of several codes.
    fn code(&self) -> Option<Code> {
        let folder = self.name.split('/').next()?;
        (folder != "many").then(|| folder.parse().unwrap_or_else(|error| panic!("{}: {error}", self.name)))
    }
}

/// Everything that a finding says in words.
fn texts(finding: &Diagnostic) -> Vec<&str> {
    let labels = labels(finding).map(|label| label.text.as_str()).filter(|text| !text.is_empty());
    let remarks = finding.notes.iter().chain(&finding.help).map(String::as_str);
    std::iter::once(finding.message.as_str()).chain(labels).chain(remarks).collect()
}

fn labels(finding: &Diagnostic) -> impl Iterator<Item = &Label> {
    std::iter::once(&finding.primary).chain(&finding.secondary)
}

/// Panics with all complaints, if there are any.
fn none(complaints: &[String]) {
    assert!(complaints.is_empty(), "{} complaints:\n{}", complaints.len(), complaints.join("\n"));
}

#[test]
fn the_base_project_is_sound() {
    let mut project = Project::new(&base());
    project.run("rollbook gen\nrollbook gen --check");
    assert_eq!(human(&project.findings()), "");
}

#[test]
fn every_case_gives_its_golden_findings() {
    let differ = |case: &Case| golden::compare(&folder().join(format!("{}.out", case.name)), &case.human).err();
    none(&CASES.iter().filter_map(differ).collect::<Vec<_>>());
}

#[test]
fn every_golden_text_has_its_case() {
    let cases: BTreeSet<String> = names("project").into_iter().collect();
    let orphans: Vec<String> = names("out").into_iter().filter(|name| !cases.contains(name)).collect();
    if golden::bless() {
        for name in orphans {
            fs::remove_file(folder().join(format!("{name}.out"))).expect("it was listed");
        }
        return;
    }
    none(&orphans);
}

#[test]
fn every_case_shows_the_code_of_its_folder() {
    let silent = |case: &&Case| {
        let shows = |code| case.findings.iter().any(|finding| finding.code == code);
        case.code().map_or(case.findings.len() < 2, |code| !shows(code))
    };
    none(&CASES.iter().filter(silent).map(|case| case.name.clone()).collect::<Vec<_>>());
}

#[test]
fn every_code_has_a_case() {
    let seen: BTreeSet<Code> = CASES.iter().filter_map(Case::code).collect();
    let unseen = Code::ALL.iter().filter(|code| !seen.contains(code) && !DEFECTS.contains(code));
    none(&unseen.map(ToString::to_string).collect::<Vec<_>>());
    assert!(CASES.len() >= 75, "{} cases are too few to prove anything", CASES.len());
    let findings: usize = CASES.iter().map(|case| case.findings.len()).sum();
    println!("{} cases with {findings} findings of {} codes", CASES.len(), seen.len());
}

#[test]
fn a_defect_of_rollbook_is_not_brought_about() {
    let defects = CASES.iter().filter(|case| case.findings.iter().any(|finding| DEFECTS.contains(&finding.code)));
    none(&defects.map(|case| case.name.clone()).collect::<Vec<_>>());
}

#[test]
fn every_finding_has_a_place_inside_its_text() {
    for case in CASES.iter() {
        for label in case.findings.iter().flat_map(labels) {
            let (place, name) = (&label.place, &case.name);
            let (content, range) = (place.text.content(), place.span.range());
            assert!(content.get(range).is_some(), "{name}: {place} has a span outside of its text");
            assert!(place.start().line >= 1 && place.start().column >= 1, "{name}: {place}");
            assert!(!place.text.name().is_empty(), "{name}: a place in no file");
        }
    }
}

/// How values look that were printed for programmers.
const DEBUG_FORMS: [&str; 13] = [
    "Some(", "None)", "Ok(", "Err(", "Error {", "Error(", "Span {", "Pointer(", "String(", "Number(", "Object {",
    "Array [", "\\\"",
];

#[test]
fn no_text_has_a_debug_form() {
    for case in CASES.iter() {
        for text in case.findings.iter().flat_map(texts) {
            let form = DEBUG_FORMS.iter().find(|form| text.contains(**form));
            assert_eq!(form, None, "{}: {text}", case.name);
        }
    }
}

#[test]
fn no_output_holds_an_absolute_path() {
    let here = env!("CARGO_MANIFEST_DIR");
    let temporary = std::env::temp_dir();
    let temporary = temporary.to_str().expect("the temporary folder has a plain name");
    for case in CASES.iter() {
        for format in [Format::Human, Format::Json, Format::Sarif, Format::Github] {
            let output = source::write(&case.findings, format, Colour::Never);
            for path in [case.folder.as_str(), here, temporary] {
                assert!(!output.contains(path), "{} in {format:?}: {output}", case.name);
            }
        }
    }
}

#[test]
fn every_format_can_be_written_and_read() {
    let parsed = |text: &str| serde_json::from_str::<serde_json::Value>(text);
    for case in CASES.iter() {
        let write = |format| source::write(&case.findings, format, Colour::Never);
        let json = write(Format::Json);
        assert_eq!(json.lines().count(), case.findings.len(), "{}", case.name);
        for (line, finding) in json.lines().zip(&case.findings) {
            let object = parsed(line).unwrap_or_else(|error| panic!("{}: {error}: {line}", case.name));
            assert_eq!(object["code"], finding.code.as_str());
            assert_eq!(object["start"]["line"], finding.primary.place.start().line);
        }
        let sarif = parsed(&write(Format::Sarif)).unwrap_or_else(|error| panic!("{}: {error}", case.name));
        assert_eq!(sarif["runs"][0]["results"].as_array().map(Vec::len), Some(case.findings.len()), "{}", case.name);
        assert_eq!(write(Format::Github).lines().count(), case.findings.len(), "{}", case.name);
    }
}

/// What is wrong with the wording of a message.
fn wording(message: &str) -> Option<&'static str> {
    /// A message is read in one glance; what is longer belongs into a note.
    const LONGEST: usize = 160;
    let first = message.chars().next()?;
    let phrases = ["invalid value", "failed to", "an error occurred", "is not valid"];
    if first.is_uppercase() {
        Some("begins with a capital")
    } else if message.ends_with(['.', '!', ':']) || message.trim() != message {
        Some("ends in a dot or blank")
    } else if message.chars().count() > LONGEST {
        Some("is too long")
    } else if message.matches('`').count() % 2 == 1 {
        Some("has a backtick without its other")
    } else if message.contains('\n') {
        Some("has several lines")
    } else {
        phrases.iter().any(|phrase| message.to_lowercase().contains(phrase)).then_some("says nothing")
    }
}

#[test]
fn messages_follow_the_house_rules() {
    let mut complaints = BTreeSet::new();
    for case in CASES.iter() {
        for finding in &case.findings {
            let code = finding.code;
            if let Some(wrong) = wording(&finding.message) {
                complaints.insert(format!("{} {code}: {wrong}: {}", case.name, finding.message));
            }
            for text in texts(finding).iter().skip(1) {
                if text.trim().is_empty() || text.ends_with([' ', '.']) || text.starts_with(' ') {
                    complaints.insert(format!("{} {code}: an empty or unfinished remark: {text:?}", case.name));
                }
            }
        }
    }
    none(&complaints.into_iter().collect::<Vec<_>>());
}

fn pages() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/diagnostics")
}

fn page(code: Code) -> String {
    let path = pages().join(format!("{code}.md"));
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("docs/diagnostics/{code}.md: {error}"))
}

#[test]
fn every_code_has_its_page_with_its_title() {
    for &code in Code::ALL {
        let begins = format!("# {code}\n\n{}\n", code.title());
        assert!(page(code).starts_with(&begins), "docs/diagnostics/{code}.md does not begin with:\n{begins}");
    }
    let files = fs::read_dir(pages()).expect("the pages are in this repository").flatten().map(|file| file.path());
    let names: BTreeSet<String> = files.filter_map(|path| path.file_stem()?.to_str().map(str::to_owned)).collect();
    let known = |name: &String| name == "index" || name.parse::<Code>().is_ok();
    none(&names.into_iter().filter(|name| !known(name)).collect::<Vec<_>>());
}

#[test]
fn the_index_lists_every_code() {
    let index = fs::read_to_string(pages().join("index.md")).expect("the index is in this repository");
    let row = |code: &Code| format!("| [`{code}`]({code}.md) | {} | {} |", code.severity().as_str(), code.title());
    let expected: Vec<String> = Code::ALL.iter().map(row).collect();
    let rows: Vec<&str> = index.lines().filter(|line| line.starts_with("| [")).collect();
    assert_eq!(rows, expected);
}

#[test]
fn failing_examples_fail_and_mended_ones_are_sound() {
    let (base, mut complaints, mut run) = (base(), Vec::new(), 0);
    let findings = |listing: &str| {
        let mut project = Project::new(&base);
        project.overlay(listing);
        project.findings()
    };
    for &code in Code::ALL.iter().filter(|code| !DEFECTS.contains(code)) {
        let page = page(code);
        let example = |heading| examples::below(&page, heading).filter(|example| !example.is_empty());
        let (Some(failing), Some(mended)) = (example("Failing example"), example("Mended example")) else {
            complaints.push(format!("{code}: there is no failing or no mended example"));
            continue;
        };
        let found = findings(&failing);
        if found.is_empty() || found.iter().any(|finding| finding.code != code) {
            complaints.push(format!("{code}: the failing example does not show this code alone:\n{}", human(&found)));
        }
        let found = findings(&mended);
        if !found.is_empty() {
            complaints.push(format!("{code}: the mended example has findings:\n{}", human(&found)));
        }
        run += 1;
    }
    none(&complaints);
    println!("ran the examples of {run} pages");
}
