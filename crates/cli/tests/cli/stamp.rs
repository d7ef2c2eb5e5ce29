//! The shortcut of a run with nothing to do.

use std::fs;

use crate::project::{Project, SHOP};

/// Changes what the stamp says was counted, so that a run that believes it shows.
fn forge(project: &Project) {
    let folder = project.at("target/rollbook");
    let mut files = fs::read_dir(&folder).expect("a clean run leaves a stamp").flatten().map(|entry| entry.path());
    let stamp =
        files.find(|path| path.extension().is_some_and(|extension| extension == "stamp")).expect("it is one file");
    let text = fs::read_to_string(&stamp).expect("a stamp is text");
    let (_, rest) = text.split_once(' ').expect("a stamp begins with numbers");
    fs::write(&stamp, format!("777 {rest}")).expect("it can be written");
}

fn is_believed(project: &Project, words: &str) -> bool {
    let output = project.run(words);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    String::from_utf8_lossy(&output.stderr).contains("777 kinds")
}

#[test]
fn a_run_after_a_clean_run_believes_its_stamp() {
    let project = Project::new(SHOP);
    assert_eq!(project.run("gen").status.code(), Some(0));
    forge(&project);
    assert!(is_believed(&project, "gen"));
    assert!(is_believed(&project, "gen --check"));
    assert!(!is_believed(&project, "gen --check --no-cache"));
}

#[test]
fn a_clean_check_leaves_a_stamp_and_one_without_cache_none() {
    let project = Project::generated();
    assert_eq!(project.run("gen --check --no-cache").status.code(), Some(0));
    let state = fs::read_dir(project.at("target/rollbook")).expect("`gen` has locked a file there").flatten();
    assert!(state.map(|entry| entry.path()).all(|path| path.extension().is_none_or(|extension| extension != "stamp")));
    assert_eq!(project.run("gen --check").status.code(), Some(0));
    forge(&project);
    assert!(is_believed(&project, "gen --check"));
}

#[test]
fn the_stamp_prints_what_the_full_run_prints() {
    let project = Project::new(SHOP);
    for command in ["gen", "gen --check", "gen --check --format sarif"] {
        let full = project.transcript(&format!("{command} --no-cache"));
        if command != "gen" {
            assert_eq!(project.transcript(command), full);
        }
        assert_eq!(project.transcript(command), project.transcript(command));
    }
}

#[test]
fn every_change_that_matters_is_seen_past_the_stamp() {
    type Change = fn(&Project);
    let output = ".schema/shop.fruit.schema.json";
    let changes: [(&str, Change); 6] = [
        ("a definition", |project| project.edit("shop/kinds/fruit.schema.yaml", "on trees", "in fields")),
        ("an entry", |project| project.edit("shop/stalls.yaml", "fruit: pear", "fruit: paer")),
        ("a new entry", |project| project.write("shop/fruits/plum.yaml", "key: apple\nsummary: twice\n")),
        ("a deleted output", |project| project.remove(".schema/shop.fruit.schema.json")),
        ("an orphan", |project| project.write(".schema/x.json", &project.read(".schema/shop.fruit.schema.json"))),
        ("a path that is gone", |project| {
            project.edit("shop/fruits/apple.yaml", "label: shop/stalls.yaml", "label: label.txt");
        }),
    ];
    for (what, change) in changes {
        let project = Project::new(SHOP);
        assert_eq!(project.run("gen").status.code(), Some(0));
        assert!(project.at(output).exists());
        change(&project);
        assert_eq!(project.run("gen --check").status.code(), Some(1), "{what}");
    }
}

#[test]
fn a_path_that_was_missing_is_found_once_it_is_there() {
    let project = Project::generated();
    project.edit("shop/fruits/apple.yaml", "label: shop/stalls.yaml", "label: label.txt");
    assert_eq!(project.run("gen --check").status.code(), Some(1));
    project.write("label.txt", "fresh\n");
    assert_eq!(project.run("gen --check").status.code(), Some(0));
    assert_eq!(project.run("gen --check").status.code(), Some(0));
    project.remove("label.txt");
    assert_eq!(project.run("gen --check").status.code(), Some(1));
}

#[test]
fn a_stamp_that_cannot_be_written_is_no_failure() {
    let project = Project::new(SHOP);
    project.write("target", "a file where the folder should be\n");
    assert_eq!(project.run("gen").status.code(), Some(0));
    assert_eq!(project.run("gen --check").status.code(), Some(0));
}

#[cfg(unix)]
#[test]
fn a_stamp_is_never_written_through_a_link_that_leaves_the_project() {
    let (project, elsewhere) = (Project::new(SHOP), Project::new("-- readme.txt --\n"));
    std::os::unix::fs::symlink(elsewhere.at(""), project.at("target")).expect("links can be made");
    assert_eq!(project.run("gen").status.code(), Some(0));
    assert_eq!(elsewhere.files().len(), 1, "{:?}", elsewhere.files());
}

#[test]
fn another_content_folder_is_another_run() {
    let project = Project::new(SHOP);
    project.edit("rollbook.yaml", "purpose: Things to sell.", "purpose: Things to sell., content: { env: SHOP_STOCK }");
    for folder in ["one", "two"] {
        for file in ["fruits/apple.yaml", "fruits/pear.yaml", "stalls.yaml"] {
            project.write(&format!("{folder}/{file}"), &project.read(&format!("shop/{file}")));
        }
    }
    project.edit("two/stalls.yaml", "fruit: pear", "fruit: paer");
    assert_eq!(project.run("gen --content SHOP_STOCK=one").status.code(), Some(0));
    assert_eq!(project.run("gen --check --content SHOP_STOCK=one").status.code(), Some(0));
    assert_eq!(project.run("gen --check --content SHOP_STOCK=two").status.code(), Some(1));
}

#[test]
fn regions_and_templates_are_seen_past_the_stamp() {
    const REGION: &str = "<!-- rollbook:begin shop.fruit -->\n<!-- rollbook:end -->\n";
    type Change = fn(&Project);
    let changes: [(&str, Change); 5] = [
        ("an edit in a region", |project| project.edit("docs/fruits.md", "Key", "Name")),
        ("a new page with a region", |project| project.write("docs/more.md", REGION)),
        ("a template of a page", |project| project.write("templates/entry.md", "{{ entry.heading }}\n")),
        ("a template of an output", |project| project.edit("list.csv", "key", "name")),
        ("what an output includes", |project| project.edit("row.csv", "entry.key", "entry.line")),
    ];
    for (what, change) in changes {
        let project = Project::new(SHOP);
        let more = "docs: { root: docs, flavour: mdbook, templates: templates }
outputs:
  - { template: list.csv, for: kind, path: 'lists/{{ kind.name }}.csv' }
";
        project.write("rollbook.yaml", &(project.read("rollbook.yaml") + more));
        project.write("docs/fruits.md", &format!("# Fruits\n\n{REGION}\nThat is all."));
        project.write("templates/header.md", "{% include 'rollbook/header.md' %}\n");
        project.write(
            "list.csv",
            "{{ header }}\nkey\n{% for entry in kind.entries %}{% include 'row.csv' %}{% endfor %}\n",
        );
        project.write("row.csv", "{{ entry.key }}\n");
        assert_eq!(project.run("gen").status.code(), Some(0), "{}", project.transcript("gen"));
        let page = project.read("docs/fruits.md");
        assert!(page.ends_with("\n<!-- rollbook:end -->\n\nThat is all.") && page.contains("| [`pear`]"), "{page}");
        // The page is read as it was before the first run has written it, so the second looks again.
        assert_eq!(project.run("gen --check").status.code(), Some(0));
        forge(&project);
        assert!(is_believed(&project, "gen --check"));
        change(&project);
        assert_eq!(project.run("gen --check").status.code(), Some(1), "{what}");
    }
}
