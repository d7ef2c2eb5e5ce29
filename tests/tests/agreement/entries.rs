//! Entries of the committed catalogs: each static prints what its definition says, with its defaults.

use std::collections::BTreeMap;
use std::fmt::Debug;

use compiler::entries::Entry;
use compiler::profile::{Field, Shape, Type};
use compiler::registry::Members;
use kernel::Key;
use serde_json::Value;
use source::Findings;

use crate::expected::{Expected, Form, key, structure};
use crate::repository::{self, PROJECTS};

/// `{:?}` of every entry of a kind.
fn printed<K: Key>() -> Vec<String>
where
    K::Entry: Debug,
{
    K::all().map(|key| format!("{:?}", key.entry())).collect()
}

#[test]
fn every_entry_of_a_catalog_prints_what_its_definition_says() {
    let catalogs: BTreeMap<&str, Vec<String>> = BTreeMap::from([
        ("missions.mission", printed::<generated::missions::MissionKey>()),
        ("missions.step_kind", printed::<generated::missions::StepKindKey>()),
        ("modules.ability_high", printed::<generated::modules::AbilityHighKey>()),
        ("modules.ability_low", printed::<generated::modules::AbilityLowKey>()),
        ("modules.hook", printed::<generated::modules::HookKey>()),
        ("modules.module_instance", printed::<generated::modules::ModuleInstanceKey>()),
        ("modules.module_interface", printed::<generated::modules::ModuleInterfaceKey>()),
        ("modules.module_maturity", printed::<generated::modules::ModuleMaturityKey>()),
        ("modules.module_type", printed::<generated::modules::ModuleTypeKey>()),
        ("modules.route", printed::<generated::modules::RouteKey>()),
        ("scenario.message", printed::<generated::scenario::MessageKey>()),
        ("scenario.port", printed::<generated::scenario::PortKey>()),
        ("scenario.scenario", printed::<generated::scenario::ScenarioKey>()),
        ("scenario.step", printed::<generated::scenario::StepKey>()),
        ("other.unit", printed::<everything::other::UnitKey>()),
        ("zoo.part", printed::<everything::zoo::PartKey>()),
        ("zoo.shape", printed::<everything::zoo::ShapeKey>()),
        ("zoo.task", printed::<everything::zoo::TaskKey>()),
    ]);
    for project in PROJECTS {
        let registry = repository::compiled(project).registry;
        for members in &registry.members {
            let expected = Expected { registry: &registry, model: &members.kind.model, form: Form::Static };
            let expected: Vec<String> =
                (0..members.entries.len()).map(|index| entry(&expected, members, index)).collect();
            let id = members.kind.id.as_str();
            assert_eq!(catalogs.get(id), Some(&expected), "{id}");
        }
    }
}

/// What the static of an entry prints: its key, and its properties but for those that hold the key.
fn entry(expected: &Expected<'_>, members: &Members, index: usize) -> String {
    let root = expected.model.root_item().expect("an entry is a struct");
    let root = expected.model.item(root);
    let Shape::Struct(properties) = &root.shape else { panic!("an entry is a struct") };
    let (entry, keys) = (&members.entries[index], members.kind.block.key_properties());
    let written = written(entry);
    let mut fields = vec![format!("key: {}", key(members, index))];
    for property in properties.iter().filter(|property| !keys.contains(&property.name)) {
        if property.value.ty == Type::Schema {
            fields.push(format!("{}: {}", property.rust, config(property, entry)));
        } else {
            fields.extend(expected.fields(std::slice::from_ref(property), &written));
        }
    }
    structure(&root.name, &fields)
}

/// The entry as it stands in its file, without defaults.
fn written(entry: &Entry) -> Value {
    let documents = yaml::parse(&entry.file, &yaml::Limits::default(), &mut Findings::new());
    let node = documents.iter().find_map(|document| document.root.at(&entry.at));
    node.expect("the entry stands where it was found").to_json()
}

/// The spec of a config prints as the names of its properties.
fn config(property: &Field, entry: &Entry) -> String {
    let Some(config) = &entry.config else { return "None".to_owned() };
    let root = config.model.item(config.model.root_item().expect("a config is a struct"));
    let Shape::Struct(fields) = &root.shape else { panic!("a config is a struct") };
    let names: Vec<&str> = fields.iter().map(|field| field.name.as_str()).collect();
    let names = format!("{{{}}}", names.iter().map(|name| format!("{name:?}")).collect::<Vec<_>>().join(", "));
    if property.is_optional() { format!("Some({names})") } else { names }
}
