//! What one comment asks for: `rollbook-allow <code> [until YYYY-MM-DD]: <reason>`.

use source::Code;

use super::{Day, MARKER};

/// What a comment allows, as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Asked {
    /// A code, or the id of a rule.
    pub(super) name: String,
    /// The last day on which it holds.
    pub(super) until: Option<Day>,
}

/// Why a comment allows nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Mistake {
    NoName,
    NoReason { name: String },
    NoDay { name: String, found: String },
    Unexpected { name: String, found: String },
    Unknown { name: String },
    OfAllowances { name: String },
    OfErrors { name: String },
}

/// Reads what stands in a comment; `None` where it does not begin with the word.
pub(super) fn read(comment: &str) -> Option<Result<Asked, Mistake>> {
    let rest = comment.trim_start().strip_prefix(MARKER)?;
    if rest.starts_with(|character: char| !character.is_whitespace() && character != ':') {
        return None;
    }
    let (head, reason) = rest.split_once(':').map_or((rest, None), |(head, reason)| (head, Some(reason)));
    let mut words = head.split_whitespace();
    let Some(name) = words.next().map(str::to_owned) else { return Some(Err(Mistake::NoName)) };
    let has_reason = reason.is_some_and(|reason| !reason.trim().is_empty());
    Some(match (words.next(), words.next(), words.next()) {
        (None, ..) if has_reason => Ok(Asked { name, until: None }),
        (None, ..) => Err(Mistake::NoReason { name }),
        (Some("until"), day, more) => match (day.map(str::parse), more) {
            (Some(Ok(_)), None) if !has_reason => Err(Mistake::NoReason { name }),
            (Some(Ok(day)), None) => Ok(Asked { name, until: Some(day) }),
            // A reason without its colon.
            (Some(Ok(_)), Some(_)) if reason.is_none() => Err(Mistake::NoReason { name }),
            (Some(Ok(_)), Some(more)) => Err(Mistake::Unexpected { name, found: more.to_owned() }),
            (Some(Err(_)) | None, _) => Err(Mistake::NoDay { name, found: day.unwrap_or_default().to_owned() }),
        },
        (Some(_), ..) if reason.is_none() => Err(Mistake::NoReason { name }),
        (Some(found), ..) => Err(Mistake::Unexpected { name, found: found.to_owned() }),
    })
}

impl Asked {
    /// Refuses what nothing can allow: names of nothing, errors outside of pages, and findings about allowances.
    pub(super) fn known(self, rules: &[&str], in_page: bool) -> Result<Self, Mistake> {
        if rules.contains(&self.name.as_str()) {
            return Ok(self);
        }
        match self.name.parse::<Code>() {
            Ok(code) if is_of_allowances(code) => Err(Mistake::OfAllowances { name: self.name }),
            Ok(code) if in_page || can_be_allowed(code) => Ok(self),
            Ok(_) => Err(Mistake::OfErrors { name: self.name }),
            Err(_) => Err(Mistake::Unknown { name: self.name }),
        }
    }
}

/// Whether a finding is about an allowance, so that no allowance can be about it.
pub(super) fn is_of_allowances(code: Code) -> bool {
    matches!(code, Code::InvalidAllowance | Code::ExpiredAllowance | Code::UnusedAllowance)
}

/// Whether findings of a code can be warnings or records: those that are, and those that definitions soften.
pub(super) fn can_be_allowed(code: Code) -> bool {
    let softened = matches!(code, Code::UnknownReference | Code::RuleViolation);
    (softened || code.severity() != source::Severity::Error) && !is_of_allowances(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comment_names_a_code_perhaps_a_day_and_a_reason() {
        let asked = |until: Option<&str>| Asked {
            name: "unread-file".to_owned(),
            until: until.map(|day| day.parse().expect("it is a day")),
        };
        let cases = [
            ("rollbook-allow unread-file: why", asked(None)),
            (" \trollbook-allow\tunread-file :why: so", asked(None)),
            ("rollbook-allow unread-file until 2026-01-31: why", asked(Some("2026-01-31"))),
            ("\n  rollbook-allow unread-file\n  until 2026-01-31 :\n  why\n", asked(Some("2026-01-31"))),
        ];
        for (comment, expected) in cases {
            assert_eq!(read(comment), Some(Ok(expected)), "{comment:?}");
        }
    }

    #[test]
    fn a_comment_that_begins_otherwise_is_only_a_comment() {
        for comment in ["", "allow x: y", "a rollbook-allow x: y", "rollbook-allowance x: y", "# rollbook-allow x: y"] {
            assert_eq!(read(comment), None, "{comment:?}");
        }
    }

    #[test]
    fn what_is_missing_or_too_much_is_named() {
        let name = || "a".to_owned();
        let no_day = |found: &str| Mistake::NoDay { name: name(), found: found.to_owned() };
        let unexpected = |found: &str| Mistake::Unexpected { name: name(), found: found.to_owned() };
        let cases = [
            ("", Mistake::NoName),
            (": why", Mistake::NoName),
            (" a", Mistake::NoReason { name: name() }),
            (" a:", Mistake::NoReason { name: name() }),
            (" a: \u{3000}", Mistake::NoReason { name: name() }),
            (" a because of b", Mistake::NoReason { name: name() }),
            (" a until 2026-01-31", Mistake::NoReason { name: name() }),
            (" a until 2026-01-31 because", Mistake::NoReason { name: name() }),
            (" a until: why", no_day("")),
            (" a until tomorrow: why", no_day("tomorrow")),
            (" a until 2026-02-29: why", no_day("2026-02-29")),
            (" a b: why", unexpected("b")),
            (" a 2026-01-31: why", unexpected("2026-01-31")),
            (" a until 2026-01-31 b: why", unexpected("b")),
        ];
        for (rest, expected) in cases {
            assert_eq!(read(&format!("rollbook-allow{rest}")), Some(Err(expected)), "{rest:?}");
        }
    }

    #[test]
    fn errors_and_findings_about_allowances_cannot_be_allowed() {
        let allowed: Vec<&str> =
            Code::ALL.iter().copied().filter(|code| can_be_allowed(*code)).map(Code::as_str).collect();
        assert_eq!(
            allowed,
            [
                "yaml-lenient",
                "unread-file",
                "too-many-variants",
                "unknown-reference",
                "undefined-link",
                "unused-definition",
                "duplicate-anchor",
                "not-portable",
                "unknown-key",
                "orphan-page",
                "unexplained-kind",
                "rule-violation"
            ]
        );
        let known = |name: &str| Asked { name: name.to_owned(), until: None }.known(&["sold-out"], false);
        assert!(known("sold-out").is_ok() && known("unread-file").is_ok());
        assert_eq!(known("sold-oot"), Err(Mistake::Unknown { name: "sold-oot".to_owned() }));
        assert_eq!(known("wrong-type"), Err(Mistake::OfErrors { name: "wrong-type".to_owned() }));
        let in_page = Asked { name: "broken-link".to_owned(), until: None }.known(&[], true);
        assert!(in_page.is_ok(), "a page may show a mistake");
        assert_eq!(known("unused-allowance"), Err(Mistake::OfAllowances { name: "unused-allowance".to_owned() }));
    }
}
