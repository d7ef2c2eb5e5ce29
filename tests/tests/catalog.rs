//! Golden catalogs at work: what is generated compiles, and says what the definitions say.

use everything::other::UnitKey;
use everything::zoo::part::{self, PartKey};
use everything::zoo::shape::{Action, Mode, Size, SizeString};
use everything::zoo::{ShapeKey, TaskKey};
use kernel::{Choice as _, Key as _};

#[test]
fn keys_lead_to_entries_and_back() {
    assert_eq!(ShapeKey::ALL.map(ShapeKey::as_str), ["full.one", "least", "tagged"]);
    for key in ShapeKey::ALL {
        assert_eq!(key.as_str().parse(), Ok(key));
        assert_eq!(ShapeKey::from_index(key.index()), Some(key));
        assert_eq!(key.entry().key, key);
        assert_eq!(key.to_string(), key.as_str());
    }
    assert_eq!(ShapeKey::from_index(3), None);
    assert_eq!(UnitKey::all().rev().map(UnitKey::as_str).next(), Some("type"));
}

#[test]
fn entries_are_in_the_order_of_the_kind() {
    // `order: [-priority, name]`: ten before zero, then by name.
    let priorities: Vec<i64> = ShapeKey::all().map(|key| key.entry().priority).collect();
    assert_eq!(priorities, [10, 0, 0]);
}

#[test]
fn an_unknown_key_is_told_the_nearest_and_what_exists() {
    let error = "full_one".parse::<ShapeKey>().expect_err("there is no such shape");
    assert_eq!(
        error.to_string(),
        "unknown shape `full_one`; did you mean `full.one`? (known: `full.one`, `least`, `tagged`)"
    );
    let error = "zebra".parse::<ShapeKey>().expect_err("there is no such shape");
    assert_eq!(error.to_string(), "unknown shape `zebra` (known: `full.one`, `least`, `tagged`)");
}

#[test]
fn values_are_as_the_definitions_have_them() {
    let full = ShapeKey::FullOne.entry();
    assert_eq!(full.summary, "Every property is given, some with \"quotes\", back\\slashes and */ ends.");
    assert_eq!((full.small, full.port, full.count), (-128, 65535, 3));
    assert_eq!(full.labels, [("a", "first"), ("z", "last")]);
    assert_eq!(full.free.parse()["b"][1], 2.5);
    assert_eq!(full.anything.map(kernel::Json::parse), Some("no".into()), "YAML 1.2: `no` is a string");
    assert_eq!(full.lost, None, "a softened reference that leads nowhere");
    assert_eq!(full.action, Some(Action::Call { target: part::a::b::C }));
    assert_eq!(full.size, Some(Size::Array(&[1.0, 2.5])));
    assert_eq!(full.chain.as_ref().and_then(|chain| chain.next).map(|next| next.link), Some("two"));
    let tree = full.tree.as_ref().expect("the tree is given");
    assert_eq!(tree.children[1].children[0].label, "twig");
}

#[test]
fn defaults_are_filled_in() {
    let least = ShapeKey::Least.entry();
    assert_eq!((least.small, least.port, least.mode), (-5, 8080, Mode::Fast));
    assert_eq!(ShapeKey::Tagged.entry().action, Some(Action::Wait { seconds: 5 }), "also inside variants");
    assert_eq!(ShapeKey::Tagged.entry().size, Some(Size::String(SizeString::Fit)));
}

#[test]
fn the_dot_and_the_underscore_stay_apart() {
    assert_eq!((part::a::b::C.as_str(), part::a::B_C.as_str()), ("a.b.c", "a.b_c"));
    assert_eq!(part::a::B_C.entry().after, Some(part::a::b::C));
    assert_eq!(part::_3d::_4D.as_str(), "3d.4d");
    assert_eq!(part::self_::SUPER.as_str(), "self.super");
    assert_eq!([part::TABLE, part::NAMES_0].map(PartKey::as_str), ["table", "names_0"]);
    assert_eq!([part::std_::KERNEL, part::kernel_::STD].map(PartKey::as_str), ["std.kernel", "kernel.std"]);
    assert_eq!(PartKey::find("a.b.c"), Some(part::a::b::C));
    assert_eq!(PartKey::find("a.b"), None);
}

#[test]
fn choices_have_their_strings() {
    assert_eq!(Mode::ManyFast.as_str(), "fast[]");
    assert_eq!(Mode::from_text("slow"), Some(Mode::Slow));
    assert_eq!(Mode::from_text("Slow"), None);
}

#[test]
fn versions_are_keys_of_their_own() {
    assert_eq!(TaskKey::MailSend2.as_str(), "mail.send@2");
    assert_eq!(TaskKey::Digest1.entry().calls[1].task, TaskKey::MailSend2);
    assert_eq!(TaskKey::Digest1.entry().calls[0].with.map(|with| with.0), Some(r#"{"to":"a@example.org"}"#));
}

#[test]
fn this_repository_lists_its_steps() {
    use generated::scenario::{PortKey, ScenarioKey, StepKey};
    assert_eq!(StepKey::GateIdempotency.entry().ports, [PortKey::SeenStore]);
    let error = "gate.idempotncy".parse::<StepKey>().expect_err("there is no such step");
    assert!(
        error.to_string().starts_with("unknown step `gate.idempotncy`; did you mean `gate.idempotency`?"),
        "{error}"
    );
    let baseline = ScenarioKey::Baseline.entry();
    // The output of each step is the input of the next.
    for pair in baseline.steps.windows(2) {
        assert_eq!(pair[0].step.entry().contracts.output, pair[1].step.entry().contracts.input);
    }
    assert_eq!(baseline.steps.len(), 8);
}

/// Constants that a template of the project makes.
mod made {
    include!("../projects/everything/made/zoo.rs");
}

#[test]
fn what_a_template_makes_is_compiled_and_agrees_with_the_catalog() {
    assert_eq!(made::ZOO_TASK, TaskKey::ALL.iter().map(|key| key.as_str()).collect::<Vec<_>>());
    assert_eq!(made::ZOO_SHAPE, ShapeKey::ALL.iter().map(|key| key.as_str()).collect::<Vec<_>>());
    assert!(made::ZOO_PART.contains(&"type.async"));
}
