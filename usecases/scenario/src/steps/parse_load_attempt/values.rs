//! Reads the members of a line: ids, the amount, the time.

use std::borrow::Cow;

use serde_json::value::RawValue;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::amount::Amount;
use crate::calendar::Instant;
use crate::messages::Fault;

/// What a line and an amount may have around what counts.
pub(super) const WHITE_SPACE: [char; 2] = [' ', '\t'];

/// How amounts are written.
#[derive(Clone, Debug)]
pub(super) struct Amounts {
    prefixes: Vec<String>,
    expected: String,
}

impl Amounts {
    /// Amounts with one of these before their digits.
    pub(super) fn new(prefixes: Vec<String>) -> Self {
        let example = prefixes.first().map_or("", String::as_str);
        Self { expected: format!("an amount such as \"{example}123.45\""), prefixes }
    }

    /// The amount in a member.
    pub(super) fn read(&self, name: &'static str, member: Option<&RawValue>) -> Result<Amount, Fault> {
        value(name, member, &self.expected, |text| self.amount(text))
    }

    fn amount(&self, text: &str) -> Option<Amount> {
        let text = text.trim_matches(WHITE_SPACE);
        let (prefix, number) = text.split_at(text.find(|character: char| character.is_ascii_digit())?);
        // White space may stand anywhere before the first digit, also inside of the prefix.
        let prefix = prefix.chars().filter(|character| !WHITE_SPACE.contains(character));
        let known = self.prefixes.iter().any(|known| known.chars().eq(prefix.clone()));
        known.then(|| Amount::from_decimal(number)).flatten()
    }
}

/// The id in a member.
pub(super) fn id<T: for<'a> From<&'a str>>(name: &'static str, member: Option<&RawValue>) -> Result<T, Fault> {
    value(name, member, "a string that is not empty", |text| (!text.is_empty()).then(|| T::from(text)))
}

/// The instant in a member.
pub(super) fn time(name: &'static str, member: Option<&RawValue>) -> Result<Instant, Fault> {
    value(name, member, "an RFC 3339 time with an offset, such as \"2000-01-01T00:00:00Z\"", instant)
}

/// What `read` makes of a member that is a string.
fn value<T>(
    name: &'static str,
    member: Option<&RawValue>,
    expected: &str,
    read: impl FnOnce(&str) -> Option<T>,
) -> Result<T, Fault> {
    let value = member.and_then(text).and_then(|text| read(&text));
    value.ok_or_else(|| {
        let found = member.map_or_else(|| "no such member".to_owned(), |member| shortened(member.get()));
        Fault::of_member(name, expected.to_owned(), found)
    })
}

/// The text of a member, where it is a string.
pub(super) fn text(member: &RawValue) -> Option<Cow<'_, str>> {
    let inside = member.get().strip_prefix('"')?.strip_suffix('"')?;
    if inside.contains('\\') { serde_json::from_str(member.get()).ok().map(Cow::Owned) } else { Some(inside.into()) }
}

/// What was found, short enough for a message.
pub(super) fn shortened(text: &str) -> String {
    /// Room for any time and any amount that is nearly right.
    const MOST: usize = 60;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// RFC 3339 to the letter, but for leap seconds, in the years 1 to 9999 UTC.
fn instant(text: &str) -> Option<Instant> {
    let bytes = text.as_bytes();
    // The crate takes any separator, any number of fraction digits, and a leap second for the one before it.
    let separated = matches!(bytes.get(10), Some(b'T' | b't'));
    let leaps = bytes.get(17..19) == Some(b"60");
    let fraction = bytes.iter().skip(20).take_while(|byte| byte.is_ascii_digit()).count();
    if !separated || leaps || fraction > 9 {
        return None;
    }
    let instant = OffsetDateTime::parse(text, &Rfc3339).ok()?.checked_to_utc()?;
    (1..=9999).contains(&instant.year()).then_some(instant)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_has_a_known_prefix_and_white_space_only_before_its_digits() {
        let amounts = Amounts::new(vec!["$".to_owned(), "USD$".to_owned()]);
        let read = |text| amounts.amount(text).map(|amount| amount.to_string());
        for text in ["$123.40", "$123.4", "USD$123.40", " USD$ 123.40\t", "\t$\t 0123.40", "USD $ 123.4", "U SD$123.4"]
        {
            assert_eq!(read(text).as_deref(), Some("123.40"), "{text}");
        }
        for text in [
            "",
            "$",
            "123.45",
            "usd$1",
            "€1",
            "$-5.00",
            "$+5",
            "$1,000.00",
            "$1 000",
            "$0.001",
            "$5.",
            "$.5",
            "$1$",
            "$$1",
            "\u{a0}$1",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn a_time_is_rfc_3339_with_its_offset() {
        let read = |text| instant(text).map(|instant| instant.format(&Rfc3339).expect("a year of four digits"));
        for (text, utc) in [
            ("2000-01-01T00:00:00Z", "2000-01-01T00:00:00Z"),
            ("2000-01-01t00:00:00z", "2000-01-01T00:00:00Z"),
            ("2000-01-03T01:00:00+02:00", "2000-01-02T23:00:00Z"),
            ("1999-12-31T20:00:00-04:30", "2000-01-01T00:30:00Z"),
            ("2000-01-01T00:00:00-00:00", "2000-01-01T00:00:00Z"),
            ("2000-02-29T23:59:59.123456789Z", "2000-02-29T23:59:59.123456789Z"),
            ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"),
            ("0000-12-31T23:30:00-01:00", "0001-01-01T00:30:00Z"),
            ("9999-12-31T23:59:59.999999999Z", "9999-12-31T23:59:59.999999999Z"),
        ] {
            assert_eq!(read(text).as_deref(), Some(utc), "{text}");
        }
        for text in [
            "",
            "2000-01-01",
            "2000-01-01T00:00:00",
            "2000-01-01 00:00:00Z",
            "2000-01-01T00:00Z",
            "2000-01-01T24:00:00Z",
            "2000-02-30T00:00:00Z",
            "1900-02-29T00:00:00Z",
            "2016-12-31T23:59:60Z",
            "2000-01-01T00:00:00.Z",
            "2000-01-01T00:00:00,5Z",
            "2000-01-01T00:00:00.1234567891Z",
            "2000-01-01T00:00:00+24:00",
            "2000-01-01T00:00:00+0200",
            "2000-01-01T00:00:00+02:60",
            "2000-01-01T00:00:00Z ",
            "+2000-01-01T00:00:00Z",
            "20000-01-01T00:00:00Z",
            "0001-01-01T00:00:00+00:01",
            "9999-12-31T23:59:59-00:01",
            "2000-01-01é00:00:00Z",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
