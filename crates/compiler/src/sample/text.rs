//! Texts that satisfy constraints: of a format, of a pattern, of a length.

use regex_syntax::hir::{Class, Hir, HirKind, Repetition};

use crate::profile::Rules;

/// No text is longer.
const LONGEST: usize = 500;

/// The `nth` text, of which no two are equal.
pub(super) fn of(rules: &Rules, nth: usize) -> Option<String> {
    match (&rules.format, &rules.pattern) {
        (Some(format), _) => of_format(format, nth),
        (None, Some(pattern)) => of_pattern(pattern, rules, nth),
        (None, None) => plain(rules, nth),
    }
}

/// A text without a pattern.
pub(super) fn plain(rules: &Rules, nth: usize) -> Option<String> {
    let (least, most) = lengths(rules)?;
    let mut text = if nth == 0 { "text".to_owned() } else { format!("text{}", nth + 1) };
    if text.len() > most {
        // So short that one letter has to do.
        let letter = (b'a'..=b'z').nth(nth).map(char::from);
        text = letter.filter(|_| most > 0).map(String::from).or_else(|| (nth == 0).then(String::new))?;
    }
    while text.len() < least {
        text.push_str(" text");
    }
    text.truncate(most);
    Some(text)
}

fn lengths(rules: &Rules) -> Option<(usize, usize)> {
    let least = usize::try_from(rules.min_length.unwrap_or(0)).ok().filter(|least| *least <= LONGEST)?;
    let most = rules.max_length.map_or(LONGEST, |most| usize::try_from(most).unwrap_or(LONGEST).min(LONGEST));
    (least <= most).then_some((least, most))
}

/// A text of each format of JSON Schema 2020-12, section 7.3 of its validation; the names are those that
/// RFC 2606 keeps for examples.
fn of_format(format: &str, nth: usize) -> Option<String> {
    let number = nth + 1;
    let text = match format {
        "date" => format!("2024-02-{number:02}"),
        "time" => format!("08:{nth:02}:00Z"),
        "date-time" => format!("2024-02-{number:02}T08:30:00Z"),
        "duration" => format!("PT{number}H"),
        "email" | "idn-email" if nth == 0 => "name@example.org".to_owned(),
        "email" | "idn-email" => format!("name{number}@example.org"),
        "hostname" | "idn-hostname" if nth == 0 => "example.org".to_owned(),
        "hostname" | "idn-hostname" => format!("host{number}.example.org"),
        "ipv4" => format!("192.0.2.{number}"),
        "ipv6" => format!("2001:db8::{number:x}"),
        "uri" | "uri-reference" | "iri" | "iri-reference" if nth == 0 => "https://example.org/".to_owned(),
        "uri" | "uri-reference" | "iri" | "iri-reference" => format!("https://example.org/{number}"),
        "uri-template" => format!("https://example.org/{number}/{{name}}"),
        "uuid" => format!("00000000-0000-4000-8000-{number:012x}"),
        "json-pointer" => format!("/name/{nth}"),
        "relative-json-pointer" => format!("{number}/name"),
        "regex" => format!("^a{{{number}}}$"),
        _ => return None,
    };
    // Days and bytes end.
    (number <= 28).then_some(text)
}

fn of_pattern(pattern: &str, rules: &Rules, nth: usize) -> Option<String> {
    let (least, most) = lengths(rules)?;
    let hir = regex_syntax::parse(pattern).ok()?;
    let written = |times: usize| {
        let mut writer = Writer { text: String::new(), times, letter: nth };
        writer.write(&hir).map(|()| writer.text)
    };
    let length = |text: &String| text.chars().count();
    let shortest = written(0).as_ref().map_or(0, length);
    // How often what may be repeated is repeated: once is enough to show it, else until the text is long enough.
    let missing = least.saturating_sub(shortest);
    let mut times = [1, least, missing, missing + 1, 2, 3, 4, 6, 8, 0].into_iter();
    times.find_map(|times| written(times).filter(|text| (least..=most).contains(&length(text))))
}

/// Writes a text that a regular expression matches.
struct Writer {
    text: String,
    /// How many times is repeated what may be repeated so often.
    times: usize,
    /// Which letter of a class comes next.
    letter: usize,
}

impl Writer {
    fn write(&mut self, hir: &Hir) -> Option<()> {
        match hir.kind() {
            HirKind::Empty | HirKind::Look(_) => {}
            HirKind::Literal(literal) => self.text.push_str(std::str::from_utf8(&literal.0).ok()?),
            HirKind::Class(class) => {
                let character = self.character(class)?;
                self.text.push(character);
            }
            HirKind::Repetition(repetition) => self.repeat(repetition)?,
            HirKind::Capture(capture) => self.write(&capture.sub)?,
            HirKind::Concat(parts) => parts.iter().try_for_each(|part| self.write(part))?,
            HirKind::Alternation(parts) => self.write(parts.first()?)?,
        }
        (self.text.len() <= LONGEST).then_some(())
    }

    fn repeat(&mut self, repetition: &Repetition) -> Option<()> {
        let least = usize::try_from(repetition.min).ok()?;
        let most = repetition.max.map_or(usize::MAX, |most| usize::try_from(most).unwrap_or(usize::MAX));
        let times = self.times.clamp(least, most.max(least));
        for _ in 0..times.min(LONGEST + 1) {
            let before = self.text.len();
            self.write(&repetition.sub)?;
            if self.text.len() == before {
                break;
            }
        }
        Some(())
    }

    /// A character of a class, a letter where it has one. One after the other, so that `[a-z]+` is `abc`.
    fn character(&mut self, class: &Class) -> Option<char> {
        let ranges: Vec<(char, char)> = match class {
            Class::Unicode(class) => class.ranges().iter().map(|range| (range.start(), range.end())).collect(),
            Class::Bytes(class) => {
                class.ranges().iter().map(|range| (char::from(range.start()), char::from(range.end()))).collect()
            }
        };
        let has = |character: &char| ranges.iter().any(|(start, end)| (start..=end).contains(&character));
        let nth = self.letter;
        self.letter += 1;
        let of = |first: char, last: char| {
            let all: Vec<char> = (first..=last).filter(has).collect();
            all.get(nth % all.len().max(1)).copied()
        };
        let shown = || ('!'..='~').find(has);
        let any = || ranges.first().map(|(start, _)| *start);
        of('a', 'z').or_else(|| of('A', 'Z')).or_else(|| of('1', '9')).or_else(shown).or_else(any)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(pattern: Option<&str>, least: Option<u64>, most: Option<u64>) -> Rules {
        Rules { pattern: pattern.map(str::to_owned), min_length: least, max_length: most, ..Rules::default() }
    }

    #[test]
    fn plain_texts_have_their_length() {
        assert_eq!(plain(&rules(None, None, None), 0).as_deref(), Some("text"));
        assert_eq!(plain(&rules(None, None, None), 1).as_deref(), Some("text2"));
        assert_eq!(plain(&rules(None, Some(10), Some(12)), 0).as_deref(), Some("text text te"));
        assert_eq!(plain(&rules(None, None, Some(2)), 2).as_deref(), Some("c"));
        assert_eq!(plain(&rules(None, None, Some(0)), 0).as_deref(), Some(""));
        assert_eq!(plain(&rules(None, None, Some(0)), 1), None);
        assert_eq!(plain(&rules(None, Some(1_000_000), None), 0), None);
    }

    #[test]
    fn patterns_are_matched() {
        let cases = [
            ("^[a-z][a-z0-9_]*(\\.[a-z][a-z0-9_]*)+$", None, "ab.cd"),
            ("^(active|retired)$", None, "active"),
            ("^[A-Z$]+$", None, "A"),
            ("^\\d{4}-\\d{2}$", None, "1234-56"),
            ("^a?$", Some(0), "a"),
            ("^x{3,}$", Some(5), "xxxxx"),
            ("^$", None, ""),
        ];
        for (pattern, least, expected) in cases {
            assert_eq!(of(&rules(Some(pattern), least, None), 0).as_deref(), Some(expected), "{pattern}");
        }
        assert_eq!(of(&rules(Some("^(a{400}){400}$"), None, None), 0), None);
        assert_eq!(of(&rules(Some("^[a-z]$"), None, None), 1).as_deref(), Some("b"));
    }
}
