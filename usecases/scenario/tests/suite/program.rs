//! The `fund-load` program: what it reads and writes, its messages, its exit codes.

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

const GOOD: &str = r#"{"id":"1","customer_id":"2","load_amount":"$3.00","time":"2024-03-06T12:00:00Z"}"#;
const GOOD_ANSWER: &str = "{\"id\":\"1\",\"customer_id\":\"2\",\"accepted\":true}\n";

fn example(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(name)
}

/// A folder to run in.
struct Folder(TempDir);

impl Folder {
    fn with(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (name, content) in files {
            fs::write(folder.path().join(name), content).unwrap();
        }
        Self(folder)
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_fund-load"));
        command.current_dir(self.0.path()).args(args).stdin(Stdio::null());
        command
    }

    /// Runs to the end: code, stdout, stderr.
    fn run(&self, args: &[&str]) -> (i32, String, String) {
        ended(self.command(args).output().unwrap())
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.0.path().join(name)).unwrap()
    }
}

fn ended(output: Output) -> (i32, String, String) {
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

#[test]
fn answers_go_to_stdout_or_to_a_file() {
    let folder = Folder::with(&[]);
    let (input, expected) =
        (example("loads.ndjson"), fs::read_to_string(example("loads.baseline.expected.ndjson")).unwrap());
    let run = ["run", "--scenario", "baseline", "--input", input.to_str().unwrap()];
    assert_eq!(folder.run(&run), (0, expected.clone(), String::new()));
    assert_eq!(folder.run(&[&run[..], &["--output", "-"]].concat()), (0, expected.clone(), String::new()));
    assert_eq!(folder.run(&[&run[..], &["--output", "out"]].concat()), (0, String::new(), String::new()));
    assert_eq!(folder.read("out"), expected);
}

#[test]
fn a_scenario_may_be_a_file_and_an_input_may_be_stdin() {
    let folder = Folder::with(&[]);
    let scenario = example("reasons.yaml");
    let mut command = folder.command(&["run", "--scenario", scenario.to_str().unwrap(), "--input", "-"]);
    let output = command.stdin(fs::File::open(example("loads.ndjson")).unwrap()).output().unwrap();
    let expected = fs::read_to_string(example("loads.reasons.expected.ndjson")).unwrap();
    assert_eq!(ended(output), (0, expected, String::new()));
}

#[test]
fn an_output_is_written_anew() {
    let folder = Folder::with(&[("in", GOOD), ("out", &"old\n".repeat(100)), ("trace", "old")]);
    let run = ["run", "--scenario", "baseline", "--input", "in", "--output", "out", "--trace", "trace"];
    assert_eq!(folder.run(&run).0, 0);
    assert_eq!(folder.read("out"), GOOD_ANSWER);
    assert_eq!(folder.read("trace").lines().count(), 8);
}

#[test]
fn nothing_is_written_over_what_is_read() {
    let scenario = fs::read_to_string(example("reasons.yaml")).unwrap();
    let folder = Folder::with(&[("in", GOOD), ("own.yaml", &scenario), ("out", "old")]);
    fs::hard_link(folder.0.path().join("in"), folder.0.path().join("link")).unwrap();
    for (outputs, message) in [
        (["--output", "in", "--trace", "trace"], "error: `in` is the same file as `in`\n"),
        (["--output", "./in", "--trace", "trace"], "error: `./in` is the same file as `in`\n"),
        (["--output", "link", "--trace", "trace"], "error: `link` is the same file as `in`\n"),
        (["--output", "own.yaml", "--trace", "trace"], "error: `own.yaml` is the same file as `own.yaml`\n"),
        (["--output", "out", "--trace", "in"], "error: `in` is the same file as `in`\n"),
        (["--output", "out", "--trace", "./out"], "error: `./out` is the same file as `out`\n"),
    ] {
        let run = ["run", "--scenario", "own.yaml", "--input", "in"];
        assert_eq!(folder.run(&[&run[..], &outputs].concat()), (2, String::new(), message.to_owned()));
        assert_eq!([folder.read("in"), folder.read("own.yaml"), folder.read("out")], [GOOD, &scenario, "old"]);
    }
}

#[test]
fn an_input_on_stdin_is_not_written_over_either() {
    let folder = Folder::with(&[("in", GOOD)]);
    let mut command = folder.command(&["run", "--scenario", "baseline", "--input", "-", "--output", "in"]);
    let output = command.stdin(fs::File::open(folder.0.path().join("in")).unwrap()).output().unwrap();
    assert_eq!(ended(output), (2, String::new(), "error: `in` is the same file as `stdin`\n".to_owned()));
    assert_eq!(folder.read("in"), GOOD);
}

#[test]
fn a_malformed_line_ends_the_run_with_1_and_the_answers_before_it_are_complete() {
    let input = format!("{GOOD}\n{}\n{GOOD}\n", GOOD.replace("$3.00", "12,50"));
    let folder = Folder::with(&[("in", &input)]);
    let error = "error: baseline: steps[0]: parse.load_attempt: line 2: `load_amount`: expected an amount such as \"$123.45\", found \"12,50\"\n";
    let run = ["run", "--scenario", "baseline", "--input", "in"];
    assert_eq!(folder.run(&run), (1, GOOD_ANSWER.to_owned(), error.to_owned()));
    assert_eq!(folder.run(&[&run[..], &["--output", "out", "--trace", "trace"]].concat()).0, 1);
    assert_eq!(folder.read("out"), GOOD_ANSWER);
    assert!(folder.read("trace").lines().last().unwrap().contains("\"failure\":\"`load_amount`: "));
}

#[test]
fn a_fault_that_does_not_end_the_run_is_a_warning() {
    let scenario = fs::read_to_string(example("reasons.yaml")).unwrap();
    let folder = Folder::with(&[("in", "\u{1b}[31m\u{202e}\n"), ("own.yaml", &scenario)]);
    let warning = "warning: line 1: expected a JSON object, found \\u{1b}[31m\\u{202e}\n";
    let answer = "{\"id\":\"\",\"customer_id\":\"\",\"accepted\":false,\"reason\":\"malformed\"}\n";
    let run = folder.run(&["run", "--scenario", "own.yaml", "--input", "in"]);
    assert_eq!(run, (0, answer.to_owned(), warning.to_owned()));
}

#[test]
fn a_wrong_scenario_ends_with_1_all_mistakes_and_no_file_touched() {
    let scenario = fs::read_to_string(example("reasons.yaml")).unwrap();
    let wrong = scenario.replace("sunday_utc", "sunday").replace("step: output.write", "step: output.wriet");
    let folder = Folder::with(&[("in", GOOD), ("own.yaml", &wrong), ("out", "old")]);
    let (code, stdout, stderr) =
        folder.run(&["run", "--scenario", "own.yaml", "--input", "in", "--output", "out", "--trace", "trace"]);
    assert_eq!((code, stdout.as_str()), (1, ""));
    let lines: Vec<&str> = stderr.lines().collect();
    assert_eq!(lines.len(), 2, "{stderr}");
    let first = "error: own.yaml:12:18: reasons: steps[1]: time.compute_keys: config.week_mode: expected ";
    assert!(lines[0].starts_with(first) && lines[0].ends_with(", found \"sunday\""), "{stderr}");
    assert!(lines[1].starts_with("error: own.yaml:25:11: reasons: steps[7].step: "), "{stderr}");
    assert_eq!(folder.read("out"), "old");
    assert!(!folder.0.path().join("trace").exists());
}

#[test]
fn wrong_use_ends_with_2_and_says_what_would_be_right() {
    let folder = Folder::with(&[("in", GOOD)]);
    let unknown = folder.run(&["run", "--scenario", "basline", "--input", "in"]);
    let error = "error: unknown scenario `basline`; did you mean `baseline`? (known: `baseline`, `monday_prime`), and there is no file `basline`\n";
    assert_eq!(unknown, (2, String::new(), error.to_owned()));

    let (code, _, stderr) = folder.run(&["run", "--scenario", "baseline", "--input", "absent"]);
    assert!(code == 2 && stderr.starts_with("error: cannot read `absent`: "), "{stderr}");
    let (code, _, stderr) = folder.run(&["run", "--scenario", "baseline", "--input", "in", "--output", "no/out"]);
    assert!(code == 2 && stderr.starts_with("error: cannot write `no/out`: "), "{stderr}");
    assert_eq!(folder.run(&["run", "--input", "in"]).0, 2);
    assert_eq!(folder.run(&["walk"]).0, 2);
}

#[test]
fn the_scenarios_of_the_catalog_are_listed() {
    let (code, stdout, stderr) = Folder::with(&[]).run(&["scenarios"]);
    assert_eq!((code, stderr.as_str()), (0, ""));
    let names: Vec<&str> = stdout.lines().filter_map(|line| line.split("  ").next()).collect();
    assert_eq!(names, ["baseline    ".trim_end(), "monday_prime"]);
}

#[test]
fn help_names_every_flag_and_the_exit_codes() {
    let folder = Folder::with(&[]);
    let (code, run, _) = folder.run(&["run", "--help"]);
    assert_eq!(code, 0);
    for flag in ["--scenario <NAME|FILE>", "--input <FILE|->", "--output <FILE|->", "--trace <FILE>"] {
        assert!(run.contains(flag), "{flag}: {run}");
    }
    assert!(folder.run(&["--help"]).1.contains("Exit codes: 0 done, 1 "));
}

#[test]
fn a_reader_that_leaves_early_ends_the_run_quietly() {
    // More than fits into the buffers on the way.
    let loads = (0..50_000).map(|id| GOOD.replace("\"id\":\"1\"", &format!("\"id\":\"{id}\"")) + "\n");
    let folder = Folder::with(&[("in", &loads.collect::<String>())]);
    let mut command = folder.command(&["run", "--scenario", "baseline", "--input", "in"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut first = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).unwrap();
    assert_eq!(first, "{\"id\":\"0\",\"customer_id\":\"2\",\"accepted\":true}\n");
    assert_eq!(ended(child.wait_with_output().unwrap()), (0, String::new(), String::new()));
}

#[test]
fn each_line_is_answered_at_once_when_the_scenario_says_so() {
    let scenario = fs::read_to_string(example("reasons.yaml")).unwrap();
    let eager = scenario.replace("- step: output.write", "- step: output.write\n    config: { flush: each_line }");
    let folder = Folder::with(&[("own.yaml", &eager)]);
    let mut command = folder.command(&["run", "--scenario", "own.yaml", "--input", "-"]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let (mut stdin, mut stdout) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
    for (id, answer) in [("1", "true"), ("2", "true")] {
        writeln!(stdin, "{}", GOOD.replace("\"id\":\"1\"", &format!("\"id\":\"{id}\""))).unwrap();
        // Waits for ever if the answer is held back.
        let mut line = String::new();
        stdout.read_line(&mut line).unwrap();
        assert!(line.ends_with(&format!("\"accepted\":{answer}}}\n")), "{line}");
    }
    drop(stdin);
    assert!(child.wait().unwrap().success());
}

#[test]
#[cfg(unix)]
fn a_line_is_never_held_whole() {
    // The process may use 128 MiB of addresses, the line is as long.
    let scenario = fs::read_to_string(example("reasons.yaml")).unwrap();
    let skipping = scenario.replace("on_error: decline", "on_error: skip\n      max_line_bytes: 16777216");
    let folder = Folder::with(&[("own.yaml", &skipping)]);
    let mut command = Command::new("sh");
    command.args(["-c", "ulimit -v 131072 && exec \"$0\" run --scenario own.yaml --input -"]);
    command.arg(env!("CARGO_BIN_EXE_fund-load")).current_dir(folder.0.path());
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let mebibyte = vec![b'x'; 1024 * 1024];
    for _ in 0..128 {
        stdin.write_all(&mebibyte).unwrap();
    }
    write!(stdin, "\n{GOOD}\n").unwrap();
    drop(stdin);
    let warning = "warning: line 1: expected at most 16777216 bytes, found more\n";
    assert_eq!(ended(child.wait_with_output().unwrap()), (0, GOOD_ANSWER.to_owned(), warning.to_owned()));
}

#[test]
fn a_full_disk_ends_with_2_and_names_the_step() {
    let full = Path::new("/dev/full");
    if !full.exists() {
        #[expect(clippy::print_stdout, reason = "a test that is skipped says so")]
        {
            println!("skipped: this machine has no `/dev/full`");
        }
        return;
    }
    let folder = Folder::with(&[("in", GOOD)]);
    let run = ["run", "--scenario", "baseline", "--input", "in", "--output", "/dev/full"];
    let (code, _, stderr) = folder.run(&run);
    let start = "error: baseline: steps[7]: output.write: at the end of the run: `output_sink` failed: ";
    assert!(code == 2 && stderr.starts_with(start), "{stderr}");
}
