//! Addresses and names of the Internet.

mod label;

use std::net::{Ipv4Addr, Ipv6Addr};

use email_address::EmailAddress;

/// RFC 2673, section 3.2, without the leading zeros that some programs take for octal.
pub(super) fn ipv4(text: &str) -> bool {
    text.parse::<Ipv4Addr>().is_ok()
}

/// RFC 4291, section 2.2, without a zone.
pub(super) fn ipv6(text: &str) -> bool {
    text.parse::<Ipv6Addr>().is_ok()
}

/// RFC 1123, section 2.1: labels of up to 63 letters, digits and inner hyphens, 253 characters in all. Of the labels
/// that RFC 5890, section 2.3.1, reserves by hyphens in the third and fourth place, only A-labels.
pub(super) fn hostname(text: &str) -> bool {
    text.len() <= 253 && text.split('.').all(is_label)
}

fn is_label(label: &str) -> bool {
    let in_shape = (1..=63).contains(&label.len())
        && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        && !label.starts_with('-')
        && !label.ends_with('-');
    in_shape
        && match label.strip_prefix("xn--") {
            Some(encoded) => label::is_encoded(encoded),
            None => label.get(2..4) != Some("--"),
        }
}

/// RFC 5321, section 4.1.2, with the name of a person before it where there is one: `Ada <ada@example.com>`.
pub(super) fn email(text: &str) -> bool {
    // The library wants something between the quotes; the RFC does not.
    let filled = text.strip_prefix("\"\"@").map(|domain| format!("\"-\"@{domain}"));
    let address = filled.as_deref().unwrap_or(text).parse::<EmailAddress>();
    address.is_ok_and(|address| address.local_part().is_ascii() && is_mail_domain(address.domain()))
}

/// A host name, or an address in brackets: RFC 5321, section 4.1.3.
fn is_mail_domain(text: &str) -> bool {
    let Some(literal) = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')) else { return hostname(text) };
    match literal.split_at_checked("IPv6:".len()) {
        Some((tag, address)) if tag.eq_ignore_ascii_case("IPv6:") => ipv6(address),
        _ => ipv4(literal),
    }
}

#[cfg(test)]
mod tests {
    use super::{email, hostname, ipv4, ipv6};

    #[test]
    fn a_host_name_has_labels() {
        let longest = [&"a".repeat(63); 4].map(String::as_str).join(".");
        assert!(hostname(&longest[2..]));
        assert!(!hostname(&longest[1..]));
        assert!(["a", "1a.2", "a-b", "xn--bcher-kva"].into_iter().all(hostname));
        assert!(!["", ".", "a.", "-a", "a-", "a_b", "é", "ab--c", "XN--bcher-kva", "xn--a"].into_iter().any(hostname));
    }

    #[test]
    fn an_email_address_has_a_part_and_a_domain() {
        assert!(["a.b@c", "\"a b\"@c", "\"\"@c", "a@[192.0.2.1]", "a@[ipv6:::1]", "A <a@b>"].into_iter().all(email));
        for text in ["a", "@b", "a@", ".a@b", "a@b.", "é@b", "a@é", "a@[::1]", "a@[IPv6:192.0.2.1]", "a@b@c"] {
            assert!(!email(text), "{text}");
        }
    }

    #[test]
    fn addresses_have_no_zone_and_no_leading_zero() {
        assert!(ipv4("192.0.2.1") && ipv6("::ffff:192.0.2.1"));
        assert!(!ipv4("192.0.2.01") && !ipv4("192.0.2") && !ipv6("fe80::1%eth0") && !ipv6("[::1]"));
    }
}
