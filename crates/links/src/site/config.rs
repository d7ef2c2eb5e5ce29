//! The texts that settings are read from, and what is said about them.

use source::files::{FileError, Files};
use source::{Code, Diagnostic, Findings, Place, Span, Text};

/// The settings of a site are written by hand; more than this is none.
const MAX_BYTES: usize = 4 * 1024 * 1024;

/// The text of a file; `None` where there is none, or none that can be read, which is said.
pub(super) fn text(files: &impl Files, path: &str, findings: &mut Findings) -> Result<Option<Text>, FileError> {
    let Some(bytes) = files.read(path)? else { return Ok(None) };
    let at = || Text::new(path, "").at(Span::default());
    if bytes.len() > MAX_BYTES {
        let message = format!("the file has {} bytes, more than the limit of {MAX_BYTES}", bytes.len());
        findings.push(Diagnostic::new(Code::FileTooLarge, at(), message));
        return Ok(None);
    }
    if let Ok(content) = String::from_utf8(bytes) {
        return Ok(Some(Text::new(path, content)));
    }
    findings.push(Diagnostic::new(Code::UnreadableFile, at(), format!("`{path}` is not UTF-8")));
    Ok(None)
}

/// A setting that cannot be read.
pub(super) fn invalid(place: Place, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(Code::InvalidSite, place, message)
}

/// The path of an address such as `https://example.com/docs/`, or the address where it has no host;
/// with `/` around it.
pub(super) fn base(address: &str) -> String {
    let path = match address.split_once("://") {
        Some((_, rest)) => rest.split_once('/').map_or("", |(_, path)| path),
        None => address,
    };
    let path = path.split(['?', '#']).next().unwrap_or_default().trim_matches('/');
    if path.is_empty() { "/".to_owned() } else { format!("/{path}/") }
}

/// The files of a sorted listing that lie below a folder.
pub(super) fn below<'a>(listing: &'a [String], folder: &str) -> &'a [String] {
    if folder.is_empty() {
        return listing;
    }
    let (first, past) = (format!("{folder}/"), format!("{folder}0"));
    let from = listing.partition_point(|path| *path < first);
    let to = listing.partition_point(|path| *path < past);
    &listing[from..to.max(from)]
}

/// Whether a sorted listing has a file.
pub(super) fn has(listing: &[String], path: &str) -> bool {
    listing.binary_search_by(|listed| listed.as_str().cmp(path)).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_base_of_an_address_is_its_path() {
        let cases = [
            ("https://example.com", "/"),
            ("https://example.com/docs", "/docs/"),
            ("https://example.com/a/b/?x#y", "/a/b/"),
            ("/x/", "/x/"),
            ("x", "/x/"),
            ("", "/"),
        ];
        for (address, expected) in cases {
            assert_eq!(base(address), expected, "{address}");
        }
    }

    #[test]
    fn a_folder_of_a_listing_has_its_files_alone() {
        let listing = ["a", "a-b/c", "a/b", "a/c/d", "a0/b", "b"].map(str::to_owned);
        assert_eq!(below(&listing, "a"), ["a/b", "a/c/d"]);
        assert_eq!((below(&listing, "").len(), below(&listing, "z").len()), (6, 0));
    }
}
