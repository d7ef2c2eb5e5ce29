//! The low-level abilities of the registry `modules` against the command line: each command is an ability,
//! each ability a command, and what a definition says can be typed.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::process::Command;

use generated::modules::ability_low::{Program, Status};
use generated::modules::{AbilityHighKey, AbilityLowKey};
use kernel::Key as _;

/// What the program prints when it is asked for help.
fn help(words: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_xtask")).args(words).arg("--help").output().unwrap();
    assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// The commands that the help lists, but for `help`.
fn commands() -> BTreeSet<String> {
    let help = help(&[]);
    let listed = help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    // A description that goes on in the next line is indented further.
    let names = listed.filter_map(|line| line.strip_prefix("  ")).filter(|line| !line.starts_with(' '));
    names.filter_map(|line| line.split_whitespace().next()).filter(|name| *name != "help").map(str::to_owned).collect()
}

/// The abilities of this command line.
fn abilities() -> impl Iterator<Item = AbilityLowKey> {
    AbilityLowKey::all().filter(|key| key.entry().program == Program::Rollbook)
}

/// Demands that every flag among these words is one of the command.
fn assert_flags(words: &str, command: &str, key: &str) {
    let help = help(&[command]);
    for flag in words.split_whitespace().filter(|word| word.starts_with("--")) {
        let is_there =
            help.split(|character: char| character.is_whitespace() || character == ',').any(|word| word == flag);
        assert!(is_there, "{key}: `{command}` has no flag `{flag}`:\n{help}");
    }
}

#[test]
fn each_command_is_an_ability_and_each_ability_a_command() {
    let declared: BTreeSet<String> = abilities()
        .filter(|key| key.entry().status != Status::Planned)
        .map(|key| key.entry().subcommand.unwrap_or_else(|| panic!("{key} names no command")).to_owned())
        .collect();
    let commands = commands();
    assert!(commands.len() > 6, "only {commands:?} were found");
    // One that was planned is no longer, once it is there.
    assert_eq!(declared, commands, "bring registry-defs/modules/abilities/low-level/rollbook.yaml up to date");
}

#[test]
fn what_an_ability_says_can_be_typed() {
    for key in abilities().filter(|key| key.entry().status != Status::Planned) {
        let ability = key.entry();
        let command = ability.subcommand.unwrap();
        let words = ability.command.strip_prefix("cargo xtask ").or_else(|| ability.command.strip_prefix("rollbook "));
        let words = words.unwrap_or_else(|| panic!("{key}: `{}` is no call of this command line", ability.command));
        assert_eq!(words.split(' ').next(), Some(command), "{key}");
        assert_flags(words, command, key.as_str());
    }
}

#[test]
fn the_flags_in_workflows_are_flags_of_their_commands() {
    let mut seen = 0;
    for key in AbilityHighKey::all() {
        for step in key.entry().steps {
            let Some((ability, with)) = step.ability_id.zip(step.with) else { continue };
            if ability.entry().program == Program::Rollbook && ability.entry().status != Status::Planned {
                assert_flags(with, ability.entry().subcommand.unwrap(), key.as_str());
                seen += 1;
            }
        }
    }
    assert!(seen > 1, "only {seen} steps were looked at");
}
