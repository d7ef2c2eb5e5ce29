//! Finds, among many scopes, one that meets another, without comparing each with each.
//!
//! Globs are sorted into trees, by the names that they begin with and by those that they end with. Only globs on or
//! below the same branch can meet, in either tree; the smaller choice is compared. A glob that begins with a name has
//! nothing to find among the beginnings of those that begin with `**`, and the other way round, so each sort has
//! trees of its own.

use std::cell::Cell;
use std::collections::BTreeMap;

use super::{Glob, Scope, Segment, Token};

/// So many pairs of parts may be compared in one index, which takes some seconds. Scopes that begin or end with names
/// need a handful each.
const MOST_WORK: u64 = 4_000_000_000;

/// Many scopes.
#[derive(Debug, Default)]
pub(in crate::rules) struct Index {
    scopes: Vec<Scope>,
    /// Of globs that begin with a name, and of those that do not.
    anchored: Trees,
    floating: Trees,
    work: Cell<u64>,
}

#[derive(Debug, Default)]
struct Trees {
    forward: Branch,
    backward: Branch,
}

impl Index {
    /// Adds a scope; its number is how many there were before.
    pub(in crate::rules) fn push(&mut self, scope: Scope) {
        let number = self.scopes.len();
        for glob in &scope.0 {
            let is_anchored = matches!(glob.first(), Some(Segment::Name(_)));
            let trees = if is_anchored { &mut self.anchored } else { &mut self.floating };
            trees.forward.add(&steps(glob, Way::Forward), number);
            trees.backward.add(&steps(glob, Way::Backward), number);
        }
        self.scopes.push(scope);
    }

    /// Whether so much was compared that the rest is not.
    pub(in crate::rules) fn is_exhausted(&self) -> bool {
        self.work.get() > MOST_WORK
    }

    /// The number of the first scope that meets another.
    pub(in crate::rules) fn first_met(&self, scope: &Scope) -> Option<usize> {
        let pairs = scope.0.iter().flat_map(|glob| [(glob, &self.anchored), (glob, &self.floating)]);
        pairs.filter_map(|(glob, trees)| self.first_in(trees, glob)).min()
    }

    fn first_in(&self, trees: &Trees, glob: &Glob) -> Option<usize> {
        let forward = trees.forward.near(&steps(glob, Way::Forward));
        let backward = trees.backward.near(&steps(glob, Way::Backward));
        let near = if forward.count <= backward.count { forward } else { backward };
        let alone = Scope(vec![glob.clone()]);
        let mut first = None;
        for number in near.numbers() {
            self.work.set(self.work.get() + 1);
            let is_earlier = first.is_none_or(|first| number < first) && !self.is_exhausted();
            if is_earlier && self.scopes[number].meets(&alone, &self.work) {
                first = Some(number);
            }
        }
        first
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Forward,
    Backward,
}

/// A segment, as far as trees know it; texts are as the way reads them.
enum Step {
    Name(String),
    /// A pattern, and the text that its names begin with.
    Pattern(String),
    Any,
}

fn steps(glob: &Glob, way: Way) -> Vec<Step> {
    let literal = |tokens: &mut dyn Iterator<Item = &Token>| {
        tokens.map_while(|token| if let Token::One(one) = token { Some(*one) } else { None }).collect()
    };
    let step = |segment: &Segment| match (segment, way) {
        (Segment::Any, _) => Step::Any,
        (Segment::Name(name), Way::Forward) => Step::Name(name.clone()),
        (Segment::Name(name), Way::Backward) => Step::Name(name.chars().rev().collect()),
        (Segment::Pattern(tokens), Way::Forward) => Step::Pattern(literal(&mut tokens.iter())),
        (Segment::Pattern(tokens), Way::Backward) => Step::Pattern(literal(&mut tokens.iter().rev())),
    };
    match way {
        Way::Forward => glob.iter().map(step).collect(),
        Way::Backward => glob.iter().rev().map(step).collect(),
    }
}

#[derive(Debug, Default)]
struct Branch {
    /// Globs whose next segment is no name, or that end here, by the text that the segment begins with.
    here: BTreeMap<String, Vec<usize>>,
    names: BTreeMap<String, Self>,
    /// How many there are here and below.
    count: usize,
}

/// The branches on which globs lie that may meet another.
#[derive(Default)]
struct Near<'a> {
    here: Vec<&'a [usize]>,
    /// All here and below.
    below: Vec<&'a Branch>,
    count: usize,
}

impl<'a> Near<'a> {
    fn add(&mut self, here: &'a [usize]) {
        self.count += here.len();
        self.here.push(here);
    }

    fn add_below(&mut self, branch: &'a Branch) {
        self.count += branch.count;
        self.below.push(branch);
    }

    fn numbers(self) -> Vec<usize> {
        let mut numbers: Vec<usize> = self.here.concat();
        let mut open = self.below;
        while let Some(branch) = open.pop() {
            numbers.extend(branch.here.values().flatten());
            open.extend(branch.names.values());
        }
        numbers
    }
}

impl Branch {
    fn add(&mut self, steps: &[Step], number: usize) {
        self.count += 1;
        let begin = match steps {
            [Step::Name(name), rest @ ..] => return self.names.entry(name.clone()).or_default().add(rest, number),
            [Step::Pattern(begin), ..] => begin.clone(),
            [Step::Any, ..] | [] => String::new(),
        };
        self.here.entry(begin).or_default().push(number);
    }

    fn near(&self, steps: &[Step]) -> Near<'_> {
        let mut near = Near::default();
        let mut branch = self;
        for step in steps {
            match step {
                Step::Name(name) => {
                    branch.beginnings_of(name, &mut near);
                    match branch.names.get(name) {
                        Some(below) => branch = below,
                        None => return near,
                    }
                }
                Step::Pattern(begin) => {
                    branch.beginnings_of(begin, &mut near);
                    // What begins as the pattern does, and goes on; what is equal was among the beginnings.
                    let from = begin.clone()..;
                    let goes_on = |text: &String| text.starts_with(begin.as_str());
                    let here = branch.here.range(from.clone()).take_while(|(text, _)| goes_on(text));
                    here.filter(|(text, _)| *text != begin).for_each(|(_, here)| near.add(here));
                    let names = branch.names.range(from).take_while(|(text, _)| goes_on(text));
                    names.for_each(|(_, below)| near.add_below(below));
                    return near;
                }
                Step::Any => {
                    near.add_below(branch);
                    return near;
                }
            }
        }
        branch.beginnings_of("", &mut near);
        near
    }

    /// Globs here whose next segment begins with a beginning of a text.
    fn beginnings_of<'a>(&'a self, text: &str, near: &mut Near<'a>) {
        let ends = text.char_indices().map(|(at, _)| at).chain([text.len()]);
        ends.filter_map(|end| self.here.get(&text[..end])).for_each(|here| near.add(here));
    }
}
