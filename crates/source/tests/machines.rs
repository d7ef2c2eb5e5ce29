//! Golden outputs of the three formats for machines.

#![allow(clippy::needless_raw_string_hashes, reason = "expect-test writes them")]

use expect_test::{expect, expect_file};
use serde_json::Value;
use source::{Code, Colour, Diagnostic, Findings, Format, Place, Severity, Span, Text};

/// The first place of `marked` in `text`.
fn at(text: &Text, marked: &str) -> Place {
    let start = text.content().find(marked).expect("the fixture has the marked text");
    text.at(Span::new(start, start + marked.len()))
}

/// Every field filled, every field empty, several lines, hostile text.
fn findings() -> Findings {
    let step = Text::new("steps/a.yaml", "key: parse\nsümmary: One.\nkey: parse\n");
    let other = Text::new("steps/b c.yaml", "key: parse\n");
    let hostile = Text::new("a:b,c%\u{202e}.yaml", "\u{202e}x: 1\n");
    let mut drift = Diagnostic::new(Code::DriftStale, at(&step, "sümmary"), "differs from its definition")
        .severity(Severity::Warning);
    drift.diff = Some("-a\n+b\n".to_owned());
    let all = [
        Diagnostic::new(Code::DuplicateKey, at(&step, "parse"), "key `parse` is used twice")
            .path("/key")
            .label("here first")
            .also(at(&other, "parse"), "and here")
            .note("keys are unique in a kind")
            .help("rename one")
            .help("remove one"),
        drift,
        Diagnostic::new(Code::YamlSyntax, at(&step, "One.\nkey"), "unexpected text").severity(Severity::Record),
        Diagnostic::new(
            Code::UnsafeText,
            at(&hostile, "x"),
            "text `\u{202e}x\n::error::[click](https://example.com) 100%`",
        )
        .note("\u{1b}[31m\r\nsecond line"),
        Diagnostic::new(Code::MissingFile, Text::new("gone.yaml", "").at(Span::default()), "no such file"),
    ];
    let mut findings = Findings::new();
    for finding in all {
        findings.push(finding);
    }
    findings
}

/// All findings in a format, which is a text of whole lines that no terminal acts on.
fn written(format: Format) -> String {
    let written = source::write(&findings(), format, Colour::Never);
    assert!(written.ends_with('\n') && !written.ends_with("\n\n"));
    assert!(!written.contains(['\u{202e}', '\u{1b}', '\r']), "nothing acts in a terminal");
    written
}

#[test]
fn json_has_one_object_a_line_with_all_fields() {
    expect![[r#"
        {"code":"duplicate-key","severity":"error","message":"key `parse` is used twice","file":"steps/a.yaml","span":{"start":5,"end":10},"start":{"line":1,"column":6},"end":{"line":1,"column":11},"path":"/key","label":"here first","related":[{"file":"steps/b c.yaml","span":{"start":5,"end":10},"start":{"line":1,"column":6},"end":{"line":1,"column":11},"message":"and here"}],"notes":["keys are unique in a kind"],"help":["rename one","remove one"],"diff":null,"entry":null,"rule":null}
        {"code":"drift-stale","severity":"warning","message":"differs from its definition","file":"steps/a.yaml","span":{"start":11,"end":19},"start":{"line":2,"column":1},"end":{"line":2,"column":8},"path":null,"label":"","related":[],"notes":[],"help":[],"diff":"-a\n+b\n","entry":null,"rule":null}
        {"code":"yaml-syntax","severity":"record","message":"unexpected text","file":"steps/a.yaml","span":{"start":21,"end":29},"start":{"line":2,"column":10},"end":{"line":3,"column":4},"path":null,"label":"","related":[],"notes":[],"help":[],"diff":null,"entry":null,"rule":null}
        {"code":"unsafe-text","severity":"error","message":"text `\u202ex\n::error::[click](https://example.com) 100%`","file":"a:b,c%\u202e.yaml","span":{"start":3,"end":4},"start":{"line":1,"column":2},"end":{"line":1,"column":3},"path":null,"label":"","related":[],"notes":["\u001b[31m\r\nsecond line"],"help":[],"diff":null,"entry":null,"rule":null}
        {"code":"missing-file","severity":"error","message":"no such file","file":"gone.yaml","span":{"start":0,"end":0},"start":{"line":1,"column":1},"end":{"line":1,"column":1},"path":null,"label":"","related":[],"notes":[],"help":[],"diff":null,"entry":null,"rule":null}
    "#]]
    .assert_eq(&written(Format::Json));
}

#[test]
fn sarif_has_one_run_with_the_rules_that_occur() {
    expect_file!["golden/findings.sarif"].assert_eq(&written(Format::Sarif));
}

#[test]
fn github_has_one_command_a_line() {
    expect![[r#"
        ::error file=steps/a.yaml,line=1,endLine=1,col=6,endColumn=11,title=duplicate-key::key `parse` is used twice%0Ahere first%0Asteps/b c.yaml:1:6: and here%0Apath: /key%0Anote: keys are unique in a kind%0Ahelp: rename one%0Ahelp: remove one
        ::warning file=steps/a.yaml,line=2,endLine=2,col=1,endColumn=8,title=drift-stale::differs from its definition
        ::notice file=steps/a.yaml,line=2,endLine=3,title=yaml-syntax::unexpected text
        ::error file=a%3Ab%2Cc%25\u{202e}.yaml,line=1,endLine=1,col=2,endColumn=3,title=unsafe-text::text `\u{202e}x\n::error::[click](https://example.com) 100%25`%0Anote: \u{1b}[31m\r%0Asecond line
        ::error file=gone.yaml,line=1,endLine=1,col=1,endColumn=1,title=missing-file::no such file
    "#]]
    .assert_eq(&written(Format::Github));
}

#[test]
fn machines_read_back_the_very_text() {
    let written = written(Format::Json);
    let objects: Vec<Value> = written.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    for (object, finding) in objects.iter().zip(&findings()) {
        assert_eq!(object["message"], *finding.message);
        assert_eq!(object["file"], *finding.primary.place.text.name());
        assert_eq!(object["notes"], Value::from(finding.notes.clone()));
    }
    assert_eq!(objects.len(), findings().len());
}

#[test]
fn sarif_results_lead_to_their_rules() {
    let written = written(Format::Sarif);
    let log: Value = serde_json::from_str(&written).expect("JSON");
    let run = &log["runs"][0];
    let results = run["results"].as_array().expect("results");
    assert_eq!(results.len(), findings().len());
    for result in results {
        let index = usize::try_from(result["ruleIndex"].as_u64().expect("an index")).expect("a small index");
        assert_eq!(run["tool"]["driver"]["rules"][index]["id"], result["ruleId"]);
    }
}

#[test]
fn no_findings_are_no_lines_and_a_run_without_results() {
    let none = Findings::new();
    assert_eq!(source::write(&none, Format::Json, Colour::Never), "");
    assert_eq!(source::write(&none, Format::Github, Colour::Never), "");
    expect![[r#"
        {
          "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
          "version": "2.1.0",
          "runs": [
            {
              "tool": {
                "driver": {
                  "name": "rollbook",
                  "version": "0.1.0",
                  "rules": []
                }
              },
              "columnKind": "unicodeCodePoints",
              "results": []
            }
          ]
        }
    "#]]
    .assert_eq(&source::write(&none, Format::Sarif, Colour::Never));
}
