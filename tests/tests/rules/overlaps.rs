//! Scopes share a path where a plain reading finds one: all paths over a small alphabet, matched one by one.

use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;

use crate::project::check;
use crate::random::Random;

/// Names over three letters: as many as tell the patterns below apart.
const NAMES: [&str; 7] = ["a", "b", "c", "ab", "bc", "ca", "cb"];

/// Every path of up to four names.
fn paths() -> Vec<Vec<String>> {
    let mut all = Vec::new();
    let mut longest: Vec<Vec<String>> = vec![Vec::new()];
    for _ in 0..4 {
        let longer = |path: &Vec<String>| NAMES.map(|name| [path.as_slice(), &[name.to_owned()]].concat());
        longest = longest.iter().flat_map(longer).collect();
        all.extend(longest.iter().cloned());
    }
    all
}

/// The texts that the first braces, and those behind them, stand for; there are none inside of others.
fn without_braces(glob: &str) -> Vec<String> {
    let Some((before, rest)) = glob.split_once('{') else { return vec![glob.to_owned()] };
    let (inside, after) = rest.split_once('}').expect("braces are closed");
    inside.split(',').flat_map(|part| without_braces(&format!("{before}{part}{after}"))).collect()
}

fn holds(glob: &str, path: &[String]) -> bool {
    without_braces(glob).iter().any(|glob| {
        let mut segments: Vec<&str> = glob.split('/').collect();
        if !glob.contains(['*', '?', '[']) {
            // What has no wildcard stands for all below it.
            segments.push("**");
        }
        segments_hold(&segments, path)
    })
}

fn segments_hold(segments: &[&str], path: &[String]) -> bool {
    match (segments, path) {
        ([], []) => true,
        (["**", rest @ ..], _) => (0..=path.len()).any(|skipped| segments_hold(rest, &path[skipped..])),
        ([segment, rest @ ..], [name, below @ ..]) => {
            let (pattern, name): (Vec<char>, Vec<char>) = (segment.chars().collect(), name.chars().collect());
            characters_hold(&pattern, &name) && segments_hold(rest, below)
        }
        ([], [_, ..]) | ([_, ..], []) => false,
    }
}

fn characters_hold(pattern: &[char], name: &[char]) -> bool {
    match (pattern, name) {
        ([], []) => true,
        (['*', rest @ ..], _) => (0..=name.len()).any(|skipped| characters_hold(rest, &name[skipped..])),
        (['[', rest @ ..], [one, below @ ..]) => {
            let end = rest.iter().position(|character| *character == ']').expect("classes are closed");
            let (class, rest) = (&rest[..end], &rest[end + 1..]);
            let is_in = match class {
                ['!', first, '-', last] => !(first..=last).contains(&one),
                ['!', others @ ..] => !others.contains(one),
                [first, '-', last] => (first..=last).contains(&one),
                ones => ones.contains(one),
            };
            is_in && characters_hold(rest, below)
        }
        (['?', rest @ ..], [_, below @ ..]) => characters_hold(rest, below),
        ([same, rest @ ..], [one, below @ ..]) => same == one && characters_hold(rest, below),
        ([], [_, ..]) | ([_, ..], []) => false,
    }
}

/// What globs hold, each worked out once.
pub(crate) struct Known {
    paths: Vec<Vec<String>>,
    held: HashMap<String, HashSet<usize>>,
}

impl Known {
    pub(crate) fn new() -> Self {
        Self { paths: paths(), held: HashMap::new() }
    }

    fn held(&mut self, glob: &str) -> &HashSet<usize> {
        let paths = &self.paths;
        let held = || (0..paths.len()).filter(|number| holds(glob, &paths[*number])).collect();
        self.held.entry(glob.to_owned()).or_insert_with(held)
    }

    /// Whether one of the paths is held by both.
    pub(crate) fn share(&mut self, left: &str, right: &str) -> bool {
        let left = self.held(left).clone();
        self.held(right).iter().any(|path| left.contains(path))
    }
}

const SEGMENTS: [&str; 16] =
    ["a", "b", "ab", "*", "**", "?", "a*", "*b", "[ab]", "[!a]", "[b-c]", "{a,bc}", "*a*", "c?", "[!a-b]*", "*[ab]"];

/// A glob of one or two segments, so that what two of them share has at most four.
pub(crate) fn draw(random: &mut Random) -> String {
    let first = *random.pick(&SEGMENTS);
    if random.below(4) == 0 { first.to_owned() } else { format!("{first}/{}", random.pick(&SEGMENTS)) }
}

#[test]
fn scopes_share_what_a_plain_reading_finds() {
    let mut known = Known::new();
    let mut random = Random(7);
    let (mut shared, mut apart) = (0, 0);
    for _ in 0..20 {
        let pairs: Vec<(String, String)> = (0..500).map(|_| (draw(&mut random), draw(&mut random))).collect();
        let mut project = String::from(
            "-- shop/rules.yaml --\n- id: r\n  when: shop.item\n  severity: error\n  why: W.\n  overlap: { scope: scopes, by: [label] }\n  cases:\n    \
             pass: [{ shop.item: [{ item_id: a, scopes: [x] }] }]\n    \
             fail: [{ shop.item: [{ item_id: a, scopes: [x] }, { item_id: b, scopes: [x] }] }]\n-- shop/items/a.yaml --\n",
        );
        for (number, (left, right)) in pairs.iter().enumerate() {
            let _ = writeln!(project, "- {{ item_id: a{number}, label: l{number}, scopes: ['{left}'] }}");
            let _ = writeln!(project, "- {{ item_id: b{number}, label: l{number}, scopes: ['{right}'] }}");
        }
        let compiled = check(&project);
        let found: HashSet<&str> = compiled
            .findings
            .iter()
            .filter(|finding| finding.rule.is_some())
            .filter_map(|finding| finding.entry.as_ref().map(|entry| entry.key.as_str()))
            .collect();
        for (number, (left, right)) in pairs.iter().enumerate() {
            let expected = known.share(left, right);
            assert_eq!(found.contains(format!("b{number}").as_str()), expected, "{left} and {right}");
            *(if expected { &mut shared } else { &mut apart }) += 1;
        }
    }
    assert!(shared > 1_000 && apart > 1_000, "{shared} pairs share a path, {apart} do not");
}
