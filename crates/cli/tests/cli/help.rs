//! `--help`, and words that are no command.

use expect_test::expect;

use crate::project::Project;

fn nowhere() -> Project {
    Project::new("-- readme.txt --\n")
}

#[test]
fn help_of_every_command_has_examples_and_exit_codes() {
    let project = nowhere();
    let shown = project.transcript("--help");
    assert!(shown.starts_with("exit 0\n--- stdout\nRollbook compiles registries"), "{shown}");
    for command in ["gen", "check", "add", "set", "rename", "remove", "list", "show", "explain", "completions"] {
        assert!(shown.contains(&format!("\n  {command} ")), "{shown}");
        let own = project.transcript(&format!("{command} --help"));
        assert!(own.starts_with("exit 0\n--- stdout\n"), "{own}");
        assert!(own.contains(&format!("Usage: rollbook {command}")), "{own}");
        assert!(own.contains(&format!("\nExamples:\n  rollbook {command}")), "{own}");
        assert!(own.contains("Exit codes: 0 ") && own.contains("2 "), "{own}");
        assert!(!own.contains("{program}"), "{own}");
    }
}

#[test]
fn no_line_of_help_is_wider_than_a_terminal() {
    let project = nowhere();
    let commands = ["gen", "check", "add", "set", "rename", "remove", "list", "show", "explain", "completions"];
    for words in std::iter::once("--help".to_owned()).chain(commands.map(|command| format!("{command} --help"))) {
        let shown = project.transcript(&words);
        let wide: Vec<&str> = shown.lines().filter(|line| line.chars().count() > 102).collect();
        assert!(wide.is_empty(), "{words}: {wide:#?}");
    }
}

#[test]
fn wrong_words_are_wrong_use() {
    let project = nowhere();
    for (words, expected) in [
        (
            "",
            expect![[r#"
                exit 2
                --- stderr
                Compiles registries of definitions into typed code, docs and schemas

                Usage: rollbook [OPTIONS] <COMMAND>

                Commands:
                  gen          Generates code, docs and schemas from the definitions
                  check        Checks definitions, references, docs links and paths
                  links        Checks the links of Markdown files, with or without a project
                  add          Adds entries, or updates those that have their keys
                  set          Changes properties of an entry
                  rename       Gives an entry another key, with every reference to it
                  remove       Removes an entry that nothing refers to
                  list         Lists the kinds, or the entries of one
                  show         Shows an entry, what it refers to and what refers to it
                  graph        Draws which kinds or entries name which
                  explain      Explains a finding, with an example and its mending
                  completions  Prints the completions of a shell
                  help         Print this message or the help of the given subcommand(s)

                Options:
                  -h, --help     Print help (see more with '--help')
                  -V, --version  Print version

                Shared options:
                      --project <DIR>       The project: its folder or its `rollbook.yaml` [default: the nearest one upwards]
                      --content <NAME=DIR>  The folder of a registry's `content: { env: NAME }` [default: that environment variable]
                      --today <YYYY-MM-DD>  Which day it is, for allowances that end [default: today, in UTC]
                      --format <FORMAT>     How findings and answers are written: human, json, sarif or github [default: human]
                      --color <WHEN>        Colours: always, never, or auto: on a terminal, unless `NO_COLOR` is set [default: auto]
            "#]],
        ),
        (
            "genn",
            expect![[r#"
            exit 2
            --- stderr
            error: unrecognized subcommand 'genn'

              tip: a similar subcommand exists: 'gen'

            Usage: rollbook [OPTIONS] <COMMAND>

            For more information, try '--help'.
        "#]],
        ),
        (
            "gen --chek",
            expect![[r#"
            exit 2
            --- stderr
            error: unexpected argument '--chek' found

              tip: a similar argument exists: '--check'

            Usage: rollbook gen --check

            For more information, try '--help'.
        "#]],
        ),
        (
            "gen --check --watch",
            expect![[r#"
            exit 2
            --- stderr
            error: the argument '--check' cannot be used with '--watch'

            Usage: rollbook gen --check

            For more information, try '--help'.
        "#]],
        ),
        (
            "check --format yaml",
            expect![[r#"
            exit 2
            --- stderr
            error: invalid value 'yaml' for '--format <FORMAT>'
              [possible values: human, json, sarif, github]

            For more information, try '--help'.
        "#]],
        ),
    ] {
        expected.assert_eq(&project.transcript(words));
    }
}

#[test]
fn a_reader_that_stops_reading_help_is_no_failure() {
    use std::process::Stdio;
    for words in ["--help", "explain", "completions bash"] {
        let mut child = nowhere()
            .command(words)
            .current_dir(".")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("it starts");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("it ends");
        assert_eq!((output.status.code(), output.stderr.is_empty()), (Some(0), true), "{words}: {output:?}");
    }
}
