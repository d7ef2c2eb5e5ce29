//! How the address of a page or file is written on a page.

use source::files::{Files, parent, relative};

use super::{Broken, Suggester};
use crate::How;
use crate::address::{Address, joined};
use crate::resolve::Leads;
use crate::site::below;

/// An address that leads to a page or a file, as it would stand on the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Written {
    pub(super) address: String,
    pub(super) path: String,
    /// Whether the page has the anchor of the link, where that has one.
    pub(super) has_anchor: bool,
}

impl<F: Files> Suggester<'_, F> {
    /// How the link would lead to each of the paths; those that it cannot lead to are left out.
    pub(super) fn written(&self, broken: Broken<'_>, paths: Vec<String>) -> Vec<Written> {
        let mut written: Vec<Written> = Vec::new();
        for path in paths {
            if written.iter().all(|known| known.path != path) {
                written.extend(self.address_of(broken, path));
            }
        }
        written
    }

    fn address_of(&self, broken: Broken<'_>, path: String) -> Option<Written> {
        let rest = broken.link.address.find(['?', '#']).map_or("", |at| &broken.link.address[at..]);
        let fragment = rest.find('#').map_or("", |at| &rest[at..]);
        let resolver = self.resolver(broken.site);
        let leads_there = |address: &String| match Address::parse(address) {
            Ok(Address::Here(local)) => match resolver.leads(broken.page, broken.from, &local, broken.link.how) {
                Leads::Page(to) | Leads::File(to) => to == path,
                Leads::Unknown(_) | Leads::Nowhere(_) => false,
            },
            Ok(Address::Elsewhere) | Err(_) => false,
        };
        let forms = self.forms(broken, &path);
        // MyST has no page with a query.
        let with_rest = |rest: &str| forms.iter().map(|form| format!("{form}{rest}")).find(leads_there);
        let address = with_rest(rest).or_else(|| with_rest(fragment))?;
        let has_anchor = match (&broken.local.fragment, self.pages.get(&path)) {
            (Some(anchor), Some(page)) => crate::check::is_directive(anchor) || page.anchors.has_anchor(anchor),
            (_, None) | (None, _) => true,
        };
        Some(Written { address, path, has_anchor })
    }

    /// The ways of writing a path, the one most like that of the link first.
    fn forms(&self, broken: Broken<'_>, path: &str) -> Vec<String> {
        let site = self.site(broken);
        let places = &self.pages.places[broken.site];
        let given = broken.local.path.as_str();
        let beside = encoded(&relative(parent(broken.from), path));
        let from_root = [below(&site.pages, path), Some(path)].into_iter().flatten();
        let from_root = from_root.map(|path| format!("/{}", encoded(path)));
        let mut forms = Vec::new();
        if given.starts_with('/') {
            forms.extend(from_root);
        }
        // mdBook writes `.html` for `.md`, so `README.md` has to be called what it is built as.
        let name = path.rsplit('/').next().unwrap_or(path);
        let as_index = beside.strip_suffix(name).map(|folder| format!("{folder}index.md"));
        for form in [Some(beside), as_index].into_iter().flatten() {
            let dotted = format!("./{form}");
            let is_dotted = given.starts_with("./") && !form.starts_with("../");
            forms.extend(if is_dotted { [dotted, form] } else { [form, dotted] });
        }
        // What the browser asks for, where nobody writes addresses anew.
        if let Some(built) = places.pages.get(broken.page) {
            let file = match places.pages.get(path) {
                Some(page) => Some(page.file.clone()),
                None => below(&site.pages, path).and_then(|rest| joined(&site.base, rest)),
            };
            if let Some(file) = file.filter(|_| broken.link.how == How::Html) {
                let address = relative(&built.folder, &file);
                let folder = address.strip_suffix("index.html").filter(|_| site.directory_urls);
                forms.push(encoded(folder.filter(|folder| !folder.is_empty()).unwrap_or(&address)));
            }
        }
        forms
    }
}

/// A path with `%` escapes for what means something else in an address or in Markdown.
pub(crate) fn encoded(path: &str) -> String {
    escaped(path, |character| matches!(character, '?' | '#' | '%' | '\\'))
}

/// An anchor with `%` escapes for what means something else in Markdown.
pub(crate) fn encoded_anchor(anchor: &str) -> String {
    // Another `%` is itself.
    let is_escape = anchor
        .as_bytes()
        .windows(3)
        .any(|three| three[0] == b'%' && three[1].is_ascii_hexdigit() && three[2].is_ascii_hexdigit());
    escaped(anchor, |character| is_escape && character == '%')
}

fn escaped(text: &str, also: impl Fn(char) -> bool) -> String {
    let is_balanced = has_balanced_parentheses(text);
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        let is_plain = match character {
            ' ' | '<' | '>' | '"' | '\'' | '`' => false,
            '(' | ')' => is_balanced,
            other => !other.is_control() && !other.is_whitespace() && !also(other),
        };
        if is_plain {
            escaped.push(character);
        } else {
            let mut bytes = [0; 4];
            for byte in character.encode_utf8(&mut bytes).bytes() {
                escaped.extend(['%', hex_digit(byte >> 4), hex_digit(byte & 15)]);
            }
        }
    }
    escaped
}

/// The digit of a number below 16.
fn hex_digit(number: u8) -> char {
    char::from_digit(u32::from(number), 16).unwrap_or_default().to_ascii_uppercase()
}

fn has_balanced_parentheses(text: &str) -> bool {
    let mut depth = 0_u32;
    for character in text.chars() {
        match character {
            '(' => depth += 1,
            ')' if depth == 0 => return false,
            ')' => depth -= 1,
            _ => {}
        }
    }
    depth == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_means_something_else_is_escaped() {
        let cases = [
            ("a/b-c_d.md", "a/b-c_d.md"),
            ("c d.md", "c%20d.md"),
            ("größe/漢字.md", "größe/漢字.md"),
            ("100%.md", "100%25.md"),
            ("a#b?c.md", "a%23b%3Fc.md"),
            ("a(b).md", "a(b).md"),
            ("a)b(.md", "a%29b%28.md"),
        ];
        for (path, address) in cases {
            assert_eq!(encoded(path), address);
        }
        assert_eq!(encoded_anchor("100%-sure and %20"), "100%25-sure%20and%20%2520");
        assert_eq!(encoded_anchor("100%-sure"), "100%-sure");
    }
}
