//! Steps of people: asked through the port, in order, and recorded.

use missions::orchestration::{
    Answer, ExecutionContext, Limits, OrchestrationResult, Orchestrator, Outcome, People, Question,
};
use missions::registry::Missions;
use serde_json::json;

use crate::harness::{context, envelope, executed, human, object, runtime, workflow};

/// Answers in the order of a list, and notes down what was asked.
struct Answers(Vec<Answer>, Vec<String>);

impl People for Answers {
    fn answer(&mut self, question: &Question<'_>) -> Answer {
        self.1.push(format!("{} {} {}", question.step.id, json!(question.state), json!(question.metadata)));
        self.0.remove(0)
    }
}

fn run_with(people: &mut Answers) -> OrchestrationResult {
    let write = runtime("write", &json!({ "operation": "set", "values": { "b": 2 } }));
    let envelope = envelope();
    let metadata = object(&json!({ "who": "ada" }));
    let context = ExecutionContext { metadata, ..context(&json!({ "a": 1 })) };
    let workflow = workflow(vec![human("first"), write, human("second")]);
    Orchestrator::new(&envelope, Limits::default()).run_workflow(&workflow, &context, people).unwrap()
}

#[test]
fn an_answer_stands_in_the_receipt_and_not_in_the_state() {
    let mut people = Answers(vec![Answer::Given(json!({ "yes": true })), Answer::None], Vec::new());
    let result = run_with(&mut people);
    assert_eq!(people.1, [r#"first {"a":1} {"who":"ada"}"#, r#"second {"a":1,"b":2} {"who":"ada"}"#]);
    let [first, _, second] = &result.receipt.steps[..] else { panic!("{:?}", result.receipt) };
    assert_eq!((first.outcome, &first.answer), (Outcome::Answered, &Some(json!({ "yes": true }))));
    assert_eq!((second.outcome, &second.answer), (Outcome::Recorded, &None));
    assert_eq!(result.final_state, object(&json!({ "a": 1, "b": 2 })));
}

#[test]
fn a_person_who_refuses_ends_the_run() {
    let mut people = Answers(vec![Answer::Refused("not today".to_owned())], Vec::new());
    let result = run_with(&mut people);
    assert!(!result.success);
    assert_eq!(executed(&result), ["first"]);
    assert_eq!(result.error_message.as_deref(), Some("not today"));
    assert_eq!(result.receipt.steps[0].outcome, Outcome::Failed);
}

#[test]
fn the_missions_of_the_catalog_ask_the_port_too() {
    let mut people = Answers(vec![Answer::Given(json!("write tests"))], Vec::new());
    let result = Missions::default().run("daily_loop", &context(&json!({})), &json!({}), &mut people).unwrap();
    assert_eq!(people.1, ["confirm-priorities {} {}"]);
    assert_eq!(result.receipt.steps[0].answer, Some(json!("write tests")));
}
