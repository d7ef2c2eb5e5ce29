//! `completions`.

use crate::project::Project;

#[test]
fn every_shell_has_a_script_that_knows_the_commands() {
    let project = Project::new("-- readme.txt --\n");
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let shown = project.transcript(&format!("completions {shell}"));
        assert!(shown.starts_with("exit 0\n--- stdout\n"), "{shell}: {shown}");
        for command in ["gen", "check", "explain", "no-cache"] {
            assert!(shown.contains(command), "{shell}: {command}");
        }
    }
}

#[test]
fn an_unknown_shell_is_wrong_use() {
    let project = Project::new("-- readme.txt --\n");
    let shown = project.transcript("completions fsh");
    assert!(shown.starts_with("exit 2\n") && shown.contains("fish"), "{shown}");
}
