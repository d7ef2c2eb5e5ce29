//! Factories at work: what a config must be, which ports an entry gets, and what is read at run time.

use everything::zoo::TaskKey;
use everything::zoo::task::{Ports, TaskFactories, definition, mail};
use kernel::config::{self, Constant, Yaml};
use kernel::{BuildError, Key as _};
use serde_json::json;

/// Ports that say who they are.
struct Named;

impl Ports for Named {
    type _2fa = &'static str;
    type Second = &'static str;
    type Cubit = ();
    type Metre = f64;
    type Self_ = &'static str;
    type Type = &'static str;

    fn _2fa(&self) -> &&'static str {
        &"2fa"
    }
    fn second(&self) -> &&'static str {
        &"second"
    }
    fn cubit(&self) -> &() {
        &()
    }
    fn metre(&self) -> &f64 {
        &1.0
    }
    fn self_(&self) -> &&'static str {
        &"self"
    }
    fn r#type(&self) -> &&'static str {
        &"type"
    }
}

/// Makes texts that say what was handed over.
struct Told;

impl TaskFactories for Told {
    type Ports = Named;
    type Task = String;
    type Error = &'static str;

    fn digest_1(&self) -> Result<String, &'static str> {
        Err("digests are out")
    }
    fn mail_drop_1(&self, ports: mail::Drop1Ports<'_, Named>) -> Result<String, &'static str> {
        Ok(format!("{ports:?}"))
    }
    fn mail_send_1(
        &self,
        config: mail::Send1Config,
        ports: mail::Send1Ports<'_, Named>,
    ) -> Result<String, &'static str> {
        Ok(format!("{} {} {} {} {}", config.to, config.retries, ports.r#type, ports.self_, ports._2fa))
    }
    fn mail_send_2(&self, config: mail::Send2Config) -> Result<String, &'static str> {
        Ok(format!("{config:?}"))
    }
}

impl std::fmt::Debug for Named {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Named")
    }
}

#[test]
fn builds_by_key_with_defaults_and_the_declared_ports() {
    let built = Told.build(TaskKey::MailSend1, &json!({ "to": "a@example.org" }), &Named);
    assert_eq!(built, Ok("a@example.org 3 type self 2fa".to_owned()));
    let built = Told.build(TaskKey::MailSend2, &json!({ "to": "b" }), &Named);
    assert_eq!(built, Ok(r#"Send2Config { to: "b", urgent: false }"#.to_owned()));
}

#[test]
fn says_every_mistake_of_a_config_at_once() {
    let given = json!({ "to": "nobody", "retrys": 2, "mode": "HTML", "headers": { "two words": 1 }, "unit": "meter" });
    let error = Told.build(TaskKey::MailSend1, &given, &Named).expect_err("the config is wrong");
    let lines = error.to_string();
    let expected = [
        "mail.send@1: config.retrys: expected one of the keys `to`, `retries`, `mode`, `headers`, `extra`, `unit`, `self`, \
         found `retrys`; did you mean `retries`?",
        "mail.send@1: config.to: expected an email address such as ada@example.com, found \"nobody\"",
        "mail.send@1: config.mode: expected one of \"plain\", \"html\", found \"HTML\"",
        "mail.send@1: config.headers[\"two words\"]: expected text, found 1",
        "mail.send@1: config.unit: expected a unit, one of `2fa`, `Second`, `cubit`, `metre`, `self`, `type`, \
         found \"meter\"; did you mean `metre`?",
    ];
    assert_eq!(lines.lines().collect::<Vec<_>>(), expected);
}

#[test]
fn a_factory_that_refuses_is_named() {
    let error = Told.build(TaskKey::Digest1, Constant::Object(&[]), &Named).expect_err("it always refuses");
    assert_eq!(error, BuildError::Factory { key: "digest@1", error: "digests are out" });
    assert_eq!(error.to_string(), "digest@1: digests are out");
}

#[test]
fn an_entry_without_a_config_takes_none() {
    let error = Told.build(TaskKey::Digest1, &json!({ "every": "day" }), &Named).expect_err("it has no config");
    assert_eq!(error.to_string(), "digest@1: config.every: expected no key, found `every`");
}

fn read(text: &str) -> Result<definition::Task, String> {
    let text = source::Text::new("my/task.yaml", text);
    let mut findings = source::Findings::new();
    let documents = yaml::parse(&text, &yaml::Limits::default(), &mut findings);
    assert!(findings.iter().next().is_none(), "the text is YAML");
    let node = &documents.first().expect("there is a document").root;
    config::read_definition("mine", Yaml::new(&text, node)).map_err(|errors| errors.to_string())
}

#[test]
fn reads_a_definition_at_run_time() {
    let task = read(
        "summary: Mine.\ncalls:\n  - task: mail.send@1\n    with: { to: a@example.org }\n  - task: mail.send@2\n    with: { to: b }\n",
    );
    let task = task.expect("the definition is right");
    assert_eq!((task.summary.as_str(), task.takes.as_str(), task.needs.len()), ("Mine.", "letter", 0));
    assert_eq!(task.calls.iter().map(|call| call.task.as_str()).collect::<Vec<_>>(), ["mail.send@1", "mail.send@2"]);
}

#[test]
fn says_every_mistake_of_a_definition_with_its_place() {
    let text = "\
calls:
  - task: mail.send@2
    with: { urgent: maybe }
  - task: mail.send@3
  - task: digest@1
    with: { every: day }
  - tusk: digest@1
sumary: Mine.
";
    let errors = read(text).expect_err("it is full of mistakes");
    let expected = [
        "my/task.yaml:1:1: mine: summary: expected text, found nothing",
        "my/task.yaml:2:11: mine: calls[0].task: expected a task that takes `letter`, as the first task does, found `mail.send@2`, \
         which takes `receipt`",
        "my/task.yaml:3:13: mine: calls[0]: mail.send@2: with.to: expected text, found nothing",
        "my/task.yaml:3:21: mine: calls[0]: mail.send@2: with.urgent: expected true or false, found \"maybe\"",
        "my/task.yaml:4:11: mine: calls[1].task: expected a task, one of `digest@1`, `mail.drop@1`, `mail.send@1`, \
         `mail.send@2`, found \"mail.send@3\"; did you mean `mail.send@1`?",
        "my/task.yaml:6:5: mine: calls[2]: digest@1: with: expected no config, since the task has none, found an object of 1 key",
        "my/task.yaml:7:5: mine: calls[3].tusk: expected one of the keys `task`, `with`, found `tusk`; did you mean `task`?",
        "my/task.yaml:7:5: mine: calls[3].task: expected the key of a task, found nothing",
        "my/task.yaml:8:1: mine: sumary: expected one of the keys `summary`, `config`, `deprecated`, `needs`, `takes`, \
         `gives`, `calls`, found `sumary`; did you mean `summary`?",
    ];
    assert_eq!(errors.lines().collect::<Vec<_>>(), expected);
}
