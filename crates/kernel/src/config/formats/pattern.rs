//! Regular expressions of ECMA-262: as a format, and as patterns that texts match.

use std::borrow::Cow;
use std::sync::OnceLock;

use jsonschema_regex::PatternAnalysis;
use regex::Regex;

/// A regular expression that is compiled when it is first needed.
///
/// Read as `jsonschema` reads a `pattern` of a schema: ECMA-262 without look-around and back-references, so that
/// no text can make it backtrack. It lives in a `static`, which may stand where it is needed:
///
/// ```
/// # use kernel::config::Pattern;
/// static WORDS: &[&Pattern] = &[{
///     static WORD: Pattern = Pattern::new(r"^\w+$");
///     &WORD
/// }];
/// assert!(WORDS[0].holds("word"));
/// assert!(!WORDS[0].holds("wörd"), "`\\w` is ASCII in ECMA-262");
/// ```
#[derive(Debug)]
pub struct Pattern {
    source: &'static str,
    matcher: OnceLock<Matcher>,
}

impl Pattern {
    /// The pattern of a schema that has been compiled. Not compiled again here: one that is no regular expression
    /// matches no text.
    #[must_use]
    pub const fn new(source: &'static str) -> Self {
        Self { source, matcher: OnceLock::new() }
    }

    /// The pattern as the schema has it.
    #[must_use]
    pub const fn source(&self) -> &'static str {
        self.source
    }

    /// Whether the pattern matches somewhere in a text.
    #[must_use]
    pub fn holds(&self, text: &str) -> bool {
        match self.matcher.get_or_init(|| Matcher::of(self.source)) {
            Matcher::Exact(whole) => text == whole,
            Matcher::Prefix(prefix) => text.starts_with(prefix.as_ref()),
            Matcher::OneOf(texts) => texts.iter().any(|one| one == text),
            Matcher::NoSpace => !jsonschema_regex::contains_ecma_whitespace(text),
            Matcher::Search(regex) => regex.is_match(text),
            Matcher::Never => false,
        }
    }
}

/// How a text is matched; most patterns need no regular expression.
#[derive(Debug)]
enum Matcher {
    Exact(Cow<'static, str>),
    Prefix(Cow<'static, str>),
    OneOf(Vec<String>),
    NoSpace,
    Search(Regex),
    Never,
}

impl Matcher {
    fn of(source: &'static str) -> Self {
        match jsonschema_regex::analyze_pattern(source) {
            Some(PatternAnalysis::Exact(whole)) => Self::Exact(whole),
            Some(PatternAnalysis::Prefix(prefix)) => Self::Prefix(prefix),
            Some(PatternAnalysis::Alternation(texts)) => Self::OneOf(texts),
            Some(PatternAnalysis::NoWhitespace) => Self::NoSpace,
            None => translated(source).map_or(Self::Never, Self::Search),
        }
    }
}

/// The same expression for the engine of Rust.
fn translated(source: &str) -> Option<Regex> {
    let source = jsonschema_regex::to_rust_regex(source).ok()?;
    Regex::new(&source).ok()
}

/// Whether a text is a regular expression of ECMA-262 with the flag `u`, look-around and back-references included.
pub(super) fn is_ecma(text: &str) -> bool {
    jsonschema_regex::is_valid_ecma_regex(text)
}

#[cfg(test)]
mod tests {
    use super::{Matcher, Pattern, is_ecma};

    #[test]
    fn patterns_are_of_ecma_262() {
        for (pattern, yes, no) in [
            (Pattern::new(r"^\d+$"), "42", "٤٢"),
            (Pattern::new("b"), "abc", "ac"),
            (Pattern::new("^/api"), "/api/users", "api"),
            (Pattern::new("^a$"), "a", "a\n"),
            (Pattern::new("^(get|put)$"), "put", "puts"),
            (Pattern::new(r"^\S*$"), "", "a\u{feff}"),
            (Pattern::new(r"^\cA[[a]$"), "\u{1}[", "\u{1}b"),
        ] {
            assert!(pattern.holds(yes), "{}: {yes:?}", pattern.source());
            assert!(!pattern.holds(no), "{}: {no:?}", pattern.source());
        }
    }

    #[test]
    fn what_is_no_pattern_matches_nothing() {
        static BROKEN: Pattern = Pattern::new("(");
        assert!(!BROKEN.holds("("));
        assert!(matches!(Matcher::of("(?=a)"), Matcher::Never));
    }

    #[test]
    fn the_format_knows_more_than_patterns_may_use() {
        assert!(is_ecma("(?<=a)b"));
        assert!(!is_ecma(r"\Z"));
    }
}
