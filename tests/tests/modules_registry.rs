//! The registry `modules` against this repository: workspace members, pages, files and what leads from one to another.
//!
//! The commands are compared where their programs are: `xtask/tests/abilities.rs` and the tests of the programs in `usecases/`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

use generated::modules::ability_low::Status;
use generated::modules::{
    AbilityHighKey, AbilityLowKey, HookKey, ModuleInstanceKey, ModuleInterfaceKey, ModuleMaturityKey, RouteKey, hook,
    module_instance,
};
use kernel::{Choice as _, Key as _};
use pulldown_cmark::{Event, Tag};

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

/// A member of the workspace: where it lies, and which other members it is built on.
#[derive(Debug, PartialEq, Eq)]
struct Member {
    path: String,
    uses: BTreeSet<String>,
}

fn members() -> BTreeMap<String, Member> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline"])
        .current_dir(ROOT)
        .output()
        .expect("cargo can be run");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).expect("cargo writes JSON");
    let root = metadata["workspace_root"].as_str().expect("the workspace has a root");
    let packages = metadata["packages"].as_array().expect("metadata lists packages");
    let name = |package: &serde_json::Value| package["name"].as_str().expect("a package has a name").to_owned();
    let names: BTreeSet<String> = packages.iter().map(name).collect();
    let member = |package: &serde_json::Value| {
        let manifest = package["manifest_path"].as_str().expect("a package has a manifest");
        let folder = Path::new(manifest).parent().expect("a manifest lies in a folder");
        let folder = folder.strip_prefix(root).expect("members lie in the workspace");
        // On every system, as a definition writes it.
        let path = folder.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/");
        let dependencies = package["dependencies"].as_array().into_iter().flatten();
        // What only tests need has the kind `dev`.
        let built_on = dependencies.filter(|dependency| dependency["kind"].is_null()).map(name);
        (name(package), Member { path, uses: built_on.filter(|name| names.contains(name)).collect() })
    };
    packages.iter().map(member).collect()
}

#[test]
fn the_module_instances_are_the_members_of_the_workspace() {
    let declared: BTreeMap<String, Member> = ModuleInstanceKey::all()
        .filter(|key| key.entry().status != module_instance::Status::Planned)
        .map(|key| {
            let uses = key.entry().uses.iter().map(ModuleInstanceKey::to_string).collect();
            (key.to_string(), Member { path: key.entry().path.to_owned(), uses })
        })
        .collect();
    assert!(declared.len() > 10, "only {} module instances were found", declared.len());
    assert_eq!(declared, members());
}

#[test]
fn a_module_lies_in_a_folder_of_its_type() {
    for key in ModuleInstanceKey::all() {
        let instance = key.entry();
        let folders = instance.type_id.entry().folders;
        let lies_in = |folder: &&str| Path::new(instance.path).starts_with(folder);
        assert!(folders.iter().any(lies_in), "{key} lies in `{}`, not in {folders:?}", instance.path);
    }
}

#[test]
fn an_interface_is_named_after_its_module_and_lies_in_it_or_is_what_it_reads_and_writes() {
    use generated::modules::module_interface::Form;
    for key in ModuleInterfaceKey::all() {
        let interface = key.entry();
        let module = key.as_str().split_once('.').map(|(module, _)| module);
        assert_eq!(module, Some(interface.module_id.as_str()), "{key}");
        let is_inside = Path::new(interface.path).starts_with(interface.module_id.entry().path);
        match interface.form {
            Form::Rust | Form::CommandLine => assert!(is_inside, "{key} leads to `{}`", interface.path),
            Form::FileFormat | Form::Output => {}
        }
    }
}

#[test]
fn every_hand_written_page_of_the_book_has_a_route() {
    let summary = fs::read_to_string(format!("{ROOT}/docs/SUMMARY.md")).expect("there is a summary");
    let link = |event| {
        let Event::Start(Tag::Link { dest_url, .. }) = event else { return None };
        Some(dest_url.into_string())
    };
    let pages: BTreeSet<String> = pulldown_cmark::Parser::new(&summary).filter_map(link).collect();
    let page = |key: RouteKey| key.entry().doc.split('#').next().unwrap_or_default().to_owned();
    let routed: BTreeSet<String> = RouteKey::all().map(page).collect();
    // One route leads to all generated pages, and one to all findings: by their indexes.
    let is_listed = |page: &&String| page.starts_with("registry/") || page.starts_with("diagnostics/");
    let without: Vec<&String> = pages.difference(&routed).filter(|page| !is_listed(page)).collect();
    assert_eq!(without, Vec::<&String>::new(), "write a route in registry-defs/modules/routes");
    let (unlisted, indexes) =
        (routed.difference(&pages).collect::<Vec<_>>(), ["registry/index.md", "diagnostics/index.md"]);
    assert_eq!(unlisted, Vec::<&String>::new(), "the book does not list these pages");
    assert!(indexes.iter().all(|index| routed.contains(*index)), "{routed:?}");
}

#[test]
fn every_scope_of_a_route_begins_at_something_that_is_there() {
    for key in RouteKey::all() {
        for scope in key.entry().scope {
            // The part before the first component with a wildcard.
            let plain: Vec<&str> = scope.split('/').take_while(|part| !part.contains(['*', '?', '[', '{'])).collect();
            let path = Path::new(ROOT).join(plain.join("/"));
            assert!(path.exists(), "{key}: `{scope}` begins at `{}`, which is not there", plain.join("/"));
        }
    }
}

#[test]
fn a_hook_lies_in_a_file_of_its_name_and_every_event_has_one() {
    for key in HookKey::all() {
        let path = format!("{ROOT}/registry-defs/modules/hooks/{key}.yaml");
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
        assert!(text.contains(&format!("hook_id: {key}\n")), "{path}");
    }
    let events: BTreeSet<&str> = HookKey::all().map(|key| key.entry().event_type.as_str()).collect();
    let all: BTreeSet<&str> = hook::EventType::ALL.iter().map(|(_, text)| *text).collect();
    assert_eq!(events, all);
}

#[test]
fn the_entries_of_a_file_are_sorted_by_key() {
    let disk = compiler::files::Disk::open(Path::new(ROOT)).expect("the repository is there");
    let registry = compiler::check(&disk, "registry-defs/rollbook.yaml", compiler::Settings::default()).registry;
    let mut looked_at = 0;
    for members in registry.members.iter().filter(|members| members.kind.registry == "modules") {
        let mut files: BTreeMap<&str, Vec<(u32, &str)>> = BTreeMap::new();
        for entry in &members.entries {
            files.entry(entry.file.name()).or_default().push((entry.span.start, entry.key.as_str()));
            looked_at += 1;
        }
        for (path, mut entries) in files {
            entries.sort_unstable();
            // `add` puts a new entry to its sorted place only where there is one.
            assert!(entries.is_sorted_by_key(|(_, key)| *key), "{path}: {entries:?}");
        }
    }
    assert!(looked_at > 100, "only {looked_at} entries were looked at");
}

#[test]
fn from_an_ability_the_catalog_leads_to_its_module_and_how_far_that_has_come() {
    // From the command to the crate that does it, to the class of that crate.
    let generate = AbilityLowKey::Gen.entry();
    assert_eq!(generate.module_id, ModuleInstanceKey::Cli);
    assert_eq!(generate.module_id.entry().type_id.entry().folders, ["crates", "xtask"]);
    let mut followed = 0;
    for ability in AbilityLowKey::all() {
        let module = ability.entry().module_id;
        let maturity = ModuleMaturityKey::all().find(|key| key.entry().module_id == module);
        let maturity = maturity.unwrap_or_else(|| panic!("{module} has no maturity")).entry();
        assert!(ability.entry().demands <= maturity.level, "{ability} demands more than {module} has");
        followed += 1;
    }
    assert!(followed > 12, "only {followed} abilities were looked at");
}

#[test]
fn a_workflow_leads_to_commands_that_are_there() {
    use generated::modules::ability_high::Status as WorkflowStatus;
    /// Each command that a workflow comes to, through other workflows too.
    fn commands(key: AbilityHighKey, found: &mut BTreeSet<AbilityLowKey>) {
        for step in key.entry().steps {
            assert!(step.ability_id.is_none() || step.workflow_id.is_none(), "{key}: `{}` is two things", step.does);
            found.extend(step.ability_id);
            if let Some(workflow) = step.workflow_id {
                commands(workflow, found);
            }
        }
    }
    for key in AbilityHighKey::all() {
        let mut found = BTreeSet::new();
        commands(key, &mut found);
        assert!(!found.is_empty(), "{key} comes to no command");
        let all_there = found.iter().all(|ability| ability.entry().status == Status::Active);
        assert_eq!(key.entry().status == WorkflowStatus::Active, all_there, "{key} comes to {found:?}");
    }
}
