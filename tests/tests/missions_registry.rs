//! Breaks the definitions of missions as people do, and demands that the check says so at the line.

use tests::edited::findings;

const DAILY_LOOP: &str = "registry-defs/missions/missions/daily_loop.yaml";
const ECHO: &str = "registry-defs/missions/missions/echo.yaml";

/// The last step of `echo`, as it is written.
const STEP: &str = "      payload: { description: Gives back the params., operation: noop }\n";

#[test]
fn a_mission_of_six_steps_is_found() {
    let more: String = ["a", "b", "c", "d", "e"].map(|id| format!("    - {{ id: {id}, kind: runtime }}\n")).concat();
    let found = findings(ECHO, STEP, &format!("{STEP}{more}"));
    assert!(found.contains("error[rule-violation]: `echo` has 6 steps"), "{found}");
    assert!(found.contains(&format!("{ECHO}:8:7")), "{found}");
}

#[test]
fn a_mission_with_three_steps_of_people_is_found() {
    let more: String = ["a", "b", "c"].map(|id| format!("    - {{ id: {id}, kind: human }}\n")).concat();
    let found = findings(ECHO, STEP, &format!("{STEP}{more}"));
    assert!(found.contains("error[rule-violation]: `echo` has 3 steps of people"), "{found}");
}

#[test]
fn two_steps_of_one_id_are_found() {
    let found = findings(DAILY_LOOP, "id: log-metrics", "id: archive-day");
    assert!(found.contains("error[rule-violation]: two steps of `daily_loop` have one id"), "{found}");
}

#[test]
fn two_workflows_of_one_id_are_found() {
    let found = findings(ECHO, "id: wf-echo", "id: wf-daily-loop");
    assert!(found.contains("are both the workflow `wf-daily-loop`"), "{found}");
}

#[test]
fn a_step_of_a_kind_that_there_is_not_is_found() {
    let found = findings(DAILY_LOOP, "kind: human", "kind: humn");
    assert!(found.contains("error[unknown-reference]: there is no step kind `humn`"), "{found}");
    assert!(found.contains(&format!("{DAILY_LOOP}:10:13")), "{found}");
    assert!(found.contains("did you mean `human`?"), "{found}");
}

#[test]
fn an_operation_that_lacks_something_is_found() {
    for operation in ["fail", "set", "mission"] {
        let found = findings(ECHO, "operation: noop", &format!("operation: {operation}"));
        let said = format!("error[rule-violation]: step `echo-step` of `echo` lacks what `{operation}` needs");
        assert!(found.contains(&said), "{found}");
    }
}

#[test]
fn a_mission_that_runs_itself_is_found() {
    let found = findings(ECHO, "operation: noop", "operation: mission, mission: echo");
    assert!(found.contains("error[rule-violation]: `echo` runs itself"), "{found}");
}

#[test]
fn params_that_a_mission_does_not_have_are_found_where_a_step_gives_them() {
    let call = "operation: mission, mission: run_tests, params: { targt: kernel }";
    let found = findings(ECHO, "operation: noop", call);
    assert!(found.contains("error[unknown-property]: `run_tests`: "), "{found}");
    assert!(found.contains("did you mean `target`?"), "{found}");
    let sound = findings(ECHO, "operation: noop", &call.replace("targt", "target"));
    assert!(!sound.contains("error"), "{sound}");
}
