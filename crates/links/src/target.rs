//! What a link text names: a page, a place on a page, or both.

use std::fmt;

use crate::address::{joined, names_folder};

/// The page and anchor of a link text such as `steps/a.md#inputs`, as far as the text alone tells.
///
/// ```
/// use links::{Target, TargetError};
///
/// let target = Target::parse("steps/../gates/a%20b.md#inputs--outputs").expect("a target inside the docs");
/// assert_eq!(target.page, "gates/a b.md");
/// assert_eq!(target.anchor.as_deref(), Some("inputs--outputs"));
/// assert_eq!(Target::parse("../secret.md"), Err(TargetError::Outside));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Target {
    /// The page from where links start, with `/`, percent-decoded, without `.` and `..`. Empty for
    /// the page on which the link stands.
    pub page: String,
    /// The anchor, percent-decoded and not empty.
    pub anchor: Option<String>,
}

impl Target {
    /// Reads a link text. A query (`?plain=1`) is dropped, as it does not choose the page.
    ///
    /// Percent-decoding comes before all checks, so that no escape hides a path that leaves.
    ///
    /// # Errors
    ///
    /// Where the text is empty, a URL with a scheme, an absolute path, a path that leaves the place
    /// where links start, or nothing that can be a file in it.
    pub fn parse(text: &str) -> Result<Self, TargetError> {
        if text.is_empty() {
            return Err(TargetError::Empty);
        }
        let (address, anchor) = text.split_once('#').unwrap_or((text, ""));
        let address = address.split_once('?').map_or(address, |(path, _)| path);
        let anchor = Some(percent_decoded(anchor)?).filter(|anchor| !anchor.is_empty());
        Ok(Self { page: page(&percent_decoded(address)?)?, anchor })
    }
}

/// Why a text names nothing in the docs. Reads on after "it is no page: ".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TargetError {
    /// There is no text.
    Empty,
    /// The escapes with `%` are not UTF-8.
    NotUtf8,
    /// A URL such as `https://example.com`.
    Url,
    /// A path that begins with `/`.
    Absolute,
    /// A path of which `..` leads out of the place where links start.
    Outside,
    /// A path that ends in `/`, `.` or `..`.
    Folder,
    /// A path with a character that paths of the docs do not have: `\`, or a control character.
    Character(char),
}

impl fmt::Display for TargetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("the text is empty"),
            Self::NotUtf8 => f.write_str("its `%` escapes are not UTF-8"),
            Self::Url => f.write_str("it is a URL"),
            Self::Absolute => f.write_str("its path is absolute"),
            Self::Outside => f.write_str("its path leads outside"),
            Self::Folder => f.write_str("it names a folder"),
            Self::Character(character) => write!(f, "its path has the character `{}`", character.escape_default()),
        }
    }
}

impl std::error::Error for TargetError {}

/// The path without `.` and `..`.
fn page(path: &str) -> Result<String, TargetError> {
    if path.is_empty() {
        return Ok(String::new());
    }
    if let Some(character) = path.chars().find(|&character| character == '\\' || character.is_control()) {
        return Err(TargetError::Character(character));
    }
    if has_scheme(path) {
        return Err(TargetError::Url);
    }
    if path.starts_with('/') {
        return Err(TargetError::Absolute);
    }
    let page = joined("", path).ok_or(TargetError::Outside)?;
    if names_folder(path) { Err(TargetError::Folder) } else { Ok(page) }
}

/// Whether the path begins as a URL does (RFC 3986, section 3.1), or with the drive of a Windows path.
pub(crate) fn has_scheme(path: &str) -> bool {
    let Some((scheme, _)) = path.split_once(':') else { return false };
    let in_scheme = |character: char| character.is_ascii_alphanumeric() || matches!(character, '+' | '-' | '.');
    scheme.starts_with(|character: char| character.is_ascii_alphabetic()) && scheme.chars().all(in_scheme)
}

/// Each `%` with two hexadecimal digits becomes its byte; another `%` stays, as browsers leave it
/// (URL Standard, section 1.3).
pub(crate) fn percent_decoded(text: &str) -> Result<String, TargetError> {
    let mut decoded = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let (byte, after) = match (first, after) {
            (b'%', [high, low, after @ ..]) if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => {
                (hex(*high) * 16 + hex(*low), after)
            }
            _ => (*first, after),
        };
        decoded.push(byte);
        rest = after;
    }
    String::from_utf8(decoded).map_err(|_| TargetError::NotUtf8)
}

/// The value of a hexadecimal digit.
fn hex(digit: u8) -> u8 {
    match digit {
        b'0'..=b'9' => digit - b'0',
        _ => digit.to_ascii_lowercase() - b'a' + 10,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_text_is_split_decoded_and_normalised() {
        let cases = [
            ("a.md", "a.md", None),
            ("./steps//a.md#x", "steps/a.md", Some("x")),
            ("steps/../a.md", "a.md", None),
            ("#inputs", "", Some("inputs")),
            ("a.md#", "a.md", None),
            ("#", "", None),
            ("a%20b.md#caf%C3%A9", "a b.md", Some("café")),
            ("a%2Fb.md", "a/b.md", None),
            ("a.md#100%-sure%2", "a.md", Some("100%-sure%2")),
            ("a.md?plain=1#x", "a.md", Some("x")),
            ("a.md#x#y?z", "a.md", Some("x#y?z")),
            ("a.md#../../x", "a.md", Some("../../x")),
            ("...md", "...md", None),
            ("steps/1:2.md", "steps/1:2.md", None),
        ];
        for (text, page, anchor) in cases {
            let target = Target::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
            assert_eq!((target.page.as_str(), target.anchor.as_deref()), (page, anchor), "{text}");
        }
    }

    #[test]
    fn texts_that_name_nothing_in_the_docs_are_refused() {
        use TargetError::{Absolute, Character, Empty, Folder, NotUtf8, Outside, Url};
        let cases = [
            ("", Empty),
            ("/a.md", Absolute),
            ("//example.com/a.md", Absolute),
            ("%2Fetc/passwd", Absolute),
            ("..", Outside),
            ("../a.md", Outside),
            ("a/../../b.md", Outside),
            ("%2e%2e/a.md", Outside),
            ("a/%2E%2E%2f../b.md", Outside),
            ("https://example.com/a.md", Url),
            ("mailto:a@example.com", Url),
            ("C:/a.md", Url),
            ("c%3A/a.md", Url),
            ("a\\b.md", Character('\\')),
            ("a%5C..%5Cb.md", Character('\\')),
            ("a%00.md", Character('\0')),
            ("a.md\n", Character('\n')),
            ("%ff.md", NotUtf8),
            ("a.md#%ff", NotUtf8),
            ("steps/", Folder),
            (".", Folder),
            ("steps/..", Folder),
        ];
        for (text, error) in cases {
            assert_eq!(Target::parse(text), Err(error), "{text}");
        }
    }
}
