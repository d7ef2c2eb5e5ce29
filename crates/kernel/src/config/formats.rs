//! The formats of JSON Schema Validation 2020-12, section 7.3, as assertions; and patterns, section 6.3.3.
//!
//! A format takes the texts that the `jsonschema` crate 0.60.2 takes, which checks entries when a catalog is
//! generated; where a grammar has its own library there, it is the same one here. That crate reads `*`, `+`, `,`, `-`,
//! `.` and `/` as digits in some places of a date or a time, so it takes `2026-0*-01` for a date. The compiler looks
//! at its digits again, and here digits are digits.

mod time;

mod network;
mod uri;

mod pattern;
mod pointer;

pub use pattern::Pattern;

/// A format that a text can have: all of the standard but `idn-email` and `idn-hostname`, which would need the
/// mapping tables of Unicode, some hundred kilobytes in every program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// `full-date` of RFC 3339.
    Date,
    /// `date-time` of RFC 3339.
    DateTime,
    /// `duration` of RFC 3339, appendix A.
    Duration,
    /// `Mailbox` of RFC 5321, section 4.1.2.
    Email,
    /// A host name of RFC 1123, section 2.1, with A-labels of RFC 5890.
    Hostname,
    /// `dotted-quad` of RFC 2673, section 3.2.
    Ipv4,
    /// An address of RFC 4291, section 2.2.
    Ipv6,
    /// `IRI` of RFC 3987.
    Iri,
    /// `IRI-reference` of RFC 3987.
    IriReference,
    /// A pointer of RFC 6901, section 5.
    JsonPointer,
    /// A regular expression of ECMA-262.
    Regex,
    /// A pointer of draft-handrews-relative-json-pointer-01.
    RelativeJsonPointer,
    /// `full-time` of RFC 3339.
    Time,
    /// `URI` of RFC 3986.
    Uri,
    /// `URI-reference` of RFC 3986.
    UriReference,
    /// A template of RFC 6570, any level.
    UriTemplate,
    /// A UUID of RFC 4122.
    Uuid,
}

/// What is known of a format.
struct Row {
    name: &'static str,
    described: &'static str,
    holds: fn(&str) -> bool,
}

impl Format {
    /// Every format, by name.
    pub const ALL: [Self; 17] = [
        Self::Date,
        Self::DateTime,
        Self::Duration,
        Self::Email,
        Self::Hostname,
        Self::Ipv4,
        Self::Ipv6,
        Self::Iri,
        Self::IriReference,
        Self::JsonPointer,
        Self::Regex,
        Self::RelativeJsonPointer,
        Self::Time,
        Self::Uri,
        Self::UriReference,
        Self::UriTemplate,
        Self::Uuid,
    ];

    /// The name in schemas: `date-time`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.row().name
    }

    /// What messages call such a text, with an example: "a date such as 2026-01-31".
    #[must_use]
    pub const fn described(self) -> &'static str {
        self.row().described
    }

    /// Whether a text has the format.
    ///
    /// ```
    /// # use kernel::config::Format;
    /// assert!(Format::Date.holds("2028-02-29"));
    /// assert!(!Format::Date.holds("2026-02-29"));
    /// ```
    #[must_use]
    pub fn holds(self, text: &str) -> bool {
        (self.row().holds)(text)
    }

    const fn row(self) -> Row {
        const fn row(name: &'static str, described: &'static str, holds: fn(&str) -> bool) -> Row {
            Row { name, described, holds }
        }
        match self {
            Self::Date => row("date", "a date such as 2026-01-31", time::date),
            Self::DateTime => row("date-time", "a date with a time such as 2026-01-31T08:30:00Z", time::date_time),
            Self::Duration => row("duration", "a duration such as P1DT12H", time::duration),
            Self::Email => row("email", "an email address such as ada@example.com", network::email),
            Self::Hostname => row("hostname", "a host name such as www.example.com", network::hostname),
            Self::Ipv4 => row("ipv4", "an IPv4 address such as 192.0.2.1", network::ipv4),
            Self::Ipv6 => row("ipv6", "an IPv6 address such as 2001:db8::1", network::ipv6),
            Self::Iri => row("iri", "an IRI such as https://bücher.example/über", uri::iri),
            Self::IriReference => row("iri-reference", "an IRI reference such as ../über", uri::iri_reference),
            Self::JsonPointer => row("json-pointer", "a JSON pointer such as /steps/0", pointer::json_pointer),
            Self::Regex => row("regex", "a regular expression such as ^[a-z]+$", pattern::is_ecma),
            Self::RelativeJsonPointer => {
                row("relative-json-pointer", "a relative JSON pointer such as 1/name", pointer::relative)
            }
            Self::Time => row("time", "a time such as 08:30:00Z", time::time),
            Self::Uri => row("uri", "a URI such as https://example.com/a?b#c", uri::uri),
            Self::UriReference => row("uri-reference", "a URI reference such as ../a?b#c", uri::uri_reference),
            Self::UriTemplate => row("uri-template", "a URI template such as /users/{name}", uri::template),
            Self::Uuid => row("uuid", "a UUID such as 123e4567-e89b-12d3-a456-426614174000", uuid),
        }
    }
}

/// RFC 4122, section 3: groups of 8, 4, 4, 4 and 12 hexadecimal digits.
fn uuid(text: &str) -> bool {
    text.split('-').map(str::len).eq([8, 4, 4, 4, 12]) && text.chars().all(|c| c == '-' || c.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::Format;

    #[test]
    fn the_example_of_each_format_has_it() {
        for format in Format::ALL {
            let (_, example) = format.described().split_once(" such as ").unwrap();
            assert!(format.holds(example), "{format:?}: {example}");
        }
    }

    #[test]
    fn formats_are_listed_by_name() {
        assert!(Format::ALL.is_sorted_by(|one, next| one.name() < next.name()));
        assert!(Format::ALL.is_sorted());
    }

    #[test]
    fn knows_uuids_by_their_groups() {
        assert!(Format::Uuid.holds("2EB8AA08-AA98-11EA-B4AA-73B441D16380"));
        for text in [
            "2eb8aa08aa9811eab4aa73b441d16380",
            "2eb8aa08-aa98-11ea-b4aa73b44-1d16380",
            "2eb8aa08-aa98-11ea-b4aa-73b441d1638g",
        ] {
            assert!(!Format::Uuid.holds(text), "{text}");
        }
    }
}
