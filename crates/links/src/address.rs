//! The address of a link, as far as its text alone tells.

use crate::target::{TargetError, has_scheme, percent_decoded};

/// Where an address leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Address {
    /// To another site: a URL with a scheme or a host.
    Elsewhere,
    /// Somewhere among the files.
    Here(Local),
}

/// An address without scheme and host.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Local {
    /// The path, percent-decoded; empty for the page itself.
    pub(crate) path: String,
    /// Whether a query (`?plain=1`) stands behind the path.
    pub(crate) has_query: bool,
    /// What stands behind `#`, percent-decoded.
    pub(crate) fragment: Option<String>,
}

impl Address {
    /// Splits and decodes an address.
    ///
    /// # Errors
    /// Its escapes are not UTF-8.
    pub(crate) fn parse(text: &str) -> Result<Self, TargetError> {
        let (address, fragment) = text.split_once('#').map_or((text, None), |(path, fragment)| (path, Some(fragment)));
        let (path, query) = address.split_once('?').map_or((address, None), |(path, query)| (path, Some(query)));
        if path.starts_with("//") || has_scheme(path) {
            return Ok(Self::Elsewhere);
        }
        let fragment = fragment.map(percent_decoded).transpose()?;
        Ok(Self::Here(Local { path: percent_decoded(path)?, has_query: query.is_some(), fragment }))
    }
}

/// `path` from a folder on, both with `/`, without `.` and `..`; `None` where it leaves the top.
pub(crate) fn joined(folder: &str, path: &str) -> Option<String> {
    let mut segments: Vec<&str> = folder.split('/').filter(|segment| !segment.is_empty()).collect();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => _ = segments.pop()?,
            name => segments.push(name),
        }
    }
    Some(segments.join("/"))
}

/// Whether a path names a folder by its end.
pub(crate) fn names_folder(path: &str) -> bool {
    matches!(path.rsplit('/').next(), Some("" | "." | ".."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_split_and_decoded() {
        let here = |path: &str, has_query, fragment: Option<&str>| {
            Ok(Address::Here(Local { path: path.to_owned(), has_query, fragment: fragment.map(str::to_owned) }))
        };
        let cases = [
            ("a.md", here("a.md", false, None)),
            ("a%20b.md?plain=1#caf%C3%A9", here("a b.md", true, Some("café"))),
            ("#", here("", false, Some(""))),
            ("#a?b#c", here("", false, Some("a?b#c"))),
            ("", here("", false, None)),
            ("//example.com/a.md", Ok(Address::Elsewhere)),
            ("https://example.com/a.md#b", Ok(Address::Elsewhere)),
            ("mailto:a@example.com", Ok(Address::Elsewhere)),
            ("a.md#%ff", Err(TargetError::NotUtf8)),
            ("%ff", Err(TargetError::NotUtf8)),
        ];
        for (text, expected) in cases {
            assert_eq!(Address::parse(text), expected, "{text}");
        }
    }

    #[test]
    fn paths_are_joined_below_the_top() {
        assert_eq!(joined("a/b", "../c/./d.md").as_deref(), Some("a/c/d.md"));
        assert_eq!((joined("a", "../..").as_deref(), joined("", "..").as_deref()), (None, None));
        assert_eq!(joined("a", "..").as_deref(), Some(""));
    }
}
