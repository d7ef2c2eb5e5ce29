//! What the registry `modules` says of `missions`: each command is an ability and each ability a command.

use std::collections::BTreeSet;
use std::process::Command;

use generated::modules::ability_low::Program;
use generated::modules::{AbilityHighKey, AbilityLowKey};
use kernel::Key as _;

fn help(words: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_missions")).args(words).arg("--help").output().unwrap();
    assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn each_command_is_an_ability_and_each_ability_a_command() {
    let help = help(&[]);
    let listed = help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    let names = listed.filter_map(|line| line.split_whitespace().next()).filter(|name| *name != "help");
    let commands: BTreeSet<String> = names.map(str::to_owned).collect();
    let declared = AbilityLowKey::all().map(AbilityLowKey::entry).filter(|entry| entry.program == Program::Missions);
    let declared: BTreeSet<String> = declared.filter_map(|entry| entry.subcommand).map(str::to_owned).collect();
    assert_eq!(commands.len(), 3, "{commands:?}");
    assert_eq!(declared, commands);
}

#[test]
fn what_definitions_give_to_a_command_is_what_it_takes() {
    let abilities = AbilityLowKey::all().map(|key| (key, key.entry().command));
    let steps = AbilityHighKey::all().flat_map(|key| key.entry().steps);
    let steps = steps.filter_map(|step| step.ability_id.zip(step.with));
    let mut seen = 0;
    for (key, words) in abilities.chain(steps).filter(|(key, _)| key.entry().program == Program::Missions) {
        let help = help(&[key.entry().subcommand.unwrap()]);
        // What stands before a lone `--` is said to cargo.
        let words = words.split_once(" -- ").map_or(words, |(_, words)| words);
        for word in words.split(' ').skip(1) {
            let shown = if word.starts_with("--") { word.to_owned() } else { format!("<{word}>") };
            assert!(help.contains(&shown), "{key}: there is no `{shown}`:\n{help}");
            seen += 1;
        }
    }
    assert!(seen > 1, "only {seen} words were looked at");
}
