//! Scopes: paths and globs, and whether two of them share a path.
//!
//! `*`, `?` and `[a-z]` stand for characters of one segment, `**` for any number of segments, `{a,b}` for either.
//! A scope without any of these stands for the file or folder of that name and all that lies in it.

mod index;

use std::cell::Cell;

pub(super) use index::Index;

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
    if glob.iter().all(|segment| matches!(segment, Segment::Name(_))) {
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
            ("docs/**/*.md", "docs/*.rs", false),
            // A folder may have any name.
            ("docs/**/*.md", "docs/a.rs", true),
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
            ("a/**/b/**/c", "a/x/*c", false),
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
                let before = (start..at).step_by(7).position(|earlier| meet(&texts[earlier], &texts[at]));
                assert_eq!(index.first_met(&scopes[at]), before, "{} as number {number}", texts[at]);
                index.push(scopes[at].clone());
            }
        }
    }

    #[test]
    fn a_hundred_thousand_scopes_are_few() {
        let mut index = Index::default();
        for number in 0..50_000 {
            for text in [format!("src/{}/{number}/*.rs", number % 100), format!("**/{number}.md")] {
                assert_eq!(index.first_met(&scope(&text)), None);
                index.push(scope(&text));
            }
        }
        assert_eq!(index.first_met(&scope("src/7/7/l*.rs")), Some(14));
    }
}
