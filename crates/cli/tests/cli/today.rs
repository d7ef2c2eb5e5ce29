//! Which day it is: `--today`, `SOURCE_DATE_EPOCH`, the clock.

use expect_test::expect;

use crate::project::{Project, SHOP, transcript};

/// A shop with a file that is read by no kind, which is allowed until the last day of 2030.
fn shop() -> Project {
    let project = Project::new(SHOP);
    project.write("shop/prices.yaml", "# rollbook-allow unread-file until 2030-12-31: read by the till\napple: 1\n");
    project
}

fn code(project: &Project, words: &str, epoch: &str) -> Option<i32> {
    project.command(words).env("SOURCE_DATE_EPOCH", epoch).output().expect("the binary starts").status.code()
}

#[test]
fn what_is_allowed_is_counted_and_not_shown() {
    expect![[r#"
        exit 0
        --- stderr
        checked 2 kinds, 3 entries in 3 files: 2 references, 0 docs links, 1 path, 1 config; no findings, 1 allowed
    "#]]
    .assert_eq(&shop().transcript("check --today 2030-12-31"));
}

#[test]
fn what_is_no_longer_allowed_is_shown_with_its_allowance() {
    let project = shop();
    expect![[r#"
        exit 1
        --- stdout
        warning[unread-file]: `shop/prices.yaml` is read by no kind
         --> shop/prices.yaml:1:1
          = note: the kinds of this registry read `fruits/*.yaml`, `stalls.yaml`

        warning[expired-allowance]: the allowance of `unread-file` ended with 2030-12-31
         --> shop/prices.yaml:1:1
          |
        1 | # rollbook-allow unread-file until 2030-12-31: read by the till
          | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
          |
          = note: today is 2031-01-01
          = help: mend what it allowed and remove the comment, or give it a later day
        --- stderr
        checked 2 kinds, 3 entries in 3 files: 2 references, 0 docs links, 1 path, 1 config; 2 warnings
    "#]]
    .assert_eq(&project.transcript("check --today 2031-01-01"));
    assert_eq!(project.run("gen --today 2031-01-01").status.code(), Some(0), "a warning stops nothing");
}

#[test]
fn the_environment_says_which_day_it_is_where_no_flag_does() {
    let project = shop();
    // The first and the last second of 2030-12-31, and the next.
    let seconds = ["1924905600", "1924991999", "1924992000"];
    assert_eq!(seconds.map(|epoch| code(&project, "check", epoch)), [Some(0), Some(0), Some(1)]);
    assert_eq!(code(&project, "check --today 2030-12-31", "1924992000"), Some(0));
    assert_eq!(code(&project, "check --today 2031-01-01", "1924905600"), Some(1));
}

#[test]
fn without_either_it_is_the_day_of_the_clock() {
    let project = Project::new(SHOP);
    project.write("shop/prices.yaml", "# rollbook-allow unread-file until 9999-12-31: read by the till\n");
    project.write("shop/hours.yaml", "# rollbook-allow unread-file until 2001-01-01: read by the till\n");
    let found = project.transcript("check");
    assert!(found.contains("ended with 2001-01-01") && !found.contains("prices.yaml"), "{found}");
    assert_eq!(code(&project, "check", ""), Some(1), "an empty variable says nothing");
}

#[test]
fn what_is_no_day_is_a_wrong_use() {
    let project = shop();
    expect![[r#"
        exit 2
        --- stderr
        error: invalid value '2030-02-30' for '--today <YYYY-MM-DD>': expected a day of the calendar, `YYYY-MM-DD`

        For more information, try '--help'.
    "#]]
    .assert_eq(&project.transcript("check --today 2030-02-30"));
    let output = project.command("gen --check").env("SOURCE_DATE_EPOCH", "yesterday").output().expect("it starts");
    expect![[r#"
        exit 2
        --- stderr
        error: `SOURCE_DATE_EPOCH` is `yesterday`, expected seconds since 1970
          = help: --today YYYY-MM-DD
    "#]]
    .assert_eq(&transcript(&output));
    assert_eq!(code(&project, "explain unread-file", "yesterday"), Some(0), "nothing else asks for the day");
}

#[test]
fn a_stamp_is_not_believed_once_what_it_allowed_has_ended() {
    let project = shop();
    for (words, expected) in [
        ("gen --today 2030-01-01", 0),
        ("gen --check --today 2030-12-31", 0),
        ("gen --check --today 2031-01-01", 0),
        ("gen --check --today 2030-12-31", 0),
    ] {
        let output = project.run(words);
        assert_eq!(output.status.code(), Some(expected), "{words}");
        let shown = String::from_utf8_lossy(&output.stdout).contains("expired-allowance");
        assert_eq!(shown, words.ends_with("2031-01-01"), "{words}: {output:?}");
    }
}
