//! Breaks the definitions of this repository as people do, and demands that the check says so at the line.

use std::path::Path;

use compiler::files::{Disk, FileError, Files, Found, Listing};
use source::{Colour, Format};

/// The repository with one text replaced in one file.
struct Edited {
    disk: Disk,
    path: &'static str,
    from: &'static str,
    to: &'static str,
}

impl Files for Edited {
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, FileError> {
        let content = self.disk.read(path)?;
        if path != self.path {
            return Ok(content);
        }
        let text = String::from_utf8(content.expect("the file is there")).expect("it is UTF-8");
        assert!(text.contains(self.from), "{path} has no {:?}", self.from);
        Ok(Some(text.replacen(self.from, self.to, 1).into_bytes()))
    }

    fn listing(&self, folder: &str) -> Result<Listing, FileError> {
        self.disk.listing(folder)
    }

    fn what_is(&self, path: &str) -> Found {
        self.disk.what_is(path)
    }
}

fn findings(path: &'static str, from: &'static str, to: &'static str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let disk = Disk::open(&root).expect("the repository is there");
    let compiled = compiler::check(&Edited { disk, path, from, to }, "registry-defs/rollbook.yaml");
    source::write(&compiled.findings, Format::Human, Colour::Never)
}

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
