//! Which project a command works on.

use expect_test::expect;

use crate::project::{Project, SHOP, transcript};

#[test]
fn the_nearest_project_upwards_is_found_from_a_folder_within() {
    let project = Project::new(SHOP);
    let output = project.command("check").current_dir(project.at("shop/fruits")).output().expect("the binary starts");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn definitions_below_registry_defs_are_found_and_reach_their_root() {
    let listing = SHOP.replace("-- ", "-- registry-defs/").replace("name: demo\n", "name: demo\nroot: ..\n");
    let project = Project::new(&listing);
    project.edit("registry-defs/shop/fruits/apple.yaml", "label: shop/", "label: registry-defs/shop/");
    project.write("src/deep/lib.rs", "");
    let output = project.command("check").current_dir(project.at("src/deep")).output().expect("the binary starts");
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    for words in ["check --project registry-defs", "check --project .", "check --project registry-defs/rollbook.yaml"] {
        assert_eq!(project.run(words).status.code(), Some(0), "{words}");
    }
    project.edit("registry-defs/shop/stalls.yaml", "fruit: pear", "fruit: paer");
    let shown = project.transcript("check");
    assert!(shown.contains(" --> registry-defs/shop/stalls.yaml:5:14\n"), "paths are relative to the root: {shown}");
}

#[test]
fn a_project_that_is_not_there_is_wrong_use() {
    let project = Project::new("-- empty/readme.txt --\n");
    expect![[r#"
        exit 2
        --- stderr
        error: there is no folder or file `nowhere`
          = help: --project <folder that holds rollbook.yaml>
    "#]]
    .assert_eq(&project.transcript("check --project nowhere"));
    expect![[r#"
        exit 2
        --- stderr
        error: there is no `rollbook.yaml` in `empty`
          = help: --project <folder that holds rollbook.yaml>
    "#]]
    .assert_eq(&project.transcript("check --project empty"));
    let outside = project.command("check --project").arg(project.at("nowhere")).output().expect("the binary starts");
    assert_eq!(
        transcript(&outside),
        project.transcript("check --project nowhere"),
        "an absolute path is shown as a relative one"
    );
}

#[test]
fn a_project_file_that_cannot_be_read_is_a_finding() {
    let project = Project::new(SHOP);
    std::fs::write(project.at("rollbook.yaml"), b"name: d\xe9mo\n").expect("the temporary folder can be written");
    let by_name = project.transcript("check --project rollbook.yaml");
    assert!(by_name.starts_with("exit 1\n--- stdout\nerror[unreadable-file]: "), "{by_name}");
    assert_eq!(project.transcript("check"), by_name);
    project.write("rollbook.yaml", &"#".repeat((16 << 20) + 1));
    let too_large = project.transcript("check");
    assert!(too_large.starts_with("exit 1\n--- stdout\nerror[file-too-large]: "), "{too_large}");
}

#[test]
fn a_root_that_cannot_be_used_is_wrong_use() {
    let cases = [
        (
            "nowhere",
            expect![[r#"
            exit 2
            --- stderr
            error: `root: nowhere` in `rollbook.yaml` does not exist
        "#]],
        ),
        (
            "shop",
            expect![[r#"
            exit 2
            --- stderr
            error: `root: shop` in `rollbook.yaml` does not hold the project file
              = help: root: .
        "#]],
        ),
        (
            "shop/stalls.yaml",
            expect![[r#"
            exit 2
            --- stderr
            error: `root: shop/stalls.yaml` in `rollbook.yaml` is not a folder
        "#]],
        ),
        (
            "/",
            expect![[r#"
            exit 2
            --- stderr
            error: `root: /` in `rollbook.yaml` is absolute
              = help: write it relative to the project file's folder
        "#]],
        ),
    ];
    for (root, expected) in cases {
        let project = Project::new(&SHOP.replace("name: demo\n", &format!("name: demo\nroot: {root}\n")));
        expected.assert_eq(&project.transcript("gen"));
    }
}

#[test]
fn content_comes_from_the_flag_or_the_environment() {
    let project = Project::new(SHOP);
    project.edit("rollbook.yaml", "purpose: Things to sell.", "purpose: Things to sell., content: { env: SHOP_STOCK }");
    project.edit("shop/fruits/apple.yaml", "label: shop/stalls.yaml\n", "");
    std::fs::create_dir_all(project.at("stock")).expect("the temporary folder can be written");
    for name in ["fruits", "stalls.yaml"] {
        std::fs::rename(project.at("shop").join(name), project.at("stock").join(name)).expect("it is there");
    }
    assert_eq!(project.run("check --content SHOP_STOCK=stock").status.code(), Some(0));
    let by_environment = project.command("check").env("SHOP_STOCK", "stock").output().expect("the binary starts");
    assert_eq!(by_environment.status.code(), Some(0));
    let both = project
        .command("check --content SHOP_STOCK=stock")
        .env("SHOP_STOCK", "nowhere")
        .output()
        .expect("the binary starts");
    assert_eq!(both.status.code(), Some(0), "the flag wins");

    expect![[r#"
        exit 1
        --- stdout
        error[missing-file]: the environment variable `SHOP_STOCK` does not name the folder of registry `shop`
         --> rollbook.yaml:3:66
          |
        3 |   shop: { title: Shop, purpose: Things to sell., content: { env: SHOP_STOCK } }
          |                                                                  ^^^^^^^^^^
          |
          = path: /registries/shop/content/env
          = help: SHOP_STOCK=<folder> rollbook check
        --- stderr
        checked 2 kinds, 0 entries in 0 files: 0 references, 0 docs links, 0 paths, 0 configs; 1 error
    "#]]
    .assert_eq(&project.transcript("check"));
    expect![[r#"
        exit 2
        --- stderr
        error: `--content SHOP_STOCK`: there is no folder `nowhere`
    "#]]
    .assert_eq(&project.transcript("check --content SHOP_STOCK=nowhere"));
    expect![[r#"
        exit 2
        --- stderr
        error: no registry has `content: { env: SHOP_STOK }`
          = help: did you mean `SHOP_STOCK`?
    "#]]
    .assert_eq(&project.transcript("check --content SHOP_STOK=stock"));
    expect![[r#"
        exit 2
        --- stderr
        error: invalid value 'SHOP_STOCK' for '--content <NAME=DIR>': expected NAME=DIR

        For more information, try '--help'.
    "#]]
    .assert_eq(&project.transcript("check --content SHOP_STOCK"));
}
