//! Hostile rules: nothing panics, hangs or fills the memory, and what is refused is said.

use std::fmt::Write as _;

use compiler::Compiled;
use source::{Colour, Format};
use tests::project::Project;

use crate::project::{check, files, written};

const CASES: &str = "  cases:\n    pass: [{ shop.item: [{ item_id: a, weight: 1 }] }]\n    fail: [{ shop.item: [{ item_id: a, weight: 5 }] }]\n";

const ENTRIES: &str = "-- shop/items/a.yaml --\n- { item_id: a, weight: 2, label: x }\n";

fn quoted(text: &str) -> String {
    serde_json::to_string(text).expect("a text is JSON")
}

/// A sound rule with other properties put before its cases.
fn rule(lines: &str) -> String {
    format!(
        "-- shop/rules.yaml --\n- id: light\n  when: shop.item\n  severity: error\n  why: Somebody carries it.\n{lines}{CASES}{ENTRIES}"
    )
}

/// What is said of a rule with an expression.
fn asserted(expression: &str) -> String {
    written(&check(&rule(&format!("  assert: {}\n", quoted(expression)))))
}

/// What is said of a rule with a message.
fn message(template: &str) -> String {
    let lines = format!("  assert: entry.weight < 5\n  message: {}\n", quoted(template));
    written(&check(&rule(&lines)))
}

#[track_caller]
fn assert_says(said: &str, expected: &str) {
    assert!(said.contains(expected), "expected {expected:?} in:\n{}", said.chars().take(2_000).collect::<String>());
    assert!(said.len() < 20_000, "{} bytes are said", said.len());
}

#[test]
fn what_makes_more_out_of_less_is_refused() {
    for expression in ["\"x\" * 1000000000", "[1] * 100000000", "10 ** 10", "entry.weight * 2 < 5"] {
        assert_says(&asserted(expression), "a rule has no `*`, which would also repeat texts");
    }
    for expression in ["range(10**9) | length", "range(1000000000)", "namespace(x=1).x", "dict(a=1).a == 1"] {
        let said = asserted(expression);
        assert!(said.contains("there is no `") || said.contains("a rule has no `*`"), "{said}");
    }
    for filter in
        ["indent(1000000000)", "replace('x', 'xxxxxxxx')", "format(1)", "batch(2, 'x')", "zip([1])", "slice(9, 1)"]
    {
        assert_says(&asserted(&format!("'x' | {filter} | string == 'y'")), "unknown filter");
    }
    assert_says(&asserted("'*' != '\\'*' and \"\\\"*\" != '*' and entry.weight | times(2) < 5 + 5"), "");
    assert!(asserted("entry.weight | times(2) < 10 and '*' != '\\'*' and \"\\\"*\" != '*'").is_empty());
    assert_says(&asserted("entry.label | times(2) < 10"), "cannot be worked out");
}

#[test]
fn templates_choose_and_list_and_keep_nothing() {
    let doubling = "{% set x = 'x' ~ 'x' %}".repeat(40);
    for template in [
        doubling.as_str(),
        "{% macro f(n) %}{{ f(n + 1) }}{% endmacro %}{{ f(1) }}",
        "{%- with a = 1 -%}{{ a }}{% endwith %}",
        "{%block a%}x{%endblock%}",
        "{% include 'x' %}",
        "{% filter upper %}x{% endfilter %}",
        "{% raw %}{{ entry.nothing }}{% endraw %}",
        "{% for i in [1] %}{% set x = 1 %}{% endfor %}",
    ] {
        assert_says(&message(template), "a rule has no `{% ");
    }
    assert_says(&message("{{ 'x' * 1000000000 }}"), "a rule has no `*`");
    assert_says(&message("{% if 'x' * 1000000000 %}x{% endif %}"), "a rule has no `*`");
    for template in ["{{", "{%", "{#", "{", "}}", "%}", "{{ '", "{% if", "{{ \" }}", "{% %}", "{{{{", "{#{{ 2 * 2 }}#}"]
    {
        message(template);
    }
    let sound = "{# 2 * 2 #}* {% for part in entry.labels or [] %}{{ part }}{% else %}none{% endfor %} {{ '{%' }}";
    let lines = format!("  assert: entry.weight > 1\n  message: {}\n", quoted(sound));
    let cases = rule(&lines).replace("pass:", "x:").replace("fail:", "pass:").replace("x:", "fail:");
    let said = written(&check(&cases.replace("weight: 2", "weight: 0")));
    assert_says(&said, "/0/weight: * none {%\n");
}

#[test]
fn what_runs_away_is_ended() {
    let nested = "{% for a in entry.label %}".repeat(6) + "x" + &"{% endfor %}".repeat(6);
    let label = "x".repeat(1_000);
    let with = |lines: &str| {
        let project = rule(lines).replace("label: x", &format!("label: {label}, weight: 9")).replace("weight: 2, ", "");
        written(&check(&project.replace("weight: 5 }", &format!("weight: 5, label: {label} }}"))))
    };
    let said = with(&format!(
        "  assert: entry.weight < 5\n  message: {}\n",
        quoted(&nested.replace("entry.label", "(entry.label | list)"))
    ));
    assert_says(&said, "fuel");
    let long = "{% for a in entry.label | list %}{{ entry.label }}{% endfor %}";
    assert_says(&with(&format!("  assert: entry.weight < 5\n  message: {}\n", quoted(long))), "16384 bytes");
    let squared = "entry.label is defined and (entry.label | list | join(entry.label)) == '' or entry.weight < 5";
    assert_says(&with(&format!("  assert: {}\n", quoted(squared))), "`join` gives more than 16384 bytes");
}

#[test]
fn long_and_deep_texts_are_no_deep_recursion() {
    let sums = format!("1{} == 2", " + 1".repeat(100_000));
    let limit = "the limit is 2000";
    assert_says(&asserted(&sums), limit);
    assert_says(&message(&"x".repeat(100_000)), limit);
    assert_says(&message(&format!("{{{{ {sums} }}}}")), limit);
    for (unit, end) in [
        ("(", "1"),
        ("[", "1"),
        ("not ", "1"),
        ("-", "1"),
        ("{'a':", "1"),
        ("1 if 1 else ", "1"),
        ("entry|d(", "1"),
        ("1 is eq ", "1"),
    ] {
        asserted(&format!("{}{end}", unit.repeat(2_000 / unit.len())));
    }
    for (begin, unit) in [
        ("1", "+1"),
        ("1", "~1"),
        ("1", " and 1"),
        ("1", "|d"),
        ("entry", ".a"),
        ("entry", "[1]"),
        ("1", "<1"),
        ("1", " is odd"),
        ("entry", "()"),
    ] {
        asserted(&format!("{begin}{}", unit.repeat(2_000 / unit.len())));
        message(&format!("{{{{ {begin}{} }}}}", unit.repeat(1_900 / unit.len())));
    }
    let ifs = 2_000 / "{% if 1 %}{% endif %}".len();
    message(&("{% if 1 %}".repeat(ifs) + &"{% endif %}".repeat(ifs)));
    for expression in [
        "99999999999999999999999999999999999999999999",
        "1e999999999",
        "0x",
        "1.",
        "'\\ud800'",
        "\"\\x\"",
        "\u{0}",
        "\u{202e}entry",
    ] {
        asserted(expression);
    }
}

#[test]
fn many_rules_and_many_cases_are_run() {
    let one = rule("  assert: entry.weight < 5\n");
    let (head, body) = one.split_once("- id: light").expect("the rule has an id");
    let (body, entries) = body.split_once("-- shop/items").expect("entries follow");
    let rules = (0..10_000).fold(String::new(), |mut text, number| {
        let _ = write!(text, "- id: light{number}{body}");
        text
    });
    let compiled = check(&format!("{head}{rules}-- shop/items{entries}"));
    assert_eq!((written(&compiled).as_str(), compiled.rules.len()), ("", 10_000));
    let case = "{ shop.item: [{ item_id: a, weight: 5 }] }";
    let cases = one.replace(&format!("fail: [{case}]"), &format!("fail: [{}]", vec![case; 10_000].join(", ")));
    assert_eq!(written(&check(&cases)), "");
    // A case that goes wrong is said once, and so are ten thousand of them, each at its place.
    let wrong = cases.replace("< 5\n", "< 6\n");
    assert_eq!(check(&wrong).findings.iter().filter(|finding| finding.code.as_str() == "broken-rule").count(), 10_000);
}

#[test]
fn rings_of_references_are_followed_as_far_as_the_rule_says() {
    let ring = (0..120).fold(String::new(), |mut text, item| {
        let all: Vec<String> = (0..120).map(|other| format!("i{other}")).collect();
        let _ = writeln!(text, "- {{ item_id: i{item}, uses: [{}] }}", all.join(", "));
        text
    });
    let cases = "  cases:\n    pass: [{ shop.item: [{ item_id: a, uses: [b] }, { item_id: b, uses: [c] }, { item_id: c }] }]\n    \
                 fail: [{ shop.item: [{ item_id: a, uses: [a], weight: 1 }, { item_id: b, uses: [a], weight: 1 }] }]\n";
    let with = |lines: &str| {
        let text = rule(&format!("{lines}{cases}")).replace(CASES, "");
        written(&check(&text.replace("- { item_id: a, weight: 2, label: x }\n", &ring)))
    };
    assert_says(&with("  unique: [uses.uses.uses.uses.weight]\n"), "references of references multiply");
    assert_says(&with("  acyclic: uses.uses.uses.uses\n"), "references of references multiply");
    let deep = "entry.uses | map(attribute='uses') | map('map', attribute='uses') | map('map', 'map', attribute='uses') | list | length == 1";
    let said = with(&format!("  where: entry.weight is not defined\n  assert: {}\n", quoted(deep)));
    assert_says(&said, "cannot be worked out");
}

#[test]
fn lists_that_multiply_are_said() {
    let numbers: Vec<String> = (0..200).map(|number| format!("\"{number}\"")).collect();
    let list = numbers.join(", ");
    let rule = format!(
        "-- shop/rules.yaml --\n- id: r\n  when: shop.item\n  severity: error\n  why: W.\n  \
         exists: {{ in: shop.item, equal: {{ labels: labels, scopes: scopes }}, where: other.key != entry.key }}\n  cases:\n    \
         pass: [{{ shop.item: [{{ item_id: a, labels: [x], scopes: [y] }}, {{ item_id: b, labels: [x], scopes: [y] }}] }}]\n    \
         fail: [{{ shop.item: [{{ item_id: a, labels: [x], scopes: [y] }}] }}]\n\
         -- shop/items/a.yaml --\n- {{ item_id: a, labels: [{list}], scopes: [{list}] }}\n"
    );
    assert_says(&written(&check(&rule)), "the lists of `a` multiply to more than 10000 combinations");
}

#[test]
fn scopes_that_multiply_are_refused_and_said() {
    let scopes = [
        "{a,b}".repeat(30),
        "{a,b}".repeat(5_000),
        "{".repeat(10_000),
        "{a}".repeat(5_000),
        "x".repeat(100_000),
        "a/".repeat(8_000),
        "*a".repeat(8_000),
        "**/a/".repeat(3_000),
        "{*a*a*a,*a*a}".repeat(7),
        "[".repeat(16_000),
        "[]".repeat(8_000),
        "\u{202e}".to_owned(),
        String::new(),
        "/".to_owned(),
        "{,}".to_owned(),
    ];
    let items = scopes.iter().enumerate().fold(String::new(), |mut text, (number, scope)| {
        let _ = writeln!(text, "- {{ item_id: i{number}, scopes: [{}] }}", quoted(scope));
        text
    });
    let rule = "-- shop/rules.yaml --\n- id: r\n  when: shop.item\n  severity: error\n  why: W.\n  overlap: { scope: scopes }\n  cases:\n    \
                pass: [{ shop.item: [{ item_id: a, scopes: [x] }] }]\n    \
                fail: [{ shop.item: [{ item_id: a, scopes: [x] }, { item_id: b, scopes: [x] }] }]\n-- shop/items/a.yaml --\n";
    let compiled = check(&format!("{rule}{items}"));
    let said = written(&compiled);
    for expected in ["its braces stand for more than 256 globs", "it has more than 16384 bytes", "a `{` is not closed"]
    {
        assert!(said.contains(expected), "{expected}");
    }
    assert_shown_harmlessly(&compiled);
    // So much alike that only their middle tells them apart.
    let alike = (0..1_500).fold(String::new(), |mut text, number| {
        let _ = writeln!(text, "- {{ item_id: i{number}, scopes: ['*/a{number}/*'] }}");
        text
    });
    assert_eq!(written(&check(&format!("{rule}{alike}"))), "");
}

/// What people see holds no raw control or direction character, and no more than a window of what is long.
fn assert_shown_harmlessly(compiled: &Compiled) {
    for format in [Format::Human, Format::Json, Format::Sarif, Format::Github] {
        let shown = source::write(&compiled.findings, format, Colour::Never);
        let raw = shown.chars().find(|c| (c.is_control() && *c != '\n') || ('\u{202a}'..='\u{202e}').contains(c));
        assert_eq!(raw, None, "{format:?}");
    }
}

#[test]
fn disguises_in_messages_are_shown_as_what_they_are() {
    for text in ["a\u{202e}b", "\u{2066}x\u{2069}", "\u{1b}[31m", "bell\u{7}", "</script>", "%0A::error::x"] {
        let lines = format!(
            "  assert: entry.weight < 1\n  message: {}\n  help: {}\n",
            quoted(&format!("{text} {{{{ entry.label }}}}")),
            quoted(text)
        );
        let project = rule(&lines)
            .replace("weight: 1 }", "weight: 0, label: y }")
            .replace("weight: 5 }", "weight: 5, label: y }");
        let compiled = check(&project.replace("carries it", &format!("carries it {text}")));
        assert!(!compiled.findings.is_empty(), "{text:?}");
        assert_shown_harmlessly(&compiled);
        let compiled = compiler::compile(
            &files(&project.replace("severity: error", "severity: record")),
            "rollbook.yaml",
            compiler::Settings::default(),
        );
        for artifact in &compiled.artifacts {
            let page = String::from_utf8_lossy(&artifact.content);
            let raw = page.chars().find(|c| (c.is_control() && *c != '\n') || ('\u{202a}'..='\u{202e}').contains(c));
            assert_eq!(raw, None, "{text:?} in {}", artifact.path);
        }
    }
}

#[test]
fn files_that_are_no_rules_are_said() {
    let with = |content: &[u8]| {
        let mut files = files(ENTRIES);
        files.0.insert("shop/rules.yaml".to_owned(), content.to_vec());
        written(&compiler::check(&files, "rollbook.yaml", compiler::Settings::default()))
    };
    let (deep, large) = ("[".repeat(50_000), "x".repeat(17 << 20));
    let deep_case = format!("- {{ id: a, when: shop.item, cases: {{ pass: [{}] }} }}", "[".repeat(500));
    for (content, expected) in [
        (b"".as_slice(), "the rules file is empty"),
        (b"# nothing\n", "the rules file is empty"),
        (b"[]\n", "[invalid-rule]"),
        (b"null\n", "[invalid-rule]"),
        (b"x\n", "[invalid-rule]"),
        (b"{}\n", "[invalid-rule]"),
        (b"[null, null]\n", "[invalid-rule]"),
        (b"- light\n", "[invalid-rule]"),
        (b"- { id: light }\n", "[invalid-rule]"),
        (b"- id: \xff\n", "is not UTF-8"),
        (b"\xff\xfe-\0 \0", "is UTF-16 text"),
        (b"- a\n---\n- b\n", "expected one YAML document in a rules file"),
        (deep.as_bytes(), "[yaml-depth]"),
        (deep_case.as_bytes(), "[yaml-depth]"),
        (large.as_bytes(), "[file-too-large]"),
    ] {
        assert_says(&with(content), expected);
    }
}

/// On disk, where there are folders and links.
#[test]
fn rules_that_cannot_be_read_are_said() {
    let base: String =
        files(&rule("  assert: entry.weight < 5\n")).0.iter().fold(String::new(), |mut text, (path, content)| {
            let _ = write!(text, "-- {path} --\n{}", String::from_utf8_lossy(content));
            text
        });
    let after = |commands: &str| {
        let mut project = Project::new(&base);
        project.run(commands);
        written(&project.compile())
    };
    assert_eq!(after("true"), "");
    assert_says(&after("rm shop/rules.yaml; ln -s nowhere shop/rules.yaml"), "is a link that leads nowhere");
    assert_says(&after("rm shop/rules.yaml; ln -s /etc/hostname shop/rules.yaml"), "leads outside the project");
    assert_says(&after("rm shop/rules.yaml; ln -s rules.yaml shop/rules.yaml"), "shop/rules.yaml");
    assert_eq!(after("rm shop/rules.yaml; mkdir shop/rules.yaml"), "");
    // A link within the project is a file like another.
    assert_eq!(after("mkdir other; mv shop/rules.yaml other/r.yml; ln -s ../other/r.yml shop/rules.yaml"), "");
}
