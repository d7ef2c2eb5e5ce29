//! URIs, IRIs and templates of URIs.

use std::net::Ipv6Addr;

/// `URI` of RFC 3986, section 3.
pub(super) fn uri(text: &str) -> bool {
    reference(text, Alphabet::Ascii) == Some(Kind::Full)
}

/// `URI-reference` of RFC 3986, section 4.1.
pub(super) fn uri_reference(text: &str) -> bool {
    reference(text, Alphabet::Ascii).is_some()
}

/// `IRI` of RFC 3987, section 2.2.
pub(super) fn iri(text: &str) -> bool {
    reference(text, Alphabet::Unicode) == Some(Kind::Full)
}

/// `IRI-reference` of RFC 3987, section 2.2.
pub(super) fn iri_reference(text: &str) -> bool {
    reference(text, Alphabet::Unicode).is_some()
}

/// RFC 6570, section 2: literals, and expressions in braces. Section 2.2 keeps some operators for later; they pass.
pub(super) fn template(text: &str) -> bool {
    let mut rest = text;
    while let Some((literals, after)) = rest.split_once('{') {
        let Some((expression, after)) = after.split_once('}') else { return false };
        let variables = expression.strip_prefix(|c| "+#./;?&=,!@|".contains(c)).unwrap_or(expression);
        if !made_of(literals, is_literal) || !variables.split(',').all(is_variable) {
            return false;
        }
        rest = after;
    }
    made_of(rest, is_literal)
}

/// The characters of a grammar.
#[derive(Clone, Copy)]
enum Alphabet {
    Ascii,
    Unicode,
}

/// What a reference is.
#[derive(PartialEq)]
enum Kind {
    Full,
    Relative,
}

/// Takes a reference apart as RFC 3986, appendix B, does, and checks each part; `None` where one is wrong.
fn reference(text: &str, alphabet: Alphabet) -> Option<Kind> {
    let (text, fragment) = text.split_once('#').unwrap_or((text, ""));
    let (text, query) = text.split_once('?').unwrap_or((text, ""));
    // A colon in the first segment always ends a scheme: section 4.2.
    let scheme = text.split_once(':').filter(|(scheme, _)| !scheme.contains('/'));
    let after_scheme = scheme.map_or(text, |(_, rest)| rest);
    let (authority, path) = match after_scheme.strip_prefix("//") {
        Some(rest) => rest.split_at(rest.find('/').unwrap_or(rest.len())),
        None => ("", after_scheme),
    };
    let is_path = |c| alphabet.is_pchar(c) || c == '/';
    let sound = scheme.is_none_or(|(scheme, _)| is_scheme(scheme))
        && is_authority(authority, alphabet)
        && made_of(path, is_path)
        && made_of(query, |c| is_path(c) || c == '?' || alphabet.is_private(c))
        && made_of(fragment, |c| is_path(c) || c == '?');
    sound.then_some(if scheme.is_some() { Kind::Full } else { Kind::Relative })
}

/// RFC 3986, section 3.1.
fn is_scheme(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
}

/// RFC 3986, section 3.2: `[ userinfo "@" ] host [ ":" port ]`.
fn is_authority(text: &str, alphabet: Alphabet) -> bool {
    let (user, host_and_port) = text.split_once('@').unwrap_or(("", text));
    let literal = host_and_port.strip_prefix('[').and_then(|rest| rest.split_once(']'));
    let (host_is_sound, port) = if let Some((address, port)) = literal {
        (is_ip_literal(address), port)
    } else {
        let (name, port) = host_and_port.split_at(host_and_port.find(':').unwrap_or(host_and_port.len()));
        (made_of(name, |c| alphabet.is_name(c)), port)
    };
    made_of(user, |c| alphabet.is_name(c) || c == ':') && host_is_sound && is_port(port)
}

/// Empty, or a colon and any number of digits.
fn is_port(text: &str) -> bool {
    text.is_empty() || text.strip_prefix(':').is_some_and(|digits| digits.bytes().all(|b| b.is_ascii_digit()))
}

/// RFC 3986, section 3.2.2: `IPv6address` or `IPvFuture`.
fn is_ip_literal(text: &str) -> bool {
    let future = text.strip_prefix(['v', 'V']).and_then(|text| text.split_once('.'));
    match future {
        Some((version, address)) => {
            !version.is_empty()
                && version.bytes().all(|b| b.is_ascii_hexdigit())
                && !address.is_empty()
                && address.chars().all(|c| Alphabet::Ascii.is_name(c) || c == ':')
        }
        None => text.parse::<Ipv6Addr>().is_ok(),
    }
}

impl Alphabet {
    /// `unreserved` and `sub-delims` of RFC 3986, section 2, and `ucschar` of RFC 3987.
    fn is_name(self, c: char) -> bool {
        c.is_ascii_alphanumeric() || "-._~!$&'()*+,;=".contains(c) || self.is_ucschar(c)
    }

    /// `pchar` besides what is percent-encoded.
    fn is_pchar(self, c: char) -> bool {
        self.is_name(c) || c == ':' || c == '@'
    }

    /// `ucschar` of RFC 3987, section 2.2: from U+10000 on, every plane without its last two characters.
    fn is_ucschar(self, c: char) -> bool {
        let allowed = match c {
            '\u{A0}'..='\u{D7FF}' | '\u{F900}'..='\u{FDCF}' | '\u{FDF0}'..='\u{FFEF}' => true,
            '\u{10000}'..='\u{DFFFF}' | '\u{E1000}'..='\u{EFFFF}' => !ends_plane(c),
            _ => false,
        };
        matches!(self, Self::Unicode) && allowed
    }

    /// `iprivate` of RFC 3987, section 2.2, which only queries may have.
    fn is_private(self, c: char) -> bool {
        let allowed = match c {
            '\u{E000}'..='\u{F8FF}' => true,
            '\u{F0000}'..='\u{10FFFF}' => !ends_plane(c),
            _ => false,
        };
        matches!(self, Self::Unicode) && allowed
    }
}

/// The last two characters of a plane are none.
fn ends_plane(c: char) -> bool {
    u32::from(c) & 0xFFFE == 0xFFFE
}

/// `literals` of RFC 6570, section 2.1, with the apostrophe of erratum 6937.
fn is_literal(c: char) -> bool {
    !(c <= ' ' || c == '\u{7F}' || "\"<>\\^`{|}".contains(c))
}

/// `varspec` of RFC 6570, section 2.3: a name, which `*` explodes or a length of up to four digits cuts.
fn is_variable(text: &str) -> bool {
    let name = match text.split_once(':') {
        Some((name, length)) if is_length(length) => name,
        Some(_) => return false,
        None => text.strip_suffix('*').unwrap_or(text),
    };
    name.split('.').all(|part| !part.is_empty() && made_of(part, |c| c.is_ascii_alphanumeric() || c == '_'))
}

fn is_length(text: &str) -> bool {
    (1..=4).contains(&text.len()) && !text.starts_with('0') && text.bytes().all(|b| b.is_ascii_digit())
}

/// Whether a text has only such characters, and `pct-encoded` ones: `%` and two hexadecimal digits.
fn made_of(text: &str, allowed: impl Fn(char) -> bool) -> bool {
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        let is_encoded = c == '%' && (0..2).all(|_| chars.next().is_some_and(|c| c.is_ascii_hexdigit()));
        if !is_encoded && (c == '%' || !allowed(c)) {
            return false;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::{iri, iri_reference, template, uri, uri_reference};

    #[test]
    fn a_uri_has_a_scheme() {
        assert!(
            ["a:", "urn:isbn:1", "http://u:p@h:80/p?q#f", "h://[::1]:1", "h://[v1.a:b]", "h://%41"]
                .into_iter()
                .all(uri)
        );
        for text in [
            "//h/p",
            "1a:b",
            "a:\\b",
            "h://[::1",
            "h://[v.a]",
            "h://[v1.]",
            "h://h:8a",
            "h://a@b@c",
            "a:%4",
            "a:é",
            "a b:c",
            "a:#b#",
        ] {
            assert!(!uri(text), "{text}");
        }
    }

    #[test]
    fn a_reference_may_lack_one_but_then_its_first_segment_has_no_colon() {
        assert!(["", "//h", "/a:b", "a/b:c", "?a:b", "#"].into_iter().all(uri_reference));
        assert!(![":a", "a%20b:c", "[a]", "?[", "é"].into_iter().any(uri_reference));
    }

    #[test]
    fn an_iri_is_in_unicode_and_private_only_in_its_query() {
        assert!(["h://é/é?\u{E000}#é", "h://ü@ü"].into_iter().all(iri));
        assert!(!["h:\u{E000}", "h:#\u{E000}", "h:\u{1FFFE}", "h:\u{80}", "é:a"].into_iter().any(iri));
        assert!(iri_reference("über"));
    }

    #[test]
    fn a_template_has_expressions_in_braces() {
        assert!(["", "/a/{b}", "{+a.b,c%41*}", "{a:9999}", "é'{,a}"].into_iter().all(template));
        for text in
            ["{", "}", "{}", "{a", "{a b}", "{a:0}", "{a:12345}", "{a*:1}", "{a.}", "{a,}", "`", "a b", "%4", "{{a}}"]
        {
            assert!(!template(text), "{text}");
        }
    }
}
