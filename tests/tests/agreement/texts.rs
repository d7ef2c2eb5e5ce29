//! Texts to put into instances: plain ones of any length, ones that match a pattern, ones of each format.

use regex_syntax::hir::{Class, Hir, HirKind};

use crate::random::Random;

/// Characters of plain texts: of one to four bytes in UTF-8, one and two units in UTF-16, combining, escaped in
/// JSON, and such that a sloppy reader of YAML trips over.
const CHARACTERS: [char; 36] = [
    'a', 'b', 'c', 'x', 'y', 'z', 'A', 'B', 'Z', '0', '1', '9', ' ', '_', '-', '.', ',', ':', '#', '"', '\'', '\\',
    '/', '{', '[', '&', '*', '\n', '\t', 'é', 'ß', '\u{301}', '字', '\u{2028}', '😀', '𝒳',
];

/// A text of so many characters.
pub(crate) fn plain(random: &mut Random, characters: usize) -> String {
    (0..characters).map(|_| *random.pick(&CHARACTERS)).collect()
}

/// A character of plain texts.
pub(crate) fn character(random: &mut Random) -> char {
    *random.pick(&CHARACTERS)
}

/// A text that matches a pattern as the `regex` crate reads it. Where JSON Schema reads it otherwise, or where an
/// anchor stands in the middle, it may miss: whoever draws from it asks the reference.
pub(crate) fn matching(random: &mut Random, pattern: &str) -> String {
    let mut text = String::new();
    if let Ok(hir) = regex_syntax::parse(pattern) {
        write_match(random, &hir, &mut text);
    }
    text
}

fn write_match(random: &mut Random, hir: &Hir, text: &mut String) {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => text.push_str(&String::from_utf8_lossy(&literal.0)),
        HirKind::Class(Class::Unicode(class)) => {
            let ranges = class.ranges();
            // Classes such as `\w` have hundreds of ranges; to JSON Schema those of ASCII are all there are.
            let ascii = ranges.iter().filter(|range| range.start().is_ascii()).count();
            let range = if random.chance(90) { &ranges[random.below(ascii.max(1))] } else { random.pick(ranges) };
            let (start, end) = (u32::from(range.start()), u32::from(range.end()));
            let wanted = start + u32::try_from(random.next() % u64::from(end - start + 1)).expect("it is below 2^32");
            // Only the gap of the surrogates is no character.
            text.push(char::from_u32(wanted).unwrap_or(range.start()));
        }
        HirKind::Class(Class::Bytes(class)) => {
            text.extend(class.ranges().first().map(|range| char::from(range.start())));
        }
        HirKind::Repetition(repetition) => {
            let most = repetition.max.unwrap_or(repetition.min + 3).min(repetition.min + 3);
            let span = usize::try_from(most - repetition.min).expect("it is at most 3");
            for _ in 0..usize::try_from(repetition.min).expect("patterns repeat a few times") + random.below(span + 1) {
                write_match(random, &repetition.sub, text);
            }
        }
        HirKind::Capture(capture) => write_match(random, &capture.sub, text),
        HirKind::Concat(parts) => parts.iter().for_each(|part| write_match(random, part, text)),
        HirKind::Alternation(parts) => {
            let part = random.pick(parts);
            write_match(random, part, text);
        }
    }
}

/// Patterns of generated schemas: ECMA classes, with and without anchors, Unicode, alternatives, empty.
pub(crate) const PATTERNS: [&str; 32] = [
    r"^\d{3}$",
    r"\d",
    r"^\D+$",
    r"^\w+$",
    r"^\W$",
    r"\s",
    r"^\S*$",
    r"^[a-z][a-z0-9_]*$",
    r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+$",
    r"^(0|[1-9][0-9]{0,11})\.[0-9]{2}$",
    r"[^\d\s]",
    r"^[\w-]{2,6}$",
    r"a.c",
    r"^a|b$",
    r"^(foo|ba[rz])+$",
    r"^$",
    r"",
    r"\bword\b",
    r"^\p{Lu}\p{Ll}*$",
    r"^.{2}$",
    r"é+",
    r"^\u00e9\t$",
    r"^[😀-😎]$",
    r"^(a*)*$",
    r"^\/\-\.$",
    r"^\x41\u0042$",
    r"^\u{1F600}",
    r"^(?<name>a+)$",
    r"\B-",
    r"^[\s\S]{3}$",
    r"^\p{Script=Greek}+$",
    r"^a&&b$",
];

/// A format with texts that are of it and texts that look like it; the reference says which are which.
pub(crate) struct Format {
    pub(crate) name: &'static str,
    pub(crate) right: &'static [&'static str],
    pub(crate) near: &'static [&'static str],
}

/// The formats of strings that the profile has.
pub(crate) const FORMATS: [Format; 17] = [
    Format {
        name: "date",
        right: &["2024-02-29", "1963-06-19", "0001-01-01", "9999-12-31"],
        near: &["2023-02-29", "2024-2-9", "2024-13-01", "1963-06-1৪", "19630619", "2024-02-29 ", "2024-02-30"],
    },
    Format {
        name: "date-time",
        right: &[
            "1963-06-19T08:30:06.283185Z",
            "1990-12-31T15:59:60-08:00",
            "1963-06-19t08:30:06z",
            "2024-02-29T00:00:00+05:30",
        ],
        near: &[
            "1990-02-31T15:59:59-08:00",
            "1963-06-19 08:30:06Z",
            "1963-06-19T08:30:06",
            "1998-12-31T23:59:61Z",
            "2013-350T01:01:01",
        ],
    },
    Format {
        name: "duration",
        right: &["P4DT12H30M5S", "P1Y2M3D", "PT0S", "P2W", "P1Y"],
        near: &["PT1D", "P", "PT", "P1", "P1YT", "4DT12H", "P1D2H", "P2D1Y", "P2W1D", "P২Y", "p1y"],
    },
    Format {
        name: "email",
        right: &["joe.bloggs@example.com", "te~st@example.com", "a@b", "\"joe bloggs\"@example.com", "joe@[127.0.0.1]"],
        near: &[
            "joe",
            ".a@example.com",
            "a.@example.com",
            "a..b@example.com",
            "a@",
            "@b",
            "a b@c.d",
            "joe@[127.0.0.300]",
        ],
    },
    Format {
        name: "hostname",
        right: &["www.example.com", "xn--4gbwdl.xn--wgbh1c", "a", "1host", "a-b.c"],
        near: &["-a.b", "a-.b", "a_b", "", ".", "a..b", "a.b.", "bücher.example", "not_a_valid_host_name"],
    },
    Format {
        name: "ipv4",
        right: &["192.168.0.1", "0.0.0.0", "255.255.255.255"],
        near: &[
            "127.0.0.0.1",
            "256.256.256.256",
            "127.0",
            "087.10.0.1",
            "0x7f000001",
            "2130706433",
            "1২7.0.0.1",
            "127.0.0.1 ",
        ],
    },
    Format {
        name: "ipv6",
        right: &["::1", "::", "::abef", "1:2::192.168.0.1", "1:2:3:4:5:6:7:8", "::ffff:255.255.255.255"],
        near: &[
            "12345::",
            "::abcef",
            "1::2::3",
            "::laptop",
            "1:2:3:4:5:6:7",
            "fe80::a%eth1",
            "[::1]",
            "::1/64",
            "1:2:3:4:5:6:7:8:9",
        ],
    },
    Format {
        name: "iri",
        right: &["http://ƒøø.ßår/?∂éœ=πîx#πîüx", "http://foo.bar/", "urn:ü:x"],
        near: &[
            "/abc",
            "http:// shouldfail.com",
            "bar,baz:foo",
            "http://2001:0db8:85a3::8a2e:0370:7334",
            "\\\\WINDOWS\\filëßåré",
        ],
    },
    Format {
        name: "iri-reference",
        right: &["//ƒøø.ßår/?∂éœ=πîx#πîüx", "/âππ", "âππ", "#ƒrägmênt", ""],
        near: &["\\\\WINDOWS\\filëßåré", "#ƒräg\\mênt", "http://[a]", "%zz", "a b"],
    },
    Format {
        name: "json-pointer",
        right: &["/foo/bar~0/baz~1/%a", "", "/", "/foo//bar", "/a/", "/~01", "/ü/😀"],
        near: &["/foo/bar~", "#", "#/", "a", "/~2", "/~0~", "0", "a/a"],
    },
    Format {
        name: "regex",
        right: &["([abc])+\\s+$", "^a{2,3}$", "", "\\d"],
        near: &["^(abc]", "[", "a**", "(?=a)", "\\1", "a{3,2}", "\\Z", "\\a"],
    },
    Format {
        name: "relative-json-pointer",
        right: &["1", "0/foo/bar", "2/0/baz/1/zip", "0#", "120/a"],
        near: &["/foo/bar", "-1/foo", "+1/foo", "0##", "01/a", "01#", "", "1a"],
    },
    Format {
        name: "time",
        right: &["08:30:06Z", "08:30:06.283185Z", "23:59:60Z", "08:30:06-08:00", "01:29:60+01:30"],
        near: &[
            "08:30:06",
            "8:30:06Z",
            "24:00:00Z",
            "00:60:00Z",
            "00:00:61Z",
            "22:59:60Z",
            "08:30:06-8:00",
            "1২:00:00Z",
            "08:30:06#00:20",
        ],
    },
    Format {
        name: "uri",
        right: &[
            "http://foo.bar/?baz=qux#quux",
            "urn:oasis:names:specification:docbook:dtd:xml:4.1.2",
            "mailto:a@b.c",
            "a:",
            "tel:+1-816-555-1212",
        ],
        near: &[
            "//foo.bar/",
            "/abc",
            "abc",
            "http:// shouldfail.com",
            ":// x",
            "bar,baz:foo",
            "http://a/\\",
            "http://a/%",
            "http://a/<>",
            "http://ü.example/",
        ],
    },
    Format {
        name: "uri-reference",
        right: &["http://foo.bar/?baz=qux#quux", "//foo.bar/", "/abc", "abc", "#fragment", ""],
        near: &["\\\\WINDOWS\\fileshare", "#frag\\ment", "a b", "%", "/foobar®.txt", "http://[::1"],
    },
    Format {
        name: "uri-template",
        right: &["http://example.com/dictionary/{term:1}/{term}", "", "dictionary/{term}", "{+path,x}/here{?y*}"],
        near: &[
            "http://example.com/dictionary/{term:1}/{term",
            "{",
            "}",
            "{}",
            "{a b}",
            "{!x}",
            "{term:0}",
            "{x:10000}",
        ],
    },
    Format {
        name: "uuid",
        right: &[
            "2EB8AA08-AA98-11EA-B4AA-73B441D16380",
            "98d80576-482e-427f-8434-7f86890ab222",
            "00000000-0000-0000-0000-000000000000",
        ],
        near: &[
            "2eb8aa08-aa98-11ea-b4aa-73b441d1638",
            "2eb8aa08aa9811eab4aa73b441d16380",
            "2eb8-aa08-aa98-11ea-b4aa73b44-1d16380",
            "2eb8aa08-aa98-11ea-b4ga-73b441d16380",
        ],
    },
];

/// The format of a name.
pub(crate) fn format(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}

/// A text that looks like one of a format: a known slip, or pieces of its samples put together.
pub(crate) fn near(random: &mut Random, format: &Format) -> String {
    if random.chance(30) {
        return (*random.pick(format.near)).to_owned();
    }
    let samples = [format.right, format.near].concat();
    let (head, tail, other) = (*random.pick(&samples), *random.pick(&samples), *random.pick(&samples));
    let mut text = spliced(random, head, tail);
    // One character of the sort that such texts are made of.
    let character = other.chars().nth(random.below(other.chars().count().max(1)));
    if let Some(character) = character.filter(|_| random.chance(50)) {
        let places: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        text.insert(places.get(random.below(places.len().max(1))).copied().unwrap_or_default(), character);
    }
    text
}

/// The head of one text and the tail of another.
pub(crate) fn spliced(random: &mut Random, head: &str, tail: &str) -> String {
    let (kept, dropped) = (random.below(head.chars().count() + 1), random.below(tail.chars().count() + 1));
    head.chars().take(kept).chain(tail.chars().skip(dropped)).collect()
}
