//! Scopes: paths and globs, and whether two of them share a path.
//!
//! `*`, `?` and `[a-z]` stand for characters of one segment, `**` for any number of segments, `{a,b}` for either.
//! A scope without any of these stands for the file of that name, or for the folder and all that lies in it: for a
//! file where it has an ending (`a/b.md`), for both where it has none (`a/b`), for a folder where a slash ends it.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::ops::Bound;

/// A scope, as one glob for each choice of its braces.
#[derive(Clone, Debug)]
pub(super) struct Scope(Vec<Glob>);

/// Segments of a path.
type Glob = Vec<Segment>;

#[derive(Clone, Debug, PartialEq, Eq)]
enum Segment {
    /// `**`: any number of segments, none included.
    Any,
    /// A name.
    Name(String),
    /// A pattern of names.
    Pattern(Vec<Token>),
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    One(char),
    /// `?`
    Single,
    /// `*`
    Many,
    /// `[a-z]`, `[!a-z]`
    Class {
        ranges: Vec<(char, char)>,
        negated: bool,
    },
}

/// So many globs may the braces of a scope stand for.
const MOST_CHOICES: usize = 256;

/// So many bytes may a scope have, and so many the globs that its braces stand for, taken together.
const MOST_BYTES: usize = 16_384;

/// So many segments may a glob have; trees of globs are as deep.
const MOST_SEGMENTS: usize = 256;

impl Scope {
    /// Reads a scope.
    ///
    /// # Errors
    /// Says what is wrong with it.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        if text.len() > MOST_BYTES {
            return Err(format!("it has more than {MOST_BYTES} bytes"));
        }
        let choices = choices(text)?;
        if choices.iter().map(String::len).sum::<usize>() > MOST_BYTES {
            return Err(format!("its braces stand for more than {MOST_BYTES} bytes"));
        }
        choices.iter().map(|choice| glob(choice)).collect::<Result<_, _>>().map(Self)
    }

    /// Whether there is a path that both hold; `work` counts the parts that are compared.
    fn meets(&self, other: &Self, work: &Cell<u64>) -> bool {
        self.0.iter().any(|left| other.0.iter().any(|right| meet(left, right, work)))
    }
}

/// The texts that braces stand for.
fn choices(text: &str) -> Result<Vec<String>, String> {
    let mut done: Vec<String> = Vec::new();
    let mut open = vec![text.to_owned()];
    while let Some(text) = open.pop() {
        let Some(start) = text.find('{') else {
            if text.contains('}') {
                return Err("a `}` closes nothing".to_owned());
            }
            done.push(text);
            continue;
        };
        let (parts, end) = braces(&text[start..]).ok_or("a `{` is not closed")?;
        open.extend(parts.iter().rev().map(|part| format!("{}{part}{}", &text[..start], &text[start + end..])));
        if open.len() + done.len() > MOST_CHOICES {
            return Err(format!("its braces stand for more than {MOST_CHOICES} globs"));
        }
    }
    Ok(done)
}

/// The parts of a text that begins with `{`, and where it goes on behind the `}`.
fn braces(text: &str) -> Option<(Vec<&str>, usize)> {
    let (mut depth, mut parts, mut from) = (0_usize, Vec::new(), 1);
    for (at, character) in text.char_indices() {
        match character {
            '{' => depth += 1,
            ',' if depth == 1 => {
                parts.push(&text[from..at]);
                from = at + 1;
            }
            '}' if depth == 1 => {
                parts.push(&text[from..at]);
                return Some((parts, at + 1));
            }
            '}' => depth -= 1,
            _ => {}
        }
    }
    None
}

fn glob(text: &str) -> Result<Glob, String> {
    let is_folder = text.ends_with('/');
    let text = text.trim_start_matches("./").trim_end_matches('/');
    if text.starts_with('/') || text.split('/').any(|segment| segment == "..") {
        return Err("it leads outside the project".to_owned());
    }
    let mut glob: Glob = Vec::new();
    for segment in text.split('/').filter(|segment| !segment.is_empty() && *segment != ".") {
        let segment = match segment {
            "**" => Segment::Any,
            name if !name.contains(['*', '?', '[']) => Segment::Name(name.to_owned()),
            pattern => Segment::Pattern(tokens(pattern)?),
        };
        // Two of them say no more than one.
        if segment != Segment::Any || glob.last() != Some(&Segment::Any) {
            glob.push(segment);
        }
    }
    if glob.len() > MOST_SEGMENTS {
        return Err(format!("it has more than {MOST_SEGMENTS} segments"));
    }
    let is_plain = glob.iter().all(|segment| matches!(segment, Segment::Name(_)));
    // A name with an ending is a file; nothing lies in it.
    let has_ending = matches!(glob.last(), Some(Segment::Name(name)) if name.trim_start_matches('.').contains('.'));
    if is_plain && (is_folder || !has_ending) {
        glob.push(Segment::Any);
    }
    Ok(glob)
}

fn tokens(pattern: &str) -> Result<Vec<Token>, String> {
    let mut tokens = Vec::new();
    let mut characters = pattern.chars().peekable();
    while let Some(character) = characters.next() {
        tokens.push(match character {
            '*' => Token::Many,
            '?' => Token::Single,
            '[' => {
                let negated = characters.next_if(|next| matches!(next, '!' | '^')).is_some();
                let mut inside = Vec::new();
                loop {
                    match characters.next() {
                        None => return Err("a `[` is not closed".to_owned()),
                        // As the first character it stands for itself.
                        Some(']') if !inside.is_empty() => break,
                        Some(character) => inside.push(character),
                    }
                }
                Token::Class { ranges: ranges(&inside), negated }
            }
            character => Token::One(character),
        });
    }
    Ok(tokens)
}

fn ranges(inside: &[char]) -> Vec<(char, char)> {
    let mut ranges = Vec::new();
    let mut rest = inside;
    loop {
        rest = match rest {
            [first, '-', last, rest @ ..] => {
                ranges.push((*first, *last));
                rest
            }
            [one, rest @ ..] => {
                ranges.push((*one, *one));
                rest
            }
            [] => return ranges,
        };
    }
}

/// Whether two sequences of patterns have a text in common, where `any` says which patterns stand for any number of
/// parts, and `same` whether two other patterns have a part in common.
fn intersect<T>(
    left: &[T],
    right: &[T],
    work: &Cell<u64>,
    any: impl Fn(&T) -> bool,
    same: impl Fn(&T, &T) -> bool,
) -> bool {
    // `reached[at]`: the left up to here and the right up to `at` have a text in common.
    let mut reached = vec![false; right.len() + 1];
    reached[0] = true;
    for at in 0..right.len() {
        reached[at + 1] = reached[at] && any(&right[at]);
    }
    for pattern in left {
        work.set(work.get() + right.len() as u64 + 1);
        let mut next = vec![false; right.len() + 1];
        next[0] = reached[0] && any(pattern);
        for at in 0..right.len() {
            next[at + 1] = if any(pattern) || any(&right[at]) {
                // It stands for nothing, or takes in one part more of the other.
                reached[at + 1] || next[at]
            } else {
                reached[at] && same(pattern, &right[at])
            };
        }
        if !next.contains(&true) {
            return false;
        }
        reached = next;
    }
    reached[right.len()]
}

fn meet(left: &Glob, right: &Glob, work: &Cell<u64>) -> bool {
    intersect(left, right, work, |segment| *segment == Segment::Any, |left, right| segments_meet(left, right, work))
}

fn segments_meet(left: &Segment, right: &Segment, work: &Cell<u64>) -> bool {
    match (left, right) {
        (Segment::Any, _) | (_, Segment::Any) => true,
        (Segment::Name(left), Segment::Name(right)) => left == right,
        (Segment::Name(name), Segment::Pattern(pattern)) | (Segment::Pattern(pattern), Segment::Name(name)) => {
            let name: Vec<Token> = name.chars().map(Token::One).collect();
            tokens_meet(&name, pattern, work)
        }
        (Segment::Pattern(left), Segment::Pattern(right)) => tokens_meet(left, right, work),
    }
}

fn tokens_meet(left: &[Token], right: &[Token], work: &Cell<u64>) -> bool {
    intersect(left, right, work, |token| *token == Token::Many, characters_meet)
}

fn characters_meet(left: &Token, right: &Token) -> bool {
    match (left, right) {
        (Token::One(left), Token::One(right)) => left == right,
        (Token::One(one), Token::Class { ranges, negated }) | (Token::Class { ranges, negated }, Token::One(one)) => {
            is_within(u32::from(*one), ranges) != *negated
        }
        (Token::Class { ranges: left, negated: false }, Token::Class { ranges: right, negated: false }) => {
            left.iter().any(|(first, last)| right.iter().any(|(begin, end)| first.max(begin) <= last.min(end)))
        }
        (Token::Class { ranges: holds, negated: false }, Token::Class { ranges: lacks, negated: true })
        | (Token::Class { ranges: lacks, negated: true }, Token::Class { ranges: holds, negated: false }) => {
            // Where one lacks what is at the beginning, the first that it does not is right behind one of its ranges.
            let begins = holds.iter().map(|(first, _)| u32::from(*first));
            let behind = lacks.iter().map(|(_, last)| u32::from(*last) + 1);
            begins.chain(behind).any(|one| is_within(one, holds) && !is_within(one, lacks))
        }
        // There are more characters than two classes can leave out.
        (Token::Class { negated: true, .. }, Token::Class { negated: true, .. })
        | (Token::Single | Token::Many, _)
        | (_, Token::Single | Token::Many) => true,
    }
}

fn is_within(one: u32, ranges: &[(char, char)]) -> bool {
    ranges.iter().any(|(first, last)| u32::from(*first) <= one && one <= u32::from(*last))
}

/// Finds, among many scopes, one that meets another, without comparing each with each.
///
/// Globs can only meet where the names that one begins with go on from those of the other, and where the last name
/// of one ends as that of the other. They are sorted by both.
#[derive(Debug, Default)]
pub(super) struct Index {
    scopes: Vec<Scope>,
    /// Scopes by the names that they begin with, and then by what they end with.
    beginnings: BTreeMap<String, Ends>,
    ends: Ends,
    /// How many parts of scopes were compared.
    work: Cell<u64>,
}

/// Scopes by what they end with, backwards.
type Ends = BTreeMap<String, Vec<usize>>;

/// So many parts are compared, which takes some seconds. Beyond that, scopes differ in their middles only, and each is
/// compared with each.
const MOST_WORK: u64 = 4_000_000_000;

/// Why a scope was not compared with all others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TooAlike;

impl Index {
    /// Adds a scope; its number is how many there were before.
    pub(super) fn push(&mut self, scope: Scope) {
        let number = self.scopes.len();
        for glob in &scope.0 {
            let (beginning, end) = (beginning(glob), end(glob));
            self.beginnings.entry(beginning).or_default().entry(end.clone()).or_default().push(number);
            self.ends.entry(end).or_default().push(number);
        }
        self.scopes.push(scope);
    }

    /// The number of the first scope that meets another.
    ///
    /// # Errors
    /// The scopes are so alike that each would have to be compared with each.
    pub(super) fn first_met(&self, scope: &Scope) -> Result<Option<usize>, TooAlike> {
        let mut first = usize::MAX;
        for glob in &scope.0 {
            let alone = Scope(vec![glob.clone()]);
            let candidates = self.candidates(glob);
            self.work.set(self.work.get() + candidates.len() as u64);
            for number in candidates.into_iter().take_while(|number| *number < first) {
                if self.work.get() > MOST_WORK {
                    return Err(TooAlike);
                }
                if self.scopes[number].meets(&alone, &self.work) {
                    first = number;
                    break;
                }
            }
        }
        Ok(Some(first).filter(|first| *first < usize::MAX))
    }

    /// The scopes that may meet a glob, in order.
    fn candidates(&self, glob: &Glob) -> Vec<usize> {
        let (beginning, end) = (beginning(glob), end(glob));
        let boundaries = beginning.match_indices('/').map(|(at, _)| at + 1);
        let shorter = std::iter::once(0).chain(boundaries).filter_map(|at| self.beginnings.get(&beginning[..at]));
        let longer = self.beginnings.range::<str, _>((Bound::Excluded(beginning.as_str()), Bound::Unbounded));
        let longer = longer.take_while(|(other, _)| other.starts_with(&beginning)).map(|(_, ends)| ends);
        let of_beginning =
            shorter.flat_map(|ends| near(ends, &end)).chain(longer.flat_map(|ends| ends.values().flatten().copied()));
        let mut fewer = fewer(of_beginning, near(&self.ends, &end));
        fewer.sort_unstable();
        fewer
    }
}

/// The items of the iterator that has fewer, found without going through the other.
fn fewer<T>(mut left: impl Iterator<Item = T>, mut right: impl Iterator<Item = T>) -> Vec<T> {
    let (mut of_left, mut of_right) = (Vec::new(), Vec::new());
    loop {
        match left.next() {
            Some(item) => of_left.push(item),
            None => return of_left,
        }
        match right.next() {
            Some(item) => of_right.push(item),
            None => return of_right,
        }
    }
}

/// The scopes whose end goes on from this one, or from whose end this one goes on.
fn near<'a>(ends: &'a Ends, end: &str) -> impl Iterator<Item = usize> + use<'a> {
    let shorter = end.char_indices().filter_map(|(at, _)| ends.get(&end[..at]));
    let shorter: Vec<&Vec<usize>> = shorter.collect();
    let longer = ends.range::<str, _>((Bound::Included(end), Bound::Unbounded));
    let end = end.to_owned();
    let longer = longer.take_while(move |(other, _)| other.starts_with(&end)).map(|(_, numbers)| numbers);
    shorter.into_iter().chain(longer).flatten().copied()
}

/// The names that all paths of a glob begin with, each ended by a slash.
fn beginning(glob: &Glob) -> String {
    let names = glob.iter().map_while(|segment| if let Segment::Name(name) = segment { Some(name) } else { None });
    names.flat_map(|name| [name, "/"]).collect()
}

/// The characters that the last name of all paths of a glob ends with, backwards; a slash where that is the whole
/// name.
fn end(glob: &Glob) -> String {
    /// What lies further in tells no more scopes apart.
    const MOST: usize = 64;
    let end: String = match glob.last() {
        Some(Segment::Name(name)) => name.chars().rev().chain(['/']).collect(),
        Some(Segment::Pattern(tokens)) => {
            let one = |token: &Token| if let Token::One(one) = token { Some(*one) } else { None };
            tokens.iter().rev().map_while(one).collect()
        }
        Some(Segment::Any) | None => String::new(),
    };
    end.chars().take(MOST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scope(text: &str) -> Scope {
        Scope::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
    }

    fn meet(left: &str, right: &str) -> bool {
        scope(left).meets(&scope(right), &Cell::default())
    }

    #[test]
    fn scopes_meet_where_a_path_is_in_both() {
        let pairs = [
            ("docs", "docs/guide/a.md", true),
            ("docs/", "./docs", true),
            ("docs", "doc", false),
            ("docs/*.md", "docs/guide/a.md", false),
            ("docs/**", "docs/guide/a.md", true),
            ("docs/**/*.md", "docs/a.md", true),
            ("docs/**/*.md", "docs/a.rs", false),
            ("docs/**/*.md", "docs/a.rs/", true),
            ("docs/**/*.md", "docs/a", true),
            ("**/a.md", "docs", true),
            ("**/*.md", "**/*.rs", false),
            ("**/*.md", "src/**", true),
            ("crates/*/src", "crates/yaml/**", true),
            ("crates/*/src/**", "crates/yaml/tests/**", false),
            ("a/{b,c}/d", "a/c/d/e", true),
            ("a/{b,c}/d", "a/e/d", false),
            ("a/[a-m]*.rs", "a/lib.rs", true),
            ("a/[!a-m]*.rs", "a/lib.rs", false),
            ("a/?.rs", "a/ab.rs", false),
            ("[a-m]*", "[n-z]*", false),
            ("[a-m]*", "[m-z]*", true),
            ("[a-m]*", "[!a-m]*", false),
            ("[a-m]*", "[!b-z]*", true),
            ("[!a]", "[!b]", true),
            ("**", "anything/at/all", true),
            ("a/**/b/**/c", "a/x/b/c", true),
            ("a/**/b/**/c", "a/x/c.d", false),
            ("*a*b", "ab*c", false),
            ("*a*b", "xa*b", true),
        ];
        for (left, right, meets) in pairs {
            assert_eq!(meet(left, right), meets, "{left} and {right}");
            assert_eq!(meet(right, left), meets, "{right} and {left}");
        }
    }

    #[test]
    fn what_is_no_scope_is_said() {
        for (text, why) in [
            ("a/{b", "a `{` is not closed"),
            ("a}", "a `}` closes nothing"),
            ("a/[b", "a `[` is not closed"),
            ("../a", "it leads outside the project"),
            ("/a", "it leads outside the project"),
        ] {
            assert_eq!(Scope::parse(text).map(drop), Err(why.to_owned()), "{text}");
        }
        let many = "{a,b}".repeat(9);
        assert!(Scope::parse(&many).is_err(), "{many}");
    }

    /// The index finds what comparing each with each finds.
    #[test]
    fn the_index_finds_the_first_that_is_met() {
        let parts = ["a", "b", "*", "**", "a*", "{a,c}"];
        let mut texts = Vec::new();
        for first in parts {
            for second in parts {
                for third in ["", "a", "**", "*b"] {
                    texts.push(format!("{first}/{second}/{third}"));
                }
            }
        }
        let scopes: Vec<Scope> = texts.iter().map(|text| scope(text)).collect();
        for start in 0..texts.len() {
            let mut index = Index::default();
            // Another beginning each time, so that most scopes are added while there are few before them.
            for (number, at) in (start..texts.len()).step_by(7).enumerate() {
                let before =
                    (start..at).step_by(7).position(|earlier| scopes[earlier].meets(&scopes[at], &Cell::default()));
                assert_eq!(index.first_met(&scopes[at]), Ok(before), "{} as number {number}", texts[at]);
                index.push(scopes[at].clone());
            }
        }
    }

    #[test]
    fn a_hundred_thousand_scopes_are_few() {
        let mut index = Index::default();
        for number in 0..50_000 {
            for text in [format!("src/{}/{number}/*.rs", number % 100), format!("**/{number}.md")] {
                assert_eq!(index.first_met(&scope(&text)), Ok(None));
                index.push(scope(&text));
            }
        }
        assert_eq!(index.first_met(&scope("src/7/7/lib.rs")), Ok(Some(14)));
        let work = index.work.get();
        assert!(work < 20_000_000, "{work} parts were compared");
    }
}
