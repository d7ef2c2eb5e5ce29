//! Malformed lines: what each sort is told, and what `on_error` makes of them.

use std::io;

use scenario::messages::Message;
use scenario::pipeline::{At, Failure, Observer, Outcome, Unobserved};

use crate::harness::{answers, run_over, scenario_file};

const GOOD: &str = r#"{"id":"1","customer_id":"2","load_amount":"$3.00","time":"2024-03-06T12:00:00Z"}"#;
const GOOD_ANSWER: &str = "{\"id\":\"1\",\"customer_id\":\"2\",\"accepted\":true}\n";

/// Notices with the lines that they are about.
#[derive(Default)]
struct Notices(Vec<String>);

impl Observer<Message> for Notices {
    fn step_done(&mut self, at: At, did: Result<&Outcome<Message>, &Failure>) -> io::Result<()> {
        if let Ok(Outcome { notice: Some(notice), .. }) = did {
            self.0.push(format!("line {}: {notice}", at.line));
        }
        Ok(())
    }
}

/// The error of a run whose second line is `line`. Checks that the first line was answered and the third was not.
fn error_at(config: &str, line: &[u8]) -> String {
    let input = [GOOD.as_bytes(), b"\n", line, b"\n", GOOD.as_bytes(), b"\n"].concat();
    let (written, ended) = run_over(&scenario_file(&[("parse.load_attempt", config)]), &input, &mut Unobserved);
    assert_eq!(written, GOOD_ANSWER);
    let error = ended.unwrap_err().to_string();
    error.strip_prefix("case: steps[0]: parse.load_attempt: line 2: ").map(str::to_owned).unwrap_or(error)
}

#[test]
fn each_sort_of_fault_says_what_was_expected_and_found() {
    let cases = [
        ("[1,2]", r"expected a JSON object, found [1,2]"),
        ("hello", r"expected a JSON object, found hello"),
        ("null", r"expected a JSON object, found null"),
        (r#"{"id":"#, r"expected a JSON object, found broken JSON: EOF while parsing a value in column 6"),
        (r#"{"id":"a",}"#, r"expected a JSON object, found broken JSON: trailing comma in column 11"),
        (r"{} {}", r"expected a JSON object, found broken JSON: trailing characters in column 4"),
        (r#"{"a":1,"id":"1","a":2}"#, r"`a`: expected one member of that name, found more than one"),
        (r#"{"id":"1","\u0069d":"1"}"#, r"`id`: expected one member of that name, found more than one"),
        ("{}", r"`id`: expected a string that is not empty, found no such member"),
        (r#"{"id":""}"#, r#"`id`: expected a string that is not empty, found """#),
        (r#"{"id":17}"#, r"`id`: expected a string that is not empty, found 17"),
        (r#"{"id":null}"#, r"`id`: expected a string that is not empty, found null"),
        (r#"{"id":"\ud800"}"#, r#"`id`: expected a string that is not empty, found "\ud800""#),
        (r#"{"id":"1","customer_id":["2"]}"#, r#"`customer_id`: expected a string that is not empty, found ["2"]"#),
        (
            r#"{"id":"1","customer_id":"2","load_amount":"12,50"}"#,
            r#"`load_amount`: expected an amount such as "$123.45", found "12,50""#,
        ),
        (
            r#"{"id":"1","customer_id":"2","load_amount":1e999,"time":"x"}"#,
            r#"`load_amount`: expected an amount such as "$123.45", found 1e999"#,
        ),
        (
            r#"{"id":"1","customer_id":"2","load_amount":"$1","time":"2024-03-06"}"#,
            r#"`time`: expected an RFC 3339 time with an offset, such as "2000-01-01T00:00:00Z", found "2024-03-06""#,
        ),
    ];
    for (line, fault) in cases {
        assert_eq!(error_at("{}", line.as_bytes()), fault, "{line}");
    }
}

#[test]
fn the_first_of_several_faults_is_reported() {
    let line = r#"{"time":"x","load_amount":"x","customer_id":"","id":""}"#;
    assert!(error_at("{}", line.as_bytes()).starts_with("`id`: "));
    assert!(error_at("{}", line.replace("\"id\":\"\"", "\"id\":\"1\"").as_bytes()).starts_with("`customer_id`: "));
}

#[test]
fn an_amount_that_does_not_fit_is_shown_with_the_prefix_of_the_config() {
    let line = GOOD.replace("$3.00", "$3.000");
    let fault = error_at("{ amount_prefixes: [USD$, $] }", line.as_bytes());
    assert_eq!(fault, "`load_amount`: expected an amount such as \"USD$123.45\", found \"$3.000\"");
}

#[test]
fn long_values_are_cut_in_messages() {
    let line = GOOD.replace("$3.00", &"é".repeat(1000));
    let fault = error_at("{}", line.as_bytes());
    assert!(fault.ends_with("é…") && fault.chars().count() < 130, "{fault}");
}

#[test]
fn bytes_that_are_no_utf_8_are_named_with_their_place() {
    assert_eq!(error_at("{}", b"{\"id\":\"\xff\"}"), "expected UTF-8, found 0xff as byte 8");
    assert_eq!(error_at("{}", b"\xe2\x82"), "expected UTF-8, found 0xe2 as byte 1");
}

#[test]
fn a_line_is_as_long_as_the_config_allows_and_not_a_byte_longer() {
    let config = "{ max_line_bytes: 100 }";
    let line = |length: usize| format!("{GOOD}{}", " ".repeat(length - GOOD.len()));
    assert_eq!(error_at(config, line(101).as_bytes()), "expected at most 100 bytes, found 101");
    let fits = [line(100), "\r\n".to_owned()].concat();
    assert_eq!(answers(&[("parse.load_attempt", config)], &fits), GOOD_ANSWER);
    // Also where the line is blank, or no UTF-8.
    assert_eq!(error_at(config, " ".repeat(101).as_bytes()), "expected at most 100 bytes, found 101");
    assert_eq!(error_at(config, &[0xff; 200]), "expected at most 100 bytes, found 200");
}

#[test]
fn a_line_longer_than_anybody_reads_is_too_long_for_the_largest_limit() {
    let config = "{ max_line_bytes: 16777216 }";
    let line = " ".repeat(16_777_217);
    assert_eq!(error_at(config, line.as_bytes()), "expected at most 16777216 bytes, found more");
    let fits = format!("{GOOD}{}\n", &line[..16_777_216 - GOOD.len()]);
    assert_eq!(answers(&[("parse.load_attempt", config)], &fits), GOOD_ANSWER);
}

#[test]
fn blank_lines_give_no_output_and_still_count() {
    let input = format!("\n \t \r\n{GOOD}\n\nx\n");
    let (written, ended) = run_over(&scenario_file(&[]), input.as_bytes(), &mut Unobserved);
    assert_eq!(written, GOOD_ANSWER);
    assert!(ended.unwrap_err().to_string().contains(": line 5: "));
}

#[test]
fn lines_end_with_lf_cr_lf_or_the_input() {
    for input in [format!("{GOOD}\n"), format!("{GOOD}\r\n"), GOOD.to_owned()] {
        assert_eq!(answers(&[], &input), GOOD_ANSWER);
    }
    assert_eq!(answers(&[], ""), "");
    assert_eq!(answers(&[], "\n\n"), "");
}

#[test]
fn other_members_are_passed_over() {
    let line = GOOD.replace('{', r#"{"note":{"a":[1e999,{"a":1,"a":2}]},"Id":"x","":null,"#);
    assert_eq!(answers(&[], &line), GOOD_ANSWER);
    let nested = format!("{}1{}", "[".repeat(10_000), "]".repeat(10_000));
    assert_eq!(answers(&[], &GOOD.replace('{', &format!("{{\"deep\":{nested},"))), GOOD_ANSWER);
}

#[test]
fn ids_are_kept_as_given_and_only_what_json_demands_is_escaped() {
    let line = r#"{"id":"a\"\\\/\u0001\u00e9\n\u2028 😀","customer_id":"\ud83d\ude00\u007f","load_amount":"\u00241","time":"2024-03-06T12:00:00Z"}"#;
    let answer = "{\"id\":\"a\\\"\\\\/\\u0001é\\n\u{2028} 😀\",\"customer_id\":\"😀\u{7f}\",\"accepted\":true}\n";
    assert_eq!(answers(&[], line), answer);
}

/// What a run with `on_error` makes of a good line, a malformed one and another good one.
fn around(on_error: &str, malformed: &str) -> (String, Vec<String>, bool) {
    let other = GOOD.replace("\"id\":\"1\"", "\"id\":\"9\"");
    let input = format!("{GOOD}\n{malformed}\n{other}\n");
    let configs = [("parse.load_attempt", on_error), ("output.format", "{ include_reason: true }")];
    let mut notices = Notices::default();
    let (written, ended) = run_over(&scenario_file(&configs), input.as_bytes(), &mut notices);
    (written, notices.0, ended.is_ok())
}

const OTHER_ANSWER: &str = "{\"id\":\"9\",\"customer_id\":\"2\",\"accepted\":true}\n";

#[test]
fn skip_passes_over_the_line_and_reports_it() {
    let (written, notices, ok) = around("{ on_error: skip }", "x");
    assert!(ok);
    assert_eq!(written, format!("{GOOD_ANSWER}{OTHER_ANSWER}"));
    assert_eq!(notices, ["line 2: expected a JSON object, found x"]);
}

#[test]
fn fail_ends_the_run() {
    let (written, notices, ok) = around("{ on_error: fail }", "x");
    assert!(!ok);
    assert_eq!((written.as_str(), notices.len()), (GOOD_ANSWER, 0));
}

#[test]
fn decline_answers_with_the_ids_that_the_line_has() {
    for (line, id, customer) in [
        (r#"{"id":"5","customer_id":"6","load_amount":"x"}"#, "5", "6"),
        (r#"{"customer_id":"6","id":5}"#, "", "6"),
        (r#"{"id":"5","customer_id":6}"#, "5", ""),
        (r#"{"id":"\u0035","load_amount":1e999}"#, "5", ""),
        (r#"{"id":"","customer_id":"6"}"#, "", "6"),
        (r#"{"id":"5","customer_id":"6","id":"5"}"#, "", ""),
        (r#"{"id":"5","customer_id":"6","#, "", ""),
        (r#"["5","6"]"#, "", ""),
    ] {
        let (written, notices, ok) = around("{ on_error: decline }", line);
        assert!(ok && notices.len() == 1, "{line}");
        let answer = serde_json::json!({ "id": id, "customer_id": customer, "accepted": false, "reason": "malformed" });
        assert_eq!(written, format!("{GOOD_ANSWER}{answer}\n{OTHER_ANSWER}"), "{line}");
    }
}

#[test]
fn a_declined_malformed_line_touches_nothing() {
    let bad = GOOD.replace("$3.00", "3.00");
    let input = [bad.as_str(), &bad, &bad, &bad, GOOD].join("\n");
    let configs = [("parse.load_attempt", "{ on_error: decline }"), ("output.format", "{ include_reason: true }")];
    let answered = answers(&configs, &input);
    let declined = "{\"id\":\"1\",\"customer_id\":\"2\",\"accepted\":false,\"reason\":\"malformed\"}\n";
    assert_eq!(answered, format!("{}{GOOD_ANSWER}", declined.repeat(4)));
}

#[test]
fn a_line_that_is_not_read_is_declined_without_ids() {
    let long = format!("{GOOD}{}", " ".repeat(100));
    let configs = [("parse.load_attempt", "{ on_error: decline, max_line_bytes: 100 }")];
    assert_eq!(answers(&configs, &long), "{\"id\":\"\",\"customer_id\":\"\",\"accepted\":false}\n");
}

#[test]
fn reasons_are_written_only_when_asked_for() {
    let loads = format!("{GOOD}\n{GOOD}\n");
    let declined = "{\"id\":\"1\",\"customer_id\":\"2\",\"accepted\":false";
    assert_eq!(answers(&[], &loads), format!("{GOOD_ANSWER}{declined}}}\n"));
    let with_reason = answers(&[("output.format", "{ include_reason: true }")], &loads);
    assert_eq!(with_reason, format!("{GOOD_ANSWER}{declined},\"reason\":\"replay\"}}\n"));
}
