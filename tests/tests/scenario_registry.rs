//! Breaks the definitions of this repository as people do, and demands that the check says so at the line.

use tests::edited::findings;

const BASELINE: &str = "registry-defs/scenario/scenarios/baseline.yaml";

#[test]
fn an_unknown_step_is_found_at_its_line() {
    let found = findings(BASELINE, "step: gate.idempotency", "step: gate.idempotncy");
    assert!(found.contains("error[unknown-reference]: there is no step `gate.idempotncy`"), "{found}");
    assert!(found.contains(&format!("{BASELINE}:13:11")), "{found}");
    assert!(found.contains("did you mean `gate.idempotency`?"), "{found}");
}

#[test]
fn a_wrong_config_is_found_at_its_line() {
    let found = findings(BASELINE, "strategy: first_wins", "strategy: newest");
    assert!(found.contains("error[not-in-enum]: `gate.idempotency`: "), "{found}");
    assert!(found.contains(&format!("{BASELINE}:15:17")), "{found}");
    let found = findings(BASELINE, "      strategy: first_wins", "      week_mode: calendar_utc");
    assert!(found.contains("error[unknown-property]: `gate.idempotency`: "), "{found}");
    assert!(found.contains(&format!("{BASELINE}:15:7")), "{found}");
}

#[test]
fn an_undocumented_step_is_found_with_the_scenarios_that_name_it() {
    let step = "registry-defs/scenario/steps/gate.idempotency.yaml";
    let found = findings(step, "doc: steps/gate-idempotency.md", "doc: steps/gate-idempotncy.md");
    assert!(found.contains("error[missing-page]: there is no page `docs/steps/gate-idempotncy.md`"), "{found}");
    assert!(found.contains("did you mean `steps/gate-idempotency.md`?"), "{found}");
    assert!(found.contains(&format!("{step}:5:6")), "{found}");
    assert!(found.contains(&format!("{BASELINE}:13:11")), "{found}");
    assert!(found.contains("the scenario `baseline` names it"), "{found}");
    let found = findings(step, "#what-it-decides", "#what-it-decided");
    assert!(found.contains("error[missing-anchor]"), "{found}");
}

#[test]
fn steps_that_do_not_fit_are_found_at_their_line() {
    let found = findings(BASELINE, "  - step: windows.update\n", "");
    assert!(
        found.contains("`output.format` takes `RecordedAttempt`, but `policies.evaluate` before it gives"),
        "{found}"
    );
    assert!(found.contains("put `windows.update` between them"), "{found}");
    let found = findings(BASELINE, "  - step: output.write\n", "");
    assert!(found.contains("`output.format` gives `OutputLine`, but the last step must give `WrittenLine`"), "{found}");
}
