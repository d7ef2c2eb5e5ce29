//! Texts: good ones for each format, those of the JSON-Schema-Test-Suite, and all of them spoiled.

use std::fs;
use std::path::Path;

use kernel::config::Format;
use serde_json::Value;

use crate::Random;

/// Texts of a format to begin with, and characters that matter to it.
pub(crate) fn samples(format: Format) -> (&'static [&'static str], &'static str) {
    match format {
        Format::Date => (&["2026-01-31", "2024-02-29", "0000-12-30"], "0123456789-/"),
        Format::DateTime => (
            &["2026-01-31T08:30:00Z", "1998-12-31t23:59:60.123+00:00", "1998-12-31T15:59:60-08:00"],
            "0123456789-:TtZz.+",
        ),
        Format::Duration => (&["P1Y2M3DT4H5M6S", "P3W", "PT36H", "P1M", "P1DT1S"], "0123456789PTYMWDHS."),
        Format::Email => (
            &[
                "ada@example.com",
                "\"a b\\\"\"@x.y",
                "\"\"@x",
                "a@[127.0.0.1]",
                "a@[IPv6:::1]",
                "Ada L <ada.l+1@xn--bcher-kva.ch>",
            ],
            "abX09.@\"\\[]<> :-+()",
        ),
        Format::Hostname => (
            &[
                "www.example.com",
                "xn--bcher-kva.example",
                "xn--ll-0ea",
                "xn--11b2ezcw70k",
                "xn--78j2ayab5gu8a",
                "xn--2-u9tlzr9756bt3uc0v",
                "xn--ab-3n4a",
                "xn--rvaap4v",
                "xn--ihqwcrb4cv8a8dqg056pqjye",
                "a-b.c--d",
            ],
            "abkxnzXN0123456789-.",
        ),
        Format::Ipv4 => (&["192.0.2.1", "0.0.0.0", "255.255.255.255"], "0123456789.x"),
        Format::Ipv6 => (
            &["2001:db8::1", "::", "1:2:3:4:5:6:7:8", "::ffff:192.0.2.1", "1::", "1:2:3:4:5:6:7::"],
            "0123456789abcdefF:.%",
        ),
        Format::Iri | Format::IriReference | Format::Uri | Format::UriReference => (
            &[
                "https://u:p@example.com:80/a/b;c?d=e/?#f?/",
                "http://[2001:db8::1]:8080/",
                "//[v1f.a:b]/é",
                "urn:a:b",
                "h://ü@[::1.2.3.4]?\u{E000}#ü",
                "../a%20b?c",
                "//a@b:1",
                "a/b:c",
                "mailto:a@b",
                "#",
                "http://[::ffff:1.2.3.4]",
            ],
            "abv09:/?#[]@!$&'()*+,;=-._~%é\u{E000}\u{F0000}\u{1FFFE}\u{FFFE}\u{E0001}\u{80}|\\^`{}\"<>",
        ),
        Format::JsonPointer => (&["", "/a/0/~0~1", "/", "//é", "/a~1b"], "/~01a"),
        Format::Regex => (
            &[
                "^[a-z0-9-]+(?:\\.[a-z]{2,3})*$",
                "(?<year>\\d{4})-\\k<year>",
                "\\p{L}\\u{1F600}\\uD83D\\uDE00",
                "(?=a)|(?<!b)\\b[^\\]\\w-]",
                "(a)\\1\\cA\\x41",
                "(?i-s:a)",
            ],
            "^$\\.*+?()[]{}|-,<>=!:abcdkpuwxABDLPSW0129",
        ),
        Format::RelativeJsonPointer => (&["0", "10#", "2/a/~0", "0/"], "0123456789/~#a"),
        Format::Time => (&["08:30:00Z", "23:59:60z", "15:59:60.25-08:00", "00:29:60+00:30"], "0123456789:.Zz+-"),
        Format::UriTemplate => (
            &["/a/{b}", "{+a.b,c%41*,_d:9999}", "é'{?x}{&y}{,z}{|w}", "http://a{/b*}"],
            "ab_09.,:*%{}+#/;?&=!@|'\"<> é^`",
        ),
        Format::Uuid => (
            &["123e4567-e89b-12d3-a456-426614174000", "2EB8AA08-AA98-11EA-B4AA-73B441D16380"],
            "0123456789abcdefAFgG-/:@`",
        ),
    }
}

/// The JSON-Schema-Test-Suite: each text, its schema, and whether it is valid. Empty where the suite is absent.
pub(crate) fn suite(folder: &str) -> Vec<(Value, String, bool)> {
    let Some(folder) = tests::data::data_or_skip(&format!("json-schema-test-suite/draft2020-12/{folder}")) else {
        return Vec::new();
    };
    let mut files: Vec<_> = if folder.is_dir() {
        fs::read_dir(&folder).expect("the folder can be read").flatten().map(|file| file.path()).collect()
    } else {
        vec![folder]
    };
    files.sort();
    files.iter().flat_map(|file| cases_of(file)).collect()
}

fn cases_of(file: &Path) -> Vec<(Value, String, bool)> {
    let text = fs::read_to_string(file).expect("the file can be read");
    let groups: Vec<Value> = serde_json::from_str(&text).expect("the suite is JSON");
    let cases = groups.iter().flat_map(|group| {
        let tests = group["tests"].as_array().into_iter().flatten();
        tests.filter_map(|test| {
            Some((group["schema"].clone(), test["data"].as_str()?.to_owned(), test["valid"] == true))
        })
    });
    cases.collect()
}

/// Characters that are none of a format, or look like some.
const ODD: &[char] =
    &['\0', ' ', '\n', '%', '+', ',', '.', '/', 'é', '２', 'ı', '٣', '\u{200d}', '\u{10FFFF}', '😀', '~'];

/// A text with a few changes.
pub(crate) fn mutated(random: &mut Random, texts: &[String], alphabet: &[char]) -> String {
    let mut text: Vec<char> = random.pick(texts).chars().collect();
    for _ in 0..random.below(4) {
        let at = random.below(text.len() + 1);
        let end = (at + random.below(3)).min(text.len());
        let new: Vec<char> = match random.below(8) {
            0 => vec![random.pick(ODD)],
            1 => text[at..end].repeat(2),
            2 => Vec::new(),
            3 => {
                let other: Vec<char> = random.pick(texts).chars().collect();
                other[random.below(other.len() + 1)..].to_vec()
            }
            _ => vec![random.pick(alphabet)],
        };
        let end = if random.below(2) == 0 { at } else { end };
        text.splice(at..end, new);
    }
    text.into_iter().collect()
}
