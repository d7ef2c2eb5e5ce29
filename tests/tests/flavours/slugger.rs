//! Our anchors of GitHub next to npm's `github-slugger`, where the builders are installed.
//!
//! Its package leaves out the 78 headings that were crawled from GitHub, all of which it answers as GitHub does.
//! So it is asked itself, about every character in a heading of its own.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use links::{Flavour, Page};

/// Reads headings from standard input, one a line, and prints their slugs, each as if it were alone.
const PROGRAM: &str = "import { slug } from 'github-slugger'; import { readFileSync } from 'node:fs';\n\
    const headings = readFileSync(0, 'utf8').split('\\n').slice(0, -1);\n\
    process.stdout.write(headings.map((heading) => slug(heading) + '\\n').join(''));";

/// How many characters we keep and `github-slugger` 2.0.0 drops: its tables are those of Unicode 13, and these are newer.
const NEWER: usize = 10_103;

#[test]
fn every_character_is_kept_or_dropped_as_npm_does() {
    let modules = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/flavours/docusaurus");
    if !modules.join("node_modules/github-slugger").is_dir() {
        println!("skipped: `github-slugger` is not installed; `tests/flavours/install docusaurus` installs it");
        return;
    }
    // Markup is in ASCII. Left out is what is all ideographs, or nothing yet.
    let characters = ('\u{80}'..='\u{1ffff}').chain('\u{2a600}'..='\u{323bf}').chain('\u{e0000}'..='\u{e01ff}');
    let characters: Vec<char> = characters.collect();
    let headings: Vec<String> =
        characters.iter().map(|character| format!("{:x} Ab{character}yZ", u32::from(*character))).collect();
    let theirs = slugs(&modules, &headings);
    let ours = headings.chunks(1000).flat_map(anchors);
    let (mut newer, mut wrong, mut count) = (0, Vec::new(), 0);
    for ((character, theirs), ours) in characters.iter().zip(theirs).zip(ours) {
        count += 1;
        let kept = format!("{:x}-ab{}yz", u32::from(*character), character.to_lowercase());
        let dropped = format!("{:x}-abyz", u32::from(*character));
        match ours == theirs {
            true => {}
            false if ours == kept && theirs == dropped => newer += 1,
            false => wrong.push(format!("{ours} instead of {theirs}")),
        }
    }
    println!("{count} characters, {newer} of them newer than the tables of `github-slugger`");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!((count, newer), (characters.len(), NEWER));
}

fn anchors(headings: &[String]) -> Vec<String> {
    let content = headings.iter().fold(String::new(), |page, heading| page + "## " + heading + "\n\n");
    Page::read(&content, Flavour::Github).anchors().iter().map(|anchor| anchor.id.clone()).collect()
}

fn slugs(modules: &Path, headings: &[String]) -> Vec<String> {
    let mut node = Command::new("node");
    node.args(["--input-type=module", "--eval", PROGRAM]).current_dir(modules);
    let mut node =
        node.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("node runs where npm has installed");
    let mut input = node.stdin.take().expect("it is a pipe");
    let headings = headings.join("\n") + "\n";
    // From a thread, as neither side waits for the other.
    let writer = std::thread::spawn(move || input.write_all(headings.as_bytes()));
    let output = node.wait_with_output().expect("node ends");
    writer.join().expect("the thread ends").expect("node reads all");
    let output = String::from_utf8(output.stdout).expect("slugs are UTF-8");
    output.lines().map(str::to_owned).collect()
}
