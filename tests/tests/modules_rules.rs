//! Breaks the registry `modules` as people do, one relation between entries after the other, and demands that
//! the rule for it says so at the line.

use tests::edited::findings;

const DEFINITIONS: &str = "registry-defs/modules";

/// One change of a definition, and what must be said of it.
struct Flaw {
    file: &'static str,
    from: &'static str,
    to: &'static str,
    rule: &'static str,
    /// The first line of the finding.
    says: &'static str,
    /// The text of the line that it points at, in `file` unless that is another.
    at: (&'static str, &'static str),
}

const LOW: &str = "abilities/low-level/rollbook.yaml";
const INSTANCES: &str = "overview/instance_registry.yaml";
const MATURITIES: &str = "overview/instance_maturity.yaml";
const INTERFACES: &str = "overview/interfaces.yaml";

const FLAWS: [Flaw; 15] = [
    Flaw {
        file: INSTANCES,
        from: "path: xtask\n  status: active",
        to: "path: xtask\n  status: retired",
        rule: "ability-needs-active-module",
        says: "error[rule-violation]: `bless` belongs to `xtask`, which is retired",
        at: (LOW, "module_id: xtask"),
    },
    Flaw {
        file: MATURITIES,
        from: "module_id: cli\n  level: 3",
        to: "module_id: cli\n  level: 2",
        rule: "ability-demands-what-its-module-has",
        says: "error[rule-violation]: `gen` demands level 3, and `cli` has not come that far",
        at: (LOW, "demands: 3"),
    },
    Flaw {
        file: LOW,
        from: "command: cargo xtask check",
        to: "command: cargo xtask gen",
        rule: "one-ability-a-command",
        says: "`gen` and `check` are both `cargo xtask gen`",
        at: (LOW, "command: cargo xtask gen"),
    },
    Flaw {
        file: "abilities/low-level/repository.yaml",
        from: "doc: guide/ci.md#what-ci-of-this-repository-runs\n  status: active",
        to: "doc: guide/ci.md#what-ci-of-this-repository-runs\n  status: retired",
        rule: "workflow-uses-active-abilities",
        says: "error[rule-violation]: `release-change` uses `ci.run`, which is retired",
        at: ("abilities/high-level/release-change.yaml", "ability_id: ci.run"),
    },
    Flaw {
        file: "abilities/high-level/verify.yaml",
        from: "status: active",
        to: "status: retired",
        rule: "workflow-uses-active-workflows",
        says: "error[rule-violation]: `mend-drift` uses `verify`, which is retired",
        at: ("abilities/high-level/mend-drift.yaml", "workflow_id: verify"),
    },
    Flaw {
        file: "abilities/high-level/measure.yaml",
        from: "demands: 2",
        to: "demands: 1",
        rule: "workflow-demands-cover-abilities",
        says: "error[rule-violation]: `bench` demands level 2, and `measure` only 1",
        at: ("abilities/high-level/measure.yaml", "ability_id: bench"),
    },
    Flaw {
        file: "abilities/high-level/release-change.yaml",
        from: "demands: 3",
        to: "demands: 2",
        rule: "workflow-demands-cover-workflows",
        says: "error[rule-violation]: `mend-finding` demands level 3, and `release-change` only 2",
        at: ("abilities/high-level/release-change.yaml", "workflow_id: mend-finding"),
    },
    Flaw {
        file: "abilities/high-level/verify.yaml",
        from: "ability_id: gen",
        to: "workflow_id: mend-drift",
        rule: "workflow-never-contains-itself",
        says: "error[rule-violation]: `mend-drift` leads back to itself: `mend-drift` → `verify` → `mend-drift`",
        at: ("abilities/high-level/mend-drift.yaml", "workflow_id: verify"),
    },
    Flaw {
        file: MATURITIES,
        from: "module_id: links",
        to: "module_id: yaml",
        rule: "active-module-has-maturity",
        says: "error[rule-violation]: `links` is active, and nothing says how mature it is",
        at: (INSTANCES, "module_id: links"),
    },
    Flaw {
        file: INTERFACES,
        from: "module_id: links",
        to: "module_id: yaml",
        rule: "active-module-has-interface",
        says: "warning[rule-violation]: `links` is active, and no interface leads into it",
        at: (INSTANCES, "module_id: links"),
    },
    Flaw {
        file: "routes/inside.yaml",
        from: "scope: ['crates/yaml/**']",
        to: "scope: ['crates/**']",
        rule: "routes-do-not-overlap",
        says: "both answer `reasons` for the same files",
        at: ("routes/inside.yaml", "'crates/"),
    },
    Flaw {
        file: INSTANCES,
        from: "path: crates/links\n  status: active",
        to: "path: crates/links\n  status: planned",
        rule: "route-needs-active-owner",
        says: "error[rule-violation]: `link-a-page` is kept by `links`, which is planned",
        at: ("routes/definitions.yaml", "owner_id: links"),
    },
    Flaw {
        file: "routes/fund-load.yaml",
        from: "doc: steps/gate-idempotency.md#what-it-decides",
        to: "doc: steps/gate-idempotency.md#first-wins",
        rule: "step-page-has-a-route",
        says: "warning[rule-violation]: no active route leads to `steps/gate-idempotency.md#what-it-decides`",
        at: ("../scenario/steps/gate.idempotency.yaml", "doc: steps/gate-idempotency.md#what-it-decides"),
    },
    Flaw {
        file: "hooks/green_stop.yaml",
        from: "route_stage: check",
        to: "route_stage: orient",
        rule: "hook-stage-fits-its-event",
        says: "error[rule-violation]: `SessionStop` is no time for the stage `orient`",
        at: ("hooks/green_stop.yaml", "route_stage: orient"),
    },
    Flaw {
        file: "hooks/clean_start_guard.yaml",
        from: "event_type: PreAbilityCall",
        to: "event_type: PreAbilityCreate",
        rule: "only-calls-are-watched",
        says: "error[rule-violation]: `clean_start_guard` watches abilities, but `PreAbilityCreate` is no call",
        at: ("hooks/clean_start_guard.yaml", "watches: [add, gen"),
    },
];

#[test]
fn a_broken_relation_is_found_at_its_line() {
    for Flaw { file, from, to, rule, says, at: (place, line) } in FLAWS {
        let found = findings(&format!("{DEFINITIONS}/{file}"), from, to);
        let finding = found.split("\n\n").find(|finding| finding.contains(says) && finding.contains(rule));
        let finding = finding.unwrap_or_else(|| panic!("{rule} says nothing of it:\n{found}"));
        let (folder, place) = place.strip_prefix("../").map_or((DEFINITIONS, place), |place| ("registry-defs", place));
        assert!(finding.contains(&format!(" --> {folder}/{place}:")), "{finding}");
        assert!(finding.contains(line), "{finding}");
    }
}

/// A slip in an entry of each kind, two for those with more to say: the file, what stands there, what is written
/// instead, and the beginning of the finding.
const SLIPS: [(&str, &str, &str, &str); 14] = [
    ("overview/type_registry.yaml", "folders: [benches]", "folders: [bench]", "error[missing-path]"),
    ("overview/type_registry.yaml", "summary: A command line.", "sumary: A command line.", "error[unknown-property]"),
    (INSTANCES, "- module_id: benches", "- module_id: Benches", "error[wrong-format]"),
    (INSTANCES, "type_id: measurement", "type_id: measure", "error[unknown-reference]"),
    (MATURITIES, "level: 2", "level: 5", "error[out-of-range]"),
    (MATURITIES, "evidence: [crates/cli/tests/cli]", "evidence: []", "error[wrong-count]"),
    (INTERFACES, "form: command-line", "form: shell", "error[not-in-enum]"),
    ("routes/catalog.yaml", "doc: guide/catalog.md", "doc: guide/catalogue.md", "error[missing-page]"),
    ("routes/catalog.yaml", "scope: ['generated/**', 'usecases/**']", "scope: [/generated]", "error[wrong-format]"),
    (LOW, "doc: reference/commands.md#bless", "doc: reference/commands.md#bles", "error[missing-anchor]"),
    (LOW, "writes: goldens", "writes: true", "error[not-in-enum]"),
    ("abilities/high-level/verify.yaml", "when: Before", "if: Before", "error[missing-property]"),
    ("hooks/green_stop.yaml", "event_type: SessionStop", "event_type: SessionEnd", "error[not-in-enum]"),
    ("hooks/green_stop.yaml", "calls: [check, gen]", "calls: [check, check]", "error[wrong-count]"),
];

#[test]
fn a_slip_in_an_entry_of_each_kind_is_found_in_its_file() {
    for (file, from, to, says) in SLIPS {
        let file = format!("{DEFINITIONS}/{file}");
        let found = findings(&file, from, to);
        let finding = found.split("\n\n").find(|finding| finding.starts_with(says));
        let finding = finding.unwrap_or_else(|| panic!("{to}: {found}"));
        assert!(finding.contains(&format!(" --> {file}:")), "{finding}");
    }
}

#[test]
fn an_ability_of_a_module_that_is_not_there_is_an_unknown_reference() {
    let found = findings(&format!("{DEFINITIONS}/{LOW}"), "module_id: xtask", "module_id: xtaks");
    assert!(found.contains("error[unknown-reference]: there is no module instance `xtaks`"), "{found}");
    assert!(found.contains("did you mean `xtask`?"), "{found}");
}

#[test]
fn what_is_only_recorded_is_no_mistake() {
    let found =
        findings(&format!("{DEFINITIONS}/{INSTANCES}"), "  doc: architecture.md#the-crates\n  tags: [cost]\n", "");
    let records =
        found.split("\n\n").filter(|finding| finding.contains("`benches` is at level 2, and no page describes it"));
    assert_eq!(records.count(), 1, "{found}");
    assert!(!found.contains("error[") && !found.contains("warning["), "{found}");
}
