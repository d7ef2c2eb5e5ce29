//! Keys and values that want out.

use crate::world::{World, add, rename, set};

/// Nothing but files of the store may be touched.
fn is_contained(world: &World, request: &compiler::change::Request) -> bool {
    match world.ask(request) {
        Err(_) => true,
        Ok(outcome) => outcome.texts.iter().all(|text| {
            let inside = text.path.starts_with("store/") && !text.path.split('/').any(|part| part == "..");
            outcome.refused || inside
        }),
    }
}

#[test]
fn keys_never_lead_out() {
    let long = "k".repeat(300);
    let keys = [
        "../x",
        "../../x",
        "/etc/passwd",
        "C:\\x",
        "a\\..\\b",
        "",
        " ",
        ".",
        "..",
        "con",
        "NUL",
        "a\u{0}b",
        "\u{202e}x",
        "a\nb",
        "$HOME",
        "-rf",
        "~",
        long.as_str(),
        "größe",
        "*",
        "{a}",
    ];
    let world = World::new();
    for key in keys {
        let json = serde_json::json!({ "key": key }).to_string();
        assert!(is_contained(&world, &add("shelf", &json)), "{key:?}");
        assert!(is_contained(&world, &rename("shelf", "left", key)), "{key:?}");
        let of_map = serde_json::json!({ key: { "city": "X" } }).to_string();
        assert!(is_contained(&world, &add("supplier", &of_map)), "{key:?}");
    }
    for key in ["../x", "", "a\u{0}b", "\u{202e}x", "größe"] {
        let outcome = world.ask(&add("shelf", &serde_json::json!({ "key": key }).to_string()));
        assert!(outcome.is_err() || outcome.is_ok_and(|outcome| outcome.refused), "{key:?}");
    }
}

#[test]
fn texts_that_would_act_stay_texts() {
    let values = [
        "a: b",
        "- x",
        "# no comment",
        "'",
        "\"",
        "a\n---\nkey: evil",
        "*alias",
        "&anchor",
        "!tag",
        "<<",
        "null",
        "1",
        "yes",
        " x ",
        "\t",
        "%YAML",
        "@x",
        "`x`",
    ];
    for value in values {
        let mut world = World::new();
        let json = serde_json::json!({ "key": "right", "note": value }).to_string();
        world.make(&add("shelf", &json));
        let checked = compiler::check(&world.files, "rollbook.yaml", compiler::Settings::default());
        let shelves = checked.registry.get("store.shelf").expect("the kind is there");
        let found = shelves.find("right").map(|index| shelves.entries[index].text("note").map(str::to_owned));
        assert_eq!(found, Some(Some(value.to_owned())));
        assert!(checked.findings.is_empty());
    }
}

#[test]
fn deep_values_are_refused_and_not_run_into() {
    let deep = format!("{}1{}", "[".repeat(500), "]".repeat(500));
    for request in [add("item", &format!("{{ id: a, name: A, size: {deep} }}")), add("item", &deep)] {
        let outcome = World::new().ask(&request);
        assert!(outcome.is_ok_and(|outcome| outcome.refused));
    }
    let path = format!("size{}=1", ".a".repeat(5_000));
    let outcome = World::new().ask(&set("item", "nail", &[&path]));
    assert!(outcome.is_err() || outcome.is_ok_and(|outcome| outcome.refused));
}
