//! `links`: any Markdown tree, with and without a project.

use expect_test::expect;

use crate::project::{Project, SHOP};

/// Two sites and a page outside of them.
const TREE: &str = "\
-- README.md --
# Tree

[book](book/src/a.md#two-words) [docs](site/docs/b.md#inputs-outputs)
-- book/book.toml --
[book]
title = \"A book\"
-- book/src/SUMMARY.md --
- [A](a.md)
-- book/src/a.md --
# A

## Two -- words

[here](#two--words) [there](../../site/docs/b.md) [left](left.html) [print](print.html#b)
-- book/src/draft.md --
Nobody [reads](nowhere.md) it.
-- site/mkdocs.yml --
site_name: Site
-- site/docs/b.md --
# B

## Inputs & outputs

[here](#inputs-outputs) [case](C.md)
-- site/docs/c.md --
[back](b.html)
";

#[test]
fn each_site_is_judged_by_its_own_settings() {
    expect![[r#"
        exit 1
        --- stdout
        error[missing-anchor]: `book/src/a.md` has no heading `#two-words`
         --> README.md:3:8
          |
        3 | [book](book/src/a.md#two-words) [docs](site/docs/b.md#inputs-outputs)
          |        ^^^^^^^^^^^^^^^^^^^^^^^
          |
          = note: `#two-words` is what mkdocs makes of a heading; mdbook makes `#two--words`
          = help: book/src/a.md#two--words

        error[broken-link]: there is no `/left.html`
         --> book/src/a.md:5:58
          |
        5 | [here](#two--words) [there](../../site/docs/b.md) [left](left.html) [print](print.html#b)
          |                                                          ^^^^^^^^^

        error[wrong-case]: there is no `site/docs/C.md`, only `site/docs/c.md` in another case
         --> site/docs/b.md:5:32
          |
        5 | [here](#inputs-outputs) [case](C.md)
          |                                ^^^^
          |
          = help: c.md

        error[broken-link]: there is no `/c/b.html`
         --> site/docs/c.md:1:8
          |
        1 | [back](b.html)
          |        ^^^^^^
          |
          = help: b.md
        --- stderr
        checked 4 pages: 9 links (3 ok, 4 broken, 2 unknown); 4 errors
    "#]]
    .assert_eq(&Project::new(TREE).transcript("links"));
}

#[test]
fn unknown_links_are_shown_when_asked_for_and_never_fail() {
    expect![[r#"
        exit 1
        --- stdout
        error[broken-link]: there is no `/left.html`
         --> book/src/a.md:5:58
          |
        5 | [here](#two--words) [there](../../site/docs/b.md) [left](left.html) [print](print.html#b)
          |                                                          ^^^^^^^^^
        --- stderr
        book/src/a.md:5:29: unknown: it leads out of the site
        book/src/a.md:5:77: unknown: the site generator or a plugin may make it
        checked 1 page: 4 links (1 ok, 1 broken, 2 unknown); 1 error
    "#]]
    .assert_eq(&Project::new(TREE).transcript("links book/src/a.md --unknown --flavour mdbook"));
}

#[test]
fn what_has_one_answer_is_mended_and_the_rest_is_left() {
    let project = Project::new(TREE);
    expect![[r#"
        exit 0
        --- stderr
        mended 2 links in 2 files
        checked 2 pages: 3 links (3 ok, 0 broken, 0 unknown); no findings
    "#]]
    .assert_eq(&project.transcript("links site --fix"));
    assert!(project.read("site/docs/b.md").ends_with("[here](#inputs-outputs) [case](c.md)\n"));
    expect![[r#"
        exit 0
        --- stderr
        checked 2 pages: 3 links (3 ok, 0 broken, 0 unknown); no findings
    "#]]
    .assert_eq(&project.transcript("links site --fix"));
}

#[test]
fn a_built_site_settles_what_the_sources_do_not_tell() {
    let built = "-- out/a.html --\n<h1 id=\"a\">A</h1><h2 id=\"two--words\">\n-- out/left.html --\n-- out/print.html --\n<h1 id=\"c\">";
    let project = Project::new(&format!("{TREE}{built}"));
    expect![[r#"
        exit 1
        --- stdout
        error[missing-anchor]: the built page `print.html` has no `#b`
         --> book/src/a.md:5:77
          |
        5 | [here](#two--words) [there](../../site/docs/b.md) [left](left.html) [print](print.html#b)
          |                                                                             ^^^^^^^^^^^^
        --- stderr
        checked 1 page: 4 links (2 ok, 1 broken, 1 unknown); 1 error
    "#]]
    .assert_eq(&project.transcript("links book --site out"));
    expect![[r#"
        exit 2
        --- stderr
        error: `site` holds no page that is built of these sources
    "#]]
    .assert_eq(&project.transcript("links book --site site"));
}

#[test]
fn pages_are_left_out_by_globs() {
    let project = Project::new(TREE);
    expect![[r#"
        exit 1
        --- stdout
        error[wrong-case]: there is no `site/docs/C.md`, only `site/docs/c.md` in another case
         --> site/docs/b.md:5:32
          |
        5 | [here](#inputs-outputs) [case](C.md)
          |                                ^^^^
          |
          = help: c.md
        --- stderr
        checked 2 pages: 4 links (2 ok, 1 broken, 1 unknown); 1 error
    "#]]
    .assert_eq(&project.transcript("links --exclude book/** --exclude site/docs/c.md"));
    expect![[r#"
        exit 2
        --- stderr
        error: `--exclude book/[` is no glob: unclosed character class; missing ']'
    "#]]
    .assert_eq(&project.transcript("links --exclude book/["));
}

#[test]
fn pages_are_compared_between_flavours() {
    expect![[r#"
        exit 1
        --- stdout
        warning[not-portable]: this heading is `#inputs-outputs` in mkdocs and `#inputs--outputs` in github
         --> site/docs/b.md:3:1
          |
        3 | ## Inputs & outputs
          | ^^^^^^^^^^^^^^^^^^^
          |
          = help: ## Inputs and outputs

        warning[not-portable]: `#inputs-outputs` leads to a heading `#inputs-outputs` of `site/docs/b.md` in mkdocs, and to no heading of `site/docs/b.md` in github
         --> site/docs/b.md:5:8
          |
        3 | ## Inputs & outputs
          | ------------------- the heading
        4 |
        5 | [here](#inputs-outputs) [case](C.md)
          |        ^^^^^^^^^^^^^^^
          |
          = help: ## Inputs and outputs

        error[wrong-case]: there is no `site/docs/C.md`, only `site/docs/c.md` in another case
         --> site/docs/b.md:5:32
          |
        5 | [here](#inputs-outputs) [case](C.md)
          |                                ^^^^
          |
          = help: c.md

        error[broken-link]: there is no `/c/b.html`
         --> site/docs/c.md:1:8
          |
        1 | [back](b.html)
          |        ^^^^^^
          |
          = help: b.md
        --- stderr
        checked 2 pages: 3 links (1 ok, 2 broken, 0 unknown); 2 errors, 2 warnings
    "#]].assert_eq(&Project::new(TREE).transcript("links site --portable mkdocs,github"));
}

#[test]
fn what_a_comment_allows_is_not_reported() {
    let page = "-- a.md --\n<!-- rollbook-allow broken-link: it comes tomorrow -->\n[b](b.md)\n";
    expect![[r#"
        exit 0
        --- stderr
        checked 1 page: 1 link (0 ok, 1 broken, 0 unknown); no findings, 1 allowed
    "#]]
    .assert_eq(&Project::new(page).transcript("links"));
}

#[test]
fn nothing_to_check_and_what_lies_elsewhere_are_wrong_use() {
    let project = Project::new("-- a.txt --\n");
    expect![[r#"
        exit 2
        --- stderr
        checked 0 pages: 0 links (0 ok, 0 broken, 0 unknown); no findings
        error: there is no Markdown file to check
    "#]]
    .assert_eq(&project.transcript("links"));
    expect![[r#"
        exit 2
        --- stderr
        error: cannot read `nowhere`: no such file or directory
    "#]]
    .assert_eq(&project.transcript("links nowhere"));
    expect![[r#"
        exit 2
        --- stderr
        error: `..` lies outside of the repository
          = help: go there first
    "#]]
    .assert_eq(&project.transcript("links .."));
}

#[test]
fn findings_are_json_for_programs() {
    let project = Project::new("-- a.md --\n[b](b.md)\n");
    expect![[r#"
        exit 1
        --- stdout
        {"code":"broken-link","severity":"error","message":"there is no `b.md`","file":"a.md","span":{"start":4,"end":8},"start":{"line":1,"column":5},"end":{"line":1,"column":9},"path":null,"label":"","related":[],"notes":[],"help":[],"diff":null,"entry":null,"rule":null}
        --- stderr
        checked 1 page: 1 link (0 ok, 1 broken, 0 unknown); 1 error
    "#]].assert_eq(&project.transcript("links --format json"));
}

#[test]
fn check_judges_the_docs_of_a_project() {
    let shop = SHOP.replace("name: demo\n", "name: demo\ndocs: { root: docs, flavour: mdbook }\n");
    let docs = "-- docs/index.md --\nThe `shop.fruit` and the `shop.stall`: [prices](prices.md).\n";
    let project = Project::new(&format!("{shop}{docs}"));
    expect![[r#"
        exit 1
        --- stdout
        error[broken-link]: there is no `docs/prices.md`
         --> docs/index.md:1:49
          |
        1 | The `shop.fruit` and the `shop.stall`: [prices](prices.md).
          |                                                 ^^^^^^^^^
        --- stderr
        checked 4 pages: 17 links (16 ok, 1 broken, 0 unknown), 0 keys in code, 0 examples
        checked 2 kinds, 3 entries in 3 files: 2 references, 0 docs links, 1 path, 1 config; 1 error
    "#]]
    .assert_eq(&project.transcript("check"));
}
